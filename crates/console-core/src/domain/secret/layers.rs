//! The layers of a text: as it is written, and as it reads once its escapes are undone, again and again. What
//! stands in JSON that stands in a string of other JSON is plain to see in one of them, whether the text is
//! finished or not.

use std::ops::Range;

/// So many times one kind of escapes is undone. Each time halves the backslashes of JSON.
pub(super) const DEEPEST: usize = 8;

/// So many times all kinds of escapes are undone.
const ROUNDS: usize = 4;

/// A text whose escapes were undone, and where its characters came from.
pub(super) struct Layer {
    pub text: String,
    /// For each escape that was undone, the offset behind it: here, and in the text that it was undone in.
    origins: Vec<(usize, usize)>,
}

/// A stack that holds the layers of a text.
pub(crate) struct Layers<'a> {
    written: &'a str,
    undone: Vec<Layer>,
}

impl<'a> Layers<'a> {
    /// Undoes the escapes of a text, layer by layer: those of JSON, of HTML and of a URL, and then those that came to
    /// light by it, as in a page that shows JSON.
    pub fn new(text: &'a str) -> Self {
        let mut layers = Self { written: text, undone: Vec::new() };
        for _ in 0..ROUNDS {
            let before = layers.undone.len();
            layers.undo_all('\\', json_escape);
            layers.undo_all('&', html_escape);
            layers.undo_all('%', url_escape);
            if layers.undone.len() == before {
                break;
            }
        }
        layers
    }

    /// Adds the layer in which no backslash is left that escapes the next character. Two texts of which one
    /// was escaped, in any way and order, are alike in it.
    pub fn without_backslashes(mut self) -> Self {
        self.undo('\\', any_escape);
        self
    }

    /// Returns the texts of all layers, as it is written first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.written).chain(self.undone.iter().map(|layer| layer.text.as_str()))
    }

    /// Returns where a range of a layer's text stands in the text as it is written.
    pub fn origin(&self, layer: usize, range: Range<usize>) -> Range<usize> {
        let layers = self.undone.get(..layer).unwrap_or_default();
        let of = |place: usize| layers.iter().rev().fold(place, |place, layer| layer.origin(place));
        of(range.start)..of(range.end)
    }

    /// Undoes one kind of escapes again and again.
    fn undo_all(&mut self, sign: char, escape: fn(&str) -> Option<(char, usize)>) {
        for _ in 0..DEEPEST {
            if !self.undo(sign, escape) {
                break;
            }
        }
    }

    /// Adds the layer in which one kind of escapes is undone, if there are any.
    fn undo(&mut self, sign: char, escape: fn(&str) -> Option<(char, usize)>) -> bool {
        let text = self.undone.last().map_or(self.written, |layer| &layer.text);
        let layer = undone(text, sign, escape);
        let is_new = layer.is_some();
        self.undone.extend(layer);
        is_new
    }
}

impl Layer {
    /// Returns a text with the escapes of JSON undone once; nothing if there are none.
    pub fn of_json(text: &str) -> Option<Self> {
        undone(text, '\\', json_escape)
    }

    /// Returns where a place of the text stands in the one that it was undone in.
    pub fn origin(&self, place: usize) -> usize {
        let behind = self.origins.partition_point(|(here, _)| *here <= place);
        let (here, there) = behind.checked_sub(1).and_then(|last| self.origins.get(last)).unwrap_or(&(0, 0));
        there + (place - here)
    }
}

/// Returns a text with its escapes undone; nothing if there are none.
fn undone(text: &str, sign: char, escape: fn(&str) -> Option<(char, usize)>) -> Option<Layer> {
    let mut layer = Layer { text: String::new(), origins: Vec::new() };
    let mut done = 0;
    let mut next = text.find(sign);
    while let Some(start) = next {
        let from = match escape(text.get(start..)?) {
            None => start + sign.len_utf8(),
            Some((character, length)) => {
                layer.text.push_str(text.get(done..start)?);
                layer.text.push(character);
                done = start + length;
                layer.origins.push((layer.text.len(), done));
                done
            }
        };
        next = text.get(from..)?.find(sign).map(|further| from + further);
    }
    if layer.origins.is_empty() {
        return None;
    }
    layer.text.push_str(text.get(done..)?);
    Some(layer)
}

/// Returns the character that an escape of JSON at the beginning of a text stands for, and the escape's length.
fn json_escape(text: &str) -> Option<(char, usize)> {
    let character = match text.as_bytes().get(1)? {
        escaped @ (b'"' | b'\'' | b'\\' | b'/') => char::from(*escaped),
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'u' => return unicode_escape(text),
        _ => return None,
    };
    Some((character, 2))
}

/// Returns the character behind a backslash.
fn any_escape(text: &str) -> Option<(char, usize)> {
    let character = text.chars().nth(1)?;
    Some((character, 1 + character.len_utf8()))
}

fn unicode_escape(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| u32::from_str_radix(text.get(at + 2..at + 6)?, 16).ok();
    let first = unit(0)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 6));
    }
    let second = text.get(6..8).filter(|sign| *sign == "\\u").and_then(|_| unit(6));
    let pair = second.filter(|second| (0xdc00..0xe000).contains(second) && first < 0xdc00);
    let character =
        pair.and_then(|second| char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)));
    Some(character.map_or((char::REPLACEMENT_CHARACTER, 6), |character| (character, 12)))
}

fn html_escape(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let character = match text.get(1..end)? {
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        number => {
            let digits = number.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            code.ok().and_then(char::from_u32)?
        }
    };
    Some((character, end + 1))
}

fn url_escape(text: &str) -> Option<(char, usize)> {
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 3)?.strip_prefix('%')?, 16).ok();
    let first = byte(0)?;
    let length = match first {
        0..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let bytes: Vec<u8> = (0..length).map_while(|index| byte(index * 3)).collect();
    let character = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((character, length * 3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        Layers::new(text).texts().map(str::to_owned).collect()
    }

    #[test]
    fn escapes_are_undone_one_layer_after_the_other() {
        assert_eq!(texts("plain \\d C:\\x 5% & more"), ["plain \\d C:\\x 5% & more"]);
        assert_eq!(texts(r#"a\"b\\\"c"#), [r#"a\"b\\\"c"#, r#"a"b\"c"#, r#"a"b"c"#]);
        assert_eq!(
            texts(r"\u00fc\ud83d\ude42\ud800x\u12"),
            [r"\u00fc\ud83d\ude42\ud800x\u12", "ü🙂\u{fffd}x\\u12"]
        );
        assert_eq!(texts("&quot;&#x41;&amp;quot;&;"), ["&quot;&#x41;&amp;quot;&;", "\"A&quot;&;", "\"A\"&;"]);
        assert_eq!(texts("%E4%BB%BB%2540%ff%4"), ["%E4%BB%BB%2540%ff%4", "任%40%ff%4", "任@%ff%4"]);
    }

    proptest! {
        #[test]
        fn each_character_is_traced_to_where_it_was_written(
            text in r#"(\\+|"|/|n|u0041|&(amp|lt|#65);|%(41|E4%BB%BB|25)|[a-c任🙂]){0,30}"#,
        ) {
            let layers = Layers::new(&text);
            for (index, layer) in layers.texts().enumerate() {
                let mut end = 0;
                for (place, character) in layer.char_indices() {
                    let origin = layers.origin(index, place..place + character.len_utf8());
                    prop_assert_eq!(origin.start, end, "one after the other");
                    let written = text.get(origin.clone()).unwrap_or_default();
                    prop_assert!(written == character.to_string() || written.starts_with(['\\', '&', '%']), "{}", written);
                    end = origin.end;
                }
                prop_assert_eq!(end, text.len());
            }
        }
    }
}
