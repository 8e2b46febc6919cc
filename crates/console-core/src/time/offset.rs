//! How far a local clock is ahead of UTC, and the way between the two.

use std::fmt;

use super::{CivilDateTime, EpochSeconds};

/// Seconds east of UTC: local time minus UTC. Displays as `+08:00`, or `-00:44:30` where there are odd seconds, as
/// some zones had until 1972; UTC itself is `+00:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(i32);

impl Offset {
    /// No offset.
    pub const UTC: Self = Self(0);

    /// The furthest in either direction, in seconds: 26 hours, well beyond any that was ever in use.
    pub const LIMIT_SECONDS: i32 = 26 * 3600;

    /// Returns the offset of so many seconds east; `None` beyond [`Self::LIMIT_SECONDS`].
    pub fn new(seconds_east: i32) -> Option<Self> {
        (-Self::LIMIT_SECONDS..=Self::LIMIT_SECONDS).contains(&seconds_east).then_some(Self(seconds_east))
    }

    /// Returns the offset of a place whose clock shows `local_as_utc_seconds` (see
    /// [`CivilDateTime::seconds_as_if_utc`]) at `instant`; `None` when the two are further apart than any offset.
    pub fn between(local_as_utc_seconds: i64, instant: EpochSeconds) -> Option<Self> {
        let apart = local_as_utc_seconds.checked_sub(instant.get())?;
        Self::new(i32::try_from(apart).ok()?)
    }

    /// Seconds east of UTC, negative to the west.
    pub fn seconds_east(self) -> i32 {
        self.0
    }

    /// Returns what a clock at this offset shows at `instant`; `None` outside the years 1 … 9999.
    pub fn local_at(self, instant: EpochSeconds) -> Option<CivilDateTime> {
        CivilDateTime::from_seconds_as_if_utc(instant.get() + i64::from(self.0))
    }

    /// Returns when a clock at this offset shows `local`; `None` outside the range of instants.
    pub fn instant_of(self, local: CivilDateTime) -> Option<EpochSeconds> {
        EpochSeconds::new(local.seconds_as_if_utc() - i64::from(self.0)).ok()
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", size / 3600, size / 60 % 60)?;
        match size % 60 {
            0 => Ok(()),
            seconds => write!(f, ":{seconds:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(seconds_east: i32) -> String {
        Offset::new(seconds_east).unwrap().to_string()
    }

    #[test]
    fn offsets_are_written_with_seconds_only_where_there_are_any() {
        assert_eq!(shown(8 * 3600), "+08:00");
        assert_eq!(shown(0), "+00:00");
        assert_eq!(shown(-(44 * 60 + 30)), "-00:44:30");
        assert_eq!(shown(5 * 3600 + 45 * 60), "+05:45");
        assert_eq!(shown(-3 * 3600 - 1800), "-03:30");
        assert_eq!(shown(-1), "-00:00:01");
        assert_eq!(shown(26 * 3600), "+26:00");
    }

    #[test]
    fn nothing_is_further_than_26_hours_away() {
        assert_eq!(Offset::new(26 * 3600 + 1), None);
        assert_eq!(Offset::new(-26 * 3600 - 1), None);
        assert_eq!(Offset::new(i32::MIN), None);
    }

    #[test]
    fn the_clock_of_shanghai_gives_its_offset() {
        let instant = EpochSeconds::new(1_676_286_000).unwrap();
        let local = CivilDateTime::new(2023, 2, 13, 19, 0, 0).unwrap();
        let offset = Offset::between(local.seconds_as_if_utc(), instant).unwrap();
        assert_eq!(offset, Offset::new(8 * 3600).unwrap());
        assert_eq!(offset.local_at(instant), Some(local));
        assert_eq!(offset.instant_of(local), Some(instant));
    }

    #[test]
    fn clocks_that_are_days_apart_have_no_offset() {
        let instant = EpochSeconds::new(0).unwrap();
        assert_eq!(Offset::between(100_000, instant), None);
        assert_eq!(Offset::between(1 << 40, instant), None);
        assert_eq!(Offset::between(i64::MIN, EpochSeconds::MAX), None);
    }

    #[test]
    fn what_leaves_the_calendar_is_none() {
        let east = Offset::new(3600).unwrap();
        assert_eq!(east.local_at(EpochSeconds::MAX), None);
        assert_eq!(east.instant_of(EpochSeconds::MIN.utc()), None);
    }
}
