//! The sheets of the six operations: the form, the exact calls, the click that sends, and the outcome.

mod checkpoint;
mod field;
mod form;
mod points;
mod preview;
mod pull_back;
mod run_in_place;
mod sheet;
mod stop_first;
mod subtopics;
mod task_name;
mod time_line;
mod unfit;
mod update;

pub use sheet::OperationSheet;
