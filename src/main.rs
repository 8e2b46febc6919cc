//! The Connector Console in the browser: reads what was kept, and mounts the page.

mod app;
mod browser;
mod deployment;
mod help;
mod host;
mod keys;
mod link;
mod notices;
mod operations;
mod parts;
mod runs;
mod settings;
mod settings_sheet;
mod sheets;
mod state;
mod tasks;
mod ui;
mod view;
mod words;

use leptos::prelude::*;

use crate::browser::tabs::{self, News};
use crate::browser::{panic, spawn_local};
use crate::host::Host;
use crate::runs::{Runner, journal};
use crate::settings::Settings;
use crate::tasks::Tasks;

fn main() {
    panic::install();
    spawn_local(async {
        let config = match deployment::load().await {
            Ok(config) => config,
            Err(broken) => return mount_to_body(move || deployment::screen(&broken)),
        };
        // Without a database the page says so, and nothing can be sent.
        let Some(host) = Host::settle(&config).await else {
            return mount_to_body(move || host::question(&config));
        };
        let settings = Settings::load(&config).await;
        let tasks = Tasks::new();
        let runner = Runner::new(tasks, settings, host);
        // Before anything is read that others change: what they do from then on is told.
        tabs::listen(
            move |id| runner.carries_out(id),
            move |news| {
                spawn_local(async move {
                    match news {
                        News::Block(key) => tasks.read_block(&key).await,
                        News::List => tasks.read().await,
                        News::Setting(name) => settings.read_again(&name).await,
                    }
                });
            },
        );
        tasks.read().await;
        let unfinished = journal::unfinished_texts().await.unwrap_or_default();
        // Before there is a page: a form must not open over a run that waits for a decision.
        runner.take_over(unfinished).await;
        mount_to_body(move || app::app(tasks, runner, settings, host, &config));
        tasks.add_deployed().await;
    });
}
