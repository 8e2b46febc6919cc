//! A check box: the box, its label, and a hint.

use std::borrow::Cow;

use super::node::{Node, el, styled};
use browser::element;

/// A check box with its hint.
pub fn check_box(
    id: impl Into<Cow<'static, str>>,
    label: impl Into<Cow<'static, str>>,
    hint: &'static str,
    ticked: impl Fn() -> bool + Send + 'static,
    tick: impl Fn(bool) + 'static,
) -> Node {
    let (id, label) = (id.into(), label.into());
    let hint_id = format!("{id}-hint");
    let input = el("input")
        .attr("type", "checkbox")
        .attr("id", id.clone())
        .attr("aria-describedby", hint_id.clone())
        .live_prop("checked", move || ticked().into())
        .on("change", move |event| tick(element::is_ticked(&event)));
    styled("div", "check")
        .child(input)
        .child(el("label").attr("for", id).text(label))
        .child(styled("p", "hint").attr("id", hint_id).text(hint))
        .build()
}
