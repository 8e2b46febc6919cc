//! The focus: where it is, and moving it.

use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;
pub use web_sys::HtmlElement;
use web_sys::{Element, Event, FocusEvent, HtmlTextAreaElement};

use crate::document::{by_id, matching, page};
use crate::event::target;
use crate::{roving, viewport};

/// Moves the focus to the first element under `root` that matches a selector.
pub fn move_into(root: &HtmlElement, selector: &str) -> bool {
    let found = root.query_selector(selector).ok().flatten();
    found
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Moves the focus from the field that an event comes from to the next one in its sheet, if there is one.
pub fn move_to_next_field(event: &Event) {
    let Some(field) = target::<HtmlElement>(event) else { return };
    let sheet = field.closest("dialog").ok().flatten();
    let Some(fields) = sheet.and_then(|sheet| sheet.query_selector_all("input, select, textarea").ok())
    else {
        return;
    };
    let fields = (0..fields.length()).filter_map(|at| fields.get(at)?.dyn_into::<HtmlElement>().ok());
    // One choice of several is one field.
    let group = field.get_attribute("name");
    let is_other = |next: &HtmlElement| group.is_none() || next.get_attribute("name") != group;
    let behind = fields.skip_while(|next| *next != field).skip(1);
    let next = behind
        .filter(is_other)
        .find(|next| next.get_client_rects().length() > 0 && !next.has_attribute("disabled"));
    if let Some(next) = next {
        // What cannot take the focus leaves it where it is.
        let _ = next.focus();
    }
}

/// Returns whether the focus goes to a place that is in one of these elements, as an event of the focus tells.
pub fn goes_into(event: &Event, elements: &[&HtmlElement]) -> bool {
    let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
    let to = to.and_then(|to| to.dyn_into::<Element>().ok());
    to.is_some_and(|to| elements.iter().any(|element| element.contains(Some(&to))))
}

/// Returns whether an element is in the page and can have the focus. The page itself has it when nothing else does.
pub fn can_go_to(element: &HtmlElement) -> bool {
    element.is_connected() && element.tag_name() != "BODY" && element.get_client_rects().length() > 0
}

/// Returns whether something has the focus that is not in an element.
pub fn is_outside(element: &HtmlElement) -> bool {
    focused().is_some_and(|focused| can_go_to(&focused) && !element.contains(Some(&focused)))
}

/// Moves the focus to an element that had it before, or to the grid where that is gone or hidden by now.
pub fn give_back(element: &HtmlElement) {
    let is_back = element.is_connected() && element.focus().is_ok() && focused().as_ref() == Some(element);
    if !is_back {
        move_to_grid();
    }
}

/// Moves the focus among the buttons in an element as the arrow keys, Home and End ask; whether the key is one of them.
pub fn move_among_buttons(root: &HtmlElement, key: &str) -> bool {
    move_among(root, "button", key)
}

/// Moves the focus among what matches a selector in an element as the arrow keys, Home and End ask; whether the key is one
/// of them.
pub fn move_among(root: &HtmlElement, selector: &str, key: &str) -> bool {
    let Ok(found) = root.query_selector_all(selector) else { return false };
    let buttons: Vec<HtmlElement> =
        (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect();
    let last = buttons.len().saturating_sub(1);
    let at = focused().and_then(|focused| buttons.iter().position(|button| *button == focused));
    let to = match key {
        "ArrowDown" => at.filter(|at| *at < last).map_or(0, |at| at + 1),
        "ArrowUp" => at.filter(|at| *at > 0).map_or(last, |at| at - 1),
        "Home" => 0,
        "End" => last,
        _ => return false,
    };
    if let Some(button) = buttons.get(to) {
        // What cannot take the focus leaves it where it is.
        let _ = button.focus();
    }
    true
}

/// Returns the element that has the focus, to give it back later.
pub fn focused() -> Option<HtmlElement> {
    page()?.active_element()?.dyn_into().ok()
}

/// Moves the focus to the place in the page's grid that is in the tab order.
pub fn move_to_grid() -> bool {
    matching("[role=grid]").is_some_and(|grid| roving::focus_tab_stop(&grid))
}

/// Moves the focus to an element of this id.
pub fn move_to(id: &str) -> bool {
    by_id::<HtmlElement>(id).is_some_and(|found| found.focus().is_ok())
}

/// Moves the focus to what matches a selector, once the page has been laid out again.
pub fn move_after_layout(selector: String) {
    request_animation_frame(move || move_to_matching(&selector));
}

/// Moves the focus to what matches a selector once the page has been laid out again, if nothing has it then.
pub fn rescue_after_layout(selector: &'static str) {
    request_animation_frame(move || {
        if is_lost() {
            move_to_matching(selector);
        }
    });
}

fn move_to_matching(selector: &str) {
    if let Some(found) = matching::<HtmlElement>(selector) {
        // What cannot take the focus leaves it where it is.
        let _ = found.focus();
    }
}

/// Moves the focus to the grid once the page has been laid out again, if nothing has it then.
pub fn rescue_to_grid_after_layout() {
    request_animation_frame(|| {
        if is_lost() {
            move_to_grid();
        }
    });
}

/// Puts the focus and the cursor into the text area of this id, at a place counted as browsers do, in UTF-16
/// units, and scrolls what matches a selector into view; once the page has been laid out again.
pub fn place_cursor(id: &'static str, at: usize, in_view: String) {
    request_animation_frame(move || {
        let Some(area) = by_id::<HtmlTextAreaElement>(id) else { return };
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        // A browser that refuses leaves the cursor where it was.
        let _ = area.set_selection_range(at, at);
        let _ = area.focus();
        if let Some(found) = matching(&in_view) {
            viewport::show_element(&found);
        }
    });
}

/// Returns whether the focus is in the page's grid, or in the menu of one of its rows.
pub fn is_in_grid() -> bool {
    focused().is_some_and(|element| element.closest("[role=grid], .row-menu").ok().flatten().is_some())
}

/// Returns whether nothing in the page has the focus.
pub fn is_lost() -> bool {
    focused().is_none_or(|element| element.tag_name() == "BODY")
}
