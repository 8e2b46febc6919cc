//! Runs as they go and as they went: activity, notices, the history.

mod activity;
mod history;
mod notices;
mod room;
mod run_sheet;

pub use activity::Activity;
pub use history::History;
pub use notices::RunNotices;
pub use run_sheet::RunSheet;
