//! A run: how it goes, what came of each call, and what a person can choose.

mod choices;
mod outcome;
mod progress;

pub use choices::choices;
pub use progress::{progress, request};
