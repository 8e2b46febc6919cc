//! Which tasks are selected, for what is done to several of them at once.
//!
//! A selection holds names, not rows: it stays what it is when rows are sorted, filtered or come and
//! go. What is selected but not in the table at the moment stays selected, and is counted, so that it
//! can be said.

use std::collections::HashMap;

use crate::domain::inventory::{Inventory, TaskRecord};
use crate::domain::task_name::TaskName;

/// Up to so many selected names are looked for among the rows one by one: that is done sooner than
/// looking for every row among the names, and it is done at each letter typed into the filter.
const FEW: usize = 16;

/// A measure that says how much of some rows is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionCoverage {
    /// None of them, or there are none.
    None,
    /// Some, not all.
    Some,
    /// All of them.
    All,
}

/// A selection that holds tasks by their names.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The names, and for each when it was selected, as a number that grows. A map of the same type as
    /// the inventory's, so that its code is in the download once.
    names: HashMap<TaskName, usize>,
    /// The number of the latest one.
    latest: usize,
    /// Where a range begins: the task that was selected or deselected by itself last.
    anchor: Option<TaskName>,
}

impl Selection {
    /// Returns how many tasks are selected.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Returns whether none is.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns whether a task is.
    pub fn is_selected(&self, name: &TaskName) -> bool {
        self.names.contains_key(name)
    }

    /// Selects a task and no other.
    pub fn only(&mut self, name: TaskName) {
        self.clear();
        self.insert(name.clone());
        self.anchor = Some(name);
    }

    /// Selects a task besides the others, or no longer.
    pub fn toggle(&mut self, name: TaskName) {
        if self.names.remove(&name).is_none() {
            self.insert(name.clone());
        }
        self.anchor = Some(name);
    }

    /// Selects the rows from the anchor to a row, both included: besides the others if they are to be
    /// kept, otherwise in place of them. Where the anchor is not among the rows, the range begins at the
    /// row `from`, where the focus comes from, and that is the anchor from then on.
    pub fn range(&mut self, rows: &[TaskName], from: usize, to: usize, keep: bool) {
        let Some(last) = rows.len().checked_sub(1) else { return };
        let anchor = self.anchor.as_ref().and_then(|anchor| rows.iter().position(|row| row == anchor));
        let (from, to) = (anchor.unwrap_or(from).min(last), to.min(last));
        if !keep {
            self.clear();
        }
        self.insert_all(&rows[from.min(to)..=from.max(to)]);
        self.anchor = Some(rows[from].clone());
    }

    /// Selects these rows and no other task: not one that the filter hides.
    pub fn all(&mut self, rows: &[TaskName]) {
        let anchor = self.anchor.take();
        self.clear();
        self.insert_all(rows);
        self.anchor = anchor;
    }

    /// Selects nothing, and forgets where a range would begin.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Drops the tasks that are not to be kept, such as those that are no longer in the list.
    pub fn retain(&mut self, mut keep: impl FnMut(&TaskName) -> bool) {
        if self.anchor.as_ref().is_some_and(|anchor| !keep(anchor)) {
            self.anchor = None;
        }
        self.names.retain(|name, _| keep(name));
    }

    /// Follows a task that goes on under another name.
    pub fn rename(&mut self, old: &TaskName, new: &TaskName) {
        if let Some(when) = self.names.remove(old) {
            self.names.insert(new.clone(), when);
        }
        if self.anchor.as_ref() == Some(old) {
            self.anchor = Some(new.clone());
        }
    }

    /// Follows the tasks that were migrated, and drops those that are no longer in the list.
    pub fn follow(&mut self, inventory: &Inventory) {
        let gone: Vec<_> =
            self.names.keys().chain(&self.anchor).filter(|name| !inventory.shows(name)).cloned().collect();
        for name in gone {
            if let Some(now) = inventory.fate(&name).and_then(|fate| fate.now) {
                self.rename(&name, &now);
            }
        }
        // What is not known yet may come into the list, with the deployment's.
        self.retain(|name| inventory.get(name).is_none_or(TaskRecord::is_listed));
    }

    /// Returns the selected tasks: those among the rows in their order, then those that are not, in the order in
    /// which they were selected.
    pub fn names_in(&self, rows: &[TaskName]) -> Vec<TaskName> {
        let mut names = Vec::new();
        for name in rows {
            if self.is_selected(name) {
                names.push(name.clone());
            }
        }
        if names.len() < self.len() {
            let mut shown = HashMap::<TaskName, usize>::new();
            for name in &names {
                shown.insert(name.clone(), 0);
            }
            let mut hidden: Vec<_> =
                self.names.iter().filter(|(name, _)| !shown.contains_key(*name)).collect();
            hidden.sort_unstable_by_key(|(_, when)| **when);
            names.extend(hidden.into_iter().map(|(name, _)| name.clone()));
        }
        names
    }

    /// Returns how many of the selected tasks are not among the rows.
    pub fn hidden_by_filter(&self, rows: &[TaskName]) -> usize {
        if self.len() <= FEW {
            return self.names.keys().filter(|name| !rows.contains(name)).count();
        }
        self.len() - rows.iter().filter(|name| self.is_selected(name)).count()
    }

    /// Returns how much of the rows is selected, whatever else is.
    pub fn coverage(&self, rows: &[TaskName]) -> SelectionCoverage {
        match self.len() - self.hidden_by_filter(rows) {
            0 => SelectionCoverage::None,
            selected if selected == rows.len() => SelectionCoverage::All,
            _ => SelectionCoverage::Some,
        }
    }

    fn insert_all(&mut self, names: &[TaskName]) {
        self.names.reserve(names.len());
        for name in names {
            self.insert(name.clone());
        }
    }

    fn insert(&mut self, name: TaskName) {
        self.latest += 1;
        self.names.insert(name, self.latest);
    }
}

#[cfg(test)]
mod tests;
