//! What OMS knows of the tasks: read again and again by one of the browser's pages, and told to the others.

mod gathered;
mod reading;

use std::collections::HashMap;
use std::time::Duration;

use browser::patience::pause;
use browser::{clock, leaving, spawn_local};
use console_core::domain::inventory::{Inventory, ProjectTasks};
use console_core::domain::run::Moment;
use console_core::interchange::deployment::HostConfig;
use console_core::openapi::{
    Components, Lease, LiveNews, PassProgress, Project, ReadError, ReadFailure, seen_of_project,
};
use console_core::runner;
use leptos::prelude::*;

use self::gathered::Gathered;
use super::looks::LooksAhead;
use super::lookups::Lookups;
use super::oms::{LiveStanding, Oms};
use super::runner::Runner;
use super::steady;
use super::table_view::TableView;
use super::tasks::Tasks;
use super::tell;

/// How many tasks of which it is known what OMS says are told before the browser may do something else.
const TOLD_AT_A_TIME: usize = 50;

/// A store of what OMS knows, which reads it.
#[derive(Clone, Copy)]
pub struct Live {
    /// What asks OMS.
    pub oms: Oms,
    /// What is known of runs whose outcome is unknown.
    pub lookups: Lookups,
    /// The address of the host's connector manager, where the deployment tells it.
    manager: StoredValue<Option<String>>,
    tasks: Tasks,
    runner: Runner,
    /// What the table shows: the projects on the screen are read first.
    view: StoredValue<Option<TableView>>,
    progress: RwSignal<PassProgress>,
    /// When the last pass that read everything ended.
    complete: RwSignal<Option<Moment>>,
    failures: RwSignal<Vec<ReadFailure>>,
    lease: StoredValue<Lease>,
    said_at: StoredValue<i64>,
    /// When it is tried again after a failure as a whole, if it is by itself, and how many there were.
    retry: StoredValue<(Option<i64>, u32)>,
    /// Whether the next pass is to come at once.
    is_due: StoredValue<bool>,
    projects: StoredValue<HashMap<String, Project>>,
    last_read: StoredValue<HashMap<String, i64>>,
    gathered: Gathered,
    /// When the latest pass began in which everything was read.
    complete_since: StoredValue<Option<Moment>>,
    /// Takes in what other pages tell, from when the part that does so is there.
    listener: StoredValue<Option<Listener>>,
    looks: LooksAhead,
}

/// Takes in what another page tells.
type Listener = fn(Live, &str);

impl Live {
    /// Nothing is read before [`begin`](Self::begin).
    pub fn new(host: &HostConfig, tasks: Tasks, oms: Oms, runner: Runner) -> Self {
        Self {
            oms,
            lookups: Lookups::new(tasks, runner),
            manager: StoredValue::new(host.cluster_manager.as_ref().map(|base| base.as_str().to_owned())),
            tasks,
            runner,
            view: StoredValue::new(None),
            progress: RwSignal::new(PassProgress::default()),
            complete: RwSignal::new(None),
            failures: RwSignal::new(Vec::new()),
            lease: StoredValue::new(Lease::new(clock::unique())),
            said_at: StoredValue::new(0),
            retry: StoredValue::new((None, 0)),
            is_due: StoredValue::new(true),
            projects: StoredValue::new(HashMap::new()),
            last_read: StoredValue::new(HashMap::new()),
            gathered: Gathered::new(),
            complete_since: StoredValue::new(None),
            listener: StoredValue::new(None),
            looks: LooksAhead::new(tasks, runner),
        }
    }

    /// Returns how far the pass is.
    pub fn progress(self) -> PassProgress {
        self.progress.get()
    }

    /// Returns when everything was read last.
    pub fn complete(self) -> Option<Moment> {
        self.complete.get()
    }

    /// Returns what could not be read in the last pass.
    pub fn failures(self) -> Vec<ReadFailure> {
        self.failures.get()
    }

    /// Reads for as long as the page stays. Comes with the part that loads later.
    pub fn begin(self, view: TableView) {
        if !self.oms.is_wanted() {
            return;
        }
        leaving::on_hidden(move || self.leave());
        self.view.set_value(Some(view));
        self.listener.set_value(Some(Self::take_in));
        self.looks.follow();
        tell(&LiveNews::Asks);
        spawn_local(async move { self.read_in_turn().await });
    }

    /// Hears what another page tells. Before [`begin`](Self::begin), nobody listens; it asks for all of it then.
    pub fn hear(self, text: &str) {
        if let Some(listener) = self.listener.get_value() {
            listener(self, text);
        }
    }

    fn take_in(self, text: &str) {
        let Some(news) = LiveNews::from_text(text) else { return };
        match news {
            LiveNews::Reads(page) => {
                self.lease.update_value(|lease| lease.hear(&page, steady()));
                // Somebody has signed in there, or it works again.
                if self.oms.waits_for_person() {
                    self.oms.set_standing(LiveStanding::Elsewhere);
                }
            }
            LiveNews::Leaves(page) => self.lease.update_value(|lease| lease.leave(&page)),
            LiveNews::Asks => {
                self.said_at.set_value(0);
                self.looks.tell();
                if self.reads_here() {
                    spawn_local(async move { self.tell_all().await });
                }
            }
            LiveNews::Look(reason) => self.looks.begin(reason),
            LiveNews::Settled(run) => drop(runner::take_settled(&self.runner, &run)),
            LiveNews::Unsettled(run, at, observation) => self.lookups.see(run, at, observation),
            read => self.apply(read),
        }
    }

    /// Takes in what was read here, and tells it to the other pages.
    fn publish(self, read: LiveNews) {
        tell(&read);
        self.apply(read);
    }

    /// Takes in what was read, here or by another page.
    fn apply(self, read: LiveNews) {
        match read {
            LiveNews::Seen { tasks, whole } => self.tasks.see(tasks, &whole),
            LiveNews::Stale(projects) => self.tasks.set_stale(&projects),
            LiveNews::Lost => self.tasks.set_all_stale(),
            LiveNews::Complete(begun) => {
                self.complete_since.set_value(Some(begun));
                self.tasks.set_missing(begun);
            }
            LiveNews::Ended(failures) => {
                self.tasks.note_not_found();
                self.failures.set(failures);
                self.complete.set(Some(clock::now()));
            }
            // Said by the page that reads of itself, not of what it read.
            _ => {}
        }
    }

    /// Returns whether this page reads for the browser's others.
    fn reads_here(self) -> bool {
        matches!(self.oms.standing_untracked(), LiveStanding::Reading | LiveStanding::Resting)
    }

    /// Tells a page that was opened what OMS is known to say.
    async fn tell_all(self) {
        let mut told = 0;
        for ProjectTasks { tasks, whole } in self.tasks.with_untracked(Inventory::readings) {
            told += tasks.len();
            tell(&LiveNews::Seen { tasks, whole: whole.into_iter().collect() });
            if told >= TOLD_AT_A_TIME {
                told = 0;
                pause(Duration::ZERO).await;
            }
        }
        if let Some(begun) = self.complete_since.get_value() {
            tell(&LiveNews::Complete(begun));
        }
        if self.complete.get_untracked().is_some() {
            tell(&LiveNews::Ended(self.failures.get_untracked()));
        }
    }

    /// Reads everything again, now.
    pub fn try_again(self) {
        self.is_due.set_value(true);
        self.oms.set_standing(LiveStanding::NotBegun);
    }

    /// Reads the components of a project now, asked for at a moment, and takes what they say of tasks into this page's
    /// list. Other pages are not told: each that shows the same would read again because of it.
    ///
    /// # Errors
    /// Why they could not be read.
    pub async fn look_at(self, id: &str, at: Moment) -> Result<Components, ReadError> {
        let components = self.oms.read_project(id).await?;
        let manager = self.manager.get_value();
        if let Some(project) = self.tasks.with_untracked(|inventory| inventory.project(id)) {
            let whole = components.odd.is_empty().then(|| (id.to_owned(), at));
            self.tasks.see(seen_of_project(&project, &components, at, manager.as_deref()), whole.as_slice());
        }
        Ok(components)
    }
}
