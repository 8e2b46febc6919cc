//! The sheet of the history: every run that this browser knows, to be found again, copied into a ticket, and
//! taken along.

use std::time::Duration;

use console_core::domain::inventory::{self, Standing};
use console_core::domain::operation::OperationKind;
use console_core::domain::outcome::Outcome;
use console_core::domain::run::{Run, RunState};
use console_core::domain::task_name::TaskName;
use console_core::interchange::history::{self, HistoryFilter, Runs};
use leptos::prelude::*;

use super::room::room_section;
use crate::components::{
    Node, Shape, all, button, copy_button, copy_button_where, el, icon, live, name, nothing, sheet, styled,
};
use crate::messages;
use crate::stores::Console;
use crate::stores::journal;
use crate::stores::sheets::Opened;
use browser::storage::StorageError;
use browser::{address, element, files, spawn_local};

/// How many runs are listed; filtering finds the others.
const LISTED: usize = 100;
/// How long a text rests before it is looked for.
const RESTED: Duration = Duration::from_millis(150);

/// What was read of the journal. Freed with the sheet: it may be long.
type Journal = RwSignal<Option<Result<Runs, StorageError>>>;

/// The runs of the tasks that are asked for and their former names, or of all tasks.
pub fn history(console: Console, asked: HistoryFilter, on_close: Callback<()>) -> Node {
    let runs = Journal::new(None);
    let about = asked.tasks.iter().map(TaskName::as_str).collect::<Vec<_>>().join(", ");
    let (tasks, kind) = (StoredValue::new(asked.tasks.clone()), asked.operation);
    let typed = StoredValue::new(asked.text.clone());
    let text = asked.text.clone();
    let filter = RwSignal::new(asked);
    spawn_local(async move {
        let read = journal::all().await;
        // The sheet may be gone by now.
        if let Ok(runs) = &read {
            let _ = filter.try_update(|filter| {
                filter.tasks = filter.tasks.iter().flat_map(|task| history::names_of(task, runs)).collect();
            });
        }
        let _ = runs.try_set(Some(read.map(Runs::new)));
    });
    // The filter with what was typed last, whether it has rested or not.
    let settle = move || {
        let text = typed.try_get_value().unwrap_or_default();
        if filter.try_with_untracked(|filter| filter.text != text) == Some(true) {
            let _ = filter.try_update(|filter| filter.text = text);
        }
    };
    let on_input = move |event: leptos::ev::Event| {
        typed.set_value(element::value_of(&event));
        let text = typed.get_value();
        let rested = move || {
            if typed.try_get_value() == Some(text) {
                settle();
            }
        };
        set_timeout(rested, RESTED);
    };
    let link = move || {
        settle();
        let filter = HistoryFilter { tasks: tasks.get_value(), ..filter.get_untracked() };
        Some(address::with_query(&Opened::History(filter).to_link().to_query()))
    };
    // The places of the runs that are found; nothing while the journal is not read.
    let found = Memo::new(move |_| {
        runs.with(|runs| filter.with(|filter| Some(runs.as_ref()?.as_ref().ok()?.places(filter))))
    });
    let any = move || found.with(|found| found.as_ref().is_some_and(|found| !found.is_empty()));
    // What a filter finds, written by one of the core's writers.
    let write_of = move |filter: &HistoryFilter, write: Writer| {
        runs.with_untracked(|runs| {
            let runs = runs.as_ref()?.as_ref().ok()?;
            Some(write(&runs.found(filter), &console.host.described()))
        })
    };
    let write = move |write: Writer| {
        settle();
        filter.with_untracked(|filter| write_of(filter, write))
    };
    let tickets = move || {
        let text = write(|runs, host| {
            runs.iter().map(|run| history::ticket(run, host)).collect::<Vec<_>>().join("\n")
        });
        text.filter(|text| !text.is_empty())
    };
    let save_button = move |format: Format| {
        button("", format.label)
            .live_attr("disabled", move || (!any()).then(String::new))
            .on_click(move || format.save(write(format.write)))
    };
    let search = el("input")
        .attr("type", "search")
        .attr("aria-label", "Filter the history")
        .attr("placeholder", "Filter: task, code, message…")
        .attr("value", text)
        .attr("data-first-focus", "")
        .attr("spellcheck", "false")
        .on("input", on_input);
    let kinds = OperationKind::ALL.iter().map(|&each| {
        let selected = (Some(each) == kind).then_some("");
        let option = el("option").attr("value", each.link_word()).maybe_attr("selected", selected);
        option.text(messages::name(each)).build()
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
                let text = messages::unreadable_history(error);
                styled("p", "refusal").attr("role", "alert").text(text).build()
            }
            Some(Ok(read)) => found.with(|found| {
                let places = found.iter().flatten();
                let found: Vec<_> = places.filter_map(|place| read.all().get(*place)).collect();
                entries(console, &found, runs)
            }),
        })
    });
    let room = live(move || {
        runs.with(|read| match read {
            Some(Ok(read)) => {
                let save = move |()| JSON.save(write_of(&HistoryFilter::default(), JSON.write));
                room_section(read.all(), Callback::new(save)).into_any()
            }
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
                .child(save_button(CSV))
                .child(save_button(JSON)),
        );
    sheet("History", move || about.clone(), on_close, body.build())
}

/// Writes runs and the address of their host.
type Writer = fn(&[&Run], &str) -> String;

/// A format that the history is saved in.
#[derive(Clone, Copy)]
struct Format {
    label: &'static str,
    file: &'static str,
    kind: &'static str,
    write: Writer,
}

const CSV: Format =
    Format { label: "Save as CSV", file: "connector-history.csv", kind: "text/csv", write: history::csv };
const JSON: Format = Format {
    label: "Save as JSON",
    file: "connector-history.json",
    kind: "application/json",
    write: history::json,
};

impl Format {
    fn save(self, text: Option<String>) {
        if let Some(text) = text {
            files::save(self.file, self.kind, &text);
        }
    }
}

fn entries(console: Console, runs: &[&Run], journal: Journal) -> Node {
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

fn entry(console: Console, run: &Run, journal: Journal) -> Node {
    let (shape, class, word) = match run.state() {
        RunState::Abandoned { .. } => (Shape::Dot, "run", "Abandoned"),
        RunState::Ready { .. } | RunState::Waiting { .. } => (Shape::Turning, "run busy", "Not over"),
        RunState::Interrupted { .. } => (Shape::Diamond, "run doubt", "Interrupted"),
        RunState::Ended if inventory::standing(run) == Standing::CountedAsDone => {
            (Shape::Tick, "run", messages::MARKED)
        }
        RunState::Ended => match run.latest_outcome() {
            Some((_, outcome @ Outcome::Confirmed { .. })) => {
                (Shape::Tick, "run good", messages::outcome_word(&outcome))
            }
            Some((_, outcome @ Outcome::Rejected(_))) => {
                (Shape::Cross, "run bad", messages::outcome_word(&outcome))
            }
            Some((_, outcome @ Outcome::Unknown(_))) => {
                (Shape::Diamond, "run doubt", messages::outcome_word(&outcome))
            }
            Some((_, outcome @ Outcome::NotSent(_))) => {
                (Shape::Barred, "run unsent", messages::outcome_word(&outcome))
            }
            None => (Shape::Dot, "run", ""),
        },
    };
    let begun = run.begun;
    let (id, task) = (run.id.clone(), run.task.clone());
    let label = format!("Show {} of {}", messages::name(run.kind), messages::spoken(run.task.as_str()));
    let show = button("", "Show").attr("aria-label", label).on_click(move || {
        journal.with_untracked(|journal| {
            if let Some(Ok(runs)) = journal {
                console.runner.adopt(&task, runs.all());
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
                        .child(el("strong").text(messages::name(run.kind)))
                        .text(" ")
                        .child(styled("span", "outcome-word").text(word))
                        .child(
                            styled("span", "basis")
                                .live_text(move || format!(" {}", messages::age(begun, console.now.0.get()))),
                        ),
                )
                .child(name(run.task.as_str())),
        )
        .child(show)
        .build()
}
