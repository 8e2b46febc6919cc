//! Everything that the simulator received, for tests to read and to wait for.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::gate::lock;
use crate::operation::Parameters;

/// One request, whether or not it made sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The place in the order of arrival, from 0. Operations take place in the same order.
    pub index: usize,
    /// The connection that it came on, numbered from 0.
    pub connection: u64,
    /// The method.
    pub method: String,
    /// The path, as sent.
    pub path: String,
    /// The query, as sent; `None` without a `?`.
    pub query: Option<String>,
    /// The query, decoded; empty if it cannot be.
    pub parameters: Parameters,
    /// The header fields, in order.
    pub headers: Vec<(String, String)>,
    /// The body; empty without one, or when it was not read to its end.
    pub body: Vec<u8>,
    /// Whether the operation took place, whatever was answered.
    pub applied: bool,
}

impl Received {
    /// Returns the first value of a decoded query parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Returns the first value of a header field; the name's case does not matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Returns the body as text, with replacement characters for what is not UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Fewer requests came than were waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooFew {
    /// How many were waited for.
    pub expected: usize,
    /// Those that came.
    pub received: Vec<Received>,
}

impl fmt::Display for TooFew {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} requests were expected, {} came", self.expected, self.received.len())?;
        for received in &self.received {
            write!(formatter, "\n{} {} {:?}", received.method, received.path, received.query)?;
        }
        Ok(())
    }
}

impl std::error::Error for TooFew {}

/// A log that holds the requests so far. Clones are the same log.
#[derive(Clone, Debug, Default)]
pub struct Log {
    shared: Arc<(Mutex<Vec<Received>>, Condvar)>,
}

impl Log {
    /// Everything so far.
    pub fn all(&self) -> Vec<Received> {
        lock(&self.shared.0).clone()
    }

    /// Waits until at least `count` requests have come in all, and returns everything. A request is in the
    /// log once its operation has taken place, which may be before it is answered.
    ///
    /// # Errors
    /// [`TooFew`] if they have not come within `longest`.
    pub fn wait_for(&self, count: usize, longest: Duration) -> Result<Vec<Received>, TooFew> {
        let (requests, changed) = &*self.shared;
        let (requests, _) = changed
            .wait_timeout_while(lock(requests), longest, |requests| requests.len() < count)
            .unwrap_or_else(PoisonError::into_inner);
        let received = requests.clone();
        if received.len() < count { Err(TooFew { expected: count, received }) } else { Ok(received) }
    }

    /// Adds a request, whose index becomes its place.
    pub(crate) fn push(&self, mut received: Received) {
        let (requests, changed) = &*self.shared;
        let mut requests = lock(requests);
        received.index = requests.len();
        requests.push(received);
        changed.notify_all();
    }
}
