//! Secrets behind their names.

use super::reach::{LONGEST_NAME, beginning};
use std::ops::Range;

use super::names::is_secret_name;
use super::ranges::SecretRanges;
use super::reference::is_in_reference;
use super::sign::{AssignedName, Sign};
use super::value::{quoted_at, value_after};

/// Values after the names of secrets and a sign: `"password": "x"`, `password=x`, `password("x")`.
pub(super) fn named(text: &str) -> Vec<Range<usize>> {
    let mut found = SecretRanges::default();
    let names = task_names(text);
    let mut names = names.iter().peekable();
    for sign in Sign::all(text) {
        while names.next_if(|name| name.end <= sign.place).is_some() {}
        if found.covers(sign.place) || names.peek().is_some_and(|name| name.contains(&sign.place)) {
            continue;
        }
        let Some(name) = AssignedName::before(text, sign.place).filter(AssignedName::is_secret) else {
            continue;
        };
        if !is_in_reference(text, sign.place) {
            found.add(text, value_after(text, &sign, &name));
        }
    }
    // The sign may be missing yet.
    for (place, _) in text.match_indices(['"', '\'']) {
        let behind = text.get(place + 1..).unwrap_or_default();
        if !behind.starts_with(char::is_whitespace) || found.covers(place) {
            continue;
        }
        let rest = behind.trim_start();
        let name = AssignedName::before(text, place + 1).filter(|name| name.is_quoted && name.is_secret());
        if rest.starts_with(['"', '\'']) && name.is_some_and(|name| !name.is_value(text)) {
            found.add(text, quoted_at(text, text.len() - rest.len(), 0));
        }
    }
    found.0
}

/// Returns the names of tasks in a text. The colons in them give nothing a value, whatever their parts are called.
fn task_names(text: &str) -> Vec<Range<usize>> {
    let divides = |c: char| c.is_whitespace() || "\"'\\&=?,;/<>(){}[]".contains(c);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (place, _) in text.match_indices(":connector") {
        if found.last().is_some_and(|last| place < last.end) {
            continue;
        }
        let from = text.ceil_char_boundary(place.saturating_sub(LONGEST_NAME));
        let host = text.get(from..place).and_then(|before| before.rsplit(divides).next()).unwrap_or_default();
        let rest = text.get(place..).map(|rest| beginning(rest, LONGEST_NAME)).unwrap_or_default();
        found.push(place - host.len()..place + rest.find(divides).unwrap_or(rest.len()));
    }
    found
}

/// Options of a command: `--password x`, and `-u user:x`.
pub(super) fn options(text: &str) -> Vec<Range<usize>> {
    let mut found = SecretRanges::default();
    for (place, _) in text.match_indices('-') {
        let before = text.get(..place).unwrap_or_default();
        if found.covers(place) || before.ends_with(|c: char| !c.is_whitespace() && !"\"'-".contains(c)) {
            continue;
        }
        let rest = text.get(place + 1..).unwrap_or_default();
        let length =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)).unwrap_or_default();
        let (Some(name), Some(behind)) = (rest.get(..length), rest.get(length..)) else { continue };
        let value = behind.trim_start_matches([' ', '\t']);
        let is_login = matches!(name, "u" | "user" | "-user" | "proxy-user");
        let is_secret = !is_login && is_secret_name(name);
        if !is_login && !is_secret || value.len() == behind.len() || value.starts_with('-') {
            continue;
        }
        let start = text.len() - value.len();
        let escapes = value.len() - value.trim_start_matches('\\').len();
        let value = match value.as_bytes().get(escapes) {
            Some(b'"' | b'\'') => quoted_at(text, start, escapes),
            _ => start..start + value.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(value.len()),
        };
        let colon = text.get(value.clone()).and_then(|text| text.find(':'));
        if is_secret {
            found.add(text, value);
        } else if let Some(colon) = colon {
            found.add(text, value.start + colon + 1..value.end);
        }
    }
    found.0
}

/// Passwords in SQL: `identified by 'x'`, with the name of a plug-in or the word `password` between.
pub(super) fn in_sql(text: &str) -> Vec<Range<usize>> {
    let mut found = SecretRanges::default();
    let small = text.to_ascii_lowercase();
    for (place, sign) in small.match_indices("identified ") {
        let clause = place + sign.len();
        let rest = small.get(clause..).map(|rest| beginning(rest, LONGEST_NAME)).unwrap_or_default();
        let Some(by) = rest.find("by ").filter(|_| !found.covers(place)) else { continue };
        let behind = rest.get(by + 3..).unwrap_or_default().trim_start();
        let behind = behind.strip_prefix("password ").unwrap_or(behind).trim_start();
        let start = clause + rest.len() - behind.len();
        let escapes = behind.len() - behind.trim_start_matches('\\').len();
        let bare = |c: char| c.is_whitespace() || ";\"'".contains(c);
        found.add(
            text,
            match behind.as_bytes().get(escapes) {
                Some(b'"' | b'\'') => quoted_at(text, start, escapes),
                _ => start..start + behind.find(bare).unwrap_or(behind.len()),
            },
        );
    }
    found.0
}
