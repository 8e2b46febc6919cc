//! Which tasks are shown while something is typed into the filter box.

use crate::inventory::{TaskRecord, TaskState};
use crate::task_name::Component;

/// What a task must hold to be shown: every word, anywhere in its name, state or component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    words: Vec<String>,
}

impl Filter {
    /// Reads what was typed: words separated by blanks; the case of ASCII letters does
    /// not matter.
    pub fn parse(text: &str) -> Self {
        Self { words: text.split_whitespace().map(str::to_ascii_lowercase).collect() }
    }

    /// Whether it lets every task through.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a task is shown.
    pub fn matches(&self, record: &TaskRecord) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let name = record.name.as_str().to_ascii_lowercase();
        let state = state_word(record.state());
        let component = component_word(record.component());
        self.words.iter().all(|word| {
            name.contains(word) || state.contains(word.as_str()) || component.contains(word.as_str())
        })
    }
}

/// The word for a state in filters.
pub fn state_word(state: Option<TaskState>) -> &'static str {
    match state {
        Some(TaskState::Running) => "running",
        Some(TaskState::Stopped) => "stopped",
        None => "unknown",
    }
}

/// The word for a component in filters.
pub fn component_word(component: Option<Component>) -> &'static str {
    match component {
        Some(Component::IncrSync) => "incr-sync",
        Some(Component::FullImport) => "full-import",
        None => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Moment;
    use crate::task_name::TaskName;

    #[test]
    fn every_word_must_be_somewhere() {
        let name = "10.0.0.5-9000:connector_v2:np_57FDqt-incr_trans-1-0:0003000002";
        let record = TaskRecord::new(TaskName::parse(name).unwrap(), Moment(0), 1);
        for text in ["", "  ", "57fdQT", "10.0.0.5 incr-sync", "unknown np_"] {
            assert!(Filter::parse(text).matches(&record), "{text}");
        }
        for text in ["full-import", "10.0.0.5 running", "np_57fdqt-incr_trans-1-1"] {
            assert!(!Filter::parse(text).matches(&record), "{text}");
        }
    }
}
