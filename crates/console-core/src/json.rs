//! Writing JSON text.

use serde::Serialize;

/// A value as compact JSON text. Values and texts always serialise; should one not, the text is empty.
///
/// In place of `Value`'s own `Display`, which brings a second writer along.
pub fn text(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
