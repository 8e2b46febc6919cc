//! Texts of the small widgets, and those that several rooms have in common.

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
/// Adds what was filled in.
pub const ADD: &str = "Add";
/// The sheet that adds tasks.
pub const ADD_TASKS: &str = "Add tasks";
/// Closes a sheet without doing anything.
pub const CANCEL: &str = "Cancel";
/// The sheet that arranges columns.
pub const COLUMNS: &str = "Columns";
/// Copies a link.
pub const COPY_LINK: &str = "Copy link";
/// Copies the names of tasks.
pub const COPY_NAMES: &str = "Copy names";
/// Takes a notice away.
pub const DISMISS: &str = "Dismiss";
/// The sheet of past runs.
pub const HISTORY: &str = "History";
/// The sheet about the list as a whole.
pub const IMPORT_AND_EXPORT: &str = "Import and export";
/// Removes an entry.
pub const REMOVE: &str = "Remove";
/// Shows an entry.
pub const SHOW: &str = "Show";
/// The sheet of saved views.
pub const VIEWS: &str = "Views";
