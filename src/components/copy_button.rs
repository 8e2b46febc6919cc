//! A button that copies a text and says whether it did.

use std::time::Duration;

use leptos::prelude::*;

use crate::messages;
use crate::stores::announcements::Announcements;
use browser::{clipboard, spawn_local};

/// Shows a button that copies what `text` gives at the click. The result is announced beside it for a moment.
#[component]
pub fn CopyButton(
    /// The label, which stays.
    label: &'static str,
    /// An accessible name that begins with the label and says more.
    #[prop(optional, into)]
    name: Option<String>,
    /// The text; without one the button is disabled.
    #[prop(into)]
    text: Signal<Option<String>>,
    /// Tells whether there is a text, where making it whenever something changes costs too much.
    #[prop(optional, into)]
    enabled: Option<Signal<bool>>,
) -> impl IntoView {
    let is_enabled = move || enabled.map_or_else(|| text.with(Option::is_some), |enabled| enabled.get());
    let said = RwSignal::new((String::new(), 0_u32));
    let copy = move |_| {
        let Some(text) = text.get_untracked() else { return };
        spawn_local(async move {
            let copied = clipboard::copy(&text).await;
            let text = if copied { messages::COPIED } else { messages::COPY_REFUSED };
            // The sheet may be gone by now. Only what changes is announced: a second time it has a blank
            // behind it.
            let count = said.try_update(|(said, count)| {
                *said = if *said == text { format!("{text}\u{a0}") } else { text.to_owned() };
                *count += 1;
                *count
            });
            let unsay = move || {
                let _ = said.try_maybe_update(|(said, latest)| {
                    let is_latest = Some(*latest) == count;
                    if is_latest {
                        said.clear();
                    }
                    (is_latest, ())
                });
            };
            set_timeout(unsay, Duration::from_secs(3));
        });
    };
    view! {
        <span class="copy">
            <button type="button" aria-label=name disabled=move || !is_enabled() on:click=copy>{label}</button>
            <span class="copy-said" role="status" prop:textContent=move || said.with(|(said, _)| said.clone())></span>
        </span>
    }
}

/// Copies a text, and says `done` or that the browser refuses, where the page says such things.
pub fn copy_and_say(announcements: Announcements, text: String, done: &'static str) {
    spawn_local(async move {
        let copied = clipboard::copy(&text).await;
        announcements.say(if copied { done } else { messages::COPY_REFUSED });
    });
}
