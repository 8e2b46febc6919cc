//! Which sheet is open. The address follows it and the table's view; see `app/router.rs`.

use console_core::domain::operation::OperationKind;
use console_core::domain::run::{Run, RunId};
use console_core::domain::task_name::TaskName;
use console_core::interchange::history::HistoryFilter;
use console_core::interchange::link::Link;
use leptos::prelude::*;

use browser::keyboard;

/// A purpose that a sheet is opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetContent {
    /// Adding tasks.
    AddTasks,
    /// The list of tasks as a whole: exporting it, reading the deployment's again.
    TaskList,
    /// Which columns the table has.
    Columns,
    /// The saved views.
    Views,
    /// How the console is operated.
    Help,
    /// What can be set.
    Settings,
    /// Signing in to OMS.
    SignIn,
    /// An operation, its form filled in as far as this link goes. The form itself belongs to the second part.
    Operation(Box<Link>),
    /// What is known of a task.
    Details(TaskName),
    /// What was done: on the tasks that are named, or on all.
    History(HistoryFilter),
    /// A run, whatever became of it.
    Run(RunId),
}

impl SheetContent {
    /// Returns the link that opens the sheet, as far as there is one.
    pub fn to_link(&self) -> Link {
        match self {
            Self::Operation(link) => Link::clone(link),
            Self::History(shown) => Link {
                tasks: shown.tasks.clone(),
                operation: shown.operation,
                history: Some(shown.text.clone()),
                ended: shown.ended,
                within: shown.within,
                ..Link::default()
            },
            Self::Details(task) => Link { tasks: vec![task.clone()], details: true, ..Link::default() },
            Self::Run(id) => Link { run: Some(id.clone()), ..Link::default() },
            _ => Link::default(),
        }
    }
}

/// A list of the names that were added last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedTasks {
    /// Those that came into the list.
    pub fresh: Vec<TaskName>,
    /// Those that were there already.
    pub known: Vec<TaskName>,
}

/// A store of the sheet that is open, if one is.
#[derive(Clone, Copy)]
pub struct Sheets {
    open: RwSignal<Option<SheetContent>>,
    /// The task that the open sheet is about, as it is named in its form; without a sheet, that of the link.
    about: RwSignal<Option<TaskName>>,
    /// What a person had pressed when opening the open sheet; nothing where a link, Back or Forward opened it.
    opened_at: RwSignal<Option<u32>>,
    /// How many sheets were opened or closed so far.
    changes: RwSignal<u32>,
    /// Whether the address is to be written, and if so, as a new entry of the history.
    unwritten: RwSignal<Option<bool>>,
    /// What was pasted into Add tasks; stays when the sheet is closed without adding.
    pub pasted: RwSignal<String>,
    /// What is to be said of the file that it comes from.
    pub pasted_from: RwSignal<String>,
    /// What a person has added last, until another sheet is opened.
    pub added: RwSignal<Option<AddedTasks>>,
}

impl Sheets {
    /// No sheet is open.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(None),
            opened_at: RwSignal::new(None),
            changes: RwSignal::new(0),
            unwritten: RwSignal::new(None),
            about: RwSignal::new(None),
            pasted: RwSignal::new(String::new()),
            pasted_from: RwSignal::new(String::new()),
            added: RwSignal::new(None),
        }
    }

    /// Returns whether a sheet is open, as it is now.
    pub fn is_open_untracked(self) -> bool {
        self.open.with_untracked(Option::is_some)
    }

    /// Returns whether a sheet is open.
    pub fn is_open(self) -> bool {
        self.open.with(Option::is_some)
    }

    /// Returns whether the history is open.
    pub fn is_history(self) -> bool {
        self.open.with(|open| matches!(open, Some(SheetContent::History(_))))
    }

    /// Returns what the open sheet is for.
    pub fn get(self) -> Option<SheetContent> {
        self.open.get()
    }

    /// Looks at what the open sheet is for.
    pub fn with_untracked<R>(self, read: impl FnOnce(Option<&SheetContent>) -> R) -> R {
        self.open.with_untracked(|open| read(open.as_ref()))
    }

    /// Shows the sheet that the address asks for, or none.
    pub fn follow(self, opened: Option<SheetContent>) {
        self.change(opened, None);
    }

    /// Opens a sheet in place of the one that is open, and shows so in the address.
    pub fn open(self, opened: SheetContent) {
        self.change(Some(opened), Some(keyboard::presses()));
        self.show_address(true);
    }

    /// Opens the form of an operation for a task.
    pub fn open_form(self, kind: OperationKind, task: &TaskName) {
        let link = Link { tasks: vec![task.clone()], operation: Some(kind), ..Link::default() };
        self.open(SheetContent::Operation(Box::new(link)));
    }

    /// Notes the link that opens the open form as it is shown. Nothing is rendered again by that.
    pub fn set_link(self, shown: Link) {
        self.open.update_untracked(|open| {
            if let Some(SheetContent::Operation(link)) = open {
                **link = shown;
            }
        });
    }

    /// Notes which runs the open history shows. Nothing is rendered again by that.
    pub fn set_filter(self, shown: HistoryFilter) {
        self.open.update_untracked(|open| {
            if let Some(SheetContent::History(filter)) = open {
                *filter = shown;
            }
        });
    }

    /// Notes the task that the open sheet is about, as it is named in its form.
    pub fn set_about(self, task: Option<TaskName>) {
        if self.about.with_untracked(|about| *about != task) {
            self.about.set(task);
        }
    }

    /// Closes the sheet, and shows so in the address.
    pub fn close(self) {
        self.change(None, None);
        self.show_address(false);
    }

    /// Has what is shown written into the address, as a new entry of the history or in place of the present one.
    pub fn show_address(self, new_entry: bool) {
        self.unwritten.update(|unwritten| *unwritten = Some(new_entry || *unwritten == Some(true)));
    }

    /// Takes whether the address is to be written, and if so, as a new entry of the history.
    pub fn take_unwritten(self) -> Option<bool> {
        self.unwritten.track();
        self.unwritten.try_update_untracked(Option::take).flatten()
    }

    fn change(self, opened: Option<SheetContent>, opened_at: Option<u32>) {
        self.changes.update(|count| *count = count.wrapping_add(1));
        self.opened_at.set(opened_at);
        if opened.is_some() && self.added.with_untracked(Option::is_some) {
            self.added.set(None);
        }
        self.set_about(match &opened {
            Some(SheetContent::Operation(link)) => link.tasks.first().cloned(),
            Some(SheetContent::Details(task)) => Some(task.clone()),
            _ => None,
        });
        self.open.set(opened);
    }

    /// Returns how many sheets were opened or closed so far, to tell later whether any was since.
    pub fn changes_untracked(self) -> u32 {
        self.changes.get_untracked()
    }

    /// Returns whether the open sheet comes up at once after what a person did to open it. A sheet that a link
    /// opened, or that comes late, is not what the next key is meant for.
    pub fn is_awaited_untracked(self) -> bool {
        self.opened_at.get_untracked() == Some(keyboard::presses())
    }

    /// Returns whether the open sheet shows this run: as itself, or in place of a form of its task.
    pub fn shows_run(self, run: &Run) -> bool {
        self.is_open() && self.is_about(&run.task)
            || self.open.with(|open| matches!(open, Some(SheetContent::Run(id)) if *id == run.id))
    }

    /// Returns the task that the open sheet or the link is about.
    pub fn task_untracked(self) -> Option<TaskName> {
        self.about.get_untracked()
    }

    /// Returns whether the open sheet or the link is about this task.
    pub fn is_about(self, name: &TaskName) -> bool {
        self.about.with(|about| about.as_ref() == Some(name))
    }
}
