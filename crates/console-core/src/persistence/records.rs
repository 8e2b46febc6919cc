//! Task records and runs as text: JSON, by the derived forms of their types.

use crate::domain::inventory::TaskRecord;
use crate::domain::redaction;
use crate::domain::run::Run;
use crate::text::json;

/// Writes a task record.
pub fn task_to_text(record: &TaskRecord) -> String {
    json::text(record)
}

/// Reads a task record.
pub fn task_from_text(text: &str) -> Option<TaskRecord> {
    serde_json::from_str(text).ok()
}

/// Writes a run.
pub fn run_to_text(run: &Run) -> String {
    json::text(run)
}

/// Reads a run, without secrets: a version that knew fewer of them may have written it.
pub fn run_from_text(text: &str) -> Option<Run> {
    let mut run: Run = serde_json::from_str(text).ok()?;
    for step in &mut run.steps {
        step.call = step.call.clone().withholding();
        for sent in &mut step.tries {
            sent.reply = sent.reply.take().map(|(at, reply)| (at, redaction::without_secrets(reply)));
        }
    }
    Some(run).filter(|run| !run.steps.is_empty())
}
