//! Names, and other texts from outside: odd characters in them are marked and said.

use console_core::text::odd_characters::{Piece, odd_characters, pieces};
use leptos::prelude::*;

use super::node::{El, Node, el, styled};
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
    let shown = pieces(&text, &odd, 0..text.len()).iter().map(|piece| piece_of(piece).build()).collect_view();
    let said = format!(" ({})", messages::odd_characters(&odd));
    view! { {shown} <span class="visually-hidden">{said}</span> }.into_any()
}

/// Makes a [`Name`] for views written with the builder.
pub fn name(text: &str) -> El {
    styled("bdi", "mono").node(marked(text))
}

/// Makes a [`Marked`] text for views written with the builder.
pub fn marked(text: &str) -> Node {
    view! { <Marked text/> }.into_any()
}

/// Makes a piece of a text, marked if it is odd.
pub fn piece_of(piece: &Piece<'_>) -> El {
    let text = piece.text.clone().into_owned();
    match piece.odd {
        None => el("span").text(text),
        Some(odd) => styled("mark", "odd").attr("title", messages::odd_character(odd)).text(text),
    }
}
