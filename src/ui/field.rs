//! Fields of forms: a label, an input, a hint, and the messages about what was typed.

use leptos::prelude::*;

/// The messages at a field. The element is always there, so that its changes are announced.
#[component]
pub fn Errors(
    /// The id by which the field refers to it.
    id: String,
    /// The messages; none while all is well.
    #[prop(into)]
    messages: Signal<Vec<String>>,
) -> impl IntoView {
    view! {
        <div class="field-errors" id=id aria-live="polite">
            {move || messages.get().into_iter().map(|message| view! { <p>{message}</p> }).collect_view()}
        </div>
    }
}

/// A field of one line or several, with its label.
#[component]
pub fn TextField(
    /// The id of the input; unique on the page.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what was typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// The messages about it.
    #[prop(into)]
    errors: Signal<Vec<String>>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: String,
    /// Called when the field is left, whether changed or not.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// How many lines; 0 for an input of one line.
    #[prop(optional)]
    lines: u32,
    /// The id of a datalist with suggestions.
    #[prop(optional)]
    list: &'static str,
    /// Whether it takes the focus when its sheet opens.
    #[prop(optional)]
    first_focus: bool,
    /// Whether its text is set in the font of names and numbers.
    #[prop(optional)]
    mono: bool,
    /// Whether it cannot be changed now.
    #[prop(optional, into)]
    locked: Signal<bool>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let errors_id = format!("{id}-errors");
    let described = if hint.is_empty() { errors_id.clone() } else { format!("{hint_id} {errors_id}") };
    let invalid = move || (!errors.with(Vec::is_empty)).then_some("true");
    let first_focus = first_focus.then_some("");
    let class = if mono { "mono" } else { "" };
    let leave = move |_| {
        if let Some(on_leave) = on_leave {
            on_leave.run(());
        }
    };
    let input = if lines == 0 {
        view! {
            <input
                id=id
                class=class
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                list=(!list.is_empty()).then_some(list)
                data-first-focus=first_focus
                aria-describedby=described
                aria-invalid=invalid
                prop:value=value
                prop:readOnly=locked
                on:input:target=move |event| on_input.run(event.target().value())
                on:blur=leave
            />
        }
        .into_any()
    } else {
        view! {
            <textarea
                id=id
                class=class
                rows=lines
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                data-first-focus=first_focus
                aria-describedby=described
                aria-invalid=invalid
                prop:value=value
                prop:readOnly=locked
                on:input:target=move |event| on_input.run(event.target().value())
                on:blur=leave
            ></textarea>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {input}
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <Errors id=errors_id messages=errors />
        </div>
    }
}
