//! Texts about runs: their progress, what a person can choose, activity and notices.

use console_core::domain::inventory::{self, LAG, OperationStanding, Watch};
use console_core::domain::operation::OperationKind;
use console_core::domain::outcome::{Outcome, Rejection};
use console_core::domain::run::{CheckpointRead, Evidence, Moment, Run, RunState, Settled};
use console_core::interchange::history::{OutcomeFilter, TimeFilter};
use console_core::openapi::Observation;
use console_core::text::odd_characters::visible;
use console_core::time::EpochSeconds;

use super::common::{DISMISS, SHOW};
use super::{MARKED, age, distance, name, outcome_word, run_standing, spoken, step_name};

/// The label of a run's progress.
pub const PROGRESS: &str = "Requests and answers";
/// The summary of a step's call.
pub const CALL: &str = "Request";
/// The summary of a confirmed step's call, with its answer.
pub const CALL_AND_ANSWER: &str = "Request and answer";
/// What waiting for an answer means.
pub const WAITING_HINT: &str = "The host can take minutes. You may close this sheet; the call continues. If you stop waiting, the host may still carry it out.";
/// The button that ends the waiting.
pub const STOP_WAITING: &str = "Stop waiting";

/// Says that what is shown of a run is not stored.
pub const UNWRITTEN: &str = "This browser's storage has not taken the latest answer yet: once the page is reloaded, it will be unknown.";

/// The label of the choices on a run.
pub const CHOICES: &str = "Next step";
/// The text before a run's status.
pub const STATUS: &str = "Status: ";
/// Why a call with a secret cannot be repeated.
pub const SECRET_WITHHELD: &str =
    "The call held a secret, which is not kept once it is over: to send it again, fill in the form again.";

/// The value of a field that an answer does not have.
pub const NO_VALUE: &str = "none";
/// The name of an answer's status.
pub const HTTP_STATUS: &str = "HTTP status";
/// The name of an answer's body.
pub const BODY: &str = "Body";
/// An answer's body without content.
pub const EMPTY_BODY: &str = "empty";

/// The button that starts a task under its new name with the call that is shown.
pub const START_NOW: &str = "Start it";
/// The button that opens the form of its Start.
pub const START_MIGRATED: &str = "Start it…";
/// The sentence around the new name of a migrated task.
pub const MIGRATED: (&str, &str) = ("The task continues as ", ". It may have to be started there.");
/// The sentence around the new name of a migrated task that OMS has told of.
pub const MIGRATED_READ: (&str, &str) = ("The task continues as ", ".");

/// Returns whether a migrated task runs, as OMS told.
pub fn state_after_migrate(state: &str, runs: bool, age: &str) -> String {
    match runs {
        true => format!("It runs already, read from OMS {age}."),
        false => format!("It does not run: {}, read from OMS {age}.", state.to_lowercase()),
    }
}

/// Returns what was read of the checkpoint before a pull-back set another one; `age` tells when, `time` writes a time.
pub fn checked(read: CheckpointRead, age: &str, time: impl Fn(EpochSeconds) -> String) -> String {
    match read.checkpoint {
        Some(at) => format!("The checkpoint, read again before this step {age}: {}.", time(at)),
        None => format!("The checkpoint could not be read again before this step ({age})."),
    }
}

/// Returns why a pull-back is paused.
pub fn held_up(checkpoint: &str, point: &str) -> String {
    format!(
        "Nothing was sent: the checkpoint is at {checkpoint}, before {point}. To set it there would leave out changes, not repeat them."
    )
}

/// Says that nothing was read yet of a task that was pulled back.
pub const NOT_WATCHED_YET: &str = "OMS has not told of the task since it was started.";

/// Returns what is seen of a task that was pulled back; `time` writes a time.
pub fn watched(watch: &Watch, age: &str, time: impl Fn(EpochSeconds) -> String) -> String {
    let moved = match watch.moved_back {
        Some(true) => ", moved back",
        Some(false) => ", not moved back yet",
        None => "",
    };
    let delay = match watch.delays {
        Some((longest, latest)) if latest < longest => {
            format!("; delay shrinking: {} → {}", super::delay(longest), super::delay(latest))
        }
        Some((_, latest)) => format!("; delay {}", super::delay(latest)),
        None => String::new(),
    };
    format!("Checkpoint at {}{moved}{delay}. Read from OMS {age}.", time(watch.checkpoint))
}

/// What to do about a migrated task whose new name is not known.
pub const NEW_NAME_UNKNOWN: &str =
    "The answer does not tell the task's new name. Look it up in OMS and add it to the list.";

/// Returns that a task is probably another one by now.
pub fn probably_moved(name: &str) -> String {
    format!("OMS does not list this task any more. It probably moved: {}.", spoken(name))
}

/// The label of the panel of activity.
pub const ACTIVITY: &str = "Activity";
/// A run that sends its next call.
pub const UNDER_WAY: &str = "under way";
/// A run that was given up.
pub const ABANDONED: &str = "abandoned";

/// The button that takes all runs away that are over.
pub const DISMISS_ALL: &str = "Dismiss all";
/// The button that opens the sheet of an interrupted run.
pub const DECIDE: &str = "Resolve…";
/// The button that opens the sheet of a run whose page was closed.
pub const LOOK: &str = "Review…";

/// The button of the notice about the history's room.
pub const LOOK_AT_HISTORY: &str = "Open the history";
/// The label of the section about the history's room.
pub const ROOM: &str = "Room in the history";
/// The text before the runs that are deleted next.
pub const NEXT_TO_GO: &str = "Save what you want to keep. Deleted next:";
/// The button that saves the whole history.
pub const SAVE_ALL: &str = "Save all as JSON";

/// The name of the history's filter.
pub const FILTER_HISTORY: &str = "Filter the history";
/// What the history's filter looks for.
pub const FILTER_HISTORY_HINT: &str = "Filter: task, code, message…";
/// The name of the choice of an operation.
pub const OPERATION: &str = "Operation";
/// The choice that lets every operation through.
pub const ALL_OPERATIONS: &str = "All operations";
/// The name of the choice of an outcome.
pub const OUTCOME: &str = "Outcome";
/// The choice that lets every outcome through.
pub const ALL_OUTCOMES: &str = "All outcomes";
/// The name of the choice of a range of time.
pub const TIME: &str = "Time";
/// The choice that lets every time through.
pub const ANY_TIME: &str = "Any time";
/// The button that shows what has failed lately.
pub const FAILED_LATELY: &str = "Failed in the last hour";
/// The status of a run that waits for a decision.
pub const INTERRUPTED: &str = "Interrupted";
/// The button that copies runs for a ticket.
pub const COPY_AS_TEXT: &str = "Copy as text";
/// The button that saves the history as a table.
pub const SAVE_AS_CSV: &str = "Save as CSV";
/// The button that saves the history with all its structure.
pub const SAVE_AS_JSON: &str = "Save as JSON";

/// The title of the sheet of a run that is not here.
pub const RUN: &str = "Run";
/// Said of a run of another tab.
pub const RUNS_ELSEWHERE: &str = "This run is not over, and another tab carries it out: look there. Once it is over, the history shows it here, too.";
/// Said of a run that the journal does not have.
pub const NOT_HERE: &str = "This run is not in this browser. Runs are kept in the browser in which they were made; whoever made this one can copy it as text.";

/// Returns the button that repeats a call.
pub fn repeat(kind: OperationKind) -> String {
    format!("Repeat {}", name(kind))
}

/// Returns why an unfinished run is shown in place of the form of another operation.
pub fn unfinished_in_place_of(kind: OperationKind, asked: OperationKind) -> String {
    let (run, asked) = (name(kind), name(asked));
    format!(
        "This task has an unfinished {run}, so it is shown in place of {asked}. Finish or abandon it first."
    )
}

/// Returns why a run that is under way is shown in place of the form of another operation.
pub fn under_way_in_place_of(kind: OperationKind, asked: OperationKind) -> String {
    let (run, asked) = (name(kind), name(asked));
    format!(
        "{run} is under way on this task, so it is shown in place of {asked}. {asked} can follow when it is over."
    )
}

/// Returns why a run whose answer was lost is shown in place of the form of another operation.
pub fn lost_in_place_of(kind: OperationKind, asked: OperationKind) -> String {
    let (run, asked) = (name(kind), name(asked));
    format!(
        "The outcome of the last {run} on this task is unknown, so it is shown in place of {asked}. Read it first."
    )
}

/// Returns the button that opens the form that was asked for, after the run in its place.
pub fn continue_to(kind: OperationKind) -> String {
    format!("Continue to {}", name(kind))
}

/// Returns an answer's `retryable`, with its meaning.
pub fn retryable(retryable: bool) -> &'static str {
    if retryable { "true: the same call may be tried again" } else { "false" }
}

/// Returns the outcome of a step that a person has marked as done.
pub fn overruled(outcome: &str) -> String {
    format!("the answer was: {outcome}")
}

/// Returns when reads showed what a call of unknown outcome was to do, and what they showed. `time` writes a time.
pub fn settled(settled: &Settled, age: &str, time: impl Fn(EpochSeconds) -> String) -> String {
    let seen = match &settled.seen {
        Evidence::Running => "OMS shows the task running".into(),
        Evidence::Stopped => "OMS shows the task stopped".into(),
        Evidence::Configured => "OMS shows the configuration as it was sent".into(),
        Evidence::MovedBack(at) => format!("OMS shows the checkpoint at {}", time(*at)),
        Evidence::MovedTo(name) => format!("OMS shows the task as {}", spoken(name.as_str())),
        Evidence::Gone => "OMS does not list the task any more".into(),
    };
    format!("Confirmed by reading {age}: {seen}.")
}

/// Returns what was seen last of a task whose call's outcome is unknown, so many seconds after the call. `time` writes a
/// time.
pub fn still_unknown(
    observation: &Observation,
    seconds: i64,
    time: impl Fn(EpochSeconds) -> String,
) -> String {
    let seen = match observation {
        Observation::State(word) => format!("the task was last seen {}", visible(&word.to_ascii_lowercase())),
        Observation::There => "the task was last seen in OMS".into(),
        Observation::Absent => "OMS did not list the task".into(),
        Observation::Elsewhere(name) => {
            format!("OMS did not list the task, and {} in its place", spoken(name.as_str()))
        }
        Observation::Differs(keys) => format!("OMS did not show {} as sent", keys.join(", ")),
        Observation::NotTold => "OMS does not tell what was sent".into(),
        Observation::Checkpoint(at) => format!("the checkpoint was last seen at {}", time(*at)),
    };
    let lag = if seconds < LAG / 1000 { " It may take OMS 20 s to notice." } else { "" };
    format!("Still unknown: {seen}, {} after the call.{lag}", distance(seconds))
}

/// Returns how often a call was sent.
pub fn times_sent(times: usize) -> String {
    format!("sent {times} times")
}

/// Returns how long an answer took: "in 56 ms", "in 3.4 s", "in 2 minutes 5 seconds". What has not come by the end is
/// told "after" it.
pub fn took(outcome: &Outcome, millis: i64) -> String {
    let word = if matches!(outcome, Outcome::Unknown(_)) { "after" } else { "in" };
    format!("{word} {}", run_time(millis))
}

/// Returns a length of time: "56 ms", "3.4 s", "2 minutes 5 seconds".
pub fn run_time(millis: i64) -> String {
    match millis {
        ..1_000 => format!("{millis} ms"),
        1_000..60_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        _ => distance(millis / 1_000),
    }
}

/// Returns the name of an end of runs.
pub fn ended(ended: OutcomeFilter) -> &'static str {
    match ended {
        OutcomeFilter::Failed => "Failed",
        OutcomeFilter::Confirmed => "Confirmed",
        OutcomeFilter::Rejected => "Rejected",
        OutcomeFilter::Unknown => "Outcome unknown",
        OutcomeFilter::ConfirmedByReading => "Confirmed by reading",
        OutcomeFilter::NotSent => "Not sent",
        OutcomeFilter::Interrupted => INTERRUPTED,
    }
}

/// Returns the name of a range of time.
pub fn within(within: TimeFilter) -> &'static str {
    match within {
        TimeFilter::Hour => "Last hour",
        TimeFilter::Day => "Last 24 hours",
        TimeFilter::Week => "Last 7 days",
        TimeFilter::Month => "Last 30 days",
    }
}

/// Returns what a run has done, or how it has ended; nothing while it goes on. `to` is where a pull-back goes.
pub fn headline(run: &Run, to: Option<&str>) -> Option<String> {
    let operation = name(run.kind);
    if matches!(run.state(), RunState::Interrupted { .. }) {
        // How it leaves the task is told with the choices.
        return Some(format!("{operation} was interrupted"));
    }
    if inventory::is_held_up(run) {
        return Some(format!("{operation} is paused: the checkpoint is before the point"));
    }
    if !run.is_over() {
        return None;
    }
    Some(match inventory::standing(run) {
        OperationStanding::Confirmed => done(run, to),
        OperationStanding::Rejected => format!("{operation} was rejected"),
        OperationStanding::Unknown | OperationStanding::UnderWay => {
            format!("{operation}: the outcome is unknown")
        }
        OperationStanding::NotSent => format!("{operation} was not sent"),
        OperationStanding::SeenDone => format!("{}, confirmed by reading", done(run, to)),
        OperationStanding::MarkedAsDone => format!("{operation}: marked as done by you"),
        OperationStanding::Abandoned => format!("{operation} was abandoned: {}", run_standing(run)),
    })
}

fn done(run: &Run, to: Option<&str>) -> String {
    let flag = |flag| run.steps.iter().any(|step| step.call.has_flag(flag));
    let has_stop = run.steps.len() > 1;
    match (run.kind, to) {
        (OperationKind::Start, _) if flag("pullBackFlag=true") => "Started from the new checkpoint".into(),
        (OperationKind::Start, _) if flag("restartFlag=true") => "Restarted from the beginning".into(),
        (OperationKind::Start, _) => "Started".into(),
        (OperationKind::Stop, _) => "Stopped".into(),
        (OperationKind::Update, _) if has_stop => "Stopped, updated and started".into(),
        (OperationKind::Update, _) => "Updated".into(),
        (OperationKind::PullBack, Some(to)) => format!("Pulled back to {to}"),
        (OperationKind::PullBack, None) => "Pulled back".into(),
        (OperationKind::Migrate, _) if has_stop => "Stopped and migrated".into(),
        (OperationKind::Migrate, _) => "Migrated".into(),
        (OperationKind::Delete, _) if has_stop => "Stopped and deleted".into(),
        (OperationKind::Delete, _) => "Deleted".into(),
    }
}

/// Returns when one of several sendings of a call was sent.
pub fn attempt(number: usize, sent: &str) -> String {
    format!("Attempt {number}, {sent}")
}

/// The outcome of a call whose answer was lost, and of which reads showed what it was to do.
pub const CONFIRMED_BY_READING: &str = "Confirmed by reading";

/// Returns the word for a run's status.
pub fn status(run: &Run) -> &'static str {
    match inventory::standing(run) {
        OperationStanding::UnderWay => "Not over",
        OperationStanding::Confirmed => "Confirmed",
        OperationStanding::Rejected => "Rejected",
        OperationStanding::Unknown => "Outcome unknown",
        OperationStanding::NotSent => "Not sent",
        OperationStanding::SeenDone => CONFIRMED_BY_READING,
        OperationStanding::MarkedAsDone => MARKED,
        OperationStanding::Abandoned => "Abandoned",
    }
}

/// Returns the announcement of a run that is under way or went well; else nothing.
pub fn announcement(run: &Run) -> String {
    let operation = name(run.kind);
    match run.state() {
        RunState::Waiting { step, .. } => {
            let step = step_name(run.steps[step].call.endpoint, run.kind);
            format!("{step} was sent, waiting for the answer")
        }
        RunState::Ended => match inventory::standing(run) {
            OperationStanding::Confirmed => format!("{operation}: Confirmed"),
            OperationStanding::MarkedAsDone => format!("{operation}: {MARKED}"),
            OperationStanding::SeenDone => format!("{operation}: confirmed by reading"),
            _ => String::new(),
        },
        RunState::Abandoned { .. } => format!("{operation} was abandoned"),
        _ => String::new(),
    }
}

/// Returns the alert of a call that was rejected or not sent, or whose outcome is unknown; else nothing.
pub fn alarm(run: &Run) -> String {
    let outcome = match run.state() {
        RunState::Interrupted { outcome, .. } => Some(outcome),
        // What a person has marked as done, or reads have shown, needs no alert.
        RunState::Ended
            if !matches!(
                inventory::standing(run),
                OperationStanding::MarkedAsDone | OperationStanding::SeenDone
            ) =>
        {
            run.latest_outcome().map(|(_, outcome)| outcome)
        }
        _ => None,
    };
    match outcome {
        Some(outcome) if !outcome.is_confirmed() => {
            format!("{}: {}", name(run.kind), outcome_word(&outcome))
        }
        _ if inventory::is_held_up(run) => format!("{} is paused", name(run.kind)),
        _ => String::new(),
    }
}

/// Returns the name of a button that opens a run's sheet.
pub fn show(run: &Run) -> String {
    format!("{SHOW} {} of {}", name(run.kind), spoken(run.task.as_str()))
}

/// Returns the name of a button that takes a run away.
pub fn dismiss(run: &Run) -> String {
    format!("{DISMISS} {} of {}", name(run.kind), spoken(run.task.as_str()))
}

/// Returns the operation, where a sentence goes on with its task.
pub fn operation_of(run: &Run) -> String {
    format!("{} of ", name(run.kind))
}

/// Returns when a run began.
pub fn begun(when: &str) -> String {
    format!("Run started {when}")
}

/// Returns how long ago a run began, behind its task.
pub fn begun_behind(begun: Moment, now: Moment) -> String {
    format!(", {}", age(begun, now))
}

/// Returns the sentence around the task of an interrupted run.
pub fn interrupted(run: &Run) -> (String, String) {
    (operation_of(run), format!(" was interrupted: {}.", run_standing(run)))
}

/// Returns the sentence around the task of a run whose page was closed before the answer came.
pub fn lost(run: &Run) -> (String, String) {
    let after = ": the page went away before the answer came. Outcome unknown.".to_owned();
    (operation_of(run), after)
}

/// Returns the code and the message of a run's latest answer, if the host refused.
pub fn refusal_in_short(run: &Run) -> Option<String> {
    match run.latest_outcome()? {
        (_, Outcome::Rejected(Rejection::ByHost { fields, .. })) => {
            let parts: Vec<_> = [fields.code, fields.message].into_iter().flatten().collect();
            (!parts.is_empty()).then(|| parts.join(" · "))
        }
        (_, Outcome::Rejected(Rejection::ByStatus { status, .. })) => Some(format!("HTTP {status}")),
        _ => None,
    }
}
