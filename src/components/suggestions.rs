//! Suggestions under a text field. Not a datalist: nobody learns whether its list is open, and so whether Enter and
//! Escape are meant for the list or for the sheet around it.

use std::sync::Arc;

use console_core::forms::suggestions::fitting;
use leptos::ev::Event;
use leptos::prelude::*;

use super::node::{El, Node, all, el, styled};
use browser::{element, keyboard};

/// What is suggested, asked for while the list is open; followed.
pub type Suggest = Arc<dyn Fn() -> Vec<String> + Send + Sync>;

/// How many suggestions are shown; who wants others types on.
const SHOWN: usize = 60;

/// An input of this id with its suggestions. Typing and the arrow keys open the list, Enter takes the chosen
/// suggestion, Escape closes the list and nothing else.
pub fn suggested(input: El, id: String, suggest: Suggest) -> Node {
    // What was typed, while the list is open; and which suggestion is chosen.
    let (typed, chosen) = (RwSignal::new(None::<String>), RwSignal::new(None::<usize>));
    let found = Memo::new(move |_| match typed.get() {
        Some(typed) => fitting(&suggest(), &typed, SHOWN),
        None => Vec::new(),
    });
    let is_open = move || found.with(|found| !found.is_empty());
    let close = move || {
        typed.set(None);
        chosen.set(None);
    };
    let field = id.clone();
    let take = move |index: usize| {
        let text = found.with_untracked(|found| found.get(index).cloned());
        if let Some(text) = text {
            element::type_into(&field, &text);
        }
        close();
    };
    let (take_by_key, list, option) = (take.clone(), format!("{id}-list"), id.clone());
    let on_key = move |event: Event| {
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
                element::show(&format!("{option}-option-{index}"));
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
    let active = id.clone();
    let input = input
        .attr("role", "combobox")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", list.clone())
        .live_attr("aria-expanded", move || Some(is_open().to_string()))
        .live_attr("aria-activedescendant", move || {
            chosen.get().map(|index| format!("{active}-option-{index}"))
        })
        .on("input", move |event| {
            chosen.set(None);
            typed.set(Some(element::value_of(&event)).filter(|typed| !typed.is_empty()));
        })
        .on("keydown", on_key)
        .on("blur", move |_| close());
    let options = move || {
        let option = |(index, text): (usize, String)| {
            let take = take.clone();
            el("li")
                .attr("id", format!("{id}-option-{index}"))
                .attr("role", "option")
                .live_attr("aria-selected", move || Some((chosen.get() == Some(index)).to_string()))
                .text(text)
                .on_click(move || take(index))
                .build()
        };
        all(found.get().into_iter().enumerate().map(option).collect())
    };
    let list = styled("ul", "suggestions")
        .attr("id", list)
        .attr("role", "listbox")
        .attr("aria-label", "Suggestions")
        .live_attr("hidden", move || (!is_open()).then(String::new))
        // The focus stays in the field.
        .on("mousedown", |event| event.prevent_default())
        .live(options);
    styled("div", "suggested").child(input).child(list).build()
}
