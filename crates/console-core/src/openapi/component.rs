//! The components of a project: its connectors, Stores and Full-Verifications.

#[cfg(test)]
mod tests;

use super::connector::Connector;
use super::envelope::{ErrorDetail, OmsAnswer, ReadError};
use super::list::{ComponentList, OddEntry, OddEntryKind};
use super::store::Store;
use super::value::AnswerFields;
use crate::domain::task_name::{Component, TaskName};

/// A list of a project's components.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Components {
    /// The Incr-Syncs and Full-Imports.
    pub connectors: Vec<Connector>,
    /// The Stores.
    pub stores: Vec<Store>,
    /// The Full-Verifications.
    pub verifications: Vec<Verification>,
    /// What cannot be read. Each may be a component that is not gone.
    pub odd: Vec<OddEntry>,
}

impl Components {
    /// Returns what is said of a task.
    pub fn connector(&self, task: &TaskName) -> Option<&Connector> {
        self.connectors.iter().find(|connector| connector.name == *task)
    }
}

/// A Full-Verification of a project, which CM's API does not operate.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// Its name.
    pub name: String,
    /// The host that it runs on.
    pub ip: Option<String>,
    /// The region of the host.
    pub region: Option<String>,
    /// Its state, as OMS says it.
    pub state: Option<String>,
    /// How much of it is done, from 0 to 1.
    pub share: Option<f64>,
    /// How many rows are alike.
    pub consistent: Option<i64>,
    /// How many rows differ.
    pub inconsistent: Option<i64>,
    /// What OMS says is wrong.
    pub errors: Vec<ErrorDetail>,
}

impl Components {
    /// Reads the components of a project. Lists may be missing; an odd entry never hides another.
    ///
    /// # Errors
    /// When the answer names none of the lists, which does not mean that there are no components.
    pub fn read(answer: &OmsAnswer<'_>) -> Result<Self, ReadError> {
        let names_list =
            |lists: &AnswerFields<'_>| ComponentList::ALL.iter().any(|list| lists.names(list.field()));
        let lists = AnswerFields::read(answer.data).filter(names_list).ok_or_else(|| {
            ReadError::Unreadable { status: 200, text: answer.data.chars().take(500).collect() }
        })?;
        let mut read = Self::default();
        for list in ComponentList::ALL {
            for entry in lists.list(list.field()) {
                if let Err(what) = read.add(list, entry) {
                    read.odd.push(OddEntry::new(Some(list), what, entry));
                }
            }
        }
        Ok(read)
    }

    fn add(&mut self, list: ComponentList, entry: &str) -> Result<(), OddEntryKind> {
        let direction = list.direction();
        match list {
            ComponentList::Stores | ComponentList::ReverseStores => {
                self.stores.push(Store::read(entry, direction)?);
            }
            ComponentList::FullVerifications => self.verifications.push(Verification::read(entry)?),
            ComponentList::FullImports => {
                self.connectors.push(Connector::read(entry, Component::FullImport, direction)?);
            }
            ComponentList::IncrSyncs | ComponentList::ReverseIncrSyncs => {
                self.connectors.push(Connector::read(entry, Component::IncrSync, direction)?);
            }
        }
        Ok(())
    }
}

impl Verification {
    fn read(json: &str) -> Result<Self, OddEntryKind> {
        let fields = AnswerFields::read(json).ok_or(OddEntryKind::NotAnObject)?;
        Ok(Self {
            name: fields.text("name").ok_or(OddEntryKind::Nameless)?,
            ip: fields.text("ip"),
            region: fields.text("region"),
            state: fields.sentence("status"),
            share: fields.number("progress"),
            consistent: fields.integer("consistentQuantity"),
            inconsistent: fields.integer("inconsistentQuantity"),
            errors: ErrorDetail::read_list(&fields, "errorDetails"),
        })
    }
}
