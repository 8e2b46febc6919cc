//! What has to be said above the table about runs.

use console_core::domain::run::Run;
use console_core::forms::draft::Draft;

use super::room::room_notice;
use crate::components::{self, Node, all, button, el, styled};
use crate::messages;
use crate::stores::Console;
use crate::stores::sheets::Opened;
use leptos::prelude::*;

/// The notices about runs: those that wait for a decision, those whose answer was lost, and the room in the history.
pub fn run_notices(console: Console) -> Node {
    let runs = el("div")
        .live(move || {
            let runs = console.runner.undecided();
            // The one in the open sheet is decided there.
            let elsewhere = runs.iter().filter(|run| !console.sheets.is_about(&run.task));
            all(elsewhere.map(|run| undecided(console, run)).collect())
        })
        .live(move || {
            let runs = console.runner.lost();
            let elsewhere = runs.iter().filter(|run| !console.sheets.is_about(&run.task));
            all(elsewhere.map(|run| lost(console, run)).collect())
        })
        .node(room_notice(console));
    runs.attr("class", "notices").build()
}

fn lost(console: Console, run: &Run) -> Node {
    let draft = Draft::new(run.kind, run.task.as_str(), &console.settings.zone.get_untracked());
    let text = el("p")
        .text(format!("{} of ", messages::name(run.kind)))
        .child(components::name(run.task.as_str()))
        .text(": the page went away before the answer came. Outcome unknown.");
    let id = run.id.clone();
    let look = button("", "Look…").on_click(move || console.open(Opened::Operation(draft.clone())));
    let dismiss = button("quiet", "Dismiss").on_click(move || console.runner.dismiss(&id));
    styled("div", "notice doubt").attr("role", "status").child(text).child(look).child(dismiss).build()
}

fn undecided(console: Console, run: &Run) -> Node {
    let standing = messages::run_standing(run);
    let draft = Draft::new(run.kind, run.task.as_str(), &console.settings.zone.get_untracked());
    let text = el("p")
        .text(format!("{} of ", messages::name(run.kind)))
        .child(components::name(run.task.as_str()))
        .text(format!(" was interrupted: {standing}."));
    let decide = button("", "Decide…").on_click(move || console.open(Opened::Operation(draft.clone())));
    styled("div", "notice doubt").attr("role", "status").child(text).child(decide).build()
}
