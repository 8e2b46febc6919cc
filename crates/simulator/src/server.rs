//! The simulator as a server: a thread that accepts, a thread for each connection, and the handle that
//! tests hold.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::clock::Clock;
use crate::cm::Cm;
use crate::event::HostEvent;
use crate::fault::Fault;
use crate::gate::{Gate, lock};
use crate::host::Host;
use crate::log::Log;
use crate::oms::{Oms, OmsSettings, Project};
use crate::script::Script;
use crate::state::State;
use crate::task::Task;

/// A configuration that a simulator starts with.
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

    /// Returns where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Adds a task, in place of one of the same name.
    pub fn add_task(&self, task: Task) {
        lock(&self.host.cm).add(task);
    }

    /// Returns a task as it is now; a deleted one is still there, in that state.
    pub fn task(&self, name: &str) -> Option<Task> {
        lock(&self.host.cm).task(name)
    }

    /// Returns the names of all tasks that are not deleted, sorted.
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

    /// Returns what was received so far, and from now on, but reads.
    pub fn log(&self) -> Log {
        self.host.log.clone()
    }

    /// Returns the reads so far, and from now on: requests to the OpenAPI, whether or not there is one.
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

    /// Returns a project, be it added or one that tasks have in their names.
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
