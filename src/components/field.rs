//! A text field: a label, an input, a hint, and the messages about what was typed.

use leptos::prelude::*;

use super::suggestions::Suggested;

/// Shows a field of one line or several.
#[component]
pub fn TextField(
    /// The id of the input, unique on the page.
    #[prop(into)]
    id: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What helps to fill it in; may be empty.
    #[prop(optional)]
    hint: &'static str,
    /// The text in it.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what was typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// The messages about it.
    #[prop(optional, into)]
    errors: Signal<Vec<String>>,
    /// How many lines it has; 0 for an input of one line.
    #[prop(optional)]
    lines: u8,
    /// The texts to suggest, for a field of one line.
    #[prop(optional, into)]
    suggestions: Option<Signal<Vec<String>>>,
    /// Tells what is to be said of a suggestion that cannot be taken.
    #[prop(optional_no_strip)]
    barred: Option<Callback<String, Option<&'static str>>>,
    /// Whether it takes the focus when its sheet opens.
    #[prop(optional)]
    first_focus: bool,
    /// Whether its text is set in the font of names and numbers.
    #[prop(optional)]
    mono: bool,
    /// Whether nobody may read over the shoulder what is typed, for a field of one line.
    #[prop(optional)]
    password: bool,
    /// What the browser may fill in, by its word in HTML.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let (hint_id, errors_id) = (format!("{id}-hint"), format!("{id}-errors"));
    let described = if hint.is_empty() { errors_id.clone() } else { format!("{hint_id} {errors_id}") };
    let attributes = view! {
        <{..}
            id=id.clone()
            class=if mono { "mono" } else { "" }
            autocomplete=autocomplete
            autocapitalize="off"
            spellcheck="false"
            data-first-focus=first_focus.then_some("")
            aria-describedby=described
            aria-invalid=move || errors.with(|errors| (!errors.is_empty()).then_some("true"))
            prop:value=move || value.get()
            on:input=move |event| on_input.run(event_target_value(&event))
        />
    };
    let input = match (lines, suggestions) {
        (0, None) => {
            let kind = if password { "password" } else { "text" };
            view! { <input type={kind} {..attributes}/> }.into_any()
        }
        (0, Some(suggestions)) => view! {
            <Suggested id=id.clone() suggestions barred><input type="text" {..attributes}/></Suggested>
        }
        .into_any(),
        (lines, _) => view! { <textarea rows=lines.to_string() {..attributes}></textarea> }.into_any(),
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {input}
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            // Always there, so that its changes are announced.
            <div class="field-errors" id=errors_id aria-live="polite">
                {move || errors.get().into_iter().map(|error| view! { <p prop:textContent=error></p> }).collect_view()}
            </div>
        </div>
    }
}
