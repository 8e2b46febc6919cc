//! Texts of the sheet about a task.

/// The title.
pub const DETAILS: &str = "Details";
/// Said of a task that is not in the list.
pub const NOT_IN_LIST: &str = "This task is not in the list.";
/// The fact of the state.
pub const STATE: &str = "State";
/// The fact of the last operation.
pub const LAST_OPERATION: &str = "Last operation";
/// The fact of a checkpoint that waits.
pub const CHECKPOINT: &str = "Checkpoint";
/// The fact of the component.
pub const COMPONENT: &str = "Component";
/// The fact of the project.
pub const PROJECT: &str = "Project";
/// The fact of the machine.
pub const HOST: &str = "Host";
/// The fact of the labels.
pub const LABELS: &str = "Labels";
/// The fact of the subtopics of the last pull-back.
pub const SUBTOPICS: &str = "Remembered subtopics";
/// The fact of when the task came into the list.
pub const ADDED: &str = "Added";
/// The name of the group of operations.
pub const OPERATIONS: &str = "Operations";
/// The heading of the runs.
pub const RUNS: &str = "Latest runs";
/// Said where there is no run.
pub const NOTHING_DONE: &str = "Nothing was done on this task from this browser.";
/// The button that opens the history of the task.
pub const WHOLE_HISTORY: &str = "History";
/// The button that copies the task's name.
pub const COPY_NAME: &str = "Copy name";
/// The button that copies the link to the sheet.
pub const COPY_LINK: &str = "Copy link";
