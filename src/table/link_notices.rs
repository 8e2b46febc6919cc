//! What has to be said about the link that was followed.

use console_core::domain::inventory::{Fate, TaskEntry, TaskSource};
use console_core::domain::operation::OperationKind;
use console_core::domain::task_name::TaskName;
use leptos::prelude::*;

use crate::components::Name;
use crate::messages;
use crate::stores::sheets::Sheets;
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use crate::stores::{FollowedLink, Now};

/// Shows the notices about the link that was followed. Dismissing one empties what it comes from.
#[component]
pub fn LinkNotices() -> impl IntoView {
    view! { <div class="notices"><IgnoredParts/><MissingTasks/></div> }
}

/// Shows what was ignored in the link.
#[component]
fn IgnoredParts() -> impl IntoView {
    let FollowedLink(followed) = expect_context();
    let texts = Memo::new(move |_| {
        followed.with(|(_, notices)| notices.iter().map(messages::link_notice).collect::<Vec<_>>())
    });
    let lines =
        move || texts.get().into_iter().map(|text| view! { <p prop:textContent=text></p> }).collect_view();
    let dismiss = move |_| followed.update(|(_, notices)| notices.clear());
    view! {
        <Show when=move || texts.with(|texts| !texts.is_empty())>
            <div class="notice" role="status">
                <div>{lines}</div>
                <button class="quiet" type="button" on:click=dismiss>{messages::DISMISS}</button>
            </div>
        </Show>
    }
}

/// Shows the tasks of the link that are not in the list: gone under their names, or never there.
#[component]
fn MissingTasks() -> impl IntoView {
    let (tasks, FollowedLink(followed)) = (expect_context::<Tasks>(), expect_context::<FollowedLink>());
    let missing = Memo::new(move |_| {
        let (names, operation) = followed.with(|(link, _)| (link.tasks.clone(), link.operation));
        tasks.with(|inventory| {
            let missing = names.into_iter().filter(|name| !inventory.shows(name));
            (operation, missing.map(|name| (inventory.fate(&name), name)).collect::<Vec<_>>())
        })
    });
    move || {
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        let (operation, missing) = missing.get();
        for (fate, name) in missing {
            match fate {
                Some(fate) => gone.push(view! { <GoneTask name fate operation/> }),
                None => new.push(name),
            }
        }
        view! {
            {gone}
            {(!new.is_empty()).then(|| view! { <NewTasks names=new/> })}
        }
    }
}

/// Says no more about these tasks of a link.
fn dismiss(FollowedLink(followed): FollowedLink, names: &[TaskName]) {
    followed.update(|(link, _)| link.tasks.retain(|name| !names.contains(name)));
}

/// Shows the offer to add the tasks of a link to the list.
#[component]
fn NewTasks(
    /// Their names.
    names: Vec<TaskName>,
) -> impl IntoView {
    let (tasks, followed) = (expect_context::<Tasks>(), expect_context::<FollowedLink>());
    let list = names.iter().map(|name| view! { <li><Name text=name.as_str()/></li> }).collect_view();
    let text = messages::table::add_linked(names.len());
    let names = StoredValue::new(names);
    let add = move |_| {
        let entries: Vec<_> = names.get_value().into_iter().map(TaskEntry::from).collect();
        tasks.add(&entries, TaskSource::Person);
    };
    view! {
        <div class="notice" role="status">
            <div>
                <p prop:textContent=text></p>
                <ul>{list}</ul>
            </div>
            <button type="button" on:click=add>{messages::table::ADD_TO_LIST}</button>
            <button class="quiet" type="button" on:click=move |_| dismiss(followed, &names.get_value())>
                {messages::DISMISS}
            </button>
        </div>
    }
}

/// Shows what became of a task of a link that is gone under its name, and the way to its successor.
#[component]
fn GoneTask(
    /// The name.
    name: TaskName,
    /// What became of it.
    fate: Fate,
    /// The operation that the link is for.
    operation: Option<OperationKind>,
) -> impl IntoView {
    let (tasks, view, sheets) =
        (expect_context::<Tasks>(), expect_context::<TableView>(), expect_context::<Sheets>());
    let (followed, now) = (expect_context::<FollowedLink>(), expect_context::<Now>());
    let shown = view! { <Name text=name.as_str()/> };
    let name = StoredValue::new(name);
    let dismiss = move || dismiss(followed, &[name.get_value()]);
    let successor = fate.now.clone().map(|successor| {
        let label = messages::table::go_on_with(operation, &successor);
        let go_on = move |_| {
            match operation {
                Some(kind) => sheets.open_form(kind, &successor),
                None => view.selection.update(|selection| selection.only(successor.clone())),
            }
            dismiss();
        };
        view! { <button type="button" on:click=go_on prop:textContent=label></button> }
    });
    let told = Memo::new(move |_| messages::fate(&fate, now.0.get()));
    let add = move |_| {
        tasks.add(&[TaskEntry::from(name.get_value())], TaskSource::Person);
    };
    view! {
        <div class="notice doubt" role="status">
            <p>
                <span>{messages::table::LINK_NAMES}</span>
                {shown}
                <span>{". "}</span>
                <span prop:textContent=move || told.get()></span>
            </p>
            {successor}
            <button class="quiet" type="button" on:click=add>{messages::table::ADD_ALL_THE_SAME}</button>
            <button class="quiet" type="button" on:click=move |_| dismiss()>{messages::DISMISS}</button>
        </div>
    }
}
