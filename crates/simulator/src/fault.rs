//! What can go wrong with an answer, as data: built in tests, read from JSON for people.

use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::endpoint::Endpoint;
use crate::gate::Gate;

/// One entry of the script: for which requests, how often, and what happens to them.
///
/// Faults meet POSTs to the five endpoints. If several match, the one that was added first wins.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// For which requests.
    #[serde(default)]
    pub on: Matcher,
    /// How often.
    #[serde(default)]
    pub times: Times,
    /// How much later than usual the answer goes out. The operation itself is not late.
    #[serde(default, rename = "latencyMs", deserialize_with = "milliseconds")]
    pub latency: Duration,
    /// Holds the answer back until the gate is released, or the faults are cleared. The operation itself is
    /// not held back.
    #[serde(skip)]
    pub hold: Option<Gate>,
    /// What happens to the answer.
    #[serde(default)]
    pub action: Action,
    /// Whether the operation takes place; `None` stands for what the action makes likely, see
    /// [`Action::usually_applied`].
    #[serde(default)]
    pub applied: Option<bool>,
}

/// A matcher that says which requests a fault is for. What is `None` matches all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Matcher {
    /// Only this endpoint.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// Only this task name, decoded.
    #[serde(default)]
    pub task: Option<String>,
    /// Only from this one on, counted from 1 among the requests since the fault was added that match the
    /// rest.
    #[serde(default)]
    pub nth: Option<u32>,
}

/// A number of requests that a fault is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Times {
    /// The first that matches.
    #[default]
    Once,
    /// All that match.
    Always,
    /// So many; in JSON just the number.
    #[serde(untagged)]
    Exactly(u32),
}

/// An action that is taken on an answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Action {
    /// Nothing: the true answer, perhaps late.
    #[default]
    Answer,
    /// Nothing is sent and the connection stays open until the client gives up.
    Hang,
    /// The connection ends.
    Cut {
        /// When.
        at: Moment,
        /// How.
        how: Ending,
    },
    /// Something else is sent.
    Respond {
        /// The status.
        status: u16,
        /// Header fields; in JSON pairs of name and value.
        #[serde(default)]
        headers: Vec<(String, String)>,
        /// The body; in JSON a string.
        #[serde(default, deserialize_with = "text")]
        body: Vec<u8>,
    },
    /// The answer is announced whole, but its last bytes are missing when the connection closes.
    Truncate {
        /// How many of the body's bytes are missing.
        missing: usize,
    },
    /// The body is made very long.
    Oversize {
        /// How many bytes long.
        bytes: usize,
        /// Whether it is still the envelope, with spaces in it, or nothing that can be read.
        valid: bool,
    },
    /// The true envelope with other fields. A web server's page stays as it is.
    Override {
        /// Fields to put in place of the true ones, of whatever type.
        #[serde(default)]
        set: Map<String, Value>,
        /// Fields to leave out.
        #[serde(default)]
        remove: Vec<String>,
    },
    /// The envelope says no.
    Reject {
        /// The status.
        #[serde(default = "ok")]
        status: u16,
        /// `errCode`.
        code: String,
        /// `errMsg`.
        #[serde(default)]
        message: String,
        /// `errorDetail`.
        #[serde(default)]
        detail: Value,
        /// `retryable`, of whatever type.
        #[serde(default)]
        retryable: Value,
    },
}

/// A moment that a connection can end at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Moment {
    /// When the head was read and the body was not; the operation never takes place.
    BeforeBody,
    /// When the request was read and nothing was answered.
    BeforeAnswer,
    /// After half of the answer's body.
    DuringAnswer,
    /// After the whole answer, which did not announce it.
    AfterAnswer,
}

/// A way that a connection can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ending {
    /// In order: the client reads an end.
    Close,
    /// With a TCP reset: the client reads an error.
    Reset,
}

impl Action {
    /// Returns whether the operation takes place when the fault does not say: it does where the answer would have
    /// been the true one, and does not where nothing of it is seen.
    pub fn usually_applied(&self) -> bool {
        match self {
            Self::Answer | Self::Truncate { .. } | Self::Oversize { .. } | Self::Override { .. } => true,
            Self::Cut { at, .. } => matches!(at, Moment::DuringAnswer | Moment::AfterAnswer),
            Self::Hang | Self::Respond { .. } | Self::Reject { .. } => false,
        }
    }
}

impl Fault {
    /// Returns the action, once, for the first request to any endpoint.
    pub fn new(action: Action) -> Self {
        Self {
            on: Matcher::default(),
            times: Times::Once,
            latency: Duration::ZERO,
            hold: None,
            action,
            applied: None,
        }
    }

    /// The connection ends at this moment in this way.
    pub fn cut(at: Moment, how: Ending) -> Self {
        Self::new(Action::Cut { at, how })
    }

    /// Another answer, such as a gateway's page.
    pub fn respond(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        Self::new(Action::Respond { status, headers, body: body.into() })
    }

    /// Returns a refusal with status 200, a code, and any `retryable`.
    pub fn reject(code: &str, message: &str, retryable: impl Into<Value>) -> Self {
        Self::new(Action::Reject {
            status: 200,
            code: code.to_owned(),
            message: message.to_owned(),
            detail: Value::Null,
            retryable: retryable.into(),
        })
    }

    /// Returns the true envelope with one field replaced.
    pub fn set(field: &str, value: impl Into<Value>) -> Self {
        let set = Map::from_iter([(field.to_owned(), value.into())]);
        Self::new(Action::Override { set, remove: Vec::new() })
    }

    /// Returns the true envelope without one field.
    pub fn remove(field: &str) -> Self {
        Self::new(Action::Override { set: Map::new(), remove: vec![field.to_owned()] })
    }

    /// Returns the true answer, held back until the gate is released.
    pub fn held(gate: &Gate) -> Self {
        Self::new(Action::Answer).hold(gate)
    }

    /// Returns the same for one endpoint.
    #[must_use]
    pub fn on(mut self, endpoint: Endpoint) -> Self {
        self.on.endpoint = Some(endpoint);
        self
    }

    /// Returns the same for one task.
    #[must_use]
    pub fn task(mut self, name: &str) -> Self {
        self.on.task = Some(name.to_owned());
        self
    }

    /// Returns the same from the `nth` matching request on, counted from 1.
    #[must_use]
    pub fn nth(mut self, nth: u32) -> Self {
        self.on.nth = Some(nth);
        self
    }

    /// Returns the same so many times.
    #[must_use]
    pub fn times(mut self, times: Times) -> Self {
        self.times = times;
        self
    }

    /// Returns the same and so much later.
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Returns the same and held back until the gate is released.
    #[must_use]
    pub fn hold(mut self, gate: &Gate) -> Self {
        self.hold = Some(gate.clone());
        self
    }

    /// Returns the same, and the operation takes place or does not, whatever is answered.
    #[must_use]
    pub fn applied(mut self, applied: bool) -> Self {
        self.applied = Some(applied);
        self
    }

    /// Returns whether the operation takes place.
    pub fn applies(&self) -> bool {
        let body_unread = matches!(self.action, Action::Cut { at: Moment::BeforeBody, .. });
        !body_unread && self.applied.unwrap_or_else(|| self.action.usually_applied())
    }
}

fn ok() -> u16 {
    200
}

fn milliseconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u64::deserialize(deserializer).map(Duration::from_millis)
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    String::deserialize(deserializer).map(String::into_bytes)
}
