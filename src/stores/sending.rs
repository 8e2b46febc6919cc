//! The way of an open form to its run: the form is filled in, its plan is sent, and the run is shown in its place.

use std::time::Duration;

use browser::patience::within;
use browser::{clock, spawn_local};
use console_core::domain::operation::OperationKind;
use console_core::domain::plan::Plan;
use console_core::domain::run::RunId;
use console_core::domain::task_name::TaskName;
use console_core::forms::draft::Draft;
use console_core::forms::recheck::{Recheck, UnreadConfiguration};
use console_core::time::TimeZone;
use leptos::prelude::*;

use super::editing::Editing;
use super::live::Live;
use super::runner::Runner;
use super::settings::Settings;
use super::sheets::Sheets;
use super::subtopics;
use super::tasks::Tasks;

/// How long the read before an Update may take: it only looks whether somebody else was faster.
const PATIENCE: Duration = Duration::from_secs(4);

/// A store of what is sent from the form that [`Editing`] holds. Each sheet of an operation has one.
#[derive(Clone, Copy)]
pub struct Sending {
    editing: Editing,
    runner: Runner,
    tasks: Tasks,
    settings: Settings,
    live: Live,
    run: RwSignal<Option<RunId>>,
    taken_up: RwSignal<Option<bool>>,
    /// The form that was asked for, where the run of another operation is shown in place of it.
    put_off: StoredValue<Option<Draft>>,
}

impl Sending {
    /// Opens the form: with the run that waits for a decision, with the draft that was kept, or as it was asked for.
    pub fn open(
        editing: Editing,
        runner: Runner,
        tasks: Tasks,
        settings: Settings,
        live: Live,
        asked: Draft,
    ) -> Self {
        let task = asked.task_name();
        let open_run = task.as_ref().and_then(|task| runner.open_run_of_untracked(task));
        // A run that waits for a decision comes before anything else on its task.
        let (asked, put_off) = match (&open_run, &task) {
            (Some((_, kind)), Some(task)) if *kind != asked.kind => {
                (Draft::new(*kind, task.as_str(), &asked.zone), Some(asked))
            }
            _ => (asked, None),
        };
        let kept = editing.drafts.take_up(&asked);
        let taken_up = RwSignal::new(kept.as_ref().map(|kept| kept.withheld));
        let stop_first = tasks.with_untracked(|inventory| asked.is_for_running_task(inventory));
        editing.restart(kept.map_or_else(|| Draft { stop_first, ..asked }, |kept| kept.draft));
        let (run, put_off) = (RwSignal::new(open_run.map(|(id, _)| id)), StoredValue::new(put_off));
        Self { editing, runner, tasks, settings, live, run, taken_up, put_off }
    }

    /// Returns the run that is shown in place of the form, if there is one.
    pub fn run(self) -> Option<RunId> {
        self.run.get()
    }

    /// Returns whether secrets were left out of the draft that was taken up; nothing where none was.
    pub fn taken_up(self) -> Option<bool> {
        self.taken_up.get()
    }

    /// Returns the operation whose form was asked for, where the run of another one is shown in place of it.
    pub fn kind_put_off(self) -> Option<OperationKind> {
        self.put_off.with_value(|draft| draft.as_ref().map(|draft| draft.kind))
    }

    /// Returns whether nothing may be sent because of what is known of the task.
    pub fn is_barred(self) -> bool {
        let Self { editing, tasks, .. } = self;
        let Some(task) = editing.task.get() else { return false };
        let now = clock::now();
        editing.draft.with(|draft| tasks.with(|inventory| draft.is_barred(&task, inventory, now)))
    }

    /// Sends the plan that is shown, if it may be sent. Where the configuration was read, it is read once more before.
    pub fn send(self) {
        let Self { editing, settings, .. } = self;
        let recheck = editing.recheck.get_untracked();
        if recheck == Some(Recheck::UnderWay) {
            return;
        }
        let is_barred = untrack(|| self.is_barred());
        let Some(plan) = editing.plan_to_send().filter(|_| !is_barred) else { return };
        let is_wanted = Recheck::is_wanted(plan.kind(), recheck.as_ref());
        let seen = untrack(|| editing.configuration().filter(|_| is_wanted && !settings.is_read_only()));
        let project = seen.and_then(|seen| {
            let project = self.tasks.with_untracked(|inventory| inventory.project_of(&seen.task))?;
            Some((seen.task, project))
        });
        match project {
            Some((task, project)) => {
                editing.recheck.set(Some(Recheck::UnderWay));
                spawn_local(self.send_after_read(plan, task, project));
            }
            None => self.carry_out(&plan),
        }
    }

    /// Reads the task's project, and sends the plan if it is still what the form amounts to.
    async fn send_after_read(self, plan: Plan, task: TaskName, project: String) {
        let Self { editing, run, live, .. } = self;
        let read = within(PATIENCE, live.oms.read_project(&project)).await;
        // The sheet may be gone by now, or somebody typed on.
        let is_here = run.try_with_untracked(Option::is_none) == Some(true);
        if !is_here || editing.recheck.get_untracked() != Some(Recheck::UnderWay) {
            return;
        }
        editing.see(
            &task,
            match &read {
                None => Err(UnreadConfiguration::Late),
                Some(read) => read.as_ref().map_err(|error| UnreadConfiguration::Failed(error.clone())),
            },
        );
        let read = editing.unread.get_untracked().map_or(Ok(()), Err);
        let is_same_plan = read.is_ok() && editing.plan_to_send().as_ref() == Some(&plan);
        let recheck = Recheck::after(read, is_same_plan);
        let may_send = recheck.is_none();
        editing.recheck.set(recheck);
        if may_send {
            self.carry_out(&plan);
        }
    }

    fn carry_out(self, plan: &Plan) {
        let Self { editing, runner, settings, .. } = self;
        let is_pull_back = plan.kind() == OperationKind::PullBack;
        let zone = editing.draft.with_untracked(|draft| draft.zone.clone());
        if is_pull_back && TimeZone::parse(&zone).is_ok() {
            settings.set_zone(&zone);
        }
        match runner.start(plan) {
            Ok(id) => {
                editing.drafts.give_up();
                self.taken_up.set(None);
                if is_pull_back {
                    self.remember_subtopics();
                }
                self.run.set(Some(id));
            }
            Err(refusal) => editing.refusal.set(Some(refusal)),
        }
    }

    /// Remembers the subtopics as they are read, for the next pull-back of the task.
    fn remember_subtopics(self) {
        let Some(task) = self.editing.task.get_untracked() else { return };
        let names = self.editing.draft.with_untracked(Draft::subtopic_names);
        spawn_local(async move { subtopics::remember(task.as_str(), &names).await });
    }

    /// Shows the form again in place of its run, with a Stop before the operation if so asked. Things may have changed:
    /// what was confirmed or chosen is asked for again.
    pub fn back_to_form(self, stop_first: bool) {
        let Self { editing, runner, run, .. } = self;
        if let Some(id) = run.get_untracked() {
            runner.dismiss(&id);
        }
        let mut draft = editing.draft.get_untracked();
        draft.withdraw_consents();
        draft.stop_first |= stop_first;
        editing.restart(draft);
        run.set(None);
    }

    /// Goes on to the form that was asked for, when the run in its place is over.
    pub fn open_put_off(self, sheets: Sheets) {
        let (Some(draft), Some(id)) = (self.put_off.get_value(), self.run.get_untracked()) else { return };
        self.runner.dismiss(&id);
        self.editing.open_another(sheets, draft);
    }

    /// Empties the form that was taken up.
    pub fn start_over(self) {
        self.editing.drafts.give_up();
        self.editing.restart(self.editing.draft.with_untracked(Draft::emptied));
        self.taken_up.set(None);
    }
}
