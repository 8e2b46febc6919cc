//! What became of tasks that are gone under their names.

use super::Inventory;
use super::record::{NameEnd, Presence, TaskRecord};
use crate::domain::operation::OperationKind;
use crate::domain::run::Moment;
use crate::domain::task_name::TaskName;

/// A fate that befell a task which is gone under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// How the name ended.
    pub ended: NameEnd,
    /// The name that the task has now, after all migrations that were made here.
    pub now: Option<TaskName>,
    /// If it was deleted under a later name: that name, and when.
    pub deleted: Option<(TaskName, Moment)>,
}

impl TaskRecord {
    /// Returns how the name ended, if the task is gone under it.
    fn ended(&self) -> Option<NameEnd> {
        self.ended.clone().filter(|_| self.presence == Presence::Gone)
    }
}

impl Inventory {
    /// Returns what became of a task that was deleted or migrated here; nothing of one that was not.
    pub fn fate(&self, name: &TaskName) -> Option<Fate> {
        let ended = self.get(name)?.ended()?;
        let mut fate = Fate { now: ended.successor.clone(), ended, deleted: None };
        // No chain is longer than the list, and none of them is a ring that lives.
        for _ in 0..self.records().len() {
            let next = fate.now.as_ref().and_then(|now| self.get(now)).and_then(TaskRecord::ended);
            let Some(next) = next else { return fate.into() };
            if next.successor.is_none() && next.by == OperationKind::Delete {
                fate.deleted = fate.now.map(|now| (now, next.at));
            }
            fate.now = next.successor;
        }
        fate.now = None;
        Some(fate)
    }
}
