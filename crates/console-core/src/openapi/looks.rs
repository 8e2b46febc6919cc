//! When projects are read because something was done to their tasks.
//!
//! The caller sends what [`Looks::next`] says and hands in what came of it. Times are milliseconds of a clock that is
//! never set.

use serde::{Deserialize, Serialize};

use super::component::Components;
use super::connector::ConnectorState;
use super::value::OmsWord;
use crate::domain::call::Endpoint;
use crate::domain::inventory::TaskState;
use crate::domain::operation::OperationKind;
use crate::domain::outcome::Outcome;
use crate::domain::run::Run;
use crate::domain::task_name::TaskName;

/// When a project is read after an operation: OMS may take 20 s to notice what was done.
const AFTER_OPERATION: [i64; 5] = [1_000, 5_000, 12_000, 22_000, 27_000];
/// When it is read beyond that while a state is not what it is to become.
const UNTIL_STABLE: [i64; 8] = [40_000, 60_000, 90_000, 140_000, 210_000, 320_000, 450_000, LONGEST_UNSTABLE];
/// When the project of a task that was pulled back is read beyond that.
const AFTER_PULL_BACK: [i64; 8] = [40_000, 60_000, 80_000, 100_000, 120_000, 180_000, 240_000, 300_000];
/// How long states are given to become stable.
const LONGEST_UNSTABLE: i64 = 600_000;
/// How long a page that does not read remembers what another one is to read.
const REMEMBERED: i64 = LONGEST_UNSTABLE + 60_000;
/// The most of these reads at a time, so that projects which do not answer leave room for others.
const AT_A_TIME: usize = 2;

/// Why a project is read soon: something was done to a task of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LookReason {
    project: String,
    task: TaskName,
    /// The state that a confirmed call brings.
    brings: Option<TaskState>,
    is_pulled_back: bool,
    /// How long ago that was, for pages that were not there.
    #[serde(default)]
    ago: i64,
}

/// The projects that are read again and again until the states of their tasks are stable.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    looks: Vec<Look>,
}

#[derive(Clone, Debug)]
struct Look {
    project: String,
    /// The tasks that something was done to, and the states that they are to come to.
    tasks: Vec<(TaskName, Option<TaskState>)>,
    begun: i64,
    is_watched: bool,
    due: i64,
    /// When the read was sent that is out.
    sent: Option<i64>,
}

impl LookReason {
    /// Tells what a run did to its task, given the id of the task's project.
    pub fn of(run: &Run, project: String) -> Self {
        let brings = run.steps.iter().rev().find_map(|step| {
            let is_confirmed = matches!(step.outcome(), Some(Outcome::Confirmed { .. }));
            match step.call.endpoint {
                Endpoint::Resume if is_confirmed => Some(TaskState::Running),
                Endpoint::Stop if is_confirmed => Some(TaskState::Stopped),
                _ => None,
            }
        });
        let is_pulled_back = run.kind == OperationKind::PullBack && run.is_over();
        Self { project, task: run.task.clone(), brings, is_pulled_back, ago: 0 }
    }
}

impl Looks {
    /// Has a project read from now on.
    pub fn begin(&mut self, reason: LookReason, now: i64) {
        self.forget_old(now);
        let LookReason { project, task, brings, is_pulled_back, ago } = reason;
        let place = self.looks.iter().position(|look| look.project == project);
        let before = place.map(|place| self.looks.swap_remove(place));
        let begun = now - ago.clamp(0, REMEMBERED);
        let begun = before.as_ref().map_or(begun, |look| look.begun.max(begun));
        let mut tasks = before.as_ref().map(|look| look.tasks.clone()).unwrap_or_default();
        tasks.retain(|(known, _)| *known != task);
        tasks.push((task, brings));
        let is_watched = is_pulled_back || before.is_some_and(|look| look.is_watched);
        // A read that is out was sent too early.
        let mut look = Look { project, tasks, begun, is_watched, due: now, sent: None };
        if let Some(after) = look.next_after(now - begun, false) {
            look.due = begun + after;
            self.looks.push(look);
        }
    }

    /// Returns why projects are to be read still, for a page that was opened since.
    pub fn reasons(&self, now: i64) -> Vec<LookReason> {
        let of_look = |look: &Look| {
            let (project, is_pulled_back, ago) = (look.project.clone(), look.is_watched, now - look.begun);
            let reason = move |(task, brings): &(TaskName, Option<TaskState>)| LookReason {
                project: project.clone(),
                task: task.clone(),
                brings: *brings,
                is_pulled_back,
                ago,
            };
            look.tasks.iter().map(reason).collect::<Vec<_>>()
        };
        self.looks.iter().flat_map(of_look).collect()
    }

    /// Returns the id of the project to read now, if there is one. It counts as sent.
    pub fn next(&mut self, now: i64) -> Option<String> {
        self.forget_old(now);
        if self.out() >= AT_A_TIME {
            return None;
        }
        let due = self.looks.iter_mut().filter(|look| look.sent.is_none() && look.due <= now);
        let look = due.min_by_key(|look| look.due)?;
        look.sent = Some(now);
        Some(look.project.clone())
    }

    /// Returns how many reads are out.
    pub fn out(&self) -> usize {
        self.looks.iter().filter(|look| look.sent.is_some()).count()
    }

    /// Takes what came of the read that was sent at a time: the components, unless it failed.
    pub fn take(&mut self, project: &str, sent: i64, components: Option<&Components>, now: i64) {
        let is_meant = |look: &Look| look.project == project && look.sent == Some(sent);
        let Some(place) = self.looks.iter().position(is_meant) else { return };
        let look = &mut self.looks[place];
        let is_stable = components.is_some_and(|components| look.is_stable(components));
        match look.next_after(now - look.begun, is_stable) {
            Some(after) => (look.due, look.sent) = (look.begun + after, None),
            None => drop(self.looks.swap_remove(place)),
        }
    }

    /// Takes that nothing comes any more of the reads that are out.
    pub fn put_back(&mut self) {
        self.looks.iter_mut().for_each(|look| look.sent = None);
    }

    /// Has no project read any more.
    pub fn clear(&mut self) {
        self.looks.clear();
    }

    fn forget_old(&mut self, now: i64) {
        self.looks.retain(|look| now - look.begun <= REMEMBERED);
    }
}

impl Look {
    fn next_after(&self, elapsed: i64, is_stable: bool) -> Option<i64> {
        let watched = AFTER_PULL_BACK.iter().filter(|_| self.is_watched);
        let unstable = UNTIL_STABLE.iter().filter(|_| !is_stable);
        let times = AFTER_OPERATION.iter().chain(watched).chain(unstable);
        times.copied().filter(|after| *after > elapsed).min()
    }

    /// Returns whether each task is in a documented state, and in the one that its call brings. What is gone is
    /// stable.
    fn is_stable(&self, components: &Components) -> bool {
        self.tasks.iter().all(|(task, brings)| {
            let own = components.connector(task);
            match own.and_then(|own| own.state.as_ref()) {
                None => true,
                Some(OmsWord::Other(_)) => false,
                Some(OmsWord::Known(state)) => brings.is_none_or(|brings| leads_to(brings, state)),
            }
        })
    }
}

/// Returns whether a call that brings a state may have led to what is seen. A task that has finished may have run
/// before.
fn leads_to(brings: TaskState, seen: &ConnectorState) -> bool {
    match seen {
        ConnectorState::Finished => true,
        ConnectorState::Running => brings == TaskState::Running,
        ConnectorState::Stopped => brings == TaskState::Stopped,
        ConnectorState::Exception => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::operation::Operation;
    use crate::domain::outcome::Reply;
    use crate::domain::plan::Plan;
    use crate::domain::run::{Moment, RunId};
    use crate::openapi::samples;

    fn reason(project: &str, task: &str, brings: Option<TaskState>) -> LookReason {
        LookReason {
            project: project.into(),
            task: TaskName::parse(task).unwrap(),
            brings,
            is_pulled_back: false,
            ago: 0,
        }
    }

    fn in_state(task: &str, state: &str) -> Components {
        let body = format!(
            r#"{{"success":true,"data":{{"incrSyncComponents":[{{"name":"{task}","status":"{state}"}}]}}}}"#
        );
        samples::read(&body, |answer| Components::read(answer).unwrap())
    }

    /// Returns the times at which the project `p` is read that is always answered at once with this.
    fn times(looks: &mut Looks, components: Option<&Components>) -> Vec<i64> {
        let mut times = Vec::new();
        for now in (0..2_000_000).step_by(500) {
            if let Some(project) = looks.next(now) {
                looks.take(&project, now, components, now);
                times.push(now);
            }
        }
        times
    }

    fn times_after(reason: LookReason, components: Option<&Components>) -> Vec<i64> {
        let mut looks = Looks::default();
        looks.begin(reason, 0);
        times(&mut looks, components)
    }

    #[test]
    fn a_project_is_read_until_oms_must_have_noticed_and_the_states_are_stable() {
        let stopped = || reason("p", "a", Some(TaskState::Stopped));
        for stable in ["STOPPED", "FINISHED"] {
            assert_eq!(times_after(stopped(), Some(&in_state("a", stable))), AFTER_OPERATION, "{stable}");
        }
        let all = [&AFTER_OPERATION[..], &UNTIL_STABLE].concat();
        for open in ["STOPPING", "RUNNING", "EXCEPTION"] {
            assert_eq!(times_after(stopped(), Some(&in_state("a", open))), all, "{open}");
        }
        assert_eq!(times_after(stopped(), None), all, "the reads fail");
        assert_eq!(times_after(stopped(), Some(&in_state("b", "RUNNING"))), AFTER_OPERATION, "it is gone");
        let updated = || reason("p", "a", None);
        assert_eq!(times_after(updated(), Some(&in_state("a", "EXCEPTION"))), AFTER_OPERATION);
        assert_eq!(times_after(updated(), Some(&in_state("a", "RELEASING"))), all);
        let pulled_back = LookReason { is_pulled_back: true, ..reason("p", "a", Some(TaskState::Running)) };
        let watched = [&AFTER_OPERATION[..], &AFTER_PULL_BACK].concat();
        assert_eq!(times_after(pulled_back, Some(&in_state("a", "RUNNING"))), watched);
    }

    #[test]
    fn another_task_of_the_project_has_to_be_stable_too() {
        let mut looks = Looks::default();
        looks.begin(reason("p", "a", Some(TaskState::Stopped)), 0);
        looks.begin(reason("p", "b", None), 10);
        let times = times(&mut looks, Some(&in_state("a", "RUNNING")));
        assert_eq!((times[0], times.len()), (1_500, 13));
    }

    #[test]
    fn a_project_that_does_not_answer_holds_no_other_one_up_for_good() {
        let mut looks = Looks::default();
        for project in ["p", "q", "r"] {
            looks.begin(reason(project, "a", None), 0);
        }
        assert_eq!(
            [looks.next(999), looks.next(1_000), looks.next(1_000)],
            [None, Some("p".into()), Some("q".into())]
        );
        assert_eq!((looks.next(1_000), looks.out()), (None, 2));
        looks.take("q", 1_000, None, 1_100);
        assert_eq!(looks.next(1_200).as_deref(), Some("r"));
        looks.take("r", 1_200, None, 1_300);
        // What was due while an answer was out is not made up for.
        looks.take("p", 1_000, None, 25_000);
        let next: Vec<_> = (26_000..28_000).step_by(500).filter_map(|now| looks.next(now)).collect();
        assert_eq!(next, ["q", "r"]);
    }

    #[test]
    fn what_was_sent_before_a_further_operation_tells_nothing_of_it() {
        let mut looks = Looks::default();
        looks.begin(reason("p", "a", None), 0);
        assert!(looks.next(1_000).is_some());
        looks.begin(reason("p", "a", Some(TaskState::Running)), 30_000);
        looks.take("p", 1_000, Some(&in_state("a", "RUNNING")), 30_100);
        assert_eq!((looks.next(30_999), looks.next(31_000).as_deref()), (None, Some("p")));
        // The page gave up reading, and reads again.
        looks.put_back();
        assert_eq!(looks.next(31_500).as_deref(), Some("p"));
        looks.put_back();
        assert_eq!(looks.next(31_000 + REMEMBERED), None);
    }

    #[test]
    fn a_page_that_was_opened_since_reads_what_is_left_to_read() {
        let mut looks = Looks::default();
        looks.begin(reason("p", "a", Some(TaskState::Stopped)), 0);
        looks.begin(reason("p", "b", None), 0);
        assert_eq!(looks.next(1_000).as_deref(), Some("p"));
        let mut opened = Looks::default();
        looks.reasons(6_000).into_iter().for_each(|reason| opened.begin(reason, 1_006_000));
        let stable = in_state("a", "STOPPED");
        let mut times = Vec::new();
        for now in (1_006_000..1_100_000).step_by(500) {
            if let Some(project) = opened.next(now) {
                opened.take(&project, now, Some(&stable), now);
                times.push(now - 1_000_000);
            }
        }
        assert_eq!(times, AFTER_OPERATION[2..]);
        // What was done there meanwhile counts from then on.
        opened.begin(reason("p", "a", None), 1_030_000);
        looks.reasons(31_000).into_iter().for_each(|reason| opened.begin(reason, 1_031_000));
        assert_eq!(opened.next(1_031_500).as_deref(), None);
        assert_eq!(opened.next(1_035_000).as_deref(), Some("p"));
        // There is nothing left to read.
        let mut late = Looks::default();
        looks.reasons(REMEMBERED + 1).into_iter().for_each(|reason| late.begin(reason, 0));
        assert_eq!(late.reasons(0), []);
    }

    #[test]
    fn only_what_is_confirmed_brings_a_state() {
        let task = TaskName::parse("a").unwrap();
        let brings = |operation: &Operation, reply: Reply| {
            let mut run = Run::new(RunId("r".into()), &Plan::new(&task, operation), Moment(0));
            run.send(Moment(1)).unwrap();
            run.record(reply, Moment(2)).unwrap();
            LookReason::of(&run, "p".into()).brings
        };
        let confirmed = || Reply::Answer { status: 200, body: r#"{"isSuccess":true}"#.into() };
        let start = Operation::Start { pull_back: false, restart: false };
        assert_eq!(brings(&start, confirmed()), Some(TaskState::Running));
        assert_eq!(brings(&Operation::Stop, confirmed()), Some(TaskState::Stopped));
        assert_eq!(brings(&Operation::Stop, Reply::NetworkError), None);
        let delete = Operation::Delete { stop_first: true };
        assert_eq!(brings(&delete, confirmed()), Some(TaskState::Stopped));
    }
}
