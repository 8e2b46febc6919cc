//! Which host the page is about, and so which database it uses: what is known of one host's tasks is untrue of
//! another's. Pages about different hosts may be open at the same time.

use console_core::domain::connector_path::ConnectorPath;
use console_core::interchange::deployment::{DeploymentConfig, HostColour, HostConfig};
use console_core::interchange::link::{Link, UnclearHost, host_of};
use console_core::persistence::hosts::{DeployedHost, HostMatch, Hosts, KnownHost};

use leptos::prelude::*;

use super::deployment;
use browser::storage::{self, ObjectStore, StorageError};
use browser::{address, leaving, local, spawn_local};

/// Where the known hosts are kept, for all databases; and in each database its own.
const KEY: &str = "connector-console-hosts";
const OWN_KEY: &str = "host";

/// A store of the host that the page is about.
#[derive(Clone, Copy)]
pub struct Host {
    name: RwSignal<Option<String>>,
    database: RwSignal<String>,
    /// What the deployment sets for it.
    deployed: StoredValue<HostConfig>,
    /// The deployment's other hosts, by their names.
    others: StoredValue<Vec<String>>,
    /// The host that was used before, if it was another one and nobody was asked.
    pub before: RwSignal<Option<KnownHost>>,
    /// Whether the address may lead to another host by now.
    is_left: RwSignal<bool>,
    /// Whether the deployment has no such host any more.
    is_gone: StoredValue<bool>,
    /// Whether the name that is kept with the host's data was known when the host was selected.
    is_seen: RwSignal<bool>,
}

impl Host {
    /// Selects whose data the host at this place of the deployment has and opens its database. Nothing if a person has
    /// to say so first: the question is what is shown then.
    pub async fn select(config: &DeploymentConfig, place: usize) -> Option<Self> {
        let host = config.hosts.get(place)?.clone();
        let others = others(config, place);
        let deployed = DeployedHost { name: host.name.as_deref(), others: &others };
        let mut hosts = read();
        let mut is_seen = true;
        if hosts.last().is_none() {
            let text = storage::peek(storage::FIRST_DATABASE, ObjectStore::Settings, OWN_KEY).await;
            is_seen = text.as_ref().err().is_none_or(|error| !error.is_passing());
            hosts = Hosts::from_text(&text.ok().flatten().unwrap_or_default());
        }
        let before = hosts.last().cloned();
        let is_other = others.is_empty() && matches!(hosts.resolve(deployed), HostMatch::Other(_));
        let known = hosts.select(deployed, &database_of(deployed)).cloned();
        if known.is_none() && others.is_empty() {
            // Other pages send nothing before it is answered, either.
            hosts.ask();
        }
        local::put(KEY, &hosts.to_text());
        let known = known?;
        storage::use_database(&known.database);
        let this = Self {
            name: RwSignal::new(known.name().map(str::to_owned)),
            database: RwSignal::new(known.database),
            deployed: StoredValue::new(host),
            others: StoredValue::new(others),
            before: RwSignal::new(before.filter(|_| is_other)),
            is_left: RwSignal::new(false),
            is_gone: StoredValue::new(false),
            is_seen: RwSignal::new(is_seen),
        };
        local::on_changed(move || this.look_again());
        leaving::on_seen(move || this.verify());
        Some(this)
    }

    /// Returns the host's name; nothing if it has none.
    pub fn name(self) -> Option<String> {
        self.name.get()
    }

    /// Returns the name of the host, where the deployment has others.
    pub fn name_among_others(self) -> Option<String> {
        let is_one = self.others.with_value(Vec::is_empty);
        self.deployed.with_value(|host| host.name.clone()).filter(|_| !is_one)
    }

    /// Returns a file's name with the host's name in it, if it has one.
    pub fn file_name_untracked(self, name: &str) -> String {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        match self.name.get_untracked() {
            Some(host) => {
                let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
                format!("{stem}-{}.{ending}", host.chars().map(plain).collect::<String>())
            }
            None => name.to_owned(),
        }
    }

    /// Returns the colour that the deployment gives it.
    pub fn colour(self) -> Option<HostColour> {
        self.deployed.with_value(|host| host.colour)
    }

    /// Returns whether an entry of the deployment is this host.
    pub fn is_at(self, host: &HostConfig) -> bool {
        self.deployed.with_value(|own| own.name == host.name)
    }

    /// Returns where its connector manager is.
    pub fn connector(self) -> ConnectorPath {
        self.deployed.with_value(|host| host.connector.clone())
    }

    /// Returns the address that opens a link about this host.
    pub fn address_of(self, link: Link) -> String {
        address::with_query(&self.link(link).to_query())
    }

    /// Returns a link that says that it is about this host, as far as the deployment names it.
    pub fn link(self, link: Link) -> Link {
        Link { host: self.deployed.with_value(|host| host.name.clone()), ..link }
    }

    /// Returns whether the part of an address behind `?` is about another host.
    pub fn is_other_in(self, query: &str) -> bool {
        let names = self.deployed.with_value(|host| {
            let others = self.others.get_value().into_iter().map(Some);
            [host.name.clone()].into_iter().chain(others).collect::<Vec<_>>()
        });
        let names: Vec<_> = names.iter().map(Option::as_deref).collect();
        // An address that names none is the one that the page was opened with.
        host_of(query, &names, names[0]) != Ok(0)
    }

    /// Returns whether another page has selected another host.
    pub fn is_left(self) -> bool {
        self.is_left.get()
    }

    /// Returns all that can be read of what this browser stores for the host, as a text.
    pub async fn stored_text(self) -> String {
        storage::everything().await
    }

    /// Deletes all that this browser stores for the host. Whatever comes of it, the next start finds out how things are.
    pub async fn delete_stored(self) {
        let _ = storage::delete().await;
    }

    /// Returns whether the deployment gives the name, so that nobody here can.
    pub fn is_named_by_deployment(self) -> bool {
        self.deployed.with_value(|host| host.name.is_some())
    }

    /// Returns the host's name and address, for exports. Where several hosts have one origin, with the path.
    pub fn described_untracked(self) -> String {
        let connector = self.connector();
        let address = match connector == ConnectorPath::default() {
            true => address::origin(),
            false => address::at_origin(&connector.to_string()),
        };
        self.name.with_untracked(|name| match name {
            Some(name) => format!("{name} ({address})"),
            None => address,
        })
    }

    /// Returns whether another page of this browser has selected another host, as it is now: then nothing may be
    /// sent here.
    pub fn is_left_untracked(self) -> bool {
        self.look_again();
        self.is_left.get_untracked()
    }

    /// Reads again what the deployment calls its host: a page may stay open while the address is led to another one.
    pub fn verify(self) {
        spawn_local(async move {
            // What cannot be read says nothing.
            let Ok(config) = deployment::load().await else { return };
            let mut hosts = read();
            match config.hosts.as_slice() {
                // It may have another name, or be another one: a person says which.
                [now] if self.others.with_value(Vec::is_empty) && !self.is_named_so(now) => {
                    if self.is_current(&hosts) {
                        hosts.ask();
                        local::put(KEY, &hosts.to_text());
                    }
                }
                all => {
                    // Of the only host, whether its name is meant was looked at.
                    let is_one = all.len() == 1 && self.others.with_value(Vec::is_empty);
                    let is_there = self.deployed.with_value(|own| {
                        let is_it = |host: &HostConfig| {
                            host.is_at_same_place(own) && (is_one || host.name == own.name)
                        };
                        all.iter().any(is_it)
                    });
                    self.is_gone.set_value(!is_there);
                }
            }
            self.look_again();
        });
    }

    /// Returns whether the deployment's only host has the name still that this one has.
    fn is_named_so(self, now: &HostConfig) -> bool {
        let deployed = DeployedHost { name: now.name.as_deref(), others: &[] };
        read().resolve(deployed) == HostMatch::Last
    }

    fn is_current(self, hosts: &Hosts) -> bool {
        self.with_deployed(|deployed| hosts.is_current(deployed, &self.database.get_untracked()))
    }

    fn with_deployed<R>(self, read: impl FnOnce(DeployedHost<'_>) -> R) -> R {
        self.others.with_value(|others| {
            self.deployed.with_value(|host| read(DeployedHost { name: host.name.as_deref(), others }))
        })
    }

    /// Gives the host a name where the deployment gives none.
    pub fn call(self, name: &str) {
        let mut hosts = read();
        if !self.is_named_by_deployment() && self.is_current(&hosts) {
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

    /// Keeps the host's name with its data. If another name is kept there, and was not known when the host was selected
    /// because the storage could not be opened, the page starts over with what it knows now.
    pub async fn describe(self) -> Result<(), StorageError> {
        let database = self.database.get_untracked();
        let own = |host: &&KnownHost| host.database == database;
        let Some(text) = read().list().iter().find(own).map(|host| Hosts::of(host.clone()).to_text()) else {
            return Ok(());
        };
        let kept = storage::get(ObjectStore::Settings, OWN_KEY).await?;
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
        let _ = storage::put(ObjectStore::Settings, &[(OWN_KEY.to_owned(), text)]).await;
        Ok(())
    }

    fn look_again(self) {
        let mut hosts = read();
        let is_one = self.others.with_value(Vec::is_empty);
        // Two pages that selected one at the same moment may have written over each other.
        if !is_one && self.with_deployed(|deployed| hosts.keep(deployed, &self.database.get_untracked())) {
            local::put(KEY, &hosts.to_text());
        }
        // Where nothing is kept, nobody else has selected anything.
        let is_left = self.is_gone.get_value() || hosts.last().is_some() && !self.is_current(&hosts);
        if self.is_left.get_untracked() != is_left {
            self.is_left.set(is_left);
        }
        let name = hosts.last().and_then(KnownHost::name).map(str::to_owned);
        if is_one && hosts.last().is_some() && !is_left && self.name.with_untracked(|known| *known != name) {
            self.name.set(name);
        }
    }
}

/// Returns the hosts that this browser knows.
pub fn read() -> Hosts {
    Hosts::from_text(&local::get(KEY).unwrap_or_default())
}

/// Returns the place of the deployment's host that the address is about.
///
/// # Errors
/// Why that is not clear.
pub fn choose(config: &DeploymentConfig) -> Result<usize, UnclearHost> {
    let names: Vec<_> = config.hosts.iter().map(|host| host.name.as_deref()).collect();
    host_of(&address::query(), &names, read().last().and_then(KnownHost::name))
}

/// Returns what the deployment calls its hosts but for one.
pub fn others(config: &DeploymentConfig, place: usize) -> Vec<String> {
    let others = config.hosts.iter().enumerate().filter(|(other, _)| *other != place);
    others.filter_map(|(_, host)| host.name.clone()).collect()
}

/// Returns the database of a host that was not used yet. Of several hosts, each has one by its name, so that two pages
/// that open for the first time at the same moment do not share one.
fn database_of(host: DeployedHost<'_>) -> String {
    match host.name.filter(|_| !host.others.is_empty()) {
        Some(name) => format!("{} of {name}", storage::FIRST_DATABASE),
        None => storage::FIRST_DATABASE.to_owned(),
    }
}

/// Keeps the hosts that this browser knows. Returns whether the browser does.
pub fn keep(hosts: &Hosts) -> bool {
    local::put(KEY, &hosts.to_text())
}
