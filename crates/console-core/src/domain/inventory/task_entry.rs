//! What is given to the list: a task's name and its labels.

use crate::domain::task_name::TaskName;

/// A task as a person, a file or a link names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskEntry {
    /// Its name.
    pub name: TaskName,
    /// Short texts that stand beside it, such as `orders` or `prod`.
    pub labels: Vec<String>,
}

impl From<TaskName> for TaskEntry {
    fn from(name: TaskName) -> Self {
        Self { name, labels: Vec::new() }
    }
}

/// The most labels that a task has; more are not taken.
pub const MOST_LABELS: usize = 100;

/// Adds the labels in a text to others, each once, and says whether there is a new one.
///
/// A comma, a semicolon and a line's end divide labels, so that no label holds one and lists of them can
/// be written into a single cell.
pub fn add_labels(labels: &mut Vec<String>, text: &str) -> bool {
    let before = labels.len();
    for label in text.split(|c: char| c.is_control() || matches!(c, ',' | ';' | '，' | '；')) {
        let label = label.trim();
        let known = label.is_empty() || labels.iter().any(|known| known == label);
        if !known && labels.len() < MOST_LABELS {
            labels.push(label.to_owned());
        }
    }
    labels.len() > before
}
