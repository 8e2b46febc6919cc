//! The sheet of one run: how it stands, and what can be decided.

use console_core::domain::run::{Run, RunId};
use console_core::interchange::history;
use leptos::prelude::*;

use crate::components::run::{Choices, OddName, Progress};
use crate::components::{Node, button, copy_button, el, live, nothing, sheet, styled};
use crate::messages;
use crate::stores::Console;
use crate::stores::journal;
use crate::stores::sheets::Opened;
use browser::{address, spawn_local};

/// A run of this page, or one that is looked for in the journal.
pub fn run_sheet(console: Console, id: RunId, on_close: Callback<()>) -> Node {
    if let Some(run) = untrack(|| console.runner.run(&id)) {
        return sheet_of(console, &run, on_close);
    }
    let found = RwSignal::new(None);
    let sought = id.clone();
    spawn_local(async move {
        let run = journal::all().await.map(|runs| {
            let run = runs.iter().find(|run| run.id == sought)?;
            console.runner.adopt(&run.task, &runs);
            Some(run.clone())
        });
        // The sheet may be gone by now.
        let _ = found.try_set(Some(run));
    });
    live(move || {
        let absent = |text: String| sheet_without(text, on_close);
        match found.get() {
            None => nothing(),
            Some(Ok(Some(run))) if run.is_over() => sheet_of(console, &run, on_close),
            Some(Ok(Some(_))) => {
                absent("This run is not over, and another tab carries it out: look there. Once it is over, the history shows it here, too.".into())
            }
            Some(Ok(None)) => absent(NOT_HERE.into()),
            Some(Err(error)) => absent(messages::unreadable_history(&error)),
        }
    })
}

/// What is said of a run that is not there.
const NOT_HERE: &str = "This run is not in this browser. Runs are kept in the browser in which they were made; whoever made this one can copy it as text.";

fn sheet_without(text: String, on_close: Callback<()>) -> Node {
    let close = button("primary", "Close").attr("data-first-focus", "").on_click(move || on_close.run(()));
    let text = el("p").attr("role", "status").text(text);
    let body = styled("div", "sheet-form")
        .child(styled("div", "sheet-body").child(text))
        .child(styled("div", "sheet-foot").child(close));
    sheet("Run", String::new, on_close, body.build())
}

fn sheet_of(console: Console, run: &Run, on_close: Callback<()>) -> Node {
    let id = run.id.clone();
    let task = run.task.to_string();
    let begun = run.begun;
    let of = StoredValue::new(id.clone());
    let ticket = move || {
        let run = console.runner.run(&of.get_value())?;
        Some(history::ticket(&run, &console.host.described()))
    };
    let link = move || Some(address::with_query(&Opened::Run(of.get_value()).to_link().to_query()));
    let when = move || format!("Begun {}", messages::age(begun, console.now.0.get()));
    let close = button("", "Close").attr("data-first-focus", "").on_click(move || on_close.run(()));
    let body = styled("div", "sheet-form")
        .child(
            styled("div", "sheet-body")
                .node(view! { <OddName name=run.task.clone()/> }.into_any())
                .child(styled("p", "hint").live_text(when))
                .node(view! { <Progress id=id.clone()/> }.into_any()),
        )
        .node(view! { <Choices id/> }.into_any())
        .child(
            styled("div", "sheet-foot")
                .child(close)
                .child(styled("span", "push"))
                .node(copy_button("Copy link", link))
                .node(copy_button("Copy as text", ticket)),
        );
    sheet(messages::name(run.kind), move || task.clone(), on_close, body.build())
}
