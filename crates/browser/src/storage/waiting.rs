//! Waiting for what IndexedDB tells by events.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbRequest, IdbTransaction};

use super::schema::StorageError;

/// Waits for a request.
pub async fn done(request: &IdbRequest) -> Result<JsValue, StorageError> {
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
pub async fn committed(transaction: &IdbTransaction) -> Result<(), StorageError> {
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

/// Takes the listeners away when the waiting is over, also when it is given up: what is told later has no listener.
struct Listening<F: Fn()>(F);

impl<F: Fn()> Drop for Listening<F> {
    fn drop(&mut self) {
        (self.0)();
    }
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
    // Dropped before the listeners themselves are.
    let _listening = Listening(|| {
        on_success(None);
        on_error(None);
    });
    Ok(JsFuture::from(promise).await?)
}
