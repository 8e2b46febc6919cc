//! Names, and other texts from outside: odd characters in them are marked and said.

use std::ops::Range;

use browser::element_handle::ElementHandle;
use console_core::text::odd_characters::{OddCharacter, TextSegment, odd_characters, segments};
use leptos::prelude::*;

use crate::messages;

/// Shows a name.
#[component]
pub fn Name(
    /// The name.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <bdi class="mono"><Marked text/></bdi> }
}

/// Shows a text in which each odd character is marked; what is odd is said to those who cannot see the marks.
#[component]
pub fn Marked(
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let odd = odd_characters(&text);
    if odd.is_empty() {
        return view! { <span prop:textContent=text></span> }.into_any();
    }
    let shown = segments(&text, &odd, 0..text.len()).iter().map(segment_view).collect_view();
    let said = format!(" ({})", messages::odd_characters(&odd));
    view! { {shown} <span class="visually-hidden">{said}</span> }.into_any()
}

/// Writes a text into an element, the odd characters in it marked.
pub fn write_text(to: &ElementHandle, text: &str) {
    write_marked(to, text, &odd_characters(text), 0..text.len());
}

/// Writes a part of a text into an element, the odd characters in it marked.
pub fn write_marked(to: &ElementHandle, text: &str, odd: &[OddCharacter], range: Range<usize>) {
    if odd.is_empty() {
        return to.write(text.get(range).unwrap_or_default());
    }
    to.write("");
    for segment in segments(text, odd, range) {
        if let Some(element) = ElementHandle::of(segment_view(&segment)) {
            to.insert(&element, None);
        }
    }
}

/// Returns a segment of a text, marked if it is odd.
fn segment_view(segment: &TextSegment<'_>) -> AnyView {
    let text = segment.text.clone().into_owned();
    match segment.odd {
        None => view! { <span prop:textContent=text></span> }.into_any(),
        Some(odd) => {
            view! { <mark class="odd" title=messages::odd_character(odd) prop:textContent=text></mark> }
                .into_any()
        }
    }
}
