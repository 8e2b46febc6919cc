//! `cargo xtask run`: the console to try out, with a simulator or a real host behind it.
//!
//! The release build is the default. From nothing it takes as long as the other one, because the time goes into
//! the dependencies either way, and a person who looks for the first time then sees the console as it is.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    thread,
    time::Duration,
};

use anyhow::{Result, anyhow};
use clap::Args;
use gateway::Gateway;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use simulator::{OmsSettings, Simulator, sample};

use crate::{
    checkout::root,
    progress::say,
    web_build::{self, Profile},
};

/// What is escaped in a query's value; the marks that task names are made of stay readable.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':');

/// Options of `cargo xtask run`.
#[derive(Args)]
pub struct Options {
    /// Serve on this port of the loopback interface; 0 takes a free one
    #[arg(long, value_name = "P", default_value_t = 8080)]
    port: u16,
    /// Serve under this path, for instance /console/
    #[arg(long, value_name = "PATH", default_value = "/")]
    base: String,
    /// Call this connector manager; without it, a simulator is started
    #[arg(long, value_name = "http://HOST:PORT", value_parser = authority)]
    cm: Option<String>,
    /// Read from this OMS; without it and without --cm, the simulator is read from
    #[arg(long, value_name = "http://HOST:PORT", value_parser = authority)]
    oms: Option<String>,
    /// Where the simulator listens; 0 takes a free port
    #[arg(long, value_name = "P", default_value_t = 8088)]
    simulator_port: u16,
    /// How many tasks the simulator has
    #[arg(long, value_name = "N", default_value_t = 40)]
    tasks: usize,
    /// How long the simulator takes for each call and each read, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u64,
    /// Build without optimisation: a change is rebuilt faster, the page is slower
    #[arg(long)]
    dev: bool,
}

/// `HOST:PORT` of `http://HOST:PORT`.
fn authority(url: &str) -> Result<String, &'static str> {
    let authority = url.strip_prefix("http://").map(|rest| rest.strip_suffix('/').unwrap_or(rest));
    let has_port = |authority: &str| {
        authority.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
    };
    let plain = |authority: &&str| !authority.contains(['/', '?', '#', '@', ' ']);
    match authority.filter(plain) {
        Some(authority) if has_port(authority) => Ok(authority.to_owned()),
        Some(authority) if !authority.is_empty() && !authority.contains(':') => Ok(format!("{authority}:80")),
        _ => Err("it is no address of a host; write http://HOST:PORT"),
    }
}

/// Builds and serves until the process is told to end.
///
/// # Errors
/// When a port is taken or the build fails.
pub fn run(options: &Options) -> Result<()> {
    // Before the build, because nobody likes to wait for a minute to be told that.
    let (port, simulator_port) = (options.port, options.simulator_port);
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| not_listening(error, port, "--port"))?;
    // What is read of a real OMS must not be operated on a simulator, which would confirm everything.
    let simulator = match (&options.cm, &options.oms) {
        (None, None) => Some(
            simulate(options).map_err(|error| not_listening(error, simulator_port, "--simulator-port"))?,
        ),
        _ => None,
    };
    let directory = root().join("target/console");
    let profile = if options.dev { Profile::Dev } else { Profile::Release };
    web_build::build(profile, &directory)?;

    let mut config = gateway::Config::new(directory);
    config.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    config.base_path.clone_from(&options.base);
    let simulated = simulator.as_ref().map(|it| it.addr().to_string());
    config.upstream = options.cm.clone().or_else(|| simulated.clone());
    config.oms = options.oms.clone().or(simulated);
    let names = simulator.as_ref().map(Simulator::names).unwrap_or_default();
    if simulator.is_some() {
        let tasks = serde_json::json!({ "tasks": names }).to_string();
        config.overrides.insert("tasks.json".to_owned(), tasks.into_bytes());
    }
    let (upstream, oms) = (config.upstream.clone(), config.oms.clone());
    let gateway = Gateway::start(config).map_err(|error| not_listening(error, port, "--port"))?;

    let url = gateway.url();
    match (&simulator, upstream, oms) {
        (Some(simulator), ..) => {
            let address = simulator.addr();
            say(&format!("The simulator has {} tasks and listens on http://{address}", names.len()));
        }
        (None, upstream, oms) => {
            match upstream {
                Some(upstream) => say(&format!("Calls go to http://{upstream}, which is real")),
                None => say("Calls go nowhere, since there is no --cm"),
            }
            match oms {
                Some(oms) => say(&format!("Reads go to http://{oms}, which is real")),
                None => say("Nothing is read, since there is no --oms"),
            }
        }
    }
    if let Some(name) = names.first() {
        let name = utf8_percent_encode(name, QUERY);
        say(&format!("A link to one task: {url}?task={name}&op=stop"));
    }
    say("Ctrl-C ends it. The console is at");
    say(&url);
    loop {
        thread::park();
    }
}

fn simulate(options: &Options) -> io::Result<Simulator> {
    let now = simulator::Clock::system().now();
    Simulator::start(simulator::Config {
        address: (Ipv4Addr::LOCALHOST, options.simulator_port).into(),
        tasks: sample::tasks_at(options.tasks, now),
        projects: sample::projects_at(options.tasks, now),
        oms: OmsSettings { latency_ms: options.latency, settle_seconds: 4, ..OmsSettings::on() },
        latency: Duration::from_millis(options.latency),
        ..Default::default()
    })
}

fn not_listening(error: io::Error, port: u16, option: &str) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            anyhow!("port {port} is in use: choose another one with {option}, or {option} 0 for any free one")
        }
        _ => anyhow::Error::new(error).context(format!("listening on port {port} failed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_named_by_its_address_alone() {
        for (url, host) in [
            ("http://10.0.0.1:8088", "10.0.0.1:8088"),
            ("http://cm.example:8088/", "cm.example:8088"),
            ("http://cm.example", "cm.example:80"),
            ("http://[::1]:8088", "[::1]:8088"),
        ] {
            assert_eq!(authority(url).as_deref(), Ok(host), "{url}");
        }
        for url in [
            "10.0.0.1:8088",
            "https://cm.example",
            "http://",
            "http://:8088",
            "http://cm.example:x",
            "http://cm.example:70000",
            "http://cm.example/connector",
            "http://user@cm.example",
        ] {
            assert!(authority(url).is_err(), "{url}");
        }
    }
}
