//! Times as OMS writes them.

use serde_json::Value;

/// A clock that tells the present of OMS, and how it writes times.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// The present of OMS, in seconds since 1970 UTC.
    pub(super) now: i64,
    /// How far the times of records are ahead of UTC, in seconds.
    pub(super) offset: i64,
}

/// How often OMS asks for checkpoints, in seconds.
const SAMPLING: i64 = 10;

impl Times {
    /// Returns a time of a record, local to the server.
    pub(super) fn local(self, at: i64) -> Value {
        self.utc(at.saturating_add(self.offset))
    }

    /// Returns a checkpoint.
    pub(super) fn utc(self, at: i64) -> Value {
        match jiff::Timestamp::from_second(at) {
            Ok(at) => at.strftime("%Y-%m-%dT%H:%M:%S").to_string().into(),
            Err(_) => Value::Null,
        }
    }

    /// Returns when OMS asked for checkpoints last.
    pub(super) fn sampled(self) -> i64 {
        self.now - self.now.rem_euclid(SAMPLING)
    }

    /// Returns a number from 0 to below `limit` that changes with each sample and with the text.
    pub(super) fn wobble(self, text: &str, limit: i64) -> i64 {
        (hash(text) + self.sampled() / SAMPLING * 7).rem_euclid(limit.max(1))
    }
}

/// Returns a number that is always the same for a text.
pub(super) fn hash(text: &str) -> i64 {
    text.bytes().fold(17, |hash: i64, byte| (hash * 31 + i64::from(byte)) % 1_000_003)
}
