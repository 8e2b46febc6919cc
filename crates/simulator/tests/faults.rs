//! Each fault as a client sees it, and what it leaves behind.

use std::io::{ErrorKind, Read};
use std::time::{Duration, Instant};

use serde_json::json;
use simulator::{Action, Config, Ending, Endpoint, Fault, Gate, Moment, Simulator, State, Task, Times};

use crate::support::{
    INCR, LONGEST, ODD, post, post_text, read_all, request, send, simulator, state, with_state,
};

fn stop() -> String {
    post_text(&format!("/connector/task/v2/stop?taskName={INCR}"))
}

/// What arrives until the connection ends, and whether it ended with a reset.
fn raw(simulator: &Simulator, request: &str) -> (String, bool) {
    let mut stream = send(simulator.addr(), request);
    let mut bytes = Vec::new();
    let reset = match stream.read_to_end(&mut bytes) {
        Ok(_) => false,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => true,
        Err(error) => panic!("{error}"),
    };
    (String::from_utf8(bytes).unwrap(), reset)
}

fn running() -> Simulator {
    with_state(INCR, State::Running)
}

fn body_of(text: &str) -> &str {
    text.split_once("\r\n\r\n").unwrap().1
}

fn announced(text: &str) -> usize {
    let (_, after) = text.split_once("Content-Length: ").unwrap();
    after.split_once("\r\n").unwrap().0.parse().unwrap()
}

#[test]
fn connections_end_before_anything_is_answered() {
    for at in [Moment::BeforeBody, Moment::BeforeAnswer] {
        for (how, expected_reset) in [(Ending::Close, false), (Ending::Reset, true)] {
            let simulator = running();
            simulator.fault(Fault::cut(at, how));
            assert_eq!(raw(&simulator, &stop()), (String::new(), expected_reset), "{at:?} {how:?}");
            assert_eq!(state(&simulator, INCR), State::Running);
            post(&simulator, &format!("stop?taskName={INCR}")).confirmed();
        }
    }
}

#[test]
fn an_operation_takes_place_although_its_answer_is_lost() {
    for action in [
        Action::Cut { at: Moment::BeforeAnswer, how: Ending::Close },
        Action::Cut { at: Moment::BeforeAnswer, how: Ending::Reset },
        Action::Respond { status: 504, headers: Vec::new(), body: Vec::new() },
    ] {
        let simulator = running();
        simulator.fault(Fault::new(action).applied(true));
        let (text, _) = raw(&simulator, &stop());
        assert!(!text.contains("isSuccess"));
        assert_eq!(state(&simulator, INCR), State::Stopped);
        assert!(simulator.log().all()[0].applied);
    }
}

#[test]
fn an_operation_that_is_confirmed_may_not_have_taken_place() {
    let simulator = running();
    simulator.fault(Fault::new(Action::Answer).applied(false));
    assert_eq!(post(&simulator, &format!("stop?taskName={INCR}")).confirmed(), INCR);
    assert_eq!(state(&simulator, INCR), State::Running);
    assert!(!simulator.log().all()[0].applied);
}

#[test]
fn a_body_that_was_not_read_cannot_be_applied() {
    let simulator = running();
    simulator.fault(Fault::cut(Moment::BeforeBody, Ending::Close).applied(true));
    raw(&simulator, &stop());
    assert_eq!(state(&simulator, INCR), State::Running);
}

#[test]
fn connections_end_within_the_answer() {
    for (how, expected_reset) in [(Ending::Close, false), (Ending::Reset, true)] {
        let simulator = running();
        simulator.fault(Fault::cut(Moment::DuringAnswer, how));
        let (text, reset) = raw(&simulator, &stop());
        assert_eq!(reset, expected_reset);
        assert!(body_of(&text).starts_with("{\"errCode\":null"));
        assert_eq!(body_of(&text).len(), announced(&text) / 2);
        assert_eq!(state(&simulator, INCR), State::Stopped);
    }
}

#[test]
fn connections_end_after_an_answer_that_did_not_say_so() {
    for (how, expected_reset) in [(Ending::Close, false), (Ending::Reset, true)] {
        let simulator = running();
        simulator.fault(Fault::cut(Moment::AfterAnswer, how));
        let (text, reset) = raw(&simulator, &stop());
        assert_eq!(reset, expected_reset);
        assert_eq!(body_of(&text).len(), announced(&text));
        assert!(!text.contains("Connection:"));
    }
}

#[test]
fn a_gateway_answers_in_the_place_of_the_cm() {
    let simulator = running();
    simulator.fault(Fault::respond(502, "text/html", "<h1>502 Bad Gateway</h1>"));
    let (text, _) = raw(&simulator, &stop());
    assert!(text.starts_with("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n"));
    assert_eq!(body_of(&text), "<h1>502 Bad Gateway</h1>");
    assert_eq!(state(&simulator, INCR), State::Running);
}

#[test]
fn a_truncated_body_is_shorter_than_announced() {
    let simulator = running();
    simulator.fault(Fault::new(Action::Truncate { missing: 10 }));
    let (text, reset) = raw(&simulator, &stop());
    assert_eq!(body_of(&text).len(), announced(&text) - 10);
    assert!(!reset);
}

#[test]
fn an_oversized_body_may_be_readable_or_not() {
    let simulator = running();
    for valid in [true, false] {
        simulator.fault(Fault::new(Action::Oversize { bytes: 3_000_000, valid }));
        let (text, _) = raw(&simulator, &stop());
        assert_eq!(body_of(&text).len(), 3_000_000);
        let envelope = serde_json::from_str::<serde_json::Value>(body_of(&text));
        assert_eq!(envelope.is_ok_and(|envelope| envelope["result"] == INCR), valid);
    }
}

#[test]
fn envelopes_lose_fields_and_have_them_mistyped() {
    let simulator = running();
    simulator.fault(Fault::set("isSuccess", "true"));
    simulator.fault(Fault::set("result", json!(null)));
    simulator.fault(Fault::set("retryable", json!({ "a": [1] })));
    simulator.fault(Fault::remove("isSuccess"));
    let answer = || post(&simulator, &format!("stop?taskName={INCR}")).json();
    assert_eq!(answer()["isSuccess"], "true");
    assert_eq!(answer()["result"], json!(null));
    assert_eq!(answer()["retryable"], json!({ "a": [1] }));
    assert!(answer().get("isSuccess").is_none());
    assert_eq!(answer()["isSuccess"], true);
}

#[test]
fn refusals_say_whether_they_may_be_repeated_in_more_than_one_way() {
    let simulator = running();
    for retryable in [json!(true), json!(false), json!("true"), json!(null)] {
        simulator.fault(Fault::reject("CM-RESOAT000011", "no report", retryable.clone()));
        let reply = post(&simulator, &format!("stop?taskName={INCR}"));
        assert_eq!(reply.refused(), "no report");
        assert_eq!(reply.json()["errCode"], "CM-RESOAT000011");
        assert_eq!(reply.json()["retryable"], retryable);
    }
    assert_eq!(state(&simulator, INCR), State::Running);
}

#[test]
fn latency_comes_before_any_action() {
    let simulator = running();
    let latency = Duration::from_millis(60);
    for action in [Action::Answer, Action::Cut { at: Moment::BeforeAnswer, how: Ending::Close }] {
        simulator.fault(Fault::new(action).latency(latency));
        let sent = Instant::now();
        raw(&simulator, &stop());
        assert!(sent.elapsed() >= latency);
    }
}

#[test]
fn a_host_may_be_slow_throughout() {
    let latency = Duration::from_millis(30);
    let config = Config { tasks: vec![Task::new(INCR)], latency, ..Config::default() };
    let simulator = Simulator::start(config).unwrap();
    for _ in 0..2 {
        let sent = Instant::now();
        post(&simulator, &format!("stop?taskName={INCR}")).confirmed();
        assert!(sent.elapsed() >= latency);
    }
}

#[test]
fn a_held_answer_comes_when_the_gate_is_released_and_not_before() {
    let simulator = running();
    let gate = Gate::new();
    simulator.fault(Fault::held(&gate));
    let stream = send(simulator.addr(), &stop());
    simulator.log().wait_for(1, LONGEST).unwrap();
    assert_eq!(state(&simulator, INCR), State::Stopped);
    stream.set_nonblocking(true).unwrap();
    assert_eq!(stream.peek(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
    stream.set_nonblocking(false).unwrap();
    gate.release();
    assert!(read_all(stream).contains("\"isSuccess\":true"));
}

#[test]
fn clearing_the_faults_lets_held_answers_go() {
    let simulator = running();
    simulator.fault(Fault::held(&Gate::new()));
    let stream = send(simulator.addr(), &stop());
    simulator.log().wait_for(1, LONGEST).unwrap();
    assert_eq!(request(&simulator, "DELETE", "/simulator/faults", "").status, 204);
    assert!(read_all(stream).contains("\"isSuccess\":true"));
}

#[test]
fn a_hanging_answer_never_comes() {
    let simulator = running();
    simulator.fault(Fault::new(Action::Hang).applied(true));
    let mut stream = send(simulator.addr(), &stop());
    simulator.log().wait_for(1, LONGEST).unwrap();
    assert_eq!(state(&simulator, INCR), State::Stopped);
    drop(simulator);
    let mut rest = Vec::new();
    // The end of the simulator ends the connection, in order or not; there is no answer either way.
    let _ = stream.read_to_end(&mut rest);
    assert_eq!(rest, b"");
}

#[test]
fn faults_meet_the_requests_that_they_are_for() {
    let simulator = simulator([Task::new(INCR), Task::new(ODD)]);
    let fault = Fault::respond(503, "text/plain", "").on(Endpoint::Stop).task(ODD).nth(2);
    simulator.fault(fault.times(Times::Exactly(2)));
    let status = |target: &str| post(&simulator, target).status;
    let (odd, other) = (format!("stop?taskName={ODD}"), format!("stop?taskName={INCR}"));
    assert_eq!([status(&odd), status(&other), status(&odd)], [200, 200, 503]);
    assert_eq!([status(&format!("update?taskName={ODD}")), status(&odd), status(&odd)], [200, 503, 200]);
}
