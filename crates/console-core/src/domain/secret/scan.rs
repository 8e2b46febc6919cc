//! Where secrets stand in a text, told by the names before them and by their shape. The text may be anything: a
//! value, JSON that is half written, a command that was pasted, a page of a gateway.
//!
//! Nothing has to be well formed. What does not end yet is a secret to the end of the text: rather too much than
//! a secret that is seen while it is typed. Each way of looking goes through the text once.

use std::ops::Range;

use super::names::{is_secret_name, words};

/// What stands in a record in place of a secret.
pub const WITHHELD: &str = "(not recorded)";

/// What stands on the screen in place of a secret that is hidden.
pub const HIDDEN: &str = "(hidden)";

/// A way of looking.
type Finder = fn(&str) -> Vec<Range<usize>>;

/// The ways of looking. Each gives the places that it finds in their order.
pub(super) const FINDERS: [Finder; 11] = [
    named,
    paired,
    in_addresses,
    logins,
    bare_logins,
    private_keys,
    bearer_tokens,
    basic_logins,
    options,
    elements,
    in_sql,
];

/// Names are looked for no further back than this, in bytes; the longest documented one has 45.
const LONGEST_NAME: usize = 200;

/// Logins of Oracle's kind are looked for in no longer texts, in bytes.
const LONGEST_LOGIN: usize = 500;

/// What stands behind the names of secrets and a sign: `"password": "x"`, `password=x`, `password("x")`.
fn named(text: &str) -> Vec<Range<usize>> {
    let mut found = Found::default();
    let names = task_names(text);
    let mut names = names.iter().peekable();
    for sign in Sign::all(text) {
        while names.next_if(|name| name.end <= sign.place).is_some() {}
        if found.covers(sign.place) || names.peek().is_some_and(|name| name.contains(&sign.place)) {
            continue;
        }
        let Some(name) = Name::before(text, sign.place).filter(Name::is_secret) else { continue };
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
        let name = Name::before(text, place + 1).filter(|name| name.is_quoted && name.is_secret());
        if rest.starts_with(['"', '\'']) && name.is_some_and(|name| !name.is_value(text)) {
            found.add(text, quoted_at(text, text.len() - rest.len(), 0));
        }
    }
    found.0
}

/// The names of tasks in a text. The colons in them give nothing a value, whatever their parts are called.
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

/// A sign between a name and its value.
struct Sign {
    place: usize,
    end: usize,
}

impl Sign {
    fn all(text: &str) -> impl Iterator<Item = Self> {
        text.match_indices(['=', ':', '(', '＝', '：']).filter_map(|(place, sign)| {
            let end = place + sign.len();
            let behind = text.get(end..).unwrap_or_default();
            let is_one = match sign {
                // What is called with a text.
                "(" => behind.trim_start_matches('\\').starts_with(['"', '\'']),
                ":" => !behind.starts_with("//"),
                _ => true,
            };
            is_one.then_some(Self { place, end })
        })
    }
}

/// A name before a sign: the last word, or all that stands in quotes.
struct Name<'a> {
    word: &'a str,
    quoted: &'a str,
    is_quoted: bool,
    start: usize,
}

impl<'a> Name<'a> {
    fn before(text: &'a str, sign: usize) -> Option<Self> {
        let from = text.ceil_char_boundary(sign.saturating_sub(LONGEST_NAME));
        let before = text.get(from..sign)?;
        let name = before.trim_end_matches(|c: char| "\"'\\]".contains(c) || c.is_whitespace());
        let is_in_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
        let word = name.rsplit(|c: char| !is_in_word(c)).next()?;
        let is_quoted = before.get(name.len()..)?.contains(['"', '\'']);
        let quoted = if is_quoted { name.rsplit(['"', '\'']).next()? } else { "" };
        let longest = word.len().max(quoted.len());
        (longest > 0).then(|| Self { word, quoted, is_quoted, start: from + name.len() - longest })
    }

    fn is_secret(&self) -> bool {
        let is_secret = |name: &str| !name.is_empty() && !is_numbered(name) && is_secret_name(name);
        // Java's way to set a property.
        is_secret(self.word.strip_prefix("-D").unwrap_or(self.word)) || is_secret(self.quoted)
    }

    /// Whether its value may have blanks in it: a scheme and what it is for.
    fn is_header(&self) -> bool {
        words(self.word).iter().any(|word| matches!(word.as_str(), "authorization" | "cookie"))
    }

    /// Whether it stands behind a sign itself.
    fn is_value(&self, text: &str) -> bool {
        let before = text.get(..self.start).unwrap_or_default();
        before.trim_end_matches(|c: char| "\"'\\".contains(c) || c.is_whitespace()).ends_with([':', '=', '>'])
    }

    /// What ends a value that is not in quotes, by what stands before its name.
    fn ends(&self, text: &str, sign: &str) -> fn(char) -> bool {
        let before = text.get(..self.start).unwrap_or_default();
        if self.is_header() {
            return |c| matches!(c, '"' | '\'' | '\n' | '\r');
        }
        if self.is_quoted {
            return |c| c.is_whitespace() || ",;&\"'}])<".contains(c);
        }
        match before.chars().next_back() {
            // Where a string begins; but not what is said in a sentence.
            Some('"') if sign == "=" => |c| matches!(c, '"' | '\n' | '\r'),
            Some('?' | '&') => |c| c.is_whitespace() || "&\"<>".contains(c),
            Some(';') => |c| matches!(c, ';' | '"' | '<' | '\n' | '\r'),
            _ if is_line_start(before) => |c| matches!(c, '\n' | '\r'),
            _ => |c| c.is_whitespace() || ",;&\"'}])<".contains(c),
        }
    }
}

fn is_line_start(before: &str) -> bool {
    let line = before.trim_end_matches([' ', '\t']);
    line.is_empty() || line.ends_with('\n')
}

/// Whether a name is one of a task or a topic (`p_493po-source-000-0`), whose parts come by chance.
fn is_numbered(name: &str) -> bool {
    let mut parts = name.rsplit(['-', ':']);
    let is_number = |part: Option<&str>| {
        part.is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty())
    };
    is_number(parts.next()) && is_number(parts.next())
}

/// The value behind a sign, without its quotes.
fn value_after(text: &str, sign: &Sign, name: &Name<'_>) -> Range<usize> {
    let rest = text.get(sign.end..).unwrap_or_default();
    let rest = rest.strip_prefix(['>', '=']).unwrap_or(rest);
    let rest = match name.is_quoted {
        true => rest.trim_start(),
        false => rest.trim_start_matches([' ', '\t']),
    };
    let start = text.len() - rest.len();
    let escapes = rest.len() - rest.trim_start_matches('\\').len();
    match rest.as_bytes().get(escapes) {
        Some(b'"' | b'\'') => quoted_at(text, start, escapes),
        Some(b'{' | b'[') if escapes == 0 => start..end_of_nested(text, start),
        _ => {
            let end = start
                + end_of_bare(rest, name.ends(text, text.get(sign.place..sign.end).unwrap_or_default()));
            let is_literal = matches!(text.get(start..end), Some("true" | "false" | "null"));
            if is_literal { start..start } else { start..end }
        }
    }
}

/// Where a value ends that is not in quotes: at the first character that ends it, at a line break or a quote that
/// is escaped.
fn end_of_bare(text: &str, ends: fn(char) -> bool) -> usize {
    if let Some(placeholder) = placeholder_at(text, 0) {
        return placeholder.len();
    }
    let begin = text.strip_prefix("${").and_then(|rest| rest.find(['}', '\n'])).map_or(0, |end| end + 3);
    let mut characters = text.get(begin..).unwrap_or_default().char_indices().peekable();
    while let Some((place, character)) = characters.next() {
        let place = begin + place;
        if character == '\\' {
            match characters.next() {
                Some((_, 'n' | 'r' | 't' | '"')) => return place,
                _ => continue,
            }
        }
        if ends(character) {
            return place;
        }
    }
    text.len()
}

/// What stands in quotes: the opening one at a place, behind so many backslashes.
fn quoted_at(text: &str, start: usize, escapes: usize) -> Range<usize> {
    let quote = text.as_bytes().get(start + escapes).copied().unwrap_or_default();
    let start = (start + escapes + 1).min(text.len());
    start..end_of_quoted(text, start, quote, escapes)
}

/// Where a quoted value ends: at a quote with as many backslashes before it as the one that it began with, or
/// fewer, which ends what is around it. At the end of the text if there is none.
fn end_of_quoted(text: &str, start: usize, quote: u8, escapes: usize) -> usize {
    let mut backslashes = 0;
    for (place, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'\\' => backslashes += 1,
            // Pairs of backslashes stand for themselves where the text is quoted once.
            _ if byte == quote && (backslashes <= escapes || escapes == 0 && backslashes % 2 == 0) => {
                return if backslashes <= escapes { place - backslashes } else { place };
            }
            _ => backslashes = 0,
        }
    }
    text.len()
}

/// Where an object or a list ends: behind the bracket that closes it, else at the end of the text. Brackets in
/// strings do not count.
fn end_of_nested(text: &str, start: usize) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (place, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return place + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// What this console shows in place of a secret is none.
const PLACEHOLDERS: [&str; 2] = [WITHHELD, HIDDEN];

fn placeholder_at(text: &str, start: usize) -> Option<&'static str> {
    let rest = text.get(start..)?;
    PLACEHOLDERS.into_iter().find(|placeholder| rest.starts_with(placeholder))
}

/// Whether a text is no secret wherever it stands: nothing, brackets without anything in them, or a reference to
/// something that is kept elsewhere.
pub(super) fn is_harmless(text: &str) -> bool {
    let text = text.trim();
    if PLACEHOLDERS.contains(&text) {
        return true;
    }
    let mut signs = text.chars().filter(|c| !c.is_whitespace());
    let inside: String = signs.by_ref().take(4).collect();
    let is_empty =
        signs.next().is_none() && matches!(inside.as_str(), "" | "{" | "[" | "[{" | "{}" | "[]" | "[{}]");
    is_empty || is_reference(text)
}

/// Whether a text is a reference: `${name}`, `${provider:path:key}`. One with a value to fall back on
/// (`${name:value}`) is none.
fn is_reference(text: &str) -> bool {
    let Some(inside) = text.strip_prefix("${").and_then(|text| text.strip_suffix('}')) else { return false };
    let is_plain = |c: char| c.is_alphanumeric() || "._-/:@,".contains(c);
    inside.chars().all(is_plain)
        && inside.split_once(':').is_none_or(|(provider, rest)| rest.is_empty() || is_provider(provider))
}

fn is_provider(word: &str) -> bool {
    const PROVIDERS: [&str; 16] = [
        "aws",
        "config",
        "dir",
        "directory",
        "env",
        "file",
        "k8s",
        "kms",
        "props",
        "secret",
        "secrets",
        "secretsmanager",
        "securepass",
        "ssm",
        "sys",
        "vault",
    ];
    PROVIDERS.contains(&word)
}

/// Whether a sign stands within a reference.
fn is_in_reference(text: &str, sign: usize) -> bool {
    let from = text.ceil_char_boundary(sign.saturating_sub(LONGEST_NAME));
    let before = text.get(from..sign).unwrap_or_default();
    let Some(open) = before.rfind("${") else { return false };
    let inside = text.get(from + open..).unwrap_or_default();
    before.get(open..).is_some_and(|begun| !begun.contains('}'))
        && inside.find('}').and_then(|end| inside.get(..=end)).is_some_and(is_reference)
}

/// Places that were found, in their order.
#[derive(Default)]
struct Found(Vec<Range<usize>>);

impl Found {
    fn covers(&self, place: usize) -> bool {
        self.0.last().is_some_and(|last| place < last.end)
    }

    /// Adds a place, unless what stands there is harmless or was found.
    fn add(&mut self, text: &str, range: Range<usize>) {
        if !self.covers(range.start) && !text.get(range.clone()).is_none_or(is_harmless) {
            self.0.push(range);
        }
    }
}

/// Values whose name stands beside them: `{"name": "password", "value": "x"}`, in either order.
fn paired(text: &str) -> Vec<Range<usize>> {
    let mut found = pairs(text, true);
    // What does not close its quotes yet may hide the brackets that matter.
    found.extend(pairs(text, false));
    found.sort_by_key(|range| range.start);
    found
}

/// Members of one object, as far as they are about a name and a value.
#[derive(Default)]
struct Members {
    names_secret: bool,
    values: Vec<Range<usize>>,
}

/// What stands in double quotes, in the order of the text; the last to its end if it is not closed.
pub(super) fn strings(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (place, _) in text.match_indices('"') {
        if found.last().is_none_or(|last| place > last.end) {
            found.push(place + 1..end_of_quoted(text, place + 1, b'"', 0));
        }
    }
    found
}

pub(super) fn pairs(text: &str, heeds_quotes: bool) -> Vec<Range<usize>> {
    let mut open: Vec<Members> = vec![Members::default()];
    let mut closed: Vec<Range<usize>> = Vec::new();
    let mut quoted_to = 0;
    for (place, sign) in text.match_indices(['"', '{', '}', '<', '>', ':', '=']) {
        if place < quoted_to {
            continue;
        }
        match sign {
            "\"" => {
                let before = text.get(..place).unwrap_or_default();
                let escapes = before.len() - before.trim_end_matches('\\').len();
                if heeds_quotes {
                    quoted_to = end_of_quoted(text, place + 1, b'"', escapes) + escapes + 1;
                }
            }
            "{" | "<" => open.push(Members::default()),
            "}" | ">" => {
                closed.extend(
                    open.pop()
                        .filter(|members| members.names_secret)
                        .map(|members| members.values)
                        .unwrap_or_default(),
                );
                if open.is_empty() {
                    open.push(Members::default());
                }
            }
            _ => {
                let Some(name) = Name::before(text, place) else { continue };
                let mut words = words(if name.is_quoted { name.quoted } else { name.word });
                let word = words.pop().unwrap_or_default();
                let Some(members) = open.last_mut() else { continue };
                let sign = Sign { place, end: place + 1 };
                // The id of a client is about the client.
                if is_word_for_name(&word) || word == "id" && words.is_empty() {
                    let end = text.floor_char_boundary((place + LONGEST_NAME).min(text.len()));
                    let value =
                        text.get(..end).map(|text| value_after(text, &sign, &name)).unwrap_or_default();
                    members.names_secret |= text.get(value).is_some_and(is_secret_name);
                } else if is_word_for_value(&word) {
                    // Where it ends is looked for only if it is a secret.
                    members.values.push(place..name.start);
                }
            }
        }
    }
    for members in open.into_iter().filter(|members| members.names_secret) {
        closed.extend(members.values);
    }
    closed.sort_by_key(|value| value.start);
    let mut found = Found::default();
    for Range { start: place, .. } in closed {
        if let Some(name) = Name::before(text, place).filter(|_| !found.covers(place)) {
            found.add(text, value_after(text, &Sign { place, end: place + 1 }, &name));
        }
    }
    found.0
}

fn is_word_for_name(word: &str) -> bool {
    const WORDS: [&str; 15] = [
        "name",
        "key",
        "k",
        "n",
        "property",
        "prop",
        "param",
        "parameter",
        "attribute",
        "attr",
        "option",
        "setting",
        "field",
        "variable",
        "var",
    ];
    WORDS.contains(&word)
}

fn is_word_for_value(word: &str) -> bool {
    matches!(
        word,
        "value" | "val" | "v" | "values" | "content" | "contents" | "default" | "text" | "data" | "string"
    )
}

/// Passwords in addresses: `scheme://user:password@host`, where there are several hosts too. A user alone is no
/// secret. What might become a password is one until the `@` is there.
fn in_addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Found::default();
    let mut ahead = Ahead { at: Next::of(|text| text.find('@')), end: Next::of(end_of_string) };
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

/// The login behind the name of a domain: `domain;user:password@host`.
fn login_of_domain(text: &str, host: &Range<usize>, ends: fn(char) -> bool) -> Option<Range<usize>> {
    let behind = text.get(host.end..)?.strip_prefix(';')?;
    let login = behind.get(..behind.find(ends).unwrap_or(behind.len()))?;
    let (user, _) = login.split_once(':').filter(|(user, _)| !user.is_empty() && !user.contains('='))?;
    let is_domain = !user.contains('@') && !text.get(host.clone())?.contains([':', '@']);
    is_domain.then_some(host.end + 1..host.end + 1 + login.len())
}

/// The password in what should be `user:password@host:port`, or in what becomes one.
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
    at: Next,
    end: Next,
}

struct Next {
    find: fn(&str) -> Option<usize>,
    known: Option<usize>,
}

impl Next {
    fn of(find: fn(&str) -> Option<usize>) -> Self {
        Self { find, known: None }
    }

    /// Where it comes behind a place, else the end of the text. The places go ahead.
    fn from(&mut self, text: &str, start: usize) -> usize {
        let known = self.known.filter(|known| *known >= start);
        let next = known.unwrap_or_else(|| {
            text.get(start..).and_then(self.find).map_or(text.len(), |further| start + further)
        });
        self.known = Some(next);
        next
    }
}

/// Where a line or a string ends: quotes with backslashes before them may be part of it.
fn end_of_string(text: &str) -> Option<usize> {
    let mut ends = text.match_indices(['"', '\n']);
    ends.find(|(place, _)| !text.get(..*place).is_some_and(|before| before.ends_with('\\')))
        .map(|(place, _)| place)
}

/// Oracle's way to write a login: `user/password@host`, behind `jdbc:oracle:thin:` too.
fn logins(text: &str) -> Vec<Range<usize>> {
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
        if is_oracle_login(login, host) {
            let slash = login.find('/').unwrap_or_default();
            found.push(at - login.len() + slash + 1..at);
        }
    }
    found.sort_by_key(|login| login.start);
    merged(text, found)
}

/// Whether this is `user/password` before a host, and neither a path nor the name of a Kerberos service
/// (`kafka/host.example.com@EXAMPLE.COM`).
fn is_oracle_login(login: &str, host: &str) -> bool {
    let Some((user, password)) = login.split_once('/') else { return false };
    let user = user.rsplit(':').next().unwrap_or_default();
    let is_user = user.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_realm = host.contains('.') && !host.contains(|c: char| c.is_lowercase());
    let is_service = is_realm && (password == "_HOST" || password.contains('.'));
    let is_host = host.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '[' | '$' | '_'));
    is_user && is_host && !is_service && !password.contains('/')
}

/// Logins without a scheme before them: `user:password@host:port`, and Go's `user:password@tcp(host:port)`.
fn bare_logins(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let from = text.ceil_char_boundary(at.saturating_sub(LONGEST_NAME));
        let before = text.get(from..at).unwrap_or_default();
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
        }
    }
    // The one that ends last has all of a password with such a sign in it.
    found.sort_by_key(|login| (login.start, std::cmp::Reverse(login.end)));
    merged(text, found)
}

/// Whether a text begins with what Go's drivers have behind a login: `tcp(host:port)`.
fn is_network(text: &str) -> bool {
    let letters = text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
    (1..=10).contains(&letters) && text.get(letters..).is_some_and(|behind| behind.starts_with('('))
}

/// Whether a text begins with a host that a login may stand before: not with what else stands behind such a sign, the
/// number of a version, a digest, or the hash that Java gives to an object.
fn is_host(text: &str, before: &str) -> bool {
    // Go leaves out the host of the machine itself.
    if text.strip_prefix('/').is_some_and(|path| path.starts_with(|c: char| c.is_alphanumeric())) {
        return true;
    }
    let ends = |c: char| c.is_whitespace() || "\"'`,;<>{}()|\\/?#&".contains(c);
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

/// Whether a text may be the name of a user before a colon, and is not a word that says what follows.
fn is_user(text: &str) -> bool {
    const LABELS: [&str; 28] = [
        "account",
        "address",
        "author",
        "bcc",
        "by",
        "cc",
        "contact",
        "email",
        "from",
        "host",
        "id",
        "image",
        "jdbc",
        "login",
        "mail",
        "mailto",
        "name",
        "npm",
        "owner",
        "principal",
        "server",
        "sip",
        "to",
        "url",
        "user",
        "userid",
        "username",
        "xmpp",
    ];
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._-#@$%+".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(is_part)
        && !LABELS.iter().any(|label| label.eq_ignore_ascii_case(text))
}

/// Private keys as they stand in files, between their first line and their last.
fn private_keys(text: &str) -> Vec<Range<usize>> {
    const BEGIN: &str = "-----BEGIN ";
    let mut found = Found::default();
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
fn bearer_tokens(text: &str) -> Vec<Range<usize>> {
    let is_in_token = |c: char| c.is_ascii_alphanumeric() || "-._~+/=*•".contains(c);
    let token_at = |start: usize| {
        let rest = text.get(start..).unwrap_or_default();
        start..start + rest.find(|c| !is_in_token(c)).unwrap_or(rest.len())
    };
    let mut found = Found::default();
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
fn basic_logins(text: &str) -> Vec<Range<usize>> {
    let mut found = Found::default();
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

/// Whether a text is the base64 of `user:password`, or of its beginning.
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

/// Options of a command: `--password x`, and `-u user:x`.
fn options(text: &str) -> Vec<Range<usize>> {
    let mut found = Found::default();
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

/// Elements of XML: `<password>x</password>`, `<property name="password">x</property>`, and
/// `<name>password</name><value>x</value>` in either order.
fn elements(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut names_secret, mut value) = (false, None);
    let mut data_end = Next::of(|text| text.find("]]>"));
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

/// Where a tag ends whose attributes a text begins with.
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

/// What stands behind a tag, without the brackets of `CDATA`.
fn content_at(text: &str, start: usize, data_end: &mut Next) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    match rest.trim_start().strip_prefix("<![CDATA[") {
        Some(data) => {
            let start = text.len() - data.len();
            start..data_end.from(text, start)
        }
        None => start..start + rest.find('<').unwrap_or(rest.len()),
    }
}

/// Whether one of these attributes of a tag names a secret: `name="password"`.
fn names_secret_in(attributes: &str) -> bool {
    attributes.match_indices('=').any(|(place, _)| {
        let Some(name) = Name::before(attributes, place) else { return false };
        let is_for_name =
            name.word == "id" || words(name.word).pop().is_some_and(|word| is_word_for_name(&word));
        let value = || value_after(attributes, &Sign { place, end: place + 1 }, &name);
        is_for_name && attributes.get(value()).is_some_and(is_secret_name)
    })
}

/// Passwords in SQL: `identified by 'x'`, with the name of a plug-in or the word `password` between.
fn in_sql(text: &str) -> Vec<Range<usize>> {
    let mut found = Found::default();
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

/// The beginning of a text, of no more bytes than this.
fn beginning(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

/// Places in their order, without those that begin within others or are harmless.
fn merged(text: &str, places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut found = Found::default();
    places.into_iter().for_each(|place| found.add(text, place));
    found.0
}
