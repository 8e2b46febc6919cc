//! Runs as text.

use serde_json::Value;

use super::{Members, members_of, object};
use crate::domain::call::CallRecord;
use crate::domain::outcome::Reply;
use crate::domain::redaction;
use crate::domain::run::{Moment, Run, RunId, Step, Try};
use crate::text::json;

/// A run as text.
pub fn run_to_text(run: &Run) -> String {
    let steps = run.steps.iter().map(step_to_json).collect();
    json::text(&object([
        ("id", run.id.0.as_str().into()),
        ("task", run.task.as_str().into()),
        ("kind", run.kind.link_word().into()),
        ("begun", run.begun.0.into()),
        ("steps", Value::Array(steps)),
        ("abandoned", moment_to_json(run.abandoned)),
        ("over", run.is_over().into()),
    ]))
}

/// Whether a run's text says that it is over. Looked for instead of read: whoever wants only those that are
/// not need not be able to read any. Within the texts of the run the quotation marks would have backslashes
/// before them.
pub fn says_over(text: &str) -> bool {
    text.contains("\"over\":true")
}

/// A run from its text.
pub fn run_from_text(text: &str) -> Option<Run> {
    let members = members_of(text)?;
    let run = Members(&members);
    Some(Run {
        id: RunId(run.text("id")?.to_owned()),
        task: run.name("task")?,
        kind: run.kind("kind")?,
        begun: run.moment("begun")?,
        steps: run.list("steps")?.iter().map(step_from_json).collect::<Option<Vec<_>>>()?,
        abandoned: run.moment("abandoned"),
    })
    .filter(|run| !run.steps.is_empty())
}

fn step_to_json(step: &Step) -> Value {
    let tries = step.tries.iter().map(|sent| {
        let (answered, reply) = match &sent.reply {
            Some((at, reply)) => (at.0.into(), reply_to_json(reply)),
            None => (Value::Null, Value::Null),
        };
        let (sent_at, encoding) = (sent.sent.0.into(), sent.guessed_encoding);
        match encoding.map(|encoding| encoding.label().into()) {
            None => object([("sent", sent_at), ("answered", answered), ("reply", reply)]),
            Some(guessed) => {
                object([("sent", sent_at), ("answered", answered), ("reply", reply), ("guessed", guessed)])
            }
        }
    });
    object([
        ("endpoint", step.call.endpoint.path().into()),
        ("target", step.call.target.as_str().into()),
        ("body", step.call.body.as_deref().map_or(Value::Null, Value::from)),
        ("withheld", step.call.withheld.into()),
        ("tries", Value::Array(tries.collect())),
        ("counted", moment_to_json(step.counted_done)),
    ])
}

fn step_from_json(json: &Value) -> Option<Step> {
    let step = Members(json.as_object()?);
    let path = step.text("endpoint")?;
    let call = CallRecord {
        endpoint: path.rsplit('/').next()?.parse().ok()?,
        target: step.text("target")?.to_owned(),
        body: step.text("body").map(str::to_owned),
        withheld: step.flag("withheld"),
    }
    .withholding();
    let tries = step.list("tries")?.iter().map(try_from_json).collect::<Option<Vec<_>>>()?;
    Some(Step { call, tries, counted_done: step.moment("counted") })
}

fn try_from_json(json: &Value) -> Option<Try> {
    let sent = Members(json.as_object()?);
    let reply = match (sent.moment("answered"), sent.members("reply")) {
        (Some(at), Some(reply)) => Some((at, redaction::without_secrets(reply_from_json(&reply)?))),
        _ => None,
    };
    let guessed_encoding = sent.text("guessed").and_then(|label| label.parse().ok());
    Some(Try { sent: sent.moment("sent")?, reply, guessed_encoding })
}

fn reply_to_json(reply: &Reply) -> Value {
    let lack = |word: &str| object([("lack", word.into())]);
    match reply {
        Reply::Answer { status, body } => {
            object([("status", (*status).into()), ("body", body.as_str().into())])
        }
        Reply::BrokenOff { status } => object([("status", (*status).into())]),
        Reply::TimedOut { seconds } => object([("seconds", (*seconds).into())]),
        Reply::Redirection => lack("redirection"),
        Reply::NetworkError => lack("network"),
        Reply::StoppedWaiting => lack("stopped waiting"),
        Reply::PageGone => lack("page gone"),
        Reply::NotSent(why) => object([("lack", "not sent".into()), ("reason", why.word().into())]),
    }
}

fn reply_from_json(reply: &Members<'_>) -> Option<Reply> {
    let status = || u16::try_from(reply.0.get("status")?.as_u64()?).ok();
    let seconds = || u32::try_from(reply.0.get("seconds")?.as_u64()?).ok();
    match (reply.text("lack"), reply.text("body")) {
        (Some("redirection"), _) => Some(Reply::Redirection),
        (Some("network"), _) => Some(Reply::NetworkError),
        (Some("stopped waiting"), _) => Some(Reply::StoppedWaiting),
        (Some("page gone"), _) => Some(Reply::PageGone),
        (Some("not sent"), _) => reply.text("reason")?.parse().ok().map(Reply::NotSent),
        (Some(_), _) => None,
        (None, Some(body)) => Some(Reply::Answer { status: status()?, body: body.to_owned() }),
        (None, None) => status()
            .map(|status| Reply::BrokenOff { status })
            .or_else(|| Some(Reply::TimedOut { seconds: seconds()? })),
    }
}

fn moment_to_json(moment: Option<Moment>) -> Value {
    moment.map_or(Value::Null, |moment| moment.0.into())
}
