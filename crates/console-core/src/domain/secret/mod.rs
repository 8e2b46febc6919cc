//! Secrets: where they stand in a text, and how to leave them out. The one place that decides about them, for forms,
//! calls that are shown, the journal, kept drafts, the history and what is exported of it, and answers.
//!
//! A secret is told by its name, a key such as `sinkPassword`, or by its shape, such as the login in an address.
//! Texts are looked at as they are written and with their escapes undone, so that a secret is found in JSON that
//! stands in a string as well, and in a text that is not finished. A reference such as `${name}` is no secret, and
//! neither is nothing.

mod layers;
mod login;
mod markup;
mod mask;
mod named;
mod names;
mod paired;
mod ranges;
mod reach;
mod reference;
mod scan;
mod sign;
mod token;
mod value;

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use crate::domain::parameter;

pub use mask::{Mask, MaskKind, mask_in_name, mask_in_value};
pub use names::is_secret_name;
pub use reference::{HIDDEN, WITHHELD};

use layers::Layer;
pub(crate) use layers::Layers;

/// What is shown in place of each character of a secret in a text that is being written.
const DOT: char = '•';

/// Looks through a text for secrets, in no order: the place of each, and what it is with the escapes around it undone.
fn search(text: &str, see: &mut dyn FnMut(Range<usize>, &str) -> ControlFlow<()>) -> ControlFlow<()> {
    let layers = Layers::new(text);
    for (index, layer) in layers.texts().enumerate() {
        for find in scan::FINDERS {
            for place in find(layer) {
                let meant = layer.get(place.clone()).unwrap_or_default();
                see(layers.origin(index, place), meant)?;
            }
        }
    }
    search_strings(text, 0, see)
}

/// Looks for pairs of names and values in JSON that stands in a string. The strings are distinguished here, since they
/// may have brackets in them that close nothing.
fn search_strings(
    text: &str,
    depth: usize,
    see: &mut dyn FnMut(Range<usize>, &str) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if depth == layers::DEEPEST {
        return ControlFlow::Continue(());
    }
    for string in paired::strings(text) {
        let Some(layer) = text.get(string.clone()).and_then(Layer::of_json) else { continue };
        let origin = |place: &Range<usize>| {
            string.start + layer.origin(place.start)..string.start + layer.origin(place.end)
        };
        for place in paired::pairs(&layer.text, true) {
            see(origin(&place), layer.text.get(place.clone()).unwrap_or_default())?;
        }
        search_strings(&layer.text, depth + 1, &mut |place, meant| see(origin(&place), meant))?;
    }
    ControlFlow::Continue(())
}

/// Returns whether there is a secret in a text.
pub fn has_secrets(text: &str) -> bool {
    search(text, &mut |_, _| ControlFlow::Break(())).is_break()
}

/// Returns whether a configuration value is a secret or has one in it. A scope that is named like a secret makes one
/// of all that it holds.
pub fn holds_secret(scope: &str, key: &str, value: &str) -> bool {
    if reference::is_harmless(value) || is_checkpoint(scope, key, value) {
        return false;
    }
    // Whether something is so is no secret, whatever its name says.
    let is_named = is_secret_name(key) || is_secret_name(scope);
    is_named && !matches!(value, "true" | "false") || has_secrets(value)
}

/// Returns whether a value is a checkpoint and nothing else: a task may read from topics that are named like secrets.
fn is_checkpoint(scope: &str, key: &str, value: &str) -> bool {
    let is_time =
        |time: &str| !time.is_empty() && time.len() <= 13 && time.bytes().all(|byte| byte.is_ascii_digit());
    scope == parameter::CHECKPOINT_SCOPE
        && key == parameter::CHECKPOINT_KEY
        && serde_json::from_str::<std::collections::BTreeMap<String, String>>(value)
            .is_ok_and(|times| times.values().all(|time| is_time(time)))
}

/// Returns where the secrets stand, in their order, none of them empty and none within another.
pub(crate) fn places(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let _ = search(text, &mut |place, _| {
        found.push(place);
        ControlFlow::Continue(())
    });
    united(found)
}

/// Returns the secrets in a text as they are meant.
pub(crate) fn meant(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let _ = search(text, &mut |_, meant| {
        found.push(meant.to_owned());
        ControlFlow::Continue(())
    });
    found
}

/// Places in their order, those that overlap as one.
pub(crate) fn united(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| place.start);
    let mut united: Vec<Range<usize>> = Vec::new();
    for place in places {
        match united.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => united.push(place),
        }
    }
    united
}

/// Returns the text with each character of its secrets replaced by a dot, line breaks excepted, so that every other
/// character keeps its line and column. Nothing if there are no secrets in it.
pub fn dotted(text: &str) -> Option<String> {
    let places = places(text);
    let dots = |secret: &str| secret.chars().map(|c| if c == '\n' { c } else { DOT }).collect::<String>();
    (!places.is_empty()).then(|| replaced(text, &places, dots))
}

/// How often secrets are left out of a text at most. What stands in their place divides words that were one, so that others
/// may show.
pub(crate) const MOST_ROUNDS: usize = 4;

/// Returns the text with each of its secrets replaced by a placeholder.
pub fn redacted<'a>(text: &'a str, instead: &str) -> Cow<'a, str> {
    let mut left = Cow::Borrowed(text);
    for _ in 0..MOST_ROUNDS {
        let places = places(&left);
        if places.is_empty() {
            return left;
        }
        left = Cow::Owned(replaced(&left, &places, |_| instead.to_owned()));
    }
    if has_secrets(&left) { Cow::Owned(instead.to_owned()) } else { left }
}

pub(crate) fn replaced(
    text: &str,
    places: &[Range<usize>],
    mut instead: impl FnMut(&str) -> String,
) -> String {
    let (mut result, mut done) = (String::new(), 0);
    for place in places {
        result.push_str(text.get(done..place.start).unwrap_or_default());
        result.push_str(&instead(text.get(place.clone()).unwrap_or_default()));
        done = place.end;
    }
    result.push_str(text.get(done..).unwrap_or_default());
    result
}

#[cfg(test)]
mod tests;
