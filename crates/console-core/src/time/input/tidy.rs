//! Brings a typed or pasted text into the one form that the grammars read. Input methods for Chinese write full-width
//! digits and colons, documents bring odd spaces and dashes, and web pages invisible marks.

use super::TimeInputError;

/// No time is longer than this; what is gets no closer look.
const LONGEST: usize = 64;

/// The text in lower case, half-width, with single spaces inside and none around.
pub(super) fn tidy(text: &str) -> Result<String, TimeInputError> {
    let mut tidied = String::new();
    let mut space = false;
    for character in text.chars() {
        if is_invisible(character) {
            continue;
        }
        if character.is_whitespace() {
            space = true;
            continue;
        }
        if space && !tidied.is_empty() {
            tidied.push(' ');
        }
        space = false;
        tidied.push(plain(character).to_ascii_lowercase());
        if tidied.len() > LONGEST {
            return Err(TimeInputError::NotATime);
        }
    }
    if tidied.is_empty() { Err(TimeInputError::Empty) } else { Ok(tidied) }
}

/// Zero-width spaces and joiners, marks of writing direction, and the byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

fn plain(character: char) -> char {
    match character {
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        // Hyphens, dashes and the minus sign.
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_of_every_kind_become_single_ones_inside_and_none_around() {
        assert_eq!(tidy("\u{3000}2023-02-13\u{a0}\u{202f} 19:00\r\n").unwrap(), "2023-02-13 19:00");
    }

    #[test]
    fn full_width_characters_dashes_and_capitals_become_plain_ones() {
        assert_eq!(tidy("２０２３－０２－１３　１９：００：００").unwrap(), "2023-02-13 19:00:00");
        assert_eq!(tidy("2023‑02–13T19:00Z").unwrap(), "2023-02-13t19:00z");
        assert_eq!(tidy("−2 Hours").unwrap(), "-2 hours");
    }

    #[test]
    fn marks_that_nobody_sees_are_left_out() {
        assert_eq!(tidy("\u{feff}\u{200e}1676286000\u{200b}").unwrap(), "1676286000");
    }

    #[test]
    fn a_page_of_text_is_no_time() {
        assert_eq!(tidy(&"1".repeat(64)).map(|text| text.len()), Ok(64));
        assert_eq!(tidy(&"1".repeat(65)), Err(TimeInputError::NotATime));
        assert_eq!(tidy(&format!("{}now", " ".repeat(1000))).unwrap(), "now");
    }
}
