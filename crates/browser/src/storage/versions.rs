//! The database and its versions: opening it, making the stores that are missing, and moving what earlier
//! versions kept to where it belongs now.
//!
//! - Version 1 had each task record under a key of its own, in a store that is given up.
//! - Versions 1 and 2 had all runs in one store, those that are not over too.

use std::time::Duration;

use console_core::persistence::{block, open};
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbFactory, IdbRequest, IdbTransaction};

use super::waiting::done;
use super::{StorageError, Store, reason};
use crate::patience::within;

/// The database of the host that was used first.
pub const NAME: &str = "connector-console";
/// How long a deletion is waited for.
const PATIENCE: Duration = Duration::from_secs(3);
/// The version that this console writes.
pub const VERSION: u32 = 3;
/// Where version 1 had its task records.
pub const SINGLE_TASKS: &str = "tasks";

/// The browser's databases.
pub fn factory() -> Result<IdbFactory, StorageError> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok();
    factory.and_then(|factory| factory.dyn_into::<IdbFactory>().ok()).ok_or(StorageError::NotThere)
}

/// Opens a database. One of an earlier version is made one of this version, in one transaction: whatever
/// interrupts that leaves it as it was. Without a version it is opened as it is. Calls back when other pages hold that
/// up; it goes on by itself when they no longer do.
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
    let request = request.map_err(|error| reason(&error))?;
    let upgraded = request.clone();
    let upgrade = Closure::once(move || {
        let Some(transaction) = upgraded.transaction() else { return };
        let database = upgraded.result().and_then(JsCast::dyn_into::<IdbDatabase>);
        if database.and_then(|database| convert(database, &transaction)).is_err() {
            give_up(&transaction);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let blocked = Closure::<dyn Fn()>::new(blocked);
    request.set_onblocked(Some(blocked.as_ref().unchecked_ref()));
    let opened = done(&request).await.map_err(|error| match error {
        // Not closed, but taken back: the stores could not be made.
        StorageError::Closed => StorageError::Failed("the stored data could not be converted".to_owned()),
        error => error,
    });
    opened?.dyn_into().map_err(|error| reason(&error))
}

/// Deletes a database. Where other pages hold that up it is done when they no longer do, which is not waited for.
pub async fn delete(name: &str) -> Result<(), StorageError> {
    let request = factory()?.delete_database(name).map_err(|error| reason(&error))?;
    within(PATIENCE, done(&request)).await.unwrap_or(Err(StorageError::Blocked)).map(|_| ())
}

/// Takes back what a transaction has done so far. One that is over already stays as it is.
pub fn give_up(transaction: &IdbTransaction) {
    let _ = transaction.abort();
}

/// Makes the stores that are missing and fills them, within the transaction that upgrades the database.
fn convert(database: IdbDatabase, transaction: &IdbTransaction) -> Result<(), JsValue> {
    let has = |name: &str| database.object_store_names().contains(name);
    let (had_runs, had_open) = (has(Store::Runs.name()), has(Store::Open.name()));
    for store in Store::ALL {
        if !has(store.name()) {
            database.create_object_store(store.name())?;
        }
    }
    if had_runs && !had_open {
        move_open_runs(transaction)?;
    }
    if has(SINGLE_TASKS) { move_single_tasks(database, transaction) } else { Ok(()) }
}

/// Moves the runs that are not over from all the others.
fn move_open_runs(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let runs = transaction.object_store(Store::Runs.name())?;
    let open = transaction.object_store(Store::Open.name())?;
    let keys = runs.get_all_keys()?;
    let texts = runs.get_all()?;
    let next = move |texts: JsValue| {
        // Requests of a transaction are carried out in their order.
        let keys: Array = keys.result()?.dyn_into()?;
        let texts: Array = texts.dyn_into()?;
        let mut moved = Vec::new();
        for (key, text) in keys.iter().zip(texts.iter()) {
            if text.as_string().is_some_and(|text| open::collect(&mut moved, &text)) {
                runs.delete(&key)?;
            }
        }
        for (task, lines) in moved {
            open.put_with_key(&lines.into(), &task.into())?;
        }
        Ok(())
    };
    on_success(transaction, &texts, Box::new(next));
    Ok(())
}

/// Moves the task records of version 1 into blocks.
fn move_single_tasks(database: IdbDatabase, transaction: &IdbTransaction) -> Result<(), JsValue> {
    let list = transaction.object_store(Store::List.name())?;
    let request = transaction.object_store(SINGLE_TASKS)?.get_all()?;
    let next = move |found: JsValue| {
        let found: Array = found.dyn_into()?;
        let texts: Vec<_> = found.iter().filter_map(|text| text.as_string()).collect();
        let are_all = texts.len() == found.length() as usize;
        for block in block::of_single(texts) {
            list.put_with_key(&block.lines.join("\n").into(), &block.key.into())?;
        }
        // What is no text was never the console's, and is not its to delete.
        if are_all { database.delete_object_store(SINGLE_TASKS) } else { Ok(()) }
    };
    on_success(transaction, &request, Box::new(next));
    Ok(())
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
