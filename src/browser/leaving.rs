//! Asking before the page is left.

use wasm_bindgen::prelude::*;
use web_sys::BeforeUnloadEvent;

/// Lets the browser ask whether to leave, whenever `busy` says so, for as long as the page stays. There may be
/// several reasons to ask.
pub fn ask_while(busy: impl Fn() -> bool + 'static) {
    let listener = Closure::<dyn Fn(BeforeUnloadEvent)>::new(move |event: BeforeUnloadEvent| {
        if busy() {
            event.prevent_default();
            event.set_return_value("asked");
        }
    });
    if let Some(window) = web_sys::window() {
        // Fails for nothing that is passed here.
        let _ = window.add_event_listener_with_callback("beforeunload", listener.as_ref().unchecked_ref());
    }
    listener.forget();
}
