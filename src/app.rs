//! The shell: what is open, what is shown, and the handles that the parts find in their context.

use std::rc::Rc;

use crate::browser::spawn_local;
use console_core::draft::Draft;
use console_core::filter::Filter;
use console_core::link::{Link, LinkNotice};
use console_core::task_name::TaskName;
use leptos::prelude::*;

use crate::browser::clock::Ticking;
use crate::browser::storage::{Database, Store};
use crate::browser::{address, element};
use crate::notices::notices;
use crate::operations::operation_sheet;
use crate::runs::Runner;
use crate::tasks::{Tasks, add_tasks, grid, toolbar};
use crate::ui::{Node, all, el, live, nothing, styled};

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
    open: RwSignal<Option<Opened>>,
    filter: RwSignal<String>,
    /// What was pasted into Add tasks; stays when the sheet is closed without adding.
    pub pasted: RwSignal<String>,
}

impl Sheets {
    /// Opens a sheet in place of the one that is open, and shows so in the address.
    pub fn open(self, sheet: Opened) {
        self.open.set(Some(sheet));
        self.show_address(true);
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
    pub filter: RwSignal<String>,
    /// The names of the tasks that are shown, in order.
    pub rows: Memo<Vec<TaskName>>,
    /// How many tasks there are without the filter.
    pub total: Memo<usize>,
}

impl View {
    fn new(tasks: Tasks) -> Self {
        let filter = RwSignal::new(String::new());
        let rows = Memo::new(move |_| {
            let filter = filter.with(|text| Filter::parse(text));
            tasks.with(|inventory| {
                let shown = inventory.tasks().filter(|record| filter.matches(record));
                shown.map(|record| record.name.clone()).collect::<Vec<_>>()
            })
        });
        let total = Memo::new(move |_| tasks.with(|inventory| inventory.tasks().count()));
        Self { filter, rows, total }
    }
}

/// The setting that keeps the time zone.
pub const ZONE_SETTING: &str = "zone";

/// The time zone that pull-backs are entered in, kept in this browser. A handle.
#[derive(Clone, Copy)]
pub struct Zone {
    name: RwSignal<String>,
    database: StoredValue<Option<Rc<Database>>, LocalStorage>,
}

impl Zone {
    /// The zone used last.
    pub fn new(name: String, database: Option<Rc<Database>>) -> Self {
        Self { name: RwSignal::new(name), database: StoredValue::new_local(database) }
    }

    /// Its name.
    pub fn get(self) -> String {
        self.name.get_untracked()
    }

    /// Keeps the zone for the next time.
    pub fn remember(self, name: &str) {
        let name = name.trim().to_owned();
        if name == self.get() {
            return;
        }
        self.name.set(name.clone());
        if let Some(database) = self.database.get_value() {
            // A zone that is not kept is chosen again next time.
            spawn_local(async move {
                let _ = database.put(Store::Settings, &[(ZONE_SETTING.to_owned(), name)]).await;
            });
        }
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
    pub now: Ticking,
}

/// The whole page.
pub fn app(tasks: Tasks, runner: Runner, zone: Zone) -> Node {
    element::remove_placeholder();
    let view = View::new(tasks);
    let sheets =
        Sheets { open: RwSignal::new(None), filter: view.filter, pasted: RwSignal::new(String::new()) };
    let console = Console { tasks, runner, sheets, view, zone, now: Ticking::start() };

    let ignored = RwSignal::new(Vec::<LinkNotice>::new());
    let linked = RwSignal::new(Vec::<TaskName>::new());
    let follow_address = move || {
        let (link, notices) = Link::parse(&address::query());
        ignored.set(notices);
        view.filter.set(link.filter.clone());
        sheets.open.set(Draft::from_link(&link, &zone.get()).map(Opened::Operation));
        linked.set(link.tasks);
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
    let sheet = live(move || match sheets.open.get() {
        None => nothing(),
        Some(Opened::AddTasks) => add_tasks(console, close),
        Some(Opened::Operation(draft)) => operation_sheet(console, draft, close),
    });
    let top = styled("header", "top")
        .child(el("h1").text("Connector Console"))
        .child(styled("span", "host mono").attr("title", "Calls go to this host").text(address::origin()));
    let table = el("main").node(notices(console, ignored, linked)).node(toolbar(console)).node(grid(console));
    all(vec![top.build(), styled("div", "work").child(table).node(sheet).build()])
}
