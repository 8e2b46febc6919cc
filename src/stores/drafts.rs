//! Work in progress: what was typed into a form stays when its sheet is closed and when the page is loaded anew,
//! until it is sent or given up. On the disk it is without its secrets; a confirmation is typed anew each time.

use std::time::Duration;

use console_core::forms::draft::Draft;
use console_core::persistence::{Begun, key_of, oldest_drafts, take_oldest};
use leptos::prelude::set_timeout;

use crate::stores::state::State;
use browser::patience::pause;
use browser::storage::{self, Store};
use browser::{clock, leaving, spawn_local};

/// How many forms are kept, the latest.
const MOST: usize = 50;
/// The pause before stored forms are read again.
const AGAIN: Duration = Duration::from_secs(1);
/// How long typing goes on before it is written down.
const REST: Duration = Duration::from_millis(400);

/// The forms that were begun. A handle.
#[derive(Clone, Copy)]
pub struct Kept {
    forms: State<Forms>,
    /// Whether what earlier pages kept was read.
    is_read: State<bool>,
}

#[derive(Default)]
struct Forms {
    begun: Vec<Begun>,
    /// The keys of those that were changed and not written down yet.
    unwritten: Vec<String>,
    /// Counts the changes, so that only the last of several in a row is followed by writing.
    changes: u32,
    is_reading: bool,
}

impl Forms {
    fn place(&self, of: &str) -> Option<usize> {
        self.begun.iter().position(|begun| begun.key() == of)
    }

    fn mark_unwritten(&mut self, key: String) {
        if !self.unwritten.contains(&key) {
            self.unwritten.push(key);
        }
    }
}

/// What tells a form apart from others: its operation and its task.
pub fn key(draft: &Draft) -> String {
    key_of(draft)
}

fn is_empty(draft: &Draft) -> bool {
    let task_as_is = draft.task_as_is;
    *draft == Draft { task_as_is, ..Draft::new(draft.kind, &draft.task, &draft.zone) }
}

impl Kept {
    /// Nothing begun yet.
    pub fn new() -> Self {
        Self { forms: State::new(Forms::default()), is_read: State::new(false) }
    }

    /// Whether what earlier pages kept is known, followed. If it is not, it is read.
    pub fn is_read(self) -> bool {
        if !self.forms.with_untracked(|forms| forms.is_reading) {
            self.forms.update(|forms| forms.is_reading = true);
            leaving::on_hidden(move || self.write());
            spawn_local(async move {
                let mut read = storage::all(&[Store::Drafts]).await;
                while let Err(error) = &read
                    && error.is_passing()
                {
                    // Forms are needed now, too: what was kept of others is taken in when it can be read.
                    self.note_read();
                    storage::opened().await;
                    pause(AGAIN).await;
                    read = storage::all(&[Store::Drafts]).await;
                }
                // What cannot be read is typed again.
                let texts = read.unwrap_or_default();
                self.forms.update(|forms| {
                    let mut begun: Vec<_> = texts.iter().filter_map(|text| Begun::from_text(text)).collect();
                    begun.retain(|begun| forms.place(&begun.key()).is_none());
                    begun.append(&mut forms.begun);
                    forms.begun = begun;
                });
                self.note_read();
            });
        }
        self.is_read.get()
    }

    /// Notes that it is known, once: sheets that are open are not made anew when the storage comes back.
    fn note_read(self) {
        if !self.is_read.get_untracked() {
            self.is_read.set(true);
        }
    }

    /// The form as it was left, if an empty one is asked for and one like it was begun.
    pub fn take_up(self, asked: &Draft) -> Option<Begun> {
        let begun = |forms: &Forms| forms.place(&key(asked)).map(|place| forms.begun[place].clone());
        Some(asked).filter(|asked| is_empty(asked)).and_then(|_| self.forms.with_untracked(begun))
    }

    /// Keeps a form as it is now, in place of the one that it was before.
    pub fn keep(self, before: &str, draft: &Draft) {
        let draft = Draft {
            confirmation: String::new(),
            allows_future: false,
            under_old_name: false,
            ..draft.clone()
        };
        self.forms.update(|forms| {
            let mut withheld = false;
            for old in [before, &key(&draft)] {
                if let Some(place) = forms.place(old) {
                    withheld |= forms.begun.remove(place).withheld;
                    forms.mark_unwritten(old.to_owned());
                }
            }
            if !is_empty(&draft) {
                forms.mark_unwritten(key(&draft));
                let mut begun = Begun { draft, at: clock::now(), withheld: false };
                // Until a secret is typed again.
                begun.withheld = withheld && !begun.without_secrets().withheld;
                forms.begun.push(begun);
            }
            if forms.begun.len() > MOST {
                take_oldest(&mut forms.begun);
            }
        });
        let changes = self.forms.update(|forms| {
            forms.changes = forms.changes.wrapping_add(1);
            forms.changes
        });
        set_timeout(
            move || {
                if self.forms.with_untracked(|forms| forms.changes) == changes {
                    self.write();
                }
            },
            REST,
        );
    }

    /// Forgets a form.
    pub fn give_up(self, draft: &Draft) {
        self.keep(&key(draft), &Draft::new(draft.kind, &draft.task, &draft.zone));
    }

    /// Writes down what was changed. Each form has an entry of its own, so that other pages keep theirs.
    fn write(self) {
        let entries: Vec<_> = self.forms.update(|forms| {
            let keys = std::mem::take(&mut forms.unwritten);
            let text = |key: &str| forms.place(key).map(|place| forms.begun[place].to_text());
            let mut entries = Vec::new();
            for key in keys {
                let text = text(&key).unwrap_or_default();
                entries.push((key, text));
            }
            entries
        });
        if entries.is_empty() {
            return;
        }
        spawn_local(async move {
            let written = storage::put(Store::Drafts, &entries).await;
            if written.is_err_and(|error| error.is_passing()) {
                // As they are then, when the storage is back.
                let keys = entries.into_iter().map(|(key, _)| key);
                self.forms.update(|forms| keys.for_each(|key| forms.mark_unwritten(key)));
                storage::opened().await;
                return self.write();
            }
            // What cannot be kept is typed again.
            let choose = |texts: Vec<String>, surplus| oldest_drafts(&texts, surplus);
            let _ = storage::trim(Store::Drafts, MOST, 4 * MOST, choose).await;
        });
    }
}
