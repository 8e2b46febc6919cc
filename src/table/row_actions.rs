//! What clicks on the rows do.

use std::cell::RefCell;
use std::rc::Rc;

use console_core::domain::inventory::Inventory;
use console_core::domain::task_name::TaskName;
use console_core::table::filter::FilterField;
use console_core::table::grid_keys::CellPosition;
use leptos::ev::Event;
use leptos::prelude::*;

use crate::components::OperationOpener;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use crate::table::pool::Pool;
use crate::table::row_buttons::RowPlace;
use crate::table::row_menu::RowMenuState;
use browser::{event, roving};

/// What marks a text on which a click filters by a field.
const FILTERS: &str = "data-filter";

/// A handle that carries out the actions of rows.
#[derive(Clone)]
pub struct RowActions {
    view: TableView,
    tasks: Tasks,
    sheets: Sheets,
    opener: OperationOpener,
    menu: RowMenuState,
    pool: Rc<RefCell<Pool>>,
    /// The task on whose row a button of the mouse was pressed.
    pressed: Rc<RefCell<Option<TaskName>>>,
}

impl RowActions {
    /// Takes the stores from the context.
    pub fn from_context(menu: RowMenuState, pool: Rc<RefCell<Pool>>) -> Self {
        Self {
            view: expect_context(),
            tasks: expect_context(),
            sheets: expect_context(),
            opener: OperationOpener::from_context(),
            menu,
            pool,
            pressed: Rc::default(),
        }
    }

    /// Notes on which row a button of the mouse is pressed.
    pub fn press(&self, event: &Event) {
        *self.pressed.borrow_mut() = self.row_of(event).map(|(_, task)| task);
    }

    /// Does what a click is for.
    pub fn click(&self, event: &Event) {
        let Some((index, task)) = self.row_of(event) else { return };
        // The row may have come to show another task since the button was pressed on it.
        if event::is_pointed(event) && self.pressed.borrow().as_ref() != Some(&task) {
            event.prevent_default();
            return;
        }
        match roving::place_of(event) {
            Some(place) => {
                if let Some(place) = RowPlace::at(place.column) {
                    self.act(&task, index, place, event);
                }
            }
            None => self.filter_by_part(&task, event),
        }
    }

    /// Does what a place of a task's row is for.
    pub fn act(&self, task: &TaskName, index: usize, place: RowPlace, event: &Event) {
        match place {
            RowPlace::Tick => self.view.rows_untracked(|rows| {
                self.view.selection.update(|selection| match event::is_shift_held(event) {
                    true => selection.range(rows, index, index, true),
                    false => selection.toggle(task.clone()),
                });
            }),
            RowPlace::Name => self.sheets.open(SheetContent::Details(task.clone())),
            RowPlace::Operation(kind) => self.opener.open(kind, task),
            RowPlace::More => self.menu.toggle(task, event),
        }
    }

    /// Returns the row that an event comes from: its index, and the task that it shows.
    fn row_of(&self, event: &Event) -> Option<(usize, TaskName)> {
        let index = roving::row_of(event).and_then(CellPosition::task)?;
        Some((index, self.pool.borrow().task(index)?))
    }

    /// Filters by the part of a task's name that a click meant, if it meant one.
    fn filter_by_part(&self, task: &TaskName, event: &Event) {
        let field: Option<FilterField> =
            event::attribute_at(event, FILTERS).and_then(|word| word.parse().ok());
        let value = |field: FilterField| {
            let of = |inventory: &Inventory| Some(field.part_of(inventory.get(task)?)?.to_owned());
            self.tasks.with_untracked(of)
        };
        if let Some((field, value)) = field.and_then(|field| Some((field, value(field)?))) {
            self.view.filter_by(field, &value);
            self.sheets.show_address(true);
        }
    }
}
