//! The sheet of the history: every run that this browser knows, to be found again, copied into a ticket, and
//! taken along.

use console_core::cut::visible;
use console_core::history::{self, HistoryFilter};
use console_core::operation::OperationKind;
use console_core::outcome::Outcome;
use console_core::run::{Run, RunState};
use console_core::task_name::TaskName;
use leptos::prelude::*;

use super::journal;
use crate::app::Console;
use crate::browser::storage::StorageError;
use crate::browser::{address, element, files, spawn_local};
use crate::sheets::Opened;
use crate::state::State;
use crate::ui::{Node, Shape, all, button, copy_button_where, el, icon, live, sheet, styled};
use crate::words;

/// How many runs are listed; filtering finds the others.
const LISTED: usize = 100;

/// What was read of the journal.
type Journal = Option<Result<Vec<Run>, StorageError>>;

/// The runs of a task and its former names, or of all tasks.
pub fn history(console: Console, task: Option<TaskName>, on_close: Callback<()>) -> Node {
    let runs = State::new(Journal::None);
    let filter = State::new(HistoryFilter::default());
    let about = task.as_ref().map(TaskName::to_string).unwrap_or_default();
    spawn_local(async move {
        let read = journal::all().await;
        if let (Some(task), Ok(runs)) = (&task, &read) {
            filter.update(|filter| filter.tasks = history::names_of(task, runs));
        }
        runs.set(Some(read));
    });
    // What is found, written by one of the core's writers.
    let write = move |write: fn(&[&Run], &str) -> String| {
        runs.with_untracked(|runs| match runs {
            Some(Ok(runs)) => filter.with_untracked(|filter| write(&filter.apply(runs), &address::origin())),
            _ => String::new(),
        })
    };
    let tickets = move || {
        let text = write(|runs, host| {
            runs.iter().map(|run| history::ticket(run, host)).collect::<Vec<_>>().join("\n")
        });
        Some(text).filter(|text| !text.is_empty())
    };
    let any = move || {
        runs.with(|runs| matches!(runs, Some(Ok(runs)) if filter.with(|filter| filter.finds_any(runs))))
    };
    let search = el("input")
        .attr("type", "search")
        .attr("aria-label", "Filter the history")
        .attr("placeholder", "Filter: task, code, message…")
        .attr("data-first-focus", "")
        .attr("spellcheck", "false")
        .on("input", move |event| filter.update(|filter| filter.text = element::value_of(&event)));
    let kinds = OperationKind::ALL
        .map(|kind| el("option").attr("value", kind.link_word()).text(words::name(kind)).build());
    let every = el("option").attr("value", "").text("All operations").build();
    let operation = el("select")
        .attr("aria-label", "Operation")
        .on("change", move |event| {
            let kind = OperationKind::from_link_word(&element::value_of(&event));
            filter.update(|filter| filter.operation = kind);
        })
        .node(all(std::iter::once(every).chain(kinds).collect()));
    let list = live(move || {
        runs.with(|read| match read {
            None => styled("p", "hint").attr("role", "status").text("Reading the history…").build(),
            Some(Err(error)) => {
                let text = format!("The history cannot be read: {}.", words::storage_error(error));
                styled("p", "refusal").attr("role", "alert").text(text).build()
            }
            Some(Ok(found)) => filter.with(|filter| entries(console, &filter.apply(found), runs)),
        })
    });
    let body = styled("div", "sheet-form")
        .child(
            styled("div", "sheet-body")
                .child(styled("div", "history-tools").child(search).child(operation))
                .node(list),
        )
        .child(
            styled("div", "sheet-foot")
                .child(button("primary", "Close").on_click(move || on_close.run(())))
                .child(styled("span", "push"))
                .node(copy_button_where("Copy as text", any, tickets))
                .child(button("", "Save as CSV").on_click(move || {
                    files::save("connector-history.csv", "text/csv", &write(history::csv));
                }))
                .child(button("", "Save as JSON").on_click(move || {
                    files::save("connector-history.json", "application/json", &write(history::json));
                })),
        );
    sheet("History", move || about.clone(), on_close, body.build())
}

fn entries(console: Console, runs: &[&Run], journal: State<Journal>) -> Node {
    if runs.is_empty() {
        return styled("p", "hint").attr("role", "status").text("Nothing was done here that fits.").build();
    }
    let lines = runs.iter().take(LISTED).map(|run| entry(console, run, journal)).collect();
    let count = match runs.len() {
        1 => "1 run".to_owned(),
        count if count > LISTED => format!("{count} runs, the latest {LISTED} are listed"),
        count => format!("{count} runs"),
    };
    all(vec![
        styled("p", "hint").attr("role", "status").text(count).build(),
        styled("ul", "history").node(all(lines)).build(),
    ])
}

fn entry(console: Console, run: &Run, journal: State<Journal>) -> Node {
    let (shape, class, word) = match run.state() {
        RunState::Abandoned { .. } => (Shape::Dot, "run", "Abandoned"),
        RunState::Ready { .. } | RunState::Waiting { .. } => (Shape::Turning, "run busy", "Not over"),
        RunState::Interrupted { .. } => (Shape::Diamond, "run doubt", "Interrupted"),
        RunState::Ended => match run.latest_outcome() {
            Some((_, outcome @ Outcome::Confirmed { .. })) => {
                (Shape::Tick, "run good", words::outcome_word(&outcome))
            }
            Some((_, outcome @ Outcome::Rejected(_))) => {
                (Shape::Cross, "run bad", words::outcome_word(&outcome))
            }
            Some((_, outcome @ Outcome::Unknown(_))) => {
                (Shape::Diamond, "run doubt", words::outcome_word(&outcome))
            }
            None => (Shape::Dot, "run", ""),
        },
    };
    let begun = run.begun;
    let (id, task) = (run.id.clone(), run.task.clone());
    let label = format!("Show {} of {}", words::name(run.kind), run.task);
    let show = button("", "Show").attr("aria-label", label).on_click(move || {
        journal.with_untracked(|journal| {
            if let Some(Ok(runs)) = journal {
                console.runner.adopt(&task, runs);
            }
        });
        console.open(Opened::Run(id.clone()));
    });
    styled("li", class)
        .child(icon(shape))
        .child(
            styled("div", "run-facts")
                .child(
                    el("p")
                        .child(el("strong").text(words::name(run.kind)))
                        .text(" ")
                        .child(styled("span", "outcome-word").text(word))
                        .child(
                            styled("span", "basis")
                                .live_text(move || format!(" {}", words::age(begun, console.now.get()))),
                        ),
                )
                .child(styled("bdi", "mono").text(visible(run.task.as_str()).into_owned())),
        )
        .child(show)
        .build()
}
