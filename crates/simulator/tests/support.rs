//! A client that hides nothing of HTTP, and the tasks that the tests have in common.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;
use simulator::{Config, Simulator, State, Task};

/// Long enough for a busy machine; no test waits so long unless it fails.
pub const LONGEST: Duration = Duration::from_secs(20);

pub const INCR: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";
pub const FULL: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-full_trans-1-0:0008000001";
pub const ODD: &str = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";

pub fn simulator(tasks: impl IntoIterator<Item = Task>) -> Simulator {
    Simulator::start(Config { tasks: tasks.into_iter().collect(), ..Config::default() }).unwrap()
}

pub fn with_state(name: &str, state: State) -> Simulator {
    simulator([Task::new(name).state(state)])
}

/// A response, taken apart.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    pub fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response: {text:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The name in a confirmation.
    pub fn confirmed(&self) -> String {
        let envelope = self.json();
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(envelope["isSuccess"], true, "{self:?}");
        envelope["result"].as_str().unwrap().to_owned()
    }

    /// The message of a refusal in the envelope.
    pub fn refused(&self) -> String {
        let envelope = self.json();
        assert_eq!(envelope["isSuccess"], false, "{self:?}");
        assert_eq!(envelope.as_object().unwrap().len(), 6, "{self:?}");
        assert!(envelope["errCode"].is_string() && envelope["result"].is_null(), "{self:?}");
        envelope["errMsg"].as_str().unwrap().to_owned()
    }
}

pub fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(LONGEST)).unwrap();
    stream
}

/// Sends a request as it stands and returns the open connection.
pub fn send(address: SocketAddr, request: &str) -> TcpStream {
    let mut stream = connect(address);
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

/// What comes until the connection ends in order.
pub fn read_all(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

/// A POST with nothing in it but a target.
pub fn post_text(target: &str) -> String {
    format!("POST {target} HTTP/1.1\r\nHost: cm\r\nContent-Length: 0\r\n\r\n")
}

pub fn exchange(address: SocketAddr, request: &str) -> Reply {
    Reply::parse(&read_all(send(address, request)))
}

/// A POST to an endpoint, `endpoint?query`.
pub fn post(simulator: &Simulator, target: &str) -> Reply {
    exchange(simulator.addr(), &post_text(&format!("/connector/task/v2/{target}")))
}

/// A POST with a JSON body.
pub fn post_json(simulator: &Simulator, target: &str, body: &str) -> Reply {
    post_body(simulator, target, "Content-Type: application/json\r\n", body)
}

pub fn post_body(simulator: &Simulator, target: &str, headers: &str, body: &str) -> Reply {
    let length = body.len();
    let request = format!(
        "POST /connector/task/v2/{target} HTTP/1.1\r\nHost: cm\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    );
    exchange(simulator.addr(), &request)
}

/// A request of any kind.
pub fn request(simulator: &Simulator, method: &str, path: &str, body: &str) -> Reply {
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nHost: cm\r\nContent-Length: {length}\r\n\r\n");
    exchange(simulator.addr(), &format!("{head}{body}"))
}

pub fn state(simulator: &Simulator, name: &str) -> State {
    simulator.task(name).unwrap().state
}
