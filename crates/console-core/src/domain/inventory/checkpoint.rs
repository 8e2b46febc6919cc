//! Checkpoints that were set and not started from.
//!
//! An Incr-Sync takes up a new checkpoint only when it is started with `pullBackFlag`; started without, it goes on
//! from its saved progress, and the new checkpoint stays where it is. So whatever sets one is remembered until a
//! start with the flag, or until an update replaces or deletes it.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::record::{Certainty, Knowledge, TaskRecord, TaskState, WaitingCheckpoint};
use crate::domain::call::{CallRecord, Endpoint};
use crate::domain::operation::OperationKind;
use crate::domain::parameter::{CHECKPOINT_KEY, CHECKPOINT_SCOPE};
use crate::domain::run::{Moment, Run, Step, StepStanding};
use crate::domain::task_name::Component;
use crate::text::percent;
use crate::time::EpochSeconds;

/// The most of a task that are remembered: one that is certain takes the place of all others, so that more are
/// many updates in a row whose outcome is unknown.
const MOST: usize = 20;

impl WaitingCheckpoint {
    /// Returns the subtopics and their times, if the value is what the API page shows.
    pub fn times(&self) -> Option<Vec<(String, EpochSeconds)>> {
        checkpoint_times(&self.value)
    }
}

/// Returns the subtopics and their times in a value of `source.checkpoint`, if it is what the API page shows.
pub fn checkpoint_times(value: &str) -> Option<Vec<(String, EpochSeconds)>> {
    let entries: Map<String, Value> = serde_json::from_str(value).ok()?;
    let time = |(subtopic, at): (String, Value)| {
        let seconds = at.as_i64().or_else(|| at.as_str()?.parse().ok())?;
        Some((subtopic, EpochSeconds::new(seconds).ok()?))
    };
    let times: Vec<_> = entries.into_iter().map(time).collect::<Option<_>>()?;
    (!times.is_empty()).then_some(times)
}

impl TaskRecord {
    /// Returns the latest checkpoint that was set and not started from. While a pull-back is under way, that is its
    /// own: it may be interrupted at any moment.
    pub fn waiting_checkpoint(&self) -> Option<&WaitingCheckpoint> {
        self.checkpoints.last()
    }

    /// Returns whether a plain Start is what comes next: nothing was done on the task since Migrate gave it this name,
    /// it was not read to run, and no checkpoint waits to be asked about.
    pub fn awaits_start_after_migrate(&self) -> bool {
        let is_migrate_last = self.last.is_some_and(|last| last.kind == OperationKind::Migrate);
        let is_at_rest = matches!(self.knowledge, Knowledge::Moved { .. } | Knowledge::Read { .. })
            && self.state() != Some(TaskState::Running);
        is_at_rest && is_migrate_last && self.checkpoints.is_empty()
    }
}

/// A change that an update makes to the checkpoint.
enum CheckpointChange {
    Sets(String),
    Deletes,
}

/// The body of an update, as far as it is about the checkpoint: [`CHECKPOINT_SCOPE`] and [`CHECKPOINT_KEY`].
#[derive(Deserialize)]
struct Body {
    source: SourceScope,
}

#[derive(Deserialize)]
struct SourceScope {
    checkpoint: Option<String>,
}

impl CheckpointChange {
    fn of(call: &CallRecord) -> Option<Self> {
        if call.endpoint != Endpoint::Update {
            return None;
        }
        // The host deletes before it sets.
        let set = call.body.as_deref().and_then(|body| serde_json::from_str::<Body>(body).ok());
        if let Some(value) = set.and_then(|set| set.source.checkpoint) {
            return Some(Self::Sets(value));
        }
        let lists = call.target.split('&').filter_map(|parameter| parameter.strip_prefix("deleteParams="));
        let deletes = |list: &str| {
            let mut paths = list.split(',');
            paths.any(|path| path.split_once('.') == Some((CHECKPOINT_SCOPE, CHECKPOINT_KEY)))
        };
        lists.map(percent::decode).any(|list| deletes(&list)).then_some(Self::Deletes)
    }
}

/// Returns where a pull-back goes: its subtopics and their times, as far as they can be read.
pub fn pull_back_times(run: &Run) -> Option<Vec<(String, EpochSeconds)>> {
    if run.kind != OperationKind::PullBack {
        return None;
    }
    run.steps.iter().find_map(|step| match CheckpointChange::of(&step.call)? {
        CheckpointChange::Sets(value) => checkpoint_times(&value),
        CheckpointChange::Deletes => None,
    })
}

/// Learns from a run, whenever it has changed, which checkpoints wait.
pub(super) fn learn(record: &mut TaskRecord, run: &Run) {
    if record.component() == Some(Component::FullImport) {
        return;
    }
    for step in &run.steps {
        let Some((at, certainty)) = judged(step) else { continue };
        let change = CheckpointChange::of(&step.call);
        match (step.call.endpoint, certainty) {
            (Endpoint::Update, certainty) => match change {
                Some(CheckpointChange::Sets(value)) => {
                    set(&mut record.checkpoints, run, value, at, certainty)
                }
                // What reads show may be undone by an earlier call that the host carries out late.
                Some(CheckpointChange::Deletes) if !certainty.replaces_earlier() => {
                    record.checkpoints.iter_mut().for_each(|waiting| waiting.certainty = Certainty::Unknown);
                }
                Some(CheckpointChange::Deletes) => record.checkpoints.clear(),
                None => {}
            },
            // Whether it was started from is not known.
            (Endpoint::Resume, Certainty::Unknown) => {}
            (Endpoint::Resume, _) if step.call.has_flag("pullBackFlag=true") => record.checkpoints.clear(),
            (Endpoint::Resume, _) => {
                record.checkpoints.iter_mut().for_each(|waiting| waiting.started_without = Some(at));
            }
            (Endpoint::Stop | Endpoint::Migrate | Endpoint::Delete, _) => {}
        }
    }
}

/// Notes a checkpoint that was set. One that is certain takes the place of all others.
fn set(waiting: &mut Vec<WaitingCheckpoint>, run: &Run, value: String, at: Moment, certainty: Certainty) {
    let known = waiting.iter().position(|waiting| waiting.run == run.id).map(|place| waiting.remove(place));
    if certainty.replaces_earlier() {
        waiting.clear();
    }
    let started_without = known.and_then(|known| known.started_without);
    waiting.push(WaitingCheckpoint { value, set: at, run: run.id.clone(), certainty, started_without });
    if waiting.len() > MOST {
        waiting.remove(0);
    }
}

/// Returns whether a step was carried out, and since when that is known; nothing if it was not, or is out.
fn judged(step: &Step) -> Option<(Moment, Certainty)> {
    let answered = step.tries.iter().filter(|sent| sent.reply.is_some());
    let answered = Step { tries: answered.cloned().collect(), ..step.clone() };
    let at = answered.tries.last().and_then(|sent| sent.reply.as_ref()).map(|(at, _)| *at);
    match answered.standing() {
        StepStanding::Done => Some((at?, Certainty::Confirmed)),
        StepStanding::MarkedAsDone => Some((step.marked_done?, Certainty::Marked)),
        StepStanding::SeenDone => Some((answered.settled()?.at, Certainty::Read)),
        StepStanding::InDoubt => Some((at?, Certainty::Unknown)),
        StepStanding::NotDone => None,
    }
}
