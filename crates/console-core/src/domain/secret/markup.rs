//! Secrets in elements of XML.

use super::reach::{LONGEST_LOGIN, NextMatch, beginning};
use std::ops::Range;

use super::names::{is_secret_name, words};
use super::paired::is_word_for_name;
use super::ranges::merged;
use super::sign::{AssignedName, Sign};
use super::value::value_after;

/// Elements of XML: `<password>x</password>`, `<property name="password">x</property>`, and
/// `<name>password</name><value>x</value>` in either order.
pub(super) fn elements(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut names_secret, mut value) = (false, None);
    let mut data_end = NextMatch::of(|text| text.find("]]>"));
    for (place, _) in text.match_indices('<') {
        let rest = text.get(place + 1..).unwrap_or_default();
        let is_in_tag = |c: char| c.is_alphanumeric() || "._-:/".contains(c);
        let length = rest.find(|c| !is_in_tag(c)).unwrap_or(rest.len());
        let (Some(tag), Some(behind)) = (rest.get(..length), rest.get(length..)) else { continue };
        let Some(end) = end_of_tag(behind) else { continue };
        let (attributes, content) = behind.split_at(end);
        if attributes.ends_with('/') || tag.len() > 1 && tag.ends_with('/') {
            continue;
        }
        let content = content_at(text, text.len() - content.len() + 1, &mut data_end);
        let is_named = names_secret_in(attributes);
        match tag.rsplit(':').next().unwrap_or_default() {
            _ if tag.starts_with('/') => {
                if !matches!(tag, "/name" | "/key" | "/value") {
                    (names_secret, value) = (false, None);
                }
                continue;
            }
            "name" | "key" => names_secret = text.get(content).is_some_and(is_secret_name),
            "value" => value = Some(content),
            tag if is_named || is_secret_name(tag) => {
                // Its value may be an element of its own.
                names_secret |= is_named;
                found.push(content);
            }
            _ => {}
        }
        if names_secret && let Some(value) = value.take() {
            found.push(value);
        }
    }
    found.sort_by_key(|content| content.start);
    merged(text, found)
}

/// Returns where a tag ends whose attributes a text begins with.
fn end_of_tag(text: &str) -> Option<usize> {
    let text = beginning(text, LONGEST_LOGIN);
    let mut quote = None;
    for (place, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(place),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, _) if place == 0 && !byte.is_ascii_whitespace() => return None,
            _ => {}
        }
    }
    None
}

/// Returns the text after a tag, without the brackets of `CDATA`.
fn content_at(text: &str, start: usize, data_end: &mut NextMatch) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    match rest.trim_start().strip_prefix("<![CDATA[") {
        Some(data) => {
            let start = text.len() - data.len();
            start..data_end.from(text, start)
        }
        None => start..start + rest.find('<').unwrap_or(rest.len()),
    }
}

/// Returns whether one of these attributes of a tag names a secret: `name="password"`.
fn names_secret_in(attributes: &str) -> bool {
    attributes.match_indices('=').any(|(place, _)| {
        let Some(name) = AssignedName::before(attributes, place) else { return false };
        let is_for_name =
            name.word == "id" || words(name.word).pop().is_some_and(|word| is_word_for_name(&word));
        let value = || value_after(attributes, &Sign { place, end: place + 1 }, &name);
        is_for_name && attributes.get(value()).is_some_and(is_secret_name)
    })
}
