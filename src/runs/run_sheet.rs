//! The sheet of one run: how it stands, and what can be decided.

use console_core::cut::visible;
use console_core::history;
use console_core::run::RunId;
use leptos::prelude::*;

use super::{choices, progress};
use crate::app::Console;
use crate::browser::address;
use crate::state::State;
use crate::ui::{Node, button, copy_button, el, sheet, styled};
use crate::words;

/// A run of this page, or one of the history.
pub fn run_sheet(console: Console, id: RunId, on_close: Callback<()>) -> Node {
    let Some(run) = untrack(|| console.runner.run(&id)) else {
        let text = "This run is not over, and another tab carries it out: look there. Once it is over, the history shows it here, too.";
        let close = button("primary", "Close").on_click(move || on_close.run(()));
        let body = styled("div", "sheet-form")
            .child(styled("div", "sheet-body").child(el("p").text(text)))
            .child(styled("div", "sheet-foot").child(close));
        return sheet("Run", String::new, on_close, body.build());
    };
    let task = visible(run.task.as_str()).into_owned();
    let begun = run.begun;
    let of = State::new(id.clone());
    let ticket = move || {
        let run = console.runner.run(&of.get_untracked())?;
        Some(history::ticket(&run, &address::origin()))
    };
    let when = move || format!("Begun {}", words::age(begun, console.now.get()));
    let close = button("", "Close").attr("data-first-focus", "").on_click(move || on_close.run(()));
    let body = styled("div", "sheet-form")
        .child(
            styled("div", "sheet-body")
                .child(styled("p", "hint").live_text(when))
                .node(progress(console, id.clone())),
        )
        .node(choices(console.runner, id))
        .child(
            styled("div", "sheet-foot")
                .child(close)
                .child(styled("span", "push"))
                .node(copy_button("Copy as text", ticket)),
        );
    sheet(words::name(run.kind), move || task.clone(), on_close, body.build())
}
