//! What the documentation says while values are filled in: the keys of a scope, the plug-ins that they belong
//! to, and the facts about a key.

use console_core::forms::catalogue::{DocumentedKey, ValueKind};
use console_core::forms::configuration::Row;
use leptos::prelude::*;

use super::Form;
use super::rows::Part;
use crate::components::{Node, all, button, el, live, nothing, styled};
use crate::messages;
use browser::element;

/// For each scope that is written to and has keys of several plug-ins, the choice of one.
pub fn plugin_choices(form: Form) -> Node {
    let scopes = Memo::new(move |_| {
        form.editing.draft(|draft| {
            let mut scopes: Vec<String> = Vec::new();
            for Row { scope, .. } in draft.update.rows().unwrap_or_default() {
                if !scopes.contains(scope) {
                    scopes.push(scope.clone());
                }
            }
            scopes
        })
    });
    let choices = live(move || {
        let documentation = form.documentation;
        let with_plugins = scopes.get().into_iter().filter_map(|scope| {
            let plugins = documentation.plugins(&scope);
            (!plugins.is_empty()).then(|| choice(form, scope, plugins))
        });
        all(with_plugins.collect())
    });
    styled("div", "plugins").node(choices).build()
}

fn choice(form: Form, scope: String, plugins: Vec<String>) -> Node {
    let id = format!("plugin-{scope}");
    let chosen = form.documentation.plugin(&scope).unwrap_or_default();
    let option = |value: String, text: String| {
        let selected = (value == chosen).then_some("");
        el("option").maybe_attr("selected", selected).attr("value", value).text(text).build()
    };
    let mut options = vec![option(String::new(), "any".to_owned())];
    options.extend(plugins.into_iter().map(|plugin| option(plugin.clone(), plugin)));
    let label = format!("Plug-in of {scope}");
    let select = el("select").attr("id", id.clone()).node(all(options)).on("change", move |event| {
        form.documentation.choose_plugin(&scope, element::value_of(&event));
    });
    styled("span", "plugin").child(el("label").attr("for", id).text(label)).child(select).build()
}

/// What is documented of the scope and key that a row names: for the plug-in that was chosen, else for each that reads it.
pub fn documented(form: Form, index: usize, named: Memo<Option<(String, String)>>) -> Node {
    live(move || {
        let Some((scope, key)) = named.get() else { return nothing() };
        let entries = form.documentation.documented(&scope, &key);
        all(entries.iter().map(|entry| facts(form, index, entry)).collect())
    })
}

fn facts(form: Form, index: usize, key: &DocumentedKey) -> Node {
    let plugin = key.plugin.as_ref().map(|plugin| el("b").text(format!("{plugin}: ")).build());
    let words = match key.kind {
        ValueKind::Boolean => vec!["true".to_owned(), "false".to_owned()],
        ValueKind::Enumeration => key.values.clone(),
        ValueKind::Text | ValueKind::Integer | ValueKind::Json => Vec::new(),
    };
    let choices = words.into_iter().map(|word| {
        let value = word.clone();
        let choose = move || {
            form.type_into(index, Part::Value, value.clone());
            element::focus_by_id(&Part::Value.id(index));
        };
        button("fix mono", word).on_click(choose).build()
    });
    let choices: Vec<_> = choices.collect();
    let choices = (!choices.is_empty()).then(|| {
        let label = format!("Values of {}", key.key);
        styled("span", "value-choices")
            .attr("role", "group")
            .attr("aria-label", label)
            .node(all(choices))
            .build()
    });
    let more = messages::update::more(key);
    let more = (!more.is_empty()).then(|| {
        let paragraphs = more.into_iter().map(|text| el("p").text(text).build());
        el("details").child(el("summary").text("More")).node(all(paragraphs.collect())).build()
    });
    styled("div", "documented hint")
        .child(el("p").maybe(plugin).text(format!("{}.", key.meaning)))
        .child(el("p").text(messages::update::facts(key)))
        .maybe(choices)
        .maybe(more)
        .build()
}
