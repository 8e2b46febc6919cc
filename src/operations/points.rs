//! What the times of a pull-back amount to: each point in four ways, the question which of two times is meant,
//! and the picture of all points.

use console_core::draft::{Checked, Draft, Field, FieldError};
use console_core::point::{Occurrence, Point, PointError};
use console_core::run::Moment;
use console_core::time::{Zoned, epoch};

use super::sheet::Editing;
use super::time_line::{KEPT_IN_SYNCHRONISATION, time_line};
use crate::app::Console;
use crate::browser::clock;
use crate::ui::{Node, all, button, el, live, nothing, styled};
use crate::words;

/// The longest that a project can be set to keep its log, in seconds.
const LONGEST_RETENTION: i64 = 365 * 24 * 3600;

/// Whose time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// That of the subtopics without a time of their own.
    Common,
    /// A subtopic's own, counted from 0.
    Own(usize),
}

impl Place {
    fn field(self) -> Field {
        match self {
            Self::Common => Field::At,
            Self::Own(index) => Field::OwnTime(index),
        }
    }

    fn point(self, checked: &Checked) -> Option<Point> {
        match self {
            Self::Common => checked.points.common,
            Self::Own(index) => checked.points.own.get(index).copied().flatten(),
        }
    }

    fn choose(self, draft: &mut Draft, which: Occurrence) {
        match self {
            Self::Common => draft.occurrence = Some(which),
            Self::Own(index) => {
                if let Some(subtopic) = draft.subtopics.get_mut(index) {
                    subtopic.own.occurrence = Some(which);
                }
            }
        }
    }
}

/// The question which of two times is meant, where the zone has the time twice.
pub fn overlap(editing: Editing, place: Place) -> Node {
    let choice = move |zoned: Zoned, which: Occurrence| {
        let text = format!("{} {} = {}", zoned.local, zoned.offset, epoch::utc_text(zoned.instant));
        button("mono", text).on_click(move || editing.change(|draft| place.choose(draft, which)))
    };
    live(move || {
        let two = editing.checked(|checked| {
            checked.errors_at(place.field()).find_map(|error| match error {
                FieldError::Point(PointError::Overlap { earlier, later }) => Some((*earlier, *later)),
                _ => None,
            })
        });
        let Some((earlier, later)) = two else { return nothing() };
        styled("div", "choice")
            .attr("role", "group")
            .attr("aria-label", "Which of the two times")
            .child(choice(earlier, Occurrence::Earlier))
            .child(choice(later, Occurrence::Later))
            .build()
    })
}

/// A point in time, said in four ways.
pub fn point(console: Console, editing: Editing, place: Place) -> Node {
    live(move || {
        let point = editing.checked(|checked| place.point(checked));
        let Some(Point { zoned, reading, .. }) = point else { return nothing() };
        let distance = move || {
            let then = Moment(zoned.instant.get().saturating_mul(1000));
            format!(
                "{} ago",
                words::distance(then.seconds_until(clock::by_deciding_clock(console.now.get())))
            )
        };
        let fact = |name: &'static str, text: String| {
            all(vec![el("dt").text(name).build(), styled("dd", "mono").text(text).build()])
        };
        let facts = el("dl")
            .node(fact("Local", format!("{} {}", zoned.local, zoned.offset)))
            .node(fact("UTC", epoch::utc_text(zoned.instant)))
            .node(fact("Epoch seconds", zoned.instant.to_string()))
            .child(el("dt").text("Distance"))
            .child(el("dd").live_text(distance));
        styled("div", "point")
            .child(facts)
            .maybe(words::reading(reading).map(|text| styled("p", "hint").text(text).build()))
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
        let place = if subtopic.has_own { Place::Own(index) } else { Place::Common };
        if let Some(Point { seconds_ago, .. }) = place.point(checked) {
            points.push((index + 1, seconds_ago));
        }
    }
    points
}
