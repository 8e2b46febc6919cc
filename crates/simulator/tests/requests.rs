//! Which requests are understood, and how the others are refused.

use simulator::{State, Task};

use crate::support::{INCR, exchange, post, post_body, post_json, post_text, simulator, state, with_state};

#[test]
fn the_name_is_required() {
    let simulator = with_state(INCR, State::Running);
    for target in ["stop", "stop?", "stop?taskName=", "stop?taskName", "stop?TaskName=x"] {
        let reply = post(&simulator, target);
        assert_eq!(reply.refused(), "Required parameter taskName is missing.", "{target}");
        assert_eq!(reply.status, 400);
    }
}

#[test]
fn names_are_percent_decoded_and_a_plus_is_a_space() {
    let name = "a b&c=d#e%/ü+\u{1f980}";
    let simulator = with_state(name, State::Running);
    let encoded = "a+b%26c%3Dd%23e%25%2F%c3%bc%2B%F0%9F%A6%80";
    assert_eq!(post(&simulator, &format!("stop?taskName={encoded}")).confirmed(), name);
    assert_eq!(post(&simulator, &format!("stop?&taskName={encoded}&")).confirmed(), name);
    for broken in ["%", "%4", "%zz", "%ff"] {
        post(&simulator, &format!("stop?taskName={broken}")).refused();
    }
}

#[test]
fn parameters_that_the_page_does_not_list_are_refused() {
    let simulator = with_state(INCR, State::Running);
    for (target, parameter) in [
        ("stop?pullBackFlag=false", "pullBackFlag"),
        ("resume?force=true", "force"),
        ("delete?ip=10.0.0.1", "ip"),
        ("update?updateConfigMap=%7B%7D", "updateConfigMap"),
        ("migrate?restartFlag=true", "restartFlag"),
    ] {
        let message = post(&simulator, &format!("{target}&taskName={INCR}")).refused();
        assert_eq!(message, format!("Unknown parameter {parameter}."));
    }
}

#[test]
fn parameters_with_one_value_come_once() {
    let simulator = with_state(INCR, State::Stopped);
    for target in
        ["stop?taskName=x", "resume?pullBackFlag=true&pullBackFlag=true", "migrate?ip=10.0.0.1&ip=10.0.0.2"]
    {
        let message = post(&simulator, &format!("{target}&taskName={INCR}")).refused();
        assert!(message.ends_with("is given more than once."), "{message}");
    }
}

#[test]
fn deleted_parameters_are_a_list_however_it_is_written() {
    let simulator = simulator([Task::new(INCR).set("a", "x", "1").set("a", "y.z", "2").set("b", "x", "3")]);
    post(&simulator, &format!("update?deleteParams=a.x%2Cb.x&taskName={INCR}&deleteParams=a.y.z"))
        .confirmed();
    assert!(simulator.task(INCR).unwrap().configuration.values().all(|scope| scope.is_empty()));
}

#[test]
fn wrongly_typed_parameters_are_refused() {
    let simulator = with_state(INCR, State::Stopped);
    for target in [
        "resume?pullBackFlag=TRUE",
        "resume?pullBackFlag=1",
        "resume?pullBackFlag=",
        "resume?restartFlag=yes",
        "migrate?ip=",
        "migrate?ip=10.0.0",
        "migrate?ip=10.0.0.256",
        "migrate?ip=oms-2",
        "migrate?ip=%5B::1%5D",
        "update?deleteParams=",
        "update?deleteParams=checkpoint",
        "update?deleteParams=.checkpoint",
        "update?deleteParams=source.",
        "update?deleteParams=source.a,,source.b",
    ] {
        let message = post(&simulator, &format!("{target}&taskName={INCR}")).refused();
        assert!(message.starts_with("Parameter "), "{target}: {message}");
    }
    assert_eq!(simulator.names(), [INCR]);
    assert_eq!(state(&simulator, INCR), State::Stopped);
}

#[test]
fn bodies_that_are_no_map_of_strings_are_refused_with_the_place() {
    let simulator = with_state(INCR, State::Stopped);
    for (body, words) in [
        ("{\n\"source\":}", "The body is not JSON at line 2, column 10"),
        ("{\"source\":{}} x", "The body is not JSON at line 1"),
        ("[]", "updateConfigMap: an object is expected, an array found."),
        ("null", "updateConfigMap: an object is expected, null found."),
        (r#"{"source":"x"}"#, "updateConfigMap.source: an object is expected, a string found."),
        (r#"{"a":{"b":8}}"#, "updateConfigMap.a.b: a string is expected, a number found."),
        (r#"{"a":{"b":true}}"#, "updateConfigMap.a.b: a string is expected, a boolean found."),
        (r#"{"a":{"b":null}}"#, "updateConfigMap.a.b: a string is expected, null found."),
        (r#"{"a":{"b":{}}}"#, "updateConfigMap.a.b: a string is expected, an object found."),
        (r#"{"":{"b":"c"}}"#, "updateConfigMap.: a name is empty."),
        (r#"{"a":{"":"c"}}"#, "updateConfigMap.a.: a name is empty."),
    ] {
        let reply = post_json(&simulator, &format!("update?taskName={INCR}"), body);
        let message = reply.refused();
        assert!(message.starts_with(words), "{message}");
        assert_eq!(reply.status, 200);
    }
    let deep = "[".repeat(1000);
    post_json(&simulator, &format!("update?taskName={INCR}"), &deep).refused();
}

#[test]
fn a_body_that_does_not_say_it_is_json_never_reaches_the_cm() {
    let simulator = with_state(INCR, State::Stopped);
    let target = format!("update?taskName={INCR}");
    for headers in ["", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n"]
    {
        let reply = post_body(&simulator, &target, headers, r#"{"a":{"b":"c"}}"#);
        assert_eq!(reply.status, 415);
        assert!(reply.json().get("isSuccess").is_none());
    }
    assert!(simulator.task(INCR).unwrap().configuration.is_empty());
    let headers = "Content-Type: Application/JSON; charset=utf-8\r\n";
    post_body(&simulator, &target, headers, r#"{"a":{"b":"c"}}"#).confirmed();
    assert_eq!(simulator.task(INCR).unwrap().value("a", "b"), Some("c"));
}

#[test]
fn only_update_takes_a_body() {
    let simulator = with_state(INCR, State::Stopped);
    for operation in ["resume", "stop", "migrate", "delete"] {
        let message = post_json(&simulator, &format!("{operation}?taskName={INCR}"), "{}").refused();
        assert_eq!(message, "This operation takes no request body.");
    }
    assert_eq!(state(&simulator, INCR), State::Stopped);
    post(&simulator, &format!("update?taskName={INCR}")).confirmed();
}

#[test]
fn other_methods_and_paths_are_answered_by_the_web_server() {
    let simulator = with_state(INCR, State::Running);
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        let request =
            format!("{method} /connector/task/v2/stop?taskName={INCR} HTTP/1.1\r\nHost: cm\r\n\r\n");
        let reply = exchange(simulator.addr(), &request);
        assert_eq!(reply.status, 405);
        assert!(reply.head.contains("Allow: POST"));
        assert_eq!(reply.json()["error"], "Method Not Allowed");
    }
    for path in ["/", "/connector/task/v2/pullback", "/connector/task/v2/stop/", "/connector/task/v1/stop"] {
        let reply = exchange(simulator.addr(), &post_text(&format!("{path}?taskName={INCR}")));
        assert_eq!(reply.status, 404);
        assert!(reply.body.starts_with("<html>"));
    }
    assert_eq!(state(&simulator, INCR), State::Running);
}

#[test]
fn confirmations_have_exactly_the_bytes_of_the_page() {
    let simulator = with_state(INCR, State::Running);
    let reply = post(&simulator, &format!("stop?taskName={INCR}"));
    let expected = format!(
        r#"{{"errCode":null,"errMsg":null,"errorDetail":null,"isSuccess":true,"result":"{INCR}","retryable":null}}"#
    );
    assert_eq!(reply.body, expected);
    assert!(reply.head.contains("Content-Type: application/json"));
}
