//! Secrets that show by their shape what they are: private keys, tokens, logins in base64.

use super::reach::beginning;
use std::ops::Range;

use super::ranges::{SecretRanges, merged};

/// Private keys as they stand in files, between their first line and their last.
pub(super) fn private_keys(text: &str) -> Vec<Range<usize>> {
    const BEGIN: &str = "-----BEGIN ";
    let mut found = SecretRanges::default();
    for (place, _) in text.match_indices(BEGIN) {
        let head = text.get(place + BEGIN.len()..).unwrap_or_default();
        let line = beginning(head, 60);
        let Some(end) = line
            .find("-----")
            .filter(|end| line.get(..*end).is_some_and(|kind| kind.contains("PRIVATE KEY")))
        else {
            continue;
        };
        if !found.covers(place) {
            let start = place + BEGIN.len() + end + 5;
            let body = text.get(start..).unwrap_or_default();
            let body = body.split('"').next().unwrap_or_default();
            found.add(text, start..start + body.find("-----END").unwrap_or(body.len()));
        }
    }
    found.0
}

/// Tokens behind the word "Bearer", and those that show by themselves what they are.
pub(super) fn bearer_tokens(text: &str) -> Vec<Range<usize>> {
    let is_in_token = |c: char| c.is_ascii_alphanumeric() || "-._~+/=*•".contains(c);
    let token_at = |start: usize| {
        let rest = text.get(start..).unwrap_or_default();
        start..start + rest.find(|c| !is_in_token(c)).unwrap_or(rest.len())
    };
    let mut found = SecretRanges::default();
    for (place, sign) in text.match_indices("eyJ") {
        let is_begun = text.get(..place).is_some_and(|before| before.ends_with(is_in_token));
        if found.covers(place + sign.len()) || is_begun {
            continue;
        }
        let token = token_at(place);
        if text.get(token.clone()).is_some_and(|text| text.len() > 20 && text.contains('.')) {
            found.add(text, token);
        }
    }
    let mut bearers = Vec::new();
    for sign in ["Bearer ", "bearer ", "BEARER "] {
        for (place, _) in text.match_indices(sign) {
            let token = token_at(place + sign.len());
            // Not what follows in a sentence.
            if text
                .get(token.clone())
                .is_some_and(|text| text.contains(|c: char| !c.is_ascii_lowercase() && c != '.'))
            {
                bearers.push(token);
            }
        }
    }
    found.0.extend(bearers);
    found.0.sort_by_key(|token| token.start);
    merged(text, found.0)
}

/// Logins in base64 behind the word “Basic”.
pub(super) fn basic_logins(text: &str) -> Vec<Range<usize>> {
    let mut found = SecretRanges::default();
    for sign in ["Basic ", "basic ", "BASIC "] {
        for (place, _) in text.match_indices(sign) {
            let rest = text.get(place + sign.len()..).unwrap_or_default();
            let is_in_login = |c: char| c.is_ascii_alphanumeric() || "+/=-_".contains(c);
            let length = rest.find(|c| !is_in_login(c)).unwrap_or(rest.len());
            if is_login_in_base64(rest.get(..length).unwrap_or_default()) {
                let start = place + sign.len();
                found.0.push(start..start + length);
            }
        }
    }
    found.0.sort_by_key(|login| login.start);
    merged(text, found.0)
}

/// Returns whether a text is the base64 of `user:password`, or of its beginning.
fn is_login_in_base64(text: &str) -> bool {
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return false,
        };
        (bits, count) = (bits << 6 | u32::from(digit), count + 6);
        if count >= 8 {
            count -= 8;
            match char::from((bits >> count & 0xff) as u8) {
                ':' => return true,
                character if character.is_ascii_graphic() || character == ' ' => {}
                _ => return false,
            }
        }
    }
    false
}
