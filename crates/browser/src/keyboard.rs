//! Keys: which one was pressed, and whether it is the page's at all.
//!
//! A key that an input method uses to compose a text is not the page's: Enter takes a word over there, Escape
//! drops it. Whatever listens to keys asks here.

use std::cell::Cell;

use console_core::text::key_press::KeyPress;
use wasm_bindgen::prelude::*;
use web_sys::{Event, KeyboardEvent};

/// The key code of a key that went to an input method. Safari ends composing before it tells of the key that ended
/// it, so that `isComposing` is false by then.
const TO_INPUT_METHOD: u32 = 229;

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
