//! Where times stand on a line that ends now, and how a point moves along it.

use super::EpochSeconds;
use crate::text::key_press::KeyPress;

/// What takes about the same room near the line's end as each doubling does further back, in seconds.
const UNIT: f64 = 3600.0;
/// The place of now.
const END: f64 = 1000.0;
const MINUTE: i64 = 60;
const HOUR: i64 = 3600;
/// How far from a limit a point stays, in seconds: a Store clears its log while a form is read, and its limit moves on.
const MARGIN: i64 = 60;

/// Returns the place of a time on a line of thousandths, from 0 for `furthest` seconds ago to 1000 for now. The
/// further back, the closer together: hours can be distinguished on a line of years.
pub fn place_on_line(seconds_ago: i64, furthest: i64) -> i64 {
    let whole = weight(furthest);
    if whole <= 0.0 {
        return END as i64;
    }
    let share = (weight(seconds_ago) / whole).clamp(0.0, 1.0);
    END as i64 - (share * END).round() as i64
}

/// Returns how many seconds ago the time is that stands at a place of the line.
pub fn seconds_ago_on_line(place: i64, furthest: i64) -> i64 {
    let share = 1.0 - place as f64 / END;
    ((share * weight(furthest)).exp_m1() * UNIT).round() as i64
}

/// Returns how long ago a line begins on which a time stands with some room before it, in seconds.
pub fn line_beyond(seconds_ago: i64) -> i64 {
    /// The share of the line that is behind the time.
    const SHARE: f64 = 0.86;
    ((weight(seconds_ago) / SHARE).exp_m1() * UNIT).ceil() as i64
}

fn weight(seconds: i64) -> f64 {
    (seconds.max(0) as f64 / UNIT).ln_1p()
}

/// A limit that says how far back a point can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoveLimit {
    /// The furthest, in seconds before now.
    pub seconds: i64,
    /// Whether steps lead no further, either.
    pub is_limit: bool,
}

/// A way to move a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointMove {
    /// By so many seconds, to later times where it is more than 0.
    By(i64),
    /// To the whole minute that is at least so many seconds ago.
    To(i64),
    /// As far back as it goes; where that is a limit, to a whole minute with a margin behind it.
    Earliest,
    /// To the last second before now.
    Latest,
}

impl PointMove {
    /// Returns the move that a key makes on a slider.
    pub fn of_key(press: &KeyPress) -> Option<Self> {
        if press.command || press.alt {
            return None;
        }
        let step = if press.shift { HOUR } else { MINUTE };
        Some(match &*press.name {
            "ArrowRight" | "ArrowUp" => Self::By(step),
            "ArrowLeft" | "ArrowDown" => Self::By(-step),
            "PageUp" => Self::By(HOUR),
            "PageDown" => Self::By(-HOUR),
            "Home" => Self::Earliest,
            "End" => Self::Latest,
            _ => return None,
        })
    }

    /// Returns where the move takes a point, always before now. Further back than the reach lead only steps, and those only
    /// where it is no limit.
    pub fn apply(self, from: EpochSeconds, now: EpochSeconds, reach: MoveLimit) -> Option<EpochSeconds> {
        let furthest = now.get().saturating_sub(reach.seconds);
        let whole_minute = |at: i64| at.div_euclid(MINUTE) * MINUTE;
        let earliest = match reach.is_limit {
            true => whole_minute(furthest.saturating_add(MARGIN + MINUTE - 1)),
            false => furthest,
        };
        let to = match self {
            // What is beyond the limit already can only move towards it.
            Self::By(seconds) if seconds < 0 && reach.is_limit => {
                from.get().saturating_add(seconds).max(earliest.min(from.get()))
            }
            Self::By(seconds) => from.get().saturating_add(seconds),
            Self::To(seconds_ago) => whole_minute(now.get().saturating_sub(seconds_ago)).max(earliest),
            Self::Earliest if reach.is_limit => earliest,
            Self::Earliest => from.get().min(earliest),
            Self::Latest => i64::MAX,
        };
        // A checkpoint cannot be before 1970.
        EpochSeconds::new(to.max(0).min(now.get() - 1)).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ends_are_the_ends() {
        assert_eq!((place_on_line(0, 100), place_on_line(100, 100), place_on_line(200, 100)), (1000, 0, 0));
        assert_eq!((place_on_line(-5, 100), place_on_line(0, 0)), (1000, 1000));
        assert_eq!((seconds_ago_on_line(1000, 100), seconds_ago_on_line(0, 100)), (0, 100));
    }

    #[test]
    fn keys_move_by_minutes_and_hours_and_to_the_ends() {
        let now = EpochSeconds::new(1_700_000_000).unwrap();
        let from = EpochSeconds::new(1_700_000_000 - 7_230).unwrap();
        let reach = MoveLimit { seconds: 5 * 24 * HOUR, is_limit: false };
        let press = |key: &str, shift| KeyPress { name: key.to_owned(), shift, ..KeyPress::default() };
        let ago = |key, shift| {
            let to = PointMove::of_key(&press(key, shift))?.apply(from, now, reach)?;
            Some(now.seconds_since(to))
        };
        for (key, shift, expected) in [
            ("ArrowRight", false, 7_170),
            ("ArrowUp", false, 7_170),
            ("ArrowLeft", false, 7_290),
            ("ArrowDown", false, 7_290),
            ("ArrowRight", true, 3_630),
            ("ArrowLeft", true, 10_830),
            ("PageUp", false, 3_630),
            ("PageDown", false, 10_830),
            ("Home", false, 5 * 24 * HOUR),
            ("End", false, 1),
        ] {
            assert_eq!(ago(key, shift), Some(expected), "{key}, {shift}");
        }
        assert_eq!(ago("Enter", false), None);
        assert_eq!(PointMove::of_key(&KeyPress { command: true, ..press("Home", false) }), None);
        assert_eq!(PointMove::of_key(&KeyPress { alt: true, ..press("ArrowLeft", false) }), None);
    }

    #[test]
    fn a_limit_stops_steps_and_takes_back_what_is_beyond() {
        let now = EpochSeconds::new(1_700_000_000).unwrap();
        let reach = MoveLimit { seconds: 7_200, is_limit: true };
        let ago = |from_ago: i64, by: PointMove| {
            let from = EpochSeconds::new(now.get() - from_ago).unwrap();
            now.seconds_since(by.apply(from, now, reach).unwrap())
        };
        // The whole minute that is at least one behind the limit.
        let earliest = 7_100;
        assert_eq!(ago(7_090, PointMove::By(-MINUTE)), earliest);
        assert_eq!(ago(7_090, PointMove::By(-HOUR)), earliest);
        assert_eq!(ago(9_000, PointMove::By(-MINUTE)), 9_000);
        assert_eq!(ago(9_000, PointMove::By(MINUTE)), 8_940);
        assert_eq!((ago(60, PointMove::Earliest), ago(9_000, PointMove::Earliest)), (earliest, earliest));
        assert_eq!(ago(60, PointMove::To(100_000)), earliest);
    }

    #[test]
    fn a_line_begins_before_its_limit() {
        for limit in [60, 600, 24 * HOUR, 365 * 24 * HOUR] {
            let place = place_on_line(limit, line_beyond(limit));
            assert!((130..=145).contains(&place), "{limit}: {place}");
        }
    }

    proptest! {
        #[test]
        fn a_day_and_five_days_never_stand_on_each_other(furthest in 180_i64 * 3600..3_600 * 24 * 365 * 200) {
            let places = [0, 24 * 3600, 120 * 3600].map(|seconds| place_on_line(seconds, furthest));
            prop_assert!(places[0] - places[1] >= 100 && places[1] - places[2] >= 100, "{places:?}");
            prop_assert!(places[2] >= 0);
        }

        #[test]
        fn what_is_longer_ago_is_never_nearer(one in 0_i64..10_000_000_000, other in 0_i64..10_000_000_000) {
            let (near, far) = (one.min(other), one.max(other));
            prop_assert!(place_on_line(near, 10_000_000_000) >= place_on_line(far, 10_000_000_000));
        }

        #[test]
        fn a_place_is_found_again(place in 0_i64..=1000, furthest in 180_i64 * 3600..3_600 * 24 * 365 * 200) {
            prop_assert_eq!(place_on_line(seconds_ago_on_line(place, furthest), furthest), place);
        }

        #[test]
        fn the_earliest_point_stays_one_while_the_form_is_read(
            since in 0_i64..1_700_000_000, read_for in 0_i64..=MARGIN, at in 1_700_000_200_i64..1_700_000_300,
        ) {
            let now = EpochSeconds::new(at).unwrap();
            let reach = MoveLimit { seconds: at - since, is_limit: true };
            let to = PointMove::Earliest.apply(now, now, reach).unwrap().get();
            prop_assert!(to >= since + read_for && to < since + MARGIN + MINUTE && to % MINUTE == 0, "{}", to);
        }

        #[test]
        fn no_move_leads_to_now_and_only_steps_beyond_the_reach(
            by in any::<i64>(), ago in -1_000_000_i64..1_000_000, seconds in 0_i64..1_000_000,
            is_limit in any::<bool>(), kind in 0..4,
        ) {
            let reach = MoveLimit { seconds, is_limit };
            let now = EpochSeconds::new(1_700_000_000).unwrap();
            let from = EpochSeconds::new(now.get() - ago).unwrap();
            let moves = [PointMove::By(by), PointMove::To(by), PointMove::Earliest, PointMove::Latest];
            let to = moves[kind as usize].apply(from, now, reach).unwrap();
            let ago_then = now.seconds_since(to);
            prop_assert!(ago_then >= 1 && to.get() >= 0);
            prop_assert!(kind == 0 && !is_limit || ago_then <= seconds.max(ago).max(1), "{ago_then}");
        }
    }
}
