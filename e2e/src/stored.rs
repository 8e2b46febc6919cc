//! What a browser keeps of a console, looked at and changed from outside. The one place of the tests that
//! knows how it is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Console;

/// A file beside the console's page, which has the same databases and no console.
pub const NO_CONSOLE: &str = "config.schema.json";

/// Reads the whole database.
const READ: &str = "
    const done = arguments[0];
    const failed = event => done('' + event.target.error);
    const opening = indexedDB.open('connector-console');
    opening.onerror = failed;
    opening.onsuccess = () => {
        const database = opening.result;
        const names = [...database.objectStoreNames];
        const found = { version: database.version, stores: Object.fromEntries(names.map(name => [name, []])) };
        const finish = () => { database.close(); done(found); };
        if (names.length === 0) return finish();
        const transaction = database.transaction(names);
        transaction.onabort = failed;
        transaction.oncomplete = finish;
        for (const name of names) {
            transaction.objectStore(name).openCursor().onsuccess = event => {
                const cursor = event.target.result;
                if (!cursor) return;
                found.stores[name].push([cursor.key, cursor.value]);
                cursor.continue();
            };
        }
    };
";

/// Puts a database in place of the one that is there.
const WRITE: &str = "
    const [{ version, stores }, done] = arguments;
    const failed = event => done('' + event.target.error);
    const removing = indexedDB.deleteDatabase('connector-console');
    removing.onerror = failed;
    removing.onsuccess = () => {
        const opening = indexedDB.open('connector-console', version);
        opening.onerror = failed;
        opening.onupgradeneeded = () => {
            for (const [name, entries] of Object.entries(stores)) {
                const store = opening.result.createObjectStore(name);
                for (const [key, value] of entries) store.put(value, key);
            }
        };
        opening.onsuccess = () => { opening.result.close(); done(null); };
    };
";

/// All that is kept: the stores of a database with their entries by key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    version: u64,
    stores: BTreeMap<String, Vec<(Value, Value)>>,
}

impl Stored {
    /// The same with this run among those that are over.
    pub fn add_run(&mut self, run: &Value) {
        self.stores.entry("runs".to_owned()).or_default().push((run["id"].clone(), json!(run.to_string())));
    }

    /// Returns how many runs that are over are kept.
    pub fn runs(&self) -> usize {
        self.stores.get("runs").map_or(0, Vec::len)
    }

    /// Returns what is kept now.
    ///
    /// # Panics
    /// When the browser does not tell.
    #[track_caller]
    pub fn read(console: &Console) -> Self {
        let read = console
            .browser()
            .eventually("reading the store", || console.browser().run_async(READ, Vec::new()));
        serde_json::from_value(read.clone()).unwrap_or_else(|error| panic!("{read}: {error}"))
    }

    /// Keeps this in place of what is kept. The console that is open goes away for it, because it would open its
    /// database again at once, and has to be opened anew.
    ///
    /// # Panics
    /// When the browser refuses.
    #[track_caller]
    pub fn write(&self, console: &Console) {
        let browser = console.browser();
        browser.go(&format!("{}{NO_CONSOLE}", console.address()));
        let refused = browser.eventually("writing the store", || browser.run_async(WRITE, vec![json!(self)]));
        assert_eq!(refused, Value::Null);
    }

    /// Returns the same, written by a console that is not there yet.
    #[must_use]
    pub fn of_the_future(mut self) -> Self {
        self.version = 99;
        self
    }

    /// Returns the same, written by a console of the version before.
    #[must_use]
    pub fn of_the_past(mut self) -> Self {
        self.version -= 1;
        self
    }

    /// Returns the same without its journal.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn without_journal(mut self) -> Self {
        assert!(self.stores.remove("runs").is_some());
        self
    }

    /// Returns the same with the record of a task damaged, and the text that stands in its place now.
    ///
    /// # Panics
    /// When there is no record of the task.
    #[must_use]
    pub fn damaged(mut self, task: &str) -> (Self, String) {
        let (whole, damaged) = (format!("{{\"name\":\"{task}\""), format!("{{\"name:\"{task}\""));
        for (_, value) in self.stores.values_mut().flatten() {
            if let Some(text) = value.as_str().filter(|text| text.contains(&whole)) {
                *value = json!(text.replace(&whole, &damaged));
            }
        }
        assert!(self.contains(&damaged), "no record of {task}: {self:?}");
        (self, damaged)
    }

    /// Returns the names of the stores, with how many entries each has.
    pub fn sizes(&self) -> BTreeMap<&str, usize> {
        self.stores.iter().map(|(name, entries)| (name.as_str(), entries.len())).collect()
    }

    /// Returns whether a text stands somewhere in it.
    pub fn contains(&self, text: &str) -> bool {
        self.stores
            .values()
            .flatten()
            .any(|(_, value)| value.as_str().is_some_and(|value| value.contains(text)))
    }
}
