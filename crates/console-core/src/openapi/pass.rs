//! The plan of a pass, which reads all projects and then the components of each.
//!
//! The caller sends what [`Pass::next`] says and hands in what came of it. Times are milliseconds of a clock that is
//! never set.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::envelope::ReadError;
use super::project::ProjectPage;
use super::request::ReadRequest;

/// A set of numbers that say how a pass goes about its reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassSettings {
    /// The most reads at a time.
    pub concurrency: usize,
    /// The most attempts at a read.
    pub attempts: u32,
    /// The most repeated reads of the whole pass.
    pub repeats: u32,
    /// The longest pause before the second attempt, in milliseconds. It doubles with each further one.
    pub first_pause: i64,
    /// The longest pause before any attempt, in milliseconds.
    pub longest_pause: i64,
}

/// A pass that is under way.
#[derive(Clone, Debug)]
pub struct Pass {
    settings: PassSettings,
    /// When the components of each project were read last, before this pass.
    last_read: HashMap<String, i64>,
    in_viewport: HashSet<String>,
    /// How many reads are out that are not of this pass.
    beside: usize,
    /// The page that is read next.
    page: u32,
    list: ReadStanding,
    /// Whether a row of the list could not be read, which may be any project.
    has_odd_row: bool,
    /// In the order of the list.
    projects: Vec<ListedProject>,
    places: HashMap<String, usize>,
    repeats_left: u32,
    stopped_by: Option<ReadError>,
}

/// A step that reading takes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextRead {
    /// Send this, and hand in what comes of it.
    Send(ReadRequest),
    /// Wait for an answer, or for this time, if any.
    Wait {
        /// The time at which a failed read is due again.
        until: Option<i64>,
    },
    /// Nothing more.
    Over(PassEnd),
}

/// An end that a pass can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassEnd {
    /// Everything was read. A project that was not listed is gone, or was created meanwhile.
    Complete,
    /// Some reads failed for good.
    WithFailures,
    /// A failure that concerns every read stopped it.
    Stopped,
}

/// A progress that a pass has made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PassProgress {
    /// How many projects are known so far.
    pub listed: usize,
    /// Whether these are all.
    pub is_list_complete: bool,
    /// Of how many the components are read.
    pub read: usize,
    /// Of how many they could not be read.
    pub failed: usize,
}

/// A read that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadFailure {
    /// The read.
    pub request: ReadRequest,
    /// How many times it was sent.
    pub attempts: u32,
    /// Why it failed last.
    pub error: ReadError,
    /// Whether it is not tried again in this pass.
    pub is_final: bool,
}

impl ReadFailure {
    /// Returns whether it is the list of projects that could not be read to its end.
    pub fn is_of_list(&self) -> bool {
        matches!(self.request, ReadRequest::Projects { .. })
    }
}

#[derive(Clone, Debug)]
struct ListedProject {
    id: String,
    components: ReadStanding,
}

/// A status that a read can have.
#[derive(Clone, Debug, Default)]
struct ReadStanding {
    state: RequestState,
    /// How many times it failed.
    failures: u32,
    error: Option<ReadError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RequestState {
    /// It may be sent from this time on.
    Due(i64),
    Out,
    Done,
    Failed,
}

/// No OMS has as many pages. A host that ignores the page's number must not keep a pass going.
const LAST_PAGE: u32 = 200;

impl Default for PassSettings {
    fn default() -> Self {
        Self { concurrency: 4, attempts: 4, repeats: 60, first_pause: 1_000, longest_pause: 30_000 }
    }
}

impl Default for RequestState {
    fn default() -> Self {
        Self::Due(i64::MIN)
    }
}

impl Pass {
    /// Begins a pass, given when the components of each project were read last.
    pub fn new(settings: PassSettings, last_read: HashMap<String, i64>) -> Self {
        Self {
            settings,
            last_read,
            in_viewport: HashSet::new(),
            beside: 0,
            page: 1,
            list: ReadStanding::default(),
            has_odd_row: false,
            projects: Vec::new(),
            places: HashMap::new(),
            repeats_left: settings.repeats,
            stopped_by: None,
        }
    }

    /// Sets the projects that are on the screen, which are read before others.
    pub fn set_in_viewport(&mut self, ids: impl IntoIterator<Item = String>) {
        self.in_viewport = ids.into_iter().collect();
    }

    /// Sets how many reads are out that are not of this pass. They take their share of the concurrency.
    pub fn set_beside(&mut self, beside: usize) {
        self.beside = beside;
    }

    /// Returns what to do now. A read that it says to send counts as sent.
    pub fn next(&mut self, now: i64) -> NextRead {
        if self.stopped_by.is_some() {
            return NextRead::Over(PassEnd::Stopped);
        }
        let out = self.standings().filter(|standing| standing.state == RequestState::Out).count();
        if out + self.beside >= self.settings.concurrency.max(1) {
            return NextRead::Wait { until: None };
        }
        // The list goes on while components are read, one page after the other.
        if self.list.is_due(now) {
            self.list.state = RequestState::Out;
            return NextRead::Send(ReadRequest::Projects { page: self.page });
        }
        if let Some(place) = self.next_project(now) {
            let project = &mut self.projects[place];
            project.components.state = RequestState::Out;
            return NextRead::Send(ReadRequest::Components { id: project.id.clone() });
        }
        let until = self.standings().filter_map(ReadStanding::due).min();
        if out > 0 || until.is_some() {
            NextRead::Wait { until }
        } else if self.standings().any(|standing| standing.state == RequestState::Failed) {
            NextRead::Over(PassEnd::WithFailures)
        } else {
            NextRead::Over(PassEnd::Complete)
        }
    }

    /// Takes the page that was sent for. `jitter` is a random number from 0 to 1.
    pub fn take_page(&mut self, page: Result<&ProjectPage, ReadError>, now: i64, jitter: f64) {
        if self.list.state != RequestState::Out {
            return;
        }
        let page = match page {
            Ok(page) => page,
            Err(error) => return self.fail(None, error, now, jitter),
        };
        let before = self.projects.len();
        for project in &page.projects {
            // A row that shifted to the next page while pages were read comes twice.
            self.places.entry(project.id.clone()).or_insert_with(|| {
                self.projects
                    .push(ListedProject { id: project.id.clone(), components: ReadStanding::default() });
                self.projects.len() - 1
            });
        }
        self.has_odd_row |= !page.odd.is_empty();
        let has_news = self.projects.len() > before || !page.odd.is_empty();
        self.list = ReadStanding::default();
        if page.is_last || !has_news || self.page >= LAST_PAGE {
            self.list.state = RequestState::Done;
        }
        self.page += 1;
    }

    /// Takes what came of reading the components of a project. `jitter` is a random number from 0 to 1.
    pub fn take_components(&mut self, id: &str, result: Result<(), ReadError>, now: i64, jitter: f64) {
        let Some(place) = self.places.get(id).copied() else { return };
        let standing = &mut self.projects[place].components;
        if standing.state != RequestState::Out {
            return;
        }
        match result {
            Ok(()) => *standing = ReadStanding { state: RequestState::Done, ..ReadStanding::default() },
            Err(error) => self.fail(Some(place), error, now, jitter),
        }
    }

    /// Returns how far the pass is.
    pub fn progress(&self) -> PassProgress {
        let count = |state| self.projects.iter().filter(|project| project.components.state == state).count();
        PassProgress {
            listed: self.projects.len(),
            is_list_complete: self.list.state == RequestState::Done,
            read: count(RequestState::Done),
            failed: count(RequestState::Failed),
        }
    }

    /// Returns the reads that failed and did not succeed since.
    pub fn failures(&self) -> impl Iterator<Item = ReadFailure> {
        let list = (ReadRequest::Projects { page: self.page }, &self.list);
        let request = |project: &ListedProject| ReadRequest::Components { id: project.id.clone() };
        let components = self.projects.iter().map(move |project| (request(project), &project.components));
        [list].into_iter().chain(components).filter_map(|(request, standing)| {
            let is_final = standing.state == RequestState::Failed;
            Some(ReadFailure {
                request,
                attempts: standing.failures,
                error: standing.error.clone()?,
                is_final,
            })
        })
    }

    /// Returns the ids of the projects that are listed so far, in the order of the list.
    pub fn listed(&self) -> impl Iterator<Item = &str> {
        self.projects.iter().map(|project| project.id.as_str())
    }

    /// Returns the projects of which a read failed, given all that are known: where the list itself could not be read to
    /// its end, those that it did not name, too.
    pub fn not_read<'a>(&'a self, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let failed = self.projects.iter().filter(|project| project.components.state == RequestState::Failed);
        let mut ids: Vec<_> = failed.map(|project| project.id.clone()).collect();
        if self.list.state == RequestState::Failed {
            let unlisted = known.into_iter().filter(|id| !self.places.contains_key(*id));
            ids.extend(unlisted.map(str::to_owned));
        }
        ids
    }

    /// Returns the projects that OMS does not list any more, given all that are known: none as long as the list was not
    /// read to its end, or had a row that could not be read.
    pub fn vanished<'a>(&'a self, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        if self.list.state != RequestState::Done || self.has_odd_row {
            return Vec::new();
        }
        let unlisted = known.into_iter().filter(|id| !self.places.contains_key(*id));
        unlisted.map(str::to_owned).collect()
    }

    /// Returns the failure that stopped the pass.
    pub fn stopped_by(&self) -> Option<&ReadError> {
        self.stopped_by.as_ref()
    }

    fn standings(&self) -> impl Iterator<Item = &ReadStanding> {
        [&self.list].into_iter().chain(self.projects.iter().map(|project| &project.components))
    }

    /// Returns the project to read next: those in the viewport first, then those never read, then the oldest read.
    fn next_project(&self, now: i64) -> Option<usize> {
        let due = self.projects.iter().enumerate().filter(|(_, project)| project.components.is_due(now));
        let urgency = |project: &ListedProject| {
            (!self.in_viewport.contains(&project.id), self.last_read.get(&project.id).copied())
        };
        due.min_by_key(|(place, project)| (urgency(project), *place)).map(|(place, _)| place)
    }

    /// Notes a failure of the list, or of the project at a place, and when it is tried again.
    fn fail(&mut self, place: Option<usize>, error: ReadError, now: i64, jitter: f64) {
        if error.concerns_all() {
            self.stopped_by.get_or_insert_with(|| error.clone());
        }
        let settings = self.settings;
        let standing = match place {
            Some(place) => &mut self.projects[place].components,
            None => &mut self.list,
        };
        standing.failures += 1;
        let is_tried_again =
            error.may_pass() && standing.failures < settings.attempts && self.repeats_left > 0;
        standing.state = if is_tried_again {
            self.repeats_left -= 1;
            RequestState::Due(now.saturating_add(settings.pause(standing.failures, jitter)))
        } else {
            RequestState::Failed
        };
        standing.error = Some(error);
    }
}

/// Returns how long to wait before everything is tried again that failed as a whole, in milliseconds, given how many
/// times it had failed before.
pub fn retry_pause(failures: u32) -> i64 {
    const FIRST: i64 = 15_000;
    const LONGEST: i64 = 300_000;
    FIRST.saturating_mul(1 << failures.min(10)).min(LONGEST)
}

impl PassSettings {
    /// Returns the pause after so many failures: half to all of one that doubles each time.
    fn pause(self, failures: u32, jitter: f64) -> i64 {
        let doubled = self.first_pause.saturating_mul(1 << (failures - 1).min(20)).min(self.longest_pause);
        let share = 0.5 + jitter.clamp(0.0, 1.0) / 2.0;
        (doubled as f64 * share) as i64
    }
}

impl ReadStanding {
    fn due(&self) -> Option<i64> {
        match self.state {
            RequestState::Due(at) => Some(at),
            _ => None,
        }
    }

    fn is_due(&self, now: i64) -> bool {
        self.due().is_some_and(|at| at <= now)
    }
}
