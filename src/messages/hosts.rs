//! Words for the host that an address leads to.

use console_core::domain::operation::OperationKind;
use console_core::interchange::link::UnclearHost;
use console_core::text::odd_characters::visible;

use super::operations::name;

/// Why the page sends nothing more: the deployment names another host by now, or another tab was told so.
pub const HOST_LEFT: &str = "This address leads to another host now, or may: the deployment or another tab says so. Nothing more is sent from this page, since what it shows may be about another host. Reload the page to continue.";

/// What the answer to the question is for.
pub const HOST_QUESTION: &str = "The list, the states, the history and the drafts in this browser belong to one host. Nothing of them is shown, and nothing can be sent, before you choose.";

/// What becomes of the data if it is another host.
pub const ANOTHER_HOST: &str = "starts with its own list and history; those of other hosts are kept";

/// What becomes of the data if it is a known host.
pub const SAME_HOST: &str = "the list, states, history and drafts are kept";

/// Why the answer is of no use.
pub const HOST_NOT_KEPT: &str = "This browser does not keep the answer: it closes its local storage to this page. Allow it, then choose again.";

/// What the name of the host at the top of the page opens.
pub const OTHER_HOSTS: &str = "The hosts of this console. Another one opens with its own list and history; what is under way here is asked about first.";

/// A host that has no name, where it is chosen.
pub const NAMELESS_HOST: &str = "The host of this console";

/// Why it has to be chosen which host an address is about. `is_all` tells whether nothing else is in it that would be
/// opened.
pub fn unclear_host(unclear: &UnclearHost, is_all: bool) -> String {
    match unclear {
        UnclearHost::NotNamed if is_all => "This console is for several hosts. Choose one.".to_owned(),
        UnclearHost::NotNamed => {
            "This link does not say which host it is about. Choose the host that is meant; nothing is sent by that."
                .to_owned()
        }
        UnclearHost::Unknown { name } => format!(
            "This link is about the host “{}”, which this console does not have. Nothing of it was opened. Ask whoever gave you the link, or go on to a host without it.",
            visible(name)
        ),
        UnclearHost::Several => {
            "This link names several hosts. Nothing of it was opened. Ask whoever gave you the link, or go on to a host without it."
                .to_owned()
        }
    }
}

/// Returns what a link would open.
pub fn link_asks_for(kind: OperationKind, task: Option<&str>) -> String {
    let kind = name(kind);
    task.map_or_else(|| format!("It opens {kind}."), |task| format!("It opens {kind} for {task}."))
}

/// Returns a host, where a sentence speaks of it.
fn host(name: Option<&str>) -> String {
    name.map_or_else(|| "a host without a name".to_owned(), |name| visible(name).into_owned())
}

/// Why it is asked which host it is: the deployment names another one, or none any more, or a person wants it so.
pub fn host_question(before: Option<&str>, now: Option<&str>, is_same: bool) -> String {
    let before = host(before);
    match now {
        _ if is_same => format!("This address led to {before} before. Say what it leads to now."),
        Some(now) => format!("This address led to {before} before. Now it says {}.", visible(now)),
        None => format!("This address led to {before} before. Now the deployment gives its host no name."),
    }
}

/// Returns the answer that it is another host.
pub fn another_host(now: Option<&str>) -> String {
    now.map_or_else(|| "It is another host".to_owned(), |now| format!("{now} is another host"))
}

/// Returns the answer that it is a host which is known, under a new name.
pub fn same_host(known: Option<&str>, now: Option<&str>, is_last: bool) -> String {
    match (known, now) {
        (Some(known), Some(now)) if known == now => format!("It is {known}"),
        (Some(known), Some(now)) => format!("{known} was renamed to {now}"),
        (Some(known), None) => format!("It is {}{known}", if is_last { "still " } else { "" }),
        (None, Some(now)) => format!("It is the host without a name, now called {now}"),
        (None, None) => "It is the host without a name".to_owned(),
    }
}

/// That the address led to another host the last time, and now leads to one that is known, too.
pub fn host_changed(before: Option<&str>, now: Option<&str>) -> String {
    let (before, now) = (host(before), host(now));
    format!(
        "This address led to {before} before. Now it says {now}: the list and the history shown are those of {now}."
    )
}
