//! What was read and is not in the list yet.

use console_core::domain::inventory::OmsTask;
use console_core::domain::run::Moment;
use console_core::openapi::LiveNews;
use leptos::prelude::*;

use crate::stores::steady;

/// How long answers are gathered before the list takes them in, in milliseconds: each time, the whole list is counted and
/// drawn again.
const GATHERED_FOR: i64 = 150;
/// The most tasks that are gathered.
const GATHERED: usize = 100;

/// A store of what was read since the list took in something.
#[derive(Clone, Copy)]
pub struct Gathered {
    tasks: StoredValue<Vec<OmsTask>>,
    /// The projects of these that were read whole, and when that was asked for.
    whole: StoredValue<Vec<(String, Moment)>>,
    /// When something was taken last.
    taken_at: StoredValue<i64>,
}

impl Gathered {
    /// Nothing was read yet.
    pub fn new() -> Self {
        Self {
            tasks: StoredValue::default(),
            whole: StoredValue::default(),
            taken_at: StoredValue::new(i64::MIN),
        }
    }

    /// Adds tasks that were read.
    pub fn add(self, tasks: Vec<OmsTask>) {
        self.tasks.update_value(|gathered| gathered.extend(tasks));
    }

    /// Adds projects that were read whole, and when that was asked for.
    pub fn add_whole(self, projects: impl IntoIterator<Item = (String, Moment)>) {
        self.whole.update_value(|gathered| gathered.extend(projects));
    }

    /// Returns when the list is to take it in; nothing where there is nothing.
    pub fn due_at(self) -> Option<i64> {
        let is_empty = self.tasks.with_value(Vec::is_empty) && self.whole.with_value(Vec::is_empty);
        (!is_empty).then(|| self.taken_at.get_value().saturating_add(GATHERED_FOR))
    }

    /// Returns whether the list is to take it in now.
    pub fn is_due(self) -> bool {
        let is_full = self.tasks.with_value(|tasks| tasks.len() >= GATHERED);
        self.due_at().is_some_and(|due_at| is_full || due_at <= steady())
    }

    /// Takes it out, for the list and the other pages; nothing where there is nothing.
    pub fn take(self) -> Option<LiveNews> {
        self.due_at()?;
        self.taken_at.set_value(steady());
        let tasks = self.tasks.try_update_value(std::mem::take).unwrap_or_default();
        let whole = self.whole.try_update_value(std::mem::take).unwrap_or_default();
        Some(LiveNews::Seen { tasks, whole })
    }
}
