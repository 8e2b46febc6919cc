//! The map of configuration values that an Update sets: `scope → key → value`, every value a string
//! (API page: Update a connector, `updateConfigMap`).

#[cfg(test)]
mod tests;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::domain::secret::{self, Mask};
use crate::text::json::JsonMembers;
use crate::text::position::{TextPosition, TextPositions, offset_of, offset_of_error, position_at};

/// Values to set, in the order in which they were written. Scopes and keys are unique and not empty, and no value is
/// a mask or has one in it: a text that has one is no map, and nothing that is shown without its secrets is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigMap {
    scopes: Vec<(String, Vec<(String, String)>)>,
}

/// A kind that a JSON value can be of, as far as a message needs it.
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

/// An error that says what is wrong with a text that should be a configuration map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMapError {
    /// Where the trouble is; for a value, where the value begins.
    pub place: TextPosition,
    /// What it is.
    pub problem: ConfigMapProblem,
}

/// A kind of trouble that a configuration map can have.
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
        /// The text that is there instead.
        found: JsonKind,
    },
    /// A value is no string; the API takes strings alone.
    NotAString {
        /// The scope.
        scope: String,
        /// The key.
        key: String,
        /// The text that is there instead.
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
    /// A value is a mask such as `******`, or has one in it, which would overwrite the real one; or a name is.
    Mask {
        /// The scope.
        scope: String,
        /// The key; empty where the scope is the mask.
        key: String,
        /// The mask.
        mask: Mask,
    },
}

/// A view of a text that should be a configuration map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMapContents {
    /// The entries of all scopes that are objects, in the order of the text.
    pub entries: Vec<ConfigMapEntry>,
    /// How many scopes there are, whatever they are.
    pub scopes: usize,
    /// Whether every scope is an object.
    pub is_map: bool,
}

/// An entry of a text that should be a configuration map, as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMapEntry {
    /// The scope, perhaps empty.
    pub scope: String,
    /// The key, perhaps empty, perhaps not the first of this name.
    pub key: String,
    /// The value.
    pub value: EntryValue,
    /// Where the value begins.
    pub place: TextPosition,
}

/// A value as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryValue {
    /// A string, as the API takes it.
    Text(String),
    /// Anything else, a string that stands for no text included: half a character, `"\ud800"`.
    Other {
        /// What it is.
        kind: JsonKind,
        /// The JSON as it was written.
        written: String,
    },
}

impl ConfigMapEntry {
    /// Returns what would be sent for it; nothing of half a character, which is no text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            EntryValue::Text(value) => Some(value),
            EntryValue::Other { kind: JsonKind::String, .. } => None,
            EntryValue::Other { written, .. } => Some(written),
        }
    }
}

impl ConfigMap {
    /// Reads the map from JSON text. Reports all that is wrong, in the order of the text.
    pub fn from_json(text: &str) -> Result<Self, Vec<ConfigMapError>> {
        let mut problems = Vec::new();
        let mut map = Self::default();
        for (scope, value) in entries(text, text).map_err(|error| vec![error])? {
            let mut report = |problem| problems.push((offset_of(value.get(), text), problem));
            if scope.is_empty() {
                report(ConfigMapProblem::EmptyScope);
            }
            if let Some(mask) = secret::mask_in_name(&scope) {
                report(ConfigMapProblem::Mask { scope: scope.clone(), key: String::new(), mask });
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
                    Err(problem) => problems.push((offset_of(value.get(), text), problem)),
                }
            }
            map.scopes.push((scope, values));
        }
        if problems.is_empty() { Ok(map) } else { Err(placed(text, problems)) }
    }

    /// Looks through JSON text and takes every entry as it stands there, wrong ones too. In time that grows
    /// with the text and no faster, which [`Self::from_json`] does not for thousands of entries.
    ///
    /// # Errors
    /// When it cannot be read at all: no JSON, no object, a name that is no text.
    pub fn survey(text: &str) -> Result<ConfigMapContents, ConfigMapError> {
        let mut found = ConfigMapContents { entries: Vec::new(), scopes: 0, is_map: true };
        let mut places = TextPositions::new(text);
        for (scope, value) in entries(text, text)? {
            found.scopes += 1;
            if kind_of(value) != JsonKind::Object {
                found.is_map = false;
                continue;
            }
            for (key, value) in entries(text, value.get())? {
                let place = places.of(offset_of(value.get(), text));
                let value = match serde_json::from_str(value.get()) {
                    Ok(text) => EntryValue::Text(text),
                    Err(_) => EntryValue::Other { kind: kind_of(value), written: value.get().to_owned() },
                };
                found.entries.push(ConfigMapEntry { scope: scope.clone(), key, value, place });
            }
        }
        Ok(found)
    }

    /// Returns a map with a single value, which is taken as it is.
    pub fn of(scope: &str, key: &str, value: String) -> Self {
        Self { scopes: vec![(scope.to_owned(), vec![(key.to_owned(), value)])] }
    }

    /// Returns whether there is no value in it. A scope without keys sets nothing.
    pub fn is_empty(&self) -> bool {
        self.scopes.iter().all(|(_, values)| values.is_empty())
    }

    /// All values as `(scope, key, value)`.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.scopes.iter().flat_map(|(scope, values)| {
            values.iter().map(move |(key, value)| (scope.as_str(), key.as_str(), value.as_str()))
        })
    }

    /// Leaves out the values for which this is false.
    pub fn retain(&mut self, mut keeps: impl FnMut(&str, &str, &str) -> bool) {
        for (scope, values) in &mut self.scopes {
            values.retain(|(key, value)| keeps(scope, key, value));
        }
    }

    /// Returns whether any value is a secret, or has one in it, or in its name.
    pub fn has_secrets(&self) -> bool {
        self.values().any(|(scope, key, value)| {
            secret::holds_secret(scope, key, value) || secret::has_secrets(scope) || secret::has_secrets(key)
        })
    }

    /// Returns the JSON text with every secret replaced by the given text. A text and no map: it must not be sent.
    pub fn to_json_without_secrets(&self, instead: &str) -> String {
        let mut map = self.clone();
        for (scope, values) in &mut map.scopes {
            for (key, value) in values {
                if secret::holds_secret(scope, key, value) {
                    *value = instead.to_owned();
                }
                *key = secret::redacted(key, instead).into_owned();
            }
            *scope = secret::redacted(scope, instead).into_owned();
        }
        map.to_json()
    }

    /// Returns the JSON text that goes into a call's body, indented for people, scopes without keys left out.
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
    if let Some(mask) = secret::mask_in_name(key).or_else(|| secret::mask_in_value(&scope, key, &read)) {
        return Err(ConfigMapProblem::Mask { scope, key: owned_key, mask });
    }
    Ok(read)
}

/// Reads the members of the object `part`, a slice of `whole`.
fn entries<'a>(whole: &str, part: &'a str) -> Result<Vec<(String, &'a RawValue)>, ConfigMapError> {
    match serde_json::from_str::<&RawValue>(part) {
        Ok(value) if kind_of(value) != JsonKind::Object => {
            let problem = ConfigMapProblem::NotAnObject(kind_of(value));
            return Err(ConfigMapError { place: position_at(whole, offset_of(value.get(), whole)), problem });
        }
        _ => {}
    }
    serde_json::from_str::<JsonMembers<'a>>(part).map(|members| members.0).map_err(|error| {
        let place = position_at(whole, offset_of(part, whole) + offset_of_error(part, &error));
        ConfigMapError { place, problem: ConfigMapProblem::Syntax(plain_words(&error)) }
    })
}

/// Returns the parser's message without the place that it appends, which is reported separately.
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

fn placed(text: &str, problems: Vec<(usize, ConfigMapProblem)>) -> Vec<ConfigMapError> {
    let mut places = TextPositions::new(text);
    let placed = |(offset, problem)| ConfigMapError { place: places.of(offset), problem };
    problems.into_iter().map(placed).collect()
}

impl Serialize for ConfigMap {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Values<'a>(&'a [(String, String)]);
        impl Serialize for Values<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
            }
        }
        let scopes = self.scopes.iter().filter(|(_, values)| !values.is_empty());
        serializer.collect_map(scopes.map(|(scope, values)| (scope, Values(values))))
    }
}
