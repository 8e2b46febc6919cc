//! The stage of a test: a simulator, a server of the built console, and browsers, all for this test alone.

use std::cell::{Cell, RefCell};
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use gateway::Gateway;
use serde_json::{Value, json};
use simulator::{Clock, Fault, OmsSettings, Project, Simulator, State, Task};

use crate::driver::PATIENCE;
use crate::shipped::{Shipped, Shipping};
use crate::{Browser, Call, Console, Directory, Line, second_host};

/// The deployment's list of tasks.
const LIST: &str = "tasks.json";
/// What the deployment sets.
const CONFIG: &str = "config.json";

/// A setup that a stage begins with.
#[derive(Clone, Debug)]
pub struct Setup {
    tasks: Vec<Task>,
    listed: Vec<String>,
    deployed: Option<String>,
    /// What the deployment sets, if anything.
    config: Option<String>,
    base: String,
    port: u16,
    clock: Clock,
    host: bool,
    pub(crate) projects: Vec<Project>,
    /// How OMS answers; without, the gateway has no OMS behind it.
    pub(crate) oms: Option<OmsSettings>,
    /// The tasks of the second host, if there is one.
    pub(crate) second: Option<Vec<Task>>,
    documentation: bool,
    line: bool,
    shipping: Option<Shipping>,
    windows: bool,
}

impl Setup {
    /// Returns a host with these tasks, all of them in the deployment's list.
    pub fn with(tasks: impl IntoIterator<Item = Task>) -> Self {
        let tasks: Vec<_> = tasks.into_iter().collect();
        let listed = tasks.iter().map(|task| task.name.clone()).collect();
        Self {
            tasks,
            listed,
            deployed: None,
            config: None,
            base: "/".to_owned(),
            port: 0,
            clock: Clock::system(),
            host: true,
            projects: Vec::new(),
            oms: None,
            second: None,
            documentation: true,
            line: false,
            shipping: None,
            windows: false,
        }
    }

    /// Returns the browser has windows, so that of several tabs only one is in sight.
    #[must_use]
    pub fn with_windows(mut self) -> Self {
        self.windows = true;
        self
    }

    /// Returns the deployment ships no list.
    #[must_use]
    pub fn unlisted(self) -> Self {
        Self { listed: Vec::new(), ..self }
    }

    /// Returns the deployment ships this text as its list; [`Stage::deploy`] can replace it, and [`Stage::configure`]
    /// what the deployment sets.
    #[must_use]
    pub fn deploying(self, text: &str) -> Self {
        Self { deployed: Some(text.to_owned()), ..self }
    }

    /// Returns the deployment sets this from the beginning; with [`deploying`](Self::deploying), [`Stage::configure`]
    /// can replace it.
    #[must_use]
    pub fn configured(self, config: &Value) -> Self {
        Self { config: Some(config.to_string()), ..self }
    }

    /// Returns the console is served under this path.
    #[must_use]
    pub fn under(self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self }
    }

    /// Returns the console is served on this port instead of any free one.
    #[must_use]
    pub fn on_port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Returns the host's clock stands at this time, in seconds since 1970 UTC.
    #[must_use]
    pub fn at(self, seconds: i64) -> Self {
        Self { clock: Clock::standing_at(seconds), ..self }
    }

    /// Returns the host's clock goes wrong by this many seconds: it is ahead of the browser's, or behind when negative.
    #[must_use]
    pub fn ahead_by(self, seconds: i64) -> Self {
        Self { clock: Clock::system_ahead_by(seconds), ..self }
    }

    /// Returns the gateway has no host behind it.
    #[must_use]
    pub fn without_host(self) -> Self {
        Self { host: false, ..self }
    }

    /// Returns what is documented of the configuration's keys cannot be read.
    #[must_use]
    pub fn without_documentation(self) -> Self {
        Self { documentation: false, ..self }
    }

    /// Returns the browser reaches the gateway over a [`Line`].
    #[must_use]
    pub fn over_a_line(self) -> Self {
        Self { line: true, ..self }
    }

    /// Returns a gateway with a shipped configuration serves the console, in place of the one for development.
    #[must_use]
    pub fn behind(self, shipping: Shipping) -> Self {
        Self { shipping: Some(shipping), ..self }
    }
}

/// Everything that a test has to itself.
pub struct Stage {
    /// The host.
    pub simulator: Simulator,
    pub(crate) second: Option<Simulator>,
    front: Front,
    /// The files that are served, where the test may change them.
    files: Option<Directory>,
    line: Option<Line>,
    clock: Clock,
    windows: bool,
    browsers: RefCell<Vec<Rc<Browser>>>,
    /// How many calls the test knows to have been received.
    accounted_for: Cell<usize>,
}

/// A server that serves the console.
enum Front {
    /// The gateway for development.
    Development(Gateway),
    /// One whose configuration is shipped.
    Shipped(Shipped),
}

/// Plays a test: sets the stage, opens the console, lets the test act, and clears everything away, however the
/// test ends. The test fails as well when a browser's console has an error that it did not expect, when the
/// console has panicked, and when the host received more calls than the test has accounted for.
///
/// # Panics
/// When the test does, or for the reasons above.
#[track_caller]
pub fn play(setup: Setup, test: impl FnOnce(&Stage, &Console)) {
    let stage = Stage::set(setup);
    let result = catch_unwind(AssertUnwindSafe(|| {
        let console = stage.console();
        console.open("");
        test(&stage, &console);
    }));
    let complaints = stage.clear().join("\n");
    match result {
        Ok(()) => assert!(complaints.is_empty(), "{complaints}"),
        Err(panic) => {
            // They may tell why.
            eprintln!("{complaints}");
            resume_unwind(panic);
        }
    }
}

impl Stage {
    /// Sets a stage.
    ///
    /// # Panics
    /// When there is no built console, or no port.
    pub fn set(setup: Setup) -> Self {
        let simulator = Simulator::start(simulator::Config {
            tasks: setup.tasks,
            clock: setup.clock.clone(),
            projects: setup.projects,
            oms: setup.oms.clone().unwrap_or_default(),
            ..Default::default()
        });
        let simulator = simulator.unwrap_or_else(|error| panic!("the simulator does not start: {error}"));
        let second = setup.second.map(|tasks| second_host::start(tasks, &setup.clock, setup.oms.as_ref()));
        if let Some(shipping) = setup.shipping {
            // The deployment's own files are apart from the console's.
            let settings = Directory::new();
            settings.write(LIST, json!({ "tasks": setup.listed }).to_string());
            settings.write(CONFIG, setup.config.as_deref().unwrap_or(shipping.config()));
            let mut shipping = shipping.serving(&built_console(), settings.path());
            if let Some(second) = &second {
                shipping = shipping.passing_on_to_second(second.addr(), second.addr());
            }
            let shipped = Shipped::start(&shipping.passing_on_to(simulator.addr(), simulator.addr()));
            return Self {
                simulator,
                second,
                line: setup.line.then(|| Line::to(shipped.address())),
                front: Front::Shipped(shipped),
                files: Some(settings),
                clock: setup.clock,
                windows: setup.windows,
                browsers: RefCell::default(),
                accounted_for: Cell::new(0),
            };
        }
        let files = setup.deployed.as_ref().map(|_| Directory::copy_of(&built_console()));
        let root = files.as_ref().map_or_else(built_console, |files| files.path().to_owned());
        let mut config = gateway::Config::new(root);
        config.upstream = setup.host.then(|| simulator.addr().to_string());
        config.further.extend(second.as_ref().map(|second| second_host::beside(second, setup.oms.is_some())));
        config.oms = setup.oms.map(|_| simulator.addr().to_string());
        config.base_path = setup.base;
        let clock = setup.clock.clone();
        config.now = Arc::new(move || UNIX_EPOCH + Duration::from_secs(clock.now().unsigned_abs()));
        if !setup.documentation {
            config.overrides.insert("config-keys.json".to_owned(), b"<h1>Not here</h1>".to_vec());
        }
        config.listen.set_port(setup.port);
        match (&files, setup.config) {
            (_, None) => {}
            (Some(files), Some(text)) => drop(files.write(CONFIG, text)),
            (None, Some(text)) => drop(config.overrides.insert(CONFIG.to_owned(), text.into_bytes())),
        }
        match (&files, &setup.deployed) {
            (Some(files), Some(text)) => drop(files.write(LIST, text)),
            _ => {
                let tasks = json!({ "tasks": setup.listed });
                config.overrides.insert(LIST.to_owned(), tasks.to_string().into_bytes());
            }
        }
        let gateway = Gateway::start(config);
        let gateway = gateway.unwrap_or_else(|error| panic!("the console cannot be served: {error}"));
        let line = setup.line.then(|| Line::to(gateway.address()));
        Self {
            simulator,
            second,
            front: Front::Development(gateway),
            files,
            line,
            clock: setup.clock,
            windows: setup.windows,
            browsers: RefCell::default(),
            accounted_for: Cell::new(0),
        }
    }

    /// Returns the console in one more browser, that of another person.
    pub fn console(&self) -> Console {
        self.console_in(if self.windows { Browser::open_with_windows(None) } else { Browser::open() })
    }

    /// Returns the console in this browser.
    pub fn console_in(&self, browser: Browser) -> Console {
        let browser = Rc::new(browser);
        self.browsers.borrow_mut().push(Rc::clone(&browser));
        Console::at(browser, self.address())
    }

    /// Returns where the console is served.
    pub fn address(&self) -> String {
        let (url, port) = match &self.front {
            Front::Development(gateway) => (gateway.url(), gateway.address().port()),
            Front::Shipped(shipped) => (shipped.url().to_owned(), shipped.address().port()),
        };
        match &self.line {
            Some(line) => url.replace(&format!(":{port}/"), &format!(":{}/", line.address().port())),
            None => url,
        }
    }

    /// Returns the line between browser and gateway.
    ///
    /// # Panics
    /// When the stage was set without one.
    pub fn line(&self) -> &Line {
        self.line.as_ref().unwrap_or_else(|| panic!("the stage was set without a line"))
    }

    /// Moves the host's clock on, which was set with [`Setup::at`].
    pub fn advance(&self, seconds: i64) {
        self.clock.advance(seconds);
    }

    /// Ships another text as the deployment's list from now on, or none.
    ///
    /// # Panics
    /// When the stage was not set with [`Setup::deploying`].
    pub fn deploy(&self, text: Option<&str>) {
        match text {
            Some(text) => drop(self.files().write(LIST, text)),
            None => drop(self.files().take(LIST)),
        }
    }

    /// Ships this text as what the deployment sets from now on.
    ///
    /// # Panics
    /// When the stage was not set with [`Setup::deploying`].
    pub fn configure(&self, text: &str) {
        self.files().write(CONFIG, text);
    }

    /// Returns the files that are served, which the test may change.
    ///
    /// # Panics
    /// When the stage was not set with [`Setup::deploying`].
    pub fn files(&self) -> &Directory {
        self.files.as_ref().unwrap_or_else(|| panic!("the stage was set without files of its own"))
    }

    /// Adds a fault to the simulator's script.
    pub fn fault(&self, fault: Fault) {
        self.simulator.fault(fault);
    }

    /// Waits until these calls have been received since the beginning, and no others, byte for byte.
    ///
    /// # Panics
    /// When it is others, or fewer.
    #[track_caller]
    pub fn expect_received(&self, expected: &[Call]) {
        let received = self.simulator.log().wait_for(expected.len(), PATIENCE);
        let received = received.unwrap_or_else(|too_few| panic!("{too_few}"));
        let calls: Vec<_> = received.iter().map(Call::of).collect();
        assert_eq!(calls, expected);
        self.accounted_for.set(expected.len());
    }

    /// Returns whether the operation of each call that was received took place at the host.
    pub fn applied(&self) -> Vec<bool> {
        self.simulator.log().all().iter().map(|received| received.applied).collect()
    }

    /// Returns the state of a task at the host.
    ///
    /// # Panics
    /// When there is no such task.
    #[track_caller]
    pub fn state(&self, task: &str) -> State {
        self.task(task).state
    }

    /// Returns a task at the host.
    ///
    /// # Panics
    /// When there is no such task.
    #[track_caller]
    pub fn task(&self, name: &str) -> Task {
        self.simulator.task(name).unwrap_or_else(|| panic!("the host has no task {name}"))
    }

    /// Clears the stage and tells what is wrong. The browsers go first, so that nothing can be sent any more
    /// when the calls are counted.
    fn clear(self) -> Vec<String> {
        let browsers = self.browsers.take();
        let mut complaints: Vec<_> = browsers.iter().flat_map(|browser| browser.complaints()).collect();
        drop(browsers);
        for received in self.simulator.log().all().iter().skip(self.accounted_for.get()) {
            let query = received.query.as_deref().unwrap_or_default();
            complaints.push(format!("nobody expected {} {}?{query}", received.method, received.path));
        }
        complaints
    }
}

/// Returns the directory with the built console.
fn built_console() -> PathBuf {
    let named = env::var_os("CONSOLE_DIST").map(PathBuf::from);
    let Some(directory) = named.filter(|directory| directory.join("index.html").is_file()) else {
        panic!(
            "CONSOLE_DIST must name a directory with the built console: run the tests with `cargo xtask test e2e`, \
             or build it with `cargo xtask dist` and set CONSOLE_DIST to its dist/, as an absolute path"
        );
    };
    directory
}
