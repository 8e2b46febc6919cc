//! What is selected, and what can be done with it: in sight at the foot of the table as long as anything is.

use console_core::domain::task_name::TaskName;
use leptos::prelude::*;

use crate::components::{Node, all, button, copy_button, el, live, nothing, styled};
use crate::messages;
use crate::stores::Console;
use browser::element;

/// The bar, and what is said about forgetting and copying.
pub fn selection_bar(console: Console) -> Node {
    let Console { view, tasks, .. } = console;
    let any = Memo::new(move |_| view.selection.with(|selection| !selection.is_empty()));
    let bar = live(move || if any.get() { bar(console) } else { nothing() });
    let undo = live(move || match tasks.forgotten() {
        0 => nothing(),
        count => forgotten(console, count),
    });
    let said = styled("p", "visually-hidden").attr("role", "status").live_text(move || tasks.said());
    all(vec![undo, bar, said.build()])
}

fn bar(console: Console) -> Node {
    let Console { view, tasks, .. } = console;
    let names = move || {
        view.rows_untracked(|rows| view.selection.with_untracked(|selection| selection.names_in(rows)))
    };
    let count = move || {
        let (count, hidden) = view
            .selection
            .with(|selection| (selection.len(), view.rows(|rows| selection.hidden_by_filter(rows))));
        messages::selected(count, hidden)
    };
    let applies = move || view.selection.with(|selection| messages::applies(&selection.applicable()));
    let text = move || {
        let names = names();
        (!names.is_empty()).then(|| names.iter().map(TaskName::as_str).collect::<Vec<_>>().join("\n"))
    };
    let forget = button("", "Forget")
        .attr("title", "Takes the tasks out of this browser's list. Nothing is sent; the host keeps them.")
        .on_click(move || {
            tasks.forget(&names());
            view.selection.update(|selection| selection.clear());
            element::focus_tab_stop_of_grid();
        });
    let clear = button("quiet", "Clear selection").on_click(move || {
        view.selection.update(|selection| selection.clear());
        element::focus_tab_stop_of_grid();
    });
    styled("section", "selection")
        .attr("aria-label", "Selection")
        .child(styled("span", "selected").attr("role", "status").live_text(count))
        .child(styled("span", "applies").live_text(applies))
        .child(styled("span", "push"))
        .node(copy_button("Copy names", text))
        .child(forget)
        .child(clear)
        .build()
}

/// What was taken out of the list, and the way back.
fn forgotten(console: Console, count: usize) -> Node {
    let tasks = console.tasks;
    styled("div", "undo")
        .attr("role", "status")
        .child(el("p").text(messages::forgotten(count)))
        .child(button("", "Undo").on_click(move || {
            tasks.restore();
            element::focus_tab_stop_of_grid();
        }))
        .child(button("quiet", "Dismiss").on_click(move || {
            tasks.settle_forgotten();
            element::focus_tab_stop_of_grid();
        }))
        .build()
}
