//! Tasks that OMS moved by itself: gone under their names, with another one in their place.

use super::record::{Certainty, TaskRecord, WaitingCheckpoint};
use super::{Inventory, Knowledge, ReadingStanding, Sighting};

impl Inventory {
    /// Returns the task that a missing one probably goes on as: the only one of the same project, kind, sub-id and
    /// direction that was found since the missing one was seen last.
    pub fn probable_successor(&self, record: &TaskRecord) -> Option<&TaskRecord> {
        if self.sighting(record) != Sighting::Missing {
            return None;
        }
        let reading = record.reading.as_ref();
        let last_seen = match (reading, record.knowledge) {
            (Some(reading), _) => reading.at,
            (None, Knowledge::Read { at, .. }) => at,
            (None, _) => return None,
        };
        let mut found = self.tasks().filter(|other| {
            let is_there = other.reading.as_ref().is_some_and(|found| {
                found.standing == ReadingStanding::Current
                    && reading.is_none_or(|reading| reading.is_reverse == found.is_reverse)
            });
            is_there && other.added >= last_seen && other.name.may_follow(&record.name)
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Notes the checkpoints that wait for a missing task for its probable successor, too, as perhaps set: the missing
    /// one keeps its own. Not where anything was done to the successor here. Returns the records that changed.
    pub(super) fn hand_on_checkpoints(&mut self) -> Vec<TaskRecord> {
        let waiting = self.tasks().filter(|record| !record.checkpoints.is_empty());
        let heirs: Vec<_> = waiting
            .filter_map(|record| {
                let heir = self.probable_successor(record)?;
                let is_untouched = heir.last.is_none() && heir.checkpoints.is_empty();
                let perhaps = |kept: &WaitingCheckpoint| WaitingCheckpoint {
                    certainty: Certainty::Unknown,
                    ..kept.clone()
                };
                let checkpoints = record.checkpoints.iter().map(perhaps).collect();
                is_untouched.then(|| TaskRecord { checkpoints, ..heir.clone() })
            })
            .collect();
        heirs.iter().for_each(|heir| self.put(heir.clone()));
        heirs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::example::seen;
    use crate::domain::inventory::{LastOperation, OmsTask, OmsTaskState, OperationStanding};
    use crate::domain::operation::OperationKind;
    use crate::domain::run::{Moment, RunId};
    use crate::domain::task_name::TaskName;

    const OLD: &str = "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0000000001";
    const NEW: &str = "10.0.0.6-9000:connector_v2:np_1-incr_trans-1-0:0000000002";

    fn successor(first: Vec<OmsTask>, then: Vec<OmsTask>) -> Option<String> {
        let mut inventory = Inventory::default();
        inventory.see(first);
        inventory.see(then);
        inventory.set_missing(Moment(20));
        let record = inventory.get(&TaskName::parse(OLD).unwrap()).unwrap();
        inventory.probable_successor(record).map(|record| record.name.to_string())
    }

    fn old() -> OmsTask {
        seen(OLD, OmsTaskState::Running, 10)
    }

    fn new() -> OmsTask {
        seen(NEW, OmsTaskState::Running, 20)
    }

    #[test]
    fn a_missing_task_goes_on_as_the_one_that_came_in_its_place() {
        assert_eq!(successor(vec![old()], vec![new()]).as_deref(), Some(NEW));
    }

    #[test]
    fn a_checkpoint_that_waits_perhaps_waits_for_the_successor_until_something_is_done_to_it() {
        let mut inventory = Inventory::default();
        inventory.see(vec![old()]);
        let name = |text| TaskName::parse(text).unwrap();
        let mut record = inventory.get(&name(OLD)).unwrap().clone();
        let waiting = WaitingCheckpoint {
            value: "{}".into(),
            set: Moment(5),
            run: RunId("r".into()),
            certainty: Certainty::Confirmed,
            started_without: None,
        };
        record.checkpoints = vec![waiting.clone()];
        inventory.put(record.clone());
        // The successor may come later than the task is missed, and others may not be read at all.
        assert_eq!(inventory.set_missing_of(&[("np_1".into(), Moment(15))]), []);
        inventory.see(vec![new()]);
        let stored = inventory.set_missing_of(&[("np_1".into(), Moment(20))]);
        let expected = [WaitingCheckpoint { certainty: Certainty::Unknown, ..waiting }];
        assert_eq!(stored.iter().map(|heir| heir.name.as_str()).collect::<Vec<_>>(), [NEW]);
        assert_eq!(inventory.get(&name(NEW)).unwrap().checkpoints, expected);
        assert_eq!(inventory.get(&name(OLD)).unwrap().checkpoints, record.checkpoints);
        assert_eq!(inventory.set_missing(Moment(20)), [], "once");
        // It was started from the checkpoint.
        let mut started = inventory.get(&name(NEW)).unwrap().clone();
        let (kind, standing, at) = (OperationKind::Start, OperationStanding::Confirmed, Moment(30));
        (started.checkpoints, started.last) = (Vec::new(), Some(LastOperation { kind, standing, at }));
        inventory.put(started);
        assert_eq!(inventory.set_missing(Moment(20)), []);
    }

    #[test]
    fn what_was_there_before_or_has_another_place_is_no_successor() {
        let earlier = seen(NEW, OmsTaskState::Running, 5);
        assert_eq!(successor(vec![earlier, old()], vec![new()]), None);
        assert_eq!(successor(vec![old()], vec![new(), seen(OLD, OmsTaskState::Running, 20)]), None);
        assert_eq!(successor(vec![old()], vec![]), None);
        let other = seen(&NEW.replace("-1-0:", "-2-0:"), OmsTaskState::Running, 20);
        assert_eq!(successor(vec![old()], vec![other]), None);
        let third = seen(&NEW.replace("0002", "0003"), OmsTaskState::Running, 20);
        assert_eq!(successor(vec![old()], vec![new(), third]), None, "nobody knows which");
        let mut back = new();
        back.reading.is_reverse = true;
        assert_eq!(successor(vec![old()], vec![back]), None);
    }
}
