//! The draft of an Update: parameters to delete, and values to set as a form and as JSON.
//!
//! Form and JSON are two views of one draft. The draft keeps both the rows and the text:
//!
//! - What is typed into the JSON view is kept as it is typed. As long as it can be read as an object of
//!   objects, the rows are its content, wrong entries too: names twice or empty, values that are no
//!   strings. When it cannot, there are no rows, and the form view has nothing to edit until it can.
//! - An edit in the form changes that row alone and rewrites the text from the rows, in their order,
//!   indented as the body is sent. Rows of one scope come together there; a scope without keys, which sets
//!   nothing, goes. A row that is wholly blank is not in the text.
//! - Changing the view changes nothing.
//!
//! So neither view loses what the other cannot show. What is sent is read from the text.
//!
//! Where OMS told the configuration, the draft also holds what the keys that it changes had when it began to, so that
//! somebody else's change of them is noticed; see [`crate::forms::difference`] for how it is edited in place.
//!
//! What is typed among the parameters to delete and not added to them yet counts as if it were: it is checked,
//! shown and sent with them, so that nothing that stands in the form is left out of what is sent.

mod base;
mod editing;
mod line;
mod problem;
mod rows;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::domain::config_map::EntryValue;
use crate::domain::parameter::{self, ParameterPath};
use crate::domain::secret;

pub use base::BaseValue;
pub use line::{ConfigLine, KeyStanding, LinePlace, config_lines};
pub use problem::{
    CheckedUpdate, ProblemFix, ProblemPosition, UpdateProblem, UpdateProblemKind, problem_key,
};
pub use rows::{MOST_BYTES, MOST_ENTRIES, ParameterRow};

/// A draft that says what an Update changes. See the module for how its two views go together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Typed", into = "Typed")]
pub struct UpdateDraft {
    removals: Vec<String>,
    /// What is typed into their field and not added yet.
    typed: String,
    json: String,
    /// The rows of the form; nothing while the text cannot be read.
    rows: Option<Vec<ParameterRow>>,
    /// For each entry of the text, in its order, the row that it is.
    order: Vec<usize>,
    /// What the keys that it changes had when it began to.
    base: Vec<BaseValue>,
}

/// The draft as it is kept: what its rows are is read from the text.
#[derive(Serialize, Deserialize)]
struct Typed {
    removals: Vec<String>,
    json: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    base: Vec<BaseValue>,
}

impl From<UpdateDraft> for Typed {
    fn from(UpdateDraft { removals, json, base, .. }: UpdateDraft) -> Self {
        Self { removals, json, base }
    }
}

impl From<Typed> for UpdateDraft {
    fn from(Typed { removals, json, base }: Typed) -> Self {
        let mut draft = Self { removals, base, ..Self::default() };
        draft.set_json(json);
        draft
    }
}

impl Default for UpdateDraft {
    /// Nothing to delete, nothing to set, no row.
    fn default() -> Self {
        Self {
            removals: Vec::new(),
            typed: String::new(),
            json: String::new(),
            rows: Some(Vec::new()),
            order: Vec::new(),
            base: Vec::new(),
        }
    }
}

impl UpdateDraft {
    /// Returns the parameters to delete, each as it was typed.
    pub fn removals(&self) -> &[String] {
        &self.removals
    }

    /// Adds what was typed or pasted to the parameters to delete: one, or several with commas, blanks or
    /// line breaks between them. What is there already is not added again.
    pub fn add_removals(&mut self, text: &str) {
        parameter::split_list(text).into_iter().for_each(|entry| self.add_removal(entry));
    }

    /// Adds one to the parameters to delete, as it is.
    pub fn add_removal(&mut self, entry: &str) {
        if !self.removals.iter().any(|known| known == entry) {
            self.removals.push(entry.to_owned());
        }
    }

    /// Returns what is typed into the field of the parameters to delete and not added to them yet.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Takes over what is typed into the field of the parameters to delete.
    pub fn set_typed(&mut self, text: String) {
        self.typed = text;
    }

    /// Adds what is typed to the parameters to delete.
    pub fn add_typed(&mut self) {
        let typed = std::mem::take(&mut self.typed);
        self.add_removals(&typed);
    }

    /// Takes one of the parameters to delete back into the field, to be corrected; the text there is added.
    /// One that is not there does no harm.
    pub fn take_back_removal(&mut self, index: usize) {
        if index < self.removals.len() {
            let text = self.removals.remove(index);
            self.add_typed();
            self.typed = text;
        }
    }

    /// Returns the parameters that would be deleted, as far as they are some: each once, those that are only typed
    /// last.
    pub fn valid_removals(&self) -> Vec<ParameterPath> {
        let mut paths = Vec::new();
        let typed = parameter::split_list(&self.typed);
        let texts = self.removals.iter().map(String::as_str).chain(typed);
        for path in texts.filter(|text| !secret::has_secrets(text)).flat_map(ParameterPath::parse) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        paths
    }

    /// Takes one of the parameters to delete out; one that is not there does no harm.
    pub fn drop_removal(&mut self, index: usize) {
        if index < self.removals.len() {
            self.removals.remove(index);
        }
    }

    /// Returns the text of the JSON view.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// Takes over what was typed into the JSON view.
    pub fn set_json(&mut self, text: String) {
        self.json = text;
        self.rows = rows::read(&self.json);
        self.order = (0..self.rows.as_ref().map_or(0, Vec::len)).collect();
    }

    /// Returns the rows of the form view; nothing while the JSON cannot be read as an object of objects.
    pub fn rows(&self) -> Option<&[ParameterRow]> {
        self.rows.as_deref()
    }

    /// Adds a row at the end, to be filled in, and says which one it is. Nothing while there are no rows.
    pub fn add_row(&mut self, scope: &str, key: &str) -> Option<usize> {
        let value = EntryValue::Text(String::new());
        let row = ParameterRow { scope: scope.to_owned(), key: key.to_owned(), value };
        let rows = self.rows.as_mut()?;
        rows.push(row);
        let index = rows.len() - 1;
        self.write();
        Some(index)
    }

    /// Takes over what was typed into a row. A row that is not there does no harm.
    pub fn edit_row(&mut self, index: usize, edit: impl FnOnce(&mut ParameterRow)) {
        if let Some(row) = self.rows.as_mut().and_then(|rows| rows.get_mut(index)) {
            edit(row);
            self.write();
        }
    }

    /// Returns whether a value to set is a secret or has one in it, as far as that can be told of what is typed.
    pub fn has_secrets(&self) -> bool {
        self.rows().unwrap_or_default().iter().any(ParameterRow::is_secret) || secret::has_secrets(&self.json)
    }

    /// Takes a row out. One that is not there does no harm.
    pub fn drop_row(&mut self, index: usize) {
        if let Some(rows) = self.rows.as_mut().filter(|rows| index < rows.len()) {
            rows.remove(index);
            self.write();
        }
    }

    /// Makes strings of all values that are none.
    pub fn write_all_as_text(&mut self) {
        for row in self.rows.iter_mut().flatten() {
            row.make_text();
        }
        self.write();
    }

    /// Returns the draft as it may be stored: what is typed among the parameters to delete added to them, without
    /// rows that hold secrets, and without a text in which they could not be told from others. Says whether anything
    /// was left out.
    #[must_use]
    pub fn without_secrets(&self) -> (Self, bool) {
        let mut kept = self.clone();
        kept.add_typed();
        let before = kept.removals.len();
        kept.removals.retain(|removal| !secret::has_secrets(removal));
        let mut withheld = kept.removals.len() < before;
        if let Some(rows) = kept.rows.as_mut() {
            let before = rows.len();
            rows.retain(|row| !row.holds_secret());
            if rows.len() < before {
                withheld = true;
                kept.write();
            }
        }
        // In a text that cannot be read the names alone are reason enough: what belongs to them is not certain.
        let divides = |c: char| !c.is_alphanumeric() && !"._-".contains(c);
        let names_secret = || kept.json.split(divides).any(secret::is_secret_name);
        if secret::has_secrets(&kept.json) || kept.rows.is_none() && names_secret() {
            withheld = true;
            kept.set_json(String::new());
        }
        kept.base.retain(|base| !base.holds_secret());
        (kept, withheld)
    }

    /// Writes the text from the rows.
    fn write(&mut self) {
        if let Some(rows) = &self.rows {
            (self.json, self.order) = rows::write(rows);
        }
    }
}
