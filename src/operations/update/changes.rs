//! What an Update changes: before and after, key by key.

use console_core::forms::difference::{KeyChange, PartChange};
use leptos::prelude::*;

use crate::components::Marked;
use crate::messages::configuration as words;
use crate::stores::editing::Editing;

/// Shows the list of what changes; nothing where the configuration was not read.
#[component]
pub fn Changes() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let changes = Memo::new(move |_| {
        let seen = editing.configuration()?;
        let changes = editing.draft.with(|draft| draft.update.difference(&seen.configuration));
        (!changes.is_empty()).then_some(changes)
    });
    move || {
        let changes = changes.get()?;
        let count = words::changes(changes.len());
        Some(view! {
            <section class="changes" aria-labelledby="changes-title">
                <div class="values-head">
                    <h3 id="changes-title">{words::CHANGES}</h3>
                    <span class="basis" role="status">{count}</span>
                </div>
                <ul>{changes.into_iter().map(|change| view! { <Change change/> }).collect_view()}</ul>
            </section>
        })
    }
}

#[component]
fn Change(change: KeyChange) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let KeyChange { scope, key, parts } = change;
    let label = words::undo_all(&scope, &key);
    let undo = move |_| {
        editing.change(|draft| draft.update.undo_key(&scope, &key));
    };
    view! {
        <li>
            <div class="change-parts">{parts.into_iter().map(|part| view! { <Part part/> }).collect_view()}</div>
            <button class="quiet" type="button" aria-label=label title=words::UNDO on:click=undo>"↶"</button>
        </li>
    }
}

#[component]
fn Part(part: PartChange) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let PartChange { place, before, after, is_secret } = part;
    let shown = move |value: Option<String>| match value {
        None => view! { <span class="basis">{words::NOTHING}</span> }.into_any(),
        Some(_) if is_secret && !editing.revealed.get_untracked() => {
            view! { <span class="basis">{words::SECRET}</span> }.into_any()
        }
        Some(text) => view! { <Marked text/> }.into_any(),
    };
    view! {
        <p class="change mono">
            <span class="change-place"><Marked text=format!("{place}:")/></span>
            " "
            <del>{shown(before)}</del>
            " "
            <span role="img" aria-label=words::BECOMES>"→"</span>
            " "
            <ins>{shown(after)}</ins>
        </p>
    }
}
