//! The log, the paths for people, and the end of a simulator.

use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use simulator::{Action, Config, Fault, Gate, Simulator, State, Task};

use crate::support::{
    INCR, LONGEST, connect, post, post_body, post_text, request, send, simulator, state, with_state,
};

#[test]
fn the_log_has_every_request_as_it_came() {
    let simulator = with_state(INCR, State::Stopped);
    let encoded = INCR.replace(':', "%3A");
    let query = format!("taskName={encoded}&deleteParams=source.checkpoint");
    let headers = "Content-Type: application/json\r\nX-Requested-With: connector-console\r\n";
    post_body(&simulator, &format!("update?{query}"), headers, r#"{"a":{"b":"c"}}"#).confirmed();
    post(&simulator, "stop?taskName=none").refused();
    request(&simulator, "GET", "/other", "");
    let log = simulator.log().all();
    assert_eq!(log.iter().map(|received| received.index).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(log.iter().map(|received| received.applied).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!((log[0].method.as_str(), log[0].path.as_str()), ("POST", "/connector/task/v2/update"));
    assert_eq!(log[0].query.as_deref(), Some(query.as_str()));
    assert_eq!(log[0].parameter("taskName"), Some(INCR));
    assert_eq!(log[0].parameters[1], ("deleteParams".into(), "source.checkpoint".into()));
    assert_eq!(log[0].header("x-requested-with"), Some("connector-console"));
    assert_eq!(log[0].text(), r#"{"a":{"b":"c"}}"#);
    assert_eq!((log[2].method.as_str(), log[2].path.as_str()), ("GET", "/other"));
    assert_eq!(log[2].query, None);
}

#[test]
fn waiting_for_the_log_ends_with_the_request_or_with_what_came_instead() {
    let simulator = with_state(INCR, State::Running);
    let log = simulator.log();
    let waiting = thread::spawn(move || log.wait_for(1, LONGEST));
    post(&simulator, &format!("stop?taskName={INCR}")).confirmed();
    assert_eq!(waiting.join().unwrap().unwrap().len(), 1);
    let too_few = simulator.log().wait_for(2, Duration::from_millis(10)).unwrap_err();
    assert_eq!((too_few.expected, too_few.received.len()), (2, 1));
}

#[test]
fn people_see_tasks_and_log_as_json() {
    let simulator = simulator([Task::new(INCR).state(State::Running).set("source", "username", "oms")]);
    post(&simulator, &format!("stop?taskName={INCR}")).confirmed();
    let tasks = request(&simulator, "GET", "/simulator/tasks", "").json();
    assert_eq!(tasks[0]["name"], INCR);
    assert_eq!(tasks[0]["state"], "stopped");
    assert_eq!(tasks[0]["component"], "incrSync");
    assert_eq!(tasks[0]["configuration"]["source"]["username"], "oms");
    assert!(tasks[0]["position"]["np_57fdqtrsqiao_source-000-0"].is_i64());
    let log = request(&simulator, "GET", "/simulator/log", "").json();
    assert_eq!(log.as_array().unwrap().len(), 1, "the simulator's own paths are not logged");
    assert_eq!(log[0]["query"], format!("taskName={INCR}"));
    assert_eq!(log[0]["applied"], true);
}

#[test]
fn people_add_and_clear_faults() {
    let simulator = with_state(INCR, State::Running);
    let script = r#"[{"times":"always","action":{"kind":"respond","status":502}}]"#;
    assert_eq!(request(&simulator, "POST", "/simulator/faults", script).json()["added"], 1);
    assert_eq!(post(&simulator, &format!("stop?taskName={INCR}")).status, 502);
    assert_eq!(request(&simulator, "DELETE", "/simulator/faults", "").status, 204);
    post(&simulator, &format!("stop?taskName={INCR}")).confirmed();
    let mistake = request(&simulator, "POST", "/simulator/faults", r#"[{"time":1}]"#);
    assert_eq!(mistake.status, 400);
    assert!(mistake.json()["error"].as_str().unwrap().contains("time"));
    assert_eq!(request(&simulator, "GET", "/simulator/faults", "").status, 405);
    assert_eq!(request(&simulator, "GET", "/simulator/", "").status, 404);
}

#[test]
fn tasks_can_be_added_and_broken_from_outside() {
    let simulator = simulator([]);
    simulator.add_task(Task::new(INCR).state(State::Running));
    assert!(simulator.set_state(INCR, State::Abnormal));
    assert_eq!(state(&simulator, INCR), State::Abnormal);
    assert!(!simulator.set_state("none", State::Running));
    assert!(simulator.task("none").is_none());
}

#[test]
fn dropping_a_simulator_frees_its_port_whatever_its_connections_wait_for() {
    let simulator = with_state(INCR, State::Running);
    let address = simulator.addr();
    let stop = post_text(&format!("/connector/task/v2/stop?taskName={INCR}"));
    simulator.fault(Fault::new(Action::Hang));
    simulator.fault(Fault::held(&Gate::new()));
    simulator.fault(Fault::new(Action::Answer).latency(Duration::from_secs(3600)));
    simulator.fault(Fault::new(Action::Oversize { bytes: 50_000_000, valid: false }));
    let waiting: Vec<_> = (0..4).map(|_| send(address, &stop)).collect();
    let silent = connect(address);
    simulator.log().wait_for(4, LONGEST).unwrap();
    drop(simulator);
    TcpListener::bind(address).unwrap();
    drop((waiting, silent));
}

#[test]
fn a_port_in_use_is_an_error() {
    let first = simulator([]);
    let second = Simulator::start(Config { address: first.addr(), ..Config::default() });
    assert_eq!(second.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
}
