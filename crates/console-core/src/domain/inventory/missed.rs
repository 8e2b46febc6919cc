//! What records miss of earlier runs: a page may go away after it wrote an answer and before it wrote what that says
//! of the task, while another page has begun the next run already.

use super::{Inventory, Presence, TaskRecord, WaitingCheckpoint};
use crate::domain::run::Run;
use crate::domain::task_name::Component;

impl Inventory {
    /// Takes in the checkpoints and states that runs tell of and records miss. The runs are given in the order in which
    /// something happened to them last, all later ones of their tasks included. Returns the records that changed.
    pub fn take_missed(&mut self, runs: &[Run]) -> Vec<TaskRecord> {
        // What an inventory knows that has heard of all of them in this order.
        let mut told = Self::default();
        for run in runs {
            if told.get(&run.task).is_none()
                && let Some(record) = self.get(&run.task)
            {
                told.put(TaskRecord::new(record.name.clone(), record.added, record.rank));
            }
            told.learn(run);
        }
        let mut changed = Vec::new();
        for told in told.records.iter().filter(|told| told.is_listed()) {
            let Some(known) = self.get(&told.name).filter(|known| known.presence != Presence::Gone) else {
                continue;
            };
            let mut record = known.clone();
            if record.component() != Some(Component::FullImport) {
                let is_missed = |waiting: &&WaitingCheckpoint| {
                    known.checkpoints.iter().all(|known| known.run != waiting.run)
                };
                told.checkpoints
                    .iter()
                    .filter(is_missed)
                    .for_each(|missed| add(&mut record.checkpoints, missed));
            }
            if told.knowledge.since() > record.knowledge.since() {
                record.know(told.knowledge);
            }
            if record != *known {
                self.put(record.clone());
                changed.push(record);
            }
        }
        changed
    }
}

/// Adds a checkpoint at its place in time. One that is certain takes the place of all before it.
fn add(checkpoints: &mut Vec<WaitingCheckpoint>, missed: &WaitingCheckpoint) {
    if missed.certainty.replaces_earlier() {
        checkpoints.retain(|waiting| waiting.set > missed.set);
    }
    let place = checkpoints.partition_point(|waiting| waiting.set <= missed.set);
    checkpoints.insert(place, missed.clone());
}
