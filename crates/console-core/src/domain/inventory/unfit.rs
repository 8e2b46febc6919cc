//! Which operations do not fit the state of a task or of its project, as OMS documents it and told it.

use super::reading::{OmsTaskState, Reading, ReadingStanding};
use super::record::{Knowledge, TaskRecord};
use crate::domain::operation::{BarredReason, OperationKind};
use crate::domain::run::Moment;

/// How long after a read a state is old, in milliseconds.
pub const OLD: i64 = 120_000;

/// A state that an operation does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnfitState {
    /// The task's own.
    OfTask(OmsTaskState),
    /// Its project runs. OMS's own console deletes no component then; of the API this is not documented.
    ProjectRuns,
}

/// Why an operation does not fit a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// The state that OMS told.
    pub state: UnfitState,
    /// When it did.
    pub at: Moment,
    /// Whether that is old, could not be read again since, or rules out nothing for certain, so that a person may act anyway.
    pub is_doubtful: bool,
}

/// Why an operation is not offered for a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOffered {
    /// It does not exist for the task's component.
    Component(BarredReason),
    /// It does not fit the task's state.
    State(Unfit),
}

impl TaskRecord {
    /// Returns why an operation does not fit the state that OMS told, if so. What own calls tell, and states that are
    /// not documented, keep nobody from anything.
    pub fn unfit(&self, kind: OperationKind, now: Moment) -> Option<Unfit> {
        self.unfit_for_task(kind, now).or_else(|| self.unfit_for_project(kind))
    }

    fn unfit_for_project(&self, kind: OperationKind) -> Option<Unfit> {
        let is_there =
            |reading: &&Reading| reading.standing != ReadingStanding::Missing && reading.project.runs();
        let reading = self.reading.as_deref().filter(is_there)?;
        let unfit = Unfit { state: UnfitState::ProjectRuns, at: reading.at, is_doubtful: true };
        (kind == OperationKind::Delete).then_some(unfit)
    }

    fn unfit_for_task(&self, kind: OperationKind, now: Moment) -> Option<Unfit> {
        let Knowledge::Read { state, at } = self.knowledge else { return None };
        let is_unfit = match state {
            OmsTaskState::Running => kind == OperationKind::Start,
            OmsTaskState::Stopped | OmsTaskState::Exception => kind == OperationKind::Stop,
            OmsTaskState::Finished => kind != OperationKind::Delete,
            OmsTaskState::Other => false,
        };
        let is_current =
            self.reading.as_ref().is_some_and(|reading| reading.standing == ReadingStanding::Current);
        let is_old = now.0.saturating_sub(at.0) > OLD;
        is_unfit.then_some(Unfit { state: UnfitState::OfTask(state), at, is_doubtful: is_old || !is_current })
    }

    /// Returns why an operation is not offered, if so.
    pub fn not_offered(&self, kind: OperationKind, now: Moment) -> Option<NotOffered> {
        let of_component = kind.barred_for(self.component()).map(NotOffered::Component);
        let of_state =
            || self.unfit_for_task(kind, now).filter(|unfit| !unfit.is_doubtful).map(NotOffered::State);
        of_component.or_else(of_state)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::inventory::example::{read_task, seen};
    use crate::domain::inventory::{Inventory, TaskState};
    use crate::domain::task_name::{Component, TaskName};

    fn offered(state: OmsTaskState) -> Vec<OperationKind> {
        let mut inventory = Inventory::default();
        inventory.see(vec![seen("a", state, 0)]);
        let record = inventory.get(&TaskName::parse("a").unwrap()).unwrap();
        let all = OperationKind::ALL.iter().copied();
        all.filter(|kind| record.not_offered(*kind, Moment(OLD)).is_none()).collect()
    }

    #[test]
    fn what_is_offered_follows_the_state_that_oms_told() {
        use OperationKind::{Delete, Migrate, PullBack, Start, Stop, Update};
        assert_eq!(offered(OmsTaskState::Running), [Stop, Update, PullBack, Migrate, Delete]);
        assert_eq!(offered(OmsTaskState::Stopped), [Start, Update, PullBack, Migrate, Delete]);
        assert_eq!(offered(OmsTaskState::Exception), [Start, Update, PullBack, Migrate, Delete]);
        assert_eq!(offered(OmsTaskState::Finished), [Delete]);
        assert_eq!(offered(OmsTaskState::Other), OperationKind::ALL);
    }

    #[test]
    fn a_full_import_by_what_oms_says_is_not_pulled_back() {
        let mut record = read_task("10.20.0.11-9000:p_48a7_dest-000-0:0000000001", |_| {});
        let barred = |record: &TaskRecord| record.not_offered(OperationKind::PullBack, Moment(OLD));
        assert_eq!(barred(&record), None);
        record = read_task(record.name.as_str(), |it| it.component = Component::FullImport);
        assert_eq!(barred(&record), Some(NotOffered::Component(BarredReason::PullBackIsForIncrSync)));
    }

    #[test]
    fn a_delete_in_a_project_that_runs_is_left_to_a_person() {
        let unfit = |state: Option<&str>, kind| {
            let record = read_task("a", |it| {
                Arc::make_mut(&mut it.project).state = state.map(str::to_owned);
            });
            assert_eq!(record.not_offered(OperationKind::Delete, Moment(1)), None);
            record.unfit(kind, Moment(1)).map(|unfit| (unfit.state, unfit.is_doubtful))
        };
        let runs = Some((UnfitState::ProjectRuns, true));
        for state in ["RUNNING", "RUNNING_MERGING", "RUNNING_ALARMING", "RUNNING_OTHERWISE"] {
            assert_eq!(unfit(Some(state), OperationKind::Delete), runs, "{state}");
            assert_eq!(unfit(Some(state), OperationKind::Stop), None, "{state}");
        }
        for state in [Some("SUSPEND"), Some("FINISHED"), Some("RELEASED"), Some("RUNNINGS"), None] {
            assert_eq!(unfit(state, OperationKind::Delete), None, "{state:?}");
        }
    }

    #[test]
    fn what_is_old_stale_missing_or_known_from_own_calls_keeps_nobody_from_acting() {
        let mut inventory = Inventory::default();
        let name = TaskName::parse("a").unwrap();
        inventory.see(vec![seen("a", OmsTaskState::Running, 0)]);
        let start = |inventory: &Inventory, now: i64| {
            let record = inventory.get(&name).unwrap();
            (
                record.unfit(OperationKind::Start, Moment(now)).map(|unfit| unfit.is_doubtful),
                record.not_offered(OperationKind::Start, Moment(now)).is_some(),
            )
        };
        assert_eq!(start(&inventory, OLD), (Some(false), true));
        assert_eq!(start(&inventory, OLD + 1), (Some(true), false));
        inventory.set_all_stale();
        assert_eq!(start(&inventory, 1), (Some(true), false));
        inventory.see(vec![seen("a", OmsTaskState::Running, 2)]);
        inventory.set_missing(Moment(3));
        assert_eq!(start(&inventory, 4), (Some(true), false));
        // A record of an earlier page has no reading yet.
        let mut record = inventory.get(&name).unwrap().clone();
        record.reading = None;
        assert!(record.unfit(OperationKind::Start, Moment(4)).unwrap().is_doubtful);
        record.knowledge =
            Knowledge::After { state: TaskState::Running, by: OperationKind::Start, at: Moment(4) };
        assert_eq!(record.unfit(OperationKind::Start, Moment(4)), None);
    }
}
