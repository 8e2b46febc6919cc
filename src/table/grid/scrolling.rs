//! The viewport of the grid, and bringing a row into view, with the focus or without.

use console_core::table::grid_keys::CellPosition;
use leptos::{html, prelude::*};

use super::layout::Layout;
use crate::stores::table_view::{Goal, TableView};
use crate::table::row_buttons::RowPlace;
use browser::{roving, viewport};

/// A handle that follows the grid's scrolling.
#[derive(Clone, Copy)]
pub struct Scrolling {
    /// The element that scrolls.
    pub grid: NodeRef<html::Div>,
    view: TableView,
    layout: Layout,
    /// Where the focus goes as soon as there is a row for it.
    awaited: StoredValue<Option<CellPosition>>,
}

impl Scrolling {
    /// Follows the size of the grid, and where the page asks it to go.
    pub fn new(view: TableView, layout: Layout) -> Self {
        let scrolling = Self { grid: NodeRef::new(), view, layout, awaited: StoredValue::new(None) };
        Effect::new(move || {
            if let Some(grid) = scrolling.grid.get() {
                viewport::on_resize(&grid, move || scrolling.look());
            }
        });
        Effect::new(move || {
            let Some(goal) = view.goal.get() else { return };
            let index = view.rows(|rows| match &goal {
                Goal::First => (!rows.is_empty()).then_some(0),
                Goal::Task(task) | Goal::Name(task) => rows.iter().position(|name| name == task),
            });
            let Some(place) = index.map(|index| CellPosition::of_task(index, RowPlace::Name.column())) else {
                return;
            };
            view.goal.set(None);
            // The rows have their places by then.
            request_animation_frame(move || match goal {
                Goal::First | Goal::Name(_) => scrolling.go_to(place),
                Goal::Task(_) => scrolling.scroll_to(place),
            });
        });
        scrolling
    }

    /// Notes the viewport.
    pub fn look(self) {
        if let Some(grid) = self.grid.get_untracked() {
            let unit = self.view.viewport.with_untracked(|viewport| viewport.unit);
            self.view.viewport.set(viewport::of(&grid, unit));
        }
    }

    /// Returns where the focus is about to go, which the next key may come before.
    pub fn awaited(self) -> Option<CellPosition> {
        self.awaited.get_value()
    }

    /// Returns how many rows are in the viewport.
    pub fn rows_of_page(self) -> usize {
        let Some(grid) = self.grid.get_untracked() else { return 1 };
        let seen = viewport::of(&grid, 1.0).height - self.layout.header_height().unwrap_or(0);
        usize::try_from(seen / untrack(|| self.layout.row_height())).unwrap_or(1)
    }

    /// Moves the focus to a place, which is scrolled into view.
    pub fn go_to(self, place: CellPosition) {
        let Some(grid) = self.grid.get_untracked() else { return };
        self.scroll_to(place);
        // At once where it can be: the next key may come before the next frame.
        if !roving::focus(&grid, place) {
            // The row has to be made first.
            self.awaited.set_value(Some(place));
            request_animation_frame(move || {
                roving::focus(&grid, place);
                self.awaited.set_value(None);
            });
        }
    }

    /// Scrolls a place into view, where the focus goes when it comes into the grid.
    fn scroll_to(self, place: CellPosition) {
        let Some(grid) = self.grid.get_untracked() else { return };
        self.view.focused.set(Some(place));
        if let Some(index) = place.task() {
            let height = untrack(|| self.layout.row_height());
            let top = i32::try_from(index).unwrap_or(0).saturating_mul(height);
            viewport::scroll_to(&grid, top, height, self.layout.header_height().unwrap_or(0));
        }
        self.look();
    }
}
