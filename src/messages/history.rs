//! Words for the history.

use console_core::interchange::history::HistoryCapacity;

use browser::storage::StorageError;

/// Returns how much room there is for further runs, if that has to be said.
pub fn history_room(room: HistoryCapacity) -> Option<String> {
    match room {
        HistoryCapacity::Plenty => None,
        HistoryCapacity::Little { left: 1 } => Some(
            "The history has room for 1 more run. After that, each new run takes the place of an old one."
                .into(),
        ),
        HistoryCapacity::Little { left } => Some(format!(
            "The history has room for {left} more runs. After that, each new run takes the place of an old one."
        )),
        HistoryCapacity::None => {
            Some("The history is full: each new run takes the place of an old one.".into())
        }
    }
}

/// Returns how many runs were found, of which at most `listed` are listed. `count` is nothing while they are read.
pub fn found(count: Option<usize>, listed: usize) -> String {
    match count {
        None => "Reading the history…".into(),
        Some(0) => "No matching runs in this browser. Runs are kept where they were made.".into(),
        Some(1) => "1 run".into(),
        Some(count) if count > listed => format!("{count} runs, the latest {listed} are listed"),
        Some(count) => format!("{count} runs"),
    }
}

/// Why there is nothing to be seen of the history.
pub fn unreadable_history(error: &StorageError) -> String {
    format!("The history cannot be read: {}.", super::storage_error(error))
}
