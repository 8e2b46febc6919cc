//! What has to be said about the link that was followed.

use console_core::domain::inventory::{Entry, Fate, Source};
use console_core::domain::operation::OperationKind;
use console_core::domain::task_name::TaskName;
use console_core::forms::draft::Draft;
use leptos::prelude::*;

use crate::components::{self, Node, all, button, el, nothing, styled};
use crate::messages;
use crate::stores::Console;
use crate::stores::sheets::Opened;

/// The notices about the link that was followed. Dismissing one empties what it comes from.
pub fn link_notices(console: Console) -> Node {
    styled("div", "notices").live(move || parts_ignored(console)).live(move || not_in_list(console)).build()
}

fn parts_ignored(console: Console) -> Node {
    let followed = console.followed.0;
    let texts = followed.with(|(_, notices)| notices.iter().map(messages::link_notice).collect::<Vec<_>>());
    if texts.is_empty() {
        return nothing();
    }
    let texts = texts.into_iter().map(|text| el("p").text(text).build()).collect();
    styled("div", "notice")
        .attr("role", "status")
        .child(el("div").node(all(texts)))
        .child(button("quiet", "Dismiss").on_click(move || followed.update(|(_, notices)| notices.clear())))
        .build()
}

fn not_in_list(console: Console) -> Node {
    let followed = console.followed.0;
    let names = followed.with(|(link, _)| {
        link.tasks.iter().filter(|name| !console.tasks.shows(name)).cloned().collect::<Vec<_>>()
    });
    let operation = followed.with(|(link, _)| link.operation);
    let (gone, new): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| fate_of(console, name).is_some());
    let gone = gone.into_iter().map(|name| dead(console, operation, name)).collect();
    if new.is_empty() {
        return all(gone);
    }
    let what = if new.len() == 1 { "a task that is" } else { "tasks that are" };
    let list = new.iter().map(|name| el("li").child(components::name(name.as_str())).build()).collect();
    let text = format!("The link names {what} not in your list. Add to the list?");
    let dismissed = new.clone();
    let notice = styled("div", "notice")
        .attr("role", "status")
        .child(el("div").child(el("p").text(text)).child(el("ul").node(all(list))))
        .child(button("", "Add to the list").on_click(move || {
            let entries: Vec<_> = new.iter().cloned().map(Entry::from).collect();
            console.tasks.add(&entries, Source::Person);
        }))
        .child(button("quiet", "Dismiss").on_click(move || dismiss(console, &dismissed)))
        .build();
    all(vec![all(gone), notice])
}

/// Says no more about these tasks of a link.
fn dismiss(console: Console, names: &[TaskName]) {
    console.followed.0.update(|(link, _)| link.tasks.retain(|name| !names.contains(name)));
}

fn fate_of(console: Console, name: &TaskName) -> Option<Fate> {
    console.tasks.with(|inventory| inventory.fate(name))
}

/// What became of a task of a link that is gone under its name, and the way to its successor.
fn dead(console: Console, operation: Option<OperationKind>, name: TaskName) -> Node {
    let Some(fate) = fate_of(console, &name) else { return nothing() };
    let told = fate.clone();
    let text = el("p")
        .text("The link names ")
        .child(components::name(name.as_str()))
        .text(". ")
        .child(el("span").live_text(move || messages::fate(&told, console.now.0.get())));
    let (dismissed, followed) = (name.clone(), name.clone());
    let successor = fate.now.map(|now| {
        let what = operation.map_or("Select", messages::name);
        let label = format!("{what} {}", messages::spoken(now.as_str()));
        let go_on = move || {
            match operation {
                Some(kind) => {
                    let zone = console.settings.zone.get_untracked();
                    console.open(Opened::Operation(Draft::new(kind, now.as_str(), &zone)));
                }
                None => console.view.selection.update(|selection| selection.only(now.clone())),
            }
            dismiss(console, std::slice::from_ref(&followed));
        };
        button("", label).on_click(go_on).build()
    });
    let add = move || {
        console.tasks.add(&[Entry::from(name.clone())], Source::Person);
    };
    styled("div", "notice doubt")
        .attr("role", "status")
        .child(text)
        .maybe(successor)
        .child(button("quiet", "Add it all the same").on_click(add))
        .child(
            button("quiet", "Dismiss").on_click(move || dismiss(console, std::slice::from_ref(&dismissed))),
        )
        .build()
}
