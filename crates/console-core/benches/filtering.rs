//! How long it takes to filter, count and sort a long list, without and with what OMS tells of the tasks, and as it comes.
//! `cargo bench --package console-core --bench filtering`.

#![allow(missing_docs, reason = "a benchmark has no readers")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use console_core::domain::inventory::{
    Inventory, OmsTask, OmsTaskState, ProjectReading, Reading, ReadingStanding, TaskEntry, TaskSource,
};
use console_core::domain::run::Moment;
use console_core::domain::task_name::{Component, TaskName};
use console_core::table::filter::Filter;
use console_core::table::order::Order;
use console_core::table::shown::{FilterCache, FilteredTasks, SortedTasks};

const TASKS: usize = 50_000;
const ROUNDS: usize = 40;
/// How many tasks a page takes in at a time.
const BATCH: usize = 100;
const FILTERS: [&str; 8] = [
    "",
    "np_7",
    "nothing-of-that",
    "10.0 incr state:unknown",
    "project:np_77",
    "host:10.0.*",
    "label:prod",
    "-needs:attention",
];
const ORDERS: [&str; 3] = ["name", "project", "state"];

fn name(number: usize) -> TaskName {
    let kind = if number.is_multiple_of(5) { "full" } else { "incr" };
    let text = format!(
        "10.0.{}.{}-9000:connector_v2:np_{}-{kind}_trans-1-0:{number:010}",
        number / 250 % 4,
        number % 250,
        number / 3
    );
    TaskName::parse(&text).unwrap_or_else(|_| unreachable!())
}

fn seen(number: usize) -> OmsTask {
    let project = ProjectReading {
        id: format!("np_{}", number / 3),
        name: Some(format!("shop {} of the night", number / 3)),
        kind: Some("MIGRATION".into()),
        state: Some("RUNNING".into()),
        is_at_rest: false,
        delay_limit: Some(30),
        labels: vec!["payments".into()],
    };
    let reading = Reading {
        at: Moment(0),
        standing: ReadingStanding::Current,
        state_word: None,
        project: Arc::new(project),
        component: Component::IncrSync,
        is_reverse: false,
        delay: Some(number as i64 % 40),
        checkpoint: None,
        rate: Some(100),
        progress: None,
        ip: None,
        region: Some("cn-hangzhou".into()),
        subtopics: vec![format!("np_{}-1-0", number / 3)],
        data_since: None,
        error: None,
        is_store_down: false,
        manager: None,
        other_manager: None,
    };
    OmsTask { name: name(number), state: Some(OmsTaskState::Running), reading }
}

/// The shortest of several times that something takes.
fn shortest(mut act: impl FnMut()) -> Duration {
    let time = |()| {
        let begun = Instant::now();
        act();
        begun.elapsed()
    };
    std::iter::repeat_n((), ROUNDS).map(time).min().unwrap_or_default()
}

fn main() {
    let mut blind = Inventory::default();
    let entries: Vec<_> = (0..TASKS).map(|number| TaskEntry::from(name(number))).collect();
    blind.add(&entries, TaskSource::Person, Moment(0));
    let mut live = blind.clone();
    live.see((0..TASKS).map(seen).collect());
    println!("{TASKS} tasks; {:>27} {:>10}", "not read", "read");
    for text in FILTERS {
        let filter = Filter::parse(text);
        let [blind, live] = [&blind, &live].map(|inventory| {
            let sorted = SortedTasks::new(inventory, Order::default());
            shortest(|| {
                let passing = FilteredTasks::new(inventory, &filter, &mut FilterCache::default());
                _ = std::hint::black_box(sorted.shown(inventory, &passing));
            })
        });
        println!("filter {text:32} {blind:>10.2?} {live:>10.2?}");
    }
    for text in ORDERS {
        let Ok(order) = Order::parse(text) else { continue };
        let [blind, live] = [&blind, &live]
            .map(|inventory| shortest(|| _ = std::hint::black_box(SortedTasks::new(inventory, order))));
        println!("order  {text:32} {blind:>10.2?} {live:>10.2?}");
    }
    // A first pass: after each batch of answers the table puts its rows in order.
    let mut taken_in = [Duration::ZERO; 2];
    let mut inventory = Inventory::default();
    for first in (0..TASKS).step_by(BATCH).rev() {
        let mut timed = |at: usize, act: &mut dyn FnMut()| {
            let begun = Instant::now();
            act();
            taken_in[at] += begun.elapsed();
        };
        let batch: Vec<_> = (first..first + BATCH).map(seen).collect();
        timed(0, &mut || _ = inventory.see(batch.clone()));
        timed(1, &mut || _ = std::hint::black_box(SortedTasks::new(&inventory, Order::default())));
    }
    let [seen, sorted] = taken_in;
    println!("a first pass: {seen:.2?} to take in, {sorted:.2?} to put in order, {} times", TASKS / BATCH);
}
