//! What stays in this browser: texts under keys, in a few stores of one IndexedDB database.
//!
//! An adapter of our own, since no crate has strict durability, requests that follow each other without an await, and
//! upgrades that are taken back: `docs/decisions.md` names those that were looked at.

mod connection;
mod database;
mod schema;
#[cfg(test)]
mod tests;
mod versions;
mod waiting;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;

use crate::patience::{Latch, within};
use database::Database;

pub use connection::{ConnectionChange, keep_open, name, opened, use_database};
pub use schema::{ObjectStore, StorageError};

/// How long a look into a database may take that others may hold.
const PEEK: Duration = Duration::from_secs(2);
/// How long an answer of the storage may take: a page that waits for good for what another one holds is of no use.
const PATIENCE: Duration = Duration::from_secs(10);

/// The database of the host that was used first; each other host has one of its own.
pub const FIRST_DATABASE: &str = versions::NAME;

/// Returns a text of a database that is not the page's, or not yet: it is opened for that only.
///
/// # Errors
/// When that cannot be done at once: it may be there all the same.
pub async fn peek(name: &str, store: ObjectStore, key: &str) -> Result<Option<String>, StorageError> {
    // Apart, so that a database that opens later is closed all the same.
    let (name, key, found) = (name.to_owned(), key.to_owned(), Rc::new(RefCell::new(None)));
    let (done, reading) = (Latch::new(), found.clone());
    let read = done.clone();
    spawn_local(async move {
        let result = match Database::open(&name, Box::new(|| {})).await {
            Ok(database) => {
                let text = database.get(store, &key).await;
                database.close();
                text
            }
            Err(error) => Err(error),
        };
        *reading.borrow_mut() = Some(result);
        read.release();
    });
    let _ = within(PEEK, done.released()).await;
    found.take().unwrap_or(Err(StorageError::Silent))
}

/// Asks something of the database. Where the browser has closed it without a word, that is noticed here.
async fn ask<R>(question: impl AsyncFnOnce(Database) -> Result<R, StorageError>) -> Result<R, StorageError> {
    let (database, number) = connection::database()?;
    let answer = question(database).await;
    if matches!(answer, Err(StorageError::Closed)) {
        connection::lost(number);
    }
    answer
}

/// Reads something, unless that takes too long.
async fn read<R>(question: impl AsyncFnOnce(Database) -> Result<R, StorageError>) -> Result<R, StorageError> {
    within(PATIENCE, ask(question)).await.unwrap_or(Err(StorageError::Silent))
}

/// All texts of some stores as they are at one moment, store by store, in the order of their keys.
pub async fn all(stores: &[ObjectStore]) -> Result<Vec<String>, StorageError> {
    read(async |database| database.all(stores).await).await
}

/// Returns the texts of a store with the greatest keys, at most so many, in the order of their keys.
pub async fn latest(store: ObjectStore, count: usize) -> Result<Vec<String>, StorageError> {
    read(async |database| database.latest(store, count).await).await
}

/// Returns the text under a key.
pub async fn get(store: ObjectStore, key: &str) -> Result<Option<String>, StorageError> {
    read(async |database| database.get(store, key).await).await
}

/// Returns the texts under some keys as they are at one moment, in the order of the keys.
pub async fn get_each(store: ObjectStore, keys: &[&str]) -> Result<Vec<Option<String>>, StorageError> {
    read(async |database| database.get_each(store, keys).await).await
}

/// Writes texts under their keys, all or none, and returns when they are on the disk. An empty text takes away
/// what is there. What is to be written is handed over at once, so that a page that goes away still can.
pub async fn put(store: ObjectStore, entries: &[(String, String)]) -> Result<(), StorageError> {
    ask(async |database| database.put(store, entries).await).await
}

/// Writes texts like [`put`], as soon as the database is open: what keeps it from being so is waited for.
pub async fn put_when_open(store: ObjectStore, entries: &[(String, String)]) -> Result<(), StorageError> {
    loop {
        match put(store, entries).await {
            Err(error) if error.is_passing() => opened().await,
            written => return written,
        }
    }
}

/// Replaces the texts in these places by what is made of them, all or none, and returns when they are on the disk.
/// Nobody else changes them in the meantime. `change` gets the texts in the order of their places and returns
/// those to be there, or nothing if all is to stay as it is. A text that is empty is none, there and here. What takes
/// too long is taken back.
pub async fn change(
    places: Vec<(ObjectStore, String)>,
    change: impl FnOnce(Vec<String>) -> Option<Vec<String>> + 'static,
) -> Result<(), StorageError> {
    ask(async |database| database.change(places, Some(PATIENCE), Box::new(change)).await).await
}

/// Replaces texts like [`change`], as soon as the database is open and however long that takes: what keeps it from
/// being so is waited for. `change` may be called several times, with what is there then.
pub async fn change_when_open(
    places: Vec<(ObjectStore, String)>,
    change: impl Fn(Vec<String>) -> Option<Vec<String>> + 'static,
) -> Result<(), StorageError> {
    let change = Rc::new(change);
    loop {
        let (places, change) = (places.clone(), change.clone());
        let change = Box::new(move |texts: Vec<String>| change(texts));
        match ask(async |database| database.change(places, None, change).await).await {
            Err(error) if error.is_passing() => opened().await,
            written => return written,
        }
    }
}

/// Returns how many texts a store has.
pub async fn count(store: ObjectStore) -> Result<usize, StorageError> {
    read(async |database| database.count(store).await).await
}

/// Takes texts away from a store that has more than `most`, and returns how many are left. `choose` gets the first
/// texts, as many as are to be considered, and how many are too many; it returns the keys of those to go. All in
/// one transaction.
pub async fn trim(
    store: ObjectStore,
    most: usize,
    considered: usize,
    choose: impl FnOnce(Vec<String>, usize) -> Vec<String> + 'static,
) -> Result<usize, StorageError> {
    ask(async |database| database.trim(store, most, considered, Box::new(choose)).await).await
}

/// Why nothing can be written, if that is known already.
pub fn trouble() -> Option<StorageError> {
    match connection::database() {
        Ok((database, _)) => database.closed_for_writing,
        Err(error) => Some(error),
    }
}

/// All texts of all stores, whatever version they are of, each line of them behind the name of its store; nothing if
/// they cannot be read.
pub async fn everything() -> String {
    read(async |database| database.everything().await).await.unwrap_or_default()
}

/// Deletes the database with all that is in it. The page has to be reloaded afterwards.
pub async fn delete() -> Result<(), StorageError> {
    connection::give_up();
    versions::delete(&name()).await
}
