//! The point in time that a pull-back goes to: from what was typed to one instant, or to the reason
//! why there is none.

use crate::time::{
    CivilDateTime, EpochSeconds, Offset, Resolution, TimeInput, TimeInputError, Written, ZoneOffsets, Zoned,
    parse_time_input, resolve,
};

/// An instant in the past, with what a person must see of it before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The instant, and the local time in the chosen zone.
    pub zoned: Zoned,
    /// How long before now, in seconds; more than 0.
    pub seconds_ago: i64,
    /// How the text was taken, where that is more than reading a local time.
    pub reading: Reading,
}

/// How a text was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As a local time in the zone.
    Local {
        /// A fraction of a second was dropped.
        dropped_fraction: bool,
    },
    /// As a local time that the zone has twice, one of which was chosen.
    Chosen(Occurrence),
    /// As an instant; the zone is used to show it, not to read it.
    Instant {
        /// The offset that was written with it.
        offset: Option<Offset>,
        /// How it was written.
        from: Written,
    },
    /// As a distance from now.
    Ago,
}

/// Which of the two times that a clock shows when it is put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// The first, before the clock is put back.
    Earlier,
    /// The second, after it was.
    Later,
}

/// Why a text gives no point to pull back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointError {
    /// It cannot be read as a time.
    Input(TimeInputError),
    /// The zone skips it.
    Gap {
        /// The last second before the clock is put forward.
        before: Zoned,
        /// The first second after.
        after: Zoned,
    },
    /// The zone has it twice, and nobody has said which is meant.
    Overlap {
        /// The first.
        earlier: Zoned,
        /// The second.
        later: Zoned,
    },
    /// The browser does not tell the zone's offset.
    NoOffset,
    /// It is not in the past.
    NotPast {
        /// The local time.
        local: CivilDateTime,
        /// How far ahead of now, in seconds; 0 is now.
        seconds_ahead: i64,
    },
    /// It is before 1970, where a checkpoint cannot be. Carries the local time.
    BeforeEpoch(CivilDateTime),
}

impl Point {
    /// Reads what was typed. The zone turns local times into instants and shows all of them.
    pub fn read(
        text: &str,
        zone: &impl ZoneOffsets,
        chosen: Option<Occurrence>,
        now: EpochSeconds,
    ) -> Result<Self, PointError> {
        let (zoned, reading) = match parse_time_input(text).map_err(PointError::Input)? {
            TimeInput::Local { at, dropped_fraction } => {
                let reading = Reading::Local { dropped_fraction };
                match (resolve(at, zone), chosen) {
                    (Resolution::Unique(zoned), _) => (zoned, reading),
                    (Resolution::Overlap { earlier, .. }, Some(Occurrence::Earlier)) => {
                        (earlier, Reading::Chosen(Occurrence::Earlier))
                    }
                    (Resolution::Overlap { later, .. }, Some(Occurrence::Later)) => {
                        (later, Reading::Chosen(Occurrence::Later))
                    }
                    (Resolution::Overlap { earlier, later }, None) => {
                        return Err(PointError::Overlap { earlier, later });
                    }
                    (Resolution::Gap { before, after }, _) => return Err(PointError::Gap { before, after }),
                    // At the ends of the calendar the instant may lie outside of it; the answer is clear all the same.
                    (Resolution::Unavailable, _) if at.year() == 1 => {
                        return Err(PointError::BeforeEpoch(at));
                    }
                    (Resolution::Unavailable, _) if at.year() == 9999 => {
                        let seconds_ahead = at.seconds_as_if_utc() - now.get();
                        return Err(PointError::NotPast { local: at, seconds_ahead });
                    }
                    (Resolution::Unavailable, _) => return Err(PointError::NoOffset),
                }
            }
            TimeInput::Instant { at, offset, from } => {
                let zoned = Zoned::in_zone(at, zone).ok_or(PointError::NoOffset)?;
                (zoned, Reading::Instant { offset, from })
            }
            TimeInput::Ago { seconds } => {
                let at = now.checked_sub(seconds).ok_or(PointError::Input(TimeInputError::TooLongAgo))?;
                (Zoned::in_zone(at, zone).ok_or(PointError::NoOffset)?, Reading::Ago)
            }
        };
        let seconds_ago = now.seconds_since(zoned.instant);
        if seconds_ago <= 0 {
            return Err(PointError::NotPast { local: zoned.local, seconds_ahead: -seconds_ago });
        }
        if zoned.instant.get() < 0 {
            return Err(PointError::BeforeEpoch(zoned.local));
        }
        Ok(Self { zoned, seconds_ago, reading })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Berlin in 2023, to the second.
    struct Berlin;

    impl ZoneOffsets for Berlin {
        fn offset_at(&self, instant: EpochSeconds) -> Option<Offset> {
            let summer = (1_679_792_400..1_698_541_200).contains(&instant.get());
            Offset::new(if summer { 7200 } else { 3600 })
        }
    }

    const NOW: i64 = 1_700_000_000;

    fn read(text: &str, chosen: Option<Occurrence>) -> Result<Point, PointError> {
        Point::read(text, &Berlin, chosen, EpochSeconds::new(NOW).unwrap())
    }

    fn epoch(text: &str) -> i64 {
        read(text, None).unwrap().zoned.instant.get()
    }

    #[test]
    fn one_time_in_its_many_spellings_is_one_instant() {
        for text in [
            "2023-02-13 12:00:00",
            "2023-02-13T11:00:00Z",
            "2023-02-13T19:00:00+08:00",
            "1676286000",
            "1676286000123",
        ] {
            assert_eq!(epoch(text), 1_676_286_000, "{text}");
        }
        assert_eq!(epoch("2 hours ago"), NOW - 7200);
        assert_eq!(read("2 hours ago", None).unwrap().seconds_ago, 7200);
    }

    #[test]
    fn a_time_that_the_zone_has_twice_must_be_chosen() {
        let text = "2023-10-29 02:30:00";
        assert!(matches!(read(text, None), Err(PointError::Overlap { .. })));
        let chosen = |which| read(text, Some(which)).unwrap().zoned.instant.get();
        assert_eq!(chosen(Occurrence::Earlier), 1_698_539_400);
        assert_eq!(chosen(Occurrence::Later), 1_698_543_000);
        assert_eq!(
            read("2023-02-13 12:00", Some(Occurrence::Later)).unwrap().reading,
            Reading::Local { dropped_fraction: false },
            "an old choice means nothing for another time"
        );
    }

    #[test]
    fn a_time_that_the_zone_skips_is_refused() {
        let Err(PointError::Gap { before, after }) = read("2023-03-26 02:30", None) else { panic!() };
        assert_eq!(before.local.to_string(), "2023-03-26 01:59:59");
        assert_eq!(after.local.to_string(), "2023-03-26 03:00:00");
    }

    #[test]
    fn now_the_future_and_times_before_1970_are_refused() {
        assert!(matches!(read("now", None), Err(PointError::NotPast { seconds_ahead: 0, .. })));
        let tomorrow = read("2023-11-15 23:13:20", None);
        assert!(matches!(tomorrow, Err(PointError::NotPast { seconds_ahead: 86_400, .. })), "{tomorrow:?}");
        for text in ["9999-12-31 23:59:59", "9999-01-01 00:00"] {
            assert!(matches!(read(text, None), Err(PointError::NotPast { .. })), "{text}");
        }
        for text in ["0001-01-01 00:00", "0001-01-02 00:00"] {
            assert!(matches!(read(text, None), Err(PointError::BeforeEpoch(_))), "{text}");
        }
        assert!(matches!(read("1969-12-31T23:59:59Z", None), Err(PointError::BeforeEpoch(_))));
    }

    proptest! {
        #[test]
        fn any_text_gives_a_past_point_or_an_error(text in any::<String>()) {
            if let Ok(point) = read(&text, None) {
                prop_assert!(point.zoned.instant.get() < NOW && point.zoned.instant.get() >= 0);
            }
        }
    }
}
