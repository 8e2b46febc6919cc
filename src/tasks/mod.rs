//! The table of tasks: the list behind it, the toolbar above it, its rows, and the ways in and out.

mod add_sheet;
mod columns_sheet;
mod drop_zone;
mod grid;
mod heads;
mod list;
mod list_sheet;
mod pool;
mod row;
mod selection_bar;
mod toolbar;
mod views_sheet;

pub use add_sheet::add_tasks;
pub use columns_sheet::arrange_columns;
pub use drop_zone::drop_zone;
pub use grid::{grid, is_stacked};
pub use list::{DEPLOYED, Deployed, Tasks};
pub use list_sheet::task_list;
pub use selection_bar::selection_bar;
pub use toolbar::toolbar;
pub use views_sheet::saved_views;
