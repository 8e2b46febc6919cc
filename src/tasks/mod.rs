//! The list of tasks as a whole: the ways in and out, its columns and saved views.

mod add_sheet;
mod columns_sheet;
mod drop_zone;
mod list_sheet;
mod views_sheet;

pub use add_sheet::add_tasks;
pub use columns_sheet::arrange_columns;
pub use drop_zone::drop_zone;
pub use list_sheet::task_list;
pub use views_sheet::saved_views;
