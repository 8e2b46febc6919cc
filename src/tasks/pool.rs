//! The rows that are in the page: as many as are in sight, used again and again.
//!
//! A row goes on showing its task for as long as the task is among those that are to be shown, wherever it stands,
//! so that what has the focus keeps it. In the page rows stand in the order of the table, as those read them who
//! do not see them.

use console_core::order::Column;
use console_core::run::Moment;
use console_core::task_name::TaskName;

use super::row::{Content, Row, pattern};
use crate::browser::piece::{Piece, Side};

/// The rows.
#[derive(Default)]
pub struct Pool {
    columns: Vec<Column>,
    pattern: Option<Piece>,
    /// Those in the page, from top to bottom.
    rows: Vec<Row>,
    /// Those that are kept for later.
    spare: Vec<Row>,
}

impl Pool {
    /// The task that the row of this index shows.
    pub fn task(&self, index: usize) -> Option<TaskName> {
        let row =
            self.rows.iter().find(|row| row.content.as_ref().is_some_and(|content| content.index == index));
        row?.task().cloned()
    }

    /// Shows these tasks in a body of rows. Whether rows show other tasks than before, or stand elsewhere.
    pub fn show(&mut self, body: &Piece, columns: &[Column], contents: Vec<Content>, now: Moment) -> bool {
        if self.columns != columns {
            self.rows.drain(..).for_each(|row| row.whole.take_out());
            self.spare.clear();
            self.pattern = Piece::of(pattern(columns));
            self.columns = columns.to_vec();
        }
        let changed = self.arrange(body, &contents);
        for (row, content) in self.rows.iter_mut().zip(contents) {
            row.show(content, now);
        }
        changed
    }

    fn arrange(&mut self, body: &Piece, contents: &[Content]) -> bool {
        let stays =
            self.rows.iter().map(Row::task).eq(contents.iter().map(|content| Some(&content.record.name)));
        if stays {
            return false;
        }
        let mut before: Vec<_> = self.rows.drain(..).map(Some).collect();
        let mut kept = Vec::with_capacity(contents.len());
        for content in contents {
            let shows =
                |row: &&mut Option<Row>| row.as_ref().and_then(Row::task) == Some(&content.record.name);
            kept.push(before.iter_mut().find(shows).and_then(Option::take));
        }
        let mut anchor = kept.iter().position(Option::is_some);
        // What goes back to a row when a sheet closes must not find another task there.
        let mut free: Vec<_> =
            before.into_iter().flatten().filter(|row| !row.whole.gives_up_focus()).rev().collect();
        for row in kept {
            let row = row.or_else(|| free.pop()).or_else(|| self.spare.pop());
            let row = row.or_else(|| Row::new(self.pattern.as_ref()?, &self.columns));
            self.rows.extend(row);
        }
        for row in free {
            row.whole.take_out();
            self.spare.push(row);
        }
        // What has the focus would lose it by being moved.
        anchor = self.rows.iter().position(|row| row.whole.has_focus()).or(anchor);
        let anchor =
            anchor.or_else(|| self.rows.iter().position(|row| row.whole.is_in(body))).unwrap_or_else(|| {
                if let Some(row) = self.rows.first() {
                    body.insert(&row.whole, None);
                }
                0
            });
        for place in anchor + 1..self.rows.len() {
            self.rows[place].whole.stand(Side::Behind, &self.rows[place - 1].whole);
        }
        for place in (0..anchor).rev() {
            self.rows[place].whole.stand(Side::Before, &self.rows[place + 1].whole);
        }
        true
    }
}

#[cfg(test)]
mod tests;
