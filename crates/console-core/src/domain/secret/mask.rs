//! Masks: what interfaces show in place of a secret. Sent as a value, a mask overwrites the secret that it stands for.

use super::layers::Layers;
use super::meant;
use super::names::is_secret_name;
use super::reference::{HIDDEN, WITHHELD};

/// A mask that stands where a value should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// The mask as it stands there, shortened.
    pub text: String,
    /// How it is known.
    pub kind: MaskKind,
}

/// A kind that a mask is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaskKind {
    /// The value is a mask as a whole.
    Whole,
    /// The mask stands within the value, where a secret belongs.
    Within,
    /// It is what this console shows in place of a secret.
    OfThisConsole,
}

/// So many signs are a mask whatever the key, and as one part of a value that holds a secret.
const LEAST: usize = 3;

/// So many asterisks within a secret are a mask of its middle or its end.
const LEAST_WITHIN: usize = 4;

/// So many times the same sign, or the letter x, is a mask where a secret belongs.
const LEAST_REPEATED: usize = 4;

/// So much of a mask is shown.
const SHOWN: usize = 20;

/// Returns the mask in a configuration value, if there is one. Asterisks have other uses where no secret is: `*`,
/// `db_*`, `SELECT *`, `* * * * *`.
pub fn mask_in_value(scope: &str, key: &str, value: &str) -> Option<Mask> {
    let layers = Layers::new(value);
    let own = layers.texts().find_map(placeholder_in);
    if let Some(text) = own {
        return Some(Mask::new(text, MaskKind::OfThisConsole));
    }
    let is_secret = is_secret_name(key) || is_secret_name(scope);
    let whole = bare(value);
    if is_mask(whole, LEAST) || is_secret && is_stand_in(whole) {
        return Some(Mask::new(whole, MaskKind::Whole));
    }
    let within = meant(value);
    if let Some(mask) = within.iter().map(|secret| bare(secret)).find(|secret| is_stand_in(secret)) {
        return Some(Mask::new(mask, MaskKind::Within));
    }
    let secrets = within.iter().map(String::as_str).chain(is_secret.then_some(value));
    let part = secrets.flat_map(runs).next();
    // What the secret of a whole is, is not always told.
    let parts = || layers.texts().flat_map(|layer| layer.split(divides)).find(|part| is_mask(part, LEAST));
    let part = part.or_else(|| if is_secret || !within.is_empty() { parts() } else { None });
    part.map(|mask| Mask::new(mask, MaskKind::Within))
}

/// Returns the mask in a name, of a scope or a key, if there is one.
pub fn mask_in_name(name: &str) -> Option<Mask> {
    match placeholder_in(name) {
        Some(text) => Some(Mask::new(text, MaskKind::OfThisConsole)),
        None => is_mask(name.trim(), LEAST).then(|| Mask::new(name.trim(), MaskKind::Whole)),
    }
}

impl Mask {
    fn new(text: &str, kind: MaskKind) -> Self {
        Self { text: text.chars().take(SHOWN).collect(), kind }
    }
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || "\"'\\".contains(c))
}

fn divides(c: char) -> bool {
    c.is_whitespace() || "\"'\\=&,;:{}[]()@/<>".contains(c)
}

/// Returns whether it is one of the signs that masks are made of.
fn is_sign(c: char) -> bool {
    "*•●∗＊⁎✱✲﹡★☆∙·◦○◯⚫⬤■▪█⋅・･‧⬛⬜⚪□▮◼◾⏺⦁∘\u{fe0f}".contains(c)
}

fn is_mask(text: &str, least: usize) -> bool {
    text.chars().all(is_sign) && text.chars().nth(least - 1).is_some()
}

/// Returns whether a text stands for a secret where one belongs: signs alone, even one of them, dots, one sign or the
/// letter x again and again, or a word that says so in brackets.
fn is_stand_in(text: &str) -> bool {
    if text.is_empty() {
        return false;
    }
    let is_signs = text.chars().all(|c| is_sign(c) || c.is_whitespace());
    let dots: usize = text.chars().map(|c| if c == '…' { LEAST } else { usize::from(c == '.') }).sum();
    let is_dots = dots >= LEAST && text.chars().all(|c| matches!(c, '.' | '…'));
    let mut characters = text.chars();
    let is_filler = |c: char| c == 'x' || c == 'X' || !c.is_alphanumeric();
    let is_repeated =
        characters.next().is_some_and(|first| is_filler(first) && characters.all(|c| c == first));
    let is_filled = is_repeated && text.chars().nth(LEAST_REPEATED - 1).is_some();
    let inside = text
        .strip_prefix(['<', '[', '(', '（', '【'])
        .and_then(|text| text.strip_suffix(['>', ']', ')', '）', '】']));
    const WORDS: [&str; 13] = [
        "filtered",
        "hidden",
        "masked",
        "not recorded",
        "not shown",
        "omitted",
        "password",
        "protected",
        "redacted",
        "removed",
        "secret",
        "withheld",
        "已隐藏",
    ];
    is_signs
        || is_dots
        || is_filled
        || inside.is_some_and(|word| WORDS.contains(&word.trim().to_lowercase().as_str()))
}

/// Returns the runs of signs in a secret that are too long to be part of it.
fn runs(secret: &str) -> impl Iterator<Item = &str> {
    secret.split(|c| !is_sign(c)).filter(|run| {
        let least = if run.chars().all(|c| c == '*') { LEAST_WITHIN } else { LEAST };
        is_mask(run, least)
    })
}

/// Returns what this console shows in place of a secret, in any case and spacing.
fn placeholder_in(text: &str) -> Option<&str> {
    text.match_indices(['(', '（']).find_map(|(start, _)| {
        let rest = text.get(start..)?;
        let rest = rest.get(..rest.floor_char_boundary(LONGEST_PLACEHOLDER))?;
        let (end, close) = rest.match_indices([')', '）']).next()?;
        let whole = rest.get(..end + close.len())?;
        let is_own = |own: &str| {
            let plain = |text: &str| {
                let letters = text.chars().filter(|c| c.is_alphabetic());
                letters.flat_map(char::to_lowercase).collect::<String>()
            };
            plain(whole) == plain(own)
                && whole.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || "()（）_-".contains(c))
        };
        (is_own(WITHHELD) || is_own(HIDDEN)).then_some(whole)
    })
}

/// A longer text in brackets is none of this console's.
const LONGEST_PLACEHOLDER: usize = 40;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn masks_of_every_kind_are_known_alone_and_within() {
        for (key, value) in [
            ("password", "******"),
            ("password", "*"),
            ("password", " * "),
            ("password", "* * *"),
            ("password", "●●●●●●"),
            ("password", "••••••"),
            ("password", "∗∗∗"),
            ("password", "＊＊＊＊"),
            ("password", "......"),
            ("password", "…"),
            ("password", "\"******\""),
            ("password", "<hidden>"),
            ("password", "[REDACTED]"),
            ("password", "hu****r2"),
            ("accessKey", "LTAI****************"),
            ("password", "h•••2"),
            ("username", "***"),
            ("username", "●●●●●●"),
            ("username", "＊＊＊"),
            ("anything", "(not recorded)"),
            ("anything", "( Hidden )"),
            ("anything", "a (not recorded) b"),
            ("anything", "（not recorded）"),
            ("password", r"\u2022\u2022\u2022"),
            ("clients", r#"[{"url":"u","password":"******"}]"#),
            ("properties", r#"{\"password\":\"***\"}"#),
            ("properties", r#"{"a":"{\"b\":\"{\\\"token\\\":\\\"*\\\"}\"}"}"#),
            ("properties", r#"[{"name":"password","value":"●●●●"}]"#),
            ("properties", r#"{"sasl.jaas.config":"Module required password=\"****\";"}"#),
            ("properties", "user=a\npassword=***\n"),
            ("jdbcUrl", "jdbc:mysql://h/db?user=u&password=***"),
            ("jdbcUrl", "jdbc:mysql://a:******@h"),
            ("jdbcUrl", "jdbc:mysql://a:%2A%2A%2A%2A@h"),
            ("jdbcUrl", "jdbc:mysql://a:(hidden)@h/db"),
            ("jdbcUrl", "jdbc:sqlserver://h;user=a;password=●●●;"),
            ("jdbcUrl", "jdbc:oracle:thin:a/******@h:1521:x"),
            ("endpoint", "a/***@h"),
            ("password", "⋅⋅⋅⋅⋅⋅"),
            ("password", "・・・・"),
            ("password", "‧‧‧‧"),
            ("password", "⬛⬛⬛"),
            ("password", "⬛\u{fe0f}⬛\u{fe0f}⬛\u{fe0f}"),
            ("password", "。。。。"),
            ("password", "．．．．"),
            ("password", "######"),
            ("password", "xxxxxx"),
            ("password", "XXXX"),
            ("password", "------"),
            ("jdbcUrl", "jdbc:mysql://a:⋅⋅⋅⋅@h"),
            ("jdbcUrl", "jdbc:mysql://a:XXXX@h"),
            ("jdbcUrl", "jdbc:mysql://a:######@h"),
            ("properties", r#"{"password":"xxxx"}"#),
            ("endpoint", "root:xxxxx@h:2881"),
            ("username", "⋅⋅⋅⋅"),
        ] {
            assert!(mask_in_value("sink", key, value).is_some(), "{key} {value}");
        }
        let found = |value| mask_in_value("sink", "jdbcUrl", value).map(|mask| (mask.text, mask.kind));
        assert_eq!(found("jdbc:x://a:******@h"), Some(("******".into(), MaskKind::Within)));
        assert_eq!(found("jdbc:x://a:(Hidden)@h"), Some(("(Hidden)".into(), MaskKind::OfThisConsole)));
        assert_eq!(found("•••••••••••••••••••••••"), Some(("•".repeat(20), MaskKind::Whole)));
    }

    #[test]
    fn asterisks_have_other_uses() {
        for (key, value) in [
            ("password", ""),
            ("password", "  "),
            ("password", "a*"),
            ("password", "p*ss**d***"),
            ("password", "hunter2"),
            ("password", "xxx"),
            ("password", "a.b...c"),
            ("password", "xxXy"),
            ("password", "a####"),
            ("password", "0000"),
            ("whiteList", "xxxx"),
            ("whiteList", "####"),
            ("whiteList", "。。。。"),
            ("jdbcUrl", "jdbc:mysql://xxxx:hunter2@h/xxxx"),
            ("whiteList", "*"),
            ("whiteList", "**"),
            ("whiteList", r#"["***"]"#),
            ("whiteCondition", "*.*"),
            ("whiteCondition", "db_*.t_*"),
            ("whiteCondition", r#"[{"name":"*","all":true,"filter":"a > 1 (not null)"}]"#),
            ("structObkvCreatetable", "SELECT * FROM t -- (recorded)"),
            ("cron", "* * * * *"),
            ("cron", "0 0/5 * * * ?"),
            ("properties", r#"{"max.request.size": "1024 * 1024 * 1024"}"#),
            ("peer", "oms_p_493p****"),
            ("clients", r#"[{"password":"a***"}]"#),
            ("clients", r#"[{"url":"u","password":"hunter2","filter":"*.*.*"}]"#),
            ("jdbcUrl", "jdbc:mysql://a:hunter2@h/db?x=*"),
            ("password", "${DB_PASSWORD}"),
        ] {
            assert_eq!(mask_in_value("sink", key, value), None, "{key} {value}");
        }
        assert_eq!(mask_in_name("db_*"), None);
        assert!(mask_in_name("****").is_some() && mask_in_name("(not recorded)").is_some());
    }

    proptest! {
        #[test]
        fn a_mask_where_a_secret_belongs_is_found(
            mask in r"\*{1,12}|•{1,8}|●{1,8}|∗{1,8}|＊{1,8}|[⋅・‧⬛]{3,8}|#{4,8}|x{4,8}|X{4,8}|。{4,8}|．{4,8}|_{4,8}|\(not recorded\)|\(hidden\)|\.{3,9}",
            place in 0usize..11,
            depth in 0usize..4,
        ) {
            let mut value = [
                format!(r#"{{"password":{}}}"#, crate::text::json::text(mask.as_str())),
                format!(r#"{{"a":[{{"name":"secretKey","value":{}}}]}}"#, crate::text::json::text(mask.as_str())),
                format!("jdbc:mysql://u:{mask}@h:3306/db"),
                format!("jdbc:mysql://h:3306/db?user=u&password={mask}"),
                format!("jdbc:oracle:thin:u/{mask}@h:1521:x"),
                format!("jdbc:sqlserver://h:1;user=u;password={mask};x=y"),
                format!("org.x.Module required username=\"u\" password=\"{mask}\";"),
                format!("a=1\npassword={mask}\nb=2"),
                format!("-Dpassword={mask}"),
                format!("root:{mask}@h:2881"),
                format!("<entry key=\"password\">{mask}</entry>"),
            ][place].clone();
            for _ in 0..depth {
                value = serde_json::json!({ "inner": value }).to_string();
            }
            prop_assert!(mask_in_value("sink", "properties", &value).is_some(), "{}", value);
        }
    }
}
