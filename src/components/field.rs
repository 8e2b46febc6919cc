//! A text field: a label, an input, a hint, and the messages about what was typed.

use std::borrow::Cow;
use std::sync::Arc;

use super::node::{Node, all, el, styled};
use super::suggestions::{Suggest, suggested};
use browser::element;

/// A field of one line or several.
pub struct TextField {
    /// The id of the input; unique on the page.
    pub id: Cow<'static, str>,
    /// The label.
    pub label: String,
    /// What helps to fill it in; may be empty.
    pub hint: &'static str,
    /// What stands in it, followed.
    pub value: Box<dyn Fn() -> String + Send>,
    /// Takes what was typed.
    pub on_input: Box<dyn FnMut(String)>,
    /// The messages about it, followed.
    pub errors: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
    /// How many lines; 0 for an input of one line.
    pub lines: u8,
    /// What is suggested, if anything; for a field of one line.
    pub suggest: Option<Suggest>,
    /// Whether it takes the focus when its sheet opens.
    pub first_focus: bool,
    /// Whether its text is set in the font of names and numbers.
    pub mono: bool,
}

impl TextField {
    /// The field in the page.
    pub fn build(self) -> Node {
        let Self { id, hint, value, mut on_input, errors, .. } = self;
        let invalid = errors.clone();
        let hint_id = format!("{id}-hint");
        let errors_id = format!("{id}-errors");
        let described = if hint.is_empty() { errors_id.clone() } else { format!("{hint_id} {errors_id}") };
        let input = match self.lines {
            0 => el("input").attr("type", "text"),
            lines => el("textarea").attr("rows", lines.to_string()),
        };
        let input = input
            .attr("id", id.clone())
            .attr("class", if self.mono { "mono" } else { "" })
            .attr("autocomplete", "off")
            .attr("autocapitalize", "off")
            .attr("spellcheck", "false")
            .maybe_attr("data-first-focus", self.first_focus.then_some(""))
            .attr("aria-describedby", described)
            .live_attr("aria-invalid", move || (!invalid().is_empty()).then(|| "true".into()))
            .live_prop("value", move || value().into())
            .on("input", move |event| on_input(element::value_of(&event)));
        let input = match self.suggest {
            Some(suggest) => suggested(input, id.to_string(), suggest),
            None => input.build(),
        };
        // Always there, so that its changes are announced.
        let messages = styled("div", "field-errors")
            .attr("id", errors_id)
            .attr("aria-live", "polite")
            .live(move || all(errors().into_iter().map(|message| el("p").text(message).build()).collect()));
        let hint = (!hint.is_empty()).then(|| styled("p", "hint").attr("id", hint_id).text(hint).build());
        styled("div", "field")
            .child(el("label").attr("for", id).text(self.label))
            .node(input)
            .maybe(hint)
            .child(messages)
            .build()
    }
}
