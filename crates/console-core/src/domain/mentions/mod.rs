//! Task names within other text: those of a known shape, those in queries of calls and links, and those in JSON.

mod heading;
mod json;
mod query;
mod reader;
mod shape;

pub(crate) use heading::{Heading, is_task_heading};
pub(crate) use json::{DocumentTasks, names_in_json, tasks};
pub(crate) use query::names_in;
pub(crate) use reader::MentionReader;
pub use reader::{FoundTasks, LeftOut, ReadAs, WhyLeftOut};
