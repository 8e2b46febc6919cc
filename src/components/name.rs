//! Names, and other texts from outside: odd characters in them are marked and said.

use console_core::text::odd_characters::{Piece, odd_characters, pieces};
use leptos::prelude::*;

use crate::messages;

/// A name.
#[component]
pub fn Name(
    /// The name.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <bdi class="mono"><Marked text/></bdi> }
}

/// A text in which each odd character is marked; what is odd is said to those who cannot see the marks.
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
    let shown = pieces(&text, &odd, 0..text.len()).iter().map(piece_of).collect_view();
    let said = format!(" ({})", messages::odd_characters(&odd));
    view! { {shown} <span class="visually-hidden">{said}</span> }.into_any()
}

/// Returns a piece of a text, marked if it is odd.
pub fn piece_of(piece: &Piece<'_>) -> AnyView {
    let text = piece.text.clone().into_owned();
    match piece.odd {
        None => view! { <span prop:textContent=text></span> }.into_any(),
        Some(odd) => {
            view! { <mark class="odd" title=messages::odd_character(odd) prop:textContent=text></mark> }
                .into_any()
        }
    }
}
