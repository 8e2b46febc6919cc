//! The simulator as a server: a thread that accepts, a thread for each connection, and the handle that
//! tests hold.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::clock::Clock;
use crate::cm::{self, Answer, Cm};
use crate::connections::{Connections, Place};
use crate::control::{self, Control};
use crate::delivery::{Delivery, Then};
use crate::endpoint::Endpoint;
use crate::event::HostEvent;
use crate::fault::{Action, Fault, Moment};
use crate::gate::{Gate, lock};
use crate::http::{self, Connection, Head, Limits, ReadError, Response};
use crate::log::{Log, Received};
use crate::oms::{self, Oms, OmsSettings, Project};
use crate::operation::{self, Parameters};
use crate::refusal::Refusal;
use crate::script::Script;
use crate::task::{State, Task};

/// How a simulator starts.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub address: SocketAddr,
    /// The tasks of the host.
    pub tasks: Vec<Task>,
    /// Whether connections serve several requests. Without, each response says `Connection: close`, as the
    /// gateways of a deployment should: a browser repeats a POST by itself when a reused connection breaks.
    pub keep_alive: bool,
    /// How long the host takes for every operation, besides the latency of faults.
    pub latency: Duration,
    /// What time it is.
    pub clock: Clock,
    /// The projects that OMS knows, besides those that tasks have in their names.
    pub projects: Vec<Project>,
    /// How OMS answers its OpenAPI. Without more it does not.
    pub oms: OmsSettings,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            tasks: Vec::new(),
            keep_alive: false,
            latency: Duration::ZERO,
            clock: Clock::system(),
            projects: Vec::new(),
            oms: OmsSettings::default(),
        }
    }
}

/// A running simulator. Dropping it ends every connection, frees the port, and waits for both.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    host: Arc<Host>,
    acceptor: Option<JoinHandle<()>>,
}

/// What all threads share.
#[derive(Debug)]
struct Host {
    cm: Mutex<Cm>,
    /// Locked after `cm` where both are.
    oms: Mutex<Oms>,
    script: Script,
    log: Log,
    reads: Log,
    connections: Arc<Connections>,
    /// Opens when the simulator is dropped.
    stopping: Gate,
    keep_alive: bool,
    latency: Duration,
    clock: Clock,
}

impl Simulator {
    /// Starts listening and answering.
    ///
    /// # Errors
    /// Those of binding the address, a port in use foremost.
    pub fn start(config: Config) -> io::Result<Self> {
        let listener = TcpListener::bind(config.address)?;
        let address = listener.local_addr()?;
        let host = Arc::new(Host {
            cm: Mutex::new(Cm::new(config.tasks, config.clock.clone())),
            oms: Mutex::new(Oms::new(config.projects, config.oms, config.clock.now())),
            script: Script::default(),
            log: Log::default(),
            reads: Log::default(),
            connections: Arc::default(),
            stopping: Gate::new(),
            keep_alive: config.keep_alive,
            latency: config.latency,
            clock: config.clock,
        });
        let acceptor = thread::Builder::new().name("simulator".into()).spawn({
            let host = Arc::clone(&host);
            move || accept(&listener, &host)
        })?;
        Ok(Self { address, host, acceptor: Some(acceptor) })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Adds a task, in place of one of the same name.
    pub fn add_task(&self, task: Task) {
        lock(&self.host.cm).add(task);
    }

    /// A task as it is now; a deleted one is still there, in that state.
    pub fn task(&self, name: &str) -> Option<Task> {
        lock(&self.host.cm).task(name)
    }

    /// The names of all tasks that are not deleted, sorted.
    pub fn names(&self) -> Vec<String> {
        lock(&self.host.cm).names()
    }

    /// Puts a task into a state, as an event on the host would; false if there is no such task.
    pub fn set_state(&self, name: &str, state: State) -> bool {
        lock(&self.host.cm).set_state(name, state)
    }

    /// Adds a fault to the script.
    pub fn fault(&self, fault: Fault) {
        self.host.script.add(fault);
    }

    /// Forgets all faults and lets go of the answers that they hold back.
    pub fn clear_faults(&self) {
        self.host.script.clear();
    }

    /// What was received so far, and from now on, but reads.
    pub fn log(&self) -> Log {
        self.host.log.clone()
    }

    /// The reads so far, and from now on: requests to the OpenAPI, whether or not there is one.
    pub fn reads(&self) -> Log {
        self.host.reads.clone()
    }

    /// Changes how OMS answers from now on.
    pub fn change_oms(&self, change: impl FnOnce(&mut OmsSettings)) {
        change(&mut lock(&self.host.oms).settings);
    }

    /// Adds a project, in place of one of the same id.
    pub fn add_project(&self, project: Project) {
        lock(&self.host.oms).add(project);
    }

    /// A project, be it added or one that tasks have in their names.
    pub fn project(&self, id: &str) -> Option<Project> {
        let cm = lock(&self.host.cm);
        lock(&self.host.oms).project(&cm, id)
    }

    /// Holds the answers to reads back until the gate is released. The key is that of [`OmsSettings::failing`].
    pub fn hold_reads(&self, key: &str, gate: &Gate) {
        lock(&self.host.oms).hold(key, gate);
    }

    /// Lets something happen at the host that no call asked for. Returns the name that the task has afterwards, or
    /// the project's id; `None` if there is no such task or project.
    pub fn happen(&self, event: &HostEvent) -> Option<String> {
        let mut cm = lock(&self.host.cm);
        event.happen(&mut cm, &mut lock(&self.host.oms))
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.host.stopping.release();
        self.host.script.clear();
        lock(&self.host.oms).let_go();
        self.host.connections.end();
        // A last connection wakes the acceptor, which has no other way of being told.
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let address = SocketAddr::new(ip, self.address.port());
        let woken = TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok();
        if let Some(acceptor) = self.acceptor.take().filter(|_| woken) {
            // It panics as little as the others; if it does, its message was printed already.
            let _ = acceptor.join();
        }
        self.host.connections.wait_until_none();
    }
}

fn accept(listener: &TcpListener, host: &Arc<Host>) {
    loop {
        let accepted = listener.accept();
        if host.stopping.wait_for(Duration::ZERO) {
            return;
        }
        match accepted {
            Ok((stream, _)) => {
                let Some(place) = host.connections.enter(&stream) else { continue };
                let host = Arc::clone(host);
                // Without a thread there is nobody to serve it: it closes, which is what the client sees.
                let _ = thread::Builder::new()
                    .name(format!("connection {}", place.number))
                    .spawn(move || host.serve(stream, &place));
            }
            // Out of file descriptors, mostly: some come back when connections end.
            Err(_) => drop(host.stopping.wait_for(Duration::from_millis(100))),
        }
    }
}

impl Host {
    /// Serves one connection to its end.
    fn serve(&self, stream: TcpStream, place: &Place) {
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

    /// A POST to one of the five endpoints: the operation first, then whatever delays the answer, then the
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

    /// A request to the OpenAPI: looked up first, answered after what delays it, so that it may be old by then.
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

/// What the log says of a request.
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

/// What a request gets that could not be read: a web server's short word, and the end of the connection.
fn unreadable(error: &ReadError) -> Delivery {
    match error.status() {
        Some(status) => {
            let response = Response::new(status).body("text/plain", format!("{error}\n"));
            Delivery::whole(&response, true, true)
        }
        None => Delivery::nothing(Then::Close),
    }
}
