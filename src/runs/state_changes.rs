//! How the state of a task went, as far as this browser saw it.

use console_core::domain::inventory::Knowledge;
use console_core::domain::task_name::TaskName;
use leptos::prelude::*;

use crate::components::{TextContent, time_teller};
use crate::messages::{self, details};
use crate::stores::Now;
use crate::stores::settings::Settings;
use crate::stores::tasks::Tasks;

/// Shows the changes of a task's state, the latest first; nothing where there was none.
#[component]
pub fn StateChanges(task: TaskName) -> impl IntoView {
    let (tasks, settings) = (expect_context::<Tasks>(), expect_context::<Settings>());
    let now = expect_context::<Now>().0;
    let changes = Memo::new(move |_| {
        let changes = tasks.with(|inventory| inventory.get(&task).map(|record| record.changes.clone()));
        changes.unwrap_or_default()
    });
    let latest_first = move || changes.with(|changes| changes.iter().rev().copied().collect::<Vec<_>>());
    let line = move |knowledge: Knowledge| {
        let basis = move || TextContent(messages::state_basis(&knowledge, time_teller(settings, now.get())));
        view! {
            <li>
                <span>{messages::state(knowledge.category())}</span>
                " "
                <span class="basis" prop:textContent=basis></span>
            </li>
        }
    };
    view! {
        <Show when=move || changes.with(|changes| !changes.is_empty())>
            <details class="state-changes">
                <summary>{move || changes.with(|changes| details::state_changes(changes.len()))}</summary>
                <ol>
                    <For each=latest_first key=|knowledge| knowledge.since().map(|at| at.0) children=line/>
                </ol>
            </details>
        </Show>
    }
}
