//! The way to an operation that the host refuses for a task that runs: a Stop before it, in the same run.

use console_core::domain::operation::OperationKind;
use leptos::prelude::*;

use crate::components::CheckBox;
use crate::messages::forms;
use crate::stores::editing::Editing;
use crate::stores::tasks::Tasks;

/// Shows the check box that has the task stopped first; it is there while the task is known to run, or it is ticked.
#[component]
pub fn StopFirst(kind: OperationKind) -> impl IntoView {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    let is_ticked = move || editing.draft.with(|draft| draft.stop_first);
    let is_offered = move || {
        editing
            .draft
            .with(|draft| draft.stop_first || tasks.with(|inventory| draft.is_for_running_task(inventory)))
    };
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
