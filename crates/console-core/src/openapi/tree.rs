//! A configuration's value as a tree, to show, to search and to edit.

use crate::text::json;

/// A JSON value that keeps the digits of its numbers and the order of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonTree {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// A number as it was written, or the JSON text of what lies too deep.
    Written(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<JsonTree>),
    /// An object.
    Object(Vec<(String, JsonTree)>),
}

/// How deep a tree may be. The documented ones have six levels.
const DEEPEST: usize = 40;

impl JsonTree {
    /// Reads JSON text.
    pub fn read(json: &str) -> Option<Self> {
        serde_json::from_str::<&serde_json::value::RawValue>(json).ok().map(|value| read(value.get(), 0))
    }

    /// Returns the member of this name, if the value is an object that has one.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// Returns the text of a string, a number or a boolean.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Written(text) => Some(text),
            Self::Flag(flag) => Some(if *flag { "true" } else { "false" }),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// Returns the value as CM takes it: a string as it is, anything else as compact JSON.
    pub fn to_value(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            other => other.to_json(),
        }
    }

    /// Returns the compact JSON text.
    pub fn to_json(&self) -> String {
        let joined = |parts: Vec<String>| parts.join(",");
        match self {
            Self::Null => "null".into(),
            Self::Flag(flag) => flag.to_string(),
            Self::Written(text) => text.clone(),
            Self::Text(text) => json::text(text),
            Self::List(elements) => format!("[{}]", joined(elements.iter().map(Self::to_json).collect())),
            Self::Object(members) => {
                let member =
                    |(name, value): &(String, Self)| format!("{}:{}", json::text(name), value.to_json());
                format!("{{{}}}", joined(members.iter().map(member).collect()))
            }
        }
    }
}

fn read(json: &str, depth: usize) -> JsonTree {
    let written = || JsonTree::Written(json::compact(json));
    match json.as_bytes().first() {
        Some(b'n') | None => JsonTree::Null,
        Some(b't') => JsonTree::Flag(true),
        Some(b'f') => JsonTree::Flag(false),
        Some(b'"') => JsonTree::Text(json::string(json)),
        Some(b'[') if depth < DEEPEST => json::elements(json).map_or_else(written, |elements| {
            JsonTree::List(elements.into_iter().map(|element| read(element, depth + 1)).collect())
        }),
        Some(b'{') if depth < DEEPEST => json::members(json).map_or_else(written, |members| {
            JsonTree::Object(
                members.into_iter().map(|(name, value)| (name, read(value, depth + 1))).collect(),
            )
        }),
        Some(_) => written(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_order_and_nesting_are_kept() {
        let json = r#"{"b":1.10,"a":[true,null,{"x":12345678901234567890123}],"":"\"任"}"#;
        let tree = JsonTree::read(json).unwrap();
        assert_eq!(tree.to_json(), json);
        assert_eq!(tree.get("b").and_then(JsonTree::text), Some("1.10"));
        assert_eq!(tree.get("").map(JsonTree::to_value).as_deref(), Some("\"任"));
        assert_eq!(
            tree.get("a").map(JsonTree::to_value).as_deref(),
            Some(r#"[true,null,{"x":12345678901234567890123}]"#)
        );
        assert_eq!((tree.get("c"), JsonTree::Null.get("b")), (None, None));
    }

    #[test]
    fn what_lies_too_deep_is_kept_as_text() {
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(JsonTree::read(&deep).unwrap().to_json(), deep);
        assert_eq!(JsonTree::read("{"), None);
    }

    proptest! {
        #[test]
        fn a_tree_is_written_as_it_was_read(
            value in proptest::collection::hash_map(any::<String>(), any::<Vec<(Option<i64>, String, bool)>>(), 0..4),
        ) {
            let json = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(JsonTree::read(&json).unwrap().to_json(), json);
        }
    }
}
