//! The envelope of an answer: what its members say, each value as its JSON text.

use crate::text::json;

/// The most characters of a text in an answer that are kept.
pub(super) const KEPT: usize = 4_000;
/// The most members of an `errorDetail` that are kept, and of an envelope besides the documented ones; either
/// has six.
pub(super) const MEMBERS_KEPT: usize = 20;

/// The members of an envelope besides `isSuccess`.
pub(super) const DOCUMENTED: [&str; 5] = ["errCode", "errMsg", "errorDetail", "result", "retryable"];

/// An answer's JSON object: its members in order, duplicates included, each value as its JSON text.
pub(super) struct Envelope<'a>(pub Vec<(String, &'a str)>);

impl<'a> Envelope<'a> {
    /// Reads a body. One with defects is read only if it does not say yes: nothing is confirmed by it.
    pub fn read(body: &'a str) -> Option<Self> {
        json::members(body).map(Self).or_else(|| {
            let loose = json::loose_members(body).map(Self)?;
            matches!(loose.verdict(), EnvelopeVerdict::No | EnvelopeVerdict::Contradiction).then_some(loose)
        })
    }

    pub fn verdict(&self) -> EnvelopeVerdict {
        let claims = || self.0.iter().filter_map(|(name, value)| SuccessClaim::of(name, value));
        let documented = || claims().filter(|claim| claim.is_documented);
        let any = |sought| claims().any(|claim| claim.says == Some(sought));
        let (yes, no) = (any(true), any(false));
        let first = documented().next();
        if documented().any(|claim| Some(claim) != first) {
            return if yes || no {
                EnvelopeVerdict::Contradiction
            } else {
                EnvelopeVerdict::Nothing { but_yes: false }
            };
        }
        match first.filter(|claim| !claim.in_words).and_then(|claim| claim.says) {
            Some(_) if yes && no => EnvelopeVerdict::Contradiction,
            Some(true) => EnvelopeVerdict::Yes,
            Some(false) => EnvelopeVerdict::No,
            _ => EnvelopeVerdict::Nothing { but_yes: yes },
        }
    }

    /// Returns whether it names an error in the way that the host does.
    pub fn has_error_code(&self) -> bool {
        let holds = |value: &str| as_text(value).is_some_and(|text| is_error_code(&text));
        self.0.iter().any(|(name, value)| match name.as_str() {
            "errCode" => holds(value),
            "errorDetail" => {
                let members = json::members(value).unwrap_or_default();
                members.iter().any(|(name, value)| name == "code" && holds(value))
            }
            _ => false,
        })
    }

    /// Returns the members that are not among the `told` ones and say something. Of those that are told, each but the
    /// first that says something is another.
    pub fn others(&self, told: &[&str]) -> Vec<(String, String)> {
        let mut told_already = Vec::new();
        let mut others = Vec::new();
        for (name, value) in &self.0 {
            let Some(text) = as_text(value) else { continue };
            if told.contains(&name.as_str()) && !told_already.contains(&name) {
                told_already.push(name);
            } else if name != "isSuccess" {
                others.push((shortened(name), text));
            }
        }
        others.truncate(MEMBERS_KEPT);
        others
    }

    /// Returns the values of a member that say something.
    pub fn texts(&self, name: &'a str) -> impl Iterator<Item = (&'a str, String)> {
        let named = self.0.iter().filter(move |(other, _)| other == name);
        named.filter_map(|(_, value)| Some((*value, as_text(value)?)))
    }
}

/// A claim that a member of an envelope makes of the call's success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SuccessClaim {
    /// Whether the member is `isSuccess` in just this spelling.
    is_documented: bool,
    says: Option<bool>,
    /// Whether it says so in a word instead of the truth value.
    in_words: bool,
}

impl SuccessClaim {
    pub fn of(name: &str, value: &str) -> Option<Self> {
        let is_documented = name == "isSuccess";
        let alike = ["isSuccess", "is_success", "success"];
        if !is_documented && !alike.iter().any(|alike| name.eq_ignore_ascii_case(alike)) {
            return None;
        }
        let word = as_text(value).map(|text| text.trim().to_ascii_lowercase());
        let says = word.and_then(|word| word.parse().ok());
        Some(Self { is_documented, says, in_words: says.is_some() && !matches!(value, "true" | "false") })
    }
}

/// A verdict that an envelope allows as a whole.
pub(super) enum EnvelopeVerdict {
    Yes,
    No,
    /// It has no truth value `isSuccess`.
    Nothing {
        /// Whether something in it claims success all the same.
        but_yes: bool,
    },
    Contradiction,
}

/// Returns whether a text has the form of the host's error codes: `CM-SCHEAT000102`.
fn is_error_code(text: &str) -> bool {
    let Some((maker, number)) = text.trim().split_once('-') else { return false };
    let Some((letters, digits)) = number.split_at_checked(6) else { return false };
    !maker.is_empty()
        && [maker, letters].iter().all(|text| text.bytes().all(|byte| byte.is_ascii_uppercase()))
        && digits.len() == 6
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the members of a value of an envelope, which may have defects as the envelope itself.
pub(super) fn members(value: &str) -> Vec<(String, &str)> {
    json::members(value).or_else(|| json::loose_members(value)).unwrap_or_default()
}

/// Returns a value for people: a string as it is, anything else as JSON, nothing for null and the empty string.
pub(super) fn as_text(value: &str) -> Option<String> {
    match value.as_bytes().first()? {
        _ if value == "null" => None,
        b'"' => Some(shortened(&json::string(value))).filter(|text| !text.is_empty()),
        _ => Some(shortened(&json::compact(value))),
    }
}

pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(KEPT) {
        None => text.to_owned(),
        // Shortening it again changes nothing.
        Some(_) => text.chars().take(KEPT - 1).chain(['…']).collect(),
    }
}
