//! What is wrong with the draft of an Update, and where: in the form by its row, in the JSON by its line.

use super::UpdateDraft;
use super::rows::{MOST_BYTES, ParameterRow, is_too_many};
use crate::domain::config_map::{ConfigMap, ConfigMapEntry, ConfigMapProblem};
use crate::domain::operation::Operation;
use crate::domain::parameter::{self, CHECKPOINT_KEY, CHECKPOINT_SCOPE, ParameterPath, ParameterPathError};
use crate::domain::secret;
use crate::forms::catalogue::{Catalogue, Misfit};
use crate::forms::difference::{OmsConfiguration, is_fixed, moves_task};
use crate::text::position::TextPosition;

/// A result that checking a draft had.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedUpdate {
    /// The operation, unless something keeps it from being sent or there is nothing to change.
    pub operation: Option<Operation>,
    /// What is wrong or worth a look: the removals first, then the entries in the order of the text.
    pub problems: Vec<UpdateProblem>,
}

impl CheckedUpdate {
    /// Returns whether nothing is wrong and nothing is there to be sent.
    pub fn is_empty(&self) -> bool {
        self.operation.is_none() && !self.problems.iter().any(UpdateProblem::blocks)
    }
}

/// Something that is wrong, or worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateProblem {
    /// Where.
    pub at: ProblemPosition,
    /// What.
    pub what: UpdateProblemKind,
    /// What would fix it with one click.
    pub fix: Option<ProblemFix>,
}

/// A place in the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemPosition {
    /// One of the parameters to delete, counted from 0.
    Removal(usize),
    /// What is typed among the parameters to delete and not added to them yet.
    Typed,
    /// A place in what is to be set.
    Set {
        /// The row of the form, counted from 0, if there is one.
        row: Option<usize>,
        /// The place in the JSON.
        place: TextPosition,
    },
}

/// A kind of trouble that a draft can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateProblemKind {
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
    /// The same, where the configuration was read and the value is another one.
    MovesTask,
    /// The key has this value already, so that it is not sent.
    Unchanged,
    /// Somebody else changed the key since the draft began to.
    ChangedSince {
        /// The scope.
        scope: String,
        /// The key.
        key: String,
        /// What it had then, if it was there.
        before: Option<String>,
        /// What it has now, if it is there.
        now: Option<String>,
    },
    /// The checkpoint is deleted and no other is set, so an Incr-Sync has no position to resume from.
    CheckpointDeleted,
}

/// A fix that a problem has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemFix {
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

impl UpdateProblem {
    /// Returns the place in the JSON that it is about.
    pub fn place(&self) -> Option<TextPosition> {
        match self.at {
            ProblemPosition::Set { place, .. } => Some(place),
            ProblemPosition::Removal(_) | ProblemPosition::Typed => None,
        }
    }

    /// Returns whether it keeps the draft from being sent; otherwise it is pointed out.
    pub fn blocks(&self) -> bool {
        match self.what {
            UpdateProblemKind::Removal(_)
            | UpdateProblemKind::NotAName
            | UpdateProblemKind::Map(_)
            | UpdateProblemKind::TooLong { .. }
            | UpdateProblemKind::TooMany { .. }
            | UpdateProblemKind::MovesTask
            | UpdateProblemKind::ChangedSince { .. } => true,
            UpdateProblemKind::SetAndDeleted
            | UpdateProblemKind::UnknownScope
            | UpdateProblemKind::UnknownKey
            | UpdateProblemKind::Misfit(_)
            | UpdateProblemKind::MustNotChange
            | UpdateProblemKind::Unchanged
            | UpdateProblemKind::CheckpointDeleted => false,
        }
    }
}

impl UpdateProblemKind {
    fn changed_since(scope: &str, key: &str, [before, now]: [Option<String>; 2]) -> Self {
        Self::ChangedSince { scope: scope.to_owned(), key: key.to_owned(), before, now }
    }
}

/// Returns the scope and key that a problem of a draft is about, if it is about one.
pub fn problem_key<'a>(draft: &'a UpdateDraft, problem: &UpdateProblem) -> Option<(&'a str, &'a str)> {
    match problem.at {
        ProblemPosition::Set { row, .. } => {
            let row = draft.rows()?.get(row?)?;
            Some((&row.scope, &row.key))
        }
        ProblemPosition::Removal(index) => draft.removals().get(index)?.trim().split_once('.'),
        ProblemPosition::Typed => None,
    }
}

impl UpdateDraft {
    /// Carries a suggestion out, as far as it still applies.
    pub fn apply(&mut self, fix: ProblemFix) {
        match fix {
            ProblemFix::AsText { row } => self.edit_row(row, ParameterRow::make_text),
            ProblemFix::DropRemoval { index } => self.drop_removal(index),
        }
    }

    /// Reads the whole draft. Without a catalogue, as long as it is not loaded, nothing is said about
    /// what is documented; without the configuration as it is, nothing about what differs from it.
    pub fn check(&self, catalogue: Option<&Catalogue>, read: Option<&OmsConfiguration>) -> CheckedUpdate {
        let mut problems = Vec::new();
        let known = Known { catalogue, read };
        let delete = self.check_removals(known, &mut problems);
        let mut set = self.check_entries(known, &delete, &mut problems);
        if let (Some(set), Some(read)) = (&mut set, read) {
            set.retain(|scope, key, value| !read.has(scope, key, value) || is_among(&delete, scope, key));
        }
        let is_checkpoint = |scope: &str, key: &str| scope == CHECKPOINT_SCOPE && key == CHECKPOINT_KEY;
        if let Some((at, _)) = delete.iter().find(|(_, path)| is_checkpoint(path.scope(), path.key()))
            && set.as_ref().is_some_and(|set| !set.values().any(|(scope, key, _)| is_checkpoint(scope, key)))
        {
            problems.push(UpdateProblem { at: *at, what: UpdateProblemKind::CheckpointDeleted, fix: None });
        }
        let is_good = !problems.iter().any(UpdateProblem::blocks);
        let operation = match set {
            Some(set) if is_good && !(delete.is_empty() && set.is_empty()) => {
                let delete = delete.into_iter().map(|(_, path)| path).collect();
                Some(Operation::Update { delete, set, stop_first: false })
            }
            _ => None,
        };
        CheckedUpdate { operation, problems }
    }

    fn check_removals(
        &self,
        known: Known<'_>,
        problems: &mut Vec<UpdateProblem>,
    ) -> Vec<(ProblemPosition, ParameterPath)> {
        let mut paths: Vec<(ProblemPosition, ParameterPath)> = Vec::new();
        let added = self
            .removals
            .iter()
            .enumerate()
            .map(|(index, text)| (ProblemPosition::Removal(index), text.as_str()));
        // What is there already is not added again.
        let is_new = |text: &&str| !self.removals.iter().any(|added| added == text);
        let typed = parameter::split_list(&self.typed)
            .into_iter()
            .filter(is_new)
            .map(|text| (ProblemPosition::Typed, text));
        for (at, text) in added.chain(typed) {
            let mut report = |what| problems.push(UpdateProblem { at, what, fix: None });
            match ParameterPath::parse(text) {
                // It would stand in the address of the call, in the journal and in links.
                _ if secret::has_secrets(text) || secret::mask_in_name(text).is_some() => {
                    report(UpdateProblemKind::NotAName);
                }
                Err(error) => report(UpdateProblemKind::Removal(error)),
                Ok(path) if paths.iter().any(|(_, other)| *other == path) => {
                    report(UpdateProblemKind::Removal(ParameterPathError::Twice(text.to_owned())));
                }
                Ok(path) => {
                    let (scope, key) = (path.scope(), path.key());
                    if let Some(mark) = known.mark_of_key(scope, key, None) {
                        report(mark);
                    }
                    if let Some(values) = self.changed_since(known.read, scope, key, None) {
                        report(UpdateProblemKind::changed_since(scope, key, values));
                    }
                    paths.push((at, path));
                }
            }
        }
        paths
    }

    fn check_entries(
        &self,
        known: Known<'_>,
        delete: &[(ProblemPosition, ParameterPath)],
        problems: &mut Vec<UpdateProblem>,
    ) -> Option<ConfigMap> {
        if self.json.trim().is_empty() {
            return Some(ConfigMap::default());
        }
        let beginning = ProblemPosition::Set { row: None, place: TextPosition { line: 1, column: 1 } };
        if self.json.len() > MOST_BYTES {
            let what = UpdateProblemKind::TooLong { bytes: self.json.len() };
            problems.push(UpdateProblem { at: beginning, what, fix: None });
            return None;
        }
        let found = match ConfigMap::survey(&self.json) {
            Ok(found) => found,
            Err(error) => {
                let at = ProblemPosition::Set { row: None, place: error.place };
                problems.push(UpdateProblem { at, what: UpdateProblemKind::Map(error.problem), fix: None });
                return None;
            }
        };
        if is_too_many(&found) {
            let what = UpdateProblemKind::TooMany { entries: found.entries.len().max(found.scopes) };
            problems.push(UpdateProblem { at: beginning, what, fix: None });
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
                ConfigMapProblem::NotAString { .. } => row.map(|row| ProblemFix::AsText { row }),
                _ => None,
            };
            let at = ProblemPosition::Set { row, place: error.place };
            problems.push(UpdateProblem { at, what: UpdateProblemKind::Map(error.problem), fix });
        }
        for (index, entry) in entries.iter().enumerate() {
            let at = ProblemPosition::Set { row: self.order.get(index).copied(), place: entry.place };
            let deleted =
                delete.iter().find(|(_, path)| path.scope() == entry.scope && path.key() == entry.key);
            if let Some((deleted, _)) = deleted {
                let fix = match *deleted {
                    ProblemPosition::Removal(index) => Some(ProblemFix::DropRemoval { index }),
                    ProblemPosition::Typed | ProblemPosition::Set { .. } => None,
                };
                problems.push(UpdateProblem { at, what: UpdateProblemKind::SetAndDeleted, fix });
            }
            let (scope, key) = (&entry.scope, &entry.key);
            if let Some(values) = self.changed_since(known.read, scope, key, entry.text()) {
                let what = UpdateProblemKind::changed_since(scope, key, values);
                problems.push(UpdateProblem { at, what, fix: None });
            }
            if let Some(mark) = known.mark(entry, deleted.is_some()) {
                problems.push(UpdateProblem { at, what: mark, fix: None });
            }
        }
        problems[before..].sort_by_key(|problem| match problem.at {
            ProblemPosition::Removal(_) | ProblemPosition::Typed => (0, 0),
            ProblemPosition::Set { place, .. } => (place.line, place.column),
        });
        map
    }

    /// Returns the row that an error of the map is about.
    fn row_of(
        &self,
        entries: &[ConfigMapEntry],
        place: TextPosition,
        problem: &ConfigMapProblem,
    ) -> Option<usize> {
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

/// A set of facts that a draft is checked against.
#[derive(Clone, Copy)]
struct Known<'a> {
    catalogue: Option<&'a Catalogue>,
    read: Option<&'a OmsConfiguration>,
}

impl Known<'_> {
    /// Returns what there is to say against an entry.
    fn mark(self, entry: &ConfigMapEntry, is_deleted: bool) -> Option<UpdateProblemKind> {
        let ConfigMapEntry { scope, key, .. } = entry;
        if scope.is_empty() || key.is_empty() {
            return None;
        }
        // Half a character is no text, and nothing is said of it here.
        let value = entry.text();
        let is_same = |value: &str| self.read.is_some_and(|read| read.has(scope, key, value));
        if value.is_some_and(is_same) {
            return (!is_deleted).then_some(UpdateProblemKind::Unchanged);
        }
        self.mark_of_key(scope, key, value)
            .or_else(|| self.catalogue?.fit(scope, key, value?).map(UpdateProblemKind::Misfit))
    }

    /// Returns what there is to say against changing a key, to this value or to none.
    fn mark_of_key(self, scope: &str, key: &str, value: Option<&str>) -> Option<UpdateProblemKind> {
        if is_fixed(scope, key) {
            let before = self.read.and_then(|read| Some((read, read.get(scope, key)?)));
            return match before {
                None => Some(UpdateProblemKind::MustNotChange),
                Some((read, before)) => {
                    let after = value.map(|text| read.after(scope, key, text));
                    moves_task(scope, key, before, after.as_ref()).then_some(UpdateProblemKind::MovesTask)
                }
            };
        }
        match self.catalogue? {
            known if !known.knows_scope(scope) => Some(UpdateProblemKind::UnknownScope),
            known if !known.knows(scope, key) => Some(UpdateProblemKind::UnknownKey),
            _ => None,
        }
    }
}

fn is_among(delete: &[(ProblemPosition, ParameterPath)], scope: &str, key: &str) -> bool {
    delete.iter().any(|(_, path)| path.scope() == scope && path.key() == key)
}
