//! The offset of the server's local time, measured on the Stores that run.

use std::collections::BTreeMap;

use super::store::Store;
use super::value::ServerTime;
use crate::time::{EpochSeconds, Offset};

/// How old a heartbeat may be, in seconds. OMS itself may be 20 s behind, and clocks differ.
const FRESH: u64 = 120;
/// Offsets in use are multiples of a quarter of an hour.
const QUARTER: i64 = 900;
/// How far the two times of a Store may be from a multiple, in seconds.
const NEAR: i64 = 120;

/// Returns how far the server's local time is ahead of UTC, if the Stores agree on it.
///
/// OMS writes a running Store's record at each heartbeat: the record's time in local time, the heartbeat's in seconds
/// since 1970. The older a heartbeat is, the less the two have to do with each other.
pub fn server_offset<'a>(stores: impl IntoIterator<Item = &'a Store>, now: EpochSeconds) -> Option<Offset> {
    let mut votes: BTreeMap<Offset, usize> = BTreeMap::new();
    for offset in stores.into_iter().filter_map(|store| offset_of(store, now)) {
        *votes.entry(offset).or_default() += 1;
    }
    let all: usize = votes.values().sum();
    // More than half: one Store with a wrong clock does not hide what many others show.
    votes.into_iter().find(|(_, count)| 2 * count > all).map(|(offset, _)| offset)
}

fn offset_of(store: &Store, now: EpochSeconds) -> Option<Offset> {
    let heartbeat = store.heartbeat.filter(|at| at.seconds_since(now).unsigned_abs() <= FRESH)?;
    let Some(ServerTime::Local(modified)) = store.modified.filter(|_| store.is_active()) else { return None };
    let apart = modified.seconds_as_if_utc() - heartbeat.get();
    let offset = (apart + QUARTER / 2).div_euclid(QUARTER) * QUARTER;
    // From UTC-12 to UTC+14.
    let is_real = (-12 * 3600..=14 * 3600).contains(&offset) && (apart - offset).abs() <= NEAR;
    Offset::new(i32::try_from(offset).ok()?).filter(|_| is_real)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::component::Components;
    use crate::openapi::samples;

    fn stores(sample: &str) -> Vec<Store> {
        samples::read(sample, |answer| Components::read(answer).unwrap().stores)
    }

    fn now() -> EpochSeconds {
        EpochSeconds::new(1_795_161_600).unwrap()
    }

    #[test]
    fn the_offset_is_measured_on_running_stores() {
        let shanghai = Offset::new(8 * 3600);
        assert_eq!(server_offset(&stores(samples::GMT_IN_LOCAL_TIME), now()), shanghai);
        assert_eq!(server_offset(&stores(samples::MYSQL_TO_OB), now()), Some(Offset::UTC));
        // One is stopped, the other runs.
        assert_eq!(server_offset(&stores(samples::OBCE_REVERSE), now()), Some(Offset::UTC));
    }

    #[test]
    fn what_does_not_run_measures_nothing() {
        assert_eq!(server_offset(&stores(samples::ORACLE_TO_OB), now()), None);
        assert_eq!(server_offset(&stores(samples::NOT_STARTED), now()), None);
        let later = now().checked_add(3600).unwrap();
        assert_eq!(server_offset(&stores(samples::MYSQL_TO_OB), later), None);
    }

    #[test]
    fn stores_that_disagree_measure_nothing_and_most_of_them_win() {
        let (utc, local) = (stores(samples::MYSQL_TO_OB), stores(samples::GMT_IN_LOCAL_TIME));
        assert_eq!(server_offset(utc.iter().chain(&local), now()), None);
        assert_eq!(server_offset(local.iter().chain(&utc).chain(&local), now()), Offset::new(8 * 3600));
    }

    #[test]
    fn a_record_far_from_any_offset_measures_nothing() {
        let mut store = stores(samples::MYSQL_TO_OB).remove(0);
        let local = |seconds| Some(ServerTime::Local(now().utc().checked_add_seconds(seconds).unwrap()));
        for (seconds, offset) in [
            (5 * 3600 + 45 * 60, Offset::new(5 * 3600 + 45 * 60)),
            (-3 * 3600 - 1800 + 60, Offset::new(-3 * 3600 - 1800)),
            (400, None),
            (15 * 3600, None),
            (-13 * 3600, None),
        ] {
            store.modified = local(seconds);
            assert_eq!(server_offset([&store], now()), offset, "{seconds}");
        }
        store.modified = Some(ServerTime::Instant(now()));
        assert_eq!(server_offset([&store], now()), None);
    }
}
