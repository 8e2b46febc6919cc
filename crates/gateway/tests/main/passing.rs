//! Calls reach the host byte for byte and once, and its answers, or their lack, reach the client as they are.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::support::{Directory, Reply, ask, send};
use console_core::{
    openapi::{Direction, Metric, ReadRequest},
    time::EpochSeconds,
};
use gateway::{Config, FurtherHost, Gateway};

const MARK: &str = "X-Requested-With: connector-console\r\n";

/// A host that takes one connection, reads one request whose body has `length` bytes, and does what it is told.
fn host(
    length: usize,
    answer: impl FnOnce(&mut TcpStream) + Send + 'static,
) -> (SocketAddr, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let thread = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        drop(listener);
        let mut request = Vec::new();
        let mut byte = [0];
        while !request.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            request.push(byte[0]);
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).unwrap();
        request.extend(body);
        answer(&mut stream);
        request
    });
    (address, thread)
}

fn gateway(upstream: Option<SocketAddr>, timeout: Option<Duration>) -> (Directory, Gateway) {
    let directory = Directory::with_console();
    let mut config = Config::new(directory.console());
    config.upstream = upstream.map(|address| address.to_string());
    config.timeout = timeout.unwrap_or(config.timeout);
    let server = Gateway::start(config).unwrap();
    (directory, server)
}

/// What a client gets for a call when the host does this.
fn reply(answer: impl FnOnce(&mut TcpStream) + Send + 'static) -> Reply {
    let (address, host) = host(0, answer);
    let (_directory, server) = gateway(Some(address), None);
    let reply = ask(server.address(), "POST", "/connector/task/v2/stop", MARK);
    host.join().unwrap();
    reply
}

fn says(answer: &'static str) -> impl FnOnce(&mut TcpStream) + Send + 'static {
    move |stream| stream.write_all(answer.as_bytes()).unwrap()
}

#[test]
fn a_call_arrives_byte_for_byte_and_its_answer_too() {
    let body =
        "{\"source\": {\"checkpoint\":\"{\\\"0\\\":\\\"1676286000\\\"}\", \"x\":\"\u{0}\u{4e2d}\"}}\r\n";
    let (address, host) = host(body.len(), |stream| {
        let answer = "HTTP/1.1 418 I'm a Teapot\r\nX-Kept: a,  b\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\n\
                      Keep-Alive: timeout=5\r\nContent-Length: 5\r\n\r\n\u{0}\u{1}\r\nx";
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let (_directory, server) = gateway(Some(address), None);
    let target = "/connector/task/v2/update?taskName=a%3Ab:c~*&x=%2F/..//?&&=%zz";
    let reply = send(
        server.address(),
        format!(
            "POST {target} HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\n{MARK}Content-Type: text/x;  y\r\n\
             Connection: keep-alive, X-Mine\r\nX-Mine: 1\r\nTE: trailers\r\nContent-Length: {}\r\n\r\n{body}",
            body.len(),
            own = server.address(),
        )
        .as_bytes(),
    );
    let received = String::from_utf8(host.join().unwrap()).unwrap();
    let (head, received_body) = received.split_once("\r\n\r\n").unwrap();
    let (request_line, fields) = head.split_once("\r\n").unwrap();
    let own = server.address();
    assert_eq!(request_line, format!("POST {target} HTTP/1.1"));
    let mut fields: Vec<_> = fields.lines().map(str::to_owned).collect();
    fields.sort();
    let expected = [
        "connection: close".to_owned(),
        format!("content-length: {}", body.len()),
        "content-type: text/x;  y".to_owned(),
        format!("host: {address}"),
        format!("origin: http://{own}"),
        "x-requested-with: connector-console".to_owned(),
    ];
    assert_eq!(fields, expected);
    assert_eq!(received_body, body);
    assert!(reply.head.starts_with("HTTP/1.1 418 I'm a Teapot\r\n"), "{}", reply.head);
    assert_eq!(reply.header("X-Kept"), Some("a,  b"));
    assert_eq!(reply.header("Content-Length"), Some("5"));
    assert_eq!(reply.header("Connection"), Some("close"));
    assert_eq!(reply.header("X-Hop"), None);
    assert_eq!(reply.header("Keep-Alive"), None);
    assert_eq!(reply.body, b"\0\x01\r\nx");
}

#[test]
fn a_chunked_body_is_put_together_for_the_host() {
    let (address, host) = host(5, says("HTTP/1.1 204 No Content\r\n\r\n"));
    let (_directory, server) = gateway(Some(address), None);
    let request = format!(
        "POST /connector/x HTTP/1.1\r\nHost: {}\r\n{MARK}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n",
        server.address()
    );
    assert_eq!(send(server.address(), request.as_bytes()).status(), "204");
    let received = String::from_utf8(host.join().unwrap()).unwrap();
    assert!(received.contains("content-length: 5\r\n"), "{received}");
    assert!(received.ends_with("\r\n\r\nabcde"), "{received}");
}

#[test]
fn an_answer_keeps_its_end_however_that_is_told() {
    let chunked = reply(says(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\nab\r\n1\r\nc\r\n0\r\nA: b\r\n\r\n",
    ));
    assert_eq!(chunked.text(), "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    assert_eq!(chunked.header("Transfer-Encoding"), Some("chunked"));
    let until_close = reply(says("HTTP/1.0 200 OK\r\n\r\nabc"));
    assert_eq!(until_close.text(), "3\r\nabc\r\n0\r\n\r\n");
    assert_eq!(until_close.header("Transfer-Encoding"), Some("chunked"));
    let after_interim =
        reply(says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
    assert_eq!((after_interim.status(), after_interim.text()), ("200", "x"));
}

#[test]
fn an_answer_that_breaks_off_breaks_off_here_too() {
    let short = reply(says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"isSuccess\": tr"));
    assert!(!short.ended || short.body.len() < 100);
    let cut = reply(says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"));
    assert!(!cut.body.ends_with(b"0\r\n\r\n"));
    let within_chunk = reply(says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"));
    assert!(!within_chunk.body.ends_with(b"\r\n0\r\n\r\n"));
}

#[test]
fn without_an_answer_there_is_a_page_as_gateways_send_it() {
    // Nothing listens on port 1 of a sane machine.
    let refused = "127.0.0.1:1".parse().unwrap();
    let (_directory, server) = gateway(Some(refused), None);
    let no_host = ask(server.address(), "POST", "/connector/task/v2/stop", MARK);
    let closed = reply(|stream| stream.shutdown(Shutdown::Both).unwrap());
    let half_a_head = reply(says("HTTP/1.1 200 OK\r\nContent-Le"));
    let nonsense = reply(says("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
    for reply in [no_host, closed, half_a_head, nonsense] {
        assert_eq!(reply.status(), "502", "{}", reply.head);
        assert_eq!(reply.header("Content-Type"), Some("text/html"));
        assert!(reply.text().contains("<h1>502 Bad Gateway</h1>"));
        assert!(reply.ended);
    }
}

#[test]
fn a_host_that_says_nothing_is_given_up_when_a_time_out_is_set() {
    let (address, host) = host(0, |stream| {
        // Ends when the gateway gives up.
        let _ = stream.read(&mut [0]);
    });
    let (_directory, server) = gateway(Some(address), Some(Duration::from_millis(50)));
    let reply = ask(server.address(), "POST", "/connector/task/v2/stop", MARK);
    host.join().unwrap();
    assert_eq!(reply.status(), "504");
    assert!(reply.text().contains("<h1>504 Gateway Time-out</h1>"));
}

#[test]
fn foreign_requests_never_reach_the_host() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let (_directory, server) = gateway(Some(listener.local_addr().unwrap()), None);
    let foreign = format!("{MARK}Origin: http://elsewhere.example\r\n");
    for lines in
        ["", "Content-Type: text/plain\r\n", "X-Requested-With: XMLHttpRequest\r\n", foreign.as_str()]
    {
        let reply = ask(server.address(), "POST", "/connector/task/v2/delete?taskName=a", lines);
        assert_eq!(reply.status(), "403", "{lines}");
    }
    assert!(listener.accept().is_err(), "a connection was made");
}

/// A gateway in front of an OMS alone.
fn reading(oms: Option<SocketAddr>) -> (Directory, Gateway) {
    let directory = Directory::with_console();
    let mut config = Config::new(directory.console());
    config.oms = oms.map(|address| address.to_string());
    let server = Gateway::start(config).unwrap();
    (directory, server)
}

#[test]
fn each_read_of_the_console_reaches_oms_with_its_credentials_and_nothing_else() {
    let id = String::from("np_1");
    let (begin, end) = (EpochSeconds::new(1_795_158_000).unwrap(), EpochSeconds::new(1_795_161_600).unwrap());
    let reads = [
        ReadRequest::Projects { page: 1 },
        ReadRequest::Project { id: id.clone() },
        ReadRequest::Components { id: id.clone() },
        ReadRequest::Steps { id: id.clone() },
        ReadRequest::Progress { id: id.clone() },
        ReadRequest::Metric {
            id,
            direction: Direction::Forward,
            metric: Metric::Delay,
            begin,
            end,
            points: 9,
        },
        ReadRequest::Labels,
    ];
    for read in reads {
        let body = read.body();
        let (address, oms) = host(body.len(), says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
        let (_directory, server) = reading(Some(address));
        let (own, length, query) = (server.address(), body.len(), read.query());
        let request = format!(
            "POST /api/v2?{query} HTTP/1.1\r\nHost: {own}\r\n{MARK}Content-Type: application/json\r\n\
             Authorization: Basic eDp5\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        assert_eq!(send(own, request.as_bytes()).text(), "{}");
        let received = String::from_utf8(oms.join().unwrap()).unwrap();
        let (head, received_body) = received.split_once("\r\n\r\n").unwrap();
        let (request_line, fields) = head.split_once("\r\n").unwrap();
        assert_eq!(request_line, format!("POST /api/v2?{query} HTTP/1.1"));
        let mut fields: Vec<_> = fields.lines().map(str::to_owned).collect();
        fields.sort();
        let expected = [
            "authorization: Basic eDp5".to_owned(),
            "connection: close".to_owned(),
            format!("content-length: {length}"),
            "content-type: application/json".to_owned(),
            format!("host: {address}"),
            "x-requested-with: connector-console".to_owned(),
        ];
        assert_eq!(fields, expected);
        assert_eq!(received_body, body);
    }
}

#[test]
fn whatever_is_no_read_never_reaches_oms() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let (_directory, server) = reading(Some(listener.local_addr().unwrap()));
    for (method, target, lines, status) in [
        ("POST", "/api/v2?Action=DeleteProject", MARK, "403"),
        ("POST", "/api/v2?Action=ListProjects&Action=DeleteProject", MARK, "403"),
        ("POST", "/api/v2?Action=DeleteProject&Action=ListProjects", MARK, "403"),
        ("POST", "/api/v2?Action=ListProjects&", MARK, "403"),
        ("POST", "/api/v2?Action=List%50rojects", MARK, "403"),
        ("POST", "/api/v2?action=ListProjects", MARK, "403"),
        ("POST", "/api/v2?", MARK, "403"),
        ("POST", "/api/v2", MARK, "403"),
        ("POST", "/api/v2?Action=ListProjects", "", "403"),
        ("GET", "/api/v2?Action=ListProjects", MARK, "405"),
        ("PUT", "/api/v2?Action=ListProjects", MARK, "405"),
        ("POST", "/api/v2/x?Action=ListProjects", MARK, "405"),
        ("POST", "/api//v2?Action=ListProjects", MARK, "405"),
    ] {
        let reply = ask(server.address(), method, target, lines);
        assert_eq!(reply.status(), status, "{method} {target}");
    }
    assert!(listener.accept().is_err(), "a connection was made");
    let (_directory, without) = reading(None);
    assert_eq!(ask(without.address(), "POST", "/api/v2?Action=ListProjects", MARK).status(), "404");
}

#[test]
fn a_further_host_has_paths_of_its_own() {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let (cm, call) = host(0, says(answer));
    let (oms, read) = host(0, says(answer));
    let directory = Directory::with_console();
    let mut config = Config::new(directory.console());
    config.further.push(FurtherHost {
        connector_path: "/second/connector/".into(),
        openapi_path: "/second/api/v2".into(),
        upstream: Some(cm.to_string()),
        oms: Some(oms.to_string()),
    });
    let server = Gateway::start(config).unwrap();
    let post = |target: &str| ask(server.address(), "POST", target, MARK);
    assert_eq!(post("/second/connector/task/v2/stop?taskName=%zz//?").status(), "200");
    assert_eq!(post("/second/api/v2?Action=ListProjects").status(), "200");
    assert_eq!(post("/second/api/v2?Action=DeleteProject").status(), "403");
    assert_eq!(ask(server.address(), "POST", "/second/connector/x", "").status(), "403");
    // The first one has no host behind it.
    assert_eq!(post("/connector/task/v2/stop").status(), "502");
    assert_eq!(post("/api/v2?Action=ListProjects").status(), "404");
    let line = |request: Vec<u8>| String::from_utf8(request).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(line(call.join().unwrap()), "POST /connector/task/v2/stop?taskName=%zz//? HTTP/1.1");
    assert_eq!(line(read.join().unwrap()), "POST /api/v2?Action=ListProjects HTTP/1.1");
}
