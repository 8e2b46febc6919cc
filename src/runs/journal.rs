//! The journal: every run is written down before its first call and after each answer, so that a
//! closed tab or a crash leaves a run that can be read and carried on.

use console_core::run::Run;
use console_core::stored;

use crate::browser::storage::{self, StorageError, Store};

/// Writes a run down, in place of what was known of it. Returns when it is on the disk.
pub async fn write(run: &Run) -> Result<(), StorageError> {
    storage::put(Store::Runs, &[(run.id.0.clone(), stored::run_to_text(run))]).await
}

/// All runs that can be read.
pub async fn all() -> Result<Vec<Run>, StorageError> {
    let texts = storage::all(Store::Runs).await?;
    Ok(texts.iter().filter_map(|text| stored::run_from_text(text)).collect())
}

/// The texts of the runs that are not over.
pub async fn unfinished_texts() -> Result<Vec<String>, StorageError> {
    let mut texts = storage::all(Store::Runs).await?;
    texts.retain(|text| !stored::says_over(text));
    Ok(texts)
}

/// The runs in these texts that are not over. What cannot be read is left where it is.
pub fn unfinished(texts: &[String]) -> Vec<Run> {
    let runs = texts.iter().filter_map(|text| stored::run_from_text(text));
    runs.filter(|run| !run.is_over()).collect()
}
