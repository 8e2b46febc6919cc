//! A problem with an Update's draft: its place, what it is, and the click that fixes it.

use console_core::forms::configuration::{ProblemFix, ProblemPosition, UpdateProblem, UpdateProblemKind};
use console_core::forms::draft::FormField;
use console_core::text::position::TextPosition;
use leptos::prelude::*;

use crate::messages::{self, configuration, forms};
use crate::stores::editing::Editing;
use crate::stores::settings::Settings;
use browser::focus;

/// The number of problems that are shown; a text with more wrong in it is fixed from its beginning.
const SHOWN: usize = 50;

/// Returns the name of a place's mark in the page.
pub fn mark(place: TextPosition) -> String {
    format!("{}.{}", place.line, place.column)
}

/// Returns the class of a problem's text.
pub fn class(problem: &UpdateProblem) -> &'static str {
    if problem.blocks() { "problem wrong" } else { "problem marked" }
}

/// Shows the problems, each with its place in the JSON, and the click that makes strings of all values that are none.
#[component]
pub fn Problems(
    /// The problems to show.
    #[prop(into)]
    problems: Signal<Vec<UpdateProblem>>,
    /// The id of the element that has the focus after a click that fixes something.
    focus: &'static str,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let problems = Memo::new(move |_| problems.get());
    let lines = move || {
        let lines = problems.get().into_iter().take(SHOWN);
        lines.map(|problem| view! { <Line problem focus/> }).collect_view()
    };
    let more = move || {
        let count = problems.with(Vec::len).checked_sub(SHOWN).filter(|more| *more > 0)?;
        Some(view! { <li class="hint" prop:textContent=forms::and_more(count)></li> })
    };
    let no_strings = Memo::new(move |_| {
        let is_no_string = |problem: &&UpdateProblem| matches!(problem.fix, Some(ProblemFix::AsText { .. }));
        editing.checked.with(|checked| checked.problems.iter().filter(is_no_string).count())
    });
    let write_all = move |_| {
        editing.change(|draft| draft.update.write_all_as_text());
        focus::move_after_layout(format!("#{focus}"));
    };
    view! {
        {lines}
        {more}
        <Show when=move || { no_strings.get() > 1 }>
            <li>
                <button
                    class="fix"
                    type="button"
                    prop:textContent=move || messages::update::write_all_as_strings(no_strings.get())
                    on:click=write_all
                ></button>
            </li>
        </Show>
    }
}

#[component]
fn Line(problem: UpdateProblem, focus: &'static str) -> impl IntoView {
    let (editing, settings) = (expect_context::<Editing>(), expect_context::<Settings>());
    let (place, text) = match problem.at {
        ProblemPosition::Set { place, .. } => (Some(place), messages::update::problem(&problem.what)),
        ProblemPosition::Removal(_) | ProblemPosition::Typed => {
            (None, messages::update::problem_alone(&problem.what))
        }
    };
    let place = place.map(|place| {
        view! {
            <button
                class="place"
                type="button"
                prop:textContent=messages::update::place(place)
                on:click=move |_| go_to(editing, settings, place)
            ></button>
            <span>": "</span>
        }
    });
    let class = class(&problem);
    view! {
        <li class=class>
            {place}
            <span prop:textContent=text></span>
            <span>" "</span>
            <FixButton problem focus=format!("#{focus}")/>
        </li>
    }
}

/// Shows the button that fixes a problem, if there is one.
#[component]
pub fn FixButton(
    problem: UpdateProblem,
    /// The selector of the element that has the focus afterwards.
    focus: String,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    if let UpdateProblemKind::ChangedSince { scope, key, .. } = problem.what {
        return view! { <MineOrTheirs scope key focus/> }.into_any();
    }
    problem
        .fix
        .zip(messages::update::fix(&problem))
        .map(|(fix, label)| {
            let apply = move |_| {
                editing.change(|draft| draft.update.apply(fix));
                focus::move_after_layout(focus.clone());
            };
            view! { <button class="fix" type="button" prop:textContent=label on:click=apply></button> }
        })
        .into_any()
}

/// Shows the choice about a key that somebody else changed, too.
#[component]
fn MineOrTheirs(scope: String, key: String, focus: String) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let name = format!("{scope}.{key}");
    let parameter = StoredValue::new((scope, key));
    let focus = StoredValue::new(focus);
    let keep = move |_| {
        let Some(seen) = untrack(|| editing.configuration()) else { return };
        let (scope, key) = parameter.get_value();
        editing.change(|draft| draft.update.keep_mine(&seen.configuration, &scope, &key));
        focus::move_after_layout(focus.get_value());
    };
    let take = move |_| {
        let (scope, key) = parameter.get_value();
        editing.change(|draft| draft.update.undo_key(&scope, &key));
        focus::move_after_layout(focus.get_value());
    };
    view! {
        <button class="fix" type="button" aria-label=configuration::keep_mine(&name) on:click=keep>
            {configuration::KEEP_MINE}
        </button>
        " "
        <button class="fix" type="button" aria-label=configuration::take_theirs(&name) on:click=take>
            {configuration::TAKE_THEIRS}
        </button>
    }
}

/// Shows a place of the JSON, with the cursor there.
fn go_to(editing: Editing, settings: Settings, place: TextPosition) {
    settings.set_update_as_form(false);
    let at = editing.draft.with_untracked(|draft| {
        let text = draft.update.json();
        text.get(..place.offset(text)).map_or(0, |before| before.encode_utf16().count())
    });
    let mark = format!("[data-place=\"{}\"]", mark(place));
    focus::place_cursor(messages::field_id(FormField::Json), at, mark);
}
