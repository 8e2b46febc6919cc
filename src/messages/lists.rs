//! Texts about the list of tasks as a whole: adding, exporting, columns and saved views.

use super::common::{REMOVE, SHOW};

use console_core::domain::task_name::Component;

/// Why tasks are added by hand.
pub const ADD_TASKS_HINT: &str =
    "The host has no call that lists its tasks, so the console keeps a list of its own, in this browser.";
/// The key that adds, under the buttons of the sheet.
pub const ADD_KEY: &str = "Control + Enter: add";
/// The field for names.
pub const TASK_NAMES: &str = "Task names";
/// What the field for names takes.
pub const TASK_NAMES_HINT: &str =
    "One a line, or anything that has them in it: JSON, CSV, curl commands, a page of the wiki.";
/// The field for a file.
pub const FILE: &str = "or a file";
/// What the field for a file takes.
pub const FILE_HINT: &str = "Text, CSV or JSON; it can be dropped anywhere on the page, too.";
/// The error of a text without names.
pub const NO_NAMES: &str = "Enter at least one task name.";
/// The summary of the names that were found.
pub const RECOGNISED: &str = "Recognised";
/// A name that is in the list.
pub const IN_LIST: &str = "in the list already";
/// The summary of the names that were in the list before they were added.
pub const WERE_THERE: &str = "Already in the list";
/// The button that selects the tasks that were added.
pub const SELECT_ADDED: &str = "Select added tasks";
/// What shows where to drop a file.
pub const DROP: &str = "Drop the file to see the tasks in it";

/// The format of one name a line.
pub const TEXT: &str = "Text";
/// The heading of the export.
pub const EXPORT: &str = "Export tasks";
/// What an export has.
pub const EXPORT_HINT: &str = "The names with labels and what is known of their states. The JSON has the format of a deployment's tasks.json; Add tasks takes all three in again, in another browser too.";
/// The check box that leaves filtered tasks out.
pub const ONLY_SHOWN: &str = "Only the tasks that the table shows";
/// The heading of the deployment's list.
pub const DEPLOYMENT: &str = "The deployment's list";
/// What the deployment's list does.
pub const DEPLOYMENT_HINT: &str = "tasks.json beside the console's index.html is read at every start. Tasks deleted, or removed from the list, here do not come back.";
/// The status of a deployment's list that is on its way.
pub const DEPLOYMENT_READING: &str = "It is being read…";
/// The status of a deployment's list that does not exist.
pub const DEPLOYMENT_MISSING: &str = "There is no tasks.json.";
/// The button that reads the deployment's list.
pub const READ_AGAIN: &str = "Read tasks.json again";

/// How columns are arranged in the table.
pub const COLUMNS_HINT: &str = "In the table itself: drag a heading to move its column and its edge to make it wider; on a heading, Control with an arrow key moves the column, Shift with one changes its width. Columns for which there is no room are left out from the right.";
/// Why a column cannot be hidden.
pub const ALWAYS_SHOWN: &str = "always shown";
/// The button that undoes all changes to the columns.
pub const RESET_COLUMNS: &str = "Reset to defaults";

/// The field for a view's name.
pub const VIEW_NAME: &str = "View name";
/// What a saved view keeps.
pub const VIEW_NAME_HINT: &str =
    "Saves filter, order and columns. An existing view of this name is replaced.";
/// A view without filter and order.
pub const ALL_TASKS: &str = "All tasks, in order added";
/// Said where no view was saved.
pub const NO_VIEWS: &str = "No views yet.";
/// The button that saves a view.
pub const SAVE_VIEW: &str = "Save view";

/// Returns what a name tells of its task.
pub fn component_of_name(component: Option<Component>) -> &'static str {
    match component {
        Some(Component::IncrSync) => "Incr-Sync",
        Some(Component::FullImport) => "Full-Import",
        None => "unrecognised name format",
    }
}

/// Returns how many tasks were added, and how many were in the list already.
pub fn added(fresh: usize, known: usize) -> String {
    match (fresh, known) {
        (_, 0) => format!("{fresh} added."),
        (0, 1) => "Nothing added: it was there already.".into(),
        (0, _) => format!("Nothing added: all {known} were there already."),
        (_, 1) => format!("{fresh} added, 1 was there already."),
        _ => format!("{fresh} added, {known} were there already."),
    }
}

/// Returns how many entries are not listed.
pub fn more(count: usize) -> String {
    format!("and {count} more")
}

/// Returns the label of a button that saves the list in a format.
pub fn save_as(format: &str) -> String {
    format!("Save as {format}")
}

/// Returns the accessible name of a column's width.
pub fn width_of(column: &str) -> String {
    format!("Width of {column} in pixels")
}

/// Returns the accessible name of a button that moves a column.
pub fn move_column(column: &str, to_the_left: bool) -> String {
    format!("Move {column} to the {}", if to_the_left { "left" } else { "right" })
}

/// Returns the accessible name of a button that shows a view.
pub fn show_view(view: &str) -> String {
    format!("{SHOW} {view}")
}

/// Returns the accessible name of a button that removes a view.
pub fn remove_view(view: &str) -> String {
    format!("{REMOVE} {view}")
}

/// Said between a line and the name that it was read as.
pub const WAS_READ_AS: &str = "was read as";

/// Returns the number of a line, before what it says.
pub fn line(number: usize) -> String {
    format!("Line {number}: ")
}

/// Returns the title of the lines that were read as another name than what they say.
pub fn read_differently(count: usize) -> String {
    match count {
        1 => "1 line had extra text that was ignored".to_owned(),
        _ => format!("{count} lines had extra text that was ignored"),
    }
}
