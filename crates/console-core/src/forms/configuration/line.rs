//! The configuration as lines to be shown, searched and edited: scopes, their keys, and the parts of values.

use super::UpdateDraft;
use crate::domain::secret::{self, HIDDEN, mask_in_value};
use crate::forms::difference::{OmsConfiguration, PartName, ValueStructure, is_fixed, is_fixed_part, parts};
use crate::openapi::JsonTree;

/// So many characters of a value that has parts are shown.
const MOST_SHOWN: usize = 200;

/// A place that a line has: a scope, a key in it, or a part of the key's value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LinePlace {
    /// The scope.
    pub scope: String,
    /// The key; none for the line of a scope.
    pub key: Option<String>,
    /// The places that lead to a part of the value.
    pub path: Vec<usize>,
}

/// A status that a key has in the draft of an Update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStanding {
    /// As OMS told it.
    Same,
    /// It gets another value.
    Changed,
    /// It is set and was not there.
    Added,
    /// It is deleted.
    Deleted,
}

/// A line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigLine {
    /// Where it is.
    pub place: LinePlace,
    /// How deep it is: 0 for scopes, 1 for keys.
    pub depth: usize,
    /// Its own name.
    pub name: String,
    /// Its name with all that leads to it, such as `sink.jdbcUrl?socketTimeout`.
    pub full_name: String,
    /// What the value consists of.
    pub make: ValueStructure,
    /// The text to edit, or the beginning of a value that has parts, without its secrets.
    pub text: String,
    /// Whether its parts are shown.
    pub is_open: bool,
    /// Whether it has the words that are searched for itself, not only a line above or below it.
    pub is_found: bool,
    /// Whether the text is to be hidden.
    pub is_secret: bool,
    /// Whether the value is or has a mask in the place of a secret.
    pub is_masked: bool,
    /// The status of its key.
    pub standing: KeyStanding,
    /// Whether it must stay as it is.
    pub is_fixed: bool,
    /// Whether it can be removed.
    pub is_removable: bool,
}

/// Returns the lines of a configuration with a draft's changes in place. Scopes are open and values with parts are not,
/// unless they were toggled; with words to search for, all that has them is shown.
pub fn config_lines(
    read: &OmsConfiguration,
    draft: &UpdateDraft,
    is_toggled: &dyn Fn(&LinePlace) -> bool,
    words: &str,
) -> Vec<ConfigLine> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let mut builder = Builder { is_toggled, words: &words, lines: Vec::new() };
    for (scope, keys) in effective(read, draft) {
        builder.add_scope(scope, keys);
    }
    builder.lines
}

struct EffectiveKey {
    key: String,
    value: JsonTree,
    standing: KeyStanding,
}

/// Returns every scope with its keys as the draft leaves them, those that are deleted in their old place.
fn effective(read: &OmsConfiguration, draft: &UpdateDraft) -> Vec<(String, Vec<EffectiveKey>)> {
    let mut scopes: Vec<(String, Vec<EffectiveKey>)> = Vec::new();
    for (scope, keys) in read.scopes() {
        let key = |(key, value): &(String, JsonTree)| {
            let (value, standing) = match draft.value(scope, key) {
                Some(text) if read.has(scope, key, text) => (value.clone(), KeyStanding::Same),
                Some(text) => (read.after(scope, key, text), KeyStanding::Changed),
                None if draft.deletes(scope, key) => (value.clone(), KeyStanding::Deleted),
                None => (value.clone(), KeyStanding::Same),
            };
            EffectiveKey { key: key.clone(), value, standing }
        };
        scopes.push((scope.clone(), keys.iter().map(key).collect()));
    }
    for row in draft.rows().unwrap_or_default().iter().filter(|row| !row.key.is_empty()) {
        let keys = match scopes.iter_mut().position(|(scope, _)| *scope == row.scope) {
            Some(known) => &mut scopes[known].1,
            None => {
                scopes.push((row.scope.clone(), Vec::new()));
                let last = scopes.len() - 1;
                &mut scopes[last].1
            }
        };
        if !keys.iter().any(|known| known.key == row.key) {
            let value = JsonTree::Text(row.text().to_owned());
            keys.push(EffectiveKey { key: row.key.clone(), value, standing: KeyStanding::Added });
        }
    }
    scopes
}

struct Builder<'a> {
    is_toggled: &'a dyn Fn(&LinePlace) -> bool,
    words: &'a [String],
    lines: Vec<ConfigLine>,
}

impl Builder<'_> {
    fn add_scope(&mut self, scope: String, keys: Vec<EffectiveKey>) {
        let place = LinePlace { scope: scope.clone(), key: None, path: Vec::new() };
        let is_open = !self.words.is_empty() || !(self.is_toggled)(&place);
        let at = self.lines.len();
        self.lines.push(ConfigLine {
            place,
            depth: 0,
            name: scope.clone(),
            full_name: scope.clone(),
            make: ValueStructure::Object,
            text: keys.len().to_string(),
            is_open,
            is_found: false,
            is_secret: false,
            is_masked: false,
            standing: KeyStanding::Same,
            is_fixed: false,
            is_removable: false,
        });
        for EffectiveKey { key, value, standing } in keys.into_iter().filter(|_| is_open) {
            let place = LinePlace { scope: scope.clone(), key: Some(key.clone()), path: Vec::new() };
            self.add_value(place, &mut Vec::new(), &value, standing, &format!("{scope}.{key}"));
        }
        // A scope in which nothing was found says nothing.
        if !self.words.is_empty() && self.lines.len() == at + 1 {
            self.lines.truncate(at);
        }
    }

    fn add_value(
        &mut self,
        place: LinePlace,
        names: &mut Vec<PartName>,
        value: &JsonTree,
        standing: KeyStanding,
        full_name: &str,
    ) {
        let (scope, key) = (place.scope.clone(), place.key.clone().unwrap_or_default());
        let (make, found) = parts(value);
        let is_found =
            self.is_found(full_name, (make == ValueStructure::Single).then(|| value.to_value()).as_deref());
        let is_open = make != ValueStructure::Single && (!self.words.is_empty() || (self.is_toggled)(&place));
        let at = self.lines.len();
        let text = value.to_value();
        let word = names.iter().rev().find_map(PartName::word).unwrap_or(&key).to_owned();
        let is_single = make == ValueStructure::Single;
        let is_list_of_clients = key == "clients" && is_fixed(&scope, &key);
        let is_in_clients = is_list_of_clients && !matches!(names.last(), Some(PartName::Member(_)));
        let is_whole_fixed = is_fixed(&scope, &key) && names.is_empty();
        let is_fixed = is_fixed_part(&scope, &key, names, value);
        let is_address = names.last() == Some(&PartName::Address);
        self.lines.push(ConfigLine {
            depth: 1 + names.len(),
            name: names.last().map_or_else(|| key.clone(), own_name),
            full_name: full_name.to_owned(),
            make,
            is_open,
            is_found: is_found && !self.words.is_empty(),
            is_secret: is_single && is_secret(&scope, &word, &text),
            is_masked: mask_in_value(&scope, &word, &text).is_some(),
            standing,
            is_fixed,
            is_removable: !(is_fixed || is_address || is_whole_fixed || is_in_clients),
            text: if is_single { text } else { beginning(&secret::redacted(&text, HIDDEN)) },
            place: place.clone(),
        });
        if is_open && standing != KeyStanding::Deleted {
            for (index, (name, part)) in found.into_iter().enumerate() {
                let mut place = place.clone();
                place.path.push(index);
                let full_name = format!("{full_name}{}", name.suffix());
                names.push(name);
                self.add_value(place, names, &part, standing, &full_name);
                names.pop();
            }
        }
        if !is_found && self.lines.len() == at + 1 {
            self.lines.truncate(at);
        }
    }

    /// Returns whether a name or a value has all the words.
    fn is_found(&self, name: &str, value: Option<&str>) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let (name, value) = (name.to_lowercase(), value.unwrap_or_default().to_lowercase());
        self.words.iter().all(|word| name.contains(word) || value.contains(word))
    }
}

fn own_name(name: &PartName) -> String {
    match name {
        PartName::Member(name) | PartName::Parameter(name) => name.clone(),
        PartName::Element(index) => format!("[{index}]"),
        PartName::Address => "address".into(),
    }
}

fn is_secret(scope: &str, name: &str, text: &str) -> bool {
    secret::is_secret_name(name) && !matches!(text, "true" | "false")
        || secret::holds_secret(scope, name, text)
}

fn beginning(text: &str) -> String {
    text.chars().take(MOST_SHOWN).collect()
}
