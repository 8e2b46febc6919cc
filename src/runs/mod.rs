//! Carrying runs out, and showing how they stand.

mod activity;
mod choices;
mod history;
pub mod journal;
mod outcome;
mod progress;
mod room;
mod run_sheet;
mod runner;

pub use activity::activity;
pub use choices::choices;
pub use history::history;
pub use progress::{progress, request};
pub use room::room_notice;
pub use run_sheet::run_sheet;
pub use runner::{Refusal, Runner};
