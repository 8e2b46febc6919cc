//! A picture of a pull-back: its points, now, and how far back a Store can be expected to keep its log.

use crate::ui::{Node, all, el, styled};
use crate::words;

/// How far back a Store keeps its log unless the project is set otherwise, in seconds: of a synchronisation.
pub const KEPT_IN_SYNCHRONISATION: i64 = 24 * 3600;
/// The same, of a migration.
pub const KEPT_IN_MIGRATION: i64 = 120 * 3600;
/// Marks that are nearer to each other than this, in hundredths of the picture, are one.
const NEAR: i64 = 6;

/// The picture of points so many seconds before now, each with the numbers of the subtopics that go back to it.
/// What it shows is its accessible name, too.
pub fn time_line(points: &[(Vec<usize>, i64)]) -> Node {
    let furthest = points.iter().map(|(_, seconds_ago)| *seconds_ago).max().unwrap_or_default();
    // A little more than what has to be seen, so that nothing sticks to the edge.
    let whole = KEPT_IN_MIGRATION.max(furthest).saturating_mul(11) / 10;
    let place = |seconds: i64| 100 - seconds.saturating_mul(100) / whole.max(1);
    let mark = |class: &'static str, place: i64, text: String| {
        let style = format!("--place:{place}");
        let mark = styled("span", class).live_prop("style", move || style.clone().into());
        if text.is_empty() { mark } else { mark.child(el("span").text(text)) }
    };
    let kept = |class: &'static str, seconds: i64| mark(class, place(seconds), String::new());
    let edge = |class: &'static str, seconds: i64, text: &str| mark(class, place(seconds), text.to_owned());
    let placed = points.iter().map(|(numbers, seconds_ago)| (place(*seconds_ago), numbers.clone()));
    let pins = together(placed.collect()).into_iter().map(|(place, numbers)| {
        // Where all go back to one time, there is nothing to tell apart.
        let text = if points.len() > 1 { joined(&numbers) } else { String::new() };
        mark("mark point-mark", place, text).build()
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

/// Puts marks together that would lie on each other.
fn together(mut marks: Vec<(i64, Vec<usize>)>) -> Vec<(i64, Vec<usize>)> {
    marks.sort();
    let mut found: Vec<(i64, Vec<usize>)> = Vec::new();
    for (place, numbers) in marks {
        match found.last_mut() {
            Some((near, known)) if place - *near < NEAR => known.extend(numbers),
            _ => found.push((place, numbers)),
        }
    }
    for (_, numbers) in &mut found {
        numbers.sort_unstable();
    }
    found
}

fn joined(numbers: &[usize]) -> String {
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}

fn description(points: &[(Vec<usize>, i64)]) -> String {
    let where_it_is = |seconds_ago: i64| {
        let within = if seconds_ago <= KEPT_IN_SYNCHRONISATION {
            "within the 24 hours that Stores usually keep"
        } else if seconds_ago <= KEPT_IN_MIGRATION {
            "beyond the 24 hours that Stores usually keep in synchronisation, within the 120 hours of a migration"
        } else {
            "beyond the 24 and 120 hours that Stores usually keep"
        };
        format!("{} before now, {within}", words::distance(seconds_ago))
    };
    match points {
        [(_, seconds_ago)] => format!("The point is {}.", where_it_is(*seconds_ago)),
        _ => {
            let each = points.iter().map(|(numbers, seconds_ago)| {
                let what = if numbers.len() == 1 { "Subtopic" } else { "Subtopics" };
                format!("{what} {}: {}.", joined(numbers), where_it_is(*seconds_ago))
            });
            each.collect::<Vec<_>>().join(" ")
        }
    }
}
