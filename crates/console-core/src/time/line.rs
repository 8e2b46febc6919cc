//! Where times stand on a line that ends now.

/// What takes about the same room near the line's end as each doubling does further back, in seconds.
const UNIT: f64 = 3600.0;

/// The place of a time on a line of hundredths, from 0 for `furthest` seconds ago to 100 for now. The further back, the
/// closer together: hours can be told apart on a line of years.
pub fn place_on_line(seconds_ago: i64, furthest: i64) -> i64 {
    let weight = |seconds: i64| (seconds.max(0) as f64 / UNIT).ln_1p();
    let whole = weight(furthest);
    if whole <= 0.0 {
        return 100;
    }
    let share = (weight(seconds_ago) / whole).clamp(0.0, 1.0);
    100 - (share * 100.0).round() as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ends_are_the_ends() {
        assert_eq!((place_on_line(0, 100), place_on_line(100, 100), place_on_line(200, 100)), (100, 0, 0));
        assert_eq!((place_on_line(-5, 100), place_on_line(0, 0)), (100, 100));
    }

    proptest! {
        #[test]
        fn a_day_and_five_days_never_stand_on_each_other(furthest in 180_i64 * 3600..3_600 * 24 * 365 * 200) {
            let places = [0, 24 * 3600, 120 * 3600].map(|seconds| place_on_line(seconds, furthest));
            prop_assert!(places[0] - places[1] >= 10 && places[1] - places[2] >= 10, "{places:?}");
            prop_assert!(places[2] >= 0);
        }

        #[test]
        fn what_is_longer_ago_is_never_nearer(one in 0_i64..10_000_000_000, other in 0_i64..10_000_000_000) {
            let (near, far) = (one.min(other), one.max(other));
            prop_assert!(place_on_line(near, 10_000_000_000) >= place_on_line(far, 10_000_000_000));
        }
    }
}
