//! When the call of a run may be sent again by a person's click, and what has to be said before.
//!
//! A run of several steps can be repeated at the step that interrupts it, whatever the reason: the person
//! may have removed it in the meantime. A run of a single call is over with its outcome, and can be taken up
//! again only where that makes sense: the host said so itself, or nobody knows the outcome. Wherever the call
//! may have been carried out already, the offer says what a second time would do.

use crate::domain::call::{CallRecord, Endpoint};
use crate::domain::codes;
use crate::domain::inventory::{self, LastOperation, OperationStanding};
use crate::domain::operation::OperationKind;
use crate::domain::outcome::Outcome;
use crate::domain::run::{Choice, Run, RunState, Step, StepStanding};

/// On what ground a call may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatOffer {
    /// It was never sent: the page went away before it could be.
    FirstSending,
    /// The host refused it and says that the same call may be tried again.
    Retryable,
    /// It was refused, so nothing was done; only within a run of several steps.
    Refused,
    /// It did not leave the browser, and no earlier sending is in doubt.
    NotSent,
    /// It may have been carried out already.
    MayHaveBeenDone(RepeatRisk),
}

/// A risk that a call carries which is carried out a second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatRisk {
    /// Nothing: the task stays as the first time left it.
    Harmless,
    /// Something that has to be thought about first.
    NotHarmless(RepeatHarm),
}

/// A harm that a second time can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatHarm {
    /// Start: nothing documents what the host makes of the start of a running task.
    StartsAgain,
    /// Start with `pullBackFlag`: what the task has done since then may be done once more.
    PullsBackAgain,
    /// Start with `restartFlag`: the Full-Import may begin from the start once more.
    RestartsAgain,
    /// Migrate: the task lives under another name by then, and this one is dead, or it moves once more.
    MovesAgain,
}

/// What the form of a run that is over is offered for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revision {
    /// To try again what was not carried out, or perhaps not.
    Retry,
    /// To do something similar after it was carried out.
    Variation,
}

impl RepeatOffer {
    /// Returns whether the call does no harm, even if it was carried out before. The first sending repeats nothing.
    pub fn is_harmless(self) -> bool {
        match self {
            Self::Retryable | Self::Refused | Self::NotSent => true,
            Self::MayHaveBeenDone(risk) => risk == RepeatRisk::Harmless,
            Self::FirstSending => false,
        }
    }
}

impl RepeatRisk {
    /// Returns the risk of sending a call twice.
    ///
    /// Stop leaves a stopped task stopped, Update sets the same values, a deleted task cannot be deleted
    /// twice. A start is another matter: the API page offers it for suspended tasks and says nothing of
    /// others, and its flags name a place from which the task goes on.
    pub fn of(call: &CallRecord) -> Self {
        match call.endpoint {
            Endpoint::Stop | Endpoint::Update | Endpoint::Delete => Self::Harmless,
            Endpoint::Resume if call.has_flag("restartFlag=true") => {
                Self::NotHarmless(RepeatHarm::RestartsAgain)
            }
            Endpoint::Resume if call.has_flag("pullBackFlag=true") => {
                Self::NotHarmless(RepeatHarm::PullsBackAgain)
            }
            Endpoint::Resume => Self::NotHarmless(RepeatHarm::StartsAgain),
            Endpoint::Migrate => Self::NotHarmless(RepeatHarm::MovesAgain),
        }
    }
}

impl Run {
    /// On what ground [`Choice::Repeat`] is offered now, if it is.
    ///
    /// Goes by this run alone; see [`Self::is_overtaken`] for the others.
    pub fn repeat(&self) -> Option<RepeatOffer> {
        match self.state() {
            RunState::Ready { .. } => Some(RepeatOffer::FirstSending),
            RunState::Interrupted { step, .. } => Some(self.steps[step].repeat()),
            RunState::Ended => {
                let [step] = &self.steps[..] else { return None };
                let worth_it = step.marked_done.is_none()
                    && step.settled().is_none()
                    && match step.outcome()? {
                        Outcome::Confirmed { .. } => false,
                        outcome @ Outcome::Rejected(_) => {
                            outcome.is_retryable() || codes::leaves_doubt(&outcome)
                        }
                        Outcome::Unknown(_) | Outcome::NotSent(_) => true,
                    };
                worth_it.then(|| step.repeat())
            }
            RunState::Waiting { .. } | RunState::Abandoned { .. } => None,
        }
    }

    /// Returns the choice to suggest on an interrupted run: to go on where reads showed that the step was carried out,
    /// else a harmless repetition, but never that of a Delete.
    pub fn suggested_choice(&self) -> Option<Choice> {
        let RunState::Interrupted { step, .. } = self.state() else { return None };
        if self.steps[step].settled().is_some() {
            return Some(Choice::MarkAsDone);
        }
        let is_suggested = self.steps[step].call.endpoint != Endpoint::Delete && self.repeat()?.is_harmless();
        is_suggested.then_some(Choice::Repeat)
    }

    /// Returns whether the repetition of its only call is the best way on: it is harmless, no Delete, and nothing
    /// comes before it.
    pub fn suggests_repeat(&self) -> bool {
        let [step] = &self.steps[..] else { return false };
        self.is_over()
            && step.call.endpoint != Endpoint::Delete
            && !step.call.withheld
            && !self.wants_stop_first()
            && self.repeat().is_some_and(RepeatOffer::is_harmless)
    }

    /// Returns what the form of this run is offered for again; nothing while the run is not over, or where doing
    /// the same once more is of no use.
    pub fn revision(&self) -> Option<Revision> {
        if !self.is_over() {
            return None;
        }
        match (inventory::standing(self), self.kind) {
            (
                OperationStanding::Confirmed | OperationStanding::MarkedAsDone | OperationStanding::SeenDone,
                OperationKind::Update | OperationKind::PullBack,
            ) => Some(Revision::Variation),
            (
                OperationStanding::Confirmed | OperationStanding::MarkedAsDone | OperationStanding::SeenDone,
                _,
            ) => None,
            _ => Some(Revision::Retry),
        }
    }

    /// Returns whether another of these runs of the same task began later, or is under way: what this run was
    /// about is past, and its call must not be sent again.
    pub fn is_overtaken<'a>(&self, runs: impl IntoIterator<Item = &'a Run>) -> bool {
        runs.into_iter().any(|other| {
            other.task == self.task
                && other.id != self.id
                && (other.begun > self.begun || other.id > self.id || !other.is_over())
        })
    }

    /// Returns whether the last operation on record for its task is a later one than this run, perhaps another page's.
    pub fn is_before(&self, last: LastOperation) -> bool {
        let latest = self.latest();
        last.at > latest || last.at == latest && last.kind != self.kind
    }
}

impl Step {
    /// Returns the ground on which a step that was sent and not confirmed may be sent again.
    fn repeat(&self) -> RepeatOffer {
        if matches!(self.standing(), StepStanding::InDoubt | StepStanding::SeenDone) {
            RepeatOffer::MayHaveBeenDone(RepeatRisk::of(&self.call))
        } else {
            match self.outcome() {
                Some(Outcome::NotSent(_)) => RepeatOffer::NotSent,
                Some(outcome) if outcome.is_retryable() => RepeatOffer::Retryable,
                _ => RepeatOffer::Refused,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checkpoint::{Checkpoint, Subtopic};
    use crate::domain::config_map::ConfigMap;
    use crate::domain::operation::Operation;
    use crate::domain::outcome::{NotSent, Reply};
    use crate::domain::plan::Plan;
    use crate::domain::run::{Moment, NotAllowed, RunId};
    use crate::domain::task_name::TaskName;
    use crate::time::EpochSeconds;

    const LOST: Reply = Reply::NetworkError;

    fn answer(body: &str) -> Reply {
        Reply::Answer { status: 200, body: body.into() }
    }

    fn retryable() -> Reply {
        answer(r#"{"isSuccess":false,"retryable":true}"#)
    }

    fn refused() -> Reply {
        answer(r#"{"isSuccess":false,"retryable":false}"#)
    }

    fn run(id: &str, operation: &Operation) -> Run {
        Run::new(RunId(id.into()), &Plan::new(&TaskName::parse("t").unwrap(), operation), Moment(0))
    }

    fn pull_back() -> Run {
        let at = EpochSeconds::new(1).unwrap();
        run(
            "r",
            &Operation::PullBack { to: Checkpoint::new(vec![(Subtopic::parse("s").unwrap(), at)]).unwrap() },
        )
    }

    /// Returns what is offered after the only call of an operation got this reply.
    fn after(operation: &Operation, reply: Reply) -> Option<RepeatOffer> {
        let mut run = run("r", operation);
        assert_eq!(run.repeat(), Some(RepeatOffer::FirstSending));
        run.send(Moment(1)).unwrap();
        assert_eq!(run.repeat(), None, "it is out");
        run.record(reply, Moment(2)).unwrap();
        run.repeat()
    }

    #[test]
    fn a_single_call_is_repeated_when_the_host_says_so_or_nobody_knows() {
        let harmless = Some(RepeatOffer::MayHaveBeenDone(RepeatRisk::Harmless));
        assert_eq!(after(&Operation::Stop, retryable()), Some(RepeatOffer::Retryable));
        assert_eq!(after(&Operation::Stop, LOST), harmless);
        let in_part = answer(r#"{"isSuccess":false,"errCode":"CM-SCHEOR000003","retryable":true}"#);
        assert_eq!(after(&Operation::Stop, in_part), harmless);
        assert_eq!(after(&Operation::Stop, refused()), None);
        assert_eq!(after(&Operation::Stop, Reply::Answer { status: 403, body: String::new() }), None);
        assert_eq!(after(&Operation::Stop, answer(r#"{"isSuccess":true}"#)), None);
    }

    #[test]
    fn only_a_harmless_repetition_that_is_no_delete_is_suggested() {
        let suggested = |operation: &Operation, reply: Reply| {
            let mut run = run("r", operation);
            assert!(!run.suggests_repeat());
            run.send(Moment(1)).unwrap();
            assert!(!run.suggests_repeat(), "it is out");
            run.record(reply, Moment(2)).unwrap();
            run.suggests_repeat()
        };
        let migrate = Operation::Migrate { destination: None, stop_first: false };
        assert!(suggested(&Operation::Stop, LOST));
        assert!(suggested(&migrate, retryable()));
        assert!(!suggested(&migrate, LOST));
        assert!(!suggested(&Operation::Stop, answer(r#"{"isSuccess":true}"#)));
        assert!(!suggested(&Operation::Delete { stop_first: false }, LOST));
    }

    #[test]
    fn a_call_that_was_not_sent_can_be_sent_without_risk_unless_an_earlier_sending_is_in_doubt() {
        let not_sent = Reply::NotSent(NotSent::Offline);
        for operation in [Operation::Stop, Operation::Migrate { destination: None, stop_first: false }] {
            assert_eq!(after(&operation, not_sent.clone()), Some(RepeatOffer::NotSent));
        }
        let mut run = run("r", &Operation::Migrate { destination: None, stop_first: false });
        run.send(Moment(1)).unwrap();
        run.record(LOST, Moment(2)).unwrap();
        run.choose(Choice::Repeat, Moment(3)).unwrap();
        run.record(not_sent.clone(), Moment(4)).unwrap();
        let risk = RepeatRisk::NotHarmless(RepeatHarm::MovesAgain);
        assert_eq!(run.repeat(), Some(RepeatOffer::MayHaveBeenDone(risk)));
        assert_eq!(run.steps[0].standing(), StepStanding::InDoubt);

        let mut run = pull_back();
        run.send(Moment(1)).unwrap();
        run.record(not_sent, Moment(2)).unwrap();
        assert_eq!(run.repeat(), Some(RepeatOffer::NotSent));
        assert_eq!(run.steps[0].standing(), StepStanding::NotDone);
        assert_eq!(run.choices(), [Choice::Repeat, Choice::MarkAsDone, Choice::Abandon]);
    }

    #[test]
    fn the_risk_goes_by_the_call_and_its_flags() {
        let risk = |operation: &Operation| after(operation, LOST);
        let harm = |harm| Some(RepeatOffer::MayHaveBeenDone(RepeatRisk::NotHarmless(harm)));
        let start = |pull_back, restart| Operation::Start { pull_back, restart };
        let update = Operation::Update {
            delete: vec![],
            set: ConfigMap::of("sink", "workerNum", "8".into()),
            stop_first: false,
        };
        for operation in [Operation::Stop, Operation::Delete { stop_first: false }, update] {
            assert_eq!(risk(&operation), Some(RepeatOffer::MayHaveBeenDone(RepeatRisk::Harmless)));
        }
        assert_eq!(risk(&start(false, false)), harm(RepeatHarm::StartsAgain));
        assert_eq!(risk(&start(true, false)), harm(RepeatHarm::PullsBackAgain));
        assert_eq!(risk(&start(false, true)), harm(RepeatHarm::RestartsAgain));
        assert_eq!(
            risk(&Operation::Migrate { destination: None, stop_first: false }),
            harm(RepeatHarm::MovesAgain)
        );
    }

    #[test]
    fn a_later_refusal_does_not_take_the_risk_away() {
        let mut run = run("r", &Operation::Migrate { destination: None, stop_first: false });
        run.send(Moment(1)).unwrap();
        run.record(LOST, Moment(2)).unwrap();
        assert!(run.is_over());
        run.choose(Choice::Repeat, Moment(3)).unwrap();
        assert_eq!(run.state(), RunState::Waiting { step: 0, since: Moment(3) });
        run.record(retryable(), Moment(4)).unwrap();
        let risk = RepeatRisk::NotHarmless(RepeatHarm::MovesAgain);
        assert_eq!(run.repeat(), Some(RepeatOffer::MayHaveBeenDone(risk)));
        run.choose(Choice::Repeat, Moment(5)).unwrap();
        run.record(refused(), Moment(6)).unwrap();
        assert_eq!(run.choose(Choice::Repeat, Moment(7)), Err(NotAllowed));
        assert_eq!((run.steps[0].standing(), run.sendings()), (StepStanding::InDoubt, 3));
    }

    #[test]
    fn a_step_of_several_can_be_repeated_whatever_interrupted_it() {
        for (reply, offer) in [
            (refused(), RepeatOffer::Refused),
            (retryable(), RepeatOffer::Retryable),
            (LOST, RepeatOffer::MayHaveBeenDone(RepeatRisk::Harmless)),
        ] {
            let mut run = pull_back();
            run.send(Moment(1)).unwrap();
            run.record(reply, Moment(2)).unwrap();
            assert_eq!(run.repeat(), Some(offer));
            run.choose(Choice::Abandon, Moment(3)).unwrap();
            assert_eq!(run.repeat(), None);
        }
    }

    #[test]
    fn the_harmless_repetition_is_suggested_and_no_other_choice() {
        let after = |replies: &[Reply]| {
            let mut run = pull_back();
            for reply in replies {
                run.send(Moment(1)).unwrap();
                run.record(reply.clone(), Moment(2)).unwrap();
            }
            run.suggested_choice()
        };
        let done = answer(r#"{"isSuccess":true}"#);
        assert_eq!(after(&[]), None, "the first sending repeats nothing");
        for reply in [refused(), retryable(), LOST, Reply::NotSent(NotSent::Offline)] {
            assert_eq!(after(std::slice::from_ref(&reply)), Some(Choice::Repeat), "{reply:?}");
        }
        assert_eq!(after(&[done.clone(), LOST]), Some(Choice::Repeat));
        assert_eq!(after(&[done.clone(), done.clone(), LOST]), None, "it may pull back again");
        assert_eq!(after(&[done.clone(), done.clone(), refused()]), Some(Choice::Repeat));

        let mut delete = run("r", &Operation::Delete { stop_first: true });
        for reply in [done, LOST] {
            delete.send(Moment(1)).unwrap();
            delete.record(reply, Moment(2)).unwrap();
        }
        assert!(delete.repeat().is_some_and(RepeatOffer::is_harmless));
        assert_eq!(delete.suggested_choice(), None, "what destroys is never suggested");
    }

    #[test]
    fn the_form_comes_back_to_retry_or_to_vary_where_that_is_of_use() {
        let after = |operation: &Operation, reply: Reply| {
            let mut run = run("r", operation);
            run.send(Moment(1)).unwrap();
            run.record(reply, Moment(2)).unwrap();
            run.revision()
        };
        let done = || answer(r#"{"isSuccess":true}"#);
        let update = Operation::Update {
            delete: vec![],
            set: ConfigMap::of("sink", "workerNum", "8".into()),
            stop_first: false,
        };
        assert_eq!(after(&update, done()), Some(Revision::Variation));
        assert_eq!(after(&Operation::Stop, done()), None);
        assert_eq!(after(&Operation::Delete { stop_first: false }, done()), None);
        for reply in [refused(), retryable(), LOST, Reply::NotSent(NotSent::Offline)] {
            assert_eq!(after(&Operation::Stop, reply.clone()), Some(Revision::Retry), "{reply:?}");
            assert_eq!(after(&update, reply.clone()), Some(Revision::Retry), "{reply:?}");
        }
        let mut run = pull_back();
        assert_eq!(run.revision(), None, "it is not over");
        run.choose(Choice::Abandon, Moment(1)).unwrap();
        assert_eq!(run.revision(), Some(Revision::Retry));
    }

    #[test]
    fn a_later_operation_on_record_overtakes_a_run() {
        let mut run = run("1", &Operation::Stop);
        run.send(Moment(1)).unwrap();
        run.record(LOST, Moment(5)).unwrap();
        let last = |kind, at| LastOperation { kind, standing: OperationStanding::Confirmed, at: Moment(at) };
        for (kind, at, is_before) in [
            (OperationKind::Stop, 4, false),
            (OperationKind::Start, 4, false),
            (OperationKind::Stop, 5, false),
            (OperationKind::Start, 5, true),
            (OperationKind::Stop, 6, true),
        ] {
            assert_eq!(run.is_before(last(kind, at)), is_before, "{kind:?} {at}");
        }
    }

    #[test]
    fn a_later_run_of_the_task_overtakes_an_earlier_one() {
        let (first, second) = (run("1", &Operation::Stop), run("2", &Operation::Stop));
        let runs = [first, second];
        assert!(runs[0].is_overtaken(&runs) && runs[1].is_overtaken(&runs), "the first is not over");
        let ended = |run: &Run| {
            let mut run = run.clone();
            run.send(Moment(1)).unwrap();
            run.record(LOST, Moment(2)).unwrap();
            run
        };
        let runs = [ended(&runs[0]), ended(&runs[1])];
        assert!(runs[0].is_overtaken(&runs) && !runs[1].is_overtaken(&runs));
    }
}
