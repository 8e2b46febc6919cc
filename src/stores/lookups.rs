//! The look-ups of unknown outcomes: what reads of OMS show of the runs that the journal has in doubt.

use std::collections::HashMap;

use browser::spawn_local;
use console_core::domain::run::{Moment, Run, RunId, Settled};
use console_core::domain::task_name::TaskName;
use console_core::openapi::{Components, Finding, Inquiry, LiveNews, Observation};
use console_core::runner;
use leptos::prelude::*;

use super::runner::Runner;
use super::tasks::Tasks;
use super::tell;

/// A store of the runs whose outcome is unknown, and of what was seen of their tasks.
#[derive(Clone, Copy)]
pub struct Lookups {
    tasks: Tasks,
    runner: Runner,
    /// The tasks that the inquiries are about, and since when each is in doubt.
    asked: StoredValue<Vec<(TaskName, Moment)>>,
    inquiries: StoredValue<Vec<Inquiry>>,
    seen: RwSignal<HashMap<RunId, (Moment, Observation)>>,
}

impl Lookups {
    /// Nothing is looked up yet.
    pub fn new(tasks: Tasks, runner: Runner) -> Self {
        Self {
            tasks,
            runner,
            asked: StoredValue::default(),
            inquiries: StoredValue::default(),
            seen: RwSignal::default(),
        }
    }

    /// Returns what was seen last of a run whose outcome stays unknown, and when.
    pub fn seen(self, run: &RunId) -> Option<(Moment, Observation)> {
        self.seen.with(|seen| seen.get(run).cloned())
    }

    /// Notes what was seen of a run, here or in another page.
    pub fn see(self, run: RunId, at: Moment, observation: Observation) {
        self.seen.update(|seen| _ = seen.insert(run, (at, observation)));
    }

    /// Returns whether there is a run that what is read may tell of.
    pub fn asks(self) -> bool {
        self.inquiries.with_value(|inquiries| !inquiries.is_empty())
    }

    /// Finds the runs in doubt, if they are others than before.
    pub async fn find(self) {
        let asked = self.tasks.with_untracked(|inventory| inventory.in_doubt());
        if self.asked.with_value(|before| *before == asked) {
            return;
        }
        // What cannot be read now is looked up later.
        let Ok(runs) = runner::in_doubt(&self.runner).await else { return };
        self.asked.set_value(asked);
        let ask = |run: Run| {
            self.tasks.with_untracked(|inventory| {
                let reading = inventory.get(&run.task).and_then(|record| record.reading.as_ref());
                Inquiry::of(run, reading.map(|reading| &*reading.project.id))
            })
        };
        self.inquiries.set_value(runs.into_iter().filter_map(ask).collect());
    }

    /// Takes what was read of a project.
    pub fn take(self, project: &str, components: &Components, at: Moment) {
        let is_new = |name: &TaskName, sent: Moment| {
            self.tasks
                .with_untracked(|inventory| inventory.get(name).is_none_or(|record| record.added >= sent))
        };
        self.take_with(at, |inquiry| {
            inquiry.is_about(project, components).then(|| inquiry.take(components, at, is_new))
        });
    }

    /// Takes that everything was read since a moment, and which projects are there no more.
    pub fn take_complete(self, begun: Moment, is_gone: impl Fn(&str) -> bool) {
        self.take_with(begun, |inquiry| {
            inquiry.project().is_some_and(&is_gone).then(|| inquiry.take_without_project(begun))
        });
    }

    fn take_with(self, at: Moment, mut take: impl FnMut(&mut Inquiry) -> Option<Finding>) {
        let mut open = Vec::new();
        self.inquiries.update_value(|inquiries| {
            inquiries.retain_mut(|inquiry| match take(inquiry) {
                None => true,
                Some(Finding::Open(observation)) => {
                    open.push((inquiry.run().id.clone(), observation));
                    true
                }
                Some(Finding::Confirmed(seen)) => {
                    let (run, step) = (inquiry.run().clone(), inquiry.step());
                    spawn_local(async move {
                        let settled = Settled { at, seen };
                        match runner::settle(&self.runner, &run, step, settled).await {
                            Some(run) => tell(&LiveNews::Settled(Box::new(run))),
                            // It is asked about again, if it still is in doubt.
                            None => self.asked.set_value(Vec::new()),
                        }
                    });
                    false
                }
            });
        });
        for (run, observation) in open {
            tell(&LiveNews::Unsettled(run.clone(), at, observation.clone()));
            self.see(run, at, observation);
        }
    }
}
