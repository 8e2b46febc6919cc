//! Text as people and programs write it: JSON with its digits kept, odd characters, encodings, keys.

pub(crate) mod bare;
pub(crate) mod csv;
pub mod json;
pub mod key_press;
pub mod odd_characters;
pub(crate) mod percent;
pub mod position;
pub(crate) mod spelling;
pub mod text_encoding;
