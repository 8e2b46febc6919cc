//! Keys pressed anywhere in the page.

use console_core::shortcuts::Press;
use wasm_bindgen::prelude::*;
use web_sys::{Element, KeyboardEvent};

/// A key that was pressed, and where.
pub struct Pressed(KeyboardEvent);

/// Calls back for each key that no one has used yet, for as long as the page stays.
pub fn listen(callback: impl Fn(&Pressed) + 'static) {
    let listener = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if !event.default_prevented() {
            callback(&Pressed(event));
        }
    });
    if let Some(window) = web_sys::window() {
        window.set_onkeydown(Some(listener.as_ref().unchecked_ref()));
    }
    listener.forget();
}

impl Pressed {
    /// Looks at the key.
    pub fn look<R>(&self, look: impl FnOnce(Press<'_>) -> R) -> R {
        let event = &self.0;
        look(Press {
            key: &event.key(),
            modified: event.ctrl_key() || event.alt_key() || event.meta_key(),
            shift: event.shift_key(),
            repeated: event.repeat(),
            composing: event.is_composing(),
        })
    }

    /// Whether the key types something where the focus is.
    pub fn is_typed(&self) -> bool {
        self.is_within("input:not([type=checkbox]), textarea, select, [contenteditable]")
    }

    /// Whether the focus is in a dialog.
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

/// Whether a dialog keeps the rest of the page away.
pub fn is_page_covered() -> bool {
    let page = web_sys::window().and_then(|window| window.document());
    page.is_some_and(|page| page.query_selector("dialog:modal").ok().flatten().is_some())
}
