//! The list of tasks in the console: the inventory as a signal, kept in this browser and followed by its
//! other pages.

use browser::spawn_local;
use console_core::domain::inventory::{Inventory, OmsTask, TaskEntry, TaskRecord, TaskSource};
use console_core::domain::run::{Moment, Run};
use console_core::domain::task_name::TaskName;
use console_core::interchange::deployed::{self, DeployedError};
use console_core::interchange::import::FoundTasks;
use console_core::interchange::static_file::{StaticFile, StaticFileError};
use console_core::persistence::{self, block};
use leptos::prelude::*;

use browser::storage::{self, ObjectStore, StorageError};
use browser::{clock, fetch, leaving, tabs};

/// The deployment's list.
pub const DEPLOYED: &str = "tasks.json";

/// Changes to more blocks than these are large ones: they take a moment to be kept, and are not told one by one to
/// other pages, which read the list again.
const TOLD_SINGLY: usize = 20;

/// A store of the list of tasks.
#[derive(Clone, Copy)]
pub struct Tasks {
    /// The host that it is about, of several.
    host: StoredValue<Option<String>>,
    inventory: RwSignal<Inventory>,
    /// What was done to the list before it was read; nothing as soon as it was.
    early: RwSignal<Option<Vec<Early>>>,
    /// Counts the changes made here, so that none is undone by what was read before it was kept.
    changes: RwSignal<u32>,
    /// How many of the large ones are being kept.
    keeping: RwSignal<u32>,
    trouble: RwSignal<Option<StorageError>>,
    /// Texts in the store that are no records, or of a later version.
    unreadable: RwSignal<Vec<String>>,
    deployed: RwSignal<DeployedListState>,
    forgotten: RwSignal<Vec<TaskRecord>>,
}

/// Something done to the list before it was read. What it comes to depends on what is there.
enum Early {
    Add(Vec<TaskEntry>, TaskSource),
    Forget(Vec<TaskName>),
    /// Brings back what was forgotten last.
    Restore,
}

/// A state that the deployment's list can be in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DeployedListState {
    /// It was not read yet.
    #[default]
    NotRead,
    /// There is none.
    Missing,
    /// It is there, or may be, and could not be read.
    Unavailable(StaticFileError),
    /// It is no such list.
    Broken(DeployedError),
    /// It was read.
    Read {
        /// How many tasks it names.
        tasks: usize,
        /// How many of them were new to the list.
        added: usize,
        /// How many of its entries name no task.
        left_out: usize,
    },
}

impl Tasks {
    /// Returns an empty list: what was kept is not [read](Self::read) yet.
    /// Of several hosts of the deployment, `host` says which one it is about.
    pub fn new(host: Option<String>) -> Self {
        let tasks = Self {
            host: StoredValue::new(host),
            inventory: RwSignal::new(Inventory::default()),
            early: RwSignal::new(Some(Vec::new())),
            changes: RwSignal::new(0),
            keeping: RwSignal::new(0),
            trouble: RwSignal::new(None),
            unreadable: RwSignal::new(Vec::new()),
            deployed: RwSignal::new(DeployedListState::NotRead),
            forgotten: RwSignal::new(Vec::new()),
        };
        // Tens of thousands of tasks take a moment, and a storage that is not open may take long.
        leaving::ask_while(move || tasks.keeping.get_untracked() > 0 || tasks.is_early_by_person());
        tasks
    }

    /// Reads the list again, as another page may have changed all of it. What was done here before it was read for
    /// the first time is done to what was read.
    pub async fn read(self) -> Result<(), StorageError> {
        self.read_beside(Vec::new()).await
    }

    /// Reads the list again after the browser has closed its storage, and keeps what is in this page's and not there
    /// any more.
    pub async fn rescue(self) -> Result<(), StorageError> {
        let records = self.inventory.with_untracked(|inventory| inventory.records().to_vec());
        // What was never read cannot have been lost.
        let is_read = self.early.with_untracked(Option::is_none);
        self.read_beside(if is_read { records } else { Vec::new() }).await
    }

    async fn read_beside(self, own: Vec<TaskRecord>) -> Result<(), StorageError> {
        let blocks = self.read_unchanged(async || storage::all(&[ObjectStore::List]).await).await?;
        // Room for all of them at once, and each block given back as soon as it is read: a long list is read in half the
        // memory that way.
        let mut records = Vec::with_capacity(block::SIZE * blocks.len());
        let mut unreadable = Vec::new();
        for block in blocks {
            take_apart(&block, |record| records.push(record), &mut unreadable);
        }
        let mut inventory = Inventory::from_records(records);
        let lost: Vec<_> = own.into_iter().filter(|record| inventory.get(&record.name).is_none()).collect();
        lost.iter().for_each(|record| inventory.take_in(record.clone()));
        self.inventory.update(|shown| {
            let before = std::mem::replace(shown, inventory);
            shown.take_readings(before);
        });
        self.unreadable.set(unreadable);
        self.trouble.set(storage::trouble());
        self.keep(&lost);
        // Taken before the loop, which asks for it again.
        let early = self.early.write().take();
        for early in early.into_iter().flatten() {
            match early {
                Early::Add(entries, source) => drop(self.add(&entries, source)),
                Early::Forget(names) => self.forget(&names),
                Early::Restore => self.restore(),
            }
        }
        Ok(())
    }

    /// Records why the list is not kept at the moment.
    pub fn set_trouble(self, error: StorageError) {
        self.trouble.set(Some(error));
    }

    /// Returns whether a person has changed the list before it was read.
    fn is_early_by_person(self) -> bool {
        let by_person = |early: &Early| !matches!(early, Early::Add(_, TaskSource::Deployment));
        self.early.with_untracked(|early| early.iter().flatten().any(by_person))
    }

    /// Keeps something done to the list for when it has been read, if it has not.
    fn is_early(self, early: impl FnOnce() -> Early) -> bool {
        self.early.write().as_mut().map(|waiting| waiting.push(early())).is_some()
    }

    /// Takes over what another page changed in a block of the list.
    pub async fn read_block(self, key: &str) {
        let read = self.read_unchanged(async || storage::get(ObjectStore::List, key).await).await;
        let Some(block) = read.ok().flatten() else { return };
        let mut unreadable = Vec::new();
        self.inventory.update(|inventory| {
            take_apart(&block, |record| inventory.take_in(record), &mut unreadable);
        });
        unreadable.retain(|text| self.unreadable.with_untracked(|known| !known.contains(text)));
        if !unreadable.is_empty() {
            self.unreadable.update(|known| known.append(&mut unreadable));
        }
    }

    /// Returns what is read when nothing was changed here meanwhile: a change is kept later than it is made.
    async fn read_unchanged<R>(self, read: impl AsyncFn() -> R) -> R {
        loop {
            let before = self.changes.get_untracked();
            let found = read().await;
            if self.changes.get_untracked() == before {
                return found;
            }
        }
    }

    /// Adds the tasks of the deployment, when its list has come.
    pub async fn add_deployed(self) {
        let deployed = match fetch::read_beside(DEPLOYED).await {
            StaticFile::Missing => DeployedListState::Missing,
            StaticFile::Unavailable(why) => DeployedListState::Unavailable(why),
            StaticFile::Text(text) => {
                match self.host.with_value(|host| deployed::read(&text, host.as_deref())) {
                    Err(error) => DeployedListState::Broken(error),
                    Ok(FoundTasks { entries, left_out, .. }) => DeployedListState::Read {
                        tasks: entries.len(),
                        added: self.add(&entries, TaskSource::Deployment),
                        left_out: left_out.len(),
                    },
                }
            }
        };
        self.deployed.set(deployed);
    }

    /// Returns what became of the deployment's list.
    pub fn deployed(self) -> DeployedListState {
        self.deployed.get()
    }

    /// Adds tasks and returns how many of them are new or changed.
    pub fn add(self, entries: &[TaskEntry], source: TaskSource) -> usize {
        let changed = self.inventory.write().add(entries, source, clock::now());
        let count = changed.len();
        if !self.is_early(|| Early::Add(entries.to_vec(), source)) {
            self.keep(&changed);
        }
        count
    }

    /// Takes tasks out of the list; nothing is sent.
    pub fn forget(self, names: &[TaskName]) {
        let changed = self.inventory.write().forget(names);
        if !self.is_early(|| Early::Forget(names.to_vec())) {
            self.keep(&changed);
        }
        self.forgotten.set(changed);
    }

    /// Returns how many tasks were forgotten last and can be brought back.
    pub fn forgotten(self) -> usize {
        self.forgotten.with(Vec::len)
    }

    /// Brings back what was forgotten last.
    pub fn restore(self) {
        let forgotten = std::mem::take(&mut *self.forgotten.write());
        let changed = self.inventory.write().restore(&forgotten);
        if !self.is_early(|| Early::Restore) {
            self.keep(&changed);
        }
    }

    /// Does not offer any more to bring back what was forgotten.
    pub fn dismiss_forgotten(self) {
        self.forgotten.set(Vec::new());
    }

    /// Learns from a run what became of its task.
    pub fn learn(self, run: &Run) {
        let changed = self.inventory.write().learn(run);
        self.keep(&changed);
    }

    /// Takes in what runs tell of their tasks and the list misses.
    pub fn take_missed(self, runs: &[Run]) {
        let changed = self.inventory.write().take_missed(runs);
        self.keep(&changed);
    }

    /// Takes in what OMS says of tasks, and which projects were read whole, and when.
    pub fn see(self, seen: Vec<OmsTask>, whole: &[(String, Moment)]) {
        let mut inventory = self.inventory.write();
        let mut changed = inventory.see(seen);
        changed.extend(inventory.set_missing_of(whole));
        drop(inventory);
        self.keep_with(&changed, block::merged_seen);
    }

    /// Marks what OMS said of the tasks of projects as stale.
    pub fn set_stale(self, projects: &[String]) {
        self.inventory.write().set_stale(projects);
    }

    /// Notes at the end of a pass which tasks OMS never told of.
    pub fn note_not_found(self) {
        self.inventory.write().note_not_found();
    }

    /// Marks all that OMS said as stale.
    pub fn set_all_stale(self) {
        self.inventory.write().set_all_stale();
    }

    /// Marks what OMS said before a moment as missing: everything was read since then.
    pub fn set_missing(self, before: Moment) {
        let changed = self.inventory.write().set_missing(before);
        self.keep_with(&changed, block::merged_seen);
    }

    /// Returns what is known of a task.
    pub fn get(self, name: &TaskName) -> Option<TaskRecord> {
        self.inventory.with(|inventory| inventory.get(name).cloned())
    }

    /// Returns whether anything is known of a task of this name, be it in the list or not.
    pub fn is_known_untracked(self, name: &TaskName) -> bool {
        self.inventory.with_untracked(|inventory| inventory.get(name).is_some())
    }

    /// Returns whether a task is in the list.
    pub fn shows(self, name: &TaskName) -> bool {
        self.inventory.with(|inventory| inventory.shows(name))
    }

    /// Returns how many tasks are in the list.
    pub fn count(self) -> usize {
        self.inventory.with(Inventory::count)
    }

    /// Looks at the whole inventory.
    pub fn with<T>(self, read: impl FnOnce(&Inventory) -> T) -> T {
        self.inventory.with(read)
    }

    /// Looks at the whole inventory as it is now.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Inventory) -> T) -> T {
        self.inventory.with_untracked(read)
    }

    /// Why the list is not kept.
    pub fn trouble(self) -> Option<StorageError> {
        self.trouble.get()
    }

    /// Returns the texts in the store that cannot be read.
    pub fn unreadable(self) -> Vec<String> {
        self.unreadable.get()
    }

    fn keep(self, records: &[TaskRecord]) {
        self.keep_with(records, block::merged);
    }

    /// Keeps records, merged into what is kept of their blocks.
    fn keep_with(self, records: &[TaskRecord], merge: fn(&str, &[String]) -> String) {
        if records.is_empty() {
            return;
        }
        self.changes.update(|count| *count = count.wrapping_add(1));
        let blocks = block::of_records(records);
        let keys: Vec<_> = blocks.iter().map(|block| block.key.clone()).collect();
        let is_large = keys.len() > TOLD_SINGLY;
        self.keeping.update(|count| *count += u32::from(is_large));
        let places = keys.iter().map(|key| (ObjectStore::List, key.clone())).collect();
        let merged = move |kept: Vec<String>| {
            let pairs = kept.iter().zip(&blocks);
            Some(pairs.map(|(kept, block)| merge(kept, &block.lines)).collect())
        };
        spawn_local(async move {
            let kept = storage::change_when_open(places, merged).await;
            self.keeping.update(|count| *count -= u32::from(is_large));
            match kept {
                Err(error) => self.trouble.set(Some(error)),
                Ok(()) if is_large => tabs::tell_list(),
                Ok(()) => keys.iter().for_each(|key| tabs::tell_block(key)),
            }
        });
    }
}

/// Reads the records of a block, and collects the lines that are none or of a later version. They stay in the
/// store untouched.
fn take_apart(block: &str, mut take: impl FnMut(TaskRecord), unreadable: &mut Vec<String>) {
    for line in block.split('\n').filter(|line| !line.is_empty()) {
        match persistence::task_from_text(line) {
            Some(record) => take(record),
            None => unreadable.push(line.to_owned()),
        }
    }
}
