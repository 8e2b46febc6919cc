//! The places of secrets in a text, in their order.

use std::ops::Range;

use super::reference::is_harmless;

/// Places that were found, in their order.
#[derive(Default)]
pub(super) struct SecretRanges(pub(super) Vec<Range<usize>>);

impl SecretRanges {
    pub(super) fn covers(&self, place: usize) -> bool {
        self.0.last().is_some_and(|last| place < last.end)
    }

    /// Adds a place, unless the text there is harmless or was found.
    pub(super) fn add(&mut self, text: &str, range: Range<usize>) {
        if !self.covers(range.start) && !text.get(range.clone()).is_none_or(is_harmless) {
            self.0.push(range);
        }
    }
}

/// Places in their order, without those that begin within others or are harmless.
pub(super) fn merged(text: &str, places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut found = SecretRanges::default();
    places.into_iter().for_each(|place| found.add(text, place));
    found.0
}
