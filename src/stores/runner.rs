//! The runner: the one place that sends calls which change something. Nothing is sent that is not in
//! the journal first, nothing while another run of the same task is not over, and nothing twice
//! without a click.

use browser::spawn_local;
use console_core::domain::call::Call;
use console_core::domain::inventory::{Inventory, Source};
use console_core::domain::operation::OperationKind;
use console_core::domain::outcome::Received;
use console_core::domain::plan::Plan;
use console_core::domain::redaction;
use console_core::domain::run::{Choice, Run, RunId, RunState, Try};
use console_core::domain::task_name::TaskName;
use console_core::persistence::open::NotFree;
use leptos::prelude::*;

use super::history_room::HistoryRoom;
use super::journal::{self, NotWritten};
use crate::stores::host::Host;
use crate::stores::settings::Settings;
use crate::stores::state::State;
use crate::stores::tasks::Tasks;
use browser::fetch::Outgoing;
use browser::storage::{self, StorageError};
use browser::{clock, fetch, leaving, tabs};

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another run of the task is not over.
    Busy {
        /// Its operation.
        operation: OperationKind,
    },
    /// Another run of the task is not over, and this page does not know it: it was begun in another tab.
    BusyElsewhere {
        /// Its operation.
        operation: OperationKind,
    },
    /// This run was carried on in another tab.
    CarriedOn,
    /// This run was over, and a later operation on its task makes it a thing of the past.
    Overtaken {
        /// The later operation.
        operation: OperationKind,
    },
    /// The journal could not be read yet.
    JournalNotRead(StorageError),
    /// The journal could not be written.
    NotJournalled(StorageError),
    /// The call held a secret, which is not kept across a reload.
    SecretGone,
    /// The console is set to read only.
    ReadOnly,
    /// Another tab has settled that the address leads to another host.
    OtherHost,
}

/// Carries runs out. A handle: copies are the same runner.
#[derive(Clone, Copy)]
pub struct Runner {
    known: State<Known>,
    /// Whether the runs that earlier pages left are known: only then can something be sent.
    is_journal_read: State<bool>,
    /// How much room the history has for further runs.
    pub room: HistoryRoom,
    tasks: Tasks,
    settings: Settings,
    host: Host,
}

/// What the runner knows.
#[derive(Default)]
struct Known {
    /// The runs of this page, and the unfinished ones of earlier pages.
    runs: Vec<Run>,
    /// The calls of each run as they are sent, secrets included; what a reload took is missing.
    calls: Vec<(RunId, Vec<Option<Call>>)>,
    /// The runs that go on by themselves at the moment.
    carrying_on: Vec<RunId>,
    /// Why a run does not go on.
    refusals: Vec<(RunId, Refusal)>,
    /// The runs whose only call was out when the page of then went away; dismissed by a person.
    lost: Vec<RunId>,
    /// The runs that a person has put away from the activity panel.
    put_away: Vec<RunId>,
    /// The runs whose latest answer could not be written down.
    unwritten: Vec<RunId>,
}

impl Known {
    /// Whether a run was refused before anything of it was sent, and so was never written down.
    fn was_not_begun(&self, run: &Run) -> bool {
        run.sendings() == 0 && !run.is_over() && of(&self.refusals, &run.id).is_some()
    }

    /// The run of a task that is under way or waits for a decision.
    fn unfinished_of(&self, task: &TaskName) -> Option<&Run> {
        self.runs.iter().find(|run| run.task == *task && !run.is_over() && !self.was_not_begun(run))
    }

    /// Forgets the runs of a task that were not begun, and the secrets in their calls.
    fn forget_not_begun(&mut self, task: &TaskName) {
        let is_one = |run: &&Run| run.task == *task && self.was_not_begun(run);
        let ids: Vec<_> = self.runs.iter().filter(is_one).map(|run| run.id.clone()).collect();
        self.runs.retain(|run| !ids.contains(&run.id));
        self.calls.retain(|(id, _)| !ids.contains(id));
        self.refusals.retain(|(id, _)| !ids.contains(id));
    }
}

impl Runner {
    /// A runner that knows no run yet.
    pub fn new(tasks: Tasks, settings: Settings, host: Host) -> Self {
        let known = State::new(Known::default());
        leaving::ask_while(move || known.with_untracked(|known| !known.carrying_on.is_empty()));
        Self { known, is_journal_read: State::new(false), room: HistoryRoom::new(), tasks, settings, host }
    }

    /// Whether a run of this id is this page's and not over.
    pub fn carries_out(self, id: &str) -> bool {
        // Calls are kept exactly as long as their run is not over.
        self.known.with_untracked(|known| known.calls.iter().any(|(run, _)| run.0 == id))
    }

    /// Takes over the unfinished runs of pages that are gone; those of other open pages stay theirs. A
    /// call that was out when its page went away has an outcome that nobody knows; a page that got its answer in
    /// the meantime has told it.
    pub async fn take_over(self, texts: Vec<String>) {
        let mut unfinished = journal::unfinished(&texts);
        // What this page knows already it knows better.
        unfinished.retain(|run| self.known.with_untracked(|known| find(&known.runs, &run.id).is_none()));
        let ids: Vec<_> = unfinished.iter().map(|run| run.id.0.clone()).collect();
        let elsewhere = tabs::claimed_elsewhere(&ids).await;
        unfinished.retain(|run| !elsewhere.contains(&run.id.0));
        for run in unfinished {
            let (run, was_out) = match journal::orphan(&run).await {
                Ok(Some(found)) => found,
                // It is over by now: its own page had the answer.
                Ok(None) => continue,
                // What cannot be written down here, the next page finds out anew.
                Err(_) => {
                    let mut run = run;
                    let was_out = run.page_gone(clock::now()).is_ok();
                    (run, was_out)
                }
            };
            self.tasks.learn(&run);
            self.known.update(|known| {
                if was_out && run.is_over() {
                    known.lost.push(run.id.clone());
                }
                if !run.is_over() {
                    let calls = run.steps.iter().map(|step| step.call.to_call()).collect();
                    known.calls.push((run.id.clone(), calls));
                }
                known.runs.push(run);
            });
        }
        self.settle_rows(&elsewhere).await;
    }

    /// Brings the rows in line with the journal that still say "under way" of a run that is over: its page went away
    /// between writing the one and the other. The runs of other open pages are left to those.
    async fn settle_rows(self, elsewhere: &[String]) {
        let busy = self.tasks.with_untracked(Inventory::under_way);
        if busy.is_empty() {
            return;
        }
        // Read anew: what cannot be read is found out by the next page.
        let Ok(journal) = journal::all().await else { return };
        for task in busy {
            let runs = journal.iter().filter(|run| run.task == task);
            if let Some(run) = runs.max_by_key(|run| run.latest())
                && run.is_over()
                && !elsewhere.contains(&run.id.0)
            {
                self.tasks.learn(run);
            }
        }
    }

    /// Takes note that the runs which earlier pages left are known.
    pub fn set_journal_read(self) {
        self.is_journal_read.set(true);
    }

    /// Writes down the answers that could not be written when they came; where the storage was lost, all runs of this
    /// page that are not over, too.
    pub async fn write_what_is_missing(self, was_lost: bool) {
        let missing = self.known.update(|known| {
            let mut ids = std::mem::take(&mut known.unwritten);
            if was_lost {
                ids.extend(known.calls.iter().map(|(id, _)| id.clone()));
            }
            let runs = known.runs.iter().filter(|run| ids.contains(&run.id));
            runs.cloned().collect::<Vec<_>>()
        });
        for run in missing {
            self.write_answer(&run).await;
        }
    }

    /// Writes a run down with its latest answer. Nothing is sent because of that, so nothing is held back when it
    /// cannot be done: it is done as soon as it can be. Until then a reload finds the run as it was before, and a call
    /// that was out as "unknown".
    async fn write_answer(self, run: &Run) {
        if let Err(NotWritten::Storage(error)) = journal::write(run).await
            && error.is_passing()
        {
            self.known.update(|known| known.unwritten.push(run.id.clone()));
        }
    }

    /// Begins a run of a plan that a person has just confirmed.
    pub fn start(self, plan: &Plan) -> Result<RunId, Refusal> {
        self.refuse_all()?;
        let run = Run::new(RunId(clock::unique()), plan, clock::now());
        let id = run.id.clone();
        self.known.update(|known| {
            if let Some(other) = known.unfinished_of(plan.task()) {
                return Err(Refusal::Busy { operation: other.kind });
            }
            known.forget_not_begun(plan.task());
            known.calls.push((id.clone(), plan.calls().iter().cloned().map(Some).collect()));
            known.lost.retain(|lost| find(&known.runs, lost).is_none_or(|lost| lost.task != *plan.task()));
            known.runs.push(run);
            Ok(())
        })?;
        // A dead name comes back to the list only when a call under it is confirmed.
        if self.tasks.with_untracked(|inventory| inventory.fate(plan.task()).is_none()) {
            self.tasks.add(&[plan.task().clone().into()], Source::Person);
        }
        spawn_local(self.carry_on(id.clone(), None));
        Ok(id)
    }

    /// Carries out a person's choice on an interrupted run, offered when it had sent so many calls: the
    /// second half of a double click is about a situation that is no more.
    pub fn choose(self, id: &RunId, choice: Choice, sendings: usize) {
        let as_offered = |known: &Known| find(&known.runs, id).is_some_and(|run| run.sendings() == sendings);
        if self.known.with_untracked(as_offered) {
            self.known.update(|known| {
                // Those of a run that was over are kept no longer; secrets were not kept at all.
                if of(&known.calls, id).is_none()
                    && let Some(run) = find(&known.runs, id)
                {
                    let calls = run.steps.iter().map(|step| step.call.to_call()).collect();
                    known.calls.push((id.clone(), calls));
                }
                known.lost.retain(|lost| lost != id);
            });
            spawn_local(self.carry_on(id.clone(), Some(choice)));
        }
    }

    /// Takes in the runs of a task from the history, so that one of them can be shown: all of them, since the
    /// later ones tell whether it is a thing of the past.
    pub fn adopt(self, task: &TaskName, history: &[Run]) {
        self.known.update(|known| {
            for run in history.iter().filter(|run| run.task == *task && run.is_over()) {
                if find(&known.runs, &run.id).is_none() {
                    known.put_away.push(run.id.clone());
                    known.runs.insert(0, run.clone());
                }
            }
        });
    }

    /// Whether a later operation on the same task, of this page or another, makes this run a thing of the past;
    /// followed.
    pub fn is_overtaken(self, run: &Run) -> bool {
        let last = self.tasks.get(&run.task).and_then(|record| record.last);
        last.is_some_and(|last| run.is_before(last)) || self.known.with(|known| run.is_overtaken(&known.runs))
    }

    /// Takes note that a person has seen that the outcome of a lost call is unknown.
    pub fn dismiss(self, id: &RunId) {
        self.known.update(|known| known.lost.retain(|lost| lost != id));
    }

    /// The runs that are under way, and of those that are over the latest `ended`, the latest first; without
    /// those that wait for a decision, were lost, or were put away. Followed.
    pub fn recent(self, ended: usize) -> Vec<Run> {
        self.known.with(|known| {
            let mut left = ended;
            let mut recent = Vec::new();
            for run in known.runs.iter().rev() {
                let told = known.lost.contains(&run.id) || known.put_away.contains(&run.id);
                let carries_on = known.carrying_on.contains(&run.id);
                let over = run.is_over() && left > 0;
                if !told && (carries_on || over) {
                    left -= usize::from(!carries_on);
                    recent.push(run.clone());
                }
            }
            recent
        })
    }

    /// Takes a run that is over out of what [`recent`](Self::recent) gives.
    pub fn put_away(self, id: &RunId) {
        self.known.update(|known| known.put_away.push(id.clone()));
    }

    /// The runs of one call that was lost with its page, followed.
    pub fn lost(self) -> Vec<Run> {
        self.known.with(|known| known.lost.iter().filter_map(|id| find(&known.runs, id).cloned()).collect())
    }

    /// Ends the waiting for an answer. The host may carry the call out all the same.
    pub fn stop_waiting(self, id: &RunId) {
        fetch::stop_waiting(&id.0);
    }

    /// A run, followed.
    pub fn run(self, id: &RunId) -> Option<Run> {
        self.known.with(|known| find(&known.runs, id).cloned())
    }

    /// Why a run does not go on, followed.
    pub fn refusal(self, id: &RunId) -> Option<Refusal> {
        self.known.with(|known| of(&known.refusals, id).cloned())
    }

    /// The run of a task that is not over, or was lost with its page, if there is one.
    pub fn open_run_of(self, task: &TaskName) -> Option<(RunId, OperationKind)> {
        self.known.with_untracked(|known| {
            let lost = || known.runs.iter().find(|run| run.task == *task && known.lost.contains(&run.id));
            known.unfinished_of(task).or_else(lost).map(|run| (run.id.clone(), run.kind))
        })
    }

    /// The runs that wait for a person's decision, followed.
    pub fn undecided(self) -> Vec<Run> {
        self.known.with(|known| {
            let waits = |run: &&Run| {
                !run.choices().is_empty() && !known.carrying_on.contains(&run.id) && !known.was_not_begun(run)
            };
            known.runs.iter().filter(waits).cloned().collect()
        })
    }

    /// Whether a run was refused before anything of it was sent, followed: there is nothing to decide then.
    pub fn was_not_begun(self, id: &RunId) -> bool {
        self.known.with(|known| find(&known.runs, id).is_some_and(|run| known.was_not_begun(run)))
    }

    /// How many runs are under way, followed.
    pub fn under_way(self) -> usize {
        self.known.with(|known| known.carrying_on.len())
    }

    /// Whether a run goes on by itself at the moment, so that there is nothing to decide; followed.
    pub fn is_carrying_on(self, id: &RunId) -> bool {
        self.known.with(|known| known.carrying_on.contains(id))
    }

    /// Sends what is to be sent, one call after the other, until the run is over or a person is asked.
    async fn carry_on(self, id: RunId, choice: Option<Choice>) {
        let alone = self.known.update(|known| {
            let alone = !known.carrying_on.contains(&id);
            if alone {
                known.carrying_on.push(id.clone());
                known.refusals.retain(|(other, _)| *other != id);
            }
            alone
        });
        if !alone {
            return;
        }
        let refusal = self.carry_on_alone(&id, choice).await.err();
        self.known.update(|known| {
            known.carrying_on.retain(|other| *other != id);
            // Secrets stay no longer than they are needed.
            if find(&known.runs, &id).is_none_or(Run::is_over) {
                known.calls.retain(|(other, _)| *other != id);
            }
            known.refusals.extend(refusal.map(|refusal| (id, refusal)));
        });
    }

    async fn carry_on_alone(self, id: &RunId, mut choice: Option<Choice>) -> Result<(), Refusal> {
        while let Some(mut run) = self.known.with_untracked(|known| find(&known.runs, id).cloned()) {
            let is_over = run.is_over();
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
                self.refuse_all()?;
                let call = self.call(id, step).ok_or(Refusal::SecretGone)?;
                let record = untrack(|| self.tasks.get(&run.task)).filter(|_| is_over);
                let written = match record {
                    // What was over is sent once more only if nothing came after it.
                    Some(record) => journal::write_repeated(&run, &record).await,
                    None => journal::write(&run).await,
                };
                written.map_err(|error| self.refusal_for(&run, error))?;
                self.replace(&run);
                let time_out = self.settings.time_out.get_untracked();
                let tried_before = run.steps[step].tries.iter().any(Try::was_not_sent);
                let (headers, body) = (call.headers().collect::<Vec<_>>(), call.body());
                let outgoing = Outgoing {
                    method: Call::METHOD,
                    target: call.target(),
                    headers: &headers,
                    body: body.as_deref(),
                    ignores_offline: tried_before,
                };
                let received = fetch::send(&outgoing, time_out, &id.0).await;
                // Some hosts repeat in an answer what they were sent.
                let reply = redaction::without_echo(received.reply, &call);
                // The run waits for exactly this answer.
                let _ = run.record(Received { reply, ..received }, clock::now());
            }
            self.replace(&run);
            self.write_answer(&run).await;
            if run.is_over() {
                self.room.make().await;
            }
        }
        Ok(())
    }

    /// Refuses to send anything where nothing may be sent.
    fn refuse_all(self) -> Result<(), Refusal> {
        if untrack(|| self.settings.is_read_only()) {
            Err(Refusal::ReadOnly)
        } else if self.host.is_left() {
            Err(Refusal::OtherHost)
        } else if !self.is_journal_read.get_untracked() {
            // An earlier run of the task may wait for a decision.
            Err(Refusal::JournalNotRead(storage::trouble().unwrap_or(StorageError::Silent)))
        } else {
            Ok(())
        }
    }

    /// Why a run that cannot be written down is not carried on.
    fn refusal_for(self, run: &Run, error: NotWritten) -> Refusal {
        let is_other = |other: &Run| other.task == run.task && other.id != run.id && !other.is_over();
        match error {
            NotWritten::NotFree(NotFree::Busy { operation }) => {
                match self.known.with_untracked(|known| known.runs.iter().any(is_other)) {
                    true => Refusal::Busy { operation },
                    false => Refusal::BusyElsewhere { operation },
                }
            }
            NotWritten::NotFree(NotFree::CarriedOn) => Refusal::CarriedOn,
            NotWritten::NotFree(NotFree::Overtaken { operation }) => Refusal::Overtaken { operation },
            NotWritten::Storage(error) => Refusal::NotJournalled(error),
        }
    }

    fn call(self, id: &RunId, step: usize) -> Option<Call> {
        self.known.with_untracked(|known| of(&known.calls, id)?.get(step)?.clone())
    }

    fn replace(self, run: &Run) {
        self.tasks.learn(run);
        self.known.update(|known| {
            if let Some(kept) = known.runs.iter_mut().find(|kept| kept.id == run.id) {
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
