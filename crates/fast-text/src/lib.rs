//! The loops that a long table spends its time in: finding a word in a text, and sorting.
//!
//! The console is compiled for size, and this crate for speed, which halves the time of these loops. It knows texts and
//! numbers, and nothing of tasks.

mod find;
mod keys;
mod sort;

pub use find::find;
pub use keys::SortKeys;
pub use sort::order_of_numbers;
