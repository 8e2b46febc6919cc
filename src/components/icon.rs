//! The few shapes that stand beside words. They say nothing that the words do not; the style draws them.

use leptos::prelude::*;

/// A shape that an icon can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconShape {
    /// A filled circle: it works, it was confirmed.
    Disc,
    /// A filled square: it stands still.
    Square,
    /// A short line: nothing is known.
    Dash,
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
    /// A ring with a bar in it: not sent.
    Barred,
}

impl IconShape {
    /// Returns the class by which the style draws it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Disc => "icon disc",
            Self::Square => "icon square",
            Self::Dash => "icon dash",
            Self::Diamond => "icon diamond",
            Self::Cross => "icon cross",
            Self::Turning => "icon turning",
            Self::Dot => "icon dot",
            Self::Tick => "icon tick",
            Self::Barred => "icon barred",
        }
    }
}

/// Shows a shape of 16 by 16, in the colour of the text around it.
#[component]
pub fn Icon(shape: IconShape) -> impl IntoView {
    view! { <span class=shape.class() aria-hidden="true"></span> }
}
