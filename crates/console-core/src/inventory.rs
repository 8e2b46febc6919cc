//! The inventory: the tasks that the console knows, with what it knows of each and since when.
//!
//! The API has no call that lists tasks or reads a state, so all knowledge comes from what was done
//! here, and says so. Nothing is invented: what was lost on the way makes a state doubtful.

use std::collections::HashMap;

use crate::call::Endpoint;
use crate::operation::OperationKind;
use crate::outcome::Outcome;
use crate::run::{Moment, Run, RunState};
use crate::task_name::{Component, TaskName};

/// The states of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskState {
    /// It works.
    Running,
    /// It was stopped.
    Stopped,
}

/// What is known of a task's state, and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// Nothing was done here that would tell.
    Nothing,
    /// A confirmed call put it into this state; others may have changed it since.
    After {
        /// The state.
        state: TaskState,
        /// The operation that the call belonged to.
        by: OperationKind,
        /// When the answer came.
        at: Moment,
    },
    /// A call that may or may not have been carried out makes the state doubtful.
    InDoubt {
        /// The operation that the call belonged to.
        by: OperationKind,
        /// Since when.
        at: Moment,
    },
}

/// How the latest operation on a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A call is out, or about to go.
    UnderWay,
    /// All was confirmed.
    Confirmed,
    /// The latest answer was a refusal.
    Rejected,
    /// The latest outcome is unknown.
    Unknown,
    /// A step of several was counted as done by a person, all others were confirmed.
    CountedAsDone,
    /// A person gave the run up.
    Abandoned,
}

/// The latest operation on a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastOperation {
    /// The operation.
    pub kind: OperationKind,
    /// How it stands.
    pub standing: Standing,
    /// Since when.
    pub at: Moment,
}

/// What is known of one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRecord {
    /// Its name.
    pub name: TaskName,
    /// Since when it is in the list.
    pub added: Moment,
    /// Its place in the order in which tasks were added.
    pub rank: u64,
    /// Its state, as far as known.
    pub knowledge: Knowledge,
    /// What was done last, if anything.
    pub last: Option<LastOperation>,
    /// Whether it is dead under this name: deleted, or migrated to another one. It is no longer
    /// shown, and not shown again because some list still names it.
    pub gone: bool,
}

impl TaskRecord {
    /// A task of which nothing is known yet.
    pub fn new(name: TaskName, added: Moment, rank: u64) -> Self {
        Self { name, added, rank, knowledge: Knowledge::Nothing, last: None, gone: false }
    }

    /// Its component, where the name tells it.
    pub fn component(&self) -> Option<Component> {
        self.name.component()
    }

    /// Its state, where one is known for certain enough to be named.
    pub fn state(&self) -> Option<TaskState> {
        match self.knowledge {
            Knowledge::After { state, .. } => Some(state),
            Knowledge::Nothing | Knowledge::InDoubt { .. } => None,
        }
    }
}

/// All tasks, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    records: Vec<TaskRecord>,
    places: HashMap<TaskName, usize>,
}

/// Who names a task for the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A person: a task that was gone comes back.
    Person,
    /// A file of the deployment, read at every start: what is gone stays gone.
    Deployment,
}

impl Inventory {
    /// An inventory of stored records, in whatever order they come. A later record of the same name wins.
    pub fn from_records(mut records: Vec<TaskRecord>) -> Self {
        let mut inventory = Self::default();
        records.sort_by_key(|record| record.rank);
        for record in records {
            inventory.put(record);
        }
        inventory
    }

    /// The tasks that are shown, in the order in which they were added.
    pub fn tasks(&self) -> impl Iterator<Item = &TaskRecord> {
        self.records.iter().filter(|record| !record.gone)
    }

    /// What is known of a task, gone or not.
    pub fn get(&self, name: &TaskName) -> Option<&TaskRecord> {
        self.places.get(name).map(|place| &self.records[*place])
    }

    /// Whether a task is in the list that is shown.
    pub fn shows(&self, name: &TaskName) -> bool {
        self.get(name).is_some_and(|record| !record.gone)
    }

    /// Adds tasks; those that are there already stay as they are. Returns the records that changed.
    pub fn add(&mut self, names: &[TaskName], source: Source, now: Moment) -> Vec<TaskRecord> {
        let mut changed = Vec::new();
        let mut rank = self.records.iter().map(|record| record.rank).max().unwrap_or(0);
        for name in names {
            let wanted = match self.get(name) {
                None => true,
                Some(record) => record.gone && source == Source::Person,
            };
            if wanted {
                rank += 1;
                let record = TaskRecord::new(name.clone(), now, rank);
                self.put(record.clone());
                changed.push(record);
            }
        }
        changed
    }

    /// Takes in a record that another page of the browser wrote.
    pub fn put(&mut self, record: TaskRecord) {
        match self.places.get(&record.name) {
            Some(place) => self.records[*place] = record,
            None => {
                self.places.insert(record.name.clone(), self.records.len());
                self.records.push(record);
            }
        }
    }

    /// Learns from a run, after each change to it, what became of its task. Returns the records that
    /// changed.
    pub fn learn(&mut self, run: &Run) -> Vec<TaskRecord> {
        let Some(old) = self.get(&run.task) else { return Vec::new() };
        let mut record = old.clone();
        record.last = Some(LastOperation { kind: run.kind, standing: standing(run), at: run.latest() });
        let mut changed = Vec::new();
        if let Some((endpoint, outcome, at)) = latest(run) {
            let state = |state| Knowledge::After { state, by: run.kind, at };
            let doubt = Knowledge::InDoubt { by: run.kind, at };
            match (&outcome, endpoint) {
                (Outcome::Rejected(_), _) | (_, Endpoint::Update) => {}
                (Outcome::Confirmed { .. }, Endpoint::Resume) => record.knowledge = state(TaskState::Running),
                (Outcome::Confirmed { .. }, Endpoint::Stop) => record.knowledge = state(TaskState::Stopped),
                (Outcome::Confirmed { .. }, Endpoint::Delete) => record.gone = true,
                (Outcome::Confirmed { result }, Endpoint::Migrate) => {
                    record.knowledge = doubt;
                    if let Some(name) = new_name(&run.task, result.as_deref()) {
                        changed.extend(self.rename(&mut record, name));
                    }
                }
                (Outcome::Unknown(_), _) => record.knowledge = doubt,
            }
        }
        self.put(record.clone());
        changed.push(record);
        changed
    }

    /// Lets the task go on under a new name, in the place of the old one, and marks the old as gone.
    fn rename(&mut self, record: &mut TaskRecord, name: TaskName) -> Option<TaskRecord> {
        let successor = TaskRecord { name: name.clone(), ..record.clone() };
        record.gone = true;
        if self.shows(&name) {
            return None;
        }
        let old_place = self.places.get(&record.name).copied()?;
        match self.places.get(&name).copied() {
            Some(place) => self.records.swap(place, old_place),
            None => {
                self.records.push(successor.clone());
                let last = self.records.len() - 1;
                self.records.swap(last, old_place);
            }
        }
        self.records[old_place] = successor.clone();
        self.places =
            self.records.iter().enumerate().map(|(place, kept)| (kept.name.clone(), place)).collect();
        Some(successor)
    }
}

/// The name under which a migrated task goes on, if the answer tells it: another name, and one of the
/// usual shape if the old one was.
pub fn new_name(old: &TaskName, result: Option<&str>) -> Option<TaskName> {
    let like_the_old = |name: &TaskName| name != old && name.parts().is_some() >= old.parts().is_some();
    TaskName::parse(result?).ok().filter(like_the_old)
}

/// The latest call of a run that has an outcome.
fn latest(run: &Run) -> Option<(Endpoint, Outcome, Moment)> {
    let step = run.steps.iter().rev().find(|step| !step.tries.is_empty())?;
    let (at, reply) = step.tries.last()?.reply.as_ref()?;
    Some((step.call.endpoint, Outcome::of(reply), *at))
}

fn standing(run: &Run) -> Standing {
    let of = |outcome: Outcome| match outcome {
        Outcome::Confirmed { .. } => Standing::Confirmed,
        Outcome::Rejected(_) => Standing::Rejected,
        Outcome::Unknown(_) => Standing::Unknown,
    };
    match run.state() {
        RunState::Ready { .. } | RunState::Waiting { .. } => Standing::UnderWay,
        RunState::Interrupted { outcome, .. } => of(outcome),
        RunState::Abandoned { .. } => Standing::Abandoned,
        RunState::Ended if run.steps.iter().any(|step| step.counted_done.is_some()) => {
            Standing::CountedAsDone
        }
        RunState::Ended => run.latest_outcome().map_or(Standing::Unknown, |(_, outcome)| of(outcome)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Operation;
    use crate::outcome::Reply;
    use crate::plan::Plan;
    use crate::run::RunId;

    const LOST: Reply = Reply::NetworkError;

    fn name(text: &str) -> TaskName {
        TaskName::parse(text).unwrap()
    }

    fn confirmed(result: &str) -> Reply {
        Reply::Answer { status: 200, body: format!(r#"{{"isSuccess":true,"result":"{result}"}}"#) }
    }

    fn rejected() -> Reply {
        Reply::Answer { status: 403, body: String::new() }
    }

    fn of(names: &[&str]) -> Inventory {
        let names: Vec<_> = names.iter().map(|text| name(text)).collect();
        let mut inventory = Inventory::default();
        inventory.add(&names, Source::Person, Moment(0));
        inventory
    }

    fn shown(inventory: &Inventory) -> Vec<&str> {
        inventory.tasks().map(|record| record.name.as_str()).collect()
    }

    fn after(inventory: &mut Inventory, operation: &Operation, reply: Reply) -> Vec<TaskRecord> {
        let mut run = Run::new(RunId("r".into()), &Plan::new(&name("b"), operation), Moment(1));
        run.send(Moment(1)).unwrap();
        run.record(reply, Moment(2)).unwrap();
        inventory.learn(&run)
    }

    #[test]
    fn a_state_is_known_only_from_a_confirmed_call() {
        let mut inventory = of(&["a", "b"]);
        assert_eq!(inventory.get(&name("b")).unwrap().knowledge, Knowledge::Nothing);
        after(&mut inventory, &Operation::Stop, confirmed("b"));
        let stopped = Knowledge::After { state: TaskState::Stopped, by: OperationKind::Stop, at: Moment(2) };
        assert_eq!(inventory.get(&name("b")).unwrap().knowledge, stopped);
        let start = Operation::Start { pull_back: false, restart: false };
        after(&mut inventory, &start, rejected());
        let record = inventory.get(&name("b")).unwrap();
        assert_eq!(record.knowledge, stopped, "a refusal changed nothing at the host");
        assert_eq!(record.last.unwrap().standing, Standing::Rejected);
        after(&mut inventory, &start, LOST);
        let doubt = Knowledge::InDoubt { by: OperationKind::Start, at: Moment(2) };
        assert_eq!(inventory.get(&name("b")).unwrap().knowledge, doubt);
        assert_eq!(inventory.get(&name("a")).unwrap().knowledge, Knowledge::Nothing);
    }

    #[test]
    fn a_deleted_task_goes_and_stays_gone_whatever_the_deployment_lists() {
        let mut inventory = of(&["a", "b", "c"]);
        after(&mut inventory, &Operation::Delete, LOST);
        assert_eq!(shown(&inventory), ["a", "b", "c"], "a delete in doubt deletes nothing here");
        after(&mut inventory, &Operation::Delete, confirmed("b"));
        assert_eq!(shown(&inventory), ["a", "c"]);
        assert!(inventory.add(&[name("b")], Source::Deployment, Moment(3)).is_empty());
        assert_eq!(inventory.add(&[name("b")], Source::Person, Moment(3)).len(), 1);
        assert!(inventory.shows(&name("b")));
    }

    #[test]
    fn a_migrated_task_goes_on_in_its_place_under_its_new_name() {
        let mut inventory = of(&["a", "b", "c"]);
        let changed = after(&mut inventory, &Operation::Migrate { destination: None }, confirmed("b2"));
        assert_eq!(shown(&inventory), ["a", "b2", "c"]);
        let changed: Vec<_> = changed.iter().map(|record| (record.name.as_str(), record.gone)).collect();
        assert_eq!(changed, [("b2", false), ("b", true)]);
        let last = inventory.get(&name("b2")).unwrap().last.unwrap();
        assert_eq!((last.kind, last.standing), (OperationKind::Migrate, Standing::Confirmed));
        assert!(inventory.get(&name("a")).is_some() && inventory.get(&name("c")).is_some());
    }

    #[test]
    fn a_migration_that_does_not_tell_a_name_keeps_the_old_one() {
        let nameless = Reply::Answer { status: 200, body: r#"{"isSuccess":true}"#.into() };
        for result in [nameless, confirmed("b"), confirmed(" ")] {
            let mut inventory = of(&["b"]);
            after(&mut inventory, &Operation::Migrate { destination: None }, result);
            assert_eq!(shown(&inventory), ["b"]);
            assert!(matches!(inventory.get(&name("b")).unwrap().knowledge, Knowledge::InDoubt { .. }));
        }
    }

    #[test]
    fn an_answer_of_another_shape_is_no_new_name() {
        let old = name("10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000002");
        assert_eq!(new_name(&old, Some("OK")), None);
        let next = "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0003000003";
        assert_eq!(new_name(&old, Some(next)), Some(name(next)));
        assert_eq!(new_name(&name("b"), Some("b2")), Some(name("b2")));
    }

    #[test]
    fn migrating_to_a_name_that_is_there_already_leaves_one_row() {
        let mut inventory = of(&["a", "b"]);
        after(&mut inventory, &Operation::Migrate { destination: None }, confirmed("a"));
        assert_eq!(shown(&inventory), ["a"]);
    }

    #[test]
    fn the_same_name_is_added_once_and_keeps_what_is_known() {
        let mut inventory = of(&["b"]);
        after(&mut inventory, &Operation::Stop, confirmed("b"));
        assert!(inventory.add(&[name("b"), name("b")], Source::Person, Moment(9)).is_empty());
        assert_eq!(inventory.get(&name("b")).unwrap().state(), Some(TaskState::Stopped));
    }

    #[test]
    fn the_order_of_adding_survives_being_stored() {
        let mut inventory = of(&["b", "c", "a"]);
        inventory.add(&[name("0")], Source::Person, Moment(0));
        after(&mut inventory, &Operation::Migrate { destination: None }, confirmed("9"));
        let mut stored = inventory.records.clone();
        stored.sort_by_key(|record| record.name.clone());
        assert_eq!(shown(&Inventory::from_records(stored)), ["9", "c", "a", "0"]);
    }
}
