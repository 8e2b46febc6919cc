//! The Connector Console in the browser: reads what was kept, and mounts the page.

mod app;
mod browser;
mod notices;
mod operations;
mod runs;
mod tasks;
mod ui;
mod words;

use std::rc::Rc;

use leptos::prelude::*;

use crate::browser::storage::{Database, Store};
use crate::browser::{panic, spawn_local, zones};
use crate::runs::{Journal, Runner};
use crate::tasks::Tasks;

fn main() {
    panic::install();
    spawn_local(async {
        let database = Database::open().await.map(Rc::new);
        let tasks = Tasks::load(database.clone()).await;
        let journal = Journal::new(database.clone());
        let unfinished = journal.unfinished().await.unwrap_or_default();
        let zone = match &database {
            Ok(database) => database.get(Store::Settings, app::ZONE_SETTING).await.ok().flatten(),
            Err(_) => None,
        };
        let zone = zone.unwrap_or_else(zones::own);
        mount_to_body(move || {
            let runner = Runner::new(journal, tasks, unfinished);
            let zone = app::Zone::new(zone, database.ok());
            app::app(tasks, runner, zone)
        });
    });
}
