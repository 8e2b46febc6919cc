//! Carrying runs out, and showing how they stand.

mod choices;
pub mod journal;
mod outcome;
mod progress;
mod runner;

pub use choices::choices;
pub use progress::{progress, request};
pub use runner::{Refusal, Runner};
