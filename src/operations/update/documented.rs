//! What the documentation says while values are filled in: the keys of a scope, the plug-ins that they belong
//! to, and the facts about a key.

use console_core::forms::catalogue::{DocumentedKey, ValueKind};
use console_core::forms::configuration::ParameterRow;
use leptos::prelude::*;

use super::cell::{ParameterField, type_into};
use crate::messages::{self, forms};
use crate::stores::editing::Editing;
use browser::focus;

/// For each scope that is written to and has keys of several plug-ins, the choice of one.
#[component]
pub fn PluginChoices() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let scopes = Memo::new(move |_| {
        editing.draft.with(|draft| {
            let mut scopes: Vec<String> = Vec::new();
            for ParameterRow { scope, .. } in draft.update.rows().unwrap_or_default() {
                if !scopes.contains(scope) {
                    scopes.push(scope.clone());
                }
            }
            scopes
        })
    });
    let choices = move || {
        let choice = |scope: String| {
            let plugins = editing.documentation.plugins(&scope);
            (!plugins.is_empty()).then(|| view! { <PluginChoice scope plugins/> })
        };
        scopes.get().into_iter().filter_map(choice).collect_view()
    };
    view! { <div class="plugins">{choices}</div> }
}

#[component]
fn PluginChoice(scope: String, plugins: Vec<String>) -> impl IntoView {
    let documentation = expect_context::<Editing>().documentation;
    let id = format!("plugin-{scope}");
    let label = forms::plugin_of(&scope);
    let chosen = documentation.plugin(&scope).unwrap_or_default();
    let option = |value: String, text: String| {
        let is_selected = value == chosen;
        view! { <option selected=is_selected value=value>{text}</option> }
    };
    let any = option(String::new(), forms::ANY_PLUGIN.to_owned());
    let options = plugins.into_iter().map(|plugin| option(plugin.clone(), plugin)).collect_view();
    let choose = move |event| documentation.choose_plugin(&scope, event_target_value(&event));
    view! {
        <span class="plugin">
            <label for=id.clone()>{label}</label>
            <select id=id on:change=choose>{any}{options}</select>
        </span>
    }
}

/// Shows what is documented of the scope and key that a row names: for the plug-in that was chosen, else for each that
/// reads it.
#[component]
pub fn Documented(index: usize, #[prop(into)] name: Signal<Option<(String, String)>>) -> impl IntoView {
    let documentation = expect_context::<Editing>().documentation;
    move || {
        let (scope, key) = name.get()?;
        let entries = documentation.documented(&scope, &key).into_iter();
        Some(entries.map(|key| view! { <KeyFacts index key/> }).collect_view())
    }
}

#[component]
fn KeyFacts(index: usize, key: DocumentedKey) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let words = match key.kind {
        ValueKind::Boolean => vec!["true".to_owned(), "false".to_owned()],
        ValueKind::Enumeration => key.values.clone(),
        ValueKind::Text | ValueKind::Integer | ValueKind::Json => Vec::new(),
    };
    let choice = |word: String| {
        let value = word.clone();
        let choose = move |_| {
            type_into(editing, index, ParameterField::Value, value.clone());
            focus::move_to(&ParameterField::Value.id(index));
        };
        view! { <button class="fix mono" type="button" prop:textContent=word on:click=choose></button> }
    };
    let choices = (!words.is_empty()).then(|| {
        view! {
            <span class="value-choices" role="group" aria-label=forms::values_of(&key.key)>
                {words.into_iter().map(choice).collect_view()}
            </span>
        }
    });
    let more = messages::update::more(&key);
    let more = (!more.is_empty()).then(|| {
        view! {
            <details>
                <summary>{forms::MORE}</summary>
                {more.into_iter().map(|text| view! { <p prop:textContent=text></p> }).collect_view()}
            </details>
        }
    });
    let plugin = key.plugin.as_ref().map(|plugin| view! { <b prop:textContent=format!("{plugin}: ")></b> });
    view! {
        <div class="documented hint">
            <p>{plugin}<span prop:textContent=format!("{}.", key.meaning)></span></p>
            <p prop:textContent=messages::update::facts(&key)></p>
            {choices}
            {more}
        </div>
    }
}
