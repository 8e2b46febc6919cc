//! Writing JSON text, and reading objects whose members' order, repetition and digits matter.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Returns a value as compact JSON text. Values and texts always serialise; should one not, the text is empty.
///
/// In place of `Value`'s own `Display`, which brings a second writer along.
pub fn text(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// An object's members in the order of the text, duplicates included; the values stay unread. The names are
/// read, unless `Name` is a raw value, whose place in the text is known.
pub(crate) struct JsonMembers<'a, Name = String>(pub(crate) Vec<(Name, &'a RawValue)>);

impl<'de, Name: Deserialize<'de>> Deserialize<'de> for JsonMembers<'de, Name> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor<Name>(PhantomData<Name>);
        impl<'de, Name: Deserialize<'de>> Visitor<'de> for MembersVisitor<Name> {
            type Value = JsonMembers<'de, Name>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(JsonMembers(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

/// Returns an object's members in the order of the text, duplicates included, each value as its JSON text.
///
/// For JSON of unknown origin: no number is too large, nothing lies too deep, and no name has an escape that
/// stands for no character. See [`string`].
pub(crate) fn members(text: &str) -> Option<Vec<(String, &str)>> {
    let JsonMembers::<&RawValue>(members) = serde_json::from_str(text).ok()?;
    Some(members.into_iter().map(|(name, value)| (string(name.get()), value.get())).collect())
}

/// Returns a list's elements, each as its JSON text. For JSON of unknown origin, as [`members`] is.
pub(crate) fn elements(text: &str) -> Option<Vec<&str>> {
    let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(elements.into_iter().map(RawValue::get).collect())
}

/// Returns an object's members as [`members`] returns them, for JSON with defects.
///
/// Strings may have control characters and any escape in them, a value may be any word or missing, a name
/// needs no quotes, and there may be a comma too many. It is still one object with nothing behind it.
pub(crate) fn loose_members(text: &str) -> Option<Vec<(String, &str)>> {
    let mut rest = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut members = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
        if rest.is_empty() {
            return Some(members);
        }
        let name_end = match rest.starts_with(['"', '\'']) {
            true => string_end(rest)?,
            false => rest.find(|c: char| !c.is_alphanumeric() && !"_$-.".contains(c))?,
        };
        let (name, behind) = rest.split_at(name_end);
        let behind = behind.trim_start().strip_prefix(':')?.trim_start();
        let (value, behind) = behind.split_at(loose_value_end(behind)?);
        rest = behind.trim_start();
        if !rest.is_empty() && !rest.starts_with(',') {
            return None;
        }
        members.push((string(name), value.trim_end()));
    }
}

/// Returns where the value that a text begins with ends, whatever is in its strings and words.
fn loose_value_end(text: &str) -> Option<usize> {
    match text.as_bytes().first() {
        Some(b'"' | b'\'') => string_end(text),
        Some(b'{' | b'[') => {
            let mut open = Vec::new();
            let mut string_to = 0;
            for (place, byte) in text.bytes().enumerate() {
                match byte {
                    _ if place < string_to => {}
                    b'"' => {
                        string_to = place + string_end(&text[place..])?;
                        // A quote within the string ended it before its time.
                        if !text[string_to..].trim_start().starts_with([',', ':', '}', ']']) {
                            return None;
                        }
                    }
                    b'{' => open.push(b'}'),
                    b'[' => open.push(b']'),
                    b'}' | b']' => {
                        if open.pop() != Some(byte) {
                            return None;
                        }
                        if open.is_empty() {
                            return Some(place + 1);
                        }
                    }
                    _ => {}
                }
            }
            None
        }
        _ => {
            let end = text.find([',', '"', '{', '[', '}', ']']).unwrap_or(text.len());
            (!text[end..].starts_with(['"', '{', '[', '}', ']'])).then_some(end)
        }
    }
}

/// Decodes the JSON text of a string. An escape of an unpaired surrogate becomes U+FFFD, one that JSON does
/// not have stays as it is.
pub(crate) fn string(literal: &str) -> String {
    let quoted = |quote| literal.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote));
    let inner = quoted('"').or_else(|| quoted('\'')).unwrap_or(literal);
    let mut decoded = String::with_capacity(inner.len());
    let mut units = Vec::new();
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        let unit = rest.get(at + 2..at + 6).filter(|_| rest[at..].starts_with("\\u"));
        let unit = unit.filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let unit = unit.and_then(|hex| u16::from_str_radix(hex, 16).ok());
        if at > 0 || unit.is_none() {
            push_utf16(&mut decoded, &mut units);
        }
        decoded.push_str(&rest[..at]);
        let escaped = rest[at + 1..].chars().next();
        match (unit, escaped) {
            (Some(unit), _) => units.push(unit),
            (None, Some('n')) => decoded.push('\n'),
            (None, Some('t')) => decoded.push('\t'),
            (None, Some('r')) => decoded.push('\r'),
            (None, Some('b')) => decoded.push('\u{8}'),
            (None, Some('f')) => decoded.push('\u{c}'),
            (None, Some(plain @ ('"' | '\'' | '\\' | '/'))) => decoded.push(plain),
            (None, Some(other)) => decoded.extend(['\\', other]),
            (None, None) => decoded.push('\\'),
        }
        let length = if unit.is_some() { 6 } else { 1 + escaped.map_or(0, char::len_utf8) };
        rest = &rest[at + length..];
    }
    push_utf16(&mut decoded, &mut units);
    decoded.push_str(rest);
    decoded
}

fn push_utf16(text: &mut String, units: &mut Vec<u16>) {
    text.extend(char::decode_utf16(units.drain(..)).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

/// Rewrites JSON text without blanks between its parts and without escapes that are not needed. Numbers keep
/// their digits, however many.
pub(crate) fn compact(json: &str) -> String {
    let mut compacted = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find(|c: char| c == '"' || c.is_ascii_whitespace()) {
        compacted.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('"') {
            let (literal, behind) = rest.split_at(string_end(rest).unwrap_or(rest.len()));
            compacted.push_str(&text(&string(literal)));
            rest = behind;
        } else {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
        }
    }
    compacted.push_str(rest);
    compacted
}

/// Returns where the string that a text begins with ends, at the quote that it began with.
fn string_end(text: &str) -> Option<usize> {
    let quote = *text.as_bytes().first()?;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            _ if byte == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn members_of_any_depth_size_and_spelling_are_read() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let digits = "9".repeat(100_000);
        let text = format!(r#" {{"a": {deep}, "\ud800b": {digits}e99999, "a": "\udc00"}} "#);
        let read = members(&text).unwrap();
        assert_eq!(read.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a", "\u{fffd}b", "a"]);
        assert_eq!(read[0].1, deep);
        assert_eq!(read[2].1, r#""\udc00""#);
        assert_eq!(elements(&format!("[{deep}, 1 ,null]")), Some(vec![deep.as_str(), "1", "null"]));
        assert_eq!(elements("{}"), None);
        for text in
            ["", "[]", "1", r#"{"a":1} x"#, r#"{"a":1}{"a":2}"#, r#"{"a":01}"#, r#"{"a":1,}"#, "{a:1}"]
        {
            assert!(members(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_object_with_defects_in_its_members_is_read_loosely() {
        let text = "{ 'a':NaN,\"b\" : \"x\ny\" ,, c: [007, \"}\\x\"],\"d\":,\"e\":2026-11-20 19:00 , }";
        let read = loose_members(text).unwrap();
        let read: Vec<_> = read.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let c = r#"[007, "}\x"]"#;
        assert_eq!(read, [("a", "NaN"), ("b", "\"x\ny\""), ("c", c), ("d", ""), ("e", "2026-11-20 19:00")]);
        for text in [
            "",
            "[]",
            "1",
            r#"{"a":1} x"#,
            r#"{"a":1}{"a":2}"#,
            r#"{"a":1"#,
            r#"{"a":"b}"#,
            r#"{"a":"b" "c":1}"#,
            r#"{"a":"b "c":"d"}"#,
            r#"{"a":["b "c" d"]}"#,
            r#"{"a":[1}}"#,
            r#"{"a":1}}"#,
            r#"{"a"}"#,
        ] {
            assert!(loose_members(text).is_none(), "{text}");
        }
    }

    #[test]
    fn escapes_are_decoded_and_unpaired_surrogates_replaced() {
        for (literal, decoded) in [
            (r#""a\"b\\c\/d\n\t\r\b\f""#, "a\"b\\c/d\n\t\r\u{8}\u{c}"),
            (r#""\u4efb\u52a1""#, "任务"),
            (r#""\ud83d\ude00""#, "😀"),
            (r#""\ud83d \ude00""#, "\u{fffd} \u{fffd}"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
            (r#""a\ud800""#, "a\u{fffd}"),
            (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
            (r#""\\ud800""#, "\\ud800"),
            (r#""C:\data\x41 \' \u+123 \u12""#, r"C:\data\x41 ' \u+123 \u12"),
            ("\"a\nb\"", "a\nb"),
        ] {
            assert_eq!(string(literal), decoded, "{literal}");
        }
    }

    #[test]
    fn compact_text_keeps_the_digits() {
        let json = " { \"a b\" : [ 1.10 , -0 , 1E400, 12345678901234567890123 ,\n null ], \"\\u4efb\": \"x \\\" y\\ud800\" } ";
        assert_eq!(
            compact(json),
            "{\"a b\":[1.10,-0,1E400,12345678901234567890123,null],\"任\":\"x \\\" y\u{fffd}\"}"
        );
    }

    proptest! {
        #[test]
        fn a_string_is_decoded_as_serde_does(value in any::<String>(), ascii in any::<bool>()) {
            let mut literal = text(&value);
            if ascii {
                let escape = |unit: u16| format!("\\u{unit:04x}");
                literal = format!("\"{}\"", value.encode_utf16().map(escape).collect::<String>());
            }
            prop_assert_eq!(string(&literal), value);
        }

        #[test]
        fn what_can_be_read_is_read_alike_loosely(
            value in proptest::collection::hash_map(any::<String>(), any::<Vec<(Option<i64>, String)>>(), 0..4),
        ) {
            let json = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(loose_members(&json), members(&json));
        }

        #[test]
        fn compact_text_has_the_same_meaning(value in any::<Vec<(String, Option<i64>, String)>>()) {
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(compact(&pretty), text(&value));
            let _ = serde_json::from_str::<Value>(&compact(&pretty)).unwrap();
        }
    }
}
