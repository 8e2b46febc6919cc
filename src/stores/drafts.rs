//! Work in progress: a draft stays when its sheet is closed and when the page is reloaded, until it is sent or given
//! up. It is stored without its secrets; a confirmation is typed again each time.

use std::mem;
use std::time::Duration;

use console_core::forms::draft::Draft;
use console_core::persistence::{StoredDraft, key_of, oldest_drafts, take_oldest};
use leptos::prelude::*;

use browser::debounce::Debounce;
use browser::patience::pause;
use browser::storage::{self, ObjectStore};
use browser::{clock, leaving, spawn_local};

/// The number of drafts that are kept, the latest ones.
const MOST: usize = 50;
/// The pause before stored drafts are read again.
const AGAIN: Duration = Duration::from_secs(1);
/// The pause in typing after which a draft is stored.
const REST: Duration = Duration::from_millis(400);

/// A store of the drafts that are kept, one for each operation and task.
#[derive(Clone, Copy)]
pub struct Drafts {
    /// The draft of the open form.
    open: ReadSignal<Draft>,
    kept: StoredValue<Kept>,
    /// Whether the drafts of earlier pages were read.
    is_read: RwSignal<bool>,
    /// Waits for a pause in typing.
    rest: Debounce,
}

#[derive(Default)]
struct Kept {
    begun: Vec<StoredDraft>,
    /// The keys that the open form had since it was last copied; none if it was not changed.
    keys_of_open: Vec<String>,
    /// The keys of the drafts that were changed and not stored yet.
    unwritten: Vec<String>,
    is_reading: bool,
}

impl Kept {
    fn position(&self, key: &str) -> Option<usize> {
        self.begun.iter().position(|begun| begun.key() == key)
    }

    fn mark_unwritten(&mut self, key: String) {
        if !self.unwritten.contains(&key) {
            self.unwritten.push(key);
        }
    }

    /// Removes the drafts of these keys. Returns whether secrets were left out of one.
    fn remove(&mut self, keys: Vec<String>) -> bool {
        let mut withheld = false;
        for key in keys {
            if let Some(position) = self.position(&key) {
                withheld |= self.begun.remove(position).withheld;
                self.mark_unwritten(key);
            }
        }
        withheld
    }
}

fn is_empty(draft: &Draft) -> bool {
    *draft == draft.emptied()
}

impl Drafts {
    /// Creates the store; it keeps what is typed into the open form.
    pub fn new(open: ReadSignal<Draft>) -> Self {
        let kept = StoredValue::new(Kept::default());
        Self { open, kept, is_read: RwSignal::new(false), rest: Debounce::new(REST) }
    }

    /// Returns whether the drafts of earlier pages were read, and has them read if not.
    pub fn is_read(self) -> bool {
        if !self.kept.with_value(|kept| kept.is_reading) {
            self.kept.update_value(|kept| kept.is_reading = true);
            leaving::on_hidden(move || self.write());
            spawn_local(self.read());
        }
        self.is_read.get()
    }

    async fn read(self) {
        let mut read = storage::all(&[ObjectStore::Drafts]).await;
        while let Err(error) = &read
            && error.is_passing()
        {
            // Forms are needed now, too: the drafts are added when they can be read.
            self.note_read();
            storage::opened().await;
            pause(AGAIN).await;
            read = storage::all(&[ObjectStore::Drafts]).await;
        }
        // What cannot be read is typed again.
        let texts = read.unwrap_or_default();
        self.kept.update_value(|kept| {
            let mut begun: Vec<_> = texts.iter().filter_map(|text| StoredDraft::from_text(text)).collect();
            begun.retain(|begun| kept.position(&begun.key()).is_none());
            begun.append(&mut kept.begun);
            kept.begun = begun;
        });
        self.note_read();
    }

    /// Notes the reading, once: open sheets are not rendered again when the storage comes back.
    fn note_read(self) {
        if !self.is_read.get_untracked() {
            self.is_read.set(true);
        }
    }

    /// Returns the draft that is kept for the operation and the task of an empty one.
    pub fn take_up(self, asked: &Draft) -> Option<StoredDraft> {
        self.copy_open();
        if !is_empty(asked) {
            return None;
        }
        let key = key_of(asked);
        self.kept.with_value(|kept| kept.begun.iter().find(|begun| begun.key() == key).cloned())
    }

    /// Notes that the open form, which had this key before, was changed. It is copied and stored after a pause in typing:
    /// a draft may be long.
    pub fn note_change(self, key: String) {
        self.kept.update_value(|kept| {
            if !kept.keys_of_open.contains(&key) {
                kept.keys_of_open.push(key);
            }
        });
        self.rest.call(move || self.write());
    }

    /// Copies the open form, if it was changed since it was last copied.
    pub fn copy_open(self) {
        self.kept.update_value(|kept| {
            let mut keys = mem::take(&mut kept.keys_of_open);
            if keys.is_empty() {
                return;
            }
            let mut draft = self.open.get_untracked();
            draft.withdraw_consents();
            let key = key_of(&draft);
            keys.push(key.clone());
            let withheld = kept.remove(keys);
            if !is_empty(&draft) {
                kept.mark_unwritten(key);
                let mut begun = StoredDraft { draft, at: clock::now(), withheld: false };
                // Until a secret is typed again.
                begun.withheld = withheld && !begun.without_secrets().withheld;
                kept.begun.push(begun);
            }
            if kept.begun.len() > MOST {
                take_oldest(&mut kept.begun);
            }
        });
    }

    /// Forgets the draft of the open form.
    pub fn give_up(self) {
        let key = self.open.with_untracked(key_of);
        self.kept.update_value(|kept| {
            let mut keys = mem::take(&mut kept.keys_of_open);
            keys.push(key);
            kept.remove(keys);
        });
        self.rest.call(move || self.write());
    }

    /// Stores what was changed. Each draft has an entry of its own, so that other pages keep theirs.
    fn write(self) {
        self.copy_open();
        let take_entries = |kept: &mut Kept| {
            let text =
                |kept: &Kept, key: &str| kept.position(key).map(|position| kept.begun[position].to_text());
            let keys = mem::take(&mut kept.unwritten).into_iter();
            keys.map(|key| (key.clone(), text(kept, &key).unwrap_or_default())).collect::<Vec<_>>()
        };
        let entries = self.kept.try_update_value(take_entries).unwrap_or_default();
        if entries.is_empty() {
            return;
        }
        spawn_local(async move {
            let written = storage::put(ObjectStore::Drafts, &entries).await;
            if written.is_err_and(|error| error.is_passing()) {
                // As they are then, when the storage is back.
                let keys = entries.into_iter().map(|(key, _)| key);
                self.kept.update_value(|kept| keys.for_each(|key| kept.mark_unwritten(key)));
                storage::opened().await;
                return self.write();
            }
            // What cannot be kept is typed again.
            let choose = |texts: Vec<String>, surplus| oldest_drafts(&texts, surplus);
            let _ = storage::trim(ObjectStore::Drafts, MOST, 4 * MOST, choose).await;
        });
    }
}
