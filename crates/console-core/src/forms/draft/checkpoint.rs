//! What a start does about a checkpoint that was set and not started from. Without `pullBackFlag` the task goes on from
//! its saved progress and the checkpoint is left waiting: nobody does that without having chosen it.

use super::{Draft, FieldError, FormField, offers_pull_back, offers_restart};
use crate::domain::operation::Operation;
use crate::domain::parameter::{CHECKPOINT_KEY, CHECKPOINT_SCOPE};
use crate::domain::task_name::Component;

impl Draft {
    /// Returns the start, once it is clear what becomes of the checkpoint that it may leave waiting.
    pub(super) fn start(
        &self,
        component: Option<Component>,
        left: Option<&str>,
        errors: &mut Vec<(FormField, FieldError)>,
    ) -> Option<Operation> {
        let pull_back = self.pull_back && offers_pull_back(component);
        if !pull_back && self.ask_about(left, errors) {
            return None;
        }
        Some(Operation::Start { pull_back, restart: self.restart && offers_restart(component) })
    }

    /// Notes that a person has to choose, unless nothing is left waiting or it was chosen to leave just this one.
    pub(super) fn ask_about(&self, left: Option<&str>, errors: &mut Vec<(FormField, FieldError)>) -> bool {
        let is_open = left.is_some() && self.left.as_deref() != left;
        if is_open {
            errors.push((FormField::Checkpoint, FieldError::CheckpointWaits));
        }
        is_open
    }
}

/// Returns what identifies the checkpoint that an update with a start leaves waiting: the one that it sets, or the
/// one that waited before and that it does not delete.
pub(super) fn left_by_update(operation: &Operation, before: Option<String>) -> Option<String> {
    let Operation::Update { delete, set, stop_first: true } = operation else { return None };
    let mut values = set.values();
    if let Some((_, _, value)) =
        values.find(|(scope, key, _)| (*scope, *key) == (CHECKPOINT_SCOPE, CHECKPOINT_KEY))
    {
        return Some(value.to_owned());
    }
    let deleted = format!("{CHECKPOINT_SCOPE}.{CHECKPOINT_KEY}");
    before.filter(|_| !delete.iter().any(|path| path.to_string() == deleted))
}
