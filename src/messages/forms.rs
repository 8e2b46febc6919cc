//! Texts of the operations' forms.

use console_core::domain::inventory::RatesSeen;
use console_core::domain::operation::OperationKind;
use console_core::domain::run::Moment;
use console_core::forms::replay::ReplayEstimate;
use console_core::time::Zoned;

use super::{delay, distance, grouped, name, spoken};

/// The title of the calls that a form amounts to.
pub const PREVIEW: &str = "What will be sent";
/// What is said while a form amounts to no calls.
pub const NO_CALLS_YET: &str = "The calls are shown here as soon as the form is filled in.";
/// The label of the commands, to be unfolded.
pub const AS_CURL: &str = "As cURL";
/// The button that copies one call of several.
pub const COPY: &str = "Copy";

/// What it shows.
pub const HISTORY_HINT: &str = "What was done on this task";
/// The button that copies the calls.
pub const COPY_AS_CURL: &str = "Copy as cURL";
/// The button that shows the form in place of its run.
pub const BACK_TO_FORM: &str = "Edit and retry";
/// The same, where the run went well.
pub const REPEAT_WITH_CHANGES: &str = "Repeat with changes";

/// Said of a draft that was taken up.
pub const TAKEN_UP: &str = "Restored as you left it; nothing was sent.";
/// Said where it had secrets.
pub const SECRETS_NOT_KEPT: &str = "Secrets are not stored: type them again.";
/// The button that empties the form.
pub const START_OVER: &str = "Start over";

/// The text before a name as it was read.
pub const READ_AS: &str = "Read as ";
/// The button that takes a name to the letter.
pub const TAKE_AS_TYPED: &str = "Use as typed";
/// The text before the name that an odd one can be taken for.
pub const LOOKS_LIKE: &str = "It looks like ";
/// The text after it.
pub const BUT_IS_ANOTHER: &str = ", which is in your list, but it is another task.";
/// Said of a name that is not in the list.
pub const NOT_IN_LIST: &str = "This task is not in the list yet. It is added when the first call is sent.";
/// The text before the names that may be meant.
pub const DO_YOU_MEAN: &str = "Do you mean:";
/// The check box without which nothing is sent to a name that is dead.
pub const UNDER_OLD_NAME: &str = "Send it to the old name anyway";
/// When to tick it.
pub const UNDER_OLD_NAME_HINT: &str = "Only if you know that somebody made a task of this name anew.";

/// The check box without which nothing is sent that does not fit a state of OMS's which is old.
pub const ACT_ANYWAY: &str = "Act anyway";
/// What it means.
pub const ACT_ANYWAY_HINT: &str = "What OMS said may not be so any more. The host decides by the real state: it may refuse this, or do it although nothing was wanted.";
/// What it means for a Delete.
pub const DELETE_ANYWAY_HINT: &str = "Whether the host refuses to delete a task of a running project is documented nowhere. Pausing the project in OMS first is the documented way.";
/// Said where the state is neither old nor stale.
pub const NOT_NOW: &str = "So this is not sent. If OMS is wrong, read again; where its word is old or cannot be read again, you can act anyway.";

/// The flag of Start that belongs to a pull-back.
pub const PULL_BACK: &str = "Pull back";
/// When to set it.
pub const PULL_BACK_HINT: &str = "Only as the last step of a pull-back, after its checkpoint was set. Without it the task resumes where it stopped.";
/// The flag of Start that runs an import again.
pub const RESTART: &str = "Restart";
/// When to set it.
pub const RESTART_HINT: &str = "Only for a Full-Import: runs it again from its beginning, on the original Checker. Without it the import resumes where it stopped.";
/// Marks the host that a task is on among those that are offered.
pub const PRESENT_HOST: &str = " — present host";
/// Returns the host that a task is on before it is migrated.
pub fn present_host(host: &str) -> String {
    format!("It is on {host} now.")
}

/// Returns the warning that a task is migrated to the host that it is on.
pub fn already_there(host: &str) -> String {
    format!(
        "It is on {host} already. Migrate stops it, if need be, and gives it another name, and it stays there."
    )
}

/// What helps to fill in the machine.
pub const IP_HINT: &str = "Optional, IPv4 or IPv6. When it is empty the host chooses the machine.";

/// The choice of a start from the checkpoint that waits.
pub const FROM_CHECKPOINT_LABEL: &str = "Pull back: resume from the new checkpoint (pullBackFlag)";
/// The choice of a start that leaves it.
pub const FROM_PROGRESS_LABEL: &str = "Resume from the saved progress";
/// The button that opens the run which set the checkpoint.
pub const SHOW_RUN: &str = "Show the run";
/// The button that opens a pull-back in place of an Update.
pub const PULL_BACK_INSTEAD: &str = "Pull back instead…";

/// Said of a common time that no subtopic goes back to.
pub const TIME_UNUSED: &str = "No subtopic goes back to this time.";
/// What helps to fill in the zone.
pub const ZONE_HINT: &str = "The zone that the times here are meant in: a name, or an offset such as +08:00.";
/// The button that rewrites the times, so that the instants stay.
pub const KEEP_INSTANT: &str = "Keep the instant";
/// The button that leaves the times as they are.
pub const KEEP_LOCAL_TIME: &str = "Keep the local time";
/// What helps to fill in a subtopic.
pub const SUBTOPIC_HINT: &str = "For example np_57fdqtrsqiao_source-000-0. It is the key in the task's source.checkpoint in OMS, the same as in source.clients[].clientId.";
/// The button that adds a subtopic.
pub const ANOTHER_SUBTOPIC: &str = "Add subtopic";
/// The button that removes one.
pub const REMOVE_LAST: &str = "Remove last";
/// The label of the two times that one local time can mean.
pub const WHICH_OCCURRENCE: &str = "Which of the two times";
/// The name of a point's local time where the form names no zone.
pub const LOCAL_TIME: &str = "Local time";
/// The name of its form in UTC.
pub const UTC: &str = "UTC";
/// The name of its form in seconds.
pub const EPOCH_SECONDS: &str = "Epoch seconds";
/// The name of its distance from now.
pub const DISTANCE: &str = "How long ago";
/// Times that one click chooses, as they are typed.
pub const QUICK_CHOICES: [&str; 4] = ["15 min ago", "1 h ago", "6 h ago", "24 h ago"];
/// The present in the picture.
pub const NOW: &str = "now";
/// Said of a point that has no time.
pub const NO_TIME_YET: &str = "No time is chosen yet.";
/// How the points in the picture are moved.
pub const TIME_LINE_HINT: &str =
    "Click on the line, drag the point, or use the arrow keys: a minute, with Shift an hour.";
/// What can be done about a point before the Store's data.
pub const WAY_OUT: &str = "What helps";
/// Moves such a point.
pub const TAKE_EARLIEST: &str = "Take the earliest time that the Store has";
/// Says which time that is, and why it is not the very first one.
pub fn earliest(time: &str) -> String {
    format!("It takes {time}: one to two minutes after the first, since the Store clears its log meanwhile.")
}
/// How to have data from before.
pub const ADD_STORE: &str = "Or add a Store for the subtopic in OMS, under the project's components, with a start before this time. Once it runs, the time is accepted here.";
/// How to have more the next time.
pub const KEEP_LONGER: &str = "For the next time, raise store.clearer.outdated of the Store, the seconds for which it keeps its log. What is deleted already does not come back.";
/// Said where the point is later than where the task is.
pub const AFTER_CHECKPOINT: &str = "This is later than the task's checkpoint as OMS tells it: what changed between the two would be left out.";
/// Said of a point that is further back than Stores usually keep their log.
pub const BEYOND_USUAL_RETENTION: &str = "A Store keeps its log for 24 hours in synchronisation and 120 hours in migration, unless the project is set to keep more. Beyond that the start fails.";
/// Said of a point that is further back than any Store keeps its log.
pub const BEYOND_LONGEST_RETENTION: &str =
    "No Store keeps its log for longer than a year: this start will almost certainly fail.";
/// What else can be in the way of a pull-back.
pub const DDL_WARNING: &str = "A DDL between that time and now can break the Store.";

/// The check box that shows secrets.
pub const SHOW_SECRETS: &str = "Show secrets";
/// What it means.
pub const SHOW_SECRETS_HINT: &str = "Hidden here, but sent. When shown, they are visible in the form, in the calls below and in the curl command.";
/// The title of the values that an Update sets.
pub const VALUES: &str = "Values to set";
/// The view of them as rows.
pub const AS_FORM: &str = "Form";
/// The view of them as a text.
pub const AS_JSON: &str = "JSON";
/// What helps to fill in the text.
pub const JSON_HINT: &str = "What to set, as {\"scope\": {\"key\": \"value\"}}. Every value is a string.";
/// The label of a row's scope.
pub const SCOPE: &str = "Scope";
/// The label of its key.
pub const KEY: &str = "Key";
/// The label of its value.
pub const VALUE: &str = "Value";
/// Said where there is no row.
pub const NO_VALUE_YET: &str = "No values yet. Add one, or paste them as JSON.";
/// Said where the JSON cannot be read as rows.
pub const NOT_AS_ROWS: &str = "The JSON cannot be shown as rows until this is fixed in it:";
/// The button that adds a row.
pub const ADD_VALUE: &str = "Add a value";
/// What Enter does in a row.
pub const ROW_KEYS: &str = "Enter moves to the next field; Shift+Enter starts a new line in a value.";
/// The choice of no plug-in.
pub const ANY_PLUGIN: &str = "any";
/// The rest of a key's documentation, to be unfolded.
pub const MORE: &str = "More";
/// What helps to fill in the parameters to delete.
pub const REMOVALS_HINT: &str =
    "scope.key, one or several; Enter adds them to the list. The host deletes first.";
/// The label of those that were added.
pub const TO_BE_DELETED: &str = "To be deleted";
/// The text before parameters as they were read.
pub const REMOVALS_READ_AS: &str = "Read as: ";
/// The button that takes a parameter back into the field.
pub const EDIT: &str = "Edit";

/// Returns the button that opens an operation on another task.
pub fn operation_on(kind: OperationKind, task: &str) -> String {
    format!("{} {}…", name(kind), spoken(task))
}

/// Returns the check box that has a running task stopped before an operation, and what it means; nothing where the
/// host does not mind that the task runs.
pub fn stop_first(kind: OperationKind) -> Option<(&'static str, &'static str)> {
    match kind {
        OperationKind::Update => Some((
            "Stop, update, start",
            "This console knows the task as running, and the host updates only stopped or abnormal tasks. The three calls go one after the other; if one fails, nothing more is sent and you decide.",
        )),
        OperationKind::Migrate => Some(("Stop, then migrate", STOPPED_FIRST_HINT)),
        OperationKind::Delete => Some(("Stop, then delete", STOPPED_FIRST_HINT)),
        OperationKind::Start | OperationKind::Stop | OperationKind::PullBack => None,
    }
}

const STOPPED_FIRST_HINT: &str = "This console knows the task as running, and the host may refuse this for a running task. The two calls go one after the other; if Stop fails, nothing more is sent and you decide.";

/// Returns what the button says that sends.
pub fn send(kind: OperationKind, stop_first: bool) -> &'static str {
    match kind {
        OperationKind::Update if stop_first => "Update: stop, update, start",
        OperationKind::Migrate if stop_first => "Migrate: stop, then migrate",
        OperationKind::Delete if stop_first => "Delete: stop, then delete",
        _ => name(kind),
    }
}

/// Returns the check box that gives a subtopic a time of its own.
pub fn own_time(number: usize) -> String {
    format!("Subtopic {number} goes back to a time of its own")
}

/// Returns the button that gives each of several subtopics a field.
pub fn split_subtopics(count: usize) -> String {
    format!("Make {count} fields of it")
}

/// A judgement whether Stores still keep the log at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreRetention {
    /// All of them usually do.
    Usual,
    /// Those of migrations usually do.
    OfMigrations,
    /// None usually does.
    Beyond,
    /// The deployment says how long they do.
    Assumed {
        /// How many hours.
        hours: u32,
        /// Whether the point is within them.
        is_within: bool,
    },
    /// OMS says that they do.
    Read,
    /// OMS says that they do not.
    BeforeRead,
}

/// Returns the picture of a pull-back's points: for each the numbers of its subtopics, and how many seconds before
/// now it is.
pub fn time_line(points: &[(Vec<usize>, i64, StoreRetention)]) -> String {
    let where_it_is = |seconds_ago: i64, retention: StoreRetention| {
        let within = match retention {
            StoreRetention::Assumed { hours, is_within } => {
                let side = if is_within { "within" } else { "beyond" };
                let within = format!("{side} the {hours} hours that Stores of this host keep");
                return format!("{} before now, {within}", distance(seconds_ago));
            }
            StoreRetention::Usual => "within the 24 hours that Stores usually keep",
            StoreRetention::OfMigrations => {
                "beyond the 24 hours that Stores usually keep in synchronisation, within the 120 hours of a migration"
            }
            StoreRetention::Beyond => "beyond the 24 and 120 hours that Stores usually keep",
            StoreRetention::Read => "within what the Store has",
            StoreRetention::BeforeRead => "before what the Store has: it is refused",
        };
        format!("{} before now, {within}", distance(seconds_ago))
    };
    if points.is_empty() {
        return NO_TIME_YET.into();
    }
    if let [(_, seconds_ago, retention)] = points {
        return format!("The point is {}.", where_it_is(*seconds_ago, *retention));
    }
    let each = points.iter().map(|(subtopics, seconds_ago, retention)| {
        let what = if subtopics.len() == 1 { "Subtopic" } else { "Subtopics" };
        format!("{what} {}: {}.", numbers(subtopics), where_it_is(*seconds_ago, *retention))
    });
    each.collect::<Vec<_>>().join(" ")
}

/// Returns where a point is: "2026-11-24 22:00:00, Asia/Shanghai (UTC+08:00), 2 hours ago".
pub fn point(zoned: &Zoned, zone: &str, ago: &str) -> String {
    let Zoned { local, offset, .. } = zoned;
    // An offset is its own name.
    let zone = if zone.is_empty() || zone.starts_with(['+', '-']) {
        format!("UTC{offset}")
    } else {
        format!("{zone} (UTC{offset})")
    };
    format!("{local}, {zone}, {ago}")
}

/// Returns the label of where the Store's data begin, by their date and time.
pub fn store_begins(time: &str) -> String {
    format!("Store begins {}", without_year(time))
}

/// Returns the label of the task's checkpoint, by its date and time.
pub fn checkpoint_at(time: &str) -> String {
    format!("checkpoint {}", without_year(time))
}

/// Returns the day and the minute of a date and time: a line has little room.
fn without_year(time: &str) -> &str {
    time.get(5..16).unwrap_or(time)
}

/// Returns how far back the Store has data and where the task is, with how long ago that was read.
pub fn limits(since: &str, checkpoint: Option<&str>, age: &str) -> String {
    let checkpoint = checkpoint.map(|at| format!(" The task's checkpoint is {at}.")).unwrap_or_default();
    format!("The Store has data from {since} on.{checkpoint} Read from OMS {age}.")
}

/// Returns how much is replayed, as an estimate with its basis; `age` tells how long ago a moment was.
pub fn replay(estimate: &ReplayEstimate, age: impl Fn(Moment) -> String) -> String {
    let ReplayEstimate { rows, seconds, rates: RatesSeen { usual, best, first, last } } = *estimate;
    let basis = if first == last {
        format!("{} rows a second, read {}", grouped(usual), age(last))
    } else {
        let (usual, best) = (grouped(usual), grouped(best));
        format!("{usual} rows a second on average and {best} at most, first read {}", age(first))
    };
    let (rows, time) = (grouped(rows), delay(seconds));
    format!("About {rows} rows are replayed, about {time} at the rate seen. An estimate by {basis}.")
}

/// Returns a span of time in hours.
pub fn hours(seconds: i64) -> String {
    format!("{} h", seconds / 3600)
}

/// Numbers in a row.
pub fn numbers(numbers: &[usize]) -> String {
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}

/// Returns the label of a scope's choice of a plug-in.
pub fn plugin_of(scope: &str) -> String {
    format!("Plug-in of {scope}")
}

/// Returns the label of a key's values.
pub fn values_of(key: &str) -> String {
    format!("Values of {key}")
}

/// Returns the problems that are not shown.
pub fn and_more(count: usize) -> String {
    format!("and {count} more")
}

/// Returns the rows that are not shown.
pub fn more_in_json(count: usize) -> String {
    format!("{count} more are in the JSON.")
}

/// Returns the label of a row, by its scope and key as far as they are there.
pub fn row_label(name: Option<&(String, String)>, number: usize) -> String {
    match name {
        Some((scope, key)) if !scope.is_empty() || !key.is_empty() => format!("{scope}.{key}"),
        _ => format!("value {number}"),
    }
}

/// Returns a label, with its number unless it is the first.
pub fn numbered(label: &str, number: usize) -> String {
    if number == 1 { label.to_owned() } else { format!("{label} {number}") }
}

/// Returns the name of the button that takes something back into its field.
pub fn edit(what: &str) -> String {
    format!("Edit {}", spoken(what))
}

/// Returns the name of the button that removes something.
pub fn remove(what: &str) -> String {
    format!("Remove {}", spoken(what))
}

/// The key that sends, under the buttons of a form.
pub const SEND_KEY: &str = "Control + Enter: send";
