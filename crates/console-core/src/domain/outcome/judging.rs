//! Judging a reply by the table of outcomes.

use super::condensed::condensed;
use super::envelope::{DOCUMENTED, Envelope, EnvelopeVerdict, MEMBERS_KEPT, as_text, members, shortened};
use super::kinds::{Contradiction, Doubt, Outcome, Rejection, RejectionFields};
use super::reply::Reply;

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
}

fn of_answer(status: u16, body: &str) -> Outcome {
    let body = condensed(body);
    let envelope = Envelope::read(&body);
    let text = || shortened(body.trim());
    let contradiction = |by| Outcome::Unknown(Doubt::Contradiction { status, text: text(), by });
    let is_success = (200..300).contains(&status);
    let is_refusal = (400..500).contains(&status) && !matches!(status, 408 | 429);
    let verdict = envelope.as_ref().map_or(EnvelopeVerdict::Nothing { but_yes: false }, Envelope::verdict);
    match (envelope, verdict) {
        (_, EnvelopeVerdict::Contradiction) => contradiction(Contradiction::IsSuccess),
        (Some(envelope), EnvelopeVerdict::No) => {
            Outcome::Rejected(Rejection::ByHost { status, fields: RejectionFields::read(&envelope) })
        }
        (Some(envelope), EnvelopeVerdict::Yes) if is_success => {
            if envelope.has_error_code() {
                contradiction(Contradiction::ErrorCode)
            } else {
                confirmed(&envelope)
            }
        }
        (_, EnvelopeVerdict::Yes | EnvelopeVerdict::Nothing { but_yes: true }) if !is_success => {
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
