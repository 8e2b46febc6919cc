//! The table of tasks: its rows, the toolbar above it, and what has to be said about the list.

mod grid;
mod heads;
mod link_notices;
mod notices;
mod pool;
mod row;
mod row_actions;
mod row_buttons;
mod row_menu;
mod selection_bar;
mod state_cell;
mod toolbar;

pub use grid::{Grid, is_stacked};
pub use link_notices::LinkNotices;
pub use notices::Notices;
pub use row_menu::{RowMenu, RowMenuState};
pub use selection_bar::{SelectionBar, SelectionRoom};
pub use toolbar::{Toolbar, ToolbarRoom};
