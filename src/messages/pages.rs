//! Texts of the page's frame, and of help, settings and the screens in place of the console.

use browser::panic::PanicTexts;
use console_core::VERSION;
use console_core::interchange::deployment::TIME_OUTS;
use console_core::persistence::appearance::{Density, Theme, TimeDisplay};
use console_core::text::odd_characters::visible;

/// The name of the console.
pub const CONSOLE: &str = "Connector Console";
/// The name of the ways between the pages.
pub const NAVIGATION: &str = "Pages";
/// The page of tasks.
pub const TASKS: &str = "Tasks";
/// Stands at the top while nothing may be sent.
pub const READ_ONLY: &str = "Read only";
/// What read only means.
pub const READ_ONLY_HINT: &str =
    "Nothing is sent that changes something at the host, from any tab of this browser.";
/// Said where the deployment sets read only.
pub const READ_ONLY_FORCED: &str =
    "The deployment sets this console to read only; it cannot be changed here.";
/// The sheet of settings.
pub const SETTINGS: &str = "Settings";
/// The sheet of help.
pub const HELP: &str = "Help";
/// What is in the help.
pub const HELP_HINT: &str = "Keys and help (?)";
/// Which task a key is for.
pub const KEYS_HINT: &str = "Operations are opened for the row that has the focus, else for the task that is selected alone. Nothing is sent before the button in the sheet is pressed.";
/// The heading of the keys of the table.
pub const KEYS_OF_TABLE: &str = "In the table";
/// The heading of the terms of the filter.
pub const TERMS_OF_FILTER: &str = "In the filter";
/// The heading of what the console is made of.
pub const ABOUT: &str = "About";
/// What leads to the notices.
pub const NOTICES: &str = "Third-party notices";
/// The switch for single keys.
pub const SINGLE_KEYS: &str = "Single keys";
/// Why to switch them off.
pub const SINGLE_KEYS_HINT: &str = "Turn them off if something presses keys for you, such as speech input.";
/// The field for the time-out.
pub const TIME_OUT: &str = "Time-out in seconds";
/// What the time-out is.
pub const TIME_OUT_HINT: &str = "How long to wait for an answer. The host may still carry the call out after that, so the outcome is then unknown.";
/// The field for the time zone.
pub const ZONE: &str = "Default time zone";
/// What the time zone is for.
pub const ZONE_HINT: &str = "The zone that Pull back begins with, such as Asia/Shanghai or +08:00; it becomes the one that you pull back in. Empty: the deployment's, or this browser's own.";
/// The error of a text that is no time zone.
pub const WRONG_ZONE: &str = "This browser knows no such time zone. The one before stays.";
/// The choice of how times are written.
pub const TIMES: &str = "Times in the table and the history";
/// The choice of the colours.
pub const THEME: &str = "Theme";
/// The choice of how much room a row takes.
pub const DENSITY: &str = "Density";
/// The field for the host's name.
pub const HOST_NAME: &str = "Host name";
/// Where the host's name is shown.
pub const HOST_NAME_HINT: &str = "What you call the host that this address leads to: it is shown at the top of the page, in the history and in exports. The deployment does not name it.";
/// The button that asks which host it is.
pub const OTHER_HOST: &str = "This address leads to another host…";
/// What that button does.
pub const OTHER_HOST_HINT: &str =
    "The list and the history of the current host stay stored; you are asked which host this is";
/// The heading of the question which host it is.
pub const WHICH_HOST: &str = "Which host is it?";
/// What the address at the top of the page is.
pub const ADDRESS_HINT: &str = "Calls go to this host";
/// The heading where the deployment's settings are wrong.
pub const SETTINGS_WRONG: &str = "The deployment's config.json is wrong";
/// What to do about it.
pub const SETTINGS_WRONG_HINT: &str =
    "Ask the administrator to fix it. Until then nothing can be sent, and the console does not start.";
/// The name of what stands in place of a sheet that could not be loaded.
pub const NOT_LOADED: &str = "Not loaded";
/// The button that loads it again.
pub const TRY_AGAIN: &str = "Try again";

/// Says which console this is.
pub fn version() -> String {
    format!("{CONSOLE} {VERSION}")
}

/// Returns the name of a way to write times.
pub fn times(times: TimeDisplay) -> &'static str {
    match times {
        TimeDisplay::Relative => "Relative: 5 min ago",
        TimeDisplay::Absolute => "Absolute: date and time",
    }
}

/// Returns the name of a theme.
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "System",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}

/// Returns the name of a density.
pub fn density(density: Density) -> &'static str {
    match density {
        Density::Comfortable => "Comfortable",
        Density::Compact => "Compact",
    }
}

/// Says which time-outs are possible.
pub fn wrong_time_out() -> String {
    format!("Enter a whole number of seconds from {} to {}.", TIME_OUTS.start(), TIME_OUTS.end())
}

/// Returns the title of the page.
pub fn title(host: Option<&str>, under_way: usize) -> String {
    let title = host.map_or_else(|| CONSOLE.to_owned(), |host| format!("{} · {CONSOLE}", visible(host)));
    match under_way {
        0 => title,
        count => format!("({count} under way) {title}"),
    }
}

/// The screen in place of a console that has a fault.
pub const PANIC: PanicTexts = PanicTexts {
    name: CONSOLE,
    title: "The console has stopped",
    meaning: "A fault in the console itself ended it. What was sent to the host may still be carried out there. What was done is in the journal: reload the page to see it.",
    report: "Please pass this text on to whoever looks after the console:",
    reload: "Reload the page",
};

/// The name of the palette.
pub const PALETTE: &str = "Find tasks and actions";
/// What can be typed there.
pub const PALETTE_HINT: &str = "stop np_…, a task, history, settings";
/// The name of the list in it.
pub const OFFERS: &str = "Found";
/// Said when nothing in it fits.
pub const NOTHING_FOUND: &str = "Nothing found.";
/// What choosing a task does.
pub const GO_TO: &str = "Go to";
/// The button that opens the palette.
pub const FIND: &str = "Find";
/// Its hint.
pub const FIND_HINT: &str = "Find tasks and actions (Control + K)";
