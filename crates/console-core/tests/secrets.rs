//! Secrets of every kind, in configurations whole and broken, are in nothing that is kept, shown or handed on; and
//! configurations without any are left as they are.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use console_core::domain::call::CallRecord;
use console_core::domain::operation::OperationKind;
use console_core::domain::outcome::Reply;
use console_core::domain::plan::Plan;
use console_core::domain::redaction;
use console_core::domain::run::{Moment, Run, RunId};
use console_core::domain::secret::{self, HIDDEN};
use console_core::domain::task_name::TaskName;
use console_core::forms::configuration::UpdateProblemKind;
use console_core::forms::draft::Draft;
use console_core::interchange::history;
use console_core::persistence::{StoredDraft, run_from_text, run_to_text};
use proptest::prelude::*;
use serde_json::{Value, json};

/// What every secret begins with.
const CANARY: &str = "c4n4ry";

/// Half of it: so much of a secret must not be seen in a text that is cut within it.
const HALF: &str = "c4n4";

fn draft(json: &str) -> Draft {
    let mut draft = Draft::new(OperationKind::Update, "a", "UTC");
    draft.update.set_json(json.to_owned());
    draft
}

fn plan(draft: &Draft) -> Option<Plan> {
    let operation = draft.update.check(None, None).operation?;
    Some(Plan::new(&TaskName::parse("a").ok()?, &operation))
}

fn kept(draft: Draft) -> StoredDraft {
    StoredDraft { draft, at: Moment(7), withheld: false }
}

/// Returns a run of the plan that was answered.
fn answered(plan: &Plan, status: u16, body: String) -> Run {
    let mut run = Run::new(RunId("1".into()), plan, Moment(1));
    run.send(Moment(2)).unwrap();
    let reply = redaction::without_echo(Reply::Answer { status, body }, &plan.calls()[0]);
    run.record(reply, Moment(3)).unwrap();
    run
}

/// Keys that name a secret, in every joining.
fn key() -> impl Strategy<Value = String> {
    let words = prop_oneof![
        Just(vec!["password"]),
        Just(vec!["pass", "word"]),
        Just(vec!["passwd"]),
        Just(vec!["pwd"]),
        Just(vec!["pass"]),
        Just(vec!["passphrase"]),
        Just(vec!["secret"]),
        Just(vec!["secret", "key"]),
        Just(vec!["access", "key"]),
        Just(vec!["access", "key", "secret"]),
        Just(vec!["api", "key"]),
        Just(vec!["private", "key"]),
        Just(vec!["token"]),
        Just(vec!["auth", "token"]),
        Just(vec!["credential"]),
        Just(vec!["credentials"]),
        Just(vec!["sasl", "jaas", "config"]),
    ];
    let around = prop_oneof![
        3 => Just((None, None)),
        1 => Just((Some("sink"), None)),
        1 => Just((Some("ssl.keystore"), None)),
        1 => Just((Some("db"), Some("value"))),
        1 => Just((None, Some("2"))),
    ];
    (words, around, 0usize..7).prop_map(|(words, (before, after), joining)| {
        // Run together, "pass" can be told at the end alone.
        let after = after.filter(|_| joining > 0);
        let words: Vec<&str> = before.into_iter().chain(words).chain(after).collect();
        let camel = |word: &str| word[..1].to_uppercase() + &word[1..];
        match joining {
            0 => words.concat(),
            1 => words.join("_"),
            2 => words.join("-"),
            3 => words.join("."),
            4 => words.join("_").to_uppercase(),
            5 => words.iter().map(|word| camel(word)).collect(),
            _ => words[0].to_owned() + &words[1..].iter().map(|word| camel(word)).collect::<String>(),
        }
    })
}

/// Returns a secret with whatever a password has in it.
fn any_secret() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9!#$%^*+~.:;,@?/&=\"'\\\\{}\\[\\]()<> ü任|_-]{0,10}".prop_map(|rest| format!("{CANARY}{rest}"))
}

/// Returns a secret without the signs that end it where it is not in quotes.
fn plain_secret() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9!#$^*+~.ü任_-]{0,10}".prop_map(|rest| format!("{CANARY}{rest}"))
}

/// Returns a value of an ordinary key with a secret in it.
fn value() -> impl Strategy<Value = String> {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let in_json = (key(), any_secret(), 0usize..9).prop_map(move |(key, secret, shape)| match shape {
        0 => json!({ "x": 1, key: secret, "y": "z" }).to_string(),
        1 => json!([{ "name": key, "value": secret }, { "name": "a", "value": "b" }]).to_string(),
        2 => json!({ "list": [{ "type": "x}", "value": secret, "name": key }] }).to_string(),
        3 => json!({ "entries": [{ "k": key, "v": secret }] }).to_string(),
        4 => json!({ key: { "x": [secret] } }).to_string(),
        5 => json!({ key: [1, secret, 2] }).to_string(),
        6 => format!("{{ {} :\n\t{} }}", quoted(&key), quoted(&secret)),
        7 => format!("org.x.Module required user=\"u\" {key}={};", quoted(&secret)),
        _ => {
            serde_json::to_string_pretty(&json!({ "a": { "b": [{ "key": key, "value": secret }] } })).unwrap()
        }
    });
    let in_pair = (key(), any_secret(), 0usize..3).prop_map(move |(key, secret, shape)| match shape {
        0 => json!([{ "id": key, "value": secret }]).to_string(),
        1 => json!({ "name": key, "text": secret }).to_string(),
        _ => json!({ "x": [{ "field": key, "string": secret }] }).to_string(),
    });
    let in_text = (key(), plain_secret(), 0usize..17).prop_map(|(key, secret, shape)| match shape {
        0 => format!("jdbc:oceanbase://h:2883/db?user=u&{key}={secret}&x=y"),
        1 => format!("jdbc:sqlserver://h:1433;user=u;{key}={secret};x=y"),
        2 => format!("a=b\n{key}={secret}\nc=d"),
        3 => format!("a=b,{key}={secret},c=d"),
        4 => format!("a: b\n{key}: {secret}\n"),
        5 => format!("user=u {key}={secret} host=h"),
        6 => format!("-Xmx2g -D{key}={secret} -Dx=y"),
        7 => format!("run --{key} {secret} --x y"),
        8 => format!("<a><{key}>{secret}</{key}></a>"),
        9 => format!("<property><name>{key}</name><value>{secret}</value></property>"),
        11 => format!("<a><{key} encrypted=\"no\" x='>'>{secret}</{key}></a>"),
        12 => format!("<{key}><![CDATA[{secret}]]></{key}>"),
        13 => format!("<property name=\"{key}\">{secret}</property>"),
        14 => format!("<bean><property name='{key}'>\n<value>{secret}</value></property></bean>"),
        15 => format!("<entry key=\"{key}\" x=\"y\"><![CDATA[{secret}]]></entry>"),
        10 => format!("mysql://address=(host=h)(user=u)({key}={secret})/db"),
        _ => format!("{key} = '{secret}'"),
    });
    let by_shape = (plain_secret(), any_secret(), 0usize..19).prop_map(|(plain, any, shape)| match shape {
        0 => format!("jdbc:oceanbase://a:{plain}@h:2883/db?x=y"),
        1 => format!("http://a:{plain}@h"),
        2 => format!("jdbc:oracle:thin:a/{plain}@h:1521:x"),
        3 => format!("jdbc:oracle:oci8:a/{plain}@//h:1521/x"),
        4 => format!("a/{plain}@h"),
        5 => format!("mongodb+srv://root@sys#ob:{plain}@h1:1,b:{plain}@h2:2/db"),
        6 => format!("x=http%3A%2F%2Fa%3A{CANARY}%40h%2F"),
        7 => format!("redis://:{plain}@h:6379/0"),
        8 => format!("-----BEGIN RSA PRIVATE KEY-----\n{CANARY}\n-----END RSA PRIVATE KEY-----"),
        9 => format!("Authorization: Basic {plain}"),
        10 => format!("x {{\"Authorization\":\"Bearer {plain}\"}}"),
        11 => format!("create user a identified by '{plain}'"),
        12 => format!("http://a:{}@h/x", any.replace(['"', '\\', '<', '\''], "")),
        13 => format!("root:{plain}@tcp(h:3306)/db"),
        14 => format!("root@sys#ob:{plain}@10.0.0.5:2881"),
        15 => format!("dsn=root:{plain}@h/db?x=y"),
        16 => format!("smb://dom;user:{plain}@h/x"),
        17 => format!("connect root:{plain}@h.example.com now"),
        _ => format!("curl -u a:{plain} http://h"),
    });
    prop_oneof![in_json, in_pair, in_text, by_shape]
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let of_group = |group: &[u8]| {
        let bits = group.iter().chain([&0; 3]).take(3).fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        let digit = |place: usize| char::from(DIGITS[bits >> (18 - 6 * place) & 63]);
        (0..4).map(|place| if place > group.len() { '=' } else { digit(place) }).collect::<String>()
    };
    bytes.chunks(3).map(of_group).collect()
}

/// Returns a configuration with a secret in it, as a map of scopes.
fn secret_configuration() -> impl Strategy<Value = Value> {
    let nested = (value(), 0usize..4, any::<bool>()).prop_map(|(value, depth, in_list)| {
        let mut value = value;
        for _ in 0..depth {
            value = match in_list {
                true => json!([{ "n": 1, "inner": value }]).to_string(),
                false => json!({ "inner": value }).to_string(),
            };
        }
        ("properties".to_owned(), value)
    });
    let own = (key(), any_secret());
    (prop_oneof![2 => nested, 1 => own], any::<bool>()).prop_map(|((key, value), is_first)| match is_first {
        true => json!({ "sink": { key: value, "workerNum": "8" } }),
        false => json!({ "source": { "workerNum": "8" }, "sink": { "a": "b", key: value } }),
    })
}

/// Returns the same configuration in several ways of writing.
fn written(configuration: &Value, way: usize) -> String {
    let text = configuration.to_string();
    match way {
        0 => text,
        1 => serde_json::to_string_pretty(configuration).unwrap(),
        _ => text.replace('/', "\\/"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_secret_is_in_nothing_that_is_kept_shown_or_handed_on(
        configuration in secret_configuration(),
        way in 0usize..3,
        status in prop_oneof![Just(200u16), Just(404), Just(502)],
        is_page in any::<bool>(),
    ) {
        let text = written(&configuration, way);
        let draft = draft(&text);
        let begun = kept(draft.clone());
        prop_assert!(begun.without_secrets().withheld, "{}", text);
        prop_assert!(!begun.to_text().contains(CANARY), "{}", begun.to_text());
        prop_assert!(!begun.key().contains(CANARY));
        prop_assert!(!draft.to_link().to_query().contains(CANARY));
        let dotted = secret::dotted(&text).unwrap_or_default();
        prop_assert!(!dotted.is_empty() && !dotted.contains(HALF), "{}\n{}", text, dotted);
        prop_assert!(draft.update.has_secrets());

        // What is refused is not sent and leaves nothing behind.
        let Some(plan) = plan(&draft) else { return Ok(()) };
        let call = &plan.calls()[0];
        prop_assert!(call.has_secrets(), "{}", text);
        let shown = call.body_without_secrets(HIDDEN).unwrap_or_default();
        prop_assert!(shown.contains(HIDDEN) && !shown.contains(CANARY), "{}", shown);
        let record = call.record();
        prop_assert!(record.withheld && record.to_call().is_none());
        prop_assert!(CallRecord { withheld: false, ..record }.to_call().is_none(), "whatever it says of itself");
        let body = call.body().unwrap_or_default();
        let echo = match is_page {
            true => format!("<pre>no: {}</pre>", body.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")),
            false => json!({ "isSuccess": false, "errMsg": format!("cannot set {body}"), "errorDetail": { "sent": body } }).to_string(),
        };
        let run = answered(&plan, status, echo);
        for text in [
            history::ticket(&run, "h"),
            history::json(&[&run], "h"),
            history::csv(&[&run], "h"),
            run_to_text(&run),
            format!("{run:?}"),
        ] {
            prop_assert!(!text.contains(CANARY), "{}", text);
        }
        prop_assert_eq!(run_from_text(&run_to_text(&run)).map(|run| run.without_secrets().steps[0].call.withheld), Some(true));
    }

    #[test]
    fn a_secret_in_a_text_that_is_not_finished_is_hidden_and_not_kept(
        configuration in secret_configuration(), way in 0usize..3, cut in 0usize..60,
    ) {
        let text = written(&configuration, way);
        // A path or a name may begin like these logins do.
        let is_bare = |login: &str| configuration.to_string().contains(&format!("{login}{CANARY}"));
        prop_assume!(!["\"a/", "root:", "ob:"].into_iter().any(is_bare) || configuration.to_string().contains("://"));
        let start = text.find(HALF).unwrap_or_default();
        let text = &text[..text.floor_char_boundary((start + HALF.len() + cut).min(text.len()))];
        let dotted = secret::dotted(text).unwrap_or_default();
        prop_assert!(!dotted.is_empty() && !dotted.contains(HALF), "{}\n{}", text, dotted);
        let begun = kept(draft(text));
        prop_assert!(begun.without_secrets().withheld, "{}", text);
        prop_assert!(!begun.to_text().contains(HALF), "{}", begun.to_text());
    }

    #[test]
    fn a_login_in_base64_is_hidden(user in "[a-z]{1,6}", any in any_secret(), small in any::<bool>(), cut in 0usize..9) {
        let login = base64(format!("{user}:{any}").as_bytes());
        let text = json!({ "header": format!("{} {login}", if small { "basic" } else { "Basic" }), "b": "c" }).to_string();
        let shown = |text: &str| secret::dotted(text).unwrap_or_else(|| text.to_owned());
        prop_assert!(!shown(&text).contains(&login[..8]), "{}", text);
        let end = text.find(&login).unwrap() + login.len() - cut;
        prop_assert!(!shown(&text[..end]).contains(&login[..8]), "{}", &text[..end]);
    }

    #[test]
    fn an_older_record_with_a_secret_in_it_is_shown_without(configuration in secret_configuration()) {
        let draft = draft(&configuration.to_string());
        let Some(plan) = plan(&draft) else { return Ok(()) };
        let mut run = answered(&plan, 200, r#"{"isSuccess":true}"#.into());
        run.steps[0].call = CallRecord { body: plan.calls()[0].body(), withheld: false, ..plan.calls()[0].record() };
        let read = run_from_text(&run_to_text(&run)).unwrap().without_secrets();
        prop_assert!(read.steps[0].call.withheld && !format!("{read:?}").contains(CANARY), "{:?}", read);
    }

    #[test]
    fn a_configuration_without_secrets_is_left_as_it_is(
        entries in proptest::collection::vec(harmless_entry(), 1..6), way in 0usize..2,
    ) {
        let mut map = serde_json::Map::new();
        for (key, value) in &entries {
            map.insert(key.clone(), value.as_str().into());
        }
        let text = written(&json!({ "sink": map }), way);
        let draft = draft(&text);
        prop_assert_eq!(secret::dotted(&text), None);
        let begun = kept(draft.clone());
        prop_assert!(!begun.without_secrets().withheld);
        prop_assert_eq!(StoredDraft::from_text(&begun.to_text()).map(|begun| begun.draft.update.json().to_owned()), Some(text.clone()));
        let problems = draft.update.check(None, None).problems;
        prop_assert!(problems.iter().all(|problem| problem.what == UpdateProblemKind::MustNotChange), "{:?}", problems);
        let plan = plan(&draft).unwrap();
        let call = &plan.calls()[0];
        prop_assert!(!call.has_secrets());
        prop_assert_eq!(call.body_without_secrets(HIDDEN), call.body());
        let record = call.record();
        prop_assert!(!record.withheld);
        prop_assert_eq!(record.to_call(), Some(call.clone()));
        let answer = json!({ "isSuccess": false, "errMsg": format!("cannot set {text}") }).to_string();
        let run = answered(&plan, 200, answer.clone());
        prop_assert_eq!(run.steps[0].tries[0].reply.clone().map(|(_, reply)| reply), Some(Reply::Answer { status: 200, body: answer }));
    }
}

/// Keys and values that have nothing secret about them, some of them close to it.
fn harmless_entry() -> impl Strategy<Value = (String, String)> {
    let key = prop_oneof![
        Just("workerNum"),
        Just("username"),
        Just("whiteCondition"),
        Just("jdbcUrl"),
        Just("properties"),
        Just("primaryKey"),
        Just("publicKey"),
        Just("keyColumn"),
        Just("passthrough"),
        Just("bypassCheck"),
        Just("compass"),
        Just("passiveMode"),
        Just("tokenizer"),
        Just("sasl.mechanism"),
        Just("oceanbase.cluster.url"),
        Just("connectorJvmParam"),
    ];
    let value = prop_oneof![
        Just("8"),
        Just("true"),
        Just("*"),
        Just("**"),
        Just("*.*"),
        Just("db_*.t_*"),
        Just("* * * * *"),
        Just("SELECT * FROM t WHERE a = 'b'"),
        Just("jdbc:oceanbase://10.0.0.5:2883/db?user=root@sys#ob&useSSL=true"),
        Just("jdbc:mysql://h1:3306,h2:3306/db"),
        Just("jdbc:oracle:thin:@//h:1521/x"),
        Just("http://a@h:8080/x?y=z"),
        Just("mongodb://${USER}:${PASSWORD}@h/db"),
        Just("${DB_PASSWORD}"),
        Just(r#"{"password":"${file:/etc/x:password}","acks":"1","retries":1000}"#),
        Just(r#"[{"name":"db_a","attr":null,"subset":[{"name":"t*","map":"u","all":true}]}]"#),
        Just(r#"[{"name":"user","value":"password"},{"name":"size","value":"8"}]"#),
        Just("id,password,salt"),
        Just("-Xms8g -Xmx8g -XX:+UseG1GC -Dfile.encoding=UTF-8"),
        Just("kafka/k1.example.com@EXAMPLE.COM"),
        Just("10.0.0.5-9000:connector_v2:p_493po****-incr_trans-1-0:0000000001"),
        Just("RequestEntityTooLarge,TooLargePayload"),
        Just("2026-11-20 19:00:00"),
        Just("C:\\data\\new"),
        Just("任务：全量（a=b）"),
    ];
    (key, value, 0usize..3).prop_map(|(key, value, depth)| {
        let mut value = value.to_owned();
        for _ in 0..depth {
            value = json!({ "inner": [value] }).to_string();
        }
        (key.to_owned(), value)
    })
}

/// Returns a login in one of the ways to write one, with this password.
fn login(password: &str, shape: usize) -> String {
    match shape {
        0 => format!("jdbc:oracle:thin:a/{password}@h:1521:x"),
        1 => format!("jdbc:oracle:thin:a/{password}@//h:1521/x"),
        2 => format!("a/{password}@h"),
        3 => format!("thin:a/{password}@h:1521/x"),
        4 => format!("root:{password}@tcp(h:3306)/db"),
        5 => format!("root:{password}@h:2881"),
        6 => format!("root@sys#ob:{password}@10.0.0.5:2881/db"),
        7 => format!("http://a:{password}@h/x"),
        8 => format!("jdbc:mysql://a:{password}@h1:1,b:{password}@h2:2/db"),
        9 => format!("jdbc:oracle:oci:a/\"{password}\"@tns"),
        10 => format!("smb://dom;user:{password}@h/x"),
        11 => format!("jdbc:oceanbase://h:2883/db?user=u&password={password}"),
        12 => format!("jdbc:sqlserver://h:1433;user=u;password={password}"),
        _ => format!("mysql://address=(host=h)(user=u)(password={password})/db"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn each_of_several_logins_is_hidden_whatever_is_between_them(
        logins in proptest::collection::vec((0usize..14, plain_secret(), "[ ,;|\n\t]|, |; | - "), 2..5),
    ) {
        let text: String = logins.iter().map(|(shape, password, between)| login(password, *shape) + between).collect();
        let dotted = secret::dotted(&text).unwrap_or_default();
        prop_assert!(!dotted.contains(HALF), "{}\n{}", text, dotted);
        let redacted = secret::redacted(&text, HIDDEN).into_owned();
        prop_assert!(!redacted.contains(HALF), "{}\n{}", text, redacted);
    }

    #[test]
    fn each_of_several_logins_without_a_scheme_is_hidden_where_nothing_divides_them(
        logins in proptest::collection::vec((0usize..4, plain_secret(), "[&/?、，；]"), 2..5),
    ) {
        let one = |(shape, password, between): &(usize, String, String)| login(password, [2, 3, 5, 6][*shape]) + between;
        let text: String = logins.iter().map(one).collect();
        let dotted = secret::dotted(&text).unwrap_or_default();
        prop_assert!(!dotted.contains(HALF), "{}\n{}", text, dotted);
    }
}
