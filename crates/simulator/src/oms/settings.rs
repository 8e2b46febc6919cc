//! How OMS behaves towards those who read, as data.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// A set of settings that say how OMS answers its OpenAPI. In JSON any member may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct OmsSettings {
    /// Whether there is an OpenAPI. Without, its path is answered with 404.
    pub on: bool,
    /// Who may read; without, everybody may.
    pub user: Option<OmsUser>,
    /// What every read is answered with, as by a gateway whose session has ended.
    pub sign_in: Option<SignIn>,
    /// How long each read takes, in milliseconds.
    pub latency_ms: u64,
    /// The reads that fail. A key is an action's name, a project's id, or an action's name and a page: `ListProjects 2`.
    pub failing: BTreeMap<String, ReadFailure>,
    /// What is odd about all answers.
    pub oddities: BTreeSet<Oddity>,
    /// How far the times of records are ahead of UTC, in seconds: the server's zone.
    pub offset_seconds: i64,
    /// How far the clock of OMS is ahead of CM's, in seconds.
    pub ahead_seconds: i64,
    /// How long after a change OMS still shows a task as it was, in seconds.
    pub lag_seconds: i64,
    /// How long after that OMS shows a state in between, such as `STOPPING`, in seconds.
    pub settle_seconds: i64,
    /// The most rows of a page, if fewer than were asked for.
    pub most_rows: usize,
    /// Whether figures over time are kept.
    pub figures: bool,
}

/// A user of OMS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OmsUser {
    /// The user's name.
    pub name: String,
    /// The password.
    pub password: String,
    /// Whether the password has expired, so that it is refused like a wrong one.
    #[serde(default)]
    pub expired: bool,
}

/// A part of the system that asks to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SignIn {
    /// A redirection to a page of another path.
    Redirect,
    /// The page itself.
    Page,
}

/// A way that a read can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ReadFailure {
    /// OMS cannot reach CM.
    CmUnavailable,
    /// OMS has an internal error.
    Internal,
    /// An error with everything that one may say.
    Detailed,
    /// The user may not read this.
    Forbidden,
    /// A gateway answers with 502.
    BadGateway,
    /// The answer ends in the middle.
    Truncated,
    /// Nothing is answered, and the connection stays open.
    Hang,
}

/// An oddity that answers can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Oddity {
    /// Numbers and booleans come as strings.
    Strings,
    /// Keys begin with a capital letter.
    Capitals,
    /// Only the envelope's keys begin with a capital letter, and its numbers are others.
    CapitalEnvelope,
    /// Lists with one element come as that element.
    Singles,
    /// Empty lists and members that are null are left out, but for one where nothing else is there.
    Missing,
    /// Projects come without what is configured, as from a version of 2024.
    Lean,
    /// Components come without configuration, as from the cloud.
    NoConfig,
    /// Lists have entries that are none, before the others.
    Strays,
    /// A successful envelope is filled with an error.
    SuccessWithError,
}

impl Default for OmsSettings {
    fn default() -> Self {
        Self {
            on: false,
            user: None,
            sign_in: None,
            latency_ms: 0,
            failing: BTreeMap::new(),
            oddities: BTreeSet::new(),
            offset_seconds: 0,
            ahead_seconds: 0,
            lag_seconds: 0,
            settle_seconds: 0,
            most_rows: MOST_ROWS,
            figures: true,
        }
    }
}

/// The most rows that a page may have. API page: `pageSize`.
pub(super) const MOST_ROWS: usize = 150;

impl OmsSettings {
    /// Settings with which everybody may read.
    pub fn on() -> Self {
        Self { on: true, ..Self::default() }
    }

    /// Returns the same for one user.
    #[must_use]
    pub fn user(mut self, name: &str, password: &str) -> Self {
        self.user = Some(OmsUser { name: name.to_owned(), password: password.to_owned(), expired: false });
        self
    }

    /// Returns the same with a read that fails: an action, a project, or a page.
    #[must_use]
    pub fn failing(mut self, read: &str, failure: ReadFailure) -> Self {
        self.fail(read, failure);
        self
    }

    /// Has a read fail from now on: an action, a project, or a page.
    pub fn fail(&mut self, read: &str, failure: ReadFailure) {
        self.failing.insert(read.to_owned(), failure);
    }

    /// Returns the same with something odd.
    #[must_use]
    pub fn odd(mut self, oddity: Oddity) -> Self {
        self.oddities.insert(oddity);
        self
    }

    /// Puts the members of a JSON object in place of the present ones.
    ///
    /// # Errors
    /// When it is no object, or has members that are none.
    pub fn merge(&self, json: &[u8]) -> serde_json::Result<Self> {
        let members: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(json)?;
        let mut merged = serde_json::to_value(self)?;
        for (name, value) in members {
            merged[name] = value;
        }
        serde_json::from_value(merged)
    }
}
