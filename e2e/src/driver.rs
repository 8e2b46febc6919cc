//! The programs that steer browsers, ended with the process that started them.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

/// How long something may take before a test gives it up. Long, because the machine may be busy.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Starts a driver, waits for the end of its own input, which comes when the test process ends in whatever
/// way, and then ends the driver, clears browsers away that are still open, and what all of them left behind.
/// A static is never dropped, so that nothing else would.
const KEEPER: &str = r#"
    TMPDIR=$(mktemp -d) || exit
    export TMPDIR
    "$0" --port=0 2>&1 &
    driver=$!
    read -r _
    kill $(cat /proc/$driver/task/*/children) $driver
    wait $driver
    rm -rf "$TMPDIR" || { sleep 1; rm -rf "$TMPDIR"; }
"#;

/// A browser that the tests can run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Chromium, which all tests run in.
    Chromium,
    /// Firefox, which the tests of the ways that people take run in, too.
    Firefox,
}

impl Engine {
    /// Returns the browser that this process tests in, which `E2E_BROWSER` names.
    pub(crate) fn of_this_process() -> Self {
        match env::var("E2E_BROWSER").as_deref() {
            Ok("firefox") => Self::Firefox,
            _ => Self::Chromium,
        }
    }

    /// Returns the variable that names the driver, the driver's usual name, and what it prints before its port.
    fn driver(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Chromium => ("CHROMEDRIVER", "chromedriver", "was started successfully on port "),
            Self::Firefox => ("GECKODRIVER", "geckodriver", "Listening on 127.0.0.1:"),
        }
    }
}

/// A driver that runs. Dropping it ends the program.
pub(crate) struct Driver {
    address: String,
    keeper: Child,
}

impl Driver {
    /// Starts a driver.
    ///
    /// # Panics
    /// When it does not start.
    pub(crate) fn start(engine: Engine) -> Self {
        let (variable, usual, before_port) = engine.driver();
        let program = env::var_os(variable).unwrap_or_else(|| usual.into());
        let keeper = Command::new("sh")
            .args(["-c", KEEPER])
            .arg(&program)
            // Tests say which zone they mean; none should depend on this machine's.
            .env("TZ", "UTC")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut keeper = keeper.unwrap_or_else(|error| panic!("no shell to start {usual} with: {error}"));
        let output = keeper.stdout.take().map(BufReader::new);
        let mut output = output.into_iter().flat_map(BufRead::lines).map_while(Result::ok);
        let port = output.find_map(|line| {
            let (_, rest) = line.split_once(before_port)?;
            rest.trim_end_matches('.').parse::<u16>().ok()
        });
        let Some(port) = port else {
            panic!(
                "{} does not start; set {variable} to the program that fits the browser",
                program.display()
            );
        };
        // A driver whose output is not read stands still some day.
        thread::spawn(move || output.for_each(drop));
        Self { address: format!("http://127.0.0.1:{port}"), keeper }
    }

    /// Returns where the driver listens, `http://…`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Returns where the one driver listens that serves all Chromiums of this process.
pub(crate) fn shared_address() -> &'static str {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    DRIVER.get_or_init(|| Driver::start(Engine::Chromium)).address()
}
