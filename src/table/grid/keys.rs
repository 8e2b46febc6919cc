//! The keys of the grid: moving the focus, and selecting.

use console_core::domain::task_name::TaskName;
use console_core::table::grid_keys::{self, CellPosition, GridExtent, KeySelection};
use leptos::ev;
use leptos::prelude::*;

use super::layout::Layout;
use super::scrolling::Scrolling;
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use crate::table::row_actions::RowActions;
use crate::table::row_buttons::RowPlace;
use browser::{keyboard, roving};

/// A handle that the keys of the grid act on.
pub struct GridKeys {
    pub tasks: Tasks,
    pub view: TableView,
    pub layout: Layout,
    pub scrolling: Scrolling,
    pub actions: RowActions,
}

impl GridKeys {
    /// Does what a key is for, if it is one of the grid's.
    pub fn press(&self, event: &ev::KeyboardEvent) {
        let Some(from) = self.scrolling.awaited().or_else(|| roving::place_of(event)) else { return };
        let Some(key) = keyboard::key(event) else { return };
        // A name is no button that a browser would press.
        if key.is_plain("Enter")
            && RowPlace::at(from.column) == Some(RowPlace::Name)
            && let Some(index) = from.task()
        {
            event.prevent_default();
            if let Some(name) = self.view.rows_untracked(|rows| rows.get(index).cloned()) {
                self.actions.act(&name, index, RowPlace::Name, event);
            }
            return;
        }
        let extent = self.extent();
        if let Some(choosing) = grid_keys::selecting(from, &key, extent) {
            event.prevent_default();
            self.choose(from, choosing);
            if let KeySelection::Extend(to) = choosing {
                self.scrolling.go_to(to);
            }
        } else if let Some(place) = grid_keys::moved(from, &key, extent) {
            event.prevent_default();
            self.scrolling.go_to(self.shown_place(from, place));
        }
    }

    fn extent(&self) -> GridExtent {
        let has_head = self.layout.header_height().is_some();
        GridExtent {
            rows: self.view.rows_untracked(<[TaskName]>::len),
            row_places: RowPlace::ALL.len(),
            head_places: if has_head { self.layout.columns.with_untracked(Vec::len) + 1 } else { 0 },
            page: self.scrolling.rows_of_page(),
        }
    }

    /// Returns where a move ends: one of two buttons of a row may be hidden.
    fn shown_place(&self, from: CellPosition, to: CellPosition) -> CellPosition {
        let state = |name: &TaskName| self.tasks.with_untracked(|inventory| inventory.get(name)?.state());
        let name = to.task().and_then(|index| self.view.rows_untracked(|rows| rows.get(index).cloned()));
        grid_keys::past_hidden(from, to, RowPlace::hidden(name.as_ref().and_then(state)))
    }

    /// Selects what a key asks for.
    fn choose(&self, from: CellPosition, choosing: KeySelection) {
        let Some(index) = from.task() else {
            if choosing == KeySelection::All {
                self.view.select_all();
            }
            return;
        };
        self.view.rows_untracked(|rows| {
            let Some(name) = rows.get(index) else { return };
            self.view.selection.update(|selection| match choosing {
                KeySelection::Only => selection.only(name.clone()),
                KeySelection::Toggle => selection.toggle(name.clone()),
                KeySelection::Extend(to) => selection.range(rows, index, to.task().unwrap_or(index), false),
                KeySelection::All => selection.all(rows),
            });
        });
    }
}
