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

use gateway::Gateway;
use lexopt::{Arg::Long, Parser, ValueExt};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use simulator::Simulator;

use crate::{
    failure::Failure,
    root, say,
    tools::Tools,
    web_build::{self, Profile},
};

/// What is escaped in a query's value; the marks that task names are made of stay readable.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':');

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    port: u16,
    base: String,
    /// `host:port` of a real host; without one, the simulator.
    host: Option<String>,
    simulator_port: u16,
    tasks: usize,
    latency: Duration,
    profile: Profile,
}

impl Options {
    /// Reads what follows `run`.
    ///
    /// # Errors
    /// [`Failure::Usage`] for what cannot be understood.
    pub fn parse(mut arguments: Parser) -> Result<Options, Failure> {
        let mut options = Options {
            port: 8080,
            base: "/".to_owned(),
            host: None,
            simulator_port: 8088,
            tasks: 40,
            latency: Duration::ZERO,
            profile: Profile::Release,
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("port") => options.port = arguments.value()?.parse()?,
                Long("base") => options.base = arguments.value()?.string()?,
                Long("cm") => options.host = Some(authority(&arguments.value()?.string()?)?),
                Long("simulator-port") => options.simulator_port = arguments.value()?.parse()?,
                Long("tasks") => options.tasks = arguments.value()?.parse()?,
                Long("latency") => options.latency = Duration::from_millis(arguments.value()?.parse()?),
                Long("dev") => options.profile = Profile::Dev,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

/// `HOST:PORT` of `http://HOST:PORT`.
fn authority(url: &str) -> Result<String, Failure> {
    let authority = url.strip_prefix("http://").map(|rest| rest.strip_suffix('/').unwrap_or(rest));
    let has_port = |authority: &str| {
        authority.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
    };
    let plain = |authority: &&str| !authority.contains(['/', '?', '#', '@', ' ']);
    match authority.filter(plain) {
        Some(authority) if has_port(authority) => Ok(authority.to_owned()),
        Some(authority) if !authority.is_empty() && !authority.contains(':') => Ok(format!("{authority}:80")),
        _ => Err(Failure::Usage(format!("`{url}` is no address of a host; write --cm http://HOST:PORT"))),
    }
}

/// Builds and serves until the process is told to end.
///
/// # Errors
/// When a port is taken or the build fails.
pub fn run(options: &Options) -> Result<(), Failure> {
    // Before the build, because nobody likes to wait for a minute to be told that.
    let (port, simulator_port) = (options.port, options.simulator_port);
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| not_listening(error, port, "--port"))?;
    let simulator = match options.host {
        Some(_) => None,
        None => Some(
            simulate(options).map_err(|error| not_listening(error, simulator_port, "--simulator-port"))?,
        ),
    };
    let directory = root().join("target/console");
    web_build::build(&Tools::ready()?, options.profile, &directory)?;

    let mut config = gateway::Config::new(directory);
    config.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    config.base_path.clone_from(&options.base);
    config.upstream = options.host.clone().or_else(|| simulator.as_ref().map(|it| it.addr().to_string()));
    let names = simulator.as_ref().map(Simulator::names).unwrap_or_default();
    if simulator.is_some() {
        let tasks = serde_json::json!({ "tasks": names }).to_string();
        config.overrides.insert("tasks.json".to_owned(), tasks.into_bytes());
    }
    let upstream = config.upstream.clone().unwrap_or_default();
    let gateway = Gateway::start(config).map_err(|error| not_listening(error, port, "--port"))?;

    let url = gateway.url();
    match &simulator {
        Some(_) => say(&format!("The simulator has {} tasks and listens on http://{upstream}", names.len())),
        None => say(&format!("Calls go to http://{upstream}, which is real")),
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
    Simulator::start(simulator::Config {
        address: (Ipv4Addr::LOCALHOST, options.simulator_port).into(),
        tasks: simulator::sample::tasks(options.tasks),
        latency: options.latency,
        ..Default::default()
    })
}

fn not_listening(error: io::Error, port: u16, option: &'static str) -> Failure {
    match error.kind() {
        io::ErrorKind::AddrInUse => Failure::PortInUse { port, option },
        _ => Failure::Io { doing: format!("listening on port {port}"), source: error },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options, Failure> {
        Options::parse(Parser::from_args(arguments))
    }

    #[test]
    fn without_options_there_is_a_simulator_on_the_ports_that_the_guide_names() {
        let options = parse(&[]).unwrap();
        assert_eq!((options.port, options.simulator_port, options.tasks), (8080, 8088, 40));
        assert_eq!((options.host, options.base.as_str()), (None, "/"));
        assert_eq!((options.latency, options.profile), (Duration::ZERO, Profile::Release));
    }

    #[test]
    fn each_option_does_what_it_says() {
        let options =
            parse(&["--port=0", "--base", "/console/", "--tasks", "3", "--latency", "250", "--dev"]).unwrap();
        assert_eq!((options.port, options.tasks, options.base.as_str()), (0, 3, "/console/"));
        assert_eq!((options.latency, options.profile), (Duration::from_millis(250), Profile::Dev));
    }

    #[test]
    fn a_host_is_named_by_its_address_alone() {
        for (url, host) in [
            ("http://10.0.0.1:8088", "10.0.0.1:8088"),
            ("http://cm.example:8088/", "cm.example:8088"),
            ("http://cm.example", "cm.example:80"),
            ("http://[::1]:8088", "[::1]:8088"),
        ] {
            assert_eq!(authority(url).unwrap(), host, "{url}");
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
            assert!(matches!(authority(url), Err(Failure::Usage(_))), "{url}");
        }
    }

    #[test]
    fn what_is_not_an_option_is_refused() {
        for arguments in
            [&["--prot", "1"][..], &["--port", "x"], &["--port", "65536"], &["--tasks", "-1"], &["now"]]
        {
            assert!(matches!(parse(arguments), Err(Failure::Usage(_))), "{arguments:?}");
        }
    }
}
