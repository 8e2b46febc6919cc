//! The journal's transactions: each reads what is kept and writes what the rules of [`open`] make of it.

use std::cell::Cell;
use std::rc::Rc;

use super::io::{JournalKey, JournalStore, RunnerIo};
use crate::domain::inventory::TaskRecord;
use crate::domain::run::{Moment, Run, Settled};
use crate::persistence::open::{self, NotFree, OrphanedRun, RunTexts};
use crate::persistence::{block, run_from_text};

/// Why a run was not written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotWritten<E> {
    /// What other pages wrote stands against it.
    Conflict(NotFree),
    /// The storage failed.
    Storage(E),
}

/// Writes a run in place of what is kept of it. Given the `record` of its task, writes it only while no later
/// operation is on record.
pub(super) async fn write<I: RunnerIo>(
    io: &I,
    run: &Run,
    record: Option<&TaskRecord>,
) -> Result<(), NotWritten<I::Error>> {
    let mut places = places(run);
    places.extend(record.map(|record| (JournalStore::Tasks, block::key_of(record))));
    let conflict = Rc::new(Cell::new(None));
    let (found, run) = (conflict.clone(), run.clone());
    let change = move |kept: Vec<String>| {
        let (written, block) = match &kept[..] {
            [open, over] => (open::written(&run, open, over), None),
            [open, over, block] => (open::repeated(&run, open, over, block), Some(block.clone())),
            _ => return None,
        };
        match written {
            Ok(RunTexts { open, over }) => Some([open, over].into_iter().chain(block).collect()),
            Err(conflict) => {
                found.set(Some(conflict));
                None
            }
        }
    };
    io.change(places, change).await.map_err(NotWritten::Storage)?;
    conflict.get().map_or(Ok(()), |conflict| Err(NotWritten::Conflict(conflict)))
}

/// Ends the waiting of a run whose page is gone, as it is kept at this moment. Returns the run and whether a call was
/// out, or `None` if the run is over already or another page has carried it on since it was read.
pub(super) async fn mark_orphaned<I: RunnerIo>(
    io: &I,
    run: &Run,
    now: Moment,
) -> Result<Option<(Run, bool)>, I::Error> {
    let orphan = Rc::new(Cell::new(None));
    let (found, id, sendings) = (orphan.clone(), run.id.clone(), run.sendings());
    let change = move |kept: Vec<String>| {
        let OrphanedRun { run, written } = open::orphaned(&id, kept.first()?, now)?;
        if run.sendings() != sendings {
            return None;
        }
        found.set(Some((run, written.is_some())));
        written.map(|RunTexts { open, over }| vec![open, over])
    };
    io.change(places(run), change).await?;
    Ok(orphan.take())
}

/// Notes what reads showed of a step whose outcome is unknown. Returns the run as it is kept from then on, or `None` if
/// that is not about it any more.
pub(super) async fn settle<I: RunnerIo>(
    io: &I,
    run: &Run,
    step: usize,
    settled: Settled,
    record: &TaskRecord,
) -> Result<Option<Run>, I::Error> {
    let found = Rc::new(Cell::new(None));
    let (kept_run, of) = (found.clone(), run.clone());
    let change = move |kept: Vec<String>| {
        let [open, over, block] = &kept[..] else { return None };
        let (run, RunTexts { open, over }) = open::settled(&of, step, &settled, [open, over, block])?;
        kept_run.set(Some(run));
        Some(vec![open, over, block.clone()])
    };
    let mut places = places(run);
    places.push((JournalStore::Tasks, block::key_of(record)));
    io.change(places, change).await?;
    Ok(found.take())
}

/// Returns all runs that can be read: those that are over, the oldest first, then the others.
///
/// # Errors
/// When the storage cannot be read.
pub async fn all<I: RunnerIo>(io: &I) -> Result<Vec<Run>, I::Error> {
    Ok(runs(&io.read_all(&[JournalStore::Over, JournalStore::Open]).await?).collect())
}

/// Returns the `count` runs that were begun last of those that are over and can be read, the oldest first.
pub(super) async fn latest<I: RunnerIo>(io: &I, count: usize) -> Result<Vec<Run>, I::Error> {
    Ok(runs(&io.read_latest(JournalStore::Over, count).await?).collect())
}

/// Returns the runs that are not over.
pub(super) async fn unfinished<I: RunnerIo>(io: &I) -> Result<Vec<Run>, I::Error> {
    let texts = io.read_all(&[JournalStore::Open]).await?;
    Ok(runs(&texts).filter(|run| !run.is_over()).collect())
}

/// Parses the runs in stored texts. Lines that are no run are skipped.
fn runs(texts: &[String]) -> impl Iterator<Item = Run> {
    texts.iter().flat_map(|text| text.split('\n')).filter_map(run_from_text)
}

fn places(run: &Run) -> Vec<JournalKey> {
    vec![(JournalStore::Open, open::key(&run.task)), (JournalStore::Over, run.id.0.clone())]
}
