//! Fields of forms: which kind an event comes from, and their content.

use wasm_bindgen::JsValue;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::document::by_id;
use crate::event::target;

/// Returns whether an event comes from a field of one line, a check box or a radio button.
pub fn is_input(event: &Event) -> bool {
    target::<HtmlInputElement>(event).is_some()
}

/// Returns whether an event comes from a choice of one from a list.
pub fn is_choice(event: &Event) -> bool {
    target::<HtmlSelectElement>(event).is_some()
}

/// Returns whether an event comes from a text field of several lines.
pub fn is_text_area(event: &Event) -> bool {
    target::<HtmlTextAreaElement>(event).is_some()
}

/// Returns whether the value of the field that an event comes from is only a part of a value yet.
pub fn is_half_typed(event: &Event) -> bool {
    let member = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
    let validity = event.target().and_then(|target| member(&target, "validity"));
    validity.and_then(|validity| member(&validity, "badInput")).is_some_and(|bad| bad.is_truthy())
}

/// Sets the value of the field that an event comes from.
pub fn set_value(event: &Event, value: &str) {
    if let Some(target) = event.target() {
        put_value(&target, value);
    }
}

/// Returns the value of an element, by name: inputs, text areas and selects have it in common, and no interface.
fn value(element: &JsValue) -> Option<String> {
    js_sys::Reflect::get(element, &"value".into()).ok()?.as_string()
}

fn put_value(element: &JsValue, value: &str) {
    // An element that refuses keeps what it shows.
    let _ = js_sys::Reflect::set(element, &"value".into(), &value.into());
}

/// Shows a text in a field, which is left alone if it shows it already: an input method may be at work there.
pub fn show_value(field: &HtmlElement, text: &str) {
    if value(field).as_deref() != Some(text) {
        put_value(field, text);
    }
}

/// Returns whether what was typed belongs to an input method that has not ended composing.
pub fn is_composing(event: &Event) -> bool {
    // By name: events of the keyboard and of inputs have it in common, and no interface for it.
    js_sys::Reflect::get(event, &"isComposing".into()).is_ok_and(|composing| composing.is_truthy())
}

/// Puts a text into the field of this id as if it had been typed.
pub fn type_into(id: &str, text: &str) {
    if let (Some(field), Ok(typed)) = (by_id::<Element>(id), Event::new("input")) {
        put_value(&field, text);
        // Whatever an element shows then is what it tells.
        let _ = field.dispatch_event(&typed);
    }
}
