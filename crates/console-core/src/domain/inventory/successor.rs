//! Tasks that OMS moved by itself: gone under their names, with another one in their place.

use super::record::TaskRecord;
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::example::seen;
    use crate::domain::inventory::{ReadState, SeenTask};
    use crate::domain::run::Moment;
    use crate::domain::task_name::TaskName;

    const OLD: &str = "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0000000001";
    const NEW: &str = "10.0.0.6-9000:connector_v2:np_1-incr_trans-1-0:0000000002";

    fn successor(first: Vec<SeenTask>, then: Vec<SeenTask>) -> Option<String> {
        let mut inventory = Inventory::default();
        inventory.see(first);
        inventory.see(then);
        inventory.set_missing(Moment(20));
        let record = inventory.get(&TaskName::parse(OLD).unwrap()).unwrap();
        inventory.probable_successor(record).map(|record| record.name.to_string())
    }

    fn old() -> SeenTask {
        seen(OLD, ReadState::Running, 10)
    }

    fn new() -> SeenTask {
        seen(NEW, ReadState::Running, 20)
    }

    #[test]
    fn a_missing_task_goes_on_as_the_one_that_came_in_its_place() {
        assert_eq!(successor(vec![old()], vec![new()]).as_deref(), Some(NEW));
    }

    #[test]
    fn what_was_there_before_or_has_another_place_is_no_successor() {
        let earlier = seen(NEW, ReadState::Running, 5);
        assert_eq!(successor(vec![earlier, old()], vec![new()]), None);
        assert_eq!(successor(vec![old()], vec![new(), seen(OLD, ReadState::Running, 20)]), None);
        assert_eq!(successor(vec![old()], vec![]), None);
        let other = seen(&NEW.replace("-1-0:", "-2-0:"), ReadState::Running, 20);
        assert_eq!(successor(vec![old()], vec![other]), None);
        let third = seen(&NEW.replace("0002", "0003"), ReadState::Running, 20);
        assert_eq!(successor(vec![old()], vec![new(), third]), None, "nobody knows which");
        let mut back = new();
        back.reading.is_reverse = true;
        assert_eq!(successor(vec![old()], vec![back]), None);
    }
}
