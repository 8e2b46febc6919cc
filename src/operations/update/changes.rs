//! What an Update changes: before and after, key by key.

use browser::viewport;
use console_core::forms::difference::{KeyChange, PartChange};
use leptos::{html, prelude::*};

use crate::components::Marked;
use crate::messages::configuration as words;
use crate::stores::editing::Editing;

/// Shows the list of what changes, and in it what was changed last; nothing where the configuration was not read.
#[component]
pub fn Changes() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let changes = Memo::new(move |_| {
        let seen = editing.configuration();
        seen.map(|seen| editing.draft.with(|draft| draft.update.difference(&seen.configuration)))
            .unwrap_or_default()
    });
    let is_any = Memo::new(move |_| changes.with(|changes| !changes.is_empty()));
    let list = NodeRef::<html::Ul>::new();
    Effect::new(move |before: Option<Vec<PartChange>>| {
        let parts: Vec<_> =
            changes.with(|changes| changes.iter().flat_map(|change| change.parts.clone()).collect());
        // What is there when the sheet opens was changed at another time.
        let newest = before.and_then(|before| parts.iter().position(|part| !before.contains(part)));
        if let (Some(at), Some(list)) = (newest, list.get_untracked()) {
            viewport::show_in(&list, ".change", at);
        }
        parts
    });
    let count = move || words::changes(changes.with(Vec::len));
    view! {
        <Show when=move || is_any.get()>
            <section class="changes" aria-labelledby="changes-title">
                <div class="values-head">
                    <h3 id="changes-title">{words::CHANGES}</h3>
                    <span class="basis" role="status" prop:textContent=count></span>
                </div>
                <ul node_ref=list>
                    <For each=move || changes.get() key=KeyChange::clone let:change><Change change/></For>
                </ul>
            </section>
        </Show>
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
    let shown = move |value: &Option<String>| match value {
        None => view! { <span class="basis">{words::NOTHING}</span> }.into_any(),
        Some(_) if is_secret && !editing.revealed.get() => {
            view! { <span class="basis">{words::SECRET}</span> }.into_any()
        }
        Some(text) => view! { <Marked text=text.clone()/> }.into_any(),
    };
    view! {
        <p class="change mono">
            <span class="change-place"><Marked text=format!("{place}:")/></span>
            " "
            <del>{move || shown(&before)}</del>
            " "
            <span role="img" aria-label=words::BECOMES>"→"</span>
            " "
            <ins>{move || shown(&after)}</ins>
        </p>
    }
}
