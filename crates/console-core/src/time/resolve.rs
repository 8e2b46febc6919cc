//! What a local time means in a zone: one instant, none because clocks were put forward over it, or two because they
//! were put back over it.
//!
//! The zone can only be asked which way round it is easy: the offset at an instant. So the offsets seen a day before
//! and a day after are tried, and those that round-trip are kept. A day is enough to be past a change of the
//! clocks, whatever the offset, and close enough that no other change comes between: no zone on record has had two
//! within the same week (less an hour). `tests/zones.rs` holds the outcome against every zone.

use super::{CivilDateTime, EpochSeconds, Offset, ZoneOffsets};

/// How far to either side the zone is asked for its offset, in seconds.
const A_DAY: i64 = 86_400;

/// A local time, the offset it has, and the instant that it is. All three say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zoned {
    /// What clocks in the zone show.
    pub local: CivilDateTime,
    /// How far they are ahead of UTC then.
    pub offset: Offset,
    /// When it is.
    pub instant: EpochSeconds,
}

impl Zoned {
    /// Returns an instant as clocks at this offset show it; `None` where they would leave the years 1 … 9999.
    pub fn new(instant: EpochSeconds, offset: Offset) -> Option<Self> {
        Some(Self { local: offset.local_at(instant)?, offset, instant })
    }

    /// Returns an instant as clocks in this zone show it; `None` where the zone has no answer, or its clocks would
    /// leave the years 1 … 9999.
    pub fn in_zone(instant: EpochSeconds, zone: &impl ZoneOffsets) -> Option<Self> {
        Self::new(instant, zone.offset_at(instant)?)
    }
}

/// A meaning that a local time has in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalTimeResolution {
    /// It happens once, as nearly all do.
    Unique(Zoned),
    /// It never happens. Clocks went from one second after `before.local` straight to `after.local`.
    Gap {
        /// The last second before the change.
        before: Zoned,
        /// The second after it, where the change happens.
        after: Zoned,
    },
    /// It happens twice, and a person has to say which one is meant.
    Overlap {
        /// The first time, before clocks were put back.
        earlier: Zoned,
        /// The second time, after it.
        later: Zoned,
    },
    /// The zone has no answer, or the instant would be outside the years 1 … 9999 in UTC.
    Unavailable,
}

/// Returns what `local` means in `zone`.
pub fn resolve(local: CivilDateTime, zone: &impl ZoneOffsets) -> LocalTimeResolution {
    find(local, zone).unwrap_or(LocalTimeResolution::Unavailable)
}

fn find(local: CivilDateTime, zone: &impl ZoneOffsets) -> Option<LocalTimeResolution> {
    let as_if_utc = local.seconds_as_if_utc();
    let day_before = zone.offset_at(clamped(as_if_utc - A_DAY))?;
    let day_after = zone.offset_at(clamped(as_if_utc + A_DAY))?;

    let first = round_trip(local, day_before, zone)?;
    if day_before == day_after {
        return first.map(LocalTimeResolution::Unique).or_else(|| around(local, zone));
    }
    match (first, round_trip(local, day_after, zone)?) {
        (Some(one), Some(other)) if one.instant <= other.instant => {
            Some(LocalTimeResolution::Overlap { earlier: one, later: other })
        }
        (Some(one), Some(other)) => Some(LocalTimeResolution::Overlap { earlier: other, later: one }),
        (Some(only), None) | (None, Some(only)) => Some(LocalTimeResolution::Unique(only)),
        (None, None) => around(local, zone),
    }
}

/// `local` at this offset, if the zone has this offset then. The outer `None` is for what cannot be told.
fn round_trip(local: CivilDateTime, offset: Offset, zone: &impl ZoneOffsets) -> Option<Option<Zoned>> {
    let instant = offset.instant_of(local)?;
    let kept = zone.offset_at(instant)? == offset;
    Some(kept.then_some(Zoned { local, offset, instant }))
}

/// Finds the two neighbouring seconds between which the zone's clocks pass `local`, by halving. Should they show it
/// after all, at an offset of less than two days' standing, that is the answer.
fn around(local: CivilDateTime, zone: &impl ZoneOffsets) -> Option<LocalTimeResolution> {
    let reach = i64::from(Offset::LIMIT_SECONDS) + 1;
    let mut before = Zoned::in_zone(clamped(local.seconds_as_if_utc() - reach), zone)?;
    let mut after = Zoned::in_zone(clamped(local.seconds_as_if_utc() + reach), zone)?;
    if before.local >= local || after.local <= local {
        return None;
    }
    loop {
        let apart = after.instant.seconds_since(before.instant);
        if apart <= 1 {
            return Some(LocalTimeResolution::Gap { before, after });
        }
        let middle = Zoned::in_zone(before.instant.checked_add(apart / 2)?, zone)?;
        match middle.local.cmp(&local) {
            std::cmp::Ordering::Less => before = middle,
            std::cmp::Ordering::Equal => return Some(LocalTimeResolution::Unique(middle)),
            std::cmp::Ordering::Greater => after = middle,
        }
    }
}

/// Returns the nearest instant there is: where the range ends, the zone's last answer is asked for.
fn clamped(seconds: i64) -> EpochSeconds {
    EpochSeconds::new(seconds.clamp(EpochSeconds::MIN.get(), EpochSeconds::MAX.get()))
        .unwrap_or(EpochSeconds::MIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A zone given by its offset at first and the instants at which it changes, in order.
    struct Table {
        first: i32,
        changes: Vec<(i64, i32)>,
    }

    impl ZoneOffsets for Table {
        fn offset_at(&self, instant: EpochSeconds) -> Option<Offset> {
            let change = self.changes.iter().rev().find(|(at, _)| *at <= instant.get());
            Offset::new(change.map_or(self.first, |(_, offset)| *offset))
        }
    }

    struct Silent;

    impl ZoneOffsets for Silent {
        fn offset_at(&self, _: EpochSeconds) -> Option<Offset> {
            None
        }
    }

    fn fixed(first: i32) -> Table {
        Table { first, changes: Vec::new() }
    }

    /// Returns the summer of 2023: clocks went forward on 26 March and back on 29 October, both at 01:00 UTC.
    fn berlin() -> Table {
        Table { first: 3600, changes: vec![(1_679_792_400, 7200), (1_698_541_200, 3600)] }
    }

    fn at(month: u8, day: u8, hour: u8, minute: u8, second: u8) -> CivilDateTime {
        CivilDateTime::new(2023, month, day, hour, minute, second).unwrap()
    }

    fn zoned(instant: i64, offset: i32) -> Zoned {
        Zoned::new(EpochSeconds::new(instant).unwrap(), Offset::new(offset).unwrap()).unwrap()
    }

    #[test]
    fn the_api_pages_time_in_shanghai_is_its_epoch_seconds() {
        let resolution = resolve(at(2, 13, 19, 0, 0), &fixed(8 * 3600));
        assert_eq!(resolution, LocalTimeResolution::Unique(zoned(1_676_286_000, 8 * 3600)));
    }

    #[test]
    fn half_past_two_is_missing_when_clocks_go_forward() {
        let LocalTimeResolution::Gap { before, after } = resolve(at(3, 26, 2, 30, 0), &berlin()) else {
            panic!("02:30 exists")
        };
        assert_eq!(before, zoned(1_679_792_399, 3600));
        assert_eq!(after, zoned(1_679_792_400, 7200));
        assert_eq!(before.local.checked_add_seconds(1), Some(at(3, 26, 2, 0, 0)));
        assert_eq!(after.local, at(3, 26, 3, 0, 0));
    }

    #[test]
    fn half_past_two_comes_twice_when_clocks_go_back() {
        let expected = LocalTimeResolution::Overlap {
            earlier: zoned(1_698_539_400, 7200),
            later: zoned(1_698_543_000, 3600),
        };
        assert_eq!(resolve(at(10, 29, 2, 30, 0), &berlin()), expected);
    }

    #[test]
    fn the_edges_of_a_change_are_exact_to_the_second() {
        let berlin = berlin();
        let is_gap = |local| matches!(resolve(local, &berlin), LocalTimeResolution::Gap { .. });
        assert!(!is_gap(at(3, 26, 1, 59, 59)));
        assert!(is_gap(at(3, 26, 2, 0, 0)));
        assert!(is_gap(at(3, 26, 2, 59, 59)));
        assert!(!is_gap(at(3, 26, 3, 0, 0)));
        let is_overlap = |local| matches!(resolve(local, &berlin), LocalTimeResolution::Overlap { .. });
        assert!(!is_overlap(at(10, 29, 1, 59, 59)));
        assert!(is_overlap(at(10, 29, 2, 0, 0)));
        assert!(is_overlap(at(10, 29, 2, 59, 59)));
        assert!(!is_overlap(at(10, 29, 3, 0, 0)));
    }

    #[test]
    fn a_day_that_a_zone_skips_is_missing_whole() {
        // Samoa went from -10:00 to +14:00 and had no 30 December 2011.
        let apia = Table { first: -36_000, changes: vec![(1_325_239_200, 50_400)] };
        for (hour, minute, second) in [(0, 0, 0), (12, 0, 0), (23, 59, 59)] {
            let local = CivilDateTime::new(2011, 12, 30, hour, minute, second).unwrap();
            let LocalTimeResolution::Gap { before, after } = resolve(local, &apia) else {
                panic!("{local} exists")
            };
            assert_eq!(before.local.to_string(), "2011-12-29 23:59:59");
            assert_eq!(after.local.to_string(), "2011-12-31 00:00:00");
        }
    }

    #[test]
    fn an_offset_that_stood_for_hours_only_is_still_found() {
        let zone = Table { first: 0, changes: vec![(1_000_000_000, 3600), (1_000_036_000, 0)] };
        let meant = zoned(1_000_020_000, 3600);
        assert_eq!(resolve(meant.local, &zone), LocalTimeResolution::Unique(meant));
    }

    #[test]
    fn a_zone_without_an_answer_is_unavailable() {
        assert_eq!(resolve(at(2, 13, 19, 0, 0), &Silent), LocalTimeResolution::Unavailable);
    }

    #[test]
    fn the_ends_of_the_range_resolve_as_long_as_their_instants_are_in_it() {
        let first = EpochSeconds::MIN.utc();
        let last = EpochSeconds::MAX.utc();
        assert_eq!(resolve(first, &fixed(0)), LocalTimeResolution::Unique(zoned(EpochSeconds::MIN.get(), 0)));
        assert_eq!(resolve(last, &fixed(0)), LocalTimeResolution::Unique(zoned(EpochSeconds::MAX.get(), 0)));
        assert_eq!(resolve(first, &fixed(3600)), LocalTimeResolution::Unavailable);
        assert_eq!(resolve(last, &fixed(-3600)), LocalTimeResolution::Unavailable);
    }

    proptest! {
        #[test]
        fn whatever_the_zone_an_answer_agrees_with_it(
            seconds in 0_i64..1_000_000,
            first in -93_600..=93_600,
            changes in proptest::collection::btree_map(0_i64..1_000_000, -93_600..=93_600, 0..6),
        ) {
            let zone = Table { first, changes: changes.into_iter().collect() };
            let local = CivilDateTime::from_seconds_as_if_utc(seconds).unwrap();
            let agrees = |zoned: Zoned| Zoned::in_zone(zoned.instant, &zone) == Some(zoned);
            match resolve(local, &zone) {
                LocalTimeResolution::Unique(only) => prop_assert!(agrees(only) && only.local == local),
                LocalTimeResolution::Gap { before, after } => {
                    prop_assert!(agrees(before) && agrees(after));
                    prop_assert!(before.local < local && local < after.local);
                    prop_assert_eq!(after.instant.seconds_since(before.instant), 1);
                }
                LocalTimeResolution::Overlap { earlier, later } => {
                    prop_assert!(agrees(earlier) && agrees(later) && earlier.instant < later.instant);
                    prop_assert!(earlier.local == local && later.local == local);
                }
                LocalTimeResolution::Unavailable => prop_assert!(false, "the zone always answers"),
            }
        }
    }
}
