//! What time it is for the simulator: the system's, or a test's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A source of the present, in whole seconds since 1970 UTC. Clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// The time that a test has set; `None` follows the system.
    set: Option<Arc<AtomicI64>>,
    /// How many seconds the system's clock is ahead of what it should show; negative when it is behind.
    ahead: i64,
}

impl Clock {
    /// Returns the system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// Returns a clock that goes wrong by this many seconds: ahead of the system's, or behind when negative.
    pub fn system_ahead_by(seconds: i64) -> Self {
        Self { set: None, ahead: seconds }
    }

    /// Returns a clock that stands at `seconds` until it is advanced.
    pub fn standing_at(seconds: i64) -> Self {
        Self { set: Some(Arc::new(AtomicI64::new(seconds))), ahead: 0 }
    }

    /// Returns the present, in seconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        match &self.set {
            Some(seconds) => seconds.load(Ordering::SeqCst),
            None => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
                .saturating_add(self.ahead),
        }
    }

    /// Moves a standing clock on; the system's clock cannot be moved and stays as it is.
    pub fn advance(&self, seconds: i64) {
        if let Some(set) = &self.set {
            set.fetch_add(seconds, Ordering::SeqCst);
        }
    }
}
