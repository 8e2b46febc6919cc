//! What is wrong with the sample's abnormal tasks.

use serde_json::json;

use crate::task::Task;

/// Returns the same task with an error that OMS documents, another one for each number in turn.
pub(super) fn explained(task: Task, number: u64) -> Task {
    let (code, message, reason, proposal) = match number % 3 {
        // The usual one: a Store does not reach back far enough.
        0 => return task,
        1 => (
            "CONNECTOR-SIOO00000942",
            "ORA-00942: table or view does not exist",
            "The table SHOP.ORDERS does not exist at the target.",
            "Create the table at the target, and start the task again.",
        ),
        _ => (
            "CONNECTOR-SIMS01000000",
            "Communications link failure: the statement timed out after 50000 ms",
            "The target did not answer within the socketTimeout of the sink's jdbcUrl.",
            "Raise socketTimeout in sink.jdbcUrl.",
        ),
    };
    task.error(json!({
        "code": code,
        "level": "ERROR",
        "message": message,
        "reason": reason,
        "proposal": proposal,
        "messageMcmsContext": {},
        "upstreamErrorDetail": null,
    }))
}
