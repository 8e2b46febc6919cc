//! Whether a draft fits what is known of its task.

use super::Draft;
use crate::domain::inventory::{Inventory, TaskState, Unfit};
use crate::domain::run::Moment;
use crate::domain::task_name::TaskName;

impl Draft {
    /// Returns why the operation does not fit the state of a task.
    pub fn unfit(&self, task: &TaskName, inventory: &Inventory, now: Moment) -> Option<Unfit> {
        inventory.get(task)?.unfit(self.kind, now)
    }

    /// Returns whether nothing may be sent because of what is known of the task: its name is dead, or its state does not
    /// allow the operation, and nobody has said to send it all the same.
    pub fn is_barred(&self, task: &TaskName, inventory: &Inventory, now: Moment) -> bool {
        let is_dead = inventory.fate(task).is_some();
        let is_unfit = |unfit: Unfit| !(unfit.is_doubtful && self.acts_anyway);
        is_dead && !self.under_old_name || self.unfit(task, inventory, now).is_some_and(is_unfit)
    }

    /// Returns whether the task is known to run, and the host may refuse the operation for that.
    pub fn is_for_running_task(&self, inventory: &Inventory) -> bool {
        let is_running = |name| inventory.get(&name)?.state().map(|state| state == TaskState::Running);
        self.kind.may_need_stop() && self.task_name().and_then(is_running) == Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::example::seen;
    use crate::domain::inventory::{OLD, OmsTaskState};
    use crate::domain::operation::OperationKind;

    fn running() -> Inventory {
        let mut inventory = Inventory::default();
        inventory.see(vec![seen("a", OmsTaskState::Running, 0)]);
        inventory
    }

    #[test]
    fn what_a_state_rules_out_is_barred_and_acting_anyway_helps_only_where_that_is_old() {
        let (inventory, task) = (running(), TaskName::exact("a").unwrap());
        let mut draft = Draft::new(OperationKind::Start, "a", "UTC");
        for (acts_anyway, now, is_barred) in
            [(false, OLD, true), (true, OLD, true), (false, OLD + 1, true), (true, OLD + 1, false)]
        {
            draft.acts_anyway = acts_anyway;
            assert_eq!(draft.is_barred(&task, &inventory, Moment(now)), is_barred, "{acts_anyway} {now}");
        }
        draft.kind = OperationKind::Stop;
        assert!(!draft.is_barred(&task, &inventory, Moment(OLD)));
    }

    #[test]
    fn a_running_task_is_stopped_before_what_the_host_may_refuse_for_that() {
        use OperationKind::{Delete, Migrate, Update};
        let needs_stop = |kind: &OperationKind| Draft::new(*kind, "a", "UTC").is_for_running_task(&running());
        let found: Vec<_> = OperationKind::ALL.iter().copied().filter(needs_stop).collect();
        assert_eq!(found, [Update, Migrate, Delete]);
        assert!(!Draft::new(Delete, "b", "UTC").is_for_running_task(&running()));
    }
}
