//! The sheet of the list as a whole: taking it along as a file, and the deployment's list.

use console_core::domain::inventory::TaskRecord;
use console_core::interchange::export;
use leptos::prelude::*;

use crate::components::{Node, button, copy_button, el, sheet, styled};
use crate::messages;
use crate::stores::Console;
use crate::stores::tasks::{DEPLOYED, Deployed};
use browser::{element, files, spawn_local};

/// The formats of an exported list.
const FORMATS: [(&str, &str, &str, Write); 3] = [
    ("Text", "tasks.txt", "text/plain", export::names),
    ("CSV", "tasks.csv", "text/csv", export::csv),
    ("JSON", "tasks.json", "application/json", export::json),
];

type Write = fn(&[&TaskRecord]) -> String;

/// What can be done with the whole list.
pub fn task_list(console: Console, on_close: Callback<()>) -> Node {
    let Console { tasks, view, .. } = console;
    let shown_only = RwSignal::new(false);
    // The tasks that are taken along, written.
    let write = move |write: Write| {
        tasks.with_untracked(|inventory| {
            let records: Vec<_> = if shown_only.get_untracked() {
                view.rows_untracked(|rows| rows.iter().filter_map(|name| inventory.get(name)).collect())
            } else {
                inventory.tasks().collect()
            };
            write(&records)
        })
    };
    let which = styled("div", "check")
        .child(
            el("input")
                .attr("type", "checkbox")
                .attr("id", "shown-only")
                .attr("data-first-focus", "")
                .live_prop("checked", move || shown_only.get().into())
                .on("change", move |event| shown_only.set(element::is_ticked(&event))),
        )
        .child(el("label").attr("for", "shown-only").text("Only the tasks that the table shows"))
        .child(styled("p", "hint").live_text(move || {
            let count = if shown_only.get() { view.count() } else { tasks.count() };
            messages::tasks(count)
        }));
    let mut buttons = styled("div", "buttons");
    for (name, file, kind, format) in FORMATS {
        buttons = buttons.child(
            button("", format!("Save as {name}")).on_click(move || files::save(file, kind, &write(format))),
        );
    }
    let copy = copy_button("Copy names", move || Some(write(export::names)));
    let again = button("", "Read tasks.json again").on_click(move || spawn_local(tasks.add_deployed()));
    let body = styled("div", "sheet-form")
        .child(
            styled("div", "sheet-body")
                .child(el("h3").text("Take the list along"))
                .child(styled("p", "explain").text("The names with labels and what is known of their states. The JSON has the format of a deployment's tasks.json; all three can be added again in another browser."))
                .child(which)
                .child(buttons.node(copy))
                .child(el("h3").text("The deployment's list"))
                .child(styled("p", "explain").text("tasks.json beside the console's index.html is read at every start. What was deleted or forgotten here does not come back by it."))
                .child(styled("p", "deployed").attr("role", "status").live_text(move || deployed(&tasks.deployed())))
                .child(styled("div", "buttons").child(again)),
        )
        .child(styled("div", "sheet-foot").child(button("primary", "Close").on_click(move || on_close.run(()))));
    sheet("Task list", String::new, on_close, body.build())
}

fn deployed(deployed: &Deployed) -> String {
    match deployed {
        Deployed::NotRead => "It is being read…".to_owned(),
        Deployed::Missing => "There is no tasks.json.".to_owned(),
        Deployed::Unavailable(why) => messages::unavailable(DEPLOYED, *why),
        Deployed::Broken(error) => messages::deployed_error(error),
        Deployed::Read { tasks, added, left_out } => messages::deployed_read(*tasks, *added, *left_out),
    }
}
