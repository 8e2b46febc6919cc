//! Brings a typed or pasted text into the one form that the grammars read. Input methods for Chinese write full-width
//! digits and colons, documents bring odd spaces and dashes, and web pages invisible marks.

/// No time and no zone is longer than this; what is gets no closer look.
const LONGEST: usize = 64;

/// Returns the text half-width, with single spaces inside and none around, and without quotes around it. `None` when
/// it is too long.
pub(super) fn plain_text(text: &str) -> Option<String> {
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
