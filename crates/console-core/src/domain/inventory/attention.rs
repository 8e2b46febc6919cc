//! Why a person has to look at a task, and whether OMS knows it.

use super::reading::ReadingStanding;
use super::record::{Knowledge, OperationStanding, StateCategory, TaskRecord};
use super::{Inventory, LastOperation};
use crate::domain::operation::OperationKind;

/// A reason for which a task needs a person's attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionReason {
    /// An operation was left between two steps.
    Undecided(OperationKind),
    /// The outcome of the latest operation is unknown.
    OutcomeUnknown(OperationKind),
    /// A call that may or may not have been carried out makes the state doubtful.
    InDoubt(OperationKind),
    /// OMS says that it is abnormal.
    Exception,
    /// It runs although its project is at rest.
    RunsAtRest,
    /// Its delay is above the limit of its project.
    Late {
        /// The delay in seconds.
        delay: i64,
        /// The limit in seconds.
        limit: i64,
    },
    /// No Store of a subtopic that it reads is active.
    StoreDown,
    /// Its configuration names another connector manager than the host's.
    OtherManager,
    /// A checkpoint was set, or perhaps was, and not started from.
    CheckpointWaits,
    /// It ran until it was migrated, and is stopped since.
    RestsAfterMigrate,
    /// A later read of its project failed.
    Stale,
    /// A later read of everything did not find it.
    Missing,
}

/// An answer to whether the reads of OMS found a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sighting {
    /// Nothing was read that would tell.
    NotLookedFor,
    /// The latest read found it.
    Current,
    /// It was found, and a later read of its project, or of everything, failed.
    Stale,
    /// It was found, and a later read of everything did not find it any more.
    Missing,
    /// It was never found, although everything was read since it is in the list.
    Absent,
}

impl TaskRecord {
    /// Returns why a person has to look at it, the most pressing reasons first; there is one exactly where
    /// [`Self::needs_attention`].
    pub fn attention_reasons(&self) -> Vec<AttentionReason> {
        let last = |standing: fn(LastOperation) -> bool| self.last.filter(|last| standing(*last));
        let reading = self.reading.as_deref();
        let standing = reading.map(|reading| reading.standing);
        let late = self.late().map(|(delay, limit)| AttentionReason::Late { delay, limit });
        let when = |holds: bool, reason: AttentionReason| holds.then_some(reason);
        let in_doubt = match self.knowledge {
            Knowledge::InDoubt { by, .. } => Some(AttentionReason::InDoubt(by)),
            _ => None,
        };
        // Whose operation was left is told by the latest run.
        let undecided = self.last.map_or(OperationKind::PullBack, |last| last.kind);
        let unknown = last(|last| last.standing == OperationStanding::Unknown)
            .map(|last| AttentionReason::OutcomeUnknown(last.kind));
        [
            when(self.undecided, AttentionReason::Undecided(undecided)),
            unknown,
            in_doubt,
            when(self.knowledge.category() == StateCategory::Exception, AttentionReason::Exception),
            when(self.runs_at_rest(), AttentionReason::RunsAtRest),
            late,
            when(self.is_store_down(), AttentionReason::StoreDown),
            when(
                reading.is_some_and(|reading| reading.other_manager.is_some()),
                AttentionReason::OtherManager,
            ),
            when(self.waiting_checkpoint().is_some(), AttentionReason::CheckpointWaits),
            when(self.rests_after_migrate(), AttentionReason::RestsAfterMigrate),
            when(standing == Some(ReadingStanding::Stale), AttentionReason::Stale),
            when(standing == Some(ReadingStanding::Missing), AttentionReason::Missing),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl Inventory {
    /// Returns whether the reads of OMS found a task of the list.
    pub fn sighting(&self, record: &TaskRecord) -> Sighting {
        match record.reading.as_ref().map(|reading| reading.standing) {
            Some(ReadingStanding::Current) => Sighting::Current,
            Some(ReadingStanding::Stale | ReadingStanding::Lost) => Sighting::Stale,
            Some(ReadingStanding::Missing) => Sighting::Missing,
            None if !self.is_looked_for(record) => Sighting::NotLookedFor,
            // An earlier page may have read it.
            None if matches!(record.knowledge, Knowledge::Read { .. }) => Sighting::Missing,
            None => Sighting::Absent,
        }
    }

    /// Returns whether everything was read since a task is in the list under its name, or at least the project that
    /// the name tells. What was done later may have given it another one.
    fn is_looked_for(&self, record: &TaskRecord) -> bool {
        let since = record.knowledge.since().map_or(record.added, |known| known.max(record.added));
        let of_project = || self.projects_read.get(record.name.parts()?.project).copied();
        self.complete_pass.is_some_and(|pass| since < pass) || of_project().is_some_and(|read| since < read)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::inventory::example::{read_task, seen};
    use crate::domain::inventory::{Certainty, LAG, OmsTaskState, TaskEntry, TaskSource, WaitingCheckpoint};
    use crate::domain::run::{Moment, RunId};
    use crate::domain::task_name::TaskName;
    use proptest::prelude::*;

    fn name(text: &str) -> TaskName {
        TaskName::parse(text).unwrap()
    }

    #[test]
    fn what_oms_says_gives_reasons() {
        let reasons =
            |change: fn(&mut crate::domain::inventory::Reading)| read_task("a", change).attention_reasons();
        assert_eq!(reasons(|_| {}), []);
        assert_eq!(reasons(|it| it.delay = Some(31)), [AttentionReason::Late { delay: 31, limit: 30 }]);
        assert_eq!(
            reasons(|it| {
                it.is_store_down = true;
                it.standing = ReadingStanding::Stale;
            }),
            [AttentionReason::StoreDown, AttentionReason::Stale]
        );
        assert_eq!(
            reasons(|it| Arc::make_mut(&mut it.project).is_at_rest = true),
            [AttentionReason::RunsAtRest]
        );
    }

    #[test]
    fn a_task_that_no_complete_read_found_is_absent_unless_it_came_later() {
        let mut inventory = Inventory::default();
        inventory.add(&[TaskEntry::from(name("by hand"))], TaskSource::Person, Moment(5));
        inventory.see(vec![seen("a", OmsTaskState::Running, 8), seen("b", OmsTaskState::Running, 12)]);
        let sighting =
            |inventory: &Inventory, task: &str| inventory.sighting(inventory.get(&name(task)).unwrap());
        assert_eq!(sighting(&inventory, "by hand"), Sighting::NotLookedFor);
        inventory.set_missing(Moment(5));
        assert_eq!(sighting(&inventory, "by hand"), Sighting::NotLookedFor);
        inventory.set_missing(Moment(10));
        assert_eq!(sighting(&inventory, "by hand"), Sighting::Absent);
        assert!(inventory.get(&name("by hand")).unwrap().not_found);
        assert_eq!(sighting(&inventory, "a"), Sighting::Missing);
        assert_eq!(sighting(&inventory, "b"), Sighting::Current);
        inventory.set_stale(&["np_1".into()]);
        assert_eq!(sighting(&inventory, "b"), Sighting::Stale);
        inventory.add(&[TaskEntry::from(name("later"))], TaskSource::Person, Moment(11));
        assert_eq!(sighting(&inventory, "later"), Sighting::NotLookedFor);
        // What an earlier page read, and this one did not find.
        let mut kept = inventory.get(&name("a")).unwrap().clone();
        kept.reading = None;
        assert_eq!(inventory.sighting(&kept), Sighting::Missing);
        // An operation may have given it another name since.
        kept.knowledge = Knowledge::Moved { at: Moment(11) };
        assert_eq!(inventory.sighting(&kept), Sighting::NotLookedFor);
    }

    fn record() -> impl Strategy<Value = TaskRecord> {
        let knowledge = prop_oneof![
            Just(Knowledge::Nothing),
            Just(Knowledge::InDoubt { by: OperationKind::Stop, at: Moment(1) }),
            proptest::sample::select(vec![
                OmsTaskState::Running,
                OmsTaskState::Stopped,
                OmsTaskState::Exception,
                OmsTaskState::Other,
            ])
            .prop_map(|state| Knowledge::Read { state, at: Moment(1) }),
        ];
        let standing = proptest::sample::select(vec![
            ReadingStanding::Current,
            ReadingStanding::Stale,
            ReadingStanding::Lost,
            ReadingStanding::Missing,
        ]);
        let reading = (proptest::option::of(0i64..60), any::<[bool; 3]>(), standing);
        let last = proptest::sample::select(vec![
            None,
            Some(OperationStanding::Confirmed),
            Some(OperationStanding::Unknown),
        ]);
        (knowledge, last, any::<[bool; 4]>(), reading).prop_map(
            |(
                knowledge,
                standing,
                [undecided, waits, is_migrate, ran],
                (delay, [is_read, is_at_rest, is_store_down], read),
            )| {
                let mut record = read_task("a", |it| {
                    (it.delay, it.is_store_down, it.standing) = (delay, is_store_down, read);
                    Arc::make_mut(&mut it.project).is_at_rest = is_at_rest;
                });
                record.reading = record.reading.filter(|_| is_read);
                record.knowledge = knowledge;
                record.undecided = undecided;
                let kind = if is_migrate { OperationKind::Migrate } else { OperationKind::Stop };
                record.last = standing.map(|standing| LastOperation { kind, standing, at: Moment(-LAG) });
                let runs = Knowledge::Read { state: OmsTaskState::Running, at: Moment(-LAG) };
                record.changes = ran.then_some([runs, knowledge]).into_iter().flatten().collect();
                let checkpoint = WaitingCheckpoint {
                    value: String::new(),
                    set: Moment(0),
                    run: RunId("r".into()),
                    certainty: Certainty::Confirmed,
                    started_without: None,
                };
                record.checkpoints = waits.then_some(checkpoint).into_iter().collect();
                record
            },
        )
    }

    proptest! {
        #[test]
        fn a_task_needs_attention_exactly_where_there_is_a_reason(record in record()) {
            prop_assert_eq!(record.needs_attention(), !record.attention_reasons().is_empty());
        }
    }
}
