//! The Connector Console in the browser: reads what was kept, and mounts the page.

mod app;
mod browser;
mod notices;
mod operations;
mod runs;
mod sheets;
mod state;
mod tasks;
mod ui;
mod words;

use leptos::prelude::*;

use crate::browser::{panic, spawn_local, storage};
use crate::runs::{Runner, journal};
use crate::tasks::Tasks;

fn main() {
    panic::install();
    spawn_local(async {
        // Without a database the page says so, and nothing can be sent.
        storage::open().await;
        let tasks = Tasks::load().await;
        let unfinished = journal::unfinished().await.unwrap_or_default();
        let zone = app::Zone::load().await;
        let runner = Runner::new(tasks);
        runner.take_over(unfinished).await;
        mount_to_body(move || app::app(tasks, runner, zone));
        tasks.add_deployed().await;
    });
}
