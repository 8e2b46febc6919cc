//! Which host the data of this browser belong to.
//!
//! An address may lead to another host tomorrow, and what is known of the tasks of one host is untrue of another's.
//! So each host has a database of its own, and the host that was used last at this address is remembered. When the
//! deployment names another one, a person says whether it is another host or the same under a new name. Of several
//! hosts of one deployment, each is told by its name; only a host that none of them is called like may be a renamed one.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::text::json;

/// A host whose data this browser has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownHost {
    /// The database that holds its data.
    pub database: String,
    /// What the deployment calls it.
    #[serde(rename = "name", default, skip_serializing_if = "Option::is_none")]
    pub deployed: Option<String>,
    /// What a person calls it, where the deployment does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
}

impl KnownHost {
    /// Its name, if it has any.
    pub fn name(&self) -> Option<&str> {
        self.deployed.as_deref().or(self.called.as_deref())
    }

    /// Returns whether a deployment that gives this name, or none, means this host.
    fn is_meant(&self, deployed: Option<&str>) -> bool {
        match deployed {
            Some(_) => self.name() == deployed,
            None => self.deployed.is_none(),
        }
    }
}

impl DeployedHost<'_> {
    /// Returns whether a known host may be this one under a new name: no other host of the deployment is called like
    /// it.
    pub fn may_be(&self, host: &KnownHost) -> bool {
        host.name().is_none_or(|name| !self.others.iter().any(|other| other == name))
    }
}

/// The hosts whose data this browser has, the one that was used last first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hosts {
    #[serde(rename = "hosts")]
    list: Vec<KnownHost>,
    /// Whether a person wants to be asked, although the deployment names the host that was used last.
    #[serde(rename = "ask", default, skip_serializing_if = "std::ops::Not::not")]
    asked_for: bool,
}

/// A host that a deployment names.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeployedHost<'a> {
    /// What it calls the host, if anything.
    pub name: Option<&'a str>,
    /// What it calls its other hosts.
    pub others: &'a [String],
}

/// Whose data are to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostMatch {
    /// It is a host that was not used yet, and no other one can be meant.
    First,
    /// The host that was used last.
    Last,
    /// Another one that is known by the name that the deployment gives: at this place of the list.
    Other(usize),
    /// A person has to say which host it is.
    Ask,
}

/// An answer that a person gives of a host that the deployment calls otherwise than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostAnswer {
    /// It is another host.
    Another,
    /// It is the known host at this place of the list, under a new name.
    Known(usize),
}

impl Hosts {
    /// Returns a list of one host.
    pub fn of(host: KnownHost) -> Self {
        Self { list: vec![host], asked_for: false }
    }

    /// Returns the hosts, the one that was used last first.
    pub fn list(&self) -> &[KnownHost] {
        &self.list
    }

    /// Returns the host that was used last.
    pub fn last(&self) -> Option<&KnownHost> {
        self.list.first()
    }

    /// Whose data to use where the deployment says this of its host.
    pub fn resolve(&self, deployed: DeployedHost<'_>) -> HostMatch {
        let Some(last) = self.list.first() else { return HostMatch::First };
        let is_one_of_several = !deployed.others.is_empty();
        if self.asked_for && !is_one_of_several {
            return HostMatch::Ask;
        }
        if last.is_meant(deployed.name) {
            return HostMatch::Last;
        }
        let by_name = |host: &KnownHost| deployed.name.is_some() && host.is_meant(deployed.name);
        match self.list.iter().position(by_name) {
            Some(place) => HostMatch::Other(place),
            None if is_one_of_several && !self.list.iter().any(|host| deployed.may_be(host)) => {
                HostMatch::First
            }
            None => HostMatch::Ask,
        }
    }

    /// Makes the host that is meant the one that was used last, if nobody has to be asked. A host that was not used
    /// yet gets `database`, unless another one has it.
    pub fn select(&mut self, deployed: DeployedHost<'_>, database: &str) -> Option<&KnownHost> {
        match self.resolve(deployed) {
            HostMatch::First => self.add(&self.free(database), deployed.name),
            HostMatch::Last => self.use_known(0, deployed.name),
            HostMatch::Other(place) => self.use_known(place, deployed.name),
            HostMatch::Ask => return None,
        }
        // Of several hosts, each is selected by its name: that the address leads elsewhere is no question any more.
        self.asked_for &= deployed.others.is_empty();
        self.last()
    }

    /// Returns whether a page that is about the host of this database is about what the deployment says still: of one
    /// host, no page has selected another one since, and nobody is asked; of several, it was not renamed.
    pub fn is_current(&self, deployed: DeployedHost<'_>, database: &str) -> bool {
        let known = self.list.iter().find(|host| host.database == database);
        match deployed.others {
            [] => {
                let last = self.last().filter(|last| last.database == database);
                // The name that it has for the deployment by now: another page may have followed a new one.
                last.is_some_and(|last| {
                    self.resolve(DeployedHost { name: last.deployed.as_deref(), others: &[] })
                        == HostMatch::Last
                })
            }
            // Two pages that select a host at the same moment may write over each other.
            _ => known.is_none_or(|host| host.is_meant(deployed.name)),
        }
    }

    /// Adds the host of a database again, if it is not there. Returns whether it was not.
    pub fn keep(&mut self, deployed: DeployedHost<'_>, database: &str) -> bool {
        let is_missing = self.list.iter().all(|host| host.database != database);
        if is_missing {
            let name = deployed.name.map(str::to_owned);
            self.list.push(KnownHost { database: database.to_owned(), deployed: name, called: None });
        }
        is_missing
    }

    fn free(&self, database: &str) -> String {
        let is_taken = |name: &str| self.list.iter().any(|host| host.database == name);
        let mut name = database.to_owned();
        while is_taken(&name) {
            name.push('+');
        }
        name
    }

    /// Takes a person's answer. Nothing changes if nobody is asked any more, because another page took an answer.
    /// `database` is for another host, and must be a name that no database has.
    pub fn answer(&mut self, deployed: DeployedHost<'_>, answer: HostAnswer, database: &str) {
        if self.resolve(deployed) != HostMatch::Ask {
            return;
        }
        self.asked_for = false;
        match answer {
            HostAnswer::Another => self.add(database, deployed.name),
            HostAnswer::Known(place) => self.use_known(place, deployed.name),
        }
    }

    /// Lets the host that was used last be called so by a person; an empty name is none.
    pub fn call(&mut self, name: &str) {
        if let Some(last) = self.list.first_mut() {
            last.called = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        }
    }

    /// Has a person asked which host it is: the address leads to another one, and the deployment does not say so.
    pub fn ask(&mut self) {
        self.asked_for = !self.list.is_empty();
    }

    fn add(&mut self, database: &str, deployed: Option<&str>) {
        let deployed = deployed.map(str::to_owned);
        self.list.insert(0, KnownHost { database: database.to_owned(), deployed, called: None });
    }

    fn use_known(&mut self, place: usize, deployed: Option<&str>) {
        if place < self.list.len() {
            let mut host = self.list.remove(place);
            host.deployed = deployed.map(str::to_owned);
            self.list.insert(0, host);
        }
    }

    /// As text.
    pub fn to_text(&self) -> String {
        json::text(self)
    }

    /// Returns the hosts from their text; none if it cannot be read. No two have the same database.
    pub fn from_text(text: &str) -> Self {
        let mut hosts: Self = serde_json::from_str(text).unwrap_or_default();
        let mut known = HashSet::new();
        hosts.list.retain(|host| known.insert(host.database.clone()));
        hosts.asked_for &= !hosts.list.is_empty();
        hosts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns the only host of a deployment, of this name or none.
    fn only(name: Option<&str>) -> DeployedHost<'_> {
        DeployedHost { name, others: &[] }
    }

    fn databases(hosts: &Hosts) -> Vec<&str> {
        hosts.list().iter().map(|host| host.database.as_str()).collect()
    }

    #[test]
    fn another_name_is_asked_about_and_both_answers_hold() {
        let mut hosts = Hosts::default();
        assert_eq!(hosts.select(only(Some("A")), "1").map(|host| host.database.as_str()), Some("1"));
        assert_eq!(hosts.select(only(Some("B")), "2"), None, "nothing is known before it is answered");
        assert_eq!(databases(&hosts), ["1"]);

        let mut another = hosts.clone();
        another.answer(only(Some("B")), HostAnswer::Another, "2");
        assert_eq!(another.select(only(Some("B")), "3").map(|host| host.database.as_str()), Some("2"));
        // Both are known by their names from now on.
        assert_eq!(another.resolve(only(Some("A"))), HostMatch::Other(1));
        assert_eq!(another.select(only(Some("A")), "3").map(|host| host.database.as_str()), Some("1"));

        hosts.answer(only(Some("B")), HostAnswer::Known(0), "2");
        assert_eq!(hosts.select(only(Some("B")), "3").map(|host| host.database.as_str()), Some("1"));
        assert_eq!(hosts.resolve(only(Some("A"))), HostMatch::Ask, "it is not called so any more");
    }

    #[test]
    fn the_first_of_two_answers_counts() {
        let mut hosts = Hosts::default();
        hosts.select(only(Some("A")), "1");
        hosts.answer(only(Some("B")), HostAnswer::Another, "2");
        let answered = hosts.clone();
        hosts.answer(only(Some("B")), HostAnswer::Known(1), "3");
        assert_eq!(hosts, answered);
    }

    #[test]
    fn a_name_that_is_given_or_taken_away_is_asked_about_unless_a_person_gave_it_before() {
        let mut hosts = Hosts::default();
        hosts.select(only(None), "1");
        assert_eq!(hosts.resolve(only(None)), HostMatch::Last);
        assert_eq!(hosts.resolve(only(Some("A"))), HostMatch::Ask);
        hosts.call(" A ");
        assert_eq!(hosts.last().and_then(KnownHost::name), Some("A"));
        assert_eq!(hosts.select(only(Some("A")), "2").map(|host| host.database.as_str()), Some("1"));
        assert_eq!(hosts.resolve(only(None)), HostMatch::Ask);
        hosts.answer(only(None), HostAnswer::Known(0), "2");
        assert_eq!(hosts.last().and_then(KnownHost::name), Some("A"), "a person's name for it stays");
    }

    #[test]
    fn a_person_can_have_it_asked_although_the_name_is_the_same() {
        let mut hosts = Hosts::default();
        hosts.select(only(None), "1");
        hosts.call("A");
        hosts.ask();
        assert_eq!(Hosts::from_text(&hosts.to_text()).select(only(None), "2"), None);
        hosts.answer(only(None), HostAnswer::Another, "2");
        assert_eq!(databases(&hosts), ["2", "1"]);
        assert_eq!(hosts.resolve(only(None)), HostMatch::Last);
        assert_eq!(hosts.last().and_then(KnownHost::name), None);
        hosts.ask();
        hosts.answer(only(None), HostAnswer::Known(1), "3");
        assert_eq!(databases(&hosts), ["1", "2"]);
        assert_eq!(hosts.last().and_then(KnownHost::name), Some("A"));
    }

    #[test]
    fn several_hosts_are_told_by_their_names_and_only_a_lost_one_is_asked_about() {
        let among = |name: &'static str, others: &'static [String]| DeployedHost { name: Some(name), others };
        let [a, b] = ["A", "B"].map(|name| Vec::leak(vec![name.to_owned()]));
        let (a, b) = (among("A", b), among("B", a));
        let mut hosts = Hosts::default();
        assert_eq!(hosts.select(a, "of A").map(|host| host.database.as_str()), Some("of A"));
        assert_eq!(hosts.resolve(b), HostMatch::First);
        hosts.select(b, "of B");
        assert_eq!(databases(&hosts), ["of B", "of A"]);
        // Two pages show one each.
        assert!(hosts.is_current(a, "of A") && hosts.is_current(b, "of B"));
        hosts.select(a, "of A");
        assert!(hosts.is_current(a, "of A") && hosts.is_current(b, "of B"));

        // A host of before may be one of the several, which only a person knows.
        let mut hosts = Hosts::default();
        hosts.select(only(None), "1");
        assert_eq!(hosts.resolve(a), HostMatch::Ask);
        let mut known = hosts.clone();
        known.answer(a, HostAnswer::Known(0), "2");
        assert_eq!(known.select(a, "of A").map(|host| host.database.as_str()), Some("1"));
        assert_eq!(known.resolve(b), HostMatch::First);
        hosts.answer(a, HostAnswer::Another, "2");
        assert_eq!(hosts.select(a, "of A").map(|host| host.database.as_str()), Some("2"));
        assert_eq!(hosts.resolve(b), HostMatch::Ask, "it may be this one");
    }

    #[test]
    fn pages_that_select_a_host_at_the_same_moment_lose_nothing() {
        let [a, b] = [["A", "B"], ["B", "A"]].map(|[name, other]| (name, vec![other.to_owned()]));
        let (a, b) =
            (DeployedHost { name: Some(a.0), others: &a.1 }, DeployedHost { name: Some(b.0), others: &b.1 });
        let mut first = Hosts::default();
        let mut second = first.clone();
        first.select(a, "of A");
        second.select(b, "of B");
        // What the second wrote is there.
        assert!(second.is_current(a, "of A"));
        assert!(second.keep(a, "of A") && !second.keep(a, "of A"));
        assert_eq!(databases(&second), ["of B", "of A"]);
        // Renamed, its name is free for another one, and its database is not.
        second.answer(DeployedHost { name: Some("C"), others: a.others }, HostAnswer::Known(1), "3");
        assert_eq!(databases(&second), ["of A", "of B"]);
        assert!(!second.is_current(a, "of A"), "a page still shows it under its old name");
        let others = ["B".to_owned(), "C".to_owned()];
        second.select(DeployedHost { name: Some("A"), others: &others }, "of A");
        assert_eq!(databases(&second), ["of A+", "of A", "of B"]);
    }

    proptest! {
        #[test]
        fn no_two_hosts_share_a_database_whatever_is_named_and_answered(
            steps in proptest::collection::vec((0u8..5, proptest::option::of("[AB]"), 0usize..3), 0..20),
        ) {
            let mut hosts = Hosts::default();
            for (number, (step, name, place)) in steps.into_iter().enumerate() {
                let (name, database) = (name.as_deref(), number.to_string());
                match step {
                    0 => { hosts.select(only(name), &database); }
                    1 => hosts.answer(only(name), HostAnswer::Another, &database),
                    2 => hosts.answer(only(name), HostAnswer::Known(place), &database),
                    3 => hosts.call(name.unwrap_or_default()),
                    _ => hosts.ask(),
                }
                let mut all = databases(&hosts);
                all.sort_unstable();
                all.dedup();
                prop_assert_eq!(all.len(), hosts.list().len());
                prop_assert_eq!(&Hosts::from_text(&hosts.to_text()), &hosts);
            }
            // What was selected once is not asked about again.
            let before = hosts.clone();
            if hosts.select(only(Some("A")), "x").is_some() {
                prop_assert_eq!(hosts.resolve(only(Some("A"))), HostMatch::Last);
                prop_assert!(hosts.list().len() <= before.list().len().max(1));
            }
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let hosts = Hosts::from_text(&text);
            prop_assert_eq!(Hosts::from_text(&hosts.to_text()), hosts);
        }
    }
}
