//! What a text is read as, and why it may be no time.

use crate::time::{
    CivilDate, CivilDateTime, CivilError, EpochSeconds, Offset, TimeZone, ZoneError, ZoneName,
};

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
        from: InstantNotation,
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

/// A time that a clock shows, the day left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    /// The hour, 0 … 23.
    pub hour: u8,
    /// The minute, 0 … 59.
    pub minute: u8,
    /// The second, 0 … 59.
    pub second: u8,
}

/// A notation that an instant was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstantNotation {
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

impl TimeInput {
    /// Returns whether it means another instant each time that it is read again.
    pub fn is_relative(&self) -> bool {
        matches!(self, Self::Ago { .. } | Self::OnDay { .. })
    }

    /// Returns whether only the zone that the form names makes an instant of it.
    pub fn needs_zone(&self) -> bool {
        matches!(self, Self::Local { .. } | Self::OnDay { zone: None, .. })
    }
}
