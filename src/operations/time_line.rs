//! A picture of a pull-back: the point, now, and how far back a Store can be expected to keep its log.

use crate::ui::{Node, el, styled};
use crate::words;

/// How far back a Store keeps its log unless the project is set otherwise, in seconds: of a synchronisation.
pub const KEPT_IN_SYNCHRONISATION: i64 = 24 * 3600;
/// The same, of a migration.
pub const KEPT_IN_MIGRATION: i64 = 120 * 3600;

/// The picture for a point so many seconds before now. What it shows is its accessible name, too.
pub fn time_line(seconds_ago: i64) -> Node {
    // A little more than what has to be seen, so that nothing sticks to the edge.
    let whole = KEPT_IN_MIGRATION.max(seconds_ago).saturating_mul(11) / 10;
    let place = |seconds: i64| format!("--place:{}", 100 - seconds.saturating_mul(100) / whole.max(1));
    let mark = |class: &'static str, seconds: i64, text: String| {
        let style = place(seconds);
        styled("span", class).live_prop("style", move || style.clone().into()).child(el("span").text(text))
    };
    let kept = |class: &'static str, seconds: i64| {
        let style = place(seconds);
        styled("span", class).live_prop("style", move || style.clone().into())
    };
    let within = if seconds_ago <= KEPT_IN_SYNCHRONISATION {
        "within the 24 hours that Stores usually keep"
    } else if seconds_ago <= KEPT_IN_MIGRATION {
        "beyond the 24 hours that Stores usually keep in synchronisation, within the 120 hours of a migration"
    } else {
        "beyond the 24 and 120 hours that Stores usually keep"
    };
    let description = format!("The point is {} before now, {within}.", words::distance(seconds_ago));
    styled("div", "time-line")
        .attr("role", "img")
        .attr("aria-label", description)
        .child(kept("kept long", KEPT_IN_MIGRATION))
        .child(kept("kept", KEPT_IN_SYNCHRONISATION))
        .child(mark("mark edge", KEPT_IN_MIGRATION, "120 h".to_owned()))
        .child(mark("mark edge", KEPT_IN_SYNCHRONISATION, "24 h".to_owned()))
        .child(mark("mark now", 0, "now".to_owned()))
        .child(mark("mark point-mark", seconds_ago, String::new()))
        .build()
}
