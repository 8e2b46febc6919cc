//! Bare digits: an instant as seconds or milliseconds since the epoch, distinguished by size. What could be either, or
//! is counted in something else, is an error that says so rather than a guess.

use super::clock::has_fraction;
use super::model::{InstantNotation, TimeInput, TimeInputError};
use crate::time::cursor::{Cursor, number};
use crate::time::{CivilDate, CivilDateTime, EpochSeconds};

/// 1973-03-03 in seconds. Smaller numbers are too likely to be something else.
const FIRST: u64 = 100_000_000;
/// The year 5138 in seconds, or 1973-03-03 in milliseconds.
const SECONDS_END: u64 = 100_000_000_000;
/// The year 5138 in milliseconds, or 1973-03-03 in microseconds.
const MILLISECONDS_END: u64 = 100_000_000_000_000;
/// The year 2286 in microseconds.
const MICROSECONDS_END: u64 = 10_000_000_000_000_000;
/// 1973-03-03 in nanoseconds.
const NANOSECONDS_FIRST: u64 = 100_000_000_000_000_000;
/// The year 2286 in nanoseconds.
const NANOSECONDS_END: u64 = 10_000_000_000_000_000_000;

/// Reads a text that is a number and nothing else, but for the unit of an epoch time or the `@` that some tools put
/// before one; `None` for every other.
pub(super) fn parse(text: &str) -> Option<Result<TimeInput, TimeInputError>> {
    let mut cursor = Cursor::new(text);
    cursor.take(b'@');
    let digits = cursor.digits();
    if digits.is_empty() {
        return None;
    }
    if let Some(result) = with_unit(digits, cursor) {
        return Some(result);
    }
    let fraction = match cursor.peek() {
        Some(b'.' | b',') => Some(has_fraction(&mut cursor)?),
        _ => None,
    };
    cursor.at_end().then(|| match fraction {
        Some(dropped_fraction) => with_fraction(digits, dropped_fraction),
        None => whole(digits),
    })
}

/// `1676286000s` and its like. A number too small for an epoch time is left to those who read lengths of time.
fn with_unit(digits: &[u8], mut cursor: Cursor<'_>) -> Option<Result<TimeInput, TimeInputError>> {
    cursor.take(b' ');
    let unit = cursor.take_one_of(&["s", "ms", "us", "µs", "ns"])?;
    let range = match unit {
        0 => FIRST..SECONDS_END,
        1 => SECONDS_END..MILLISECONDS_END,
        2 | 3 => MILLISECONDS_END..MICROSECONDS_END,
        _ => NANOSECONDS_FIRST..NANOSECONDS_END,
    };
    let is_epoch_time = cursor.at_end() && number(digits).is_some_and(|value| range.contains(&value));
    is_epoch_time.then(|| whole_number(digits))
}

fn whole(digits: &[u8]) -> Result<TimeInput, TimeInputError> {
    match unseparated(digits) {
        Some(error) => Err(error),
        None => whole_number(digits),
    }
}

fn whole_number(digits: &[u8]) -> Result<TimeInput, TimeInputError> {
    let out_of_range = TimeInputError::NumberOutOfRange { digits: digits.len() };
    let value = number(digits).ok_or(out_of_range)?;
    match value {
        ..FIRST => Err(TimeInputError::BareNumber { value }),
        FIRST..SECONDS_END => {
            Ok(instant(seconds(value)?, InstantNotation::EpochSeconds { dropped_fraction: false }))
        }
        SECONDS_END..MILLISECONDS_END => {
            let dropped_millis = (value % 1000) as u16;
            Ok(instant(seconds(value / 1000)?, InstantNotation::EpochMilliseconds { dropped_millis }))
        }
        MILLISECONDS_END..MICROSECONDS_END => {
            Err(TimeInputError::Microseconds { at: seconds(value / 1_000_000)? })
        }
        NANOSECONDS_FIRST..NANOSECONDS_END => {
            Err(TimeInputError::Nanoseconds { at: seconds(value / 1_000_000_000)? })
        }
        _ => Err(out_of_range),
    }
}

/// Scripts print epoch seconds with a fraction; of the other units nobody does.
fn with_fraction(digits: &[u8], dropped_fraction: bool) -> Result<TimeInput, TimeInputError> {
    match number(digits) {
        Some(value @ FIRST..SECONDS_END) => {
            Ok(instant(seconds(value)?, InstantNotation::EpochSeconds { dropped_fraction }))
        }
        _ => Err(TimeInputError::NotATime),
    }
}

fn instant(at: EpochSeconds, from: InstantNotation) -> TimeInput {
    TimeInput::Instant { at, offset: None, from }
}

fn seconds(value: u64) -> Result<EpochSeconds, TimeInputError> {
    i64::try_from(value)
        .ok()
        .and_then(|value| EpochSeconds::new(value).ok())
        .ok_or(TimeInputError::InstantOutOfRange)
}

/// Recognises `20230213`, `202302131900` and `20230213190000` in years from 1970 to 2099. As milliseconds the second
/// would be in 1976 and the third in 2611, which nobody means to pull back to.
fn unseparated(digits: &[u8]) -> Option<TimeInputError> {
    if !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let year = u16::try_from(number(digits.get(..4)?)?).ok()?;
    if !(1970..=2099).contains(&year) {
        return None;
    }
    let part = |at: usize| digits.get(at..at + 2).and_then(number).and_then(|part| u8::try_from(part).ok());
    let date = CivilDate::new(year, part(4)?, part(6)?).ok()?;
    if digits.len() == 8 {
        return Some(TimeInputError::DateWithoutTime(date));
    }
    let at = CivilDateTime::on(date, part(8)?, part(10)?, part(12).unwrap_or(0)).ok()?;
    Some(TimeInputError::Unseparated(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<TimeInput, TimeInputError> {
        parse(text).unwrap()
    }

    fn at(seconds: i64) -> EpochSeconds {
        EpochSeconds::new(seconds).unwrap()
    }

    #[test]
    fn nine_to_eleven_digits_are_seconds() {
        let seconds =
            |value| Ok(instant(at(value), InstantNotation::EpochSeconds { dropped_fraction: false }));
        assert_eq!(parsed("1676286000"), seconds(1_676_286_000));
        assert_eq!(parsed("100000000"), seconds(100_000_000));
        assert_eq!(parsed("99999999999"), seconds(99_999_999_999));
        assert_eq!(parsed("0001676286000"), seconds(1_676_286_000));
    }

    #[test]
    fn twelve_to_fourteen_digits_are_milliseconds_and_say_what_was_dropped() {
        let millis = |value, dropped_millis| {
            Ok(instant(at(value), InstantNotation::EpochMilliseconds { dropped_millis }))
        };
        assert_eq!(parsed("1676286000000"), millis(1_676_286_000, 0));
        assert_eq!(parsed("1676286000999"), millis(1_676_286_000, 999));
        assert_eq!(parsed("100000000000"), millis(100_000_000, 0));
        assert_eq!(parsed("99999999999999"), millis(99_999_999_999, 999));
    }

    #[test]
    fn the_unit_may_stand_behind_an_epoch_time() {
        for text in ["1676286000s", "1676286000 s", "@1676286000", "1676286000000ms"] {
            let Ok(TimeInput::Instant { at, .. }) = parsed(text) else { panic!("{text}") };
            assert_eq!(at.get(), 1_676_286_000, "{text}");
        }
        assert_eq!(
            parsed("1676286000123456 us"),
            Err(TimeInputError::Microseconds { at: at(1_676_286_000) })
        );
        for other in ["90s", "1676286000ms", "1676286000000s", "1676286000 s ago", "1676286000sec"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    fn finer_units_are_named_and_not_taken() {
        assert_eq!(parsed("1676286000123456"), Err(TimeInputError::Microseconds { at: at(1_676_286_000) }));
        assert_eq!(parsed("1676286000123456789"), Err(TimeInputError::Nanoseconds { at: at(1_676_286_000) }));
    }

    #[test]
    fn other_sizes_are_asked_about() {
        assert_eq!(parsed("0"), Err(TimeInputError::BareNumber { value: 0 }));
        assert_eq!(parsed("90"), Err(TimeInputError::BareNumber { value: 90 }));
        assert_eq!(parsed("99999999"), Err(TimeInputError::BareNumber { value: 99_999_999 }));
        assert_eq!(parsed(&"9".repeat(17)), Err(TimeInputError::NumberOutOfRange { digits: 17 }));
        assert_eq!(parsed(&"9".repeat(40)), Err(TimeInputError::NumberOutOfRange { digits: 40 }));
        assert_eq!(parsed(&u64::MAX.to_string()), Err(TimeInputError::NumberOutOfRange { digits: 20 }));
    }

    #[test]
    fn a_date_without_separators_is_not_taken_for_epoch_time() {
        let date = CivilDate::new(2023, 2, 13).unwrap();
        let local = CivilDateTime::on(date, 19, 0, 0).unwrap();
        assert_eq!(parsed("20230213"), Err(TimeInputError::DateWithoutTime(date)));
        assert_eq!(parsed("202302131900"), Err(TimeInputError::Unseparated(local)));
        assert_eq!(parsed("20230213190000"), Err(TimeInputError::Unseparated(local)));
        assert!(parsed("20239913190000").is_ok());
        assert!(matches!(parsed("197001010000"), Err(TimeInputError::Unseparated(_))));
        assert!(parsed("196912312359").is_ok());
        assert!(matches!(parsed("209912312359"), Err(TimeInputError::Unseparated(_))));
        assert!(parsed("210001010000").is_ok());
    }

    #[test]
    fn a_fraction_of_a_second_is_dropped_visibly() {
        let seconds = |dropped| {
            Ok(instant(at(1_676_286_000), InstantNotation::EpochSeconds { dropped_fraction: dropped }))
        };
        assert_eq!(parsed("1676286000.25"), seconds(true));
        assert_eq!(parsed("1676286000.000"), seconds(false));
        assert_eq!(parsed("1676286000123.5"), Err(TimeInputError::NotATime));
        assert_eq!(parsed("1.5"), Err(TimeInputError::NotATime));
        assert_eq!(parse("1676286000."), None);
    }

    #[test]
    fn what_goes_on_after_the_digits_is_left_to_others() {
        assert_eq!(parse("2023-02-13"), None);
        assert_eq!(parse("90 min"), None);
        assert_eq!(parse("now"), None);
    }
}
