//! The only code that touches the browser: each adapter turns one of its interfaces into plain Rust,
//! with every failure a value. Nothing here knows what a connector is.

pub mod address;
pub mod clipboard;
pub mod clock;
pub mod debounce;
pub mod dialog;
pub mod document;
pub mod dragging;
pub mod element_handle;
pub mod event;
pub mod fetch;
pub mod field;
pub mod files;
pub mod focus;
pub mod keyboard;
pub mod leaving;
pub mod local;
pub mod menu;
pub mod panic;
pub mod patience;
pub mod roving;
pub mod storage;
pub mod tabs;
pub mod text_content;
pub mod viewport;
pub mod zones;

/// Lets the browser carry a task on whenever it can. The framework's own form of this works only once
/// something is mounted.
pub use wasm_bindgen_futures::spawn_local;
