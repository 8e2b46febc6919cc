//! How much room the history has.

use browser::storage::StorageError;
use console_core::interchange::history::HistoryCapacity;

use leptos::prelude::*;

use super::journal;

/// How much room the history has for further runs. A handle.
#[derive(Clone, Copy)]
pub struct HistoryRoom(RwSignal<FoundRuns>);

struct FoundRuns {
    room: HistoryCapacity,
    /// What was read and put away by a person.
    put_away: Option<HistoryCapacity>,
}

impl HistoryRoom {
    /// Not looked at yet.
    pub fn new() -> Self {
        Self(RwSignal::new(FoundRuns { room: HistoryCapacity::Plenty, put_away: None }))
    }

    /// Looks how much room there is.
    pub async fn look(self) {
        self.learn(journal::room().await);
    }

    /// Forgets what is too much.
    pub async fn make(self) {
        self.learn(journal::make_room().await);
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
