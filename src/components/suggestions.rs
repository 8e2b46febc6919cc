//! Suggestions under a text field. Not a datalist: nobody learns whether its list is open, and so whether Enter and
//! Escape are meant for the list or for the sheet around it.

use console_core::forms::suggestions::fitting;
use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;

use crate::messages;
use browser::{field, keyboard, viewport};

/// How many suggestions are shown; who wants others types on.
const SHOWN: usize = 60;

/// Shows an input with a list of suggestions. Typing and the arrow keys open the list, Enter takes the chosen
/// suggestion, Escape closes the list and nothing else.
#[component]
pub fn Suggested(
    /// The id of the input.
    id: String,
    /// The texts to suggest, asked for while the list is open.
    suggestions: Signal<Vec<String>>,
    /// Tells what is to be said of a suggestion that cannot be taken.
    #[prop(optional_no_strip)]
    barred: Option<Callback<String, Option<&'static str>>>,
    /// The input.
    children: Children,
) -> impl IntoView {
    // What was typed, while the list is open; and which suggestion is chosen.
    let (typed, chosen) = (RwSignal::new(None::<String>), RwSignal::new(None::<usize>));
    let found = Memo::new(move |_| match typed.get() {
        Some(typed) => suggestions.with(|suggestions| fitting(suggestions, &typed, SHOWN)),
        None => Vec::new(),
    });
    let is_open = move || found.with(|found| !found.is_empty());
    let close = move || {
        typed.set(None);
        chosen.set(None);
    };
    let field = id.clone();
    let why_barred = move |text: &str| barred.and_then(|barred| barred.run(text.to_owned()));
    let take = move |index: usize| {
        let text = found.with_untracked(|found| found.get(index).cloned());
        if text.as_ref().is_some_and(|text| untrack(|| why_barred(text)).is_some()) {
            return;
        }
        if let Some(text) = text {
            field::type_into(&field, &text);
        }
        close();
    };
    let (take_by_key, list, option) = (take.clone(), format!("{id}-list"), id.clone());
    let on_key = move |event: KeyboardEvent| {
        let Some(key) = keyboard::key(&event) else { return };
        let (open, count) = (untrack(is_open), found.with_untracked(Vec::len));
        let arrow = if key.is_plain("ArrowDown") { 1 } else { count.saturating_sub(1) };
        if key.is_plain("ArrowDown") || key.is_plain("ArrowUp") && open {
            event.prevent_default();
            match chosen.get_untracked() {
                _ if !open => typed.set(Some(String::new())),
                None => chosen.set(Some(if arrow == 1 { 0 } else { count - 1 })),
                Some(index) => chosen.set(Some((index + arrow) % count)),
            }
            if let Some(index) = chosen.get_untracked() {
                viewport::show(&format!("{option}-option-{index}"));
            }
        } else if open && key.is_plain("Escape") {
            event.prevent_default();
            close();
        } else if open && key.is_plain("Enter") {
            // With nothing chosen it is for the form.
            if let Some(index) = chosen.get_untracked() {
                event.prevent_default();
                take_by_key(index);
            } else {
                close();
            }
        }
    };
    let on_input = move |event: Event| {
        chosen.set(None);
        typed.set(Some(event_target_value(&event)).filter(|typed| !typed.is_empty()));
    };
    let active = id.clone();
    let attributes = view! {
        <{..}
            role="combobox"
            aria-autocomplete="list"
            aria-controls=list.clone()
            aria-expanded=move || is_open().to_string()
            aria-activedescendant=move || chosen.get().map(|index| format!("{active}-option-{index}"))
            on:input=on_input
            on:keydown=on_key
            on:blur=move |_| close()
        />
    };
    let options = move || {
        let option = |(index, text): (usize, String)| {
            let take = take.clone();
            let is_chosen = move || (chosen.get() == Some(index)).to_string();
            let option = format!("{id}-option-{index}");
            let why = why_barred(&text);
            view! {
                <li
                    id=option
                    role="option"
                    aria-selected=is_chosen
                    aria-disabled=why.map(|_| "true")
                    on:click=move |_| take(index)
                >
                    {text}
                    {why.map(|why| view! { <span class="basis">{why}</span> })}
                </li>
            }
        };
        found.get().into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <div class="suggested">
            {children().add_any_attr(attributes)}
            // The focus stays in the field.
            <ul
                class="suggestions"
                id=list
                role="listbox"
                aria-label=messages::SUGGESTIONS
                hidden=move || !is_open()
                on:mousedown=|event| event.prevent_default()
            >
                {options}
            </ul>
        </div>
    }
}
