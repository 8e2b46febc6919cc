//! The map of configuration values that an Update sets: `scope → key → value`, every value a string
//! (API page: Update a connector, `updateConfigMap`).

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::secret;

/// Values to set, in the order in which they were written. Scopes and keys are unique and not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigMap {
    scopes: Vec<(String, Vec<(String, String)>)>,
}

/// A place in a text, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// What a JSON value is, as far as a message needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// `[…]`
    Array,
    /// `{…}`
    Object,
}

/// What is wrong with a text that should be a configuration map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMapError {
    /// Where the trouble is; for a value, where the value begins.
    pub place: Place,
    /// What it is.
    pub problem: ConfigMapProblem,
}

/// The kinds of trouble with a configuration map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigMapProblem {
    /// It is no JSON; the parser's own words.
    Syntax(String),
    /// It is JSON, but not an object of scopes.
    NotAnObject(JsonKind),
    /// The value of a scope is no object of keys.
    ScopeNotAnObject {
        /// The scope.
        scope: String,
        /// What stands there instead.
        found: JsonKind,
    },
    /// A value is no string; the API takes strings alone.
    NotAString {
        /// The scope.
        scope: String,
        /// The key.
        key: String,
        /// What stands there instead.
        found: JsonKind,
        /// The value as it was written, which is also its string form.
        written: String,
    },
    /// A scope is named twice.
    DuplicateScope(String),
    /// A key is named twice in its scope.
    DuplicateKey {
        /// The scope.
        scope: String,
        /// The key.
        key: String,
    },
    /// A scope's name is empty.
    EmptyScope,
    /// A key's name is empty.
    EmptyKey {
        /// The scope.
        scope: String,
    },
    /// A secret's value is only a mask such as `******`, which would overwrite the real one.
    Mask {
        /// The scope.
        scope: String,
        /// The key.
        key: String,
    },
}

impl ConfigMap {
    /// Reads the map from JSON text. Reports all that is wrong, in the order of the text.
    pub fn from_json(text: &str) -> Result<Self, Vec<ConfigMapError>> {
        let mut errors = Vec::new();
        let mut map = Self::default();
        for (scope, value) in entries(text, text).map_err(|error| vec![error])? {
            let mut report =
                |problem| errors.push(ConfigMapError { place: place_of(text, value.get()), problem });
            if scope.is_empty() {
                report(ConfigMapProblem::EmptyScope);
            }
            if map.scopes.iter().any(|(known, _)| *known == scope) {
                report(ConfigMapProblem::DuplicateScope(scope.clone()));
            }
            let keys = match kind_of(value) {
                JsonKind::Object => entries(text, value.get()).map_err(|error| vec![error])?,
                found => {
                    report(ConfigMapProblem::ScopeNotAnObject { scope: scope.clone(), found });
                    continue;
                }
            };
            let mut values: Vec<(String, String)> = Vec::with_capacity(keys.len());
            for (key, value) in keys {
                match read_value(&scope, &key, value, &values) {
                    Ok(read) => values.push((key, read)),
                    Err(problem) => {
                        errors.push(ConfigMapError { place: place_of(text, value.get()), problem })
                    }
                }
            }
            map.scopes.push((scope, values));
        }
        if errors.is_empty() { Ok(map) } else { Err(errors) }
    }

    /// A map with a single value.
    pub fn of(scope: &str, key: &str, value: String) -> Self {
        Self { scopes: vec![(scope.to_owned(), vec![(key.to_owned(), value)])] }
    }

    /// Whether there is no value in it. A scope without keys sets nothing.
    pub fn is_empty(&self) -> bool {
        self.scopes.iter().all(|(_, values)| values.is_empty())
    }

    /// All values as `(scope, key, value)`.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.scopes.iter().flat_map(|(scope, values)| {
            values.iter().map(move |(key, value)| (scope.as_str(), key.as_str(), value.as_str()))
        })
    }

    /// Whether any value is a secret.
    pub fn has_secrets(&self) -> bool {
        self.values().any(|(_, key, _)| secret::is_secret(key))
    }

    /// The same map with every secret replaced by the given text.
    #[must_use]
    pub fn without_secrets(&self, instead: &str) -> Self {
        let mut map = self.clone();
        for (key, value) in map.scopes.iter_mut().flat_map(|(_, values)| values) {
            if secret::is_secret(key) {
                *value = instead.to_owned();
            }
        }
        map
    }

    /// The JSON text that goes into a call's body, indented for people, scopes without keys left out.
    pub fn to_json(&self) -> String {
        // Maps of strings always serialise; an empty object is the honest text of nothing.
        serde_json::to_string_pretty(self).unwrap_or_else(|_| "{}".into())
    }
}

fn read_value(
    scope: &str,
    key: &str,
    value: &RawValue,
    known: &[(String, String)],
) -> Result<String, ConfigMapProblem> {
    let (scope, owned_key) = (scope.to_owned(), key.to_owned());
    if key.is_empty() {
        return Err(ConfigMapProblem::EmptyKey { scope });
    }
    if known.iter().any(|(other, _)| other == key) {
        return Err(ConfigMapProblem::DuplicateKey { scope, key: owned_key });
    }
    let found = kind_of(value);
    if found != JsonKind::String {
        let written = value.get().to_owned();
        return Err(ConfigMapProblem::NotAString { scope, key: owned_key, found, written });
    }
    let read: String =
        serde_json::from_str(value.get()).map_err(|error| ConfigMapProblem::Syntax(plain_words(&error)))?;
    if secret::is_secret(key) && secret::is_mask(&read) {
        return Err(ConfigMapProblem::Mask { scope, key: owned_key });
    }
    Ok(read)
}

/// An object's members in the order of the text, duplicates included; the values stay unread.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

/// Reads the members of the object `part`, a slice of `whole`.
fn entries<'a>(whole: &str, part: &'a str) -> Result<Vec<(String, &'a RawValue)>, ConfigMapError> {
    match serde_json::from_str::<&RawValue>(part) {
        Ok(value) if kind_of(value) != JsonKind::Object => {
            let problem = ConfigMapProblem::NotAnObject(kind_of(value));
            return Err(ConfigMapError { place: place_of(whole, value.get()), problem });
        }
        _ => {}
    }
    serde_json::from_str::<Members<'a>>(part).map(|members| members.0).map_err(|error| {
        // serde_json counts lines from 1 within the part, and columns in bytes.
        let earlier_lines = part.split_inclusive('\n').take(error.line().saturating_sub(1));
        let in_part = earlier_lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        let place = place_at(whole, offset_of(whole, part).unwrap_or(0) + in_part);
        ConfigMapError { place, problem: ConfigMapProblem::Syntax(plain_words(&error)) }
    })
}

/// The parser's message without the place that it appends, which is reported separately.
fn plain_words(error: &serde_json::Error) -> String {
    let words = error.to_string();
    match words.rfind(" at line ") {
        Some(end) => words[..end].to_owned(),
        None => words,
    }
}

fn kind_of(value: &RawValue) -> JsonKind {
    match value.get().as_bytes().first() {
        Some(b'{') => JsonKind::Object,
        Some(b'[') => JsonKind::Array,
        Some(b'"') => JsonKind::String,
        Some(b't' | b'f') => JsonKind::Boolean,
        Some(b'n') | None => JsonKind::Null,
        Some(_) => JsonKind::Number,
    }
}

/// Where `part` begins in `whole`, if it is a slice of it.
fn offset_of(whole: &str, part: &str) -> Option<usize> {
    (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize).filter(|offset| *offset <= whole.len())
}

fn place_of(whole: &str, part: &str) -> Place {
    place_at(whole, offset_of(whole, part).unwrap_or(0))
}

fn place_at(text: &str, offset: usize) -> Place {
    let before = &text[..text.floor_char_boundary(offset.min(text.len()))];
    let line_start = before.rfind('\n').map_or(0, |index| index + 1);
    Place {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

impl Serialize for ConfigMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Values<'a>(&'a [(String, String)]);
        impl Serialize for Values<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(self.0.len()))?;
                for (key, value) in self.0 {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
        let mut map = serializer.serialize_map(None)?;
        for (scope, values) in self.scopes.iter().filter(|(_, values)| !values.is_empty()) {
            map.serialize_entry(scope, &Values(values))?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problems(text: &str) -> Vec<(usize, usize, ConfigMapProblem)> {
        let errors = ConfigMap::from_json(text).unwrap_err();
        errors.into_iter().map(|error| (error.place.line, error.place.column, error.problem)).collect()
    }

    #[test]
    fn the_api_pages_sample_is_read_and_written_in_order() {
        let map =
            ConfigMap::from_json(r#"{"source":{"username":"test","a":"1"},"coordinator":{"b":""}}"#).unwrap();
        assert_eq!(
            map.to_json(),
            "{\n  \"source\": {\n    \"username\": \"test\",\n    \"a\": \"1\"\n  },\n  \"coordinator\": {\n    \"b\": \"\"\n  }\n}"
        );
    }

    #[test]
    fn values_that_are_no_strings_are_pointed_out_where_they_stand() {
        let text = "{\n  \"sink\": {\n    \"workerNum\": 8,\n    \"a\": [1, {}],\n    \"b\": null\n  }\n}";
        let found: Vec<_> = problems(text)
            .into_iter()
            .map(|(line, column, problem)| match problem {
                ConfigMapProblem::NotAString { key, found, written, .. } => {
                    (line, column, key, found, written)
                }
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            found,
            [
                (3, 18, "workerNum".into(), JsonKind::Number, "8".into()),
                (4, 10, "a".into(), JsonKind::Array, "[1, {}]".into()),
                (5, 10, "b".into(), JsonKind::Null, "null".to_owned()),
            ]
        );
    }

    #[test]
    fn duplicates_empty_names_and_masks_are_refused() {
        use ConfigMapProblem::*;
        let only = |text| problems(text).into_iter().map(|(_, _, problem)| problem).collect::<Vec<_>>();
        let (scope, key) = (String::from("a"), String::from("k"));
        assert_eq!(only(r#"{"a":{"k":"1","k":"2"}}"#), [DuplicateKey { scope: scope.clone(), key }]);
        assert_eq!(only(r#"{"a":{"x":"1"},"a":{"y":"2"}}"#), [DuplicateScope(scope.clone())]);
        assert_eq!(only(r#"{"":{"x":"1"}}"#), [EmptyScope]);
        assert_eq!(only(r#"{"a":{"":"1"}}"#), [EmptyKey { scope: scope.clone() }]);
        assert_eq!(only(r#"{"a":{"password":"******"}}"#), [Mask { scope, key: "password".into() }]);
        assert!(ConfigMap::from_json(r#"{"a":{"whiteList":"*"}}"#).is_ok());
    }

    #[test]
    fn what_is_no_map_at_all_is_said_at_its_place() {
        assert!(matches!(problems("{\"a\":\n {\"b\" 1}}")[..], [(2, 7, ConfigMapProblem::Syntax(_))]));
        assert!(matches!(problems("{\"密码\":\n {\"密\" 1}}")[..], [(2, 7, ConfigMapProblem::Syntax(_))]));
        assert!(matches!(problems("")[..], [(1, 1, ConfigMapProblem::Syntax(_))]));
        assert!(matches!(problems("{} x")[..], [(1, 4, ConfigMapProblem::Syntax(_))]));
        assert_eq!(problems("[]"), [(1, 1, ConfigMapProblem::NotAnObject(JsonKind::Array))]);
        assert_eq!(
            problems("{\"a\":\"b\"}"),
            [(1, 6, ConfigMapProblem::ScopeNotAnObject { scope: "a".into(), found: JsonKind::String })]
        );
        assert!(matches!(problems(r#"{"a":{"b":"\ud800"}}"#)[..], [(1, _, ConfigMapProblem::Syntax(_))]));
        let deep = format!("{{\"a\":{{\"b\":{}1{}}}}}", "[".repeat(1000), "]".repeat(1000));
        assert!(matches!(problems(&deep)[..], [(1, 11, ConfigMapProblem::NotAString { .. })]));
    }

    #[test]
    fn secrets_can_be_taken_out() {
        let map = ConfigMap::from_json(r#"{"sink":{"password":"p4ss","username":"u"}}"#).unwrap();
        assert!(map.has_secrets());
        let safe = map.without_secrets("(hidden)").to_json();
        assert!(!safe.contains("p4ss") && safe.contains("(hidden)") && safe.contains("\"u\""), "{safe}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_with_a_place_inside_it(text in any::<String>()) {
            if let Err(errors) = ConfigMap::from_json(&text) {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(error.place.line >= 1 && error.place.line <= text.matches('\n').count() + 1);
                }
            }
        }

        #[test]
        fn what_is_written_reads_back(values in proptest::collection::btree_map("\\PC{1,8}", any::<String>(), 1..6)) {
            let text = serde_json::json!({ "scope": values }).to_string();
            if let Ok(map) = ConfigMap::from_json(&text) {
                prop_assert_eq!(ConfigMap::from_json(&map.to_json()), Ok(map.clone()));
                prop_assert_eq!(map.values().count(), values.len());
            }
        }
    }
}
