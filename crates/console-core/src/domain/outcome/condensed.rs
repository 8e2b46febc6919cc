//! What is kept of a long answer.

use std::borrow::Cow;

use super::envelope::{DOCUMENTED, Envelope, KEPT, MEMBERS_KEPT, SuccessClaim, as_text, members, shortened};
use super::reply::Reply;
use crate::text::json;

impl Reply {
    /// Returns the same reply with no more of its body than is kept: the fields of an envelope, the known ones before
    /// others, or the beginning of a text, each shortened. It is judged as the whole reply is.
    #[must_use]
    pub fn condensed(self) -> Self {
        let Self::Answer { status, body } = self else { return self };
        let body = condensed(&body).into_owned();
        Self::Answer { status, body }
    }
}

/// Shortens a body to what is kept of it. What is shortened already stays as it is.
pub(super) fn condensed(body: &str) -> Cow<'_, str> {
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    if body.len() <= KEPT {
        return Cow::Borrowed(body);
    }
    let Some(envelope) = Envelope::read(body) else { return Cow::Owned(shortened(body.trim())) };
    let mut claims = Vec::new();
    let mut others = 0;
    let mut kept = Vec::new();
    for (name, value) in &envelope.0 {
        let is_kept = match SuccessClaim::of(name, value) {
            Some(claim) if claims.contains(&claim) => false,
            Some(claim) => {
                claims.push(claim);
                true
            }
            None => {
                let says_something = as_text(value).is_some();
                let is_documented =
                    DOCUMENTED.contains(&name.as_str()) && !kept.iter().any(|(other, _)| other == name);
                others += usize::from(says_something && !is_documented);
                says_something && (is_documented || others <= MEMBERS_KEPT)
            }
        };
        if is_kept {
            kept.push((shortened(name), condensed_value(value)));
        }
    }
    Cow::Owned(object_text(&kept))
}

/// Returns a value of an envelope with its texts shortened; what lies deeper becomes text itself.
fn condensed_value(value: &str) -> String {
    match value.as_bytes().first() {
        Some(b'{') => {
            let members = members(value);
            let texts = members.iter().filter_map(|(name, value)| Some((shortened(name), as_text(value)?)));
            let texts = texts.map(|(name, text)| (name, json::text(&text)));
            object_text(&texts.take(MEMBERS_KEPT).collect::<Vec<_>>())
        }
        Some(b'"' | b'[') => json::text(&as_text(value).unwrap_or_default()),
        _ if value.len() <= KEPT => value.to_owned(),
        _ => json::text(&shortened(value)),
    }
}

fn object_text(members: &[(String, String)]) -> String {
    let members = members.iter().map(|(name, value)| format!("{}:{value}", json::text(name)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}
