//! State that views share, and the only code that keeps it or sends calls.
//!
//! A store is a `Copy` struct of signals, and of stores that it uses. `App` creates it with `new` and provides it, views
//! take it with `expect_context`. A method that returns what a signal holds tracks it; one that does not is called
//! `…_untracked`, as in Leptos.

pub mod announcements;
pub mod deployment;
pub mod documentation;
pub mod drafts;
pub mod editing;
pub mod history;
pub mod host;
pub mod live;
mod looks;
pub mod lookups;
pub mod oms;
pub mod palette;
pub mod runner;
pub mod sending;
pub mod settings;
pub mod sheets;
pub mod subtopics;
pub mod table_view;
pub mod tasks;

use browser::{clock, tabs};
use console_core::domain::run::Moment;
use console_core::interchange::link::{Link, LinkNotice};
use console_core::openapi::LiveNews;
use leptos::prelude::*;

/// A clock that is brought up to date every second.
#[derive(Clone, Copy)]
pub struct Now(pub RwSignal<Moment>);

/// A link that was followed, and what was ignored in it.
#[derive(Clone, Copy)]
pub struct FollowedLink(pub RwSignal<(Link, Vec<LinkNotice>)>);

/// Returns the time of a clock that is never set, in milliseconds.
fn steady() -> i64 {
    clock::times().steady
}

/// Tells the other pages what the one that reads from OMS has found.
fn tell(news: &LiveNews) {
    tabs::tell(&news.to_text());
}
