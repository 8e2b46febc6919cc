//! A run: its progress, the outcome of each call, and what a person can choose.

mod choices;
mod outcome;
mod progress;

pub use choices::Choices;
pub use outcome::status_icon;
pub use progress::{CallText, Progress};
