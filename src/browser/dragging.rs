//! Following the mouse while something is dragged: the edge of a column, or a column onto another one.

use wasm_bindgen::prelude::*;
use web_sys::{DragEvent, Element, Event, PointerEvent};

/// The kind under which a dragged column's word travels; another page's drag has another.
const KIND: &str = "application/x-connector-console-column";

/// Follows a pointer from the event that it went down with until it goes up: calls back with how far it has
/// moved to the right by then, in pixels.
pub fn follow(event: &Event, callback: impl Fn(i32) + 'static) {
    let Some(down) = event.dyn_ref::<PointerEvent>() else { return };
    let Some(handle) = down.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    // Or else the text beside it would be selected, and the heading dragged.
    down.prevent_default();
    let start = down.client_x();
    let moved = Closure::<dyn Fn(PointerEvent)>::new(move |event: PointerEvent| {
        callback(event.client_x() - start);
    });
    // The handle gets what the pointer does wherever it is; a browser that refuses loses sight of it.
    let _ = handle.set_pointer_capture(down.pointer_id());
    let Ok(handle) = handle.dyn_into::<web_sys::HtmlElement>() else { return };
    handle.set_onpointermove(Some(moved.as_ref().unchecked_ref()));
    let followed = handle.clone();
    let ended = Closure::once_into_js(move |_: PointerEvent| {
        followed.set_onpointermove(None);
        drop(moved);
    });
    handle.set_onlostpointercapture(Some(ended.unchecked_ref()));
}

/// Lets a drag carry a column's word.
pub fn carry(event: &Event, word: &str) {
    if let Some(data) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) {
        // A drag that carries nothing can be dropped nowhere.
        let _ = data.set_data(KIND, word);
    }
}

/// Lets a column be dropped where it is now.
pub fn allow(event: &Event) {
    let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    if data.is_some_and(|data| data.types().includes(&KIND.into(), 0)) {
        event.prevent_default();
    }
}

/// The word of the column that was dropped, if it was one.
pub fn carried(event: &Event) -> Option<String> {
    let data = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    data.get_data(KIND).ok().filter(|word| !word.is_empty())
}
