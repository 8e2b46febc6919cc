//! Runs as they go and as they went: activity, notices, the history.

mod activity;
mod details;
mod history;
mod live_details;
mod notices;
mod plots;
mod room;
mod run_sheet;
mod state_changes;
mod steps;

pub use activity::Activity;
pub use details::Details;
pub use history::History;
pub use notices::RunNotices;
pub use run_sheet::RunSheet;
