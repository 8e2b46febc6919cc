//! The toolbar above the table: the filter box, how much is shown, and the way to add tasks.

use leptos::prelude::*;

use crate::app::{Opened, Sheets, View};

/// The toolbar.
#[component]
pub fn Toolbar() -> impl IntoView {
    let view = expect_context::<View>();
    let sheets = expect_context::<Sheets>();
    let count = move || {
        let (shown, all) = (view.rows.with(Vec::len), view.total.get());
        let tasks = if all == 1 { "task" } else { "tasks" };
        if shown == all { format!("{all} {tasks}") } else { format!("{shown} of {all} {tasks}") }
    };
    view! {
        <div class="toolbar" role="toolbar" aria-label="Table">
            <input
                id="filter"
                class="filter"
                type="search"
                aria-label="Filter tasks"
                placeholder="Filter tasks"
                autocomplete="off"
                spellcheck="false"
                prop:value=view.filter
                on:input:target=move |event| view.set_filter(event.target().value())
            />
            <span class="count" role="status">{count}</span>
            <button type="button" class="add" on:click=move |_| sheets.open(Opened::AddTasks)>"Add tasks"</button>
        </div>
    }
}
