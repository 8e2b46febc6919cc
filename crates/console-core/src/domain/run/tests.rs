//! What a run allows, and what it says of itself.

use super::*;
use crate::domain::checkpoint::{Checkpoint, Subtopic};
use crate::domain::operation::Operation;
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
    let mut marked = run.clone();
    marked.choose(Choice::MarkAsDone, Moment(9)).unwrap();
    assert_eq!(marked.state(), RunState::Ready { step: 2 });
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
    run.choose(Choice::MarkAsDone, Moment(5)).unwrap();
    assert_eq!(run.steps[0].standing(), StepStanding::MarkedAsDone);
    assert_eq!(run.latest(), Moment(5));
}

#[test]
fn a_pull_back_is_held_up_where_its_point_is_behind_the_checkpoint() {
    let read = |seconds: Option<i64>| CheckpointRead {
        at: Moment(5),
        checkpoint: seconds.map(|seconds| EpochSeconds::new(seconds).unwrap()),
    };
    let point = EpochSeconds::new(10).ok();
    for (checkpoint, holds_up) in [(Some(9), true), (Some(10), false), (Some(11), false), (None, false)] {
        let mut run = pull_back();
        assert_eq!((run.step_to_check(), run.check(read(checkpoint))), (None, Err(NotAllowed)));
        answered(&mut run, confirmed());
        assert_eq!((run.step_to_check(), run.held_up_by(point)), (Some(1), None));
        run.check(read(checkpoint)).unwrap();
        assert_eq!(run.step_to_check(), None, "it is read once");
        assert_eq!(run.held_up_by(point).is_some(), holds_up, "{checkpoint:?}");
        assert_eq!(run.choices(), [Choice::Repeat, Choice::Abandon]);
        run.choose(Choice::Repeat, Moment(6)).unwrap();
        assert_eq!(run.held_up_by(point), None, "a person has decided");
    }
    assert_eq!(run(&Operation::Stop).step_to_check(), None);
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
        prop_oneof![Just(Choice::Repeat), Just(Choice::MarkAsDone), Just(Choice::Abandon)]
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
