//! How much room the history has, and saying so before any of it is forgotten.

use console_core::domain::run::Run;
use console_core::interchange::history::{Bounds, HistoryFilter};

use crate::components::{Node, all, button, el, live, name, nothing, styled};
use crate::messages;
use crate::stores::Console;
use crate::stores::sheets::Opened;
use browser::spawn_local;
use leptos::prelude::*;

/// How many of those that go next are named.
const NAMED: usize = 3;

/// The notice above the table; nothing while there is plenty of room. What was put away while there was a little
/// comes again when there is none.
pub fn room_notice(console: Console) -> Node {
    let history = console.runner.room;
    spawn_local(history.look());
    live(move || {
        let Some(text) = history.told().and_then(messages::history_room) else { return nothing() };
        let look = button("", "Look at the history")
            .on_click(move || console.open(Opened::History(HistoryFilter::default())));
        let dismiss = button("quiet", "Dismiss").on_click(move || history.put_away());
        styled("div", "notice")
            .attr("role", "status")
            .child(el("p").text(text))
            .child(look)
            .child(dismiss)
            .build()
    })
}

/// What stands above the list of runs, which come the oldest first, while there is little room: what will be
/// forgotten next, and a way to take all along first.
pub fn room_left(console: Console, runs: &[Run], save: impl FnMut() + 'static) -> Node {
    let over = runs.iter().filter(|run| run.is_over()).count();
    let Some(text) = messages::history_room(Bounds::USUAL.room(over)) else { return nothing() };
    let next = Bounds::USUAL.next_to_forget(runs, NAMED).into_iter().map(|run| {
        let begun = run.begun;
        el("li")
            .text(format!("{} of ", messages::name(run.kind)))
            .child(name(run.task.as_str()))
            .child(el("span").live_text(move || format!(", {}", messages::age(begun, console.now.0.get()))))
            .build()
    });
    styled("section", "notice room")
        .attr("aria-label", "Room in the history")
        .child(
            el("div")
                .child(el("p").text(text))
                .child(el("p").text("Save what you want to keep. The next to go:"))
                .child(el("ul").node(all(next.collect()))),
        )
        .child(button("", "Save all as JSON").on_click(save))
        .build()
}
