//! Secrets whose name stands beside them in an object: `{"name": "password", "value": "x"}`.

use super::reach::LONGEST_NAME;
use std::ops::Range;

use super::names::{is_secret_name, words};
use super::ranges::SecretRanges;
use super::sign::{AssignedName, Sign};
use super::value::{end_of_quoted, value_after};

/// Values whose name stands beside them: `{"name": "password", "value": "x"}`, in either order.
pub(super) fn paired(text: &str) -> Vec<Range<usize>> {
    let mut found = pairs(text, true);
    // What does not close its quotes yet may hide the brackets that matter.
    found.extend(pairs(text, false));
    found.sort_by_key(|range| range.start);
    found
}

/// Members of one object, as far as they are about a name and a value.
#[derive(Default)]
struct Members {
    names_secret: bool,
    values: Vec<Range<usize>>,
}

/// Returns what stands in double quotes, in the order of the text; the last to its end if it is not closed.
pub(super) fn strings(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (place, _) in text.match_indices('"') {
        if found.last().is_none_or(|last| place > last.end) {
            found.push(place + 1..end_of_quoted(text, place + 1, b'"', 0));
        }
    }
    found
}

pub(super) fn pairs(text: &str, heeds_quotes: bool) -> Vec<Range<usize>> {
    let mut open: Vec<Members> = vec![Members::default()];
    let mut closed: Vec<Range<usize>> = Vec::new();
    let mut quoted_to = 0;
    for (place, sign) in text.match_indices(['"', '{', '}', '<', '>', ':', '=']) {
        if place < quoted_to {
            continue;
        }
        match sign {
            "\"" => {
                let before = text.get(..place).unwrap_or_default();
                let escapes = before.len() - before.trim_end_matches('\\').len();
                if heeds_quotes {
                    quoted_to = end_of_quoted(text, place + 1, b'"', escapes) + escapes + 1;
                }
            }
            "{" | "<" => open.push(Members::default()),
            "}" | ">" => {
                closed.extend(
                    open.pop()
                        .filter(|members| members.names_secret)
                        .map(|members| members.values)
                        .unwrap_or_default(),
                );
                if open.is_empty() {
                    open.push(Members::default());
                }
            }
            _ => {
                let Some(name) = AssignedName::before(text, place) else { continue };
                let mut words = words(if name.is_quoted { name.quoted } else { name.word });
                let word = words.pop().unwrap_or_default();
                let Some(members) = open.last_mut() else { continue };
                let sign = Sign { place, end: place + 1 };
                // The id of a client is about the client.
                if is_word_for_name(&word) || word == "id" && words.is_empty() {
                    let end = text.floor_char_boundary((place + LONGEST_NAME).min(text.len()));
                    let value =
                        text.get(..end).map(|text| value_after(text, &sign, &name)).unwrap_or_default();
                    members.names_secret |= text.get(value).is_some_and(is_secret_name);
                } else if is_word_for_value(&word) {
                    // Where it ends is looked for only if it is a secret.
                    members.values.push(place..name.start);
                }
            }
        }
    }
    for members in open.into_iter().filter(|members| members.names_secret) {
        closed.extend(members.values);
    }
    closed.sort_by_key(|value| value.start);
    let mut found = SecretRanges::default();
    for Range { start: place, .. } in closed {
        if let Some(name) = AssignedName::before(text, place).filter(|_| !found.covers(place)) {
            found.add(text, value_after(text, &Sign { place, end: place + 1 }, &name));
        }
    }
    found.0
}

pub(super) fn is_word_for_name(word: &str) -> bool {
    matches!(
        word,
        "name"
            | "key"
            | "k"
            | "n"
            | "property"
            | "prop"
            | "param"
            | "parameter"
            | "attribute"
            | "attr"
            | "option"
            | "setting"
            | "field"
            | "variable"
            | "var"
    )
}

fn is_word_for_value(word: &str) -> bool {
    matches!(
        word,
        "value" | "val" | "v" | "values" | "content" | "contents" | "default" | "text" | "data" | "string"
    )
}
