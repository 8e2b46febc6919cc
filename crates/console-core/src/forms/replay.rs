//! How much a pull-back replays, as an estimate by what was seen of the task.

use crate::domain::inventory::RatesSeen;
use crate::time::EpochSeconds;

/// An estimate of what a task replays from a point up to its checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplayEstimate {
    /// How many rows, in round numbers.
    pub rows: i64,
    /// How many seconds it takes at the best rate seen, in round numbers.
    pub seconds: i64,
    /// The rates that it is made of.
    pub rates: RatesSeen,
}

impl ReplayEstimate {
    /// Estimates the replay from a point that is before the checkpoint. It supposes that as much changed all the time as was
    /// usual while the page was open.
    pub fn new(point: EpochSeconds, checkpoint: EpochSeconds, rates: RatesSeen) -> Option<Self> {
        let stretch = checkpoint.seconds_since(point);
        if stretch <= 0 || rates.usual <= 0 || rates.best <= 0 {
            return None;
        }
        let rows = stretch.saturating_mul(rates.usual);
        Some(Self { rows: rounded(rows), seconds: rounded((rows / rates.best).max(1)), rates })
    }
}

/// Returns a number with two digits that count.
fn rounded(number: i64) -> i64 {
    let mut unit: i64 = 1;
    while number / unit >= 100 {
        unit = unit.saturating_mul(10);
    }
    number.saturating_add(unit / 2) / unit * unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::run::Moment;

    fn estimate(ago: i64, usual: i64, best: i64) -> Option<(i64, i64)> {
        let checkpoint = EpochSeconds::new(1_700_000_000).unwrap();
        let point = EpochSeconds::new(checkpoint.get() - ago).unwrap();
        let rates = RatesSeen { usual, best, first: Moment(0), last: Moment(0) };
        ReplayEstimate::new(point, checkpoint, rates).map(|estimate| (estimate.rows, estimate.seconds))
    }

    #[test]
    fn rows_come_by_the_usual_rate_and_go_by_the_best() {
        assert_eq!(estimate(6_000, 2_000, 2_000), Some((12_000_000, 6_000)));
        assert_eq!(estimate(86_400, 1_234, 4_000), Some((110_000_000, 27_000)));
        assert_eq!(estimate(7, 1, 3), Some((7, 2)));
    }

    #[test]
    fn nothing_is_replayed_from_the_checkpoint_on() {
        assert_eq!((estimate(0, 10, 10), estimate(-5, 10, 10)), (None, None));
        assert!(estimate(i64::from(u32::MAX).min(1_699_999_999), i64::MAX / 2, i64::MAX).is_some());
    }

    #[test]
    fn two_digits_count() {
        for (number, expected) in [(0, 0), (7, 7), (99, 99), (104, 100), (105, 110), (1_250_000, 1_300_000)] {
            assert_eq!(rounded(number), expected);
        }
    }
}
