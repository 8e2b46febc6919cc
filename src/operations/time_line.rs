//! A picture of a pull-back: its points, now, and how far back a Store can be expected to keep its log.

use console_core::time::place_on_line;
use leptos::prelude::*;

use crate::messages::forms::{self, StoreRetention};

/// How far back a Store of a synchronisation keeps its log unless the project is set otherwise, in seconds.
pub const KEPT_IN_SYNCHRONISATION: i64 = 24 * 3600;
/// The same, of a migration.
pub const KEPT_IN_MIGRATION: i64 = 120 * 3600;
/// Marks that are nearer to each other than this, in hundredths of the picture, are one.
const NEAR: i64 = 6;

/// A picture of the points that subtopics go back to. Its accessible name says what it shows.
#[component]
pub fn TimeLine(
    /// The number of each subtopic, and how many seconds before now its point is.
    points: Vec<(usize, i64)>,
) -> impl IntoView {
    let furthest = points.iter().map(|(_, seconds_ago)| *seconds_ago).max().unwrap_or_default();
    // A little more than what has to be seen, so that nothing sticks to the edge.
    let whole = KEPT_IN_MIGRATION.max(furthest).saturating_mul(3) / 2;
    let place = |seconds: i64| place_on_line(seconds, whole);
    let pins = group(&points, |one, other| (place(one) - place(other)).abs() < NEAR);
    let is_one = group(&points, |one, other| one == other).len() == 1;
    let pin = |(numbers, seconds_ago): (Vec<usize>, i64)| {
        // Where all go back to one time, there is nothing to tell apart.
        let text = if is_one { String::new() } else { forms::numbers(&numbers) };
        view! { <Mark class="mark point-mark" place=place(seconds_ago) text/> }
    };
    view! {
        <div class="time-line" role="img" aria-label=description(&points)>
            <Mark class="kept long" place=place(KEPT_IN_MIGRATION)/>
            <Mark class="kept" place=place(KEPT_IN_SYNCHRONISATION)/>
            <Mark class="mark edge" place=place(KEPT_IN_MIGRATION) text=forms::hours(KEPT_IN_MIGRATION)/>
            <Mark class="mark edge" place=place(KEPT_IN_SYNCHRONISATION) text=forms::hours(KEPT_IN_SYNCHRONISATION)/>
            <Mark class="mark now" place=place(0) text=forms::NOW/>
            {pins.into_iter().map(pin).collect_view()}
        </div>
    }
}

/// A mark at a place of the picture, in hundredths of it.
#[component]
fn Mark(class: &'static str, place: i64, #[prop(optional, into)] text: String) -> impl IntoView {
    let text = (!text.is_empty()).then(|| view! { <span>{text}</span> });
    view! { <span class=class style:--place=place.to_string()>{text}</span> }
}

/// Groups the subtopics whose points are the same in some way.
fn group(points: &[(usize, i64)], same: impl Fn(i64, i64) -> bool) -> Vec<(Vec<usize>, i64)> {
    let mut groups: Vec<(Vec<usize>, i64)> = Vec::new();
    for (number, seconds_ago) in points {
        match groups.iter_mut().find(|(_, known)| same(*known, *seconds_ago)) {
            Some((numbers, _)) => numbers.push(*number),
            None => groups.push((vec![*number], *seconds_ago)),
        }
    }
    groups
}

fn description(points: &[(usize, i64)]) -> String {
    let groups = group(points, |one, other| one == other).into_iter();
    let groups: Vec<_> =
        groups.map(|(numbers, seconds_ago)| (numbers, seconds_ago, retention(seconds_ago))).collect();
    forms::time_line(&groups)
}

fn retention(seconds_ago: i64) -> StoreRetention {
    if seconds_ago <= KEPT_IN_SYNCHRONISATION {
        StoreRetention::Usual
    } else if seconds_ago <= KEPT_IN_MIGRATION {
        StoreRetention::OfMigrations
    } else {
        StoreRetention::Beyond
    }
}
