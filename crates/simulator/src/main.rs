//! The binary `simulator`: a host with sample tasks for people to try the console or curl on.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};
use simulator::{Component, Config, Fault, ScriptError, Simulator, State, Task, read_script, sample};

const USAGE: &str = "\
A cluster manager with sample tasks, for trying the Connector API.

Usage: simulator [OPTIONS]

  --listen ADDRESS:PORT  where to listen (127.0.0.1:8088; port 0 takes a free one)
  --tasks N              how many tasks there are (40)
  --latency MS           how long each operation takes, in milliseconds (0)
  --faults FILE          a script of faults, a JSON array
  --help                 this text
";

/// What the command line asks for.
struct Options {
    address: SocketAddr,
    tasks: usize,
    latency: Duration,
    faults: Option<PathBuf>,
}

/// Why the simulator does not start.
enum Failure {
    /// The command line is wrong.
    Arguments(lexopt::Error),
    /// The value of `--listen` names no address.
    NoAddress(String),
    /// The address cannot be listened on.
    Listen(SocketAddr, io::Error),
    /// The file of faults cannot be read.
    FaultsFile(PathBuf, io::Error),
    /// The file of faults has something else in it.
    Faults(PathBuf, ScriptError),
    /// Nobody reads what is printed.
    Output(io::Error),
}

impl Failure {
    fn exit_code(&self) -> u8 {
        if matches!(self, Self::Arguments(_) | Self::NoAddress(_)) { 2 } else { 1 }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arguments(error) => write!(formatter, "{error}; --help shows what there is"),
            Self::NoAddress(value) => {
                write!(
                    formatter,
                    "--listen takes an address with a port, such as 127.0.0.1:8088, not {value:?}"
                )
            }
            Self::Listen(address, error) if error.kind() == io::ErrorKind::AddrInUse => {
                write!(formatter, "{address} is in use by another program; --listen takes another address")
            }
            Self::Listen(address, error) => write!(formatter, "cannot listen on {address}: {error}"),
            Self::FaultsFile(path, error) => write!(formatter, "cannot read {}: {error}", path.display()),
            Self::Faults(path, error) => write!(formatter, "{}: {error}", path.display()),
            Self::Output(error) => write!(formatter, "cannot print: {error}"),
        }
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("simulator: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run() -> Result<(), Failure> {
    let Some(options) = options(Parser::from_env())? else {
        return print(USAGE);
    };
    let faults = options.faults.map_or(Ok(Vec::new()), faults)?;
    let tasks = sample::tasks(options.tasks);
    let example = tasks.iter().find(|task| is_good_example(task)).or(tasks.first()).cloned();
    let config = Config { address: options.address, tasks, latency: options.latency, ..Config::default() };
    let simulator = Simulator::start(config).map_err(|error| Failure::Listen(options.address, error))?;
    faults.into_iter().for_each(|fault| simulator.fault(fault));
    print(&greeting(simulator.addr(), options.tasks, example.as_ref()))?;
    loop {
        // The simulator's threads do the work; this one only keeps them from ending.
        std::thread::park();
    }
}

/// The options, or nothing if only the usage is asked for.
fn options(mut arguments: Parser) -> Result<Option<Options>, Failure> {
    let mut options = Options {
        address: (Ipv4Addr::LOCALHOST, 8088).into(),
        tasks: 40,
        latency: Duration::ZERO,
        faults: None,
    };
    while let Some(argument) = arguments.next().map_err(Failure::Arguments)? {
        match argument {
            Arg::Long("listen") => options.address = address(&value(&mut arguments)?.to_string_lossy())?,
            Arg::Long("tasks") => {
                options.tasks = value(&mut arguments)?.parse().map_err(Failure::Arguments)?
            }
            Arg::Long("latency") => {
                options.latency =
                    Duration::from_millis(value(&mut arguments)?.parse().map_err(Failure::Arguments)?);
            }
            Arg::Long("faults") => options.faults = Some(value(&mut arguments)?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            other => return Err(Failure::Arguments(other.unexpected())),
        }
    }
    Ok(Some(options))
}

fn value(arguments: &mut Parser) -> Result<OsString, Failure> {
    arguments.value().map_err(Failure::Arguments)
}

fn address(text: &str) -> Result<SocketAddr, Failure> {
    let first = text.to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
    first.ok_or_else(|| Failure::NoAddress(text.to_owned()))
}

fn faults(path: PathBuf) -> Result<Vec<Fault>, Failure> {
    let json = std::fs::read(&path).map_err(|error| Failure::FaultsFile(path.clone(), error))?;
    read_script(&json).map_err(|error| Failure::Faults(path, error))
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
             A gateway's error instead of the next answer:\n\
             \x20 curl 'http://{address}/simulator/faults' \
             --data '[{{\"action\":{{\"kind\":\"respond\",\"status\":502,\"body\":\"<h1>502</h1>\"}}}}]'\n"
        ));
    }
    text
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output)
}
