//! What is kept in the browser, as texts.
//!
//! A text that cannot be read, because it is damaged or of a later version, gives nothing and is left where it is.

pub mod appearance;
pub mod block;
mod draft;
pub mod hosts;
pub mod open;
mod records;
#[cfg(test)]
mod tests;

pub use draft::{StoredDraft, key_of, oldest_drafts, take_oldest};
pub use records::{run_from_text, run_to_text, task_from_text, task_to_text};
