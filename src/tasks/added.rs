//! The notice about the tasks that were added last.

use leptos::prelude::*;

use crate::components::Name;
use crate::messages::{self, lists};
use crate::stores::sheets::{AddedTasks, Sheets};
use crate::stores::table_view::{Goal, TableView};
use browser::focus;

/// The most names that are listed.
const LISTED: usize = 100;

/// Says how many tasks were added and which were there already, and leads to those that are new by selecting them.
#[component]
pub fn AddedNotice() -> impl IntoView {
    let added = expect_context::<Sheets>().added;
    view! { <div class="notices below">{move || added.get().map(|added| view! { <Notice added/> })}</div> }
}

#[component]
fn Notice(added: AddedTasks) -> impl IntoView {
    let (view, sheets) = (expect_context::<TableView>(), expect_context::<Sheets>());
    let AddedTasks { fresh, known } = added;
    let text = lists::added(fresh.len(), known.len());
    let has_fresh = !fresh.is_empty();
    let leave = move || {
        sheets.added.set(None);
        focus::move_to_grid();
    };
    let select = move |_| {
        view.selection.update(|selection| selection.all(&fresh));
        view.goal.set(fresh.first().cloned().map(Goal::Task));
        leave();
    };
    let names = known.iter().take(LISTED).map(|name| view! { <li><Name text=name.as_str()/></li> });
    let names = (!known.is_empty()).then(|| {
        let more = known.len().checked_sub(LISTED).filter(|more| *more > 0);
        view! {
            <details class="found">
                <summary>{lists::WERE_THERE}</summary>
                <ul>{names.collect_view()}</ul>
                {more.map(|more| view! { <p class="hint" prop:textContent=lists::more(more)></p> })}
            </details>
        }
    });
    view! {
        <div class="notice" role="status">
            <div>
                <p prop:textContent=text></p>
                {names}
            </div>
            {has_fresh.then(|| view! { <button type="button" on:click=select>{lists::SELECT_ADDED}</button> })}
            <button class="quiet" type="button" on:click=move |_| leave()>{messages::DISMISS}</button>
        </div>
    }
}
