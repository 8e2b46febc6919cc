//! A text without the secrets in it, while it is still being written: half a line of JSON, a command that was
//! pasted, anything. [`secret`](crate::secret) judges what can be read; here nothing has to be readable.
//!
//! A secret is told by its name before a colon or an equals sign, as everywhere. What follows is hidden up to
//! where it ends: at the same quote that it began with, at the bracket that closes it, else at the next blank
//! or divider. What does not end yet is hidden to the end of the text: rather too much than a secret that is
//! seen while it is typed.

use std::ops::Range;

use crate::secret::is_secret;

/// What stands in place of each character of a secret.
const HIDDEN: char = '•';

/// Names are looked for no further back than this, in bytes; the longest documented one has 45.
const LONGEST_NAME: usize = 200;

/// The text with each character of its secrets replaced, line breaks excepted, so that every other character
/// keeps its line and column. Nothing if there are no secrets in it.
pub fn masked(text: &str) -> Option<String> {
    let mut result = String::new();
    let mut shown_to = 0;
    for secret in secrets(text) {
        result.push_str(text.get(shown_to..secret.start)?);
        let hidden = text.get(secret.clone())?;
        result.extend(hidden.chars().map(|c| if c == '\n' { c } else { HIDDEN }));
        shown_to = secret.end;
    }
    if shown_to == 0 {
        return None;
    }
    result.push_str(text.get(shown_to..)?);
    Some(result)
}

/// Whether anything in the text is a secret.
pub fn has_secrets(text: &str) -> bool {
    !secrets(text).is_empty()
}

/// Where the secrets stand, in their order, none of them empty and none within another.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (sign, _) in text.match_indices(['=', ':']) {
        if found.last().is_some_and(|last| sign < last.end) || !names_secret(text, sign) {
            continue;
        }
        let value = value_after(text, sign + 1);
        if !value.is_empty() {
            found.push(value);
        }
    }
    found
}

/// Whether what stands before a sign is the name of a secret: the whole of it, if it is in quotes, or its last
/// word.
fn names_secret(text: &str, sign: usize) -> bool {
    let from = text.ceil_char_boundary(sign.saturating_sub(LONGEST_NAME));
    let before = text.get(from..sign).unwrap_or_default();
    let name = before.trim_end_matches(|c: char| matches!(c, '"' | '\'' | '\\') || c.is_whitespace());
    let is_in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let word = name.rsplit(|c: char| !is_in_word(c)).next().unwrap_or_default();
    let quoted = match before.get(name.len()..) {
        Some(behind) if behind.contains(['"', '\'']) => name.rsplit(['"', '\'']).next().unwrap_or_default(),
        _ => "",
    };
    is_secret(word) || is_secret(quoted) || unescaped(quoted).is_some_and(|name| is_secret(&name))
}

/// A name that is written with escapes, such as `pass\u0077ord`.
fn unescaped(name: &str) -> Option<String> {
    if name.contains('\\') { serde_json::from_str(&format!("\"{name}\"")).ok() } else { None }
}

/// The value that begins somewhere behind a sign, without its quotes.
fn value_after(text: &str, start: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    let start = text.len() - rest.trim_start().len();
    let rest = text.get(start..).unwrap_or_default();
    let escapes = rest.len() - rest.trim_start_matches('\\').len();
    match rest.as_bytes().get(escapes) {
        Some(quote @ (b'"' | b'\'')) => {
            let start = start + escapes + 1;
            start..end_of_quoted(text, start, *quote, escapes)
        }
        Some(b'{' | b'[') if escapes == 0 => start..end_of_nested(text, start),
        _ => {
            let ends = |c: char| c.is_whitespace() || ",;&\"'}]".contains(c);
            start..start + rest.find(ends).unwrap_or(rest.len())
        }
    }
}

/// Where a quoted value ends: at a quote with as many backslashes before it as the one that it began with, or
/// fewer, which ends what is around it. At the end of the text if there is none.
fn end_of_quoted(text: &str, start: usize, quote: u8, escapes: usize) -> usize {
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

/// Where an object or a list ends: behind the bracket that closes it, else at the end of the text. Brackets in
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config_map::{ConfigMap, EntryValue};
    use crate::secret::holds_secret;

    #[test]
    fn every_secret_is_hidden_and_nothing_else() {
        for (text, expected) in [
            (r#"{"a":{"password":"s3","b":"c"}}"#, r#"{"a":{"password":"••","b":"c"}}"#),
            (r#"{"password" : "s\"3\\", "b":1}"#, r#"{"password" : "••••••", "b":1}"#),
            (r#"{"password": 12, "b":1}"#, r#"{"password": ••, "b":1}"#),
            (r#"{"pass word":"s","pass\u0077ord":"t"}"#, r#"{"pass word":"•","pass\u0077ord":"•"}"#),
            (r#"{"clients":[{"u":"]"}],"b":"c"}"#, r#"{"clients":•••••••••••,"b":"c"}"#),
            (
                r#"{"p":"{\"sasl.x\":\"s\\\"t\",\"b\":\"c\"}"}"#,
                r#"{"p":"{\"sasl.x\":\"••••••\",\"b\":\"c\"}"}"#,
            ),
            (
                r#"{"url":"jdbc:h?user=u&password=s3","b":"c"}"#,
                r#"{"url":"jdbc:h?user=u&password=••","b":"c"}"#,
            ),
            ("{password: s3,\n 'token': 't t'}", "{password: ••,\n 'token': '•••'}"),
            // Not finished yet.
            (r#"{"a":{"password":"s3"#, r#"{"a":{"password":"••"#),
            ("{\"a\":{\"password\":\"s\n\"b", "{\"a\":{\"password\":\"•\n\"b"),
            ("{\"clients\":[{\n\"x", "{\"clients\":••\n••"),
        ] {
            assert_eq!(masked(text).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["", r#"{"sink":{"workerNum":"8","url":"jdbc:h"}}"#, r#"{"password":"#, r#"{"password":""}"#]
        {
            assert_eq!(masked(text), None, "{text}");
            assert!(!has_secrets(text));
        }
    }

    #[test]
    fn long_texts_are_gone_through_once() {
        let many = "\"password\":\"x".repeat(100_000);
        assert!(masked(&many).is_some());
        assert_eq!(masked(&":".repeat(5_000_000)), None);
        assert!(masked(&"password=".repeat(500_000)).is_some());
    }

    proptest! {
        #[test]
        fn what_is_hidden_keeps_its_place(text in "(password|token|a|[=:,{}\\[\\]\"'\\\\ \n]|•|任|🙂){0,24}") {
            let hidden = masked(&text).unwrap_or_else(|| text.clone());
            prop_assert_eq!(hidden.chars().count(), text.chars().count());
            for (before, after) in text.chars().zip(hidden.chars()) {
                prop_assert!(before == after || before != '\n' && after == HIDDEN);
            }
        }

        #[test]
        fn a_secret_value_is_hidden_however_far_it_is_typed(value in "[a-z0-9\"\\\\:={}\\[\\]任]{1,12}", cut in 0usize..12) {
            let value = format!("c4n4ry{value}");
            for key in ["password", "sink.accessKey", "sasl_jaas"] {
                let whole = ConfigMap::of("sink", key, value.clone()).to_json();
                let written = crate::json::text(value.as_str());
                let start = whole.find("c4n4ry").unwrap_or_default();
                let cut = whole.floor_char_boundary((start + 6 + cut).min(whole.len()));
                for text in [whole.as_str(), &whole[..cut]] {
                    let hidden = masked(text).unwrap_or_default();
                    prop_assert!(!hidden.contains("c4n4ry"), "{hidden}");
                    prop_assert!(!hidden.contains(&written), "{hidden}");
                }
            }
        }

        #[test]
        fn whatever_a_row_calls_a_secret_is_hidden(text in "(password|\\{|\\}|\"|:|,|\\\\\"|=|a|sasl|clients| ){0,24}") {
            let whole = format!("{{\"sink\":{{\"k\":{}}}}}", crate::json::text(text.as_str()));
            let found = ConfigMap::survey(&whole).map(|found| found.entries).unwrap_or_default();
            for entry in found {
                let EntryValue::Text(value) = &entry.value else { continue };
                // A name without anything behind it is no secret yet.
                let behind = value.split(['=', ':']).nth(1).unwrap_or_default().trim_start();
                let is_one = value.matches(['=', ':']).count() == 1;
                if is_one && holds_secret(&entry.key, value) && (behind.starts_with('a') || behind.starts_with("\"a")) {
                    prop_assert!(masked(&whole).is_some(), "{whole}");
                }
            }
        }
    }
}
