//! The values to set as a form: a row for each, with what the documentation says of its key.

use std::sync::Arc;

use console_core::domain::config_map::{ConfigMapProblem, EntryValue};
use console_core::forms::configuration::{At, Problem, Row, UpdateProblem};
use leptos::prelude::*;

use super::documented::{documented, plugin_choices};
use super::{Form, problem};
use crate::components::{Node, Suggest, all, button, el, live, styled, suggested, when};
use crate::messages;
use browser::{element, keyboard};

/// So many rows are shown; more would hold up typing. The others stand in the JSON.
const SHOWN: usize = 250;

/// The id of the button that adds a row.
const ADD: &str = "add-value";

/// A field of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Scope,
    Key,
    Value,
}

impl Part {
    /// The field's id in the page.
    pub fn id(self, index: usize) -> String {
        let part = match self {
            Self::Scope => "scope",
            Self::Key => "key",
            Self::Value => "value",
        };
        format!("set-{part}-{index}")
    }

    fn label(self) -> &'static str {
        match self {
            Self::Scope => "Scope",
            Self::Key => "Key",
            Self::Value => "Value",
        }
    }

    /// The field that has to be changed to put a problem right.
    fn wrong(problem: &Problem) -> Self {
        match &problem.what {
            UpdateProblem::Map(ConfigMapProblem::EmptyScope | ConfigMapProblem::DuplicateScope(_)) => {
                Self::Scope
            }
            UpdateProblem::Map(ConfigMapProblem::EmptyKey { .. } | ConfigMapProblem::DuplicateKey { .. }) => {
                Self::Key
            }
            _ => Self::Value,
        }
    }

    /// What is documented for it, followed; nothing for a value.
    fn suggest(self, form: Form, index: usize) -> Option<Suggest> {
        let of_row = move || form.row(index, |row| row.scope.clone()).unwrap_or_default();
        match self {
            Self::Scope => Some(Arc::new(move || form.documentation.scopes())),
            Self::Key => Some(Arc::new(move || form.documentation.keys(&of_row(), form.component.get()))),
            Self::Value => None,
        }
    }
}

impl Form {
    /// Looks at a row, followed.
    pub(super) fn row<R>(self, index: usize, look: impl FnOnce(&Row) -> R) -> Option<R> {
        self.editing.draft(|draft| draft.update.rows()?.get(index).map(look))
    }

    /// Takes over what was typed into a field of a row.
    pub(super) fn type_into(self, index: usize, part: Part, typed: String) {
        self.editing.change(|draft| {
            draft.update.edit_row(index, |row| match part {
                Part::Scope => row.scope = typed,
                Part::Key => row.key = typed,
                Part::Value => row.value = EntryValue::Text(typed),
            });
        });
    }

    /// What is to be seen of a row, followed. That a name is still empty is not said before sending was tried.
    fn seen(self, index: usize) -> Option<Seen> {
        let row = self.row(index, Row::clone)?;
        let tried = self.editing.was_tried();
        let problems = self.editing.checked(|checked| {
            let of_row = |problem: &&Problem| {
                matches!(problem.at, At::Set { row: Some(row), .. } if row == index)
                    && (tried || !is_missing(&problem.what))
            };
            checked.problems.iter().filter(of_row).cloned().collect()
        });
        Some(Seen { row, problems })
    }
}

/// A row, and what is wrong with it. Each field follows this, and not the draft: of hundreds of rows only the one
/// that is typed into changes.
#[derive(Clone, PartialEq)]
struct Seen {
    row: Row,
    problems: Vec<Problem>,
}

impl Seen {
    fn text(&self, part: Part) -> &str {
        match (part, &self.row.value) {
            (Part::Scope, _) => &self.row.scope,
            (Part::Key, _) => &self.row.key,
            (Part::Value, EntryValue::Text(text)) => text,
            (Part::Value, EntryValue::Other { written, .. }) => written,
        }
    }

    fn is_wrong(&self, part: Part) -> bool {
        self.problems.iter().any(|problem| problem.blocks() && Part::wrong(problem) == part)
    }
}

fn is_missing(what: &UpdateProblem) -> bool {
    matches!(what, UpdateProblem::Map(ConfigMapProblem::EmptyScope | ConfigMapProblem::EmptyKey { .. }))
}

/// The rows; or, while the JSON cannot be read as rows, what is in the way.
pub fn form_view(form: Form) -> Node {
    let editing = form.editing;
    let count = Memo::new(move |_| editing.draft(|draft| draft.update.rows().map(<[Row]>::len)));
    let rows = For(ForProps::builder()
        .each(move || (0..count.get().unwrap_or_default().min(SHOWN)).collect::<Vec<_>>())
        .key(|index: &usize| *index)
        .children(move |index: usize| row(form, index))
        .build())
    .into_any();
    let add = move || {
        let added = editing.change(|draft| {
            let scope = draft.update.rows()?.last().map(|row| row.scope.clone()).unwrap_or_default();
            let first = if scope.is_empty() { Part::Scope } else { Part::Key };
            Some(first.id(draft.update.add_row(&scope, "")?))
        });
        if let Some(id) = added {
            element::focus_again(format!("#{id}"));
        }
    };
    // What belongs to no row that is shown.
    let others = live(move || {
        let problems: Vec<_> = editing.checked(|checked| {
            let is_other = |problem: &&Problem| match problem.at {
                At::Set { row, .. } => row.is_none_or(|row| row >= SHOWN),
                At::Removal(_) | At::Typed => false,
            };
            checked.problems.iter().filter(is_other).cloned().collect()
        });
        problem::list(form, &problems, ADD)
    });
    let more = move || count.get().unwrap_or_default().saturating_sub(SHOWN);
    styled("div", "rows")
        .node(plugin_choices(form))
        .node(rows)
        .node(when(
            move || count.get() == Some(0),
            || styled("p", "hint").text("No value to set yet. Add one, or paste all of them as JSON.").build(),
        ))
        .node(when(move || count.get().is_none(), || {
            let text = "The JSON cannot be shown as rows at present. It stays as it is until it is mended there:";
            styled("p", "warning").attr("role", "status").text(text).build()
        }))
        .node(when(
            move || more() > 0,
            move || {
                let text = move || format!("{} more stand in the JSON.", more());
                styled("p", "hint").live_text(text).build()
            },
        ))
        .child(styled("ul", "problems").attr("aria-live", "polite").node(others))
        .node(when(
            move || count.get().is_some_and(|count| count < SHOWN),
            move || button("", "Add a value").attr("id", ADD).on_click(add).build(),
        ))
        .node(when(
            move || count.get().is_some_and(|count| count > 0),
            || {
                let keys = "Enter goes on to the next field; Shift and Enter begin a new line in a value.";
                styled("p", "hint").text(keys).build()
            },
        ))
        .build()
}

/// A row: its three fields, what is wrong with them, and what is documented of the key.
fn row(form: Form, index: usize) -> Node {
    let editing = form.editing;
    let seen = Memo::new(move |_| form.seen(index));
    let name = move || {
        let name = seen.with(|seen| seen.as_ref().map(|seen| format!("{}.{}", seen.row.scope, seen.row.key)));
        name.filter(|name| name != ".").unwrap_or_else(|| format!("value {}", index + 1))
    };
    let named = Memo::new(move |_| {
        seen.with(|seen| seen.as_ref().map(|Seen { row, .. }| (row.scope.clone(), row.key.clone())))
    });
    let remove = move || {
        let left = editing.change(|draft| {
            draft.update.drop_row(index);
            draft.update.rows().map_or(0, <[Row]>::len)
        });
        element::focus_again(match left {
            0 => format!("#{ADD}"),
            _ => format!("#remove-{}", index.min(left - 1)),
        });
    };
    let problems = live(move || {
        let line = |problem: &Problem| {
            styled("li", problem::class(problem))
                .text(messages::update::problem_alone(&problem.what))
                .text(" ")
                .maybe(form.fix(problem, format!("#{}", Part::Value.id(index))))
                .build()
        };
        seen.with(|seen| all(seen.iter().flat_map(|seen| &seen.problems).map(line).collect()))
    });
    styled("div", "row-of-form")
        .attr("role", "group")
        .live_attr("aria-label", move || Some(name()))
        .child(
            styled("div", "row-names")
                .node(field(form, index, Part::Scope, seen))
                .node(field(form, index, Part::Key, seen))
                .child(
                    button("quiet", "✕")
                        .attr("id", format!("remove-{index}"))
                        .attr("title", "Remove")
                        .live_attr("aria-label", move || Some(format!("Remove {}", name())))
                        .on_click(remove),
                ),
        )
        .node(field(form, index, Part::Value, seen))
        .child(
            styled("ul", "problems")
                .attr("id", format!("set-problems-{index}"))
                .attr("aria-live", "polite")
                .node(problems),
        )
        .node(documented(form, index, named))
        .build()
}

/// A field of a row. Enter goes on to the next one and never sends; with Shift it is a line break in a value.
fn field(form: Form, index: usize, part: Part, seen: Memo<Option<Seen>>) -> Node {
    let id = part.id(index);
    let label = match index {
        0 => part.label().to_owned(),
        _ => format!("{} {}", part.label(), index + 1),
    };
    // Not a field for passwords: these are of one line, and browsers offer to keep what is in them.
    let is_hidden = move || {
        part == Part::Value
            && !form.editing.is_revealed()
            && seen.with(|seen| seen.as_ref().is_some_and(|seen| seen.row.is_secret()))
    };
    let is_wrong = move || seen.with(|seen| seen.as_ref().is_some_and(|seen| seen.is_wrong(part)));
    let text =
        move || seen.with(|seen| seen.as_ref().map_or_else(String::new, |seen| seen.text(part).to_owned()));
    let next = match part {
        Part::Scope => Part::Key.id(index),
        Part::Key => Part::Value.id(index),
        Part::Value => ADD.to_owned(),
    };
    let input = match part {
        Part::Value => el("textarea").attr("rows", "1"),
        Part::Scope | Part::Key => el("input").attr("type", "text"),
    };
    let input = input
        .attr("id", id.clone())
        .live_attr("class", move || Some(if is_hidden() { "mono hidden-text" } else { "mono" }.to_owned()))
        .attr("aria-label", label)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", format!("set-problems-{index}"))
        .live_attr("aria-invalid", move || is_wrong().then(|| "true".into()))
        .live_prop("value", move || text().into())
        .on("input", move |event| form.type_into(index, part, element::value_of(&event)));
    let input = match part.suggest(form, index) {
        Some(suggest) => suggested(input, id.clone(), suggest),
        None => input.build(),
    };
    styled("div", "row-field")
        .on("keydown", move |event| {
            // Or it was for the list of suggestions.
            let is_free = !event.default_prevented();
            if is_free && keyboard::key(&event).is_some_and(|key| key.is_plain("Enter")) {
                event.prevent_default();
                element::focus_by_id(&next);
            }
        })
        .child(el("label").attr("for", id).attr("class", "hint").text(part.label()))
        .node(input)
        .build()
}
