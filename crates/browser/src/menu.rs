//! A menu at the button that opens it.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use crate::event::target;

/// Returns the button that an event comes from.
pub fn button_of(event: &Event) -> Option<HtmlElement> {
    target::<Element>(event)?.closest("button").ok()??.dyn_into().ok()
}

/// Tells assistive technology whether what a button opens is open.
pub fn set_expanded(button: &HtmlElement, expanded: bool) {
    // The name of the attribute is valid.
    let _ = button.set_attribute("aria-expanded", if expanded { "true" } else { "false" });
}

/// Places a menu below the button that opened it, or above it where there is no room below. Its right edge is the
/// button's, as far as there is room on the left. Returns whether it is above.
pub fn position_at(menu: &HtmlElement, button: &HtmlElement) -> bool {
    let Some(frame) = menu.offset_parent() else { return false };
    let (frame, button) = (frame.get_bounding_client_rect(), button.get_bounding_client_rect());
    let (width, height) = (f64::from(menu.offset_width()), f64::from(menu.offset_height()));
    let left = (button.right() - width - frame.left()).max(0.0);
    let below = button.bottom() - frame.top();
    let above = button.top() - frame.top() - height;
    let is_above = below + height > frame.height() && above >= 0.0;
    let top = if is_above { above } else { below };
    for (side, pixels) in [("left", left), ("top", top)] {
        // A browser that refuses shows it at the edge.
        let _ = menu.style().set_property(side, &format!("{}px", pixels as i32));
    }
    is_above
}
