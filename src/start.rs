//! Starting: reads what was kept, and mounts the page.

use std::time::Duration;

use futures::future::try_join3;
use leptos::prelude::*;

use crate::app::{App, Later};
use crate::pages::{DeploymentScreen, HostChoice, HostQuestion};
use crate::stores::deployment;
use crate::stores::host::{self, Host};
use crate::stores::live::Live;
use crate::stores::oms::Oms;
use crate::stores::runner::Runner;
use crate::stores::settings::Settings;
use crate::stores::tasks::Tasks;
use browser::patience::{Latch, pause, within};
use browser::spawn_local;
use browser::storage::{self, ConnectionChange, StorageError};
use browser::tabs::{self, PageMessage};

/// How long the storage is waited for before the page is there without it.
const PATIENCE: Duration = Duration::from_secs(5);
/// The pause before what could not be read is read again.
const AGAIN: Duration = Duration::from_secs(1);

/// Starts the console: reads the deployment's settings and what was kept, and mounts the page.
pub async fn start() {
    let config = match deployment::load_at_start().await {
        Ok(config) => config,
        Err(broken) => return mount_to_body(move || view! { <DeploymentScreen broken/> }),
    };
    let chosen = match host::choose(&config) {
        Ok(place) => place,
        Err(unclear) => return mount_to_body(move || view! { <HostChoice config unclear/> }),
    };
    let deployed = config.hosts[chosen].clone();
    let Some(host) = Host::select(&config, chosen).await else {
        return mount_to_body(move || view! { <HostQuestion config place=chosen/> });
    };
    let settings = Settings::new(&config, &deployed);
    let tasks = Tasks::new(host.name_among_others());
    let oms = Oms::new(&deployed.open_api, tasks, settings);
    let runner = Runner::new(tasks, settings, host, oms);
    let live = Live::new(&deployed, tasks, oms, runner);
    // Before anything is read that others change: what they do from then on is told.
    tabs::listen(
        move |id| runner.owns_untracked(id),
        move |news| {
            spawn_local(async move {
                match news {
                    PageMessage::Block(key) => tasks.read_block(&key).await,
                    // What cannot be read stays as it is.
                    PageMessage::List => drop(tasks.read().await),
                    PageMessage::Setting(name) => settings.read_again(&name).await,
                    PageMessage::Told(text) => live.hear(&text),
                }
            });
        },
    );
    let (later, is_listed) = (Later::new(), Latch::new());
    let stored = Stored { host, settings, tasks, runner, later, is_listed: is_listed.clone() };
    storage::keep_open(move |change| match change {
        ConnectionChange::Open { was_lost } => spawn_local(stored.clone().read(was_lost)),
        ConnectionChange::Closed(error) => {
            tasks.set_trouble(error);
            stored.is_listed.release();
            later.set_journal_known();
        }
    });
    // The list comes before the page, where that is possible; the journal comes before whatever opens forms.
    // Where it does not, the page says why, and nothing is sent until the journal has been read.
    if within(PATIENCE, is_listed.released()).await.is_none() {
        tasks.set_trouble(storage::trouble().unwrap_or(StorageError::Silent));
        later.set_journal_known();
    }
    mount_to_body(move || view! { <App tasks runner settings host live hosts=config.hosts later/> });
    tasks.add_deployed().await;
}

/// A set of stores that take over what is kept.
#[derive(Clone)]
struct Stored {
    host: Host,
    settings: Settings,
    tasks: Tasks,
    runner: Runner,
    later: Later,
    /// Released when it is known what is listed, or why that is not known.
    is_listed: Latch,
}

impl Stored {
    /// Reads all of it when the storage has been opened, for the first time or again, until that succeeds. Where the
    /// browser had closed it, what is gone is written again.
    async fn read(self, was_lost: bool) {
        while let Err(error) = self.try_to_read(was_lost).await {
            let trouble = storage::trouble();
            self.tasks.set_trouble(trouble.clone().unwrap_or_else(|| error.clone()));
            if trouble.is_some_and(|trouble| trouble.is_passing()) {
                // All of this starts over when it is opened again.
                return;
            }
            if !error.is_passing() {
                // Nothing can be written either, so that nothing will be sent.
                break;
            }
            pause(AGAIN).await;
        }
        self.runner.set_journal_read();
        self.is_listed.release();
        self.later.set_journal_known();
    }

    async fn try_to_read(&self, was_lost: bool) -> Result<(), StorageError> {
        let list = async {
            match was_lost {
                true => self.tasks.rescue().await,
                false => self.tasks.read().await,
            }
        };
        // Side by side: each waits for the browser more than it works.
        try_join3(self.host.describe(), self.settings.read_all(), list).await?;
        self.is_listed.release();
        match self.later.come().await {
            Some(part) => (part.recover)(self.runner, was_lost).await,
            None => Ok(()),
        }
    }
}
