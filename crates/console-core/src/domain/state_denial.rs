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

/// The words of a text, without what divides them.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Whether one of these words stands before or behind a place.
fn is_beside(words: &[&str], at: usize, before: &[&str], behind: &[&str]) -> bool {
    let is_one = |place: Option<usize>, wanted: &[&str]| {
        let word = place.and_then(|place| words.get(place));
        word.is_some_and(|word| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(word)))
    };
    is_one(at.checked_sub(1), before) || is_one(at.checked_add(1), behind)
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
        let is_state = words[at] == "RUNNING" || is_beside(&words, at, before, &["state", "status"]);
        is_state && !is_beside(&words, at, denied, &["out", "low"])
    });
    is_said || ["正在运行", "运行中", "仍在运行"].iter().any(|words| text.contains(words))
}

/// Whether a text demands that the task be stopped first.
fn demands_a_stop(text: &str) -> bool {
    let words = words(text);
    let has = |wanted: &str| words.iter().any(|word| word.eq_ignore_ascii_case(wanted));
    let mut stopped = (0..words.len()).filter(|at| words[*at].eq_ignore_ascii_case("stopped"));
    stopped.any(|at| is_beside(&words, at, &["not", "yet", "be", "only"], &["or"]))
        || (has("stop") && has("first"))
        || ["未停止", "没有停止", "先停止"].iter().any(|words| text.contains(words))
}

fn says_stopped(text: &str) -> bool {
    let words = words(text);
    let not_running = (1..words.len())
        .any(|at| words[at].eq_ignore_ascii_case("running") && is_beside(&words, at, &["not", "t"], &[]));
    let stopped = (0..words.len()).any(|at| {
        let before = &["is", "are", "already", "been", "has", "state", "status"];
        words[at].eq_ignore_ascii_case("stopped") && is_beside(&words, at, before, &[])
    });
    let chinese = NOT_RUNNING.iter().chain(&["已停止", "已经停止"]);
    not_running || stopped || chinese.into_iter().any(|words| text.contains(words))
}

const NOT_RUNNING: [&str; 4] = ["未运行", "没有运行", "不在运行", "未在运行"];

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
            StepStanding::CountedAsDone => done.counted_done,
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
        ] {
            assert!(!says(message, Endpoint::Update, TaskState::Stopped), "{message}");
        }
        for message in ["", "the task must be stopped", "Cannot update a task that is running.", "running"] {
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
            run.choose(Choice::CountAsDone, Moment(2)).unwrap();
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
