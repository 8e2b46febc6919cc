//! The choices that a person has where a run was interrupted, with how things stand.

use crate::components::{El, Node, all, button, el, live, nothing, styled};
use crate::messages;
use crate::stores::runner::Runner;
use browser::element;
use console_core::domain::run::{Choice, Run, RunId};

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
    let place = styled("div", "choices")
        .attr("role", "group")
        .attr("aria-label", "What now")
        .child(el("p").text(messages::repeat_offer(offer, step.call.endpoint)));
    if step.call.withheld {
        let text = "The call held a secret, which is not kept once it is over: to send it again, fill in the form again.";
        return place.child(el("p").text(text)).build();
    }
    place
        .child(chosen("", format!("Repeat {}", messages::name(run.kind)), runner, run, Choice::Repeat))
        .build()
}

/// The button of a choice. The second half of a double click is no choice: an answer may have come between the
/// two, and put this button in the place of the one that was meant.
fn chosen(class: &'static str, label: String, runner: Runner, run: &Run, choice: Choice) -> El {
    let (id, sendings) = (run.id.clone(), run.sendings());
    button(class, label).on("click", move |event| {
        if !element::is_repeated_click(&event) {
            runner.choose(&id, choice, sendings);
        }
    })
}

fn offer(runner: Runner, run: &Run) -> Node {
    let items = run.choices().iter().map(|&choice| {
        let class = if choice == Choice::Abandon { "quiet" } else { "" };
        el("li")
            .child(chosen(class, messages::choice(choice, run).to_owned(), runner, run, choice))
            .child(styled("span", "hint").text(messages::choice_meaning(choice, run)))
            .build()
    });
    let denied = (0..run.steps.len()).any(|step| run.is_denied(step));
    styled("div", "choices")
        .attr("role", "group")
        .attr("aria-label", "What now")
        .child(
            el("p")
                .child(el("strong").text("How things stand: "))
                .text(format!("{}.", messages::run_standing(run))),
        )
        .maybe(denied.then(|| el("p").text(messages::DENIED).build()))
        .child(el("ul").node(all(items.collect())))
        .build()
}
