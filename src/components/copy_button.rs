//! A button that copies a text and says whether it did.

use std::time::Duration;

use leptos::prelude::*;

use super::node::{Node, el, styled};
use browser::{clipboard, spawn_local};

/// Copies what `text` gives at the moment of the click; disabled while it gives nothing. The name
/// stays; the result is announced beside it for a moment.
pub fn copy_button(label: &'static str, text: impl Fn() -> Option<String> + Copy + Send + 'static) -> Node {
    copy_button_where(label, move || text().is_some(), text)
}

/// The same for a text that is not made anew whenever something changes: `there` tells whether there is one.
pub fn copy_button_where(
    label: &'static str,
    there: impl Fn() -> bool + Send + 'static,
    text: impl Fn() -> Option<String> + Copy + Send + 'static,
) -> Node {
    build(label, None, there, text)
}

/// The same with a name that says more than its label, which is its beginning.
pub fn copy_button_named(
    label: &'static str,
    name: String,
    text: impl Fn() -> Option<String> + Copy + Send + 'static,
) -> Node {
    build(label, Some(name), move || text().is_some(), text)
}

fn build(
    label: &'static str,
    name: Option<String>,
    there: impl Fn() -> bool + Send + 'static,
    text: impl Fn() -> Option<String> + Copy + Send + 'static,
) -> Node {
    let said = RwSignal::new((String::new(), 0_u32));
    let copy = move |_| {
        let Some(text) = untrack(text) else { return };
        spawn_local(async move {
            let copied = clipboard::copy(&text).await;
            let text = if copied { "Copied" } else { "The browser did not allow copying" };
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
    styled("span", "copy")
        .child(
            el("button")
                .attr("type", "button")
                .maybe_attr("aria-label", name)
                .live_attr("disabled", move || (!there()).then(String::new))
                .on("click", copy)
                .text(label),
        )
        .child(
            styled("span", "copy-said")
                .attr("role", "status")
                .live_text(move || said.with(|(said, _)| said.clone())),
        )
        .build()
}
