//! Which configuration values are secrets: never stored, logged or linked, and hidden on the screen.

use std::mem::discriminant;

use crate::call::{Call, WITHHELD};
use crate::json;
use crate::outcome::{Outcome, Rejection, Reply};

/// Whether the value of this key is a secret. Goes by the words in the key, so that an undocumented
/// key is rather hidden once too often than shown once. `clients` is the list of a source's logins.
pub fn is_secret(key: &str) -> bool {
    let key: String =
        key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    const WORDS: [&str; 9] =
        ["password", "passwd", "pwd", "secret", "accesskey", "accessid", "sasl", "credential", "token"];
    key == "clients" || WORDS.iter().any(|word| key.contains(word))
}

/// Whether a value is a secret or has one in it: settings within a value, such as the JSON of a Kafka sink's
/// `properties` or the parameters of a JDBC address, name their secrets as keys do.
pub fn holds_secret(key: &str, value: &str) -> bool {
    if is_secret(key) {
        return true;
    }
    behind_names(value).next().is_some()
}

/// What stands in a value behind the names of secrets and `=` or `:`, each up to the value's end.
fn behind_names(value: &str) -> impl Iterator<Item = &str> {
    value.match_indices(['=', ':']).filter_map(|(sign, _)| {
        let before =
            value[..sign].trim_end_matches(|c: char| matches!(c, '"' | '\'' | '\\') || c.is_whitespace());
        let name = before.rsplit(|c: char| !is_in_name(c)).next().unwrap_or_default();
        is_secret(name).then(|| value[sign + 1..].trim_start())
    })
}

/// The secrets that stand within a value behind their names, as they are written there and as they are meant.
fn within(value: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in behind_names(value) {
        let depth = rest.len() - rest.trim_start_matches('\\').len();
        let inside = &rest[depth..];
        let mut text = match inside.chars().next() {
            Some(quote @ ('"' | '\'')) => up_to_quote(&inside[1..], quote, depth),
            _ => inside
                .split(|c: char| c.is_whitespace() || "\"'\\&,;}])".contains(c))
                .next()
                .unwrap_or_default(),
        }
        .to_owned();
        // A value in JSON that is itself in JSON is written with backslashes twice.
        while !matches!(text.as_str(), "true" | "false" | "null") {
            let meant = serde_json::from_str::<String>(&format!("\"{text}\"")).ok();
            found.push(text.clone());
            match meant {
                Some(meant) if meant != text => text = meant,
                _ => break,
            }
        }
    }
    found
}

/// A text up to the quotation mark that ends it: the one with as many backslashes before it as the first had.
fn up_to_quote(text: &str, quote: char, depth: usize) -> &str {
    let ends = |&(place, _): &(usize, &str)| place - text[..place].trim_end_matches('\\').len() == depth;
    let end = text.match_indices(quote).find(ends).map_or(text.len(), |(place, _)| place - depth);
    &text[..end]
}

fn is_in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

/// Whether a value is a mask (`******`) that some interface showed in place of a secret, or has one in it:
/// setting it would overwrite the real value with asterisks. A star or two stand for themselves where no
/// secret is.
pub fn is_masked(key: &str, value: &str) -> bool {
    if is_secret(key) && is_stars(value.trim(), 1) || is_stars(value.trim(), LEAST_STARS) {
        return true;
    }
    let divides = |c: char| c.is_whitespace() || "\"'\\=&,;:{}[]".contains(c);
    holds_secret(key, value) && value.split(divides).any(|part| is_stars(part, LEAST_STARS))
}

/// So many asterisks are a mask whatever the key.
const LEAST_STARS: usize = 3;

fn is_stars(text: &str, least: usize) -> bool {
    text.chars().count() >= least && text.chars().all(|c| matches!(c, '*' | '•' | '＊'))
}

/// Shorter secrets are not looked for in an answer: they stand in any text by chance.
const LEAST_SOUGHT: usize = 4;

/// An answer without the secrets of its call: a host may repeat in a message what it was sent. Judged as it
/// was before.
///
/// To be used before an answer is recorded, since afterwards nobody knows the secrets any more.
#[must_use]
pub fn without_echo(reply: Reply, call: &Call) -> Reply {
    let Reply::Answer { status, body } = &reply else { return reply };
    let mut cleaned = body.clone();
    for secret in call.secrets() {
        // The whole value, and what is secret in it: a host that cannot log in may name the password alone.
        for mut sought in std::iter::once(secret.to_owned()).chain(within(secret)) {
            // As it is, and as it stands in JSON that may itself stand in JSON.
            for _ in 0..3 {
                if sought.len() >= LEAST_SOUGHT && cleaned.contains(&sought) {
                    cleaned = cleaned.replace(&sought, WITHHELD);
                }
                let quoted = json::text(sought.as_str());
                quoted.get(1..quoted.len() - 1).unwrap_or_default().clone_into(&mut sought);
            }
        }
    }
    if cleaned == *body {
        return reply;
    }
    let before = Outcome::of(&reply);
    let answer = |body: &str| Reply::Answer { status: *status, body: body.to_owned() };
    let cleaned = answer(&cleaned);
    if discriminant(&Outcome::of(&cleaned)) == discriminant(&before) {
        return cleaned;
    }
    // The secret was a word of the envelope itself.
    match before {
        Outcome::Confirmed { .. } => answer(r#"{"isSuccess":true}"#),
        Outcome::Rejected(Rejection::ByHost { .. }) => answer(r#"{"isSuccess":false}"#),
        Outcome::Rejected(Rejection::ByStatus { .. }) | Outcome::Unknown(_) | Outcome::NotSent(_) => {
            answer(WITHHELD)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::call::Endpoint;
    use crate::config_map::ConfigMap;
    use crate::task_name::TaskName;

    #[test]
    fn an_answer_does_not_keep_what_it_repeats() {
        let call = |value: &str| {
            let body = ConfigMap::of("sink", "password", value.to_owned());
            Call::new(Endpoint::Update, &TaskName::parse("t").unwrap()).with_body(body)
        };
        let cleaned = |status, body: &str, value| {
            without_echo(Reply::Answer { status, body: body.to_owned() }, &call(value))
        };
        let refused = r#"{"isSuccess":false,"errMsg":"bad p4\"ss, sent {\"password\":\"p4\\\"ss\"}"}"#;
        let expected =
            r#"{"isSuccess":false,"errMsg":"bad (not recorded), sent {\"password\":\"(not recorded)\"}"}"#;
        assert_eq!(cleaned(200, refused, "p4\"ss"), Reply::Answer { status: 200, body: expected.to_owned() });
        for (status, body) in [
            (200, r#"{"isSuccess":true}"#),
            (200, r#"{"isSuccess":false}"#),
            (404, "isSuccess true"),
            (502, "isSuccess true"),
        ] {
            for secret in ["isSuccess", "true", "nothing of it", "{", "\":fa"] {
                let whole = Reply::Answer { status, body: body.to_owned() };
                let kept = without_echo(whole.clone(), &call(secret));
                assert_eq!(discriminant(&Outcome::of(&kept)), discriminant(&Outcome::of(&whole)));
            }
        }
    }

    #[test]
    fn what_is_secret_within_a_value_is_found_as_it_is_meant() {
        for (value, secret) in [
            (r#"[{"url":"u","password":"p4\"s,s&"}]"#, "p4\"s,s&"),
            (r#"{"sasl.jaas.config":"Module required username=\"u\" password=\"p4\\\"ss\";"}"#, "p4\"ss"),
            (r#"[{\"password\":\"p4ss\"}]"#, "p4ss"),
            ("jdbc:mysql://10.0.0.5:2881/db?user=u&password=p4ss&ssl=true", "p4ss"),
            ("user='u' password = 'p4\"ss' more", "p4\"ss"),
            ("password: p4ss", "p4ss"),
            ("password=", ""),
            ("password=\"p4ss", "p4ss"),
        ] {
            assert!(within(value).contains(&secret.to_owned()), "{value}: {:?}", within(value));
        }
        assert!(within(r#"{"sasl.enabled": true, "user": "tokens"}"#).is_empty());

        let body = ConfigMap::of("source", "clients", r#"[{"url":"u","password":"p4\"ss"}]"#.to_owned());
        let call = Call::new(Endpoint::Update, &TaskName::parse("t").unwrap()).with_body(body);
        let answer = r#"{"isSuccess":false,"errMsg":"no login with p4\"ss at u"}"#;
        let cleaned = without_echo(Reply::Answer { status: 200, body: answer.to_owned() }, &call);
        let expected = r#"{"isSuccess":false,"errMsg":"no login with (not recorded) at u"}"#;
        assert_eq!(cleaned, Reply::Answer { status: 200, body: expected.to_owned() });
    }

    proptest! {
        #[test]
        fn a_password_in_a_list_of_logins_is_not_kept(password in r#"[0-9A-Z"'\\/&=:ü{}]{4,12}"#) {
            let clients = json::text(&serde_json::json!([{ "url": "u", "password": password }]));
            let body = ConfigMap::of("source", "clients", clients);
            let call = Call::new(Endpoint::Update, &TaskName::parse("t").unwrap()).with_body(body);
            let answer = serde_json::json!({ "isSuccess": false, "errMsg": format!("no login with {password}") });
            let cleaned = without_echo(Reply::Answer { status: 200, body: answer.to_string() }, &call);
            let Outcome::Rejected(Rejection::ByHost { fields, .. }) = Outcome::of(&cleaned) else {
                panic!("{cleaned:?}")
            };
            prop_assert!(!fields.message.unwrap_or_default().contains(&password));
        }

        #[test]
        fn any_value_can_be_looked_into(value in r#"(password|[=:\\"' a-zü{},;]){0,30}"#) {
            let _ = within(&value);
        }
    }

    #[test]
    fn keys_that_name_a_secret_are_known_in_any_spelling() {
        for key in [
            "password",
            "jdbc.Password",
            "access_key",
            "accessKeySecret",
            "sasl.jaas.config",
            "PWD",
            "clients",
        ] {
            assert!(is_secret(key), "{key}");
        }
        for key in ["username", "checkpoint", "workerNum", "maxRecordCapacity"] {
            assert!(!is_secret(key), "{key}");
        }
    }

    #[test]
    fn a_secret_within_a_value_is_found_by_its_name() {
        for value in [
            r#"{"sasl.jaas.config":"x"}"#,
            r#"{"a": {"Password" : "x"}}"#,
            r#"{\"password\":\"x\"}"#,
            "jdbc:mysql://10.0.0.5:2881/db?user=u&password=x",
            "任务 secret-key = x",
        ] {
            assert!(holds_secret("properties", value), "{value}");
        }
        for value in [r#"[{"name":"user_tokens","all":true}]"#, "8", "", ":=", "a=password", "jdbc:x", "任:"]
        {
            assert!(!holds_secret("whiteCondition", value), "{value}");
        }
        assert!(holds_secret("password", "8"));
    }

    #[test]
    fn only_asterisks_are_a_mask() {
        for (key, value) in [
            ("password", "******"),
            ("password", " * "),
            ("username", "＊＊＊"),
            ("clients", r#"[{"url":"u","password":"******"}]"#),
            ("properties", r#"{\"password\":\"***\"}"#),
            ("url", "jdbc:mysql://h/db?user=u&password=***"),
        ] {
            assert!(is_masked(key, value), "{key} {value}");
        }
        for (key, value) in [
            ("password", ""),
            ("password", "a*"),
            ("password", "  "),
            ("whiteList", "*"),
            ("whiteList", r#"["***"]"#),
            ("clients", r#"[{"password":"a***"}]"#),
        ] {
            assert!(!is_masked(key, value), "{key} {value}");
        }
    }
}
