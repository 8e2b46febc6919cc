//! A cell of the form for values: which one it is, and typing into it.

use console_core::domain::config_map::{ConfigMapProblem, EntryValue};
use console_core::forms::configuration::{UpdateProblem, UpdateProblemKind};

use crate::messages::forms;
use crate::stores::editing::Editing;

/// The id of the button that adds a row.
pub const ADD: &str = "add-value";

/// A field of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ParameterField {
    /// The scope.
    Scope,
    /// The key.
    Key,
    /// The value.
    Value,
}

impl ParameterField {
    /// Returns the field's id in the page.
    pub fn id(self, index: usize) -> String {
        let part = match self {
            Self::Scope => "scope",
            Self::Key => "key",
            Self::Value => "value",
        };
        format!("set-{part}-{index}")
    }

    /// Returns the field's label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Scope => forms::SCOPE,
            Self::Key => forms::KEY,
            Self::Value => forms::VALUE,
        }
    }

    /// Returns the id of what Enter goes on to.
    pub fn next_id(self, index: usize) -> String {
        match self {
            Self::Scope => Self::Key.id(index),
            Self::Key => Self::Value.id(index),
            Self::Value => ADD.to_owned(),
        }
    }

    /// Returns the field that has to be changed to fix a problem.
    pub fn wrong(problem: &UpdateProblem) -> Self {
        match &problem.what {
            UpdateProblemKind::Map(ConfigMapProblem::EmptyScope | ConfigMapProblem::DuplicateScope(_)) => {
                Self::Scope
            }
            UpdateProblemKind::Map(
                ConfigMapProblem::EmptyKey { .. } | ConfigMapProblem::DuplicateKey { .. },
            ) => Self::Key,
            _ => Self::Value,
        }
    }
}

/// Takes over what was typed into a field of a row.
pub fn type_into(editing: Editing, index: usize, part: ParameterField, typed: String) {
    editing.change(|draft| {
        draft.update.edit_row(index, |row| match part {
            ParameterField::Scope => row.scope = typed,
            ParameterField::Key => row.key = typed,
            ParameterField::Value => row.value = EntryValue::Text(typed),
        });
    });
}
