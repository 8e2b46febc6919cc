//! The rows that are in the page: about as many as are in the viewport, used again and again.
//!
//! What costs the browser time is above all taking a row out of the page and putting it in elsewhere, several times as
//! much as writing other texts into it. So rows stay where they are, those that are not wanted as spare ones behind
//! the others, and show other tasks. There are two exceptions: when the table is scrolled a little, the rows that go
//! on one side come again on the other, and the row with the focus goes with its task wherever that stands.
//!
//! In the page rows stand in the order of the table, as those read them who do not see them.

use console_core::domain::run::Moment;
use console_core::domain::task_name::TaskName;
use console_core::table::order::Column;

use super::row::{GridRow, RowContent, pattern};
use browser::element_handle::{ElementHandle, Side};

/// A pool that holds the rows.
#[derive(Default)]
pub struct Pool {
    columns: Vec<Column>,
    pattern: Option<ElementHandle>,
    /// Those in the page, from top to bottom, the spare ones last.
    rows: Vec<GridRow>,
    /// How many of them are shown.
    shown: usize,
    /// How many rows were made so far.
    made: usize,
}

impl Pool {
    /// Returns the task that the row of this index shows.
    pub fn task(&self, index: usize) -> Option<TaskName> {
        let is_it = |row: &&GridRow| row.content.as_ref().is_some_and(|content| content.index == index);
        self.rows[..self.shown].iter().find(is_it)?.task().cloned()
    }

    /// Shows these tasks in a body of rows; `when` tells when a moment was. Whether rows show other tasks than before,
    /// or stand elsewhere.
    pub fn show(
        &mut self,
        body: &ElementHandle,
        columns: &[Column],
        contents: Vec<RowContent>,
        when: &dyn Fn(Moment) -> String,
    ) -> bool {
        if self.columns != columns {
            self.rows.drain(..).for_each(|row| row.whole.take_out());
            self.shown = 0;
            self.pattern = ElementHandle::of(pattern(columns));
            self.columns = columns.to_vec();
        }
        let changed = self.arrange(body, &contents);
        for (row, content) in self.rows.iter_mut().zip(contents) {
            row.show(content, when);
        }
        changed
    }

    /// Has as many rows stand in the order of the table as there are tasks to be shown.
    fn arrange(&mut self, body: &ElementHandle, contents: &[RowContent]) -> bool {
        let tasks = contents.iter().map(|content| Some(&content.record.name));
        if self.rows[..self.shown].iter().map(GridRow::task).eq(tasks) {
            return false;
        }
        let stays = self.staying(contents);
        let mut before: Vec<_> = self.rows.drain(..).map(Some).collect();
        let mut kept = Vec::with_capacity(contents.len());
        kept.extend(stays.iter().map(|stays| stays.and_then(|place| before.get_mut(place)?.take())));
        // What goes back to a row when a sheet closes must not find another task there.
        let mut free = before.into_iter().flatten().filter(|row| !row.whole.take_out_if_tab_stop());
        for row in kept {
            let row = row.or_else(|| free.next());
            let row = row.or_else(|| {
                self.made += 1;
                GridRow::new(self.pattern.as_ref()?, self.made)
            });
            self.rows.extend(row);
        }
        self.shown = self.rows.len();
        self.rows.extend(free);
        self.rows[self.shown..].iter_mut().for_each(GridRow::set_aside);
        // What has the focus would lose it by being moved.
        let focused = self.rows.iter().position(|row| row.whole.has_focus());
        let first_kept = || stays.iter().position(Option::is_some);
        let first_there = || self.rows.iter().position(|row| row.whole.is_in(body));
        let anchor = focused.or_else(first_kept).or_else(first_there).unwrap_or_else(|| {
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

    /// For each task the place of the row that goes on showing it, if one does: that with the focus, and where the
    /// table was scrolled by a few rows all that show the same tasks as before.
    fn staying(&self, contents: &[RowContent]) -> Vec<Option<usize>> {
        let rows = &self.rows[..self.shown];
        let focused = rows.iter().position(|row| row.whole.has_tab_stop());
        let place =
            |content: &RowContent| rows.iter().position(|row| row.task() == Some(&content.record.name));
        let mut stays: Vec<_> = contents.iter().map(place).collect();
        let mut shift = None;
        let mut others = 0;
        let mut is_scrolled = true;
        for (now, before) in stays.iter().enumerate() {
            if let Some(before) = before.filter(|_| *before != focused) {
                others += 1;
                let by = before.wrapping_sub(now);
                is_scrolled &= *shift.get_or_insert(by) == by;
            }
        }
        if !is_scrolled || (contents.len() - others) * 4 > contents.len() {
            for stays in stays.iter_mut().filter(|stays| **stays != focused) {
                *stays = None;
            }
        }
        stays
    }
}

#[cfg(test)]
mod tests;
