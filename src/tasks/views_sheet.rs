//! The sheet of saved views: filter, order and columns under a name.

use browser::spawn_local;
use console_core::table::views::{SavedView, ViewNameError};
use leptos::ev;
use leptos::prelude::*;

use crate::components::{Sheet, TextContent, TextField};
use crate::messages::{self, lists};
use crate::stores::settings::Settings;
use crate::stores::sheets::Sheets;
use crate::stores::table_view::TableView;

/// Saves what the table shows, and shows it again.
#[component]
pub fn SavedViews(on_close: Callback<()>) -> impl IntoView {
    let (settings, view) = (expect_context::<Settings>(), expect_context::<TableView>());
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None::<ViewNameError>);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (typed, shown) = (name.get_untracked(), view.to_saved_untracked());
        spawn_local(async move {
            let of = typed.clone();
            let saved = settings.change_views(move |views| views.save(&of, shown.clone())).await;
            // The sheet may be gone by now, or something else be typed.
            if saved.is_ok() && name.try_get_untracked() == Some(typed) {
                let _ = name.try_set(String::new());
            }
            let _ = error.try_set(saved.err());
        });
    };
    let on_input = move |typed| {
        error.set(None);
        name.set(typed);
    };
    let errors = move || error.get().map(messages::name_error).into_iter().collect::<Vec<_>>();
    let present = move || {
        view.filter.track();
        let query = view.to_saved_untracked().query;
        if query.is_empty() { lists::ALL_TASKS.to_owned() } else { query }
    };
    let saved = move || {
        let of = |saved: &SavedView| (saved.name.clone(), saved.view.query.clone());
        settings.views().list().iter().map(of).collect::<Vec<_>>()
    };
    let is_empty = Memo::new(move |_| settings.views().list().is_empty());
    view! {
        <Sheet title=messages::VIEWS on_close>
            <form class="sheet-form" novalidate on:submit=save>
                <div class="sheet-body">
                    <TextField
                        id="view-name"
                        label=lists::VIEW_NAME
                        hint=lists::VIEW_NAME_HINT
                        value=name
                        on_input
                        errors=Signal::derive(errors)
                        first_focus=true
                    />
                    <p class="hint mono" prop:textContent=move || TextContent(present())></p>
                    <Show
                        when=move || !is_empty.get()
                        fallback=|| view! { <p class="hint">{lists::NO_VIEWS}</p> }
                    >
                        <ul class="views">
                            <For each=saved key=|saved| saved.clone() let((name, query))>
                                <ViewLine name query/>
                            </For>
                        </ul>
                    </Show>
                </div>
                <div class="sheet-foot">
                    <button type="submit" class="primary">{lists::SAVE_VIEW}</button>
                    <button type="button" on:click=move |_| on_close.run(())>{messages::CLOSE}</button>
                </div>
            </form>
        </Sheet>
    }
}

#[component]
fn ViewLine(name: String, query: String) -> impl IntoView {
    let (settings, sheets) = (expect_context::<Settings>(), expect_context::<Sheets>());
    let view = expect_context::<TableView>();
    let (shown, removed) = (name.clone(), name.clone());
    let show = move |_| {
        let saved = untrack(|| settings.views()).get(&shown).cloned();
        if let Some(saved) = saved {
            view.show(&saved);
            sheets.show_address(true);
        }
    };
    let remove = move |_| {
        let removed = removed.clone();
        spawn_local(async move {
            // A view that is gone already needs no removing.
            let _ = settings.change_views(move |views| views.remove(&removed).map(|_| ()).ok_or(())).await;
        });
    };
    view! {
        <li>
            <bdi class="view-name">{name.clone()}</bdi>
            <span class="hint mono">{query}</span>
            <button type="button" aria-label=lists::show_view(&name) on:click=show>{messages::SHOW}</button>
            <button class="quiet" type="button" aria-label=lists::remove_view(&name) on:click=remove>
                {messages::REMOVE}
            </button>
        </li>
    }
}
