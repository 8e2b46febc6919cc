//! State that views share, and the only code that keeps it or sends calls.
//!
//! A method that returns what a signal holds tracks it; one that does not is called `…_untracked`, as in Leptos.

pub mod deployment;
pub mod documentation;
pub mod drafts;
pub mod editing;
pub mod history_room;
pub mod host;
pub mod journal;
pub mod kept_data;
pub mod live;
mod live_news;
mod looks;
pub mod lookups;
pub mod palette;
pub mod runner;
pub mod settings;
pub mod sheets;
pub mod subtopics;
pub mod table_view;
pub mod tasks;

use browser::clock;
use console_core::domain::run::Moment;
use console_core::interchange::link::{Link, LinkNotice};
use leptos::prelude::*;

/// The time, brought up to date every second.
#[derive(Clone, Copy)]
pub struct Now(pub RwSignal<Moment>);

/// The link that was followed, and what was ignored in it.
#[derive(Clone, Copy)]
pub struct FollowedLink(pub RwSignal<(Link, Vec<LinkNotice>)>);

/// The time of a clock that is never set, in milliseconds.
fn steady() -> i64 {
    clock::times().steady
}
