//! The table of tasks: the list behind it, the toolbar above it, its rows, and the ways in.

mod add_sheet;
mod grid;
mod list;
mod row;
mod toolbar;

pub use add_sheet::AddTasks;
pub use grid::Grid;
pub use list::Tasks;
pub use toolbar::Toolbar;
