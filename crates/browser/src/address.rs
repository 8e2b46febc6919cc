//! The page's address: reading it, changing the part behind `?`, and following Back and Forward.

use leptos::prelude::window_event_listener_untyped;
use wasm_bindgen::JsValue;

/// Returns the part behind `?`, with it; empty if there is none.
pub fn query() -> String {
    web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// Scheme, host and port that the page came from, without a slash at the end: calls go there.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Returns the path that the page came from.
fn path() -> String {
    web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// Returns the address of a file that lies beside the page. Whole, because a browser fetches nothing that is named
/// relative to a page with a user name and a password in its address.
pub fn beside(name: &str) -> String {
    let path = path();
    let directory = path.rfind('/').map_or("", |end| &path[..end]);
    format!("{}{directory}/{name}", origin())
}

/// Returns the address of an absolute path at the page's origin, for the same reason.
pub fn at_origin(path: &str) -> String {
    format!("{}{path}", origin())
}

/// Returns the page's whole address with another part behind `?`; without a user name and a password, which are nobody
/// else's.
pub fn with_query(query: &str) -> String {
    at_origin(&format!("{}{}{query}", path(), if query.is_empty() { "" } else { "?" }))
}

/// Shows another part behind `?` without loading anything, as a new entry of the history or in place
/// of the present one.
pub fn show(query: &str, new_entry: bool) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    // Relative, because all before the path must stay as it is: a user name and a password, too, which browsers leave
    // out of what they tell of the address.
    let address = match query {
        "" if path().starts_with("//") => with_query(query),
        "" => path(),
        query => format!("?{query}"),
    };
    // A browser that refuses (it limits how often) leaves the old address: a blemish, no failure.
    let _ = if new_entry {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

/// Loads the page at another address of its origin.
pub fn go_to(address: &str) {
    if let Some(window) = web_sys::window() {
        // A person may choose to stay.
        let _ = window.location().assign(address);
    }
}

/// Reloads the page.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // A browser that refuses has its own button for it.
        let _ = window.location().reload();
    }
}

/// Calls back when Back or Forward has changed the address, for as long as the page stays.
pub fn on_moved(callback: impl Fn() + 'static) {
    window_event_listener_untyped("popstate", move |_| callback());
}
