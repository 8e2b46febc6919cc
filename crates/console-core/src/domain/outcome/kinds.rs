//! The outcomes of a call.

use super::reply::NotSent;

/// An outcome that a call had, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The host did what it was asked.
    Confirmed {
        /// The answer's `result`, where it is a string: the task's name, a new one after Migrate.
        result: Option<String>,
        /// The answer's other members that say something, each with its text.
        others: Vec<(String, String)>,
    },
    /// The host, or a proxy before it, refused.
    Rejected(Rejection),
    /// Nobody knows whether it was done.
    Unknown(Doubt),
    /// It did not leave the browser, so nothing was done.
    NotSent(NotSent),
}

impl Outcome {
    /// Returns whether the host confirmed.
    pub fn is_confirmed(&self) -> bool {
        matches!(self, Self::Confirmed { .. })
    }

    /// Returns whether the host refused and says that the same call may be tried again.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Self::Rejected(Rejection::ByHost { fields: RejectionFields { retryable: Some(true), .. }, .. })
        )
    }
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// By the host itself, in its envelope.
    ByHost {
        /// The HTTP status.
        status: u16,
        /// The envelope's other fields.
        fields: RejectionFields,
    },
    /// By a 4xx without an envelope: a gateway, or the host's web server.
    ByStatus {
        /// The HTTP status.
        status: u16,
        /// The body's beginning.
        text: String,
    },
}

/// A set of the fields that an envelope refuses with. A value that is no string is kept as its JSON text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RejectionFields {
    /// `errCode`
    pub code: Option<String>,
    /// `errMsg`
    pub message: Option<String>,
    /// `errorDetail`: one nameless entry for a text, one for each member of an object.
    pub detail: Vec<(String, String)>,
    /// `retryable`, also when it is written as a string; nothing where two of them differ.
    pub retryable: Option<bool>,
    /// `result`
    pub result: Option<String>,
    /// Other members that say something, and second ones of the same name.
    pub others: Vec<(String, String)>,
}

/// Why an outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The answer does not say: a 5xx, 408 or 429 without an envelope, a 2xx that cannot be read.
    UnclearAnswer {
        /// The HTTP status.
        status: u16,
        /// The body's beginning.
        text: String,
    },
    /// The answer says two things that cannot both be true.
    Contradiction {
        /// The HTTP status.
        status: u16,
        /// The body's beginning.
        text: String,
        /// What its `isSuccess` is contradicted by.
        by: Contradiction,
    },
    /// The answer broke off.
    BrokenOff {
        /// The HTTP status.
        status: u16,
    },
    /// The answer was a redirection.
    Redirection,
    /// The connection failed.
    NetworkError,
    /// No answer within the time allowed.
    TimedOut {
        /// The time allowed, in seconds.
        seconds: u32,
    },
    /// A person stopped waiting.
    StoppedWaiting,
    /// The page went away while the call was out.
    PageGone,
}

/// A contradiction that an envelope's `isSuccess` meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// Another `isSuccess` of the same envelope.
    IsSuccess,
    /// The HTTP status.
    Status,
    /// An error code of the host.
    ErrorCode,
}
