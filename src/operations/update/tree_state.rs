//! What the lines of the configuration's tree share.

use std::collections::{HashMap, HashSet};

use console_core::forms::configuration::{ConfigLine, LinePlace};
use leptos::prelude::*;

/// A handle that holds the state of the tree.
#[derive(Clone, Copy)]
pub struct TreeState {
    /// The lines that are shown, by their places.
    pub lines: Memo<HashMap<LinePlace, ConfigLine>>,
    /// The lines that a person opened or closed.
    toggled: RwSignal<HashSet<LinePlace>>,
    /// Where a key is being added.
    pub adding: RwSignal<Option<LinePlace>>,
}

impl TreeState {
    /// Creates the state of a tree of which nothing is added to.
    pub fn new(lines: Memo<HashMap<LinePlace, ConfigLine>>, toggled: RwSignal<HashSet<LinePlace>>) -> Self {
        Self { lines, toggled, adding: RwSignal::new(None) }
    }

    /// Opens a line, or closes it.
    pub fn toggle(self, place: &LinePlace) {
        self.toggled.update(|toggled| {
            if !toggled.remove(place) {
                toggled.insert(place.clone());
            }
        });
    }
}
