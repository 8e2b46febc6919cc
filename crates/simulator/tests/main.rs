//! The simulator from outside: over sockets, and its binary with the real curl.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where something is missing")]

mod binary;
mod curl;
mod faults;
mod http;
mod openapi;
mod openapi_oddities;
mod openapi_settings;
mod pull_back;
mod requests;
mod server;
mod states;
mod support;
