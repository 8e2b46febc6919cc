//! Texts of the sheet about a task.

use console_core::openapi::{ErrorDetail, Lag, Metric, OmsWord, ProjectStep, StepState};
use console_core::time::CivilDateTime;

/// The title.
pub const DETAILS: &str = "Details";
/// Said of a task that is not in the list.
pub const NOT_IN_LIST: &str = "This task is not in the list.";
/// The fact of the state.
pub const STATE: &str = "State";
/// The fact of the last operation.
pub const LAST_OPERATION: &str = "Last operation";
/// The fact of a checkpoint that waits.
pub const WAITING_CHECKPOINT: &str = "Waiting checkpoint";
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
/// The heading of what OMS says.
pub const FROM_OMS: &str = "From OMS";
/// The name of the rest of it.
pub const FROM_OMS_IN_FULL: &str = "From OMS, in full";
/// The heading of the steps.
pub const STEPS: &str = "Steps of the project";
/// Said where there is none.
pub const NO_STEPS: &str = "OMS tells no steps.";
/// Shows the figures of a drawing.
pub const AS_TABLE: &str = "As a table";
/// The heads of that table.
pub const PLOT_HEADS: [&str; 3] = ["Time", "This task, as read here", "Its project, by OMS"];
/// While it is read.
pub const READING: &str = "Reading from OMS…";
/// Said where the answer does not name the task.
pub const NOT_NAMED: &str = "OMS does not name this task among its project's components any more.";
/// The fact of the project's state.
pub const PROJECT_STATE: &str = "Project's state";
/// The fact of the delay.
pub const DELAY: &str = "Delay";
/// The fact of how far it has come.
pub const CHECKPOINT: &str = "Checkpoint";
/// The fact of the records per second.
pub const RATE: &str = "Records per second";
/// The fact of how much is done.
pub const PROGRESS: &str = "Progress";
/// The fact of the host's region.
pub const REGION: &str = "Region";
/// The fact of the subtopics that it reads.
pub const READ_SUBTOPICS: &str = "Subtopics";
/// The fact of the keys of a checkpoint.
pub const CHECKPOINT_KEYS: &str = "Client ids";
/// The heading of the errors.
pub const ERRORS: &str = "Errors";
/// The heading of the Stores.
pub const STORES: &str = "Stores it reads from";
/// The heads of the Stores' table.
pub const STORE_HEADS: [&str; 3] = ["State", "Has data from", "to"];
/// The heading of the configuration.
pub const CONFIGURATION: &str = "Configuration";
/// Said where OMS does not tell it.
pub const NO_CONFIGURATION: &str = "OMS does not tell the configuration.";
/// The field that looks through the configuration.
pub const SEARCH: &str = "Search the configuration";
/// In place of a secret value.
pub const HIDDEN: &str = "hidden";
/// Said where no value has the words.
pub const NOTHING_FOUND: &str = "No key and no value has these words.";
/// The heading of the logs.
pub const LOGS: &str = "Logs on the host";
/// Copies where the logs are.
pub const COPY_LOGS: &str = "Copy paths";
/// Copies the id of a request.
pub const COPY_REQUEST: &str = "Copy request id";

/// Returns how many changes of the state there were.
pub fn state_changes(count: usize) -> String {
    match count {
        1 => "1 change of state seen".into(),
        _ => format!("{count} changes of state seen"),
    }
}

/// Returns the heading of a figure over time, and a word for its id.
pub fn plot(metric: Metric) -> (&'static str, &'static str) {
    match metric {
        Metric::Delay => ("Delay over time", "delay"),
        Metric::Rps => ("Records per second over time", "rate"),
    }
}

/// Returns a figure with its unit.
pub fn plot_value(metric: Metric, value: f64) -> String {
    match metric {
        Metric::Delay => super::delay(value.round() as i64),
        Metric::Rps => format!("{}/s", super::grouped(value.round() as i64)),
    }
}

/// Returns what a drawing shows: the lowest, the highest and the last figure of the task, and of its project.
pub fn plot_sentence(task: Option<[String; 3]>, project: Option<[String; 3]>) -> String {
    let told = |whose: &str, figures: Option<[String; 3]>| {
        figures.map(|[lowest, highest, last]| {
            format!("{whose}: lowest {lowest}, highest {highest}, last {last}.")
        })
    };
    let parts = [
        told("This task, as read by this page", task),
        told("Its project in the last 6 h, as OMS keeps it", project),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Returns the name of a step of a project; one that is not documented as OMS writes it.
pub fn step_name(name: &str) -> String {
    let known = match name {
        "PRE_CHECK" | "TRANSFER_PRECHECK" => "Pre-check",
        "PREPARE" | "SYNC_PREPARE" | "TRANSFER_PREPARE" => "Preparation",
        "STRUCT_TRANSFER" | "STRUCT_MIGRATION" => "Schema migration",
        "STRUCT_SYNC" => "Schema synchronisation",
        "INDEX_TRANSFER" | "INDEX_MIGRATION" => "Index migration",
        "FULL_TRANSFER" | "FULL_MIGRATION" => "Full migration",
        "CONNECTOR_FULL_SYNC" => "Full synchronisation",
        "INCR_LOG_PULL" | "TRANSFER_INCR_LOG_PULL" | "SYNC_INCR_LOG_PULL" => "Log pulling",
        "INCR_TRANSFER" | "INCR_SYNC" | "CONNECTOR_INCR_SYNC" => "Incremental synchronisation",
        "REVERSE_INCR_TRANSFER" | "REVERSE_INCR_SYNC" => "Reverse synchronisation",
        "FULL_VERIFIER" | "FULL_VALIDATION" => "Full verification",
        "INCR_VERIFIER" => "Incremental verification",
        "APP_SWITCH" | "TRANSFER_APP_SWITCH" => "Switch to the target",
        other => other,
    };
    known.to_owned()
}

/// Returns the status of a step, with how much of it is done.
pub fn step_state(step: &ProjectStep) -> String {
    let word = match &step.state {
        None => String::new(),
        Some(OmsWord::Other(word)) => word.clone(),
        Some(OmsWord::Known(state)) => match state {
            StepState::Init => "not begun",
            StepState::Running => "running",
            StepState::Failed => "failed",
            StepState::Finished => "done",
            StepState::Suspend => "paused",
            StepState::Monitoring => "running, has caught up",
        }
        .into(),
    };
    // Where it is done or not begun, the share says nothing new.
    let says_share = matches!(
        step.state,
        Some(OmsWord::Known(StepState::Running | StepState::Suspend | StepState::Failed))
    );
    match step.progress.filter(|progress| says_share && *progress < 100.0) {
        Some(progress) => format!("{word}, {progress:.0} %"),
        None => word,
    }
}

/// From when to when a step went.
pub fn step_times(started: Option<String>, finished: Option<String>) -> String {
    match (started, finished) {
        (Some(started), Some(finished)) => format!("{started} to {finished}"),
        (Some(started), None) => format!("since {started}"),
        (None, Some(finished)) => format!("until {finished}"),
        (None, None) => String::new(),
    }
}

/// Returns a time of the server whose zone is not known.
pub fn server_time(local: CivilDateTime) -> String {
    format!("{local} (the server's time)")
}

/// Returns a delay and whether it is over the limit of the project's importance.
pub fn delay(seconds: i64, limit: Option<i64>) -> String {
    match limit {
        Some(limit) if seconds > limit => {
            format!("{}, over the limit of {}", super::delay(seconds), super::delay(limit))
        }
        Some(_) => super::delay(seconds),
        None => format!("{}, without a limit", super::delay(seconds)),
    }
}

/// Returns which side is behind.
pub fn lag(lag: Lag) -> String {
    match lag {
        Lag::Nobody => "Neither the Store nor the task is behind.".into(),
        Lag::Store { by } => format!(
            "The Store is {} behind: look at its log, the source and the network before the task.",
            super::delay(by)
        ),
        Lag::Connector { by } => format!(
            "The Store is up to date and the task {} behind it: look at the task's error.log, then tune it.",
            super::delay(by)
        ),
    }
}

/// Returns the parts of an error, each on a line of its own.
pub fn error_lines(error: &ErrorDetail) -> Vec<String> {
    let head: Vec<_> = [&error.level, &error.code].into_iter().flatten().cloned().collect();
    let said = |label: &str, text: &Option<String>| text.as_ref().map(|text| format!("{label}{text}"));
    let lines = [
        (!head.is_empty()).then(|| head.join(" ")),
        said("", &error.message),
        said("Why: ", &error.reason),
        said("What to do: ", &error.proposal),
        said("From above: ", &error.upstream),
        said("Request: ", &error.request_id),
    ];
    lines.into_iter().flatten().collect()
}

/// The button that copies the link to the sheet.
pub const COPY_LINK: &str = "Copy link";
/// The connector manager that the configuration names, where it is not the host's.
pub const OTHER_MANAGER: &str = "Another connector manager than this host's";
