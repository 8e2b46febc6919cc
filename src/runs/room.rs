//! How much room the history has, and saying so before any of it is forgotten.

use console_core::domain::run::Run;
use console_core::interchange::history::{Bounds, HistoryFilter, Room};

use super::journal;
use crate::app::Console;
use crate::browser::spawn_local;
use crate::browser::storage::StorageError;
use crate::sheets::Opened;
use crate::state::State;
use crate::ui::{Node, all, button, el, live, name, nothing, styled};
use crate::words;

/// How many of those that go next are named.
const NAMED: usize = 3;

/// How much room the history has for further runs. A handle.
#[derive(Clone, Copy)]
pub struct HistoryRoom(State<Found>);

struct Found {
    room: Room,
    /// What was read and put away by a person.
    put_away: Option<Room>,
}

impl HistoryRoom {
    /// Not looked at yet.
    pub fn new() -> Self {
        Self(State::new(Found { room: Room::Plenty, put_away: None }))
    }

    /// Looks how much room there is.
    pub async fn look(self) {
        self.learn(journal::room().await);
    }

    /// Forgets what is too much.
    pub async fn make(self) {
        self.learn(journal::make_room().await);
    }

    fn learn(self, room: Result<Room, StorageError>) {
        // Where nothing can be counted, nothing can be forgotten either.
        if let Ok(room) = room
            && self.0.with_untracked(|found| found.room != room)
        {
            self.0.update(|found| found.room = room);
        }
    }
}

/// The notice above the table; nothing while there is plenty of room. What was put away while there was a little
/// comes again when there is none.
pub fn room_notice(console: Console) -> Node {
    let HistoryRoom(found) = console.runner.room;
    spawn_local(console.runner.room.look());
    live(move || {
        let (room, is_put_away) = found.with(|found| {
            let is_same = |read: Room| (read == Room::None) == (found.room == Room::None);
            (found.room, found.put_away.is_some_and(is_same))
        });
        let Some(text) = words::history_room(room).filter(|_| !is_put_away) else { return nothing() };
        let look = button("", "Look at the history")
            .on_click(move || console.open(Opened::History(HistoryFilter::default())));
        let dismiss = button("quiet", "Dismiss")
            .on_click(move || found.update(|found| found.put_away = Some(found.room)));
        styled("div", "notice")
            .attr("role", "status")
            .child(el("p").text(text))
            .child(look)
            .child(dismiss)
            .build()
    })
}

/// What stands above the list of runs, which come the oldest first, while there is little room: what will be
/// forgotten next, and a way to take all along first.
pub fn room_left(console: Console, runs: &[Run], save: impl FnMut() + 'static) -> Node {
    let over = runs.iter().filter(|run| run.is_over()).count();
    let Some(text) = words::history_room(Bounds::USUAL.room(over)) else { return nothing() };
    let next = Bounds::USUAL.next_to_forget(runs, NAMED).into_iter().map(|run| {
        let begun = run.begun;
        el("li")
            .text(format!("{} of ", words::name(run.kind)))
            .child(name(run.task.as_str()))
            .child(el("span").live_text(move || format!(", {}", words::age(begun, console.now.get()))))
            .build()
    });
    styled("section", "notice room")
        .attr("aria-label", "Room in the history")
        .child(
            el("div")
                .child(el("p").text(text))
                .child(el("p").text("Save what you want to keep. The next to go:"))
                .child(el("ul").node(all(next.collect()))),
        )
        .child(button("", "Save all as JSON").on_click(save))
        .build()
}
