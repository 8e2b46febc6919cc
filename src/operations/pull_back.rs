//! The fields of Pull back: the common time, its zone, the subtopics, and the times of those that have one of
//! their own.

use std::sync::Arc;

use console_core::forms::draft::{Draft, Field, FieldError, SubtopicDraft, TimePlace};
use console_core::forms::point::PointError;
use console_core::text::odd_characters::odd_characters;
use console_core::time::{TimeInput, TimeZone, parse_time_input};
use leptos::prelude::*;

use super::points::{field_of, overlap, picture, point};
use crate::components::{
    ElementRef, Node, TextField, all, button, check_box, el, live, name, nothing, styled, when,
};
use crate::messages;
use crate::stores::Console;
use crate::stores::editing::Editing;
use crate::stores::settings::Settings;
use browser::{clock, element, zones};

/// More subtopics than a task has.
const MOST_SUBTOPICS: usize = 8;

/// The times that one click chooses.
const QUICK_CHOICES: [&str; 4] = ["15 min ago", "1 h ago", "6 h ago", "24 h ago"];

/// The fields.
pub fn pull_back_fields(console: Console, editing: Editing) -> Vec<Node> {
    let zone = TextField {
        hint: "The zone that the times here are meant in: a name, or an offset such as +08:00.",
        suggest: Some(Arc::new(zones::all)),
        on_input: Box::new(move |typed| editing.type_zone(typed)),
        ..editing.field(Field::Zone, |draft| &mut draft.zone)
    };
    let is_unused =
        move || editing.draft(|draft| !draft.has_common_time() && !draft.time.at.trim().is_empty());
    let unused = move || styled("p", "hint").text("No subtopic goes back to this time.").build();
    let settings = console.settings;
    vec![
        time(editing, TimePlace::Common),
        when(is_unused, unused),
        zone.build(),
        styled("div", "field-notes")
            .attr("aria-live", "polite")
            .live(move || zone_notes(editing, settings))
            .build(),
        zone_change(editing),
        point(console, editing, TimePlace::Common),
        subtopics(console, editing),
        future(editing),
        picture(editing),
    ]
}

/// A time: as text, as date and time, and for the common one a few choices.
fn time(editing: Editing, place: TimePlace) -> Node {
    let read =
        move || editing.draft(|draft| draft.time(place).map(|time| time.at.clone()).unwrap_or_default());
    let text = TextField {
        value: Box::new(read),
        on_input: Box::new(move |typed| editing.type_time(place, typed)),
        ..editing.field(field_of(place), |draft| &mut draft.zone)
    };
    let text = match place {
        TimePlace::Common => TextField { hint: messages::TIME_HINT, first_focus: true, ..text },
        TimePlace::Own(index) => TextField { id: format!("pull-back-to-{}", index + 1).into(), ..text },
    };
    let choose = move |text: &'static str| button("", text).on_click(move || editing.type_time(place, text));
    let choices = match place {
        TimePlace::Common => QUICK_CHOICES.into_iter().map(|text| choose(text).build()).collect(),
        TimePlace::Own(_) => Vec::new(),
    };
    let tools = styled("div", "time-tools").node(date_and_time(editing, place)).node(all(choices));
    all(vec![text.build(), tools.build(), overlap(editing, place)])
}

/// The browser's own field for a date and a time, in the form's zone. It shows what the text amounts to, and what is
/// put into it becomes the text.
fn date_and_time(editing: Editing, place: TimePlace) -> Node {
    let (id, label) = messages::date_and_time(place);
    let field = ElementRef::new();
    let shown = Memo::new(move |_| {
        editing.draft(|draft| {
            // Without a zone a point shows the clocks of another one.
            let has_zone = TimeZone::parse(&draft.zone).is_ok();
            let time = draft.time(place)?;
            editing.checked(|checked| time.wall_clock(checked.points.at(place).filter(|_| has_zone)))
        })
    });
    Effect::new(move || {
        let shown = shown.get();
        let Some(field) = field.get() else { return };
        // Setting what stands there already would disturb whoever types.
        let present = match parse_time_input(&element::value_in(&field)) {
            Ok(TimeInput::Local { at, .. }) => Some(at),
            _ => None,
        };
        if present != shown {
            element::set_value_in(&field, &shown.map(|at| at.iso()).unwrap_or_default());
        }
    });
    let input = el("input")
        .attr("type", "datetime-local")
        .attr("step", "1")
        // Without it, browsers wait for years of six digits.
        .attr("max", "9999-12-31T23:59:59")
        .attr("id", id.clone())
        .attr("class", "mono")
        .found_by(field)
        .on("input", move |event| {
            let value = element::value_of(&event);
            if !(value.is_empty() && element::is_half_typed(&event)) {
                let text = match parse_time_input(&value) {
                    Ok(TimeInput::Local { at, .. }) => at.to_string(),
                    _ => value,
                };
                editing.type_time(place, text);
            }
        });
    styled("div", "field date-and-time").child(el("label").attr("for", id).text(label)).child(input).build()
}

/// What has to be said about the zone, besides what is wrong with it, and about the clock.
fn zone_notes(editing: Editing, settings: Settings) -> Node {
    let (text, has_point) = editing.draft(|draft| {
        let has_point = editing.checked(|checked| {
            checked.points.common.is_some() || checked.points.own.iter().any(Option::is_some)
        });
        (draft.zone.trim().to_owned(), has_point)
    });
    let is_browsers = !settings.zone_is_chosen.get() && text == settings.zone.get();
    let own = if is_browsers { messages::own_zone(&zones::own()) } else { None };
    let zone = TimeZone::parse(&text).ok().and_then(|zone| messages::zone_note(&zone));
    let clock = if has_point { messages::clock_note(clock::present().clock) } else { None };
    let notes = [own, zone, clock].into_iter().flatten();
    all(notes.map(|text| styled("p", "hint").text(text).build()).collect())
}

/// After a change of the zone: that the times are other instants now, and the way back.
fn zone_change(editing: Editing) -> Node {
    live(move || {
        let Some(change) = editing.zone_change() else { return nothing() };
        let text = editing.draft(|draft| messages::zone_change(draft, &change));
        styled("div", "notice zone-change")
            .attr("role", "status")
            .child(el("p").text(text))
            .child(button("", "Keep the instant").on_click(move || editing.keep_instants(&change)))
            .child(button("quiet", "Keep the local time").on_click(move || editing.forget_zone_change()))
            .build()
    })
}

/// The way on where the clock that decides what is past is wrong.
fn future(editing: Editing) -> Node {
    let is_future = |error: &FieldError| matches!(error, FieldError::Point(PointError::NotPast { .. }));
    let is_offered = move || {
        editing.draft(|draft| draft.allows_future)
            || editing.checked(|checked| checked.errors.iter().any(|(_, error)| is_future(error)))
    };
    when(is_offered, move || {
        let ticked = move || editing.draft(|draft| draft.allows_future);
        let tick = move |ticked| editing.change(|draft| draft.allows_future = ticked);
        check_box("allow-future", messages::ALLOW_FUTURE, messages::ALLOW_FUTURE_HINT, ticked, tick)
    })
}

/// The subtopics, one below the other.
fn subtopics(console: Console, editing: Editing) -> Node {
    let count = Memo::new(move |_| editing.draft(|draft| draft.subtopics.len()));
    let add = move || editing.change(|draft| draft.subtopics.push(SubtopicDraft::default()));
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
    let rows = move || (0..count.get()).map(|index| subtopic(console, editing, index)).collect();
    all(vec![live(move || all(rows())), styled("div", "field-tools").node(more).node(fewer).build()])
}

/// A subtopic: its name, and whether it has a time of its own, which only makes a difference where there are
/// several.
fn subtopic(console: Console, editing: Editing, index: usize) -> Node {
    let field_of_name = TextField {
        id: format!("subtopic-{}", index + 1).into(),
        hint: if index == 0 { "As it stands in the task's configuration." } else { "" },
        ..field(editing, index, Field::Subtopic(index), |subtopic| &mut subtopic.name)
    };
    let has_own = move || editing.draft(|draft| draft.subtopics.get(index).is_some_and(|of| of.has_own));
    let offers_own = move || has_own() || editing.draft(|draft| draft.subtopics.len() > 1);
    let tick = move |ticked| change(editing, index, |subtopic| subtopic.has_own = ticked);
    let own_box = move || {
        let label = format!("Subtopic {} goes back to a time of its own", index + 1);
        check_box(format!("own-time-{}", index + 1), label, "", has_own, tick)
    };
    let own_time = move || {
        let place = TimePlace::Own(index);
        all(vec![time(editing, place), point(console, editing, place)])
    };
    all(vec![
        field_of_name.build(),
        read_as(editing, index),
        when(offers_own, own_box),
        when(has_own, own_time),
    ])
}

/// How a subtopic was read, if it is other than what is typed or has odd characters; and a way to give each of
/// several a field of its own.
fn read_as(editing: Editing, index: usize) -> Node {
    let read = Memo::new(move |_| {
        editing.draft(|draft| draft.subtopics.get(index).and_then(|subtopic| subtopic.read().ok()))
    });
    live(move || {
        let Some(read) = read.get() else { return nothing() };
        if let [first] = read.names.as_slice() {
            let shown = first.to_string();
            let odd = odd_characters(&shown);
            let odd = (!odd.is_empty()).then(|| el("p").text(messages::odd_name(&odd)).build());
            if !read.is_cleaned && odd.is_none() {
                return nothing();
            }
            let text = el("p").text("Read as ").child(name(&shown)).text(".");
            return styled("div", "beside read-as").attr("role", "status").child(text).maybe(odd).build();
        }
        let label = format!("Make {} fields of it", read.names.len());
        button("", label).on_click(move || editing.change(|draft| draft.split_subtopics(index))).build()
    })
}

/// A text field of a subtopic.
fn field(
    editing: Editing,
    index: usize,
    place: Field,
    part: fn(&mut SubtopicDraft) -> &mut String,
) -> TextField {
    let read = move || {
        let subtopic = editing.draft(|draft| draft.subtopics.get(index).cloned());
        std::mem::take(part(&mut subtopic.unwrap_or_default()))
    };
    TextField {
        value: Box::new(read),
        on_input: Box::new(move |typed| change(editing, index, |subtopic| *part(subtopic) = typed)),
        ..editing.field(place, |draft: &mut Draft| &mut draft.zone)
    }
}

/// Changes a subtopic of the draft.
fn change(editing: Editing, index: usize, change: impl FnOnce(&mut SubtopicDraft)) {
    editing.change(|draft| {
        if let Some(subtopic) = draft.subtopics.get_mut(index) {
            change(subtopic);
        }
    });
}
