//! Runs: a plan being carried out, and the record that stays of it.
//!
//! A run is a value. It changes only through the methods here, each of which takes the time from
//! outside, so that the journal can write it down before and after every call and a reload finds it
//! as it was. It says what may happen next; it sends nothing.

mod checked;
mod settled;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::domain::call::CallRecord;
use crate::domain::codes;
use crate::domain::operation::OperationKind;
use crate::domain::outcome::{Outcome, ReceivedReply, Reply};
use crate::domain::plan::Plan;
use crate::domain::task_name::TaskName;
use crate::text::text_encoding::Encoding;
use crate::time::EpochSeconds;

/// A moment on the browser's clock, in milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(pub i64);

impl Moment {
    /// Whole seconds from this moment to a later one; 0 when the clock was set back.
    pub fn seconds_until(self, later: Self) -> i64 {
        self.millis_until(later) / 1000
    }

    /// Milliseconds from this moment to a later one; 0 when the clock was set back.
    pub fn millis_until(self, later: Self) -> i64 {
        later.0.saturating_sub(self.0).max(0)
    }
}

/// An identity that a run has. Begins with the time, so that the order of ids is the order of runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunId(pub String);

/// A plan being carried out, and its record. Holds no secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its identity.
    pub id: RunId,
    /// The task.
    pub task: TaskName,
    /// The operation.
    pub kind: OperationKind,
    /// When a person's click began it.
    pub begun: Moment,
    /// The steps, one for each call of the plan.
    pub steps: Vec<Step>,
    /// When a person gave it up, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abandoned: Option<Moment>,
}

/// One call of a run, with each time it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The call, without secrets.
    pub call: CallRecord,
    /// Each time it was sent, the latest last.
    pub tries: Vec<Attempt>,
    /// When a person marked it as done, if so. Records have kept the name of the first form.
    #[serde(rename = "countedDone", default, skip_serializing_if = "Option::is_none")]
    pub marked_done: Option<Moment>,
    /// What reads of OMS showed of a sending whose outcome is unknown, if it was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
    /// What was read of the task's checkpoint just before it, in a pull-back where OMS is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<CheckpointRead>,
}

/// A reading that tells of a task's checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointRead {
    /// When the answer came, or was given up.
    pub at: Moment,
    /// The checkpoint; nothing where it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<EpochSeconds>,
}

/// One sending of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// When it was sent.
    pub sent: Moment,
    /// What came back, condensed, and when; nothing while the call is out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<(Moment, Reply)>,
    /// The encoding of the answer's text, where it was guessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guessed_encoding: Option<Encoding>,
    /// What was known of the task when it was sent.
    #[serde(default, skip_serializing_if = "KnownBefore::is_nothing")]
    pub before: KnownBefore,
}

/// That reads showed what a call was to do. Its outcome stays unknown all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// When the answer came that showed it.
    pub at: Moment,
    /// What it showed.
    pub seen: Evidence,
}

/// A piece of evidence that reads gave, after a call, of what the call was to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Evidence {
    /// It runs, and did not before.
    Running,
    /// It is stopped, and ran before.
    Stopped,
    /// Its configuration is as it was sent.
    Configured,
    /// Its checkpoint is not behind the point any more.
    MovedBack(EpochSeconds),
    /// It is gone, and goes on under this name.
    MovedTo(TaskName),
    /// It is gone, and nothing goes on in its place.
    Gone,
}

/// A snapshot that says what was known of a task when a call was sent: what later reads show is compared to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownBefore {
    /// Whether it ran, if that was known lately.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub running: Option<bool>,
    /// Whether it moved data back to the source, if OMS had told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverse: Option<bool>,
    /// How far it had come, as OMS told it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<EpochSeconds>,
}

/// A status that a run can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunState {
    /// The call of this step is to be sent next, without another click.
    Ready {
        /// The step's index.
        step: usize,
    },
    /// The call of this step is out.
    Waiting {
        /// The step's index.
        step: usize,
        /// Since when.
        since: Moment,
    },
    /// A step of several was rejected or not sent, or its outcome is unknown: a person decides.
    Interrupted {
        /// The step's index.
        step: usize,
        /// What is known of it.
        outcome: Outcome,
    },
    /// Every step was confirmed or marked as done, or the only step has its outcome.
    Ended,
    /// A person gave it up at this step.
    Abandoned {
        /// The step's index.
        step: usize,
    },
}

/// A choice that a person may take on a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Send the step's call again.
    Repeat,
    /// Mark the step as done, and go on with the next.
    MarkAsDone,
    /// Give the run up; what was done stays done.
    Abandon,
}

/// A transition that the run's state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAllowed;

/// A standing that a step's call has at the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepStanding {
    /// The host confirmed it.
    Done,
    /// A person marked it as done.
    MarkedAsDone,
    /// Its outcome is unknown, and reads showed what it was to do.
    SeenDone,
    /// It was sent at least once without a clear answer, and no later answer cleared that up.
    InDoubt,
    /// It never left the browser, or was refused each time.
    NotDone,
}

impl Attempt {
    fn begun(now: Moment) -> Self {
        Self { sent: now, reply: None, guessed_encoding: None, before: KnownBefore::default() }
    }

    /// Returns whether the call certainly did not leave the browser.
    pub fn was_not_sent(&self) -> bool {
        matches!(self.reply, Some((_, Reply::NotSent(_))))
    }
}

impl Step {
    /// Returns what became of it at the host. A refusal does not undo the doubt about an earlier sending: the
    /// first one may be the reason for it; and some refusals leave a doubt themselves.
    pub fn standing(&self) -> StepStanding {
        let outcome = |sent: &Attempt| sent.reply.as_ref().map(|(_, reply)| Outcome::of(reply));
        if self.outcome().as_ref().is_some_and(Outcome::is_confirmed) {
            StepStanding::Done
        } else if self.settled().is_some() {
            StepStanding::SeenDone
        } else if self.marked_done.is_some() {
            StepStanding::MarkedAsDone
        } else if self
            .tries
            .iter()
            .any(|sent| outcome(sent).is_none_or(|outcome| codes::leaves_doubt(&outcome)))
        {
            StepStanding::InDoubt
        } else {
            StepStanding::NotDone
        }
    }

    /// Returns what is known of the latest try.
    pub fn outcome(&self) -> Option<Outcome> {
        self.tries.last().and_then(|latest| latest.reply.as_ref()).map(|(_, reply)| Outcome::of(reply))
    }

    /// Returns whether the run may go on behind it.
    pub fn is_done(&self) -> bool {
        self.marked_done.is_some() || self.outcome().as_ref().is_some_and(Outcome::is_confirmed)
    }
}

impl Run {
    /// Returns a run of a plan that a person has just confirmed.
    pub fn new(id: RunId, plan: &Plan, now: Moment) -> Self {
        let step = |call: &crate::domain::call::Call| Step {
            call: call.record(),
            tries: Vec::new(),
            marked_done: None,
            settled: None,
            checked: None,
        };
        Self {
            id,
            task: plan.task().clone(),
            kind: plan.kind(),
            begun: now,
            steps: plan.calls().iter().map(step).collect(),
            abandoned: None,
        }
    }

    /// Its status.
    pub fn state(&self) -> RunState {
        let Some(step) = self.steps.iter().position(|step| !step.is_done()) else {
            return RunState::Ended;
        };
        if self.abandoned.is_some() {
            return RunState::Abandoned { step };
        }
        match self.steps[step].tries.last() {
            None => RunState::Ready { step },
            Some(Attempt { sent, reply: None, .. }) => RunState::Waiting { step, since: *sent },
            Some(Attempt { reply: Some(_), .. }) if self.steps.len() == 1 => RunState::Ended,
            Some(Attempt { reply: Some((_, reply)), .. }) => {
                RunState::Interrupted { step, outcome: Outcome::of(reply) }
            }
        }
    }

    /// Returns whether nothing will happen to it any more.
    pub fn is_over(&self) -> bool {
        matches!(self.state(), RunState::Ended | RunState::Abandoned { .. })
    }

    /// Returns the choices that a person has before the run is over. One that is over may still be repeated where
    /// [`Self::repeat`] offers it.
    pub fn choices(&self) -> &'static [Choice] {
        match self.state() {
            RunState::Interrupted { .. } => &[Choice::Repeat, Choice::MarkAsDone, Choice::Abandon],
            // Never sent, because the page went away before it could be: carrying on is a click, too.
            RunState::Ready { .. } => &[Choice::Repeat, Choice::Abandon],
            _ => &[],
        }
    }

    /// Notes that the next call is being sent. Only a run that is ready for it allows that.
    pub fn send(&mut self, now: Moment) -> Result<usize, NotAllowed> {
        let RunState::Ready { step } = self.state() else { return Err(NotAllowed) };
        self.steps[step].tries.push(Attempt::begun(now));
        Ok(step)
    }

    /// Notes what came back for the call that is out.
    pub fn record(&mut self, received: impl Into<ReceivedReply>, now: Moment) -> Result<(), NotAllowed> {
        let RunState::Waiting { step, .. } = self.state() else { return Err(NotAllowed) };
        if let Some(latest) = self.steps[step].tries.last_mut() {
            let ReceivedReply { reply, guessed_encoding } = received.into();
            latest.reply = Some((now, reply.condensed()));
            latest.guessed_encoding = guessed_encoding;
        }
        Ok(())
    }

    /// Notes that the page which waited for the answer is gone: the outcome stays unknown for ever.
    pub fn page_gone(&mut self, now: Moment) -> Result<(), NotAllowed> {
        self.record(Reply::PageGone, now)
    }

    /// Carries out a person's choice. After [`Choice::Repeat`] the call is noted as out, and a run that was
    /// over is no more; otherwise the run is ready for the next step, over, or as it was.
    pub fn choose(&mut self, choice: Choice, now: Moment) -> Result<(), NotAllowed> {
        let step = match self.state() {
            RunState::Interrupted { step, .. } | RunState::Ready { step } => {
                if !self.choices().contains(&choice) {
                    return Err(NotAllowed);
                }
                step
            }
            RunState::Ended if choice == Choice::Repeat && self.repeat().is_some() => 0,
            _ => return Err(NotAllowed),
        };
        match choice {
            Choice::Repeat => self.steps[step].tries.push(Attempt::begun(now)),
            Choice::MarkAsDone => self.steps[step].marked_done = Some(now),
            Choice::Abandon => self.abandoned = Some(now),
        }
        Ok(())
    }

    /// Returns when something happened to it last.
    pub fn latest(&self) -> Moment {
        let tries = self.steps.iter().flat_map(|step| &step.tries);
        let times = tries.flat_map(|sent| [Some(sent.sent), sent.reply.as_ref().map(|(at, _)| *at)]);
        let decisions = self.steps.iter().map(|step| step.marked_done).chain([self.abandoned]);
        let seen = self.steps.iter().map(|step| step.settled.as_ref().map(|settled| settled.at));
        times.chain(decisions).chain(seen).flatten().fold(self.begun, Moment::max)
    }

    /// Returns how many times anything was sent: what a person sees when a choice is offered, and so what tells
    /// whether the choice still is about the same situation.
    pub fn sendings(&self) -> usize {
        self.steps.iter().map(|step| step.tries.len()).sum()
    }

    /// Returns the latest outcome of any step, and since when it is known.
    pub fn latest_outcome(&self) -> Option<(Moment, Outcome)> {
        let mut tries = self.steps.iter().flat_map(|step| step.tries.iter()).rev();
        let (at, reply) = tries.find_map(|sent| sent.reply.as_ref())?;
        Some((*at, Outcome::of(reply)))
    }
}
