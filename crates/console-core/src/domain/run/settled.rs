//! What reads of OMS showed later of a call whose outcome is unknown.

use super::{KnownBefore, NotAllowed, Run, RunState, Settled, Step, StepStanding};
use crate::domain::outcome::Outcome;

impl KnownBefore {
    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl Step {
    /// Returns what reads showed of the latest sending, if they showed that it was carried out.
    pub fn settled(&self) -> Option<&Settled> {
        let sent = self.tries.last()?.sent;
        self.settled.as_ref().filter(|settled| settled.at >= sent)
    }
}

impl Run {
    /// Returns the step whose outcome is unknown, and that reads may tell of: nothing came behind it.
    pub fn unknown_step(&self) -> Option<usize> {
        let step = match self.state() {
            RunState::Interrupted { step, .. } => step,
            RunState::Ended if self.steps.len() == 1 => 0,
            _ => return None,
        };
        let is_unknown = matches!(self.steps[step].outcome(), Some(Outcome::Unknown(_)));
        (is_unknown && self.steps[step].standing() == StepStanding::InDoubt).then_some(step)
    }

    /// Notes that reads showed what a call was to do.
    ///
    /// # Errors
    /// When its outcome is not unknown.
    pub fn settle(&mut self, step: usize, settled: Settled) -> Result<(), NotAllowed> {
        if self.unknown_step() != Some(step) {
            return Err(NotAllowed);
        }
        self.steps[step].settled = Some(settled);
        Ok(())
    }

    /// Notes what is known of the task when the call is sent that is out.
    pub fn note_known(&mut self, before: KnownBefore) {
        if let RunState::Waiting { step, .. } = self.state()
            && let Some(latest) = self.steps[step].tries.last_mut()
        {
            latest.before = before;
        }
    }
}
