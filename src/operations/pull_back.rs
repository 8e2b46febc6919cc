//! The fields of Pull back: the common time, its zone, the subtopics, and the times of those that have one of
//! their own.

use console_core::draft::{Draft, Field, SubtopicDraft, TimeDraft};
use leptos::prelude::*;

use super::points::{Place, overlap, picture, point};
use super::sheet::Editing;
use crate::app::Console;
use crate::browser::zones;
use crate::ui::{Node, TextField, all, button, check_box, el, live, styled, when};

/// More subtopics than a task has.
const MOST_SUBTOPICS: usize = 8;

/// The fields.
pub fn pull_back_fields(console: Console, editing: Editing) -> Vec<Node> {
    let at = TextField {
        hint: "2023-02-13 19:00:00, with or without an offset, epoch seconds, or 2 hours ago.",
        first_focus: true,
        // Another time is another question; an answer to the old one means nothing for it.
        on_input: Box::new(move |typed| {
            editing.change(|draft| {
                draft.at = typed;
                draft.occurrence = None;
            });
        }),
        ..editing.field(Field::At, |draft| &mut draft.at)
    };
    let zone = TextField {
        hint: "The zone that the times here are meant in.",
        list: Some("zones"),
        // So is another zone.
        on_input: Box::new(move |typed| {
            editing.change(|draft| {
                draft.zone = typed;
                draft.occurrence = None;
                draft.subtopics.iter_mut().for_each(|subtopic| subtopic.own.occurrence = None);
            });
        }),
        ..editing.field(Field::Zone, |draft| &mut draft.zone)
    };
    let names = zones::all().into_iter().map(|name| el("option").attr("value", name).build());
    let names = el("datalist").attr("id", "zones").node(all(names.collect()));
    let is_unused = move || editing.draft(|draft| !draft.has_common_time() && !draft.at.trim().is_empty());
    let unused = move || styled("p", "hint").text("No subtopic goes back to this time.").build();
    vec![
        at.build(),
        overlap(editing, Place::Common),
        when(is_unused, unused),
        zone.build(),
        names.build(),
        point(console, editing, Place::Common),
        subtopics(console, editing),
        picture(editing),
    ]
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
    let name = TextField {
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
        let field = TextField {
            id: format!("pull-back-to-{}", index + 1).into(),
            on_input: Box::new(move |at| {
                change(editing, index, |subtopic| subtopic.own = TimeDraft { at, occurrence: None });
            }),
            ..field(editing, index, Field::OwnTime(index), |subtopic| &mut subtopic.own.at)
        };
        let place = Place::Own(index);
        all(vec![field.build(), overlap(editing, place), point(console, editing, place)])
    };
    all(vec![name.build(), when(offers_own, own_box), when(has_own, own_time)])
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
        ..editing.field(place, |draft: &mut Draft| &mut draft.at)
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
