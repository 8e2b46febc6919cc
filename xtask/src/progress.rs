//! What the commands say of what they are doing.

use std::{
    io::{self, Write},
    time::Instant,
};

use anyhow::Result;

/// Prints a sentence. Nobody has to listen.
pub fn say(sentence: &str) {
    let _ = writeln!(io::stdout(), "{sentence}");
}

/// Says what is being done, does it, and says how long it took.
///
/// # Errors
/// When it fails.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(what);
    let began = Instant::now();
    let done = work()?;
    // Another step may have begun meanwhile.
    let name = what.split(&[',', '('][..]).next().unwrap_or(what).trim_end();
    say(&format!("  done in {:.0} s: {name}", began.elapsed().as_secs_f64()));
    Ok(done)
}
