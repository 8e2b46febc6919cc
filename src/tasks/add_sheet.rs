//! The sheet that adds tasks: what was recognised in a pasted or dropped text is shown before anything is added.

use std::time::Duration;

use browser::debounce::Debounce;
use browser::{event, field, files, keyboard, spawn_local};
use console_core::domain::inventory::{TaskEntry, TaskSource};
use console_core::interchange::import::{self, FoundTasks, LeftOut, ReadAs};
use leptos::ev;
use leptos::prelude::*;

use crate::components::{Marked, Name, Sheet, TextContent, TextField};
use crate::messages::{self, lists};
use crate::stores::Now;
use crate::stores::sheets::{AddedTasks, Sheets};
use crate::stores::table_view::{Goal, TableView};
use crate::stores::tasks::Tasks;

/// The most names and the most left-out lines that are listed.
const LISTED: usize = 100;
/// From this length on, in bytes, a text is read after a debounce: reading it at every keystroke would slow down
/// typing.
const LONG: usize = 20_000;
/// The id of the button that adds.
const ADD: &str = "add-tasks";
/// The debounce of reading a long text.
const REST: Duration = Duration::from_millis(150);

/// Adds the tasks that are named in a text.
#[component]
pub fn AddTasks(on_close: Callback<()>) -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let (sheets, view) = (expect_context::<Sheets>(), expect_context::<TableView>());
    let Sheets { pasted: text, pasted_from: note, .. } = sheets;
    let error = RwSignal::new("");
    let found = RwSignal::new(text.with_untracked(|text| import::read(text)));
    // Whether the text is a long one that was not read yet.
    let is_pending = RwSignal::new(false);
    let debounce = Debounce::new(REST);
    // The sheet may be gone when a text has rested, or a file was read. The text is there the next time.
    let read_now = move || {
        debounce.cancel();
        let _ = found.try_set(text.with_untracked(|text| import::read(text)));
        let _ = is_pending.try_set(false);
    };
    let take = move |typed: String| {
        let is_long = typed.len() > LONG;
        text.set(typed);
        note.set(String::new());
        let _ = error.try_set("");
        if is_long {
            let _ = is_pending.try_set(true);
            debounce.call(read_now);
        } else {
            read_now();
        }
    };
    let errors = move || {
        let error = Some(error.get()).filter(|error| !error.is_empty());
        error.map(str::to_owned).into_iter().collect::<Vec<_>>()
    };
    let summary = move || {
        let count = found.with(|found| found.entries.len());
        // Nothing is said of a text that was not read yet.
        if count == 0 && (is_pending.get() || text.with(|text| text.trim().is_empty())) {
            return String::new();
        }
        let is_new = |entry: &&TaskEntry| !tasks.shows(&entry.name);
        messages::recognised(count, found.with(|found| found.entries.iter().filter(is_new).count()))
    };
    let add = move || {
        if is_pending.get_untracked() {
            read_now();
        }
        let entries = found.with_untracked(|found| found.entries.clone());
        if entries.is_empty() {
            error.set(lists::NO_NAMES);
        } else {
            let names = |is_known| {
                let is_meant = |entry: &&TaskEntry| untrack(|| tasks.shows(&entry.name)) == is_known;
                entries.iter().filter(is_meant).map(|entry| entry.name.clone()).collect()
            };
            let added = AddedTasks { fresh: names(false), known: names(true) };
            tasks.add(&entries, TaskSource::Person);
            sheets.added.set(Some(added));
            text.set(String::new());
            note.set(String::new());
            let first = sheets.added.with_untracked(|added| added.as_ref()?.fresh.first().cloned());
            on_close.run(());
            // What is new is scrolled into view, marked.
            if let Some(first) = first {
                sheets.set_about(Some(first.clone()));
                view.goal.set(Some(Goal::Task(first)));
            }
        }
    };
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        add();
    };
    // As in the forms of operations: from a field, and from the button that does it.
    let on_key = move |event: ev::KeyboardEvent| {
        let is_meant = field::is_text_area(&event) || field::is_input(&event) || event::is_from(&event, ADD);
        if let Some(key) = keyboard::key(&event).filter(|key| is_meant && key.is_command("Enter")) {
            event.prevent_default();
            if !key.repeated {
                add();
            }
        }
    };
    let choose_file = move |event: ev::Event| {
        let chosen = files::chosen(&event);
        spawn_local(async move {
            match files::read(chosen).await {
                Ok(read) => {
                    take(read.text);
                    note.set(read.guessed.map_or(String::new(), messages::guessed_file_encoding));
                }
                Err(failure) => drop(error.try_set(messages::file_error(failure))),
            }
        });
        field::set_value(&event, "");
    };
    let has_note = Memo::new(move |_| note.with(|note| !note.is_empty()));
    view! {
        <Sheet title=messages::ADD_TASKS on_close>
            <form class="sheet-form" novalidate on:submit=on_submit on:keydown=on_key>
                <div class="sheet-body">
                    <p class="explain">{lists::ADD_TASKS_HINT}</p>
                    <TextField
                        id="task-names"
                        label=lists::TASK_NAMES
                        hint=lists::TASK_NAMES_HINT
                        value=text
                        on_input=take
                        errors=Signal::derive(errors)
                        lines=10
                        first_focus=true
                        mono=true
                    />
                    <div class="field">
                        <label for="task-file">{lists::FILE}</label>
                        <input
                            type="file"
                            id="task-file"
                            accept=".txt,.csv,.tsv,.json,.log,.md,text/*,application/json"
                            on:change=choose_file
                        />
                        <p class="hint">{lists::FILE_HINT}</p>
                    </div>
                    <Show when=move || has_note.get()>
                        <p class="hint" role="status" prop:textContent=move || note.get()></p>
                    </Show>
                    <p class="summary" role="status" prop:textContent=move || TextContent(summary())></p>
                    {move || found.with(recognised)}
                    {move || found.with(read_differently)}
                    {move || found.with(left_out)}
                </div>
                <div class="sheet-foot">
                    <button type="submit" class="primary" id=ADD>{messages::ADD}</button>
                    <button type="button" on:click=move |_| on_close.run(())>{messages::CANCEL}</button>
                    <p class="hint send-key">{lists::ADD_KEY}</p>
                </div>
            </form>
        </Sheet>
    }
}

/// Shows the tasks as they will be added; nothing where there are none.
fn recognised(found: &FoundTasks) -> Option<impl IntoView + use<>> {
    let (tasks, now) = (expect_context::<Tasks>(), expect_context::<Now>().0);
    let row = |entry: &TaskEntry| {
        let (is_known, fate) =
            tasks.with_untracked(|inventory| (inventory.shows(&entry.name), inventory.fate(&entry.name)));
        let hint = match fate {
            Some(fate) => messages::fate(&fate, now.get_untracked()),
            None if is_known => lists::IN_LIST.to_owned(),
            None => lists::component_of_name(entry.name.component()).to_owned(),
        };
        let labels = entry.labels.iter();
        let labels = labels.map(|label| view! { <bdi class="label"><Marked text=label.clone()/></bdi> });
        view! {
            <li>
                <Name text=entry.name.as_str()/>
                {labels.collect_view()}
                <span class="hint" prop:textContent=hint></span>
            </li>
        }
    };
    let rows = found.entries.iter().take(LISTED).map(row).collect_view();
    let count = found.entries.len();
    (count > 0).then(|| list(lists::RECOGNISED.to_owned(), rows, count))
}

/// Shows the lines that were read as another name than what they say; nothing where there are none.
fn read_differently(found: &FoundTasks) -> Option<impl IntoView + use<>> {
    let row = |read: &ReadAs| {
        view! {
            <li>
                <span class="hint" prop:textContent=lists::line(read.line)></span>
                <Name text=read.text.clone()/>
                <span class="hint">{lists::WAS_READ_AS}</span>
                <Name text=read.name.as_str()/>
            </li>
        }
    };
    let rows = found.read_as.iter().take(LISTED).map(row).collect_view();
    let count = found.read_as.len();
    (count > 0).then(|| list(lists::read_differently(count), rows, count))
}

/// Shows the lines without a name; nothing where there are none.
fn left_out(found: &FoundTasks) -> Option<impl IntoView + use<>> {
    let row = |left: &LeftOut| {
        // The mark of a cut is no odd character of the text.
        let (written, is_cut) = left.written();
        view! {
            <li>
                <span class="hint" prop:textContent=messages::left_out_line(left.line, left.why)></span>
                <Name text=written.to_owned()/>
                {is_cut.then_some("…")}
            </li>
        }
    };
    let rows = found.left_out.iter().take(LISTED).map(row).collect_view();
    let count = found.left_out.len();
    (count > 0).then(|| list(messages::left_out(count), rows, count))
}

fn list(title: String, rows: impl IntoView + 'static, count: usize) -> AnyView {
    let more = count.checked_sub(LISTED).filter(|more| *more > 0);
    view! {
        <details class="found" open>
            <summary prop:textContent=title></summary>
            <ul>{rows}</ul>
            {more.map(|more| view! { <p class="hint" prop:textContent=lists::more(more)></p> })}
        </details>
    }
    .into_any()
}
