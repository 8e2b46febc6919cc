//! The few shapes that stand beside words. They say nothing that the words do not; the style draws them.

use super::node::{El, styled};

/// Which shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A filled circle: it works, it was confirmed.
    Disc,
    /// A filled square: it stands still.
    Square,
    /// A dashed ring: nothing is known.
    Ring,
    /// A diamond: it is in doubt.
    Diamond,
    /// A cross: it was refused.
    Cross,
    /// An open ring, turning: under way.
    Turning,
    /// A small circle: still to come.
    Dot,
    /// A tick: done.
    Tick,
}

/// A shape of 16 by 16, in the colour of the text around it.
pub fn icon(shape: Shape) -> El {
    let class = match shape {
        Shape::Disc => "icon disc",
        Shape::Square => "icon square",
        Shape::Ring => "icon ring",
        Shape::Diamond => "icon diamond",
        Shape::Cross => "icon cross",
        Shape::Turning => "icon turning",
        Shape::Dot => "icon dot",
        Shape::Tick => "icon tick",
    };
    styled("span", class).attr("aria-hidden", "true")
}
