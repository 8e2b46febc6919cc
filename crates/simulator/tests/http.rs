//! The wire itself: framing, limits, and connections that serve more than one request.

use std::io::{Read, Write};

use simulator::{Config, Simulator, State, Task};

use crate::support::{
    INCR, LONGEST, Reply, connect, exchange, post_text, read_all, send, simulator, with_state,
};

fn update(headers: &str, body: &str) -> String {
    format!(
        "POST /connector/task/v2/update?taskName={INCR} HTTP/1.1\r\nHost: cm\r\n\
         Content-Type: application/json\r\n{headers}\r\n{body}"
    )
}

#[test]
fn bodies_may_come_in_chunks() {
    let simulator = with_state(INCR, State::Stopped);
    let chunks = "7;x=y\r\n{\"a\":{\"\r\n8\r\nb\":\"c\"}}\r\n0\r\nTrailer: t\r\n\r\n";
    exchange(simulator.addr(), &update("Transfer-Encoding: chunked\r\n", chunks)).confirmed();
    assert_eq!(simulator.task(INCR).unwrap().value("a", "b"), Some("c"));
    assert_eq!(simulator.log().all()[0].text(), r#"{"a":{"b":"c"}}"#);
}

#[test]
fn a_client_that_waits_before_its_body_is_told_to_go_on() {
    let simulator = with_state(INCR, State::Stopped);
    let mut stream = send(simulator.addr(), &update("Expect: 100-continue\r\nContent-Length: 2\r\n", ""));
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"{}").unwrap();
    Reply::parse(&read_all(stream)).confirmed();
}

#[test]
fn a_body_of_five_megabytes_is_taken() {
    let simulator = with_state(INCR, State::Stopped);
    let value = "x".repeat(5_000_000);
    let body = format!(r#"{{"a":{{"b":"{value}"}}}}"#);
    let headers = format!("Content-Length: {}\r\n", body.len());
    exchange(simulator.addr(), &update(&headers, &body)).confirmed();
    assert_eq!(simulator.task(INCR).unwrap().value("a", "b"), Some(value.as_str()));
}

#[test]
fn a_name_of_ten_thousand_characters_is_taken() {
    let name = "é".repeat(10_000);
    let simulator = with_state(&name, State::Running);
    let target = format!("/connector/task/v2/stop?taskName={}", "%C3%A9".repeat(10_000));
    assert_eq!(exchange(simulator.addr(), &post_text(&target)).confirmed(), name);
}

#[test]
fn what_is_too_large_or_no_http_is_refused_and_changes_nothing() {
    let simulator = with_state(INCR, State::Stopped);
    let long = "x".repeat(300 * 1024);
    let far = "Transfer-Encoding: chunked\r\n";
    for (request, status) in [
        (update("Content-Length: 99000000\r\n", ""), 413),
        (update("Content-Length: 99999999999999999999999\r\n", ""), 413),
        (update(far, "ffffff0\r\n"), 413),
        (update(far, "zz\r\n"), 400),
        (update(far, "2\r\n{}{}\r\n"), 400),
        (update("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "{}"), 400),
        (update("Content-Length: 2\r\nContent-Length: 3\r\n", "{}"), 400),
        (format!("POST /{long} HTTP/1.1\r\n\r\n"), 431),
        ("hello\r\n\r\n".to_owned(), 400),
        ("GET  / HTTP/9\r\n\r\n".to_owned(), 400),
    ] {
        let reply = exchange(simulator.addr(), &request);
        assert_eq!(reply.status, status, "{reply:?} to {:.200}", request);
    }
    assert!(simulator.log().all().iter().all(|received| !received.applied));
}

#[test]
fn a_request_that_breaks_off_is_logged_and_not_carried_out() {
    let simulator = with_state(INCR, State::Stopped);
    drop(send(simulator.addr(), &update("Content-Length: 20\r\n", "{\"a\":")));
    let received = simulator.log().wait_for(1, LONGEST).unwrap();
    assert!(!received[0].applied);
    assert_eq!(received[0].body, b"");
}

#[test]
fn a_connection_serves_one_request_and_says_so() {
    let simulator = with_state(INCR, State::Running);
    let stop = post_text(&format!("/connector/task/v2/stop?taskName={INCR}"));
    let text = read_all(send(simulator.addr(), &format!("{stop}{stop}")));
    assert_eq!(text.matches("HTTP/1.1 200").count(), 1);
    assert!(text.contains("Connection: close\r\n"));
    assert_eq!(simulator.log().all().len(), 1);
}

#[test]
fn a_kept_connection_serves_requests_in_order_until_one_says_close() {
    let tasks = vec![Task::new(INCR).state(State::Running)];
    let simulator = Simulator::start(Config { tasks, keep_alive: true, ..Config::default() }).unwrap();
    let stop = post_text(&format!("/connector/task/v2/stop?taskName={INCR}"));
    let last = "GET /nowhere HTTP/1.1\r\nConnection: close\r\n\r\n";
    let text = read_all(send(simulator.addr(), &format!("{stop}{stop}{last}{stop}")));
    let statuses: Vec<_> = text.match_indices("HTTP/1.1 ").map(|(at, _)| &text[at + 9..at + 12]).collect();
    assert_eq!(statuses, ["200", "200", "404"]);
    let log = simulator.log().all();
    assert_eq!(log.iter().map(|received| received.connection).collect::<Vec<_>>(), [0, 0, 0]);
}

#[test]
fn an_answer_to_head_has_no_body() {
    let simulator = simulator([]);
    let reply = exchange(simulator.addr(), "HEAD /nowhere HTTP/1.1\r\n\r\n");
    assert_eq!((reply.status, reply.body.as_str()), (404, ""));
}

#[test]
fn a_connection_that_sends_nothing_disturbs_nobody() {
    let simulator = with_state(INCR, State::Running);
    let silent = connect(simulator.addr());
    exchange(simulator.addr(), &post_text(&format!("/connector/task/v2/stop?taskName={INCR}"))).confirmed();
    drop(silent);
}
