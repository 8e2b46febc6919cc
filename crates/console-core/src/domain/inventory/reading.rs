//! What OMS says of tasks, as the reads of its OpenAPI told it, beside what the console's own calls tell.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::run::Moment;
use crate::domain::task_name::{Component, TaskName};
use crate::time::EpochSeconds;

/// A state that OMS documents for connectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OmsTaskState {
    /// It works.
    Running,
    /// It was stopped.
    Stopped,
    /// It is abnormal.
    Exception,
    /// It has done all that it was for.
    Finished,
    /// A state that is not documented; [`Reading::state_word`] has its word.
    Other,
}

/// A reading that tells what OMS says of a task. Times of OMS are UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// When it was asked for.
    pub at: Moment,
    /// Whether it still holds.
    pub standing: ReadingStanding,
    /// OMS's word for a state that is not documented.
    pub state_word: Option<String>,
    /// The project that it belongs to.
    pub project: Arc<ProjectReading>,
    /// Which component it is, by the list that it stands in.
    pub component: Component,
    /// Whether it moves data from the project's target back to its source.
    pub is_reverse: bool,
    /// How many seconds an Incr-Sync is behind. Negative where clocks differ.
    pub delay: Option<i64>,
    /// How far an Incr-Sync has come.
    pub checkpoint: Option<EpochSeconds>,
    /// The records per second of an Incr-Sync, rounded.
    pub rate: Option<i64>,
    /// How much of a Full-Import is done, in whole percent.
    pub progress: Option<i64>,
    /// The host that it runs on.
    pub ip: Option<String>,
    /// The region of the host.
    pub region: Option<String>,
    /// The subtopics that an Incr-Sync reads.
    pub subtopics: Vec<String>,
    /// From when on every Store that it reads from has data.
    pub data_since: Option<EpochSeconds>,
    /// The first of the errors that OMS tells, in its words.
    pub error: Option<String>,
    /// Whether no Store of a subtopic that it reads is active, and there is one.
    pub is_store_down: bool,
    /// The connector manager that its configuration names, where the deployment does not name the host's.
    #[serde(default)]
    pub manager: Option<String>,
    /// The connector manager that its configuration names, where that is another one than the host's.
    #[serde(default)]
    pub other_manager: Option<String>,
}

/// A standing that says whether a reading still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadingStanding {
    /// It was the latest that could be read.
    Current,
    /// A later read of its project failed.
    Stale,
    /// Nothing can be read any more, of no project: what it says is old, and is no reason to look at this very task.
    Lost,
    /// A later read of everything did not find the task.
    Missing,
}

/// A reading that tells what OMS says of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectReading {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// OMS's word for its kind, such as `MIGRATION`.
    pub kind: Option<String>,
    /// OMS's word for its state.
    pub state: Option<String>,
    /// Whether its components should not run in this state.
    pub is_at_rest: bool,
    /// The delay in seconds above which OMS raises an alarm.
    pub delay_limit: Option<i64>,
    /// The names of its labels.
    pub labels: Vec<String>,
}

/// A task in an answer of OMS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OmsTask {
    /// Its name.
    pub name: TaskName,
    /// Its state, where one is given.
    pub state: Option<OmsTaskState>,
    /// All else.
    pub reading: Reading,
}

impl ProjectReading {
    /// Its state as OMS's console says it, where that is documented; else as it came.
    pub fn state_word(&self) -> Option<&str> {
        Some(match self.state.as_deref()? {
            "INIT" => "not started",
            "RUNNING" => "running",
            "SUSPEND" => "suspended",
            "FAILED" => "failed",
            "FINISHED" => "finished",
            "RELEASING" => "releasing",
            "RELEASED" => "released",
            "DELETED" => "deleted",
            "RUNNING_MODIFYING" => "modifying",
            "RUNNING_MERGING" => "integrating",
            "RUNNING_ALARMING" => "running, with alarms",
            word => word,
        })
    }

    /// Returns whether it runs, be it while something of it is changed.
    pub fn runs(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state == "RUNNING" || state.starts_with("RUNNING_"))
    }
}

/// A reading that tells of all tasks of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectTasks {
    /// The tasks.
    pub tasks: Vec<OmsTask>,
    /// The project's id and when the read was asked for, if these are all of its tasks.
    pub whole: Option<(String, Moment)>,
}

impl Reading {
    /// Returns the delay and the limit of the project's importance, if the delay is above it.
    pub(super) fn above_limit(&self) -> Option<(i64, i64)> {
        self.delay.zip(self.project.delay_limit).filter(|(delay, limit)| delay > limit)
    }

    /// Returns whether a person has to look at the task, its state, delay and Stores aside.
    pub(super) fn needs_attention(&self) -> bool {
        self.other_manager.is_some()
            || matches!(self.standing, ReadingStanding::Stale | ReadingStanding::Missing)
    }
}
