//! What OMS may say of a task, for tests.

use std::sync::Arc;

use super::Inventory;
use super::reading::{OmsTask, OmsTaskState, ProjectReading, Reading, ReadingStanding};
use super::record::TaskRecord;
use crate::domain::run::Moment;
use crate::domain::task_name::{Component, TaskName};

/// Returns a task of the project `shop` that is two seconds behind, of thirty.
pub fn seen(text: &str, state: OmsTaskState, at: i64) -> OmsTask {
    let project = ProjectReading {
        id: "np_1".into(),
        name: Some("shop".into()),
        kind: None,
        state: None,
        is_at_rest: false,
        delay_limit: Some(30),
        labels: Vec::new(),
    };
    let reading = Reading {
        at: Moment(at),
        standing: ReadingStanding::Current,
        state_word: None,
        project: Arc::new(project),
        component: Component::IncrSync,
        is_reverse: false,
        delay: Some(2),
        checkpoint: None,
        rate: None,
        progress: None,
        ip: None,
        region: None,
        subtopics: Vec::new(),
        data_since: None,
        error: None,
        is_store_down: false,
        manager: None,
        other_manager: None,
    };
    OmsTask { name: TaskName::parse(text).unwrap(), state: Some(state), reading }
}

/// Returns the record of such a task that runs, with another reading.
pub fn read_task(text: &str, change: impl FnOnce(&mut Reading)) -> TaskRecord {
    let mut task = seen(text, OmsTaskState::Running, 0);
    change(&mut task.reading);
    let mut inventory = Inventory::default();
    inventory.see(vec![task]);
    inventory.records()[0].clone()
}
