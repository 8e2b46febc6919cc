//! What a refusal says of the task's state, where it denies what an earlier answer let one conclude: a
//! confirmed stop, and then “Cannot update a task that is running”.
//!
//! No message of the host is documented, so only what cannot well mean anything else is taken for a denial.
//! What is missed leaves the words as they were; what is found only makes them more cautious.

use crate::domain::call::Endpoint;
use crate::domain::inventory::TaskState;
use crate::domain::outcome::{Outcome, Rejection};
use crate::domain::run::{Moment, Run, Step, StepStanding};

/// Returns whether the host refuses a call with the reason that the task is not in this state.
pub fn denies(outcome: &Outcome, endpoint: Endpoint, state: TaskState) -> bool {
    let Outcome::Rejected(Rejection::ByHost { fields, .. }) = outcome else { return false };
    let details = fields.detail.iter().chain(&fields.others).map(|(_, text)| text.as_str());
    let mut texts = fields.message.as_deref().into_iter().chain(details);
    texts.any(|text| match state {
        TaskState::Stopped => says_running(text) || (!starts(endpoint) && demands_a_stop(text)),
        TaskState::Running => says_stopped(text),
    })
}

fn starts(endpoint: Endpoint) -> bool {
    endpoint == Endpoint::Resume
}

fn is_chinese(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// Returns the words of a text, without what divides them. Chinese is divided from other writing, not into words.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for mut rest in text.split(|c: char| !c.is_alphanumeric()) {
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c| is_chinese(c) != is_chinese(first)).unwrap_or(rest.len());
            words.push(&rest[..end]);
            rest = &rest[end..];
        }
    }
    words
}

/// Returns the parts of a text that punctuation divides, each as its words.
fn clauses(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.split(|c: char| ".,;!?。，；！？\n".contains(c)).map(words)
}

fn is_one_of(word: &str, wanted: &[&str]) -> bool {
    wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(word))
}

/// Returns whether one of these words stands before or behind a place.
fn is_beside(words: &[&str], at: usize, before: &[&str], behind: &[&str]) -> bool {
    let is_one = |place: Option<usize>, wanted: &[&str]| {
        place.and_then(|place| words.get(place)).is_some_and(|word| is_one_of(word, wanted))
    };
    is_one(at.checked_sub(1), before) || is_one(at.checked_add(1), behind)
}

/// Returns whether the Chinese before a place denies, demands or restricts the text there: “必须处于”.
fn is_qualified(before: &str) -> bool {
    let before = before.trim_end_matches(|c| "为是处于在有要该正".contains(c));
    before.ends_with(|c| "不非未没无须需应只仅".contains(c))
        || ["只能", "仅能"].iter().any(|end| before.ends_with(end))
}

/// Returns whether a text says one of these phrases of a task, and does not deny or demand it.
fn says_in_chinese(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        text.match_indices(phrase).any(|(at, _)| {
            let behind = text[at + phrase.len()..].split(|c| !is_chinese(c)).next().unwrap_or_default();
            !is_qualified(&text[..at]) && !behind.contains('才')
        })
    })
}

/// Returns whether a word in another writing is the state in a Chinese sentence.
fn is_state_in_chinese(words: &[&str], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| words.get(before)).copied().unwrap_or_default();
    let behind = words.get(at + 1).copied().unwrap_or_default();
    before.ends_with(['为', '是', '于', '在', '态']) || behind.starts_with("状态")
}

/// Returns whether the Chinese around a word in another writing denies or demands it.
fn is_qualified_in_chinese(words: &[&str], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| words.get(before)).copied().unwrap_or_default();
    let behind = words.get(at + 1).copied().unwrap_or_default();
    is_qualified(before) || behind.starts_with(is_chinese) && behind.contains('才')
}

fn says_running(text: &str) -> bool {
    if NOT_RUNNING.iter().any(|words| text.contains(words)) {
        return false;
    }
    let words = words(text);
    let mut running = (0..words.len()).filter(|at| words[*at].eq_ignore_ascii_case("running"));
    let denied = &["not", "t", "never", "be", "only"];
    let before = &["is", "are", "still", "already", "currently", "now", "state", "status", "a", "the"];
    let is_said = running.any(|at| {
        let is_state = words[at] == "RUNNING"
            || is_beside(&words, at, before, &["state", "status"])
            || is_state_in_chinese(&words, at);
        is_state && !is_beside(&words, at, denied, &["out", "low"]) && !is_qualified_in_chinese(&words, at)
    });
    is_said
        || clauses(text).any(|words| is_refused_while_running(&words))
        || says_in_chinese(
            text,
            &["正在运行", "运行中", "仍在运行", "处于运行", "是运行状态", "为运行状态", "运行状态下"],
        )
}

/// Returns whether a clause refuses something while the task runs: “cannot be updated while running”.
fn is_refused_while_running(words: &[&str]) -> bool {
    const REFUSALS: [&str; 9] =
        ["cannot", "t", "not", "never", "unable", "disallowed", "forbidden", "prohibited", "unsupported"];
    let has = |wanted: &[&str]| words.iter().any(|word| is_one_of(word, wanted));
    let is_condition = (0..words.len()).any(|at| {
        let behind = words.get(at + 1).is_none_or(|behind| is_one_of(behind, &["is", "or", "and"]));
        words[at].eq_ignore_ascii_case("running") && is_beside(words, at, &["while", "when"], &[]) && behind
    });
    is_condition && has(&REFUSALS) && !has(&["only", "unless", "until", "except"])
}

/// Returns whether the English before a place denies the text there: “has not been stopped”.
fn is_denied(words: &[&str], at: usize) -> bool {
    let before = &words[at.saturating_sub(3)..at];
    before.iter().any(|word| is_one_of(word, &["not", "t", "never", "cannot"]))
}

/// Returns whether a text demands that the task be stopped first.
fn demands_a_stop(text: &str) -> bool {
    let words = words(text);
    let has = |wanted: &str| words.iter().any(|word| word.eq_ignore_ascii_case(wanted));
    let mut stopped = (0..words.len()).filter(|at| words[*at].eq_ignore_ascii_case("stopped"));
    let is_asked = |at: usize| {
        let is_denied = is_denied(&words, at);
        // What cannot be stopped runs, or does not: nobody knows.
        match words[..at].last().is_some_and(|word| word.eq_ignore_ascii_case("be")) {
            true => !is_denied,
            false => is_denied || is_beside(&words, at, &["yet", "only"], &["or"]),
        }
    };
    stopped.any(is_asked)
        || (has("stop") && has("first"))
        || clauses(text).any(|words| tells_to_stop(&words))
        || ["未停止", "没停止", "没有停止", "先停止"].iter().any(|words| text.contains(words))
}

/// Returns whether a clause tells to stop the task: “stop the task before updating it”.
fn tells_to_stop(words: &[&str]) -> bool {
    let mut stops = (0..words.len()).filter(|at| words[*at].eq_ignore_ascii_case("stop"));
    let is_told = stops.any(|at| {
        let is_need =
            at > 1 && is_one_of(words[at - 1], &["to"]) && is_one_of(words[at - 2], &["need", "have"]);
        let is_order = at == 0 || is_need || is_beside(words, at, &["must", "should"], &[]);
        is_beside(words, at, &["please"], &[])
            || is_order
                && words[at + 1..].iter().any(|word| is_one_of(word, &["before", "prior", "and", "then"]))
    });
    is_told && !words.iter().any(|word| is_one_of(word, &["failed", "failure", "error", "timeout"]))
}

fn says_stopped(text: &str) -> bool {
    let words = words(text);
    let not_running = (1..words.len())
        .any(|at| words[at].eq_ignore_ascii_case("running") && is_beside(&words, at, &["not", "t"], &[]));
    let stopped = (0..words.len()).any(|at| {
        let before = &["is", "are", "already", "been", "has", "state", "status"];
        let is_state = is_beside(&words, at, before, &[]) || is_state_in_chinese(&words, at);
        let is_meant = is_state && !is_denied(&words, at) && !is_qualified_in_chinese(&words, at);
        words[at].eq_ignore_ascii_case("stopped") && is_meant
    });
    not_running
        || stopped
        || NOT_RUNNING.iter().any(|words| text.contains(words))
        || says_in_chinese(text, &["已停止", "已经停止", "处于停止", "是停止状态", "为停止状态"])
}

const NOT_RUNNING: [&str; 6] = ["未运行", "没有运行", "不在运行", "未在运行", "不处于运行", "未处于运行"];

impl Run {
    /// Returns since when an answer of this run denies that the task is in a state it was in at a moment;
    /// nothing if none does, or a later one was confirmed.
    pub fn state_denied(&self, state: TaskState, since: Moment) -> Option<Moment> {
        let tries = self
            .steps
            .iter()
            .rev()
            .flat_map(|step| step.tries.iter().rev().map(move |sent| (step.call.endpoint, sent)));
        for (endpoint, sent) in tries {
            let Some((at, reply)) = &sent.reply else { continue };
            let outcome = Outcome::of(reply);
            if *at < since || outcome.is_confirmed() {
                return None;
            }
            if denies(&outcome, endpoint, state) {
                return Some(*at);
            }
        }
        None
    }

    /// Returns whether a later answer of this run denies what a step, confirmed or marked as done, has done.
    pub fn is_denied(&self, step: usize) -> bool {
        let Some(done) = self.steps.get(step) else { return false };
        let state = match done.call.endpoint {
            Endpoint::Stop => TaskState::Stopped,
            Endpoint::Resume => TaskState::Running,
            Endpoint::Update | Endpoint::Migrate | Endpoint::Delete => return false,
        };
        let answered = done.tries.last().and_then(|sent| sent.reply.as_ref()).map(|(at, _)| *at);
        let since = match done.standing() {
            StepStanding::Done => answered,
            StepStanding::MarkedAsDone => done.marked_done,
            StepStanding::SeenDone => done.settled().map(|settled| settled.at),
            StepStanding::InDoubt | StepStanding::NotDone => None,
        };
        // A start that may have been carried out explains why the task runs.
        let may_have_started = |later: &Step| {
            later.call.endpoint == Endpoint::Resume && later.standing() == StepStanding::InDoubt
        };
        if self.steps.iter().skip(step + 1).any(may_have_started) {
            return false;
        }
        since.is_some_and(|since| self.state_denied(state, since).is_some())
    }

    /// Returns whether the only call was refused because the task runs, and would be carried out behind a Stop.
    pub fn wants_stop_first(&self) -> bool {
        let [step] = &self.steps[..] else { return false };
        let endpoint = step.call.endpoint;
        let is_refused = |outcome: &Outcome| denies(outcome, endpoint, TaskState::Stopped);
        self.kind.may_need_stop() && step.outcome().as_ref().is_some_and(is_refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checkpoint::{Checkpoint, Subtopic};
    use crate::domain::operation::Operation;
    use crate::domain::outcome::Reply;
    use crate::domain::plan::Plan;
    use crate::domain::run::{Choice, RunId};
    use crate::domain::task_name::TaskName;
    use crate::time::EpochSeconds;

    fn refused(message: &str) -> Reply {
        let message = crate::text::json::text(message);
        Reply::Answer { status: 200, body: format!(r#"{{"isSuccess":false,"errMsg":{message}}}"#) }
    }

    fn says(message: &str, endpoint: Endpoint, state: TaskState) -> bool {
        denies(&Outcome::of(&refused(message)), endpoint, state)
    }

    #[test]
    fn a_refusal_because_the_task_runs_denies_that_it_is_stopped() {
        for message in [
            "Cannot update a task that is running.",
            "Task status RUNNING does not allow update",
            "connector is still running, can't update",
            "illegal state: RUNNING",
            "cannot update a running task",
            "The task is already in running state",
            "任务正在运行，不能更新",
            "当前任务运行中",
            "The connector is not stopped",
            "Only stopped tasks can be updated",
            "You can update only a connector in the stopped or abnormal state.",
            "Task must be stopped before it is updated",
            "Please stop the task first",
            "请先停止任务",
            "Connector cannot be updated while running",
            "Updating is not allowed while running.",
            "can't update connectors when running",
            "任务状态为RUNNING，不允许更新",
            "不允许更新RUNNING状态的任务",
            "状态running不允许更新",
            "任务处于运行状态",
            "当前处于运行中的任务不能更新",
            "Stop the connector before updating it",
            "Cannot update: please stop the task, then try again",
            "You must stop the connector prior to an update",
            "The connector isn't stopped",
            "The connector isn’t fully stopped",
            "task has not been stopped",
            "任务没停止",
        ] {
            assert!(says(message, Endpoint::Update, TaskState::Stopped), "{message}");
            assert!(!says(message, Endpoint::Update, TaskState::Running), "{message}");
        }
        let detail = r#"{"isSuccess":false,"errorDetail":{"reason":"task is running"}}"#;
        let detail = Outcome::of(&Reply::Answer { status: 200, body: detail.into() });
        assert!(denies(&detail, Endpoint::Update, TaskState::Stopped));
    }

    #[test]
    fn what_may_mean_something_else_denies_nothing() {
        for message in [
            "",
            "no",
            "Parameter status is unknown",
            "error running the update script",
            "the machine is running out of memory",
            "Supervisor is not running",
            "task is not running",
            "the task must be running",
            "Store has stopped",
            "任务未运行",
            "运行环境缺失",
            "error occurred while running the update script",
            "cannot be updated while running low on memory",
            "can only be updated while running",
            "cannot be started unless when running",
            "Stop the task failed before the deadline",
            "the stop request came before the other answer",
            "did not stop before the time was over",
            "failed to stop the store before the deadline",
            "the task cannot be stopped",
            "任务必须处于运行状态",
            "只有RUNNING状态的任务才能停止",
            "RUNNING状态的任务才能停止",
            "任务不处于运行状态",
            "任务状态必须为RUNNING",
            "任务状态不是RUNNING",
            "非RUNNING状态",
        ] {
            assert!(!says(message, Endpoint::Update, TaskState::Stopped), "{message}");
        }
        for message in [
            "",
            "the task must be stopped",
            "Cannot update a task that is running.",
            "running",
            "只有已停止的任务才能删除",
            "任务必须处于停止状态",
        ] {
            assert!(!says(message, Endpoint::Stop, TaskState::Running), "{message}");
        }
        let gateway = Outcome::of(&Reply::Answer { status: 403, body: "task is running".into() });
        assert!(!denies(&gateway, Endpoint::Update, TaskState::Stopped));
    }

    #[test]
    fn a_refusal_because_the_task_does_not_run_denies_that_it_runs() {
        for message in [
            "The task is not running.",
            "task isn't running",
            "already stopped",
            "Task status: STOPPED",
            "任务已停止",
            "任务未运行",
            "任务不处于运行状态",
            "任务处于停止状态",
            "任务状态为STOPPED",
        ] {
            assert!(says(message, Endpoint::Stop, TaskState::Running), "{message}");
        }
    }

    #[test]
    fn a_stop_is_denied_until_the_next_step_is_confirmed() {
        let at = EpochSeconds::new(1).unwrap();
        let to = Checkpoint::new(vec![(Subtopic::parse("s").unwrap(), at)]).unwrap();
        let plan = Plan::new(&TaskName::parse("t").unwrap(), &Operation::PullBack { to });
        let mut run = Run::new(RunId("r".into()), &plan, Moment(0));
        let confirmed = || Reply::Answer { status: 200, body: r#"{"isSuccess":true}"#.into() };
        run.send(Moment(1)).unwrap();
        assert!(!run.is_denied(0));
        let marked = {
            let mut run = run.clone();
            run.record(Reply::NetworkError, Moment(2)).unwrap();
            run.choose(Choice::MarkAsDone, Moment(2)).unwrap();
            run
        };
        run.record(confirmed(), Moment(2)).unwrap();
        for mut run in [run, marked] {
            run.send(Moment(2)).unwrap();
            assert!(!run.is_denied(0));
            run.record(refused("Cannot update a task that is running."), Moment(2)).unwrap();
            assert!(run.is_denied(0) && !run.is_denied(1) && !run.is_denied(2));
            run.choose(Choice::Repeat, Moment(3)).unwrap();
            assert!(run.is_denied(0), "as long as nothing else is known");
            run.record(Reply::NetworkError, Moment(4)).unwrap();
            assert!(run.is_denied(0));
            run.choose(Choice::Repeat, Moment(5)).unwrap();
            run.record(confirmed(), Moment(6)).unwrap();
            assert!(!run.is_denied(0));
            // The lost answer of the start tells why the task runs.
            run.send(Moment(7)).unwrap();
            run.record(Reply::NetworkError, Moment(8)).unwrap();
            run.choose(Choice::Repeat, Moment(9)).unwrap();
            run.record(refused("Cannot start a task that is running."), Moment(10)).unwrap();
            assert!(!run.is_denied(0));
        }
    }
}
