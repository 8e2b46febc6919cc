//! The columns that a term of a filter can name.

use crate::domain::task_name::TaskName;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The value of `last:` and `op:` for a task on which nothing was done.
pub(super) const NEVER: &str = "none";

/// A column that a term can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Field {
    /// `state:`
    State,
    /// `component:`; a task whose name does not tell it counts as `other`.
    Component,
    /// `project:`, where the name tells it.
    Project,
    /// `host:`, the address that the task runs on, where the name tells it.
    Host,
    /// `label:`, any of the task's labels.
    Label,
    /// `last:`, how the latest operation stands.
    Last,
    /// `op:`, which operation was the latest.
    #[strum(to_string = "op")]
    Operation,
    /// `waiting:`, what was left behind on the task: a checkpoint that was set and not started from.
    Waiting,
    /// `needs:`, whether a person has to look at the task; see `TaskRecord::needs_attention`.
    Needs,
}

impl Field {
    /// All of them, in the order in which they are offered.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word before the colon.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Returns the part of a task's name that it is about, if there is one.
    pub fn part_of(self, task: &TaskName) -> Option<&str> {
        let parts = task.parts()?;
        match self {
            Self::Project => Some(parts.project),
            Self::Host => Some(parts.host),
            _ => None,
        }
    }

    /// The values that it can have; none where they are free.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::State => &["running", "stopped", "exception", "finished", "unknown", "in-doubt"],
            Self::Component => &["incr-sync", "full-import", "other"],
            Self::Project | Self::Host | Self::Label => &[],
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
            Self::Operation => &["start", "stop", "update", "pullback", "migrate", "delete", NEVER],
        }
    }
}
