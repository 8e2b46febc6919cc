//! What a person types or pastes into "Pull back to": a local time, an instant in one of the usual spellings, or how
//! long ago. One field takes them all, and every reading that is not literal says so, for the form to show.

mod ago;
mod calendar;
mod clock;
mod cursor;
mod number;
mod offset;
#[cfg(test)]
mod tests;
mod tidy;

use super::{CivilDate, CivilDateTime, CivilError, EpochSeconds, Offset, TimeZone, ZoneError, ZoneName};

pub(super) use offset::whole_offset;
pub(super) use tidy::plain_text;

/// A text that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeInput {
    /// A wall clock's time, which a zone has yet to turn into an instant.
    Local {
        /// What the clock shows.
        at: CivilDateTime,
        /// A fraction of a second other than zero was left out.
        dropped_fraction: bool,
    },
    /// A wall clock's time in a zone that is written with it.
    InZone {
        /// What the clock shows.
        at: CivilDateTime,
        /// The zone.
        zone: ZoneName,
        /// A fraction of a second other than zero was left out.
        dropped_fraction: bool,
    },
    /// A time of day, on a day that depends on when this is read.
    OnDay {
        /// The day.
        day: RelativeDay,
        /// The time of day.
        time: TimeOfDay,
        /// The zone that is written with it, if one is.
        zone: Option<TimeZone>,
        /// A fraction of a second other than zero was left out.
        dropped_fraction: bool,
    },
    /// An instant that needs no zone.
    Instant {
        /// When.
        at: EpochSeconds,
        /// The offset as written; `Z` and `UTC` are zero, bare numbers have none.
        offset: Option<Offset>,
        /// How it was written.
        from: Written,
    },
    /// So many seconds before now; zero for "now", never negative.
    Ago {
        /// Seconds before now.
        seconds: i64,
    },
}

/// A day that depends on when this is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelativeDay {
    /// None is written: the latest on which it was that time of day.
    Latest,
    /// The day of the reading.
    Today,
    /// The day before.
    Yesterday,
}

/// What a clock shows, the day left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    /// The hour, 0 … 23.
    pub hour: u8,
    /// The minute, 0 … 59.
    pub minute: u8,
    /// The second, 0 … 59.
    pub second: u8,
}

/// How an instant was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A date and time with an offset, as in RFC 3339.
    Rfc3339 {
        /// A fraction of a second other than zero was left out.
        dropped_fraction: bool,
    },
    /// Seconds since the epoch.
    EpochSeconds {
        /// A fraction of a second other than zero was left out.
        dropped_fraction: bool,
    },
    /// Milliseconds since the epoch.
    EpochMilliseconds {
        /// The milliseconds beyond the whole second, left out: 0 … 999.
        dropped_millis: u16,
    },
}

/// Why a text is no time. Each variant carries what a sentence about it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeInputError {
    /// Nothing there.
    Empty,
    /// In none of the known spellings.
    NotATime,
    /// A date alone: the time of day is missing.
    DateWithoutTime(CivilDate),
    /// "today" or "yesterday" alone.
    DayWithoutTime,
    /// A day and a month, but no year.
    DateWithoutYear,
    /// Day, month and year in an order that cannot be told, as in `02/03/2026` and `26-11-20`.
    DateOrder,
    /// The day of the week that is written with a date is another one.
    WrongWeekday(CivilDate),
    /// An hour that neither half of the day has, with "am" or "pm".
    HourOfHalf {
        /// The hour as given.
        hour: u8,
    },
    /// What is written as the time's zone is none.
    Zone(ZoneError),
    /// Both an offset and a zone are written with it.
    TwoZones,
    /// Spelled well, but on no calendar or clock.
    Civil(CivilError),
    /// 24:00, which is the midnight that the next day begins with.
    HourTwentyFour {
        /// That midnight.
        midnight: CivilDateTime,
    },
    /// A second numbered 60, which epoch seconds do not count.
    LeapSecond {
        /// The second before it.
        before: CivilDateTime,
    },
    /// No offset from UTC is written like this: hours go to 23, minutes and seconds to 59.
    OffsetOutOfRange,
    /// The instant is outside the years 1 … 9999.
    InstantOutOfRange,
    /// Date and time as digits without separators, as `20230213190000`: too easily taken for epoch time.
    Unseparated(CivilDateTime),
    /// Too small for an epoch time of our days, and no unit to make it a length of time.
    BareNumber {
        /// The number.
        value: u64,
    },
    /// 15 or 16 digits: microseconds since the epoch.
    Microseconds {
        /// The same in whole seconds.
        at: EpochSeconds,
    },
    /// 18 or 19 digits: nanoseconds since the epoch.
    Nanoseconds {
        /// The same in whole seconds.
        at: EpochSeconds,
    },
    /// A number that counts nothing since the epoch that would be in our days.
    NumberOutOfRange {
        /// How many digits it has, leading zeros included.
        digits: usize,
    },
    /// A length of time, but not said to be ago.
    DurationWithoutAgo {
        /// Its seconds.
        seconds: i64,
    },
    /// Longer ago than the calendar goes back.
    TooLongAgo,
}

impl From<CivilError> for TimeInputError {
    fn from(error: CivilError) -> Self {
        Self::Civil(error)
    }
}

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

impl TimeInput {
    /// Whether it means another instant each time that it is read anew.
    pub fn is_relative(&self) -> bool {
        matches!(self, Self::Ago { .. } | Self::OnDay { .. })
    }

    /// Whether only the zone that the form names makes an instant of it.
    pub fn needs_zone(&self) -> bool {
        matches!(self, Self::Local { .. } | Self::OnDay { zone: None, .. })
    }
}

#[cfg(test)]
mod round_trips {
    use proptest::prelude::*;

    use super::*;
    use crate::time::epoch;

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
            let from = Written::Rfc3339 { dropped_fraction: false };
            if offset.local_at(at).is_some() {
                let expected = Ok(TimeInput::Instant { at, offset: Some(offset), from });
                prop_assert_eq!(parse_time_input(&epoch::rfc3339(at, offset)), expected);
            }
            let expected = Ok(TimeInput::Instant { at, offset: Some(Offset::UTC), from });
            prop_assert_eq!(parse_time_input(&epoch::utc_text(at)), expected);
        }

        #[test]
        fn epoch_seconds_come_back_from_their_text(seconds in 100_000_000_i64..100_000_000_000) {
            let at = EpochSeconds::new(seconds).unwrap();
            let from = Written::EpochSeconds { dropped_fraction: false };
            let expected = Ok(TimeInput::Instant { at, offset: None, from });
            prop_assert_eq!(parse_time_input(&at.to_string()), expected);
        }
    }
}
