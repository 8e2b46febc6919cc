//! The fields of Pull back: the time, its zone, what they amount to, and the subtopics.

use console_core::draft::{Draft, Field, FieldError};
use console_core::point::{Occurrence, Point, PointError};
use console_core::run::Moment;
use console_core::time::{Zoned, epoch};
use leptos::prelude::*;

use super::sheet::Editing;
use super::time_line::{KEPT_IN_SYNCHRONISATION, time_line};
use crate::app::Console;
use crate::browser::zones;
use crate::ui::{Node, TextField, all, button, el, live, nothing, styled, when};
use crate::words;

/// The longest that a project can be set to keep its log, in seconds.
const LONGEST_RETENTION: i64 = 365 * 24 * 3600;
/// More subtopics than a task has.
const MOST_SUBTOPICS: usize = 8;

/// The fields.
pub fn pull_back_fields(console: Console, editing: Editing) -> Vec<Node> {
    // Another time or zone is another question; an answer to the old one means nothing for it.
    let asking_anew = |part: fn(&mut Draft) -> &mut String| -> Box<dyn FnMut(String)> {
        Box::new(move |typed| {
            editing.change(|draft| {
                *part(draft) = typed;
                draft.occurrence = None;
            });
        })
    };
    let at = TextField {
        hint: "2023-02-13 19:00:00, with or without an offset, epoch seconds, or 2 hours ago.",
        first_focus: true,
        on_input: asking_anew(|draft| &mut draft.at),
        ..editing.field(Field::At, |draft| &mut draft.at)
    };
    let zone = TextField {
        hint: "The zone that the time above is meant in.",
        list: Some("zones"),
        on_input: asking_anew(|draft| &mut draft.zone),
        ..editing.field(Field::Zone, |draft| &mut draft.zone)
    };
    let names = zones::all().into_iter().map(|name| el("option").attr("value", name).build());
    let names = el("datalist").attr("id", "zones").node(all(names.collect()));
    vec![
        at.build(),
        overlap(editing),
        zone.build(),
        names.build(),
        point_facts(console, editing),
        subtopics(editing),
    ]
}

/// The question which of two times is meant, where the zone has the time twice.
fn overlap(editing: Editing) -> Node {
    let choice = move |zoned: Zoned, which: Occurrence| {
        let text = format!("{} {} = {}", zoned.local, zoned.offset, epoch::utc_text(zoned.instant));
        let choose = move || editing.change(|draft| draft.occurrence = Some(which));
        button("mono", text).on_click(choose)
    };
    live(move || {
        let two = editing.checked(|checked| {
            checked.errors.iter().find_map(|(_, error)| match error {
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

/// The point in time, said in four ways.
fn point_facts(console: Console, editing: Editing) -> Node {
    live(move || {
        let point = editing.checked(|checked| checked.point);
        let Some(Point { zoned, reading, seconds_ago }) = point else { return nothing() };
        let distance = move || {
            let then = Moment(zoned.instant.get().saturating_mul(1000));
            format!("{} ago", words::distance(then.seconds_until(console.now.get())))
        };
        let warning = if seconds_ago > LONGEST_RETENTION {
            Some("No Store keeps its log for longer than a year: this start will almost certainly fail.")
        } else if seconds_ago > KEPT_IN_SYNCHRONISATION {
            Some(
                "A Store keeps its log for 24 hours in synchronisation and 120 hours in migration, unless the project is set to keep more. Beyond that the start fails.",
            )
        } else {
            None
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
            .node(time_line(seconds_ago))
            .maybe(words::reading(reading).map(|text| styled("p", "hint").text(text).build()))
            .maybe(warning.map(|text| styled("p", "warning").text(text).build()))
            .child(styled("p", "hint").text("A DDL between that time and now can break the Store."))
            .build()
    })
}

/// The subtopics, each in a field of its own.
fn subtopics(editing: Editing) -> Node {
    let count = Memo::new(move |_| editing.draft(|draft| draft.subtopics.len()));
    let field = move |index: usize| {
        let read = move || editing.draft(|draft| draft.subtopics.get(index).cloned().unwrap_or_default());
        let write = move |typed: String| {
            editing.change(|draft| {
                if let Some(subtopic) = draft.subtopics.get_mut(index) {
                    *subtopic = typed;
                }
            });
        };
        let field = TextField {
            id: format!("subtopic-{}", index + 1).into(),
            value: Box::new(read),
            on_input: Box::new(write),
            hint: if index == 0 { "As it stands in the task's configuration." } else { "" },
            ..editing.field(Field::Subtopic(index), |draft| &mut draft.at)
        };
        field.build()
    };
    let add = move || editing.change(|draft| draft.subtopics.push(String::new()));
    let remove = move || {
        editing.change(|draft| {
            draft.subtopics.pop();
        });
    };
    let more = when(
        move || count.get() < MOST_SUBTOPICS,
        move || button("quiet", "Another subtopic").on_click(add).build(),
    );
    let fewer =
        when(move || count.get() > 1, move || button("quiet", "Remove the last").on_click(remove).build());
    all(vec![
        live(move || all((0..count.get()).map(field).collect())),
        styled("div", "field-tools").node(more).node(fewer).build(),
    ])
}
