//! The rules of the Connector Console: what a task's name says, which calls an operation makes, what
//! an answer means, what a run may do next, how a local time in a zone becomes an instant. Everything
//! here is pure: no browser, no clock, no I/O. What the rules need from outside (the time, a zone's
//! offsets) is handed in; what they find is handed out as typed facts, and the words for people are
//! made in the views.

pub mod call;
pub mod catalogue;
pub mod checkpoint;
pub mod codes;
pub mod columns;
pub mod config_map;
pub mod configuration;
pub mod curl;
pub mod cut;
pub mod deployed;
pub mod deployment;
pub mod destination;
pub mod draft;
pub mod export;
pub mod facets;
pub mod filter;
pub mod grid_keys;
pub mod history;
pub mod hosts;
pub mod import;
pub mod inventory;
pub mod json;
pub mod link;
pub mod nearest;
pub mod odd_characters;
pub mod operation;
pub mod order;
pub mod outcome;
pub mod parameter;
pub mod plan;
pub mod point;
pub mod repeat;
pub mod run;
pub mod secret;
pub mod selection;
pub mod shortcuts;
pub mod shown;
mod spelling;
pub mod state_denial;
pub mod static_file;
pub mod stored;
pub mod suggestions;
pub mod task_name;
pub mod text_encoding;
pub mod time;
pub mod typed_name;
pub mod views;

mod percent;
