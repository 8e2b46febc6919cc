//! Words for the form of Update: what is wrong with a parameter or a value, what fixes it, and what the
//! documentation says of a key.

use console_core::domain::config_map::{ConfigMapProblem, JsonKind};
use console_core::domain::parameter::ParameterPathError;
use console_core::domain::secret::{self, Mask, MaskKind, mask_in_name};
use console_core::forms::catalogue::{DocumentedKey, Misfit, ValueKind};
use console_core::forms::configuration::{
    MOST_BYTES, MOST_ENTRIES, ProblemFix, UpdateProblem, UpdateProblemKind,
};
use console_core::text::odd_characters::visible;
use console_core::text::position::TextPosition;

/// A longer default or list of values stands behind "More".
const LONG: usize = 60;

/// Returns a place in the JSON.
pub fn place(place: TextPosition) -> String {
    format!("Line {}, column {}", place.line, place.column)
}

/// Returns what is wrong, to stand behind a place.
pub fn problem(what: &UpdateProblemKind) -> String {
    match what {
        UpdateProblemKind::Removal(error) => parameter(error),
        UpdateProblemKind::NotAName => {
            "this is not the name of a parameter: it has a secret in it, or a mask. Write scope.key alone."
                .into()
        }
        UpdateProblemKind::Map(problem) => map(problem),
        UpdateProblemKind::TooLong { bytes } => format!(
            "this text has {} MB; more than {} MB is no configuration of a task, and was not read.",
            bytes.div_ceil(1_000_000),
            MOST_BYTES / 1_000_000
        ),
        UpdateProblemKind::TooMany { entries } => {
            format!("there are {entries} entries here; more than {MOST_ENTRIES} are not read.")
        }
        UpdateProblemKind::SetAndDeleted => {
            "this key is among the parameters to delete, too. The host deletes first, so it ends up set."
                .into()
        }
        UpdateProblemKind::UnknownScope => "undocumented scope; sent anyway.".into(),
        UpdateProblemKind::UnknownKey => "undocumented key in this scope; sent anyway.".into(),
        UpdateProblemKind::MustNotChange => {
            "this says where the task reads or writes. OMS says that it must not be changed; a wrong value breaks the link."
                .into()
        }
        UpdateProblemKind::MovesTask => {
            "this says where the task reads or writes. OMS says that it must not be changed, so it is not sent: take it back."
                .into()
        }
        UpdateProblemKind::Unchanged => "it is so already; not sent.".into(),
        UpdateProblemKind::ChangedSince { scope, key, before, now } => {
            let shown = |value: &Option<String>| shown_value(scope, key, value.as_deref());
            format!(
                "somebody else changed {scope}.{key} since you began: from {} to {}.",
                shown(before),
                shown(now)
            )
        }
        UpdateProblemKind::CheckpointDeleted => {
            "without a checkpoint an Incr-Sync has no position to resume from. Set source.checkpoint below, or use Pull back."
                .into()
        }
        UpdateProblemKind::Misfit(misfit) => {
            let expected = match misfit {
                Misfit::Integer { unit: None } => "a whole number".into(),
                Misfit::Integer { unit: Some(unit) } => format!("a whole number ({unit})"),
                Misfit::Boolean => "true or false".into(),
                Misfit::OneOf(words) => format!("one of {}", words.join(", ")),
                Misfit::Json => "JSON".into(),
            };
            format!("the documentation has {expected} here. Sent as it is.")
        }
    }
}

/// Returns the same as a sentence of its own. Names of keys keep their small letters.
pub fn problem_alone(what: &UpdateProblemKind) -> String {
    let text = problem(what);
    let is_word = ["a", "it", "somebody", "the", "this", "there", "undocumented", "without"]
        .contains(&text.split(' ').next().unwrap_or_default());
    let mut rest = text.chars();
    match rest.next() {
        Some(first) if is_word => first.to_uppercase().chain(rest).collect(),
        _ => text,
    }
}

/// Returns a value in a sentence, its beginning if it is long, and never a secret.
fn shown_value(scope: &str, key: &str, value: Option<&str>) -> String {
    const MOST: usize = 80;
    match value {
        None => "nothing".into(),
        Some(value) if secret::holds_secret(scope, key, value) => "a secret".into(),
        Some(value) if value.chars().count() > MOST => {
            format!("“{}…”", value.chars().take(MOST).collect::<String>())
        }
        Some(value) => format!("“{value}”"),
    }
}

/// Returns what the button says that fixes a problem.
pub fn fix(problem: &UpdateProblem) -> Option<String> {
    Some(match (problem.fix?, &problem.what) {
        (
            ProblemFix::AsText { .. },
            UpdateProblemKind::Map(ConfigMapProblem::NotAString { scope, key, written, .. }),
        ) => match string_form(scope, key, written) {
            Some(quoted) => format!("Write {quoted}"),
            None => "Write it as a string".into(),
        },
        (ProblemFix::AsText { .. }, _) => "Write it as a string".into(),
        (ProblemFix::DropRemoval { .. }, _) => "Do not delete it".into(),
    })
}

/// Returns what the button says that makes strings of all values that are none.
pub fn write_all_as_strings(count: usize) -> String {
    format!("Write all {count} as strings")
}

/// Returns how many parameters are to be deleted, for those who do not see them come and go.
pub fn removals(count: usize) -> String {
    match count {
        0 => "No parameter to delete".into(),
        1 => "1 parameter to delete".into(),
        count => format!("{count} parameters to delete"),
    }
}

/// Type, unit, default and the like of a documented key, in a line.
pub fn facts(key: &DocumentedKey) -> String {
    let mut facts = Vec::new();
    let unit = key.unit.as_deref().map(|unit| format!(" ({unit})")).unwrap_or_default();
    facts.push(match key.kind {
        ValueKind::Text => "Text".into(),
        ValueKind::Integer => format!("Whole number{unit}"),
        ValueKind::Boolean => "true or false".into(),
        ValueKind::Enumeration => "One word of several".into(),
        ValueKind::Json => "JSON, written as text".into(),
    });
    // Those of an enumeration are to be clicked.
    if key.kind != ValueKind::Enumeration && !key.values.is_empty() {
        facts.push(format!("of {}", key.values.join(", ")));
    }
    if key.required {
        facts.push("required".into());
    }
    if let Some(default) = key.default.as_deref().filter(|default| default.len() <= LONG) {
        facts.push(format!("default {default}"));
    }
    if let Some(since) = &key.since {
        facts.push(format!("since {since}"));
    }
    facts.join(" · ")
}

/// Returns the text behind "More" of a documented key, paragraph by paragraph.
pub fn more(key: &DocumentedKey) -> Vec<String> {
    let default = key.default.as_ref().filter(|default| default.len() > LONG);
    let default = default.map(|default| format!("Default: {default}."));
    let advice = key.advice.as_ref().map(|advice| format!("{advice}."));
    [advice, default].into_iter().flatten().collect()
}

/// Returns what is wrong with a parameter to delete.
fn parameter(error: &ParameterPathError) -> String {
    match error {
        ParameterPathError::NoDot(text) => {
            format!(
                "“{text}” has no scope. Write scope.key, such as source.checkpoint. Commas divide parameters, so a key with a comma cannot be deleted by this API."
            )
        }
        ParameterPathError::EmptyScope(text) => format!("“{text}” has no scope before the dot."),
        ParameterPathError::EmptyKey(text) => format!("“{text}” has no key behind the dot."),
        ParameterPathError::Blank(text) => format!("“{text}” contains a blank or a control character."),
        ParameterPathError::Comma(text) => {
            format!(
                "“{text}” has a comma. The API divides parameters by commas, so it cannot be deleted by this API."
            )
        }
        ParameterPathError::Character { text, character } => format!(
            "“{}” has a character that no parameter can have: U+{:04X}.",
            visible(text),
            u32::from(*character)
        ),
        ParameterPathError::Twice(text) => format!("“{text}” is named twice."),
    }
}

fn map(problem: &ConfigMapProblem) -> String {
    match problem {
        ConfigMapProblem::Syntax(words) => format!("this is not valid JSON ({words})."),
        ConfigMapProblem::NotAnObject(found) => {
            format!(
                "this is {}; write an object of scopes, such as {{\"source\": {{\"key\": \"value\"}}}}.",
                kind(*found)
            )
        }
        ConfigMapProblem::ScopeNotAnObject { scope, found } => {
            format!("the scope “{scope}” holds {}; it must hold an object of keys and values.", kind(*found))
        }
        ConfigMapProblem::NotAString { scope, key, found, .. } => {
            format!("{scope}.{key} is {}; the API accepts only strings.", kind(*found))
        }
        ConfigMapProblem::DuplicateScope(scope) => format!("the scope “{scope}” is defined twice."),
        ConfigMapProblem::DuplicateKey { scope, key } => format!("{scope}.{key} is defined twice."),
        ConfigMapProblem::EmptyScope => "a scope's name is empty.".into(),
        ConfigMapProblem::EmptyKey { scope } => format!("a key in “{scope}” is empty."),
        ConfigMapProblem::Mask { scope, key, .. } if key.is_empty() || mask_in_name(key).is_some() => {
            let name = if key.is_empty() { scope } else { key };
            format!("the name “{name}” is a mask that stands for something else. Write the real name.")
        }
        ConfigMapProblem::Mask { scope, key, mask } => masked(&format!("{scope}.{key}"), mask),
    }
}

/// Why a mask is not sent as a value, and what to do.
fn masked(name: &str, Mask { text, kind }: &Mask) -> String {
    let (found, hidden) = match kind {
        MaskKind::Whole => (format!("{name} is “{text}”, a mask"), "the real value"),
        MaskKind::Within => (format!("{name} has the mask “{text}” in it"), "a secret"),
        MaskKind::OfThisConsole => {
            (format!("{name} has “{text}” in it, which this console shows"), "a secret")
        }
    };
    let shown = if *kind == MaskKind::OfThisConsole { "" } else { " shown" };
    format!(
        "{found}{shown} in place of {hidden}. Sent, it would overwrite the real one: type the real one, or take {name} out."
    )
}

/// Returns a value's string form as JSON; nothing where it is long, or not for everybody's eyes.
fn string_form(scope: &str, key: &str, written: &str) -> Option<String> {
    let is_short = written.chars().count() <= 80;
    (is_short && !secret::holds_secret(scope, key, written)).then(|| console_core::text::json::text(written))
}

fn kind(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Null => "null",
        JsonKind::Boolean => "a boolean",
        JsonKind::Number => "a number",
        JsonKind::String => "a string",
        JsonKind::Array => "an array",
        JsonKind::Object => "an object",
    }
}
