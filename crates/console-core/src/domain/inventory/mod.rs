//! The inventory: the tasks that the console knows, with what it knows of each and since when.
//!
//! The API has no call that lists tasks or reads a state, so all knowledge comes from what was done
//! here, and says so. Nothing is invented: what was lost on the way makes a state doubtful.

mod attention;
mod checkpoint;
#[cfg(test)]
pub(crate) mod example;
mod facts;
mod fate;
mod managers;
mod missed;
mod reading;
mod record;
mod seeing;
mod successor;
mod task_entry;
#[cfg(test)]
mod tests;
mod trend;
mod unfit;
mod watch;

use std::collections::HashMap;
use std::collections::hash_map::Entry as Place;
use std::sync::OnceLock;

use crate::domain::call::Endpoint;
use crate::domain::codes;
use crate::domain::outcome::Outcome;
use crate::domain::run::{CheckpointRead, Evidence, Moment, Run, RunState, Settled, Step, StepStanding};
use crate::domain::task_name::TaskName;
use crate::time::EpochSeconds;

pub use attention::{AttentionReason, Sighting};
pub use checkpoint::{checkpoint_times, pull_back_times};
pub use fate::Fate;
pub use managers::is_same_manager;
pub use reading::{OmsTask, OmsTaskState, ProjectReading, ProjectTasks, Reading, ReadingStanding};
pub use record::{
    Certainty, Knowledge, LAG, LastOperation, NameEnd, OperationStanding, Presence, StateCategory,
    TaskRecord, TaskState, WaitingCheckpoint,
};
pub use task_entry::{MOST_LABELS, TaskEntry, add_labels};
pub use trend::{RatesSeen, Trend, TrendPoint};
pub use unfit::{NotOffered, OLD, Unfit, UnfitState};
pub use watch::{WATCHED_FOR, Watch};

/// All tasks, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    records: Vec<TaskRecord>,
    places: HashMap<TaskName, usize>,
    /// How many of the records are shown.
    listed: usize,
    /// When the latest read of everything began that went through.
    complete_pass: Option<Moment>,
    /// When the latest read of each project was asked for in which nothing was that could not be read.
    projects_read: HashMap<String, Moment>,
    /// The connector manager that most tasks name, where the deployment names none.
    usual_manager: Option<String>,
    /// How the delay and rate of each task went, as read by this page.
    trends: HashMap<TaskName, Trend>,
    /// See [`Self::name_ranks`]; made when it is asked for, and again once a name came or took another place.
    name_ranks: OnceLock<Vec<u32>>,
    /// See [`Self::oms_ranks`].
    oms_ranks: OnceLock<Vec<u32>>,
}

/// The first rank of the tasks that OMS brought into the list: they stand behind all others, in whatever order the answers
/// came.
pub const OMS_RANKS: u64 = 1 << 40;

/// Who names a task for the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskSource {
    /// A person: a task that was gone or forgotten comes back.
    Person,
    /// A file of the deployment, read at every start: what is gone or forgotten stays so.
    Deployment,
    /// OMS, read again and again: what is gone or forgotten stays so.
    Oms,
}

impl Inventory {
    /// Returns an inventory of stored records, in whatever order they come. A later record of the same name wins.
    pub fn from_records(mut records: Vec<TaskRecord>) -> Self {
        // As a rule they come in order and each name once: they stay where they are then, since memory that a page of
        // WebAssembly once had is never given back.
        if !records.is_sorted_by_key(|record| record.rank) {
            records.sort_by_key(|record| record.rank);
        }
        let mut inventory = Self::default();
        inventory.places.reserve(records.len());
        inventory.places.extend(records.iter().zip(0..).map(|(record, place)| (record.name.clone(), place)));
        if inventory.places.len() == records.len() {
            inventory.listed = records.iter().filter(|record| record.is_listed()).count();
            inventory.records = records;
        } else {
            inventory.places.clear();
            records.into_iter().for_each(|record| inventory.put(record));
        }
        inventory
    }

    /// Returns the tasks that are shown, in the order in which their names came; one that was gone or forgotten
    /// and came back stands in its old place until the list is read again.
    pub fn tasks(&self) -> impl Iterator<Item = &TaskRecord> + Clone {
        self.records.iter().filter(|record| record.is_listed())
    }

    /// All records, those of tasks that are not in the list too, in the order in which they were added.
    pub fn records(&self) -> &[TaskRecord] {
        &self.records
    }

    /// Returns where each record's name stands among all names, in the order that `rank` puts them in. That takes long, so
    /// it is kept for as long as there are the same names.
    pub fn name_ranks(&self, rank: impl FnOnce(&[TaskRecord]) -> Vec<u32>) -> &[u32] {
        self.name_ranks.get_or_init(|| rank(&self.records))
    }

    /// Returns the same of the tasks that OMS brought, by what `rank` puts them in order; nothing where it brought none.
    pub fn oms_ranks(&self, rank: impl FnOnce(&[TaskRecord]) -> Vec<u32>) -> &[u32] {
        self.oms_ranks.get_or_init(|| rank(&self.records))
    }

    /// Returns the tasks whose latest operation is said to be under way, or to wait for a decision.
    pub fn unfinished_tasks(&self) -> Vec<TaskName> {
        let is_under_way = |last: LastOperation| last.standing == OperationStanding::UnderWay;
        let is_open = |record: &&TaskRecord| record.undecided || record.last.is_some_and(is_under_way);
        self.records.iter().filter(is_open).map(|record| record.name.clone()).collect()
    }

    /// Returns the tasks whose latest operation has an unknown outcome, or waits for a decision, and since when.
    pub fn in_doubt(&self) -> Vec<(TaskName, Moment)> {
        let in_doubt = |record: &TaskRecord| {
            let last = record.last?;
            let is_open = record.undecided || last.standing == OperationStanding::Unknown;
            is_open.then(|| (record.name.clone(), last.at))
        };
        self.records.iter().filter_map(in_doubt).collect()
    }

    /// Returns how many tasks are shown. Costs nothing.
    pub fn count(&self) -> usize {
        self.listed
    }

    /// Returns what is known of a task, shown or not.
    pub fn get(&self, name: &TaskName) -> Option<&TaskRecord> {
        self.places.get(name).map(|place| &self.records[*place])
    }

    /// Returns the id of a task's project, as far as it is known.
    pub fn project_of(&self, name: &TaskName) -> Option<String> {
        self.get(name)?.project_id().map(str::to_owned)
    }

    /// Returns whether a task is in the list that is shown.
    pub fn shows(&self, name: &TaskName) -> bool {
        self.get(name).is_some_and(TaskRecord::is_listed)
    }

    /// Adds tasks. One that is there already gets the labels that are new to it and else stays as it is;
    /// one that comes back starts over. Returns the records that changed.
    pub fn add(&mut self, entries: &[TaskEntry], source: TaskSource, now: Moment) -> Vec<TaskRecord> {
        let mut changed = Vec::new();
        let first = if source == TaskSource::Oms { OMS_RANKS } else { 0 };
        let is_alike = |rank: &u64| (*rank < OMS_RANKS) == (first == 0);
        let ranks = self.records.iter().map(|record| record.rank);
        let mut rank = ranks.filter(is_alike).max().unwrap_or(first);
        for entry in entries {
            let (mut record, mut news) = match self.get(&entry.name) {
                Some(record) if record.is_listed() => (record.clone(), false),
                Some(_) if source != TaskSource::Person => continue,
                kept => {
                    rank = rank.saturating_add(1);
                    // One that OMS brought once stays among those.
                    let own = kept.map_or(rank, |kept| rank.max(kept.rank.saturating_add(1)));
                    let mut record = TaskRecord::new(entry.name.clone(), now, own);
                    // Taking a task out of the list changed nothing at the host.
                    let forgotten = kept.filter(|kept| kept.presence == Presence::Forgotten);
                    record.checkpoints = forgotten.map(|kept| kept.checkpoints.clone()).unwrap_or_default();
                    (record, true)
                }
            };
            for label in &entry.labels {
                news |= add_labels(&mut record.labels, label);
            }
            if news {
                self.put(record.clone());
                changed.push(record);
            }
        }
        changed
    }

    /// Takes tasks out of the list and says nothing about them at the host. Returns the records that
    /// changed, to be stored, and to be handed to [`Self::restore`] to undo it.
    ///
    /// The records keep what is known, and go on learning it, for the case that it is undone.
    pub fn forget(&mut self, names: &[TaskName]) -> Vec<TaskRecord> {
        let mut changed = Vec::new();
        for name in names {
            self.change_presence(name, Presence::Listed, Presence::Forgotten, &mut changed);
        }
        changed
    }

    /// Brings tasks back that were forgotten, each in its place and with what is known of it by now, and
    /// returns the records that changed. A task that was deleted, migrated or added again since then
    /// stays as it is.
    pub fn restore(&mut self, forgotten: &[TaskRecord]) -> Vec<TaskRecord> {
        let mut changed = Vec::new();
        for record in forgotten {
            self.change_presence(&record.name, Presence::Forgotten, Presence::Listed, &mut changed);
        }
        changed
    }

    fn change_presence(
        &mut self,
        name: &TaskName,
        from: Presence,
        to: Presence,
        changed: &mut Vec<TaskRecord>,
    ) {
        if let Some(record) = self.get(name).filter(|record| record.presence == from) {
            let record = TaskRecord { presence: to, ..record.clone() };
            self.put(record.clone());
            changed.push(record);
        }
    }

    /// Takes in a record that another page of the browser wrote, unless it is older than what is known: a
    /// task that comes back gets a higher rank, and its rank never falls, so that the records which it had
    /// before can be told from the latest one wherever they are kept. What OMS said is not written, and stays.
    pub fn take_in(&mut self, mut record: TaskRecord) {
        let kept = self.get(&record.name);
        if kept.is_none_or(|kept| kept.rank <= record.rank) {
            record.reading = record.reading.or_else(|| kept?.reading.clone());
            record.not_found |= kept.is_some_and(|kept| kept.not_found);
            self.put(record);
        }
    }

    /// Takes over what another inventory knows from OMS, of the tasks that are in this one.
    pub fn take_readings(&mut self, other: Self) {
        for record in other.records {
            if let Some(place) = self.places.get(&record.name) {
                let own = &mut self.records[*place];
                own.reading = own.reading.take().or(record.reading);
                own.not_found |= record.not_found;
            }
        }
        self.trends = other.trends;
        self.usual_manager = other.usual_manager;
        self.complete_pass = self.complete_pass.max(other.complete_pass);
        self.projects_read = other.projects_read;
    }

    /// Returns how the delay and rate of a task went, as read by this page.
    pub fn trend(&self, name: &TaskName) -> Option<&Trend> {
        self.trends.get(name)
    }

    /// Puts a record in place of the one of the same name, or behind all others.
    pub fn put(&mut self, record: TaskRecord) {
        self.listed += usize::from(record.is_listed());
        match self.places.entry(record.name.clone()) {
            Place::Occupied(place) => {
                let kept = &mut self.records[*place.get()];
                self.listed -= usize::from(kept.is_listed());
                if kept.rank != record.rank {
                    self.oms_ranks.take();
                }
                *kept = record;
            }
            Place::Vacant(place) => {
                place.insert(self.records.len());
                self.records.push(record);
                self.name_ranks.take();
                self.oms_ranks.take();
            }
        }
    }

    /// Learns from a run, after each change to it, what became of its task. Returns the records that
    /// changed.
    pub fn learn(&mut self, run: &Run) -> Vec<TaskRecord> {
        let Some(old) = self.get(&run.task) else { return Vec::new() };
        let mut record = old.clone();
        record.not_found = false;
        if record.presence == Presence::Gone && !self.comes_back(&mut record, run) {
            return Vec::new();
        }
        record.last = Some(LastOperation { kind: run.kind, standing: standing(run), at: run.latest() });
        record.undecided = matches!(run.state(), RunState::Interrupted { .. }) || is_held_up(run);
        let mut changed = Vec::new();
        checkpoint::learn(&mut record, run);
        if let Some(knowledge) = run.steps.iter().filter_map(|step| knowledge_after(run, step)).next_back() {
            // A later read tells more than the one that settled a call.
            let is_older = |at: Moment| record.knowledge.since().is_some_and(|since| since > at);
            if !matches!(knowledge, Knowledge::Read { at, .. } if is_older(at)) {
                record.know(knowledge);
            }
        }
        if let (Some(state), Some((_, since))) = (record.state(), record.knowledge.basis())
            && let Some(at) = run.state_denied(state, since)
        {
            record.know(Knowledge::InDoubt { by: run.kind, at });
        }
        match confirmed(run) {
            Some((Endpoint::Delete, _, at)) => {
                record.presence = Presence::Gone;
                record.ended = Some(NameEnd { successor: None, by: run.kind, at });
            }
            Some((Endpoint::Migrate, result, at)) => {
                if let Some(name) = new_name(&run.task, result.as_deref()) {
                    changed.extend(self.rename(&mut record, name.clone()));
                    record.ended = Some(NameEnd { successor: Some(name), by: run.kind, at });
                }
            }
            _ => {}
        }
        self.put(record.clone());
        changed.push(record);
        changed
    }

    /// Returns whether a run tells that a task which is gone under its name is there again: a later call was
    /// confirmed, so that somebody made it again.
    fn comes_back(&self, record: &mut TaskRecord, run: &Run) -> bool {
        let ended_at = self.fate(&record.name).map(|fate| fate.ended.at);
        let is_there = confirmed(run).is_some_and(|(_, _, at)| ended_at.is_none_or(|ended| at > ended));
        if is_there {
            record.presence = Presence::Listed;
            record.ended = None;
        }
        is_there
    }

    /// Lets the task go on under a new name, in the place of the old one, and marks the old as gone. The
    /// successor is shown even if one of the two was forgotten: nothing else here tells the new name.
    fn rename(&mut self, record: &mut TaskRecord, name: TaskName) -> Option<TaskRecord> {
        record.presence = Presence::Gone;
        let kept = self.get(&name);
        if let Some(kept) = kept.filter(|kept| kept.is_listed()) {
            let moved = record.knowledge.basis().map(|(_, at)| at);
            // What was done under the new name is later than the migration.
            if kept.knowledge.basis().map(|(_, at)| at) >= moved {
                return None;
            }
            let checkpoints = record.checkpoints.clone();
            let (last, undecided) = (record.last, record.undecided);
            // What was read under the new name was read after it moved.
            let read = Some(kept.knowledge)
                .filter(|known| matches!(known, Knowledge::Read { at, .. } if Some(*at) >= moved));
            let (knowledge, changes) = (record.knowledge, record.changes.clone());
            let mut successor =
                TaskRecord { knowledge, changes, last, undecided, checkpoints, ..kept.clone() };
            read.into_iter().for_each(|read| successor.know(read));
            self.put(successor.clone());
            return Some(successor);
        }
        let rank = kept.map_or(record.rank, |kept| kept.rank.max(record.rank));
        let successor = TaskRecord {
            name: name.clone(),
            presence: Presence::Listed,
            ended: None,
            rank,
            ..record.clone()
        };
        self.put(successor.clone());
        let (old_place, new_place) = (*self.places.get(&record.name)?, *self.places.get(&name)?);
        self.records.swap(old_place, new_place);
        self.name_ranks.take();
        self.oms_ranks.take();
        self.places.insert(name, old_place);
        self.places.insert(record.name.clone(), new_place);
        Some(successor)
    }
}

/// Returns the name under which a migrated task goes on, if the answer tells it: another name, and one of the
/// usual shape if the old one was.
fn new_name(old: &TaskName, result: Option<&str>) -> Option<TaskName> {
    let like_the_old = |name: &TaskName| name != old && name.parts().is_some() >= old.parts().is_some();
    TaskName::exact(result?).ok().filter(like_the_old)
}

/// Returns what a step lets one say of its task's state. A clear refusal says nothing: the state is what it was.
fn knowledge_after(run: &Run, step: &Step) -> Option<Knowledge> {
    let by = run.kind;
    let state = match step.call.endpoint {
        Endpoint::Resume => Some(TaskState::Running),
        Endpoint::Stop => Some(TaskState::Stopped),
        Endpoint::Update => return None,
        Endpoint::Migrate | Endpoint::Delete => None,
    };
    if let Some(Settled { at, .. }) = step.settled() {
        let read = |state| match state {
            TaskState::Running => OmsTaskState::Running,
            TaskState::Stopped => OmsTaskState::Stopped,
        };
        let moved = (step.call.endpoint == Endpoint::Migrate).then_some(Knowledge::Moved { at: *at });
        return state.map(|state| Knowledge::Read { state: read(state), at: *at }).or(moved);
    }
    if let Some(at) = step.marked_done {
        return state.map(|state| Knowledge::Marked { state, by, at });
    }
    let replies = step.tries.iter().rev().filter_map(|sent| sent.reply.as_ref());
    let mut outcomes = replies.map(|(at, reply)| (*at, Outcome::of(reply)));
    outcomes.find_map(|(at, outcome)| match (&outcome, state) {
        (outcome, _) if codes::leaves_doubt(outcome) => Some(Knowledge::InDoubt { by, at }),
        (Outcome::Confirmed { .. }, Some(state)) => Some(Knowledge::After { state, by, at }),
        (Outcome::Confirmed { .. }, None) if step.call.endpoint == Endpoint::Migrate => {
            Some(Knowledge::Moved { at })
        }
        _ => None,
    })
}

/// Returns whether a pull-back does not go on by itself, since the checkpoint that was read is before the point.
pub fn is_held_up(run: &Run) -> bool {
    held_up(run).is_some()
}

/// Returns the checkpoint that holds a pull-back up, and the latest of its points.
pub fn held_up(run: &Run) -> Option<(CheckpointRead, EpochSeconds)> {
    let latest = pull_back_times(run)?.into_iter().map(|(_, at)| at).max()?;
    run.held_up_by(Some(latest)).map(|read| (read, latest))
}

/// Returns the new name of the task of a Migrate that was confirmed, by its answer or by reads, as far as it is told;
/// nothing for other runs.
pub fn migrated(run: &Run) -> Option<Option<TaskName>> {
    match confirmed(run)? {
        (Endpoint::Migrate, result, _) => Some(new_name(&run.task, result.as_deref())),
        _ => None,
    }
}

/// Returns the latest call of a run if it was confirmed, by its answer or by reads that show the task's end, with the
/// `result` or the new name.
fn confirmed(run: &Run) -> Option<(Endpoint, Option<String>, Moment)> {
    let step = run.steps.iter().rev().find(|step| !step.tries.is_empty())?;
    if let Some(Settled { at, seen }) = step.settled() {
        let name = match seen {
            Evidence::Gone => None,
            Evidence::MovedTo(name) => Some(name.to_string()),
            _ => return None,
        };
        return Some((step.call.endpoint, name, *at));
    }
    match step.outcome()? {
        Outcome::Confirmed { result, .. } => {
            let (at, _) = step.tries.last()?.reply.as_ref()?;
            Some((step.call.endpoint, result, *at))
        }
        _ => None,
    }
}

/// Returns the status of a run, for a table.
pub fn standing(run: &Run) -> OperationStanding {
    let of = |outcome: Outcome| match outcome {
        Outcome::Confirmed { .. } => OperationStanding::Confirmed,
        Outcome::Rejected(_) => OperationStanding::Rejected,
        Outcome::Unknown(_) => OperationStanding::Unknown,
        Outcome::NotSent(_) => OperationStanding::NotSent,
    };
    let has = |standing| run.steps.iter().any(|step| step.standing() == standing);
    match run.state() {
        RunState::Ready { .. } | RunState::Waiting { .. } => OperationStanding::UnderWay,
        RunState::Interrupted { outcome, .. } => of(outcome),
        RunState::Abandoned { .. } => OperationStanding::Abandoned,
        RunState::Ended if has(StepStanding::MarkedAsDone) => OperationStanding::MarkedAsDone,
        RunState::Ended if has(StepStanding::SeenDone) => OperationStanding::SeenDone,
        RunState::Ended => {
            run.latest_outcome().map_or(OperationStanding::Unknown, |(_, outcome)| of(outcome))
        }
    }
}
