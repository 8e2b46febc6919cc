//! Runs: a plan being carried out, and the record that stays of it.
//!
//! A run is a value. It changes only through the methods here, each of which takes the time from
//! outside, so that the journal can write it down before and after every call and a reload finds it
//! as it was. It says what may happen next; it sends nothing.

use crate::call::CallRecord;
use crate::operation::OperationKind;
use crate::outcome::{Outcome, Reply};
use crate::plan::Plan;
use crate::task_name::TaskName;

/// A moment on the browser's clock, in milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Moment {
    /// Whole seconds from this moment to a later one; 0 when the clock was set back.
    pub fn seconds_until(self, later: Self) -> i64 {
        later.0.saturating_sub(self.0).max(0) / 1000
    }
}

/// What tells runs apart. Begins with the time, so that the order of ids is the order of runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub String);

/// A plan being carried out, and its record. Holds no secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What tells it apart.
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
    pub abandoned: Option<Moment>,
}

/// One call of a run, with each time it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The call, without secrets.
    pub call: CallRecord,
    /// Each time it was sent, the latest last.
    pub tries: Vec<Try>,
    /// When a person said to count it as done, if so.
    pub counted_done: Option<Moment>,
}

/// One sending of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    /// When it was sent.
    pub sent: Moment,
    /// What came back, condensed, and when; nothing while the call is out.
    pub reply: Option<(Moment, Reply)>,
}

/// How a run stands.
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
    /// A step of several was rejected or its outcome is unknown: a person decides.
    Interrupted {
        /// The step's index.
        step: usize,
        /// What is known of it.
        outcome: Outcome,
    },
    /// Every step was confirmed or counted as done, or the only step has its outcome.
    Ended,
    /// A person gave it up at this step.
    Abandoned {
        /// The step's index.
        step: usize,
    },
}

/// What a person may decide on an interrupted run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Send the step's call again.
    Repeat,
    /// Take the step as done, and go on with the next.
    CountAsDone,
    /// Give the run up; what was done stays done.
    Abandon,
}

/// A transition that the run's state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAllowed;

/// What became of a step's call at the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepStanding {
    /// The host confirmed it.
    Done,
    /// A person said so.
    CountedAsDone,
    /// It was sent at least once without a clear answer, and no later answer settled it.
    InDoubt,
    /// It was never sent, or refused each time.
    NotDone,
}

impl Step {
    /// What became of it at the host. A refusal does not undo the doubt about an earlier sending: the
    /// first one may be the reason for it.
    pub fn standing(&self) -> StepStanding {
        let outcome = |sent: &Try| sent.reply.as_ref().map(|(_, reply)| Outcome::of(reply));
        if self.outcome().as_ref().is_some_and(Outcome::is_confirmed) {
            StepStanding::Done
        } else if self.counted_done.is_some() {
            StepStanding::CountedAsDone
        } else if self.tries.iter().any(|sent| matches!(outcome(sent), None | Some(Outcome::Unknown(_)))) {
            StepStanding::InDoubt
        } else {
            StepStanding::NotDone
        }
    }

    /// What is known of the latest try.
    pub fn outcome(&self) -> Option<Outcome> {
        self.tries.last().and_then(|latest| latest.reply.as_ref()).map(|(_, reply)| Outcome::of(reply))
    }

    /// Whether the run may go on behind it.
    pub fn is_done(&self) -> bool {
        self.counted_done.is_some() || self.outcome().as_ref().is_some_and(Outcome::is_confirmed)
    }
}

impl Run {
    /// A run of a plan that a person has just confirmed.
    pub fn new(id: RunId, plan: &Plan, now: Moment) -> Self {
        let step =
            |call: &crate::call::Call| Step { call: call.record(), tries: Vec::new(), counted_done: None };
        Self {
            id,
            task: plan.task().clone(),
            kind: plan.kind(),
            begun: now,
            steps: plan.calls().iter().map(step).collect(),
            abandoned: None,
        }
    }

    /// How it stands.
    pub fn state(&self) -> RunState {
        let Some(step) = self.steps.iter().position(|step| !step.is_done()) else {
            return RunState::Ended;
        };
        if self.abandoned.is_some() {
            return RunState::Abandoned { step };
        }
        match self.steps[step].tries.last() {
            None => RunState::Ready { step },
            Some(Try { sent, reply: None }) => RunState::Waiting { step, since: *sent },
            Some(Try { reply: Some(_), .. }) if self.steps.len() == 1 => RunState::Ended,
            Some(Try { reply: Some((_, reply)), .. }) => {
                RunState::Interrupted { step, outcome: Outcome::of(reply) }
            }
        }
    }

    /// Whether nothing will happen to it any more.
    pub fn is_over(&self) -> bool {
        matches!(self.state(), RunState::Ended | RunState::Abandoned { .. })
    }

    /// The choices that a person has now.
    pub fn choices(&self) -> &'static [Choice] {
        match self.state() {
            RunState::Interrupted { .. } => &[Choice::Repeat, Choice::CountAsDone, Choice::Abandon],
            // Never sent, because the page went away before it could be: carrying on is a click, too.
            RunState::Ready { .. } => &[Choice::Repeat, Choice::Abandon],
            _ => &[],
        }
    }

    /// Notes that the next call is being sent. Only a run that is ready for it allows that.
    pub fn send(&mut self, now: Moment) -> Result<usize, NotAllowed> {
        let RunState::Ready { step } = self.state() else { return Err(NotAllowed) };
        self.steps[step].tries.push(Try { sent: now, reply: None });
        Ok(step)
    }

    /// Notes what came back for the call that is out.
    pub fn record(&mut self, reply: Reply, now: Moment) -> Result<(), NotAllowed> {
        let RunState::Waiting { step, .. } = self.state() else { return Err(NotAllowed) };
        if let Some(latest) = self.steps[step].tries.last_mut() {
            latest.reply = Some((now, reply.condensed()));
        }
        Ok(())
    }

    /// Notes that the page which waited for the answer is gone: the outcome stays unknown for ever.
    pub fn page_gone(&mut self, now: Moment) -> Result<(), NotAllowed> {
        self.record(Reply::PageGone, now)
    }

    /// Carries out a person's choice. After [`Choice::Repeat`] on an interrupted step the call is
    /// noted as out; otherwise the run is ready for the next step, over, or as it was.
    pub fn choose(&mut self, choice: Choice, now: Moment) -> Result<(), NotAllowed> {
        if !self.choices().contains(&choice) {
            return Err(NotAllowed);
        }
        let step = match self.state() {
            RunState::Interrupted { step, .. } | RunState::Ready { step } => step,
            _ => return Err(NotAllowed),
        };
        match choice {
            Choice::Repeat => self.steps[step].tries.push(Try { sent: now, reply: None }),
            Choice::CountAsDone => self.steps[step].counted_done = Some(now),
            Choice::Abandon => self.abandoned = Some(now),
        }
        Ok(())
    }

    /// When something happened to it last.
    pub fn latest(&self) -> Moment {
        let tries = self.steps.iter().flat_map(|step| &step.tries);
        let times = tries.flat_map(|sent| [Some(sent.sent), sent.reply.as_ref().map(|(at, _)| *at)]);
        let decisions = self.steps.iter().map(|step| step.counted_done).chain([self.abandoned]);
        times.chain(decisions).flatten().fold(self.begun, Moment::max)
    }

    /// How many times anything was sent: what a person sees when a choice is offered, and so what tells
    /// whether the choice still is about the same situation.
    pub fn sendings(&self) -> usize {
        self.steps.iter().map(|step| step.tries.len()).sum()
    }

    /// The latest outcome of any step, and since when it is known.
    pub fn latest_outcome(&self) -> Option<(Moment, Outcome)> {
        let mut tries = self.steps.iter().flat_map(|step| step.tries.iter()).rev();
        let (at, reply) = tries.find_map(|sent| sent.reply.as_ref())?;
        Some((*at, Outcome::of(reply)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::{Checkpoint, Subtopic};
    use crate::operation::Operation;
    use crate::time::EpochSeconds;
    use proptest::prelude::*;

    const LOST: Reply = Reply::NetworkError;

    fn confirmed() -> Reply {
        Reply::Answer { status: 200, body: r#"{"isSuccess":true}"#.into() }
    }

    fn task() -> TaskName {
        TaskName::parse("t").unwrap()
    }

    fn run(operation: &Operation) -> Run {
        Run::new(RunId("r".into()), &Plan::new(&task(), operation), Moment(0))
    }

    fn pull_back() -> Run {
        let at = EpochSeconds::new(1).unwrap();
        run(&Operation::PullBack { to: Checkpoint::new(vec![(Subtopic::parse("s").unwrap(), at)]).unwrap() })
    }

    fn answered(run: &mut Run, reply: Reply) {
        run.send(Moment(1)).unwrap();
        run.record(reply, Moment(2)).unwrap();
    }

    #[test]
    fn a_run_of_one_call_ends_with_its_outcome() {
        for reply in [confirmed(), LOST] {
            let mut run = run(&Operation::Stop);
            assert_eq!(run.state(), RunState::Ready { step: 0 });
            assert_eq!(run.send(Moment(5)), Ok(0));
            assert_eq!(run.state(), RunState::Waiting { step: 0, since: Moment(5) });
            assert_eq!(run.send(Moment(6)), Err(NotAllowed), "one call is out already");
            run.record(reply.clone(), Moment(7)).unwrap();
            assert_eq!(run.state(), RunState::Ended);
            assert_eq!(run.latest_outcome(), Some((Moment(7), Outcome::of(&reply))));
            assert_eq!(run.record(confirmed(), Moment(8)), Err(NotAllowed));
            assert_eq!(run.choices(), []);
        }
    }

    #[test]
    fn confirmed_steps_follow_one_another() {
        let mut run = pull_back();
        for step in 0..3 {
            assert_eq!(run.state(), RunState::Ready { step });
            answered(&mut run, confirmed());
        }
        assert_eq!(run.state(), RunState::Ended);
    }

    #[test]
    fn a_step_that_is_not_confirmed_waits_for_a_person() {
        let mut run = pull_back();
        answered(&mut run, confirmed());
        answered(&mut run, LOST);
        assert_eq!(run.state(), RunState::Interrupted { step: 1, outcome: Outcome::of(&LOST) });
        assert_eq!(run.send(Moment(3)), Err(NotAllowed));
        let mut repeated = run.clone();
        repeated.choose(Choice::Repeat, Moment(9)).unwrap();
        assert_eq!(repeated.state(), RunState::Waiting { step: 1, since: Moment(9) });
        let mut counted = run.clone();
        counted.choose(Choice::CountAsDone, Moment(9)).unwrap();
        assert_eq!(counted.state(), RunState::Ready { step: 2 });
        run.choose(Choice::Abandon, Moment(9)).unwrap();
        assert_eq!(run.state(), RunState::Abandoned { step: 1 });
        assert!(run.is_over() && run.choices().is_empty());
    }

    #[test]
    fn a_page_that_went_away_leaves_an_unknown_outcome() {
        let mut run = pull_back();
        run.send(Moment(1)).unwrap();
        run.page_gone(Moment(5)).unwrap();
        assert_eq!(run.state(), RunState::Interrupted { step: 0, outcome: Outcome::of(&Reply::PageGone) });
    }

    #[test]
    fn a_refusal_does_not_undo_the_doubt_about_an_earlier_sending() {
        let mut run = pull_back();
        answered(&mut run, LOST);
        assert_eq!(run.steps[0].standing(), StepStanding::InDoubt);
        run.choose(Choice::Repeat, Moment(3)).unwrap();
        run.record(Reply::Answer { status: 404, body: String::new() }, Moment(4)).unwrap();
        assert_eq!(run.steps[0].standing(), StepStanding::InDoubt);
        assert_eq!(run.steps[1].standing(), StepStanding::NotDone);
        assert_eq!((run.sendings(), run.latest()), (2, Moment(4)));
        run.choose(Choice::CountAsDone, Moment(5)).unwrap();
        assert_eq!(run.steps[0].standing(), StepStanding::CountedAsDone);
        assert_eq!(run.latest(), Moment(5));
    }

    #[derive(Clone, Debug)]
    enum Event {
        Go,
        Answer(bool),
        Gone,
        Choose(Choice),
    }

    fn events() -> impl Strategy<Value = Vec<Event>> {
        let event = prop_oneof![
            Just(Event::Go),
            any::<bool>().prop_map(Event::Answer),
            Just(Event::Gone),
            prop_oneof![Just(Choice::Repeat), Just(Choice::CountAsDone), Just(Choice::Abandon)]
                .prop_map(Event::Choose),
        ];
        proptest::collection::vec(event, 0..30)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn no_call_goes_out_twice_without_a_click(events in events()) {
            let mut run = pull_back();
            let mut clicks = 0;
            for event in events {
                let before = run.clone();
                let allowed = match event {
                    Event::Go => run.send(Moment(1)).is_ok(),
                    Event::Answer(yes) => run.record(if yes { confirmed() } else { LOST }, Moment(1)).is_ok(),
                    Event::Gone => run.page_gone(Moment(1)).is_ok(),
                    Event::Choose(choice) => run.choose(choice, Moment(1)).is_ok(),
                };
                prop_assert!(allowed || run == before, "a refused transition changes nothing");
                if allowed && matches!(event, Event::Choose(Choice::Repeat)) {
                    clicks += 1;
                }
                let sent: usize = run.steps.iter().map(|step| step.tries.len()).sum();
                let touched = run.steps.iter().filter(|step| !step.tries.is_empty()).count();
                prop_assert!(sent <= touched + clicks);
                for (index, step) in run.steps.iter().enumerate().skip(1) {
                    prop_assert!(step.tries.is_empty() || run.steps[index - 1].is_done(), "order is kept");
                }
            }
        }
    }
}
