//! Words for operations, their steps, and the status of runs.

use console_core::domain::call::Endpoint;
use console_core::domain::inventory::{NotOffered, OmsTaskState, Unfit, UnfitState, is_held_up};
use console_core::domain::operation::{BarredReason, OperationKind};
use console_core::domain::repeat::{RepeatHarm, RepeatOffer, RepeatRisk};
use console_core::domain::run::{Choice, Run, RunState, Step, StepStanding};

/// Returns the operation's name, as on its button.
pub fn name(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Start => "Start",
        OperationKind::Stop => "Stop",
        OperationKind::Update => "Update",
        OperationKind::PullBack => "Pull back",
        OperationKind::Migrate => "Migrate",
        OperationKind::Delete => "Delete",
    }
}

/// The label of the button of an Update that would do nothing.
pub const NOTHING_TO_CHANGE: &str = "No changes";

/// Returns what the operation does, in a sentence or two.
pub fn hint(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Start => {
            "Resumes a stopped task where it left off. The first start of a new project cannot be done this way."
        }
        OperationKind::Stop => {
            "Stops the task. This can take half a minute or more; stopping a stopped task does no harm."
        }
        OperationKind::Update => {
            "Deletes and sets parameters of a stopped or abnormal task. The host deletes first, then sets."
        }
        OperationKind::PullBack => {
            "Resumes an Incr-Sync task from an earlier time: stop, set the checkpoint, start. Changes since then are applied again."
        }
        OperationKind::Migrate => {
            "Moves the task to another machine. It is renamed; the old name no longer works."
        }
        OperationKind::Delete => {
            "Deletes the task at the host, with its configuration and its progress. This cannot be undone."
        }
    }
}

/// Returns a step of a run, by the call it sends.
pub fn step_name(endpoint: Endpoint, of: OperationKind) -> &'static str {
    match (endpoint, of) {
        (Endpoint::Resume, _) => "Start",
        (Endpoint::Stop, _) => "Stop",
        (Endpoint::Update, OperationKind::PullBack) => "Set the checkpoint",
        (Endpoint::Update, _) => "Update",
        (Endpoint::Migrate, _) => "Migrate",
        (Endpoint::Delete, _) => "Delete",
    }
}

/// Why an operation does not apply to a task.
pub fn barred(why: BarredReason) -> &'static str {
    match why {
        BarredReason::PullBackIsForIncrSync => {
            "Only Incr-Sync tasks can be pulled back; this is a Full-Import"
        }
    }
}

/// Why an operation is not offered for a task.
pub fn not_offered(why: NotOffered) -> &'static str {
    match why {
        NotOffered::Component(why) => barred(why),
        NotOffered::State(unfit) => unfit_state(unfit.state),
    }
}

fn unfit_state(state: UnfitState) -> &'static str {
    match state {
        UnfitState::OfTask(OmsTaskState::Running) => "OMS says that the task runs already",
        UnfitState::OfTask(OmsTaskState::Stopped) => "OMS says that the task is stopped already",
        UnfitState::OfTask(OmsTaskState::Exception) => "OMS says that the task is abnormal and does not run",
        UnfitState::OfTask(OmsTaskState::Finished) => {
            "OMS says that the task has finished; it can only be deleted"
        }
        UnfitState::OfTask(OmsTaskState::Other) => "OMS tells a state that is not documented",
        UnfitState::ProjectRuns => {
            "OMS's own console deletes a component only while its project does not run, and this one runs"
        }
    }
}

/// Why an operation does not fit the state that OMS told, and how long ago that was read.
pub fn unfit(unfit: Unfit, age: &str) -> String {
    format!("{} (read {age}).", unfit_state(unfit.state))
}

/// Returns a choice on an interrupted run, as on its button.
pub fn choice(choice: Choice, run: &Run) -> &'static str {
    match (choice, run.state()) {
        (Choice::Repeat, RunState::Ready { .. }) => "Send it now",
        (Choice::Repeat, _) => "Repeat this step",
        (Choice::MarkAsDone, _) if is_seen_done(run) => "Continue",
        (Choice::MarkAsDone, _) => "Mark as done and continue",
        (Choice::Abandon, _) => "Abandon",
    }
}

/// Returns whether reads show that the step was carried out which interrupts a run.
fn is_seen_done(run: &Run) -> bool {
    matches!(run.state(), RunState::Interrupted { step, .. } if run.steps[step].settled().is_some())
}

/// Returns what a choice does, for the person who has to take it.
pub fn choice_meaning(choice: Choice, run: &Run) -> &'static str {
    match choice {
        Choice::Repeat if is_held_up(run) => {
            "the task would go on from the point and leave out the changes before it"
        }
        Choice::Repeat if matches!(run.state(), RunState::Ready { .. }) => "the step was not sent yet",
        Choice::Repeat => "sends the same call again",
        Choice::MarkAsDone if is_seen_done(run) => {
            "OMS shows that the host has done it; the next step is sent at once"
        }
        Choice::MarkAsDone => "if you know that the host has done it; the next step is sent at once",
        Choice::Abandon => "nothing more is sent; what was done stays done",
    }
}

/// On what ground a call may be sent again, and what a second time would do.
pub fn repeat_offer(offer: RepeatOffer, endpoint: Endpoint) -> &'static str {
    match offer {
        RepeatOffer::FirstSending => "It was never sent.",
        RepeatOffer::Retryable => "The host says that the same call may be tried again.",
        RepeatOffer::NotSent => "It was not sent, so nothing was done: sending it now carries no risk.",
        RepeatOffer::Refused => "It was refused, so nothing was done. Repeat it once the reason is removed.",
        RepeatOffer::MayHaveBeenDone(RepeatRisk::Harmless) => match endpoint {
            Endpoint::Stop => "Repeating Stop is harmless: a stopped task stays stopped.",
            Endpoint::Delete => "Repeating Delete is harmless: a deleted task cannot be deleted twice.",
            _ => "Repeating an update with the same values is harmless.",
        },
        RepeatOffer::MayHaveBeenDone(RepeatRisk::NotHarmless(harm)) => match harm {
            RepeatHarm::StartsAgain => {
                "If the task has started already, nobody says what the host makes of a second start: look at its state before you repeat."
            }
            RepeatHarm::PullsBackAgain => {
                "If the task has started from its checkpoint already, it may go back once more and apply changes again: look at its state before you repeat."
            }
            RepeatHarm::RestartsAgain => {
                "If the import has begun already, it may begin from the start once more: look at its state before you repeat."
            }
            RepeatHarm::MovesAgain => {
                "Do not repeat Migrate before you have looked in OMS: if it was carried out, the old name is dead and the task lives under a new one."
            }
        },
    }
}

/// What is said of a step, or of a run with such a step, that a person has marked as done.
pub const MARKED: &str = "Marked as done by you";

/// Returns what to do when an answer denies what a step before it has done.
pub const DENIED: &str = "A step counts as done, and the host says after it that the task is not in the state that it leads to. Look at the task, wait until it is, and repeat this step.";

/// Returns how a run leaves its task: what was done, and what was not.
pub fn run_standing(run: &Run) -> String {
    let step = |(index, step): (usize, &Step)| {
        let (done, undone, doubtful) = match step.call.endpoint {
            Endpoint::Stop => ("stopped", "not stopped", "maybe stopped"),
            Endpoint::Update if run.kind == OperationKind::Update => {
                ("updated", "not updated", "maybe updated")
            }
            Endpoint::Update => ("checkpoint set", "checkpoint not changed", "checkpoint maybe set"),
            Endpoint::Resume => ("started", "not started", "maybe started"),
            Endpoint::Migrate => ("migrated", "not migrated", "maybe migrated"),
            Endpoint::Delete => ("deleted", "not deleted", "maybe deleted"),
        };
        match step.standing() {
            StepStanding::Done | StepStanding::MarkedAsDone | StepStanding::SeenDone
                if run.is_denied(index) =>
            {
                let by = match step.standing() {
                    StepStanding::MarkedAsDone => "marked as done by you",
                    StepStanding::SeenDone => "confirmed by reading",
                    _ => "confirmed",
                };
                format!(
                    "{} {by}, perhaps not yet {done}",
                    step_name(step.call.endpoint, run.kind).to_ascii_lowercase()
                )
            }
            StepStanding::Done => done.to_owned(),
            StepStanding::MarkedAsDone => format!("{done} (marked as done by you)"),
            StepStanding::SeenDone => format!("{done} (as read from OMS)"),
            StepStanding::InDoubt => doubtful.to_owned(),
            StepStanding::NotDone => undone.to_owned(),
        }
    };
    run.steps.iter().enumerate().map(step).collect::<Vec<_>>().join("; ")
}
