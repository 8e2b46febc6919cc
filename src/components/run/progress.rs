//! How a run stands: each step with its call and what came of it.

use console_core::domain::inventory::{self, Standing};
use console_core::domain::outcome::Outcome;
use console_core::domain::run::{Run, RunId, RunState};
use leptos::prelude::*;

use super::outcome::{afterwards, outcome};
use crate::components::{Node, Shape, all, button, el, icon, live, nothing, styled, when};
use crate::messages;
use crate::stores::Console;

/// The steps of a run and their outcomes.
pub fn progress(console: Console, id: RunId) -> Node {
    let runner = console.runner;
    let (of, refused, stopped) = (id.clone(), id.clone(), id);
    let run = Memo::new(move |_| runner.run(&of));
    let of_run = move |read: fn(&Run) -> String| run.with(|run| run.as_ref().map(read).unwrap_or_default());
    // Announced as a whole, since the words in the steps are replaced piece by piece.
    let status =
        styled("p", "visually-hidden").attr("role", "status").live_text(move || of_run(announcement));
    let alert = live(move || match of_run(alarm) {
        text if text.is_empty() => nothing(),
        text => styled("p", "visually-hidden").attr("role", "alert").text(text).build(),
    });
    let refusal = live(move || match runner.refusal(&refused) {
        Some(refusal) => {
            styled("p", "refusal").attr("role", "alert").text(messages::refusal(&refusal)).build()
        }
        None => nothing(),
    });
    let waits =
        move || run.with(|run| matches!(run.as_ref().map(Run::state), Some(RunState::Waiting { .. })));
    let stop_waiting = when(waits, move || {
        let id = stopped.clone();
        let text = "The host can take minutes. You may close this sheet; the call goes on. If you stop waiting, the host may still carry it out.";
        styled("div", "waiting")
            .child(styled("p", "hint").text(text))
            .child(button("", "Stop waiting").on_click(move || runner.stop_waiting(&id)))
            .build()
    });
    styled("section", "progress")
        .attr("aria-label", "What was sent")
        .child(status)
        .live(move || run.with(|run| run.as_ref().map_or_else(nothing, |run| steps(console, run))))
        .node(alert)
        .node(refusal)
        .node(stop_waiting)
        .live(move || run.with(|run| run.as_ref().map_or_else(nothing, |run| afterwards(console, run))))
        .build()
}

/// What a screen reader hears when something is under way or went well.
fn announcement(run: &Run) -> String {
    match run.state() {
        RunState::Waiting { step, .. } => {
            format!(
                "{} was sent, waiting for the answer",
                messages::step_name(run.steps[step].call.endpoint, run.kind)
            )
        }
        RunState::Ended => match inventory::standing(run) {
            Standing::Confirmed => format!("{}: Confirmed", messages::name(run.kind)),
            Standing::CountedAsDone => format!("{}: {}", messages::name(run.kind), messages::MARKED),
            _ => String::new(),
        },
        RunState::Abandoned { .. } => format!("{} was abandoned", messages::name(run.kind)),
        _ => String::new(),
    }
}

/// What a screen reader hears at once: a call that was rejected or not sent, or whose outcome is unknown.
fn alarm(run: &Run) -> String {
    let outcome = match run.state() {
        RunState::Interrupted { outcome, .. } => Some(outcome),
        // What a person has marked as done is no alarm any more.
        RunState::Ended if inventory::standing(run) != Standing::CountedAsDone => {
            run.latest_outcome().map(|(_, outcome)| outcome)
        }
        _ => None,
    };
    match outcome {
        Some(outcome) if !outcome.is_confirmed() => {
            format!("{}: {}", messages::name(run.kind), messages::outcome_word(&outcome))
        }
        _ => String::new(),
    }
}

fn steps(console: Console, run: &Run) -> Node {
    let class = if run.steps.len() > 1 { "steps numbered" } else { "steps" };
    let items = (0..run.steps.len()).map(|index| step(console, run, index));
    styled("ol", class).node(all(items.collect())).build()
}

/// One step: its call, and what came of it.
fn step(console: Console, run: &Run, index: usize) -> Node {
    let step = &run.steps[index];
    let waiting = match run.state() {
        RunState::Waiting { step, since } if step == index => Some(since),
        _ => None,
    };
    let known = step.outcome().filter(|_| waiting.is_none());
    let (shape, class) = match (waiting, step.counted_done, &known) {
        (Some(_), _, _) => (Shape::Turning, "step busy"),
        (_, Some(_), _) => (Shape::Tick, "step"),
        (_, _, Some(Outcome::Confirmed { .. })) => (Shape::Tick, "step good"),
        (_, _, Some(Outcome::Rejected(_))) => (Shape::Cross, "step bad"),
        (_, _, Some(Outcome::Unknown(_))) => (Shape::Diamond, "step doubt"),
        (_, _, Some(Outcome::NotSent(_))) => (Shape::Barred, "step unsent"),
        (_, _, None) => (Shape::Dot, "step"),
    };
    let aside = |text: String| styled("span", "basis").text(text).build();
    let several = run.steps.len() > 1;
    let name = several.then(|| el("strong").text(messages::step_name(step.call.endpoint, run.kind)).build());
    let clock = waiting.map(|since| {
        let text = move || messages::waiting(since.seconds_until(console.now.0.get()));
        styled("span", "clock").live_text(text).build()
    });
    let marked = step.counted_done.is_some();
    let word = known.as_ref().map(messages::outcome_word);
    let answer = word.filter(|_| marked).map(|word| aside(format!("the answer was: {word}")));
    let word = if marked { Some(messages::MARKED) } else { word };
    let word = word.map(|word| styled("strong", "outcome-word").text(word).build());
    let took = step.tries.last().and_then(|sent| Some(sent.sent.seconds_until(sent.reply.as_ref()?.0)));
    let took = took.filter(|_| !matches!(known, Some(Outcome::NotSent(_))));
    let guessed = step.tries.last().and_then(|sent| sent.guessed_encoding);
    let sendings = step.tries.iter().filter(|sent| !sent.was_not_sent()).count();
    let head = styled("div", "step-head")
        .child(icon(shape))
        .maybe(name)
        .maybe(clock)
        .maybe(word)
        .maybe(answer)
        .maybe((sendings > 1).then(|| aside(format!("sent {sendings} times"))))
        .maybe(took.map(|seconds| aside(format!("after {seconds} s"))));
    let call = styled("details", "sent")
        .maybe_attr("open", (!several).then_some(""))
        .child(el("summary").text("The call"))
        .node(request(&step.call.target, step.call.body.clone()));
    styled("li", class)
        .child(head)
        .child(call)
        .maybe(known.map(|known| outcome(&known, &step.call, several)))
        .maybe(guessed.map(|encoding| styled("p", "hint").text(messages::guessed_encoding(encoding)).build()))
        .build()
}

/// A call: method, path and query, body.
pub fn request(target: &str, body: Option<String>) -> Node {
    let line = styled("code", "request mono")
        .child(el("b").text(console_core::domain::call::Call::METHOD))
        .text(format!(" {target}"));
    let body = body.map(|body| styled("pre", "request-body mono").text(body).build());
    all([Some(line.build()), body].into_iter().flatten().collect())
}
