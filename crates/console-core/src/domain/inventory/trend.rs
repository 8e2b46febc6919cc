//! How a task's delay and rate went since the page was opened.

use crate::domain::run::Moment;

/// The most points that are kept of a task.
const MOST_POINTS: usize = 60;
/// The packed form of a figure that was not told.
const NOT_TOLD: i32 = i32::MIN;

/// A task's delay and rate over time, as read by this page. Its points are few and small, since there may be thousands of
/// tasks: where there is no more room, every two neighbours become one.
#[derive(Clone, Debug)]
pub struct Trend {
    points: Vec<Packed>,
    /// How many seconds points are apart at least.
    gap: u32,
    /// The highest rate.
    best: i32,
}

/// A point that says what was read of a task at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrendPoint {
    /// When it was read.
    pub at: Moment,
    /// The delay in seconds.
    pub delay: Option<i64>,
    /// The records per second.
    pub rate: Option<i64>,
}

/// A range of the rates that a task was seen to work at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatesSeen {
    /// The average of those above 0, in records per second.
    pub usual: i64,
    /// The highest.
    pub best: i64,
    /// When the first of them was read.
    pub first: Moment,
    /// When the last of them was read.
    pub last: Moment,
}

#[derive(Clone, Copy, Debug)]
struct Packed {
    /// In seconds since 1970.
    at: u32,
    delay: i32,
    rate: i32,
}

impl Default for Trend {
    fn default() -> Self {
        // All of it at once, so that what the page needs does not grow while it reads.
        Self { points: Vec::with_capacity(MOST_POINTS), gap: 0, best: NOT_TOLD }
    }
}

impl Trend {
    /// Takes in what was read, unless it is older than what is there. A point that comes too soon takes the last one's
    /// place where that one is not needed.
    pub fn push(&mut self, point: TrendPoint) {
        let packed = Packed::from(point);
        if self.points.last().is_some_and(|last| packed.at <= last.at) {
            return;
        }
        self.best = self.best.max(packed.rate);
        if let [.., before, last] = self.points.as_mut_slice()
            && last.at - before.at < self.gap
        {
            *last = last.with(packed);
            return;
        }
        if self.points.len() >= MOST_POINTS {
            self.halve();
        }
        self.points.push(packed);
    }

    /// Makes one point of every two neighbours.
    fn halve(&mut self) {
        let halved: Vec<_> = self
            .points
            .chunks(2)
            .filter_map(|pair| pair.iter().copied().reduce(|one, other| one.with(other)))
            .collect();
        self.points.clear();
        self.points.extend(halved);
        let gaps = self.points.windows(2).map(|pair| pair[1].at - pair[0].at);
        self.gap = gaps.min().unwrap_or(0);
    }

    /// Returns the points, the oldest first.
    pub fn points(&self) -> impl Iterator<Item = TrendPoint> {
        self.points.iter().copied().map(TrendPoint::from)
    }

    /// Returns the rates at which the task was seen to work; nothing where it was not.
    pub fn rates(&self) -> Option<RatesSeen> {
        let working =
            || self.points().filter_map(|point| Some((point.at, point.rate.filter(|rate| *rate > 0)?)));
        let (first, _) = working().next()?;
        let (last, _) = working().last()?;
        let (sum, count) = working().fold((0, 0), |(sum, count), (_, rate)| (sum + rate, count + 1));
        Some(RatesSeen { usual: (sum / count).max(1), best: i64::from(self.best), first, last })
    }
}

impl Packed {
    /// Returns what stands for two neighbours: the later one, with the higher delay, so that no peak is lost, and the mean
    /// of the rates.
    fn with(self, later: Self) -> Self {
        let rate = match (self.rate, later.rate) {
            (NOT_TOLD, rate) | (rate, NOT_TOLD) => rate,
            (one, other) => one.midpoint(other),
        };
        // A delay that was not told is the lowest number.
        Self { at: later.at, delay: self.delay.max(later.delay), rate }
    }
}

impl From<TrendPoint> for Packed {
    fn from(point: TrendPoint) -> Self {
        let packed = |figure: Option<i64>| {
            let clamped = figure.map(|figure| figure.clamp(i64::from(NOT_TOLD) + 1, i64::from(i32::MAX)));
            clamped.and_then(|figure| i32::try_from(figure).ok()).unwrap_or(NOT_TOLD)
        };
        let at = u32::try_from((point.at.0 / 1_000).max(0)).unwrap_or(u32::MAX);
        Self { at, delay: packed(point.delay), rate: packed(point.rate) }
    }
}

impl From<Packed> for TrendPoint {
    fn from(packed: Packed) -> Self {
        let told = |figure: i32| (figure != NOT_TOLD).then(|| i64::from(figure));
        Self { at: Moment(i64::from(packed.at) * 1_000), delay: told(packed.delay), rate: told(packed.rate) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(at: i64, delay: i64, rate: i64) -> TrendPoint {
        TrendPoint { at: Moment(at * 1_000), delay: Some(delay), rate: Some(rate) }
    }

    fn trend(points: impl IntoIterator<Item = TrendPoint>) -> Trend {
        let mut trend = Trend::default();
        points.into_iter().for_each(|point| trend.push(point));
        trend
    }

    #[test]
    fn what_was_read_comes_back_and_what_is_older_does_not_count() {
        let untold = TrendPoint { at: Moment(30_000), delay: None, rate: None };
        let trend = trend([point(10, -3, 0), point(20, 5, 7), point(15, 9, 9), point(20, 6, 8), untold]);
        assert_eq!(trend.points().collect::<Vec<_>>(), [point(10, -3, 0), point(20, 5, 7), untold]);
    }

    #[test]
    fn rates_are_those_at_which_it_worked() {
        let seen =
            trend([point(1, 0, 0), point(2, 0, 100), point(3, 0, 300), point(4, 0, 0)]).rates().unwrap();
        assert_eq!((seen.usual, seen.best), (200, 300));
        assert_eq!((seen.first, seen.last), (Moment(2_000), Moment(3_000)));
        assert_eq!(trend([point(1, 0, 0)]).rates(), None);
    }

    #[test]
    fn the_whole_session_stays_in_little_room_with_its_peaks() {
        let delay = |at: i64| if at == 3_330 { 900 } else { 2 };
        let trend = trend((0..2_000).map(|number| point(number * 30, delay(number * 30), 10)));
        let points: Vec<_> = trend.points().collect();
        assert!((MOST_POINTS / 2..=MOST_POINTS).contains(&points.len()), "{}", points.len());
        assert_eq!(trend.points.capacity(), MOST_POINTS);
        assert!(points[0].at.0 < 3_000_000 && points.last().unwrap().at.0 == 59_970_000);
        assert_eq!(points.iter().filter_map(|point| point.delay).max(), Some(900));
        assert_eq!(trend.rates().map(|rates| (rates.usual, rates.best)), Some((10, 10)));
    }

    proptest! {
        #[test]
        fn points_are_in_order_and_few(times in proptest::collection::vec(0_i64..100_000, 0..500)) {
            let latest = times.iter().max().copied();
            let trend = trend(times.into_iter().map(|at| point(at, at, 1)));
            let points: Vec<_> = trend.points().collect();
            prop_assert!(points.len() <= MOST_POINTS);
            prop_assert!(points.windows(2).all(|pair| pair[0].at < pair[1].at));
            prop_assert_eq!(points.last().map(|point| point.at.0 / 1_000), latest);
        }
    }
}
