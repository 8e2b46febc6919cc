//! The checkpoint of a task as it is read just before a pull-back sets another one.

use super::{CheckpointRead, NotAllowed, Run, RunState};
use crate::domain::call::Endpoint;
use crate::domain::operation::OperationKind;
use crate::time::EpochSeconds;

impl Run {
    /// Returns the step before which the task's checkpoint is to be read: the one of a pull-back that sets another.
    pub fn step_to_check(&self) -> Option<usize> {
        let RunState::Ready { step } = self.state() else { return None };
        let is_asked = self.kind == OperationKind::PullBack
            && self.steps[step].call.endpoint == Endpoint::Update
            && self.steps[step].checked.is_none();
        is_asked.then_some(step)
    }

    /// Notes what was read of the task's checkpoint before a step.
    ///
    /// # Errors
    /// When it is not [asked for](Self::step_to_check).
    pub fn check(&mut self, read: CheckpointRead) -> Result<(), NotAllowed> {
        let step = self.step_to_check().ok_or(NotAllowed)?;
        self.steps[step].checked = Some(read);
        Ok(())
    }

    /// Returns the checkpoint that was read before the next step, if it holds the run up: the `latest` of the points
    /// is behind it, so that the task would leave changes out.
    pub fn held_up_by(&self, latest: Option<EpochSeconds>) -> Option<CheckpointRead> {
        let RunState::Ready { step } = self.state() else { return None };
        let read = self.steps[step].checked?;
        (read.checkpoint? < latest?).then_some(read)
    }
}
