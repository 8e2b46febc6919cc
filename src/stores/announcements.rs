//! What is announced: in passing, or until it is dismissed.

use leptos::prelude::*;

/// A store of what is announced.
#[derive(Clone, Copy)]
pub struct Announcements {
    passing: RwSignal<Announcement>,
    lasting: RwSignal<Announcement>,
}

impl Announcements {
    /// Creates the store; nothing is announced.
    pub fn new() -> Self {
        Self {
            passing: RwSignal::new(Announcement::default()),
            lasting: RwSignal::new(Announcement::default()),
        }
    }

    /// Announces in passing what came of a click.
    pub fn say(self, sentence: &'static str) {
        self.passing.update(|announcement| announcement.say(sentence));
    }

    /// Announces what stays until it is dismissed.
    pub fn warn(self, sentence: &'static str) {
        self.lasting.update(|announcement| announcement.say(sentence));
    }

    /// Dismisses what was to stay.
    pub fn dismiss(self) {
        self.warn("");
    }

    /// Returns what was announced last in passing.
    pub fn said(self) -> String {
        self.passing.with(Announcement::text)
    }

    /// Returns what stays until it is dismissed; empty where nothing does.
    pub fn warning(self) -> String {
        self.lasting.with(Announcement::text)
    }
}

/// A sentence that is announced.
#[derive(Clone, Copy, Default)]
struct Announcement {
    sentence: &'static str,
    is_again: bool,
}

impl Announcement {
    fn say(&mut self, sentence: &'static str) {
        self.is_again = !self.is_again && self.sentence == sentence;
        self.sentence = sentence;
    }

    /// Returns the sentence; with a blank behind it if it is said a second time in a row, since only what
    /// changes is announced.
    fn text(&self) -> String {
        let blank = if self.is_again && !self.sentence.is_empty() { "\u{a0}" } else { "" };
        format!("{}{blank}", self.sentence)
    }
}
