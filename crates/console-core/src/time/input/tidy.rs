//! Brings a typed or pasted text into the one form that the grammars read. Input methods for Chinese write full-width
//! digits and colons, documents bring odd spaces and dashes, and web pages invisible marks.

use super::TimeInputError;

/// No time and no zone is longer than this; what is gets no closer look.
const LONGEST: usize = 64;

/// The text half-width, with single spaces inside and none around, and without quotes around it. `None` when it is
/// too long.
pub(in crate::time) fn plain_text(text: &str) -> Option<String> {
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
        tidied.push(plain(character));
        if tidied.len() > LONGEST {
            return None;
        }
    }
    Some(unquoted(&tidied).to_owned())
}

/// The text in plain form, and in lower case. Both have the same length.
pub(super) fn tidy(text: &str) -> Result<(String, String), TimeInputError> {
    let plain = plain_text(text).ok_or(TimeInputError::NotATime)?;
    let lower = plain.to_ascii_lowercase();
    if plain.is_empty() { Err(TimeInputError::Empty) } else { Ok((plain, lower)) }
}

fn unquoted(text: &str) -> &str {
    const QUOTES: [(char, char); 5] = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’')];
    let inside = QUOTES.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inside.map_or(text, str::trim)
}

/// Zero-width spaces and joiners, marks of writing direction, soft hyphens, and the byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

fn plain(character: char) -> char {
    match character {
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        // Hyphens, dashes and the minus sign.
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        // The ratio sign, which some fonts have for the colon of a clock.
        '\u{2236}' => ':',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lower(text: &str) -> String {
        tidy(text).unwrap().1
    }

    #[test]
    fn spaces_of_every_kind_become_single_ones_inside_and_none_around() {
        assert_eq!(lower("\u{3000}2023-02-13\u{a0}\u{202f} 19:00\r\n"), "2023-02-13 19:00");
    }

    #[test]
    fn full_width_characters_dashes_and_capitals_become_plain_ones() {
        assert_eq!(lower("２０２３－０２－１３　１９：００：００"), "2023-02-13 19:00:00");
        assert_eq!(lower("2023‑02–13T19:00Z"), "2023-02-13t19:00z");
        assert_eq!(lower("−2 Hours"), "-2 hours");
        assert_eq!(tidy("Asia/Tokyo").unwrap().0, "Asia/Tokyo");
    }

    #[test]
    fn marks_that_nobody_sees_and_quotes_are_left_out() {
        assert_eq!(lower("\u{feff}\u{200e}1676286000\u{200b}"), "1676286000");
        assert_eq!(lower("“2023-02-13 19:00 ”"), "2023-02-13 19:00");
        assert_eq!(lower("\"now\""), "now");
        assert_eq!(lower("\"now"), "\"now");
    }

    #[test]
    fn a_page_of_text_is_no_time() {
        assert_eq!(tidy(&"1".repeat(64)).map(|(text, _)| text.len()), Ok(64));
        assert_eq!(tidy(&"1".repeat(65)), Err(TimeInputError::NotATime));
        assert_eq!(lower(&format!("{}now", " ".repeat(1000))), "now");
        assert_eq!(tidy(" \"\" "), Err(TimeInputError::Empty));
    }
}
