//! What a simulator does with each connection: reads requests, and answers them with whatever delays or breaks that.

use std::io::Write;
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::clock::Clock;
use crate::cm::{self, Answer, Cm};
use crate::connections::{Connections, Place};
use crate::control::{self, Control};
use crate::delivery::{Delivery, Then};
use crate::endpoint::Endpoint;
use crate::fault::{Action, Fault, Moment};
use crate::gate::{Gate, lock};
use crate::http::{self, Connection, Head, Limits, ReadError, Response};
use crate::log::{Log, Received};
use crate::oms::{self, Oms};
use crate::operation::{self, Parameters};
use crate::refusal::Refusal;
use crate::script::Script;

/// A state that all threads share.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) cm: Mutex<Cm>,
    /// Locked after `cm` where both are.
    pub(crate) oms: Mutex<Oms>,
    pub(crate) script: Script,
    pub(crate) log: Log,
    pub(crate) reads: Log,
    pub(crate) connections: Arc<Connections>,
    /// Opens when the simulator is dropped.
    pub(crate) stopping: Gate,
    pub(crate) keep_alive: bool,
    pub(crate) latency: Duration,
    pub(crate) clock: Clock,
}

impl Host {
    /// Serves one connection to its end.
    pub(crate) fn serve(&self, stream: TcpStream, place: &Place) {
        // Answers are written in one piece; waiting for more of it would only delay the last one.
        let _ = stream.set_nodelay(true);
        let mut connection = Connection::new(stream, Limits::default());
        loop {
            let delivery = match connection.read_head() {
                Ok(None) => return,
                Ok(Some(head)) => self.handle(&mut connection, &head, place),
                Err(error) => unreadable(&error),
            };
            let written = connection.stream().write_all(&http::dated(delivery.bytes, self.clock.now()));
            match delivery.then {
                // A client that went away is not there for the end either.
                _ if written.is_err() => return,
                Then::NextRequest => {}
                Then::Close => return connection.close(),
                Then::Reset => return connection.reset(),
                Then::Hang => return connection.hang(),
            }
        }
    }

    fn handle(&self, connection: &mut Connection, head: &Head, place: &Place) -> Delivery {
        let close = !self.keep_alive || head.wants_close();
        let with_body = head.method != "HEAD";
        if head.path().starts_with(control::PREFIX) {
            return match connection.read_body(head) {
                Ok(body) => {
                    let (mut cm, mut oms) = (lock(&self.cm), lock(&self.oms));
                    let logs = [&self.log, &self.reads];
                    let mut control = Control { cm: &mut cm, oms: &mut oms, script: &self.script, logs };
                    Delivery::whole(&control.answer(head, &body), close, with_body)
                }
                Err(error) => unreadable(&error),
            };
        }
        let parameters = operation::parameters(head.query().unwrap_or_default());
        if head.path() == oms::PATH {
            return self.read(connection, head, &parameters, close, place);
        }
        match Endpoint::at(head.path()) {
            Some(endpoint) if head.method == "POST" => {
                self.operate(connection, head, endpoint, &parameters, close, place)
            }
            endpoint => {
                let body = connection.read_body(head);
                let cm = lock(&self.cm);
                let response = match endpoint {
                    Some(_) => cm.method_not_allowed(head.path()),
                    None => cm::not_found(),
                };
                let received = received(head, &parameters, body.as_deref().unwrap_or_default(), false, place);
                self.log.push(received);
                match body {
                    Ok(_) => Delivery::whole(&response, close, with_body),
                    Err(error) => unreadable(&error),
                }
            }
        }
    }

    /// Returns a POST to one of the five endpoints: the operation first, then whatever delays the answer, then the
    /// answer or what a fault makes of it.
    fn operate(
        &self,
        connection: &mut Connection,
        head: &Head,
        endpoint: Endpoint,
        parameters: &Result<Parameters, Refusal>,
        close: bool,
        place: &Place,
    ) -> Delivery {
        let named = parameters.iter().flatten().find(|(name, _)| name == "taskName");
        let fault = self.script.take(endpoint, named.map(|(_, value)| value.as_str()));
        let fault = fault.unwrap_or_else(|| Fault::new(Action::Answer));
        if let Action::Cut { at: Moment::BeforeBody, how } = fault.action {
            self.log.push(received(head, parameters, &[], false, place));
            self.delay(&fault);
            return Delivery::nothing(how.into());
        }
        let body = match connection.read_body(head) {
            Ok(body) => body,
            Err(error) => {
                self.log.push(received(head, parameters, &[], false, place));
                return unreadable(&error);
            }
        };
        let request =
            cm::Request { endpoint, parameters, content_type: head.header("Content-Type"), body: &body };
        let answer = {
            // The log is written under the same lock, so that its order is the order of the operations.
            let mut cm = lock(&self.cm);
            let (answer, applied) = cm.answer(&request, fault.applies());
            self.log.push(received(head, parameters, &body, applied, place));
            answer
        };
        self.delay(&fault);
        Delivery::faulty(&fault.action, answer, close)
    }

    fn delay(&self, fault: &Fault) {
        self.stopping.wait_for(self.latency + fault.latency);
        if let Some(gate) = &fault.hold {
            gate.wait();
        }
    }

    /// Returns a request to the OpenAPI: looked up first, answered after what delays it, so that it may be old by then.
    fn read(
        &self,
        connection: &mut Connection,
        head: &Head,
        parameters: &Result<Parameters, Refusal>,
        close: bool,
        place: &Place,
    ) -> Delivery {
        let body = match connection.read_body(head) {
            Ok(body) => body,
            Err(error) => return unreadable(&error),
        };
        let answer = {
            let cm = lock(&self.cm);
            self.reads.push(received(head, parameters, &body, false, place));
            lock(&self.oms).answer(&cm, head, &body, self.clock.now())
        };
        self.stopping.wait_for(answer.latency);
        answer.gates.iter().for_each(Gate::wait);
        match answer.response {
            Some(response) if answer.missing > 0 => {
                Delivery::faulty(&Action::Truncate { missing: answer.missing }, Answer::Page(response), close)
            }
            Some(response) => Delivery::whole(&response, close, head.method != "HEAD"),
            None => Delivery::nothing(Then::Hang),
        }
    }
}

/// Returns what the log says of a request.
fn received(
    head: &Head,
    parameters: &Result<Parameters, Refusal>,
    body: &[u8],
    applied: bool,
    place: &Place,
) -> Received {
    Received {
        index: 0,
        connection: place.number,
        method: head.method.clone(),
        path: head.path().to_owned(),
        query: head.query().map(str::to_owned),
        parameters: parameters.as_ref().cloned().unwrap_or_default(),
        headers: head.headers.clone(),
        body: body.to_owned(),
        applied,
    }
}

/// Returns what a request gets that could not be read: a web server's short word, and the end of the connection.
fn unreadable(error: &ReadError) -> Delivery {
    match error.status() {
        Some(status) => {
            let response = Response::new(status).body("text/plain", format!("{error}\n"));
            Delivery::whole(&response, true, true)
        }
        None => Delivery::nothing(Then::Close),
    }
}
