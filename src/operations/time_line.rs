//! A picture of a pull-back: its points, now, and how far back a Store can be expected to keep its log.

use console_core::time::place_on_line;

use crate::components::{Node, all, el, styled};
use crate::messages;

/// How far back a Store keeps its log unless the project is set otherwise, in seconds: of a synchronisation.
pub const KEPT_IN_SYNCHRONISATION: i64 = 24 * 3600;
/// The same, of a migration.
pub const KEPT_IN_MIGRATION: i64 = 120 * 3600;
/// Marks that are nearer to each other than this, in hundredths of the picture, are one.
const NEAR: i64 = 6;

/// The picture of the points that subtopics go back to: for each its number, and how many seconds before now its
/// point is. What it shows is its accessible name, too.
pub fn time_line(points: &[(usize, i64)]) -> Node {
    let furthest = points.iter().map(|(_, seconds_ago)| *seconds_ago).max().unwrap_or_default();
    // A little more than what has to be seen, so that nothing sticks to the edge.
    let whole = KEPT_IN_MIGRATION.max(furthest).saturating_mul(3) / 2;
    let place = |seconds: i64| place_on_line(seconds, whole);
    let mark = |class: &'static str, place: i64, text: String| {
        let style = format!("--place:{place}");
        let mark = styled("span", class).live_prop("style", move || style.clone().into());
        if text.is_empty() { mark } else { mark.child(el("span").text(text)) }
    };
    let kept = |class: &'static str, seconds: i64| mark(class, place(seconds), String::new());
    let edge = |class: &'static str, seconds: i64, text: &str| mark(class, place(seconds), text.to_owned());
    let groups = together(points, |one, other| (place(one) - place(other)).abs() < NEAR);
    let is_one = together(points, |one, other| one == other).len() == 1;
    let pins = groups.into_iter().map(|(numbers, seconds_ago)| {
        // Where all go back to one time, there is nothing to tell apart.
        let text = if is_one { String::new() } else { joined(&numbers) };
        mark("mark point-mark", place(seconds_ago), text).build()
    });
    styled("div", "time-line")
        .attr("role", "img")
        .attr("aria-label", description(points))
        .child(kept("kept long", KEPT_IN_MIGRATION))
        .child(kept("kept", KEPT_IN_SYNCHRONISATION))
        .child(edge("mark edge", KEPT_IN_MIGRATION, "120 h"))
        .child(edge("mark edge", KEPT_IN_SYNCHRONISATION, "24 h"))
        .child(edge("mark now", 0, "now"))
        .node(all(pins.collect()))
        .build()
}

/// Puts the subtopics together whose points are the same in some way.
fn together(points: &[(usize, i64)], same: impl Fn(i64, i64) -> bool) -> Vec<(Vec<usize>, i64)> {
    let mut groups: Vec<(Vec<usize>, i64)> = Vec::new();
    for (number, seconds_ago) in points {
        match groups.iter_mut().find(|(_, known)| same(*known, *seconds_ago)) {
            Some((numbers, _)) => numbers.push(*number),
            None => groups.push((vec![*number], *seconds_ago)),
        }
    }
    groups
}

fn joined(numbers: &[usize]) -> String {
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}

fn description(points: &[(usize, i64)]) -> String {
    let where_it_is = |seconds_ago: i64| {
        let within = if seconds_ago <= KEPT_IN_SYNCHRONISATION {
            "within the 24 hours that Stores usually keep"
        } else if seconds_ago <= KEPT_IN_MIGRATION {
            "beyond the 24 hours that Stores usually keep in synchronisation, within the 120 hours of a migration"
        } else {
            "beyond the 24 and 120 hours that Stores usually keep"
        };
        format!("{} before now, {within}", messages::distance(seconds_ago))
    };
    let groups = together(points, |one, other| one == other);
    match &groups[..] {
        [(_, seconds_ago)] => format!("The point is {}.", where_it_is(*seconds_ago)),
        _ => {
            let each = groups.iter().map(|(numbers, seconds_ago)| {
                let what = if numbers.len() == 1 { "Subtopic" } else { "Subtopics" };
                format!("{what} {}: {}.", joined(numbers), where_it_is(*seconds_ago))
            });
            each.collect::<Vec<_>>().join(" ")
        }
    }
}
