//! What came back from a call, and what may be said of it: confirmed, rejected, unknown, or not sent.
//!
//! No failure answer of the API is documented, so nothing is taken for granted: any field may be
//! missing or of another type, and what answers may be a gateway instead of the host. What is not
//! certain is unknown, never failed.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::text::json;
use crate::text::text_encoding::Encoding;

/// The most characters of a text in an answer that are kept.
const KEPT: usize = 4_000;
/// The most members of an `errorDetail` that are kept, and of an envelope besides the documented ones; either
/// has six.
const MEMBERS_KEPT: usize = 20;

/// What the network gave for a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reply {
    /// A whole answer.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The body, decoded; see [`BodyEncoding`](crate::text::text_encoding::BodyEncoding).
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

/// A reply with how its text was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The reply.
    pub reply: Reply,
    /// The encoding of its body, where nothing told it.
    pub guessed_encoding: Option<Encoding>,
}

impl From<Reply> for Received {
    fn from(reply: Reply) -> Self {
        Self { reply, guessed_encoding: None }
    }
}

/// How much longer an answer is waited for when the time allowed is over.
///
/// A tab that was frozen, or a machine that slept, rings its timers late, perhaps before it hands over an
/// answer that came in time. The answer is to win. `overdue` is how long ago the time was over, in
/// milliseconds; `has_head` whether the beginning of the answer is there.
pub fn grace_milliseconds(overdue: i64, has_head: bool) -> u32 {
    const LATE: i64 = 2_000;
    if has_head || overdue > LATE { 10_000 } else { 1_000 }
}

/// Why a call certainly did not leave the browser.
///
/// Only what is found before the browser is given the request belongs here. A request that fails later may
/// have reached the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, Serialize, Deserialize)]
#[serde(try_from = "&str", into = "&'static str")]
#[strum(serialize_all = "lowercase")]
pub enum NotSent {
    /// Its address cannot be made into one that the browser accepts.
    Address,
    /// The browser refused to make a request of it.
    Request,
    /// The browser said that it has no network connection.
    Offline,
}

impl NotSent {
    /// Its word in records and exports.
    pub fn word(self) -> &'static str {
        self.into()
    }

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
    /// `retryable`, also when it is written as a string; nothing where two of them differ.
    pub retryable: Option<bool>,
    /// `result`
    pub result: Option<String>,
    /// Other members that say something, and second ones of the same name.
    pub others: Vec<(String, String)>,
}

/// Why an outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The answer does not say: a 5xx, 408 or 429 without an envelope, a 2xx that cannot be read.
    UnclearAnswer {
        /// The HTTP status.
        status: u16,
        /// The body's beginning.
        text: String,
    },
    /// The answer says two things that cannot both be true.
    Contradiction {
        /// The HTTP status.
        status: u16,
        /// The body's beginning.
        text: String,
        /// What its `isSuccess` is contradicted by.
        by: Contradiction,
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

/// What contradicts an envelope's `isSuccess`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// Another `isSuccess` of the same envelope.
    IsSuccess,
    /// The HTTP status.
    Status,
    /// An error code of the host.
    ErrorCode,
}

impl Reply {
    /// The same reply with no more of its body than is kept: the fields of an envelope, the known ones before
    /// others, or the beginning of a text, each shortened. It is judged as the whole reply is.
    #[must_use]
    pub fn condensed(self) -> Self {
        let Self::Answer { status, body } = self else { return self };
        let body = condensed(&body).into_owned();
        Self::Answer { status, body }
    }
}

/// Shortens a body to what is kept of it. What is shortened already stays as it is.
fn condensed(body: &str) -> Cow<'_, str> {
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    if body.len() <= KEPT {
        return Cow::Borrowed(body);
    }
    let Some(envelope) = Envelope::read(body) else { return Cow::Owned(shortened(body.trim())) };
    let mut claims = Vec::new();
    let mut others = 0;
    let mut kept = Vec::new();
    for (name, value) in &envelope.0 {
        let is_kept = match Claim::of(name, value) {
            Some(claim) if claims.contains(&claim) => false,
            Some(claim) => {
                claims.push(claim);
                true
            }
            None => {
                let says_something = as_text(value).is_some();
                let is_documented =
                    DOCUMENTED.contains(&name.as_str()) && !kept.iter().any(|(other, _)| other == name);
                others += usize::from(says_something && !is_documented);
                says_something && (is_documented || others <= MEMBERS_KEPT)
            }
        };
        if is_kept {
            kept.push((shortened(name), condensed_value(value)));
        }
    }
    Cow::Owned(object_text(&kept))
}

/// A value of an envelope with its texts shortened; what lies deeper becomes text itself.
fn condensed_value(value: &str) -> String {
    match value.as_bytes().first() {
        Some(b'{') => {
            let members = members(value);
            let texts = members.iter().filter_map(|(name, value)| Some((shortened(name), as_text(value)?)));
            let texts = texts.map(|(name, text)| (name, json::text(&text)));
            object_text(&texts.take(MEMBERS_KEPT).collect::<Vec<_>>())
        }
        Some(b'"' | b'[') => json::text(&as_text(value).unwrap_or_default()),
        _ if value.len() <= KEPT => value.to_owned(),
        _ => json::text(&shortened(value)),
    }
}

fn object_text(members: &[(String, String)]) -> String {
    let members = members.iter().map(|(name, value)| format!("{}:{value}", json::text(name)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
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

/// The members of an envelope besides `isSuccess`.
const DOCUMENTED: [&str; 5] = ["errCode", "errMsg", "errorDetail", "result", "retryable"];

/// An answer's JSON object: its members in order, duplicates included, each value as its JSON text.
struct Envelope<'a>(Vec<(String, &'a str)>);

/// What a member of an envelope claims of the call's success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Claim {
    /// Whether the member is `isSuccess` in just this spelling.
    is_documented: bool,
    says: Says,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Yes,
    No,
    /// The word instead of the truth value.
    YesInWords,
    /// The word instead of the truth value.
    NoInWords,
    Nothing,
}

impl Claim {
    fn of(name: &str, value: &str) -> Option<Self> {
        let is_documented = name == "isSuccess";
        let alike = ["isSuccess", "is_success", "success"];
        if !is_documented && !alike.iter().any(|alike| name.eq_ignore_ascii_case(alike)) {
            return None;
        }
        let says = match value {
            "true" => Says::Yes,
            "false" => Says::No,
            _ => match as_text(value).map(|text| text.trim().to_ascii_lowercase()).as_deref() {
                Some("true") => Says::YesInWords,
                Some("false") => Says::NoInWords,
                _ => Says::Nothing,
            },
        };
        Some(Self { is_documented, says })
    }
}

/// What an envelope says as a whole.
enum Verdict {
    Yes,
    No,
    /// It has no truth value `isSuccess`.
    Nothing {
        /// Whether something in it claims success all the same.
        but_yes: bool,
    },
    Contradiction,
}

impl<'a> Envelope<'a> {
    /// Reads a body. One with defects is read only if it does not say yes: nothing is confirmed by it.
    fn read(body: &'a str) -> Option<Self> {
        json::members(body).map(Self).or_else(|| {
            let loose = json::loose_members(body).map(Self)?;
            matches!(loose.verdict(), Verdict::No | Verdict::Contradiction).then_some(loose)
        })
    }

    fn verdict(&self) -> Verdict {
        let claims = || self.0.iter().filter_map(|(name, value)| Claim::of(name, value));
        let documented = || claims().filter(|claim| claim.is_documented).map(|claim| claim.says);
        let any = |sought: [Says; 2]| claims().any(|claim| sought.contains(&claim.says));
        let (yes, no) = (any([Says::Yes, Says::YesInWords]), any([Says::No, Says::NoInWords]));
        let first = documented().next();
        if documented().any(|says| Some(says) != first) {
            return if yes || no { Verdict::Contradiction } else { Verdict::Nothing { but_yes: false } };
        }
        match first {
            Some(Says::Yes | Says::No) if yes && no => Verdict::Contradiction,
            Some(Says::Yes) => Verdict::Yes,
            Some(Says::No) => Verdict::No,
            _ => Verdict::Nothing { but_yes: yes },
        }
    }

    /// Whether it names an error in the way that the host does: `CM-` and what such a code has behind it.
    fn has_error_code(&self) -> bool {
        let is_code = |text: &str| {
            let Some((maker, number)) = text.trim().split_once('-') else { return false };
            let (letters, digits) = number.split_at_checked(6).unwrap_or_default();
            let is_of =
                |text: &str, is_part: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|c| is_part(&c));
            is_of(maker, u8::is_ascii_uppercase)
                && is_of(letters, u8::is_ascii_uppercase)
                && digits.len() == 6
                && is_of(digits, u8::is_ascii_digit)
        };
        let holds = |value: &str| as_text(value).is_some_and(|text| is_code(&text));
        self.0.iter().any(|(name, value)| match name.as_str() {
            "errCode" => holds(value),
            "errorDetail" => {
                let members = json::members(value).unwrap_or_default();
                members.iter().any(|(name, value)| name == "code" && holds(value))
            }
            _ => false,
        })
    }

    /// The members that are not among the `told` ones and say something. Of those that are told, each but the
    /// first that says something is another.
    fn others(&self, told: &[&str]) -> Vec<(String, String)> {
        let mut told_already = Vec::new();
        let mut others = Vec::new();
        for (name, value) in &self.0 {
            let Some(text) = as_text(value) else { continue };
            if told.contains(&name.as_str()) && !told_already.contains(&name) {
                told_already.push(name);
            } else if name != "isSuccess" {
                others.push((shortened(name), text));
            }
        }
        others.truncate(MEMBERS_KEPT);
        others
    }

    /// The values of a member that say something.
    fn texts(&self, name: &'a str) -> impl Iterator<Item = (&'a str, String)> {
        let named = self.0.iter().filter(move |(other, _)| other == name);
        named.filter_map(|(_, value)| Some((*value, as_text(value)?)))
    }
}

fn of_answer(status: u16, body: &str) -> Outcome {
    let body = condensed(body);
    let envelope = Envelope::read(&body);
    let text = || shortened(body.trim());
    let contradiction = |by| Outcome::Unknown(Doubt::Contradiction { status, text: text(), by });
    let is_success = (200..300).contains(&status);
    let is_refusal = (400..500).contains(&status) && !matches!(status, 408 | 429);
    let verdict = envelope.as_ref().map_or(Verdict::Nothing { but_yes: false }, Envelope::verdict);
    match (envelope, verdict) {
        (_, Verdict::Contradiction) => contradiction(Contradiction::IsSuccess),
        (Some(envelope), Verdict::No) => {
            Outcome::Rejected(Rejection::ByHost { status, fields: RejectionFields::read(&envelope) })
        }
        (Some(envelope), Verdict::Yes) if is_success => {
            if envelope.has_error_code() {
                contradiction(Contradiction::ErrorCode)
            } else {
                confirmed(&envelope)
            }
        }
        (_, Verdict::Yes | Verdict::Nothing { but_yes: true }) if !is_success => {
            contradiction(Contradiction::Status)
        }
        _ if is_refusal => Outcome::Rejected(Rejection::ByStatus { status, text: text() }),
        _ => Outcome::Unknown(Doubt::UnclearAnswer { status, text: text() }),
    }
}

fn confirmed(envelope: &Envelope<'_>) -> Outcome {
    // Of two that differ, neither is the result.
    let mut results = envelope.texts("result");
    let first = results.next().filter(|(value, _)| value.starts_with('"')).map(|(_, text)| text);
    let result = first.filter(|first| results.all(|(_, other)| other == *first));
    let told: &[_] = if result.is_some() { &["result"] } else { &[] };
    Outcome::Confirmed { result, others: envelope.others(told) }
}

impl RejectionFields {
    fn read(envelope: &Envelope<'_>) -> Self {
        let text = |name| envelope.texts(name).next().map(|(_, text)| text);
        let detail = match envelope.texts("errorDetail").next() {
            Some((value, _)) if value.starts_with('{') => {
                let members = members(value).into_iter();
                let texts = members.filter_map(|(name, value)| Some((shortened(&name), as_text(value)?)));
                texts.take(MEMBERS_KEPT).collect()
            }
            other => other.map(|(_, text)| (String::new(), text)).into_iter().collect(),
        };
        let said = |(_, text): (_, String)| match text.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        let mut retryables = envelope.texts("retryable").map(said);
        let first = retryables.next().flatten();
        let retryable = first.filter(|first| retryables.all(|other| other == Some(*first)));
        // One that is not understood, or denied by another, is shown among the others.
        let told: &[_] =
            if retryable.is_some() { &DOCUMENTED } else { &["errCode", "errMsg", "errorDetail", "result"] };
        let (code, message, result) = (text("errCode"), text("errMsg"), text("result"));
        Self { code, message, detail, retryable, result, others: envelope.others(told) }
    }
}

/// Returns the members of a value of an envelope, which may have defects as the envelope itself.
fn members(value: &str) -> Vec<(String, &str)> {
    json::members(value).or_else(|| json::loose_members(value)).unwrap_or_default()
}

/// A value for people: a string as it is, anything else as JSON, nothing for null and the empty string.
fn as_text(value: &str) -> Option<String> {
    match value.as_bytes().first()? {
        _ if value == "null" => None,
        b'"' => Some(shortened(&json::string(value))).filter(|text| !text.is_empty()),
        _ => Some(shortened(&json::compact(value))),
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
            (500, "oops"),
            (502, "<html>Bad Gateway</html>"),
            (504, ""),
            (304, ""),
        ] {
            assert!(unclear(&of(status, body)), "{status} {body}");
        }
    }

    /// How an answer is judged, in a word.
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
            (
                r#"{"is\u0053uccess":true,"isSuccess":false}"#,
                "contradiction",
                "contradiction",
                "contradiction",
            ),
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
            if let Some(rest) = body
                .strip_prefix('{')
                .filter(|_| json::members(body).is_some_and(|members| !members.is_empty()))
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

    /// The JSON text of a member with a defect.
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

        let twice =
            |second: &str| of(200, &format!(r#"{{"isSuccess":true,"result":"a","result":{second}}}"#));
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

    /// An envelope of members that mean something, in any order and number, some of them long.
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
}
