//! The program that steers Chromium: started once for all tests of a process, and ended with it.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;

/// Starts the driver, waits for the end of its own input, which comes when the test process ends in whatever
/// way, and then ends the driver, clears browsers away that are still open, and what all of them left behind.
/// A static is never dropped, so that nothing else would.
const KEEPER: &str = r#"
    TMPDIR=$(mktemp -d) || exit
    export TMPDIR
    "$0" --port=0 &
    driver=$!
    read -r _
    kill $(cat /proc/$driver/task/*/children) $driver
    wait $driver
    rm -rf "$TMPDIR" || { sleep 1; rm -rf "$TMPDIR"; }
"#;

/// What the driver prints before the port that it has found.
const STARTED: &str = "was started successfully on port ";

struct Driver {
    address: String,
    /// Holds the other end of its input.
    _keeper: Child,
}

/// Where the driver listens, `http://…`.
///
/// # Panics
/// When it cannot be started.
pub(crate) fn address() -> &'static str {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    &DRIVER.get_or_init(start).address
}

fn start() -> Driver {
    let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let keeper = Command::new("sh")
        .args(["-c", KEEPER])
        .arg(&program)
        // Tests say which zone they mean; none should depend on this machine's.
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut keeper = keeper.unwrap_or_else(|error| panic!("no shell to start chromedriver with: {error}"));
    let mut output =
        keeper.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines).map_while(Result::ok);
    let port = output.find_map(|line| {
        let (_, rest) = line.split_once(STARTED)?;
        rest.trim_end_matches('.').parse::<u16>().ok()
    });
    let Some(port) = port else {
        panic!("{} does not start; set CHROMEDRIVER to the program of Chromium's version", program.display());
    };
    // A driver whose output is not read stands still some day.
    thread::spawn(move || output.for_each(drop));
    Driver { address: format!("http://127.0.0.1:{port}"), _keeper: keeper }
}
