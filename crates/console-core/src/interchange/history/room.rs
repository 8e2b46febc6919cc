//! How much of the history is kept, and what is forgotten first when there is no more room.

use crate::domain::run::{Run, StepStanding};

/// A limit that says how many runs are kept which are over. Those that are not are always kept, and not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryLimits {
    /// The most that are kept.
    pub most: usize,
    /// From so many on, it is said that some will be forgotten.
    pub notice_from: usize,
    /// Among how many of the oldest those to forget are looked for.
    pub considered: usize,
}

/// An amount of room that there is for further runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryCapacity {
    /// Enough.
    Plenty,
    /// Little: it is time to export what is to be kept.
    Little {
        /// How many more runs there can be before the first is forgotten.
        left: usize,
    },
    /// None: with each further run one is forgotten.
    None,
}

impl HistoryLimits {
    /// What a browser keeps: years of one operator's work, some ten megabytes.
    pub const USUAL: Self = Self { most: 5_000, notice_from: 4_500, considered: 250 };

    /// Returns how much room there is beside so many runs.
    pub fn room(self, count: usize) -> HistoryCapacity {
        match self.most.saturating_sub(count) {
            0 => HistoryCapacity::None,
            left if count >= self.notice_from => HistoryCapacity::Little { left },
            _ => HistoryCapacity::Plenty,
        }
    }

    /// Returns which of these runs, the oldest first, are forgotten next, as many as are asked for: the oldest of those
    /// that are considered, those that leave something in doubt after all others. None that is not over.
    pub fn next_to_forget(self, oldest: &[Run], count: usize) -> Vec<&Run> {
        let considered = || oldest.iter().filter(|run| run.is_over()).take(self.considered);
        let certain = considered().filter(|run| !is_in_doubt(run));
        certain.chain(considered().filter(|run| is_in_doubt(run))).take(count).collect()
    }
}

fn is_in_doubt(run: &Run) -> bool {
    run.steps.iter().any(|step| step.standing() == StepStanding::InDoubt)
}
