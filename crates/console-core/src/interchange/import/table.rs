//! Task names in tables: CSV files and cells copied out of a spreadsheet, under a row of headings that
//! says which column holds the tasks.
//!
//! In the console's own export a name is taken as it is written. In any other table names of known shapes
//! are taken wherever they stand, and the column's cell where it has none; a column that is headed `name`
//! and no more may name something else, and counts where no other cell of the row has such a name.
//!
//! Cells are divided by tabs, commas or semicolons and quoted as RFC 4180 has it. A quotation mark that
//! begins no well-formed cell is text, so that a stray one does not swallow the lines behind it.

use std::borrow::Cow;

use crate::domain::inventory::add_labels;
use crate::domain::mentions::{Heading, Reading, WhyLeftOut, names_in};
use crate::interchange::export;

/// Reads a text that begins with a row of headings, and says whether it does. A table may say itself what
/// divides its cells.
pub(super) fn read(text: &str, declared: Option<char>, reading: &mut Reading) -> bool {
    for separator in declared.into_iter().chain(['\t', ',', ';']) {
        let mut rows = Rows { rest: text, line: 1, separator };
        let Some(headings) = rows.next() else { continue };
        let Some(columns) = Columns::of(&headings.cells) else { continue };
        let mut is_empty = true;
        while let Some(row) = rows.next() {
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

    fn read(&self, row: &Row<'_>, reading: &mut Reading) {
        let cell = |column: usize| row.cells.get(column).map_or("", |cell| export::undefused(cell));
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

struct Row<'a> {
    /// The line on which it begins, counted from 1.
    line: usize,
    text: &'a str,
    cells: Vec<Cow<'a, str>>,
}

/// The rows of a table that are not empty, one after the other.
struct Rows<'a> {
    rest: &'a str,
    line: usize,
    separator: char,
}

impl<'a> Rows<'a> {
    fn next(&mut self) -> Option<Row<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let (line, begin) = (self.line, self.rest);
            let mut cells = Vec::new();
            while self.take_cell(&mut cells) {}
            let text = &begin[..begin.len() - self.rest.len()];
            self.line += text.bytes().filter(|byte| *byte == b'\n').count();
            if cells.iter().any(|cell| cell.contains(char::is_alphanumeric)) {
                return Some(Row { line, text, cells });
            }
        }
    }

    /// Takes the next cell and what ends it, and says whether there is another one in the row.
    fn take_cell(&mut self, cells: &mut Vec<Cow<'a, str>>) -> bool {
        let ends = [self.separator, '\n'];
        let (cell, rest) = quoted(self.rest)
            .filter(|(_, rest)| rest.is_empty() || rest.starts_with(ends))
            .unwrap_or_else(|| {
                let (cell, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
                (cell.into(), rest)
            });
        cells.push(cell);
        let mut rest = rest.chars();
        let end = rest.next();
        self.rest = rest.as_str();
        end == Some(self.separator)
    }
}

/// The cell in quotation marks that a text begins with, and what follows it, without blanks between.
fn quoted(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let text = text.trim_start_matches(' ').strip_prefix('"')?;
    let mut from = 0;
    loop {
        let end = from + text[from..].find('"')?;
        if text[end + 1..].starts_with('"') {
            from = end + 2;
            continue;
        }
        let cell = &text[..end];
        let cell = if from == 0 { cell.into() } else { cell.replace("\"\"", "\"").into() };
        return Some((cell, text[end + 1..].trim_start_matches(' ')));
    }
}
