//! What elements on the page are asked to do: take the focus, open as a dialog, tell their size.

use wasm_bindgen::prelude::*;

use super::roving;
use web_sys::{
    Event, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent,
    ResizeObserver, UiEvent,
};

/// Whether the page has room for a sheet beside the table. The same width stands in the style.
fn has_room_for_sheet() -> bool {
    web_sys::window()
        .and_then(|window| window.match_media("(min-width: 1360px)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Opens a dialog: beside the page where there is room, above it and alone where there is none.
pub fn open_dialog(element: &HtmlElement) {
    let Some(dialog) = element.dyn_ref::<HtmlDialogElement>().filter(|dialog| !dialog.open()) else { return };
    if has_room_for_sheet() || dialog.show_modal().is_err() {
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

/// Whether an event comes from a text field of several lines.
pub fn is_text_area(event: &Event) -> bool {
    event.target().is_some_and(|target| target.has_type::<HtmlTextAreaElement>())
}

/// Whether a click is the second or a later one of a double click.
pub fn is_repeated_click(event: &Event) -> bool {
    event.dyn_ref::<UiEvent>().is_some_and(|event| event.detail() > 1)
}

/// What stands in the field that an event comes from.
pub fn value_of(event: &Event) -> String {
    let target = event.target();
    let line =
        target.as_ref().and_then(|target| target.dyn_ref::<HtmlInputElement>()).map(HtmlInputElement::value);
    let area = || target.as_ref()?.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value);
    line.or_else(area).unwrap_or_default()
}

/// Whether the check box that an event comes from is ticked.
pub fn is_ticked(event: &Event) -> bool {
    let target = event.target();
    target
        .as_ref()
        .and_then(|target| target.dyn_ref::<HtmlInputElement>())
        .is_some_and(HtmlInputElement::checked)
}

/// The element that has the focus, to give it back later.
pub fn focused() -> Option<HtmlElement> {
    web_sys::window()?.document()?.active_element()?.dyn_into().ok()
}

/// Moves the focus to the place in the page's grid that is in the tab order.
pub fn focus_tab_stop_of_grid() -> bool {
    let page = web_sys::window().and_then(|window| window.document());
    let grid = page.and_then(|page| page.query_selector("[role=grid]").ok().flatten());
    grid.and_then(|grid| grid.dyn_into::<HtmlElement>().ok())
        .is_some_and(|grid| roving::focus_tab_stop(&grid))
}

/// Whether nothing in the page has the focus.
pub fn is_focus_lost() -> bool {
    focused().is_none_or(|element| element.tag_name() == "BODY")
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

/// Which part of a scrolled element is in sight, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sight {
    /// How far it is scrolled.
    pub top: i32,
    /// How wide it is.
    pub width: i32,
    /// How much of its height is in sight.
    pub height: i32,
}

/// Which part of an element is in sight.
pub fn sight(element: &HtmlElement) -> Sight {
    Sight { top: element.scroll_top(), width: element.client_width(), height: element.client_height() }
}

/// Whether Control (or Command) is held down in a keyboard event, and which key it is.
pub fn key(event: &Event) -> Option<(String, bool)> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    Some((event.key(), event.ctrl_key() || event.meta_key()))
}

/// Scrolls an element so that a stretch of it, in pixels from its beginning, is in sight below a header.
pub fn scroll_into_sight(element: &HtmlElement, top: i32, height: i32, header: i32) {
    let (scrolled, seen) = (element.scroll_top(), element.client_height() - header);
    if top < scrolled {
        element.set_scroll_top(top);
    } else if top + height > scrolled + seen {
        element.set_scroll_top(top + height - seen);
    }
}

/// Calls back when an element's size has changed, for as long as the page stays.
pub fn on_resize(element: &HtmlElement, callback: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(callback);
    // A browser without the interface shows the table as it was first.
    if let Ok(observer) = ResizeObserver::new(listener.as_ref().unchecked_ref()) {
        observer.observe(element);
    }
    listener.forget();
}
