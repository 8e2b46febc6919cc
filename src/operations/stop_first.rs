//! The way to an operation that the host refuses for a task that runs: a Stop before it, in the same run.

use console_core::domain::inventory::TaskState;
use console_core::domain::operation::OperationKind;
use console_core::forms::draft::Draft;
use leptos::prelude::*;

use crate::components::CheckBox;
use crate::messages::forms;
use crate::stores::editing::Editing;
use crate::stores::tasks::Tasks;

/// Returns whether the task of a draft is known to run, and the operation may be refused for that. Tracked.
pub fn is_for_running_task(tasks: Tasks, draft: &Draft) -> bool {
    forms::stop_first(draft.kind).is_some()
        && draft.task_name().and_then(|name| tasks.get(&name)).and_then(|record| record.state())
            == Some(TaskState::Running)
}

/// Shows the check box that has the task stopped first; it is there while the task is known to run, or it is ticked.
#[component]
pub fn StopFirst(kind: OperationKind) -> impl IntoView {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    let is_ticked = move || editing.draft.with(|draft| draft.stop_first);
    let is_offered =
        move || editing.draft.with(|draft| draft.stop_first || is_for_running_task(tasks, draft));
    forms::stop_first(kind).map(|(label, hint)| {
        view! {
            <Show when=is_offered>
                <CheckBox
                    id="stop-first"
                    label
                    hint
                    checked=is_ticked
                    on_change=move |ticked| editing.change(|draft| draft.stop_first = ticked)
                />
            </Show>
        }
    })
}
