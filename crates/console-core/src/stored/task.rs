//! Task records as text. Lists may be long, so that a text holds only what is known of its task.

use super::{Members, members_of};
use crate::inventory::{Knowledge, LastOperation, Presence, Standing, TaskRecord, TaskState, add_labels};
use crate::json;
use crate::operation::OperationKind;
use crate::run::Moment;
use crate::task_name::TaskName;

// How a text ends.
const LISTED: &str = "}";
const GONE: &str = r#","gone":true}"#;
const FORGOTTEN: &str = r#","forgotten":true}"#;

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
            text.push_str(&format!(r#","knowledge":{{"state":"{}",{since}}}"#, state_word(state)));
        }
        Knowledge::InDoubt { by, at } => text.push_str(&format!(r#","knowledge":{{{}}}"#, since(by, at))),
    }
    if let Some(LastOperation { kind, standing, at }) = record.last {
        let (kind, standing) = (kind.link_word(), standing_word(standing));
        text.push_str(&format!(r#","last":{{"kind":"{kind}","standing":"{standing}","at":{}}}"#, at.0));
    }
    text.push_str(match record.presence {
        Presence::Listed => LISTED,
        Presence::Gone => GONE,
        Presence::Forgotten => FORGOTTEN,
    });
    text
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
    let name = TaskName::parse(rest.text()?).ok()?;
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
        record.knowledge = knowledge(state, by, rest.moment()?)?;
        rest.skip("}")?;
    }
    if rest.skip(r#","last":{"kind":""#).is_some() {
        let kind = OperationKind::from_link_word(rest.text()?)?;
        rest.skip(r#","standing":""#)?;
        let standing = standing(rest.text()?)?;
        rest.skip(r#","at":"#)?;
        record.last = Some(LastOperation { kind, standing, at: rest.moment()? });
        rest.skip("}")?;
    }
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
        read.knowledge = self::knowledge(knowledge.text("state"), by, at)?;
    }
    if let Some(last) = record.members("last") {
        let standing = standing(last.text("standing")?)?;
        read.last = Some(LastOperation { kind: last.kind("kind")?, standing, at: last.moment("at")? });
    }
    if record.flag("gone") {
        read.presence = Presence::Gone;
    } else if record.flag("forgotten") {
        read.presence = Presence::Forgotten;
    }
    Some(read)
}

fn knowledge(state: Option<&str>, by: OperationKind, at: Moment) -> Option<Knowledge> {
    Some(match state {
        Some("running") => Knowledge::After { state: TaskState::Running, by, at },
        Some("stopped") => Knowledge::After { state: TaskState::Stopped, by, at },
        Some(_) => return None,
        None => Knowledge::InDoubt { by, at },
    })
}

fn standing(wanted: &str) -> Option<Standing> {
    STANDINGS.iter().find(|(word, _)| *word == wanted).map(|(_, standing)| *standing)
}

fn state_word(state: TaskState) -> &'static str {
    match state {
        TaskState::Running => "running",
        TaskState::Stopped => "stopped",
    }
}

pub(super) const STANDINGS: [(&str, Standing); 6] = [
    ("under way", Standing::UnderWay),
    ("confirmed", Standing::Confirmed),
    ("rejected", Standing::Rejected),
    ("unknown", Standing::Unknown),
    ("counted as done", Standing::CountedAsDone),
    ("abandoned", Standing::Abandoned),
];

/// The word for how an operation stands, in what is stored and exported.
pub(crate) fn standing_word(wanted: Standing) -> &'static str {
    STANDINGS.iter().find(|(_, standing)| *standing == wanted).map_or("", |(word, _)| word)
}
