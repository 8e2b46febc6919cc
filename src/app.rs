//! The shell: what is open, what is shown, and the handles that the parts find in their context.

use crate::browser::spawn_local;
use console_core::draft::Draft;
use console_core::filter::Filter;
use console_core::grid_keys::Place;
use console_core::link::{Link, LinkNotice};
use console_core::run::Moment;
use console_core::task_name::TaskName;
use leptos::prelude::*;

use crate::browser::element::Sight;
use crate::browser::storage::{self, Store};
use crate::browser::{address, clock, element, zones};
use crate::notices::notices;
use crate::operations::Editing;
use crate::runs::Runner;
use crate::sheets::{self, NotLoaded, Parts};
use crate::state::State;
use crate::tasks::{Tasks, grid, toolbar};
use crate::ui::{Node, all, button, el, live, nothing, styled};

/// What a sheet is opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Adding tasks.
    AddTasks,
    /// An operation, its form filled in as far as this draft goes.
    Operation(Draft),
}

/// The sheet that is open, if one is. A handle.
#[derive(Clone, Copy)]
pub struct Sheets {
    open: State<Option<Opened>>,
    filter: State<String>,
    /// What was pasted into Add tasks; stays when the sheet is closed without adding.
    pub pasted: State<String>,
    /// What is typed into the sheet of an operation.
    pub editing: Editing,
    /// What sheets are made with, or why it is not there, once one was opened.
    parts: State<Option<Result<Parts, NotLoaded>>>,
}

impl Sheets {
    /// Opens a sheet in place of the one that is open, and shows so in the address.
    pub fn open(self, sheet: Opened) {
        self.set(Some(sheet));
        self.show_address(true);
    }

    fn set(self, sheet: Option<Opened>) {
        self.open.set(sheet);
        if self.open.with_untracked(Option::is_some) {
            self.load();
        }
    }

    /// Loads what sheets are made with, if it is not there.
    fn load(self) {
        if !self.parts.with_untracked(|parts| matches!(parts, Some(Ok(_)))) {
            spawn_local(async move { self.parts.set(Some(sheets::load().await)) });
        }
    }

    /// Closes the sheet.
    pub fn close(self) {
        self.open.set(None);
        self.show_address(false);
    }

    /// Whether the open sheet is about this task, followed.
    pub fn is_about(self, name: &TaskName) -> bool {
        self.open
            .with(|open| matches!(open, Some(Opened::Operation(draft)) if draft.task.trim() == name.as_str()))
    }

    fn show_address(self, new_entry: bool) {
        let link = self.open.with_untracked(|open| match open {
            Some(Opened::Operation(draft)) => draft.to_link(),
            _ => Link::default(),
        });
        let filter = self.filter.get_untracked();
        address::show(&Link { filter, ..link }.to_query(), new_entry);
    }
}

/// What the table shows. A handle.
#[derive(Clone, Copy)]
pub struct View {
    /// The filter, as it is typed.
    pub filter: State<String>,
    /// The names of the tasks that are shown, in order.
    pub rows: Memo<Vec<TaskName>>,
}

impl View {
    fn new(tasks: Tasks) -> Self {
        let filter = State::new(String::new());
        let rows = Memo::new(move |_| {
            let filter = filter.with(|text| Filter::parse(text));
            tasks.with(|inventory| {
                let shown = inventory.tasks().filter(|record| filter.matches(record));
                shown.map(|record| record.name.clone()).collect::<Vec<_>>()
            })
        });
        Self { filter, rows }
    }
}

/// The time zone that pull-backs are entered in, kept in this browser. A handle.
#[derive(Clone, Copy)]
pub struct Zone(State<String>);

impl Zone {
    /// The zone used last; at first the browser's own.
    pub async fn load() -> Self {
        let kept = storage::get(Store::Settings, Self::SETTING).await.ok().flatten();
        Self(State::new(kept.unwrap_or_else(zones::own)))
    }

    const SETTING: &str = "zone";

    /// Its name.
    pub fn get(self) -> String {
        self.0.get_untracked()
    }

    /// Keeps the zone for the next time.
    pub fn remember(self, name: &str) {
        let name = name.trim().to_owned();
        if name == self.get() {
            return;
        }
        self.0.set(name.clone());
        // A zone that is not kept is chosen again next time.
        spawn_local(async move {
            let _ = storage::put(Store::Settings, &[(Self::SETTING.to_owned(), name)]).await;
        });
    }
}

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
    /// The time zone of pull-backs.
    pub zone: Zone,
    /// The time.
    pub now: State<Moment>,
    /// Which part of the table is in sight.
    pub sight: State<Sight>,
    /// Which place of the table had the focus last.
    pub focused: State<Option<Place>>,
}

/// The whole page.
pub fn app(tasks: Tasks, runner: Runner, zone: Zone) -> Node {
    element::remove_placeholder();
    let view = View::new(tasks);
    let pasted = State::new(String::new());
    let (open, parts) = (State::new(None), State::new(None));
    let sheets = Sheets { open, filter: view.filter, pasted, editing: Editing::new(), parts };
    // Until the page is laid out, as much as a large screen shows.
    let sight = State::new(Sight { top: 0, width: 1440, height: 1000 });
    let console = Console {
        tasks,
        runner,
        sheets,
        view,
        zone,
        now: clock::ticking(),
        sight,
        focused: State::new(None),
    };

    let followed = State::new((Link::default(), Vec::<LinkNotice>::new()));
    let follow_address = move || {
        let (link, notices) = Link::parse(&address::query());
        view.filter.set(link.filter.clone());
        sheets.set(Draft::from_link(&link, &zone.get()).map(Opened::Operation));
        followed.set((link, notices));
    };
    follow_address();
    address::on_moved(follow_address);

    Effect::new(move || {
        let title = "Connector Console";
        match runner.under_way() {
            0 => element::set_title(title),
            count => element::set_title(&format!("({count} under way) {title}")),
        }
    });

    let close = Callback::new(move |()| sheets.close());
    let sheet = live(move || match (sheets.open.get(), sheets.parts.get()) {
        (Some(opened), Some(Ok(parts))) => (parts.sheet)(console, opened, close),
        (Some(_), Some(Err(NotLoaded))) => not_loaded(sheets),
        (Some(_), None) | (None, _) => nothing(),
    });
    let top = styled("header", "top")
        .child(el("h1").text("Connector Console"))
        .child(styled("span", "host mono").attr("title", "Calls go to this host").text(address::origin()));
    let table = el("main").node(notices(console, followed)).node(toolbar(console)).node(grid(console));
    all(vec![top.build(), styled("div", "work").child(table).node(sheet).build()])
}

/// What stands in place of a sheet whose part of the console could not be loaded.
fn not_loaded(sheets: Sheets) -> Node {
    let text = "The forms could not be loaded. Nothing was sent. Check the connection and try again; if the console was updated on its server, reload the page.";
    styled("aside", "sheet not-loaded")
        .child(el("p").attr("role", "alert").text(text))
        .child(button("primary", "Try again").on_click(move || sheets.load()))
        .child(button("", "Close").on_click(move || sheets.close()))
        .build()
}
