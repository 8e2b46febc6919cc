//! The difference between a task's configuration as OMS tells it and as an Update leaves it.
//!
//! What is edited is the draft of the Update: a value to set for a key, or a key to delete. The tree that is shown is the
//! configuration with these in place, and only keys whose value differs are sent.

mod change;
mod fixed;
mod part;
#[cfg(test)]
mod tests;

use crate::openapi::{ConnectorConfig, JsonTree};

pub use change::{KeyChange, PartChange, changes_of};
pub use fixed::{is_fixed, is_fixed_part, moves_task};
pub use part::{PartEdit, PartName, ValueStructure, edited, part_at, parts, retyped};

/// A task's configuration as OMS told it, by scope and key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OmsConfiguration {
    scopes: Vec<(String, Vec<(String, JsonTree)>)>,
}

impl From<&ConnectorConfig> for OmsConfiguration {
    fn from(config: &ConnectorConfig) -> Self {
        Self::of(config.scopes())
    }
}

impl OmsConfiguration {
    fn of(scopes: Vec<(String, JsonTree)>) -> Self {
        let scopes = scopes.into_iter().filter_map(|(scope, keys)| match keys {
            JsonTree::Object(keys) => Some((scope, keys)),
            _ => None,
        });
        Self { scopes: scopes.collect() }
    }

    /// Reads an example.
    #[cfg(test)]
    pub(crate) fn example(json: &str) -> Self {
        match JsonTree::read(json) {
            Some(JsonTree::Object(scopes)) => Self::of(scopes),
            other => panic!("{other:?}"),
        }
    }

    /// Returns each scope with its keys and their values.
    pub fn scopes(&self) -> &[(String, Vec<(String, JsonTree)>)] {
        &self.scopes
    }

    /// Returns the value of a key.
    pub fn get(&self, scope: &str, key: &str) -> Option<&JsonTree> {
        let (_, keys) = self.scopes.iter().find(|(name, _)| name == scope)?;
        keys.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Returns whether a key has the value that a text stands for.
    pub fn has(&self, scope: &str, key: &str, text: &str) -> bool {
        self.get(scope, key).is_some_and(|value| value.to_value() == text || retyped(value, text) == *value)
    }

    /// Returns the value of a key after a text is set: of the make that it has now.
    pub fn after(&self, scope: &str, key: &str, text: &str) -> JsonTree {
        match self.get(scope, key) {
            Some(value) => retyped(value, text),
            None => JsonTree::Text(text.to_owned()),
        }
    }
}
