//! Carrying runs out, and showing how they stand.

mod journal;
mod progress;
mod runner;

pub use journal::Journal;
pub use progress::Progress;
pub use runner::{Refusal, Runner};
