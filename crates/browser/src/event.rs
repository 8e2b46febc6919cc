//! What events tell of where they come from, and how a click was made.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent, UiEvent};

/// Returns whether an event comes from the element of this id.
pub fn is_from(event: &Event, id: &str) -> bool {
    target::<Element>(event).is_some_and(|target| target.id() == id)
}

/// Returns whether a click is the second or a later one of a double click.
pub fn is_repeated_click(event: &Event) -> bool {
    event.dyn_ref::<UiEvent>().is_some_and(|event| event.detail() > 1)
}

/// Returns whether a click was made with a mouse, a finger or a pen, not with a key.
pub fn is_pointed(event: &Event) -> bool {
    event.dyn_ref::<UiEvent>().is_some_and(|event| event.detail() > 0)
}

/// Returns an attribute of what an event comes from, or of the nearest element around it that has it.
pub fn attribute_at(event: &Event, name: &str) -> Option<String> {
    let with_it = target::<Element>(event)?.closest(&format!("[{name}]")).ok()??;
    with_it.get_attribute(name)
}

/// Returns whether a key that is pressed there types something.
pub fn is_in_text_field(event: &Event) -> bool {
    is_within(event, "input:not([type=checkbox]), textarea, select, [contenteditable]")
}

/// Returns whether an event comes from within a dialog.
pub fn is_in_dialog(event: &Event) -> bool {
    is_within(event, "dialog")
}

fn is_within(event: &Event, selector: &str) -> bool {
    target::<Element>(event).is_some_and(|target| target.closest(selector).ok().flatten().is_some())
}

/// Returns the element that an event comes from, if it is of this kind.
pub(crate) fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// Returns whether Shift is held down in an event of the mouse.
pub fn is_shift_held(event: &Event) -> bool {
    event.dyn_ref::<MouseEvent>().is_some_and(MouseEvent::shift_key)
}
