//! Passwords in logins: in addresses, and in the ways of Oracle, Go and others.

use super::reach::{LONGEST_LOGIN, LONGEST_NAME, NextMatch, beginning};
use std::cmp::Reverse;
use std::ops::Range;

use super::ranges::{SecretRanges, merged};
use super::reference::{is_reference, placeholder_at};
use super::value::quoted_at;

/// Passwords in addresses: `scheme://user:password@host`, where there are several hosts too. A user alone is no
/// secret. What might become a password is one until the `@` is there.
pub(super) fn in_addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = SecretRanges::default();
    let mut ahead = Ahead { at: NextMatch::of(|text| text.find('@')), end: NextMatch::of(end_of_string) };
    for (place, sign) in text.match_indices("://") {
        let mut start = place + sign.len();
        // Each of several hosts may have a login of its own.
        while !found.covers(start) {
            let rest = text.get(start..).unwrap_or_default();
            let ends = |c: char| c.is_whitespace() || "/?;,)\"'<>\\`".contains(c);
            let mut host = start..start + rest.find(ends).unwrap_or(rest.len());
            if let Some(login) = login_of_domain(text, &host, ends) {
                host = login;
            }
            let login = password_in(text, host.clone(), &mut ahead);
            let end = login.as_ref().map_or(host.end, |login| login.end.max(host.end));
            login.into_iter().for_each(|login| found.add(text, login));
            if !text.get(end..).is_some_and(|rest| rest.starts_with(',')) {
                break;
            }
            start = end + 1;
        }
    }
    found.0
}

/// Returns the login behind the name of a domain: `domain;user:password@host`.
fn login_of_domain(text: &str, host: &Range<usize>, ends: fn(char) -> bool) -> Option<Range<usize>> {
    let behind = text.get(host.end..)?.strip_prefix(';')?;
    let login = behind.get(..behind.find(ends).unwrap_or(behind.len()))?;
    let (user, _) = login.split_once(':').filter(|(user, _)| !user.is_empty() && !user.contains('='))?;
    let is_domain = !user.contains('@') && !text.get(host.clone())?.contains([':', '@']);
    is_domain.then_some(host.end + 1..host.end + 1 + login.len())
}

/// Returns the password in what should be `user:password@host:port`, or in what becomes one.
fn password_in(text: &str, host: Range<usize>, ahead: &mut Ahead) -> Option<Range<usize>> {
    let authority = text.get(host.clone())?;
    // The name of a user may have a sign of its own: `user@tenant#cluster`.
    let behind = authority.rfind('@').map_or(0, |at| at + 1);
    if let Some(colon) = authority.get(..behind)?.find(':') {
        return Some(host.start + colon + 1..host.start + behind - 1);
    }
    let colon = behind + authority.get(behind..).filter(|host| !host.starts_with('['))?.find(':')?;
    let port = authority.get(colon + 1..)?;
    if is_reference(port) || !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // No port: a password with signs in it that end a host, or one that is not finished.
    let start = host.start + colon + 1;
    if let Some(placeholder) = placeholder_at(text, start) {
        return Some(start..start + placeholder.len());
    }
    let end = ahead.end.from(text, start);
    match ahead.at.from(text, start) < end {
        true => Some(start..start + text.get(start..end)?.rfind('@')?),
        false => Some(start..host.end),
    }
}

/// What comes next in a text, so that no part of it is looked through twice.
struct Ahead {
    at: NextMatch,
    end: NextMatch,
}

/// Returns where a line or a string ends: quotes with backslashes before them may be part of it.
fn end_of_string(text: &str) -> Option<usize> {
    let mut ends = text.match_indices(['"', '\n']);
    ends.find(|(place, _)| !text.get(..*place).is_some_and(|before| before.ends_with('\\')))
        .map(|(place, _)| place)
}

/// Oracle's way to write a login: `user/password@host`, behind `jdbc:oracle:thin:` too.
pub(super) fn logins(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (place, sign) in text.match_indices("oracle:") {
        let start = place + sign.len();
        let rest = text.get(start..).map(|rest| beginning(rest, LONGEST_LOGIN)).unwrap_or_default();
        let length = rest.find(|c: char| c.is_whitespace() || "\"'<>\\".contains(c)).unwrap_or(rest.len());
        let login = rest.get(..length).unwrap_or_default();
        let at = login.rfind('@').unwrap_or(login.len());
        let Some(slash) = login.find('/').filter(|slash| *slash < at) else { continue };
        let (from, behind) = (start + slash + 1, rest.get(slash + 1..).unwrap_or_default());
        let escapes = behind.len() - behind.trim_start_matches('\\').len();
        found.push(match behind.as_bytes().get(escapes) {
            Some(b'"') => quoted_at(text, from, escapes),
            _ => from..start + at,
        });
    }
    let mut slash = None;
    for (at, sign) in text.match_indices(['@', '/']) {
        if sign == "/" {
            slash = Some(at);
            continue;
        }
        let from = text.ceil_char_boundary(at.saturating_sub(LONGEST_NAME));
        if slash.is_none_or(|slash| slash < from) {
            continue;
        }
        let before = text.get(from..at).unwrap_or_default();
        let divides = |c: char| c.is_whitespace() || "\"'`,;=()<>[]{}|\\".contains(c);
        let login = before.rsplit(divides).next().unwrap_or_default();
        let host = text.get(at + 1..).map(|host| beginning(host, LONGEST_LOGIN)).unwrap_or_default();
        let host = host.split(|c: char| divides(c) && c != '[').next().unwrap_or_default();
        let begin = at - login.len();
        if is_oracle_login(login, host) {
            let slash = login.find('/').unwrap_or_default();
            found.push(begin + slash + 1..at);
        } else if let Some(before) = last_in(&found, begin).filter(|_| may_be_host(host)) {
            found.push(before..at);
        }
    }
    found.sort_by_key(|login| (login.start, Reverse(login.end)));
    merged(text, found)
}

/// Returns where the password of a login begins that was found in the same word, which begins here. A further `@` in
/// it ends that password, or one of another login that nothing divides from the first.
fn last_in(found: &[Range<usize>], begin: usize) -> Option<usize> {
    found.last().map(|last| last.start).filter(|start| *start >= begin)
}

/// Returns whether a host, or what Oracle has in its place, may begin like this.
fn may_be_host(host: &str) -> bool {
    host.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '[' | '$' | '_'))
}

/// Returns whether this is `user/password` before a host, and neither a path nor the name of a Kerberos service
/// (`kafka/host.example.com@EXAMPLE.COM`).
fn is_oracle_login(login: &str, host: &str) -> bool {
    let Some((user, password)) = login.split_once('/') else { return false };
    let user = user.rsplit(':').next().unwrap_or_default();
    let is_user = user.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_realm = host.contains('.') && !host.contains(|c: char| c.is_lowercase());
    let is_service = is_realm && (password == "_HOST" || password.contains('.'));
    is_user && may_be_host(host) && !is_service && !password.contains('/')
}

/// Logins without a scheme before them: `user:password@host:port`, and Go's `user:password@tcp(host:port)`.
pub(super) fn bare_logins(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let from = text.ceil_char_boundary(at.saturating_sub(LONGEST_NAME));
        let Some(before) = text.get(from..at).filter(|before| before.contains(':')) else { continue };
        let divides = |c: char| c.is_whitespace() || "\"'`,;<>[]{}|\\".contains(c);
        let login = before.rsplit(divides).next().unwrap_or_default();
        let behind = text.get(at + 1..).map(|host| beginning(host, LONGEST_LOGIN)).unwrap_or_default();
        let Some((user, secret)) = login.split_once(':') else { continue };
        let user = user.rsplit(['=', '(']).next().unwrap_or_default();
        let is_login = match is_network(behind) {
            true => !secret.is_empty() && !secret.starts_with("//"),
            false => !secret.is_empty() && !secret.contains([':', '/']) && is_host(behind, secret),
        };
        if is_login && is_user(user) {
            found.push(at - secret.len()..at);
        } else if let Some(before) = last_in(&found, at - login.len()).filter(|_| is_host(behind, secret)) {
            found.push(before..at);
        }
    }
    // The one that ends last has all of a password with such a sign in it.
    found.sort_by_key(|login| (login.start, Reverse(login.end)));
    merged(text, found)
}

/// Returns whether a text begins with what Go's drivers have behind a login: `tcp(host:port)`.
fn is_network(text: &str) -> bool {
    let letters = text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
    (1..=10).contains(&letters) && text.get(letters..).is_some_and(|behind| behind.starts_with('('))
}

/// Returns whether a text begins with a host that a login may stand before: not with what else stands behind such a
/// sign, the number of a version, a digest, or the hash that Java gives to an object.
fn is_host(text: &str, before: &str) -> bool {
    // Go leaves out the host of the machine itself.
    if text.strip_prefix('/').is_some_and(|path| path.starts_with(|c: char| c.is_alphanumeric())) {
        return true;
    }
    let ends = |c: char| c.is_whitespace() || "\"'`,;<>{}()|\\/?#&、，；".contains(c);
    let host = text.split(ends).next().unwrap_or_default();
    if let Some((address, port)) = host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        return address.contains(':') && (port.is_empty() || port.starts_with(':'));
    }
    let (name, port) = match host.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    let is_name = name.starts_with(|c: char| c.is_alphanumeric())
        && name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_version = is_number && name.split('.').count() != 4;
    let is_hash = port.is_none() && before.contains('.') && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_port = port.is_none_or(|port| port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit()));
    is_name && is_port && !is_version && !is_hash
}

/// Returns whether a text may be the name of a user before a colon, and is not a word that says what follows.
fn is_user(text: &str) -> bool {
    let is_label = |word: &str| {
        matches!(
            word,
            "account"
                | "address"
                | "author"
                | "bcc"
                | "by"
                | "cc"
                | "contact"
                | "email"
                | "from"
                | "host"
                | "id"
                | "image"
                | "jdbc"
                | "login"
                | "mail"
                | "mailto"
                | "name"
                | "npm"
                | "owner"
                | "principal"
                | "server"
                | "sip"
                | "to"
                | "url"
                | "user"
                | "userid"
                | "username"
                | "xmpp"
        )
    };
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._-#@$%+".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(is_part)
        && !is_label(&text.to_ascii_lowercase())
}
