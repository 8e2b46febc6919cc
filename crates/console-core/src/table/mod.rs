//! The table of tasks: its filter, order, columns and selection, and the keys that move in it.

pub mod columns;
pub mod facets;
pub mod filter;
pub mod grid_keys;
pub mod order;
pub mod palette;
pub mod selection;
pub mod shortcuts;
pub mod shown;
pub mod views;
