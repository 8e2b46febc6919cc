//! Words for what is wrong with a deployment's file.

use console_core::interchange::deployment::{
    DeploymentError, DeploymentProblem, ExpectedValue, INTERVALS, LONGEST_NAME, MEMBERS, MOST_HOSTS,
    RETENTIONS, TIME_OUTS,
};
use console_core::interchange::static_file::StaticFileError;
use console_core::text::odd_characters::visible;

/// Heads the screen in place of a console whose settings are not known.
pub const SETTINGS_NOT_READ: &str = "The deployment's settings could not be read";
/// What follows from that.
pub const WITHOUT_SETTINGS: &str = "As long as they are not known, it is not known whether anything may be sent, and the console does not start.";

/// Why a file beside the page could not be read, and what to do about it.
pub fn unavailable(file: &str, why: StaticFileError) -> String {
    const SIGN_IN: &str =
        "Reload this page; if it does not ask you to sign in, sign in where you usually do, then reload it.";
    match why {
        StaticFileError::Page => {
            format!("The server answered {file} with a web page, perhaps a page for signing in. {SIGN_IN}")
        }
        StaticFileError::Redirected => format!(
            "The server led from {file} to another address, perhaps to a page for signing in. {SIGN_IN}"
        ),
        StaticFileError::Refused { status } => {
            format!(
                "The server refused {file} (HTTP {status}), perhaps because nobody is signed in. {SIGN_IN}"
            )
        }
        StaticFileError::Failed { status } => format!(
            "The server failed to answer {file} (HTTP {status}). Try again in a moment; if it stays so, tell your administrator."
        ),
        StaticFileError::NoAnswer => {
            format!(
                "The server did not answer when {file} was asked for. Check the connection, then try again."
            )
        }
    }
}

/// Says that the documented keys did not come, and why, where the server told.
pub fn without_documentation(why: Option<(&str, StaticFileError)>) -> String {
    let why = why.map(|(file, why)| format!(" {}", unavailable(file, why))).unwrap_or_default();
    format!(
        "The list of documented keys could not be loaded: nothing is suggested or marked. Everything else works as usual.{why}"
    )
}

/// Says above the table that the second part of the console did not load.
pub const REST_NOT_LOADED: &str = "Only the table is here. The rest of the console could not be loaded: the connection failed, or the console was replaced on its server. Calls under way continue; what an earlier page left unfinished is not shown until the rest is here. Try again. If it persists, wait until no call is under way, then reload the page.";
/// Says in place of a sheet that its part of the console did not load. Calls that are under way are not touched by it.
pub const PART_NOT_LOADED: &str = "This part of the console could not be loaded: the connection failed, or the console was replaced on its server. Calls under way continue. Try again. If it persists, wait until no call is under way, then reload the page.";

fn path_such_as(example: &str) -> String {
    format!("a path on the console's own server, such as {example}, not the address of another one")
}

/// Returns what is wrong, and where.
pub fn deployment_error(error: &DeploymentError) -> String {
    let problem = match &error.problem {
        DeploymentProblem::Syntax => "JSON syntax error here.".to_owned(),
        DeploymentProblem::CutOff => "it ends too early.".to_owned(),
        DeploymentProblem::Twice { member } => format!("“{member}” is defined twice."),
        DeploymentProblem::Nameless => "this host has no “name”; among several, each needs one.".to_owned(),
        DeploymentProblem::Shared { member: "hosts.name", other } => {
            format!("another host is called “{}” already.", visible(other))
        }
        DeploymentProblem::Shared { member, other } => {
            format!("this host has the same “{member}” as {}; each needs its own.", visible(other))
        }
        DeploymentProblem::BesideHosts { member } => {
            format!("“{member}” is for a single host. Beside “hosts”, put it into the entry of a host.")
        }
        DeploymentProblem::Unknown { member, meant: Some(meant) } => {
            format!("“{member}” is not a known setting. Was “{meant}” meant?")
        }
        DeploymentProblem::Unknown { member, meant: None } => {
            format!("“{member}” is not a known setting. Known are: {}.", MEMBERS.join(", "))
        }
        DeploymentProblem::Expected { member, expected } => {
            let expected = match expected {
                ExpectedValue::Object => "an object, {…}".to_owned(),
                ExpectedValue::Text => "a text in quotation marks".to_owned(),
                ExpectedValue::Flag => "true or false, without quotation marks".to_owned(),
                ExpectedValue::Name => format!("a text of 1 to {LONGEST_NAME} characters"),
                ExpectedValue::Colour => "grey, blue, green, amber, red or violet".to_owned(),
                ExpectedValue::TimeOut => {
                    format!("a whole number of seconds from {} to {}", TIME_OUTS.start(), TIME_OUTS.end())
                }
                ExpectedValue::Path => path_such_as("/api/v2"),
                ExpectedValue::ConnectorPath => path_such_as("/connector/"),
                ExpectedValue::Hosts => format!("a list of 1 to {MOST_HOSTS} objects, [{{…}}, …]"),
                ExpectedValue::Retention => {
                    format!("a whole number of hours from {} to {}", RETENTIONS.start(), RETENTIONS.end())
                }
                ExpectedValue::Interval => {
                    format!("a whole number from {} to {}", INTERVALS.start(), INTERVALS.end())
                }
                ExpectedValue::Address => {
                    "an address such as http://cm.example:8088, without user, password or query".to_owned()
                }
                ExpectedValue::Zone { candidates: [] | [_] } => {
                    "the name of a time zone, such as Asia/Shanghai".to_owned()
                }
                ExpectedValue::Zone { candidates } => format!(
                    "the name of one time zone; this abbreviation means several: {}",
                    candidates.join(", ")
                ),
            };
            match member.as_str() {
                "" => format!("must be {expected}."),
                member => format!("“{member}” has to be {expected}."),
            }
        }
    };
    format!("Line {}, column {}: {problem}", error.place.line, error.place.column)
}
