//! The rules of the Connector Console: what a task's name says, which calls an operation makes, what
//! an answer means, what a run may do next, how a local time in a zone becomes an instant. Everything
//! here is pure: no browser, no clock, no I/O. What the rules need from outside (the time, a zone's
//! offsets) is handed in; what they find is handed out as typed facts, and the words for people are
//! made in the views.

pub mod domain;
pub mod forms;
pub mod interchange;
pub mod openapi;
pub mod persistence;
pub mod runner;
pub mod table;
pub mod text;
pub mod time;

/// The version of the console.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
