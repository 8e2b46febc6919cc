//! Where the value behind a name begins and ends.

use std::ops::Range;

use super::reference::placeholder_at;
use super::sign::{AssignedName, Sign};

/// Returns the value behind a sign, without its quotes.
pub(super) fn value_after(text: &str, sign: &Sign, name: &AssignedName<'_>) -> Range<usize> {
    let rest = text.get(sign.end..).unwrap_or_default();
    let rest = rest.strip_prefix(['>', '=']).unwrap_or(rest);
    let rest = match name.is_quoted {
        true => rest.trim_start(),
        false => rest.trim_start_matches([' ', '\t']),
    };
    let start = text.len() - rest.len();
    let escapes = rest.len() - rest.trim_start_matches('\\').len();
    match rest.as_bytes().get(escapes) {
        Some(b'"' | b'\'') => quoted_at(text, start, escapes),
        Some(b'{' | b'[') if escapes == 0 => start..end_of_nested(text, start),
        _ => {
            let end = start
                + end_of_bare(rest, name.ends(text, text.get(sign.place..sign.end).unwrap_or_default()));
            let is_literal = matches!(text.get(start..end), Some("true" | "false" | "null"));
            if is_literal { start..start } else { start..end }
        }
    }
}

/// Returns where a value ends that is not in quotes: at the first character that ends it, at a line break or a quote
/// that is escaped.
fn end_of_bare(text: &str, ends: fn(char) -> bool) -> usize {
    if let Some(placeholder) = placeholder_at(text, 0) {
        return placeholder.len();
    }
    let begin = text.strip_prefix("${").and_then(|rest| rest.find(['}', '\n'])).map_or(0, |end| end + 3);
    let mut characters = text.get(begin..).unwrap_or_default().char_indices().peekable();
    while let Some((place, character)) = characters.next() {
        let place = begin + place;
        if character == '\\' {
            match characters.next() {
                Some((_, 'n' | 'r' | 't' | '"')) => return place,
                _ => continue,
            }
        }
        if ends(character) {
            return place;
        }
    }
    text.len()
}

/// Returns the text in quotes: the opening one at a place, behind so many backslashes.
pub(super) fn quoted_at(text: &str, start: usize, escapes: usize) -> Range<usize> {
    let quote = text.as_bytes().get(start + escapes).copied().unwrap_or_default();
    let start = (start + escapes + 1).min(text.len());
    start..end_of_quoted(text, start, quote, escapes)
}

/// Returns where a quoted value ends: at a quote with as many backslashes before it as the one that it began with, or
/// fewer, which ends what is around it. At the end of the text if there is none.
pub(super) fn end_of_quoted(text: &str, start: usize, quote: u8, escapes: usize) -> usize {
    let mut backslashes = 0;
    for (place, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'\\' => backslashes += 1,
            // Pairs of backslashes stand for themselves where the text is quoted once.
            _ if byte == quote && (backslashes <= escapes || escapes == 0 && backslashes % 2 == 0) => {
                return if backslashes <= escapes { place - backslashes } else { place };
            }
            _ => backslashes = 0,
        }
    }
    text.len()
}

/// Returns where an object or a list ends: behind the bracket that closes it, else at the end of the text. Brackets in
/// strings do not count.
fn end_of_nested(text: &str, start: usize) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (place, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return place + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}
