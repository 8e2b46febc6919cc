//! What the runner needs from the page.

use super::state::RunnerState;
use crate::domain::call::Call;
use crate::domain::inventory::Inventory;
use crate::domain::outcome::ReceivedReply;
use crate::domain::run::{CheckpointRead, Moment, Run, RunId};
use crate::domain::task_name::TaskName;

/// A store of texts that the journal's transactions read or write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JournalStore {
    /// The runs that are not over, by task.
    Open,
    /// The runs that are over, by id.
    Over,
    /// The task records, read only; see [`block`](crate::persistence::block).
    Tasks,
}

/// A text's store and key.
pub type JournalKey = (JournalStore, String);

/// The page as the runner sees it: its state, its storage, its network and its clock.
// Everything runs in one thread, so that no future needs to be `Send`.
#[allow(async_fn_in_trait, reason = "callers never need to name the futures or send them to a thread")]
pub trait RunnerIo {
    /// Why the storage did not do what it was asked.
    type Error: Clone;

    /// Reads the page's runner state.
    fn with_state<R>(&self, read: impl FnOnce(&RunnerState<Self::Error>) -> R) -> R;

    /// Changes the page's runner state and tells the views.
    fn update_state<R>(&self, change: impl FnOnce(&mut RunnerState<Self::Error>) -> R) -> R;

    /// Reads the page's inventory.
    fn with_inventory<R>(&self, read: impl FnOnce(&Inventory) -> R) -> R;

    /// Adds a task to the list.
    fn add_task(&self, task: &TaskName);

    /// Applies what a run tells of its task to the inventory.
    fn learn(&self, run: &Run);

    /// Takes in what runs tell and the inventory misses; see [`Inventory::take_missed`].
    fn take_missed(&self, runs: &[Run]);

    /// Returns the time.
    fn now(&self) -> Moment;

    /// Returns whether the console is set to read only.
    fn is_read_only(&self) -> bool;

    /// Returns whether the page's address leads to another host by now.
    fn is_other_host(&self) -> bool;

    /// Returns why the storage has not been read yet.
    fn storage_error(&self) -> Self::Error;

    /// Returns the texts of some stores, all from the same moment, store by store in the order of their keys.
    async fn read_all(&self, stores: &[JournalStore]) -> Result<Vec<String>, Self::Error>;

    /// Returns the texts of a store with the greatest keys, at most `count`, in the order of their keys.
    async fn read_latest(&self, store: JournalStore, count: usize) -> Result<Vec<String>, Self::Error>;

    /// Replaces texts in one transaction that is on the disk when this returns. `change` gets what the places hold
    /// and returns what they are to hold, or `None` to leave all as it is; an empty text is no entry.
    async fn change(
        &self,
        places: Vec<JournalKey>,
        change: impl FnOnce(Vec<String>) -> Option<Vec<String>> + 'static,
    ) -> Result<(), Self::Error>;

    /// Waits for as long as an answer is held back until the storage has written it.
    async fn storage_patience(&self);

    /// Reads a task's checkpoint from OMS, with little patience; nothing where OMS is not read.
    async fn read_checkpoint(&self, task: &TaskName) -> Option<CheckpointRead>;

    /// Sends a call of a run once and returns what came of it. A call that was `tried_before` without leaving the
    /// browser is sent even if the browser seems to be offline.
    async fn send(&self, call: &Call, run: &RunId, tried_before: bool) -> ReceivedReply;

    /// Returns those of the runs that other open pages own.
    async fn owned_elsewhere(&self, runs: &[RunId]) -> Vec<RunId>;

    /// Deletes old runs beyond the history's limit.
    async fn prune_history(&self);
}
