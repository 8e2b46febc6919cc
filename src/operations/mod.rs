//! The sheets of the six operations: the form, the exact calls, the click, and what came of it.

mod checkpoint;
mod form;
mod points;
mod preview;
mod pull_back;
mod sheet;
mod task_name;
mod time_line;
mod update;

pub use sheet::operation_sheet;
pub use task_name::oddness;
