//! Words for the table and its sheets: columns, counts, what was recognised in a text, keys.

use console_core::domain::operation::OperationKind;
use console_core::interchange::deployed::{DeployedError, DeployedProblem};
use console_core::interchange::import::WhyLeftOut;
use console_core::interchange::import::file::NotText;
use console_core::table::filter::{BlamedTerm, FilterAdvice, FilterField};
use console_core::table::order::Column;
use console_core::table::shortcuts::ShortcutAction;
use console_core::table::views::{LONGEST_NAME, MOST, ViewNameError};
use console_core::text::text_encoding::Encoding;

use console_core::domain::task_name::TaskName;

use super::{name, spoken};
use browser::files::FileError;

/// The name of the table.
pub const TASKS: &str = "Tasks";
/// The name of the toolbar.
pub const TOOLBAR: &str = "Table";
/// The name of the filter's field.
pub const FILTER: &str = "Filter tasks";
/// What a filter can look like.
pub const FILTER_HINT: &str = "Filter tasks: words, state:stopped, project:np_…";
/// The name of the ways to go on with the filter.
pub const COMPLETIONS: &str = "Completions";
/// The button that selects all rows where there are no headings.
pub const SELECT_ALL: &str = "Select all";
/// The box that selects all rows.
pub const SELECT_ALL_SHOWN: &str = "Select all tasks that are shown";
/// The box that selects a row.
pub const SELECT: &str = "Select";
/// The heading of the rows' buttons.
pub const OPERATIONS: &str = "Operations";
/// Said while the rows stand as they did before, and would be sorted otherwise now.
pub const OLDER_ORDER: &str = "Order is out of date";
/// Why that is so.
pub const OLDER_ORDER_HINT: &str =
    "Rows stay in place while you are in the table. They are sorted when you leave it, or now.";
/// The button that sorts them.
pub const SORT_ANEW: &str = "Sort now";
/// What the keys do on a heading.
pub const HEAD_KEYS: &str = "Sorts. Shift with the left or right arrow makes the column narrower or wider, Control with them moves it.";
/// The button that leads to signing in, where there are no tasks without.
pub const SIGN_IN_HERE: &str = "Sign in to OMS…";
/// Where OMS would tell them.
pub const SIGN_IN_HINT: &str = "OMS lists its tasks for users who are signed in.";
/// The same in an empty table.
pub const ADD_TASKS_HERE: &str = "Add tasks…";
/// The name of the choice among saved views.
pub const SAVED_VIEWS: &str = "Saved views";
/// What the choice shows before anything is chosen.
pub const CHOOSE_SAVED_VIEW: &str = "Saved views…";
/// The name of the choice of an order.
pub const ORDER: &str = "Order";
/// The order without a column.
pub const ORDER_OF_ADDING: &str = "In order added";
/// The counts by state.
pub const STATE_COUNTS: &str = "State";
/// The counts by component.
pub const COMPONENT_COUNTS: &str = "Component";
/// The button that shows the rarer tools on a phone.
pub const TOOLS: &str = "Tools";
/// The count of the tasks that a person has to look at.
pub const NEEDS_COUNTS: &str = "Needs attention";
/// The count of what waits for a Start.
pub const WAITING_COUNTS: &str = "Checkpoints";
/// The counts of what is no longer sure.
pub const READ_COUNTS: &str = "Read from OMS";
/// The name of the bar of what is selected.
pub const SELECTION: &str = "Selection";
/// The button that takes tasks out of the list.
pub const FORGET: &str = "Remove from list";
/// What it does.
pub const FORGET_HINT: &str =
    "Removes the tasks from this browser's list. Nothing is sent; the host keeps them.";
/// The button that selects nothing.
pub const CLEAR_SELECTION: &str = "Clear selection";
/// The button that takes a change back.
pub const UNDO: &str = "Undo";
/// The button that opens a row's menu.
pub const MORE: &str = "More";
/// The button that leads to what is known of a task.
pub const DETAILS: &str = "Details";
/// The button that copies a task's name.
pub const COPY_NAME: &str = "Copy name";
/// Said when a name was copied.
pub const NAME_COPIED: &str = "Name copied";
/// Said when a link was copied.
pub const LINK_COPIED: &str = "Link copied";
/// The heading of a table without tasks.
pub const NO_TASKS: &str = "No tasks yet";
/// How tasks come into the table.
pub const NO_TASKS_HINT: &str = "Paste the names of the connectors that you look after, or drop a file with them here. They stay in this browser; nothing is sent by adding them.";
/// The heading of a table that the filter leaves empty.
pub const NO_MATCH: &str = "No task matches the filter";
/// The button that empties the filter.
pub const CLEAR_FILTER: &str = "Clear the filter";
/// The button that loads the page again.
pub const RELOAD: &str = "Reload";
/// The button that reads the deployment's list again.
pub const READ_AGAIN: &str = "Read it again";
/// The button that copies entries that cannot be read.
pub const COPY_STORED: &str = "Copy what is stored";
/// The button that copies all that the storage gives.
pub const COPY_READABLE: &str = "Copy what can be read";
/// The button that asks before all is deleted.
pub const START_ANEW: &str = "Delete all stored data…";
/// The same button when it has asked.
pub const DELETE_ALL: &str = "Delete the list, the history and the settings";
/// The button that adds the tasks of a link.
pub const ADD_TO_LIST: &str = "Add to the list";
/// The same for a task that is gone under its name.
pub const ADD_ALL_THE_SAME: &str = "Add it anyway";
/// The beginning of a notice about a task of a link; the name follows.
pub const LINK_NAMES: &str = "The link names ";

/// Says how many of all tasks are shown.
pub fn count(shown: usize, all: usize) -> String {
    let noun = if all == 1 { "task" } else { "tasks" };
    if shown == all { format!("{all} {noun}") } else { format!("{shown} of {all} {noun}") }
}

/// Says that entries of the stored list cannot be read.
pub fn unreadable(count: usize) -> String {
    let what = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
    format!(
        "{what} of the stored list cannot be read: damaged, or written by a newer version. They are left as they are; all others are shown."
    )
}

/// Asks whether tasks of a link are to be added.
pub fn add_linked(count: usize) -> String {
    let what = if count == 1 { "a task that is" } else { "tasks that are" };
    format!("The link names {what} not in your list. Add to the list?")
}

/// Returns the button that does with a task's successor what a link asks for.
pub fn go_on_with(operation: Option<OperationKind>, successor: &TaskName) -> String {
    format!("{} {}", operation.map_or(SELECT, name), spoken(successor.as_str()))
}

/// Returns a column's heading.
pub fn column(column: Column) -> &'static str {
    match column {
        Column::State => "State",
        Column::Name => "Task name",
        Column::Component => "Component",
        Column::Project => "Project",
        Column::Host => "Host",
        Column::LastOperation => "Last operation",
        Column::Labels => "Labels",
        Column::Delay => "Delay",
        Column::Checkpoint => "Checkpoint",
        Column::Rate => "Rate",
        Column::Progress => "Progress",
        Column::Region => "Region",
        Column::Subtopics => "Subtopics",
        Column::ProjectType => "Project type",
        Column::ProjectState => "Project state",
    }
}

/// Returns what a heading does.
pub fn column_hint(column: Column) -> &'static str {
    match column {
        Column::Host => "The address in the task's name. Click to sort.",
        Column::State => {
            "As far as this console knows: from OMS where it is read, else from the answers to what was done here. Click to sort."
        }
        Column::Delay => "How far the task is behind, as OMS told it last. Click to sort.",
        Column::Checkpoint => "How far the task has come, as OMS told it last. Click to sort.",
        Column::Rate => "Records per second, as OMS told them last. Click to sort.",
        Column::Progress => "How much of a Full-Import is done, as OMS told it last. Click to sort.",
        _ => "Click to sort; drag to move the column",
    }
}

/// Returns the button for a value to filter by.
pub fn facet(value: &str) -> &'static str {
    match value {
        "running" => "Running",
        "stopped" => "Stopped",
        "exception" => "Exception",
        "finished" => "Finished",
        "unknown" => "Unknown",
        "in-doubt" => "In doubt",
        "incr-sync" => "Incr-Sync",
        "full-import" => "Full-Import",
        "attention" => "Needs attention",
        "checkpoint" => "Checkpoint waits",
        "stale" => "Stale",
        "missing" => "Not in OMS any more",
        "absent" => "Not in OMS",
        _ => "Other",
    }
}

/// Returns what is to be said about a filter.
pub fn advice(advice: &FilterAdvice) -> String {
    match advice {
        FilterAdvice::UnknownValue { term, field } => {
            format!("“{}” matches no task: {} can be {}.", short(term), field.word(), one_of(field.values()))
        }
        FilterAdvice::NoNumber { term } => format!(
            "“{}” matches no task: delay is compared with seconds, as in delay>300 or delay<=5min.",
            short(term)
        ),
        FilterAdvice::UnknownField { term, word, .. } => {
            let fields: Vec<_> = FilterField::ALL.iter().map(|field| field.word()).collect();
            format!(
                "There is no field “{word}”, so “{}” is looked for as text. The fields are {}.",
                short(term),
                fields.join(", ")
            )
        }
        FilterAdvice::LeavesOut { term, .. } => format!(
            "“{}” leaves out what fits, since it begins with a dash; in quotation marks it is looked for.",
            short(term)
        ),
        FilterAdvice::Listed { names, missing: 0 } => format!("Tasks with any of {names} names are shown."),
        FilterAdvice::Listed { names, missing: 1 } => {
            format!("Tasks with any of {names} names are shown; 1 of the names is not in the list.")
        }
        FilterAdvice::Listed { names, missing } => {
            format!("Tasks with any of {names} names are shown; {missing} of the names are not in the list.")
        }
    }
}

/// Returns the label of the button that changes a filter as it is advised, and the filter that it makes.
pub fn change(advice: &FilterAdvice) -> Option<(String, String)> {
    match advice {
        FilterAdvice::UnknownField { meant: Some((field, text)), .. } => {
            Some((format!("Use {}:", field.word()), text.clone()))
        }
        FilterAdvice::LeavesOut { term, quoted } => {
            Some((format!("Look for {}", short(term)), quoted.clone()))
        }
        _ => None,
    }
}

/// Why a term is to blame for an empty table.
pub fn blame(blame: &BlamedTerm) -> String {
    let term = short(&blame.term);
    match blame.without {
        0 => format!("No task matches “{term}”."),
        count => format!("No task matches “{term}” and the rest; without it {} would.", tasks(count)),
    }
}

/// Returns the button that takes a term out of the filter.
pub fn remove_term(term: &str) -> String {
    format!("Remove {}", short(term))
}

/// What is said when no term of a filter is to blame alone.
pub const NOTHING_HOLDS_ALL: &str =
    "Each term of the filter matches some task, but no task matches all of them, or all but one.";

/// Returns a term, cut where it is too long to be read.
fn short(term: &str) -> String {
    const MOST: usize = 80;
    match term.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &term[..end]),
        None => term.to_owned(),
    }
}

/// Words of which one is to be chosen.
fn one_of(words: &[&str]) -> String {
    match words {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        words => words.concat(),
    }
}

/// So many tasks.
pub fn tasks(count: usize) -> String {
    if count == 1 { "1 task".into() } else { format!("{count} tasks") }
}

/// Returns the button that opens the details of the task that another one probably goes on as.
pub fn go_to(task: &TaskName) -> String {
    format!("Probably moved: {}", spoken(task.as_str()))
}

/// Returns the name of a row's menu.
pub fn more(task: &TaskName) -> String {
    format!("{MORE} for {}", spoken(task.as_str()))
}

/// Returns the button that shows only the tasks with this part of a name.
pub fn only_with(field: FilterField, value: &str) -> String {
    format!("Only {} {}", field.word(), spoken(value))
}

/// Returns how many tasks are selected, and how many of them the filter hides.
pub fn selected(count: usize, hidden: usize) -> String {
    match hidden {
        0 => format!("{count} selected"),
        hidden => format!("{count} selected, {hidden} of them not shown"),
    }
}

/// Returns what was taken out of the list.
pub fn forgotten(count: usize) -> String {
    format!(
        "{} removed from this browser's list. Nothing was sent; the host keeps what it has.",
        tasks(count)
    )
}

/// Returns what was recognised in a text.
pub fn recognised(all: usize, fresh: usize) -> String {
    let found = tasks(all);
    match all - fresh {
        _ if all == 0 => "No task name was recognised.".into(),
        0 => format!("{found} recognised."),
        known => format!("{found} recognised, {known} of them in the list already."),
    }
}

/// Returns what was not recognised in a text.
pub fn left_out(count: usize) -> String {
    if count == 1 { "1 line left out".into() } else { format!("{count} lines left out") }
}

/// Returns a line that was left out, with the reason.
pub fn left_out_line(line: usize, why: WhyLeftOut) -> String {
    format!("Line {line}: {}", why_left_out(why))
}

fn why_left_out(why: WhyLeftOut) -> &'static str {
    match why {
        WhyLeftOut::NoName => "no task name in it.",
        WhyLeftOut::DamagedName => "a task name that is cut off or damaged.",
        WhyLeftOut::ControlCharacter => {
            "a control character where a name should be; a task name is one line of text."
        }
        WhyLeftOut::OnlyHeadings => "only column headings, no task names below them.",
        WhyLeftOut::BesideNames => "it may be a name or not; put it on a line of its own to add it.",
    }
}

/// Why a file was not read.
pub fn file_error(error: FileError) -> &'static str {
    match error {
        FileError::None => "No file was chosen.",
        FileError::TooLarge => "The file is larger than 100 MB. Take the part with the task names.",
        FileError::Empty => "The file is empty.",
        FileError::NoText(NotText::Workbook) => {
            "This is a spreadsheet, such as an Excel workbook. Save it as CSV, or copy its cells and paste them."
        }
        FileError::NoText(NotText::Archive) => {
            "This is an archive, or a document that is packed as one. Unpack it, or save it as text or CSV."
        }
        FileError::NoText(NotText::Pdf) => "This is a PDF. Copy the text in it and paste it.",
        FileError::NoText(NotText::Other) => {
            "The file is no text that can be read. Save it as text, CSV or JSON in UTF-8."
        }
        FileError::Unreadable => "The browser could not read the file.",
    }
}

/// Returns what is said of a file whose encoding had to be guessed.
pub fn guessed_file_encoding(encoding: Encoding) -> String {
    let name = match encoding {
        Encoding::Utf8 => "UTF-8, with damage",
        Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
        Encoding::Gb18030 => "GB18030 (GBK)",
        Encoding::Windows1252 => "Windows-1252",
    };
    format!(
        "The file does not say its encoding; it was read as {name}. If letters look wrong, save it as UTF-8."
    )
}

/// What is said when several files are dropped.
pub const ONE_FILE: &str =
    "Only the first of the files was read. Add its tasks, then drop the other files one after the other.";

/// What is said when a dropped file was read and another sheet is open by then.
pub const FILE_WAITS: &str = "The dropped file was read. Open Add tasks to see the tasks in it.";

/// Why a view cannot have a name.
pub fn name_error(error: ViewNameError) -> String {
    match error {
        ViewNameError::Empty => "Enter a name.".into(),
        ViewNameError::TooLong => format!("A name has at most {LONGEST_NAME} characters."),
        ViewNameError::NotOneLine => "A name is one line of text.".into(),
        ViewNameError::Full => format!("There are {MOST} views already. Remove one first."),
    }
}

/// Returns what is wrong with the deployment's list.
pub fn deployed_error(error: &DeployedError) -> String {
    let problem = match error.problem {
        DeployedProblem::Syntax => "JSON syntax error here",
        DeployedProblem::CutOff => "it ends too early",
        DeployedProblem::NoList => "a list was expected here",
        DeployedProblem::NoTasks => "this object has no “tasks”",
        DeployedProblem::NoHosts => {
            "“hosts” has to say whose tasks these are, as in {\"hosts\": {\"name of a host\": […]}}"
        }
    };
    format!(
        "tasks.json beside the console is broken: line {}, column {}: {problem}. None of its tasks was added.",
        error.place.line, error.place.column
    )
}

/// Returns what the deployment's list gave.
pub fn deployed_read(all: usize, added: usize, left_out: usize) -> String {
    let left_out = match left_out {
        0 => String::new(),
        count => format!(" {count} of its entries name no task and were left out."),
    };
    format!("It names {}; {added} of them new to the list or with new labels.{left_out}", tasks(all))
}

/// Returns what a single key does.
pub fn action(action: ShortcutAction) -> &'static str {
    match action {
        ShortcutAction::FocusFilter => "goes to the filter",
        ShortcutAction::AddTasks => "opens Add tasks",
        ShortcutAction::Operation(OperationKind::Start) => "opens Start",
        ShortcutAction::Operation(OperationKind::Stop) => "opens Stop",
        ShortcutAction::Operation(OperationKind::Update) => "opens Update",
        ShortcutAction::Operation(OperationKind::PullBack) => "opens Pull back",
        ShortcutAction::Operation(OperationKind::Migrate) => "opens Migrate",
        ShortcutAction::Operation(OperationKind::Delete) => "opens Delete",
        ShortcutAction::CopyName => "copies the task's name",
        ShortcutAction::History => "opens the history",
        ShortcutAction::Palette => "finds tasks and actions",
        ShortcutAction::Help => "opens this help",
        ShortcutAction::ClearSelection => "closes the sheet, or clears the selection",
    }
}

/// The keys of the table.
pub const GRID_KEYS: [(&str, &str); 12] = [
    ("Control + K", "finds tasks and actions, from everywhere"),
    ("Tab", "goes into the table and out of it"),
    ("Arrow keys", "move to the next place; up to the headings"),
    ("Page Up, Page Down", "go a screen further"),
    ("Home, End", "go to the first and the last place of the row; with Control, of the table"),
    ("Down or Enter in the filter", "goes to the first row"),
    ("Enter", "presses the button, opens the details of a name, or sorts by the heading"),
    ("Shift + Space", "selects this row alone"),
    ("Control + Space", "adds the row to the selection, or removes it"),
    ("Shift + Up, Down, Page keys", "select from row to row"),
    ("Control + A", "selects all tasks that are shown"),
    ("On a heading", "Shift + Left, Right change the width; Control + Left, Right move the column"),
];

/// The terms of the filter.
pub const FILTER_TERMS: [(&str, &str); 12] = [
    ("words", "stand anywhere in a row"),
    ("state:stopped,running", "running, stopped, unknown or in-doubt; any of several"),
    (
        "needs:attention",
        "an unknown outcome, a state in doubt, a decision or a checkpoint that waits, an exception, a delay over the limit",
    ),
    ("component:incr-sync", "incr-sync, full-import or other"),
    ("project:np_… host:10.1.*", "parts of the name, or the project's name; * is anything"),
    ("label:prod", "a label"),
    ("delay>300 delay<=5min", "how far a task is behind, where OMS tells it"),
    ("region:… subtopic:… direction:reverse read:stale", "what else OMS tells"),
    ("last:rejected op:stop", "how the last operation stands, and which it was"),
    ("-reverse", "leaves out what fits"),
    ("\"exact words\"", "blanks, - and * as they are"),
    ("several task names", "any of them"),
];
