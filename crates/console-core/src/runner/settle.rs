//! The runs whose outcome is unknown, and what reads of OMS showed of them. Nothing is sent because of that.

use super::io::RunnerIo;
use super::journal;
use crate::domain::inventory::Inventory;
use crate::domain::run::{Run, Settled};

/// Returns the latest run of each task whose outcome is unknown, if reads may tell of it.
///
/// # Errors
/// When the journal cannot be read.
pub async fn in_doubt<I: RunnerIo>(io: &I) -> Result<Vec<Run>, I::Error> {
    let tasks = io.with_inventory(Inventory::in_doubt);
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    let journal = journal::all(io).await?;
    let latest = tasks.iter().filter_map(|(task, _)| {
        journal.iter().filter(|run| run.task == *task).max_by_key(|run| (run.begun, run.id.clone()))
    });
    Ok(latest.filter(|run| run.unknown_step().is_some()).cloned().collect())
}

/// Writes down that reads showed what a step was to do whose outcome is unknown. Returns the run as it is from then on,
/// for other pages; nothing if it went on meanwhile or was overtaken.
pub async fn settle<I: RunnerIo>(io: &I, run: &Run, step: usize, settled: Settled) -> Option<Run> {
    let record = io.with_inventory(|inventory| inventory.get(&run.task).cloned())?;
    if record.last.is_some_and(|last| run.is_before(last)) {
        return None;
    }
    let run = journal::settle(io, run, step, settled, &record).await.ok()??;
    let is_past = io.with_inventory(|inventory| {
        let last = inventory.get(&run.task).and_then(|record| record.last);
        last.is_some_and(|last| run.is_before(last))
    });
    if take_settled(io, &run) && !is_past {
        io.learn(&run);
    }
    Some(run)
}

/// Takes in a run that reads have settled, as it is written down. The list tells of its task: a page that learned from
/// the run by itself could write an older record over a later one. Returns whether no other run of the task goes on.
pub fn take_settled<I: RunnerIo>(io: &I, run: &Run) -> bool {
    io.update_state(|state| state.take_settled(run))
}
