//! The parameters to delete: a field to type or paste them into, and those that were added.
//!
//! What stands in the field counts before it is added (see `console_core::configuration`). Enter adds it, and
//! never sends.

use std::sync::Arc;

use console_core::domain::parameter::split_list;
use console_core::forms::configuration::{At, Problem};
use console_core::forms::draft::Field;
use leptos::prelude::*;

use super::{Form, problem};
use crate::components::{Node, TextField, all, button, el, live, name, nothing, styled};
use crate::messages;
use browser::{element, keyboard};

/// The field and what was added.
pub fn removals(form: Form) -> Node {
    let editing = form.editing;
    let id = messages::field_id(Field::Delete);
    let add = move || {
        editing.change(|draft| draft.update.add_typed());
        element::focus_by_id(id);
    };
    let errors = move || {
        // Half a parameter is not called wrong while it is typed.
        let tried = editing.was_tried();
        let of_typed = |problem: &&Problem| tried && problem.at == At::Typed && problem.blocks();
        editing.checked(|checked| {
            let problems = checked.problems.iter().filter(of_typed);
            problems.map(|problem| messages::update::problem_alone(&problem.what)).collect()
        })
    };
    let field = TextField {
        hint: "scope.key, one or several; Enter adds them to the list. The host deletes first.",
        value: Box::new(move || editing.draft(|draft| draft.update.typed().to_owned())),
        on_input: Box::new(move |typed| editing.change(|draft| draft.update.set_typed(typed))),
        errors: Arc::new(errors),
        suggest: Some(Arc::new(move || suggestions(form))),
        first_focus: true,
        ..editing.field(Field::Delete, |draft| &mut draft.task)
    };
    let removals = Memo::new(move |_| editing.draft(|draft| draft.update.removals().to_vec()));
    let entries = live(move || {
        let removals = removals.get();
        if removals.is_empty() {
            return nothing();
        }
        let entries = removals.iter().enumerate().map(|(index, text)| entry(form, index, text)).collect();
        styled("ul", "removals").attr("aria-label", "To be deleted").node(all(entries)).build()
    });
    let said = move || removals.with(|removals| messages::update::removals(removals.len()));
    let read_as = live(move || {
        editing.draft(|draft| {
            let typed = draft.update.typed();
            let entries = split_list(typed);
            let is_plain =
                typed.split([',', ' ']).filter(|part| !part.is_empty()).eq(entries.iter().copied());
            if is_plain {
                return nothing();
            }
            let mut text = el("p").text("Read as: ");
            for (index, entry) in entries.into_iter().enumerate() {
                text = text.text(if index > 0 { " · " } else { "" }).child(name(entry));
            }
            styled("div", "beside read-as").attr("role", "status").child(text).build()
        })
    });
    styled("div", "removals-field")
        .child(
            styled("div", "entry")
                .on("keydown", move |event| {
                    // With nothing to add it goes on to the next field, as everywhere.
                    let adds = editing.draft_now(|draft| !draft.update.typed().trim().is_empty());
                    if adds && keyboard::key(&event).is_some_and(|key| key.is_plain("Enter")) {
                        event.prevent_default();
                        add();
                    }
                })
                .node(field.build())
                .child(button("", "Add").on_click(add)),
        )
        .node(read_as)
        .node(entries)
        .child(styled("p", "visually-hidden").attr("role", "status").live_text(said))
        .build()
}

/// One that was added. It is taken back into the field to be corrected.
fn entry(form: Form, index: usize, text: &str) -> Node {
    let editing = form.editing;
    let spoken = messages::spoken(text);
    let problems = move || {
        editing.checked(|checked| {
            let of_entry = checked.problems.iter().filter(|problem| problem.at == At::Removal(index));
            let line = |problem: &Problem| {
                let text = messages::update::problem_alone(&problem.what);
                styled("p", problem::class(problem)).text(text).build()
            };
            all(of_entry.map(line).collect())
        })
    };
    let take_back = move || {
        editing.change(|draft| draft.update.take_back_removal(index));
        element::focus_by_id(messages::field_id(Field::Delete));
    };
    let remove = move || {
        editing.change(|draft| draft.update.drop_removal(index));
        let left = editing.draft_now(|draft| draft.update.removals().len());
        element::focus_again(match left {
            0 => format!("#{}", messages::field_id(Field::Delete)),
            _ => format!("#removal-{}", index.min(left - 1)),
        });
    };
    el("li")
        .child(name(text))
        .child(button("quiet", "Edit").attr("aria-label", format!("Edit {spoken}")).on_click(take_back))
        .child(
            button("quiet", "✕")
                .attr("id", format!("removal-{index}"))
                .attr("title", "Remove")
                .attr("aria-label", format!("Remove {spoken}"))
                .on_click(remove),
        )
        .child(styled("div", "problems").attr("aria-live", "polite").live(problems))
        .build()
}

/// All documented parameters that may concern the task, followed.
fn suggestions(form: Form) -> Vec<String> {
    let component = form.component.get();
    let of_scope = |scope: String| {
        let keys = form.documentation.keys(&scope, component);
        keys.into_iter().map(move |key| format!("{scope}.{key}"))
    };
    form.documentation.scopes().into_iter().flat_map(of_scope).collect()
}
