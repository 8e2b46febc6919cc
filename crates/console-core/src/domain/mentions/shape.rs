//! Finding task names of the known shapes within other text.
//!
//! The shapes were seen, not documented: `<host>-<port>:connector_v2:<link>:<sequence>`, and for older
//! and other components `<host>-<port>:<link>:<sequence>`, the sequence always ten digits. A search
//! begins at a sequence, the only part with a fixed form, and goes to the left. In these names only
//! ASCII letters, digits and `.` `_` `-` `*` stand between the colons (the API page masks with `*`), so
//! that any other character, a full-width one too, ends a name.

use std::borrow::Cow;

use crate::domain::task_name::TaskName;
use crate::text::odd_characters::{Alphabet, is_hidden, lookalike};
use crate::text::percent;

const SEQUENCE_LENGTH: usize = 10;

/// An escape within an escape within an escape is the most that a log of a redirected link shows.
const MOST_DECODINGS: usize = 3;

/// Returns the names of known shapes in a text, in its order. Linear in the length of the text.
pub(super) fn names_in(text: &str) -> Vec<TaskName> {
    let text = unescaped(text);
    let bytes = text.as_bytes();
    let mut names = Vec::new();
    let mut from = 0;
    for (colon, _) in text.match_indices(':') {
        let end = colon + 1 + SEQUENCE_LENGTH;
        let Some(sequence) = bytes.get(colon + 1..end) else { break };
        if !is_number(sequence) || goes_on(&bytes[end..]) {
            continue;
        }
        if let Some(start) = start_of(&text, from, colon)
            && !goes_on_oddly(text[..start].chars().rev())
            && !goes_on_oddly(text[end..].chars())
            && let Ok(name) = TaskName::parse(&text[start..end])
        {
            names.push(name);
            from = end;
        }
    }
    names
}

/// Returns the text without percent-encoding and without the backslashes that Markdown and shells put before
/// characters of a name.
fn unescaped(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..MOST_DECODINGS {
        if !text.contains('%') {
            break;
        }
        text = Cow::Owned(percent::decode(&text));
    }
    if text.contains('\\') {
        for escape in [r"\_", r"\*", r"\-", r"\.", r"\:"] {
            if text.contains(escape) {
                text = Cow::Owned(text.replace(escape, &escape[1..]));
            }
        }
    }
    text
}

/// Returns whether what follows ten digits makes them a part of something longer. Safer than to cut it off: the
/// longer name would be another task's.
fn goes_on(after: &[u8]) -> bool {
    let mark = after.iter().take_while(|byte| matches!(byte, b'-' | b'_' | b'*')).count();
    after.get(mark).is_some_and(u8::is_ascii_alphanumeric)
}

/// Returns whether the text beside a name may be a part of it that was disguised: a letter, digit or dash that looks
/// like an ASCII one. Marks of no width count if something of the name stands beyond them.
fn goes_on_oddly(beside: impl Iterator<Item = char>) -> bool {
    let mut beside = beside.peekable();
    let mut hidden = false;
    while beside.next_if(|c| is_hidden(*c) && !c.is_control()).is_some() {
        hidden = true;
    }
    match beside.next() {
        None => false,
        Some(c) if c.is_ascii() => hidden && is_name_byte(c as u8),
        Some(c) => {
            let is_alike = lookalike(c).is_some_and(|ascii| ascii.bytes().all(is_name_byte));
            match Alphabet::of(c) {
                Alphabet::Cjk => false,
                Alphabet::FullWidth | Alphabet::Mathematical => is_alike,
                // Dashes and dots divide sentences and begin lines, too.
                Alphabet::Common if !c.is_numeric() => {
                    is_alike && beside.next().is_some_and(|c| c.is_ascii_alphanumeric())
                }
                Alphabet::Common => is_alike,
                _ => true,
            }
        }
    }
}

/// Returns where the name begins whose sequence stands behind `colon`.
fn start_of(text: &str, from: usize, colon: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let link = segment(bytes, from, colon);
    if !bytes[link..colon].iter().any(|byte| byte.is_ascii_alphabetic() || *byte == b'*') {
        return None;
    }
    let mut end = colon_before(bytes, from, link)?;
    let mut start = segment(bytes, from, end);
    let is_connector = bytes[start..end].starts_with(b"connector_");
    if is_connector {
        end = colon_before(bytes, from, start)?;
        start = segment(bytes, from, end);
    }
    let host_end = start + port_dash(&bytes[start..end])?;
    // Without that word, the four or five digits of an agent's port tell a name from a sentence.
    if !is_connector && !(4..=5).contains(&(end - host_end - 1)) {
        return None;
    }
    let start = address_start(bytes, from, start, host_end);
    let marks = bytes[colon + 1 + SEQUENCE_LENGTH..].iter().take_while(|byte| is_emphasis(**byte)).count();
    let host = undecorated(&text[start..host_end], marks);
    (!host.is_empty()).then(|| host_end - host.len())
}

/// Returns where the segment begins that ends before `end`.
fn segment(bytes: &[u8], from: usize, end: usize) -> usize {
    let length = bytes[from..end].iter().rev().take_while(|byte| is_name_byte(**byte)).count();
    let start = end - length;
    start + escape_length(&bytes[..start], &bytes[start..end])
}

fn colon_before(bytes: &[u8], from: usize, start: usize) -> Option<usize> {
    (start > from && bytes[start - 1] == b':').then(|| start - 1)
}

/// Returns where the dash stands in `<host>-<port>`.
fn port_dash(machine: &[u8]) -> Option<usize> {
    let dash = machine.iter().rposition(|byte| *byte == b'-')?;
    is_number(&machine[dash + 1..]).then_some(dash)
}

/// Returns where a host begins whose last group begins at `start`: further to the left for an IPv6 address, the
/// only kind of host with colons. In `task:10.0.0.5` the colon belongs to the sentence.
fn address_start(bytes: &[u8], from: usize, start: usize, host_end: usize) -> usize {
    const GROUPS: usize = 8;
    let is_group = |group: &[u8]| group.len() <= 4 && group.iter().all(u8::is_ascii_hexdigit);
    let last = &bytes[start..host_end];
    if !is_group(last) && !last.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') {
        return start;
    }
    let (mut first, mut groups) = (start, 1);
    while groups < GROUPS
        && let Some(end) = colon_before(bytes, from, first)
    {
        let group = segment(bytes, from, end);
        let bullets = bytes[group..end].iter().take_while(|byte| matches!(byte, b'-' | b'_' | b'*')).count();
        let group = group + bullets;
        if !is_group(&bytes[group..end]) {
            break;
        }
        (first, groups) = (group, groups + 1);
    }
    let shortened = bytes[first..host_end].windows(2).any(|pair| pair == b"::");
    if shortened || groups == GROUPS { first } else { start }
}

/// Returns the length of what is left of an escape such as `\n` or `\u003d` once its backslash ended the search.
fn escape_length(before: &[u8], segment: &[u8]) -> usize {
    match segment {
        _ if before.last() != Some(&b'\\') => 0,
        [b'n' | b'r' | b't', ..] => 1,
        [b'u', code @ ..] if code.len() >= 4 && code[..4].iter().all(u8::is_ascii_hexdigit) => 5,
        _ => 0,
    }
}

/// Returns a host without the bullets, dots and emphasis before it; `marks` is how many marks of emphasis stand
/// behind the name. A star that stands for a number of the address (`*.*.0.5`) stays.
fn undecorated(host: &str, marks: usize) -> &str {
    let host = host.rsplit("..").next().unwrap_or(host);
    let opening = host.bytes().take_while(|byte| is_emphasis(*byte)).count();
    let host = host[opening.min(marks)..].trim_start_matches(['-', '.', '_']);
    let plain = host.trim_start_matches(['-', '.', '_', '*']);
    let masked = plain.is_empty() || host[..host.len() - plain.len()].contains("*.");
    if masked { host } else { plain }
}

fn is_emphasis(byte: u8) -> bool {
    matches!(byte, b'*' | b'_')
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'*')
}

fn is_number(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
}
