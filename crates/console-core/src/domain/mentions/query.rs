//! Task names in the queries of URLs: of the API's calls (`taskName=`, API page) and of the console's
//! links (`task=`).

use super::shape;
use crate::domain::task_name::TaskName;
use crate::text::percent;

/// Adds the names that queries in a text give to those of known shapes, which are found without. Linear
/// in the length of the text.
fn add_names(text: &str, names: &mut Vec<TaskName>) {
    let mut from = 0;
    for (equals, _) in text.match_indices('=') {
        let Some(before) = text.get(from..equals) else { continue };
        let parameter = before.strip_suffix("taskName").or_else(|| before.strip_suffix("task"));
        // In a web page the `&` stands as `&amp;`.
        if !parameter.is_some_and(|before| before.ends_with(['?', '&', ';'])) {
            continue;
        }
        let value = &text[equals + 1..];
        let ends = |c: char| c.is_whitespace() || "&#'\"`<>\\|)]}，。；、）】」”’".contains(c);
        let value = &value[..value.find(ends).unwrap_or(value.len())];
        from = equals + 1 + value.len();
        // `${task}` stands for a name and is none.
        if value.starts_with(['$', '{']) || !shape::names_in(value).is_empty() {
            continue;
        }
        if let Ok(name) = TaskName::parse(&percent::decode(value.trim_end_matches(','))) {
            names.push(name);
        }
    }
}

/// Returns the names in a text that can be told from the context.
pub(crate) fn names_in(text: &str) -> Vec<TaskName> {
    let mut names = shape::names_in(text);
    add_names(text, &mut names);
    names
}
