//! Instants as CM counts them: whole seconds since 1970-01-01 00:00:00 UTC, leap seconds not counted
//! (API page: "Pull back a connector").

use std::fmt;

use serde::{Deserialize, Serialize};

use super::civil::{self, CivilDateTime};

/// Seconds since the epoch, within the years 1 … 9999 of UTC. Displays as the bare number, as a checkpoint has it,
/// and is a number in JSON too; reading refuses what is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct EpochSeconds(i64);

/// An error that says a number is no instant of the years 1 … 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochOutOfRange {
    /// The number as given.
    pub seconds: i64,
}

impl fmt::Display for EpochOutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s since the epoch is outside the years 1 to 9999", self.seconds)
    }
}

impl EpochSeconds {
    /// 0001-01-01 00:00:00 UTC.
    pub const MIN: Self = Self(civil::FIRST);
    /// 9999-12-31 23:59:59 UTC.
    pub const MAX: Self = Self(civil::LAST);

    /// Returns the instant of this number.
    ///
    /// # Errors
    /// When it is not within the years 1 … 9999.
    pub fn new(seconds: i64) -> Result<Self, EpochOutOfRange> {
        if (Self::MIN.0..=Self::MAX.0).contains(&seconds) {
            Ok(Self(seconds))
        } else {
            Err(EpochOutOfRange { seconds })
        }
    }

    /// Returns the number.
    pub fn get(self) -> i64 {
        self.0
    }

    /// So many seconds later (or earlier, when negative); `None` outside the range.
    pub fn checked_add(self, seconds: i64) -> Option<Self> {
        Self::new(self.0.checked_add(seconds)?).ok()
    }

    /// So many seconds earlier (or later, when negative); `None` outside the range.
    pub fn checked_sub(self, seconds: i64) -> Option<Self> {
        Self::new(self.0.checked_sub(seconds)?).ok()
    }

    /// Seconds from `earlier` to this; negative when `earlier` is the later one.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// Returns what a clock in UTC shows.
    pub fn utc(self) -> CivilDateTime {
        CivilDateTime::in_utc(self.0)
    }
}

impl TryFrom<i64> for EpochSeconds {
    type Error = EpochOutOfRange;

    fn try_from(seconds: i64) -> Result<Self, Self::Error> {
        Self::new(seconds)
    }
}

impl From<EpochSeconds> for i64 {
    fn from(instant: EpochSeconds) -> Self {
        instant.0
    }
}

impl fmt::Display for EpochSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Offset;
    use crate::time::format::{rfc3339, utc_text};

    fn example() -> EpochSeconds {
        EpochSeconds::new(1_676_286_000).unwrap()
    }

    #[test]
    fn the_api_pages_instant_is_written_in_each_form() {
        assert_eq!(example().to_string(), "1676286000");
        assert_eq!(utc_text(example()), "2023-02-13 11:00:00Z");
        assert_eq!(rfc3339(example(), Offset::new(8 * 3600).unwrap()), "2023-02-13T19:00:00+08:00");
        assert_eq!(rfc3339(example(), Offset::UTC), "2023-02-13T11:00:00+00:00");
    }

    #[test]
    fn the_range_is_the_years_1_to_9999() {
        assert_eq!(EpochSeconds::MIN.utc().to_string(), "0001-01-01 00:00:00");
        assert_eq!(EpochSeconds::MAX.utc().to_string(), "9999-12-31 23:59:59");
        let beyond = EpochSeconds::MAX.get() + 1;
        assert_eq!(EpochSeconds::new(beyond), Err(EpochOutOfRange { seconds: beyond }));
        assert!(EpochSeconds::new(EpochSeconds::MIN.get() - 1).is_err());
        assert!(EpochSeconds::new(i64::MIN).is_err());
        assert_eq!(EpochSeconds::MAX.checked_add(1), None);
        assert_eq!(EpochSeconds::MIN.checked_sub(1), None);
        assert_eq!(example().checked_sub(i64::MIN), None);
    }

    #[test]
    fn a_local_year_outside_the_calendar_is_written_in_utc() {
        let west = Offset::new(-3600).unwrap();
        assert_eq!(rfc3339(EpochSeconds::MIN, west), "0001-01-01T00:00:00+00:00");
    }

    #[test]
    fn json_has_the_bare_number_and_reading_checks_it() {
        assert_eq!(serde_json::to_string(&example()).unwrap(), "1676286000");
        assert_eq!(serde_json::from_str::<EpochSeconds>("1676286000").unwrap(), example());
        assert!(serde_json::from_str::<EpochSeconds>("1676286000000").is_err());
        assert!(serde_json::from_str::<EpochSeconds>("1676286000.5").is_err());
    }
}
