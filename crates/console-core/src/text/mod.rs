//! Text as people and programs write it: JSON with its digits kept, odd characters, encodings.

pub mod cut;
pub mod json;
pub mod odd_characters;
pub(crate) mod percent;
pub(crate) mod spelling;
pub mod text_encoding;
