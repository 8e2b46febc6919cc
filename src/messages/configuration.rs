//! Texts of a configuration that is edited as it is: the tree, what changes, and what diagnose proposes.

use console_core::domain::run::Moment;
use console_core::forms::configuration::KeyStanding;
use console_core::forms::diagnosis::Diagnosis;
use console_core::forms::recheck::{Recheck, UnreadConfiguration};

use super::{age, live, spoken};

/// The heading of the tree.
pub const AS_IT_IS: &str = "Configuration as it is";
/// While it is read for the first time.
pub const READING: &str = "Reading from OMS…";
/// Said where the task was not read from OMS.
pub const NOT_READ: &str = "OMS was not read for this task: values are set without knowing the present ones.";
/// The field that looks through it.
pub const SEARCH: &str = "Search the configuration";
/// Said where no key and no value has the words.
pub const NOTHING_FOUND: &str = "No key and no value has these words.";
/// What keys do in the tree.
pub const KEYS_HINT: &str =
    "Arrow up and down: the line before and after. Enter: the next one. Control+Enter: send.";
/// Why a value cannot be edited.
pub const FIXED: &str = "fixed";
/// The same in full.
pub const FIXED_HINT: &str =
    "This says where the task reads or writes. OMS says that it must not be changed.";
/// In place of a value that OMS does not tell.
pub const MASKED: &str = "hidden by OMS";
/// Said at a mask, the value around which is changed.
pub const RETYPE: &str = "OMS hides this secret. Type it here, too: the value is sent as a whole.";
/// Shows the tree where it came late.
pub const SHOW_TREE: &str = "Edit as it is";
/// While the JSON cannot be read.
pub const JSON_FIRST: &str = "The JSON below cannot be read. Mend it first.";
/// The button that shows the field for diagnose's output.
pub const PASTE_DIAGNOSIS: &str = "Paste diagnose output";
/// The field for it.
pub const DIAGNOSIS: &str = "Output of connector_utils.sh diagnose";
/// What helps to fill it in.
pub const DIAGNOSIS_HINT: &str =
    "All of it: lines such as config[coordinator.shuffleMinBatchSize]:20 to 40 are found in it.";
/// Said of an output without proposals.
pub const NO_PROPOSAL: &str = "No proposal was found in it.";
/// The heading of what changes.
pub const CHANGES: &str = "What changes";
/// In place of a value that is not there.
pub const NOTHING: &str = "not set";
/// In place of a secret.
pub const SECRET: &str = "secret";
/// Between the value before and after, for those who do not see the arrow.
pub const BECOMES: &str = "becomes";
/// Takes a change back.
pub const UNDO: &str = "Undo";
/// Keeps the own change of a key that somebody else changed.
pub const KEEP_MINE: &str = "Keep mine";
/// Gives the own change of it up.
pub const TAKE_THEIRS: &str = "Take theirs";
/// Adds a key, or a part.
pub const ADD: &str = "Add";
/// Deletes a key, or a part.
pub const DELETE: &str = "Delete";

/// Returns when the configuration was read.
fn read(at: Moment, now: Moment) -> String {
    format!("read from OMS {}", age(at, now))
}

/// Returns when the configuration was read last, and why it is not as it is now, if it could not be read again.
pub fn read_last(at: Moment, now: Moment, why: Option<&UnreadConfiguration>) -> String {
    let read = read(at, now);
    why.map_or_else(|| read.clone(), |why| format!("{read}; not again: {}", unread(why)))
}

/// Why the configuration is not known; or not as it is now, where it was read before.
pub fn unread(why: &UnreadConfiguration) -> String {
    match why {
        UnreadConfiguration::Failed(error) => live::read_error(error),
        UnreadConfiguration::Late => "OMS did not answer in time.".into(),
        UnreadConfiguration::NotNamed => "OMS does not name this task among its project's components.".into(),
        UnreadConfiguration::NotTold => "OMS does not tell the configuration of this task.".into(),
    }
}

/// Why nothing was sent yet.
pub fn recheck(recheck: &Recheck, verb: &str) -> Option<String> {
    Some(match recheck {
        Recheck::UnderWay => return None,
        Recheck::Failed(why) => format!(
            "Not sent yet: whether somebody else changed it was not checked, since it could not be read again. {} {verb} sends it as it is shown.",
            unread(why)
        ),
        Recheck::Changed => {
            "Not sent yet: it was read again, and what would be sent is another thing now. Look at it once more."
                .into()
        }
    })
}

/// Returns what the button says while it is read once more.
pub fn checking(verb: &str) -> String {
    format!("{verb}: reading once more…")
}

/// Returns the status of a key, beside its name.
pub fn standing(standing: KeyStanding) -> &'static str {
    match standing {
        KeyStanding::Same => "",
        KeyStanding::Changed => "changed",
        KeyStanding::Added => "new",
        KeyStanding::Deleted => "deleted",
    }
}

/// Returns the number of keys of a scope.
pub fn keys(count: &str) -> String {
    if count == "1" { "1 key".into() } else { format!("{count} keys") }
}

/// Returns the lines that are not shown.
pub fn more(count: usize) -> String {
    format!("{count} more lines. Search to find them.")
}

/// Returns the name of the button that adds something to a scope or a value.
pub fn add_to(what: &str) -> String {
    format!("Add to {}", spoken(what))
}

/// Returns the name of the field for a new key or parameter.
pub fn new_in(what: &str) -> String {
    format!("New key in {}", spoken(what))
}

/// Returns the name of the button that deletes a key or a part.
pub fn delete(what: &str) -> String {
    format!("Delete {}", spoken(what))
}

/// Returns the name of the button that takes a change back.
pub fn undo(what: &str) -> String {
    format!("Undo {}", spoken(what))
}

/// Returns the name of the button that takes all changes of a key back.
pub fn undo_all(scope: &str, key: &str) -> String {
    undo(&format!("all of {scope}.{key}"))
}

/// Returns the name of the button that keeps the own change.
pub fn keep_mine(what: &str) -> String {
    format!("Keep mine: {}", spoken(what))
}

/// Returns the name of the button that gives the own change up.
pub fn take_theirs(what: &str) -> String {
    format!("Take theirs: {}", spoken(what))
}

/// Returns how many keys change.
pub fn changes(count: usize) -> String {
    match count {
        1 => "1 key changes".into(),
        count => format!("{count} keys change"),
    }
}

/// Returns the button that takes over what diagnose proposes.
pub fn take_over(count: usize) -> String {
    if count == 1 { "Take over 1 change".into() } else { format!("Take over {count} changes") }
}

/// Said of lines that begin like a proposal.
pub fn unreadable(diagnosis: &Diagnosis) -> Option<String> {
    match diagnosis.unreadable {
        0 => None,
        1 => Some("1 line begins like a proposal and cannot be read.".into()),
        count => Some(format!("{count} lines begin like proposals and cannot be read.")),
    }
}

/// Said of a proposal for a key that has another value than diagnose saw.
pub fn is_now(value: &str) -> String {
    format!("it is {value} now")
}
