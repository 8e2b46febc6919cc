//! A configuration parameter's place: a scope and a key in it.

use std::fmt;

use crate::text::odd_characters::{is_blank, is_hidden};

/// The scope that holds an Incr-Sync task's checkpoint (API page: Pull back a connector).
pub const CHECKPOINT_SCOPE: &str = "source";
/// The key of an Incr-Sync task's checkpoint in [`CHECKPOINT_SCOPE`].
pub const CHECKPOINT_KEY: &str = "checkpoint";

/// A parameter as the API's `deleteParams` names it: `scope.key`, split at the first dot, since keys
/// such as `logproxy.address` contain dots themselves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParameterPath {
    scope: String,
    key: String,
}

/// Why a text names no parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterPathError {
    /// There is no dot, so no telling the scope from the key. Carries the text.
    NoDot(String),
    /// Nothing stands before the first dot. Carries the text.
    EmptyScope(String),
    /// Nothing stands behind the first dot. Carries the text.
    EmptyKey(String),
    /// A blank or a control character stands in it. Carries the text.
    Blank(String),
    /// A comma stands in it: the API divides parameters by commas, so that none with a comma can be named.
    Comma(String),
    /// A character stands in it that no parameter has: a quote, a bracket, or one that cannot be seen.
    Character {
        /// The text.
        text: String,
        /// The character.
        character: char,
    },
    /// The same parameter is named twice. Carries the text.
    Twice(String),
}

impl ParameterPath {
    /// Reads `scope.key`; blanks around it are dropped. A comma cannot occur: it separates the
    /// parameters of a list (see [`split_list`]), in the API as well.
    pub fn parse(text: &str) -> Result<Self, ParameterPathError> {
        let text = text.trim();
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(ParameterPathError::Blank(text.into()));
        }
        if text.contains(',') {
            return Err(ParameterPathError::Comma(text.into()));
        }
        if let Some(character) = text.chars().find(|c| is_foreign(*c)) {
            return Err(ParameterPathError::Character { text: text.into(), character });
        }
        match text.split_once('.') {
            None => Err(ParameterPathError::NoDot(text.into())),
            Some(("", _)) => Err(ParameterPathError::EmptyScope(text.into())),
            Some((_, "")) => Err(ParameterPathError::EmptyKey(text.into())),
            Some((scope, key)) => Ok(Self { scope: scope.into(), key: key.into() }),
        }
    }

    /// Returns the scope, such as `source`.
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// Returns the key within the scope, dots included.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for ParameterPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.scope, self.key)
    }
}

/// Returns whether a character stands in no parameter.
fn is_foreign(c: char) -> bool {
    "\"'`{}[]<>“”„‘’«»「」『』《》【】＂＇".contains(c) || divides(c) || is_hidden(c) || is_blank(c)
}

/// Returns whether a character divides the entries of a list: commas, semicolons and blanks, full-width ones too.
fn divides(c: char) -> bool {
    matches!(c, ',' | ';' | '，' | '；' | '、') || c.is_whitespace()
}

/// Returns the entries of a list as it is typed: divided by commas, semicolons, line breaks or blanks, empty ones
/// skipped; or the texts of a JSON list. Quotes around an entry are left out, and their content is one entry.
pub fn split_list(text: &str) -> Vec<&str> {
    let text = text.trim();
    let mut rest = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let mut entries = Vec::new();
    loop {
        rest = rest.trim_start_matches(divides);
        let Some(first) = rest.chars().next() else { return entries };
        let close = match first {
            '"' | '\'' | '`' => Some(first),
            '“' => Some('”'),
            '‘' => Some('’'),
            '「' => Some('」'),
            _ => None,
        };
        let inner = &rest[first.len_utf8()..];
        let quoted = close.and_then(|close| inner.split_once(close));
        let quoted = quoted.filter(|(_, after)| after.is_empty() || after.starts_with(divides));
        let (entry, after) = match quoted {
            Some((entry, after)) => (entry.trim(), after),
            None => rest.split_at(rest.find(divides).unwrap_or(rest.len())),
        };
        if !entry.is_empty() {
            entries.push(entry);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_dot_separates_scope_and_key() {
        let path = ParameterPath::parse(" source.logproxy.address ").unwrap();
        assert_eq!((path.scope(), path.key()), ("source", "logproxy.address"));
        assert_eq!(path.to_string(), "source.logproxy.address");
    }

    #[test]
    fn a_list_takes_commas_lines_and_blanks() {
        let entries = split_list("source.checkpoint,sink.a.b\n coordinator.c ,, ");
        assert_eq!(entries, ["source.checkpoint", "sink.a.b", "coordinator.c"]);
        assert!(split_list("  ").is_empty());
    }

    #[test]
    fn a_list_is_read_in_any_dress() {
        for text in [
            "source.a,sink.b",
            "source.a，sink.b",
            "source.a;sink.b",
            "source.a；sink.b",
            "source.a、sink.b",
            "\"source.a\",\"sink.b\"",
            "[\"source.a\", \"sink.b\"]",
            "'source.a' 'sink.b'",
            "“source.a”，“sink.b”",
            "「source.a」「sink.b」 sink.b",
        ] {
            let entries = split_list(text);
            assert!(
                entries.starts_with(&["source.a", "sink.b"]) || text.starts_with('「'),
                "{text} {entries:?}"
            );
        }
        assert_eq!(split_list("source.a,b"), ["source.a", "b"]);
    }

    #[test]
    fn what_the_api_cannot_name_is_refused() {
        use ParameterPathError::*;
        for text in ["\"source.a,b\"", "[\"source.a,b\"]"] {
            assert_eq!(split_list(text), ["source.a,b"]);
        }
        let wrong = |text: &str, character| Character { text: text.into(), character };
        for (text, error) in [
            ("source.a,b", Comma("source.a,b".into())),
            ("source.a\u{200b}", wrong("source.a\u{200b}", '\u{200b}')),
            ("source.\"a", wrong("source.\"a", '"')),
            ("{source.a}", wrong("{source.a}", '{')),
            ("checkpoint", NoDot("checkpoint".into())),
            (".key", EmptyScope(".key".into())),
            ("source.", EmptyKey("source.".into())),
        ] {
            assert_eq!(ParameterPath::parse(text), Err(error), "{text}");
        }
    }
}
