//! The database and its version: opening it, and making its stores. What a console of another version wrote is
//! recognised and left as it is.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{Event, IdbDatabase, IdbFactory, IdbRequest, IdbTransaction};

use super::schema::{ObjectStore, StorageError};
use super::waiting::done;
use crate::patience::within;

/// The database of the host that was used first.
pub const NAME: &str = "connector-console";
/// How long a deletion is waited for.
const PATIENCE: Duration = Duration::from_secs(3);
/// The version that this console reads and writes. Those before it were of consoles in development.
pub const VERSION: u32 = 4;

/// Returns the browser's databases.
pub fn factory() -> Result<IdbFactory, StorageError> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok();
    factory.and_then(|factory| factory.dyn_into::<IdbFactory>().ok()).ok_or(StorageError::NotThere)
}

/// Opens a database, and makes it if it is not there. Without a version it is opened as it is. Calls back when other
/// pages hold that up; it goes on by itself when they no longer do.
///
/// # Errors
/// [`StorageError::Older`] and [`StorageError::Newer`] when a console of another version wrote it.
pub async fn open(
    name: &str,
    version: Option<u32>,
    blocked: impl Fn() + 'static,
) -> Result<IdbDatabase, StorageError> {
    let factory = factory()?;
    let request = match version {
        Some(version) => factory.open_with_u32(name, version),
        None => factory.open(name),
    };
    let request = request?;
    let is_older = Rc::new(Cell::new(false));
    let (upgraded, found_older) = (request.clone(), is_older.clone());
    let upgrade = Closure::once(move |_: Event| {
        let Some(transaction) = upgraded.transaction() else { return };
        let database = upgraded.result().and_then(JsCast::dyn_into::<IdbDatabase>);
        // One without stores is new, or holds nothing that could be lost.
        found_older.set(database.as_ref().is_ok_and(|database| database.object_store_names().length() > 0));
        if found_older.get() || database.and_then(|database| make_stores(&database)).is_err() {
            give_up(&transaction);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let blocked = Closure::<dyn Fn()>::new(blocked);
    request.set_onblocked(Some(blocked.as_ref().unchecked_ref()));
    let opened = done(&request).await.map_err(|error| match error {
        // Not closed, but taken back.
        StorageError::Closed if is_older.get() => StorageError::Older,
        StorageError::Closed => StorageError::Failed("the stores could not be made".to_owned()),
        error => error,
    });
    Ok(opened?.dyn_into()?)
}

/// Deletes a database. Where other pages hold that up it is done when they no longer do, which is not waited for.
pub async fn delete(name: &str) -> Result<(), StorageError> {
    let request = factory()?.delete_database(name)?;
    within(PATIENCE, done(&request)).await.unwrap_or(Err(StorageError::Blocked)).map(|_| ())
}

/// Takes back what a transaction has done so far. One that is over already stays as it is.
pub fn give_up(transaction: &IdbTransaction) {
    let _ = transaction.abort();
}

/// Makes the stores of a new database.
fn make_stores(database: &IdbDatabase) -> Result<(), JsValue> {
    ObjectStore::ALL.iter().try_for_each(|store| database.create_object_store(store.name()).map(drop))
}

/// What is done next in a transaction, with what a request found.
type Next = Box<dyn FnOnce(JsValue) -> Result<(), JsValue>>;

/// Goes on with a transaction when a request of it has succeeded. What fails then takes all of it back.
pub fn on_success(transaction: &IdbTransaction, request: &IdbRequest, next: Next) {
    let (transaction, succeeded) = (transaction.clone(), request.clone());
    let listener = Closure::once_into_js(move || {
        if succeeded.result().and_then(next).is_err() {
            give_up(&transaction);
        }
    });
    request.set_onsuccess(Some(listener.unchecked_ref()));
}
