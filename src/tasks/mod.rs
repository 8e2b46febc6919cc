//! The list of tasks as a whole: the ways in and out, its columns and saved views.

mod add_sheet;
mod added;
mod columns_sheet;
mod drop_zone;
mod list_sheet;
mod views_sheet;

pub use add_sheet::AddTasks;
pub use added::AddedNotice;
pub use columns_sheet::ArrangeColumns;
pub use drop_zone::DropZone;
pub use list_sheet::TaskList;
pub use views_sheet::SavedViews;
