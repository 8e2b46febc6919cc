//! What the times of a pull-back amount to: each point in four ways, the question which of two times is meant,
//! and the picture of all points.

use console_core::domain::run::Moment;
use console_core::forms::draft::{Checked, Draft, Field, FieldError, TimePlace};
use console_core::forms::point::{Occurrence, Point, PointError};
use console_core::time::{Zoned, format};

use super::time_line::{KEPT_IN_SYNCHRONISATION, time_line};
use crate::components::{Node, all, button, el, live, nothing, styled};
use crate::messages;
use crate::stores::Console;
use crate::stores::editing::Editing;
use browser::clock;
use leptos::prelude::*;

/// The longest that a project can be set to keep its log, in seconds.
const LONGEST_RETENTION: i64 = 365 * 24 * 3600;

/// The field of a time.
pub fn field_of(place: TimePlace) -> Field {
    match place {
        TimePlace::Common => Field::At,
        TimePlace::Own(index) => Field::OwnTime(index),
    }
}

/// The two times that a text can mean where the zone has it twice, and which of them was chosen, if one was.
fn two_times(checked: &Checked, place: TimePlace) -> Option<(Zoned, Zoned, Option<Occurrence>)> {
    let asked = checked.errors_at(field_of(place)).find_map(|error| match error {
        FieldError::Point(PointError::Overlap { earlier, later }) => Some((*earlier, *later, None)),
        _ => None,
    });
    let chosen = || {
        let twice = checked.points.at(place)?.twice?;
        Some((twice.earlier, twice.later, Some(twice.chosen)))
    };
    asked.or_else(chosen)
}

/// The question which of two times is meant, where the zone has the time twice. It stays when it is answered.
pub fn overlap(editing: Editing, place: TimePlace) -> Node {
    let choice = move |zoned: Zoned, which: Occurrence, is_chosen: bool| {
        let text = format!("{} {} = {}", zoned.local, zoned.offset, format::utc_text(zoned.instant));
        let choose = move || {
            editing.change(|draft| {
                draft.allows_future = false;
                if let Some(time) = draft.time_mut(place) {
                    time.occurrence = Some(which);
                }
            });
        };
        button("mono", text).attr("aria-pressed", if is_chosen { "true" } else { "false" }).on_click(choose)
    };
    live(move || {
        let two = editing.checked(|checked| two_times(checked, place));
        let Some((earlier, later, chosen)) = two else { return nothing() };
        styled("div", "choice")
            .attr("role", "group")
            .attr("aria-label", "Which of the two times")
            .child(choice(earlier, Occurrence::Earlier, chosen == Some(Occurrence::Earlier)))
            .child(choice(later, Occurrence::Later, chosen == Some(Occurrence::Later)))
            .build()
    })
}

/// A point in time, said in four ways.
pub fn point(console: Console, editing: Editing, place: TimePlace) -> Node {
    live(move || {
        let point = editing.checked(|checked| checked.points.at(place).copied());
        let Some(Point { zoned, seconds_ago, .. }) = point else { return nothing() };
        let read_at = editing.draft(|draft| draft.time(place).and_then(|time| time.read_at));
        let distance = move || {
            let then = Moment(zoned.instant.get().saturating_mul(1000));
            messages::distance_from_now(then.seconds_until(clock::by_deciding_clock(console.now.0.get())))
        };
        let fact = |name: &'static str, text: String| {
            all(vec![el("dt").text(name).build(), styled("dd", "mono").text(text).build()])
        };
        let facts = el("dl")
            .node(fact("Local", format!("{} {}", zoned.local, zoned.offset)))
            .node(fact("UTC", format::utc_text(zoned.instant)))
            .node(fact("Epoch seconds", zoned.instant.to_string()))
            .child(el("dt").text("Distance"))
            .child(el("dd").live_text(distance));
        let reading = point.and_then(|point| messages::reading(&point, read_at));
        styled("div", "point")
            .child(facts)
            .maybe(reading.map(|text| styled("p", "hint").text(text).build()))
            .maybe(
                (seconds_ago <= 0).then(|| styled("p", "warning").text(messages::NOT_PAST_ALLOWED).build()),
            )
            .build()
    })
}

/// The picture of all points, with what has to be known about how far back they are.
pub fn picture(editing: Editing) -> Node {
    live(move || {
        let points = editing.draft(|draft| editing.checked(|checked| points(draft, checked)));
        let Some(furthest) = points.iter().map(|(_, seconds_ago)| *seconds_ago).max() else {
            return nothing();
        };
        let warning = if furthest > LONGEST_RETENTION {
            Some("No Store keeps its log for longer than a year: this start will almost certainly fail.")
        } else if furthest > KEPT_IN_SYNCHRONISATION {
            Some(
                "A Store keeps its log for 24 hours in synchronisation and 120 hours in migration, unless the project is set to keep more. Beyond that the start fails.",
            )
        } else {
            None
        };
        styled("div", "point")
            .node(time_line(&points))
            .maybe(warning.map(|text| styled("p", "warning").text(text).build()))
            .child(styled("p", "hint").text("A DDL between that time and now can break the Store."))
            .build()
    })
}

/// How many seconds ago the point of each subtopic is, with its number.
fn points(draft: &Draft, checked: &Checked) -> Vec<(usize, i64)> {
    let mut points = Vec::new();
    for (index, subtopic) in draft.subtopics.iter().enumerate() {
        let place = if subtopic.has_own { TimePlace::Own(index) } else { TimePlace::Common };
        if let Some(Point { seconds_ago, .. }) = checked.points.at(place) {
            points.push((index + 1, (*seconds_ago).max(0)));
        }
    }
    points
}
