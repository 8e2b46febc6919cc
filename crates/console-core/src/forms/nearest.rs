//! The known tasks that a name may be meant for, or can be taken for.

use crate::domain::inventory::Inventory;
use crate::domain::task_name::TaskName;
use crate::text::odd_characters::skeleton;
use crate::text::spelling::edits;

/// The most names that are offered.
const MOST: usize = 3;

/// The most letters that a name may be off by; short names by less.
const MOST_EDITS: usize = 2;

/// Returns a task in the list that looks like this name and is another one.
pub fn lookalike<'a>(name: &str, inventory: &'a Inventory) -> Option<&'a TaskName> {
    let seen = skeleton(name);
    let mut others = inventory.tasks().map(|record| &record.name).filter(|known| known.as_str() != name);
    others.find(|known| skeleton(known.as_str()) == seen)
}

/// Returns the tasks in the list that a text is most likely meant for; none for the name of a task in the list. See
/// [`nearest_of`].
pub fn nearest(text: &str, inventory: &Inventory) -> Vec<TaskName> {
    if TaskName::exact(text.trim()).is_ok_and(|name| inventory.shows(&name)) {
        return Vec::new();
    }
    let found = nearest_of(text, inventory.tasks().map(|record| record.name.as_str()));
    found.into_iter().filter_map(|name| TaskName::exact(name).ok()).collect()
}

/// Returns the names that a text is most likely meant for: those that look like it, those that stand in it, the few
/// that begin or end with it, those with few other letters.
pub fn nearest_of<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let seen = skeleton(text);
    let most = MOST_EDITS.min(seen.len() / 4);
    let (mut alike, mut within, mut around, mut near) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for known in names {
        if known.len() > 1 && stands_in(known, text) {
            within.push(known);
        } else if text.len() > 1 && (known.starts_with(text) || known.ends_with(text)) {
            around.push(known);
        }
        let skeleton = skeleton(known);
        if skeleton == seen {
            alike.push(known);
        } else if let Some(edits) = edits(skeleton.as_bytes(), seen.as_bytes(), most) {
            near.push((edits, known));
        }
    }
    if around.len() > MOST {
        around.clear();
    }
    // The longest of the names in a text is the one that stands there.
    within.sort_by_key(|name| std::cmp::Reverse(name.len()));
    near.sort_by_key(|(edits, _)| *edits);
    let mut found = Vec::new();
    for name in alike.into_iter().chain(within).chain(around).chain(near.into_iter().map(|(_, name)| name)) {
        if found.len() < MOST && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// Returns whether a name stands in a text as a word of its own.
fn stands_in(name: &str, text: &str) -> bool {
    // A colon divides names that have none in them from a label or a sentence.
    let is_part = |c: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphanumeric() || "-_.*".contains(c) || c == ':' && name.contains(':'))
    };
    text.match_indices(name).any(|(at, _)| {
        !is_part(text[..at].chars().next_back()) && !is_part(text[at + name.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::TaskSource;
    use crate::domain::run::Moment;

    fn list(names: &[&str]) -> Inventory {
        let mut inventory = Inventory::default();
        let entries: Vec<_> = names.iter().map(|name| TaskName::exact(name).unwrap().into()).collect();
        inventory.add(&entries, TaskSource::Person, Moment(1));
        inventory
    }

    fn offered(text: &str, names: &[&str]) -> Vec<String> {
        nearest(text, &list(names)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_a_text_is_meant_for_is_offered() {
        let names = ["orders-1", "orders-2", "payments-1", "任务一"];
        assert_eq!(offered("оrders-1", &names), ["orders-1", "orders-2"]);
        assert_eq!(offered("orders\u{2011}1", &names), ["orders-1", "orders-2"]);
        assert_eq!(offered("orders-1 please look", &names), ["orders-1"]);
        assert_eq!(offered("任务一，请看", &names), ["任务一"]);
        assert_eq!(offered("task:orders-1", &names), ["orders-1"]);
        assert_eq!(offered("pay", &names), ["payments-1"]);
        assert_eq!(offered("paymentz-1", &names), ["payments-1"]);
        assert_eq!(offered("orders", &names), ["orders-1", "orders-2"]);
        for text in ["orders-1", "", "something else"] {
            assert_eq!(offered(text, &names), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_stands_around_a_short_name_is_no_part_of_it() {
        for text in ["s1请看", "s1:请看", "s１", "s1 ,", "ｓ1"] {
            assert_eq!(nearest_of(text, ["s1", "s2"].into_iter()), ["s1"], "{text}");
        }
        for text in ["s3", "s12", "x"] {
            assert_eq!(nearest_of(text, ["s1", "s2"].into_iter()), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_lookalike_is_another_task() {
        let names = list(&["orders-1", "orders-2"]);
        assert_eq!(lookalike("оrders-1", &names).map(TaskName::as_str), Some("orders-1"));
        assert_eq!(lookalike("orders-1", &names), None);
    }
}
