//! Drafts: the content of an operation's form, invalid text included, and the one way from there to
//! a plan. Nothing that was typed is changed or lost here.

mod check;
mod checkpoint;
mod fitting;
mod pull_back;
#[cfg(test)]
mod tests;
mod times;

use serde::{Deserialize, Serialize};

use crate::domain::checkpoint::SubtopicError;
use crate::domain::inventory::WaitingCheckpoint;
use crate::domain::operation::{BarredReason, OperationKind};
use crate::domain::plan::Plan;
use crate::domain::task_name::{Component, TaskName, TaskNameError};
use crate::forms::catalogue::Catalogue;
use crate::forms::configuration::{UpdateDraft, UpdateProblem};
use crate::forms::difference::OmsConfiguration;
use crate::forms::point::PointError;
use crate::forms::typed_name::{self, TypedName, TypedNameError};
use crate::time::{EpochSeconds, PresentTime, ZoneError, ZoneName};

pub use times::{Points, SubtopicDraft, TimeDraft, TimePlace, ZoneChange};

/// The word that confirms a deletion.
pub const DELETE_WORD: &str = "delete";

/// A draft that holds the content of the form of one operation. Fields that the operation does not have stay empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The operation.
    pub kind: OperationKind,
    /// Field "Task name".
    pub task: String,
    /// Whether that is the name to the letter, because a known task or a person says so; what is typed otherwise is
    /// read by [`typed_name`].
    pub task_as_is: bool,
    /// Check box "Send it to the old name anyway". Ticked again each time.
    #[serde(skip)]
    pub under_old_name: bool,
    /// Check box "Act anyway", where the operation does not fit a state that is old. Ticked again each time.
    #[serde(skip)]
    pub acts_anyway: bool,
    /// Check box "Pull back" of Start.
    pub pull_back: bool,
    /// The checkpoint that a person chose to leave waiting, by [`CheckedDraft::left`]. Chosen again each time.
    #[serde(skip)]
    pub left: Option<String>,
    /// Check box "Restart" of Start.
    pub restart: bool,
    /// What Update deletes and sets.
    pub update: UpdateDraft,
    /// Check box "Stop, update, start" of Update; "Stop, then migrate" and "Stop, then delete" of the others.
    pub stop_first: bool,
    /// Field "Pull back to".
    pub time: TimeDraft,
    /// Field "Time zone".
    pub zone: String,
    /// Whether a time that is not past is sent all the same. Never kept, and no link says so.
    #[serde(skip)]
    pub allows_future: bool,
    /// The subtopics, at least one.
    pub subtopics: Vec<SubtopicDraft>,
    /// Field "Destination IP".
    pub ip: String,
    /// Field "Type delete to confirm".
    #[serde(skip)]
    pub confirmation: String,
}

/// A field that a form has, as a place for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormField {
    /// "Task name"
    TaskName,
    /// What a start does about a checkpoint that waits.
    Checkpoint,
    /// "Parameters to delete"
    Delete,
    /// "Configuration (JSON)"
    Json,
    /// "Pull back to"
    At,
    /// "Time zone"
    Zone,
    /// "Subtopic", counted from 0.
    Subtopic(usize),
    /// The own time of the subtopic counted from 0.
    OwnTime(usize),
    /// "Destination IP"
    Ip,
    /// "Type delete to confirm"
    Confirmation,
}

impl From<TimePlace> for FormField {
    fn from(place: TimePlace) -> Self {
        match place {
            TimePlace::Common => Self::At,
            TimePlace::Own(index) => Self::OwnTime(index),
        }
    }
}

/// Something in a draft that keeps it from being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// No task is named.
    TaskName(TaskNameError),
    /// Several tasks are named.
    SeveralTasks(Vec<TaskName>),
    /// The operation does not exist for this task.
    Barred(BarredReason),
    /// A checkpoint was set and not started from, and what to do about it was not chosen yet.
    CheckpointWaits,
    /// Neither a parameter to delete nor a value to set.
    NothingToChange,
    /// The zone. It may be missing only where no time needs it.
    Zone(ZoneError),
    /// The time.
    Point(PointError),
    /// A subtopic.
    Subtopic(SubtopicError),
    /// The subtopic stands in an earlier field.
    SubtopicTwice,
    /// The text is no IP address.
    IpAddress,
    /// The word is not typed yet.
    Confirmation,
}

/// A context that a draft needs from outside to be read.
pub struct DraftContext<'a, Z> {
    /// The time now.
    pub present: PresentTime,
    /// The rules of a zone, if there is one of this name.
    pub zone: &'a dyn Fn(&ZoneName) -> Option<Z>,
    /// The documented keys, once they are loaded.
    pub catalogue: Option<&'a Catalogue>,
    /// The configuration of the draft's task as OMS told it, if it did.
    pub configuration: Option<&'a OmsConfiguration>,
    /// The component of a task, where its name or OMS tells it.
    pub component: &'a dyn Fn(&TaskName) -> Option<Component>,
    /// The checkpoint that was set for a task and not started from, if there is one.
    pub waiting: &'a dyn Fn(&TaskName) -> Option<WaitingCheckpoint>,
    /// From when on there is data that a task can be pulled back to, if that was read.
    pub data_since: &'a dyn Fn(&TaskName) -> Option<EpochSeconds>,
}

/// A result that checking a draft had.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct CheckedDraft {
    /// The calls, as far as they can be shown. They may be sent only if nothing keeps them from it.
    pub plan: Option<Plan>,
    /// What keeps it from being sent, in the order of the form.
    pub errors: Vec<(FormField, FieldError)>,
    /// What is wrong with what Update deletes and sets, or worth a look.
    pub problems: Vec<UpdateProblem>,
    /// The points in time of a pull-back, where they are clear.
    pub points: Points,
    /// What identifies the checkpoint that a start without its flag leaves waiting, if there is one.
    pub left: Option<String>,
}

impl CheckedDraft {
    /// Returns the plan, if it may be sent.
    pub fn sendable(&self) -> Option<&Plan> {
        self.plan
            .as_ref()
            .filter(|_| self.errors.is_empty() && !self.problems.iter().any(UpdateProblem::blocks))
    }

    /// Returns whether an Update is right as far as it goes, and changes nothing.
    pub fn is_nothing_to_change(&self) -> bool {
        self.errors.iter().any(|(_, error)| *error == FieldError::NothingToChange)
    }

    /// Returns the errors at a field.
    pub fn errors_at(&self, field: FormField) -> impl Iterator<Item = &FieldError> {
        self.errors.iter().filter(move |(place, _)| *place == field).map(|(_, error)| error)
    }
}

/// Returns whether Start offers "Pull back": not for a Full-Import.
pub fn offers_pull_back(component: Option<Component>) -> bool {
    component != Some(Component::FullImport)
}

/// Returns whether Start offers "Restart": not for an Incr-Sync.
pub fn offers_restart(component: Option<Component>) -> bool {
    component != Some(Component::IncrSync)
}

impl Draft {
    /// Returns an empty form for an operation on a task, in the zone that was used last.
    pub fn new(kind: OperationKind, task: &str, zone: &str) -> Self {
        Self {
            kind,
            task: task.to_owned(),
            task_as_is: !task.is_empty(),
            under_old_name: false,
            acts_anyway: false,
            pull_back: false,
            left: None,
            restart: false,
            update: UpdateDraft::default(),
            stop_first: false,
            time: TimeDraft::default(),
            zone: zone.to_owned(),
            allows_future: false,
            subtopics: vec![SubtopicDraft::default()],
            ip: String::new(),
            confirmation: String::new(),
        }
    }

    /// Returns the task's name, as what is typed is read.
    pub fn read_task(&self) -> Result<TypedName, TypedNameError> {
        if self.task_as_is {
            let name = TaskName::exact(&self.task).map_err(TypedNameError::Name)?;
            return Ok(TypedName { name, is_cleaned: false, left_out: Vec::new() });
        }
        typed_name::read(&self.task)
    }

    /// Returns the task's name, if one is typed.
    pub fn task_name(&self) -> Option<TaskName> {
        self.read_task().ok().map(|read| read.name)
    }

    /// Takes over what is typed as the task's name.
    pub fn type_task(&mut self, text: String) {
        self.task = text;
        self.task_as_is = false;
        self.withdraw_consents_to_task();
    }

    /// Takes a name for the task, to the letter.
    pub fn choose_task(&mut self, name: &TaskName) {
        name.as_str().clone_into(&mut self.task);
        self.task_as_is = true;
        self.withdraw_consents_to_task();
    }

    /// Takes back all that was confirmed or allowed: the fields that are never stored. It is asked for again.
    pub fn withdraw_consents(&mut self) {
        self.withdraw_consents_to_task();
        self.left = None;
        self.allows_future = false;
        self.confirmation.clear();
    }

    fn withdraw_consents_to_task(&mut self) {
        self.under_old_name = false;
        self.acts_anyway = false;
    }

    /// Returns the empty form for the same operation, task and zone.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self { task_as_is: self.task_as_is, ..Self::new(self.kind, &self.task, &self.zone) }
    }
}
