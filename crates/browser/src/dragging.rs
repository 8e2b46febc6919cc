//! Following the mouse while something is dragged: the edge of a column, or a column onto another one.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{DragEvent, Element, Event, PointerEvent};

/// The kind under which a dragged column's word travels; another page's drag has another.
const KIND: &str = "application/x-connector-console-column";

/// What marks the table while the edge of one of its columns is dragged.
const DRAGGED: &str = "edge-dragged";

/// Follows a pointer from the event that it went down with until it goes up: calls back with how far it has
/// moved to the right by then, in pixels. What the pointer went down on may leave the page meanwhile.
pub fn follow(event: &Event, callback: impl Fn(i32) + 'static) {
    let Some(down) = event.dyn_ref::<PointerEvent>() else { return };
    let Some(handle) = down.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    // Or else the text beside it would be selected, and the heading dragged.
    down.prevent_default();
    let (start, pointer) = (down.client_x(), down.pointer_id());
    // The table stays, and gets what the pointer does wherever it is; a browser that refuses loses sight of it.
    let table = handle.closest("[role=grid]").ok().flatten().unwrap_or(handle);
    let _ = table.set_pointer_capture(pointer);
    let _ = table.class_list().add_1(DRAGGED);
    let followed = table.clone();
    let listener = Rc::new(RefCell::new(None::<Closure<dyn Fn(PointerEvent)>>));
    let kept = listener.clone();
    let listen = move |event: PointerEvent| {
        if event.pointer_id() != pointer {
            return;
        }
        if event.type_() == MOVED {
            return callback(event.client_x() - start);
        }
        let _ = followed.class_list().remove_1(DRAGGED);
        // It is over once, and takes the listener with it.
        if let Some(listener) = kept.take() {
            for kind in [MOVED].into_iter().chain(ENDED) {
                let _ = followed.remove_event_listener_with_callback(kind, listener.as_ref().unchecked_ref());
            }
            // A closure must not be freed while it runs.
            leptos::prelude::queue_microtask(move || drop(listener));
        }
    };
    let listen = Closure::<dyn Fn(PointerEvent)>::new(listen);
    for kind in [MOVED].into_iter().chain(ENDED) {
        let _ = table.add_event_listener_with_callback(kind, listen.as_ref().unchecked_ref());
    }
    *listener.borrow_mut() = Some(listen);
}

const MOVED: &str = "pointermove";
const ENDED: [&str; 3] = ["pointerup", "pointercancel", "lostpointercapture"];

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
