//! The server as its clients see it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod passing;
mod serving;
mod support;
