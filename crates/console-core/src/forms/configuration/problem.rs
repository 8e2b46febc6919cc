//! What is wrong with the draft of an Update, and where: in the form by its row, in the JSON by its line.

use super::UpdateDraft;
use super::rows::{MOST_BYTES, Row, is_too_many};
use crate::domain::config_map::{ConfigMap, ConfigMapProblem, Entry, EntryValue, JsonKind};
use crate::domain::operation::Operation;
use crate::domain::parameter::{self, CHECKPOINT_KEY, CHECKPOINT_SCOPE, ParameterPath, ParameterPathError};
use crate::domain::secret;
use crate::forms::catalogue::{Catalogue, Misfit};
use crate::text::place::Place;

/// What a draft amounts to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The operation, unless something keeps it from being sent or there is nothing to change.
    pub operation: Option<Operation>,
    /// What is wrong or worth a look: the removals first, then the entries in the order of the text.
    pub problems: Vec<Problem>,
}

impl Checked {
    /// Whether nothing is wrong and nothing is there to be sent.
    pub fn is_empty(&self) -> bool {
        self.operation.is_none() && !self.problems.iter().any(Problem::blocks)
    }
}

/// Something that is wrong, or worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub at: At,
    /// What.
    pub what: UpdateProblem,
    /// What would put it right with one click.
    pub fix: Option<Fix>,
}

/// A place in the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// One of the parameters to delete, counted from 0.
    Removal(usize),
    /// What is typed among the parameters to delete and not added to them yet.
    Typed,
    /// A place in what is to be set.
    Set {
        /// The row of the form, counted from 0, if there is one.
        row: Option<usize>,
        /// The place in the JSON.
        place: Place,
    },
}

/// The kinds of trouble with a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateProblem {
    /// A parameter to delete is none.
    Removal(ParameterPathError),
    /// A parameter to delete has the value of a secret in it, or is a mask.
    NotAName,
    /// The configuration map is none, at this place.
    Map(ConfigMapProblem),
    /// The text is longer than [`MOST_BYTES`] and was not read.
    TooLong {
        /// Its bytes.
        bytes: usize,
    },
    /// There are more entries, or scopes, than [`MOST_ENTRIES`](super::MOST_ENTRIES).
    TooMany {
        /// How many.
        entries: usize,
    },
    /// The key is set and is among the parameters to delete. The host deletes first, so it ends up set.
    SetAndDeleted,
    /// The documentation knows no such scope.
    UnknownScope,
    /// The documentation knows no such key in this scope.
    UnknownKey,
    /// The value does not fit the documented type.
    Misfit(Misfit),
    /// The key is the source's address, its subtopics or the destination's address. The OMS documentation says that
    /// they must not be changed.
    MustNotChange,
    /// The checkpoint is deleted and no other is set, so an Incr-Sync has no position to resume from.
    CheckpointDeleted,
}

/// What puts a problem right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// The value becomes a string of the text that it was written as.
    AsText {
        /// The row.
        row: usize,
    },
    /// The parameter is not deleted.
    DropRemoval {
        /// Which of the parameters to delete.
        index: usize,
    },
}

impl Problem {
    /// The place in the JSON that it is about.
    pub fn place(&self) -> Option<Place> {
        match self.at {
            At::Set { place, .. } => Some(place),
            At::Removal(_) | At::Typed => None,
        }
    }

    /// Whether it keeps the draft from being sent; otherwise it is pointed out.
    pub fn blocks(&self) -> bool {
        match self.what {
            UpdateProblem::Removal(_)
            | UpdateProblem::NotAName
            | UpdateProblem::Map(_)
            | UpdateProblem::TooLong { .. }
            | UpdateProblem::TooMany { .. } => true,
            UpdateProblem::SetAndDeleted
            | UpdateProblem::UnknownScope
            | UpdateProblem::UnknownKey
            | UpdateProblem::Misfit(_)
            | UpdateProblem::MustNotChange
            | UpdateProblem::CheckpointDeleted => false,
        }
    }
}

impl UpdateDraft {
    /// Carries a suggestion out, as far as it still applies.
    pub fn apply(&mut self, fix: Fix) {
        match fix {
            Fix::AsText { row } => self.edit_row(row, Row::make_text),
            Fix::DropRemoval { index } => self.drop_removal(index),
        }
    }

    /// Reads the whole draft. Without a catalogue, as long as it is not loaded, nothing is said about
    /// what is documented.
    pub fn check(&self, catalogue: Option<&Catalogue>) -> Checked {
        let mut problems = Vec::new();
        let delete = self.check_removals(catalogue, &mut problems);
        let set = self.check_entries(catalogue, &delete, &mut problems);
        let is_checkpoint = |scope: &str, key: &str| scope == CHECKPOINT_SCOPE && key == CHECKPOINT_KEY;
        if let Some((at, _)) = delete.iter().find(|(_, path)| is_checkpoint(path.scope(), path.key()))
            && set.as_ref().is_some_and(|set| !set.values().any(|(scope, key, _)| is_checkpoint(scope, key)))
        {
            problems.push(Problem { at: *at, what: UpdateProblem::CheckpointDeleted, fix: None });
        }
        let is_good = !problems.iter().any(Problem::blocks);
        let operation = match set {
            Some(set) if is_good && !(delete.is_empty() && set.is_empty()) => {
                let delete = delete.into_iter().map(|(_, path)| path).collect();
                Some(Operation::Update { delete, set, stop_first: false })
            }
            _ => None,
        };
        Checked { operation, problems }
    }

    fn check_removals(
        &self,
        catalogue: Option<&Catalogue>,
        problems: &mut Vec<Problem>,
    ) -> Vec<(At, ParameterPath)> {
        let mut paths: Vec<(At, ParameterPath)> = Vec::new();
        let added = self.removals.iter().enumerate().map(|(index, text)| (At::Removal(index), text.as_str()));
        // What is there already is not added again.
        let is_new = |text: &&str| !self.removals.iter().any(|added| added == text);
        let typed =
            parameter::split_list(&self.typed).into_iter().filter(is_new).map(|text| (At::Typed, text));
        for (at, text) in added.chain(typed) {
            let mut report = |what| problems.push(Problem { at, what, fix: None });
            match ParameterPath::parse(text) {
                // It would stand in the address of the call, in the journal and in links.
                _ if secret::has_secrets(text) || secret::mask_in_name(text).is_some() => {
                    report(UpdateProblem::NotAName);
                }
                Err(error) => report(UpdateProblem::Removal(error)),
                Ok(path) if paths.iter().any(|(_, other)| *other == path) => {
                    report(UpdateProblem::Removal(ParameterPathError::Twice(text.to_owned())));
                }
                Ok(path) => {
                    if let Some(mark) = mark_of_key(catalogue, path.scope(), path.key()) {
                        report(mark);
                    }
                    paths.push((at, path));
                }
            }
        }
        paths
    }

    fn check_entries(
        &self,
        catalogue: Option<&Catalogue>,
        delete: &[(At, ParameterPath)],
        problems: &mut Vec<Problem>,
    ) -> Option<ConfigMap> {
        if self.json.trim().is_empty() {
            return Some(ConfigMap::default());
        }
        let beginning = At::Set { row: None, place: Place { line: 1, column: 1 } };
        if self.json.len() > MOST_BYTES {
            let what = UpdateProblem::TooLong { bytes: self.json.len() };
            problems.push(Problem { at: beginning, what, fix: None });
            return None;
        }
        let found = match ConfigMap::survey(&self.json) {
            Ok(found) => found,
            Err(error) => {
                let at = At::Set { row: None, place: error.place };
                problems.push(Problem { at, what: UpdateProblem::Map(error.problem), fix: None });
                return None;
            }
        };
        if is_too_many(&found) {
            let what = UpdateProblem::TooMany { entries: found.entries.len().max(found.scopes) };
            problems.push(Problem { at: beginning, what, fix: None });
            return None;
        }
        let entries = found.entries;
        let (map, errors) = match ConfigMap::from_json(&self.json) {
            Ok(map) => (Some(map), Vec::new()),
            Err(errors) => (None, errors),
        };
        let before = problems.len();
        for error in errors {
            let row = self.row_of(&entries, error.place, &error.problem);
            let fix = match error.problem {
                ConfigMapProblem::NotAString { .. } => row.map(|row| Fix::AsText { row }),
                _ => None,
            };
            let at = At::Set { row, place: error.place };
            problems.push(Problem { at, what: UpdateProblem::Map(error.problem), fix });
        }
        for (index, entry) in entries.iter().enumerate() {
            let at = At::Set { row: self.order.get(index).copied(), place: entry.place };
            let deleted =
                delete.iter().find(|(_, path)| path.scope() == entry.scope && path.key() == entry.key);
            if let Some((deleted, _)) = deleted {
                let fix = match *deleted {
                    At::Removal(index) => Some(Fix::DropRemoval { index }),
                    At::Typed | At::Set { .. } => None,
                };
                problems.push(Problem { at, what: UpdateProblem::SetAndDeleted, fix });
            }
            if let Some(mark) = mark(catalogue, entry) {
                problems.push(Problem { at, what: mark, fix: None });
            }
        }
        problems[before..].sort_by_key(|problem| match problem.at {
            At::Removal(_) | At::Typed => (0, 0),
            At::Set { place, .. } => (place.line, place.column),
        });
        map
    }

    /// The row that an error of the map is about.
    fn row_of(&self, entries: &[Entry], place: Place, problem: &ConfigMapProblem) -> Option<usize> {
        let index = match problem {
            ConfigMapProblem::EmptyScope => entries.iter().position(|entry| entry.scope.is_empty()),
            ConfigMapProblem::Mask { scope, key, .. } if key.is_empty() => {
                entries.iter().position(|entry| entry.scope == *scope)
            }
            ConfigMapProblem::DuplicateScope(scope) => {
                entries.iter().rposition(|entry| entry.scope == *scope)
            }
            _ => entries.iter().position(|entry| entry.place == place),
        };
        self.order.get(index?).copied()
    }
}

/// What the documentation has to say against an entry.
fn mark(catalogue: Option<&Catalogue>, entry: &Entry) -> Option<UpdateProblem> {
    if entry.scope.is_empty() || entry.key.is_empty() {
        return None;
    }
    mark_of_key(catalogue, &entry.scope, &entry.key).or_else(|| {
        let value = match &entry.value {
            EntryValue::Text(value) => value,
            // Its string form is what would be sent.
            EntryValue::Other { kind: JsonKind::String, .. } => return None,
            EntryValue::Other { written, .. } => written,
        };
        catalogue?.fit(&entry.scope, &entry.key, value).map(UpdateProblem::Misfit)
    })
}

/// What it has to say against changing a key.
fn mark_of_key(catalogue: Option<&Catalogue>, scope: &str, key: &str) -> Option<UpdateProblem> {
    if is_fixed(scope, key) {
        return Some(UpdateProblem::MustNotChange);
    }
    match catalogue? {
        known if !known.knows_scope(scope) => Some(UpdateProblem::UnknownScope),
        known if !known.knows(scope, key) => Some(UpdateProblem::UnknownKey),
        _ => None,
    }
}

/// Whether a key says where a task reads or writes: the source's address, its subtopics or the destination's address
/// of one of the documented plug-ins.
fn is_fixed(scope: &str, key: &str) -> bool {
    const SOURCE: [&str; 9] = [
        "clients",
        "subtopics",
        "jdbcUrl",
        "kafkaAddr",
        "kafkaPort",
        "kafkaTopic",
        "logproxy.address",
        "oceanbase.cluster.url",
        "zkHost",
    ];
    const SINK: [&str; 4] = ["endpoint", "jdbcUrl", "nameSvrAddr", "servers"];
    match scope {
        "source" => SOURCE.contains(&key),
        "sink" => SINK.contains(&key),
        _ => false,
    }
}
