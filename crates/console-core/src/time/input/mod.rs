//! What a person types or pastes into "Pull back to": a local time, an instant in one of the usual spellings, or how
//! long ago. One field takes them all, and every reading that is not literal says so, for the form to show.

mod ago;
mod calendar;
mod clock;
mod model;
mod number;
#[cfg(test)]
mod tests;
mod tidy;

pub use model::{InstantNotation, RelativeDay, TimeInput, TimeInputError, TimeOfDay};

/// Reads a time as a person writes it. Understood are, with any blanks around and full-width characters as well:
///
/// - local times: `2023-02-13 19:00:00`, `2023-02-13T19:00`, `2023/2/13 9:00`; a fraction after `.` or `,` is dropped;
/// - the date as `2023.2.13`, `20230213` (with a time behind it), `13 Feb 2023`, `Feb 13, 2023`, `2023年2月13日`; the
///   time as `7:30 pm`, `19时30分`, and behind `20230213` as `1930`;
/// - all of these with an offset or a zone: `2023-02-13T19:00:00+08:00`, `2023-02-13 11:00:00Z`,
///   `2023-02-13 11:00 UTC`, `2023-02-13 19:00 Asia/Shanghai`;
/// - a time of day alone, with `today` or with `yesterday`;
/// - epoch seconds (9 to 11 digits) and milliseconds (12 to 14 digits), also as `1676286000s` and `1676286000000ms`;
/// - `2 hours ago`, `1h30m ago`, `-90min`, `2小时前`, `now`; `m` is minutes, since months are of no fixed length.
///
/// # Errors
/// For every other text, with what can be said about it.
pub fn parse_time_input(text: &str) -> Result<TimeInput, TimeInputError> {
    let (plain, lower) = tidy::tidy(text)?;
    if let Some(result) = number::parse(&lower) {
        return result;
    }
    if let Some(result) = clock::parse(&lower, &plain) {
        return result;
    }
    ago::parse(&lower)
}

#[cfg(test)]
mod round_trips {
    use proptest::prelude::*;

    use super::*;
    use crate::time::{CivilDateTime, EpochSeconds, Offset, format};

    #[test]
    fn each_spelling_of_the_api_pages_time_is_understood() {
        let local = CivilDateTime::new(2023, 2, 13, 19, 0, 0).unwrap();
        assert_eq!(
            parse_time_input("2023-02-13 19:00:00"),
            Ok(TimeInput::Local { at: local, dropped_fraction: false })
        );
        let spellings = ["1676286000", "1676286000000", "2023-02-13T19:00:00+08:00", "2023-02-13 11:00:00Z"];
        for spelling in spellings {
            let Ok(TimeInput::Instant { at, .. }) = parse_time_input(spelling) else { panic!("{spelling}") };
            assert_eq!(at.get(), 1_676_286_000, "{spelling}");
        }
    }

    #[test]
    fn nothing_is_empty_and_words_are_no_time() {
        assert_eq!(parse_time_input(""), Err(TimeInputError::Empty));
        assert_eq!(parse_time_input(" \u{a0}\t\n"), Err(TimeInputError::Empty));
        for text in ["tomorrow 19:00", "friday 19:00", "上海", "2023-02-13 19", "-", "+", "ago", "10:00 - 11"]
        {
            assert_eq!(parse_time_input(text), Err(TimeInputError::NotATime), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String) {
            let _ = parse_time_input(&text);
        }

        #[test]
        fn no_text_that_looks_like_a_time_panics(text in "[0-9０-９:：/.,+ tzhmsd\u{a0}ago-]{0,40}") {
            if let Ok(TimeInput::Ago { seconds }) = parse_time_input(&text) {
                prop_assert!(seconds >= 0);
            }
        }

        #[test]
        fn local_times_come_back_from_their_text(
            seconds in EpochSeconds::MIN.get()..=EpochSeconds::MAX.get(),
        ) {
            let at = CivilDateTime::from_seconds_as_if_utc(seconds).unwrap();
            let expected = Ok(TimeInput::Local { at, dropped_fraction: false });
            prop_assert_eq!(&parse_time_input(&at.to_string()), &expected);
            prop_assert_eq!(&parse_time_input(&at.iso()), &expected);
        }

        #[test]
        fn instants_come_back_from_their_text(
            seconds in EpochSeconds::MIN.get()..=EpochSeconds::MAX.get(),
            east in -43_200..=50_400,
        ) {
            let at = EpochSeconds::new(seconds).unwrap();
            let offset = Offset::new(east).unwrap();
            let from = InstantNotation::Rfc3339 { dropped_fraction: false };
            if offset.local_at(at).is_some() {
                let expected = Ok(TimeInput::Instant { at, offset: Some(offset), from });
                prop_assert_eq!(parse_time_input(&format::rfc3339(at, offset)), expected);
            }
            let expected = Ok(TimeInput::Instant { at, offset: Some(Offset::UTC), from });
            prop_assert_eq!(parse_time_input(&format::utc_text(at)), expected);
        }

        #[test]
        fn epoch_seconds_come_back_from_their_text(seconds in 100_000_000_i64..100_000_000_000) {
            let at = EpochSeconds::new(seconds).unwrap();
            let from = InstantNotation::EpochSeconds { dropped_fraction: false };
            let expected = Ok(TimeInput::Instant { at, offset: None, from });
            prop_assert_eq!(parse_time_input(&at.to_string()), expected);
        }
    }
}
