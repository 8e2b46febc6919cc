//! A button that copies a text and says whether it did.

use std::time::Duration;

use crate::browser::spawn_local;
use leptos::prelude::*;

use crate::browser::clipboard;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    Copied,
    Refused,
}

/// Copies what `text` gives at the moment of the click. The name stays; the result is announced
/// beside it for a moment.
#[component]
pub fn CopyButton(
    /// The button's name.
    label: &'static str,
    /// The text; none when there is nothing to copy.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    let state = RwSignal::new(State::Idle);
    let copy = move |_| {
        let Some(text) = text.get_untracked() else { return };
        spawn_local(async move {
            let copied = clipboard::copy(&text).await;
            // The sheet may be gone by now.
            let _ = state.try_set(if copied { State::Copied } else { State::Refused });
            set_timeout(
                move || {
                    let _ = state.try_set(State::Idle);
                },
                Duration::from_secs(3),
            );
        });
    };
    let said = move || match state.get() {
        State::Idle => "",
        State::Copied => "Copied",
        State::Refused => "The browser did not allow copying",
    };
    view! {
        <span class="copy">
            <button type="button" disabled=move || text.with(Option::is_none) on:click=copy>{label}</button>
            <span class="copy-said" role="status">{said}</span>
        </span>
    }
}
