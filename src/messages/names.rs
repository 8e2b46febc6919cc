//! Words for names: what is odd in them.

use console_core::domain::inventory::Fate;
use console_core::domain::operation::OperationKind;
use console_core::domain::run::Moment;
use console_core::forms::typed_name::TypedName;
use console_core::text::odd_characters::{
    Alphabet, OddCharacter, Oddity, odd_characters as odd_characters_of, visible,
};

use super::age;

/// The most odd characters that are named.
const MOST: usize = 6;

/// Returns what is odd about a character, such as `U+0430 (Cyrillic а, looks like a)`.
pub fn odd_character(odd: &OddCharacter) -> String {
    let about = match odd.oddity {
        Oddity::Hidden => "cannot be seen".to_owned(),
        Oddity::Blank if odd.character == ' ' => "a blank at the end or beside another".to_owned(),
        Oddity::Blank => "a blank of another kind".to_owned(),
        Oddity::Combining => "a mark on another character".to_owned(),
        Oddity::LooksLike(ascii) => {
            format!("{}{}, looks like {ascii}", alphabet(odd.character), odd.character)
        }
        Oddity::OtherAlphabet => format!("{}{}", alphabet(odd.character), odd.character),
    };
    format!("{} ({about})", odd.number())
}

/// Returns the odd characters of a name, each once.
pub fn odd_characters(odd: &[OddCharacter]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for text in odd.iter().map(odd_character) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let more = texts.len().saturating_sub(MOST);
    texts.truncate(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("odd characters: {}{more}", texts.join(", "))
}

/// Returns what a sheet says about a name with odd characters.
pub fn odd_name(odd: &[OddCharacter]) -> String {
    let list = odd_characters(odd);
    let list = list.trim_start_matches("odd characters: ");
    format!("This name contains characters that look like others or cannot be seen: {list}.")
}

/// Returns a name as it is said to those who cannot see it, and where there is room for nothing but text.
pub fn spoken(name: &str) -> String {
    let odd = odd_characters_of(name);
    let shown = visible(name);
    if odd.is_empty() { shown.into_owned() } else { format!("{shown} ({})", odd_characters(&odd)) }
}

/// Returns what was left out of a typed name.
pub fn left_out_of_name(read: &TypedName) -> String {
    let quoted: Vec<_> =
        read.left_out.iter().map(|part| format!("“{}”", shortened(&visible(part)))).collect();
    if quoted.is_empty() { ".".into() } else { format!("; left out: {}.", quoted.join(" and ")) }
}

/// Returns what became of a task that is gone under its name.
pub fn fate(fate: &Fate, now: Moment) -> String {
    let when = age(fate.ended.at, now);
    let first = match (&fate.ended.successor, fate.ended.by) {
        (Some(successor), _) => format!("Migrated here to {} {when}", spoken(successor.as_str())),
        (None, OperationKind::Migrate) => format!("Migrated here {when}; its new name is not known"),
        (None, _) => format!("Deleted here {when}"),
    };
    let then = match (&fate.deleted, &fate.now) {
        (Some((name, at)), _) if Some(name) == fate.ended.successor.as_ref() => {
            format!(", and deleted under that name {}", age(*at, now))
        }
        (Some((name, at)), _) => {
            format!(", later to {}, and deleted {}", spoken(name.as_str()), age(*at, now))
        }
        (None, Some(name)) if fate.ended.successor.as_ref() != Some(name) => {
            format!("; it is called {} now", spoken(name.as_str()))
        }
        _ => String::new(),
    };
    format!("{first}{then}.")
}

fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

fn alphabet(c: char) -> &'static str {
    match Alphabet::of(c) {
        Alphabet::Greek => "Greek ",
        Alphabet::Cyrillic => "Cyrillic ",
        Alphabet::Armenian => "Armenian ",
        Alphabet::Hebrew => "Hebrew ",
        Alphabet::Arabic => "Arabic ",
        Alphabet::Cherokee => "Cherokee ",
        Alphabet::FullWidth => "full-width ",
        Alphabet::Mathematical => "mathematical ",
        Alphabet::Latin | Alphabet::Cjk | Alphabet::Other(_) | Alphabet::Common => "",
    }
}
