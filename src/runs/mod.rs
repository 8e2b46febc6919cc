//! Carrying runs out, and showing how they stand.

mod choices;
mod journal;
mod progress;
mod runner;

pub use choices::Choices;
pub use journal::Journal;
pub use progress::Progress;
pub use runner::{Refusal, Runner};
