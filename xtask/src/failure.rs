//! Why a command cannot go on, each reason with what to do about it.

use std::{env, fmt, io, path::PathBuf};

use crate::say;

/// A reason to end with one sentence and a non-zero exit code.
#[derive(Debug)]
pub enum Failure {
    /// The command line cannot be understood.
    Usage(String),
    /// A program that is needed is not there.
    Missing {
        /// The program, and what it is needed for.
        what: String,
        /// How to come by it.
        advice: &'static str,
    },
    /// Something could not be fetched from the internet.
    NoNetwork {
        /// What was being done.
        doing: String,
    },
    /// A port that is to be listened on is taken.
    PortInUse {
        /// The port.
        port: u16,
        /// The option that names another one.
        option: &'static str,
    },
    /// A program ended with an error, which it has printed.
    Command {
        /// What was being done.
        doing: String,
    },
    /// The system refused something.
    Io {
        /// What was being done.
        doing: String,
        /// Its reason.
        source: io::Error,
    },
    /// A file is not as it has to be.
    Unreadable {
        /// Which.
        file: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The first visit loads more than it may.
    OverBudget {
        /// What it loads, in bytes, gzip.
        size: usize,
        /// What it may load.
        budget: usize,
    },
    /// Checks have failed; the summary has said which.
    Checks,
    /// A person or the system asked the program to end.
    Interrupted,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Usage(why) => write!(f, "{why}; `cargo xtask --help` lists what there is"),
            Failure::Missing { what, advice } => write!(f, "{what} is missing: {advice}"),
            Failure::NoNetwork { doing } => write!(
                f,
                "{doing} failed, because the internet cannot be reached: \
                 check the network connection and the proxy settings, then run the command again"
            ),
            Failure::PortInUse { port, option } => {
                write!(
                    f,
                    "port {port} is in use: choose another one with {option}, or {option} 0 for any free one"
                )
            }
            Failure::Command { doing } => write!(f, "{doing} failed; the reason is above"),
            Failure::Io { doing, source } => write!(f, "{doing} failed: {source}"),
            Failure::Unreadable { file, why } => write!(f, "{} {why}", file.display()),
            Failure::OverBudget { size, budget } => write!(
                f,
                "the first visit loads {size} bytes (gzip), {} more than the {budget} that it may",
                size - budget
            ),
            Failure::Checks => write!(f, "not everything holds"),
            Failure::Interrupted => write!(f, "interrupted"),
        }
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Failure {
        Failure::Usage(error.to_string())
    }
}

/// Says what was being done when the system refused something.
pub trait Doing<T> {
    /// Turns the system's reason into a sentence.
    fn doing(self, what: impl Into<String>) -> Result<T, Failure>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, what: impl Into<String>) -> Result<T, Failure> {
        self.map_err(|source| Failure::Io { doing: what.into(), source })
    }
}

/// Returns what a part of the work needs; `None`, having said why, where it cannot be had and the part is skipped.
///
/// # Errors
/// In a continuous integration (`CI=true`), where nothing may be skipped, the reason itself.
pub fn or_skipped<T>(part: &str, needed: Result<T, Failure>) -> Result<Option<T>, Failure> {
    or_skipped_unless(env::var_os("CI").is_some_and(|ci| ci == "true"), part, needed)
}

fn or_skipped_unless<T>(strict: bool, part: &str, needed: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match needed {
        Ok(needed) => Ok(Some(needed)),
        Err(failure) if strict || matches!(failure, Failure::Interrupted) => Err(failure),
        Err(failure) => {
            say(&format!("Going on without {part}: {failure}."));
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_had_is_skipped_but_not_in_a_continuous_integration() {
        let missing = || Failure::Missing { what: "it".to_owned(), advice: "install it" };
        assert!(matches!(or_skipped_unless(false, "a part", Ok(1)), Ok(Some(1))));
        assert!(matches!(or_skipped_unless::<()>(false, "a part", Err(missing())), Ok(None)));
        assert!(or_skipped_unless::<()>(true, "a part", Err(missing())).is_err());
        assert!(or_skipped_unless::<()>(false, "a part", Err(Failure::Interrupted)).is_err());
    }
}
