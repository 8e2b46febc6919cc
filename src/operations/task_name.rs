//! The field of the task's name, and what has to be said about the name: how it was read, what is odd in it, which known
//! task it may be meant for, and what became of a task that is gone under it.

use console_core::domain::inventory::Fate;
use console_core::domain::task_name::TaskName;
use console_core::forms::draft::{Draft, FormField};
use console_core::forms::nearest::nearest;
use console_core::forms::typed_name::{TypedName, TypedNameError};
use leptos::prelude::*;

use super::field::DraftField;
use crate::components::run::OddName;
use crate::components::{CheckBox, Name, TextContent};
use crate::messages::{self, forms};
use crate::stores::Now;
use crate::stores::editing::Editing;
use crate::stores::sheets::Sheets;
use crate::stores::tasks::Tasks;

/// The most names that are offered.
const MOST_OFFERED: usize = 5;

/// Shows the field of the task's name, with what is said below it.
#[component]
pub fn TaskNameField() -> impl IntoView {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    let is_empty = editing.draft.with_untracked(|draft| draft.task.trim().is_empty());
    let on_input = move |typed: String| {
        // What the list has is meant to the letter.
        let known = TaskName::exact(&typed).ok().filter(|name| tasks.is_known_untracked(name));
        editing.change(|draft| match known {
            Some(name) => draft.choose_task(&name),
            None => draft.type_task(typed),
        });
    };
    let read = Memo::new(move |_| editing.draft.with(Draft::read_task));
    let about = move || match read.get() {
        Ok(read) => view! { <AboutName read/> }.into_any(),
        Err(TypedNameError::Several(names)) => {
            let offers = names.into_iter().take(MOST_OFFERED);
            view! {
                <div class="offers beside">{offers.map(|task| view! { <Offer task/> }).collect_view()}</div>
            }
            .into_any()
        }
        Err(TypedNameError::Name(_)) => ().into_any(),
    };
    view! {
        <DraftField
            field=FormField::TaskName
            value=move || editing.draft.with(|draft| draft.task.clone())
            on_input
            first_focus=is_empty
        />
        {about}
    }
}

#[component]
fn AboutName(read: TypedName) -> impl IntoView {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    let name = read.name.clone();
    // Another tab may add, migrate or delete the task while its sheet is open.
    let known = Memo::new(move |_| tasks.with(|inventory| (inventory.shows(&name), inventory.fate(&name))));
    let read_as = read.is_cleaned.then(|| {
        view! {
            <div class="beside read-as" role="status">
                <p>
                    <span>{forms::READ_AS}</span>
                    <Name text=read.name.as_str()/>
                    <span prop:textContent=messages::left_out_of_name(&read)></span>
                </p>
                <button
                    class="quiet"
                    type="button"
                    on:click=move |_| editing.change(|draft| draft.task_as_is = true)
                >
                    {forms::TAKE_AS_TYPED}
                </button>
            </div>
        }
    });
    let name = read.name.clone();
    let moved = Memo::new(move |_| {
        tasks.with(|inventory| Some(inventory.probable_successor(inventory.get(&name)?)?.name.clone()))
    });
    let probably_moved = move || {
        let task = moved.get()?;
        let text = messages::runs::probably_moved(task.as_str());
        Some(view! {
            <div class="notice doubt" role="status"><p prop:textContent=text></p><Successor task/></div>
        })
    };
    let name = read.name.clone();
    let what_became = move || match known.get() {
        (_, Some(fate)) => view! { <DeadName fate/> }.into_any(),
        (false, None) => view! { <UnknownName name=name.clone()/> }.into_any(),
        (true, None) => ().into_any(),
    };
    view! {
        {read_as}
        <OddName name=read.name/>
        {what_became}
        {probably_moved}
    }
}

/// Shows what became of a task that is gone under its name, its successor, and the box without which nothing is sent.
#[component]
fn DeadName(fate: Fate) -> impl IntoView {
    let (editing, now) = (expect_context::<Editing>(), expect_context::<Now>());
    let successor = fate.now.clone().map(|task| view! { <Successor task/> });
    view! {
        <div class="notice doubt dead-name" role="alert">
            <div>
                <p prop:textContent=move || TextContent(messages::fate(&fate, now.0.get()))></p>
                <CheckBox
                    id="under-old-name"
                    label=forms::UNDER_OLD_NAME
                    hint=forms::UNDER_OLD_NAME_HINT
                    checked=move || editing.draft.with(|draft| draft.under_old_name)
                    on_change=move |ticked| editing.change(|draft| draft.under_old_name = ticked)
                />
            </div>
            {successor}
        </div>
    }
}

/// Shows the button that opens the same operation on a task's new name.
#[component]
fn Successor(task: TaskName) -> impl IntoView {
    let (editing, sheets) = (expect_context::<Editing>(), expect_context::<Sheets>());
    let kind = editing.draft.with_untracked(|draft| draft.kind);
    let label = forms::operation_on(kind, task.as_str());
    let open = move |_| {
        let mut draft = editing.draft.get_untracked();
        draft.choose_task(&task);
        draft.withdraw_consents();
        editing.open_another(sheets, draft);
    };
    view! { <button type="button" prop:textContent=label on:click=open></button> }
}

/// That a name is not in the list, and the known tasks that it may be meant for.
#[component]
fn UnknownName(name: TaskName) -> impl IntoView {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    let found = tasks.with_untracked(|inventory| {
        let found = nearest(name.as_str(), inventory);
        let typed = || editing.draft.with_untracked(|draft| nearest(&draft.task, inventory));
        if found.is_empty() { typed() } else { found }
    });
    let offers = (!found.is_empty()).then(|| {
        view! {
            <div class="offers beside">
                <span>{forms::DO_YOU_MEAN}</span>
                {found.into_iter().map(|task| view! { <Offer task/> }).collect_view()}
            </div>
        }
    });
    view! {
        <p class="hint beside">{forms::NOT_IN_LIST}</p>
        {offers}
    }
}

/// Shows a name that can be taken instead.
#[component]
fn Offer(task: TaskName) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let name = task.to_string();
    view! {
        <button class="quiet" type="button" on:click=move |_| editing.change(|draft| draft.choose_task(&task))>
            <Name text=name/>
        </button>
    }
}
