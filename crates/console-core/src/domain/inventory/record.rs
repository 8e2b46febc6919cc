//! What is kept of one task.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::domain::operation::OperationKind;
use crate::domain::run::{Moment, RunId};
use crate::domain::task_name::TaskName;

use super::reading::{OmsTaskState, Reading};

/// How long OMS may take to notice what a call has done, in milliseconds: it samples every 10 s and saves every 10 s.
pub const LAG: i64 = 20_000;

/// How long a state counts as known, in milliseconds, where it is compared to what is seen later.
pub(super) const KNOWN_LATELY: i64 = 600_000;

/// A state that a task can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaskState {
    /// It works.
    Running,
    /// It was stopped.
    Stopped,
}

impl TaskState {
    /// Returns the operation that leads to this state, which a task that is in it has no use for.
    pub fn pointless(self) -> OperationKind {
        match self {
            Self::Running => OperationKind::Start,
            Self::Stopped => OperationKind::Stop,
        }
    }
}

/// A piece of knowledge that says a task's state, and where it is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Knowledge {
    /// Nothing was done here that would tell.
    #[default]
    Nothing,
    /// A confirmed call put it into this state; others may have changed it since.
    After {
        /// The state.
        state: TaskState,
        /// The operation that the call belonged to.
        by: OperationKind,
        /// When the answer came.
        at: Moment,
    },
    /// A person marked the step as done that puts it into this state.
    Marked {
        /// The state.
        state: TaskState,
        /// The operation that the step belongs to.
        by: OperationKind,
        /// When it was marked.
        at: Moment,
    },
    /// A confirmed Migrate moved it, and the API does not say whether it runs afterwards.
    Moved {
        /// When the answer came.
        at: Moment,
    },
    /// OMS says so.
    Read {
        /// The state.
        state: OmsTaskState,
        /// When it was asked for.
        at: Moment,
    },
    /// A call that may or may not have been carried out makes the state doubtful.
    InDoubt {
        /// The operation that the call belonged to.
        by: OperationKind,
        /// Since when.
        at: Moment,
    },
}

/// A category that the table lists a task's state under. Each task is in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum StateCategory {
    /// It works.
    Running,
    /// It was stopped.
    Stopped,
    /// A call may or may not have been carried out.
    #[strum(to_string = "in doubt")]
    InDoubt,
    /// Nothing tells its state.
    Unknown,
    /// OMS says that it is abnormal.
    Exception,
    /// OMS says that it has done all that it was for.
    Finished,
}

impl StateCategory {
    /// Its word in exports.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

impl Knowledge {
    fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }

    /// Returns the one state that the task is listed, counted, filtered and sorted under.
    pub fn category(self) -> StateCategory {
        match self {
            Self::After { state, .. } | Self::Marked { state, .. } => match state {
                TaskState::Running => StateCategory::Running,
                TaskState::Stopped => StateCategory::Stopped,
            },
            Self::Read { state, .. } => match state {
                OmsTaskState::Running => StateCategory::Running,
                OmsTaskState::Stopped => StateCategory::Stopped,
                OmsTaskState::Exception => StateCategory::Exception,
                OmsTaskState::Finished => StateCategory::Finished,
                OmsTaskState::Other => StateCategory::Unknown,
            },
            Self::InDoubt { .. } => StateCategory::InDoubt,
            Self::Nothing | Self::Moved { .. } => StateCategory::Unknown,
        }
    }

    /// Since when it is known.
    pub fn since(self) -> Option<Moment> {
        match self {
            Self::Read { at, .. } => Some(at),
            other => other.basis().map(|(_, at)| at),
        }
    }

    /// Returns the operation that it comes from, and when.
    pub fn basis(self) -> Option<(OperationKind, Moment)> {
        match self {
            Self::Nothing | Self::Read { .. } => None,
            Self::After { by, at, .. } | Self::Marked { by, at, .. } | Self::InDoubt { by, at } => {
                Some((by, at))
            }
            Self::Moved { at } => Some((OperationKind::Migrate, at)),
        }
    }
}

/// The status of the latest operation on a task.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray, Serialize, Deserialize,
)]
#[serde(try_from = "&str", into = "&'static str")]
#[strum(serialize_all = "lowercase")]
pub enum OperationStanding {
    /// A call is out, or about to go.
    #[strum(to_string = "under way")]
    UnderWay,
    /// All was confirmed.
    Confirmed,
    /// The latest answer was a refusal.
    Rejected,
    /// The latest outcome is unknown.
    Unknown,
    /// The outcome is unknown, and reads showed what the call was to do.
    #[strum(to_string = "confirmed by reading")]
    SeenDone,
    /// A step of several was marked as done by a person, all others were confirmed. Records have kept the word of the first
    /// form.
    #[strum(to_string = "counted as done")]
    MarkedAsDone,
    /// A person gave the run up.
    Abandoned,
    /// The latest call did not leave the browser.
    #[strum(to_string = "not sent")]
    NotSent,
}

impl OperationStanding {
    /// Its word in records and exports.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A summary that a task keeps of its latest operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastOperation {
    /// The operation.
    pub kind: OperationKind,
    /// Its status.
    pub standing: OperationStanding,
    /// Since when.
    pub at: Moment,
}

/// Whether a task is in the list. Tasks that are not are kept all the same, so that no file of the
/// deployment brings them back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Presence {
    /// It is shown.
    #[default]
    Listed,
    /// It is dead under this name: deleted, or migrated to another one.
    Gone,
    /// A person took it out of the list. At the host nothing changed.
    Forgotten,
}

impl Presence {
    fn is_listed(&self) -> bool {
        *self == Self::Listed
    }
}

/// The most changes of its state that are kept of a task.
const MOST_CHANGES: usize = 20;

/// A record that holds what is known of one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskRecord {
    /// Its name.
    pub name: TaskName,
    /// Short texts that stand beside it, each once; see `add_labels`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Since when it is in the list.
    pub added: Moment,
    /// Its place in the order in which tasks were added; see `OMS_RANKS` for those that nobody added.
    pub rank: u64,
    /// Its state, as far as known.
    #[serde(default, skip_serializing_if = "Knowledge::is_nothing")]
    pub knowledge: Knowledge,
    /// What was known of its state before and now, each time that it became another one; the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Knowledge>,
    /// What was done last, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LastOperation>,
    /// Whether the latest operation was left between two steps, and a person has to decide how it goes on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undecided: bool,
    /// The checkpoints that were set, or perhaps were, and not started from since; the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checkpoints: Vec<WaitingCheckpoint>,
    /// Whether it is in the list.
    #[serde(default, skip_serializing_if = "Presence::is_listed")]
    pub presence: Presence,
    /// How its name ended, if it is gone; see `Inventory::fate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<NameEnd>,
    /// What OMS said of it since the page was opened.
    #[serde(skip)]
    pub reading: Option<Arc<Reading>>,
    /// Whether everything was read since it is in the list, and none of it was this task.
    #[serde(skip)]
    pub not_found: bool,
}

impl TaskRecord {
    /// Returns a task of which nothing is known yet.
    pub fn new(name: TaskName, added: Moment, rank: u64) -> Self {
        Self {
            name,
            labels: Vec::new(),
            added,
            rank,
            knowledge: Knowledge::Nothing,
            changes: Vec::new(),
            last: None,
            undecided: false,
            checkpoints: Vec::new(),
            presence: Presence::Listed,
            ended: None,
            reading: None,
            not_found: false,
        }
    }

    /// Notes what is known of its state now. A state that is another one than before is kept among the changes.
    pub(super) fn know(&mut self, knowledge: Knowledge) {
        let is_later = self.changes.last().is_none_or(|last| last.since() < knowledge.since());
        if self.knowledge.category() != knowledge.category() && is_later {
            if self.changes.len() >= MOST_CHANGES {
                self.changes.remove(0);
            }
            self.changes.push(knowledge);
        }
        self.knowledge = knowledge;
    }

    /// Returns whether it is in the list that is shown.
    pub fn is_listed(&self) -> bool {
        self.presence == Presence::Listed
    }

    /// Returns whether a person has to look at it: an outcome is unknown, its state is in doubt or abnormal, an
    /// operation was left between two steps, a checkpoint was set and not started from, or what OMS says of it needs
    /// that.
    pub fn needs_attention(&self) -> bool {
        self.undecided
            || self.knowledge.category() == StateCategory::Exception
            || self.runs_at_rest()
            || self.late().is_some()
            || self.is_store_down()
            || self.reading.as_ref().is_some_and(|reading| reading.needs_attention())
            || self.last.is_some_and(|last| last.standing == OperationStanding::Unknown)
            || matches!(self.knowledge, Knowledge::InDoubt { .. })
            || self.waiting_checkpoint().is_some()
            || self.rests_after_migrate()
    }

    /// Returns whether it ran until shortly before it was migrated, and was read to be stopped since: the API does not say
    /// whether a migrated task starts by itself. One that rested before, or whose project does, is stopped on purpose.
    pub fn rests_after_migrate(&self) -> bool {
        let Some(LastOperation { kind: OperationKind::Migrate, standing, at }) = self.last else {
            return false;
        };
        let is_done = matches!(
            standing,
            OperationStanding::Confirmed | OperationStanding::SeenDone | OperationStanding::MarkedAsDone
        );
        let is_stopped = matches!(
            self.knowledge,
            Knowledge::Read { state: OmsTaskState::Stopped, at: read } if at.millis_until(read) >= LAG
        );
        let is_at_rest = self.reading.as_ref().is_some_and(|reading| reading.project.is_at_rest);
        let ran = self.changes.iter().rposition(|known| known.category() == StateCategory::Running);
        let stopped = ran.and_then(|ran| self.changes.get(ran + 1)?.since());
        let ran_lately = stopped.is_some_and(|stopped| stopped.millis_until(at) <= KNOWN_LATELY);
        is_done && is_stopped && !is_at_rest && ran_lately
    }

    /// Returns its delay and the limit of its project, if it is late: one that was stopped or has finished falls behind
    /// by itself.
    pub fn late(&self) -> Option<(i64, i64)> {
        self.moving()?.above_limit()
    }

    /// Returns whether no Store of a subtopic that it reads is active: one that was stopped or has finished needs none.
    pub fn is_store_down(&self) -> bool {
        self.moving().is_some_and(|reading| reading.is_store_down)
    }

    /// Returns what OMS says of it, unless it was stopped or has finished.
    fn moving(&self) -> Option<&Reading> {
        let is_to_move =
            !matches!(self.knowledge.category(), StateCategory::Stopped | StateCategory::Finished);
        self.reading.as_deref().filter(|_| is_to_move)
    }

    /// Returns whether it runs although its project is at rest.
    pub fn runs_at_rest(&self) -> bool {
        let is_running = matches!(self.knowledge, Knowledge::Read { state: OmsTaskState::Running, .. });
        is_running && self.reading.as_ref().is_some_and(|reading| reading.project.is_at_rest)
    }

    /// Returns whether its state is known from nothing but the latest operation, which stands in the table already.
    pub fn is_state_of_last_operation(&self) -> bool {
        match (self.knowledge, self.last) {
            (Knowledge::After { by, at, .. } | Knowledge::InDoubt { by, at }, Some(last)) => {
                last.kind == by && last.at == at
            }
            _ => false,
        }
    }

    /// Its state, where one is known for certain enough to be named.
    pub fn state(&self) -> Option<TaskState> {
        match self.knowledge {
            Knowledge::After { state, .. } | Knowledge::Marked { state, .. } => Some(state),
            Knowledge::Read { state: OmsTaskState::Running, .. } => Some(TaskState::Running),
            // One that is abnormal or finished is started, changed, moved and deleted like one that was stopped.
            Knowledge::Read {
                state: OmsTaskState::Stopped | OmsTaskState::Exception | OmsTaskState::Finished,
                ..
            } => Some(TaskState::Stopped),
            Knowledge::Read { state: OmsTaskState::Other, .. }
            | Knowledge::Nothing
            | Knowledge::Moved { .. }
            | Knowledge::InDoubt { .. } => None,
        }
    }
}

/// A checkpoint that was set, or perhaps was, and not started from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WaitingCheckpoint {
    /// The value of `source.checkpoint`, as it was sent.
    pub value: String,
    /// When it was set.
    pub set: Moment,
    /// The run that set it.
    pub run: RunId,
    /// Whether it was set for certain.
    pub certainty: Certainty,
    /// When the task was last started without it, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_without: Option<Moment>,
}

/// A degree that says how certain it is that a checkpoint was set, and is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The host confirmed it.
    Confirmed,
    /// A person marked the step as done.
    Marked,
    /// The outcome is unknown, and reads showed that it was set.
    Read,
    /// The outcome is unknown: of what set it, or of what deleted it later.
    Unknown,
}

impl Certainty {
    /// Returns whether a checkpoint takes the place of those that were set before it.
    pub(super) fn replaces_earlier(self) -> bool {
        matches!(self, Self::Confirmed | Self::Marked)
    }
}

/// A way that a name can end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameEnd {
    /// The name under which the task goes on, if it was migrated and the answer told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<TaskName>,
    /// The operation: Delete or Migrate.
    pub by: OperationKind,
    /// When the answer came.
    pub at: Moment,
}
