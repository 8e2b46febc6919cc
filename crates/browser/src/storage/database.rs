//! An open database: the transactions that the page needs.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

use super::schema::{ObjectStore, StorageError};
use super::versions::{self, VERSION, on_success};
use super::waiting::{committed, done};
use crate::patience::within;

/// An open database.
#[derive(Clone)]
pub struct Database {
    open: IdbDatabase,
    /// Why it must not be written, if so.
    pub closed_for_writing: Option<StorageError>,
}

/// Makes new texts of old ones; see [`super::change`].
pub type TextsChange = Box<dyn FnOnce(Vec<String>) -> Option<Vec<String>>>;

/// Chooses what goes; see [`super::trim`].
pub type TextsChoice = Box<dyn FnOnce(Vec<String>, usize) -> Vec<String>>;

impl Database {
    /// Opens a database of this name. Calls back when other pages hold that up.
    pub async fn open(name: &str, blocked: Box<dyn Fn()>) -> Result<Self, StorageError> {
        let blocked = Rc::new(blocked);
        let held_up = blocked.clone();
        match Self::open_version(name, Some(VERSION), move || held_up()).await {
            // Without a version it is opened as it is.
            Err(error @ (StorageError::Newer | StorageError::Older)) => {
                let database = Self::open_version(name, None, move || blocked()).await?;
                Ok(Self { closed_for_writing: Some(error), ..database })
            }
            opened => opened,
        }
    }

    /// Opens a database of this name. Without a version it is opened as it is.
    pub async fn open_version(
        name: &str,
        version: Option<u32>,
        blocked: impl Fn() + 'static,
    ) -> Result<Self, StorageError> {
        let open = versions::open(name, version, blocked).await?;
        let database = Self { open, closed_for_writing: None };
        let names = database.store_names();
        let is_whole = ObjectStore::ALL.iter().all(|store| names.iter().any(|name| name == store.name()));
        Ok(Self { closed_for_writing: (!is_whole).then_some(StorageError::Damaged), ..database })
    }

    /// Calls back when the browser closes it.
    pub fn on_close(&self, listener: &JsValue) {
        self.open.set_onclose(listener.dyn_ref());
    }

    /// Calls back when another page wants to change its stores, or to delete it.
    pub fn on_version_change(&self, listener: &JsValue) {
        self.open.set_onversionchange(listener.dyn_ref());
    }

    /// Returns the names of its stores.
    pub fn store_names(&self) -> Vec<String> {
        let names = self.open.object_store_names();
        (0..names.length()).filter_map(|place| names.get(place)).collect()
    }

    /// Lets go of it. Whatever is asked of it from now on fails.
    pub fn close(&self) {
        self.open.close();
    }

    /// See [`super::all`].
    pub async fn all(&self, stores: &[ObjectStore]) -> Result<Vec<String>, StorageError> {
        let transaction = self.reading(stores)?;
        let mut requests = Vec::new();
        for store in stores {
            let request = opened(&transaction, *store)?.get_all();
            requests.push(request?);
        }
        // Requests of a transaction are carried out in their order.
        if let Some(last) = requests.last() {
            done(last).await?;
        }
        let mut texts = Vec::new();
        for request in requests {
            texts.extend(request.result().and_then(texts_of)?);
        }
        Ok(texts)
    }

    /// See [`super::latest`].
    pub async fn latest(&self, store: ObjectStore, count: usize) -> Result<Vec<String>, StorageError> {
        let keys = opened(&self.reading(&[store])?, store)?.get_all_keys()?;
        let keys: Array = done(&keys).await?.unchecked_into();
        let Some(first) = keys.length().checked_sub(1) else { return Ok(Vec::new()) };
        let first = first.saturating_sub(u32::try_from(count).unwrap_or(u32::MAX).saturating_sub(1));
        let range = IdbKeyRange::lower_bound(&keys.get(first))?;
        let texts = opened(&self.reading(&[store])?, store)?.get_all_with_key(&range)?;
        Ok(texts_of(done(&texts).await?)?)
    }

    /// See [`super::everything`].
    pub async fn everything(&self) -> Result<String, StorageError> {
        let mut lines = String::new();
        for name in self.store_names() {
            let transaction = self.transaction([name.as_str()], IdbTransactionMode::Readonly)?;
            let objects = transaction.object_store(&name)?;
            let request = objects.get_all()?;
            let texts = texts_of(done(&request).await?)?;
            for line in texts.iter().flat_map(|text| text.split('\n')) {
                lines.extend([&name, " ", line, "\n"]);
            }
        }
        Ok(lines)
    }

    /// See [`super::get`].
    pub async fn get(&self, store: ObjectStore, key: &str) -> Result<Option<String>, StorageError> {
        Ok(self.get_each(store, &[key]).await?.pop().flatten())
    }

    /// See [`super::get_each`].
    pub async fn get_each(
        &self,
        store: ObjectStore,
        keys: &[&str],
    ) -> Result<Vec<Option<String>>, StorageError> {
        let objects = opened(&self.reading(&[store])?, store)?;
        let requests: Vec<_> =
            keys.iter().map(|key| objects.get(&(*key).into())).collect::<Result<_, _>>()?;
        // Requests of a transaction are carried out in their order.
        if let Some(last) = requests.last() {
            done(last).await?;
        }
        let texts = requests.iter().map(|request| Ok(request.result()?.as_string()));
        texts.collect::<Result<_, JsValue>>().map_err(StorageError::from)
    }

    /// See [`super::put`].
    pub async fn put(&self, store: ObjectStore, entries: &[(String, String)]) -> Result<(), StorageError> {
        let transaction = self.writing(&[store])?;
        let objects = opened(&transaction, store)?;
        for (key, text) in entries {
            put(&objects, &key.into(), text)?;
        }
        commit(&transaction);
        committed(&transaction).await
    }

    /// See [`super::change`]. A change that cannot be begun for longer than `patience` is taken back.
    pub async fn change(
        &self,
        places: Vec<(ObjectStore, String)>,
        patience: Option<Duration>,
        change: TextsChange,
    ) -> Result<(), StorageError> {
        let stores: Vec<_> = places.iter().map(|(store, _)| *store).collect();
        let transaction = self.writing(&stores)?;
        let mut found = Vec::new();
        for (store, key) in places {
            let objects = opened(&transaction, store)?;
            let key = JsValue::from(key);
            let request = objects.get(&key)?;
            found.push((objects, key, request));
        }
        let Some((_, _, last)) = found.last() else { return Ok(()) };
        let last = last.clone();
        // Requests of a transaction are carried out in their order.
        let next = move |_| {
            let kept =
                |request: &IdbRequest| request.result().map(|text| text.as_string().unwrap_or_default());
            let texts = found.iter().map(|(_, _, request)| kept(request)).collect::<Result<Vec<_>, _>>()?;
            for ((objects, key, _), text) in found.iter().zip(change(texts).unwrap_or_default()) {
                put(objects, key, &text)?;
            }
            Ok(())
        };
        on_success(&transaction, &last, Box::new(next));
        let Some(patience) = patience else { return committed(&transaction).await };
        let mut writing = pin!(committed(&transaction));
        match within(patience, writing.as_mut()).await {
            Some(written) => written,
            // One that is being written by now is waited for: whether it was written has to be known.
            None if transaction.abort().is_err() => writing.await,
            None => {
                // Its end is waited for, whatever it is.
                let _ = writing.await;
                Err(StorageError::Silent)
            }
        }
    }

    /// See [`super::count`].
    pub async fn count(&self, store: ObjectStore) -> Result<usize, StorageError> {
        let transaction = self.reading(&[store])?;
        let request = opened(&transaction, store)?.count()?;
        Ok(number(&done(&request).await?))
    }

    /// See [`super::trim`].
    pub async fn trim(
        &self,
        store: ObjectStore,
        most: usize,
        considered: usize,
        choose: TextsChoice,
    ) -> Result<usize, StorageError> {
        let transaction = self.writing(&[store])?;
        let objects = opened(&transaction, store)?;
        let counting = objects.count()?;
        let left = Rc::new(Cell::new(0));
        let (counted, same) = (left.clone(), transaction.clone());
        let next = move |count: JsValue| {
            let count = number(&count);
            counted.set(count);
            let Some(surplus) = count.checked_sub(most).filter(|surplus| *surplus > 0) else { return Ok(()) };
            let limit = u32::try_from(considered).unwrap_or(u32::MAX);
            let reading = objects.get_all_with_key_and_limit(&JsValue::UNDEFINED, limit)?;
            let next = move |found: JsValue| {
                for key in choose(texts_of(found)?, surplus).into_iter().take(surplus) {
                    objects.delete(&key.into())?;
                    counted.set(counted.get().saturating_sub(1));
                }
                Ok(())
            };
            on_success(&same, &reading, Box::new(next));
            Ok(())
        };
        on_success(&transaction, &counting, Box::new(next));
        committed(&transaction).await?;
        Ok(left.get())
    }

    /// Returns a transaction that changes something, if anything may be changed.
    fn writing(&self, stores: &[ObjectStore]) -> Result<IdbTransaction, StorageError> {
        match &self.closed_for_writing {
            Some(error) => Err(error.clone()),
            None => self.transaction(stores.iter().map(|store| store.name()), IdbTransactionMode::Readwrite),
        }
    }

    /// Returns a transaction that reads something, unless it could be misread.
    fn reading(&self, stores: &[ObjectStore]) -> Result<IdbTransaction, StorageError> {
        match &self.closed_for_writing {
            Some(StorageError::Older) => Err(StorageError::Older),
            _ => self.transaction(stores.iter().map(|store| store.name()), IdbTransactionMode::Readonly),
        }
    }

    fn transaction<'a>(
        &self,
        stores: impl IntoIterator<Item = &'a str>,
        mode: IdbTransactionMode,
    ) -> Result<IdbTransaction, StorageError> {
        // Called by name: web-sys has the form with options among its unstable interfaces only.
        let options = Object::new();
        let names = stores.into_iter().map(JsValue::from).collect::<Array>();
        let begin = || {
            Reflect::set(&options, &"durability".into(), &"strict".into())?;
            let transaction: Function = Reflect::get(&self.open, &"transaction".into())?.dyn_into()?;
            transaction.call3(&self.open, &names, &mode.into(), &options)?.dyn_into()
        };
        Ok(begin()?)
    }
}

/// Says that nothing more comes, so that it is not waited for. A browser that does not know this finds out itself.
fn commit(transaction: &IdbTransaction) {
    let commit = Reflect::get(transaction, &"commit".into()).and_then(JsCast::dyn_into::<Function>);
    // One that is over already is as good.
    let _ = commit.and_then(|commit| commit.call0(transaction));
}

/// Writes a text; one that is empty takes away what is there.
fn put(objects: &IdbObjectStore, key: &JsValue, text: &str) -> Result<(), JsValue> {
    match text.is_empty() {
        true => objects.delete(key)?,
        false => objects.put_with_key(&text.into(), key)?,
    };
    Ok(())
}

/// Returns the texts that a request found.
fn texts_of(found: JsValue) -> Result<Vec<String>, JsValue> {
    let found: Array = found.dyn_into()?;
    Ok(found.iter().filter_map(|text| text.as_string()).collect())
}

/// Returns a count of the browser's.
fn number(counted: &JsValue) -> usize {
    counted.as_f64().unwrap_or_default() as usize
}

fn opened(transaction: &IdbTransaction, store: ObjectStore) -> Result<IdbObjectStore, StorageError> {
    Ok(transaction.object_store(store.name())?)
}
