//! What an Update changes, part by part: before and after.

use super::OmsConfiguration;
use super::part::{PartName, ValueStructure, parts};
use crate::domain::secret;
use crate::openapi::JsonTree;

/// A key that an Update changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyChange {
    /// The scope.
    pub scope: String,
    /// The key.
    pub key: String,
    /// What changes in its value, at least one part.
    pub parts: Vec<PartChange>,
}

/// A part of a key's value that changes. The whole value is a part, too.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartChange {
    /// Its place, such as `sink.jdbcUrl?socketTimeout`.
    pub place: String,
    /// What it is before, if it is there.
    pub before: Option<String>,
    /// What it is afterwards, if it is still there.
    pub after: Option<String>,
    /// Whether one of the two is a secret or has one in it.
    pub is_secret: bool,
}

impl OmsConfiguration {
    /// Returns what changes at a key that gets another value, or none. Nothing where it stays as it is.
    pub fn change(&self, scope: &str, key: &str, after: Option<&str>) -> Option<KeyChange> {
        let before = self.get(scope, key);
        let after = after.map(|text| self.after(scope, key, text));
        let parts = changes_of(scope, key, before, after.as_ref());
        (!parts.is_empty()).then(|| KeyChange { scope: scope.to_owned(), key: key.to_owned(), parts })
    }
}

/// Returns the parts of a value that differ from another one.
pub fn changes_of(
    scope: &str,
    key: &str,
    before: Option<&JsonTree>,
    after: Option<&JsonTree>,
) -> Vec<PartChange> {
    let mut changes = Vec::new();
    compare(&mut changes, scope, key, format!("{scope}.{key}"), before, after);
    changes
}

fn compare(
    changes: &mut Vec<PartChange>,
    scope: &str,
    name: &str,
    place: String,
    before: Option<&JsonTree>,
    after: Option<&JsonTree>,
) {
    if before == after {
        return;
    }
    if let (Some(before), Some(after)) = (before, after) {
        let ((make, old), (make_after, new)) = (parts(before), parts(after));
        if make == make_after && make != ValueStructure::Single {
            let known = changes.len();
            for (part, old, new) in paired(make, &old, &new) {
                let name = part.word().unwrap_or(name).to_owned();
                compare(changes, scope, &name, format!("{place}{}", part.suffix()), old, new);
            }
            // Only the writing or the order differs otherwise.
            if changes.len() > known {
                return;
            }
        }
    }
    let text = |value: Option<&JsonTree>| value.map(JsonTree::to_value);
    let (before, after) = (text(before), text(after));
    let is_secret =
        [&before, &after].into_iter().flatten().any(|text| secret::holds_secret(scope, name, text));
    changes.push(PartChange { place, before, after, is_secret });
}

type Pair<'a> = (PartName, Option<&'a JsonTree>, Option<&'a JsonTree>);

/// Pairs the parts of two values: by their names, and of lists those between what is alike at both ends.
fn paired<'a>(
    make: ValueStructure,
    old: &'a [(PartName, JsonTree)],
    new: &'a [(PartName, JsonTree)],
) -> Vec<Pair<'a>> {
    if make == ValueStructure::List {
        let alike = |(one, other): &(&(PartName, JsonTree), &(PartName, JsonTree))| one.1 == other.1;
        let head = old.iter().zip(new).take_while(alike).count();
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(alike).count();
        let (old, new) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
        let pair = |place: usize| {
            let part = |parts: &'a [(PartName, JsonTree)]| parts.get(place).map(|(_, value)| value);
            (PartName::Element(head + place), part(old), part(new))
        };
        return (0..old.len().max(new.len())).map(pair).collect();
    }
    let mut rest: Vec<Option<&(PartName, JsonTree)>> = new.iter().map(Some).collect();
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for (name, value) in old {
        let found = rest.iter_mut().find(|part| part.is_some_and(|(other, _)| other == name));
        let after = found.and_then(Option::take).map(|(_, value)| value);
        pairs.push((name.clone(), Some(value), after));
    }
    pairs.extend(rest.into_iter().flatten().map(|(name, value)| (name.clone(), None, Some(value))));
    pairs
}
