//! Following the mouse while something is dragged: the edge of a column, a column onto another one, or a point along a
//! line.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{DragEvent, Element, Event, HtmlElement, MouseEvent, PointerEvent};

/// The kind under which a dragged column's word travels; another page's drag has another.
const KIND: &str = "application/x-connector-console-column";

/// What marks the table while the edge of one of its columns is dragged.
const DRAGGED: &str = "edge-dragged";

/// How many pixels a pointer moves before it drags.
const TREMBLE: i32 = 3;

/// Follows a pointer from the event that it went down with until it goes up: calls back with how far it has
/// moved to the right by then, in pixels. What the pointer went down on may leave the page meanwhile.
pub fn follow(event: &Event, callback: impl Fn(i32) + 'static) {
    track(event, move |moved| {
        if let Some(pixels) = moved {
            callback(pixels);
        }
    });
}

/// Follows a pointer that went down on a slider until it goes up: calls back with how far it has moved to the right by
/// then, in thousandths of the element that the slider is in, and at last with nothing. The slider takes the focus.
pub fn slide(event: &Event, callback: impl Fn(Option<i64>) + 'static) {
    let Some(down) = event.dyn_ref::<PointerEvent>().filter(|down| down.button() == 0) else { return };
    let Some(slider) = down.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let width = slider.parent_element().map_or(0, |line| line.client_width()).max(1);
    // A slider that refuses the focus can be dragged all the same.
    let _ = slider.focus();
    let is_dragged = Cell::new(false);
    track(event, move |moved| {
        // A hand that trembles has not moved it.
        if moved.is_some_and(|pixels| pixels.abs() >= TREMBLE) {
            is_dragged.set(true);
        }
        if is_dragged.get() || moved.is_none() {
            callback(moved.map(|pixels| i64::from(pixels) * 1000 / i64::from(width)));
        }
    });
}

/// Returns where a line was clicked, in thousandths of it; nothing where one of its sliders was.
pub fn clicked_place(event: &Event) -> Option<i64> {
    let click = event.dyn_ref::<MouseEvent>()?;
    let element = |target: Option<web_sys::EventTarget>| target?.dyn_into::<Element>().ok();
    let (line, target) = (element(click.current_target())?, element(click.target())?);
    if target.closest("[role=slider]").ok()?.is_some() {
        return None;
    }
    let rect = line.get_bounding_client_rect();
    let place = (f64::from(click.client_x()) - rect.left()) * 1000.0 / rect.width().max(1.0);
    Some(place.round().clamp(0.0, 1000.0) as i64)
}

/// Follows a pointer until it goes up: calls back with how many pixels it has moved to the right, and at last with
/// nothing.
fn track(event: &Event, callback: impl Fn(Option<i32>) + 'static) {
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
            return callback(Some(event.client_x() - start));
        }
        let _ = followed.class_list().remove_1(DRAGGED);
        // It is over once, and takes the listener with it.
        if let Some(listener) = kept.take() {
            callback(None);
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

/// Returns the word of the column that was dropped, if it was one.
pub fn carried(event: &Event) -> Option<String> {
    let data = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    data.get_data(KIND).ok().filter(|word| !word.is_empty())
}
