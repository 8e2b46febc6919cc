//! Characters by which one name can pass for another: those that are not seen, blanks, marks on other characters,
//! and letters, digits and punctuation that look like ASCII ones.
//!
//! Only for showing and for comparing. What is copied and sent is the text itself. A name that is honestly written in
//! another alphabet has nothing odd in it:
//!
//! - What is not seen, blanks but for single plain ones within a name, and combining marks are odd wherever they stand.
//! - A letter of an alphabet other than Latin, and other than the Chinese, Japanese and Korean ones, which are written
//!   together with Latin letters, is odd in a word that has letters of another alphabet, or nothing but look-alikes.
//! - All other look-alikes are odd wherever they stand, but a Chinese, Japanese or Korean one only apart from its kind.

mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

pub use table::Alphabet;
pub(crate) use table::lookalike;
use table::{lookalike_of_cjk, similar};

/// A character of a text that makes it look like another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddCharacter {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// The character.
    pub character: char,
    /// What is odd about it.
    pub oddity: Oddity,
}

/// An oddity that a character can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// It is not seen, or it turns the order of others round.
    Hidden,
    /// It is a blank: not a plain one, or beside another, or at an end.
    Blank,
    /// It is drawn on the character before it.
    Combining,
    /// It looks like this ASCII text.
    LooksLike(&'static str),
    /// It is of another alphabet than the letters around it.
    OtherAlphabet,
}

impl Oddity {
    /// Returns whether the character is shown by its number, since it shows nothing of its own.
    pub fn is_spelled(self) -> bool {
        matches!(self, Self::Hidden | Self::Blank | Self::Combining)
    }
}

impl OddCharacter {
    /// Returns the character as it is shown.
    fn shown(&self) -> Cow<'static, str> {
        match self.oddity.is_spelled() {
            true => format!("⟨{}⟩", self.number()).into(),
            false => self.character.to_string().into(),
        }
    }

    /// Returns the number of the character, such as `U+200B`.
    pub fn number(&self) -> String {
        format!("U+{:04X}", u32::from(self.character))
    }
}

/// A part of a text as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSegment<'a> {
    /// What is shown.
    pub text: Cow<'a, str>,
    /// The character that it stands for, if that is odd.
    pub odd: Option<&'a OddCharacter>,
}

/// Returns whether a text has nothing odd in it because it is plain ASCII. Nearly all names are.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_blank = |at: Option<&u8>| at.is_none_or(|byte| *byte == b' ');
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b' ' => at > 0 && !is_blank(bytes.get(at - 1)) && !is_blank(bytes.get(at + 1)),
        byte => byte.is_ascii_graphic(),
    })
}

/// Returns the odd characters of a text, in its order.
pub fn odd_characters(text: &str) -> Vec<OddCharacter> {
    if is_plain(text) {
        return Vec::new();
    }
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let mut odd = Vec::new();
    // A word goes on over whatever is no plain punctuation.
    let divides = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric();
    let mut from = 0;
    for word in characters.chunk_by(|(_, a), (_, b)| divides(*a) == divides(*b)) {
        let facts = Word::of(word.iter().map(|(_, c)| *c));
        for place in from..from + word.len() {
            let neighbour = |at: Option<usize>| at.and_then(|at| characters.get(at)).map(|(_, c)| *c);
            let (before, after) = (neighbour(place.checked_sub(1)), neighbour(Some(place + 1)));
            let (at, character) = characters[place];
            // A mark stands on what is shown before it, which is a number for what is spelled.
            let is_after_spelled =
                odd.last().is_some_and(|odd: &OddCharacter| odd.at.end == at && odd.oddity.is_spelled());
            let base = before.filter(|_| !is_after_spelled);
            if let Some(oddity) = facts.oddity(character, base, before, after) {
                odd.push(OddCharacter { at: at..at + character.len_utf8(), character, oddity });
            }
        }
        from += word.len();
    }
    odd
}

/// What the letters of a word are.
#[derive(Default)]
struct Word {
    /// The first alphabet of its letters, Chinese, Japanese and Korean ones counting as Latin.
    alphabet: Option<Alphabet>,
    /// Whether there are letters of more than one.
    is_mixed: bool,
    /// Whether each of its letters looks like an ASCII character.
    is_alike: bool,
}

impl Word {
    fn of(characters: impl Iterator<Item = char>) -> Self {
        let mut word = Self { is_alike: true, ..Self::default() };
        for c in characters {
            let alphabet = match Alphabet::of(c) {
                Alphabet::Common => continue,
                Alphabet::Latin | Alphabet::Cjk | Alphabet::FullWidth | Alphabet::Mathematical => {
                    Alphabet::Latin
                }
                other => other,
            };
            word.is_mixed |= word.alphabet.is_some_and(|known| known != alphabet);
            word.alphabet = Some(alphabet);
            word.is_alike &= c.is_ascii() || is_hidden(c) || lookalike(c).is_some();
        }
        word
    }

    /// Returns what is odd about a character of the word between two others, which is drawn on `base` if it is a mark.
    fn oddity(
        &self,
        c: char,
        base: Option<char>,
        before: Option<char>,
        after: Option<char>,
    ) -> Option<Oddity> {
        if c == ' ' {
            let beside_blank = |c: Option<char>| c.is_none_or(|c| c == ' ');
            return (beside_blank(before) || beside_blank(after)).then_some(Oddity::Blank);
        }
        if c.is_ascii_graphic() {
            return None;
        }
        if is_blank(c) {
            return Some(Oddity::Blank);
        }
        if is_hidden(c) {
            return Some(Oddity::Hidden);
        }
        let alphabet = Alphabet::of(c);
        if is_mark(c) {
            return (!is_at_home(c, base)).then_some(Oddity::Combining);
        }
        let alike = lookalike(c).map(Oddity::LooksLike);
        match alphabet {
            Alphabet::Cjk => {
                let beside_own =
                    [before, after].into_iter().flatten().any(|c| Alphabet::of(c) == Alphabet::Cjk);
                lookalike_of_cjk(c).filter(|_| !beside_own).map(Oddity::LooksLike)
            }
            Alphabet::Latin | Alphabet::Common | Alphabet::FullWidth | Alphabet::Mathematical => {
                alike.or((alphabet == Alphabet::Mathematical).then_some(Oddity::OtherAlphabet))
            }
            _ if self.is_mixed || self.is_alike => alike.or(Some(Oddity::OtherAlphabet)),
            // Digits of another alphabet are odd in a name of that alphabet, too: they are typed by no-one.
            _ => alike.filter(|_| c.is_numeric()),
        }
    }
}

/// Returns the segments that a text is shown in. `odd` are the odd characters of the whole text, and `range` is the part of it
/// that is shown, in bytes.
pub fn segments<'a>(text: &'a str, odd: &'a [OddCharacter], range: Range<usize>) -> Vec<TextSegment<'a>> {
    let mut segments = Vec::new();
    let mut from = range.start;
    let plain = |from: usize, to: usize| text.get(from..to).filter(|part| !part.is_empty());
    for odd in odd.iter().filter(|odd| range.contains(&odd.at.start)) {
        segments.extend(plain(from, odd.at.start).map(|text| TextSegment { text: text.into(), odd: None }));
        segments.push(TextSegment { text: odd.shown(), odd: Some(odd) });
        from = odd.at.end;
    }
    segments.extend(plain(from, range.end).map(|text| TextSegment { text: text.into(), odd: None }));
    segments
}

/// Returns a text with every odd character that shows nothing of its own written out as its number: `⟨U+202E⟩`.
pub fn visible(text: &str) -> Cow<'_, str> {
    let odd = odd_characters(text);
    if !odd.iter().any(|odd| odd.oddity.is_spelled()) {
        return Cow::Borrowed(text);
    }
    segments(text, &odd, 0..text.len()).into_iter().map(|segment| segment.text).collect::<String>().into()
}

/// Returns a text as it looks: two names with the same skeleton can be taken for each other. Also does not tell `l`,
/// `I`, `|` and `1`, nor `O` and `0`, apart, nor capitals from small letters.
pub fn skeleton(text: &str) -> String {
    let mut skeleton = String::with_capacity(text.len());
    let mut push = |c: char| match c {
        'I' | 'i' | 'L' | 'l' | '|' => skeleton.push('1'),
        'O' | 'o' => skeleton.push('0'),
        _ => skeleton.push(c.to_ascii_lowercase()),
    };
    if is_plain(text) {
        text.chars().for_each(push);
        return skeleton;
    }
    let mut blank = false;
    for c in text.chars() {
        if c == ' ' || is_blank(c) {
            blank = true;
            continue;
        }
        let alike = lookalike(c).or_else(|| similar(c));
        if alike.is_none() && (is_hidden(c) || is_mark(c)) {
            continue;
        }
        if std::mem::take(&mut blank) {
            push(' ');
        }
        match alike {
            Some(ascii) => ascii.chars().for_each(&mut push),
            None => c.to_lowercase().for_each(&mut push),
        }
    }
    skeleton.trim().to_owned()
}

/// Returns whether a character is a blank of another kind than the plain one, or looks like one.
pub fn is_blank(c: char) -> bool {
    // Letters of no shape, which fill a place.
    let fills = matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}');
    c != ' ' && !c.is_control() && (c.is_whitespace() || fills)
}

/// Returns whether a character is not seen by itself, or turns the order of others round: control and format
/// characters, variation selectors, and those that no font has. Blanks are not hidden.
pub fn is_hidden(c: char) -> bool {
    if c.is_ascii() || is_blank(c) {
        return c.is_ascii_control();
    }
    matches!(c,
        // Grapheme joiner, Khmer and Mongolian marks, variation selectors, tags.
        '\u{34f}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200c}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fffc}' | '\u{e0000}'..='\u{e0fff}')
        || is_unprintable(c)
}

/// Returns whether a character is drawn on the one before it.
fn is_mark(c: char) -> bool {
    // The standard library writes those out where they stand alone, as it does what cannot be printed.
    !c.is_ascii() && c.escape_debug().nth(1).is_some() && !is_unprintable(c)
}

/// Returns whether a mark stands on a letter of the alphabet that it belongs to.
fn is_at_home(mark: char, before: Option<char>) -> bool {
    // Those that belong to none.
    let is_stray = matches!(mark, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}');
    let block = |c: char| u32::from(c) >> 8;
    before.is_some_and(|before| {
        let is_one_alphabet =
            Alphabet::of(mark) == Alphabet::of(before) && Alphabet::of(mark) != Alphabet::Common;
        !is_stray && !before.is_ascii() && (is_one_alphabet || block(mark) == block(before))
    })
}

/// Returns whether a character is a control, format, private or unassigned one, or divides lines.
fn is_unprintable(c: char) -> bool {
    // Behind a letter, marks are not written out.
    let mut text = String::from("x");
    text.push(c);
    !c.is_ascii() && text.escape_debug().nth(2).is_some()
}
