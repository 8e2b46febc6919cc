//! Opening an operation from wherever its task is named.

use console_core::domain::operation::OperationKind;
use console_core::domain::task_name::TaskName;
use leptos::prelude::*;

use crate::messages;
use crate::stores::announcements::Announcements;
use crate::stores::sheets::Sheets;
use crate::stores::tasks::Tasks;
use browser::clock;

/// A handle that opens operations.
#[derive(Clone, Copy)]
pub struct OperationOpener {
    tasks: Tasks,
    sheets: Sheets,
    announcements: Announcements,
}

impl OperationOpener {
    /// Takes the stores from the context.
    pub fn from_context() -> Self {
        Self { tasks: expect_context(), sheets: expect_context(), announcements: expect_context() }
    }

    /// Opens the form of an operation for a task, or says why it does not apply: a hint that only a mouse finds is none
    /// for fingers and keys.
    pub fn open(self, kind: OperationKind, task: &TaskName) {
        match untrack(|| why_not_offered(self.tasks, kind, task)) {
            None => self.sheets.open_form(kind, task),
            Some(why) => self.announcements.say(why),
        }
    }
}

/// Returns why an operation is not offered for a task now, if so. Tracked.
pub fn why_not_offered(tasks: Tasks, kind: OperationKind, task: &TaskName) -> Option<&'static str> {
    let of_component = || kind.barred_for(task.component()).map(messages::barred);
    tasks
        .with(|inventory| inventory.get(task)?.not_offered(kind, clock::now()))
        .map(messages::not_offered)
        .or_else(of_component)
}
