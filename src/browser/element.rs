//! What elements on the page are asked to do: take the focus, open as a dialog, tell their size.

use wasm_bindgen::prelude::*;
use web_sys::{HtmlDialogElement, HtmlElement};

/// Whether the page is so narrow that a sheet covers all of it. The same width stands in the style.
pub fn is_narrow() -> bool {
    web_sys::window()
        .and_then(|window| window.match_media("(max-width: 800px)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Opens a dialog: beside the page where there is room, above it and alone where there is none.
pub fn open_dialog(dialog: &HtmlDialogElement) {
    if dialog.open() {
        return;
    }
    if !is_narrow() || dialog.show_modal().is_err() {
        dialog.show();
    }
}

/// Moves the focus to the first element under `root` that matches a selector.
pub fn focus_within(root: &HtmlElement, selector: &str) -> bool {
    let found = root.query_selector(selector).ok().flatten();
    found
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// The element that has the focus, to give it back later.
pub fn focused() -> Option<HtmlElement> {
    web_sys::window()?.document()?.active_element()?.dyn_into().ok()
}

/// Takes away what stands in the page until the console has something to show.
pub fn remove_placeholder() {
    let page = web_sys::window().and_then(|window| window.document());
    if let Some(placeholder) = page.and_then(|page| page.get_element_by_id("boot")) {
        placeholder.remove();
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(page) = web_sys::window().and_then(|window| window.document()) {
        page.set_title(title);
    }
}

/// How far an element is scrolled, and how much of it is in sight, in pixels.
pub fn scrolled(element: &HtmlElement) -> (f64, f64) {
    (f64::from(element.scroll_top()), f64::from(element.client_height()))
}

/// Calls back when the window's size has changed, for as long as the page stays.
pub fn on_resize(callback: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(callback);
    if let Some(window) = web_sys::window() {
        window.set_onresize(Some(listener.as_ref().unchecked_ref()));
    }
    listener.forget();
}
