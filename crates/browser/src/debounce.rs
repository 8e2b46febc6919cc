//! A debounce: waiting until calls pause.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// A timer that every call restarts, so that only the last of several calls is carried out. A handle, owned by the
/// component that made it.
#[derive(Clone, Copy)]
pub struct Debounce {
    delay: Duration,
    pending: StoredValue<Option<TimeoutHandle>>,
}

impl Debounce {
    /// Makes a timer of this length.
    pub fn new(delay: Duration) -> Self {
        Self { delay, pending: StoredValue::new(None) }
    }

    /// Calls `act` after the delay, unless this is called again or cancelled by then.
    pub fn call(self, act: impl FnOnce() + 'static) {
        self.cancel();
        // A browser without timers acts at the next call.
        let pending = set_timeout_with_handle(act, self.delay).ok();
        let _ = self.pending.try_update_value(|kept| *kept = pending);
    }

    /// Cancels the pending call, if there is one.
    pub fn cancel(self) {
        if let Some(Some(pending)) = self.pending.try_update_value(Option::take) {
            pending.clear();
        }
    }
}
