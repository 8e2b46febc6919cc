//! How answers are judged.

use proptest::prelude::*;

use super::envelope::KEPT;
use super::*;
use crate::text::json;

fn of(status: u16, body: &str) -> Outcome {
    Outcome::of(&Reply::Answer { status, body: body.into() })
}

fn fields(outcome: Outcome) -> RejectionFields {
    match outcome {
        Outcome::Rejected(Rejection::ByHost { fields, .. }) => fields,
        other => panic!("not rejected by the host: {other:?}"),
    }
}

fn unclear(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Unknown(Doubt::UnclearAnswer { .. }))
}

#[test]
fn the_api_pages_answer_is_confirmed_with_its_result() {
    let body = r#"{"errCode":null,"errMsg":null,"errorDetail":null,"isSuccess":true,"result":"a:b:0000000002","retryable":null}"#;
    let confirmed = |result: Option<&str>, others: &[(&str, &str)]| Outcome::Confirmed {
        result: result.map(Into::into),
        others: others.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect(),
    };
    assert_eq!(of(200, body), confirmed(Some("a:b:0000000002"), &[]));
    assert_eq!(of(202, r#"{"isSuccess":true}"#), confirmed(None, &[]));
    let body = r#"{"isSuccess":true,"result":{"a":"1"},"errMsg":"","traceId":7}"#;
    assert_eq!(of(200, body), confirmed(None, &[("result", r#"{"a":"1"}"#), ("traceId", "7")]));
}

#[test]
fn an_envelope_that_refuses_is_rejected_whatever_its_status() {
    for status in [200, 400, 408, 429, 500, 502] {
        let body = r#"{"isSuccess":false,"errCode":"CM-RESOIE000201","errMsg":"no store","retryable":true}"#;
        let found = fields(of(status, body));
        assert_eq!(
            (found.code.as_deref(), found.retryable),
            (Some("CM-RESOIE000201"), Some(true)),
            "{status}"
        );
        assert!(of(status, body).is_retryable());
    }
}

#[test]
fn mistyped_and_missing_fields_are_shown_as_they_are() {
    let found = fields(of(
        200,
        r#"{"isSuccess":false,"errCode":17,"errMsg":["a"],"retryable":"True","result":7,
            "errorDetail":{"code":"X","level":"FATAL","reason":null,"upstreamErrorDetail":{"a":1}}}"#,
    ));
    assert_eq!(found.code.as_deref(), Some("17"));
    assert_eq!(found.message.as_deref(), Some(r#"["a"]"#));
    assert_eq!(found.retryable, Some(true));
    assert_eq!(found.result.as_deref(), Some("7"));
    let detail: Vec<_> = found.detail.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(detail, [("code", "X"), ("level", "FATAL"), ("upstreamErrorDetail", r#"{"a":1}"#)]);
    let text = fields(of(200, r#"{"isSuccess":false,"errorDetail":"why"}"#));
    assert_eq!(text.detail, [(String::new(), "why".to_owned())]);
    assert_eq!(fields(of(200, r#"{"isSuccess":false}"#)), RejectionFields::default());
}

#[test]
fn a_4xx_without_an_envelope_is_rejected_but_for_408_and_429() {
    for status in [400, 401, 403, 404, 405, 413, 415, 499] {
        let found = of(status, "<html>No</html>");
        assert_eq!(
            found,
            Outcome::Rejected(Rejection::ByStatus { status, text: "<html>No</html>".into() }),
            "{status}"
        );
    }
    assert!(unclear(&of(408, "")) && unclear(&of(429, "slow down")));
}

/// Returns how an answer is judged, in a word.
fn word(status: u16, body: &str) -> &'static str {
    match of(status, body) {
        Outcome::Confirmed { .. } => "confirmed",
        Outcome::Rejected(Rejection::ByHost { .. }) => "rejected",
        Outcome::Rejected(Rejection::ByStatus { .. }) => "rejected by status",
        Outcome::Unknown(Doubt::UnclearAnswer { .. }) => "unclear",
        Outcome::Unknown(Doubt::Contradiction { by, .. }) => match by {
            Contradiction::IsSuccess => "contradiction",
            Contradiction::Status => "contradicts its status",
            Contradiction::ErrorCode => "names an error",
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn answers_are_judged_by_the_table_of_outcomes() {
    const YES: &str = r#"{"isSuccess":true}"#;
    const NO: &str = r#"{"isSuccess":false}"#;
    let deep = format!(r#"{{"errMsg":{}1{},"isSuccess":false}}"#, "[".repeat(5_000), "]".repeat(5_000));
    let digits = format!(r#"{{"errCode":{},"isSuccess":false}}"#, "9".repeat(9_000));
    let html = "<!doctype html><title>Sign in</title>";
    // The body, and what is said of it with 200, with 400, and with 500.
    for (body, with_200, with_400, with_500) in [
        (YES, "confirmed", "contradicts its status", "contradicts its status"),
        (NO, "rejected", "rejected", "rejected"),
        // One envelope that says two things, in whatever spelling.
        (r#"{"isSuccess":false,"isSuccess":true}"#, "contradiction", "contradiction", "contradiction"),
        (r#"{"isSuccess":true,"isSuccess":false}"#, "contradiction", "contradiction", "contradiction"),
        (r#"{"isSuccess":true,"issuccess":false}"#, "contradiction", "contradiction", "contradiction"),
        (r#"{"success":true,"isSuccess":false}"#, "contradiction", "contradiction", "contradiction"),
        (r#"{"isSuccess":true,"Success":"False"}"#, "contradiction", "contradiction", "contradiction"),
        (r#"{"isSuccess":false,"isSuccess":null}"#, "contradiction", "contradiction", "contradiction"),
        (r#"{"isSuccess":true,"isSuccess":"true"}"#, "contradiction", "contradiction", "contradiction"),
        (r#"{"is\u0053uccess":true,"isSuccess":false}"#, "contradiction", "contradiction", "contradiction"),
        // Saying the same twice, or something else besides, contradicts nothing.
        (r#"{"isSuccess":false,"isSuccess":false}"#, "rejected", "rejected", "rejected"),
        (
            r#"{"isSuccess":true,"success":true}"#,
            "confirmed",
            "contradicts its status",
            "contradicts its status",
        ),
        (r#"{"isSuccess":false,"success":null,"errCode":null}"#, "rejected", "rejected", "rejected"),
        (r#"{"isSuccess":false,"result":{"isSuccess":true}}"#, "rejected", "rejected", "rejected"),
        (
            r#"{"isSuccess":true,"errCode":"0","errMsg":"success"}"#,
            "confirmed",
            "contradicts its status",
            "contradicts its status",
        ),
        // Success with one of the host's error codes.
        (
            r#"{"isSuccess":true,"errCode":"CM-SCHEAT000102"}"#,
            "names an error",
            "contradicts its status",
            "contradicts its status",
        ),
        (
            r#"{"isSuccess":true,"errorDetail":{"code":"CM-RESOAT000011"}}"#,
            "names an error",
            "contradicts its status",
            "contradicts its status",
        ),
        // No truth value.
        (r#"{"isSuccess":"false"}"#, "unclear", "rejected by status", "unclear"),
        (r#"{"isSuccess":"true"}"#, "unclear", "contradicts its status", "contradicts its status"),
        (r#"{"isSuccess":0}"#, "unclear", "rejected by status", "unclear"),
        (r#"{"isSuccess":null}"#, "unclear", "rejected by status", "unclear"),
        (r#"{"ISSUCCESS":true}"#, "unclear", "contradicts its status", "contradicts its status"),
        ("{}", "unclear", "rejected by status", "unclear"),
        // Not one JSON object.
        (r#"[{"isSuccess":true}]"#, "unclear", "rejected by status", "unclear"),
        (r#""{\"isSuccess\":true}""#, "unclear", "rejected by status", "unclear"),
        (r#"{"isSuccess":true}{"isSuccess":false}"#, "unclear", "rejected by status", "unclear"),
        (r#"{"isSuccess":true} trailing"#, "unclear", "rejected by status", "unclear"),
        (r#"{"isSuccess":true,}"#, "unclear", "rejected by status", "unclear"),
        (r#"{"isSuccess":tru"#, "unclear", "rejected by status", "unclear"),
        (r#"callback({"isSuccess":true});"#, "unclear", "rejected by status", "unclear"),
        (")]}',\n{\"isSuccess\":true}", "unclear", "rejected by status", "unclear"),
        (html, "unclear", "rejected by status", "unclear"),
        ("", "unclear", "rejected by status", "unclear"),
        // What only looks strange.
        ("\u{feff}{\"isSuccess\":false}", "rejected", "rejected", "rejected"),
        (" \r\n\t{ \"isSuccess\" : false }\n", "rejected", "rejected", "rejected"),
        (r#"{"isSuccess":false,"errCode":1E400}"#, "rejected", "rejected", "rejected"),
        (r#"{"isSuccess":false,"errCode":-1e-99999999999}"#, "rejected", "rejected", "rejected"),
        (r#"{"isSuccess":false,"errMsg":"\ud800"}"#, "rejected", "rejected", "rejected"),
        (r#"{"isSuccess":false,"\udfff":1}"#, "rejected", "rejected", "rejected"),
        (&deep, "rejected", "rejected", "rejected"),
        (&digits, "rejected", "rejected", "rejected"),
    ] {
        let start: String = body.chars().take(80).collect();
        for (status, said) in [
            (200, with_200),
            (202, with_200),
            (400, with_400),
            (403, with_400),
            (500, with_500),
            (429, with_500),
            (302, with_500),
        ] {
            assert_eq!(word(status, body), said, "{status} {start}");
        }
        // As a part of a long body, too.
        if let Some(rest) =
            body.strip_prefix('{').filter(|_| json::members(body).is_some_and(|members| !members.is_empty()))
        {
            let long = format!(r#"{{"more":"{}",{rest}"#, "x".repeat(20_000));
            assert_eq!(word(200, &long), with_200, "{start}");
        }
    }
}

#[test]
fn a_defect_in_another_member_leaves_what_an_answer_refuses() {
    let body = "{\"isSuccess\":false,\"errCode\":007,\"errMsg\":\"no\n\tC:\\data\",\"result\":NaN,\
        \"errorDetail\":{\"level\":Infinity,\"reason\":\"it\\'s\"}}";
    for status in [200, 400, 500] {
        let found = fields(of(status, body));
        assert_eq!(found.code.as_deref(), Some("007"));
        assert_eq!(found.message.as_deref(), Some("no\n\tC:\\data"));
        assert_eq!(found.result.as_deref(), Some("NaN"));
        let detail = [("level", "Infinity"), ("reason", "it's")];
        assert_eq!(found.detail, detail.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
    for (body, said) in [
        (r#"{"isSuccess":true,"result":NaN}"#, "unclear"),
        (r#"{"isSuccess":False,"result":NaN}"#, "unclear"),
        (r#"{"isSuccess":true,"result":NaN,"isSuccess":false}"#, "contradiction"),
        (r#"{"isSuccess":false,"result":NaN} <html>"#, "unclear"),
        (r#"{"isSuccess":false,"result":NaN"#, "unclear"),
    ] {
        assert_eq!(word(200, body), said, "{body}");
    }
}

/// Returns the JSON text of a member with a defect.
fn defective_member() -> impl Strategy<Value = String> {
    let words = prop_oneof![
        "-?(NaN|Infinity|undefined|nil|None|True|0[0-9]+|0x[0-9a-f]+|\\.5|5\\.|\\+1)",
        "[a-zA-Z0-9_:;/ .-]{0,12}x",
        Just(String::new()),
    ];
    let strings = "([a-z任, :{}\\[\\]\u{0}-\u{1f}\u{7f}]|\\\\[a-zA-Z0-9'\"/\\\\ ]|\\\\ud[89a-f][0-9a-f]{2}|\\\\u12){0,8}\\\\x"
        .prop_map(|text| format!("\"{text}\""));
    let value = prop_oneof![words, strings].boxed();
    let nested = (value.clone(), any::<bool>()).prop_map(|(value, in_list)| match in_list {
        true => format!("[1,{value}, null]"),
        false => format!("{{\"a\":{{\"reason\":{value}}}}}"),
    });
    let names = vec!["errCode", "errMsg", "errorDetail", "result", "retryable", "traceId", "a\tb", "\\x"];
    (proptest::sample::select(names), prop_oneof![value, nested])
        .prop_map(|(name, value)| format!("\"{name}\": {value}"))
}

#[test]
fn numbers_keep_their_digits() {
    let detail = r#"{ "a" : 12345678901234567890123 , "b": [ 1.10, -0, 1E400 ] }"#;
    for padding in ["", &" ".repeat(10_000)] {
        let body = format!(
            r#"{{"isSuccess":false,"errCode":12345678901234567890123,"errMsg":1.10,"result":-0,"x":1E400,"errorDetail":{detail}{padding}}}"#
        );
        let found = fields(of(200, &body));
        assert_eq!(found.code.as_deref(), Some("12345678901234567890123"));
        assert_eq!(found.message.as_deref(), Some("1.10"));
        assert_eq!(found.result.as_deref(), Some("-0"));
        assert_eq!(found.others, [("x".to_owned(), "1E400".to_owned())]);
        let detail = [("a", "12345678901234567890123"), ("b", "[1.10,-0,1E400]")];
        assert_eq!(found.detail, detail.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
}

#[test]
fn members_of_the_same_name_are_all_shown() {
    let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
    let body = r#"{"errCode":null,"errCode":"A","errCode":"B","errMsg":"m","errMsg":"m","isSuccess":false,
        "retryable":true,"retryable":false,"traceId":1,"traceId":2,
        "errorDetail":{"reason":"r","reason":"s"},"errorDetail":"t"}"#;
    let found = fields(of(200, body));
    assert_eq!((found.code.as_deref(), found.message.as_deref()), (Some("A"), Some("m")));
    assert_eq!(found.retryable, None);
    assert_eq!(found.detail, [("reason", "r"), ("reason", "s")].map(owned));
    let others = [
        ("errCode", "B"),
        ("errMsg", "m"),
        ("retryable", "true"),
        ("retryable", "false"),
        ("traceId", "1"),
        ("traceId", "2"),
        ("errorDetail", "t"),
    ];
    assert_eq!(found.others, others.map(owned));

    let twice = |second: &str| of(200, &format!(r#"{{"isSuccess":true,"result":"a","result":{second}}}"#));
    let confirmed = |result: Option<&str>, others: &[(&str, &str)]| Outcome::Confirmed {
        result: result.map(Into::into),
        others: others.iter().copied().map(owned).collect(),
    };
    assert_eq!(twice("\"a\""), confirmed(Some("a"), &[("result", "a")]));
    assert_eq!(twice("\"b\""), confirmed(None, &[("result", "a"), ("result", "b")]));
    assert_eq!(twice("null"), confirmed(Some("a"), &[]));
}

#[test]
fn no_answer_is_unknown_with_its_reason() {
    for (reply, doubt) in [
        (Reply::NetworkError, Doubt::NetworkError),
        (Reply::TimedOut { seconds: 120 }, Doubt::TimedOut { seconds: 120 }),
        (Reply::BrokenOff { status: 200 }, Doubt::BrokenOff { status: 200 }),
        (Reply::Redirection, Doubt::Redirection),
        (Reply::StoppedWaiting, Doubt::StoppedWaiting),
        (Reply::PageGone, Doubt::PageGone),
    ] {
        assert_eq!(Outcome::of(&reply), Outcome::Unknown(doubt));
    }
    for why in [NotSent::Address, NotSent::Request, NotSent::Offline] {
        assert_eq!(Outcome::of(&Reply::NotSent(why)), Outcome::NotSent(why));
    }
}

#[test]
fn a_browser_that_says_that_it_is_offline_is_believed_once_and_not_about_its_own_machine() {
    let foreseen = NotSent::foreseen;
    assert_eq!(foreseen(false, "oms.example", false), Some(NotSent::Offline));
    assert_eq!(foreseen(false, "oms.example", true), None);
    assert_eq!(foreseen(true, "oms.example", false), None);
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        assert_eq!(foreseen(false, host, false), None, "{host}");
    }
}

#[test]
fn a_long_body_is_shortened_between_characters() {
    match of(502, &"ü".repeat(100_000)) {
        Outcome::Unknown(Doubt::UnclearAnswer { text, .. }) => assert_eq!(text.chars().count(), KEPT),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_condensed_reply_is_judged_as_the_whole_one() {
    let long = "ü\"\\".repeat(5_000);
    let envelope = |success: bool| {
        serde_json::json!({
            "errCode": "X", "errMsg": long, "errorDetail": { "reason": long, "deep": { "a": [long] } },
            "a long member before the others": long,
            "isSuccess": success, "result": long, "retryable": "true", "more": long, "most": [long, 1], "traces": { "a": { "b": long } },
        })
    };
    for body in [envelope(true).to_string(), envelope(false).to_string(), long.clone(), format!("{{{long}")] {
        for status in [200, 404, 502] {
            let whole = Reply::Answer { status, body: body.clone() };
            let condensed = whole.clone().condensed();
            assert_eq!(Outcome::of(&condensed), Outcome::of(&whole));
            assert_eq!(condensed.clone().condensed(), condensed);
            assert!(matches!(condensed, Reply::Answer { body, .. } if body.len() < 90_000));
        }
    }
}

/// Returns an envelope of members that mean something, in any order and number, some of them long.
fn any_envelope() -> impl Strategy<Value = String> {
    let names = vec![
        "isSuccess",
        "issuccess",
        "success",
        "errCode",
        "errMsg",
        "errorDetail",
        "result",
        "retryable",
        "x",
    ];
    let values = vec![
        "true",
        "false",
        "null",
        "\"true\"",
        "1E400",
        "\"CM-SCHEAT000102\"",
        "{\"code\":\"X\",\"code\":-0}",
        "[ 1.10 ]",
        "\"\\ud800\"",
        "LONG",
        "NaN",
        "[007,\"\\x\",LONG]",
    ];
    let member = (proptest::sample::select(names), proptest::sample::select(values));
    proptest::collection::vec(member, 0..12).prop_map(|members| {
        let long = json::text(&"ü\"".repeat(2_000));
        let members =
            members.iter().map(|(name, value)| format!("\"{name}\": {}", value.replace("LONG", &long)));
        format!("{{{}}}", members.collect::<Vec<_>>().join(" , "))
    })
}

proptest! {
    #[test]
    fn any_envelope_is_judged_the_same_after_it_was_condensed(status in 100u16..600, body in any_envelope()) {
        let whole = Reply::Answer { status, body };
        let condensed = whole.clone().condensed();
        prop_assert_eq!(Outcome::of(&condensed), Outcome::of(&whole));
        prop_assert_eq!(condensed.clone().condensed(), condensed);
    }

    #[test]
    fn a_defect_in_any_other_member_neither_hides_a_refusal_nor_is_confirmed(
        status in 100u16..600,
        before in proptest::collection::vec(defective_member(), 0..3),
        after in proptest::collection::vec(defective_member(), 1..3),
        padding in prop_oneof![Just(0usize), Just(9_000)],
    ) {
        let body = |says: &str| {
            let padding = format!("\"p\":\"{}\"", "p".repeat(padding));
            let member = format!("\"isSuccess\":{says}");
            let members = before.iter().chain([&member, &padding]).chain(&after).map(String::as_str);
            format!("{{{}}}", members.collect::<Vec<_>>().join(" , "))
        };
        let said = of(status, &body("false"));
        prop_assert!(matches!(said, Outcome::Rejected(Rejection::ByHost { .. })), "{:?}", said);
        let whole = Reply::Answer { status, body: body("false") };
        let condensed = whole.clone().condensed();
        prop_assert_eq!(Outcome::of(&condensed), said);
        prop_assert_eq!(condensed.clone().condensed(), condensed);
        let whole = Reply::Answer { status, body: body("true") };
        prop_assert!(!Outcome::of(&whole).is_confirmed());
        prop_assert!(!Outcome::of(&whole.condensed()).is_confirmed());
        let said = of(status, &body("true, \"isSuccess\": false"));
        prop_assert!(matches!(said, Outcome::Unknown(Doubt::Contradiction { .. })), "{:?}", said);
    }

    #[test]
    fn an_envelope_that_says_yes_and_no_is_never_believed(
        status in 100u16..600, before in any_envelope(), first in any::<bool>(),
    ) {
        let rest = &before[1..before.len() - 1];
        let comma = if rest.is_empty() { "" } else { "," };
        let body = format!(r#"{{"isSuccess":{first}{comma}{rest},"isSuccess":{}}}"#, !first);
        let said = of(status, &body);
        prop_assert!(matches!(said, Outcome::Unknown(Doubt::Contradiction { .. })), "{:?}", said);
    }

    #[test]
    fn only_a_2xx_that_says_so_is_confirmed(status in 100u16..600, body in any::<String>()) {
        prop_assert!(!of(status, &body).is_confirmed());
        let said = of(status, r#"{"isSuccess":true}"#);
        prop_assert_eq!(said.is_confirmed(), (200..300).contains(&status));
    }
}
