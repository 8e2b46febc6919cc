//! One tab stop in a grid: of all that can have the focus in it, only one takes part in the page's tab
//! order, and it moves along with the focus.
//!
//! Kept in the page itself and not in signals: each cell would have to follow one.

use console_core::table::grid_keys::CellPosition;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// What marks the places: the row of a place, 0 for the header, is on its row; its column on itself.
pub const ROW: &str = "data-row";
/// See [`ROW`].
pub const COLUMN: &str = "data-column";
/// What marks a heading: the word for its column.
pub const HEAD: &str = "data-head";

const TAB_STOP: &str = "[data-column][tabindex=\"0\"]";

/// Returns the place that an event comes from.
pub fn place_of(event: &Event) -> Option<CellPosition> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let cell = target.closest("[data-column]").ok()??;
    let row = cell.closest("[data-row]").ok()??;
    let number = |element: &Element, name: &str| element.get_attribute(name)?.parse().ok();
    Some(CellPosition { row: number(&row, ROW)?, column: number(&cell, COLUMN)? })
}

/// Returns the first place of the row that an event comes from.
pub fn row_of(event: &Event) -> Option<CellPosition> {
    row_around(&event.target()?.dyn_into::<Element>().ok()?)
}

/// Returns the first place of the row that an element is in.
pub fn row_around(element: &Element) -> Option<CellPosition> {
    let row = element.closest("[data-row]").ok()??;
    Some(CellPosition { row: row.get_attribute(ROW)?.parse().ok()?, column: 0 })
}

/// Returns the first place of the row of the page's grid that an element is in.
pub fn row_in_grid(element: &HtmlElement) -> Option<CellPosition> {
    element.closest("[role=grid]").ok()??;
    row_around(element)
}

/// Makes the place that an event comes from the tab stop.
pub fn follow_focus(grid: &HtmlElement, event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    if let Some(cell) = target.filter(|target| target.has_attribute(COLUMN)) {
        make_tab_stop(grid, &cell);
    }
}

/// Sees to it that there is a tab stop: as it is, or else the place given, or else the first one.
pub fn keep_tab_stop(grid: &HtmlElement, place: Option<CellPosition>) {
    if tab_stop(grid).is_none()
        && let Some(cell) = place.and_then(|place| cell(grid, place)).or_else(|| find(grid, "[data-column]"))
    {
        cell.set_tab_index(0);
    }
}

/// Moves the focus to the tab stop.
pub fn focus_tab_stop(grid: &HtmlElement) -> bool {
    tab_stop(grid).is_some_and(|cell| cell.focus().is_ok())
}

/// Moves the focus to a place, if it is in the page.
pub fn focus(grid: &HtmlElement, place: CellPosition) -> bool {
    let Some(cell) = cell(grid, place) else { return false };
    make_tab_stop(grid, &cell);
    cell.focus().is_ok()
}

/// Returns whether the tab stop is in a row.
pub fn has_tab_stop(row: &Element) -> bool {
    row.query_selector(TAB_STOP).ok().flatten().is_some()
}

/// Makes another place of its row the tab stop in place of one that is about to be hidden, if that is it; the focus
/// goes along.
pub fn hand_over(from: &Element, to: &Element) {
    let (Some(from), Some(to)) = (from.dyn_ref::<HtmlElement>(), to.dyn_ref::<HtmlElement>()) else { return };
    if from.tab_index() != 0 {
        return;
    }
    from.set_tab_index(-1);
    to.set_tab_index(0);
    let focused = from.owner_document().and_then(|page| page.active_element());
    if focused.as_deref() == Some(from) {
        // What cannot take the focus leaves it where it is.
        let _ = to.focus();
    }
}

/// Returns a place that is shown: this one, or the one beside it that stands for it.
fn cell(grid: &HtmlElement, place: CellPosition) -> Option<HtmlElement> {
    let cell = find(grid, &format!("[data-row=\"{}\"] [data-column=\"{}\"]", place.row, place.column))?;
    if !cell.has_attribute("hidden") {
        return Some(cell);
    }
    let beside = [cell.next_element_sibling(), cell.previous_element_sibling()];
    let beside = beside.into_iter().flatten().filter_map(|beside| beside.dyn_into::<HtmlElement>().ok());
    beside.filter(|beside| beside.has_attribute(COLUMN)).find(|beside| !beside.has_attribute("hidden"))
}

fn tab_stop(grid: &HtmlElement) -> Option<HtmlElement> {
    find(grid, TAB_STOP)
}

fn make_tab_stop(grid: &HtmlElement, cell: &HtmlElement) {
    if let Some(before) = tab_stop(grid) {
        before.set_tab_index(-1);
    }
    cell.set_tab_index(0);
}

fn find(grid: &HtmlElement, selector: &str) -> Option<HtmlElement> {
    grid.query_selector(selector).ok()??.dyn_into().ok()
}
