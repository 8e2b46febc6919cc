//! What stays in this browser: texts under keys, in a few stores of one IndexedDB database.
//!
//! A thin adapter instead of a crate: a few of its functions are needed, and every kilobyte is
//! downloaded.

mod database;
#[cfg(test)]
mod tests;
mod versions;
mod waiting;

use std::cell::RefCell;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use database::Database;

/// The stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// Task records, many to a text; see `console_core::stored::block`.
    List,
    /// Runs that are over, by id: the history.
    Runs,
    /// Runs that are not over, by task; see `console_core::stored::open`. With those that are over they are the
    /// journal.
    Open,
    /// Small settings by name.
    Settings,
    /// Forms that were begun, by operation and task; see `console_core::stored::Begun`.
    Drafts,
}

impl Store {
    const ALL: [Self; 5] = [Self::List, Self::Runs, Self::Open, Self::Settings, Self::Drafts];

    fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Runs => "runs",
            Self::Open => "open",
            Self::Settings => "settings",
            Self::Drafts => "drafts",
        }
    }
}

/// Why something could not be stored or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser has no IndexedDB, or none in this mode.
    NotThere,
    /// A newer console has written the database: it can be read, and is not written by this one.
    Newer,
    /// The database lacks stores that it must have.
    Damaged,
    /// There is no room left.
    Full,
    /// Anything else; the browser's own words.
    Failed(String),
}

thread_local! {
    /// The page's database, or why there is none.
    static NAME: RefCell<String> = RefCell::new(FIRST_DATABASE.to_owned());
    static OPEN: RefCell<Result<Database, StorageError>> = const { RefCell::new(Err(StorageError::NotThere)) };
}

/// The database of the host that was used first; each other host has one of its own.
pub const FIRST_DATABASE: &str = versions::NAME;

/// Says which database is the page's; to be opened anew then.
pub fn use_database(name: &str) {
    if self::name() != name {
        if let Ok(database) = database() {
            database.close();
        }
        NAME.with(|kept| name.clone_into(&mut kept.borrow_mut()));
    }
}

/// The name of the page's database. Pages that share it talk to each other under this name.
pub fn name() -> String {
    NAME.with(|name| name.borrow().clone())
}

/// Opens the page's database and makes the stores that are missing. Whatever is asked of it before, or
/// when this fails, fails with the same reason.
pub async fn open() {
    let opened = Database::open().await;
    OPEN.with(|open| *open.borrow_mut() = opened);
}

fn database() -> Result<Database, StorageError> {
    OPEN.with(|open| open.borrow().clone())
}

/// All texts of some stores as they are at one moment, store by store, in the order of their keys.
pub async fn all(stores: &[Store]) -> Result<Vec<String>, StorageError> {
    database()?.all(stores).await
}

/// The text under a key.
pub async fn get(store: Store, key: &str) -> Result<Option<String>, StorageError> {
    database()?.get(store, key).await
}

/// Writes texts under their keys, all or none, and returns when they are on the disk. An empty text takes away
/// what is there. What is to be written is handed over at once, so that a page that goes away still can.
pub async fn put(store: Store, entries: &[(String, String)]) -> Result<(), StorageError> {
    database()?.put(store, entries).await
}

/// Makes the texts in these places anew from what they are, all or none, and returns when they are on the disk.
/// Nobody else changes them in the meantime. `change` gets the texts in the order of their places and returns
/// those to be there, or nothing if all is to stay as it is. A text that is empty is none, there and here.
pub async fn change(
    places: Vec<(Store, String)>,
    change: impl FnOnce(Vec<String>) -> Option<Vec<String>> + 'static,
) -> Result<(), StorageError> {
    database()?.change(places, Box::new(change)).await
}

/// How many texts a store has.
pub async fn count(store: Store) -> Result<usize, StorageError> {
    database()?.count(store).await
}

/// Takes texts away from a store that has more than `most`, and returns how many are left. `choose` gets the first
/// texts, as many as are to be considered, and how many are too many; it returns the keys of those to go. All in
/// one transaction.
pub async fn trim(
    store: Store,
    most: usize,
    considered: usize,
    choose: impl FnOnce(Vec<String>, usize) -> Vec<String> + 'static,
) -> Result<usize, StorageError> {
    database()?.trim(store, most, considered, Box::new(choose)).await
}

/// Why nothing can be written, if that is known already.
pub fn trouble() -> Option<StorageError> {
    match database() {
        Ok(database) => database.closed_for_writing,
        Err(error) => Some(error),
    }
}

/// All texts of all stores that can be read, each line of them behind the name of its store.
pub async fn everything() -> String {
    let mut lines = String::new();
    for store in Store::ALL {
        for text in all(&[store]).await.unwrap_or_default() {
            for line in text.split('\n') {
                lines.push_str(store.name());
                lines.push(' ');
                lines.push_str(line);
                lines.push('\n');
            }
        }
    }
    lines
}

/// Deletes the database with all that is in it. The page has to be loaded anew afterwards.
pub async fn delete() -> Result<(), StorageError> {
    if let Ok(database) = database() {
        database.close();
    }
    versions::delete().await
}

fn reason(error: &JsValue) -> StorageError {
    let text = |key: &str| Reflect::get(error, &key.into()).ok().and_then(|value| value.as_string());
    match text("name").as_deref() {
        Some("QuotaExceededError") => StorageError::Full,
        Some("VersionError") => StorageError::Newer,
        name => StorageError::Failed(text("message").or(name.map(str::to_owned)).unwrap_or_default()),
    }
}
