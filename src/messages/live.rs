//! Words for the reading of what OMS knows.

use console_core::domain::outcome::Reply;
use console_core::openapi::{ErrorDetail, PassProgress, ReadError, ReadFailure, ReadRequest};

use super::details;

/// The name of the line that says the status of reading.
pub const LIVE: &str = "Reading from OMS";
/// Opens the form to sign in.
pub const SIGN_IN_OPEN: &str = "Sign in…";
/// The heading of the form, and its button.
pub const SIGN_IN: &str = "Sign in";
/// Forgets who signed in.
pub const SIGN_OUT: &str = "Sign out";
/// A field of the form.
pub const USER_NAME: &str = "User name";
/// A field of the form.
pub const PASSWORD: &str = "Password";
/// What the form is for.
pub const SIGN_IN_ABOUT: &str = "With a user of the OMS console, states, delays and configurations are read from OMS. The name and the password stay in this page's memory, are sent to this server only, and are gone when the page is closed.";
/// Which user to take.
pub const SIGN_IN_ADVICE: &str = "Take a user who may only read, such as one with the role ROOT-VIEWER.";
/// Reads again.
pub const READ_AGAIN: &str = "Read again";
/// Tries once more.
pub const TRY_AGAIN: &str = "Try again";
/// While the name and the password are tried.
pub const SIGNING_IN: &str = "Signing in…";
/// OMS wants to know who reads.
pub const NEEDS_SIGN_IN: &str = "OMS tells states only to users who are signed in.";
/// OMS takes the password no more.
pub const SIGN_IN_AGAIN: &str =
    "OMS does not take the user name and the password any more: the password may have expired.";
/// Said above the table while OMS asks for a sign-in after it was read.
pub const NOTHING_READ: &str = "Nothing is read from OMS until you sign in.";
/// Nothing was read yet.
pub const NOT_BEGUN: &str = "Reading from OMS…";
/// Another page reads.
pub const ELSEWHERE: &str = "Another page of this browser reads from OMS for this one.";
/// Another page reads, and this one cannot read more.
pub const ELSEWHERE_NOT_SIGNED_IN: &str = "Another page of this browser reads from OMS for this one, which is not signed in itself: details, and configurations as they are, need that.";
/// The page is hidden.
pub const PAUSED: &str = "Reading pauses while the page is out of sight.";
/// The list of what could not be read.
pub const FAILURES: &str = "What could not be read";

/// Returns how far a pass is.
pub fn progress(progress: PassProgress) -> String {
    let more = if progress.is_list_complete { "" } else { " or more" };
    format!("Reading from OMS: {} of {}{more} projects", progress.read + progress.failed, progress.listed)
}

/// That everything was read; `age` tells when.
pub fn complete(projects: usize, age: &str) -> String {
    match projects {
        1 => format!("1 project read from OMS {age}."),
        _ => format!("{projects} projects read from OMS {age}."),
    }
}

/// Returns when everything was read last, as `age` tells.
pub fn not_read_since(age: &str) -> String {
    format!("The last complete read was {age}; states, delays and checkpoints are as they were then.")
}

/// Returns how many projects could not be read, and whether there may be others.
pub fn failed(failures: &[ReadFailure]) -> String {
    let of_list = failures.iter().filter(|failure| failure.is_of_list()).count();
    let projects = match failures.len() - of_list {
        0 => None,
        1 => Some("1 project could not be read".to_owned()),
        count => Some(format!("{count} projects could not be read")),
    };
    let list = (of_list > 0).then(|| "The list of projects could not be read to its end".to_owned());
    list.into_iter().chain(projects).collect::<Vec<_>>().join("; ")
}

/// Returns what could not be read.
pub fn unread(failure: &ReadFailure) -> String {
    match &failure.request {
        ReadRequest::Projects { page } => format!("Page {page} of the list of projects"),
        ReadRequest::Components { id } => format!("Project {id}"),
        other => other.action().name().to_owned(),
    }
}

/// Why the reading does not work at all, and what that means.
pub fn unavailable(error: &ReadError) -> String {
    let without = "The console works without: it knows what was done here.";
    match error {
        ReadError::NotThere { .. } | ReadError::WebPage { .. } => {
            format!("States are not read from OMS: this server has no OpenAPI of OMS. {without}")
        }
        other => format!("States are not read from OMS: {} {without}", read_error(other)),
    }
}

/// Why a read told nothing, in one text.
pub fn read_error(error: &ReadError) -> String {
    let Some(refusal) = error.refusal() else { return read_problem(error) };
    let told = details::error_lines(&refusal.error()).join(" ");
    match error {
        ReadError::Refused(_) if !told.is_empty() => told,
        _ => with_text(&read_problem(error), &told),
    }
}

/// Why a read told nothing, apart from what OMS says of it.
pub fn read_problem(error: &ReadError) -> String {
    match error {
        ReadError::Refused(refusal) if refusal.error() == ErrorDetail::default() => {
            "OMS refused and does not say why.".into()
        }
        ReadError::Refused(_) => "OMS refused.".into(),
        ReadError::CmOutOfReach(_) => "OMS cannot reach its CM.".into(),
        ReadError::NotSignedIn => "Not signed in on this page: OMS tells this only to users who are signed in.".into(),
        ReadError::Unauthorized => "The user name or the password is wrong, or the password has expired.".into(),
        ReadError::Forbidden { text } => with_text("This user may not read here.", text),
        ReadError::SignInPage => "A page to sign in came in place of an answer: sign in at the gateway, in another tab, or have it let the reads pass.".into(),
        ReadError::WebPage { status } => format!("A web page came in place of an answer (HTTP {status})."),
        ReadError::NotThere { status } => format!("There are no such reads here (HTTP {status})."),
        ReadError::Unreadable { status, text } => {
            with_text(&format!("The answer cannot be read (HTTP {status})."), text)
        }
        ReadError::NoAnswer(reply) => no_answer(reply),
    }
}

fn no_answer(reply: &Reply) -> String {
    match reply {
        Reply::TimedOut { seconds } => format!("No answer came within {seconds} s."),
        Reply::NotSent(why) => super::not_sent(*why).into(),
        _ => "The connection was lost before the answer came.".into(),
    }
}

fn with_text(sentence: &str, text: &str) -> String {
    match text.trim() {
        "" => sentence.into(),
        text => format!("{sentence} {text}"),
    }
}
