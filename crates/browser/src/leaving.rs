//! Asking before the page is left, and doing what is left to do when it is.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::{WindowListenerHandle, window_event_listener, window_event_listener_untyped};
use web_sys::BeforeUnloadEvent;

/// Lets the browser ask whether to leave, whenever `busy` says so, for as long as the page stays. There may be
/// several reasons to ask.
pub fn ask_while(busy: impl Fn() -> bool + 'static) {
    window_event_listener(ev::beforeunload, move |event: BeforeUnloadEvent| {
        if busy() {
            event.prevent_default();
            event.set_return_value("asked");
        }
    });
}

/// Returns whether the page is hidden.
pub fn is_hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

/// Does something whenever the page becomes visible again, for as long as it stays.
pub fn on_seen(act: impl Fn() + 'static) {
    on_visibility(move |is_hidden| {
        if !is_hidden {
            act();
        }
    });
}

/// Does something whenever the page is hidden or goes away, for as long as it stays. What takes longer
/// than the call itself may not be done any more.
pub fn on_hidden(act: impl Fn() + Clone + 'static) {
    // A page may go away while it is visible, and be hidden for good while it stays.
    let leave = act.clone();
    window_event_listener_untyped("pagehide", move |_| leave());
    on_visibility(move |is_hidden| {
        if is_hidden {
            act();
        }
    });
}

/// Calls back with whether the page is hidden, whenever that changes.
fn on_visibility(callback: impl Fn(bool) + 'static) {
    // The document's event bubbles to the window.
    window_event_listener_untyped("visibilitychange", move |_| callback(is_hidden()));
}

/// Tells whether the page has begun to be left since the watch began. Firefox and Safari break requests off at that
/// moment and let the page run on until the next one is there.
pub struct LeaveWatch {
    has_begun: Rc<Cell<bool>>,
    listeners: Vec<WindowListenerHandle>,
}

impl LeaveWatch {
    /// Watches from now on, until it is dropped.
    pub fn begin() -> Self {
        let has_begun = Rc::new(Cell::new(false));
        let listen = |event| {
            let has_begun = has_begun.clone();
            window_event_listener_untyped(event, move |_| has_begun.set(true))
        };
        let listeners = ["beforeunload", "pagehide"].map(listen).into();
        Self { has_begun, listeners }
    }

    /// Returns whether leaving has begun.
    pub fn has_begun(&self) -> bool {
        self.has_begun.get()
    }
}

impl Drop for LeaveWatch {
    fn drop(&mut self) {
        self.listeners.drain(..).for_each(WindowListenerHandle::remove);
    }
}
