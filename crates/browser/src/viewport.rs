//! What of an element is visible and how large it is, and scrolling.

use js_sys::Number;
use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, Event, HtmlElement, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition, window,
};

use crate::document::{by_id, page};
use crate::event::target;

/// Scrolls the element of this id into view, no further than it needs.
pub fn show(id: &str) {
    if let Some(found) = by_id(id) {
        show_element(&found);
    }
}

pub(crate) fn show_element(element: &Element) {
    let nearest = ScrollIntoViewOptions::new();
    nearest.set_block(ScrollLogicalPosition::Nearest);
    nearest.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// Scrolls a list, and nothing around it, so that one of the elements in it that a selector matches is in sight, as soon as
/// the list is laid out.
pub fn show_in(list: &Element, selector: &'static str, at: usize) {
    let list = list.clone();
    request_animation_frame(move || {
        let found = list.query_selector_all(selector).ok().and_then(|all| all.get(u32::try_from(at).ok()?));
        let Some(element) = found.and_then(|found| found.dyn_into::<Element>().ok()) else { return };
        let (room, own) = (list.get_bounding_client_rect(), element.get_bounding_client_rect());
        let above = own.top() - room.top();
        let below = (own.bottom() - room.bottom()).min(above);
        let by = if above < 0.0 { above } else { below.max(0.0) };
        list.set_scroll_top(list.scroll_top() + by.ceil() as i32);
    });
}

/// A viewport that says which part of a scrolled element is visible, in pixels.
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
pub fn of(element: &HtmlElement, unit: f64) -> Viewport {
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
    let root = root.and_then(|root| root.dyn_into::<HtmlElement>().ok());
    // To say what the style says already would have the browser style every element anew.
    let root = root.filter(|root| style_unit(root) != Some(unit));
    // The browser writes the number: what Rust needs for that is 9 kB of the first visit.
    let text = Number::from(unit).to_string_with_radix(10);
    if let (Some(root), Ok(text)) = (root, text) {
        // A browser that refuses has the size of its root's text.
        let _ = root.style().set_property("--unit", &(String::from(text) + "px"));
    }
    unit
}

/// Returns how large a pixel of the design is by the style alone: a sixteenth of the root's text. Nothing where it was
/// told otherwise.
fn style_unit(root: &HtmlElement) -> Option<f64> {
    let is_told = root.style().get_property_value("--unit").is_ok_and(|told| !told.is_empty());
    let style = window()?.get_computed_style(root).ok().flatten().filter(|_| !is_told)?;
    Some(Number::parse_float(&style.get_property_value("font-size").ok()?) / 16.0)
}

/// Scrolls an element so that a stretch of it, in pixels from its beginning, is visible below a header.
pub fn scroll_to(element: &HtmlElement, top: i32, height: i32, header: i32) {
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

/// Returns how wide the cell is that an event comes from, in pixels.
pub fn width_of_cell(event: &Event) -> i32 {
    let cell = target::<Element>(event).and_then(|target| target.closest(".cell").ok().flatten());
    cell.and_then(|cell| cell.dyn_into::<HtmlElement>().ok()).map_or(0, |cell| cell.offset_width())
}
