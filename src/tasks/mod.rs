//! The table of tasks: the list behind it, the toolbar above it, its rows, and the ways in.

mod add_sheet;
mod grid;
mod list;
mod row;
mod toolbar;

pub use add_sheet::add_tasks;
pub use grid::grid;
pub use list::Tasks;
pub use toolbar::toolbar;
