//! How runs and task records are written into the browser's storage, and read again.
//!
//! By hand instead of derived: the derived readers of these few types are a tenth of the download. A
//! text that cannot be read, because it is damaged or of a later version, gives nothing and is left
//! where it is.

use serde_json::{Map, Value};

use crate::call::{CallRecord, Endpoint};
use crate::inventory::{Knowledge, LastOperation, Standing, TaskRecord, TaskState};
use crate::json;
use crate::operation::OperationKind;
use crate::outcome::Reply;
use crate::run::{Moment, Run, RunId, Step, Try};
use crate::task_name::TaskName;

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
    ]))
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

/// A task record as text.
pub fn task_to_text(record: &TaskRecord) -> String {
    let knowledge = match record.knowledge {
        Knowledge::Nothing => Value::Null,
        Knowledge::After { state, by, at } => {
            let state = match state {
                TaskState::Running => "running",
                TaskState::Stopped => "stopped",
            };
            object([("state", state.into()), ("by", by.link_word().into()), ("at", at.0.into())])
        }
        Knowledge::InDoubt { by, at } => object([("by", by.link_word().into()), ("at", at.0.into())]),
    };
    let last = record.last.map_or(Value::Null, |last| {
        let standing = word_of(&STANDINGS, last.standing);
        object([
            ("kind", last.kind.link_word().into()),
            ("standing", standing.into()),
            ("at", last.at.0.into()),
        ])
    });
    json::text(&object([
        ("name", record.name.as_str().into()),
        ("added", record.added.0.into()),
        ("rank", record.rank.into()),
        ("knowledge", knowledge),
        ("last", last),
        ("gone", record.gone.into()),
    ]))
}

/// A task record from its text.
pub fn task_from_text(text: &str) -> Option<TaskRecord> {
    let members = members_of(text)?;
    let record = Members(&members);
    let mut read =
        TaskRecord::new(record.name("name")?, record.moment("added")?, record.0.get("rank")?.as_u64()?);
    if let Some(knowledge) = record.members("knowledge") {
        let (by, at) = (knowledge.kind("by")?, knowledge.moment("at")?);
        read.knowledge = match knowledge.text("state") {
            Some("running") => Knowledge::After { state: TaskState::Running, by, at },
            Some("stopped") => Knowledge::After { state: TaskState::Stopped, by, at },
            Some(_) => return None,
            None => Knowledge::InDoubt { by, at },
        };
    }
    if let Some(last) = record.members("last") {
        let standing = of_word(&STANDINGS, last.text("standing")?)?;
        read.last = Some(LastOperation { kind: last.kind("kind")?, standing, at: last.moment("at")? });
    }
    read.gone = record.flag("gone");
    Some(read)
}

const STANDINGS: [(&str, Standing); 6] = [
    ("under way", Standing::UnderWay),
    ("confirmed", Standing::Confirmed),
    ("rejected", Standing::Rejected),
    ("unknown", Standing::Unknown),
    ("counted as done", Standing::CountedAsDone),
    ("abandoned", Standing::Abandoned),
];

fn step_to_json(step: &Step) -> Value {
    let tries = step.tries.iter().map(|sent| {
        let (answered, reply) = match &sent.reply {
            Some((at, reply)) => (at.0.into(), reply_to_json(reply)),
            None => (Value::Null, Value::Null),
        };
        object([("sent", sent.sent.0.into()), ("answered", answered), ("reply", reply)])
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
        endpoint: Endpoint::ALL.into_iter().find(|endpoint| endpoint.path() == path)?,
        target: step.text("target")?.to_owned(),
        body: step.text("body").map(str::to_owned),
        withheld: step.flag("withheld"),
    };
    let tries = step.list("tries")?.iter().map(try_from_json).collect::<Option<Vec<_>>>()?;
    Some(Step { call, tries, counted_done: step.moment("counted") })
}

fn try_from_json(json: &Value) -> Option<Try> {
    let sent = Members(json.as_object()?);
    let reply = match (sent.moment("answered"), sent.members("reply")) {
        (Some(at), Some(reply)) => Some((at, reply_from_json(&reply)?)),
        _ => None,
    };
    Some(Try { sent: sent.moment("sent")?, reply })
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
        (Some(_), _) => None,
        (None, Some(body)) => Some(Reply::Answer { status: status()?, body: body.to_owned() }),
        (None, None) => status()
            .map(|status| Reply::BrokenOff { status })
            .or_else(|| Some(Reply::TimedOut { seconds: seconds()? })),
    }
}

/// The members of a JSON object, read by name and kind.
struct Members<'a>(&'a Map<String, Value>);

impl<'a> Members<'a> {
    fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    fn list(&self, name: &str) -> Option<&'a Vec<Value>> {
        self.0.get(name)?.as_array()
    }

    fn members(&self, name: &str) -> Option<Members<'a>> {
        self.0.get(name)?.as_object().map(Members)
    }

    fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    fn moment(&self, name: &str) -> Option<Moment> {
        self.0.get(name)?.as_i64().map(Moment)
    }

    fn name(&self, name: &str) -> Option<TaskName> {
        TaskName::parse(self.text(name)?).ok()
    }

    fn kind(&self, name: &str) -> Option<OperationKind> {
        OperationKind::from_link_word(self.text(name)?)
    }
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    // Not collected: that would sort them, with code of its own for each number of members.
    let mut object = Map::new();
    for (name, value) in members {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

fn members_of(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(text).ok()
}

fn word_of<T: Copy + PartialEq>(words: &[(&'static str, T)], wanted: T) -> &'static str {
    words.iter().find(|(_, value)| *value == wanted).map_or("", |(word, _)| word)
}

fn of_word<T: Copy>(words: &[(&'static str, T)], wanted: &str) -> Option<T> {
    words.iter().find(|(word, _)| *word == wanted).map(|(_, value)| *value)
}

fn moment_to_json(moment: Option<Moment>) -> Value {
    moment.map_or(Value::Null, |moment| moment.0.into())
}

/// The names in a deployment's `tasks.json`, `{"tasks": ["name", …]}`; none if it is no such file.
pub fn deployed_tasks(text: &str) -> Vec<TaskName> {
    let Some(members) = members_of(text) else { return Vec::new() };
    let names = Members(&members).list("tasks").map(Vec::as_slice).unwrap_or_default();
    names.iter().filter_map(|name| TaskName::parse(name.as_str()?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::{Checkpoint, Subtopic};
    use crate::operation::Operation;
    use crate::plan::Plan;
    use crate::run::Choice;
    use crate::time::EpochSeconds;
    use proptest::prelude::*;

    fn name() -> TaskName {
        TaskName::parse("10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002").unwrap()
    }

    fn replies() -> Vec<Reply> {
        vec![
            Reply::Answer { status: 200, body: "{\"isSuccess\":false,\"errMsg\":\"任务\"}".into() },
            Reply::Answer { status: 502, body: String::new() },
            Reply::BrokenOff { status: 200 },
            Reply::TimedOut { seconds: 120 },
            Reply::Redirection,
            Reply::NetworkError,
            Reply::StoppedWaiting,
            Reply::PageGone,
        ]
    }

    #[test]
    fn a_run_is_read_as_it_was_written_with_every_reply_and_choice() {
        let at = EpochSeconds::new(1_676_286_000).unwrap();
        let to = Checkpoint::new(vec![(Subtopic::parse("t").unwrap(), at)]).unwrap();
        let mut run =
            Run::new(RunId("r".into()), &Plan::new(&name(), &Operation::PullBack { to }), Moment(1));
        let survives = |run: &Run| assert_eq!(run_from_text(&run_to_text(run)).as_ref(), Some(run));
        survives(&run);
        run.send(Moment(2)).unwrap();
        survives(&run);
        for reply in replies() {
            run.record(reply, Moment(3)).unwrap();
            survives(&run);
            run.choose(Choice::Repeat, Moment(4)).unwrap();
        }
        run.record(Reply::NetworkError, Moment(5)).unwrap();
        run.choose(Choice::CountAsDone, Moment(6)).unwrap();
        survives(&run);
        run.choose(Choice::Abandon, Moment(7)).unwrap();
        survives(&run);
    }

    #[test]
    fn a_task_record_is_read_as_it_was_written() {
        let mut record = TaskRecord::new(name(), Moment(1), 7);
        let survives = |record: &TaskRecord| {
            assert_eq!(task_from_text(&task_to_text(record)).as_ref(), Some(record));
        };
        survives(&record);
        for kind in OperationKind::ALL {
            for (_, standing) in STANDINGS {
                record.last = Some(LastOperation { kind, standing, at: Moment(2) });
                survives(&record);
            }
            record.knowledge = Knowledge::InDoubt { by: kind, at: Moment(3) };
            survives(&record);
            for state in [TaskState::Running, TaskState::Stopped] {
                record.knowledge = Knowledge::After { state, by: kind, at: Moment(3) };
                survives(&record);
            }
        }
        record.gone = true;
        survives(&record);
    }

    #[test]
    fn a_deployments_list_may_hold_anything() {
        let names = |text: &str| deployed_tasks(text).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(r#"{"tasks": ["a", 7, "", " b "], "more": 1}"#), ["a", "b"]);
        for text in ["", "[]", "{}", r#"{"tasks": {}}"#, "<html>"] {
            assert!(names(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn damaged_texts_give_nothing_or_a_record(cut in 0usize..400, byte in any::<char>()) {
            let mut run = Run::new(RunId("r".into()), &Plan::new(&name(), &Operation::Stop), Moment(1));
            run.send(Moment(2)).unwrap();
            run.record(Reply::NetworkError, Moment(3)).unwrap();
            let text = run_to_text(&run);
            let cut = text.floor_char_boundary(cut.min(text.len()));
            let _ = run_from_text(&text[..cut]);
            let damaged = format!("{}{byte}{}", &text[..cut], &text[cut..]);
            if let Some(read) = run_from_text(&damaged) {
                let _ = (read.state(), read.choices());
            }
            let _ = task_from_text(&damaged);
        }
    }
}
