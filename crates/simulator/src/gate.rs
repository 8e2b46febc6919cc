//! A gate that holds answers back until somebody opens it, so that tests need no sleeps.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Locks, whether or not another thread panicked while it held the lock: a test that fails in one thread
/// should not make all others fail with something that is not the cause.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Closed when made, open for good once opened. Clones are the same gate.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    shared: Arc<(Mutex<bool>, Condvar)>,
}

impl Gate {
    /// Returns a closed gate.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens the gate: everything that waits goes on, and nothing waits here again.
    pub fn release(&self) {
        let (open, changed) = &*self.shared;
        *lock(open) = true;
        changed.notify_all();
    }

    /// Waits until the gate is open.
    pub fn wait(&self) {
        let (open, changed) = &*self.shared;
        let guard = lock(open);
        drop(changed.wait_while(guard, |open| !*open));
    }

    /// Waits until the gate is open, but no longer than `longest`; whether it is open.
    pub fn wait_for(&self, longest: Duration) -> bool {
        let (open, changed) = &*self.shared;
        let guard = lock(open);
        let (guard, _) =
            changed.wait_timeout_while(guard, longest, |open| !*open).unwrap_or_else(PoisonError::into_inner);
        *guard
    }
}
