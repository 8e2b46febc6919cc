//! What stays in this browser: texts under keys, in a few stores of one IndexedDB database.
//!
//! A thin adapter instead of a crate: six of its functions are needed, and every kilobyte is
//! downloaded.

use std::cell::RefCell;
use std::rc::Rc;

use console_core::stored::block;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

/// The stores.
#[derive(Clone, Copy, Debug)]
pub enum Store {
    /// Task records, many to a text; see `console_core::stored::block`.
    List,
    /// Runs by id: the journal, and the history when they are over.
    Runs,
    /// Small settings by name.
    Settings,
}

impl Store {
    const ALL: [Self; 3] = [Self::List, Self::Runs, Self::Settings];

    fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Runs => "runs",
            Self::Settings => "settings",
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

/// An open database.
#[derive(Clone)]
struct Database {
    open: IdbDatabase,
    /// Why it must not be written, if so.
    closed_for_writing: Option<StorageError>,
}

thread_local! {
    /// The page's database, or why there is none.
    static OPEN: RefCell<Result<Database, StorageError>> = const { RefCell::new(Err(StorageError::NotThere)) };
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

/// All texts of a store, in the order of their keys.
pub async fn all(store: Store) -> Result<Vec<String>, StorageError> {
    database()?.all(store).await
}

/// The text under a key.
pub async fn get(store: Store, key: &str) -> Result<Option<String>, StorageError> {
    database()?.get(store, key).await
}

/// Writes texts under their keys, all or none, and returns when they are on the disk.
pub async fn put(store: Store, entries: &[(String, String)]) -> Result<(), StorageError> {
    database()?.put(store, entries).await
}

/// Makes the text under each key anew from what it is, all or none, and returns when they are on the disk. Nobody
/// else changes them in the meantime. `change` gets a key's place among the keys, and an empty text where there is
/// none.
pub async fn change(
    store: Store,
    keys: Vec<String>,
    change: impl Fn(usize, &str) -> String + 'static,
) -> Result<(), StorageError> {
    database()?.change(store, keys, Rc::new(change)).await
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
        for text in all(store).await.unwrap_or_default() {
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
        database.open.close();
    }
    let request = factory()?.delete_database(NAME).map_err(|error| reason(&error))?;
    done(&request).await.map(|_| ())
}

/// What makes a text anew: from the place of its key and the text that is there.
type Change = dyn Fn(usize, &str) -> String;

const NAME: &str = "connector-console";
/// Version 1 had each task record under a key of its own, in a store that is converted.
const VERSION: u32 = 2;
const SINGLE_TASKS: &str = "tasks";

fn factory() -> Result<IdbFactory, StorageError> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok();
    factory.and_then(|factory| factory.dyn_into::<IdbFactory>().ok()).ok_or(StorageError::NotThere)
}

impl Database {
    async fn open() -> Result<Self, StorageError> {
        match Self::open_version(NAME, Some(VERSION)).await {
            // Without a version it is opened as it is.
            Err(StorageError::Newer) => {
                let database = Self::open_version(NAME, None).await?;
                Ok(Self { closed_for_writing: Some(StorageError::Newer), ..database })
            }
            opened => opened,
        }
    }

    async fn open_version(name: &str, version: Option<u32>) -> Result<Self, StorageError> {
        let factory = factory()?;
        let request = match version {
            Some(version) => factory.open_with_u32(name, version),
            None => factory.open(name),
        };
        let request = request.map_err(|error| reason(&error))?;
        let upgraded = request.clone();
        let upgrade = Closure::once(move || {
            let Ok(database) = upgraded.result().and_then(JsCast::dyn_into::<IdbDatabase>) else { return };
            for store in Store::ALL {
                if !database.object_store_names().contains(store.name()) {
                    // A failure here fails the opening itself, which is reported.
                    let _ = database.create_object_store(store.name());
                }
            }
            if let Some(transaction) = upgraded.transaction()
                && database.object_store_names().contains(SINGLE_TASKS)
                && convert(database, &transaction).is_err()
            {
                give_up(&transaction);
            }
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let open: IdbDatabase = done(&request).await?.dyn_into().map_err(|error| reason(&error))?;
        // A later console of another tab must be able to change the stores.
        let closing = open.clone();
        let close = Closure::<dyn Fn()>::new(move || closing.close());
        open.set_onversionchange(Some(close.as_ref().unchecked_ref()));
        close.forget();
        let names = open.object_store_names();
        let is_whole = Store::ALL.into_iter().all(|store| names.contains(store.name()));
        Ok(Self { open, closed_for_writing: (!is_whole).then_some(StorageError::Damaged) })
    }

    async fn all(&self, store: Store) -> Result<Vec<String>, StorageError> {
        let transaction = self.transaction(store, IdbTransactionMode::Readonly)?;
        let request = opened(&transaction, store)?.get_all().map_err(|error| reason(&error))?;
        let found: Array = done(&request).await?.dyn_into().map_err(|error| reason(&error))?;
        Ok(found.iter().filter_map(|text| text.as_string()).collect())
    }

    async fn get(&self, store: Store, key: &str) -> Result<Option<String>, StorageError> {
        let transaction = self.transaction(store, IdbTransactionMode::Readonly)?;
        let request = opened(&transaction, store)?.get(&key.into()).map_err(|error| reason(&error))?;
        Ok(done(&request).await?.as_string())
    }

    async fn put(&self, store: Store, entries: &[(String, String)]) -> Result<(), StorageError> {
        if let Some(error) = &self.closed_for_writing {
            return Err(error.clone());
        }
        let transaction = self.transaction(store, IdbTransactionMode::Readwrite)?;
        let objects = opened(&transaction, store)?;
        for (key, text) in entries {
            objects.put_with_key(&text.into(), &key.into()).map_err(|error| reason(&error))?;
        }
        committed(&transaction).await
    }

    async fn change(&self, store: Store, keys: Vec<String>, change: Rc<Change>) -> Result<(), StorageError> {
        if let Some(error) = &self.closed_for_writing {
            return Err(error.clone());
        }
        let transaction = self.transaction(store, IdbTransactionMode::Readwrite)?;
        let objects = opened(&transaction, store)?;
        let mut listeners = Vec::new();
        for (place, key) in keys.iter().enumerate() {
            let key = JsValue::from(key);
            let request = objects.get(&key).map_err(|error| reason(&error))?;
            let (read, objects, transaction) = (request.clone(), objects.clone(), transaction.clone());
            let change = change.clone();
            let listener = Closure::once(move || {
                let kept = read.result().ok().and_then(|text| text.as_string()).unwrap_or_default();
                if objects.put_with_key(&change(place, &kept).into(), &key).is_err() {
                    give_up(&transaction);
                }
            });
            request.set_onsuccess(Some(listener.as_ref().unchecked_ref()));
            listeners.push(listener);
        }
        committed(&transaction).await
    }

    fn transaction(&self, store: Store, mode: IdbTransactionMode) -> Result<IdbTransaction, StorageError> {
        // Called by name: web-sys has the form with options among its unstable interfaces only.
        let options = Object::new();
        let begin = || {
            Reflect::set(&options, &"durability".into(), &"strict".into())?;
            let transaction: Function = Reflect::get(&self.open, &"transaction".into())?.dyn_into()?;
            transaction.call3(&self.open, &store.name().into(), &mode.into(), &options)?.dyn_into()
        };
        begin().map_err(|error| reason(&error))
    }
}

/// Takes back what a transaction has done so far. One that is over already stays as it is.
fn give_up(transaction: &IdbTransaction) {
    let _ = transaction.abort();
}

/// Moves the task records of version 1 into blocks, within the transaction that makes the stores.
fn convert(database: IdbDatabase, transaction: &IdbTransaction) -> Result<(), JsValue> {
    let list = transaction.object_store(Store::List.name())?;
    let request = transaction.object_store(SINGLE_TASKS)?.get_all()?;
    let (read, transaction) = (request.clone(), transaction.clone());
    let write = move || -> Result<(), JsValue> {
        let found: Array = read.result()?.dyn_into()?;
        let texts: Vec<_> = found.iter().filter_map(|text| text.as_string()).collect();
        let are_all = texts.len() == found.length() as usize;
        for block in block::of_single(texts) {
            list.put_with_key(&block.lines.join("\n").into(), &block.key.into())?;
        }
        // What is no text was never the console's, and is not its to delete.
        if are_all { database.delete_object_store(SINGLE_TASKS) } else { Ok(()) }
    };
    let listener = Closure::once_into_js(move || {
        if write().is_err() {
            give_up(&transaction);
        }
    });
    request.set_onsuccess(Some(listener.unchecked_ref()));
    Ok(())
}

fn opened(transaction: &IdbTransaction, store: Store) -> Result<IdbObjectStore, StorageError> {
    transaction.object_store(store.name()).map_err(|error| reason(&error))
}

/// Waits for a request.
async fn done(request: &IdbRequest) -> Result<JsValue, StorageError> {
    let waited = request.clone();
    let failed = request.clone();
    settled(
        |listener| request.set_onsuccess(listener),
        |listener| request.set_onerror(listener),
        move || waited.result(),
        move || failed.error().ok().flatten().map_or(JsValue::UNDEFINED, JsValue::from),
    )
    .await
}

/// Waits until a transaction is committed.
async fn committed(transaction: &IdbTransaction) -> Result<(), StorageError> {
    let failed = transaction.clone();
    settled(
        |listener| transaction.set_oncomplete(listener),
        |listener| transaction.set_onabort(listener),
        || Ok(JsValue::UNDEFINED),
        move || failed.error().map_or(JsValue::UNDEFINED, JsValue::from),
    )
    .await
    .map(|_| ())
}

/// Waits for the first of two events; the listeners are kept exactly until then.
async fn settled(
    on_success: impl Fn(Option<&Function>),
    on_error: impl Fn(Option<&Function>),
    value: impl Fn() -> Result<JsValue, JsValue> + 'static,
    error: impl Fn() -> JsValue + 'static,
) -> Result<JsValue, StorageError> {
    let kept: RefCell<Vec<Closure<dyn FnMut()>>> = RefCell::default();
    let (mut value, mut error) = (Some(value), Some(error));
    let promise = Promise::new(&mut |resolve, reject| {
        if let Some(value) = value.take() {
            let rejected = reject.clone();
            let listener = Closure::once(move || {
                let _ = match value() {
                    Ok(value) => resolve.call1(&JsValue::UNDEFINED, &value),
                    Err(error) => rejected.call1(&JsValue::UNDEFINED, &error),
                };
            });
            on_success(Some(listener.as_ref().unchecked_ref()));
            kept.borrow_mut().push(listener);
        }
        if let Some(error) = error.take() {
            let listener = Closure::once(move || {
                let _ = reject.call1(&JsValue::UNDEFINED, &error());
            });
            on_error(Some(listener.as_ref().unchecked_ref()));
            kept.borrow_mut().push(listener);
        }
    });
    let result = JsFuture::from(promise).await.map_err(|error| reason(&error));
    on_success(None);
    on_error(None);
    result
}

fn reason(error: &JsValue) -> StorageError {
    let text = |key: &str| Reflect::get(error, &key.into()).ok().and_then(|value| value.as_string());
    match text("name").as_deref() {
        Some("QuotaExceededError") => StorageError::Full,
        Some("VersionError") => StorageError::Newer,
        name => StorageError::Failed(text("message").or(name.map(str::to_owned)).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests;
