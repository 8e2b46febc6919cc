//! The built console in a real Chromium, from a person's click to the bytes at the host.

mod accessibility;
mod act_anyway;
mod activity;
mod adding;
mod answers;
mod bad_input;
mod clicks;
mod columns;
mod confirmed_by_reading;
mod deliberate;
mod deployment;
mod drafts;
mod exports;
mod filters;
mod gateways;
mod help;
mod history;
mod hostile_links;
mod hosts;
mod in_place;
mod interruptions;
mod kept_history;
mod keyboard;
mod left_behind;
mod links;
mod list;
mod live;
mod live_reads;
mod live_table;
mod live_update;
mod names;
mod operations;
mod outcomes;
mod palette;
mod panic;
mod phone;
mod pull_back;
mod read_only;
mod repeat;
mod rows;
mod secrets;
mod selection;
mod settings;
mod several_hosts;
mod sorting;
mod starting;
mod storage;
mod stored;
mod table;
mod tabs;
mod text_size;
mod time_line;
mod times;
mod translation;
mod update;

use std::time::Duration;

use e2e::{Call, Clicks, Console, Key, NotYet, Role, Setup, Sheet, Stage, play};
use serde_json::json;
use simulator::{Action, Ending, Endpoint, Fault, Gate, Moment, State, Task, Times};

/// An Incr-Sync.
const INCR_SYNC: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";
/// A Full-Import of the same project.
const FULL_IMPORT: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-full_trans-1-0:0008000001";
/// The one subtopic of the Incr-Sync.
const SUBTOPIC: &str = "np_57fdqtrsqiao_source-000-0";

/// Tasks that every column tells apart from some: an Incr-Sync, a Full-Import and an Incr-Sync of another project,
/// and a name of no known shape.
const FOUR: [&str; 4] = [
    "10.0.0.9-9000:connector_v2:np_bbbbbbbbbbbb-incr_trans-1-0:0001000001",
    "10.0.0.10-9000:connector_v2:np_aaaaaaaaaaaa-full_trans-1-0:0002000001",
    "10.0.0.9-9000:connector_v2:np_aaaaaaaaaaaa-incr_trans-1-0:0003000001",
    "another-name",
];

/// The Stop of the Incr-Sync.
const STOP_INCR_SYNC: &str =
    "/connector/task/v2/stop?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";

/// Returns the Incr-Sync at the host, with a Store that reaches back to the times of these tests.
fn incr_sync(state: State) -> Task {
    Task::new(INCR_SYNC)
        .state(state)
        .subtopics([SUBTOPIC])
        .retention(Duration::from_secs(20 * 365 * 24 * 3600))
        .set("source", "checkpoint", r#"{"np_57fdqtrsqiao_source-000-0":"1700000000"}"#)
        .set("source", "username", "oms_reader")
}

/// Returns the Full-Import at the host.
fn full_import(state: State) -> Task {
    Task::new(FULL_IMPORT).state(state).set("sink", "workerNum", "16")
}

/// Ticks a task's box in the table, or clears it.
#[track_caller]
fn select(console: &Console, task: &str) {
    let name = format!("Select {task}");
    console
        .browser()
        .eventually("a row's box", || console.browser().page()?.one(Role::CheckBox, &name)?.click());
}
