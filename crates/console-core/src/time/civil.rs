//! Dates and clock times with no zone attached: the proleptic Gregorian calendar from year 1 to year 9999.
//! A value of these types can always be found on a calendar; what cannot is explained by a [`CivilError`].

use std::fmt;

/// The epoch seconds of 0001-01-01 00:00:00 UTC.
pub(super) const FIRST: i64 = -62_135_596_800;
/// The epoch seconds of 9999-12-31 23:59:59 UTC.
pub(super) const LAST: i64 = 253_402_300_799;

const SECONDS_PER_DAY: i64 = 86_400;

/// Days from 0000-03-01 to 1970-01-01. Years are counted from March, so that the leap day comes last.
const DAYS_FROM_MARCH_0000_TO_EPOCH: i64 = 719_468;

/// Days in 400 years, after which the calendar repeats.
const DAYS_PER_CYCLE: i64 = 146_097;

/// Why a date or a time of day is not one. Each variant carries what a sentence about it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CivilError {
    /// The year is not within 1 … 9999.
    YearOutOfRange {
        /// The year as given.
        year: u16,
    },
    /// The month is not within 1 … 12.
    MonthOutOfRange {
        /// The month as given.
        month: u8,
    },
    /// The month of that year has no such day, as with 29 February of a common year.
    DayOutOfRange {
        /// The year as given.
        year: u16,
        /// The month as given.
        month: u8,
        /// The day as given.
        day: u8,
        /// The last day of that month in that year.
        last: u8,
    },
    /// The hour is not within 0 … 23.
    HourOutOfRange {
        /// The hour as given.
        hour: u8,
    },
    /// The minute is not within 0 … 59.
    MinuteOutOfRange {
        /// The minute as given.
        minute: u8,
    },
    /// The second is not within 0 … 59; epoch seconds know no leap seconds.
    SecondOutOfRange {
        /// The second as given.
        second: u8,
    },
}

/// A day of the calendar. Displays as `2023-02-13`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    year: u16,
    month: u8,
    day: u8,
}

impl CivilDate {
    /// Returns the date of these numbers, if there is one.
    ///
    /// # Errors
    /// The first number, from the year on, that fits no calendar.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, CivilError> {
        if !(1..=9999).contains(&year) {
            return Err(CivilError::YearOutOfRange { year });
        }
        if !(1..=12).contains(&month) {
            return Err(CivilError::MonthOutOfRange { month });
        }
        let last = last_day(year, month);
        if !(1..=last).contains(&day) {
            return Err(CivilError::DayOutOfRange { year, month, day, last });
        }
        Ok(Self { year, month, day })
    }

    /// Returns the year, 1 … 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, 1 … 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Returns the day of the week, from 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        (self.days_since_epoch() + 3).rem_euclid(7) as u8
    }

    /// Returns the day before; `None` before the first one.
    pub fn day_before(self) -> Option<Self> {
        let first = Self { year: 1, month: 1, day: 1 };
        (self > first).then(|| Self::from_days_since_epoch(self.days_since_epoch() - 1))
    }

    fn days_since_epoch(self) -> i64 {
        let month = i64::from(self.month);
        let year = i64::from(self.year) - i64::from(month <= 2);
        let month_from_march = (month + 9) % 12;
        // From March on the months are 31 30 31 30 31 long, again and again: 153 days for five.
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        365 * year + year / 4 - year / 100 + year / 400 + day_of_year - DAYS_FROM_MARCH_0000_TO_EPOCH
    }

    /// Returns the inverse of [`Self::days_since_epoch`], for days whose year is within range.
    fn from_days_since_epoch(days: i64) -> Self {
        let days = days + DAYS_FROM_MARCH_0000_TO_EPOCH;
        let cycle = days.div_euclid(DAYS_PER_CYCLE);
        let day_of_cycle = days.rem_euclid(DAYS_PER_CYCLE);
        // The leap days that came before are taken out, so that every year is 365 days long.
        let leap_days = day_of_cycle / 1_460 - day_of_cycle / 36_524 + day_of_cycle / 146_096;
        let year_of_cycle = (day_of_cycle - leap_days) / 365;
        let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = 400 * cycle + year_of_cycle + i64::from(month <= 2);
        Self { year: year as u16, month: month as u8, day: day as u8 }
    }
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn last_day(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A date and time that a calendar and a clock on some wall show. Displays as `2023-02-13 19:00:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDateTime {
    date: CivilDate,
    hour: u8,
    minute: u8,
    second: u8,
}

impl CivilDateTime {
    /// Returns the date and time of these numbers, if there is one.
    ///
    /// # Errors
    /// The first number, from the year on, that fits no calendar or clock.
    pub fn new(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Result<Self, CivilError> {
        Self::on(CivilDate::new(year, month, day)?, hour, minute, second)
    }

    /// Returns a time of day on a date.
    ///
    /// # Errors
    /// The first number, from the hour on, that fits no clock.
    pub fn on(date: CivilDate, hour: u8, minute: u8, second: u8) -> Result<Self, CivilError> {
        if hour > 23 {
            return Err(CivilError::HourOutOfRange { hour });
        }
        if minute > 59 {
            return Err(CivilError::MinuteOutOfRange { minute });
        }
        if second > 59 {
            return Err(CivilError::SecondOutOfRange { second });
        }
        Ok(Self { date, hour, minute, second })
    }

    /// Returns the date.
    pub fn date(self) -> CivilDate {
        self.date
    }

    /// Returns the year, 1 … 9999.
    pub fn year(self) -> u16 {
        self.date.year
    }

    /// Returns the month, 1 … 12.
    pub fn month(self) -> u8 {
        self.date.month
    }

    /// Returns the day of the month, from 1.
    pub fn day(self) -> u8 {
        self.date.day
    }

    /// Returns the hour, 0 … 23.
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// Returns the minute, 0 … 59.
    pub fn minute(self) -> u8 {
        self.minute
    }

    /// Returns the second, 0 … 59.
    pub fn second(self) -> u8 {
        self.second
    }

    /// Returns the epoch seconds at which a clock in UTC shows this. A plain number, since it is no instant yet.
    pub fn seconds_as_if_utc(self) -> i64 {
        let time_of_day = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        self.date.days_since_epoch() * SECONDS_PER_DAY + time_of_day
    }

    /// Returns what a clock in UTC shows at these epoch seconds; `None` outside the years 1 … 9999.
    pub fn from_seconds_as_if_utc(seconds: i64) -> Option<Self> {
        (FIRST..=LAST).contains(&seconds).then(|| Self::in_utc(seconds))
    }

    /// This clock, so many seconds further (or back, when negative); `None` outside the years 1 … 9999.
    pub fn checked_add_seconds(self, seconds: i64) -> Option<Self> {
        Self::from_seconds_as_if_utc(self.seconds_as_if_utc().checked_add(seconds)?)
    }

    /// With a `T` between date and time, as ISO 8601 wants it: `2023-02-13T19:00:00`.
    pub fn iso(self) -> String {
        let mut text = self.to_string();
        text.replace_range(10..11, "T");
        text
    }

    /// Returns what a clock in UTC shows at epoch seconds within the years 1 … 9999.
    pub(super) fn in_utc(seconds: i64) -> Self {
        let time_of_day = seconds.rem_euclid(SECONDS_PER_DAY);
        Self {
            date: CivilDate::from_days_since_epoch(seconds.div_euclid(SECONDS_PER_DAY)),
            hour: (time_of_day / 3600) as u8,
            minute: (time_of_day / 60 % 60) as u8,
            second: (time_of_day % 60) as u8,
        }
    }
}

impl fmt::Display for CivilDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:02}:{:02}:{:02}", self.date, self.hour, self.minute, self.second)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_api_pages_time_is_eight_hours_after_its_epoch_seconds_in_utc() {
        let local = CivilDateTime::new(2023, 2, 13, 19, 0, 0).unwrap();
        assert_eq!(local.seconds_as_if_utc(), 1_676_286_000 + 8 * 3600);
        assert_eq!(local.to_string(), "2023-02-13 19:00:00");
        assert_eq!(local.iso(), "2023-02-13T19:00:00");
    }

    #[test]
    fn known_days_have_their_known_seconds() {
        let seconds = |y, m, d| CivilDateTime::new(y, m, d, 0, 0, 0).map(CivilDateTime::seconds_as_if_utc);
        assert_eq!(seconds(1970, 1, 1), Ok(0));
        assert_eq!(seconds(1969, 12, 31), Ok(-86_400));
        assert_eq!(seconds(2000, 2, 29), Ok(951_782_400));
        assert_eq!(seconds(2000, 3, 1), Ok(951_868_800));
        assert_eq!(seconds(2038, 1, 19), Ok(2_147_472_000));
        assert_eq!(seconds(1, 1, 1), Ok(-62_135_596_800));
        let weekday = |y, m, d| CivilDate::new(y, m, d).map(CivilDate::weekday);
        assert_eq!((weekday(2026, 11, 20), weekday(1969, 12, 29)), (Ok(4), Ok(0)));
    }

    #[test]
    fn every_day_of_the_range_follows_the_one_before_and_comes_back() {
        let mut date = CivilDate::new(1, 1, 1).unwrap();
        let mut before = None;
        let first = date.days_since_epoch();
        let last = CivilDate::new(9999, 12, 31).unwrap().days_since_epoch();
        assert_eq!(last - first + 1, 3_652_059);
        for days in first..=last {
            assert_eq!(CivilDate::from_days_since_epoch(days), date);
            assert_eq!(date.days_since_epoch(), days);
            assert_eq!(date.day_before(), before);
            before = Some(date);
            date = CivilDate::new(date.year, date.month, date.day + 1)
                .or_else(|_| CivilDate::new(date.year, date.month + 1, 1))
                .or_else(|_| CivilDate::new(date.year + 1, 1, 1))
                .unwrap_or(date);
        }
    }

    #[test]
    fn what_is_on_no_calendar_is_explained() {
        let day = |year, month, day, last| Err(CivilError::DayOutOfRange { year, month, day, last });
        assert_eq!(CivilDate::new(2023, 2, 29), day(2023, 2, 29, 28));
        assert_eq!(CivilDate::new(1900, 2, 29), day(1900, 2, 29, 28));
        assert_eq!(CivilDate::new(2024, 2, 30), day(2024, 2, 30, 29));
        assert_eq!(CivilDate::new(2023, 4, 31), day(2023, 4, 31, 30));
        assert_eq!(CivilDate::new(2023, 4, 0), day(2023, 4, 0, 30));
        assert!(CivilDate::new(2000, 2, 29).is_ok());
        assert_eq!(CivilDate::new(0, 1, 1), Err(CivilError::YearOutOfRange { year: 0 }));
        assert_eq!(CivilDate::new(10_000, 1, 1), Err(CivilError::YearOutOfRange { year: 10_000 }));
        assert_eq!(CivilDate::new(2023, 13, 1), Err(CivilError::MonthOutOfRange { month: 13 }));
        assert_eq!(CivilDate::new(2023, 0, 1), Err(CivilError::MonthOutOfRange { month: 0 }));
    }

    #[test]
    fn what_is_on_no_clock_is_explained() {
        let at = |hour, minute, second| CivilDateTime::new(2023, 2, 13, hour, minute, second);
        assert_eq!(at(24, 0, 0), Err(CivilError::HourOutOfRange { hour: 24 }));
        assert_eq!(at(0, 60, 0), Err(CivilError::MinuteOutOfRange { minute: 60 }));
        assert_eq!(at(23, 59, 60), Err(CivilError::SecondOutOfRange { second: 60 }));
        assert!(at(23, 59, 59).is_ok());
    }

    #[test]
    fn the_range_ends_where_the_years_do() {
        let first = CivilDateTime::new(1, 1, 1, 0, 0, 0).unwrap();
        let last = CivilDateTime::new(9999, 12, 31, 23, 59, 59).unwrap();
        assert_eq!(first.checked_add_seconds(-1), None);
        assert_eq!(last.checked_add_seconds(1), None);
        assert_eq!(last.checked_add_seconds(i64::MAX), None);
        assert_eq!(CivilDateTime::from_seconds_as_if_utc(i64::MIN), None);
        assert_eq!(first.to_string(), "0001-01-01 00:00:00");
    }

    proptest! {
        #[test]
        fn seconds_come_back_from_the_calendar(seconds in -62_135_596_800_i64..=253_402_300_799) {
            let civil = CivilDateTime::from_seconds_as_if_utc(seconds).unwrap();
            prop_assert_eq!(civil.seconds_as_if_utc(), seconds);
            let again = CivilDateTime::new(
                civil.year(), civil.month(), civil.day(), civil.hour(), civil.minute(), civil.second(),
            );
            prop_assert_eq!(again, Ok(civil));
        }

        #[test]
        fn calendar_order_is_the_order_of_seconds(
            one in -62_135_596_800_i64..=253_402_300_799,
            other in -62_135_596_800_i64..=253_402_300_799,
        ) {
            let civil = CivilDateTime::from_seconds_as_if_utc;
            prop_assert_eq!(civil(one).cmp(&civil(other)), one.cmp(&other));
        }
    }
}
