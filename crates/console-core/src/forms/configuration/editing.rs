//! Editing a configuration as it was read: setting and deleting keys, and what they had when the draft began to.

use super::base::BaseValue;
use super::{ParameterRow, UpdateDraft};
use crate::domain::config_map::EntryValue;
use crate::domain::parameter::ParameterPath;
use crate::forms::difference::{
    KeyChange, OmsConfiguration, PartEdit, ValueStructure, edited, part_at, parts, retyped,
};
use crate::openapi::JsonTree;

impl UpdateDraft {
    /// Returns the value to set for a key, if there is one.
    pub fn value(&self, scope: &str, key: &str) -> Option<&str> {
        self.rows()?.iter().find(|row| row.scope == scope && row.key == key).map(ParameterRow::text)
    }

    /// Returns whether a key is among the parameters to delete.
    pub fn deletes(&self, scope: &str, key: &str) -> bool {
        self.valid_removals().iter().any(|path| path.scope() == scope && path.key() == key)
    }

    /// Sets a key, which is not deleted then. Nothing happens while the JSON cannot be read.
    pub fn set_value(&mut self, scope: &str, key: &str, text: String) {
        let Some(rows) = self.rows() else { return };
        let known = rows.iter().position(|row| row.scope == scope && row.key == key);
        let Some(index) = known.or_else(|| self.add_row(scope, key)) else { return };
        self.edit_row(index, |row| row.value = EntryValue::Text(text));
        self.drop_removals(scope, key);
    }

    /// Deletes a key. Says whether the API can.
    pub fn delete_key(&mut self, scope: &str, key: &str) -> bool {
        let name = format!("{scope}.{key}");
        let is_named =
            ParameterPath::parse(&name).is_ok_and(|path| path.scope() == scope && path.key() == key);
        if is_named {
            self.undo_key(scope, key);
            self.add_removal(&name);
        }
        is_named
    }

    /// Leaves a key as it is.
    pub fn undo_key(&mut self, scope: &str, key: &str) {
        while let Some(index) =
            self.rows().unwrap_or_default().iter().position(|row| row.scope == scope && row.key == key)
        {
            self.drop_row(index);
        }
        self.drop_removals(scope, key);
    }

    fn drop_removals(&mut self, scope: &str, key: &str) {
        self.add_typed();
        let is_other = |text: &String| {
            !ParameterPath::parse(text).is_ok_and(|path| path.scope() == scope && path.key() == key)
        };
        self.removals.retain(is_other);
    }

    /// Changes a part of a key's value, as the draft leaves it so far. What is as it was read again is not set. Says
    /// whether the part is there.
    pub fn edit_part(
        &mut self,
        read: &OmsConfiguration,
        scope: &str,
        key: &str,
        path: &[usize],
        edit: &PartEdit,
    ) -> bool {
        let present = match self.value(scope, key) {
            Some(text) => Some(read.after(scope, key, text)),
            None => read.get(scope, key).cloned(),
        };
        // While a number is typed, the text there is at times none: it becomes what it was before.
        let before =
            || part_at(read.get(scope, key)?, path).filter(|part| parts(part).0 == ValueStructure::Single);
        let edit = match edit {
            PartEdit::Type(text) => before().map(|before| PartEdit::Replace(retyped(&before, text))),
            _ => None,
        }
        .unwrap_or_else(|| edit.clone());
        let Some(after) = present.and_then(|value: JsonTree| edited(&value, path, &edit)) else {
            return false;
        };
        let text = after.to_value();
        if read.has(scope, key, &text) {
            self.undo_key(scope, key);
        } else {
            self.set_value(scope, key, text);
        }
        true
    }

    /// Returns what the draft changes, key by key in the order of its rows, deleted keys last. A key that is deleted and
    /// set ends up set.
    pub fn difference(&self, read: &OmsConfiguration) -> Vec<KeyChange> {
        let mut seen: Vec<(&str, &str)> = Vec::new();
        let mut changes = Vec::new();
        for row in self.rows().unwrap_or_default().iter().filter(|row| !row.key.is_empty()) {
            let name = (row.scope.as_str(), row.key.as_str());
            if !seen.contains(&name) {
                seen.push(name);
                changes.extend(read.change(name.0, name.1, Some(row.text())));
            }
        }
        for path in self.valid_removals() {
            if !seen.contains(&(path.scope(), path.key())) {
                changes.extend(read.change(path.scope(), path.key(), None));
            }
        }
        changes
    }

    /// Notes what the keys have that it begins to change, and forgets those that it does not change any more. Says
    /// whether anything is new.
    pub fn note_base(&mut self, read: &OmsConfiguration) -> bool {
        let touched = self.touched();
        let before = self.base.len();
        self.base.retain(|base| touched.iter().any(|(scope, key)| base.is_of(scope, key)));
        let mut is_new = self.base.len() != before;
        for (scope, key) in touched {
            if !self.base.iter().any(|base| base.is_of(&scope, &key)) {
                let value = read.get(&scope, &key).map(JsonTree::to_value);
                self.base.push(BaseValue { scope, key, value });
                is_new = true;
            }
        }
        is_new
    }

    /// Keeps its own change of a key that somebody else changed, too.
    pub fn keep_mine(&mut self, read: &OmsConfiguration, scope: &str, key: &str) {
        self.base.retain(|base| !base.is_of(scope, key));
        self.note_base(read);
    }

    /// Returns the keys that it sets or deletes, each once.
    fn touched(&self) -> Vec<(String, String)> {
        let rows = self.rows().unwrap_or_default().iter().filter(|row| !row.key.is_empty());
        let mut keys: Vec<_> = rows.map(|row| (row.scope.clone(), row.key.clone())).collect();
        keys.extend(
            self.valid_removals().iter().map(|path| (path.scope().to_owned(), path.key().to_owned())),
        );
        let mut each = Vec::with_capacity(keys.len());
        for key in keys {
            if !each.contains(&key) {
                each.push(key);
            }
        }
        each
    }

    /// Returns what a key had and has, if somebody else changed it since the draft began to, to anything but what it
    /// wants itself.
    pub(super) fn changed_since(
        &self,
        read: Option<&OmsConfiguration>,
        scope: &str,
        key: &str,
        wanted: Option<&str>,
    ) -> Option<[Option<String>; 2]> {
        let base = self.base.iter().find(|base| base.is_of(scope, key))?;
        let read = read?;
        let is_as_before = match &base.value {
            Some(text) => read.has(scope, key, text),
            None => read.get(scope, key).is_none(),
        };
        let is_as_wanted = match wanted {
            Some(text) => read.has(scope, key, text),
            None => read.get(scope, key).is_none(),
        };
        let values = || [base.value.clone(), read.get(scope, key).map(JsonTree::to_value)];
        (!is_as_before && !is_as_wanted).then(values)
    }
}
