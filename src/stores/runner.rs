//! The runner's store: the state that views follow, and what `console_core::runner` needs from the browser.

use std::time::Duration;

use browser::fetch::OutgoingRequest;
use browser::patience::pause;
use browser::storage::{self, ObjectStore, StorageError};
use browser::{clock, fetch, leaving, spawn_local, tabs};
use console_core::domain::call::Call;
use console_core::domain::inventory::{Inventory, TaskSource};
use console_core::domain::operation::OperationKind;
use console_core::domain::outcome::{NotSent, ReceivedReply, Reply};
use console_core::domain::plan::Plan;
use console_core::domain::run::{CheckpointRead, Choice, Moment, Run, RunId};
use console_core::domain::task_name::TaskName;
use console_core::runner::{self, JournalKey, JournalStore, RunRefusal, RunnerIo, RunnerState};
use leptos::prelude::*;

use super::history::HistoryRoom;
use super::host::Host;
use super::oms::Oms;
use super::settings::Settings;
use super::tasks::Tasks;

/// How long an answer is held back until it is written.
const STORAGE_PATIENCE: Duration = Duration::from_secs(2);

/// A store of this page's runs, which carries them out.
#[derive(Clone, Copy)]
pub struct Runner {
    state: RwSignal<RunnerState<StorageError>>,
    /// How much room the history has for further runs.
    pub room: HistoryRoom,
    tasks: Tasks,
    settings: Settings,
    host: Host,
    oms: Oms,
}

impl Runner {
    /// Returns a runner that knows no run yet.
    pub fn new(tasks: Tasks, settings: Settings, host: Host, oms: Oms) -> Self {
        let state = RwSignal::new(RunnerState::default());
        leaving::ask_while(move || state.with_untracked(|state| state.active_count() > 0));
        Self { state, room: HistoryRoom::new(), tasks, settings, host, oms }
    }

    /// Returns whether this page has yet to write something of the run of this id.
    pub fn owns_untracked(self, id: &str) -> bool {
        self.state.with_untracked(|state| state.owns(id))
    }

    /// Reads the journal when the storage has been opened; see [`runner::recover`].
    pub async fn recover(self, was_lost: bool) -> Result<(), StorageError> {
        runner::recover(&self, was_lost).await
    }

    /// Returns all runs of the journal that can be read, as they are shown: those that are over, the oldest first, then the
    /// others.
    pub async fn history(self) -> Result<Vec<Run>, StorageError> {
        Ok(runner::read_journal(&self).await?.into_iter().map(Run::without_secrets).collect())
    }

    /// Notes that the journal is known as far as it can be.
    pub fn set_journal_read(self) {
        self.state.update(RunnerState::set_journal_read);
    }

    /// Begins a run of a plan that a person has just confirmed.
    pub fn start(self, plan: &Plan) -> Result<RunId, RunRefusal<StorageError>> {
        let id = RunId(clock::unique());
        runner::begin(&self, &id, plan)?;
        let begun = id.clone();
        spawn_local(async move { runner::drive(&self, &begun, None).await });
        Ok(id)
    }

    /// Carries out a person's choice on a run, which was offered when it had sent so many calls.
    pub fn choose(self, id: &RunId, choice: Choice, sendings: usize) {
        let id = id.clone();
        spawn_local(async move { runner::choose(&self, &id, choice, sendings).await });
    }

    /// Takes in the runs of a task from the history, so that one of them can be shown.
    pub fn adopt(self, task: &TaskName, history: &[Run]) {
        self.state.update(|state| state.adopt(task, history));
    }

    /// Returns whether a later operation on the same task makes a run a thing of the past.
    pub fn is_overtaken(self, run: &Run) -> bool {
        let last = self.tasks.get(&run.task).and_then(|record| record.last);
        self.state.with(|state| state.is_overtaken(run, last))
    }

    /// Notes that a person has seen that the outcome of an orphaned run is unknown.
    pub fn dismiss(self, id: &RunId) {
        self.state.update(|state| state.dismiss(id));
    }

    /// Returns the runs under way and the latest `ended` of those that are over, the latest first.
    pub fn recent(self, ended: usize) -> Vec<Run> {
        self.state.with(|state| state.recent(ended))
    }

    /// Leaves a run out of [`recent`](Self::recent).
    pub fn put_away(self, id: &RunId) {
        self.state.update(|state| state.hide(id));
    }

    /// Returns the runs of one call whose page went away before the answer came.
    pub fn lost(self) -> Vec<Run> {
        self.state.with(RunnerState::orphaned)
    }

    /// Ends the waiting for an answer. The host may carry the call out all the same.
    pub fn stop_waiting(self, id: &RunId) {
        fetch::stop_waiting(&id.0);
    }

    /// Returns a run, of which nothing but its standing may be shown; see [`shown`](Self::shown).
    pub fn run(self, id: &RunId) -> Option<Run> {
        self.state.with(|state| state.run(id).cloned())
    }

    /// Returns a run as it is shown and passed on.
    pub fn shown(self, id: &RunId) -> Option<Run> {
        self.run(id).map(Run::without_secrets)
    }

    /// Returns why a run does not go on.
    pub fn refusal(self, id: &RunId) -> Option<RunRefusal<StorageError>> {
        self.state.with(|state| state.refusal(id).cloned())
    }

    /// Returns the run of a task that is not over, or is orphaned, as it is now.
    pub fn open_run_of_untracked(self, task: &TaskName) -> Option<(RunId, OperationKind)> {
        self.state.with_untracked(|state| state.open_run_of(task))
    }

    /// Returns the runs that wait for a person's decision.
    pub fn undecided(self) -> Vec<Run> {
        self.state.with(RunnerState::undecided)
    }

    /// Returns whether a run was refused before anything of it was sent.
    pub fn was_not_begun(self, id: &RunId) -> bool {
        self.state.with(|state| state.was_not_begun(id))
    }

    /// Returns how many runs are under way.
    pub fn under_way(self) -> usize {
        self.state.with(RunnerState::active_count)
    }

    /// Returns whether the latest change of a run is not written.
    pub fn is_unwritten(self, id: &RunId) -> bool {
        self.state.with(|state| state.is_unwritten(id))
    }

    /// Returns whether a run goes on by itself, so that there is nothing to decide.
    pub fn is_carrying_on(self, id: &RunId) -> bool {
        self.state.with(|state| state.is_active(id))
    }
}

impl RunnerIo for Runner {
    type Error = StorageError;

    fn with_state<R>(&self, read: impl FnOnce(&RunnerState<StorageError>) -> R) -> R {
        self.state.with_untracked(read)
    }

    fn update_state<R>(&self, change: impl FnOnce(&mut RunnerState<StorageError>) -> R) -> R {
        change(&mut self.state.write())
    }

    fn with_inventory<R>(&self, read: impl FnOnce(&Inventory) -> R) -> R {
        self.tasks.with_untracked(read)
    }

    fn add_task(&self, task: &TaskName) {
        self.tasks.add(&[task.clone().into()], TaskSource::Person);
    }

    fn learn(&self, run: &Run) {
        self.tasks.learn(run);
    }

    fn take_missed(&self, runs: &[Run]) {
        self.tasks.take_missed(runs);
    }

    fn now(&self) -> Moment {
        clock::now()
    }

    fn is_read_only(&self) -> bool {
        untrack(|| self.settings.is_read_only())
    }

    fn is_other_host(&self) -> bool {
        self.host.is_left_untracked()
    }

    fn storage_error(&self) -> StorageError {
        storage::trouble().unwrap_or(StorageError::Silent)
    }

    async fn read_all(&self, stores: &[JournalStore]) -> Result<Vec<String>, StorageError> {
        storage::all(&stores.iter().copied().map(object_store).collect::<Vec<_>>()).await
    }

    async fn read_latest(&self, store: JournalStore, count: usize) -> Result<Vec<String>, StorageError> {
        storage::latest(object_store(store), count).await
    }

    async fn change(
        &self,
        places: Vec<JournalKey>,
        change: impl FnOnce(Vec<String>) -> Option<Vec<String>> + 'static,
    ) -> Result<(), StorageError> {
        let places = places.into_iter().map(|(store, key)| (object_store(store), key));
        storage::change(places.collect(), change).await
    }

    async fn storage_patience(&self) {
        pause(STORAGE_PATIENCE).await;
    }

    async fn read_checkpoint(&self, task: &TaskName) -> Option<CheckpointRead> {
        self.oms.checkpoint(task).await
    }

    async fn send(&self, call: &Call, run: &RunId, tried_before: bool) -> ReceivedReply {
        if !call.is_at(&self.host.connector()) {
            // The deployment had the host elsewhere when this was written down.
            return Reply::NotSent(NotSent::Address).into();
        }
        let (headers, body) = (call.headers().collect::<Vec<_>>(), call.body());
        let outgoing = OutgoingRequest {
            method: Call::METHOD,
            target: call.target(),
            headers: &headers,
            body: body.as_deref(),
            ignores_offline: tried_before,
            has_browser_credentials: true,
        };
        fetch::send(&outgoing, self.settings.time_out.get_untracked(), &run.0).await
    }

    async fn owned_elsewhere(&self, runs: &[RunId]) -> Vec<RunId> {
        let ids: Vec<_> = runs.iter().map(|id| id.0.clone()).collect();
        tabs::claimed_elsewhere(&ids).await.into_iter().map(RunId).collect()
    }

    async fn prune_history(&self) {
        self.room.make().await;
    }
}

/// Returns the browser's store for one of the journal.
fn object_store(store: JournalStore) -> ObjectStore {
    match store {
        JournalStore::Open => ObjectStore::Open,
        JournalStore::Over => ObjectStore::Runs,
        JournalStore::Tasks => ObjectStore::List,
    }
}
