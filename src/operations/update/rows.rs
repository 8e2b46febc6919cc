//! The values to set as a form: a row for each, with what the documentation says of its key.

use console_core::domain::config_map::{ConfigMapProblem, EntryValue};
use console_core::forms::configuration::{ParameterRow, ProblemPosition, UpdateProblem, UpdateProblemKind};
use leptos::{ev, prelude::*};

use super::cell::{ADD, ParameterField, type_into};
use super::documented::{Documented, PluginChoices};
use super::problem::{self, FixButton, Problems};
use crate::components::Suggested;
use crate::messages::{self, forms};
use crate::stores::editing::Editing;
use browser::{focus, keyboard};

/// The number of rows that are shown; more would slow down typing. The others are in the JSON.
const SHOWN: usize = 250;

/// A row with what is wrong with it. Each field reads this and not the draft: of hundreds of rows only the one that is
/// typed into changes.
#[derive(Clone, PartialEq)]
struct CheckedRow {
    row: ParameterRow,
    problems: Vec<UpdateProblem>,
}

impl CheckedRow {
    /// Returns a row of the draft. An empty name is no problem before sending was tried. Tracked.
    fn read(editing: Editing, index: usize) -> Option<Self> {
        let row = editing.draft.with(|draft| draft.update.rows()?.get(index).cloned())?;
        let is_tried = editing.tried.get();
        let problems = editing.checked.with(|checked| {
            let of_row = |problem: &&UpdateProblem| {
                matches!(problem.at, ProblemPosition::Set { row: Some(row), .. } if row == index)
                    && (is_tried || !is_missing(&problem.what))
            };
            checked.problems.iter().filter(of_row).cloned().collect()
        });
        Some(Self { row, problems })
    }

    fn text(&self, part: ParameterField) -> &str {
        match (part, &self.row.value) {
            (ParameterField::Scope, _) => &self.row.scope,
            (ParameterField::Key, _) => &self.row.key,
            (ParameterField::Value, EntryValue::Text(text)) => text,
            (ParameterField::Value, EntryValue::Other { written, .. }) => written,
        }
    }

    fn is_wrong(&self, part: ParameterField) -> bool {
        self.problems.iter().any(|problem| problem.blocks() && ParameterField::wrong(problem) == part)
    }
}

fn is_missing(what: &UpdateProblemKind) -> bool {
    matches!(what, UpdateProblemKind::Map(ConfigMapProblem::EmptyScope | ConfigMapProblem::EmptyKey { .. }))
}

/// Shows the rows; or, while the JSON cannot be read as rows, what is in the way.
#[component]
pub fn Rows() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let count =
        Memo::new(move |_| editing.draft.with(|draft| draft.update.rows().map(<[ParameterRow]>::len)));
    let shown = move || 0..count.get().unwrap_or_default().min(SHOWN);
    let more = move || count.get().unwrap_or_default().saturating_sub(SHOWN);
    let add = move |_| {
        let added = editing.change(|draft| {
            let scope = draft.update.rows()?.last().map(|row| row.scope.clone()).unwrap_or_default();
            let first = if scope.is_empty() { ParameterField::Scope } else { ParameterField::Key };
            Some(first.id(draft.update.add_row(&scope, "")?))
        });
        if let Some(id) = added {
            focus::move_after_layout(format!("#{id}"));
        }
    };
    view! {
        <div class="rows">
            <PluginChoices/>
            <For each=shown key=|index| *index children=|index| view! { <RowFields index/> }/>
            <Show when=move || count.get() == Some(0)><p class="hint">{forms::NO_VALUE_YET}</p></Show>
            <Show when=move || count.get().is_none()>
                <p class="warning" role="status">{forms::NOT_AS_ROWS}</p>
            </Show>
            <Show when=move || { more() > 0 }>
                <p class="hint" prop:textContent=move || forms::more_in_json(more())></p>
            </Show>
            <ul class="problems" aria-live="polite"><Problems problems=move || other_problems(editing) focus=ADD/></ul>
            <Show when=move || count.get().is_some_and(|count| count < SHOWN)>
                <button type="button" id=ADD on:click=add>{forms::ADD_VALUE}</button>
            </Show>
            <Show when=move || count.get().is_some_and(|count| count > 0)>
                <p class="hint">{forms::ROW_KEYS}</p>
            </Show>
        </div>
    }
}

/// Returns the problems that belong to no row that is shown. Tracked.
fn other_problems(editing: Editing) -> Vec<UpdateProblem> {
    let is_other = |problem: &&UpdateProblem| match problem.at {
        ProblemPosition::Set { row, .. } => row.is_none_or(|row| row >= SHOWN),
        ProblemPosition::Removal(_) | ProblemPosition::Typed => false,
    };
    editing.checked.with(|checked| checked.problems.iter().filter(is_other).cloned().collect())
}

/// Shows a row: its three fields, what is wrong with them, and what is documented of the key.
#[component]
fn RowFields(index: usize) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let row = Memo::new(move |_| CheckedRow::read(editing, index));
    let name = Memo::new(move |_| {
        row.with(|row| row.as_ref().map(|CheckedRow { row, .. }| (row.scope.clone(), row.key.clone())))
    });
    let label = move || name.with(|name| forms::row_label(name.as_ref(), index + 1));
    let problems = move || row.with(|row| row.as_ref().map(|row| row.problems.clone()).unwrap_or_default());
    let problems = Memo::new(move |_| problems());
    let problem = move |problem: UpdateProblem| {
        let class = problem::class(&problem);
        let text = messages::update::problem_alone(&problem.what);
        view! {
            <li class=class>
                <span prop:textContent=text></span>
                <span>" "</span>
                <FixButton problem focus=format!("#{}", ParameterField::Value.id(index))/>
            </li>
        }
    };
    let remove = move |_| {
        let left = editing.change(|draft| {
            draft.update.drop_row(index);
            draft.update.rows().map_or(0, <[ParameterRow]>::len)
        });
        focus::move_after_layout(match left {
            0 => format!("#{ADD}"),
            _ => format!("#remove-{}", index.min(left - 1)),
        });
    };
    view! {
        <div class="row-of-form" role="group" aria-label=label>
            <div class="row-names">
                <RowField index part=ParameterField::Scope row/>
                <RowField index part=ParameterField::Key row/>
                <button
                    class="quiet"
                    type="button"
                    id=format!("remove-{index}")
                    title=messages::REMOVE
                    aria-label=move || forms::remove(&label())
                    on:click=remove
                >
                    "✕"
                </button>
            </div>
            <RowField index part=ParameterField::Value row/>
            <ul class="problems" id=format!("set-problems-{index}") aria-live="polite">
                {move || problems.get().into_iter().map(problem).collect_view()}
            </ul>
            <Documented index name/>
        </div>
    }
}

/// Shows a field of a row. Enter goes on to the next one and never sends; with Shift it is a line break in a value.
#[component]
fn RowField(index: usize, part: ParameterField, row: Memo<Option<CheckedRow>>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let id = part.id(index);
    let of_row = move |read: fn(&CheckedRow, ParameterField) -> bool| {
        row.with(|row| row.as_ref().is_some_and(|row| read(row, part)))
    };
    // Not a field for passwords: these are of one line, and browsers offer to keep what is in them.
    let is_hidden = move || {
        part == ParameterField::Value
            && !editing.revealed.get()
            && of_row(|CheckedRow { row, .. }, _| row.is_secret())
    };
    let text = move || row.with(|row| row.as_ref().map_or_else(String::new, |row| row.text(part).to_owned()));
    let next = part.next_id(index);
    let on_key = move |event: ev::KeyboardEvent| {
        // Or it was for the list of suggestions.
        let is_free = !event.default_prevented();
        if is_free && keyboard::key(&event).is_some_and(|key| key.is_plain("Enter")) {
            event.prevent_default();
            focus::move_to(&next);
        }
    };
    let attributes = view! {
        <{..}
            id=id.clone()
            class=move || if is_hidden() { "mono hidden-text" } else { "mono" }
            aria-label=forms::numbered(part.label(), index + 1)
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-describedby=format!("set-problems-{index}")
            aria-invalid=move || of_row(CheckedRow::is_wrong).then_some("true")
            prop:value=text
            on:input=move |event| type_into(editing, index, part, event_target_value(&event))
        />
    };
    let documentation = editing.documentation;
    let suggestions = Signal::derive(move || match part {
        ParameterField::Scope => documentation.scopes(),
        ParameterField::Key => {
            let scope = row.with(|row| row.as_ref().map(|row| row.row.scope.clone()).unwrap_or_default());
            documentation.keys(&scope, editing.component.get())
        }
        ParameterField::Value => Vec::new(),
    });
    let input = match part {
        ParameterField::Value => view! { <textarea rows="1" {..attributes}></textarea> }.into_any(),
        ParameterField::Scope | ParameterField::Key => view! {
            <Suggested id=id.clone() suggestions><input type="text" {..attributes}/></Suggested>
        }
        .into_any(),
    };
    view! {
        <div class="row-field" on:keydown=on_key>
            <label for=id class="hint">{part.label()}</label>
            {input}
        </div>
    }
}
