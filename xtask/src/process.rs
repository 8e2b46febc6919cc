//! Running other programs, and ending them when this one is told to end.
//!
//! A build is a tree of processes. Each program therefore runs in a process group of its own, so that a signal
//! to this process alone, from a terminal or from anything else, ends all of them.

use std::{
    error::Error,
    fmt,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    panic,
    process::{self, Child, Command, Stdio},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use anyhow::{Context as _, Result, bail};

/// The process groups that are running.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// An error that says a person or the system asked this program to end.
#[derive(Debug)]
pub struct Interrupted;

impl Error for Interrupted {}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

/// From now on, Ctrl-C and SIGTERM end what runs and then this process.
pub fn end_with_signals() -> Result<()> {
    let installed = ctrlc::set_handler(|| {
        let again = INTERRUPTED.swap(true, Ordering::SeqCst);
        let groups = running();
        if groups.is_empty() {
            process::exit(130);
        }
        groups.iter().for_each(|group| signal(*group, if again { "KILL" } else { "TERM" }));
    });
    installed.context("watching for Ctrl-C failed")
}

/// Runs a program to its end with its output shown.
///
/// # Errors
/// When it cannot be started or ends with an error; `doing` says what for.
pub fn run(command: &mut Command, doing: &str) -> Result<()> {
    let mut child = start(command, doing)?;
    if !finish(&mut child, doing)? {
        bail!("{doing} failed; the reason is above");
    }
    Ok(())
}

/// Runs a program that fetches things: its progress is shown, and its complaints only when they are not simply
/// about the network.
///
/// # Errors
/// As [`run`], and when the network cannot be reached.
pub fn run_fetching(command: &mut Command, doing: &str) -> Result<()> {
    let mut child = start(command.stderr(Stdio::piped()), doing)?;
    let mut complaints = Vec::new();
    for line in child.stderr.take().map(BufReader::new).into_iter().flat_map(BufRead::lines) {
        match line {
            Ok(line) if is_progress(&line) => eprintln!("{line}"),
            Ok(line) => complaints.push(line),
            Err(_) => break,
        }
    }
    if finish(&mut child, doing)? {
        return Ok(());
    }
    if complaints.iter().any(|line| is_about_the_network(line)) {
        bail!(
            "{doing} failed, because the internet cannot be reached: \
             check the network connection and the proxy settings, then run the command again"
        );
    }
    complaints.iter().for_each(|line| eprintln!("{line}"));
    bail!("{doing} failed; the reason is above")
}

/// Returns what a program prints, or `None` when it is not there or ends with an error.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

fn start(command: &mut Command, doing: &str) -> Result<Child> {
    let mut running = running();
    if INTERRUPTED.load(Ordering::SeqCst) {
        bail!(Interrupted);
    }
    let child = command.stdin(Stdio::null()).process_group(0).spawn();
    let child = child.with_context(|| format!("{doing} failed"))?;
    running.push(child.id());
    Ok(child)
}

/// Waits for the end, and returns whether it was a success.
fn finish(child: &mut Child, doing: &str) -> Result<bool> {
    let status = child.wait();
    running().retain(|group| *group != child.id());
    if INTERRUPTED.load(Ordering::SeqCst) {
        bail!(Interrupted);
    }
    Ok(status.with_context(|| format!("{doing} failed"))?.success())
}

fn running() -> MutexGuard<'static, Vec<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does two things at the same time: one often leaves a core without work.
///
/// # Errors
/// When one of them fails; the other is waited for.
pub fn together<A: Send, B>(
    one: impl FnOnce() -> Result<A> + Send,
    other: impl FnOnce() -> Result<B>,
) -> Result<(A, B)> {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        let one = one.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        Ok((one?, other?))
    })
}

/// Signals have no safe function in the standard library, and every shell has the command.
fn signal(group: u32, name: &str) {
    let _ = Command::new("sh").args(["-c", &format!("kill -s {name} -- -{group}")]).status();
}

/// Cargo and rustup say what they do in lines such as `   Compiling trunk v0.21.14`, `info: downloading …`.
fn is_progress(line: &str) -> bool {
    line.starts_with("info: ") || (line.starts_with("  ") && line.trim().starts_with(char::is_uppercase))
}

/// Returns whether it has the words of cargo, rustup or npm for it.
fn is_about_the_network(line: &str) -> bool {
    [
        "failed to download",
        "could not download",
        "failed to fetch",
        "download of",
        "spurious network error",
        "Could not resolve host",
        "Couldn't connect",
        "ECONNREFUSED",
        "ENOTFOUND",
        "ETIMEDOUT",
        "EAI_AGAIN",
    ]
    .iter()
    .any(|words| line.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_from_complaints() {
        assert!(is_progress("   Compiling trunk v0.21.14"));
        assert!(is_progress("info: downloading component 'rust-std' for 'wasm32-unknown-unknown'"));
        assert!(!is_progress("error: failed to compile `trunk v0.21.14`"));
        assert!(!is_progress("  [6] Couldn't connect to server"));
        assert!(!is_progress(""));
    }

    #[test]
    fn a_program_that_fails_for_lack_of_a_network_is_told_from_one_that_fails() {
        let fails_with = |complaint: &str| {
            let script = format!("echo '{complaint}' >&2; exit 1");
            run_fetching(Command::new("sh").args(["-c", &script]), "fetching it").unwrap_err().to_string()
        };
        let no_network = fails_with("error: download of config.json failed");
        assert!(
            no_network.starts_with("fetching it failed, because the internet cannot be reached"),
            "{no_network}"
        );
        assert_eq!(fails_with("error: linking failed"), "fetching it failed; the reason is above");
    }

    #[test]
    fn output_is_that_of_a_program_that_succeeds() {
        assert_eq!(output(Command::new("echo").arg("a b")).as_deref(), Some("a b"));
        assert_eq!(output(&mut Command::new("false")), None);
        assert_eq!(output(&mut Command::new("no-such-program")), None);
    }
}
