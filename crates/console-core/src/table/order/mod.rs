//! The order of the table's rows: by one column, another one as tie-break, and the order in which tasks
//! were added where nothing else decides; those that OMS brought follow, by project and component.
//!
//! Texts are sorted as people count: numbers in them by their value (`10.0.0.9` before `10.0.0.10`),
//! everything else character by character. In a name of the usual shape that is so for the machine.

mod column;
mod sort;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::domain::inventory::TaskRecord;

pub use column::Column;
pub(super) use sort::{NameRank, name_ranks, oms_ranks};

/// A column with its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The column.
    pub column: Column,
    /// Whether the greatest comes first. Tasks of which the column says nothing come last either way.
    pub descending: bool,
}

/// An order that the rows stand in. By default the one in which the tasks were added, and by project behind them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    by: Option<SortKey>,
    /// Only where there is a first key, and never its column.
    then: Option<SortKey>,
}

/// Why a text is no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderError {
    /// There is no such column.
    UnknownColumn,
    /// A column stands twice.
    Repeated,
    /// There are more than two columns.
    TooMany,
}

impl Order {
    /// Reads a link's `sort=`: up to two columns, separated by a comma, the first one first; `-` before
    /// a column makes it descend. Case and surrounding blanks do not matter; nothing is the default.
    pub fn parse(text: &str) -> Result<Self, OrderError> {
        let mut order = Self::default();
        if text.trim().is_empty() {
            return Ok(order);
        }
        for part in text.split(',') {
            let part = part.trim();
            let (descending, word) = part.strip_prefix('-').map_or((false, part), |word| (true, word));
            let column = word.parse().map_err(|_| OrderError::UnknownColumn)?;
            let key = SortKey { column, descending };
            match (order.by, order.then) {
                (None, _) => order.by = Some(key),
                (Some(by), None) if by.column == key.column => return Err(OrderError::Repeated),
                (Some(_), None) => order.then = Some(key),
                (Some(_), Some(_)) => return Err(OrderError::TooMany),
            }
        }
        Ok(order)
    }

    /// Returns what rows are sorted by; nothing in the default order.
    pub fn by(self) -> Option<SortKey> {
        self.by
    }

    /// Returns the tie-break.
    pub fn then(self) -> Option<SortKey> {
        self.then
    }

    /// Returns the order after a click on a column's header: ascending, descending, then the default again. A
    /// column that rows were sorted by before becomes the tie-break.
    #[must_use]
    pub fn clicked(self, column: Column) -> Self {
        let key = |descending| Some(SortKey { column, descending });
        match self.by {
            Some(by) if by.column == column && by.descending => Self::default(),
            Some(by) if by.column == column => Self { by: key(true), then: self.then },
            by => Self { by: key(false), then: by },
        }
    }

    /// Sorts tasks. Those that the order does not tell apart stand as they were added.
    pub fn sort(self, tasks: &mut [&TaskRecord]) {
        self.sort_ranked(tasks, None, None);
    }

    /// Sorts tasks, by name as `name_rank` says if it is there, see [`name_ranks`], and where nothing else decides as
    /// `oms_rank` says, see [`oms_ranks`].
    pub(super) fn sort_ranked(
        self,
        tasks: &mut [&TaskRecord],
        name_rank: Option<NameRank<'_>>,
        oms_rank: Option<NameRank<'_>>,
    ) {
        // The sort is stable: what is sorted by before is the tie-break of what is sorted by after.
        if !tasks.is_sorted_by_key(|task| task.rank) {
            sort::by(tasks, None, false, None);
        }
        if oms_rank.is_some() {
            sort::by(tasks, None, false, oms_rank);
        }
        for key in [self.then, self.by].into_iter().flatten() {
            sort::by(tasks, Some(key.column), key.descending, name_rank);
        }
    }

    /// Returns whether a name decides where a row stands.
    pub(super) fn is_by_name(self) -> bool {
        [self.by, self.then].into_iter().flatten().any(|key| key.column == Column::Name)
    }
}

impl fmt::Display for Order {
    /// Writes a link's `sort=`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (comma, key) in [("", self.by), (",", self.then)] {
            if let Some(key) = key {
                let sign = if key.descending { "-" } else { "" };
                write!(f, "{comma}{sign}{}", key.column.link_word())?;
            }
        }
        Ok(())
    }
}
