//! State that lives as long as the page: values that views follow.
//!
//! Leptos' own signals belong to the part of the page that made them and guard against threads, with
//! code for each type they hold. What is shared by the whole console needs neither, and there is much
//! of it; see `docs/decisions.md`.

use std::sync::{PoisonError, RwLock};

use leptos::prelude::*;
use leptos::reactive::signal::ArcTrigger;

/// A value that views follow. A handle: copies are the same value.
pub struct State<T: 'static>(&'static Shared<T>);

struct Shared<T> {
    value: RwLock<T>,
    changed: ArcTrigger,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T> State<T> {
    /// A value for as long as the page stays: its memory is never given back.
    pub fn new(value: T) -> Self {
        Self(Box::leak(Box::new(Shared { value: RwLock::new(value), changed: ArcTrigger::new() })))
    }

    /// Looks at the value and follows it.
    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        self.0.changed.track();
        self.with_untracked(look)
    }

    /// Looks at the value as it is now.
    pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        // A panic ends the whole console, so that no half-changed value is ever seen.
        look(&self.0.value.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the value and tells those who follow it.
    pub fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.0.value.write().unwrap_or_else(PoisonError::into_inner));
        self.0.changed.notify();
        result
    }

    /// Replaces the value and tells those who follow it.
    pub fn set(self, value: T) {
        self.update(|kept| *kept = value);
    }
}

impl<T: Clone> State<T> {
    /// The value, followed.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}
