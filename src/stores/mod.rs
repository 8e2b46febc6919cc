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
pub mod subtopics;
pub mod tasks;
pub mod view;

use console_core::domain::run::Moment;
use console_core::interchange::link::{Link, LinkNotice};
use leptos::prelude::*;

use self::host::Host;
use self::runner::Runner;
use self::settings::Settings;
use self::sheets::{Opened, Sheets};
use self::tasks::Tasks;
use self::view::View;

/// The time, brought up to date every second.
#[derive(Clone, Copy)]
pub struct Now(pub RwSignal<Moment>);

/// The link that was followed, and what was ignored in it.
#[derive(Clone, Copy)]
pub struct FollowedLink(pub RwSignal<(Link, Vec<LinkNotice>)>);

/// The stores as one handle, for views that do not take them from the context yet.
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
    /// The time.
    pub now: Now,
}

impl Console {
    /// Opens a sheet in place of the one that is open, and shows so in the address.
    pub fn open(self, sheet: Opened) {
        self.sheets.open(sheet);
    }

    /// Writes what is shown into the address, as a new entry of the history or in place of the present one.
    pub fn show_address(self, new_entry: bool) {
        self.sheets.show_address(new_entry);
    }
}
