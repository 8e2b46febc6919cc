//! The subtopics of each task, remembered from its last pull-back that went well: the console cannot look
//! them up, and never guesses them.

use browser::storage::{self, ObjectStore};

/// Returns the subtopics that were remembered for a task, one a line.
pub async fn remembered(task: &str) -> Vec<String> {
    let text = storage::get(ObjectStore::Settings, &key(task)).await.ok().flatten();
    text.map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default()
}

/// Remembers the subtopics of a task.
pub async fn remember(task: &str, subtopics: &[String]) {
    // What is not remembered is typed again.
    let _ = storage::put_when_open(ObjectStore::Settings, &[(key(task), subtopics.join("\n"))]).await;
}

fn key(task: &str) -> String {
    format!("subtopics {task}")
}
