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
use crate::operations::OperationSheet;
use crate::runs::Runner;
use crate::tasks::{AddTasks, Grid, Tasks, Toolbar};
use crate::words;

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
        let parsed = Memo::new(move |_| filter.with(|text| Filter::parse(text)));
        let rows = Memo::new(move |_| {
            let filter = parsed.get();
            tasks.with(|inventory| {
                let shown = inventory.tasks().filter(|record| filter.matches(record));
                shown.map(|record| record.name.clone()).collect::<Vec<_>>()
            })
        });
        let total = Memo::new(move |_| tasks.with(|inventory| inventory.tasks().count()));
        Self { filter, rows, total }
    }

    /// Changes the filter.
    pub fn set_filter(self, text: String) {
        self.filter.set(text);
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

/// The console.
#[component]
pub fn App(
    /// The list of tasks.
    tasks: Tasks,
    /// What carries runs out.
    runner: Runner,
    /// The time zone used last.
    zone: Zone,
) -> impl IntoView {
    element::remove_placeholder();
    let view = View::new(tasks);
    let sheets =
        Sheets { open: RwSignal::new(None), filter: view.filter, pasted: RwSignal::new(String::new()) };
    provide_context(tasks);
    provide_context(runner);
    provide_context(sheets);
    provide_context(view);
    provide_context(zone);
    provide_context(Ticking::start());

    let notices = RwSignal::new(Vec::<LinkNotice>::new());
    let follow_address = move || {
        let (link, found) = Link::parse(&address::query());
        notices.set(found);
        view.filter.set(link.filter.clone());
        sheets.open.set(Draft::from_link(&link, &zone.get()).map(Opened::Operation));
        link
    };
    let link = follow_address();
    address::on_moved(move || {
        follow_address();
    });
    let linked = RwSignal::new(link.tasks);

    let title = Memo::new(move |_| match runner.under_way() {
        0 => "Connector Console".to_owned(),
        count => format!("({count} under way) Connector Console"),
    });
    Effect::new(move || element::set_title(&title.get()));

    let close = Callback::new(move |()| sheets.close());
    let sheet = move || {
        sheets.open.get().map(|opened| match opened {
            Opened::AddTasks => view! { <AddTasks on_close=close /> }.into_any(),
            Opened::Operation(draft) => view! { <OperationSheet draft on_close=close /> }.into_any(),
        })
    };
    view! {
        <header class="top">
            <h1>"Connector Console"</h1>
            <span class="host mono" title="Calls go to this host">{address::origin()}</span>
        </header>
        <div class="work">
            <main>
                <Notices notices linked />
                <Toolbar />
                <Grid />
            </main>
            {sheet}
        </div>
    }
}

/// What has to be said above the table: parts of a link that were ignored, tasks of a link that are not
/// in the list, a list that is not kept, and runs that wait for a decision.
#[component]
fn Notices(notices: RwSignal<Vec<LinkNotice>>, linked: RwSignal<Vec<TaskName>>) -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let runner = expect_context::<Runner>();
    let sheets = expect_context::<Sheets>();
    let zone = expect_context::<Zone>();
    let ignored = move || {
        let texts = notices.with(|notices| notices.iter().map(words::link_notice).collect::<Vec<_>>());
        (!texts.is_empty()).then(|| {
            view! {
                <div class="notice" role="status">
                    <div>{texts.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}</div>
                    <button type="button" class="quiet" on:click=move |_| notices.set(Vec::new())>"Dismiss"</button>
                </div>
            }
        })
    };
    let missing = Memo::new(move |_| {
        linked.with(|names| names.iter().filter(|name| !tasks.shows(name)).cloned().collect::<Vec<_>>())
    });
    let question = move || {
        let names = missing.get();
        (!names.is_empty()).then(|| {
            let what = if names.len() == 1 { "a task that is" } else { "tasks that are" };
            let list = names.iter().map(|name| view! { <li class="mono">{name.to_string()}</li> }).collect_view();
            let add = move |_| {
                tasks.add(&missing.get_untracked(), console_core::inventory::Source::Person);
            };
            view! {
                <div class="notice" role="status">
                    <div>
                        <p>{format!("The link names {what} not in your list. Add to the list?")}</p>
                        <ul>{list}</ul>
                    </div>
                    <button type="button" on:click=add>"Add to the list"</button>
                    <button type="button" class="quiet" on:click=move |_| linked.set(Vec::new())>"Dismiss"</button>
                </div>
            }
        })
    };
    let not_kept = move || {
        tasks.trouble().map(|error| {
            let why = words::storage_error(&error);
            view! {
                <div class="notice bad" role="alert">
                    <p>{format!("The list of tasks cannot be kept in this browser: {why}. It is gone when this page is closed.")}</p>
                </div>
            }
        })
    };
    let waiting = move || {
        runner
            .unfinished()
            .into_iter()
            .filter(|run| !run.choices().is_empty() && !runner.is_carrying_on(&run.id))
            .map(|run| {
                let text = format!("{} of ", words::name(run.kind));
                let standing = words::run_standing(&run).unwrap_or_default();
                let draft = Draft::new(run.kind, run.task.as_str(), &zone.get());
                let open = move |_| sheets.open(Opened::Operation(draft.clone()));
                view! {
                    <div class="notice doubt" role="status">
                        <p>
                            {text} <span class="mono">{run.task.to_string()}</span> " was interrupted: " {standing} "."
                        </p>
                        <button type="button" on:click=open>"Decide…"</button>
                    </div>
                }
            })
            .collect_view()
    };
    view! { <div class="notices">{not_kept} {waiting} {ignored} {question}</div> }
}
