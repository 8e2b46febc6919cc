//! Which host the data of this browser belong to.
//!
//! An address may lead to another host tomorrow, and what is known of the tasks of one host is untrue of another's.
//! So each host has a database of its own, and the host that was used last at this address is remembered. When the
//! deployment names another one, a person says whether it is another host or the same under a new name.

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

    /// Whether a deployment that gives this name, or none, means this host.
    fn is_meant(&self, deployed: Option<&str>) -> bool {
        match deployed {
            Some(_) => self.name() == deployed,
            None => self.deployed.is_none(),
        }
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

/// Whose data are to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// No host was used yet.
    First,
    /// The host that was used last.
    Last,
    /// Another one that is known by the name that the deployment gives: at this place of the list.
    Other(usize),
    /// A person has to say which host it is.
    Ask,
}

/// What a person says of a host that the deployment calls otherwise than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostAnswer {
    /// It is another host.
    Another,
    /// It is the known host at this place of the list, under a new name.
    Known(usize),
}

impl Hosts {
    /// A list of one host.
    pub fn of(host: KnownHost) -> Self {
        Self { list: vec![host], asked_for: false }
    }

    /// The hosts, the one that was used last first.
    pub fn list(&self) -> &[KnownHost] {
        &self.list
    }

    /// The host that was used last.
    pub fn last(&self) -> Option<&KnownHost> {
        self.list.first()
    }

    /// Whose data to use where the deployment gives this name, or none.
    pub fn resolve(&self, deployed: Option<&str>) -> Resolution {
        let Some(last) = self.list.first() else { return Resolution::First };
        if self.asked_for {
            return Resolution::Ask;
        }
        if last.is_meant(deployed) {
            return Resolution::Last;
        }
        let other = self.list.iter().position(|host| deployed.is_some() && host.is_meant(deployed));
        other.map_or(Resolution::Ask, Resolution::Other)
    }

    /// Makes the host that is meant the one that was used last, if nobody has to be asked. The first host gets
    /// `database`.
    pub fn settle(&mut self, deployed: Option<&str>, database: &str) -> Option<&KnownHost> {
        match self.resolve(deployed) {
            Resolution::First => self.add(database, deployed),
            Resolution::Last => self.use_known(0, deployed),
            Resolution::Other(place) => self.use_known(place, deployed),
            Resolution::Ask => return None,
        }
        self.last()
    }

    /// Takes a person's answer. Nothing changes if nobody is asked any more, because another page took an answer.
    /// `database` is for another host, and must be a name that no database has.
    pub fn answer(&mut self, deployed: Option<&str>, answer: HostAnswer, database: &str) {
        if self.resolve(deployed) != Resolution::Ask {
            return;
        }
        self.asked_for = false;
        match answer {
            HostAnswer::Another => self.add(database, deployed),
            HostAnswer::Known(place) => self.use_known(place, deployed),
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

    /// The hosts from their text; none if it cannot be read. No two have the same database.
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

    fn databases(hosts: &Hosts) -> Vec<&str> {
        hosts.list().iter().map(|host| host.database.as_str()).collect()
    }

    #[test]
    fn another_name_is_asked_about_and_both_answers_hold() {
        let mut hosts = Hosts::default();
        assert_eq!(hosts.settle(Some("A"), "1").map(|host| host.database.as_str()), Some("1"));
        assert_eq!(hosts.settle(Some("B"), "2"), None, "nothing is known before it is answered");
        assert_eq!(databases(&hosts), ["1"]);

        let mut another = hosts.clone();
        another.answer(Some("B"), HostAnswer::Another, "2");
        assert_eq!(another.settle(Some("B"), "3").map(|host| host.database.as_str()), Some("2"));
        // Both are known by their names from now on.
        assert_eq!(another.resolve(Some("A")), Resolution::Other(1));
        assert_eq!(another.settle(Some("A"), "3").map(|host| host.database.as_str()), Some("1"));

        hosts.answer(Some("B"), HostAnswer::Known(0), "2");
        assert_eq!(hosts.settle(Some("B"), "3").map(|host| host.database.as_str()), Some("1"));
        assert_eq!(hosts.resolve(Some("A")), Resolution::Ask, "it is not called so any more");
    }

    #[test]
    fn the_first_of_two_answers_counts() {
        let mut hosts = Hosts::default();
        hosts.settle(Some("A"), "1");
        hosts.answer(Some("B"), HostAnswer::Another, "2");
        let answered = hosts.clone();
        hosts.answer(Some("B"), HostAnswer::Known(1), "3");
        assert_eq!(hosts, answered);
    }

    #[test]
    fn a_name_that_is_given_or_taken_away_is_asked_about_unless_a_person_gave_it_before() {
        let mut hosts = Hosts::default();
        hosts.settle(None, "1");
        assert_eq!(hosts.resolve(None), Resolution::Last);
        assert_eq!(hosts.resolve(Some("A")), Resolution::Ask);
        hosts.call(" A ");
        assert_eq!(hosts.last().and_then(KnownHost::name), Some("A"));
        assert_eq!(hosts.settle(Some("A"), "2").map(|host| host.database.as_str()), Some("1"));
        assert_eq!(hosts.resolve(None), Resolution::Ask);
        hosts.answer(None, HostAnswer::Known(0), "2");
        assert_eq!(hosts.last().and_then(KnownHost::name), Some("A"), "a person's name for it stays");
    }

    #[test]
    fn a_person_can_have_it_asked_although_the_name_is_the_same() {
        let mut hosts = Hosts::default();
        hosts.settle(None, "1");
        hosts.call("A");
        hosts.ask();
        assert_eq!(Hosts::from_text(&hosts.to_text()).settle(None, "2"), None);
        hosts.answer(None, HostAnswer::Another, "2");
        assert_eq!(databases(&hosts), ["2", "1"]);
        assert_eq!(hosts.resolve(None), Resolution::Last);
        assert_eq!(hosts.last().and_then(KnownHost::name), None);
        hosts.ask();
        hosts.answer(None, HostAnswer::Known(1), "3");
        assert_eq!(databases(&hosts), ["1", "2"]);
        assert_eq!(hosts.last().and_then(KnownHost::name), Some("A"));
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
                    0 => { hosts.settle(name, &database); }
                    1 => hosts.answer(name, HostAnswer::Another, &database),
                    2 => hosts.answer(name, HostAnswer::Known(place), &database),
                    3 => hosts.call(name.unwrap_or_default()),
                    _ => hosts.ask(),
                }
                let mut all = databases(&hosts);
                all.sort_unstable();
                all.dedup();
                prop_assert_eq!(all.len(), hosts.list().len());
                prop_assert_eq!(&Hosts::from_text(&hosts.to_text()), &hosts);
            }
            // What was settled once is not asked about again.
            let before = hosts.clone();
            if hosts.settle(Some("A"), "x").is_some() {
                prop_assert_eq!(hosts.resolve(Some("A")), Resolution::Last);
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
