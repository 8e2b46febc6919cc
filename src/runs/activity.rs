//! What is under way and what ended since the page was opened, in sight while its sheet is closed.

use console_core::domain::inventory::{self, Standing};
use console_core::domain::outcome::Outcome;
use console_core::domain::run::{Run, RunState};

use crate::components::{Node, Shape, all, button, el, icon, live, marked, nothing, styled};
use crate::messages;
use crate::stores::Console;
use crate::stores::sheets::Opened;
use leptos::prelude::*;

/// How many runs that ended stay in sight.
const ENDED: usize = 4;

/// The panel; nothing while nothing was done. Runs that wait for a decision are the notices' to tell.
pub fn activity(console: Console) -> Node {
    live(move || {
        let runs = console.runner.recent(ENDED);
        let elsewhere = runs.iter().filter(|run| !console.sheets.shows_run(run));
        let lines: Vec<_> = elsewhere.map(|run| line(console, run)).collect();
        if lines.is_empty() {
            return nothing();
        }
        styled("section", "activity").attr("aria-label", "Activity").child(el("ul").node(all(lines))).build()
    })
}

fn line(console: Console, run: &Run) -> Node {
    let (shape, class, word) = match run.state() {
        RunState::Waiting { since, .. } => {
            let clock = move || messages::waiting(since.seconds_until(console.now.0.get()));
            (Shape::Turning, "activity-run busy", styled("span", "clock").live_text(clock))
        }
        RunState::Ready { .. } => (Shape::Turning, "activity-run busy", el("span").text("under way")),
        RunState::Interrupted { outcome, .. } => ended(&outcome),
        RunState::Abandoned { .. } => (Shape::Dot, "activity-run", el("span").text("abandoned")),
        RunState::Ended if inventory::standing(run) == Standing::CountedAsDone => {
            (Shape::Tick, "activity-run", styled("span", "outcome-word").text(messages::MARKED))
        }
        RunState::Ended => match run.latest_outcome() {
            Some((_, outcome)) => ended(&outcome),
            None => (Shape::Dot, "activity-run", el("span")),
        },
    };
    let over = run.is_over();
    let (shown, dismissed) = (run.id.clone(), run.id.clone());
    let at = run.latest();
    let age = over
        .then(|| styled("span", "basis").live_text(move || messages::age(at, console.now.0.get())).build());
    let show = button("", "Show").attr(
        "aria-label",
        format!("Show {} of {}", messages::name(run.kind), messages::spoken(run.task.as_str())),
    );
    let dismiss = button("quiet", "Dismiss")
        .attr(
            "aria-label",
            format!("Dismiss {} of {}", messages::name(run.kind), messages::spoken(run.task.as_str())),
        )
        .on_click(move || console.runner.put_away(&dismissed));
    styled("li", class)
        .child(icon(shape))
        .child(el("strong").text(messages::name(run.kind)))
        .child(
            styled("span", "mono activity-task")
                .child(el("bdi").attr("dir", "ltr").node(marked(run.task.as_str()))),
        )
        .child(word)
        .maybe(age)
        .child(show.on_click(move || console.open(Opened::Run(shown.clone()))))
        .maybe(over.then(|| dismiss.build()))
        .build()
}

fn ended(outcome: &Outcome) -> (Shape, &'static str, crate::components::El) {
    let (shape, class) = match outcome {
        Outcome::Confirmed { .. } => (Shape::Tick, "activity-run good"),
        Outcome::Rejected(_) => (Shape::Cross, "activity-run bad"),
        Outcome::Unknown(_) => (Shape::Diamond, "activity-run doubt"),
        Outcome::NotSent(_) => (Shape::Barred, "activity-run unsent"),
    };
    (shape, class, styled("span", "outcome-word").text(messages::outcome_word(outcome)))
}
