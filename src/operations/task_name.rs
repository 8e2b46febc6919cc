//! The field of the task's name, and what has to be said about the name: how it was read, what is odd in it, which known
//! task it may be meant for, and what became of a task that is gone under it.

use console_core::domain::inventory::Fate;
use console_core::domain::task_name::TaskName;
use console_core::forms::draft::{Draft, Field};
use console_core::forms::nearest::{lookalike, nearest};
use console_core::forms::typed_name::{TypedName, TypedNameError};
use console_core::text::odd_characters::odd_characters;
use leptos::prelude::*;

use crate::components::{Node, TextField, all, button, check_box, el, live, name, nothing, styled};
use crate::messages;
use crate::stores::Console;
use crate::stores::editing::Editing;
use crate::stores::sheets::Opened;

/// The field, and what is said below it.
pub fn task_name(console: Console, editing: Editing) -> Vec<Node> {
    let empty = untrack(|| editing.draft(|draft| draft.task.trim().is_empty()));
    let field = TextField {
        first_focus: empty,
        on_input: Box::new(move |typed| {
            // What the list has is meant to the letter.
            let known = TaskName::exact(&typed).ok().filter(|name| console.tasks.is_known(name));
            editing.change(|draft| match known {
                Some(name) => draft.choose_task(&name),
                None => draft.type_task(typed),
            });
        }),
        ..editing.field(Field::TaskName, |draft| &mut draft.task)
    };
    let read = Memo::new(move |_| editing.draft(Draft::read_task));
    let said = live(move || match read.get() {
        Ok(read) => about(console, editing, &read),
        Err(TypedNameError::Several(names)) => {
            let offers = names.into_iter().take(MOST_OFFERED).map(|name| offer(editing, name)).collect();
            styled("div", "offers beside").node(all(offers)).build()
        }
        Err(TypedNameError::Name(_)) => nothing(),
    });
    vec![field.build(), said]
}

/// The most names that are offered.
const MOST_OFFERED: usize = 5;

/// What became of the task that a draft names, if it is gone under its name, followed.
pub fn fate(console: Console, editing: Editing) -> Option<Fate> {
    let name = editing.draft(Draft::task_name)?;
    console.tasks.with(|inventory| inventory.fate(&name))
}

/// Whether what is sent would go to a name that is dead, and nobody wants it so; followed.
pub fn is_held_back(console: Console, editing: Editing) -> bool {
    fate(console, editing).is_some() && !editing.draft(|draft| draft.under_old_name)
}

fn about(console: Console, editing: Editing, read: &TypedName) -> Node {
    let mut said = Vec::new();
    if read.is_cleaned {
        let text =
            el("p").text("Read as ").child(name(read.name.as_str())).text(messages::left_out_of_name(read));
        let as_typed = button("quiet", "Take it as typed")
            .on_click(move || editing.change(|draft| draft.task_as_is = true));
        said.push(styled("div", "beside read-as").attr("role", "status").child(text).child(as_typed).build());
    }
    said.extend(oddness(console, &read.name));
    let name = read.name.clone();
    // Another tab may add, migrate or delete the task while its sheet is open.
    let known =
        Memo::new(move |_| console.tasks.with(|inventory| (inventory.shows(&name), inventory.fate(&name))));
    let name = read.name.clone();
    said.push(live(move || match known.get() {
        (_, Some(fate)) => dead(console, editing, &fate),
        (false, None) => unknown(console, editing, &name),
        (true, None) => nothing(),
    }));
    all(said)
}

/// What is odd in a name, and which known task it can be taken for.
pub fn oddness(console: Console, name: &TaskName) -> Option<Node> {
    let odd = odd_characters(name.as_str());
    if odd.is_empty() {
        return None;
    }
    let other = console.tasks.with_untracked(|inventory| lookalike(name.as_str(), inventory).cloned());
    let other = other.map(|other| {
        el("p")
            .text("It looks like ")
            .child(crate::components::name(other.as_str()))
            .text(", which is in your list, but it is another task.")
            .build()
    });
    let text = el("div").child(el("p").text(messages::odd_name(&odd))).maybe(other);
    Some(styled("div", "notice doubt odd-name").attr("role", "status").child(text).build())
}

/// What became of a task that is gone under its name, its successor, and the box without which nothing is sent.
fn dead(console: Console, editing: Editing, fate: &Fate) -> Node {
    let told = fate.clone();
    let text = el("p").live_text(move || messages::fate(&told, console.now.0.get()));
    let successor = fate.now.clone().map(|now| {
        let kind = editing.draft_now(|draft| draft.kind);
        let label = format!("{} {}…", messages::name(kind), messages::spoken(now.as_str()));
        let open = move || {
            let mut draft = editing.draft_now(Draft::clone);
            draft.choose_task(&now);
            draft.confirmation.clear();
            console.open(Opened::Operation(draft));
        };
        button("", label).on_click(open).build()
    });
    let ticked = move || editing.draft(|draft| draft.under_old_name);
    let hint = "Only if you know that somebody made a task of this name anew.";
    let tick = move |ticked| editing.change(|draft| draft.under_old_name = ticked);
    let all_the_same =
        check_box("under-old-name", "Send it under the old name all the same", hint, ticked, tick);
    styled("div", "notice doubt dead-name")
        .attr("role", "alert")
        .child(el("div").child(text).node(all_the_same))
        .maybe(successor)
        .build()
}

/// That a name is not in the list, and the known tasks that it may be meant for.
fn unknown(console: Console, editing: Editing, name: &TaskName) -> Node {
    let text = "This task is not in the list yet. It is added when the first call is sent.";
    let text = styled("p", "hint beside").text(text);
    let typed = editing.draft_now(|draft| draft.task.clone());
    let found = console.tasks.with_untracked(|inventory| {
        let found = nearest(name.as_str(), inventory);
        if found.is_empty() { nearest(&typed, inventory) } else { found }
    });
    if found.is_empty() {
        return text.build();
    }
    let offers = found.into_iter().map(|name| offer(editing, name)).collect();
    let offers = styled("div", "offers beside").child(el("span").text("Do you mean:")).node(all(offers));
    all(vec![text.build(), offers.build()])
}

/// A name that can be taken instead.
fn offer(editing: Editing, task: TaskName) -> Node {
    el("button")
        .attr("type", "button")
        .attr("class", "quiet")
        .child(name(task.as_str()))
        .on_click(move || editing.change(|draft| draft.choose_task(&task)))
        .build()
}
