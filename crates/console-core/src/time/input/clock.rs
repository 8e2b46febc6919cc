//! A date with a time of day, and maybe an offset: `2023-02-13 19:00:00`, `2023-02-13T11:00:00Z`. The year comes
//! first and has four digits; every other order means different days to different people.

use super::cursor::{Cursor, number};
use super::{TimeInput, TimeInputError, Written};
use crate::time::{CivilDate, CivilDateTime, CivilError, Offset};

/// Hours, minutes and seconds as written, whether or not a clock shows them.
struct Clock {
    hour: u8,
    minute: u8,
    second: u8,
    dropped_fraction: bool,
}

/// Reads a text that begins like a date; `None` for every other.
pub(super) fn parse(text: &str) -> Option<Result<TimeInput, TimeInputError>> {
    let mut cursor = Cursor::new(text);
    let digits = cursor.digits();
    let separator = cursor.peek().filter(|byte| matches!(byte, b'-' | b'/'))?;
    if digits.len() != 4 {
        return None;
    }
    let year = u16::try_from(number(digits)?).ok()?;
    Some(after_year(year, separator, &mut cursor))
}

fn after_year(year: u16, separator: u8, cursor: &mut Cursor<'_>) -> Result<TimeInput, TimeInputError> {
    let (month, day) = month_and_day(separator, cursor).ok_or(TimeInputError::NotATime)?;
    if cursor.at_end() {
        return Err(TimeInputError::DateWithoutTime(CivilDate::new(year, month, day)?));
    }
    let clock = clock(cursor).ok_or(TimeInputError::NotATime)?;
    let offset = offset(cursor)?;
    if !cursor.at_end() {
        return Err(TimeInputError::NotATime);
    }
    let at = on(CivilDate::new(year, month, day)?, &clock)?;
    let dropped_fraction = clock.dropped_fraction;
    Ok(match offset {
        None => TimeInput::Local { at, dropped_fraction },
        Some(offset) => TimeInput::Instant {
            at: offset.instant_of(at).ok_or(TimeInputError::InstantOutOfRange)?,
            offset: Some(offset),
            from: Written::Rfc3339 { dropped_fraction },
        },
    })
}

fn month_and_day(separator: u8, cursor: &mut Cursor<'_>) -> Option<(u8, u8)> {
    cursor.take(separator).then_some(())?;
    let month = cursor.short_number(1, 2)?;
    cursor.take(separator).then_some(())?;
    Some((month, cursor.short_number(1, 2)?))
}

fn clock(cursor: &mut Cursor<'_>) -> Option<Clock> {
    (cursor.take(b't') || cursor.take(b' ')).then_some(())?;
    let hour = cursor.short_number(1, 2)?;
    cursor.take(b':').then_some(())?;
    let minute = cursor.short_number(2, 2)?;
    let mut clock = Clock { hour, minute, second: 0, dropped_fraction: false };
    if cursor.take(b':') {
        clock.second = cursor.short_number(2, 2)?;
        if matches!(cursor.peek(), Some(b'.' | b',')) {
            clock.dropped_fraction = has_fraction(cursor)?;
        }
    }
    Some(clock)
}

/// Takes a fraction with its mark (logs of Java programs have a comma) and tells whether it is other than zero.
pub(super) fn has_fraction(cursor: &mut Cursor<'_>) -> Option<bool> {
    (cursor.take(b'.') || cursor.take(b',')).then_some(())?;
    let digits = cursor.digits();
    (!digits.is_empty()).then(|| digits.iter().any(|digit| *digit != b'0'))
}

/// Takes `z`, `utc`, `gmt`, `+08:00`, `+0800`, `+8` or `utc+8`, maybe after a space; `None` when there is nothing.
fn offset(cursor: &mut Cursor<'_>) -> Result<Option<Offset>, TimeInputError> {
    if cursor.at_end() {
        return Ok(None);
    }
    cursor.take(b' ');
    match cursor.letters() {
        b"z" => return Ok(Some(Offset::UTC)),
        b"utc" | b"gmt" if cursor.at_end() => return Ok(Some(Offset::UTC)),
        b"" | b"utc" | b"gmt" => {}
        _ => return Err(TimeInputError::NotATime),
    }
    let west = cursor.take(b'-');
    if !west && !cursor.take(b'+') {
        return Err(TimeInputError::NotATime);
    }
    let (hours, minutes, seconds) = offset_parts(cursor).ok_or(TimeInputError::NotATime)?;
    if !cursor.at_end() {
        return Err(TimeInputError::NotATime);
    }
    if hours > 23 || minutes > 59 || seconds > 59 {
        return Err(TimeInputError::OffsetOutOfRange);
    }
    let east = i32::from(hours) * 3600 + i32::from(minutes) * 60 + i32::from(seconds);
    Offset::new(if west { -east } else { east }).map(Some).ok_or(TimeInputError::OffsetOutOfRange)
}

/// Hours, minutes and seconds as written. Never more than two digits make a number, so each fits.
fn offset_parts(cursor: &mut Cursor<'_>) -> Option<(u8, u8, u8)> {
    let digits = cursor.digits();
    if let [_, _, _, _] = digits {
        let (hours, minutes) = digits.split_at(2);
        return Some((number(hours)? as u8, number(minutes)? as u8, 0));
    }
    if digits.len() > 2 {
        return None;
    }
    let hours = number(digits)? as u8;
    if !cursor.take(b':') {
        return Some((hours, 0, 0));
    }
    let minutes = cursor.short_number(2, 2)?;
    let seconds = if cursor.take(b':') { cursor.short_number(2, 2)? } else { 0 };
    Some((hours, minutes, seconds))
}

/// The time on its date, with the two spellings explained that are right elsewhere.
fn on(date: CivilDate, clock: &Clock) -> Result<CivilDateTime, TimeInputError> {
    let &Clock { hour, minute, second, .. } = clock;
    match CivilDateTime::on(date, hour, minute, second) {
        Err(CivilError::HourOutOfRange { hour: 24 }) if minute == 0 && second == 0 => {
            let midnight = CivilDateTime::on(date, 0, 0, 0)?.checked_add_seconds(86_400);
            Err(midnight.map_or(TimeInputError::InstantOutOfRange, |midnight| {
                TimeInputError::HourTwentyFour { midnight }
            }))
        }
        Err(CivilError::SecondOutOfRange { second: 60 }) => {
            Err(TimeInputError::LeapSecond { before: CivilDateTime::on(date, hour, minute, 59)? })
        }
        other => Ok(other?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::EpochSeconds;

    fn parsed(text: &str) -> Result<TimeInput, TimeInputError> {
        parse(text).unwrap()
    }

    fn civil(hour: u8, minute: u8, second: u8) -> CivilDateTime {
        CivilDateTime::new(2023, 2, 13, hour, minute, second).unwrap()
    }

    #[test]
    fn a_local_time_is_read_with_either_separator_and_without_seconds() {
        let seven = Ok(TimeInput::Local { at: civil(19, 0, 0), dropped_fraction: false });
        for text in [
            "2023-02-13 19:00:00",
            "2023-02-13t19:00",
            "2023-02-13 19:00",
            "2023/02/13 19:00:00",
            "2023-2-13 19:00",
        ] {
            assert_eq!(parsed(text), seven, "{text}");
        }
    }

    #[test]
    fn a_fraction_is_dropped_and_told_unless_it_is_zero() {
        let dropped = |dropped_fraction| Ok(TimeInput::Local { at: civil(19, 0, 0), dropped_fraction });
        assert_eq!(parsed("2023-02-13 19:00:00.000"), dropped(false));
        assert_eq!(parsed("2023-02-13 19:00:00,250"), dropped(true));
        assert_eq!(parsed("2023-02-13 19:00:00.0000000000000000000000001"), dropped(true));
        assert_eq!(parsed("2023-02-13 19:00:00."), Err(TimeInputError::NotATime));
        assert_eq!(parsed("2023-02-13 19:00.5"), Err(TimeInputError::NotATime));
    }

    #[test]
    fn an_offset_makes_it_an_instant() {
        for (text, east) in [
            ("2023-02-13t19:00:00+08:00", 28_800),
            ("2023-02-13 19:00:00 +0800", 28_800),
            ("2023-02-13 19:00 utc+8", 28_800),
            ("2023-02-13 11:00:00z", 0),
            ("2023-02-13 11:00 utc", 0),
            ("2023-02-13t11:00:00-00:00", 0),
            ("2023-02-13t07:30:00-03:30", -12_600),
            ("2023-02-13t10:15:30-00:44:30", -2_670),
        ] {
            let expected = Ok(TimeInput::Instant {
                at: EpochSeconds::new(1_676_286_000).unwrap(),
                offset: Offset::new(east),
                from: Written::Rfc3339 { dropped_fraction: false },
            });
            assert_eq!(parsed(text), expected, "{text}");
        }
    }

    #[test]
    fn an_offset_that_cannot_be_is_refused() {
        assert_eq!(parsed("2023-02-13t19:00:00+24:00"), Err(TimeInputError::OffsetOutOfRange));
        assert_eq!(parsed("2023-02-13t19:00:00+08:60"), Err(TimeInputError::OffsetOutOfRange));
        for tail in ["+", "+080", "+08:0", "+08:00x", "zz", "z+8", " cst", " - 2h", "[asia/shanghai]"] {
            let text = format!("2023-02-13 19:00:00{tail}");
            assert_eq!(parsed(&text), Err(TimeInputError::NotATime), "{text}");
        }
    }

    #[test]
    fn a_date_alone_asks_for_the_time_of_day() {
        let date = CivilDate::new(2023, 2, 13).unwrap();
        assert_eq!(parsed("2023-02-13"), Err(TimeInputError::DateWithoutTime(date)));
        assert_eq!(parsed("2023/2/13"), Err(TimeInputError::DateWithoutTime(date)));
    }

    #[test]
    fn what_no_calendar_or_clock_shows_is_explained() {
        let error = |text| parsed(text).unwrap_err();
        assert_eq!(
            error("2023-02-29 19:00"),
            TimeInputError::Civil(CivilError::DayOutOfRange { year: 2023, month: 2, day: 29, last: 28 })
        );
        assert_eq!(error("2023-13-01"), TimeInputError::Civil(CivilError::MonthOutOfRange { month: 13 }));
        assert_eq!(error("0000-01-01 00:00"), TimeInputError::Civil(CivilError::YearOutOfRange { year: 0 }));
        assert_eq!(error("2023-02-13 25:00"), TimeInputError::Civil(CivilError::HourOutOfRange { hour: 25 }));
        assert_eq!(
            error("2023-02-13 19:60"),
            TimeInputError::Civil(CivilError::MinuteOutOfRange { minute: 60 })
        );
        assert_eq!(
            error("2023-02-13 19:00:61"),
            TimeInputError::Civil(CivilError::SecondOutOfRange { second: 61 })
        );
    }

    #[test]
    fn midnight_as_24_and_leap_seconds_come_with_what_can_be_meant() {
        let midnight = CivilDateTime::new(2023, 2, 14, 0, 0, 0).unwrap();
        assert_eq!(parsed("2023-02-13 24:00"), Err(TimeInputError::HourTwentyFour { midnight }));
        assert_eq!(
            parsed("2023-02-13 24:30"),
            Err(TimeInputError::Civil(CivilError::HourOutOfRange { hour: 24 }))
        );
        let before = CivilDateTime::new(2016, 12, 31, 23, 59, 59).unwrap();
        assert_eq!(parsed("2016-12-31t23:59:60z"), Err(TimeInputError::LeapSecond { before }));
    }

    #[test]
    fn an_instant_outside_the_years_is_refused() {
        assert_eq!(parsed("0001-01-01t00:00:00+01:00"), Err(TimeInputError::InstantOutOfRange));
        assert_eq!(parsed("9999-12-31t23:59:59-01:00"), Err(TimeInputError::InstantOutOfRange));
        assert_eq!(parsed("9999-12-31t24:00"), Err(TimeInputError::InstantOutOfRange));
    }

    #[test]
    fn what_does_not_begin_with_a_year_is_left_to_others() {
        assert!(parse("-2h").is_none());
        assert!(parse("13/02/2023 19:00").is_none());
        assert!(parse("12023-02-13 19:00").is_none());
        assert_eq!(parsed("2023-02/13 19:00"), Err(TimeInputError::NotATime));
        assert_eq!(parsed("2023-02-13 19"), Err(TimeInputError::NotATime));
    }
}
