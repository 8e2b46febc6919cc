//! Words for outcomes.

use console_core::domain::outcome::{Contradiction, Doubt, NotSent, Outcome, Rejection, RejectionFields};
use console_core::text::text_encoding::Encoding;

/// Returns the word of an outcome.
pub fn outcome_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Confirmed { .. } => "Confirmed",
        Outcome::Rejected(_) => "Rejected",
        Outcome::Unknown(_) => "Outcome unknown",
        Outcome::NotSent(_) => "Not sent",
    }
}

/// Why nobody knows whether a call was carried out.
pub fn doubt(doubt: &Doubt) -> String {
    const EITHER_WAY: &str = "The host may or may not have done it.";
    match doubt {
        Doubt::UnclearAnswer { status, .. } if (200..300).contains(status) => {
            format!("The answer (HTTP {status}) is not one that the host gives. {EITHER_WAY}")
        }
        Doubt::UnclearAnswer { status: status @ (502..=504), .. } => {
            format!("A gateway answered HTTP {status} in place of the host. {EITHER_WAY}")
        }
        Doubt::UnclearAnswer { status, .. } => {
            format!("The answer (HTTP {status}) does not say what happened. {EITHER_WAY}")
        }
        Doubt::Contradiction { by: Contradiction::IsSuccess, .. } => {
            format!("The answer says both that it succeeded and that it did not. {EITHER_WAY}")
        }
        Doubt::Contradiction { status, by: Contradiction::Status, .. } => {
            format!(
                "The answer says that it succeeded, with HTTP {status}, which says that it did not. {EITHER_WAY}"
            )
        }
        Doubt::Contradiction { by: Contradiction::ErrorCode, .. } => {
            format!("The answer says that it succeeded, and names an error. {EITHER_WAY}")
        }
        Doubt::BrokenOff { status } => {
            format!("The answer (HTTP {status}) broke off before it was complete. {EITHER_WAY}")
        }
        Doubt::Redirection => {
            format!(
                "The answer points to another address, perhaps a sign-in page, and was not followed. {EITHER_WAY}"
            )
        }
        Doubt::NetworkError => {
            format!(
                "The connection failed: refused, closed or lost. The browser does not tell which. {EITHER_WAY}"
            )
        }
        Doubt::TimedOut { seconds } => {
            format!("There was no answer within {seconds} seconds. The host may still be processing it.")
        }
        Doubt::StoppedWaiting => {
            "You stopped waiting for the answer. The host may still carry it out.".into()
        }
        Doubt::PageGone => {
            format!("The page was closed or reloaded before the answer came. {EITHER_WAY}")
        }
    }
}

/// Returns why a call did not leave the browser.
pub fn not_sent(why: NotSent) -> &'static str {
    match why {
        NotSent::Address => "The call's address cannot be used, so nothing was sent.",
        NotSent::Request => "The browser could not make a request of this call, so nothing was sent.",
        NotSent::Offline => {
            "This browser says that it is offline, so nothing was sent. If that is wrong, repeat the call: it will be sent."
        }
    }
}

/// Returns what is said of an answer whose text could be read only by guessing.
pub fn guessed_encoding(encoding: Encoding) -> String {
    format!("The answer's text encoding was guessed: {}.", encoding.label().to_uppercase())
}

/// Returns what the host says, or who refused.
pub fn rejection_summary(rejection: &Rejection) -> String {
    match rejection {
        Rejection::ByHost { fields: RejectionFields { message: Some(message), .. }, .. }
            if !message.trim().is_empty() =>
        {
            message.clone()
        }
        Rejection::ByHost { .. } => "The host answers that it did not succeed.".into(),
        Rejection::ByStatus { status: 401 | 403, .. } => {
            "The call was turned away before it reached the task: not allowed (a gateway's rule, or a wrong sign-in)."
                .into()
        }
        Rejection::ByStatus { status: 404, .. } => {
            "Nothing answers at this address. Is the gateway passing /connector/ on to the host?".into()
        }
        Rejection::ByStatus { status, .. } => format!("The call was refused with HTTP {status}."),
    }
}
