//! Task names in tables: CSV files and cells copied out of a spreadsheet, under a row of headings that
//! says which column holds the tasks.
//!
//! In the console's own export a name is taken as it is written. In any other table names of known shapes
//! are taken wherever they stand, and the column's cell where it has none; a column that is headed `name`
//! and no more may name something else, and counts where no other cell of the row has such a name.
use std::borrow::Cow;

use crate::domain::inventory::add_labels;
use crate::domain::mentions::{Heading, MentionReader, WhyLeftOut, names_in};
use crate::interchange::export;
use crate::text::csv::{self, CsvRow, CsvRows};

/// Reads a text that begins with a row of headings, and says whether it does. A table may say itself what
/// divides its cells.
pub(super) fn read(text: &str, declared: Option<char>, reading: &mut MentionReader) -> bool {
    for separator in declared.into_iter().chain(['\t', ',', ';']) {
        let mut rows = CsvRows::new(text, separator);
        let Some(headings) = rows.next() else { continue };
        let Some(columns) = Columns::of(&headings.cells) else { continue };
        let mut is_empty = true;
        for row in rows {
            is_empty = false;
            columns.read(&row, reading);
        }
        if is_empty {
            reading.leave_out(headings.line, headings.text, WhyLeftOut::OnlyHeadings);
        }
        return true;
    }
    false
}

/// What the headings say.
struct Columns {
    /// The column of the tasks.
    task: usize,
    /// Whether it holds tasks and nothing else.
    certain: bool,
    labels: Option<usize>,
    /// Whether the table is an export of the console.
    own: bool,
}

impl Columns {
    fn of(headings: &[Cow<'_, str>]) -> Option<Self> {
        let column = |wanted| headings.iter().position(|heading| Heading::of(heading) == Some(wanted));
        let task = column(Heading::Task);
        let own = headings.len() >= export::COLUMNS.len()
            && export::COLUMNS.iter().zip(headings).all(|(own, heading)| *own == heading.trim());
        // A single heading is the first line of a list.
        (headings.len() > 1).then_some(())?;
        Some(Self {
            task: task.or_else(|| column(Heading::Name))?,
            certain: task.is_some(),
            labels: column(Heading::Labels),
            own,
        })
    }

    fn read(&self, row: &CsvRow<'_>, reading: &mut MentionReader) {
        let cell = |column: usize| row.cells.get(column).map_or("", |cell| csv::unguarded(cell));
        let mut labels = Vec::new();
        if let Some(column) = self.labels {
            add_labels(&mut labels, cell(column));
        }
        let task = cell(self.task).trim();
        let mut any = false;
        if !self.own {
            let in_cell = !names_in(task).is_empty();
            for name in row.cells.iter().flat_map(|cell| names_in(cell)) {
                reading.add(name, &labels);
                any = true;
            }
            any &= in_cell || !self.certain;
        }
        if task.is_empty() && !any {
            reading.leave_out(row.line, row.text, WhyLeftOut::NoName);
        } else if !any {
            reading.take(row.line, task, &labels);
        }
    }
}
