//! Task records as text. Lists may be long, so that a text holds only what is known of its task.

use super::{Members, members_of};
use crate::domain::inventory::{
    Ended, Knowledge, LastOperation, Presence, Standing, TaskRecord, TaskState, WaitingCheckpoint, add_labels,
};
use crate::domain::operation::OperationKind;
use crate::domain::run::{Moment, RunId};
use crate::domain::task_name::TaskName;
use crate::text::json;
use crate::text::percent;

// How a text ends.
const LISTED: &str = "}";
const GONE: &str = r#","gone":true}"#;
const FORGOTTEN: &str = r#","forgotten":true}"#;

// What stands behind the basis of a state. Consoles that do not know it pass it over.
const MARKED: &str = r#","marked":true"#;
const MOVED: &str = r#","moved":true"#;

/// A task record as text.
pub fn task_to_text(record: &TaskRecord) -> String {
    let name = json::text(record.name.as_str());
    let mut text = format!(r#"{{"name":{name},"added":{},"rank":{}"#, record.added.0, record.rank);
    if !record.labels.is_empty() {
        text.push_str(r#","labels":"#);
        text.push_str(&json::text(&record.labels));
    }
    let since = |by: OperationKind, at: Moment| format!(r#""by":"{}","at":{}"#, by.link_word(), at.0);
    match record.knowledge {
        Knowledge::Nothing => {}
        Knowledge::After { state, by, at } => {
            let since = since(by, at);
            text.push_str(&format!(r#","knowledge":{{"state":"{}",{since}}}"#, <&str>::from(state)));
        }
        Knowledge::Marked { state, by, at } => {
            let since = since(by, at);
            text.push_str(&format!(r#","knowledge":{{"state":"{}",{since}{MARKED}}}"#, <&str>::from(state)));
        }
        Knowledge::Moved { at } => {
            text.push_str(&format!(r#","knowledge":{{{}{MOVED}}}"#, since(OperationKind::Migrate, at)));
        }
        Knowledge::InDoubt { by, at } => text.push_str(&format!(r#","knowledge":{{{}}}"#, since(by, at))),
    }
    if let Some(LastOperation { kind, standing, at }) = record.last {
        let (kind, standing) = (kind.link_word(), standing.word());
        text.push_str(&format!(r#","last":{{"kind":"{kind}","standing":"{standing}","at":{}}}"#, at.0));
    }
    let mut divider = r#","checkpoints":["#;
    for waiting in &record.checkpoints {
        text.push_str(divider);
        push_checkpoint(&mut text, waiting);
        divider = ",";
    }
    if !record.checkpoints.is_empty() {
        text.push(']');
    }
    if let Some(Ended { successor, by, at }) = &record.ended {
        text.push_str(&format!(r#","ended":{{"by":"{}","at":{}"#, by.link_word(), at.0));
        if let Some(successor) = successor {
            text.push_str(&format!(r#","as":{}"#, json::text(successor.as_str())));
        }
        text.push('}');
    }
    text.push_str(match record.presence {
        Presence::Listed => LISTED,
        Presence::Gone => GONE,
        Presence::Forgotten => FORGOTTEN,
    });
    text
}

/// A checkpoint's value is percent-encoded, so that it has no escapes; see [`usual_task_from_text`].
fn push_checkpoint(text: &mut String, waiting: &WaitingCheckpoint) {
    text.push_str(r#"{"value":""#);
    percent::push_encoded(text, &waiting.value);
    let (run, certainty) = (json::text(&waiting.run.0), <&str>::from(waiting.certainty));
    text.push_str(&format!(r#"","set":{},"run":{run},"certainty":"{certainty}""#, waiting.set.0));
    if let Some(at) = waiting.started_without {
        text.push_str(&format!(r#","startedWithout":{}"#, at.0));
    }
    text.push('}');
}

/// A task record from its text.
pub fn task_from_text(text: &str) -> Option<TaskRecord> {
    usual_task_from_text(text).or_else(|| any_from_text(text))
}

/// A task record from a text in the one form that [`task_to_text`] writes, unless a text in it has an escape:
/// nearly all records of a list. JSON of any form takes several times as long, too long for the tens of
/// thousands of records of a start, and needs code that nothing else at the start does.
pub fn usual_task_from_text(text: &str) -> Option<TaskRecord> {
    let mut rest = Rest(text);
    rest.skip(r#"{"name":""#)?;
    let name = TaskName::exact(rest.text()?).ok()?;
    rest.skip(r#","added":"#)?;
    let added = rest.moment()?;
    rest.skip(r#","rank":"#)?;
    let mut record = TaskRecord::new(name, added, rest.number()?.parse().ok()?);
    if rest.skip(r#","labels":[""#).is_some() {
        add_labels(&mut record.labels, rest.text()?);
        while rest.skip(r#",""#).is_some() {
            add_labels(&mut record.labels, rest.text()?);
        }
        rest.skip("]")?;
    }
    if rest.skip(r#","knowledge":{"#).is_some() {
        let state = match rest.skip(r#""state":""#) {
            Some(()) => Some(rest.text()?),
            None => None,
        };
        rest.skip(if state.is_some() { r#","by":""# } else { r#""by":""# })?;
        let by = OperationKind::from_link_word(rest.text()?)?;
        rest.skip(r#","at":"#)?;
        let at = rest.moment()?;
        let addition = match (rest.skip(MARKED), rest.skip(MOVED)) {
            (Some(()), _) => Addition::Marked,
            (_, Some(())) => Addition::Moved,
            _ => Addition::None,
        };
        record.knowledge = knowledge(state, by, at, addition)?;
        rest.skip("}")?;
    }
    if rest.skip(r#","last":{"kind":""#).is_some() {
        let kind = OperationKind::from_link_word(rest.text()?)?;
        rest.skip(r#","standing":""#)?;
        let standing = rest.text()?.parse().ok()?;
        rest.skip(r#","at":"#)?;
        record.last = Some(LastOperation { kind, standing, at: rest.moment()? });
        rest.skip("}")?;
    }
    if rest.skip(r#","checkpoints":["#).is_some() {
        record.checkpoints.push(rest.checkpoint()?);
        while rest.skip(",").is_some() {
            record.checkpoints.push(rest.checkpoint()?);
        }
        rest.skip("]")?;
    }
    if rest.skip(r#","ended":{"by":""#).is_some() {
        let by = OperationKind::from_link_word(rest.text()?)?;
        rest.skip(r#","at":"#)?;
        let at = rest.moment()?;
        let successor = match rest.skip(r#","as":""#) {
            Some(()) => Some(TaskName::exact(rest.text()?).ok()?),
            None => None,
        };
        record.ended = Some(Ended { successor, by, at });
        rest.skip("}")?;
    }
    settle_migration(&mut record);
    record.presence = match rest.0 {
        LISTED => Presence::Listed,
        GONE => Presence::Gone,
        FORGOTTEN => Presence::Forgotten,
        _ => return None,
    };
    Some(record)
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn skip(&mut self, literal: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(literal)?;
        Some(())
    }

    /// A text without escapes, and the quotation mark behind it.
    fn text(&mut self) -> Option<&'a str> {
        let (text, rest) = self.0.split_once('"')?;
        self.0 = rest;
        (!text.contains('\\')).then_some(text)
    }

    fn number(&mut self) -> Option<&'a str> {
        let (number, rest) = self.0.split_at(self.0.find([',', '}'])?);
        self.0 = rest;
        Some(number)
    }

    fn moment(&mut self) -> Option<Moment> {
        self.number()?.parse().ok().map(Moment)
    }

    fn checkpoint(&mut self) -> Option<WaitingCheckpoint> {
        self.skip(r#"{"value":""#)?;
        let value = percent::decode(self.text()?);
        self.skip(r#","set":"#)?;
        let set = self.moment()?;
        self.skip(r#","run":""#)?;
        let run = RunId(self.text()?.to_owned());
        self.skip(r#","certainty":""#)?;
        let certainty = self.text()?.parse().ok()?;
        let started_without = match self.skip(r#","startedWithout":"#) {
            Some(()) => Some(self.moment()?),
            None => None,
        };
        self.skip("}")?;
        Some(WaitingCheckpoint { value, set, run, certainty, started_without })
    }
}

fn any_from_text(text: &str) -> Option<TaskRecord> {
    let members = members_of(text)?;
    let record = Members(&members);
    let mut read =
        TaskRecord::new(record.name("name")?, record.moment("added")?, record.0.get("rank")?.as_u64()?);
    for label in record.list("labels").map(Vec::as_slice).unwrap_or_default() {
        add_labels(&mut read.labels, label.as_str()?);
    }
    if let Some(knowledge) = record.members("knowledge") {
        let (by, at) = (knowledge.kind("by")?, knowledge.moment("at")?);
        let addition = match (knowledge.flag("marked"), knowledge.flag("moved")) {
            (true, _) => Addition::Marked,
            (_, true) => Addition::Moved,
            _ => Addition::None,
        };
        read.knowledge = self::knowledge(knowledge.text("state"), by, at, addition)?;
    }
    if let Some(last) = record.members("last") {
        let standing = last.text("standing")?.parse().ok()?;
        read.last = Some(LastOperation { kind: last.kind("kind")?, standing, at: last.moment("at")? });
    }
    for waiting in record.list("checkpoints").map(Vec::as_slice).unwrap_or_default() {
        let waiting = Members(waiting.as_object()?);
        read.checkpoints.push(WaitingCheckpoint {
            value: percent::decode(waiting.text("value")?),
            set: waiting.moment("set")?,
            run: RunId(waiting.text("run")?.to_owned()),
            certainty: waiting.text("certainty")?.parse().ok()?,
            started_without: waiting.moment("startedWithout"),
        });
    }
    if let Some(ended) = record.members("ended") {
        let successor = ended.name("as");
        read.ended = Some(Ended { successor, by: ended.kind("by")?, at: ended.moment("at")? });
    }
    settle_migration(&mut read);
    if record.flag("gone") {
        read.presence = Presence::Gone;
    } else if record.flag("forgotten") {
        read.presence = Presence::Forgotten;
    }
    Some(read)
}

/// What stands in a text beside a state and its basis.
#[derive(Clone, Copy)]
enum Addition {
    None,
    Marked,
    Moved,
}

fn knowledge(state: Option<&str>, by: OperationKind, at: Moment, addition: Addition) -> Option<Knowledge> {
    let state: Option<TaskState> = state.map(str::parse).transpose().ok()?;
    Some(match (state, addition) {
        (Some(state), Addition::Marked) => Knowledge::Marked { state, by, at },
        (Some(state), _) => Knowledge::After { state, by, at },
        (None, Addition::Moved) => Knowledge::Moved { at },
        (None, _) => Knowledge::InDoubt { by, at },
    })
}

/// Earlier consoles wrote a task in doubt after a Migrate that was confirmed.
fn settle_migration(record: &mut TaskRecord) {
    let confirmed =
        LastOperation { kind: OperationKind::Migrate, standing: Standing::Confirmed, at: Moment(0) };
    if let (Knowledge::InDoubt { by: OperationKind::Migrate, at }, Some(last)) =
        (record.knowledge, record.last)
        && last == (LastOperation { at, ..confirmed })
    {
        record.knowledge = Knowledge::Moved { at };
    }
}
