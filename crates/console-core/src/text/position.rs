//! Places in a text, as people count them: lines and characters.

/// A place in a text, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextPosition {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl TextPosition {
    /// Returns how many bytes stand before it in a text; all of them, if it is behind the end.
    pub fn offset(self, text: &str) -> usize {
        let earlier =
            text.split_inclusive('\n').take(self.line.saturating_sub(1)).map(str::len).sum::<usize>();
        let line = text.get(earlier..).unwrap_or_default();
        let before = line.char_indices().nth(self.column.saturating_sub(1));
        earlier + before.map_or(line.len(), |(offset, _)| offset)
    }
}

/// Returns the offset at which a part of a text begins; 0 if it is no slice of it.
pub(crate) fn offset_of(part: &str, whole: &str) -> usize {
    let offset = part.as_ptr().addr().checked_sub(whole.as_ptr().addr());
    offset.filter(|offset| *offset <= whole.len()).unwrap_or(0)
}

/// Returns the offset of a parser's error, whose column counts bytes.
pub(crate) fn offset_of_error(text: &str, error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1)
}

/// Returns the place of an offset in bytes.
pub(crate) fn position_at(text: &str, offset: usize) -> TextPosition {
    TextPositions::new(text).of(offset)
}

/// The places in a text, asked for from its beginning to its end: a long text is scanned only once.
pub(crate) struct TextPositions<'a> {
    text: &'a str,
    offset: usize,
    place: TextPosition,
}

impl<'a> TextPositions<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, offset: 0, place: TextPosition { line: 1, column: 1 } }
    }

    /// Returns the place of an offset; of the latest one, if that was behind it.
    pub(crate) fn of(&mut self, offset: usize) -> TextPosition {
        let end = self.text.floor_char_boundary(offset.min(self.text.len()));
        for character in self.text.get(self.offset..end).unwrap_or_default().chars() {
            match character {
                '\n' => self.place = TextPosition { line: self.place.line + 1, column: 1 },
                _ => self.place.column += 1,
            }
        }
        self.offset = self.offset.max(end);
        self.place
    }
}
