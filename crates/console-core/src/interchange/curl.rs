//! Calls as curl commands for a POSIX shell (bash, dash, zsh), as a script or pasted at a prompt.
//!
//! Pasted text meets more than a script does: a prompt expands `!`, also within quotes that began on an earlier
//! line; zsh takes no comments there; a terminal has an encoding of its own. So every quoted text begins and
//! ends on its line, and bodies are in ASCII without `'` and `!`, which JSON can write as escapes.

use std::fmt::Write;
use std::net::Ipv6Addr;

use crate::domain::call::Call;

/// An address that commands go to: `http://host:port`, perhaps with a path, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Reads an address: `http` or `https`, a host, and perhaps a port and a path. One with a user, a password or a
    /// query is refused: it would be copied by everybody.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let is_plain =
            |text: &str, signs: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || signs.contains(c));
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (address, port) = rest.split_once(']')?;
                address.parse::<Ipv6Addr>().ok()?;
                (address, port)
            }
            None => {
                let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
                (is_plain(host, ".-_") && !host.is_empty()).then_some((host, port))?
            }
        };
        let is_port = port.is_empty()
            || port
                .strip_prefix(':')
                .is_some_and(|port| is_plain(port, "") && port.parse::<u16>().is_ok_and(|port| port > 0));
        let is_valid =
            matches!(&*scheme, "http" | "https") && !host.is_empty() && is_port && is_plain(path, "/._~-");
        is_valid.then(|| Self(format!("{scheme}://{authority}{}", path.trim_end_matches('/'))))
    }

    /// Returns the address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A set of sentences that a [`script`] says to people.
#[derive(Clone, Copy, Debug)]
pub struct ScriptSentences<'a> {
    /// Stands at its beginning.
    pub about: &'a str,
    /// Is printed where it stops.
    pub stopped: &'a str,
}

/// Returns the command for one call, one option a line, to the console or host at `base` (`http://host:port`).
///
/// A NUL cannot stand in a shell's argument; in a body it is escaped by JSON, in a name refused.
pub fn command(base: &str, call: &Call) -> String {
    format!("curl {}", options(base, call))
}

/// Returns the commands for several calls. What follows a call is sent only if the answer is a 2xx whose envelope
/// has `isSuccess: true`.
///
/// They run in a subshell, so that a prompt stays open, and none of them before the whole text was read. There is
/// no comment sign and no `!`; sentences are arguments of `:` and `printf`.
pub fn script(base: &str, calls: &[Call], time_out_seconds: u32, sentences: ScriptSentences<'_>) -> String {
    let sends: Vec<_> = calls.iter().map(|call| format!("send {}", options(base, call))).collect();
    let script = SCRIPT
        .replace("TIME_OUT", &time_out_seconds.to_string())
        .replace("ABOUT", &quote(sentences.about))
        .replace("STOPPED", &quote(sentences.stopped));
    script.replace("SENDS", &sends.join(" &&\n"))
}

/// What is around the calls. An answer is made plain first: without white space, escapes, texts, and inner objects,
/// so that `isSuccess` is found in the envelope alone, and only there.
const SCRIPT: &str = r#": ABOUT
(
send() {
  answer=$(curl --silent --show-error --max-time TIME_OUT --write-out ' HTTP %{http_code}' "$@")
  failed=$?
  printf '%s\n' "$answer"
  plain=$(printf '%s' "$answer" | LC_ALL=C tr -d ' \t\r\n' |
    LC_ALL=C sed -e 's/\\.//g' -e 's/:"[^"]*"/:0/g' -e ':a' -e 's/\(.\){[^{}]*}/\10/' -e 'ta')
  case $failed$plain in
    *'"isSuccess"'*'"isSuccess"'*) ;;
    '0{'*'"isSuccess":true,'*'}HTTP2'??) return 0 ;;
    '0{'*'"isSuccess":true}HTTP2'??) return 0 ;;
  esac
  printf '%s\n' STOPPED >&2
  return 1
}
SENDS
)"#;

/// Returns the arguments of curl for a call.
fn options(base: &str, call: &Call) -> String {
    let mut options = format!("-X{} {}", Call::METHOD, quote(&format!("{base}{}", call.target())));
    for (name, value) in call.headers() {
        options.push_str(" \\\n  --header ");
        options.push_str(&quote(&format!("{name}: {value}")));
    }
    if let Some(body) = call.body() {
        options.push_str(" \\\n  --data-raw ");
        options.push_str(&quote(&on_one_line(&body)));
    }
    options
}

/// Returns the same JSON on one line, with everything escaped that a prompt or a terminal could change.
fn on_one_line(json: &str) -> String {
    let mut line = String::with_capacity(json.len());
    let (mut in_string, mut is_escaped) = (false, false);
    for c in json.chars() {
        if !in_string && c.is_ascii_whitespace() {
            continue;
        }
        in_string ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        if matches!(c, '\'' | '!') || !matches!(c, ' '..='~') {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(line, "\\u{unit:04x}");
            }
        } else {
            line.push(c);
        }
    }
    line
}

/// Returns a text as one word of a POSIX shell. Within single quotes nothing has a meaning but the quote.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests;
