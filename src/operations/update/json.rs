//! The values to set as JSON: a text area with line numbers, what is wrong marked at its place, and secrets
//! hidden.
//!
//! The text area lies over a copy of its text that is written anew with every change. The copy makes the room
//! that the text needs, so that numbers, marks and text scroll together, and has the marks. While there are
//! secrets to be hidden the text area's own text is transparent, and the copy, with dots in place of the
//! secrets, is what is seen; the text area keeps the real text. Passwords cannot be hidden by the browser's own
//! means here: these hide a field as a whole, and nobody writes JSON blindly.

use console_core::domain::secret;
use console_core::forms::configuration::{At, Problem};
use console_core::forms::draft::Field;
use leptos::prelude::*;

use super::{Form, problem};
use crate::components::{Node, all, el, live, nothing, styled};
use crate::messages;
use browser::element;

/// A longer text, in bytes, has neither numbers nor marks and is hidden as a whole if there are secrets in it:
/// to write its copy anew would hold up typing.
const MOST_COPIED: usize = 100_000;

/// How the text is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    is_long: bool,
    is_hidden: bool,
}

/// The field and what is wrong with it.
pub fn json_view(form: Form) -> Node {
    let editing = form.editing;
    let id = messages::field_id(Field::Json);
    let look = Memo::new(move |_| {
        let revealed = editing.is_revealed();
        editing.draft(|draft| {
            let json = draft.update.json();
            let is_hidden = !revealed && secret::has_secrets(json);
            Look { is_long: json.len() > MOST_COPIED, is_hidden }
        })
    });
    let class = move || {
        Some(match look.get() {
            Look { is_long: false, is_hidden: false } => "code".to_owned(),
            Look { is_long: false, is_hidden: true } => "code hiding".to_owned(),
            Look { is_long: true, is_hidden: false } => "code long".to_owned(),
            Look { is_long: true, is_hidden: true } => "code long hiding".to_owned(),
        })
    };
    let is_wrong =
        move || editing.checked(|checked| of_text(&checked.problems).any(|problem| problem.blocks()));
    let area = el("textarea")
        .attr("id", id)
        .attr("class", "mono")
        .attr("rows", "9")
        .attr("wrap", "off")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", format!("{id}-hint {id}-errors"))
        .live_attr("aria-invalid", move || is_wrong().then(|| "true".into()))
        .live_prop("value", move || editing.draft(|draft| draft.update.json().to_owned()).into())
        .on("input", move |event| editing.change(|draft| draft.update.set_json(element::value_of(&event))));
    let numbers = live(move || if look.get().is_long { nothing() } else { numbers(form) });
    let copy = live(move || if look.get().is_long { nothing() } else { copy(form, look.get().is_hidden) });
    let problems = live(move || {
        let problems: Vec<_> = editing.checked(|checked| of_text(&checked.problems).cloned().collect());
        problem::list(form, &problems, id)
    });
    let code = el("div")
        .live_attr("class", class)
        .node(numbers)
        .child(styled("div", "code-text").node(copy).child(area));
    styled("div", "field")
        .child(el("label").attr("for", id).text(messages::field_label(Field::Json)))
        .child(code)
        .child(
            styled("p", "hint")
                .attr("id", format!("{id}-hint"))
                .text("What to set, as {\"scope\": {\"key\": \"value\"}}. Every value is a string."),
        )
        .child(
            styled("ul", "problems")
                .attr("id", format!("{id}-errors"))
                .attr("aria-live", "polite")
                .node(problems),
        )
        .build()
}

/// The problems that have a place in the text.
fn of_text(problems: &[Problem]) -> impl Iterator<Item = &Problem> {
    problems.iter().filter(|problem| matches!(problem.at, At::Set { .. }))
}

/// The numbers of the lines, those set apart in which something is wrong.
fn numbers(form: Form) -> Node {
    let lines = form.editing.draft(|draft| draft.update.json().matches('\n').count() + 1);
    let wrong: Vec<usize> = form.editing.checked(|checked| {
        let problems = of_text(&checked.problems).filter(|problem| problem.blocks());
        problems.filter_map(|problem| problem.place()).map(|place| place.line).collect()
    });
    let (mut nodes, mut plain) = (Vec::new(), String::new());
    for line in 1..=lines {
        let text = format!("{line}\n");
        if wrong.contains(&line) {
            nodes.push(el("span").text(std::mem::take(&mut plain)).build());
            nodes.push(el("b").text(text).build());
        } else {
            plain.push_str(&text);
        }
    }
    nodes.push(el("span").text(plain).build());
    styled("pre", "code-numbers").attr("aria-hidden", "true").node(all(nodes)).build()
}

/// The copy of the text, with marks and without secrets.
fn copy(form: Form, hides: bool) -> Node {
    let mut places: Vec<_> = form.editing.checked(|checked| {
        let problems = of_text(&checked.problems);
        problems.filter_map(|problem| Some((problem.place()?, problem.blocks()))).collect()
    });
    places.sort_by_key(|(place, _)| (place.line, place.column));
    places.dedup_by_key(|(place, _)| *place);
    let text = form.editing.draft(|draft| {
        let json = draft.update.json();
        let dotted = if hides { secret::dotted(json) } else { None };
        dotted.unwrap_or_else(|| json.to_owned())
    });
    let (mut nodes, mut done) = (Vec::new(), 0);
    for (place, blocks) in places {
        let start = place.offset(&text);
        let Some(plain) = text.get(done..start) else { continue };
        let marked = text.get(start..).unwrap_or_default().chars().next().filter(|c| *c != '\n');
        nodes.push(el("span").text(plain.to_owned()).build());
        let mark =
            styled("mark", if blocks { "wrong" } else { "marked" }).attr("data-place", problem::mark(place));
        nodes.push(mark.text(marked.map(String::from).unwrap_or_default()).build());
        done = start + marked.map_or(0, char::len_utf8);
    }
    // A line break at the end of the text is a line only if something follows.
    nodes.push(el("span").text(format!("{} ", text.get(done..).unwrap_or_default())).build());
    styled("pre", "code-copy").attr("aria-hidden", "true").node(all(nodes)).build()
}
