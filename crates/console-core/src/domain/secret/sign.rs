//! The names that give a text a meaning, and the signs behind them.

use super::names::{is_secret_name, words};
use super::reach::LONGEST_NAME;

/// A sign between a name and its value.
pub(super) struct Sign {
    pub(super) place: usize,
    pub(super) end: usize,
}

impl Sign {
    pub(super) fn all(text: &str) -> impl Iterator<Item = Self> {
        text.match_indices(['=', ':', '(', '＝', '：']).filter_map(|(place, sign)| {
            let end = place + sign.len();
            let behind = text.get(end..).unwrap_or_default();
            let is_one = match sign {
                // What is called with a text.
                "(" => behind.trim_start_matches('\\').starts_with(['"', '\'']),
                ":" => !behind.starts_with("//"),
                _ => true,
            };
            is_one.then_some(Self { place, end })
        })
    }
}

/// A name before a sign: the last word, or the quoted text.
pub(super) struct AssignedName<'a> {
    pub(super) word: &'a str,
    pub(super) quoted: &'a str,
    pub(super) is_quoted: bool,
    pub(super) start: usize,
}

impl<'a> AssignedName<'a> {
    pub(super) fn before(text: &'a str, sign: usize) -> Option<Self> {
        let from = text.ceil_char_boundary(sign.saturating_sub(LONGEST_NAME));
        let before = text.get(from..sign)?;
        let name = before.trim_end_matches(|c: char| "\"'\\]".contains(c) || c.is_whitespace());
        let is_in_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
        let word = name.rsplit(|c: char| !is_in_word(c)).next()?;
        let is_quoted = before.get(name.len()..)?.contains(['"', '\'']);
        let quoted = if is_quoted { name.rsplit(['"', '\'']).next()? } else { "" };
        let longest = word.len().max(quoted.len());
        (longest > 0).then(|| Self { word, quoted, is_quoted, start: from + name.len() - longest })
    }

    pub(super) fn is_secret(&self) -> bool {
        let is_secret = |name: &str| !name.is_empty() && !is_numbered(name) && is_secret_name(name);
        // Java's way to set a property.
        is_secret(self.word.strip_prefix("-D").unwrap_or(self.word)) || is_secret(self.quoted)
    }

    /// Returns whether its value may have blanks in it: a scheme and what it is for.
    pub(super) fn is_header(&self) -> bool {
        words(self.word).iter().any(|word| matches!(word.as_str(), "authorization" | "cookie"))
    }

    /// Returns whether it stands behind a sign itself.
    pub(super) fn is_value(&self, text: &str) -> bool {
        let before = text.get(..self.start).unwrap_or_default();
        before.trim_end_matches(|c: char| "\"'\\".contains(c) || c.is_whitespace()).ends_with([':', '=', '>'])
    }

    /// Returns what ends a value that is not in quotes, by the text before its name.
    pub(super) fn ends(&self, text: &str, sign: &str) -> fn(char) -> bool {
        let before = text.get(..self.start).unwrap_or_default();
        if self.is_header() {
            return |c| matches!(c, '"' | '\'' | '\n' | '\r');
        }
        if self.is_quoted {
            return |c| c.is_whitespace() || ",;&\"'}])<".contains(c);
        }
        match before.chars().next_back() {
            // Where a string begins; but not what is said in a sentence.
            Some('"') if sign == "=" => |c| matches!(c, '"' | '\n' | '\r'),
            Some('?' | '&') => |c| c.is_whitespace() || "&\"<>".contains(c),
            Some(';') => |c| matches!(c, ';' | '"' | '<' | '\n' | '\r'),
            _ if is_line_start(before) => |c| matches!(c, '\n' | '\r'),
            _ => |c| c.is_whitespace() || ",;&\"'}])<".contains(c),
        }
    }
}

fn is_line_start(before: &str) -> bool {
    let line = before.trim_end_matches([' ', '\t']);
    line.is_empty() || line.ends_with('\n')
}

/// Returns whether a name is one of a task or a topic (`p_493po-source-000-0`), whose parts come by chance.
fn is_numbered(name: &str) -> bool {
    let mut parts = name.rsplit(['-', ':']);
    let is_number = |part: Option<&str>| {
        part.is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty())
    };
    is_number(parts.next()) && is_number(parts.next())
}
