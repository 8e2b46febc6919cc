//! Keys: which one was pressed, and whether it is the page's at all.
//!
//! A key that an input method uses to compose a text is not the page's: Enter takes a word over there, Escape
//! drops it. Whatever listens to keys asks here.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::window_event_listener;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, KeyboardEvent};

/// The key code of a key that went to an input method. Safari ends composing before it tells of the key that ended
/// it, so that `isComposing` is false by then.
const TO_INPUT_METHOD: u32 = 229;

/// A key that a person pressed for the page.
pub struct KeyPress {
    /// `KeyboardEvent.key`.
    pub name: String,
    /// Whether Control, or Command on a Mac, was held.
    pub command: bool,
    /// Whether Shift was held.
    pub shift: bool,
    /// Whether Alt was held.
    pub alt: bool,
    /// Whether the key repeats because it is held down.
    pub repeated: bool,
}

impl KeyPress {
    /// Returns whether it is this key and no other is held with it.
    pub fn is_plain(&self, name: &str) -> bool {
        self.name == name && !self.command && !self.shift && !self.alt
    }

    /// Returns whether it is this key with Control (or Command) alone.
    pub fn is_command(&self, name: &str) -> bool {
        self.name == name && self.command && !self.shift && !self.alt
    }
}

/// Returns the key that an event is about; nothing for one that belongs to an input method.
pub fn key(event: &Event) -> Option<KeyPress> {
    let event = event.dyn_ref::<KeyboardEvent>().filter(|event| !belongs_to_input_method(event))?;
    Some(KeyPress {
        name: event.key(),
        command: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
        repeated: event.repeat(),
    })
}

fn belongs_to_input_method(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == TO_INPUT_METHOD
}

/// A key that was pressed, and where.
pub struct KeyEvent(KeyboardEvent);

thread_local! {
    /// How many keys and buttons were pressed in the page.
    static PRESSES: Cell<u32> = const { Cell::new(0) };
}

/// Returns how many keys and buttons of the mouse were pressed in the page so far, to tell later whether any was since.
pub fn presses() -> u32 {
    PRESSES.get()
}

/// Begins to count what [`presses`] returns.
pub fn count_presses() {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn Fn()>::new(|| PRESSES.set(PRESSES.get().wrapping_add(1)));
    for kind in ["keydown", "pointerdown"] {
        // Before anybody else: what is opened by a press is opened after it.
        let _ =
            window.add_event_listener_with_callback_and_bool(kind, listener.as_ref().unchecked_ref(), true);
    }
    listener.forget();
}

/// Calls back for each key that no one has used yet, for as long as the page stays.
pub fn listen(callback: impl Fn(&KeyEvent) + 'static) {
    window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if !event.default_prevented() {
            callback(&KeyEvent(event));
        }
    });
}

impl KeyEvent {
    /// Returns `KeyboardEvent.key`.
    pub fn name(&self) -> String {
        self.0.key()
    }

    /// Returns whether Control, Alt or Command is held.
    pub fn is_modified(&self) -> bool {
        self.0.ctrl_key() || self.0.alt_key() || self.0.meta_key()
    }

    /// Returns whether Control, or Command on a Mac, is held and nothing else.
    pub fn is_command(&self) -> bool {
        (self.0.ctrl_key() || self.0.meta_key()) && !self.0.alt_key() && !self.0.shift_key()
    }

    /// Returns whether Shift is held.
    pub fn is_shifted(&self) -> bool {
        self.0.shift_key()
    }

    /// Returns whether the key repeats because it is held down.
    pub fn is_repeated(&self) -> bool {
        self.0.repeat()
    }

    /// Returns whether the key belongs to an input method.
    pub fn is_composing(&self) -> bool {
        belongs_to_input_method(&self.0)
    }

    /// Returns whether the key types something where the focus is.
    pub fn is_typed(&self) -> bool {
        self.is_within("input:not([type=checkbox]), textarea, select, [contenteditable]")
    }

    /// Returns whether the focus is in a dialog.
    pub fn is_in_dialog(&self) -> bool {
        self.is_within("dialog")
    }

    /// Keeps the browser from doing what it would with the key.
    pub fn use_up(&self) {
        self.0.prevent_default();
    }

    fn is_within(&self, selector: &str) -> bool {
        let target = self.0.target().and_then(|target| target.dyn_into::<Element>().ok());
        target.is_some_and(|target| target.closest(selector).ok().flatten().is_some())
    }
}

/// Returns whether a dialog keeps the rest of the page away.
pub fn is_page_covered() -> bool {
    let page = web_sys::window().and_then(|window| window.document());
    page.is_some_and(|page| page.query_selector("dialog:modal, dialog.page").ok().flatten().is_some())
}
