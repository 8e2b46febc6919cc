//! The text of a time in the form that the grammars read.

use super::model::TimeInputError;
use crate::time::plain::plain_text;

/// Returns the text in plain form, and in lower case. Both have the same length.
pub(super) fn tidy(text: &str) -> Result<(String, String), TimeInputError> {
    let plain = plain_text(text).ok_or(TimeInputError::NotATime)?;
    let lower = plain.to_ascii_lowercase();
    if plain.is_empty() { Err(TimeInputError::Empty) } else { Ok((plain, lower)) }
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
