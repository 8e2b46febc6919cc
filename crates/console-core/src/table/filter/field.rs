//! The columns that a term of a filter can name.

use crate::domain::inventory::TaskRecord;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The value of `last:` and `op:` for a task on which nothing was done.
pub(super) const NEVER: &str = "none";

/// The value of `direction:` for a task that moves data to its project's target.
pub(super) const FORWARD: &str = "forward";

/// A column that a term can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum FilterField {
    /// `state:`
    State,
    /// `component:`; a task whose name does not tell it counts as `other`.
    Component,
    /// `project:`, its id or its name.
    Project,
    /// `host:`, the address that the task runs on, where the name tells it.
    Host,
    /// `label:`, any of the task's labels.
    Label,
    /// `last:`, the status of the latest operation.
    Last,
    /// `op:`, which operation was the latest.
    #[strum(to_string = "op")]
    Operation,
    /// `waiting:`, what was left behind on the task: a checkpoint that was set and not started from.
    Waiting,
    /// `needs:`, whether a person has to look at the task; see `TaskRecord::needs_attention`.
    Needs,
    /// `delay:`, how many seconds the task is behind: `delay>300`, `delay<=30`.
    Delay,
    /// `region:`, that of the host, where OMS tells it.
    Region,
    /// `subtopic:`, any of those that the task reads.
    Subtopic,
    /// `direction:`, whether data moves to the project's target or back.
    Direction,
    /// `type:`, that of the task's project, as OMS says it.
    Type,
    /// `project-state:`, as OMS says it or its console does.
    #[strum(to_string = "project-state")]
    ProjectState,
    /// `read:`, whether what OMS says of the task is no longer sure.
    Read,
}

impl FilterField {
    /// All of them, in the order in which they are offered.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Returns the word before the colon.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Returns whether it is about what only OMS tells.
    pub fn is_live(self) -> bool {
        matches!(
            self,
            Self::Delay
                | Self::Region
                | Self::Subtopic
                | Self::Direction
                | Self::Type
                | Self::ProjectState
                | Self::Read
        )
    }

    /// Returns what a task has of it that all tasks of its kind have, if it is about that.
    pub fn part_of(self, task: &TaskRecord) -> Option<&str> {
        match self {
            Self::Project => task.project_id(),
            Self::Host => task.host(),
            Self::Region => task.region(),
            _ => None,
        }
    }

    /// Returns the values that it can have; none where they are free.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::State => &["running", "stopped", "exception", "finished", "unknown", "in-doubt"],
            Self::Component => &["incr-sync", "full-import", "other"],
            Self::Project
            | Self::Host
            | Self::Label
            | Self::Delay
            | Self::Region
            | Self::Subtopic
            | Self::Type
            | Self::ProjectState => &[],
            Self::Last => {
                const LAST: &[&str] = &[
                    "confirmed",
                    "rejected",
                    "unknown",
                    "not-sent",
                    "under-way",
                    "marked-as-done",
                    "abandoned",
                    NEVER,
                ];
                LAST
            }
            Self::Waiting => &["checkpoint"],
            Self::Needs => &["attention"],
            Self::Direction => &[FORWARD, "reverse"],
            Self::Read => &["stale", "missing", "absent"],
            Self::Operation => &["start", "stop", "update", "pullback", "migrate", "delete", NEVER],
        }
    }
}
