//! The choices that a person has where a run was interrupted, with how things stand.

use super::Runner;
use crate::ui::{Node, all, button, el, live, nothing, styled};
use crate::words;
use console_core::run::{Choice, Run, RunId};

/// What a person may decide on an interrupted run; nothing while there is nothing to decide.
pub fn choices(runner: Runner, id: RunId) -> Node {
    live(move || match runner.run(&id).filter(|_| !runner.is_carrying_on(&id)) {
        Some(run) if !run.choices().is_empty() => offer(runner, &run),
        Some(run) if run.is_over() => repeat(runner, &run),
        _ => nothing(),
    })
}

/// A call that is over with its outcome, sent once more by a click.
fn repeat(runner: Runner, run: &Run) -> Node {
    let (Some(offer), [step]) = (run.repeat(), &run.steps[..]) else { return nothing() };
    if runner.is_overtaken(run) {
        return nothing();
    }
    let (id, sendings) = (run.id.clone(), run.sendings());
    let again = button("", format!("Repeat {}", words::name(run.kind)))
        .on_click(move || runner.choose(&id, Choice::Repeat, sendings));
    styled("div", "choices")
        .attr("role", "group")
        .attr("aria-label", "What now")
        .child(el("p").text(words::repeat_offer(offer, step.call.endpoint)))
        .child(again)
        .build()
}

fn offer(runner: Runner, run: &Run) -> Node {
    let sendings = run.sendings();
    let items = run.choices().iter().map(|choice| {
        let (choice, id) = (*choice, run.id.clone());
        let class = if choice == Choice::Abandon { "quiet" } else { "" };
        let label = words::choice(choice, run);
        el("li")
            .child(button(class, label).on_click(move || runner.choose(&id, choice, sendings)))
            .child(styled("span", "hint").text(words::choice_meaning(choice, run)))
            .build()
    });
    styled("div", "choices")
        .attr("role", "group")
        .attr("aria-label", "What now")
        .child(
            el("p")
                .child(el("strong").text("How things stand: "))
                .text(format!("{}.", words::run_standing(run))),
        )
        .child(el("ul").node(all(items.collect())))
        .build()
}
