//! Rows out of JSON, and JSON out of rows.

use super::{ConfigMap, Entry, EntryValue, Row};
use crate::domain::config_map::Survey;
use crate::text::json;

/// The rows of a text, in its order; none of a blank text. Nothing if it is no object of objects.
pub(super) fn read(text: &str) -> Option<Vec<Row>> {
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    if text.len() > super::MOST_BYTES {
        return None;
    }
    let found = ConfigMap::survey(text).ok().filter(|found| found.is_map && !is_too_many(found))?;
    let row = |Entry { scope, key, value, .. }| Row { scope, key, value };
    Some(found.entries.into_iter().map(row).collect())
}

/// Whether there is more in a text than is read.
pub(super) fn is_too_many(found: &Survey) -> bool {
    found.entries.len().max(found.scopes) > super::MOST_ENTRIES
}

/// The text of rows, as [`ConfigMap::to_json`] would write it, wrong ones as they are; and which row each
/// entry of the text is. Blank rows alone are no text.
pub(super) fn write(rows: &[Row]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut order: Vec<usize> = Vec::with_capacity(rows.len());
    let mut written: Vec<&str> = Vec::new();
    for (first, row) in rows.iter().enumerate() {
        if row.is_blank() || written.contains(&row.scope.as_str()) {
            continue;
        }
        text.push_str(if written.is_empty() { "{\n  " } else { ",\n  " });
        text.push_str(&json::text(row.scope.as_str()));
        let mut divider = ": {\n    ";
        for (index, row) in rows.iter().enumerate().skip(first) {
            if row.scope == rows[first].scope && !row.is_blank() {
                text.push_str(divider);
                text.push_str(&json::text(row.key.as_str()));
                text.push_str(": ");
                match &row.value {
                    EntryValue::Text(value) => text.push_str(&json::text(value.as_str())),
                    EntryValue::Other { written, .. } => text.push_str(written),
                }
                order.push(index);
                divider = ",\n    ";
            }
        }
        text.push_str("\n  }");
        written.push(&row.scope);
    }
    if !written.is_empty() {
        text.push_str("\n}");
    }
    (text, order)
}
