//! Dialogs: opening them, and clicks beside them.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, MouseEvent};

use crate::event;

/// Returns whether the page has room for a sheet beside the table. The same width stands in the style.
fn has_room_for_sheet() -> bool {
    web_sys::window()
        .and_then(|window| window.match_media("(min-width: 85em)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Opens a dialog: beside the page where there is room, above it and alone where there is none.
pub fn open(element: &HtmlElement) {
    let Some(dialog) = element.dyn_ref::<HtmlDialogElement>().filter(|dialog| !dialog.open()) else { return };
    if has_room_for_sheet() || dialog.show_modal().is_err() {
        dialog.show();
    }
}

/// Opens a dialog in the place of the page's content; what stands above that can be used still.
pub fn open_as_page(element: &HtmlElement) {
    if let Some(dialog) = element.dyn_ref::<HtmlDialogElement>().filter(|dialog| !dialog.open()) {
        dialog.show();
    }
}

/// Closes a dialog, so that what it hid can have the focus again.
pub fn close(element: &HtmlElement) {
    if let Some(dialog) = element.dyn_ref::<HtmlDialogElement>() {
        dialog.close();
    }
}

/// Opens a dialog above the page, which it keeps away.
pub fn open_modal(dialog: &HtmlDialogElement) {
    if !dialog.open() && dialog.show_modal().is_err() {
        dialog.show();
    }
}

/// Returns whether a click was beside a dialog that is open above the page.
pub fn is_beside(dialog: &HtmlDialogElement, event: &MouseEvent) -> bool {
    let frame = dialog.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    event::is_pointed(event)
        && (x < frame.left() || x > frame.right() || y < frame.top() || y > frame.bottom())
}

/// Returns whether a dialog keeps the rest of the page away.
pub fn is_page_covered() -> bool {
    let page = web_sys::window().and_then(|window| window.document());
    page.is_some_and(|page| page.query_selector("dialog:modal").ok().flatten().is_some())
}
