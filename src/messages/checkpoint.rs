//! Words for a checkpoint that was set and not started from.

use console_core::domain::inventory::{Certainty, WaitingCheckpoint};
use console_core::domain::run::Moment;

/// What a start with the flag does.
pub const FROM_CHECKPOINT: &str =
    "the task resumes from the new checkpoint; changes since then are applied again";

/// What a start without the flag does.
pub const FROM_PROGRESS: &str =
    "the task resumes where it stopped; the new checkpoint has no effect and stays set";

/// What has to be known of an update that starts the task and leaves a checkpoint waiting.
pub const UPDATE_LEAVES_CHECKPOINT: &str = "The checkpoint of this task is a new one, and the start after this update sends no pullBackFlag: the task resumes from its saved progress, and the new checkpoint has no effect.";

/// That a row's task has a checkpoint that waits.
pub fn waiting_checkpoint(waiting: &WaitingCheckpoint) -> &'static str {
    match waiting.certainty {
        Certainty::Confirmed | Certainty::Marked | Certainty::Read => "checkpoint waits",
        Certainty::Unknown => "checkpoint may wait",
    }
}

/// Returns the same where there is room.
pub fn waiting_checkpoint_hint(waiting: &WaitingCheckpoint) -> &'static str {
    match waiting.certainty {
        Certainty::Confirmed => {
            "A new checkpoint was set and not started from. Start asks what to do about it."
        }
        Certainty::Marked => {
            "A new checkpoint was set, as marked by you, and not started from. Start asks what to do about it."
        }
        Certainty::Read => {
            "A new checkpoint was set, as read from OMS, and not started from. Start asks what to do about it."
        }
        Certainty::Unknown => {
            "A new checkpoint was perhaps set, and not started from. Start asks what to do about it."
        }
    }
}

/// Returns the same with the checkpoint, in the form of Start.
pub fn checkpoint_waits(waiting: &WaitingCheckpoint, value: &str) -> String {
    let set = match waiting.certainty {
        Certainty::Confirmed => "was set",
        Certainty::Marked => "was set (as marked by you)",
        Certainty::Read => "was set (as read from OMS)",
        Certainty::Unknown => "was perhaps set (the outcome is unknown)",
    };
    format!("A checkpoint {set} to {value} and not started from.")
}

/// Since when it waits, and when the task was started without it; `when` tells when a moment was.
pub fn checkpoint_since(set: Moment, without: Option<Moment>, when: impl Fn(Moment) -> String) -> String {
    match without {
        None => format!("It was set {}.", when(set)),
        Some(at) => format!(
            "It was set {}. The task was started without it {}, from its saved progress.",
            when(set),
            when(at)
        ),
    }
}

/// Returns the times of a checkpoint, with the subtopics where there are several.
pub fn checkpoint_times(times: Vec<(String, String)>) -> String {
    match <[_; 1]>::try_from(times) {
        Ok([(_, time)]) => time,
        Err(times) => {
            let texts = times.into_iter().map(|(subtopic, time)| format!("{time} ({subtopic})"));
            texts.collect::<Vec<_>>().join(", ")
        }
    }
}
