//! What stays in this browser: texts under keys, in a few stores of one IndexedDB database.
//!
//! A thin adapter instead of a crate: five of its functions are needed, and every kilobyte is
//! downloaded.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

/// The stores.
#[derive(Clone, Copy, Debug)]
pub enum Store {
    /// Task records by name.
    Tasks,
    /// Runs by id: the journal, and the history when they are over.
    Runs,
    /// Small settings by name.
    Settings,
}

impl Store {
    const ALL: [Self; 3] = [Self::Tasks, Self::Runs, Self::Settings];

    fn name(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
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

/// Why nothing can be written, if that is known already.
pub fn trouble() -> Option<StorageError> {
    match database() {
        Ok(database) => database.closed_for_writing,
        Err(error) => Some(error),
    }
}

/// All texts of all stores that can be read, one a line behind the name of its store.
pub async fn everything() -> String {
    let mut lines = String::new();
    for store in Store::ALL {
        for text in all(store).await.unwrap_or_default() {
            lines.push_str(store.name());
            lines.push(' ');
            lines.push_str(&text);
            lines.push('\n');
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

const NAME: &str = "connector-console";
/// Version 1 wrote task records without labels and with all members; they are read as they are.
const VERSION: u32 = 2;

fn factory() -> Result<IdbFactory, StorageError> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok();
    factory.and_then(|factory| factory.dyn_into::<IdbFactory>().ok()).ok_or(StorageError::NotThere)
}

impl Database {
    async fn open() -> Result<Self, StorageError> {
        match Self::open_version(Some(VERSION)).await {
            // Without a version it is opened as it is.
            Err(StorageError::Newer) => {
                let database = Self::open_version(None).await?;
                Ok(Self { closed_for_writing: Some(StorageError::Newer), ..database })
            }
            opened => opened,
        }
    }

    async fn open_version(version: Option<u32>) -> Result<Self, StorageError> {
        let factory = factory()?;
        let request = match version {
            Some(version) => factory.open_with_u32(NAME, version),
            None => factory.open(NAME),
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
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    fn entry(key: &str, text: &str) -> (String, String) {
        (key.to_owned(), text.to_owned())
    }

    #[wasm_bindgen_test]
    async fn texts_are_found_again_in_the_order_of_their_keys() {
        let database = Database::open().await.unwrap();
        database.put(Store::Runs, &[entry("b", "2"), entry("a", "任务 \"x\"")]).await.unwrap();
        database.put(Store::Runs, &[entry("b", "3")]).await.unwrap();
        let again = Database::open().await.unwrap();
        assert_eq!(again.all(Store::Runs).await.unwrap(), ["任务 \"x\"", "3"]);
        assert_eq!(again.get(Store::Runs, "b").await.unwrap().as_deref(), Some("3"));
        assert_eq!(again.get(Store::Runs, "c").await.unwrap(), None);
        assert_eq!(again.all(Store::Tasks).await.unwrap(), Vec::<String>::new());
    }

    #[wasm_bindgen_test]
    async fn a_closed_database_is_an_error_and_no_panic() {
        let database = Database::open().await.unwrap();
        database.open.close();
        let refused = database.put(Store::Settings, &[entry("zone", "UTC")]).await;
        assert!(matches!(refused, Err(StorageError::Failed(_))), "{refused:?}");
    }
}
