//! The few shapes that stand beside words. They say nothing that the words do not.

use leptos::prelude::*;

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
#[component]
pub fn Icon(#[prop(into)] shape: Signal<Shape>) -> impl IntoView {
    let path = move || match shape.get() {
        Shape::Disc => "M8 3.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9z",
        Shape::Square => "M4 4h8v8H4z",
        Shape::Ring | Shape::Turning => "M8 3.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9",
        Shape::Diamond => "M8 2.5L13.5 8L8 13.5L2.5 8z",
        Shape::Cross => "M4 4l8 8M12 4l-8 8",
        Shape::Dot => "M8 6a2 2 0 1 1 0 4a2 2 0 0 1 0-4z",
        Shape::Tick => "M3 8.5l3.2 3.2L13 4.8",
    };
    let class = move || match shape.get() {
        Shape::Disc | Shape::Square | Shape::Diamond | Shape::Dot => "icon filled",
        Shape::Ring => "icon lined dashed",
        Shape::Turning => "icon lined turning",
        Shape::Cross | Shape::Tick => "icon lined",
    };
    view! {
        <svg class=class viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d=path />
        </svg>
    }
}
