//! The sheet of a task: what is known of it and since when, what can be done, and what was done on it.

use browser::storage::StorageError;
use browser::{clock, spawn_local};
use console_core::domain::inventory::{AttentionReason, TaskRecord};
use console_core::domain::operation::OperationKind;
use console_core::domain::run::{Moment, Run};
use console_core::domain::task_name::TaskName;
use console_core::interchange::history::{self, HistoryFilter, SearchableRuns};
use leptos::prelude::*;

use super::history::entry;
use super::live_details::LiveDetails;
use super::state_changes::StateChanges;
use crate::components::{CopyButton, Sheet, TextContent, time_in_zone, time_teller, why_not_offered};
use crate::messages::{self, details};
use crate::stores::Now;
use crate::stores::host::Host;
use crate::stores::runner::Runner;
use crate::stores::settings::Settings;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::subtopics;
use crate::stores::tasks::Tasks;

/// The most runs that are listed; the history has the others.
const LISTED: usize = 20;
/// The id of the reason why an operation does not apply.
const WHY_BARRED: &str = "why-barred";

/// Shows what is known of a task, with its operations and its runs.
#[component]
pub fn Details(
    /// The task.
    task: TaskName,
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    let (tasks, sheets) = (expect_context::<Tasks>(), expect_context::<Sheets>());
    let host = expect_context::<Host>();
    let name = StoredValue::new(task.clone());
    let record = Memo::new(move |_| name.with_value(|name| tasks.get(name)));
    let link = move || Some(host.address_of(SheetContent::Details(name.get_value()).to_link()));
    let show_history = move |_| {
        sheets.open(SheetContent::History(HistoryFilter {
            tasks: vec![name.get_value()],
            ..HistoryFilter::default()
        }));
    };
    let subtitle = task.to_string();
    view! {
        <Sheet title=details::DETAILS subtitle=Signal::stored(subtitle) task=Signal::stored(Some(task.clone())) on_close>
            <div class="sheet-form">
                <div class="sheet-body">
                    {move || match record.get() {
                        Some(record) => view! { <Facts record/> }.into_any(),
                        None => view! { <p class="hint">{details::NOT_IN_LIST}</p> }.into_any(),
                    }}
                    <StateChanges task=task.clone()/>
                    <Operations task=task.clone()/>
                    <LiveDetails task=task.clone()/>
                    <LatestRuns task/>
                </div>
                <div class="sheet-foot">
                    <button type="button" data-first-focus="" on:click=move |_| on_close.run(())>
                        {messages::CLOSE}
                    </button>
                    <span class="push"></span>
                    <button class="quiet" type="button" on:click=show_history>{details::WHOLE_HISTORY}</button>
                    <CopyButton label=details::COPY_NAME text=move || Some(name.get_value().to_string())/>
                    <CopyButton label=details::COPY_LINK text=link/>
                </div>
            </div>
        </Sheet>
    }
}

/// Shows what is known, and since when.
#[component]
fn Facts(record: TaskRecord) -> impl IntoView {
    let (settings, now) = (expect_context::<Settings>(), expect_context::<Now>().0);
    let zone = untrack(|| settings.zone());
    let TaskRecord { name, labels, added, knowledge, last, undecided, .. } = &record;
    let (knowledge, last, added, undecided) = (*knowledge, *last, *added, *undecided);
    let state = messages::state(knowledge.category());
    let when = move || time_teller(settings, now.get());
    let basis = move || messages::state_basis(&knowledge, when());
    let age = move |at: Moment| move || TextContent(when()(at));
    let part = |label: &'static str, text: &str| {
        view! { <dt>{label}</dt><dd class="mono" prop:textContent=text.to_owned()></dd> }
    };
    // What OMS says of the project has its name, too.
    let is_read = record.reading.is_some();
    let parts = name.parts().map(|parts| {
        view! {
            {(!is_read).then(|| part(details::PROJECT, parts.project))}
            {part(details::HOST, parts.host)}
        }
    });
    let waiting = record.waiting_checkpoint().map(|waiting| {
        let times = waiting.times().map(|times| {
            let in_zone = times.into_iter().map(|(subtopic, at)| (subtopic, time_in_zone(at, &zone)));
            messages::checkpoint_times(in_zone.collect())
        });
        let text = messages::checkpoint_waits(waiting, &times.unwrap_or_else(|| waiting.value.clone()));
        let (set, without) = (waiting.set, waiting.started_without);
        let since = move || TextContent(messages::checkpoint_since(set, without, when()));
        view! {
            <dt>{details::WAITING_CHECKPOINT}</dt>
            <dd>
                <p prop:textContent=text></p>
                <p class="hint" prop:textContent=since></p>
            </dd>
        }
    });
    // What waits has an entry of its own, and so has what came of the latest operation.
    let has_entry = |reason: &AttentionReason| {
        matches!(reason, AttentionReason::CheckpointWaits | AttentionReason::OutcomeUnknown(_))
    };
    let reasons = record.attention_reasons().into_iter().filter(|reason| !has_entry(reason));
    let reasons = reasons.map(|reason| {
        let text = messages::attention(reason, &record);
        view! { <p class="remark" prop:textContent=text></p> }
    });
    let reasons = reasons.collect_view();
    let labels = (!labels.is_empty()).then(|| {
        view! { <dt>{details::LABELS}</dt><dd prop:textContent=labels.join(", ")></dd> }
    });
    let remembered = RwSignal::new(Vec::new());
    let task = name.clone();
    spawn_local(async move {
        // The sheet may be gone by now.
        let _ = remembered.try_set(subtopics::remembered(task.as_str()).await);
    });
    view! {
        <dl class="facts">
            <dt>{details::STATE}</dt>
            <dd><strong>{state}</strong>" "<span class="basis" prop:textContent=basis></span>{reasons}</dd>
            {last.map(|last| view! {
                <dt>{details::LAST_OPERATION}</dt>
                <dd>
                    <span>{messages::last_operation(&last, undecided)}</span>
                    " "
                    <span class="basis" prop:textContent=age(last.at)></span>
                </dd>
            })}
            {waiting}
            <dt>{details::COMPONENT}</dt>
            <dd>{messages::component(name.component())}</dd>
            {parts}
            {labels}
            <Show when=move || remembered.with(|subtopics| !subtopics.is_empty())>
                <dt>{details::SUBTOPICS}</dt>
                <dd class="mono" prop:textContent=move || remembered.with(|subtopics| subtopics.join(", "))></dd>
            </Show>
            <dt>{details::ADDED}</dt>
            <dd prop:textContent=age(added)></dd>
        </dl>
    }
}

/// Shows the operations, each of which opens its form. Why one does not apply stands below them, for fingers and keys
/// too.
#[component]
fn Operations(task: TaskName) -> impl IntoView {
    let (sheets, tasks) = (expect_context::<Sheets>(), expect_context::<Tasks>());
    let task = StoredValue::new(task);
    // Only another reason shows the buttons again.
    let barred = Memo::new(move |_| {
        let why = |kind: &OperationKind| task.with_value(|task| why_not_offered(tasks, *kind, task));
        OperationKind::ALL.iter().map(why).collect::<Vec<_>>()
    });
    let button = move |(place, &kind): (usize, &OperationKind)| {
        let is_barred = move || barred.with(|barred| barred[place].is_some());
        let open = move |_| {
            if !untrack(is_barred) {
                task.with_value(|task| sheets.open_form(kind, task));
            }
        };
        view! {
            <button
                type="button"
                aria-disabled=move || is_barred().then_some("true")
                aria-describedby=move || is_barred().then_some(WHY_BARRED)
                on:click=open
            >
                {messages::name(kind)}
            </button>
        }
    };
    let why = move || {
        let mut reasons: Vec<_> = barred.get().into_iter().flatten().collect();
        reasons.dedup();
        (!reasons.is_empty()).then(|| {
            let text = format!("{}.", reasons.join(". "));
            view! { <p class="hint" id=WHY_BARRED prop:textContent=text></p> }
        })
    };
    view! {
        <div class="detail-operations" role="group" aria-label=details::OPERATIONS>
            {OperationKind::ALL.iter().enumerate().map(button).collect_view()}
            {why}
        </div>
    }
}

/// Shows the latest runs of the task, under all its names: read again whenever something is done on it.
#[component]
fn LatestRuns(task: TaskName) -> impl IntoView {
    let (tasks, runner) = (expect_context::<Tasks>(), expect_context::<Runner>());
    let listed = RwSignal::new(None::<Result<Vec<Run>, StorageError>>);
    let task = StoredValue::new(task);
    let last = Memo::new(move |_| task.with_value(|task| tasks.get(task).and_then(|record| record.last)));
    Effect::new(move || {
        // Read, not only tracked: a memo that nobody reads follows nothing.
        last.get();
        spawn_local(async move {
            let read = runner.history().await;
            // The sheet may be gone by now.
            let _ = task.try_with_value(|task| listed.try_set(Some(read.map(|runs| latest(task, runs)))));
        });
    });
    let status = move || {
        listed.with(|listed| match listed {
            None => messages::found(None, LISTED),
            Some(Err(error)) => messages::unreadable_history(error),
            Some(Ok(runs)) if runs.is_empty() => details::NOTHING_DONE.to_owned(),
            Some(Ok(_)) => String::new(),
        })
    };
    let runs = move || listed.with(|listed| listed.as_ref()?.as_ref().ok().cloned()).unwrap_or_default();
    let adopt = Callback::new(move |task| runner.adopt(&task, &untrack(runs)));
    let line = move |read: Run| {
        // What is done in this page is known before it is written down.
        let run = Memo::new(move |_| runner.shown(&read.id).unwrap_or_else(|| read.clone()));
        move || task.with_value(|task| entry(run.get(), Some(task), adopt))
    };
    view! {
        <section class="detail-runs" aria-label=details::RUNS>
            <h3>{details::RUNS}</h3>
            <p class="hint" role="status" prop:textContent=move || TextContent(status())></p>
            <ul class="history">
                <For each=runs key=|run| (run.id.clone(), run.latest().0) children=line/>
            </ul>
        </section>
    }
}

/// Returns the latest of some runs that are about a task, under all its names.
fn latest(task: &TaskName, runs: Vec<Run>) -> Vec<Run> {
    let filter = HistoryFilter { tasks: history::names_of(task, &runs), ..HistoryFilter::default() };
    let runs = SearchableRuns::new(runs);
    runs.found(&filter, clock::now()).into_iter().take(LISTED).cloned().collect()
}
