//! The sheet of the history: every run that this browser knows, to be found again, copied into a ticket, and
//! taken along.

use console_core::cut::visible;
use console_core::history::{self, HistoryFilter};
use console_core::inventory::{self, Standing};
use console_core::operation::OperationKind;
use console_core::outcome::Outcome;
use console_core::run::{Run, RunState};
use console_core::task_name::TaskName;
use leptos::prelude::*;

use super::journal;
use super::room::room_left;
use crate::app::Console;
use crate::browser::storage::StorageError;
use crate::browser::{address, element, files, spawn_local};
use crate::link;
use crate::sheets::Opened;
use crate::state::State;
use crate::ui::{
    Node, Shape, all, button, copy_button, copy_button_where, el, icon, live, nothing, sheet, styled,
};
use crate::words;

/// How many runs are listed; filtering finds the others.
const LISTED: usize = 100;

/// What was read of the journal.
type Journal = Option<Result<Vec<Run>, StorageError>>;

/// The runs of the tasks that are asked for and their former names, or of all tasks.
pub fn history(console: Console, asked: HistoryFilter, on_close: Callback<()>) -> Node {
    let runs = State::new(Journal::None);
    let tasks = State::new(asked.tasks.clone());
    let about = asked.tasks.iter().map(TaskName::as_str).collect::<Vec<_>>().join(", ");
    let (text, kind) = (asked.text.clone(), asked.operation);
    let filter = State::new(asked);
    spawn_local(async move {
        let read = journal::all().await;
        if let Ok(runs) = &read {
            filter.update(|filter| {
                filter.tasks = filter.tasks.iter().flat_map(|task| history::names_of(task, runs)).collect();
            });
        }
        runs.set(Some(read));
    });
    let link = move || {
        let tasks = tasks.get_untracked();
        let link =
            filter.with_untracked(|filter| link::of_history(&HistoryFilter { tasks, ..filter.clone() }));
        Some(address::with_query(&link.to_query()))
    };
    // What is found, written by one of the core's writers.
    let write = move |write: fn(&[&Run], &str) -> String| {
        runs.with_untracked(|runs| match runs {
            Some(Ok(runs)) => {
                filter.with_untracked(|filter| write(&filter.apply(runs), &console.host.described()))
            }
            _ => String::new(),
        })
    };
    let tickets = move || {
        let text = write(|runs, host| {
            runs.iter().map(|run| history::ticket(run, host)).collect::<Vec<_>>().join("\n")
        });
        Some(text).filter(|text| !text.is_empty())
    };
    let save_as_json = move |filter: &HistoryFilter| {
        runs.with_untracked(|runs| {
            if let Some(Ok(runs)) = runs {
                let text = history::json(&filter.apply(runs), &console.host.described());
                files::save("connector-history.json", "application/json", &text);
            }
        });
    };
    let any = move || {
        runs.with(|runs| matches!(runs, Some(Ok(runs)) if filter.with(|filter| filter.finds_any(runs))))
    };
    let search = el("input")
        .attr("type", "search")
        .attr("aria-label", "Filter the history")
        .attr("placeholder", "Filter: task, code, message…")
        .attr("value", text)
        .attr("data-first-focus", "")
        .attr("spellcheck", "false")
        .on("input", move |event| filter.update(|filter| filter.text = element::value_of(&event)));
    let kinds = OperationKind::ALL.map(|each| {
        let selected = (Some(each) == kind).then_some("");
        let option = el("option").attr("value", each.link_word()).maybe_attr("selected", selected);
        option.text(words::name(each)).build()
    });
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
                let text = words::unreadable_history(error);
                styled("p", "refusal").attr("role", "alert").text(text).build()
            }
            Some(Ok(found)) => filter.with(|filter| entries(console, &filter.apply(found), runs)),
        })
    });
    let room = live(move || {
        runs.with(|read| match read {
            Some(Ok(found)) => room_left(console, found, move || save_as_json(&HistoryFilter::default())),
            _ => nothing(),
        })
    });
    let body = styled("div", "sheet-form")
        .child(
            styled("div", "sheet-body")
                .node(room)
                .child(styled("div", "history-tools").child(search).child(operation))
                .node(list),
        )
        .child(
            styled("div", "sheet-foot")
                .child(button("primary", "Close").on_click(move || on_close.run(())))
                .child(styled("span", "push"))
                .node(copy_button("Copy link", link))
                .node(copy_button_where("Copy as text", any, tickets))
                .child(button("", "Save as CSV").on_click(move || {
                    files::save("connector-history.csv", "text/csv", &write(history::csv));
                }))
                .child(button("", "Save as JSON").on_click(move || {
                    filter.with_untracked(save_as_json);
                })),
        );
    sheet("History", move || about.clone(), on_close, body.build())
}

fn entries(console: Console, runs: &[&Run], journal: State<Journal>) -> Node {
    if runs.is_empty() {
        return styled("p", "hint")
            .attr("role", "status")
            .text("Nothing that fits was done in this browser. Runs are kept where they were made.")
            .build();
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
        RunState::Ended if inventory::standing(run) == Standing::CountedAsDone => {
            (Shape::Tick, "run", words::MARKED)
        }
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
            Some((_, outcome @ Outcome::NotSent(_))) => {
                (Shape::Barred, "run unsent", words::outcome_word(&outcome))
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
