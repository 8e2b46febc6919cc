//! Which host the page is about, and so which database it uses: what is known of one host's tasks is untrue of
//! another's.

use console_core::interchange::deployment::DeploymentConfig;
use console_core::persistence::hosts::{Hosts, KnownHost, Resolution};

use leptos::prelude::*;

use super::deployment;
use browser::storage::{self, StorageError, Store};
use browser::{address, leaving, local, spawn_local};

/// Where the known hosts are kept, for all databases; and in each database its own.
const KEY: &str = "connector-console-hosts";
const OWN_KEY: &str = "host";

/// The host that the page is about. A handle.
#[derive(Clone, Copy)]
pub struct Host {
    name: RwSignal<Option<String>>,
    database: RwSignal<String>,
    /// Whether the deployment gives the name.
    is_deployed: bool,
    /// The host that was used before, if it was another one and nobody was asked.
    pub before: RwSignal<Option<KnownHost>>,
    /// Whether another page has settled on another host since.
    is_left: RwSignal<bool>,
    /// Whether the name that is kept with the host's data was known when the host was settled on.
    is_seen: RwSignal<bool>,
}

impl Host {
    /// Settles which host the deployment means and opens its database. Nothing if a person has to say so first: the
    /// question is what is shown then.
    pub async fn settle(config: &DeploymentConfig) -> Option<Self> {
        let deployed = config.host_name.as_deref();
        let mut hosts = read();
        let mut is_seen = true;
        if hosts.last().is_none() {
            let text = storage::peek(storage::FIRST_DATABASE, Store::Settings, OWN_KEY).await;
            is_seen = text.as_ref().err().is_none_or(|error| !error.is_passing());
            hosts = Hosts::from_text(&text.ok().flatten().unwrap_or_default());
        }
        let before = hosts.last().cloned();
        let is_other = matches!(hosts.resolve(deployed), Resolution::Other(_));
        let host = hosts.settle(deployed, storage::FIRST_DATABASE).cloned();
        if host.is_none() {
            // Other pages send nothing before it is answered, either.
            hosts.ask();
        }
        local::put(KEY, &hosts.to_text());
        let host = host?;
        storage::use_database(&host.database);
        let this = Self {
            name: RwSignal::new(host.name().map(str::to_owned)),
            database: RwSignal::new(host.database),
            is_deployed: deployed.is_some(),
            before: RwSignal::new(before.filter(|_| is_other)),
            is_left: RwSignal::new(false),
            is_seen: RwSignal::new(is_seen),
        };
        local::on_changed(move || this.look_again());
        leaving::on_seen(move || this.verify());
        Some(this)
    }

    /// The host's name, followed; nothing if it has none.
    pub fn name(self) -> Option<String> {
        self.name.get()
    }

    /// Whether another page has settled on another host, followed.
    pub fn is_left_now(self) -> bool {
        self.is_left.get()
    }

    /// Whether the deployment gives the name, so that nobody here can.
    pub fn is_named_by_deployment(self) -> bool {
        self.is_deployed
    }

    /// The host's name and address, for what is taken along.
    pub fn described(self) -> String {
        let origin = address::origin();
        self.name.with_untracked(|name| match name {
            Some(name) => format!("{name} ({origin})"),
            None => origin,
        })
    }

    /// Whether another page of this browser has settled on another host, as it is now: then nothing may be sent here.
    pub fn is_left(self) -> bool {
        self.look_again();
        self.is_left.get_untracked()
    }

    /// Reads anew what the deployment calls its host: a page may stay open while the address is led to another one.
    pub fn verify(self) {
        spawn_local(async move {
            // What cannot be read says nothing.
            let Ok(config) = deployment::load().await else { return };
            let mut hosts = read();
            let is_meant = hosts.resolve(config.host_name.as_deref()) == Resolution::Last;
            if !is_meant && is_last(&hosts, &self.database.get_untracked()) {
                hosts.ask();
                local::put(KEY, &hosts.to_text());
                self.look_again();
            }
        });
    }

    /// Gives the host a name where the deployment gives none.
    pub fn call(self, name: &str) {
        let mut hosts = read();
        if !self.is_deployed && is_last(&hosts, &self.database.get_untracked()) {
            hosts.call(name);
            local::put(KEY, &hosts.to_text());
            self.name.set(hosts.last().and_then(KnownHost::name).map(str::to_owned));
            // What cannot be written now is written at the next start.
            spawn_local(async move { drop(self.describe().await) });
        }
    }

    /// Has the page ask which host it is.
    pub fn ask(self) {
        let mut hosts = read();
        hosts.ask();
        local::put(KEY, &hosts.to_text());
        address::reload();
    }

    /// Keeps the host's name with its data. If another name is kept there, and was not known when the host was settled
    /// on because the storage could not be opened, the page begins anew with what it knows now.
    pub async fn describe(self) -> Result<(), StorageError> {
        let database = self.database.get_untracked();
        let own = |host: &&KnownHost| host.database == database;
        let Some(text) = read().list().iter().find(own).map(|host| Hosts::of(host.clone()).to_text()) else {
            return Ok(());
        };
        let kept = storage::get(Store::Settings, OWN_KEY).await?;
        if kept.as_ref() == Some(&text) {
            return Ok(());
        }
        if let Some(kept) = kept
            && !self.is_seen.get_untracked()
        {
            local::put(KEY, &kept);
            address::reload();
            return Ok(());
        }
        self.is_seen.set(true);
        // The list of hosts has it, too.
        let _ = storage::put(Store::Settings, &[(OWN_KEY.to_owned(), text)]).await;
        Ok(())
    }

    fn look_again(self) {
        let hosts = read();
        let database = self.database.get_untracked();
        // Where nothing is kept, nobody else has settled on anything.
        let is_left = hosts.last().is_some() && !is_last(&hosts, &database);
        if self.is_left.get_untracked() != is_left {
            self.is_left.set(is_left);
        }
        let name = hosts.last().filter(|_| !is_left).and_then(KnownHost::name).map(str::to_owned);
        if hosts.last().is_some() && !is_left && self.name.with_untracked(|known| *known != name) {
            self.name.set(name);
        }
    }
}

/// Returns the hosts that this browser knows.
pub fn read() -> Hosts {
    Hosts::from_text(&local::get(KEY).unwrap_or_default())
}

/// Whether the host of a database is the one that was settled on last, and nobody is asked about it.
fn is_last(hosts: &Hosts, database: &str) -> bool {
    hosts.last().is_some_and(|last| {
        last.database == database && hosts.resolve(last.deployed.as_deref()) == Resolution::Last
    })
}

/// Keeps the hosts that this browser knows. Returns whether the browser does.
pub fn keep(hosts: &Hosts) -> bool {
    local::put(KEY, &hosts.to_text())
}
