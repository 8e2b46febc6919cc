//! Texts of the small widgets.

/// Said when a text was copied.
pub const COPIED: &str = "Copied";
/// Said when the browser refused to copy.
pub const COPY_REFUSED: &str = "The browser did not allow copying";
/// The button that closes a sheet.
pub const CLOSE: &str = "Close";
/// What closes a sheet, too.
pub const CLOSE_HINT: &str = "Close (Escape)";
/// The name of a field's list.
pub const SUGGESTIONS: &str = "Suggestions";
