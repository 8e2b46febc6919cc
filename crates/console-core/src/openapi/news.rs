//! What the page that reads tells the others.

use serde::{Deserialize, Serialize};

use super::inquiry::Observation;
use super::looks::LookReason;
use super::pass::ReadFailure;
use crate::domain::inventory::OmsTask;
use crate::domain::run::{Moment, Run, RunId};
use crate::text::json;

/// A message of the page that reads, or to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LiveNews {
    /// The page with this id reads.
    Reads(String),
    /// It reads no more.
    Leaves(String),
    /// A page that was opened has nothing yet.
    Asks,
    /// A page has done something to a task.
    Look(LookReason),
    /// What was read of tasks.
    Seen {
        /// The tasks.
        tasks: Vec<OmsTask>,
        /// The projects whose tasks are all among those that were read, and when that was asked for.
        whole: Vec<(String, Moment)>,
    },
    /// What is known of the tasks of these projects could not be read again.
    Stale(Vec<String>),
    /// Nothing can be read any more.
    Lost,
    /// Everything was read since this moment.
    Complete(Moment),
    /// A pass has ended, in which this could not be read.
    Ended(Vec<ReadFailure>),
    /// Reads showed what a call of this run was to do whose outcome is unknown.
    Settled(Box<Run>),
    /// What was seen last, and when, of a run whose outcome stays unknown.
    Unsettled(RunId, Moment, Observation),
}

impl LiveNews {
    /// Writes it.
    pub fn to_text(&self) -> String {
        json::text(self)
    }

    /// Reads it. Nothing if it is of another version of the console.
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
