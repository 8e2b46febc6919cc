//! The toolbar above the table: the filter box, how much is shown, and the way to add tasks.

use leptos::prelude::*;

use crate::app::{Console, Opened};
use crate::browser::element;
use crate::ui::{Node, button, styled};

/// The toolbar.
pub fn toolbar(console: Console) -> Node {
    let Console { view, sheets, tasks, .. } = console;
    let count = move || {
        let (shown, all) = (view.rows.with(Vec::len), tasks.count());
        let noun = if all == 1 { "task" } else { "tasks" };
        if shown == all { format!("{all} {noun}") } else { format!("{shown} of {all} {noun}") }
    };
    let filter = styled("input", "filter")
        .attr("id", "filter")
        .attr("type", "search")
        .attr("aria-label", "Filter tasks")
        .attr("placeholder", "Filter tasks")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .live_prop("value", move || view.filter.get().into())
        .on("input", move |event| view.filter.set(element::value_of(&event)));
    styled("div", "toolbar")
        .attr("role", "toolbar")
        .attr("aria-label", "Table")
        .child(filter)
        .child(styled("span", "count").attr("role", "status").live_text(count))
        .child(button("add", "Add tasks").on_click(move || sheets.open(Opened::AddTasks)))
        .build()
}
