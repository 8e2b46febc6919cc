//! Forms as they are filled in: drafts, what is wrong in them, and what they are read as.

pub mod catalogue;
pub mod configuration;
pub mod diagnosis;
pub mod difference;
pub mod draft;
pub mod nearest;
pub mod point;
pub mod recheck;
pub mod replay;
pub mod suggestions;
pub mod typed_name;
