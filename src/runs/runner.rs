//! The runner: the one place that sends calls which change something. Nothing is sent that is not in
//! the journal first, nothing while another run of the same task is not over, and nothing twice
//! without a click.

use crate::browser::spawn_local;
use console_core::call::Call;
use console_core::inventory::Source;
use console_core::operation::OperationKind;
use console_core::plan::Plan;
use console_core::run::{Choice, Run, RunId, RunState};
use console_core::task_name::TaskName;
use leptos::prelude::*;

use super::Journal;
use crate::browser::fetch::{self, Waiting};
use crate::browser::storage::StorageError;
use crate::browser::{clock, leaving};
use crate::tasks::Tasks;

/// How long an answer is waited for, in seconds. Stops of half a minute are usual, and the host
/// itself waits up to 60 s for its Supervisor.
const TIME_OUT_SECONDS: u32 = 120;

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another run of the task is not over.
    Busy {
        /// Its operation.
        operation: OperationKind,
    },
    /// The journal could not be written.
    NotJournalled(StorageError),
    /// The call held a secret, which is not kept across a reload.
    SecretGone,
}

/// Carries runs out. A handle: copies are the same runner.
#[derive(Clone, Copy)]
pub struct Runner {
    runs: RwSignal<Vec<Run>>,
    refusals: RwSignal<Vec<(RunId, Refusal)>>,
    /// The runs that go on by themselves at the moment, each with what ends its waiting.
    carrying_on: RwSignal<Vec<(RunId, Waiting)>, LocalStorage>,
    /// The calls of each run as they are sent, secrets included; what a reload took is missing.
    calls: StoredValue<Vec<(RunId, Vec<Option<Call>>)>, LocalStorage>,
    journal: Journal,
    tasks: Tasks,
}

impl Runner {
    /// A runner that knows the unfinished runs of earlier pages. A call that was out when its page
    /// went away has an outcome that nobody knows.
    pub fn new(journal: Journal, tasks: Tasks, mut unfinished: Vec<Run>) -> Self {
        let now = clock::now();
        let mut calls = Vec::new();
        for run in &mut unfinished {
            // A run that waited for no answer is as it was.
            let _ = run.page_gone(now);
            tasks.learn(run);
            calls.push((run.id.clone(), run.steps.iter().map(|step| step.call.to_call()).collect()));
        }
        let runner = Self {
            runs: RwSignal::new(unfinished),
            refusals: RwSignal::new(Vec::new()),
            carrying_on: RwSignal::new_local(Vec::new()),
            calls: StoredValue::new_local(calls),
            journal,
            tasks,
        };
        leaving::ask_while(move || !runner.carrying_on.with_untracked(Vec::is_empty));
        runner
    }

    /// Begins a run of a plan that a person has just confirmed.
    pub fn start(self, plan: &Plan) -> Result<RunId, Refusal> {
        if let Some(other) =
            self.runs.with_untracked(|runs| unfinished_of(runs, plan.task()).map(|run| run.kind))
        {
            return Err(Refusal::Busy { operation: other });
        }
        let run = Run::new(RunId(clock::unique()), plan, clock::now());
        let id = run.id.clone();
        let sent = plan.calls().iter().cloned().map(Some).collect();
        self.calls.update_value(|calls| calls.push((id.clone(), sent)));
        self.tasks.add(std::slice::from_ref(&run.task), Source::Person);
        self.runs.update(|runs| runs.push(run));
        spawn_local(self.carry_on(id.clone(), None));
        Ok(id)
    }

    /// Carries out a person's choice on an interrupted run.
    pub fn choose(self, id: &RunId, choice: Choice) {
        spawn_local(self.carry_on(id.clone(), Some(choice)));
    }

    /// Ends the waiting for an answer. The host may carry the call out all the same.
    pub fn stop_waiting(self, id: &RunId) {
        if let Some(waiting) = self.carrying_on.with_untracked(|runs| of(runs, id).cloned()) {
            waiting.stop();
        }
    }

    /// A run, followed.
    pub fn run(self, id: &RunId) -> Option<Run> {
        self.runs.with(|runs| find(runs, id).cloned())
    }

    /// Why a run does not go on, followed.
    pub fn refusal(self, id: &RunId) -> Option<Refusal> {
        self.refusals.with(|refusals| of(refusals, id).cloned())
    }

    /// The run of a task that is not over, if there is one.
    pub fn unfinished_of(self, task: &TaskName) -> Option<RunId> {
        self.runs.with_untracked(|runs| unfinished_of(runs, task).map(|run| run.id.clone()))
    }

    /// The runs that wait for a person's decision, followed.
    pub fn undecided(self) -> Vec<Run> {
        let waits = |run: &&Run| !run.choices().is_empty() && !self.is_carrying_on(&run.id);
        self.runs.with(|runs| runs.iter().filter(waits).cloned().collect())
    }

    /// How many calls are out, followed.
    pub fn under_way(self) -> usize {
        self.runs
            .with(|runs| runs.iter().filter(|run| matches!(run.state(), RunState::Waiting { .. })).count())
    }

    /// Whether a run goes on by itself at the moment, so that there is nothing to decide; followed.
    pub fn is_carrying_on(self, id: &RunId) -> bool {
        self.carrying_on.with(|runs| of(runs, id).is_some())
    }

    /// Sends what is to be sent, one call after the other, until the run is over or a person is asked.
    async fn carry_on(self, id: RunId, choice: Option<Choice>) {
        if self.carrying_on.with_untracked(|runs| of(runs, &id).is_some()) {
            return;
        }
        let waiting = Waiting::new();
        self.carrying_on.update(|runs| runs.push((id.clone(), waiting.clone())));
        let refusal = self.carry_on_alone(&id, choice, &waiting).await.err();
        self.carrying_on.update(|runs| runs.retain(|(other, _)| *other != id));
        self.refusals.update(|refusals| {
            refusals.retain(|(other, _)| *other != id);
            refusals.extend(refusal.map(|refusal| (id, refusal)));
        });
    }

    async fn carry_on_alone(
        self,
        id: &RunId,
        mut choice: Option<Choice>,
        waiting: &Waiting,
    ) -> Result<(), Refusal> {
        while let Some(mut run) = self.runs.with_untracked(|runs| find(runs, id).cloned()) {
            let allowed = match choice.take() {
                Some(choice) => run.choose(choice, clock::now()).is_ok(),
                None => run.send(clock::now()).is_ok(),
            };
            if !allowed {
                return Ok(());
            }
            let waits = match run.state() {
                RunState::Waiting { step, .. } => Some(step),
                _ => None,
            };
            if let Some(step) = waits {
                let call = self.call(id, step).ok_or(Refusal::SecretGone)?;
                self.journal.write(&run).await.map_err(Refusal::NotJournalled)?;
                self.replace(&run);
                let reply = fetch::send(&call, TIME_OUT_SECONDS, waiting).await;
                // The run waits for exactly this answer.
                let _ = run.record(reply, clock::now());
            }
            self.replace(&run);
            // Nothing is sent because of this, so nothing is held back when it cannot be written down: a
            // reload then finds the run as it was before, and a call that was out as "unknown".
            let _ = self.journal.write(&run).await;
        }
        Ok(())
    }

    fn call(self, id: &RunId, step: usize) -> Option<Call> {
        self.calls.with_value(|calls| of(calls, id)?.get(step)?.clone())
    }

    fn replace(self, run: &Run) {
        self.tasks.learn(run);
        self.runs.update(|runs| {
            if let Some(kept) = runs.iter_mut().find(|kept| kept.id == run.id) {
                *kept = run.clone();
            }
        });
    }
}

fn of<'a, T>(entries: &'a [(RunId, T)], id: &RunId) -> Option<&'a T> {
    entries.iter().find(|(other, _)| other == id).map(|(_, entry)| entry)
}

fn find<'a>(runs: &'a [Run], id: &RunId) -> Option<&'a Run> {
    runs.iter().find(|run| run.id == *id)
}

fn unfinished_of<'a>(runs: &'a [Run], task: &TaskName) -> Option<&'a Run> {
    runs.iter().find(|run| run.task == *task && !run.is_over())
}
