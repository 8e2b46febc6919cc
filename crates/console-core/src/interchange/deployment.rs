//! What a deployment sets for all who use it: `config.json` beside `index.html`.
//!
//! Every member may be left out; an empty file and `{}` set nothing. The schema is
//! `static/config.schema.json`. A member that is wrong or unknown is an error with its place, never a silent
//! default: a deployment with `"readOnly": "yes"` or `"readonly": true` must not get a console that sends.

mod reading;
#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::domain::connector_path::ConnectorPath;
use crate::interchange::curl;
use crate::text::position::TextPosition;
use crate::time::TimeZone;

/// How long an answer is waited for unless the deployment says otherwise. Stops of half a minute are usual,
/// and the host itself waits up to 60 s for its Supervisor.
pub const USUAL_TIME_OUT_SECONDS: u32 = 120;

/// The time-outs that can be set, in seconds: below the first no stop would ever be confirmed, and nobody
/// waits longer than the last.
pub const TIME_OUTS: RangeInclusive<u32> = 10..=3_600;

/// The most characters of a host's name.
pub const LONGEST_NAME: usize = 60;

/// The most hosts of a deployment.
pub const MOST_HOSTS: usize = 50;

/// All members, those of an object within the file with its name before them.
pub const MEMBERS: [&str; 29] = [
    "$schema",
    "host",
    "host.name",
    "host.colour",
    "readOnly",
    "timeOutSeconds",
    "timeZone",
    "connector",
    "curlBase",
    "clusterManagerUrl",
    "storeRetentionHours",
    "openApi",
    "openApi.read",
    "openApi.path",
    "openApi.intervalSeconds",
    "openApi.browserCredentials",
    "hosts",
    "hosts.name",
    "hosts.colour",
    "hosts.readOnly",
    "hosts.connector",
    "hosts.curlBase",
    "hosts.clusterManagerUrl",
    "hosts.storeRetentionHours",
    "hosts.openApi",
    "hosts.openApi.read",
    "hosts.openApi.path",
    "hosts.openApi.intervalSeconds",
    "hosts.openApi.browserCredentials",
];

/// The path of OMS's OpenAPI on the page's origin, unless the deployment says otherwise.
pub const USUAL_OPEN_API: &str = "/api/v2";

/// The shortest pauses between two reads of everything that can be set, in seconds.
pub const INTERVALS: RangeInclusive<u32> = 5..=3_600;

/// The shortest pause between two reads of everything unless the deployment says otherwise, in seconds.
pub const USUAL_INTERVAL_SECONDS: u32 = 30;

/// How long Stores may be said to keep what they read, in hours.
pub const RETENTIONS: RangeInclusive<u32> = 1..=8_760;

/// A configuration that a deployment sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentConfig {
    /// Its hosts, at least one. Of several, each has a name.
    pub hosts: Vec<HostConfig>,
    /// How long an answer is waited for, in seconds.
    pub time_out_seconds: u32,
    /// The time zone that the forms begin with; nothing for the browser's own.
    pub time_zone: Option<TimeZone>,
}

/// A configuration that a deployment sets for one of its hosts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostConfig {
    /// What the host is called, such as `Production, Hangzhou`.
    pub name: Option<String>,
    /// The colour that tells this host from others.
    pub colour: Option<HostColour>,
    /// Whether nothing may be sent that changes something.
    pub read_only: bool,
    /// Where its connector manager is.
    pub connector: ConnectorPath,
    /// The address that copied curl commands go to; nothing for the console's own.
    pub curl_base: Option<curl::BaseUrl>,
    /// The address that its tasks have in their configuration for the connector manager; nothing where that is not said.
    pub cluster_manager: Option<curl::BaseUrl>,
    /// How long its Stores keep what they read, in hours; nothing where that is not said.
    pub retention_hours: Option<u32>,
    /// How what OMS knows is read.
    pub open_api: OpenApi,
}

impl HostConfig {
    /// Returns whether calls and reads for another one go to the same places.
    pub fn is_at_same_place(&self, other: &Self) -> bool {
        self.connector == other.connector
            && self.open_api.path == other.open_api.path
            && self.cluster_manager == other.cluster_manager
    }
}

/// A setting that says how what OMS knows is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenApi {
    /// Whether it is read at all.
    pub read: bool,
    /// Its path on the page's origin.
    pub path: String,
    /// The shortest pause between two reads of everything, in seconds.
    pub interval_seconds: u32,
    /// Whether the browser adds the credentials that it has for the page: for gateways at which people sign in.
    pub browser_credentials: bool,
}

impl Default for OpenApi {
    fn default() -> Self {
        Self {
            read: true,
            path: USUAL_OPEN_API.into(),
            interval_seconds: USUAL_INTERVAL_SECONDS,
            browser_credentials: false,
        }
    }
}

/// A colour that a host can have. Names, so that each can be drawn well on light and on dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum HostColour {
    /// `grey`
    Grey,
    /// `blue`
    Blue,
    /// `green`
    Green,
    /// `amber`
    Amber,
    /// `red`
    Red,
    /// `violet`
    Violet,
}

/// An error that a deployment's file has, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentError {
    /// Where.
    pub place: TextPosition,
    /// What.
    pub problem: DeploymentProblem,
}

/// A kind of trouble that a deployment's file can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeploymentProblem {
    /// JSON syntax error from here on.
    Syntax,
    /// It ends too early.
    CutOff,
    /// A value is not what it should be.
    Expected {
        /// The member, `host.name` for one within another; empty for the whole file.
        member: String,
        /// What should stand here.
        expected: ExpectedValue,
    },
    /// A member is there twice.
    Twice {
        /// The member.
        member: String,
    },
    /// A host among several has no name.
    Nameless,
    /// A host among several shares with another what has to be its own.
    Shared {
        /// The member.
        member: &'static str,
        /// The other host.
        other: String,
    },
    /// A member of one host stands beside the list of several.
    BesideHosts {
        /// The member.
        member: String,
    },
    /// A member that the console does not know, such as a misspelt one.
    Unknown {
        /// The member.
        member: String,
        /// The known member that was probably meant.
        meant: Option<&'static str>,
    },
}

/// A kind of value that should stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedValue {
    /// `{…}`
    Object,
    /// A text in quotation marks.
    Text,
    /// `true` or `false`, without quotation marks.
    Flag,
    /// A text of at least one and at most [`LONGEST_NAME`] characters.
    Name,
    /// A word of [`HostColour`].
    Colour,
    /// A whole number within [`TIME_OUTS`].
    TimeOut,
    /// A time zone's name, such as `Asia/Shanghai`. Whether the browser knows it shows later.
    Zone {
        /// The zones that the abbreviation here is used for, if it is one.
        candidates: &'static [&'static str],
    },
    /// An address as [`curl::BaseUrl`] takes it.
    Address,
    /// A path from the origin's root, without a query.
    Path,
    /// The path of a connector manager, as [`ConnectorPath`] takes it.
    ConnectorPath,
    /// A whole number within [`INTERVALS`].
    Interval,
    /// A whole number within [`RETENTIONS`].
    Retention,
    /// A list of at least one and at most [`MOST_HOSTS`] objects.
    Hosts,
}

impl Default for DeploymentConfig {
    fn default() -> Self {
        Self { hosts: vec![HostConfig::default()], time_out_seconds: USUAL_TIME_OUT_SECONDS, time_zone: None }
    }
}

impl DeploymentConfig {
    /// Returns the names of its hosts.
    pub fn names(&self) -> Vec<&str> {
        self.hosts.iter().filter_map(|host| host.name.as_deref()).collect()
    }
}
