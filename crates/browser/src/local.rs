//! Small texts that all pages of an origin share, whatever database each of them uses: the browser's local storage.

use leptos::prelude::window_event_listener_untyped;

/// Returns the text under a key.
pub fn get(key: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(key).ok()?
}

/// Puts a text under a key, and returns whether the browser keeps it.
pub fn put(key: &str, text: &str) -> bool {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    storage.is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Calls back when another page has changed a text, for as long as this page stays.
pub fn on_changed(callback: impl Fn() + 'static) {
    window_event_listener_untyped("storage", move |_| callback());
}
