//! The parameters to delete: a field to type or paste them into, and those that were added.
//!
//! What is in the field counts before it is added (see `console_core::forms::configuration`). Enter adds it, and
//! never sends.

use console_core::domain::parameter::split_list;
use console_core::forms::configuration::{ProblemPosition, UpdateProblem};
use console_core::forms::draft::FormField;
use leptos::{ev, prelude::*};

use super::problem::{self, FixButton};
use crate::components::{Name, TextField};
use crate::messages::{self, forms};
use crate::stores::editing::Editing;
use browser::{focus, keyboard};

/// Shows the field and what was added.
#[component]
pub fn Removals(
    /// Whether its field takes the focus when the sheet opens.
    first_focus: bool,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let id = messages::field_id(FormField::Delete);
    let add = move || {
        editing.change(|draft| draft.update.add_typed());
        focus::move_to(id);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        // With nothing to add it goes on to the next field, as everywhere.
        let adds = editing.draft.with_untracked(|draft| !draft.update.typed().trim().is_empty());
        if adds && keyboard::key(&event).is_some_and(|key| key.is_plain("Enter")) {
            event.prevent_default();
            add();
        }
    };
    let removals = Memo::new(move |_| editing.draft.with(|draft| draft.update.removals().to_vec()));
    let entries = move || {
        let removals = removals.get();
        (!removals.is_empty()).then(|| view! {
            <ul class="removals" aria-label=forms::TO_BE_DELETED>
                {removals.into_iter().enumerate().map(|(index, text)| view! { <Removal index text/> }).collect_view()}
            </ul>
        })
    };
    view! {
        <div class="removals-field">
            <div class="entry" on:keydown=on_key>
                <TextField
                    id
                    label=messages::field_label(FormField::Delete)
                    hint=forms::REMOVALS_HINT
                    value=move || editing.draft.with(|draft| draft.update.typed().to_owned())
                    on_input=move |typed| editing.change(|draft| draft.update.set_typed(typed))
                    errors=move || errors(editing)
                    suggestions=Signal::derive(move || suggestions(editing))
                    first_focus
                    mono=true
                />
                <button type="button" on:click=move |_| add()>{messages::ADD}</button>
            </div>
            <ReadAs/>
            {entries}
            <p
                class="visually-hidden"
                role="status"
                prop:textContent=move || removals.with(|removals| messages::update::removals(removals.len()))
            ></p>
        </div>
    }
}

/// Returns what is wrong with what is typed. Half a parameter is not called wrong before sending was tried. Tracked.
fn errors(editing: Editing) -> Vec<String> {
    let is_tried = editing.tried.get();
    let of_typed =
        |problem: &&UpdateProblem| is_tried && problem.at == ProblemPosition::Typed && problem.blocks();
    editing.checked.with(|checked| {
        let problems = checked.problems.iter().filter(of_typed);
        problems.map(|problem| messages::update::problem_alone(&problem.what)).collect()
    })
}

/// Shows how the field's text is read, if it is more than names with commas and blanks between them.
#[component]
fn ReadAs() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let read = Memo::new(move |_| {
        editing.draft.with(|draft| {
            let typed = draft.update.typed();
            let entries = split_list(typed);
            let plain = typed.split([',', ' ']).filter(|part| !part.is_empty());
            let is_plain = plain.eq(entries.iter().copied());
            (!is_plain).then(|| entries.into_iter().map(str::to_owned).collect::<Vec<_>>())
        })
    });
    let entry = |(index, entry): (usize, String)| {
        view! {
            <span>{if index > 0 { " · " } else { "" }}</span>
            <Name text=entry/>
        }
    };
    move || {
        read.get().map(|entries| {
            view! {
                <div class="beside read-as" role="status">
                    <p>
                        <span>{forms::REMOVALS_READ_AS}</span>
                        {entries.into_iter().enumerate().map(entry).collect_view()}
                    </p>
                </div>
            }
        })
    }
}

/// Shows a parameter that was added. It is taken back into the field to be corrected.
#[component]
fn Removal(index: usize, text: String) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let (edit, remove) = (forms::edit(&text), forms::remove(&text));
    let problems = Memo::new(move |_| {
        let of_entry = |problem: &&UpdateProblem| problem.at == ProblemPosition::Removal(index);
        editing.checked.with(|checked| checked.problems.iter().filter(of_entry).cloned().collect::<Vec<_>>())
    });
    let problem = |problem: UpdateProblem| {
        let class = problem::class(&problem);
        view! {
            <p class=class>
                <span prop:textContent=messages::update::problem_alone(&problem.what)></span>
                " "
                <FixButton problem focus=format!("#{}", messages::field_id(FormField::Delete))/>
            </p>
        }
    };
    let take_back = move |_| {
        editing.change(|draft| draft.update.take_back_removal(index));
        focus::move_to(messages::field_id(FormField::Delete));
    };
    let drop = move |_| {
        editing.change(|draft| draft.update.drop_removal(index));
        let left = editing.draft.with_untracked(|draft| draft.update.removals().len());
        focus::move_after_layout(match left {
            0 => format!("#{}", messages::field_id(FormField::Delete)),
            _ => format!("#removal-{}", index.min(left - 1)),
        });
    };
    view! {
        <li>
            <Name text/>
            <button class="quiet" type="button" aria-label=edit on:click=take_back>{forms::EDIT}</button>
            <button
                class="quiet"
                type="button"
                id=format!("removal-{index}")
                title=messages::REMOVE
                aria-label=remove
                on:click=drop
            >
                "✕"
            </button>
            <div class="problems" aria-live="polite">
                {move || problems.get().into_iter().map(problem).collect_view()}
            </div>
        </li>
    }
}

/// Returns all documented parameters that may concern the task. Tracked.
fn suggestions(editing: Editing) -> Vec<String> {
    let (documentation, component) = (editing.documentation, editing.component.get());
    let of_scope = |scope: String| {
        let keys = documentation.keys(&scope, component);
        keys.into_iter().map(move |key| format!("{scope}.{key}"))
    };
    documentation.scopes().into_iter().flat_map(of_scope).collect()
}
