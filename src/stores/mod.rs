//! State that views share, and the only code that keeps it or sends calls.

pub mod deployment;
pub mod documentation;
pub mod drafts;
pub mod editing;
pub mod history_room;
pub mod host;
pub mod journal;
pub mod runner;
pub mod settings;
pub mod sheets;
pub mod state;
pub mod subtopics;
pub mod tasks;
pub mod view;

use browser::element::Sight;
use console_core::domain::run::Moment;
use console_core::interchange::link::{Link, LinkNotice};
use console_core::table::grid_keys::Place;
use leptos::prelude::*;

use self::host::Host;
use self::runner::Runner;
use self::settings::Settings;
use self::sheets::{Opened, Sheets};
use self::state::State;
use self::tasks::Tasks;
use self::view::View;

/// The handles that every view gets.
#[derive(Clone, Copy)]
pub struct Console {
    /// The list of tasks.
    pub tasks: Tasks,
    /// What carries runs out.
    pub runner: Runner,
    /// The sheet that is open.
    pub sheets: Sheets,
    /// What the table shows.
    pub view: View,
    /// What is kept in this browser.
    pub settings: Settings,
    /// The host that all of this is about.
    pub host: Host,
    /// The link that was followed, and what was ignored in it.
    pub followed: State<(Link, Vec<LinkNotice>)>,
    /// The time.
    pub now: RwSignal<Moment>,
    /// Which part of the table is in sight.
    pub sight: State<Sight>,
    /// Which place of the table had the focus last.
    pub focused: State<Option<Place>>,
    /// Writes what is shown into the address: as a new entry of the history, or in place of the present one.
    pub write_address: Callback<bool>,
}

impl Console {
    /// Opens a sheet in place of the one that is open, and shows so in the address.
    pub fn open(self, sheet: Opened) {
        self.sheets.set_pressed(sheet);
        self.write_address.run(true);
    }

    /// Closes the sheet.
    pub fn close(self) {
        self.sheets.set(None);
        self.write_address.run(false);
    }

    /// Writes what is shown into the address, as a new entry of the history or in place of the present one.
    pub fn show_address(self, new_entry: bool) {
        self.write_address.run(new_entry);
    }
}
