//! Rows out of JSON, and JSON out of rows.

use crate::domain::config_map::{ConfigMap, ConfigMapContents, ConfigMapEntry, EntryValue, JsonKind};
use crate::domain::secret;
use crate::text::json;

/// The most bytes of a text that is read. More is no configuration of a task, and would block the page.
pub const MOST_BYTES: usize = 2_000_000;

/// The most entries that are read; some two hundred keys are documented.
pub const MOST_ENTRIES: usize = 2_000;

/// A row of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterRow {
    /// Field "Scope".
    pub scope: String,
    /// Field "Key".
    pub key: String,
    /// Field "Value", or what stands in the JSON in its place.
    pub value: EntryValue,
}

impl ParameterRow {
    /// Its value as text, or the JSON that stands in its place.
    pub fn text(&self) -> &str {
        match &self.value {
            EntryValue::Text(text) | EntryValue::Other { written: text, .. } => text,
        }
    }

    /// Returns whether its value is to be hidden as it is typed; also while there is none yet.
    pub fn is_secret(&self) -> bool {
        secret::is_secret_name(&self.key) || self.holds_secret()
    }

    /// Returns whether its value is a secret or has one in it.
    pub(super) fn holds_secret(&self) -> bool {
        secret::holds_secret(&self.scope, &self.key, self.text())
    }

    /// Makes a string of a value that is none. Half a character stays: it is no text.
    pub(super) fn make_text(&mut self) {
        if let EntryValue::Other { kind, written } = &self.value
            && *kind != JsonKind::String
        {
            self.value = EntryValue::Text(written.clone());
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.scope.is_empty() && self.key.is_empty() && self.value == EntryValue::Text(String::new())
    }
}

/// Returns the rows of a text, in its order; none of a blank text. Nothing if it is no object of objects.
pub(super) fn read(text: &str) -> Option<Vec<ParameterRow>> {
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    if text.len() > MOST_BYTES {
        return None;
    }
    let found = ConfigMap::survey(text).ok().filter(|found| found.is_map && !is_too_many(found))?;
    let row = |ConfigMapEntry { scope, key, value, .. }| ParameterRow { scope, key, value };
    Some(found.entries.into_iter().map(row).collect())
}

/// Returns whether there is more in a text than is read.
pub(super) fn is_too_many(found: &ConfigMapContents) -> bool {
    found.entries.len().max(found.scopes) > MOST_ENTRIES
}

/// Returns the text of rows, as [`ConfigMap::to_json`] would write it, wrong ones as they are; and which row each
/// entry of the text is. Blank rows alone are no text.
pub(super) fn write(rows: &[ParameterRow]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut order: Vec<usize> = Vec::with_capacity(rows.len());
    let mut written: Vec<&str> = Vec::new();
    for (first, row) in rows.iter().enumerate() {
        if row.is_blank() || written.contains(&row.scope.as_str()) {
            continue;
        }
        text.push_str(if written.is_empty() { "{\n  " } else { ",\n  " });
        text.push_str(&json::text(row.scope.as_str()));
        let mut divider = ": {\n    ";
        for (index, row) in rows.iter().enumerate().skip(first) {
            if row.scope == rows[first].scope && !row.is_blank() {
                text.push_str(divider);
                text.push_str(&json::text(row.key.as_str()));
                text.push_str(": ");
                match &row.value {
                    EntryValue::Text(value) => text.push_str(&json::text(value.as_str())),
                    EntryValue::Other { written, .. } => text.push_str(written),
                }
                order.push(index);
                divider = ",\n    ";
            }
        }
        text.push_str("\n  }");
        written.push(&row.scope);
    }
    if !written.is_empty() {
        text.push_str("\n}");
    }
    (text, order)
}
