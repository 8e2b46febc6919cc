//! The values to set as JSON: a text area with line numbers, what is wrong marked at its place, and secrets
//! hidden.
//!
//! The text area lies over a copy of its text that is rewritten with every change. The copy makes the room
//! that the text needs, so that numbers, marks and text scroll together, and has the marks. While there are
//! secrets to be hidden the text area's own text is transparent, and the copy, with dots in place of the
//! secrets, is what is seen; the text area keeps the real text. Passwords cannot be hidden by the browser's own
//! means here: these hide a field as a whole, and nobody writes JSON blindly.

use console_core::domain::secret;
use console_core::forms::configuration::{ProblemPosition, UpdateProblem};
use console_core::forms::draft::FormField;
use leptos::{ev, prelude::*};

use super::problem::{Problems, mark};
use crate::messages::{self, forms};
use crate::stores::editing::Editing;

/// A longer text, in bytes, has neither numbers nor marks and is hidden as a whole if there are secrets in it:
/// to write its copy again would slow down typing.
const MOST_COPIED: usize = 100_000;

/// A choice how the text is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
struct JsonDisplay {
    is_long: bool,
    is_hidden: bool,
}

impl JsonDisplay {
    fn class(self) -> &'static str {
        match (self.is_long, self.is_hidden) {
            (false, false) => "code",
            (false, true) => "code hiding",
            (true, false) => "code long",
            (true, true) => "code long hiding",
        }
    }
}

/// Shows the field and what is wrong with it.
#[component]
pub fn JsonField() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let id = messages::field_id(FormField::Json);
    let look = Memo::new(move |_| {
        let is_revealed = editing.revealed.get();
        editing.draft.with(|draft| {
            let json = draft.update.json();
            JsonDisplay {
                is_long: json.len() > MOST_COPIED,
                is_hidden: !is_revealed && secret::has_secrets(json),
            }
        })
    });
    let problems = move || {
        let of_text = |checked: &[UpdateProblem]| of_text(checked).cloned().collect::<Vec<_>>();
        editing.checked.with(|checked| of_text(&checked.problems))
    };
    let is_wrong = Memo::new(move |_| {
        editing.checked.with(|checked| of_text(&checked.problems).any(|problem| problem.blocks()))
    });
    let on_input = move |event: ev::Event| {
        editing.change(|draft| draft.update.set_json(event_target_value(&event)));
    };
    view! {
        <div class="field">
            <label for=id>{messages::field_label(FormField::Json)}</label>
            <div class=move || look.get().class()>
                <Show when=move || !look.get().is_long><LineNumbers/></Show>
                <div class="code-text">
                    <Show when=move || !look.get().is_long>
                        <MarkedCopy is_hidden=Signal::derive(move || look.get().is_hidden)/>
                    </Show>
                    <textarea
                        id=id
                        class="mono"
                        rows="9"
                        wrap="off"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        aria-describedby=format!("{id}-hint {id}-errors")
                        aria-invalid=move || is_wrong.get().then_some("true")
                        prop:value=move || editing.draft.with(|draft| draft.update.json().to_owned())
                        on:input=on_input
                    ></textarea>
                </div>
            </div>
            <p class="hint" id=format!("{id}-hint")>{forms::JSON_HINT}</p>
            <ul class="problems" id=format!("{id}-errors") aria-live="polite">
                <Problems problems focus=id/>
            </ul>
        </div>
    }
}

/// Returns the problems that have a place in the text.
fn of_text(problems: &[UpdateProblem]) -> impl Iterator<Item = &UpdateProblem> {
    problems.iter().filter(|problem| matches!(problem.at, ProblemPosition::Set { .. }))
}

/// Shows the numbers of the lines, those set apart in which something is wrong.
#[component]
fn LineNumbers() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let lines = Memo::new(move |_| {
        editing.draft.with(|draft| draft.update.json().bytes().filter(|byte| *byte == b'\n').count() + 1)
    });
    let wrong = Memo::new(move |_| {
        editing.checked.with(|checked| {
            let problems = of_text(&checked.problems).filter(|problem| problem.blocks());
            problems.filter_map(UpdateProblem::place).map(|place| place.line).collect::<Vec<_>>()
        })
    });
    let numbers = move || {
        let number = |(text, is_wrong): (String, bool)| match is_wrong {
            true => view! { <b prop:textContent=text></b> }.into_any(),
            false => view! { <span prop:textContent=text></span> }.into_any(),
        };
        wrong.with(|wrong| line_numbers(lines.get(), wrong)).into_iter().map(number).collect_view()
    };
    view! { <pre class="code-numbers" aria-hidden="true">{numbers}</pre> }
}

/// Returns the numbers of lines, in segments of which each is wrong or not.
fn line_numbers(lines: usize, wrong: &[usize]) -> Vec<(String, bool)> {
    let (mut segments, mut plain) = (Vec::new(), String::new());
    for line in 1..=lines {
        let text = format!("{line}\n");
        if wrong.contains(&line) {
            segments.push((std::mem::take(&mut plain), false));
            segments.push((text, true));
        } else {
            plain.push_str(&text);
        }
    }
    segments.push((plain, false));
    segments
}

/// Shows a copy of the text, with marks and without secrets.
#[component]
fn MarkedCopy(is_hidden: Signal<bool>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let copy = move || {
        let segment = |JsonSegment { text, mark }: JsonSegment| match mark {
            None => view! { <span prop:textContent=text></span> }.into_any(),
            Some((class, place)) => {
                view! { <mark class=class data-place=place prop:textContent=text></mark> }.into_any()
            }
        };
        let is_hidden = is_hidden.get();
        let segments = editing.draft.with(|draft| {
            let json = draft.update.json();
            let dotted = if is_hidden { secret::dotted(json) } else { None };
            let text = dotted.as_deref().unwrap_or(json);
            editing.checked.with(|checked| segments(text, &checked.problems))
        });
        segments.into_iter().map(segment).collect_view()
    };
    view! { <pre class="code-copy" aria-hidden="true">{copy}</pre> }
}

/// A segment of the text, with the class and the name of its mark if it has one.
struct JsonSegment {
    text: String,
    mark: Option<(&'static str, String)>,
}

fn segments(text: &str, problems: &[UpdateProblem]) -> Vec<JsonSegment> {
    let places = of_text(problems).filter_map(|problem| Some((problem.place()?, problem.blocks())));
    let mut places: Vec<_> = places.collect();
    places.sort_by_key(|(place, _)| (place.line, place.column));
    places.dedup_by_key(|(place, _)| *place);
    let (mut segments, mut done) = (Vec::new(), 0);
    for (place, blocks) in places {
        let start = place.offset(text);
        let Some(plain) = text.get(done..start) else { continue };
        let marked = text.get(start..).unwrap_or_default().chars().next().filter(|c| *c != '\n');
        segments.push(JsonSegment { text: plain.to_owned(), mark: None });
        let class = if blocks { "wrong" } else { "marked" };
        let text = marked.map(String::from).unwrap_or_default();
        segments.push(JsonSegment { text, mark: Some((class, mark(place))) });
        done = start + marked.map_or(0, char::len_utf8);
    }
    // A line break at the end of the text is a line only if something follows.
    segments.push(JsonSegment { text: format!("{} ", text.get(done..).unwrap_or_default()), mark: None });
    segments
}
