//! A browser with a profile of its own, as one person uses it: Chromium, or Firefox where `E2E_BROWSER` says so.

use std::cell::RefCell;
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use serde_json::{Value, json};
use thirtyfour::common::capabilities::firefox::FirefoxPreferences;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{
    Capabilities, CapabilitiesHelper as _, ChromeCapabilities, ChromiumLikeCapabilities, FirefoxCapabilities,
    Key, LoggingPrefsLogLevel, TypingData, WebDriver,
};
use tokio::runtime::Runtime;

use crate::driver::{self, Driver, Engine, PATIENCE};
use crate::look::{Look, NotYet};

/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(25);

/// A pair of sizes that a person has set a browser's text to, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextSizes {
    /// The size of text that asks for none; 16 unless a person sets it.
    pub usual: u32,
    /// The least size of any text; 0 unless a person sets it.
    pub least: u32,
}

/// A session. Dropping it closes the browser and forgets its profile.
pub struct Browser {
    runtime: Runtime,
    pub(crate) driver: WebDriver,
    engine: Engine,
    /// Whether of several tabs only one is in sight.
    has_windows: bool,
    /// The program that steers this browser alone: one for Firefox takes a single session.
    _own: Option<Driver>,
    /// Errors that a test expects in the browser's console, because its faults cause them.
    expected_errors: RefCell<Vec<String>>,
}

impl Browser {
    /// Opens a browser, one without windows where there is such a Chromium: it is the same to a page, and takes half the
    /// time.
    ///
    /// # Panics
    /// When there is none.
    pub fn open() -> Self {
        let shell = env::var("HEADLESS_SHELL").ok();
        let has_windows = shell.is_none();
        let mut browser = Self::start(shell.or_else(chromium_program), None);
        browser.has_windows = has_windows;
        browser
    }

    /// Opens a browser whose tabs hide each other, a Chromium set to other sizes of text than the usual ones if there are
    /// any.
    ///
    /// # Panics
    /// When there is none.
    pub fn open_with_windows(text: Option<TextSizes>) -> Self {
        Self::start(chromium_program(), text)
    }

    fn start(chromium: Option<String>, text: Option<TextSizes>) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.unwrap_or_else(|error| panic!("no runtime for WebDriver: {error}"));
        let engine = Engine::of_this_process();
        let own = (engine == Engine::Firefox).then(|| Driver::start(engine));
        let address =
            own.as_ref().map_or_else(|| driver::shared_address().to_owned(), |own| own.address().to_owned());
        let session =
            capabilities(engine, chromium, text).map(|capabilities| WebDriver::new(address, capabilities));
        let driver = session.and_then(|session| runtime.block_on(session));
        let driver = driver.unwrap_or_else(|error| panic!("{engine:?} does not start: {error}"));
        let browser = Self {
            runtime,
            driver,
            engine,
            has_windows: true,
            _own: own,
            expected_errors: RefCell::default(),
        };
        browser.resize(1440, 900);
        browser
    }

    /// Waits for a command of WebDriver.
    pub(crate) fn wait<T>(&self, command: impl Future<Output = WebDriverResult<T>>) -> WebDriverResult<T> {
        self.runtime.block_on(command)
    }

    /// Looks until a look succeeds.
    ///
    /// # Panics
    /// When that takes too long, with what the last look found instead and the text of the page.
    #[track_caller]
    pub fn eventually<T>(&self, what: &str, mut look: impl FnMut() -> Look<T>) -> T {
        let begun = Instant::now();
        loop {
            match look() {
                Ok(found) => return found,
                Err(NotYet(why)) if begun.elapsed() > PATIENCE => {
                    let page = self.run("return document.body.innerText", Vec::new()).unwrap_or_default();
                    let page = page.as_str().unwrap_or_default();
                    panic!("{what}: {why}\nThe page at that moment:\n{page}");
                }
                // This pause and that in `complaints` are the only ones.
                Err(_) => thread::sleep(PAUSE),
            }
        }
    }

    /// Does something that has to work at once.
    #[track_caller]
    fn must<T>(&self, what: &str, command: impl Future<Output = WebDriverResult<T>>) -> T {
        self.wait(command).unwrap_or_else(|error| panic!("{what}: {error}"))
    }

    /// Goes to an address.
    #[track_caller]
    pub fn go(&self, address: &str) {
        self.must("going to an address", self.driver.goto(address));
    }

    /// Loads the page anew.
    #[track_caller]
    pub fn reload(&self) {
        self.must("reloading", self.driver.refresh());
    }

    /// Opens one more tab and goes on in it.
    #[track_caller]
    pub fn open_tab(&self) {
        assert!(self.has_windows, "the tabs of this browser do not hide each other: use Setup::with_windows");
        let tab = self.must("opening a tab", self.driver.new_tab());
        self.must("going to the tab", self.driver.switch_to_window(tab));
    }

    /// Opens one more window and goes on in it. The others stay in sight.
    #[track_caller]
    pub fn open_window(&self) {
        let window = self.must("opening a window", self.driver.new_window());
        self.must("going to the window", self.driver.switch_to_window(window));
    }

    /// Lets the page of this tab crash, so that none of its code runs any more, and goes on in the one opened last.
    #[track_caller]
    pub fn crash(&self) {
        // The page cannot answer that it has crashed.
        let _ = self.wait(self.driver.cdp().send_raw("Page.crash", json!({})));
        self.go_to_last_tab();
    }

    /// Goes on in the tab that was opened first.
    #[track_caller]
    pub fn go_to_first_tab(&self) {
        let tabs = self.must("listing the tabs", self.driver.windows());
        self.must("going to the tab", self.driver.switch_to_window(tabs[0].clone()));
    }

    /// Goes on in the tab that was opened last.
    #[track_caller]
    pub fn go_to_last_tab(&self) {
        let tabs = self.must("listing the tabs", self.driver.windows());
        self.must("going to the tab", self.driver.switch_to_window(tabs[tabs.len() - 1].clone()));
    }

    /// Goes back in the history.
    #[track_caller]
    pub fn back(&self) {
        self.must("going back", self.driver.back());
    }

    /// Goes forward in the history.
    #[track_caller]
    pub fn forward(&self) {
        self.must("going forward", self.driver.forward());
    }

    /// Returns the address that is shown.
    #[track_caller]
    pub fn address(&self) -> String {
        self.must("reading the address", self.driver.current_url()).to_string()
    }

    /// Returns the result of a function body.
    pub fn run(&self, script: &str, arguments: Vec<Value>) -> Look<Value> {
        Ok(self.wait(self.driver.execute(script, arguments))?.json().clone())
    }

    /// Returns the result of a function body that calls its last argument when it is done.
    pub fn run_async(&self, script: &str, arguments: Vec<Value>) -> Look<Value> {
        Ok(self.wait(self.driver.execute_async(script, arguments))?.json().clone())
    }

    /// Presses and releases keys.
    #[track_caller]
    pub fn press(&self, keys: impl Into<TypingData>) {
        self.must("pressing keys", self.driver.action_chain().send_keys(keys).perform());
    }

    /// Presses a key while another is held down.
    #[track_caller]
    pub fn press_with(&self, held: Key, key: impl Into<TypingData>) {
        let chain = self.driver.action_chain().key_down(held.clone()).send_keys(key).key_up(held);
        self.must("pressing keys", chain.perform());
    }

    /// Selects what stands in the field that has the focus.
    #[track_caller]
    pub fn select_all(&self) {
        let chain = self.driver.action_chain().key_down(Key::Control).send_keys("a").key_up(Key::Control);
        self.must("selecting", chain.perform());
    }

    /// Inserts a text where the focus is, as pasting does: at once, and whatever characters it has.
    #[track_caller]
    pub fn paste(&self, text: &str) {
        match self.engine {
            Engine::Chromium => drop(self.devtools("Input.insertText", json!({ "text": text }))),
            Engine::Firefox => {
                let script = "return document.execCommand('insertText', false, arguments[0])";
                self.eventually("pasting", || match self.run(script, vec![text.into()])? {
                    Value::Bool(true) => Ok(()),
                    _ => NotYet::because("there is no field that takes it"),
                });
            }
        }
    }

    /// Returns what was copied last. Each browser has a clipboard of its own, because none of them has a window.
    #[track_caller]
    pub fn clipboard(&self) -> String {
        if self.engine == Engine::Chromium {
            let permissions = json!({ "permissions": ["clipboardReadWrite"] });
            self.devtools("Browser.grantPermissions", permissions);
        }
        let script = "const done = arguments[0]; navigator.clipboard.readText().then(done, done);";
        let text = self.eventually("reading the clipboard", || self.run_async(script, Vec::new()));
        text.as_str().unwrap_or_else(|| panic!("the clipboard holds no text: {text}")).to_owned()
    }

    /// Gives the page another size, in pixels.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        if self.engine == Engine::Firefox {
            let set = self.driver.set_window_rect(0, 0, width, height);
            return self.must("giving the window a size", set);
        }
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// Gives the page the size and the ways of a phone: fingers, and nothing that hovers.
    #[track_caller]
    pub fn be_a_phone(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": true });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
        self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true }));
    }

    /// Tells the page whether the person prefers dark colours.
    #[track_caller]
    pub fn prefer_dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features);
    }

    /// Runs a script in every page that is opened from now on, before the page's own.
    #[track_caller]
    pub fn before_each_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
    }

    /// Returns a picture of what is in sight, as PNG.
    #[track_caller]
    pub fn picture(&self) -> Vec<u8> {
        self.must("taking a picture", self.driver.screenshot_as_png())
    }

    /// Returns the answer to a command of the DevTools protocol, for what WebDriver has no command for.
    #[track_caller]
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.must(command, self.driver.cdp().send_raw(command, parameters))
    }

    /// Expects one error in the browser's console that contains these words. Chromium writes one for every
    /// request that fails, whatever the page makes of it.
    pub fn expect_error(&self, words: &str) {
        self.expected_errors.borrow_mut().push(words.to_owned());
    }

    /// Takes no notice of the errors in the browser's console so far: a page that lacks a part has several.
    pub fn ignore_errors(&self) {
        let log = self.wait(self.driver.browser_log());
        drop(log.unwrap_or_else(|error| panic!("the browser's console cannot be read: {error}")));
    }

    /// Returns what is wrong with the browser's console: errors that nobody expected, and expected ones that are not
    /// there. Whoever asks again hears only of what came since.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        let mut expected = self.expected_errors.take();
        let begun = Instant::now();
        // A request that a test ends with may fail a little later.
        loop {
            // Firefox's driver does not tell what is in the console.
            if self.engine == Engine::Firefox {
                expected.clear();
                break;
            }
            let log = self.wait(self.driver.browser_log());
            let log = log.unwrap_or_else(|error| panic!("the browser's console cannot be read: {error}"));
            // Browsers ask for an icon where a page names none, as one that is no console does.
            let of_icon = |message: &str| message.contains("/favicon.ico");
            // The console looks for OMS's reads at every start. Tests that are about them look at what it says.
            let of_reads = |message: &str| message.contains("/api/v2");
            let is_passed_over = |message: &str| of_icon(message) || of_reads(message);
            let errors =
                log.into_iter().filter(|entry| entry.level == "SEVERE" && !is_passed_over(&entry.message));
            for entry in errors {
                match expected.iter().position(|words| entry.message.contains(words)) {
                    Some(place) => drop(expected.remove(place)),
                    None => complaints.push(format!("the browser's console has an error: {}", entry.message)),
                }
            }
            if expected.is_empty() || begun.elapsed() > PATIENCE {
                break;
            }
            thread::sleep(PAUSE);
        }
        complaints
            .extend(expected.iter().map(|words| format!("the browser's console has no error “{words}”")));
        let panicked = self
            .run("return document.querySelector('main.panic:not(.host-question)')?.innerText", Vec::new());
        if let Ok(Value::String(text)) = panicked {
            complaints.push(format!("the panic screen is shown: {text}"));
        }
        complaints
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A browser that has crashed is closed, too.
        let _ = self.wait(self.driver.clone().quit());
    }
}

/// Returns the Chromium that the environment names.
fn chromium_program() -> Option<String> {
    env::var("CHROMIUM").ok()
}

fn capabilities(
    engine: Engine,
    chromium: Option<String>,
    text: Option<TextSizes>,
) -> WebDriverResult<Capabilities> {
    match engine {
        Engine::Chromium => of_chromium(chromium, text).map(Capabilities::from),
        Engine::Firefox => firefox().map(Capabilities::from),
    }
}

fn firefox() -> WebDriverResult<FirefoxCapabilities> {
    let mut capabilities = FirefoxCapabilities::new();
    if let Ok(firefox) = env::var("FIREFOX") {
        capabilities.set_firefox_binary(&firefox)?;
    }
    capabilities.add_arg("-headless")?;
    let mut preferences = FirefoxPreferences::new();
    // A test reads what was copied; a person would be asked.
    preferences.set("dom.events.testing.asyncClipboard", true)?;
    // A JSON file is shown as it is, as a page of its own origin; the viewer is one without it.
    preferences.set("devtools.jsonview.enabled", false)?;
    capabilities.set_preferences(preferences)?;
    Ok(capabilities)
}

fn of_chromium(program: Option<String>, text: Option<TextSizes>) -> WebDriverResult<ChromeCapabilities> {
    let mut capabilities = ChromeCapabilities::new();
    if let Some(program) = program {
        capabilities.set_binary(&program)?;
    }
    for argument in [
        "--headless=new",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--lang=en-US",
        "--window-size=1440,1000",
    ] {
        capabilities.add_arg(argument)?;
    }
    // Gateways with TLS have a certificate that nobody has signed.
    capabilities.accept_insecure_certs(true)?;
    // Chromium's sandbox refuses to work for root, whom containers usually run as.
    if fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0) {
        capabilities.add_arg("--no-sandbox")?;
    }
    if let Some(text) = text {
        let sizes = json!({
            "webkit.webprefs.default_font_size": text.usual,
            "webkit.webprefs.minimum_font_size": text.least,
        });
        capabilities.add_experimental_option("prefs", sizes)?;
    }
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::Severe)?;
    Ok(capabilities)
}
