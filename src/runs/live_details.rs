//! What OMS says of a task, read when its sheet is opened and whenever its project was read.

use browser::{clock, spawn_local};
use console_core::domain::inventory::Reading;
use console_core::domain::task_name::{Component, TaskName};
use console_core::openapi::{
    Components, ConfigEntry, Connector, ConnectorConfig, ReadError, Store, lag, log_paths, server_offset,
    stores_of,
};
use console_core::time::{EpochSeconds, Offset};
use leptos::prelude::*;

use super::plots::Plots;
use super::steps::Steps;
use crate::components::{CopyButton, Marked, TextField, errors, read_problem, time_in_zone};
use crate::messages::{self, details};
use crate::stores::live::Live;
use crate::stores::settings::Settings;
use crate::stores::tasks::Tasks;

/// How far behind a Store or a connector may be where the project has no limit, in seconds.
const USUAL_LIMIT: i64 = 30;
/// The field that looks through the configuration.
const SEARCH: &str = "search-configuration";

/// A part of an answer that speaks of the task of the sheet.
#[derive(Clone, Debug, PartialEq)]
struct OwnPart {
    connector: Connector,
    /// The Stores that it reads from.
    stores: Vec<Store>,
    /// How far the server's local time is ahead of UTC.
    offset: Option<Offset>,
}

/// Shows what OMS says of a task; nothing where it was not read.
#[component]
pub fn LiveDetails(task: TaskName) -> impl IntoView {
    let (live, tasks) = (expect_context::<Live>(), expect_context::<Tasks>());
    let name = StoredValue::new(task.clone());
    let reading = Memo::new(move |_| name.with_value(|name| tasks.get(name))?.reading);
    let project = Memo::new(move |_| reading.with(|reading| Some(reading.as_ref()?.project.id.clone())));
    // Whenever it was read again by others, there may be something new.
    let own_read = StoredValue::new(None);
    let read_at = Memo::new(move |_| reading.with(|reading| Some(reading.as_ref()?.at)));
    let read = RwSignal::new(None::<Result<(), ReadError>>);
    // What a later read cannot tell stays as it was.
    let own = RwSignal::new(None::<OwnPart>);
    Effect::new(move || {
        let (at, project) = (read_at.get(), project.get());
        let Some(id) = project.filter(|_| own_read.get_value().is_none_or(|own| at != Some(own))) else {
            return;
        };
        let at = clock::now();
        own_read.set_value(Some(at));
        spawn_local(async move {
            let found = live.look_at(&id, at).await;
            // The sheet may be gone by now.
            if let Ok(components) = &found {
                let _ = name.try_with_value(|name| own.try_set(own_part(name, components)));
            }
            let _ = read.try_set(Some(found.map(drop)));
        });
    });
    let part = Memo::new(move |_| own.get());
    let is_there = Memo::new(move |_| part.with(Option::is_some));
    let status = move || {
        read.with(|read| match read {
            None => view! { <p class="hint" role="status">{details::READING}</p> }.into_any(),
            Some(Err(error)) => {
                view! { <div class="error" role="alert">{read_problem(None, error)}</div> }.into_any()
            }
            Some(Ok(())) if !is_there.get() => view! { <p class="hint">{details::NOT_NAMED}</p> }.into_any(),
            Some(Ok(())) => ().into_any(),
        })
    };
    let facts = move || {
        let facts = |part: &OwnPart, reading: &Reading| connector_facts(part, reading);
        part.with(|part| reading.with(|reading| Some(facts(part.as_ref()?, reading.as_ref()?))))
    };
    let config = Memo::new(move |_| part.with(|part| part.as_ref()?.connector.config.clone()));
    let direction = Memo::new(move |_| part.with(|part| part.as_ref().map(|part| part.connector.direction)));
    let offset = Memo::new(move |_| part.with(|part| part.as_ref()?.offset));
    let limit = Memo::new(move |_| reading.with(|reading| reading.as_ref()?.project.delay_limit));
    let paths = log_paths(&task).join("\n");
    view! {
        <Show when=move || project.with(Option::is_some)>
            <section class="live-details" aria-label=details::FROM_OMS>
                <h3>{details::FROM_OMS}</h3>
                {status}
                {facts}
            </section>
        </Show>
        <Show when=move || is_there.get()>
            <section class="live-details" aria-label=details::FROM_OMS_IN_FULL>
                <Plots task=name project read_at direction limit/>
                <Steps project read_at offset/>
                <Configuration config/>
                <h4>{details::LOGS}</h4>
                <pre class="log-paths mono">{paths.clone()}</pre>
                <CopyButton label=details::COPY_LOGS text=Signal::stored(Some(paths.clone()))/>
            </section>
        </Show>
    }
}

/// Returns what an answer says of a task.
fn own_part(name: &TaskName, components: &Components) -> Option<OwnPart> {
    let connector = components.connector(name)?.clone();
    let stores = match connector.component {
        Component::IncrSync => stores_of(&connector, &components.stores).into_iter().cloned().collect(),
        Component::FullImport => Vec::new(),
    };
    let offset = server_offset(&components.stores, clock::present_untracked().now);
    Some(OwnPart { connector, stores, offset })
}

fn connector_facts(part: &OwnPart, reading: &Reading) -> AnyView {
    let OwnPart { connector, stores, .. } = part;
    let zone = untrack(|| expect_context::<Settings>().zone());
    let project = &reading.project;
    let fact = |label: &'static str, text: Option<String>| {
        text.filter(|text| !text.is_empty()).map(|text| view! { <dt>{label}</dt><dd><Marked text/></dd> })
    };
    let name = project.name.as_ref().map(|name| format!("{name} ({})", project.id));
    // As the row says them.
    let delay = reading.delay.map(|delay| details::delay(delay, project.delay_limit));
    let checkpoint = reading.checkpoint.map(|at| time_in_zone(at, &zone));
    let is_in_name = |ip: &str| connector.name.parts().is_some_and(|parts| parts.host == ip);
    view! {
        <dl class="facts">
            {fact(details::PROJECT, name.or_else(|| Some(project.id.clone())))}
            {fact(details::PROJECT_STATE, project.state_word().map(str::to_owned))}
            {fact(details::DELAY, delay)}
            {fact(details::CHECKPOINT, checkpoint)}
            {fact(details::RATE, reading.rate.map(messages::grouped))}
            {fact(details::PROGRESS, reading.progress.map(|progress| format!("{progress} %")))}
            {fact(details::HOST, connector.ip.clone().filter(|ip| !is_in_name(ip)))}
            {fact(details::OTHER_MANAGER, reading.other_manager.clone())}
            {fact(details::REGION, connector.region.clone())}
            {fact(details::READ_SUBTOPICS, Some(connector.subtopics.join(", ")))}
            {fact(details::CHECKPOINT_KEYS, Some(connector.checkpoint_keys().join(", ")))}
        </dl>
        {errors(&connector.errors)}
        {stores_table(connector, stores, project.delay_limit.unwrap_or(USUAL_LIMIT), &zone)}
    }
    .into_any()
}

fn stores_table(connector: &Connector, stores: &[Store], limit: i64, zone: &str) -> Option<AnyView> {
    let now = clock::present_untracked().now;
    let time = |at: Option<EpochSeconds>| at.map(|at| time_in_zone(at, zone)).unwrap_or_default();
    let row = |store: &Store| {
        let state = store.state.clone().unwrap_or_default();
        let message = store.message.clone().filter(|_| !store.is_active());
        let side = lag(store, stores, connector, now, limit).map(details::lag);
        view! {
            <tr><th scope="rowgroup" colspan="3" class="mono"><Marked text=store.name.clone()/></th></tr>
            <tr>
                <td><Marked text=state/></td>
                <td>{time(store.begin)}</td>
                <td>{time(store.end)}</td>
            </tr>
            {message.map(|text| view! { <tr><td colspan="3"><Marked text/></td></tr> })}
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

/// Shows the configuration as a tree: scopes, and the values in each.
#[component]
fn Configuration(config: Memo<Option<ConnectorConfig>>) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let entries = Memo::new(move |_| {
        config.with(|config| config.as_ref().map(ConnectorConfig::entries).unwrap_or_default())
    });
    let is_told = Memo::new(move |_| entries.with(|entries| !entries.is_empty()));
    let found = Memo::new(move |_| {
        words.with(|words| {
            let holds = |entry: &&ConfigEntry| entry.holds(words);
            entries.with(|entries| entries.iter().filter(holds).cloned().collect::<Vec<_>>())
        })
    });
    let scopes = move || {
        let mut scopes: Vec<String> = Vec::new();
        found.with(|found| {
            for entry in found.iter().filter(|entry| !scopes.contains(&entry.scope)).collect::<Vec<_>>() {
                if !scopes.contains(&entry.scope) {
                    scopes.push(entry.scope.clone());
                }
            }
        });
        scopes
    };
    let scope = move |scope: String| {
        let of_scope = scope.clone();
        let lines = move || {
            let line = |entry: &ConfigEntry| {
                let value = match entry.value.clone() {
                    Some(text) => view! { <Marked text/> }.into_any(),
                    None => view! { <span class="basis">{details::HIDDEN}</span> }.into_any(),
                };
                view! { <dt><Marked text=entry.path.clone()/></dt><dd>{value}</dd> }
            };
            let is_own = |entry: &&ConfigEntry| entry.scope == of_scope;
            found.with(|found| found.iter().filter(is_own).map(line).collect_view())
        };
        view! {
            <details class="config-scope" open>
                <summary class="mono"><Marked text=scope/></summary>
                <dl class="config mono">{lines}</dl>
            </details>
        }
    };
    let tree = move || match is_told.get() {
        false => view! { <p class="hint">{details::NO_CONFIGURATION}</p> }.into_any(),
        true => view! {
            <TextField id=SEARCH label=details::SEARCH value=words on_input=move |typed| words.set(typed)/>
            <Show when=move || found.with(Vec::is_empty)>
                <p class="hint" role="status">{details::NOTHING_FOUND}</p>
            </Show>
            <For each=scopes key=String::clone children=scope/>
        }
        .into_any(),
    };
    view! { <h4>{details::CONFIGURATION}</h4>{tree} }
}
