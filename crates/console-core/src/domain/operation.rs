//! The six operations that a person can carry out on a task.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::domain::checkpoint::Checkpoint;
use crate::domain::config_map::ConfigMap;
use crate::domain::destination::Destination;
use crate::domain::parameter::ParameterPath;
use crate::domain::task_name::Component;

/// Which operation it is, without its particulars.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumString,
    IntoStaticStr,
    VariantArray,
    Serialize,
    Deserialize,
)]
#[serde(try_from = "&str", into = "&'static str")]
#[strum(serialize_all = "lowercase")]
pub enum OperationKind {
    /// `resume`: lets a suspended task go on.
    #[strum(to_string = "start", serialize = "resume")]
    Start,
    /// `stop`.
    Stop,
    /// `update`: deletes and sets configuration parameters.
    Update,
    /// Stop, set the checkpoint, start: an Incr-Sync task goes on from an earlier time.
    PullBack,
    /// `migrate`: the task moves to another machine, under a new name.
    Migrate,
    /// `delete`.
    Delete,
}

impl OperationKind {
    /// All of them, in the order of a row's buttons.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Returns the word that stands for it in a link's `op=`.
    pub fn link_word(self) -> &'static str {
        self.into()
    }

    /// Reads the word of a link; case, dashes and blanks do not matter, and the API's own word for
    /// Start is understood.
    pub fn from_link_word(text: &str) -> Option<Self> {
        let word: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        word.to_ascii_lowercase().parse().ok()
    }

    /// Returns whether the host may refuse the operation because the task runs, so that a Stop before it helps.
    pub fn may_need_stop(self) -> bool {
        matches!(self, Self::Update | Self::Migrate | Self::Delete)
    }

    /// Why the operation does not exist for a component, if so. A task whose name does not tell its
    /// component is refused nothing.
    pub fn barred_for(self, component: Option<Component>) -> Option<BarredReason> {
        match (self, component) {
            (Self::PullBack, Some(Component::FullImport)) => Some(BarredReason::PullBackIsForIncrSync),
            _ => None,
        }
    }
}

/// Why an operation does not exist for a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarredReason {
    /// A Full-Import task has no checkpoint (API page: Start a connector).
    PullBackIsForIncrSync,
}

/// An operation with its particulars, all of them valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Let the task go on.
    Start {
        /// Send `pullBackFlag=true`: only in a pull-back of an Incr-Sync task.
        pull_back: bool,
        /// Send `restartFlag=true`: only to rerun a Full-Import task on its original Checker.
        restart: bool,
    },
    /// Stop the task.
    Stop,
    /// Change the configuration. At least one of the two is not empty.
    Update {
        /// The parameters to delete; the host deletes before it sets.
        delete: Vec<ParameterPath>,
        /// The values to set.
        set: ConfigMap,
        /// Stop the task before, and start it afterwards: the host updates only tasks that are stopped or
        /// abnormal (API page: Update a connector).
        stop_first: bool,
    },
    /// Go on from an earlier time.
    PullBack {
        /// The new checkpoint.
        to: Checkpoint,
    },
    /// Move the task to another machine.
    Migrate {
        /// The destination; without it the host chooses.
        destination: Option<Destination>,
        /// Stop the task before.
        stop_first: bool,
    },
    /// Delete the task.
    Delete {
        /// Stop the task before.
        stop_first: bool,
    },
}

impl Operation {
    /// Returns which operation it is.
    pub fn kind(&self) -> OperationKind {
        match self {
            Self::Start { .. } => OperationKind::Start,
            Self::Stop => OperationKind::Stop,
            Self::Update { .. } => OperationKind::Update,
            Self::PullBack { .. } => OperationKind::PullBack,
            Self::Migrate { .. } => OperationKind::Migrate,
            Self::Delete { .. } => OperationKind::Delete,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_links_word_finds_its_operation() {
        for kind in OperationKind::ALL.iter().copied() {
            assert_eq!(OperationKind::from_link_word(kind.link_word()), Some(kind));
        }
        assert_eq!(OperationKind::from_link_word("Pull-Back"), Some(OperationKind::PullBack));
        assert_eq!(OperationKind::from_link_word("resume"), Some(OperationKind::Start));
        assert_eq!(OperationKind::from_link_word("drop"), None);
        assert_eq!(OperationKind::from_link_word(""), None);
    }

    #[test]
    fn only_a_full_import_cannot_be_pulled_back() {
        let barred = |component| OperationKind::PullBack.barred_for(component);
        assert_eq!(barred(Some(Component::FullImport)), Some(BarredReason::PullBackIsForIncrSync));
        assert_eq!(barred(Some(Component::IncrSync)), None);
        assert_eq!(barred(None), None);
    }
}
