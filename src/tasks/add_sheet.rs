//! The sheet that adds tasks by their names.

use console_core::inventory::Source;
use console_core::names::read_names;
use leptos::prelude::*;

use crate::app::Sheets;
use crate::tasks::Tasks;
use crate::ui::{Sheet, TextField};

/// Takes pasted names, one a line.
#[component]
pub fn AddTasks(
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let sheets = expect_context::<Sheets>();
    let text = sheets.pasted;
    let tried = RwSignal::new(false);
    let read = Memo::new(move |_| text.with(|text| read_names(text)));
    let fresh = move || read.with(|read| read.names.iter().filter(|name| !tasks.shows(name)).count());
    let errors = Signal::derive(move || {
        read.with(|read| {
            let wrong = read.wrong.iter().map(|line| {
                format!(
                    "Line {line} holds a control character and is left out; a task name is one line of text."
                )
            });
            let none =
                (tried.get() && read.names.is_empty()).then(|| "Enter at least one task name.".to_owned());
            wrong.chain(none).collect::<Vec<_>>()
        })
    });
    let summary = move || {
        read.with(|read| match (read.names.len(), fresh()) {
            (0, _) => String::new(),
            (all, fresh) if all == fresh => format!("{} new.", names(all)),
            (all, fresh) => format!("{}: {fresh} new, {} in the list already.", names(all), all - fresh),
        })
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let found = read.with_untracked(|read| read.names.clone());
        if !found.is_empty() {
            tasks.add(&found, Source::Person);
            text.set(String::new());
            on_close.run(());
        }
    };
    view! {
        <Sheet title="Add tasks" on_close>
            <form class="sheet-form" novalidate on:submit=add>
                <div class="sheet-body">
                    <p class="explain">
                        "The host has no call that lists its tasks, so the console keeps a list of its own, in this browser."
                    </p>
                    <TextField
                        id="task-names"
                        label="Task names"
                        hint="One name a line."
                        lines=12
                        mono=true
                        value=text
                        on_input=move |typed| text.set(typed)
                        errors
                    />
                    <p class="summary" role="status">{summary}</p>
                </div>
                <footer class="sheet-foot">
                    <button type="submit" class="primary">"Add"</button>
                    <button type="button" on:click=move |_| on_close.run(())>"Cancel"</button>
                </footer>
            </form>
        </Sheet>
    }
}

fn names(count: usize) -> String {
    if count == 1 { "1 name".into() } else { format!("{count} names") }
}
