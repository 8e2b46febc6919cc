//! The runs that are not over, as they are kept: under their task's name, a line for each.
//!
//! They are apart from the runs that are over, which are kept by id and may be thousands: a start finds what
//! waits for a decision without reading the history, and whether a task is free is one look. A run is in one of
//! the two places, never in both. Its task's name stays what it was when the run began, even if the task is
//! migrated by it.
//!
//! Whoever writes a run down reads what is kept of its task and of itself, and writes what [`written`] makes of
//! it in the same transaction. So of two pages that begin a run of one task at the same moment one is refused.

use super::{block, run_from_text, run_to_text};
use crate::domain::operation::OperationKind;
use crate::domain::outcome::Reply;
use crate::domain::run::{Attempt, Moment, Run, RunId, RunState, Settled};
use crate::domain::task_name::TaskName;

/// What is to be kept once a run is written down. An empty text is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunTexts {
    /// The runs of its task that are not over.
    pub open: String,
    /// The run by its id, if it is over.
    pub over: String,
}

/// Why a run must not be written down as it is, and so nothing be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotFree {
    /// Another run of the task is not over.
    Busy {
        /// Its operation.
        operation: OperationKind,
    },
    /// Another page has carried this run on.
    CarriedOn,
    /// A run that was over is to be repeated, and a later operation on its task is on record.
    Overtaken {
        /// The later operation.
        operation: OperationKind,
    },
}

/// Returns the key of a task's runs that are not over.
pub fn key(task: &TaskName) -> String {
    task.to_string()
}

/// Returns what a run makes of the texts that are kept: those of its task's runs that are not over, and its own from
/// when it was. A run whose call is about to go is written only while no other of its task is under way. Lines that
/// cannot be read stay, and are in nobody's way.
pub fn written(run: &Run, open: &str, over: &str) -> Result<RunTexts, NotFree> {
    // What waits for an answer was not sent yet: it is written down first.
    let is_to_send = matches!(run.state(), RunState::Waiting { .. });
    let mut kept = run_from_text(over).filter(|kept| kept.id == run.id);
    let mut lines = Vec::new();
    for line in open.split('\n').filter(|line| !line.is_empty()) {
        match run_from_text(line) {
            Some(own) if own.id == run.id => kept = Some(own),
            Some(other) if is_to_send && !other.is_over() => {
                return Err(NotFree::Busy { operation: other.kind });
            }
            _ => lines.push(line),
        }
    }
    if kept.is_some_and(|kept| is_ahead(&kept, run, is_to_send)) {
        return Err(NotFree::CarriedOn);
    }
    let text = run_to_text(run);
    let is_over = run.is_over();
    if !is_over {
        lines.push(&text);
    }
    Ok(RunTexts { open: lines.join("\n"), over: if is_over { text.clone() } else { String::new() } })
}

/// Returns the same for a run that was over and is sent once more: `block` is the block of the list that has the
/// record of its task. It is written only while no later operation is on record.
pub fn repeated(run: &Run, open: &str, over: &str, block: &str) -> Result<RunTexts, NotFree> {
    let mut before = run.clone();
    for step in &mut before.steps {
        step.tries.pop_if(|sent| sent.reply.is_none());
    }
    match block::record_in(block, &run.task).and_then(|record| record.last) {
        Some(last) if before.is_before(last) => Err(NotFree::Overtaken { operation: last.kind }),
        _ => written(run, open, over),
    }
}

/// Returns what is to be kept of a run whose outcome is unknown, once reads showed what a step was to do. Nothing if
/// the run went on since it had sent so many calls, another of its task is not over, or a later operation is on
/// record. `texts` are the open runs, the run that is over, and the task's block.
pub fn settled(run: &Run, step: usize, settled: &Settled, texts: [&str; 3]) -> Option<(Run, RunTexts)> {
    let [open, over, block] = texts;
    let runs = || open.split('\n').chain([over]).filter_map(run_from_text);
    let mut kept = runs().find(|kept| kept.id == run.id && kept.sendings() == run.sendings())?;
    let is_overtaken = |last| kept.is_before(last);
    if block::record_in(block, &run.task).and_then(|record| record.last).is_some_and(is_overtaken)
        || runs().any(|other| other.id != run.id && !other.is_over())
    {
        return None;
    }
    kept.settle(step, settled.clone()).ok()?;
    let written = written(&kept, open, over).ok()?;
    Some((kept, written))
}

/// Returns whether what is kept of a run knows of something that the run does not, so that another page wrote it.
fn is_ahead(kept: &Run, run: &Run, is_to_send: bool) -> bool {
    let mut steps = kept.steps.iter().zip(&run.steps);
    kept.sendings() + usize::from(is_to_send) > run.sendings()
        || kept.abandoned.is_some() && run.abandoned.is_none()
        || steps.any(|(kept, step)| {
            let mut tries = kept.tries.iter().zip(&step.tries);
            kept.marked_done.is_some() && step.marked_done.is_none()
                || kept.settled.is_some() && step.settled.is_none()
                || tries.any(|(kept, sent)| is_answered(kept) && !is_answered(sent))
        })
}

/// Returns whether something came back, and be it that nothing came: the caller waited until then.
fn is_answered(sent: &Attempt) -> bool {
    sent.reply.as_ref().is_some_and(|(_, reply)| *reply != Reply::PageGone)
}

/// A run whose page is gone, as another page finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrphanedRun {
    /// The run as it is kept from now on.
    pub run: Run,
    /// What is to be kept, if a call was out; its outcome stays unknown.
    pub written: Option<RunTexts>,
}

/// Makes an end to the waiting of a run whose page is gone. Decided by what is kept at this moment: that page may
/// have got its answer after another one read that it waits. Nothing if the run is not kept as one that is not over.
pub fn orphaned(id: &RunId, open: &str, now: Moment) -> Option<OrphanedRun> {
    let is_own = |line: &&str| run_from_text(line).is_some_and(|run| run.id == *id);
    let lines: Vec<_> = open.split('\n').filter(|line| !line.is_empty()).collect();
    let mut run = run_from_text(lines.iter().find(|line| is_own(line))?)?;
    if run.page_gone(now).is_err() {
        return Some(OrphanedRun { run, written: None });
    }
    let mut others: Vec<_> = lines.into_iter().filter(|line| !is_own(line)).collect();
    let text = run_to_text(&run);
    let over = if run.is_over() {
        text
    } else {
        others.push(&text);
        String::new()
    };
    let open = others.join("\n");
    Some(OrphanedRun { run, written: Some(RunTexts { open, over }) })
}

#[cfg(test)]
mod tests;
