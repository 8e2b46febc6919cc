//! The binary `simulator`: a host with sample tasks for people to try the console or curl on.

use std::fs;
use std::io::{self, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use clap::Parser;
use simulator::{Clock, Component, Config, Fault, OmsSettings, Simulator, State, Task, read_script, sample};

/// A cluster manager with sample tasks, for trying the Connector API.
#[derive(Parser)]
struct Options {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8088", value_parser = address)]
    listen: SocketAddr,
    /// How many tasks there are
    #[arg(long, value_name = "N", default_value_t = 40)]
    tasks: usize,
    /// 600 projects with 2,000 tasks, whatever --tasks says
    #[arg(long)]
    fleet: bool,
    /// Settings of the OpenAPI, a JSON object: '{"on":false}', '{"user":{"name":"a","password":"b"}}'
    #[arg(long, value_name = "JSON", default_value = "{}", value_parser = oms)]
    oms: OmsSettings,
    /// How long each operation takes, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u64,
    /// A script of faults, a JSON array
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("simulator: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let faults = options.faults.as_deref().map(faults).transpose()?.unwrap_or_default();
    let now = Clock::system().now();
    let (projects, tasks) = match options.fleet {
        true => sample::fleet_at(600, 2000, now),
        false => (sample::projects_at(options.tasks, now), sample::tasks_at(options.tasks, now)),
    };
    let count = tasks.len();
    let example = tasks.iter().find(|task| is_good_example(task)).or(tasks.first()).cloned();
    let latency = Duration::from_millis(options.latency);
    let oms = options.oms.clone();
    let config = Config { address: options.listen, tasks, projects, oms, latency, ..Config::default() };
    let simulator = Simulator::start(config).map_err(|error| not_listening(options.listen, error))?;
    faults.into_iter().for_each(|fault| simulator.fault(fault));
    let mut out = io::stdout().lock();
    let greeting = greeting(simulator.addr(), count, example.as_ref());
    out.write_all(greeting.as_bytes()).and_then(|()| out.flush()).context("cannot print")?;
    loop {
        // The simulator's threads do the work; this one only keeps them from ending.
        std::thread::park();
    }
}

fn address(text: &str) -> Result<SocketAddr, &'static str> {
    let first = text.to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
    first.ok_or("it is no address with a port, such as 127.0.0.1:8088")
}

/// The binary answers reads unless it is told otherwise.
fn oms(json: &str) -> Result<OmsSettings> {
    OmsSettings::on().merge(json.as_bytes()).context("the settings of the OpenAPI cannot be read")
}

fn not_listening(address: SocketAddr, error: io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            anyhow!("{address} is in use by another program; --listen takes another address")
        }
        _ => anyhow::Error::new(error).context(format!("cannot listen on {address}")),
    }
}

fn faults(path: &Path) -> Result<Vec<Fault>> {
    let json = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    read_script(&json).with_context(|| path.display().to_string())
}

fn is_good_example(task: &Task) -> bool {
    task.component() == Some(Component::IncrSync) && task.state == State::Running
}

fn greeting(address: SocketAddr, count: usize, example: Option<&Task>) -> String {
    let mut text = format!("Simulator with {count} tasks on http://{address}\n");
    if let Some(Task { name, .. }) = example {
        let api = format!("http://{address}/connector/task/v2");
        text.push_str(&format!(
            "Try:\n\
             \x20 curl 'http://{address}/simulator/tasks'\n\
             \x20 curl -XPOST '{api}/stop?taskName={name}'\n\
             \x20 curl -XPOST '{api}/resume?taskName={name}'\n\
             \x20 curl 'http://{address}/simulator/log'\n\
             \x20 curl 'http://{address}/api/v2?Action=ListProjects' --json '{{\"pageSize\":150}}'\n\
             A read that fails, as of all settings in http://{address}/simulator/oms:\n\
             \x20 curl 'http://{address}/simulator/oms' --data '{{\"failing\":{{\"ListProjects\":\"internal\"}}}}'\n\
             A gateway's error instead of the next answer:\n\
             \x20 curl 'http://{address}/simulator/faults' \
             --data '[{{\"action\":{{\"kind\":\"respond\",\"status\":502,\"body\":\"<h1>502</h1>\"}}}}]'\n"
        ));
    }
    text
}
