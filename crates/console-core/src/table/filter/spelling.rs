//! Characters that stand for one another in a filter, and those that are passed over.
//!
//! Input methods write full-width forms, word processors and chats typographic quotation marks and dashes,
//! and whatever is copied brings characters along that cannot be seen.

use crate::text::odd_characters;

/// Returns the ASCII character that a character stands for, or the character itself.
pub(super) fn plain(c: char) -> char {
    match c {
        // Full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '“' | '”' | '„' | '‟' | '«' | '»' | '〝' | '〞' | '〟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Returns whether a character is not seen and divides nothing.
pub(super) fn is_unseen(c: char) -> bool {
    !c.is_whitespace() && (odd_characters::is_hidden(c) || odd_characters::is_blank(c))
}

/// Returns a text in plain characters, without those that are not seen.
pub(super) fn plain_text(text: &str) -> String {
    text.chars().filter(|c| !is_unseen(*c)).map(plain).collect()
}

/// Returns what follows a character in whatever form it stands.
pub(super) fn strip(text: &str, wanted: char) -> Option<&str> {
    let mut characters = text.trim_start_matches(is_unseen).chars();
    let found = characters.next().map(plain)?;
    found.eq_ignore_ascii_case(&wanted).then_some(characters.as_str())
}
