//! What is seen of a task after it was pulled back: its checkpoint moves back, then its delay shrinks.

use super::reading::Reading;
use super::trend::Trend;
use crate::domain::run::{CheckpointRead, Moment};
use crate::time::EpochSeconds;

/// How long a task is watched after a pull-back, in milliseconds.
pub const WATCHED_FOR: i64 = 1_800_000;

/// A watch that collects what was seen of a task since it was pulled back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// When it was read last.
    pub at: Moment,
    /// Its checkpoint.
    pub checkpoint: EpochSeconds,
    /// Whether the checkpoint is before the one that was read before the pull-back, if one was.
    pub moved_back: Option<bool>,
    /// The longest delay since then, and the latest.
    pub delays: Option<(i64, i64)>,
    /// Whether the task has caught up, or was watched for long enough.
    pub is_over: bool,
}

impl Watch {
    /// Looks at what was read since a moment; nothing while nothing was.
    pub fn since(
        started: Moment,
        before: Option<CheckpointRead>,
        reading: &Reading,
        trend: Option<&Trend>,
    ) -> Option<Self> {
        let checkpoint = reading.checkpoint.filter(|_| reading.at > started)?;
        let moved_back = before.and_then(|before| before.checkpoint).map(|before| checkpoint < before);
        let points = trend.into_iter().flat_map(Trend::points).filter(|point| point.at > started);
        let longest = points.filter_map(|point| point.delay).chain(reading.delay).max();
        let delays = longest.zip(reading.delay);
        let limit = reading.project.delay_limit.unwrap_or(0);
        let has_caught_up = delays.is_some_and(|(longest, latest)| longest > limit && latest <= limit);
        let is_over = has_caught_up || started.millis_until(reading.at) > WATCHED_FOR;
        Some(Self { at: reading.at, checkpoint, moved_back, delays, is_over })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inventory::OmsTaskState;
    use crate::domain::inventory::TrendPoint;
    use crate::domain::inventory::example::seen;

    fn at(seconds: i64) -> EpochSeconds {
        EpochSeconds::new(seconds).unwrap()
    }

    fn reading(millis: i64, checkpoint: i64, delay: i64) -> Reading {
        let mut reading = seen("a", OmsTaskState::Running, millis).reading;
        (reading.checkpoint, reading.delay) = (Some(at(checkpoint)), Some(delay));
        reading
    }

    #[test]
    fn a_task_is_seen_to_move_back_and_to_catch_up() {
        let before = Some(CheckpointRead { at: Moment(0), checkpoint: Some(at(500)) });
        let mut trend = Trend::default();
        let mut watch = |millis: i64, checkpoint: i64, delay: i64| {
            trend.push(TrendPoint { at: Moment(millis), delay: Some(delay), rate: None });
            Watch::since(Moment(1_000), before, &reading(millis, checkpoint, delay), Some(&trend))
        };
        assert_eq!(watch(1_000, 500, 2), None, "it was read before");
        let seen = watch(2_000, 500, 2).unwrap();
        assert_eq!((seen.moved_back, seen.delays, seen.is_over), (Some(false), Some((2, 2)), false));
        let seen = watch(10_000, 200, 300).unwrap();
        assert_eq!((seen.moved_back, seen.delays, seen.is_over), (Some(true), Some((300, 300)), false));
        let seen = watch(20_000, 320, 180).unwrap();
        assert_eq!((seen.delays, seen.is_over), (Some((300, 180)), false));
        let seen = watch(60_000, 490, 30).unwrap();
        assert_eq!((seen.delays, seen.is_over), (Some((300, 30)), true));
    }

    #[test]
    fn a_watch_ends_and_compares_with_nothing_where_nothing_was_read_before() {
        let unread = Some(CheckpointRead { at: Moment(0), checkpoint: None });
        for before in [None, unread] {
            let seen = Watch::since(Moment(0), before, &reading(WATCHED_FOR + 1, 5, 300), None).unwrap();
            assert_eq!((seen.moved_back, seen.is_over), (None, true));
        }
    }
}
