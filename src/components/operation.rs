//! Opening an operation from wherever its task is named.

use console_core::domain::operation::OperationKind;
use console_core::domain::task_name::TaskName;

use crate::messages;
use crate::stores::sheets::Sheets;
use crate::stores::tasks::Tasks;

/// Opens the form of an operation for a task, or says why it does not apply: a hint that only a mouse finds is none for
/// fingers and keys.
pub fn open_or_say_why_not(sheets: Sheets, tasks: Tasks, kind: OperationKind, task: &TaskName) {
    match kind.barred_for(task.component()) {
        None => sheets.open_form(kind, task),
        Some(why) => tasks.say(messages::barred(why)),
    }
}
