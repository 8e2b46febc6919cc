//! What each operation does in each state.

use simulator::{Config, Simulator, State, Task};

use crate::support::{FULL, INCR, ODD, post, post_json, simulator, state, with_state};

#[test]
fn a_stopped_or_abnormal_task_starts() {
    for before in [State::Stopped, State::Abnormal] {
        let simulator = with_state(INCR, before);
        assert_eq!(post(&simulator, &format!("resume?taskName={INCR}")).confirmed(), INCR);
        assert_eq!(state(&simulator, INCR), State::Running);
    }
}

#[test]
fn a_running_task_does_not_start_again() {
    let simulator = with_state(INCR, State::Running);
    let message = post(&simulator, &format!("resume?taskName={INCR}")).refused();
    assert_eq!(message, "Cannot resume a task that is running.");
}

#[test]
fn each_flag_is_for_one_component() {
    let simulator = simulator([Task::new(INCR), Task::new(FULL), Task::new(ODD)]);
    let resume = |name: &str, flag: &str| post(&simulator, &format!("resume?taskName={name}&{flag}"));
    assert_eq!(resume(INCR, "restartFlag=true").refused(), "restartFlag=true is not valid for Incr-Sync.");
    assert_eq!(
        resume(FULL, "pullBackFlag=true").refused(),
        "pullBackFlag=true is not valid for Full-Import."
    );
    assert_eq!(state(&simulator, INCR), State::Stopped);
    assert_eq!(state(&simulator, FULL), State::Stopped);
    resume(INCR, "restartFlag=false").confirmed();
    resume(FULL, "pullBackFlag=false&restartFlag=true").confirmed();
    for flag in ["pullBackFlag=true", "restartFlag=true"] {
        resume(ODD, flag).confirmed();
        simulator.set_state(ODD, State::Stopped);
    }
}

#[test]
fn a_finished_full_import_starts_only_from_the_beginning() {
    let simulator = with_state(FULL, State::Finished);
    post(&simulator, &format!("resume?taskName={FULL}")).refused();
    assert_eq!(state(&simulator, FULL), State::Finished);
    post(&simulator, &format!("resume?taskName={FULL}&restartFlag=true")).confirmed();
    assert_eq!(state(&simulator, FULL), State::Running);
}

#[test]
fn stopping_twice_is_harmless() {
    let simulator = with_state(INCR, State::Running);
    for _ in 0..2 {
        assert_eq!(post(&simulator, &format!("stop?taskName={INCR}")).confirmed(), INCR);
        assert_eq!(state(&simulator, INCR), State::Stopped);
    }
    simulator.set_state(INCR, State::Abnormal);
    post(&simulator, &format!("stop?taskName={INCR}")).confirmed();
    assert_eq!(state(&simulator, INCR), State::Stopped);
}

#[test]
fn what_is_finished_does_not_stop() {
    let simulator = with_state(FULL, State::Finished);
    post(&simulator, &format!("stop?taskName={FULL}")).refused();
    assert_eq!(state(&simulator, FULL), State::Finished);
}

#[test]
fn only_a_stopped_or_abnormal_task_is_updated() {
    let body = r#"{"source":{"username":"test"}}"#;
    for (before, updated) in
        [(State::Stopped, true), (State::Abnormal, true), (State::Running, false), (State::Finished, false)]
    {
        let simulator = with_state(FULL, before);
        let reply = post_json(&simulator, &format!("update?taskName={FULL}"), body);
        let task = simulator.task(FULL).unwrap();
        assert_eq!(reply.json()["isSuccess"], updated, "{before:?}");
        assert_eq!(task.value("source", "username").is_some(), updated, "{before:?}");
        assert_eq!(task.state, before);
    }
}

#[test]
fn an_update_deletes_first_and_then_sets() {
    let simulator = simulator([Task::new(INCR)
        .set("source", "checkpoint", "old")
        .set("source", "logproxy.address", "10.1.0.1:2983")
        .set("source", "username", "oms")
        .set("sink", "workerNum", "16")]);
    let query = "deleteParams=source.checkpoint,source.logproxy.address,sink.missing,none.at";
    let body = r#"{"source":{"checkpoint":"new","a b":"c"},"filter":{"x":""}}"#;
    let name = post_json(&simulator, &format!("update?taskName={INCR}&{query}"), body).confirmed();
    assert_eq!(name, INCR);
    let expected = Task::new(INCR)
        .set("source", "checkpoint", "new")
        .set("source", "username", "oms")
        .set("source", "a b", "c")
        .set("sink", "workerNum", "16")
        .set("filter", "x", "");
    assert_eq!(simulator.task(INCR).unwrap().configuration, expected.configuration);
}

#[test]
fn an_update_is_done_whole_or_not_at_all() {
    let simulator = simulator([Task::new(INCR).set("source", "username", "oms")]);
    let query = format!("update?taskName={INCR}&deleteParams=source.username");
    post_json(&simulator, &query, r#"{"sink":{"workerNum":"32"},"source":{"workerNum":8}}"#).refused();
    let expected = Task::new(INCR).set("source", "username", "oms");
    assert_eq!(simulator.task(INCR).unwrap().configuration, expected.configuration);
}

#[test]
fn migrate_answers_with_the_new_name_and_the_old_one_is_dead() {
    let simulator = simulator([Task::new(INCR).state(State::Abnormal).set("sink", "workerNum", "16")]);
    let new = "10.0.0.9-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003";
    let migrate = format!("migrate?taskName={INCR}&ip=10.0.0.9");
    assert_eq!(post(&simulator, &migrate).confirmed(), new);
    assert_eq!(simulator.names(), [new]);
    assert_eq!(state(&simulator, new), State::Stopped);
    assert_eq!(simulator.task(new).unwrap().value("sink", "workerNum"), Some("16"));
    assert_eq!(post(&simulator, &migrate).refused(), format!("Task {INCR} does not exist."));
    let next = post(&simulator, &format!("migrate?taskName={new}")).confirmed();
    assert_eq!(next, "10.0.0.9-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000004");
}

#[test]
fn a_running_task_neither_migrates_nor_goes() {
    let simulator = with_state(INCR, State::Running);
    for operation in ["migrate", "delete"] {
        let message = post(&simulator, &format!("{operation}?taskName={INCR}")).refused();
        assert_eq!(message, format!("Cannot {operation} a task that is running."));
    }
    assert_eq!(simulator.names(), [INCR]);
}

#[test]
fn a_deleted_task_is_unknown_to_every_operation() {
    for before in [State::Stopped, State::Abnormal, State::Finished] {
        let simulator = with_state(FULL, before);
        assert_eq!(post(&simulator, &format!("delete?taskName={FULL}")).confirmed(), FULL);
        assert_eq!(state(&simulator, FULL), State::Deleted);
        assert!(simulator.names().is_empty());
        for operation in ["resume", "stop", "update", "migrate", "delete"] {
            let reply = post(&simulator, &format!("{operation}?taskName={FULL}"));
            assert_eq!(reply.refused(), format!("Task {FULL} does not exist."));
            assert_eq!(reply.status, 200);
        }
    }
}

#[test]
fn a_migration_does_not_overwrite_the_task_that_has_the_next_name() {
    let next = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003";
    let config = Config {
        tasks: vec![Task::new(INCR), Task::new(next).set("sink", "workerNum", "1")],
        ..Config::default()
    };
    let simulator = Simulator::start(config).unwrap();
    let name = post(&simulator, &format!("migrate?taskName={INCR}")).confirmed();
    assert_eq!(name, "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000004");
    assert_eq!(simulator.task(next).unwrap().value("sink", "workerNum"), Some("1"));
}
