//! The page's address: reading it, changing the part behind `?`, and following Back and Forward.

use wasm_bindgen::prelude::*;

/// The part behind `?`, with it; empty if there is none.
pub fn query() -> String {
    web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// Scheme, host and port that the page came from, without a slash at the end: calls go there.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// The page's whole address with another part behind `?`.
pub fn with_query(query: &str) -> String {
    let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    format!("{}{path}{}{query}", origin(), if query.is_empty() { "" } else { "?" })
}

/// Shows another part behind `?` without loading anything, as a new entry of the history or in place
/// of the present one.
pub fn show(query: &str, new_entry: bool) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    let address = with_query(query);
    // A browser that refuses (it limits how often) leaves the old address: a blemish, no failure.
    let _ = if new_entry {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // A browser that refuses has its own button for it.
        let _ = window.location().reload();
    }
}

/// Calls back when Back or Forward has changed the address, for as long as the page stays.
pub fn on_moved(callback: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(callback);
    if let Some(window) = web_sys::window() {
        window.set_onpopstate(Some(listener.as_ref().unchecked_ref()));
    }
    listener.forget();
}
