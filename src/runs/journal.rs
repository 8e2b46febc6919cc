//! The journal: every run is written down before its first call and after each answer, so that a
//! closed tab or a crash leaves a run that can be read and carried on.

use std::rc::Rc;

use console_core::run::Run;
use console_core::stored;
use leptos::prelude::*;

use crate::browser::storage::{Database, StorageError, Store};

/// The journal in this browser's storage.
#[derive(Clone, Copy)]
pub struct Journal(StoredValue<Result<Rc<Database>, StorageError>, LocalStorage>);

impl Journal {
    /// The journal in a database, or one that refuses everything because there is none.
    pub fn new(database: Result<Rc<Database>, StorageError>) -> Self {
        Self(StoredValue::new_local(database))
    }

    /// Writes a run down, in place of what was known of it. Returns when it is on the disk.
    pub async fn write(self, run: &Run) -> Result<(), StorageError> {
        let database = self.0.get_value()?;
        database.put(Store::Runs, &[(run.id.0.clone(), stored::run_to_text(run))]).await
    }

    /// The runs that are not over. What cannot be read is left where it is.
    pub async fn unfinished(self) -> Result<Vec<Run>, StorageError> {
        let texts = self.0.get_value()?.all(Store::Runs).await?;
        let runs = texts.iter().filter_map(|text| stored::run_from_text(text));
        Ok(runs.filter(|run| !run.is_over()).collect())
    }
}
