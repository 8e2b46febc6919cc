//! The page of the history: the runs that this browser knows, filtered, copied into a ticket, and saved.

use std::iter;
use std::time::Duration;

use browser::debounce::Debounce;
use browser::storage::StorageError;
use browser::{clock, files, spawn_local};
use console_core::domain::operation::OperationKind;
use console_core::domain::run::{Run, RunState};
use console_core::domain::secret;
use console_core::domain::task_name::TaskName;
use console_core::interchange::history::{self, HistoryFilter, OutcomeFilter, SearchableRuns, TimeFilter};
use console_core::persistence::appearance::TimeDisplay;
use console_core::time::EpochSeconds;
use leptos::prelude::*;

use super::room::room_section;
use crate::components::run::status_icon;
use crate::components::{CopyButton, Icon, IconShape, Name, Select, Sheet, TextContent, time_in_zone};
use crate::messages::{self, runs as texts};
use crate::stores::Now;
use crate::stores::host::Host;
use crate::stores::runner::Runner;
use crate::stores::settings::Settings;
use crate::stores::sheets::{SheetContent, Sheets};

/// The most runs that are listed; filtering finds the others.
const LISTED: usize = 100;
/// The debounce of the filter text.
const REST: Duration = Duration::from_millis(150);

/// A journal as it was read. It is freed with the sheet: it may be long.
type Journal = RwSignal<Option<Result<SearchableRuns, StorageError>>>;

/// Shows the runs of the tasks in `asked` and of their former names, or of all tasks.
#[component]
pub fn History(asked: HistoryFilter, on_close: Callback<()>) -> impl IntoView {
    let (host, sheets) = (expect_context::<Host>(), expect_context::<Sheets>());
    let runner = expect_context::<Runner>();
    let runs = Journal::new(None);
    let (about, text) = (asked.tasks.clone(), asked.text.clone());
    let subtitle = about.iter().map(TaskName::as_str).collect::<Vec<_>>().join(", ");
    let about = StoredValue::new(about);
    let typed = StoredValue::new(asked.text.clone());
    let filter = RwSignal::new(asked);
    spawn_local(async move {
        let read = runner.history().await;
        // The sheet may be gone by now.
        if let Ok(runs) = &read {
            let _ = filter.try_update(|filter| {
                filter.tasks = filter.tasks.iter().flat_map(|task| history::names_of(task, runs)).collect();
            });
        }
        let _ = runs.try_set(Some(read.map(SearchableRuns::new)));
    });
    let debounce = Debounce::new(REST);
    // Filters by what was typed last, whether it has rested or not.
    let apply_typed = move || {
        let text = typed.try_get_value().unwrap_or_default();
        if filter.try_with_untracked(|filter| filter.text != text) == Some(true) {
            let _ = filter.try_update(|filter| filter.text = text);
        }
    };
    let on_input = move |event: leptos::ev::Event| {
        typed.set_value(event_target_value(&event));
        debounce.call(apply_typed);
    };
    // The indices of the runs that the filter lets through; nothing while the journal is not read.
    let found = Memo::new(move |_| {
        runs.with(|runs| {
            filter.with(|filter| Some(runs.as_ref()?.as_ref().ok()?.places(filter, clock::now())))
        })
    });
    let has_found = move || found.with(|found| found.as_ref().is_some_and(|found| !found.is_empty()));
    let has_found = Memo::new(move |_| has_found());
    let write_found_by = move |filter: &HistoryFilter, write: Writer| {
        runs.with_untracked(|runs| {
            let runs = runs.as_ref()?.as_ref().ok()?;
            Some(write(&runs.found(filter, clock::now()), &host.described_untracked()))
        })
    };
    let write = move |write: Writer| {
        apply_typed();
        filter.with_untracked(|filter| write_found_by(filter, write))
    };
    let tickets = move || {
        let text = write(|runs, host| {
            runs.iter().map(|run| history::ticket(run, host)).collect::<Vec<_>>().join("\n")
        });
        text.filter(|text| !text.is_empty())
    };
    // What is shown, without the former names of the task. A text that holds a secret is not handed on.
    let shown = move |filter: &HistoryFilter| {
        let text = if secret::has_secrets(&filter.text) { String::new() } else { filter.text.clone() };
        HistoryFilter { tasks: about.get_value(), text, ..filter.clone() }
    };
    Effect::new(move |before: Option<HistoryFilter>| {
        let now = filter.with(shown);
        if before.is_some_and(|before| before != now) {
            sheets.set_filter(now.clone());
            sheets.show_address(false);
        }
        now
    });
    let link = move || {
        apply_typed();
        let link = SheetContent::History(filter.with_untracked(shown)).to_link();
        Some(host.address_of(link))
    };
    let save_all =
        Callback::new(move |()| JSON.save(host, write_found_by(&HistoryFilter::default(), JSON.write)));
    let room = move || runs.with(|read| room_section(read.as_ref()?.as_ref().ok()?.all(), save_all));
    let error = move || runs.with(|read| Some(messages::unreadable_history(read.as_ref()?.as_ref().err()?)));
    let adopt = Callback::new(move |task| {
        runs.with_untracked(|read| {
            if let Some(Ok(runs)) = read {
                runner.adopt(&task, runs.all());
            }
        });
    });
    let summary = move || found.with(|found| messages::found(found.as_ref().map(Vec::len), LISTED));
    let listed = move || found.with(|found| found.iter().flatten().copied().take(LISTED).collect::<Vec<_>>());
    let is_failed_lately = move || {
        filter.with(|filter| {
            (filter.ended, filter.within) == (Some(OutcomeFilter::Failed), Some(TimeFilter::Hour))
        })
    };
    let toggle_failed_lately = move |_| {
        let (ended, within) = if untrack(is_failed_lately) {
            (None, None)
        } else {
            (Some(OutcomeFilter::Failed), Some(TimeFilter::Hour))
        };
        filter.update(|filter| (filter.ended, filter.within) = (ended, within));
    };
    let save_button = move |format: Format| {
        view! {
            <button type="button" disabled=move || !has_found.get() on:click=move |_| format.save(host, write(format.write))>
                {format.label}
            </button>
        }
    };
    view! {
        <Sheet title=messages::HISTORY subtitle on_close page=true>
            <div class="sheet-form">
                <div class="sheet-body">
                    {move || room()}
                    <div class="history-tools">
                        <input
                            type="search"
                            aria-label=texts::FILTER_HISTORY
                            placeholder=texts::FILTER_HISTORY_HINT
                            value=text
                            data-first-focus=""
                            spellcheck="false"
                            on:input=on_input
                        />
                        <SelectOrAll
                            label=texts::OPERATION
                            all=texts::ALL_OPERATIONS
                            options=OperationKind::ALL.iter().map(|each| (each.link_word(), messages::name(*each)))
                            chosen=move || filter.with(|filter| filter.operation.map(OperationKind::link_word))
                            on_choose=move |word: String| {
                                filter.update(|filter| filter.operation = OperationKind::from_link_word(&word));
                            }
                        />
                        <SelectOrAll
                            label=texts::OUTCOME
                            all=texts::ALL_OUTCOMES
                            options=OutcomeFilter::ALL.iter().map(|each| (each.link_word(), texts::ended(*each)))
                            chosen=move || filter.with(|filter| filter.ended.map(OutcomeFilter::link_word))
                            on_choose=move |word: String| filter.update(|filter| filter.ended = OutcomeFilter::from_link_word(&word))
                        />
                        <SelectOrAll
                            label=texts::TIME
                            all=texts::ANY_TIME
                            options=TimeFilter::ALL.iter().map(|each| (each.link_word(), texts::within(*each)))
                            chosen=move || filter.with(|filter| filter.within.map(TimeFilter::link_word))
                            on_choose=move |word: String| filter.update(|filter| filter.within = TimeFilter::from_link_word(&word))
                        />
                        <button
                            class="count-button"
                            type="button"
                            aria-pressed=move || is_failed_lately().to_string()
                            on:click=toggle_failed_lately
                        >
                            {texts::FAILED_LATELY}
                        </button>
                    </div>
                    {move || match error() {
                        Some(error) => view! { <p class="refusal" role="alert">{error}</p> }.into_any(),
                        None => view! {
                            <p class="hint" role="status" prop:textContent=move || TextContent(summary())></p>
                        }
                        .into_any(),
                    }}
                    <Show when=move || has_found.get()>
                        <ul class="history">
                            <For each=listed key=|index| *index let:index>
                                {runs.with_untracked(|read| {
                                    let run = read.as_ref()?.as_ref().ok()?.all().get(index).cloned()?;
                                    Some(entry(run, None, adopt))
                                })}
                            </For>
                        </ul>
                    </Show>
                </div>
                <div class="sheet-foot">
                    <button type="button" on:click=move |_| on_close.run(())>
                        {messages::CLOSE}
                    </button>
                    <span class="push"></span>
                    <CopyButton label=messages::COPY_LINK text=link enabled=true/>
                    <CopyButton label=texts::COPY_AS_TEXT text=tickets enabled=has_found/>
                    {save_button(CSV)}
                    {save_button(JSON)}
                </div>
            </div>
        </Sheet>
    }
}

/// Writes runs and the address of their host.
type Writer = fn(&[&Run], &str) -> String;

/// A format that the history is saved in.
#[derive(Clone, Copy)]
struct Format {
    label: &'static str,
    file: &'static str,
    media_type: &'static str,
    write: Writer,
}

const CSV: Format = Format {
    label: texts::SAVE_AS_CSV,
    file: "connector-history.csv",
    media_type: "text/csv",
    write: history::csv,
};
const JSON: Format = Format {
    label: texts::SAVE_AS_JSON,
    file: "connector-history.json",
    media_type: "application/json",
    write: history::json,
};

impl Format {
    fn save(self, host: Host, text: Option<String>) {
        if let Some(text) = text {
            files::save(&host.file_name_untracked(self.file), self.media_type, &text);
        }
    }
}

/// Shows a choice of one of several values, or of all of them.
#[component]
fn SelectOrAll(
    label: &'static str,
    /// The choice of all.
    all: &'static str,
    /// The values, each with its text.
    options: impl Iterator<Item = (&'static str, &'static str)>,
    #[prop(into)] chosen: Signal<Option<&'static str>>,
    /// Is given the value, empty for all.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let options = iter::once(("", all)).chain(options);
    let options = options.map(|(value, text)| (value.to_owned(), text.to_owned()));
    let chosen = Signal::derive(move || chosen.get().unwrap_or_default().to_owned());
    view! { <Select attr:aria-label=label options chosen on_choose/> }
}

/// Shows a run. Its task is named unless all of the list is about it. `before_showing` is called with its task before
/// its sheet is opened.
pub(super) fn entry(
    run: Run,
    about: Option<&TaskName>,
    before_showing: Callback<TaskName>,
) -> impl IntoView + use<> {
    let sheets = expect_context::<Sheets>();
    let now = expect_context::<Now>().0;
    let settings = expect_context::<Settings>();
    let zone = untrack(|| settings.zone());
    let (shape, class, word) = match (run.state(), status_icon(&run)) {
        (RunState::Interrupted { .. }, _) => (IconShape::Diamond, "doubt", texts::INTERRUPTED),
        (_, (shape, class)) => (shape, class, texts::status(&run)),
    };
    let begun = run.begun;
    let age = move || TextContent(format!(" {}", messages::age(begun, now.get())));
    let at =
        EpochSeconds::new(begun.0.div_euclid(1000)).map(|at| time_in_zone(at, &zone)).unwrap_or_default();
    let took = run.latest_outcome().map(|(answered, _)| texts::run_time(begun.millis_until(answered)));
    let answer = texts::refusal_in_short(&run);
    let (kind, label) = (run.kind, texts::show(&run));
    let task = Some(run.task.clone()).filter(|task| about != Some(task));
    let show = move |_| {
        before_showing.run(run.task.clone());
        sheets.open(SheetContent::Run(run.id.clone()));
    };
    view! {
        <li class=format!("run {class}")>
            <Icon shape/>
            <div class="run-facts">
                <p>
                    <strong>{messages::name(kind)}</strong>
                    " "
                    <span class="outcome-word">{word}</span>
                    {answer.map(|answer| view! { <span class="basis" prop:textContent=format!(" {answer}")></span> })}
                </p>
                {task.map(|task| view! { <Name text=task.as_str()/> })}
            </div>
            <p class="run-times">
                <span class="mono">{at}</span>
                <Show when=move || settings.times() == TimeDisplay::Relative>
                    <span class="basis" prop:textContent=age></span>
                </Show>
                {took.map(|took| view! { <span class="basis">" · "{took}</span> })}
            </p>
            <button type="button" aria-label=label on:click=show>{messages::SHOW}</button>
        </li>
    }
}
