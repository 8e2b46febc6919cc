//! The sheet that adds tasks: whatever is pasted or dropped, with what was recognised in it and what was
//! not shown before anything is added.

use std::sync::Arc;
use std::time::Duration;

use console_core::domain::inventory::Source;
use console_core::domain::task_name::Component;
use console_core::interchange::import::{self, Found};
use leptos::prelude::*;

use crate::components::{Node, TextField, all, button, el, live, marked, name, nothing, sheet, styled, when};
use crate::messages;
use crate::stores::Console;
use browser::{element, files, spawn_local};

/// How many names and how many left-out lines are shown.
const SHOWN: usize = 100;
/// From this length on, in bytes, a text is read only when it rests: reading it at every keystroke would
/// hold up typing.
const LONG: usize = 20_000;
/// How long a long text rests before it is read.
const RESTED: Duration = Duration::from_millis(150);

/// Takes pasted names.
pub fn add_tasks(console: Console, on_close: Callback<()>) -> Node {
    let Console { tasks, sheets, .. } = console;
    let text = sheets.pasted;
    let said = sheets.pasted_from;
    let complaint = RwSignal::new("");
    // Counts the changes to the text, and says which of them was read last.
    let (changed, due) = (StoredValue::new(0_u32), RwSignal::new(0_u32));
    let found = Memo::new(move |_| {
        due.track();
        text.with_untracked(|text| Read(import::read(text)))
    });
    let read_now = move || {
        let count = changed.get_value();
        if due.get_untracked() != count {
            due.set(count);
        }
    };
    let take = move |typed: String| {
        let is_long = typed.len() > LONG;
        text.set(typed);
        said.set(String::new());
        // A file may have been read for longer than the sheet was open; its text is there the next time.
        let counted = changed.try_update_value(|count| {
            *count = count.wrapping_add(1);
            *count
        });
        let Some(count) = counted else { return };
        complaint.set("");
        if !is_long {
            return read_now();
        }
        let rested = move || {
            if changed.try_get_value() == Some(count) {
                read_now();
            }
        };
        set_timeout(rested, RESTED);
    };
    let errors = Arc::new(move || {
        let complaint = Some(complaint.get()).filter(|complaint| !complaint.is_empty());
        complaint.map(str::to_owned).into_iter().collect::<Vec<_>>()
    });
    let fresh = move || {
        found.with(|Read(found)| found.entries.iter().filter(|entry| !tasks.shows(&entry.name)).count())
    };
    let summary = move || {
        let all = found.with(|Read(found)| found.entries.len());
        // As long as a long text is not read, nothing is said of it.
        let is_blank = text.with(|text| text.trim().is_empty());
        let is_read = due.get() == changed.get_value();
        if all == 0 && (is_blank || !is_read) { String::new() } else { messages::recognised(all, fresh()) }
    };
    let add = move |event: leptos::ev::Event| {
        event.prevent_default();
        read_now();
        let entries = found.with_untracked(|Read(found)| found.entries.clone());
        if entries.is_empty() {
            complaint.set("Enter at least one task name.");
        } else {
            tasks.add(&entries, Source::Person);
            text.set(String::new());
            said.set(String::new());
            on_close.run(());
        }
    };
    let field = TextField {
        id: "task-names".into(),
        label: "Task names".into(),
        hint: "One a line, or anything that has them in it: JSON, CSV, curl commands, a page of the wiki.",
        value: Box::new(move || text.get()),
        on_input: Box::new(take),
        errors,
        lines: 10,
        suggest: None,
        first_focus: true,
        mono: true,
    };
    let file = el("input")
        .attr("type", "file")
        .attr("id", "task-file")
        .attr("accept", ".txt,.csv,.tsv,.json,.log,.md,text/*,application/json")
        .on("change", move |event| {
            let chosen = files::chosen(&event);
            spawn_local(async move {
                match files::read(chosen).await {
                    Ok(read) => {
                        take(read.text);
                        said.set(read.guessed.map_or(String::new(), messages::guessed_file_encoding));
                    }
                    // The sheet may be gone by now.
                    Err(error) => drop(complaint.try_set(messages::file_error(error))),
                }
            });
            element::set_value(&event, "");
        });
    let explanation =
        "The host has no call that lists its tasks, so the console keeps a list of its own, in this browser.";
    let form = styled("form", "sheet-form")
        .attr("novalidate", "")
        .on("submit", add)
        .child(
            styled("div", "sheet-body")
                .child(styled("p", "explain").text(explanation))
                .node(field.build())
                .child(
                    styled("div", "field")
                        .child(el("label").attr("for", "task-file").text("or a file"))
                        .child(file)
                        .child(
                            styled("p", "hint")
                                .text("Text, CSV or JSON; it can be dropped anywhere on the page, too."),
                        ),
                )
                .node(when(
                    move || said.with(|said| !said.is_empty()),
                    move || styled("p", "hint").attr("role", "status").live_text(move || said.get()).build(),
                ))
                .child(styled("p", "summary").attr("role", "status").live_text(summary))
                .node(live(move || found.with(|Read(found)| recognised(console, found))))
                .node(live(move || found.with(|Read(found)| left_out(found)))),
        )
        .child(
            styled("div", "sheet-foot")
                .child(el("button").attr("type", "submit").attr("class", "primary").text("Add"))
                .child(button("", "Cancel").on_click(move || on_close.run(()))),
        );
    sheet("Add tasks", String::new, on_close, form.build())
}

/// What was found in a text. Never taken for the same: looking costs more than showing it again.
struct Read(Found);

impl PartialEq for Read {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// The tasks as they will be added.
fn recognised(console: Console, found: &Found) -> Node {
    if found.entries.is_empty() {
        return nothing();
    }
    let rows = found.entries.iter().take(SHOWN).map(|entry| {
        let known = console.tasks.with_untracked(|inventory| inventory.shows(&entry.name));
        let component = match entry.name.component() {
            Some(Component::IncrSync) => "Incr-Sync",
            Some(Component::FullImport) => "Full-Import",
            None => "name of another shape",
        };
        let fate = console.tasks.with_untracked(|inventory| inventory.fate(&entry.name));
        let what = match fate {
            Some(fate) => messages::fate(&fate, console.now.0.get_untracked()),
            None if known => "in the list already".to_owned(),
            None => component.to_owned(),
        };
        let labels = entry.labels.iter().map(|label| styled("bdi", "label").node(marked(label)).build());
        el("li")
            .child(name(entry.name.as_str()))
            .node(all(labels.collect()))
            .child(styled("span", "hint").text(what))
            .build()
    });
    let rows = rows.collect();
    let more = found.entries.len().saturating_sub(SHOWN);
    styled("details", "found")
        .attr("open", "")
        .child(el("summary").text("Recognised"))
        .child(el("ul").node(all(rows)))
        .maybe((more > 0).then(|| styled("p", "hint").text(format!("and {more} more")).build()))
        .build()
}

/// What no name was found in.
fn left_out(found: &Found) -> Node {
    if found.left_out.is_empty() {
        return nothing();
    }
    let rows = found.left_out.iter().take(SHOWN).map(|left| {
        el("li")
            .child(styled("span", "hint").text(format!(
                "Line {}: {}",
                left.line,
                messages::why_left_out(left.why)
            )))
            .child(name(&left.text))
            .build()
    });
    let rows = rows.collect();
    let more = found.left_out.len().saturating_sub(SHOWN);
    let title = messages::left_out(found.left_out.len());
    styled("details", "found")
        .attr("open", "")
        .child(el("summary").text(title))
        .child(el("ul").node(all(rows)))
        .maybe((more > 0).then(|| styled("p", "hint").text(format!("and {more} more")).build()))
        .build()
}
