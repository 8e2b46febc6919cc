//! Names, and other texts from outside, as they are shown: what is odd in them is marked and said.

use console_core::text::odd_characters::{Piece, odd_characters, pieces};

use super::node::{El, Node, all, el, styled};
use crate::messages;

/// A name.
pub fn name(text: &str) -> El {
    styled("bdi", "mono").node(marked(text))
}

/// A text in which each odd character is marked; what is odd is said to those who cannot see the marks.
pub fn marked(text: &str) -> Node {
    let odd = odd_characters(text);
    if odd.is_empty() {
        return el("span").text(text.to_owned()).build();
    }
    let shown = pieces(text, &odd, 0..text.len()).iter().map(|piece| piece_of(piece).build()).collect();
    let said = format!(" ({})", messages::odd_characters(&odd));
    all(vec![all(shown), styled("span", "visually-hidden").text(said).build()])
}

/// A piece of a text, marked if it is odd.
pub fn piece_of(piece: &Piece<'_>) -> El {
    let text = piece.text.clone().into_owned();
    match piece.odd {
        None => el("span").text(text),
        Some(odd) => styled("mark", "odd").attr("title", messages::odd_character(odd)).text(text),
    }
}
