//! A problem with an Update's draft: its place, what it is, and the click that puts it right.

use console_core::forms::configuration::{At, Fix, Problem};
use console_core::forms::draft::Field;
use console_core::text::place::Place;

use super::Form;
use crate::components::{El, Node, all, button, el, styled};
use crate::messages;
use browser::element;

/// So many are shown; a text with more wrong in it is mended from its beginning.
const SHOWN: usize = 50;

impl Form {
    /// Shows a place of the JSON, with the cursor there.
    pub(super) fn go_to(self, place: Place) {
        self.settings.set_update_as_form(false);
        let at = self.editing.draft_now(|draft| {
            let text = draft.update.json();
            text.get(..place.offset(text)).map_or(0, |before| before.encode_utf16().count())
        });
        element::place_cursor(
            messages::field_id(Field::Json),
            at,
            format!("[data-place=\"{}\"]", mark(place)),
        );
    }

    /// The button that puts a problem right, if there is one; afterwards the focus is on what matches a
    /// selector.
    pub(super) fn fix(self, problem: &Problem, focus: String) -> Option<Node> {
        let (fix, label) = (problem.fix?, messages::update::fix(problem)?);
        let apply = move || self.apply(fix, &focus);
        Some(button("fix", label).on_click(apply).build())
    }

    fn apply(self, fix: Fix, focus: &str) {
        self.editing.change(|draft| draft.update.apply(fix));
        element::focus_again(focus.to_owned());
    }
}

/// By what the mark of a place is known in the page.
pub fn mark(place: Place) -> String {
    format!("{}.{}", place.line, place.column)
}

/// The style of what is said of a problem.
pub fn class(problem: &Problem) -> &'static str {
    if problem.blocks() { "problem wrong" } else { "problem marked" }
}

/// The problems, each with its place in the JSON, and the click that makes strings of all values that are none.
/// After a click that puts something right the focus is on the element of this id.
pub fn list(form: Form, problems: &[Problem], id: &'static str) -> Node {
    let mut lines: Vec<Node> =
        problems.iter().take(SHOWN).map(|problem| line(form, problem, id).build()).collect();
    if let more @ 1.. = problems.len().saturating_sub(SHOWN) {
        lines.push(styled("li", "hint").text(format!("and {more} more")).build());
    }
    let to_write = form.editing.checked(|checked| {
        let is_to_write = |problem: &&Problem| matches!(problem.fix, Some(Fix::AsText { .. }));
        checked.problems.iter().filter(is_to_write).count()
    });
    if to_write > 1 {
        let write = move || {
            form.editing.change(|draft| draft.update.write_all_as_text());
            element::focus_again(format!("#{id}"));
        };
        let button = button("fix", messages::update::write_all_as_strings(to_write)).on_click(write);
        lines.push(el("li").child(button).build());
    }
    all(lines)
}

fn line(form: Form, problem: &Problem, id: &str) -> El {
    let line = styled("li", class(problem));
    let line = match problem.at {
        At::Set { place, .. } => {
            let go = button("place", messages::update::place(place)).on_click(move || form.go_to(place));
            line.child(go).text(": ").text(messages::update::problem(&problem.what))
        }
        At::Removal(_) | At::Typed => line.text(messages::update::problem_alone(&problem.what)),
    };
    line.text(" ").maybe(form.fix(problem, format!("#{id}")))
}
