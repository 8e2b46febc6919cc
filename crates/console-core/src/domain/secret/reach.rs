//! How far it is looked around a place, and what comes next behind one.

/// Names are looked for no further back than this, in bytes; the longest documented one has 45.
pub(super) const LONGEST_NAME: usize = 200;

/// Logins of Oracle's kind are looked for in no longer texts, in bytes.
pub(super) const LONGEST_LOGIN: usize = 500;

/// Returns the beginning of a text, of no more bytes than this.
pub(super) fn beginning(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

pub(super) struct NextMatch {
    pub(super) find: fn(&str) -> Option<usize>,
    pub(super) known: Option<usize>,
}

impl NextMatch {
    pub(super) fn of(find: fn(&str) -> Option<usize>) -> Self {
        Self { find, known: None }
    }

    /// Returns where it comes behind a place, else the end of the text. The places go ahead.
    pub(super) fn from(&mut self, text: &str, start: usize) -> usize {
        let known = self.known.filter(|known| *known >= start);
        let next = known.unwrap_or_else(|| {
            text.get(start..).and_then(self.find).map_or(text.len(), |further| start + further)
        });
        self.known = Some(next);
        next
    }
}
