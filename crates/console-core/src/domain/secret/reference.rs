//! What is no secret wherever it stands: placeholders, references, and nothing.

use super::reach::LONGEST_NAME;

/// What a record has in place of a secret.
pub const WITHHELD: &str = "(not recorded)";

/// What is shown on the screen in place of a secret that is hidden.
pub const HIDDEN: &str = "(hidden)";

/// What this console shows in place of a secret is none.
const PLACEHOLDERS: [&str; 2] = [WITHHELD, HIDDEN];

pub(super) fn placeholder_at(text: &str, start: usize) -> Option<&'static str> {
    let rest = text.get(start..)?;
    PLACEHOLDERS.into_iter().find(|placeholder| rest.starts_with(placeholder))
}

/// Returns whether a text is no secret wherever it stands: nothing, brackets without anything in them, or a reference
/// to something that is kept elsewhere.
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

/// Returns whether a text is a reference: `${name}`, `${provider:path:key}`. One with a value to fall back on
/// (`${name:value}`) is none.
pub(super) fn is_reference(text: &str) -> bool {
    let Some(inside) = text.strip_prefix("${").and_then(|text| text.strip_suffix('}')) else { return false };
    let is_plain = |c: char| c.is_alphanumeric() || "._-/:@,".contains(c);
    inside.chars().all(is_plain)
        && inside.split_once(':').is_none_or(|(provider, rest)| rest.is_empty() || is_provider(provider))
}

fn is_provider(word: &str) -> bool {
    matches!(
        word,
        "aws"
            | "config"
            | "dir"
            | "directory"
            | "env"
            | "file"
            | "k8s"
            | "kms"
            | "props"
            | "secret"
            | "secrets"
            | "secretsmanager"
            | "securepass"
            | "ssm"
            | "sys"
            | "vault"
    )
}

/// Returns whether a sign stands within a reference.
pub(super) fn is_in_reference(text: &str, sign: usize) -> bool {
    let from = text.ceil_char_boundary(sign.saturating_sub(LONGEST_NAME));
    let before = text.get(from..sign).unwrap_or_default();
    let Some(open) = before.rfind("${") else { return false };
    let inside = text.get(from + open..).unwrap_or_default();
    before.get(open..).is_some_and(|begun| !begun.contains('}'))
        && inside.find('}').and_then(|end| inside.get(..=end)).is_some_and(is_reference)
}
