//! Task records and runs as text: JSON, by the derived forms of their types.

use crate::domain::inventory::TaskRecord;
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

/// Reads a run as it is kept. To be shown, it is [without secrets](Run::without_secrets).
pub fn run_from_text(text: &str) -> Option<Run> {
    let run: Run = serde_json::from_str(text).ok()?;
    Some(run).filter(|run| !run.steps.is_empty())
}
