//! The words by which people mark what is a task's name and what its labels, at the head of a column and
//! as the name of a JSON member.

/// A meaning that a heading can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heading {
    /// The name of a task, and of nothing else.
    Task,
    /// A name, be it of a task or of something else.
    Name,
    /// Labels.
    Labels,
}

impl Heading {
    /// Returns whether a heading has more words than one, so that it is hardly the name of a task.
    pub(crate) fn is_long(heading: &str) -> bool {
        let word = heading.to_ascii_lowercase();
        word.ends_with("name") || word.contains('名')
    }

    /// Reads a word; case, blanks and punctuation do not matter (`taskName`, `Task name`, `task_name`).
    pub(crate) fn of(word: &str) -> Option<Self> {
        const LONGEST: usize = 20;
        if word.len() > LONGEST {
            return None;
        }
        let plain: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        match plain.to_ascii_lowercase().as_str() {
            "task" | "taskname" | "connector" | "connectorname" | "任务" | "任务名" | "任务名称" => {
                Some(Self::Task)
            }
            "name" | "名称" => Some(Self::Name),
            "label" | "labels" | "tag" | "tags" | "标签" => Some(Self::Labels),
            _ => None,
        }
    }
}

/// Returns whether a word says that the name of a task follows.
pub(crate) fn is_task_heading(word: &str) -> bool {
    Heading::of(word) == Some(Heading::Task)
}
