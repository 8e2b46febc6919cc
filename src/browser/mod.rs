//! The only code that touches the browser: each adapter turns one of its interfaces into plain Rust,
//! with every failure a value. Nothing here knows what a connector is.

pub mod address;
pub mod clipboard;
pub mod clock;
pub mod element;
pub mod fetch;
pub mod leaving;
pub mod panic;
pub mod storage;
pub mod zones;
