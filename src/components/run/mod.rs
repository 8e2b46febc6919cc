//! A run: its progress, the outcome of each call, and what a person can choose.

mod choices;
mod odd_name;
mod outcome;
mod progress;

pub use choices::Choices;
pub use odd_name::OddName;
pub use outcome::status_icon;
pub use progress::{CallText, Progress};
