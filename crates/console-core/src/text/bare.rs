//! Texts without what only surrounds them: blanks, marks of no width, quotes, and a sentence in Chinese behind.

use crate::text::odd_characters::{Alphabet, is_blank};

/// Returns a text without blanks and marks of no width around it.
pub(crate) fn without_blanks(text: &str) -> &str {
    // Marks that turn the order of writing round could be meant to deceive: they stay, and are shown.
    let is_width = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    text.trim_matches(|c: char| c == ' ' || c.is_control() || is_blank(c) || is_width(c))
}

/// Quotes and brackets that stand around names.
pub(crate) const PAIRS: [(char, char); 18] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('“', '”'),
    ('„', '“'),
    ('”', '”'),
    ('‘', '’'),
    ('«', '»'),
    ('‹', '›'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('【', '】'),
    ('（', '）'),
    ('＂', '＂'),
    ('＇', '＇'),
    ('(', ')'),
    ('<', '>'),
];

/// Takes quotes and brackets around a text away, and the blanks within them.
pub(crate) fn unquoted(text: &str) -> &str {
    let text = without_blanks(text);
    for (open, close) in PAIRS {
        let inner = text.strip_prefix(open).and_then(|text| text.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            return without_blanks(inner);
        }
    }
    text
}

/// Returns whether a character divides sentences, or parts of them, in Chinese.
pub(crate) fn is_cjk_punctuation(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '、' | '！' | '？' | '：')
}

/// Returns the plain beginning of a text that goes on in Chinese.
pub(crate) fn before_prose(text: &str) -> &str {
    match text.find(is_cjk_punctuation) {
        Some(end) if end > 0 => {
            let (head, tail) = text.split_at(end);
            let is_prose = tail.chars().all(is_cjk_punctuation)
                || tail.chars().any(|c| Alphabet::of(c) == Alphabet::Cjk);
            let is_quote = |c| PAIRS.iter().any(|(open, close)| *open == c || *close == c);
            if head.chars().all(|c| c.is_ascii() || is_quote(c)) && is_prose { head } else { text }
        }
        _ => text,
    }
}
