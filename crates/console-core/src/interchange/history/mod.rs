//! The history: what was done, to be found again, put into a ticket, and exported.
//!
//! Fields have the same names in every language, the API's own where it has one, so that a text from one
//! console can be read by people and programs elsewhere. Secrets are not in it, since no run holds any.

mod room;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::sync::OnceLock;

use strum::{EnumString, IntoStaticStr, VariantArray};

pub use room::{HistoryCapacity, HistoryLimits};

use crate::domain::call::Call;
use crate::domain::inventory::{OperationStanding, migrated, standing};
use crate::domain::operation::OperationKind;
use crate::domain::outcome::{Doubt, Outcome, Rejection};
use crate::domain::run::{Attempt, Evidence, Moment, Run, RunState, Step};
use crate::domain::task_name::TaskName;
use crate::interchange::export::{GENERATOR, time};
use crate::text::text_encoding::Encoding;
use crate::text::{csv as table, json};
use crate::time::Offset;
use crate::time::format::rfc3339;

/// A filter that says which runs are shown. What is empty lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// The names of one task, see [`names_of`].
    pub tasks: Vec<TaskName>,
    /// The operation.
    pub operation: Option<OperationKind>,
    /// How the run has ended.
    pub ended: Option<OutcomeFilter>,
    /// How long ago it may have begun.
    pub within: Option<TimeFilter>,
    /// A text that is anywhere in the run, capitals or not.
    pub text: String,
}

/// An end that the history can filter runs by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum OutcomeFilter {
    /// Rejected, unknown or not sent.
    Failed,
    /// All was confirmed.
    Confirmed,
    /// The latest answer was a refusal.
    Rejected,
    /// The latest outcome is unknown.
    Unknown,
    /// The latest outcome is unknown, and reads showed what the call was to do.
    ConfirmedByReading,
    /// The latest call did not leave the browser.
    NotSent,
    /// The run waits for a decision.
    Interrupted,
}

impl OutcomeFilter {
    /// All of them.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Its word in links.
    pub fn link_word(self) -> &'static str {
        self.into()
    }

    /// Reads the word of a link.
    pub fn from_link_word(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn is_end_of(self, run: &Run) -> bool {
        let standing = standing(run);
        match self {
            Self::Failed => matches!(
                standing,
                OperationStanding::Rejected | OperationStanding::Unknown | OperationStanding::NotSent
            ),
            Self::Confirmed => standing == OperationStanding::Confirmed,
            Self::Rejected => standing == OperationStanding::Rejected,
            Self::Unknown => standing == OperationStanding::Unknown,
            Self::ConfirmedByReading => standing == OperationStanding::SeenDone,
            Self::NotSent => standing == OperationStanding::NotSent,
            Self::Interrupted => matches!(run.state(), RunState::Interrupted { .. }),
        }
    }
}

/// A range of time that the history can filter runs by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
pub enum TimeFilter {
    /// The last hour.
    #[strum(serialize = "1h")]
    Hour,
    /// The last 24 hours.
    #[strum(serialize = "24h")]
    Day,
    /// The last 7 days.
    #[strum(serialize = "7d")]
    Week,
    /// The last 30 days.
    #[strum(serialize = "30d")]
    Month,
}

impl TimeFilter {
    /// All of them.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Its word in links.
    pub fn link_word(self) -> &'static str {
        self.into()
    }

    /// Reads the word of a link.
    pub fn from_link_word(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    /// Returns the range's length in seconds.
    pub fn seconds(self) -> i64 {
        const HOUR: i64 = 3_600;
        match self {
            Self::Hour => HOUR,
            Self::Day => 24 * HOUR,
            Self::Week => 7 * 24 * HOUR,
            Self::Month => 30 * 24 * HOUR,
        }
    }
}

impl HistoryFilter {
    fn lets_through(&self, run: &Run, now: Moment) -> bool {
        (self.tasks.is_empty() || self.tasks.contains(&run.task))
            && self.operation.is_none_or(|operation| operation == run.kind)
            && self.ended.is_none_or(|ended| ended.is_end_of(run))
            && self.within.is_none_or(|within| run.begun.seconds_until(now) <= within.seconds())
    }
}

/// Runs to look through. The texts that are looked through are made once, when the first text is looked for:
/// reading all answers again for each letter would slow down typing.
#[derive(Debug, Default)]
pub struct SearchableRuns {
    runs: Vec<Run>,
    /// The places of the runs, those of the newest first.
    newest_first: Vec<usize>,
    texts: OnceLock<Vec<String>>,
}

impl SearchableRuns {
    /// Takes runs in any order.
    pub fn new(runs: Vec<Run>) -> Self {
        let mut newest_first: Vec<_> = (0..runs.len()).collect();
        newest_first.sort_by_key(|place| Reverse((runs[*place].begun, &runs[*place].id)));
        Self { runs, newest_first, texts: OnceLock::new() }
    }

    /// All of them, in the order in which they were given.
    pub fn all(&self) -> &[Run] {
        &self.runs
    }

    /// Returns the places of those that a filter lets through at a moment, the newest first.
    pub fn places(&self, filter: &HistoryFilter, now: Moment) -> Vec<usize> {
        let sought = filter.text.trim().to_lowercase();
        let texts = || self.runs.iter().map(|run| ticket(run, "").to_lowercase()).collect();
        let texts = (!sought.is_empty()).then(|| self.texts.get_or_init(texts));
        let passes = |place: &&usize| {
            filter.lets_through(&self.runs[**place], now)
                && texts.is_none_or(|texts| texts[**place].contains(&sought))
        };
        self.newest_first.iter().filter(passes).copied().collect()
    }

    /// Those that a filter lets through at a moment, the newest first.
    pub fn found(&self, filter: &HistoryFilter, now: Moment) -> Vec<&Run> {
        self.places(filter, now).into_iter().filter_map(|place| self.runs.get(place)).collect()
    }
}

/// Returns the name of a task and those that it had before it was migrated, as far as these runs tell.
pub fn names_of(task: &TaskName, runs: &[Run]) -> Vec<TaskName> {
    let mut names = vec![task.clone()];
    let mut next = 0;
    while let Some(name) = names.get(next).cloned() {
        next += 1;
        for run in runs {
            if !names.contains(&run.task) && migrated(run).flatten().as_ref() == Some(&name) {
                names.push(run.task.clone());
            }
        }
    }
    names
}

const RUN_FIELDS: [&str; 8] =
    ["run", "host", "task", "operation", "begun", "status", "run seconds", "abandoned"];

const CALL_FIELDS: [&str; 20] = [
    "step",
    "method",
    "url",
    "body",
    "sent",
    "answered",
    "seconds",
    "outcome",
    "reason",
    "HTTP status",
    "errCode",
    "errMsg",
    "errorDetail",
    "retryable",
    "result",
    "text",
    "counted as done",
    "guessed encoding",
    "confirmed by reading",
    "read",
];

/// Returns a run as text for a ticket: a field a line, a paragraph for each time a call was sent. `host` is the address
/// of the host.
pub fn ticket(run: &Run, host: &str) -> String {
    let mut text = String::new();
    push_fields(&mut text, &RUN_FIELDS, &run_facts(run, host));
    for facts in calls(run) {
        text.push('\n');
        push_fields(&mut text, &CALL_FIELDS, &facts);
    }
    text
}

fn push_fields(text: &mut String, names: &[&str], facts: &[String]) {
    for (name, fact) in names.iter().zip(facts).filter(|(_, fact)| !fact.is_empty()) {
        // What has several lines stands below its name, so that no line of it passes for a field.
        let (divider, fact) = match fact.contains(['\n', '\r']) {
            true => (":\n    ", fact.replace("\r\n", "\n").replace(['\n', '\r'], "\n    ")),
            false => (": ", fact.clone()),
        };
        text.push_str(name);
        text.push_str(divider);
        text.push_str(&fact);
        text.push('\n');
    }
}

/// Runs as JSON: a list of objects with texts for values, the times that calls were sent in `calls`.
pub fn json(runs: &[&Run], host: &str) -> String {
    let mut text = format!("{{\"generator\": {}, \"runs\": [", json::text(GENERATOR));
    let mut divider = "\n";
    for run in runs {
        text.push_str(divider);
        text.push_str("  {");
        push_members(&mut text, &RUN_FIELDS, &run_facts(run, host));
        text.push_str(", \"calls\": [");
        let mut inner = "\n";
        for facts in calls(run) {
            text.push_str(inner);
            text.push_str("    {");
            push_members(&mut text, &CALL_FIELDS, &facts);
            text.push('}');
            inner = ",\n";
        }
        text.push_str("\n  ]}");
        divider = ",\n";
    }
    text.push_str("\n]}\n");
    text
}

fn push_members(text: &mut String, names: &[&str], facts: &[String]) {
    let mut divider = "";
    for (name, fact) in names.iter().zip(facts).filter(|(_, fact)| !fact.is_empty()) {
        text.push_str(divider);
        text.push_str(&json::text(name));
        text.push_str(": ");
        text.push_str(&json::text(fact.as_str()));
        divider = ", ";
    }
}

/// Runs as a table, a row for each time a call was sent; times in UTC.
pub fn csv(runs: &[&Run], host: &str) -> String {
    let mut text = String::from(table::MARK);
    table::push_row(&mut text, &[&RUN_FIELDS[..], &CALL_FIELDS[..]].concat());
    for run in runs {
        let run_facts = run_facts(run, host);
        for facts in calls(run) {
            let cells: Vec<&str> = run_facts.iter().chain(&facts).map(String::as_str).collect();
            table::push_row(&mut text, &cells);
        }
    }
    text
}

fn run_facts(run: &Run, host: &str) -> [String; RUN_FIELDS.len()] {
    [
        run.id.0.clone(),
        host.to_owned(),
        run.task.to_string(),
        run.kind.link_word().to_owned(),
        time(Some(run.begun)),
        standing(run).word().to_owned(),
        seconds(run.begun, run.latest()),
        time(run.abandoned),
    ]
}

/// Returns the facts of each time a call was sent, and of each call that was never sent.
fn calls(run: &Run) -> Vec<[String; CALL_FIELDS.len()]> {
    let mut calls = Vec::new();
    for (index, step) in run.steps.iter().enumerate() {
        for sent in &step.tries {
            calls.push(call_facts(index, step, Some(sent)));
        }
        if step.tries.is_empty() {
            calls.push(call_facts(index, step, None));
        }
    }
    calls
}

fn call_facts(index: usize, step: &Step, sent: Option<&Attempt>) -> [String; CALL_FIELDS.len()] {
    let reply = sent.and_then(|sent| sent.reply.as_ref());
    let word = |outcome: &Outcome| match outcome {
        Outcome::Confirmed { .. } => "confirmed",
        Outcome::Rejected(_) => "rejected",
        Outcome::Unknown(_) => "unknown",
        Outcome::NotSent(_) => "not sent",
    };
    let outcome = reply.map(|(_, reply)| Outcome::of(reply));
    let mut facts: [String; CALL_FIELDS.len()] = Default::default();
    let [number, method, url, body, begun, answered, took, judged, rest @ ..] = &mut facts;
    *number = format!("{} {}", index + 1, step.call.endpoint.word());
    Call::METHOD.clone_into(method);
    step.call.target.clone_into(url);
    step.call.body.clone().unwrap_or_default().clone_into(body);
    if !matches!(outcome, Some(Outcome::NotSent(_))) {
        *begun = time(sent.map(|sent| sent.sent));
        *answered = time(reply.map(|(at, _)| *at));
        if let (Some(sent), Some((at, _))) = (sent, reply) {
            *took = seconds(sent.sent, *at);
        }
    }
    outcome
        .as_ref()
        .map_or(if sent.is_some() { "no answer yet" } else { "not sent" }, word)
        .clone_into(judged);
    let [reason, status, code, message, detail, retryable, result, text, marked, guessed, settled, seen] =
        rest;
    let encoding = sent.and_then(|sent| sent.guessed_encoding);
    encoding.map_or("", Encoding::label).clone_into(guessed);
    *marked = time(step.marked_done);
    if let Some(found) = step.settled().filter(|_| step.tries.last() == sent) {
        *settled = time(Some(found.at));
        *seen = evidence(&found.seen);
    }
    match outcome {
        None => {}
        Some(Outcome::Confirmed { result: said, others }) => {
            *result = said.unwrap_or_default();
            *text = named(&others);
        }
        Some(Outcome::Rejected(Rejection::ByHost { status: number, fields })) => {
            *status = number.to_string();
            *code = fields.code.unwrap_or_default();
            *message = fields.message.unwrap_or_default();
            *detail = named(&fields.detail);
            *text = named(&fields.others);
            *retryable = fields.retryable.map_or_else(String::new, |value| value.to_string());
            *result = fields.result.unwrap_or_default();
        }
        Some(Outcome::Rejected(Rejection::ByStatus { status: number, text: body })) => {
            *status = number.to_string();
            *text = body;
        }
        Some(Outcome::Unknown(doubt)) => {
            let (word, number) = match doubt {
                Doubt::UnclearAnswer { status, text: body } => {
                    *text = body;
                    ("unclear answer".to_owned(), Some(status))
                }
                Doubt::Contradiction { status, text: body, .. } => {
                    *text = body;
                    ("contradictory answer".to_owned(), Some(status))
                }
                Doubt::BrokenOff { status } => ("answer broken off".to_owned(), Some(status)),
                Doubt::Redirection => ("redirection".to_owned(), None),
                Doubt::NetworkError => ("connection failed".to_owned(), None),
                Doubt::TimedOut { seconds } => (format!("no answer within {seconds} s"), None),
                Doubt::StoppedWaiting => ("stopped waiting".to_owned(), None),
                Doubt::PageGone => ("page gone".to_owned(), None),
            };
            *reason = word;
            *status = number.map_or_else(String::new, |number| number.to_string());
        }
        Some(Outcome::NotSent(why)) => why.word().clone_into(reason),
    }
    facts
}

/// Writes what reads showed.
fn evidence(seen: &Evidence) -> String {
    match seen {
        Evidence::Running => "running".into(),
        Evidence::Stopped => "stopped".into(),
        Evidence::Configured => "configured as sent".into(),
        Evidence::MovedBack(at) => format!("checkpoint {}", rfc3339(*at, Offset::UTC)),
        Evidence::MovedTo(name) => format!("moved to {name}"),
        Evidence::Gone => "gone".into(),
    }
}

/// Writes the members of an answer, a line for each.
fn named(members: &[(String, String)]) -> String {
    let line = |(name, text): &(String, String)| match name.as_str() {
        "" => text.clone(),
        _ => format!("{name}: {text}"),
    };
    members.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Returns the seconds between two moments, with thousandths; 0 when the clock was set back.
fn seconds(from: Moment, to: Moment) -> String {
    let milliseconds = to.0.saturating_sub(from.0).max(0);
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}
