//! The sheet that adds tasks by their names.

use std::sync::Arc;

use console_core::inventory::Source;
use console_core::names::read_names;
use leptos::prelude::*;

use crate::app::Console;
use crate::ui::{Node, TextField, button, el, sheet, styled};

/// Takes pasted names, one a line.
pub fn add_tasks(console: Console, on_close: Callback<()>) -> Node {
    let Console { tasks, sheets, .. } = console;
    let text = sheets.pasted;
    let complaint = RwSignal::new("");
    let read = move || text.with(|text| read_names(text));
    let errors = Arc::new(move || {
        let read = read();
        let wrong = read.wrong.iter().map(|line| {
            format!("Line {line} holds a control character and is left out; a task name is one line of text.")
        });
        let none = Some(complaint.get()).filter(|text| read.names.is_empty() && !text.is_empty());
        wrong.chain(none.map(str::to_owned)).collect::<Vec<_>>()
    });
    let summary = move || {
        let found = read().names;
        let fresh = found.iter().filter(|name| !tasks.shows(name)).count();
        match found.len() {
            0 => String::new(),
            all if all == fresh => format!("{} to add.", names(all)),
            all => format!("{}: {fresh} to add, {} in the list already.", names(all), all - fresh),
        }
    };
    let add = move |event: leptos::ev::Event| {
        event.prevent_default();
        complaint.set("Enter at least one task name.");
        let found = untrack(read).names;
        if !found.is_empty() {
            tasks.add(&found, Source::Person);
            text.set(String::new());
            on_close.run(());
        }
    };
    let field = TextField {
        id: "task-names".into(),
        label: "Task names".into(),
        hint: "One name a line.",
        value: Box::new(move || text.get()),
        on_input: Box::new(move |typed| text.set(typed)),
        errors,
        lines: 12,
        list: None,
        first_focus: true,
        mono: true,
    };
    let explanation =
        "The host has no call that lists its tasks, so the console keeps a list of its own, in this browser.";
    let form = styled("form", "sheet-form")
        .attr("novalidate", "")
        .on("submit", add)
        .child(
            styled("div", "sheet-body")
                .child(styled("p", "explain").text(explanation))
                .node(field.build())
                .child(styled("p", "summary").attr("role", "status").live_text(summary)),
        )
        .child(
            styled("div", "sheet-foot")
                .child(el("button").attr("type", "submit").attr("class", "primary").text("Add"))
                .child(button("", "Cancel").on_click(move || on_close.run(()))),
        );
    sheet("Add tasks", String::new, on_close, form.build())
}

fn names(count: usize) -> String {
    if count == 1 { "1 name".into() } else { format!("{count} names") }
}
