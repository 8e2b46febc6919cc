//! The sheet of a task: what is known of it and since when, what can be done, and what was done on it.

use browser::{address, spawn_local};
use console_core::domain::inventory::TaskRecord;
use console_core::domain::operation::OperationKind;
use console_core::domain::run::Moment;
use console_core::domain::task_name::TaskName;
use console_core::interchange::history::{self, HistoryFilter, Runs};
use leptos::prelude::*;

use super::history::{Journal, entry};
use crate::components::run::time_in_zone;
use crate::components::{CopyButton, Sheet, TextContent};
use crate::messages::{self, details};
use crate::stores::Now;
use crate::stores::journal;
use crate::stores::settings::Settings;
use crate::stores::sheets::{Opened, Sheets};
use crate::stores::subtopics;
use crate::stores::tasks::Tasks;

/// The most runs that are listed; the history has the others.
const LISTED: usize = 20;

/// What is known of a task, with its operations and its runs.
#[component]
pub fn Details(
    /// The task.
    task: TaskName,
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    let (tasks, sheets) = (expect_context::<Tasks>(), expect_context::<Sheets>());
    let name = StoredValue::new(task.clone());
    let record = Memo::new(move |_| name.with_value(|name| tasks.get(name)));
    let link = move || Some(address::with_query(&Opened::Details(name.get_value()).to_link().to_query()));
    let show_history = move |_| {
        sheets.open(Opened::History(HistoryFilter {
            tasks: vec![name.get_value()],
            ..HistoryFilter::default()
        }));
    };
    let subtitle = task.to_string();
    view! {
        <Sheet title=details::DETAILS subtitle=Signal::stored(subtitle) on_close>
            <div class="sheet-form">
                <div class="sheet-body">
                    {move || match record.get() {
                        Some(record) => view! { <Facts record/> }.into_any(),
                        None => view! { <p class="hint">{details::NOT_IN_LIST}</p> }.into_any(),
                    }}
                    <Operations task=task.clone()/>
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

/// What is known, and since when.
#[component]
fn Facts(record: TaskRecord) -> impl IntoView {
    let now = expect_context::<Now>().0;
    let zone = untrack(|| expect_context::<Settings>().zone());
    let TaskRecord { name, labels, added, knowledge, last, .. } = &record;
    let (knowledge, last, added) = (*knowledge, *last, *added);
    let state = messages::state(knowledge.category());
    let basis = move || messages::state_basis(&knowledge, |at| messages::age(at, now.get()));
    let age = move |at: Moment| move || TextContent(messages::age(at, now.get()));
    let part = |label: &'static str, text: &str| {
        view! { <dt>{label}</dt><dd class="mono" prop:textContent=text.to_owned()></dd> }
    };
    let parts = name.parts().map(|parts| {
        view! {
            {part(details::PROJECT, parts.project)}
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
        let since = move || TextContent(messages::checkpoint_since(set, without, now.get()));
        view! {
            <dt>{details::CHECKPOINT}</dt>
            <dd>
                <p prop:textContent=text></p>
                <p class="hint" prop:textContent=since></p>
            </dd>
        }
    });
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
            <dd><strong>{state}</strong>" "<span class="basis" prop:textContent=basis></span></dd>
            {last.map(|last| view! {
                <dt>{details::LAST_OPERATION}</dt>
                <dd>
                    <span>{messages::last_operation(&last)}</span>
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

/// The operations, each of which opens its form.
#[component]
fn Operations(task: TaskName) -> impl IntoView {
    let sheets = expect_context::<Sheets>();
    let button = |&kind: &OperationKind| {
        let barred = kind.barred_for(task.component()).map(messages::barred);
        let task = task.clone();
        view! {
            <button
                type="button"
                disabled=barred.is_some()
                title=barred
                on:click=move |_| sheets.open_form(kind, &task)
            >
                {messages::name(kind)}
            </button>
        }
    };
    view! {
        <div class="detail-operations" role="group" aria-label=details::OPERATIONS>
            {OperationKind::ALL.iter().map(button).collect_view()}
        </div>
    }
}

/// The latest runs of the task, under all its names.
#[component]
fn LatestRuns(task: TaskName) -> impl IntoView {
    let (runs, about) = (Journal::new(None), StoredValue::new(task.clone()));
    let places = RwSignal::new(Vec::new());
    let now = expect_context::<Now>().0;
    spawn_local(async move {
        let read = journal::all().await.map(|runs| {
            let filter = HistoryFilter { tasks: history::names_of(&task, &runs), ..HistoryFilter::default() };
            let runs = Runs::new(runs);
            let latest = runs.places(&filter, now.get_untracked()).into_iter().take(LISTED).collect();
            (runs, latest)
        });
        // The sheet may be gone by now.
        let _ = match read {
            Ok((read, latest)) => {
                let _ = runs.try_set(Some(Ok(read)));
                places.try_set(latest)
            }
            Err(error) => {
                let _ = runs.try_set(Some(Err(error)));
                None
            }
        };
    });
    let status = move || {
        runs.with(|read| match read {
            None => messages::found(None, LISTED),
            Some(Err(error)) => messages::unreadable_history(error),
            Some(Ok(_)) if places.with(Vec::is_empty) => details::NOTHING_DONE.to_owned(),
            Some(Ok(_)) => String::new(),
        })
    };
    view! {
        <section class="detail-runs" aria-label=details::RUNS>
            <h3>{details::RUNS}</h3>
            <p class="hint" role="status" prop:textContent=move || TextContent(status())></p>
            <ul class="history">
                <For each=move || places.get() key=|index| *index let:index>
                    {about.with_value(|task| entry(runs, index, Some(task)))}
                </For>
            </ul>
        </section>
    }
}
