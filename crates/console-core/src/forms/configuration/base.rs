//! What a key had before a draft, to notice when somebody else changes it.

use serde::{Deserialize, Serialize};

use crate::domain::secret;

/// A value that a key had when a draft began to change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseValue {
    /// The scope.
    pub scope: String,
    /// The key.
    pub key: String,
    /// The value as text; none where the key was not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl BaseValue {
    /// Returns whether it is of this key.
    pub(super) fn is_of(&self, scope: &str, key: &str) -> bool {
        self.scope == scope && self.key == key
    }

    /// Returns whether its value is a secret or has one in it.
    pub(super) fn holds_secret(&self) -> bool {
        self.value.as_ref().is_some_and(|value| secret::holds_secret(&self.scope, &self.key, value))
    }
}
