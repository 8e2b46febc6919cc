//! What one page knows of its runs, and what it allows.

use super::refusal::RunRefusal;
use crate::domain::call::Call;
use crate::domain::inventory::LastOperation;
use crate::domain::operation::OperationKind;
use crate::domain::plan::Plan;
use crate::domain::run::{Moment, Run, RunId};
use crate::domain::task_name::TaskName;

/// A page's runs, with those that earlier pages left unfinished. `E` is why the storage failed.
#[derive(Clone, Debug)]
pub struct RunnerState<E> {
    /// The runs, the latest last.
    tracked: Vec<TrackedRun<E>>,
    /// Whether the runs that earlier pages left are known: only then is anything sent.
    is_journal_read: bool,
}

/// A run with what the page knows of it besides its record.
#[derive(Clone, Debug)]
struct TrackedRun<E> {
    run: Run,
    /// The calls as they are sent, until the run is over.
    calls: Option<Calls>,
    /// Whether it is being driven, with nothing to decide.
    is_active: bool,
    /// Why it does not go on.
    refusal: Option<RunRefusal<E>>,
    /// Whether its only call was out when its page went away, and nobody has dismissed that yet.
    is_orphaned: bool,
    /// Whether the activity panel leaves it out.
    is_hidden: bool,
    /// Whether its latest change could not be written.
    is_unwritten: bool,
}

/// Where the calls of a run are.
#[derive(Clone, Debug)]
enum Calls {
    /// Here, secrets included.
    Kept(Vec<Call>),
    /// In the run's record, as far as no secret was left out.
    Recorded,
}

impl<E> TrackedRun<E> {
    fn new(run: Run) -> Self {
        Self {
            run,
            calls: None,
            is_active: false,
            refusal: None,
            is_orphaned: false,
            is_hidden: false,
            is_unwritten: false,
        }
    }

    /// Returns whether it was refused before anything of it was sent, and so never written.
    fn was_not_begun(&self) -> bool {
        self.run.sendings() == 0 && !self.run.is_over() && self.refusal.is_some()
    }
}

impl<E> Default for RunnerState<E> {
    fn default() -> Self {
        Self { tracked: Vec::new(), is_journal_read: false }
    }
}

/// What the views ask.
impl<E> RunnerState<E> {
    /// Returns a run.
    pub fn run(&self, id: &RunId) -> Option<&Run> {
        self.tracked(id).map(|tracked| &tracked.run)
    }

    /// Returns why a run does not go on.
    pub fn refusal(&self, id: &RunId) -> Option<&RunRefusal<E>> {
        self.tracked(id)?.refusal.as_ref()
    }

    /// Returns whether a run is being driven, so that there is nothing to decide.
    pub fn is_active(&self, id: &RunId) -> bool {
        self.tracked(id).is_some_and(|tracked| tracked.is_active)
    }

    /// Returns whether the latest change of a run could not be written yet.
    pub fn is_unwritten(&self, id: &RunId) -> bool {
        self.tracked(id).is_some_and(|tracked| tracked.is_unwritten)
    }

    /// Returns how many runs are being driven.
    pub fn active_count(&self) -> usize {
        self.tracked.iter().filter(|tracked| tracked.is_active).count()
    }

    /// Returns whether this page has yet to write something of a run, so that no other page may take it over.
    pub fn owns(&self, id: &str) -> bool {
        let is_open = |tracked: &TrackedRun<E>| tracked.calls.is_some() || tracked.is_unwritten;
        self.tracked.iter().any(|tracked| tracked.run.id.0 == id && is_open(tracked))
    }

    /// Returns whether a run was refused before anything of it was sent: there is nothing to decide then.
    pub fn was_not_begun(&self, id: &RunId) -> bool {
        self.tracked(id).is_some_and(TrackedRun::was_not_begun)
    }

    /// Returns the runs that are under way and the latest `ended` of those that are over, the latest first. Leaves out
    /// those that wait for a decision, are orphaned or hidden.
    pub fn recent(&self, mut ended: usize) -> Vec<Run> {
        let mut recent = Vec::new();
        for tracked in self.tracked.iter().rev().filter(|tracked| !tracked.is_orphaned && !tracked.is_hidden)
        {
            let has_ended = !tracked.is_active && tracked.run.is_over() && ended > 0;
            if tracked.is_active || has_ended {
                ended -= usize::from(has_ended);
                recent.push(tracked.run.clone());
            }
        }
        recent
    }

    /// Returns the runs of one call whose page went away before the answer came.
    pub fn orphaned(&self) -> Vec<Run> {
        self.runs_where(|tracked| tracked.is_orphaned)
    }

    /// Returns the runs that wait for a person's decision.
    pub fn undecided(&self) -> Vec<Run> {
        self.runs_where(|tracked| {
            !tracked.run.choices().is_empty() && !tracked.is_active && !tracked.was_not_begun()
        })
    }

    /// Returns the run of a task that is not over, or is orphaned.
    pub fn open_run_of(&self, task: &TaskName) -> Option<(RunId, OperationKind)> {
        let orphaned =
            || self.tracked.iter().find(|tracked| tracked.run.task == *task && tracked.is_orphaned);
        let found = self.unfinished_of(task).or_else(|| orphaned().map(|tracked| &tracked.run));
        found.map(|run| (run.id.clone(), run.kind))
    }

    /// Returns whether a later operation on the task makes a run that is over a thing of the past. `last` is the last
    /// one on record, perhaps another page's.
    pub fn is_overtaken(&self, run: &Run, last: Option<LastOperation>) -> bool {
        last.is_some_and(|last| run.is_before(last))
            || run.is_overtaken(self.tracked.iter().map(|tracked| &tracked.run))
    }
}

/// What the views tell.
impl<E> RunnerState<E> {
    /// Takes in the runs of a task from the history, so that one of them can be shown. All of them, since the later
    /// ones tell whether it is overtaken.
    pub fn adopt(&mut self, task: &TaskName, history: &[Run]) {
        for run in history.iter().filter(|run| run.task == *task && run.is_over()) {
            if self.run(&run.id).is_none() {
                self.tracked.insert(0, TrackedRun { is_hidden: true, ..TrackedRun::new(run.clone()) });
            }
        }
    }

    /// Notes that a person has seen that the outcome of an orphaned run is unknown.
    pub fn dismiss(&mut self, id: &RunId) {
        self.change(id, |tracked| tracked.is_orphaned = false);
    }

    /// Leaves a run out of [`Self::recent`].
    pub fn hide(&mut self, id: &RunId) {
        self.change(id, |tracked| tracked.is_hidden = true);
    }

    /// Notes that the runs which earlier pages left are known.
    pub fn set_journal_read(&mut self) {
        self.is_journal_read = true;
    }
}

/// What the runner's own functions do.
impl<E> RunnerState<E> {
    pub(super) fn is_journal_read(&self) -> bool {
        self.is_journal_read
    }

    /// Tracks a new run of a plan, unless another one of its task is not over.
    pub(super) fn begin(&mut self, id: RunId, plan: &Plan, now: Moment) -> Result<(), RunRefusal<E>> {
        if let Some(other) = self.unfinished_of(plan.task()) {
            return Err(RunRefusal::Busy { operation: other.kind });
        }
        self.tracked.retain(|tracked| tracked.run.task != *plan.task() || !tracked.was_not_begun());
        for tracked in self.tracked.iter_mut().filter(|tracked| tracked.run.task == *plan.task()) {
            tracked.is_orphaned = false;
        }
        let calls = Some(Calls::Kept(plan.calls().to_vec()));
        self.tracked.push(TrackedRun { calls, ..TrackedRun::new(Run::new(id, plan, now)) });
        Ok(())
    }

    /// Prepares a run for a choice that was offered when it had sent so many calls. Returns whether it still is in
    /// that situation.
    pub(super) fn prepare_choice(&mut self, id: &RunId, sendings: usize) -> bool {
        let Some(tracked) = self.tracked_mut(id).filter(|tracked| tracked.run.sendings() == sendings) else {
            return false;
        };
        // Those of a run that was over are not kept, secrets not at all.
        tracked.calls.get_or_insert(Calls::Recorded);
        tracked.is_orphaned = false;
        true
    }

    /// Marks a run as being driven. Returns whether it was not yet.
    pub(super) fn activate(&mut self, id: &RunId) -> bool {
        let Some(tracked) = self.tracked_mut(id).filter(|tracked| !tracked.is_active) else { return false };
        tracked.is_active = true;
        tracked.refusal = None;
        true
    }

    /// Marks a run as not being driven any more, perhaps because it was refused to go on.
    pub(super) fn deactivate(&mut self, id: &RunId, refusal: Option<RunRefusal<E>>) {
        self.change(id, |tracked| {
            tracked.is_active = false;
            tracked.refusal = refusal;
            // Secrets stay no longer than they are needed.
            if tracked.run.is_over() {
                tracked.calls = None;
            }
        });
    }

    /// Returns the call of a step as it is sent.
    pub(super) fn call(&self, id: &RunId, step: usize) -> Option<Call> {
        let tracked = self.tracked(id)?;
        match tracked.calls.as_ref()? {
            Calls::Kept(calls) => calls.get(step).cloned(),
            Calls::Recorded => tracked.run.steps.get(step)?.call.to_call(),
        }
    }

    /// Replaces a run by what became of it.
    pub(super) fn replace(&mut self, run: &Run) {
        self.change(&run.id, |tracked| tracked.run = run.clone());
    }

    /// Replaces a run that reads have settled, unless it goes on by now. Returns whether no other run of its task does.
    pub(super) fn take_settled(&mut self, run: &Run) -> bool {
        let known = self.tracked_mut(&run.id);
        if let Some(tracked) =
            known.filter(|tracked| !tracked.is_active && tracked.run.sendings() == run.sendings())
        {
            tracked.run = run.clone();
            tracked.is_orphaned = false;
        }
        !self.is_active(&run.id) && !self.has_other_unfinished(run)
    }

    /// Tracks a run that another page left. `was_out` tells whether a call was out.
    pub(super) fn take_over(&mut self, run: Run, was_out: bool) {
        let mut tracked = TrackedRun::new(run);
        match tracked.run.is_over() {
            true => tracked.is_orphaned = was_out,
            false => tracked.calls = Some(Calls::Recorded),
        }
        self.tracked.push(tracked);
    }

    /// Notes whether the latest change of a run could not be written.
    pub(super) fn set_unwritten(&mut self, id: &RunId, is_unwritten: bool) {
        self.change(id, |tracked| tracked.is_unwritten = is_unwritten);
    }

    /// Returns the runs whose latest change could not be written, or all that are not over.
    pub(super) fn unwritten(&self, all_unfinished: bool) -> Vec<RunId> {
        let is_wanted =
            |tracked: &&TrackedRun<E>| tracked.is_unwritten || all_unfinished && tracked.calls.is_some();
        self.tracked.iter().filter(is_wanted).map(|tracked| tracked.run.id.clone()).collect()
    }

    /// Returns whether another run of the same task is tracked that is not over.
    pub(super) fn has_other_unfinished(&self, run: &Run) -> bool {
        let is_other = |other: &Run| other.task == run.task && other.id != run.id && !other.is_over();
        self.tracked.iter().any(|tracked| is_other(&tracked.run))
    }

    /// Returns the runs that are not over.
    pub(super) fn unfinished(&self) -> Vec<Run> {
        self.runs_where(|tracked| !tracked.run.is_over())
    }

    /// Returns the run of a task that is under way or waits for a decision.
    fn unfinished_of(&self, task: &TaskName) -> Option<&Run> {
        let is_unfinished = |tracked: &&TrackedRun<E>| {
            tracked.run.task == *task && !tracked.run.is_over() && !tracked.was_not_begun()
        };
        self.tracked.iter().find(is_unfinished).map(|tracked| &tracked.run)
    }

    fn runs_where(&self, is_wanted: impl Fn(&TrackedRun<E>) -> bool) -> Vec<Run> {
        self.tracked.iter().filter(|tracked| is_wanted(tracked)).map(|tracked| tracked.run.clone()).collect()
    }

    fn tracked(&self, id: &RunId) -> Option<&TrackedRun<E>> {
        self.tracked.iter().find(|tracked| tracked.run.id == *id)
    }

    fn tracked_mut(&mut self, id: &RunId) -> Option<&mut TrackedRun<E>> {
        self.tracked.iter_mut().find(|tracked| tracked.run.id == *id)
    }

    fn change(&mut self, id: &RunId, change: impl FnOnce(&mut TrackedRun<E>)) {
        if let Some(tracked) = self.tracked_mut(id) {
            change(tracked);
        }
    }
}
