//! How much room the history has for more runs. The runner writes and reads it; see `console_core::runner`.

use browser::storage::{self, ObjectStore, StorageError};
use console_core::interchange::history::{HistoryCapacity, HistoryLimits};
use console_core::persistence;
use leptos::prelude::*;

/// A store of how much room the history has for further runs.
#[derive(Clone, Copy)]
pub struct HistoryRoom(RwSignal<RoomState>);

struct RoomState {
    room: HistoryCapacity,
    /// What was read and put away by a person.
    put_away: Option<HistoryCapacity>,
}

impl HistoryRoom {
    /// Not looked at yet.
    pub fn new() -> Self {
        Self(RwSignal::new(RoomState { room: HistoryCapacity::Plenty, put_away: None }))
    }

    /// Looks how much room there is.
    pub async fn look(self) {
        self.learn(read_room().await);
    }

    /// Forgets what is too much.
    pub async fn make(self) {
        self.learn(make_room().await);
    }

    fn learn(self, room: Result<HistoryCapacity, StorageError>) {
        // Where nothing can be counted, nothing can be forgotten either.
        if let Ok(room) = room
            && self.0.with_untracked(|found| found.room != room)
        {
            self.0.update(|found| found.room = room);
        }
    }

    /// Returns the room to tell about: the present one, unless a person has put that away. What was put away
    /// while there was a little comes again when there is none.
    pub fn told(self) -> Option<HistoryCapacity> {
        self.0.with(|found| {
            let is_same = |read: HistoryCapacity| {
                (read == HistoryCapacity::None) == (found.room == HistoryCapacity::None)
            };
            (!found.put_away.is_some_and(is_same)).then_some(found.room)
        })
    }

    /// Tells no more about the present room.
    pub fn put_away(self) {
        self.0.update(|found| found.put_away = Some(found.room));
    }
}

/// Returns how much room the history has.
async fn read_room() -> Result<HistoryCapacity, StorageError> {
    Ok(HistoryLimits::USUAL.room(storage::count(ObjectStore::Runs).await?))
}

/// Deletes the runs beyond the history's limit, and returns how much room there is then. Ids begin with the time, so
/// that the first are the oldest.
async fn make_room() -> Result<HistoryCapacity, StorageError> {
    let bounds = HistoryLimits::USUAL;
    let choose = move |texts: Vec<String>, surplus| {
        let oldest: Vec<_> = texts.iter().filter_map(|text| persistence::run_from_text(text)).collect();
        bounds.next_to_forget(&oldest, surplus).into_iter().map(|run| run.id.0.clone()).collect()
    };
    Ok(bounds.room(storage::trim(ObjectStore::Runs, bounds.most, bounds.considered, choose).await?))
}
