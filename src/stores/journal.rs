//! The journal: every run is written down before its first call and after each answer, so that a
//! closed tab or a crash leaves a run that can be read and carried on.

use std::cell::Cell;
use std::rc::Rc;

use console_core::domain::inventory::TaskRecord;
use console_core::domain::run::Run;
use console_core::interchange::history::{Bounds, Room};
use console_core::persistence::open::{self, NotFree, Orphan, Written};
use console_core::persistence::{self, block};

use browser::clock;
use browser::storage::{self, StorageError, Store};

/// Why a run was not written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotWritten {
    /// What other pages wrote stands against it.
    NotFree(NotFree),
    /// The storage does not take it.
    Storage(StorageError),
}

/// Writes a run down, in place of what was known of it. Returns when it is on the disk. Pages that write at the
/// same time do so one after the other, each with what the one before has written.
pub async fn write(run: &Run) -> Result<(), NotWritten> {
    write_with(run, None).await
}

/// The same for a run that was over and is sent once more, which it is only while no page has done a later operation
/// on its task. `record` is what this page knows of the task.
pub async fn write_repeated(run: &Run, record: &TaskRecord) -> Result<(), NotWritten> {
    write_with(run, Some((Store::List, block::key_of(record)))).await
}

async fn write_with(run: &Run, list: Option<(Store, String)>) -> Result<(), NotWritten> {
    let mut places = vec![(Store::Open, open::key(&run.task)), (Store::Runs, run.id.0.clone())];
    places.extend(list);
    let refusal = Rc::new(Cell::new(None));
    let (refused, run) = (refusal.clone(), run.clone());
    let make = move |kept: Vec<String>| {
        let (written, block) = match &kept[..] {
            [open, over] => (open::written(&run, open, over), None),
            [open, over, block] => (open::repeated(&run, open, over, block), Some(block.clone())),
            _ => return None,
        };
        match written {
            Ok(Written { open, over }) => Some([open, over].into_iter().chain(block).collect()),
            Err(error) => {
                refused.set(Some(error));
                None
            }
        }
    };
    storage::change(places, make).await.map_err(NotWritten::Storage)?;
    refusal.get().map_or(Ok(()), |error| Err(NotWritten::NotFree(error)))
}

/// Makes an end to the waiting of a run whose page is gone, by what is kept of it at this moment. Returns the run as
/// it is kept then and whether a call was out; nothing if it is over already.
pub async fn orphan(run: &Run) -> Result<Option<(Run, bool)>, StorageError> {
    let places = vec![(Store::Open, open::key(&run.task)), (Store::Runs, run.id.0.clone())];
    let found = Rc::new(Cell::new(None));
    let (finds, id) = (found.clone(), run.id.clone());
    let make = move |kept: Vec<String>| {
        let Orphan { run, written } = open::orphaned(&id, kept.first()?, clock::now())?;
        finds.set(Some((run, written.is_some())));
        written.map(|Written { open, over }| vec![open, over])
    };
    storage::change(places, make).await?;
    Ok(found.take())
}

/// How much room the history has.
pub async fn room() -> Result<Room, StorageError> {
    Ok(Bounds::USUAL.room(storage::count(Store::Runs).await?))
}

/// Forgets of the history what is too much, and returns how much room there is then. Ids begin with the time, so
/// that the first are the oldest.
pub async fn make_room() -> Result<Room, StorageError> {
    let bounds = Bounds::USUAL;
    let choose = move |texts: Vec<String>, surplus| {
        let oldest: Vec<_> = texts.iter().filter_map(|text| persistence::run_from_text(text)).collect();
        bounds.next_to_forget(&oldest, surplus).into_iter().map(|run| run.id.0.clone()).collect()
    };
    Ok(bounds.room(storage::trim(Store::Runs, bounds.most, bounds.considered, choose).await?))
}

/// All runs that can be read: those that are over, the oldest first, then the others.
pub async fn all() -> Result<Vec<Run>, StorageError> {
    let texts = storage::all(&[Store::Runs, Store::Open]).await?;
    let lines = texts.iter().flat_map(|text| text.split('\n'));
    Ok(lines.filter_map(persistence::run_from_text).collect())
}

/// The texts of the runs that are not over.
pub async fn unfinished_texts() -> Result<Vec<String>, StorageError> {
    storage::all(&[Store::Open]).await
}

/// The runs in these texts. What cannot be read is left where it is.
pub fn unfinished(texts: &[String]) -> Vec<Run> {
    let lines = texts.iter().flat_map(|text| text.split('\n'));
    lines.filter_map(persistence::run_from_text).filter(|run| !run.is_over()).collect()
}
