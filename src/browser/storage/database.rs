//! An open database: the transactions that the page needs.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

use super::versions::{self, NAME, VERSION, on_success};
use super::waiting::{committed, done};
use super::{StorageError, Store, reason};

/// An open database.
#[derive(Clone)]
pub struct Database {
    open: IdbDatabase,
    /// Why it must not be written, if so.
    pub closed_for_writing: Option<StorageError>,
}

/// Makes texts anew; see [`super::change`].
pub type Change = Box<dyn FnOnce(Vec<String>) -> Option<Vec<String>>>;

impl Database {
    /// The page's database; see [`super::open`].
    pub async fn open() -> Result<Self, StorageError> {
        match Self::open_version(NAME, Some(VERSION)).await {
            // Without a version it is opened as it is.
            Err(StorageError::Newer) => {
                let database = Self::open_version(NAME, None).await?;
                Ok(Self { closed_for_writing: Some(StorageError::Newer), ..database })
            }
            opened => opened,
        }
    }

    /// A database of this name. Without a version it is opened as it is.
    pub async fn open_version(name: &str, version: Option<u32>) -> Result<Self, StorageError> {
        let open = versions::open(name, version).await?;
        // A later console of another tab must be able to change the stores.
        let closing = open.clone();
        let close = Closure::<dyn Fn()>::new(move || closing.close());
        open.set_onversionchange(Some(close.as_ref().unchecked_ref()));
        close.forget();
        let database = Self { open, closed_for_writing: None };
        let is_whole = Store::ALL.into_iter().all(|store| database.has(store.name()));
        Ok(Self { closed_for_writing: (!is_whole).then_some(StorageError::Damaged), ..database })
    }

    /// Whether it has a store of this name.
    pub fn has(&self, store: &str) -> bool {
        self.open.object_store_names().contains(store)
    }

    /// Lets go of it. Whatever is asked of it from now on fails.
    pub fn close(&self) {
        self.open.close();
    }

    /// See [`super::all`].
    pub async fn all(&self, stores: &[Store]) -> Result<Vec<String>, StorageError> {
        let transaction = self.transaction(stores, IdbTransactionMode::Readonly)?;
        let mut requests = Vec::new();
        for store in stores {
            let request = opened(&transaction, *store)?.get_all();
            requests.push(request.map_err(|error| reason(&error))?);
        }
        // Requests of a transaction are carried out in their order.
        if let Some(last) = requests.last() {
            done(last).await?;
        }
        let mut texts = Vec::new();
        for request in requests {
            let found = request.result().and_then(JsCast::dyn_into::<Array>);
            texts.extend(found.map_err(|error| reason(&error))?.iter().filter_map(|text| text.as_string()));
        }
        Ok(texts)
    }

    /// See [`super::get`].
    pub async fn get(&self, store: Store, key: &str) -> Result<Option<String>, StorageError> {
        let transaction = self.transaction(&[store], IdbTransactionMode::Readonly)?;
        let request = opened(&transaction, store)?.get(&key.into()).map_err(|error| reason(&error))?;
        Ok(done(&request).await?.as_string())
    }

    /// See [`super::put`].
    pub async fn put(&self, store: Store, entries: &[(String, String)]) -> Result<(), StorageError> {
        let transaction = self.writing(&[store])?;
        let objects = opened(&transaction, store)?;
        for (key, text) in entries {
            objects.put_with_key(&text.into(), &key.into()).map_err(|error| reason(&error))?;
        }
        committed(&transaction).await
    }

    /// See [`super::change`].
    pub async fn change(&self, places: Vec<(Store, String)>, change: Change) -> Result<(), StorageError> {
        let stores: Vec<_> = places.iter().map(|(store, _)| *store).collect();
        let transaction = self.writing(&stores)?;
        let mut found = Vec::new();
        for (store, key) in places {
            let objects = opened(&transaction, store)?;
            let key = JsValue::from(key);
            let request = objects.get(&key).map_err(|error| reason(&error))?;
            found.push((objects, key, request));
        }
        let Some((_, _, last)) = found.last() else { return Ok(()) };
        let last = last.clone();
        // Requests of a transaction are carried out in their order.
        on_success(&transaction, &last, move || {
            let kept =
                |request: &IdbRequest| request.result().map(|text| text.as_string().unwrap_or_default());
            let texts = found.iter().map(|(_, _, request)| kept(request)).collect::<Result<Vec<_>, _>>()?;
            for ((objects, key, _), text) in found.iter().zip(change(texts).unwrap_or_default()) {
                match text.is_empty() {
                    true => objects.delete(key)?,
                    false => objects.put_with_key(&text.into(), key)?,
                };
            }
            Ok(())
        });
        committed(&transaction).await
    }

    /// A transaction that changes something, if anything may be changed.
    fn writing(&self, stores: &[Store]) -> Result<IdbTransaction, StorageError> {
        match &self.closed_for_writing {
            Some(error) => Err(error.clone()),
            None => self.transaction(stores, IdbTransactionMode::Readwrite),
        }
    }

    fn transaction(
        &self,
        stores: &[Store],
        mode: IdbTransactionMode,
    ) -> Result<IdbTransaction, StorageError> {
        // Called by name: web-sys has the form with options among its unstable interfaces only.
        let options = Object::new();
        let names = stores.iter().map(|store| JsValue::from(store.name())).collect::<Array>();
        let begin = || {
            Reflect::set(&options, &"durability".into(), &"strict".into())?;
            let transaction: Function = Reflect::get(&self.open, &"transaction".into())?.dyn_into()?;
            transaction.call3(&self.open, &names, &mode.into(), &options)?.dyn_into()
        };
        begin().map_err(|error| reason(&error))
    }
}

fn opened(transaction: &IdbTransaction, store: Store) -> Result<IdbObjectStore, StorageError> {
    transaction.object_store(store.name()).map_err(|error| reason(&error))
}
