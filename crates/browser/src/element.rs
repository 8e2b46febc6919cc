//! What elements on the page are asked to do: take the focus, open as a dialog, tell their size.

use console_core::table::grid_keys::CellPosition;
use js_sys::Number;
use wasm_bindgen::prelude::*;

use crate::roving;
pub use web_sys::HtmlElement;
use web_sys::{
    Document, Element, Event, FocusEvent, HtmlDialogElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, MouseEvent, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition, UiEvent,
};

/// Whether the page has room for a sheet beside the table. The same width stands in the style.
fn has_room_for_sheet() -> bool {
    web_sys::window()
        .and_then(|window| window.match_media("(min-width: 85em)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Opens a dialog: beside the page where there is room, above it and alone where there is none.
pub fn open_dialog(element: &HtmlElement) {
    let Some(dialog) = element.dyn_ref::<HtmlDialogElement>().filter(|dialog| !dialog.open()) else { return };
    if has_room_for_sheet() || dialog.show_modal().is_err() {
        dialog.show();
    }
}

/// Opens a dialog above the page, which it keeps away.
pub fn open_modal(dialog: &HtmlDialogElement) {
    if !dialog.open() && dialog.show_modal().is_err() {
        dialog.show();
    }
}

/// Whether a click was beside a dialog that is open above the page.
pub fn is_beside(dialog: &HtmlDialogElement, event: &MouseEvent) -> bool {
    let frame = dialog.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    is_pointed(event) && (x < frame.left() || x > frame.right() || y < frame.top() || y > frame.bottom())
}

/// Moves the focus to the first element under `root` that matches a selector.
pub fn focus_within(root: &HtmlElement, selector: &str) -> bool {
    let found = root.query_selector(selector).ok().flatten();
    found
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Whether an event comes from a field of one line, a check box or a radio button.
pub fn is_input(event: &Event) -> bool {
    target::<HtmlInputElement>(event).is_some()
}

/// Whether an event comes from a choice of one from a list.
pub fn is_choice(event: &Event) -> bool {
    target::<HtmlSelectElement>(event).is_some()
}

/// Whether an event comes from the element of this id.
pub fn is_from(event: &Event, id: &str) -> bool {
    target::<Element>(event).is_some_and(|target| target.id() == id)
}

/// Moves the focus from the field that an event comes from to the next one in its sheet, if there is one.
pub fn focus_next_field(event: &Event) {
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

/// Whether an event comes from a text field of several lines.
pub fn is_text_area(event: &Event) -> bool {
    target::<HtmlTextAreaElement>(event).is_some()
}

/// Whether a click is the second or a later one of a double click.
pub fn is_repeated_click(event: &Event) -> bool {
    event.dyn_ref::<UiEvent>().is_some_and(|event| event.detail() > 1)
}

/// Whether a click was made with a mouse, a finger or a pen, not with a key.
pub fn is_pointed(event: &Event) -> bool {
    event.dyn_ref::<UiEvent>().is_some_and(|event| event.detail() > 0)
}

/// What stands in the field that an event comes from, or is chosen in it.
pub fn value_of(event: &Event) -> String {
    event.target().and_then(|target| value(&target)).unwrap_or_default()
}

/// Whether what stands in the field that an event comes from is only a part of a value yet.
pub fn is_half_typed(event: &Event) -> bool {
    let member = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
    let validity = event.target().and_then(|target| member(&target, "validity"));
    validity.and_then(|validity| member(&validity, "badInput")).is_some_and(|bad| bad.is_truthy())
}

/// Sets what stands in the field that an event comes from.
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

/// Whether what was typed belongs to an input method that has not ended composing.
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

/// Scrolls the element of this id into view, no further than it needs.
pub fn show(id: &str) {
    if let Some(found) = by_id(id) {
        scroll_to(&found);
    }
}

fn scroll_to(element: &Element) {
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    nearest.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// Returns an attribute of what an event comes from, or of the nearest element around it that has it.
pub fn attribute_at(event: &Event, name: &str) -> Option<String> {
    let with_it = target::<Element>(event)?.closest(&format!("[{name}]")).ok()??;
    with_it.get_attribute(name)
}

/// Returns the button that an event comes from.
pub fn button_of(event: &Event) -> Option<HtmlElement> {
    target::<Element>(event)?.closest("button").ok()??.dyn_into().ok()
}

/// Whether the focus goes to a place that is in one of these elements, as an event of the focus tells.
pub fn focus_goes_into(event: &Event, elements: &[&HtmlElement]) -> bool {
    let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
    let to = to.and_then(|to| to.dyn_into::<Element>().ok());
    to.is_some_and(|to| elements.iter().any(|element| element.contains(Some(&to))))
}

/// Tells assistive technology whether what a button opens is open.
pub fn set_expanded(button: &HtmlElement, expanded: bool) {
    // The name of the attribute is valid.
    let _ = button.set_attribute("aria-expanded", if expanded { "true" } else { "false" });
}

/// Whether an element is in the page and can have the focus. The page itself has it when nothing else does.
pub fn can_have_focus(element: &HtmlElement) -> bool {
    element.is_connected() && element.tag_name() != "BODY" && element.get_client_rects().length() > 0
}

/// Returns the first place of the row of the page's grid that an element is in.
pub fn row_in_grid(element: &HtmlElement) -> Option<CellPosition> {
    element.closest("[role=grid]").ok()??;
    roving::row_around(element)
}

/// Moves the focus to an element that had it before, or to the grid where that is gone or hidden by now.
pub fn give_focus_back(element: &HtmlElement) {
    let is_back = element.is_connected() && element.focus().is_ok() && focused().as_ref() == Some(element);
    if !is_back {
        focus_tab_stop_of_grid();
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

/// Whether the check box that an event comes from is ticked.
pub fn is_ticked(event: &Event) -> bool {
    target::<HtmlInputElement>(event).is_some_and(|input| input.checked())
}

/// The element that has the focus, to give it back later.
pub fn focused() -> Option<HtmlElement> {
    page()?.active_element()?.dyn_into().ok()
}

fn page() -> Option<Document> {
    web_sys::window()?.document()
}

fn by_id<T: JsCast>(id: &str) -> Option<T> {
    page()?.get_element_by_id(id)?.dyn_into().ok()
}

fn matching<T: JsCast>(selector: &str) -> Option<T> {
    page()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// Returns the element that an event comes from, if it is of this kind.
fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// Moves the focus to the place in the page's grid that is in the tab order.
pub fn focus_tab_stop_of_grid() -> bool {
    matching("[role=grid]").is_some_and(|grid| roving::focus_tab_stop(&grid))
}

/// Moves the focus to an element of this id.
pub fn focus_by_id(id: &str) -> bool {
    by_id::<HtmlElement>(id).is_some_and(|found| found.focus().is_ok())
}

/// Moves the focus to what matches a selector, once the page has been laid out anew.
pub fn focus_again(selector: String) {
    leptos::prelude::request_animation_frame(move || {
        if let Some(found) = matching::<HtmlElement>(&selector) {
            // What cannot take the focus leaves it where it is.
            let _ = found.focus();
        }
    });
}

/// Puts the focus and the cursor into the text area of this id, at a place counted as browsers do, in UTF-16
/// units, and scrolls what matches a selector into view; once the page has been laid out anew.
pub fn place_cursor(id: &'static str, at: usize, in_view: String) {
    leptos::prelude::request_animation_frame(move || {
        let Some(area) = by_id::<HtmlTextAreaElement>(id) else { return };
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        // A browser that refuses leaves the cursor where it was.
        let _ = area.set_selection_range(at, at);
        let _ = area.focus();
        if let Some(found) = matching(&in_view) {
            scroll_to(&found);
        }
    });
}

/// Whether the focus is in the page's grid, or in the menu of one of its rows.
pub fn is_focus_in_grid() -> bool {
    focused().is_some_and(|element| element.closest("[role=grid], .row-menu").ok().flatten().is_some())
}

/// Whether nothing in the page has the focus.
pub fn is_focus_lost() -> bool {
    focused().is_none_or(|element| element.tag_name() == "BODY")
}

/// Takes away what stands in the page until the console has something to show.
pub fn remove_placeholder() {
    if let Some(placeholder) = by_id::<Element>("boot") {
        placeholder.remove();
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(page) = page() {
        page.set_title(title);
    }
}

/// Marks the root of the page for the style, or takes the mark away.
pub fn mark_root(name: &str, value: Option<&str>) {
    let Some(root) = page().and_then(|page| page.document_element()) else { return };
    // A page without the mark looks as usual.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// The part of a scrolled element that is visible, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// How many pixels a pixel of the design takes: more than one where the browser's text is larger than usual.
    pub unit: f64,
    /// How far it is scrolled.
    pub top: i32,
    /// How wide it is.
    pub width: i32,
    /// How much of its height is visible.
    pub height: i32,
}

impl Viewport {
    /// What is assumed until the page is laid out: as much as a large screen shows.
    pub const LARGE: Self = Self { unit: 1.0, top: 0, width: 1440, height: 1000 };

    /// So many pixels of the design in whole pixels of the page.
    pub fn pixels(&self, design: i32) -> i32 {
        (f64::from(design) * self.unit).round() as i32
    }

    /// So many pixels of the page in whole pixels of the design.
    pub fn design_pixels(&self, pixels: i32) -> i32 {
        (f64::from(pixels) / self.unit).floor() as i32
    }
}

/// Returns the viewport of an element.
pub fn viewport(element: &HtmlElement, unit: f64) -> Viewport {
    let (top, width, height) = (element.scroll_top(), element.client_width(), element.client_height());
    Viewport { unit, top, width, height }
}

/// Measures texts by elements that each hold one line ten times as high as it, and tells the style how large a pixel
/// of the design is: as much as the largest of the texts, given with its size in the design, is larger than there. The
/// size that a browser's settings give to text may be another one than the style asks for, and at least so large.
pub fn measure_unit(texts: &[(&HtmlElement, f64)]) -> f64 {
    let unit = |(element, size): &(&HtmlElement, f64)| f64::from(element.offset_height()) / (10.0 * size);
    let largest = texts.iter().map(unit).fold(0.0, f64::max);
    // Nothing is measured in a page that is not laid out.
    let unit = if largest > 0.0 { largest } else { 1.0 };
    let root = page().and_then(|page| page.document_element());
    // The browser writes the number: what Rust needs for that is 9 kB of the first visit.
    let text = Number::from(unit).to_string_with_radix(10);
    if let (Some(root), Ok(text)) = (root.and_then(|root| root.dyn_into::<HtmlElement>().ok()), text) {
        // A browser that refuses has the size of its root's text.
        let _ = root.style().set_property("--unit", &(String::from(text) + "px"));
    }
    unit
}

/// Whether Shift is held down in an event of the mouse.
pub fn is_shift_held(event: &Event) -> bool {
    event.dyn_ref::<MouseEvent>().is_some_and(MouseEvent::shift_key)
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

/// How wide the cell is that an event comes from, in pixels.
pub fn width_of_cell(event: &Event) -> i32 {
    let cell = target::<Element>(event).and_then(|target| target.closest(".cell").ok().flatten());
    cell.and_then(|cell| cell.dyn_into::<HtmlElement>().ok()).map_or(0, |cell| cell.offset_width())
}
