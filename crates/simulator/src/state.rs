//! What a task is doing and what it is set to: what its operations, refusals and checkpoints are about.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// From scope to key to value; every value is a string. API page: Update a connector.
pub type Configuration = BTreeMap<String, BTreeMap<String, String>>;

/// A state that a task can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// Works.
    Running,
    /// Was stopped, or came from another host and was not started yet.
    Stopped,
    /// Broke down by itself.
    Abnormal,
    /// A Full-Import that has copied everything.
    Finished,
    /// Gone: the name is refused like one that never was.
    Deleted,
}

impl State {
    /// In lower case, for sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Abnormal => "abnormal",
            Self::Finished => "finished",
            Self::Deleted => "deleted",
        }
    }
}
