//! What came back from a call, and what may be said of it: confirmed, rejected, unknown, or not sent.
//!
//! No failure answer of the API is documented, so nothing is taken for granted: any field may be
//! missing or of another type, and what answers may be a gateway instead of the host. What is not
//! certain is unknown, never failed.

use serde_json::{Map, Value};

use crate::json;

/// The most characters of a text in an answer that are kept.
const KEPT: usize = 4_000;
/// The most members of an `errorDetail` that are kept; the documented ones are six.
const MEMBERS_KEPT: usize = 20;
/// The members that an envelope is documented to have.
const KNOWN: [&str; 6] = ["errCode", "errMsg", "errorDetail", "isSuccess", "result", "retryable"];

/// What the network gave for a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A whole answer.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The body; bytes that are no UTF-8 replaced.
        body: String,
    },
    /// The head of an answer came, the body broke off.
    BrokenOff {
        /// The HTTP status.
        status: u16,
    },
    /// The answer was a redirection, which is not followed: a call must not turn up elsewhere.
    Redirection,
    /// No answer: connection refused, closed or reset, name not found, certificate refused. The
    /// browser does not say which, nor whether the call arrived.
    NetworkError,
    /// No answer within the time allowed.
    TimedOut {
        /// The time allowed, in seconds.
        seconds: u32,
    },
    /// A person stopped waiting.
    StoppedWaiting,
    /// The page went away while the call was out.
    PageGone,
    /// The call certainly did not leave the browser.
    NotSent(NotSent),
}

/// Why a call certainly did not leave the browser.
///
/// Only what is found before the browser is given the request belongs here. A request that fails later may
/// have reached the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// Its address cannot be made into one that the browser accepts.
    Address,
    /// The browser refused to make a request of it.
    Request,
    /// The browser said that it has no network connection.
    Offline,
}

impl NotSent {
    /// Returns the reason not to give a call to the browser at all, if there is one.
    ///
    /// Browsers can be wrong about being offline: a machine of its own is reached without any network, and a
    /// person who sends the call once more knows better.
    pub fn foreseen(is_online: bool, host: &str, tried_before: bool) -> Option<Self> {
        let is_own_machine = matches!(host, "localhost" | "[::1]") || host.starts_with("127.");
        (!is_online && !is_own_machine && !tried_before).then_some(Self::Offline)
    }
}

/// What is known about a call that was to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The host did what it was asked.
    Confirmed {
        /// The answer's `result`, where it is a string: the task's name, a new one after Migrate.
        result: Option<String>,
        /// The answer's other members that say something, each with its text.
        others: Vec<(String, String)>,
    },
    /// The host, or what stands before it, refused.
    Rejected(Rejection),
    /// Nobody knows whether it was done.
    Unknown(Doubt),
    /// It did not leave the browser, so nothing was done.
    NotSent(NotSent),
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// By the host itself, in its envelope.
    ByHost {
        /// The HTTP status.
        status: u16,
        /// The envelope's other fields.
        fields: RejectionFields,
    },
    /// By a 4xx without an envelope: a gateway, or the host's web server.
    ByStatus {
        /// The HTTP status.
        status: u16,
        /// The body's beginning.
        text: String,
    },
}

/// The fields of an envelope that refuses. A value that is no string is kept as its JSON text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RejectionFields {
    /// `errCode`
    pub code: Option<String>,
    /// `errMsg`
    pub message: Option<String>,
    /// `errorDetail`: one nameless entry for a text, one for each member of an object.
    pub detail: Vec<(String, String)>,
    /// `retryable`, also when it is written as a string.
    pub retryable: Option<bool>,
    /// `result`
    pub result: Option<String>,
    /// Other members that say something; none is documented.
    pub others: Vec<(String, String)>,
}

/// Why an outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The answer does not say: a 5xx, 408 or 429 without an envelope, a 2xx that cannot be read,
    /// an envelope that contradicts its status.
    UnclearAnswer {
        /// The HTTP status.
        status: u16,
        /// The body's beginning.
        text: String,
    },
    /// The answer broke off.
    BrokenOff {
        /// The HTTP status.
        status: u16,
    },
    /// The answer was a redirection.
    Redirection,
    /// The connection failed.
    NetworkError,
    /// No answer within the time allowed.
    TimedOut {
        /// The time allowed, in seconds.
        seconds: u32,
    },
    /// A person stopped waiting.
    StoppedWaiting,
    /// The page went away while the call was out.
    PageGone,
}

impl Reply {
    /// The same reply with no more of its body than is kept: the fields of an envelope, the known ones before
    /// others, or the beginning of a text, each shortened. It is judged as the whole reply is.
    #[must_use]
    pub fn condensed(self) -> Self {
        let Self::Answer { status, body } = self else { return self };
        if body.len() <= KEPT {
            return Self::Answer { status, body };
        }
        let body = match serde_json::from_str::<Map<String, Value>>(&body) {
            Ok(envelope) => {
                let mut kept = Map::new();
                for name in KNOWN {
                    if let Some(value) = envelope.get(name) {
                        kept.insert(name.to_owned(), condensed(value));
                    }
                }
                let others = others(&envelope, &KNOWN);
                kept.extend(others.into_iter().map(|(name, text)| (name, text.into())));
                json::text(&kept)
            }
            Err(_) => shortened(body.trim()),
        };
        Self::Answer { status, body }
    }
}

/// A value of an envelope with its texts shortened; what lies deeper becomes text itself.
fn condensed(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(shortened(text)),
        Value::Object(members) => {
            let mut kept = Map::new();
            for (name, value) in members.iter().take(MEMBERS_KEPT) {
                if let Some(text) = as_text(value) {
                    kept.insert(shortened(name), text.into());
                }
            }
            Value::Object(kept)
        }
        Value::Array(_) => as_text(value).map_or(Value::Null, Value::String),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

impl Outcome {
    /// Judges a reply.
    pub fn of(reply: &Reply) -> Self {
        match *reply {
            Reply::Answer { status, ref body } => of_answer(status, body),
            Reply::BrokenOff { status } => Self::Unknown(Doubt::BrokenOff { status }),
            Reply::Redirection => Self::Unknown(Doubt::Redirection),
            Reply::NetworkError => Self::Unknown(Doubt::NetworkError),
            Reply::TimedOut { seconds } => Self::Unknown(Doubt::TimedOut { seconds }),
            Reply::StoppedWaiting => Self::Unknown(Doubt::StoppedWaiting),
            Reply::PageGone => Self::Unknown(Doubt::PageGone),
            Reply::NotSent(why) => Self::NotSent(why),
        }
    }

    /// Whether the host confirmed.
    pub fn is_confirmed(&self) -> bool {
        matches!(self, Self::Confirmed { .. })
    }

    /// Whether the host refused and says that the same call may be tried again.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Self::Rejected(Rejection::ByHost { fields: RejectionFields { retryable: Some(true), .. }, .. })
        )
    }
}

fn of_answer(status: u16, body: &str) -> Outcome {
    let envelope = serde_json::from_str::<Map<String, Value>>(body).ok();
    let success = envelope.as_ref().and_then(|envelope| envelope.get("isSuccess")).and_then(Value::as_bool);
    match (envelope, success, status) {
        (Some(envelope), Some(true), 200..=299) => {
            let result = envelope.get("result").and_then(Value::as_str).map(shortened);
            let known: &[_] = if result.is_some() { &["isSuccess", "result"] } else { &["isSuccess"] };
            Outcome::Confirmed { result, others: others(&envelope, known) }
        }
        (Some(envelope), Some(false), _) => {
            Outcome::Rejected(Rejection::ByHost { status, fields: RejectionFields::read(&envelope) })
        }
        (_, None, 400..=499) if !matches!(status, 408 | 429) => {
            Outcome::Rejected(Rejection::ByStatus { status, text: shortened(body.trim()) })
        }
        _ => Outcome::Unknown(Doubt::UnclearAnswer { status, text: shortened(body.trim()) }),
    }
}

impl RejectionFields {
    fn read(envelope: &Map<String, Value>) -> Self {
        let text = |name: &str| envelope.get(name).and_then(as_text);
        let detail = match envelope.get("errorDetail") {
            Some(Value::Object(members)) => {
                let members = members.iter().take(MEMBERS_KEPT);
                members.filter_map(|(name, value)| Some((shortened(name), as_text(value)?))).collect()
            }
            Some(other) => as_text(other).map(|text| (String::new(), text)).into_iter().collect(),
            None => Vec::new(),
        };
        let retryable = match envelope.get("retryable") {
            Some(Value::Bool(value)) => Some(*value),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Some(true),
            Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        let (code, message, result) = (text("errCode"), text("errMsg"), text("result"));
        Self { code, message, detail, retryable, result, others: others(envelope, &KNOWN) }
    }
}

/// The members of an envelope that are not among these and say something.
fn others(envelope: &Map<String, Value>, known: &[&str]) -> Vec<(String, String)> {
    let members = envelope.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    let texts = members.filter_map(|(name, value)| Some((shortened(name), as_text(&condensed(value))?)));
    texts.take(MEMBERS_KEPT).collect()
}

/// A value for people: a string as it is, anything else as JSON, nothing for null and the empty string.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then(|| shortened(text)),
        other => Some(shortened(&json::text(other))),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(KEPT) {
        None => text.to_owned(),
        // Shortening it again changes nothing.
        Some(_) => text.chars().take(KEPT - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            let body =
                r#"{"isSuccess":false,"errCode":"CM-RESOIE000201","errMsg":"no store","retryable":true}"#;
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

    #[test]
    fn what_does_not_say_is_unknown() {
        for (status, body) in [
            (200, ""),
            (200, "<html>sign in</html>"),
            (200, r#"{"isSuccess":"true"}"#),
            (200, r#"{"isSuccess":null}"#),
            (200, r#"{"success":true}"#),
            (200, r#"[{"isSuccess":true}]"#),
            (200, r#"{"isSuccess":true"#),
            (204, ""),
            (500, r#"{"isSuccess":true}"#),
            (400, r#"{"isSuccess":true}"#),
            (500, "oops"),
            (502, "<html>Bad Gateway</html>"),
            (504, ""),
            (304, ""),
        ] {
            assert!(unclear(&of(status, body)), "{status} {body}");
        }
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
                "isSuccess": success, "result": long, "retryable": "true", "more": long, "most": [long, 1], "traces": { "a": { "b": long } },
            })
        };
        for body in
            [envelope(true).to_string(), envelope(false).to_string(), long.clone(), format!("{{{long}")]
        {
            for status in [200, 404, 502] {
                let whole = Reply::Answer { status, body: body.clone() };
                let condensed = whole.clone().condensed();
                assert_eq!(Outcome::of(&condensed), Outcome::of(&whole));
                assert_eq!(condensed.clone().condensed(), condensed);
                assert!(matches!(condensed, Reply::Answer { body, .. } if body.len() < 90_000));
            }
        }
    }

    proptest! {
        #[test]
        fn only_a_2xx_that_says_so_is_confirmed(status in 100u16..600, body in any::<String>()) {
            prop_assert!(!of(status, &body).is_confirmed());
            let said = of(status, r#"{"isSuccess":true}"#);
            prop_assert_eq!(said.is_confirmed(), (200..300).contains(&status));
        }
    }
}
