//! Tasks that name another connector manager than the others of their host do.

use std::sync::Arc;

use super::Inventory;
use super::reading::Reading;

/// Returns whether two addresses are those of the same connector manager.
pub fn is_same_manager(one: &str, other: &str) -> bool {
    let plain = |address: &str| address.trim().trim_end_matches('/').to_ascii_lowercase();
    plain(one) == plain(other)
}

impl Inventory {
    /// Marks the tasks whose connector manager is another one than that of most of them; none where no manager has more
    /// than half. Where the deployment names the manager, that one counts, and readings tell none here.
    pub(super) fn compare_managers(&mut self) {
        let readings = self.records.iter().filter_map(|record| record.reading.as_ref());
        let named: Vec<_> = readings.filter_map(|reading| reading.manager.as_deref()).collect();
        // The only one that can have more than half, found in one pass.
        let (candidate, _) = named.iter().fold((None, 0_usize), |(candidate, lead), named| match candidate {
            Some(leader) if is_same_manager(leader, named) => (candidate, lead + 1),
            Some(_) if lead > 0 => (candidate, lead - 1),
            _ => (Some(*named), 1),
        });
        let has_most = |leader: &&str| {
            2 * named.iter().filter(|named| is_same_manager(named, leader)).count() > named.len()
        };
        self.usual_manager = candidate.filter(has_most).map(str::to_owned);
        for reading in self.records.iter_mut().filter_map(|record| record.reading.as_mut()) {
            let other = other_manager(self.usual_manager.as_deref(), reading);
            if reading.manager.is_some() && reading.other_manager != other {
                Arc::make_mut(reading).other_manager = other;
            }
        }
    }

    /// Marks a task that was just read as the others were when all of them were compared.
    pub(super) fn compare_manager(&self, reading: &mut Reading) {
        if reading.manager.is_some() {
            reading.other_manager = other_manager(self.usual_manager.as_deref(), reading);
        }
    }
}

fn other_manager(usual: Option<&str>, reading: &Reading) -> Option<String> {
    reading.manager.clone().filter(|named| usual.is_some_and(|usual| !is_same_manager(named, usual)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::example::seen;
    use crate::domain::inventory::{AttentionReason, OmsTask, OmsTaskState};
    use crate::domain::run::Moment;

    fn on(task: &str, manager: Option<&str>, at: i64) -> OmsTask {
        let mut seen = seen(task, OmsTaskState::Running, at);
        seen.reading.manager = manager.map(str::to_owned);
        seen
    }

    fn marked(inventory: &Inventory) -> Vec<&str> {
        let is_marked = |reasons: Vec<AttentionReason>| reasons.contains(&AttentionReason::OtherManager);
        let tasks = inventory.tasks().filter(|task| is_marked(task.attention_reasons()));
        tasks.map(|task| task.name.as_str()).collect()
    }

    #[test]
    fn the_task_that_differs_from_most_others_is_marked_from_a_complete_read_on() {
        let mut inventory = Inventory::default();
        let (own, other) = (Some("http://cm:8088"), Some("http://other:8088"));
        inventory.see(vec![on("a", own, 1), on("b", Some("HTTP://cm:8088/"), 1), on("c", other, 1)]);
        inventory.see(vec![on("d", None, 1), on("e", None, 1)]);
        assert_eq!(marked(&inventory), [""; 0], "not all were read yet");
        inventory.set_missing(Moment(0));
        assert_eq!(marked(&inventory), ["c"]);
        inventory.see(vec![on("c", other, 2), on("a", own, 2)]);
        assert_eq!(marked(&inventory), ["c"], "the mark stays while the next pass goes on");
        inventory.see(vec![on("c", own, 3)]);
        assert_eq!(marked(&inventory), [""; 0]);
    }

    #[test]
    fn where_no_manager_has_most_of_the_tasks_nobody_knows_which_is_wrong() {
        let mut inventory = Inventory::default();
        let (one, other) = (Some("http://one"), Some("http://other"));
        inventory.see(vec![on("a", one, 1), on("b", other, 1), on("c", None, 1)]);
        inventory.set_missing(Moment(0));
        assert_eq!(marked(&inventory), [""; 0]);
    }
}
