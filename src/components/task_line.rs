//! The line about the task of a sheet, above its whole name.

use console_core::domain::task_name::TaskName;
use leptos::prelude::*;

use super::when::time_teller;
use crate::messages;
use crate::stores::Now;
use crate::stores::settings::Settings;
use crate::stores::tasks::Tasks;

/// Returns what tells a task's project with its component, and its state, as far as they are known. Tracked.
pub fn task_teller() -> impl Fn(&TaskName) -> [String; 2] + Copy + Send + Sync + 'static {
    let (tasks, settings) = (expect_context::<Tasks>(), expect_context::<Settings>());
    let now = expect_context::<Now>().0;
    move |name| {
        tasks
            .with(|inventory| {
                let record = inventory.get(name)?;
                let successor = inventory.probable_successor(record).map(|found| &found.name);
                let when = time_teller(settings, now.get());
                let basis =
                    messages::state_source(&record.knowledge, inventory.sighting(record), successor, when);
                Some(messages::task_line(record, &basis))
            })
            .unwrap_or_else(|| messages::name_line(name))
    }
}
