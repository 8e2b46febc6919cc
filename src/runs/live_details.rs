//! What OMS says of a task, read when its sheet is opened and whenever its project was read.

use browser::{clock, spawn_local};
use console_core::domain::inventory::Reading;
use console_core::domain::task_name::{Component, TaskName};
use console_core::openapi::{
    Components, ConfigEntry, Connector, ConnectorConfig, ErrorDetail, ReadError, Store, lag, log_paths,
    stores_of,
};
use console_core::time::EpochSeconds;
use leptos::prelude::*;

use crate::components::run::time_in_zone;
use crate::components::{CopyButton, Marked, TextField};
use crate::messages::{details, live};
use crate::stores::live::Live;
use crate::stores::settings::Settings;
use crate::stores::tasks::Tasks;

/// How far behind a Store or a connector may be where the project has no limit, in seconds.
const USUAL_LIMIT: i64 = 30;
/// The field that looks through the configuration.
const SEARCH: &str = "search-configuration";

/// What OMS says of a task; nothing where it was not read.
#[component]
pub fn LiveDetails(task: TaskName) -> impl IntoView {
    let (live, tasks) = (expect_context::<Live>(), expect_context::<Tasks>());
    let task = StoredValue::new(task);
    let project = Memo::new(move |_| {
        let reading = task.with_value(|task| tasks.get(task))?.reading?;
        Some(reading.project.id.clone())
    });
    // Whenever it was read again, there may be something new.
    let read_at = Memo::new(move |_| {
        task.with_value(|task| tasks.get(task)).and_then(|record| Some(record.reading?.at))
    });
    let read = RwSignal::new(None::<Result<Components, ReadError>>);
    Effect::new(move || {
        read_at.get();
        let Some(id) = project.get() else { return };
        spawn_local(async move {
            let found = live.read_project(&id).await;
            // The sheet may be gone by now.
            let _ = read.try_set(Some(found));
        });
    });
    let shown = move || {
        read.with(|read| match read {
            None => view! { <p class="hint" role="status">{details::READING}</p> }.into_any(),
            Some(Err(error)) => {
                view! { <p class="error" role="alert"><Marked text=live::read_error(error)/></p> }.into_any()
            }
            Some(Ok(components)) => {
                let own = |connector: &&Connector| task.with_value(|task| connector.name == *task);
                let reading = untrack(|| task.with_value(|task| tasks.get(task))?.reading);
                match components.connectors.iter().find(own).zip(reading) {
                    Some((connector, reading)) => {
                        let stores = match connector.component {
                            Component::IncrSync => stores_of(connector, &components.stores),
                            Component::FullImport => Vec::new(),
                        };
                        connector_details(connector, &reading, &stores)
                    }
                    None => view! { <p class="hint">{details::NOT_NAMED}</p> }.into_any(),
                }
            }
        })
    };
    view! {
        <Show when=move || project.get().is_some()>
            <section class="live-details" aria-label=details::FROM_OMS>
                <h3>{details::FROM_OMS}</h3>
                {shown}
            </section>
        </Show>
    }
}

fn connector_details(connector: &Connector, reading: &Reading, stores: &[&Store]) -> AnyView {
    let zone = untrack(|| expect_context::<Settings>().zone());
    let project = &reading.project;
    let fact = |label: &'static str, text: Option<String>| {
        text.filter(|text| !text.is_empty()).map(|text| view! { <dt>{label}</dt><dd><Marked text/></dd> })
    };
    let name = project.name.as_ref().map(|name| format!("{name} ({})", project.id));
    let position = connector.checkpoint.map(|at| time_in_zone(at, &zone));
    let is_in_name = |ip: &str| connector.name.parts().is_some_and(|parts| parts.host == ip);
    let paths = log_paths(&connector.name).join("\n");
    view! {
        <dl class="facts">
            {fact(details::PROJECT, name.or_else(|| Some(project.id.clone())))}
            {fact(details::PROJECT_STATE, project.state.clone())}
            {fact(details::DELAY, connector.delay.map(|delay| details::delay(delay, project.delay_limit)))}
            {fact(details::POSITION, position)}
            {fact(details::RATE, connector.rate.map(|rate| format!("{rate:.1}")))}
            {fact(details::PROGRESS, connector.progress.map(|progress| format!("{progress:.0} %")))}
            {fact(details::HOST, connector.ip.clone().filter(|ip| !is_in_name(ip)))}
            {fact(details::REGION, connector.region.clone())}
            {fact(details::READ_SUBTOPICS, Some(connector.subtopics.join(", ")))}
            {fact(details::CHECKPOINT_KEYS, Some(connector.checkpoint_keys().join(", ")))}
        </dl>
        {errors(&connector.errors)}
        {stores_table(connector, stores, project.delay_limit.unwrap_or(USUAL_LIMIT), &zone)}
        {configuration(connector.config.as_ref())}
        <h4>{details::LOGS}</h4>
        <pre class="log-paths mono">{paths.clone()}</pre>
        <CopyButton label=details::COPY_LOGS text=Signal::stored(Some(paths))/>
    }
    .into_any()
}

fn errors(errors: &[ErrorDetail]) -> Option<AnyView> {
    let error = |error: &ErrorDetail| {
        let lines = details::error_lines(error).into_iter().map(|text| view! { <p><Marked text/></p> });
        let copy = error.request_id.clone().map(|id| {
            view! { <CopyButton label=details::COPY_REQUEST text=Signal::stored(Some(id))/> }
        });
        view! { <li>{lines.collect_view()}{copy}</li> }
    };
    let list = errors.iter().map(error).collect_view();
    (!errors.is_empty())
        .then(|| view! { <h4>{details::ERRORS}</h4><ul class="live-errors">{list}</ul> }.into_any())
}

fn stores_table(connector: &Connector, stores: &[&Store], limit: i64, zone: &str) -> Option<AnyView> {
    let now = clock::present_untracked().now;
    let time = |at: Option<EpochSeconds>| at.map(|at| time_in_zone(at, zone)).unwrap_or_default();
    let row = |store: &&Store| {
        let state = store.state.clone().unwrap_or_default();
        let message = store.message.clone().filter(|_| !store.is_active());
        let side = lag(store, connector, now, limit).map(details::lag);
        view! {
            <tr><th scope="rowgroup" colspan="3" class="mono"><Marked text=store.name.clone()/></th></tr>
            <tr>
                <td><Marked text=state/>{message.map(|text| view! { " "<Marked text/> })}</td>
                <td>{time(store.begin)}</td>
                <td>{time(store.end)}</td>
            </tr>
            {side.map(|text| view! { <tr><td colspan="3" class="hint">{text}</td></tr> })}
        }
    };
    let rows = stores.iter().map(row).collect_view();
    let heads = details::STORE_HEADS.map(|head| view! { <th scope="col">{head}</th> });
    (!stores.is_empty()).then(|| {
        view! {
            <h4>{details::STORES}</h4>
            <table class="stores"><thead><tr>{heads.collect_view()}</tr></thead><tbody>{rows}</tbody></table>
        }
        .into_any()
    })
}

fn configuration(config: Option<&ConnectorConfig>) -> AnyView {
    let entries = config.map(ConnectorConfig::entries).unwrap_or_default();
    if entries.is_empty() {
        return view! { <h4>{details::CONFIGURATION}</h4><p class="hint">{details::NO_CONFIGURATION}</p> }
            .into_any();
    }
    let words = RwSignal::new(String::new());
    let entries = StoredValue::new(entries);
    let found = move || {
        words.with(|words| {
            let holds = |entry: &&ConfigEntry| entry.holds(words);
            entries.with_value(|entries| entries.iter().filter(holds).cloned().collect::<Vec<_>>())
        })
    };
    let line = |entry: ConfigEntry| {
        let value = match entry.value {
            Some(text) => view! { <Marked text/> }.into_any(),
            None => view! { <span class="basis">{details::HIDDEN}</span> }.into_any(),
        };
        view! { <dt><Marked text=format!("{}.{}", entry.scope, entry.path)/></dt><dd>{value}</dd> }
    };
    let list = move || {
        let found = found();
        match found.is_empty() {
            true => view! { <p class="hint" role="status">{details::NOTHING_FOUND}</p> }.into_any(),
            false => {
                view! { <dl class="config mono">{found.into_iter().map(line).collect_view()}</dl> }.into_any()
            }
        }
    };
    view! {
        <h4>{details::CONFIGURATION}</h4>
        <TextField id=SEARCH label=details::SEARCH value=words on_input=move |typed| words.set(typed)/>
        {list}
    }
    .into_any()
}
