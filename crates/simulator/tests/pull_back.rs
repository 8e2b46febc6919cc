//! Checkpoints and positions, with a clock that stands still until it is moved.

use std::time::Duration;

use simulator::{Clock, Config, Position, Simulator, State, Task};

use crate::support::{INCR, post, post_json, state};

const NOW: i64 = 1_676_300_000;
const FIRST: &str = "np_57fdqtrsqiao_source-000-0";
const SECOND: &str = "np_57fdqtrsqiao_source-001-0";

fn start(clock: &Clock) -> Simulator {
    let task = Task::new(INCR).state(State::Running).subtopics([FIRST, SECOND]).set(
        "source",
        "checkpoint",
        &format!(r#"{{"{FIRST}":"{}","{SECOND}":"{NOW}"}}"#, NOW - 600),
    );
    Simulator::start(Config { tasks: vec![task], clock: clock.clone(), ..Config::default() }).unwrap()
}

fn position(simulator: &Simulator) -> Position {
    simulator.task(INCR).unwrap().position
}

fn at(first: i64, second: i64) -> Position {
    Position::from([(FIRST.into(), first), (SECOND.into(), second)])
}

fn stop(simulator: &Simulator) {
    post(simulator, &format!("stop?taskName={INCR}")).confirmed();
}

fn update(simulator: &Simulator, checkpoint: &str) {
    let body = serde_json::json!({ "source": { "checkpoint": checkpoint } }).to_string();
    let target = format!("update?taskName={INCR}&deleteParams=source.checkpoint");
    post_json(simulator, &target, &body).confirmed();
}

#[test]
fn a_running_task_catches_up_and_then_keeps_pace() {
    let clock = Clock::standing_at(NOW);
    let simulator = start(&clock);
    assert_eq!(position(&simulator), at(NOW - 600, NOW));
    clock.advance(5);
    assert_eq!(position(&simulator), at(NOW - 300, NOW + 5));
    clock.advance(20);
    assert_eq!(position(&simulator), at(NOW + 25, NOW + 25));
}

#[test]
fn a_stopped_task_stands_and_goes_on_from_there() {
    let clock = Clock::standing_at(NOW);
    let simulator = start(&clock);
    clock.advance(100);
    stop(&simulator);
    update(&simulator, &format!(r#"{{"{FIRST}":"{}"}}"#, NOW - 3600));
    clock.advance(1000);
    assert_eq!(position(&simulator), at(NOW + 100, NOW + 100));
    post(&simulator, &format!("resume?taskName={INCR}")).confirmed();
    assert_eq!(position(&simulator), at(NOW + 100, NOW + 100));
    clock.advance(1);
    assert_eq!(position(&simulator), at(NOW + 160, NOW + 160));
}

#[test]
fn a_pull_back_goes_back_in_the_subtopics_that_it_names() {
    let clock = Clock::standing_at(NOW);
    let simulator = start(&clock);
    clock.advance(100);
    stop(&simulator);
    update(&simulator, &format!(r#"{{"{FIRST}":"{}"}}"#, NOW - 3600));
    post(&simulator, &format!("resume?taskName={INCR}&pullBackFlag=true")).confirmed();
    assert_eq!(position(&simulator), at(NOW - 3600, NOW + 100));
    assert_eq!(state(&simulator, INCR), State::Running);
}

#[test]
fn a_checkpoint_that_no_store_has_is_refused_when_the_task_starts() {
    let clock = Clock::standing_at(NOW);
    let simulator = start(&clock);
    stop(&simulator);
    for checkpoint in [
        format!(r#"{{"{FIRST}":"{}"}}"#, NOW - 24 * 3600 - 1),
        format!(r#"{{"{FIRST}":"{}"}}"#, NOW + 1),
        format!(r#"{{"{{subtopic}}":"{NOW}"}}"#),
        format!(r#"{{"{FIRST}":{NOW}}}"#),
        NOW.to_string(),
    ] {
        update(&simulator, &checkpoint);
        let reply = post(&simulator, &format!("resume?taskName={INCR}&pullBackFlag=true"));
        reply.refused();
        assert_eq!(reply.json()["errCode"], "CM-RESOIE000201", "{checkpoint}");
        assert_eq!(reply.json()["retryable"], false);
        assert!(reply.json()["errorDetail"]["reason"].is_string());
        assert_eq!(state(&simulator, INCR), State::Stopped);
        assert_eq!(position(&simulator), at(NOW - 600, NOW));
    }
}

#[test]
fn without_a_checkpoint_there_is_nothing_to_go_back_to() {
    let simulator = start(&Clock::standing_at(NOW));
    stop(&simulator);
    post(&simulator, &format!("update?taskName={INCR}&deleteParams=source.checkpoint")).confirmed();
    post(&simulator, &format!("resume?taskName={INCR}&pullBackFlag=true")).refused();
    post(&simulator, &format!("resume?taskName={INCR}")).confirmed();
}

#[test]
fn a_longer_retention_reaches_further_back() {
    let simulator = start(&Clock::standing_at(NOW));
    simulator.add_task(Task::new(INCR).retention(Duration::from_secs(7 * 24 * 3600)).set(
        "source",
        "checkpoint",
        &format!(r#"{{"{FIRST}":"{}"}}"#, NOW - 6 * 24 * 3600),
    ));
    post(&simulator, &format!("resume?taskName={INCR}&pullBackFlag=true")).confirmed();
    assert_eq!(position(&simulator)[FIRST], NOW - 6 * 24 * 3600);
}
