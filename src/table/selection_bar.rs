//! What is selected, and what can be done with it; visible at the foot of the table as long as anything is.

use std::time::Duration;

use console_core::domain::task_name::TaskName;
use leptos::prelude::*;

use crate::components::CopyButton;
use crate::messages;
use crate::stores::announcements::Announcements;
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use browser::debounce::Debounce;
use browser::focus;

/// How long what was said stays visible.
const FRESH: Duration = Duration::from_secs(4);

/// Shows the bar, and what is said about forgetting and copying.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let view = expect_context::<TableView>();
    view! {
        <ForgottenNotice/>
        <Show when=move || view.selection.with(|selection| !selection.is_empty())>
            <Bar/>
        </Show>
        <Said/>
    }
}

/// Keeps the room of the bar for as long as the bar itself has not come: a link selects, and its row must stay visible.
#[component]
pub fn SelectionRoom() -> impl IntoView {
    let view = expect_context::<TableView>();
    let labels = [messages::COPY_NAMES, messages::table::FORGET, messages::table::CLEAR_SELECTION];
    let buttons =
        move || labels.map(|label| view! { <button type="button" disabled>{label}</button> }).collect_view();
    view! {
        <Show when=move || view.selection.with(|selection| !selection.is_empty())>
            <div class="selection" aria-hidden="true" style:visibility="hidden">
                <span class="push"></span>
                {buttons}
            </div>
        </Show>
    }
}

/// Shows what was done with a click, such as copying: announced, and visible for a moment.
#[component]
fn Said() -> impl IntoView {
    let announcements = expect_context::<Announcements>();
    let is_fresh = RwSignal::new(false);
    let fading = Debounce::new(FRESH);
    Effect::new(move || {
        if !announcements.said().is_empty() {
            is_fresh.set(true);
            fading.call(move || is_fresh.set(false));
        }
    });
    view! {
        <p class="said" class:fresh=move || is_fresh.get() role="status" prop:textContent=move || announcements.said()></p>
    }
}

#[component]
fn Bar() -> impl IntoView {
    let (view, tasks) = (expect_context::<TableView>(), expect_context::<Tasks>());
    let names = move || {
        view.rows_untracked(|rows| view.selection.with_untracked(|selection| selection.names_in(rows)))
    };
    let count = Memo::new(move |_| {
        let (count, hidden) = view
            .selection
            .with(|selection| (selection.len(), view.rows(|rows| selection.hidden_by_filter(rows))));
        messages::selected(count, hidden)
    });
    let text = move || {
        let names = names();
        (!names.is_empty()).then(|| names.iter().map(TaskName::as_str).collect::<Vec<_>>().join("\n"))
    };
    let clear = move || {
        view.selection.update(|selection| selection.clear());
        focus::move_to_grid();
    };
    let forget = move |_| {
        tasks.forget(&names());
        clear();
    };
    view! {
        <section class="selection" aria-label=messages::table::SELECTION>
            <span class="selected" role="status" prop:textContent=move || count.get()></span>
            <span class="push"></span>
            <CopyButton label=messages::COPY_NAMES text/>
            <button type="button" title=messages::table::FORGET_HINT on:click=forget>{messages::table::FORGET}</button>
            <button class="quiet" type="button" on:click=move |_| clear()>{messages::table::CLEAR_SELECTION}</button>
        </section>
    }
}

/// Shows what was taken out of the list, and the way back.
#[component]
fn ForgottenNotice() -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let count = Memo::new(move |_| tasks.forgotten());
    let undo = move |_| {
        tasks.restore();
        focus::move_to_grid();
    };
    let dismiss = move |_| {
        tasks.dismiss_forgotten();
        focus::move_to_grid();
    };
    view! {
        <Show when=move || count.get() != 0>
            <div class="undo" role="status">
                <p prop:textContent=move || messages::forgotten(count.get())></p>
                <button type="button" on:click=undo>{messages::table::UNDO}</button>
                <button class="quiet" type="button" on:click=dismiss>{messages::DISMISS}</button>
            </div>
        </Show>
    }
}
