//! The journal as the views read it, and how many runs it keeps. The runner writes it; see `console_core::runner`.

use console_core::domain::run::Run;
use console_core::interchange::history::{HistoryCapacity, HistoryLimits};
use console_core::persistence;
use console_core::runner::{JournalStore, runs_in_texts};

use browser::storage::{self, ObjectStore, StorageError};

/// Returns the browser's store for one of the journal.
pub fn store(store: JournalStore) -> ObjectStore {
    match store {
        JournalStore::Open => ObjectStore::Open,
        JournalStore::Over => ObjectStore::Runs,
        JournalStore::Tasks => ObjectStore::List,
    }
}

/// Returns all runs that can be read, as they are shown: those that are over, the oldest first, then the others.
pub async fn all() -> Result<Vec<Run>, StorageError> {
    let texts = storage::all(&[ObjectStore::Runs, ObjectStore::Open]).await?;
    Ok(runs_in_texts(&texts).map(Run::without_secrets).collect())
}

/// Returns how much room the history has.
pub async fn room() -> Result<HistoryCapacity, StorageError> {
    Ok(HistoryLimits::USUAL.room(storage::count(ObjectStore::Runs).await?))
}

/// Deletes the runs beyond the history's limit, and returns how much room there is then. Ids begin with the time, so
/// that the first are the oldest.
pub async fn make_room() -> Result<HistoryCapacity, StorageError> {
    let bounds = HistoryLimits::USUAL;
    let choose = move |texts: Vec<String>, surplus| {
        let oldest: Vec<_> = texts.iter().filter_map(|text| persistence::run_from_text(text)).collect();
        bounds.next_to_forget(&oldest, surplus).into_iter().map(|run| run.id.0.clone()).collect()
    };
    Ok(bounds.room(storage::trim(ObjectStore::Runs, bounds.most, bounds.considered, choose).await?))
}
