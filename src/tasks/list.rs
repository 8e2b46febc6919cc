//! The list of tasks in the console: the inventory as a signal, kept in this browser.

use crate::browser::spawn_local;
use console_core::inventory::{Inventory, Source, TaskRecord};
use console_core::run::Run;
use console_core::stored;
use console_core::task_name::TaskName;

use crate::browser::storage::{self, StorageError, Store};
use crate::browser::{clock, fetch};
use crate::state::State;

/// The list. A handle: copies are the same list.
#[derive(Clone, Copy)]
pub struct Tasks {
    inventory: State<Inventory>,
    trouble: State<Option<StorageError>>,
}

impl Tasks {
    /// The list as it was kept.
    pub async fn load() -> Self {
        let stored = storage::all(Store::Tasks).await;
        let trouble = stored.as_ref().err().cloned();
        let texts = stored.unwrap_or_default();
        // What cannot be read stays in the store untouched.
        let records = texts.iter().filter_map(|text| stored::task_from_text(text));
        let inventory = Inventory::from_records(records.collect());
        Self { inventory: State::new(inventory), trouble: State::new(trouble) }
    }

    /// Adds the tasks of the deployment, when its list has come.
    pub async fn add_deployed(self) {
        if let Some(text) = fetch::read_beside("tasks.json").await {
            self.add(&stored::deployed_tasks(&text), Source::Deployment);
        }
    }

    /// Adds tasks and returns how many are new to the list.
    pub fn add(self, names: &[TaskName], source: Source) -> usize {
        let changed = self.inventory.update(|inventory| inventory.add(names, source, clock::now()));
        let count = changed.len();
        self.keep(&changed);
        count
    }

    /// Learns from a run what became of its task.
    pub fn learn(self, run: &Run) {
        let changed = self.inventory.update(|inventory| inventory.learn(run));
        self.keep(&changed);
    }

    /// What is known of a task, followed.
    pub fn get(self, name: &TaskName) -> Option<TaskRecord> {
        self.inventory.with(|inventory| inventory.get(name).cloned())
    }

    /// Whether a task is in the list, followed.
    pub fn shows(self, name: &TaskName) -> bool {
        self.inventory.with(|inventory| inventory.shows(name))
    }

    /// How many tasks are in the list, followed.
    pub fn count(self) -> usize {
        self.inventory.with(|inventory| inventory.tasks().count())
    }

    /// Looks at the whole inventory, followed.
    pub fn with<T>(self, look: impl FnOnce(&Inventory) -> T) -> T {
        self.inventory.with(look)
    }

    /// Why the list is not kept, followed.
    pub fn trouble(self) -> Option<StorageError> {
        self.trouble.get()
    }

    fn keep(self, records: &[TaskRecord]) {
        let entry = |record: &TaskRecord| (record.name.to_string(), stored::task_to_text(record));
        let entries: Vec<_> = records.iter().map(entry).collect();
        if entries.is_empty() {
            return;
        }
        spawn_local(async move {
            if let Err(error) = storage::put(Store::Tasks, &entries).await {
                self.trouble.set(Some(error));
            }
        });
    }
}
