//! The reads of projects after something was done to their tasks, here or in another page.

use std::collections::HashMap;

use console_core::domain::run::Run;
use console_core::openapi::{Components, LiveNews, LookReason, Looks};
use leptos::prelude::*;

use super::runner::Runner;
use super::tasks::Tasks;
use super::tell;

/// How many of the latest runs are followed.
const FOLLOWED: usize = 32;

/// A store of the projects that are read soon because something was done.
#[derive(Clone, Copy)]
pub struct LooksAhead {
    tasks: Tasks,
    runner: Runner,
    looks: StoredValue<Looks>,
}

impl LooksAhead {
    /// Nothing was done yet.
    pub fn new(tasks: Tasks, runner: Runner) -> Self {
        Self { tasks, runner, looks: StoredValue::default() }
    }

    /// Has the project of every task read whose run gets an answer from now on, by whichever page reads.
    pub fn follow(self) {
        let answers = |run: &Run| {
            run.steps.iter().flat_map(|step| &step.tries).filter(|sent| sent.reply.is_some()).count()
        };
        Effect::new(move |before: Option<HashMap<String, usize>>| {
            let before = before.unwrap_or_default();
            let runs = [self.runner.recent(FOLLOWED), self.runner.undecided(), self.runner.lost()].concat();
            for run in runs.iter().filter(|run| answers(run) > before.get(&run.id.0).copied().unwrap_or(0)) {
                untrack(|| self.look_at(run));
            }
            runs.iter().map(|run| (run.id.0.clone(), answers(run))).collect()
        });
    }

    fn look_at(self, run: &Run) {
        let Some(project) = self.tasks.with_untracked(|inventory| inventory.project_of(&run.task)) else {
            return;
        };
        let reason = LookReason::of(run, project);
        self.begin(reason.clone());
        tell(&LiveNews::Look(reason));
    }

    /// Has a project read, where another page did something.
    pub fn begin(self, reason: LookReason) {
        self.looks.update_value(|looks| looks.begin(reason, super::steady()));
    }

    /// Tells a page that was opened since which projects are to be read still.
    pub fn tell(self) {
        let reasons = self.looks.with_value(|looks| looks.reasons(super::steady()));
        reasons.into_iter().for_each(|reason| tell(&LiveNews::Look(reason)));
    }

    /// Returns the project to read now, if there is one.
    pub fn next(self, now: i64) -> Option<String> {
        self.looks.try_update_value(|looks| looks.next(now)).flatten()
    }

    /// Returns how many of these reads are out.
    pub fn out(self) -> usize {
        self.looks.with_value(Looks::out)
    }

    /// Takes what came of the read that was sent at a time.
    pub fn take(self, project: &str, sent: i64, components: Option<&Components>) {
        self.looks.update_value(|looks| looks.take(project, sent, components, super::steady()));
    }

    /// Takes that this page reads no more for now.
    pub fn put_back(self) {
        self.looks.update_value(Looks::put_back);
    }

    /// Has nothing read any more.
    pub fn clear(self) {
        self.looks.update_value(Looks::clear);
    }
}
