//! The way from local times to instants, held against jiff for every zone that it knows and every change of the
//! clocks from 1970 to 2037: just before, at the edges, inside and after.

// Clippy takes only the functions marked as tests for tests.
#![allow(clippy::unwrap_used)]

use console_core::time::{
    CivilDateTime, EpochSeconds, LocalTimeResolution, Offset, ZoneName, ZoneOffsets, Zoned, resolve,
};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{self, AmbiguousOffset, TimeZone};

/// 1970-01-01 00:00:00 UTC.
const FIRST: i64 = 0;
/// 2038-01-01 00:00:00 UTC, the first second that is not looked at.
const END: i64 = 2_145_916_800;

/// jiff's rules, asked through core's one question.
struct Oracle<'a>(&'a TimeZone);

impl ZoneOffsets for Oracle<'_> {
    fn offset_at(&self, instant: EpochSeconds) -> Option<Offset> {
        Offset::new(self.0.to_offset(Timestamp::from_second(instant.get()).ok()?).seconds())
    }
}

#[test]
fn every_change_of_the_clocks_in_every_zone_resolves_as_in_jiff() {
    let mut zones = 0;
    let mut changes = 0;
    let mut probes = 0;
    let mut seen = Seen::default();
    for name in tz::db().available() {
        ZoneName::new(name.as_str()).unwrap();
        let zone = tz::db().get(name.as_str()).unwrap();
        zones += 1;
        for (at, before, after) in changes_of(&zone) {
            changes += 1;
            for local in probes_around(at, before, after) {
                probes += 1;
                compare(local, &zone, &mut seen);
            }
        }
    }
    println!("{zones} zones, {changes} changes of offset, {probes} local times: {seen:?}");
    assert!(zones > 400, "{zones} zones: is jiff's zone data there?");
    assert!(changes > 20_000, "{changes} changes");
    assert!(seen.unique > 100_000 && seen.gaps > 50_000 && seen.overlaps > 50_000, "{seen:?}");
}

/// How often each answer was the right one.
#[derive(Debug, Default)]
struct Seen {
    unique: u32,
    gaps: u32,
    overlaps: u32,
}

/// Returns the instants at which the zone's offset changes, with the seconds east before and after. What changes only
/// the abbreviation is left out.
fn changes_of(zone: &TimeZone) -> impl Iterator<Item = (i64, i32, i32)> {
    zone.following(Timestamp::from_second(FIRST - 1).unwrap())
        .map(|change| change.timestamp().as_second())
        .take_while(|at| *at < END)
        .map(|at| {
            let east = |second| zone.to_offset(Timestamp::from_second(second).unwrap()).seconds();
            (at, east(at - 1), east(at))
        })
        .filter(|(_, before, after)| before != after)
}

/// Local times around a change: to the second at both edges, within, and hours and days to either side.
fn probes_around(at: i64, before: i32, after: i32) -> impl Iterator<Item = CivilDateTime> {
    let low = at + i64::from(before.min(after));
    let high = at + i64::from(before.max(after));
    let middle = i64::midpoint(low, high);
    let edges = [low - 1, low, low + 1, middle, high - 1, high, high + 1];
    let around = [-172_800, -86_401, -86_400, -86_399, -43_200, -3_600];
    let earlier = around.map(|distance| low + distance);
    let later = around.map(|distance| high - distance);
    edges
        .into_iter()
        .chain(earlier)
        .chain(later)
        .map(|seconds| CivilDateTime::from_seconds_as_if_utc(seconds).unwrap())
}

fn compare(local: CivilDateTime, zone: &TimeZone, seen: &mut Seen) {
    let wall = DateTime::new(
        local.year() as i16,
        local.month() as i8,
        local.day() as i8,
        local.hour() as i8,
        local.minute() as i8,
        local.second() as i8,
        0,
    )
    .unwrap();
    let at = |offset: tz::Offset| {
        let instant = EpochSeconds::new(offset.to_timestamp(wall).unwrap().as_second()).unwrap();
        Zoned { local, offset: Offset::new(offset.seconds()).unwrap(), instant }
    };
    let name = zone.iana_name().unwrap_or("?");
    let resolution = resolve(local, &Oracle(zone));
    match zone.to_ambiguous_timestamp(wall).offset() {
        AmbiguousOffset::Unambiguous { offset } => {
            seen.unique += 1;
            assert_eq!(resolution, LocalTimeResolution::Unique(at(offset)), "{local} in {name}");
        }
        AmbiguousOffset::Fold { before, after } => {
            seen.overlaps += 1;
            let expected = LocalTimeResolution::Overlap { earlier: at(before), later: at(after) };
            assert_eq!(resolution, expected, "{local} in {name}");
        }
        AmbiguousOffset::Gap { before, after } => {
            seen.gaps += 1;
            let LocalTimeResolution::Gap { before: last, after: first } = resolution else {
                panic!("{local} in {name} is in a gap, not {resolution:?}");
            };
            let change = zone.following(Timestamp::from_second(last.instant.get()).unwrap()).next().unwrap();
            assert_eq!(first.instant.get(), change.timestamp().as_second(), "{local} in {name}");
            assert_eq!(first.instant.seconds_since(last.instant), 1, "{local} in {name}");
            assert_eq!(last.offset.seconds_east(), before.seconds(), "{local} in {name}");
            assert_eq!(first.offset.seconds_east(), after.seconds(), "{local} in {name}");
            assert!(last.local < local && local < first.local, "{local} in {name}");
        }
    }
}
