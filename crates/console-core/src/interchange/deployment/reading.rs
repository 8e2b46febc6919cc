//! Reading a deployment's file.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    DeploymentConfig, DeploymentError, DeploymentProblem, ExpectedValue, HostConfig, INTERVALS, LONGEST_NAME,
    MEMBERS, MOST_HOSTS, RETENTIONS, TIME_OUTS,
};
use crate::domain::connector_path::{ConnectorPath, is_own_path};
use crate::interchange::curl;
use crate::text::json::JsonMembers;
use crate::text::position::{offset_of, offset_of_error, position_at};
use crate::text::spelling;
use crate::time::{TimeZone, ZoneError};

impl DeploymentConfig {
    /// Reads the file.
    ///
    /// # Errors
    /// All that is wrong, in the order of the text; at least one.
    pub fn read(text: &str) -> Result<Self, Vec<DeploymentError>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader { text, ..Reader::default() };
        if !text.trim().is_empty() {
            match serde_json::from_str::<&RawValue>(text) {
                Ok(document) => reader.members("", document),
                Err(error) => {
                    let problem =
                        if error.is_eof() { DeploymentProblem::CutOff } else { DeploymentProblem::Syntax };
                    reader.report(offset_of_error(text, &error), problem);
                }
            }
        }
        reader.finish()
    }
}

/// A reader that goes on after an error, so that the person who fixes the file hears of all at once. Serde's derived
/// readers stop at the first, and know only where they stopped.
#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    config: DeploymentConfig,
    /// The host whose members are read: the only one, or an entry of the list.
    host: HostConfig,
    /// Where the members of the only host are that are no more than that.
    of_one: Vec<(usize, String)>,
    /// The entries of the list, if there is one.
    hosts: Option<Vec<ParsedHost>>,
    errors: Vec<(usize, DeploymentProblem)>,
}

/// An entry of the list of hosts, and where it is.
struct ParsedHost {
    host: HostConfig,
    at: usize,
    /// Whether something in it is wrong, so that what it would share with others is not known.
    is_wrong: bool,
}

impl<'a> Reader<'a> {
    /// Reads the members of an object, `within` another unless that is empty.
    fn members(&mut self, within: &'static str, object: &'a RawValue) {
        let members = self.expect(within, object, ExpectedValue::Object, json);
        let mut seen: Vec<String> = Vec::new();
        for (written, value) in members.into_iter().flat_map(|JsonMembers::<&RawValue>(members)| members) {
            let name: String = json(written).unwrap_or_default();
            let path = if within.is_empty() { name.clone() } else { format!("{within}.{name}") };
            if seen.contains(&path) {
                self.report(self.offset(value), DeploymentProblem::Twice { member: path });
                continue;
            }
            if !self.member((within, &name), &path, value) {
                let problem =
                    DeploymentProblem::Unknown { meant: meant(within, &path), member: path.clone() };
                self.report(self.offset(written), problem);
            } else if within.is_empty() && is_of_one(&name) {
                self.of_one.push((self.offset(written), name));
            }
            seen.push(path);
        }
    }

    /// Takes in a member. Returns whether it is a known one.
    fn member(&mut self, member: (&str, &str), path: &str, value: &'a RawValue) -> bool {
        match member {
            ("", "$schema") => _ = self.expect(path, value, ExpectedValue::Text, json::<String>),
            ("", "host") => self.members("host", value),
            ("", "hosts") => self.list(value),
            ("", "timeOutSeconds") => {
                let seconds = |value| json(value).filter(|seconds| TIME_OUTS.contains(seconds));
                self.config.time_out_seconds =
                    self.expect(path, value, ExpectedValue::TimeOut, seconds).unwrap_or_default();
            }
            ("", "timeZone") => {
                let zone = json::<String>(value).map(|zone| TimeZone::parse(&zone));
                let candidates = match zone {
                    Some(Err(ZoneError::Abbreviation { candidates })) => candidates,
                    _ => &[],
                };
                self.config.time_zone =
                    self.expect(path, value, ExpectedValue::Zone { candidates }, |_| zone?.ok());
            }
            ("host" | "hosts", "name") => {
                let name = |value| Some(json::<String>(value)?.trim().to_owned());
                let is_name = |name: &String| (1..=LONGEST_NAME).contains(&name.chars().count());
                self.host.name =
                    self.expect(path, value, ExpectedValue::Name, |value| name(value).filter(is_name));
            }
            ("host" | "hosts", "colour") => {
                self.host.colour = self
                    .expect(path, value, ExpectedValue::Colour, |value| json::<String>(value)?.parse().ok());
            }
            ("", "openApi") => self.members("openApi", value),
            ("hosts", "openApi") => self.members("hosts.openApi", value),
            ("" | "hosts", name) => return self.host_member(name, path, value),
            ("openApi" | "hosts.openApi", name) => return self.open_api_member(name, path, value),
            _ => return false,
        }
        true
    }

    /// Takes in a member that a host has, be it the only one or one of several.
    fn host_member(&mut self, name: &str, path: &str, value: &'a RawValue) -> bool {
        let address = |value| curl::BaseUrl::parse(&json::<String>(value)?);
        match name {
            "readOnly" => {
                self.host.read_only = self.expect(path, value, ExpectedValue::Flag, json).unwrap_or_default();
            }
            "connector" => {
                let read = |value| ConnectorPath::parse(&json::<String>(value)?);
                self.host.connector =
                    self.expect(path, value, ExpectedValue::ConnectorPath, read).unwrap_or_default();
            }
            "curlBase" => self.host.curl_base = self.expect(path, value, ExpectedValue::Address, address),
            "clusterManagerUrl" => {
                self.host.cluster_manager = self.expect(path, value, ExpectedValue::Address, address);
            }
            "storeRetentionHours" => {
                let hours = |value| json(value).filter(|hours| RETENTIONS.contains(hours));
                self.host.retention_hours = self.expect(path, value, ExpectedValue::Retention, hours);
            }
            _ => return false,
        }
        true
    }

    /// Takes in a member of how a host's OMS is read.
    fn open_api_member(&mut self, name: &str, path: &str, value: &'a RawValue) -> bool {
        match name {
            "read" => {
                self.host.open_api.read =
                    self.expect(path, value, ExpectedValue::Flag, json).unwrap_or_default();
            }
            "path" => {
                let read = |value| json::<String>(value).filter(|path| is_own_path(path));
                self.host.open_api.path =
                    self.expect(path, value, ExpectedValue::Path, read).unwrap_or_default();
            }
            "intervalSeconds" => {
                let seconds = |value| json(value).filter(|seconds| INTERVALS.contains(seconds));
                self.host.open_api.interval_seconds =
                    self.expect(path, value, ExpectedValue::Interval, seconds).unwrap_or_default();
            }
            "browserCredentials" => {
                self.host.open_api.browser_credentials =
                    self.expect(path, value, ExpectedValue::Flag, json).unwrap_or_default();
            }
            _ => return false,
        }
        true
    }

    /// Reads the list of hosts.
    fn list(&mut self, list: &'a RawValue) {
        let is_list = |list: &Vec<&RawValue>| (1..=MOST_HOSTS).contains(&list.len());
        let entries = self.expect("hosts", list, ExpectedValue::Hosts, |list| json(list).filter(is_list));
        let only = std::mem::take(&mut self.host);
        let mut hosts = Vec::new();
        for entry in entries.unwrap_or_default() {
            let (at, errors) = (self.offset(entry), self.errors.len());
            self.members("hosts", entry);
            let host = std::mem::take(&mut self.host);
            let is_name_wrong = self.errors[errors..].iter().any(|(_, problem)| {
                matches!(problem, DeploymentProblem::Expected { member, .. } if member == "hosts.name" || member == "hosts")
            });
            if host.name.is_none() && !is_name_wrong {
                self.report(at, DeploymentProblem::Nameless);
            }
            hosts.push(ParsedHost { host, at, is_wrong: self.errors.len() > errors });
        }
        self.hosts = Some(hosts);
        self.host = only;
    }

    /// Returns what was read, or what is wrong with it.
    fn finish(mut self) -> Result<DeploymentConfig, Vec<DeploymentError>> {
        match self.hosts.take() {
            None => self.config.hosts = vec![self.host],
            Some(entries) => {
                for (at, member) in std::mem::take(&mut self.of_one) {
                    self.report(at, DeploymentProblem::BesideHosts { member });
                }
                for (place, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.is_wrong) {
                    let shared =
                        entries[..place].iter().find_map(|other| entry.host.shared_with(&other.host));
                    if let Some(problem) = shared {
                        self.report(entry.at, problem);
                    }
                }
                let is_read_only = self.host.read_only;
                let hosts = entries.into_iter().map(|entry| entry.host);
                self.config.hosts = hosts
                    .map(|host| HostConfig { read_only: host.read_only || is_read_only, ..host })
                    .collect();
            }
        }
        if self.errors.is_empty() {
            return Ok(self.config);
        }
        self.errors.sort_by_key(|(offset, _)| *offset);
        let text = self.text;
        let error = |(offset, problem)| DeploymentError { place: position_at(text, offset), problem };
        Err(self.errors.into_iter().map(error).collect())
    }

    /// Returns what is read of a value, or reports what was expected.
    fn expect<T>(
        &mut self,
        member: &str,
        value: &'a RawValue,
        expected: ExpectedValue,
        read: impl FnOnce(&'a RawValue) -> Option<T>,
    ) -> Option<T> {
        let read = read(value);
        if read.is_none() {
            let member = member.to_owned();
            self.report(self.offset(value), DeploymentProblem::Expected { member, expected });
        }
        read
    }

    fn report(&mut self, offset: usize, problem: DeploymentProblem) {
        self.errors.push((offset, problem));
    }

    fn offset(&self, part: &RawValue) -> usize {
        offset_of(part.get(), self.text)
    }
}

impl HostConfig {
    /// Returns what is wrong with two hosts of one deployment, if they share what has to be their own: with one OpenAPI,
    /// the tasks of one would be shown as those of the other.
    fn shared_with(&self, other: &Self) -> Option<DeploymentProblem> {
        let name = other.name.as_ref()?;
        let path = |host: &Self| host.open_api.path.trim_end_matches('/').to_owned();
        let member = if self.name.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name)) {
            "hosts.name"
        } else if self.connector == other.connector {
            "hosts.connector"
        } else if self.open_api.read && other.open_api.read && path(self) == path(other) {
            "hosts.openApi.path"
        } else {
            return None;
        };
        Some(DeploymentProblem::Shared { member, other: name.clone() })
    }
}

/// Returns whether a member is about the only host, and not about all of several.
fn is_of_one(member: &str) -> bool {
    !matches!(member, "$schema" | "hosts" | "readOnly" | "timeOutSeconds" | "timeZone")
}

/// Returns the member that was probably meant by one of this object that is not known.
fn meant(within: &str, member: &str) -> Option<&'static str> {
    let own = MEMBERS.iter().copied().filter(|known| {
        let parent = known.rsplit_once('.').map_or("", |(parent, _)| parent);
        !within.is_empty() && parent == within
    });
    spelling::nearest(member, &own.collect::<Vec<_>>()).or_else(|| spelling::nearest(member, &MEMBERS))
}

fn json<'a, T: Deserialize<'a>>(value: &'a RawValue) -> Option<T> {
    serde_json::from_str(value.get()).ok()
}
