//! What has to be said above the table about the list: that it is not kept, or that entries cannot be read.

use leptos::prelude::*;

use crate::components::{Node, button, copy_button, el, nothing, styled};
use crate::messages;
use crate::stores::Console;
use crate::stores::tasks::{DEPLOYED, Deployed};
use browser::storage::{self, StorageError};
use browser::{address, clipboard, element, spawn_local};

/// The notices.
pub fn notices(console: Console) -> Node {
    styled("div", "notices")
        .live(move || host_notice(console))
        .live(move || not_kept(console))
        .live(move || unreadable(console))
        .live(move || broken_deployment(console))
        .live(move || said(console))
        .build()
}

/// What keeps the list from being kept, and what can be done about it. Nothing that can be read is lost by
/// any of it without being asked about.
fn not_kept(console: Console) -> Node {
    let Some(error) = console.tasks.trouble() else { return nothing() };
    let text = messages::not_kept(&error);
    let notice = styled("div", "notice bad").attr("role", "alert").child(el("p").text(text));
    if error.is_passing() {
        return notice.build();
    }
    let reload = button("", "Reload").on_click(address::reload);
    match error {
        StorageError::NotThere => notice.build(),
        StorageError::Full => notice.child(reload).build(),
        _ => notice.child(reload).node(copy_stored()).node(start_anew()).build(),
    }
}

/// Entries of the stored list that are no records.
fn unreadable(console: Console) -> Node {
    let texts = console.tasks.unreadable();
    if texts.is_empty() {
        return nothing();
    }
    let what = if texts.len() == 1 { "1 entry".into() } else { format!("{} entries", texts.len()) };
    let text = format!(
        "{what} of the stored list cannot be read: damaged, or written by a newer version. They are left as they are; all others are shown."
    );
    let copy = copy_button("Copy what is stored", move || Some(console.tasks.unreadable().join("\n")));
    styled("div", "notice doubt").attr("role", "status").child(el("p").text(text)).node(copy).build()
}

/// Copies all that the storage gives.
fn copy_stored() -> Node {
    let said = RwSignal::new("Copy what can be read");
    el("button")
        .attr("type", "button")
        .on_click(move || {
            spawn_local(async move {
                let copied = clipboard::copy(&storage::everything().await).await;
                // The notice may be gone by now.
                let _ = said.try_set(if copied { "Copied" } else { "The browser did not allow copying" });
            });
        })
        .live_text(move || said.get().into())
        .build()
}

/// Deletes the stored database after a second click.
fn start_anew() -> Node {
    let asked = RwSignal::new(false);
    let text = move || {
        let text =
            if asked.get() { "Delete the list, the history and the settings" } else { "Start anew…" };
        text.to_owned()
    };
    el("button")
        .attr("type", "button")
        .live_attr("class", move || asked.get().then(|| "primary dangerous".to_owned()))
        .on("click", move |event| {
            if element::is_repeated_click(&event) {
            } else if asked.get_untracked() {
                spawn_local(async {
                    // Whatever comes of it, the next start finds out how things are.
                    let _ = storage::delete().await;
                    address::reload();
                });
            } else {
                asked.set(true);
            }
        })
        .live_text(text)
        .build()
}

/// What was said aloud.
fn said(console: Console) -> Node {
    let said = console.tasks.said_aloud();
    if said.is_empty() {
        return nothing();
    }
    styled("div", "notice bad")
        .attr("role", "alert")
        .child(el("p").text(said))
        .child(button("quiet", "Dismiss").on_click(move || console.tasks.say_aloud("")))
        .build()
}

/// A deployment's list that is broken, or could not be read.
fn broken_deployment(console: Console) -> Node {
    let text = match console.tasks.deployed() {
        Deployed::Broken(error) => messages::deployed_error(&error),
        Deployed::Unavailable(why) => messages::unavailable(DEPLOYED, why),
        Deployed::NotRead | Deployed::Missing | Deployed::Read { .. } => return nothing(),
    };
    let again = button("", "Read it again").on_click(move || spawn_local(console.tasks.add_deployed()));
    styled("div", "notice bad").attr("role", "alert").child(el("p").text(text)).child(again).build()
}

/// What has to be said about the host above the table.
pub fn host_notice(console: Console) -> Node {
    let host = console.host;
    if host.is_left_now() {
        return styled("div", "notice bad")
            .attr("role", "alert")
            .child(el("p").text(messages::HOST_LEFT))
            .child(button("", "Reload").on_click(address::reload))
            .build();
    }
    let Some(before) = host.before.get() else { return nothing() };
    let text = messages::host_changed(before.name(), untrack(|| host.name()).as_deref());
    styled("div", "notice")
        .attr("role", "status")
        .child(el("p").text(text))
        .child(button("quiet", "Dismiss").on_click(move || host.before.set(None)))
        .build()
}
