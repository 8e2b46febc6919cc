//! A choice of one of several values.

use leptos::prelude::*;

/// Shows a list of values of which one is chosen, as the state has it.
#[component]
pub fn Select(
    /// The values, each with its text.
    options: impl Iterator<Item = (String, String)>,
    /// The value that is chosen.
    #[prop(into)]
    chosen: Signal<String>,
    /// Takes the value that a person chooses.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let option = |(value, text): (String, String)| {
        let own = value.clone();
        let is_chosen = move || chosen.with(|chosen| *chosen == own);
        // A property: the attribute is only what is chosen at first.
        view! { <option value=value prop:selected=is_chosen>{text}</option> }
    };
    view! {
        <select on:change=move |event| on_choose.run(event_target_value(&event))>
            {options.map(option).collect_view()}
        </select>
    }
}
