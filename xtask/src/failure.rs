//! Why a command cannot go on, each reason with what to do about it.

use std::{fmt, io, path::PathBuf};

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
