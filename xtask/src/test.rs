//! `cargo xtask test`: everything that must hold, in steps.

use std::{env, path::PathBuf, process::Command, time::Instant};

use anyhow::{Result, bail, ensure};
use clap::{Args, ValueEnum, error::ErrorKind};

use crate::{
    browser::{Browser, Firefox},
    checkout::root,
    dist,
    npm::Packages,
    process::{Interrupted, run},
    progress::say,
    tools::{self, Tools, or_skipped},
};

/// The console runs in browsers alone; everything else runs here.
const CONSOLE: [&str; 6] =
    ["--package", "connector-console", "--package", "browser", "--target", "wasm32-unknown-unknown"];
const ELSE: [&str; 5] = ["--workspace", "--exclude", "connector-console", "--exclude", "browser"];

/// The rules that the accessibility tests check.
const AXE: Packages =
    Packages { what: "axe-core", purpose: "the accessibility tests", cost: "3 MB, seconds" };

/// The browser tests that run in Firefox, too: the ways that people take.
const IN_FIREFOX: [&str; 5] = ["adding::", "operations::", "outcomes::", "history::", "interruptions::"];

/// Those of them that need what only Chromium's driver can do.
const NOT_IN_FIREFOX: [&str; 3] = [
    "a_history_that_is_not_read_is",
    "not_sent_when_no_request_can_be_made",
    "the_history_is_a_page_under_the_header_at_every_width",
];

/// One kind of check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Step {
    /// The formatting is rustfmt's.
    Fmt,
    /// Clippy finds nothing.
    Clippy,
    /// Licences, sources and known weaknesses of the dependencies are as deny.toml wants them.
    Deny,
    /// The tests that need no browser pass.
    Native,
    /// The console's own tests pass in a browser.
    Wasm,
    /// The documentation builds without a warning.
    Docs,
    /// The release build does in a browser what it should.
    E2e,
}

impl Step {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    fn runs_tests(self) -> bool {
        matches!(self, Step::Native | Step::Wasm | Step::E2e)
    }
}

/// Options of `cargo xtask test`.
#[derive(Args)]
pub struct Options {
    /// Steps (fmt, clippy, deny, native, wasm, docs, e2e), and at most one other word: only tests whose name contains it
    /// are run
    #[arg(value_name = "STEP|FILTER")]
    words: Vec<String>,
}

/// A selection that says what is to be run.
#[derive(Debug, PartialEq, Eq)]
struct Selection {
    steps: Vec<Step>,
    /// Only tests whose name contains it are run.
    filter: Option<String>,
}

impl Selection {
    fn new(words: &[String]) -> Result<Selection> {
        let mut named = Vec::new();
        let mut filter = None;
        for word in words {
            if let Ok(step) = Step::from_str(word, false) {
                named.push(step);
            } else if let Some(first) = filter.replace(word.clone()) {
                bail!("there can be one filter, and `{first}` is one already");
            }
        }
        let wanted = |step: &Step| {
            if named.is_empty() { filter.is_none() || step.runs_tests() } else { named.contains(step) }
        };
        Ok(Selection { steps: Step::value_variants().iter().copied().filter(wanted).collect(), filter })
    }
}

/// Runs the selected steps up to the first that fails.
///
/// # Errors
/// When one fails; what is missing to run it fails a step, too.
pub fn test(options: &Options) -> Result<()> {
    let selection = Selection::new(&options.words)
        .unwrap_or_else(|error| clap::Error::raw(ErrorKind::TooManyValues, format!("{error}\n")).exit());
    let mut summary = Vec::new();
    let mut failed = 0;
    for step in &selection.steps {
        if failed > 0 {
            summary.push(format!("  {:8} not run", step.name()));
            continue;
        }
        say(&format!("== {}", step.name()));
        let began = Instant::now();
        let outcome = carry_out(*step, selection.filter.as_deref());
        let seconds = began.elapsed().as_secs_f64();
        match outcome {
            Ok(()) => summary.push(format!("  {:8} passed {seconds:7.1} s", step.name())),
            Err(error) if error.is::<Interrupted>() => return Err(error),
            Err(error) => {
                eprintln!("error: {error:#}");
                failed = 1;
                summary.push(format!("  {:8} FAILED {seconds:7.1} s", step.name()));
            }
        }
    }
    let passed = summary.iter().filter(|line| line.contains(" passed ")).count();
    say("==");
    summary.iter().for_each(|line| say(line));
    say(&format!("{passed} passed, {failed} failed"));
    ensure!(failed == 0, "not everything holds");
    Ok(())
}

fn carry_out(step: Step, filter: Option<&str>) -> Result<()> {
    match step {
        Step::Fmt => run(cargo("fmt").args(["--all", "--check"]), "checking the formatting"),
        Step::Clippy => clippy(),
        Step::Deny => deny(),
        Step::Native => native(filter),
        Step::Wasm => wasm(filter),
        Step::Docs => docs(),
        Step::E2e => e2e(filter),
    }
}

fn clippy() -> Result<()> {
    Tools::ready()?;
    for packages in [&ELSE[..], &CONSOLE] {
        let mut clippy = cargo("clippy");
        clippy.args(packages).args(["--all-targets", "--", "--deny", "warnings"]);
        run(&mut clippy, "running clippy")?;
    }
    Ok(())
}

fn deny() -> Result<()> {
    let program = tools::deny()?;
    let deny = |arguments: &[&str]| {
        let mut deny = Command::new(&program);
        deny.args(arguments).current_dir(root());
        deny
    };
    run(&mut deny(&["check", "licenses", "bans", "sources"]), "checking licences and sources")?;
    // The list of known weaknesses is a git repository, which not every network leads to.
    if run(&mut deny(&["fetch", "db"]), "fetching the list of known weaknesses")
        .is_err_and(|error| !error.is::<Interrupted>())
    {
        say(
            "The dependencies were NOT checked for known weaknesses: the list (https://github.com/RustSec/advisory-db) \
             cannot be fetched here.",
        );
        return Ok(());
    }
    run(&mut deny(&["--offline", "check", "advisories"]), "looking for known weaknesses")
}

/// Chooses the cases of the property tests: a number, or "random".
const SEED: &str = "PROPTEST_RNG_SEED";

fn native(filter: Option<&str>) -> Result<()> {
    for program in ["bash", "curl"] {
        tools::system_program(program, "which the native tests compare with")?;
    }
    // Copied commands are tried in these, too; the tests leave out what is not there.
    for program in ["dash", "zsh"] {
        let found = tools::system_program(program, "which copied commands are tried in");
        or_skipped(program, found)?;
    }
    let mut test = cargo("test");
    test.args(ELSE).args(["--exclude", "e2e", "--"]).args(filter);
    // The same cases each time, unless others are wanted: what fails here fails anywhere.
    match env::var(SEED).as_deref() {
        Ok("random") => test.env_remove(SEED),
        Ok(_) => &mut test,
        Err(_) => test.env(SEED, "20261126"),
    };
    run(&mut test, "running the native tests")
}

fn wasm(filter: Option<&str>) -> Result<()> {
    let tools = Tools::ready()?;
    let browser = Browser::ready()?;
    let capabilities = browser.write_capabilities(&target_directory())?;
    let mut test = cargo("test");
    test.args(CONSOLE).arg("--").args(filter);
    test.env("PATH", tools.path)
        .env("CHROMEDRIVER", browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    run(&mut test, "running the wasm tests")
}

fn docs() -> Result<()> {
    Tools::ready()?;
    for packages in [&ELSE[..], &CONSOLE] {
        let mut doc = cargo("doc");
        doc.args(packages)
            .args(["--no-deps", "--document-private-items"])
            .env("RUSTDOCFLAGS", "--deny warnings");
        run(&mut doc, "building the documentation")?;
    }
    Ok(())
}

fn e2e(filter: Option<&str>) -> Result<()> {
    let browser = Browser::ready()?;
    let shell = Browser::shell();
    let axe = or_skipped("the accessibility tests", axe())?;
    let firefox = or_skipped("the tests in Firefox", Firefox::ready())?;
    let gateways = gateways()?;
    let console = dist::console()?;
    let browser_tests = || {
        let mut test = cargo("test");
        test.args(["--package", "e2e", "--"]).env("CONSOLE_DIST", &console);
        // Each test has a browser of its own, and browsers are large.
        test.env("RUST_TEST_THREADS", env::var_os("RUST_TEST_THREADS").unwrap_or_else(|| "2".into()));
        match &axe {
            Some(axe) => test.env("AXE_CORE", axe),
            None => test.env("AXE_CORE", "").args(["--skip", "accessibility::"]),
        };
        for (name, variable, program) in &gateways {
            match program {
                Some(program) => test.env(variable, program),
                None => test.args(["--skip".to_owned(), format!("gateways::{name}::")]),
            };
        }
        test
    };
    let mut test = browser_tests();
    test.args(filter).env("CHROMIUM", browser.chromium).env("CHROMEDRIVER", browser.driver);
    test.envs(shell.map(|shell| ("HEADLESS_SHELL", shell)));
    run(&mut test, "running the browser tests in Chromium")?;

    // The test runner has no way to ask for what is both in the list and wanted.
    let Some(firefox) = firefox.filter(|_| filter.is_none()) else { return Ok(()) };
    let mut test = browser_tests();
    test.args(IN_FIREFOX).args(NOT_IN_FIREFOX.iter().flat_map(|test| ["--skip", test]));
    test.env("E2E_BROWSER", "firefox");
    test.env("FIREFOX", firefox.firefox).env("GECKODRIVER", firefox.driver);
    run(&mut test, "running the browser tests in Firefox")
}

/// Returns the servers whose shipped configurations are tested: name, variable and program, if it can be had.
fn gateways() -> Result<Vec<(&'static str, &'static str, Option<PathBuf>)>> {
    let ready = |(name, variable)| {
        let curl = tools::system_program("curl", "which the tests of gateways ask with");
        let program = curl.and_then(|()| tools::web_server(name, variable));
        Ok((name, variable, or_skipped(&format!("the tests of the gateway {name}"), program)?))
    };
    [("nginx", "NGINX"), ("caddy", "CADDY")].into_iter().map(ready).collect()
}

/// Returns the script with the rules of axe-core, installed if it is missing.
fn axe() -> Result<PathBuf> {
    let directory = root().join("e2e/axe");
    AXE.install(&directory)?;
    Ok(directory.join("node_modules/axe-core/axe.min.js"))
}

fn cargo(command: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.arg(command).current_dir(root());
    cargo
}

fn target_directory() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<(Vec<Step>, Option<String>)> {
        let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
        Selection::new(&words).map(|selection| (selection.steps, selection.filter))
    }

    #[test]
    fn without_a_word_everything_is_checked() {
        assert_eq!(parse(&[]).unwrap(), (Step::value_variants().to_vec(), None));
    }

    #[test]
    fn named_steps_run_in_their_order_and_nothing_else_does() {
        assert_eq!(parse(&["docs", "fmt"]).unwrap(), (vec![Step::Fmt, Step::Docs], None));
    }

    #[test]
    fn any_other_word_filters_the_tests() {
        let tests = vec![Step::Native, Step::Wasm, Step::E2e];
        assert_eq!(parse(&["pull_back"]).unwrap(), (tests, Some("pull_back".to_owned())));
        assert_eq!(parse(&["stop", "e2e"]).unwrap(), (vec![Step::E2e], Some("stop".to_owned())));
    }

    #[test]
    fn a_second_filter_is_refused() {
        assert!(parse(&["one", "two"]).is_err());
    }
}
