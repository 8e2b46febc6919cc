//! What OMS knows of the tasks: read again and again by one of the browser's pages, and told to the others.
//!
//! Only documented reads are sent. The credentials of a person who signed in stay in this page's memory.

use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use browser::fetch::{self, Outgoing};
use browser::patience::{pause, within};
use browser::{clock, leaving, spawn_local};
use console_core::domain::call::{GUARD_HEADER, JSON_HEADER};
use console_core::domain::inventory::SeenTask;
use console_core::domain::operation::OperationKind;
use console_core::domain::outcome::Reply;
use console_core::domain::run::{Moment, Run};
use console_core::domain::task_name::TaskName;
use console_core::interchange::deployment::{HostConfig, OpenApi};
use console_core::openapi::{
    AUTHORIZATION, Answer, Components, Connector, Lease, LiveNews, NextRead, PageReader, Pass, PassEnd,
    PassProgress, PassSettings, Project, ProjectPage, ReadError, ReadFailure, ReadRequest, SAY_AGAIN,
    basic_authorization, retry_pause, seen_tasks,
};
use console_core::runner;
use console_core::time::EpochSeconds;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use leptos::prelude::*;

use super::live_news::tell;
use super::lookups::Lookups;
use super::runner::Runner;
use super::settings::Settings;
use super::tasks::Tasks;
use super::view::View;

/// How often it is looked whether there is something to do, in milliseconds.
const STEP: u64 = 500;
/// How much longer than a pass the pause behind it is at least: reads must not keep OMS busy.
const PAUSE_SHARE: i64 = 3;
/// How long answers are gathered before the list takes them in, in milliseconds: each time, the whole list is counted and
/// drawn anew.
const GATHERED_FOR: i64 = 150;
/// The most tasks that are gathered.
const GATHERED: usize = 100;
/// How many projects are read from a page before the browser may do something else.
const PIECE: usize = 10;
/// When a project is read after an operation, in milliseconds: OMS may take 20 s to notice what was done.
const AFTER_OPERATION: [i64; 5] = [1_000, 5_000, 12_000, 22_000, 27_000];

/// When the project of a task that was pulled back is read beyond that.
const AFTER_PULL_BACK: [i64; 8] = [40_000, 60_000, 80_000, 100_000, 120_000, 180_000, 240_000, 300_000];
/// How long a pull-back waits for the checkpoint before it goes on without.
const CHECKPOINT_PATIENCE: Duration = Duration::from_secs(4);

/// How the reading stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiveStanding {
    /// The deployment does not want it.
    Off,
    /// Nothing was read yet.
    NotBegun,
    /// A pass is under way.
    Reading,
    /// Everything was read; the next pass comes by itself.
    Resting,
    /// Another page of this browser reads, and tells what it finds.
    Elsewhere,
    /// The page is out of sight.
    Paused,
    /// OMS wants to know who reads.
    SignIn {
        /// Whether it takes the user and password no more with which somebody signed in here.
        has_expired: bool,
    },
    /// The reads are not there, or nobody may use them.
    Unavailable(ReadError),
}

/// The store of what OMS knows. A handle.
#[derive(Clone, Copy)]
pub struct Live {
    api: StoredValue<OpenApi>,
    /// The address of the host's connector manager, where the deployment tells it.
    manager: StoredValue<Option<String>>,
    tasks: Tasks,
    settings: Settings,
    /// What the table shows: the projects on the screen are read first.
    view: StoredValue<Option<View>>,
    standing: RwSignal<LiveStanding>,
    progress: RwSignal<PassProgress>,
    /// When the last pass that read everything ended.
    complete: RwSignal<Option<Moment>>,
    failures: RwSignal<Vec<ReadFailure>>,
    /// The user who signed in.
    user: RwSignal<Option<String>>,
    /// The header that the user's name and password make.
    authorization: StoredValue<Option<String>>,
    lease: StoredValue<Lease>,
    said_at: StoredValue<i64>,
    /// When it is tried again after a failure as a whole, if it is by itself, and how many there were.
    retry: StoredValue<(Option<i64>, u32)>,
    /// Whether the next pass is to come at once.
    is_due: StoredValue<bool>,
    projects: StoredValue<HashMap<String, Project>>,
    last_read: StoredValue<HashMap<String, i64>>,
    /// What was read and is not in the list yet.
    gathered: StoredValue<Vec<SeenTask>>,
    /// When the list took in last what was gathered.
    shown_at: StoredValue<i64>,
    /// Takes in what other pages tell, from when the part that does so is there.
    listener: StoredValue<Option<Listener>>,
    /// What is known of runs whose outcome is unknown.
    pub lookups: Lookups,
    /// What carries runs out, from when the reading has begun.
    runner: StoredValue<Option<Runner>>,
    /// The projects that are read soon because something was done to their tasks, and when.
    looks: StoredValue<Vec<(i64, String)>>,
}

/// Takes in what another page tells.
type Listener = fn(Live, &str);

/// Why a page stops reading.
enum Stop {
    /// The page is out of sight, or another one reads.
    NotHere,
    /// A failure that goes for every read.
    Failure(ReadError),
}

impl Live {
    /// Nothing is read before [`begin`](Self::begin).
    pub fn new(host: &HostConfig, tasks: Tasks, settings: Settings) -> Self {
        let api = &host.open_api;
        let standing = if api.read { LiveStanding::NotBegun } else { LiveStanding::Off };
        Self {
            api: StoredValue::new(api.clone()),
            manager: StoredValue::new(host.cluster_manager.as_ref().map(|base| base.as_str().to_owned())),
            tasks,
            settings,
            view: StoredValue::new(None),
            standing: RwSignal::new(standing),
            progress: RwSignal::new(PassProgress::default()),
            complete: RwSignal::new(None),
            failures: RwSignal::new(Vec::new()),
            user: RwSignal::new(None),
            authorization: StoredValue::new(None),
            lease: StoredValue::new(Lease::new(clock::unique())),
            said_at: StoredValue::new(0),
            retry: StoredValue::new((None, 0)),
            is_due: StoredValue::new(true),
            projects: StoredValue::new(HashMap::new()),
            last_read: StoredValue::new(HashMap::new()),
            gathered: StoredValue::new(Vec::new()),
            shown_at: StoredValue::new(i64::MIN),
            listener: StoredValue::new(None),
            lookups: Lookups::new(tasks),
            runner: StoredValue::new(None),
            looks: StoredValue::new(Vec::new()),
        }
    }

    /// Whether the deployment wants it.
    pub fn is_wanted(self) -> bool {
        self.api.with_value(|api| api.read)
    }

    /// How the reading stands, followed.
    pub fn standing(self) -> LiveStanding {
        self.standing.get()
    }

    /// Whether what OMS knows is read, here or by another page; followed.
    pub fn reads(self) -> bool {
        matches!(
            self.standing.get(),
            LiveStanding::Reading | LiveStanding::Resting | LiveStanding::Elsewhere | LiveStanding::Paused
        )
    }

    /// How far the pass is, followed.
    pub fn progress(self) -> PassProgress {
        self.progress.get()
    }

    /// When everything was read last, followed.
    pub fn complete(self) -> Option<Moment> {
        self.complete.get()
    }

    /// What could not be read in the last pass, followed.
    pub fn failures(self) -> Vec<ReadFailure> {
        self.failures.get()
    }

    /// Who signed in here, followed.
    pub fn user(self) -> Option<String> {
        self.user.get()
    }

    /// Reads for as long as the page stays. Comes with the part that loads later.
    pub fn begin(self, runner: Runner, view: View) {
        if !self.is_wanted() {
            return;
        }
        leaving::on_hidden(move || {
            if leaving::is_hidden() {
                self.leave();
            }
        });
        self.view.set_value(Some(view));
        self.listener.set_value(Some(Self::take_in));
        self.runner.set_value(Some(runner));
        runner.read_checkpoints_with(Rc::new(move |task| Box::pin(self.checkpoint(task))));
        self.look_after_operations(runner);
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
                if self.waits_for_person() {
                    self.set_standing(LiveStanding::Elsewhere);
                }
            }
            LiveNews::Leaves(page) => self.lease.update_value(|lease| lease.leave(&page)),
            LiveNews::Asks => {
                self.said_at.set_value(0);
                self.is_due.set_value(true);
            }
            LiveNews::Look(project) => self.look_soon(&project, false),
            LiveNews::Watch(project) => self.look_soon(&project, true),
            LiveNews::Seen(seen) => self.tasks.see(seen),
            LiveNews::Stale(project) => self.tasks.set_stale(&project),
            LiveNews::Lost => self.tasks.set_all_stale(),
            LiveNews::Complete(begun) => {
                self.tasks.set_missing(begun);
                self.complete.set(Some(clock::now()));
            }
            LiveNews::Settled(run) => {
                if let Some(runner) = self.runner.get_value() {
                    let _ = runner::take_settled(&runner, &run);
                }
            }
            LiveNews::Unsettled(run, at, sight) => self.lookups.see(run, at, sight),
        }
    }

    /// Tries a user name and a password, and keeps them in memory if OMS takes them.
    ///
    /// # Errors
    /// Why OMS did not take them.
    pub async fn sign_in(self, user: &str, password: &str) -> Result<(), ReadError> {
        let encoded = fetch::base64(&format!("{user}:{password}")).ok_or(ReadError::Unauthorized)?;
        let header = basic_authorization(&encoded);
        let reply = self.ask(&ReadRequest::Projects { page: 1 }, Some(header.clone())).await;
        Answer::read(&reply)?;
        self.authorization.set_value(Some(header));
        self.user.set(Some(user.to_owned()));
        self.try_again();
        Ok(())
    }

    /// Forgets the user name and the password.
    pub fn sign_out(self) {
        self.authorization.set_value(None);
        self.user.set(None);
        self.standing.set(LiveStanding::SignIn { has_expired: false });
    }

    /// Reads everything anew, now.
    pub fn try_again(self) {
        self.is_due.set_value(true);
        self.standing.set(LiveStanding::NotBegun);
    }

    /// Reads the components of a project now.
    ///
    /// # Errors
    /// Why they could not be read.
    pub async fn read_project(self, id: &str) -> Result<Components, ReadError> {
        self.read_now(&ReadRequest::Components { id: id.to_owned() }, Components::read).await?
    }

    /// Sends a read now, and returns what is made of its answer.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn read_now<T>(
        self,
        request: &ReadRequest,
        read: impl FnOnce(&Answer<'_>) -> T,
    ) -> Result<T, ReadError> {
        let reply = self.ask(request, self.authorization.get_value()).await;
        Ok(read(&Answer::read(&reply)?))
    }

    /// Returns the keys that a task's checkpoint must have, as its configuration tells them now; none where that cannot
    /// be read.
    pub async fn checkpoint_keys(self, task: &TaskName) -> Vec<String> {
        let Some(project) = self.project_of(task) else { return Vec::new() };
        let components = self.read_project(&project).await.unwrap_or_default();
        let own = components.connectors.iter().find(|connector| connector.name == *task);
        own.map(Connector::checkpoint_keys).unwrap_or_default()
    }

    /// Returns a task's checkpoint as it is now; nothing where OMS is not read, or nothing within where that fails.
    async fn checkpoint(self, task: TaskName) -> Option<Option<EpochSeconds>> {
        if self.waits_for_person() {
            return None;
        }
        let project = self.project_of(&task)?;
        let read = within(CHECKPOINT_PATIENCE, self.read_project(&project)).await;
        let components = read.and_then(Result::ok).unwrap_or_default();
        let own = components.connectors.iter().find(|connector| connector.name == task);
        Some(own.and_then(|own| own.checkpoint))
    }

    fn project_of(self, task: &TaskName) -> Option<String> {
        self.tasks.with_untracked(|inventory| inventory.get(task)?.project_id().map(str::to_owned))
    }

    /// Has a task's project read soon, again and again until OMS must have noticed what was done.
    fn look_at(self, run: &Run) {
        let Some(project) = self.project_of(&run.task) else { return };
        let is_watched = run.kind == OperationKind::PullBack && run.is_over();
        self.look_soon(&project, is_watched);
        tell(&if is_watched { LiveNews::Watch(project) } else { LiveNews::Look(project) });
    }

    fn look_soon(self, project: &str, is_watched: bool) {
        let now = steady();
        let further = AFTER_PULL_BACK.iter().filter(|_| is_watched);
        let times = AFTER_OPERATION.iter().chain(further);
        self.looks.update_value(|looks| {
            looks.retain(|(_, known)| known != project);
            looks.extend(times.map(|after| (now + after, project.to_owned())));
        });
    }

    /// Looks at the project of every task whose run was answered.
    fn look_after_operations(self, runner: Runner) {
        const FOLLOWED: usize = 32;
        let answers = |run: &Run| {
            run.steps.iter().flat_map(|step| &step.tries).filter(|sent| sent.reply.is_some()).count()
        };
        Effect::new(move |before: Option<HashMap<String, usize>>| {
            let before = before.unwrap_or_default();
            let runs = [runner.recent(FOLLOWED), runner.undecided(), runner.lost()].concat();
            for run in runs.iter().filter(|run| answers(run) > before.get(&run.id.0).copied().unwrap_or(0)) {
                untrack(|| self.look_at(run));
            }
            runs.iter().map(|run| (run.id.0.clone(), answers(run))).collect()
        });
    }

    async fn read_in_turn(self) {
        // A page that reads already says so first.
        pause(Duration::from_millis(STEP)).await;
        loop {
            if self.waits_for_person() && !self.is_retry_due() {
                // Nothing is to be done now.
            } else if leaving::is_hidden() {
                self.set_standing(LiveStanding::Paused);
            } else if !self.lease.with_value(|lease| lease.is_free(steady())) {
                self.set_standing(LiveStanding::Elsewhere);
            } else {
                let stop = self.read_here().await;
                if let Stop::Failure(_) = &stop {
                    self.tasks.set_all_stale();
                    tell(&LiveNews::Lost);
                }
                self.leave();
                match stop {
                    Stop::NotHere => {}
                    Stop::Failure(ReadError::Unauthorized | ReadError::SignInPage) => {
                        self.retry.set_value((None, 0));
                        let has_expired = self.user.get_untracked().is_some();
                        self.authorization.set_value(None);
                        self.user.set(None);
                        self.set_standing(LiveStanding::SignIn { has_expired });
                    }
                    Stop::Failure(error) => {
                        self.plan_retry(&error);
                        self.set_standing(LiveStanding::Unavailable(error));
                    }
                }
            }
            pause(Duration::from_millis(STEP)).await;
        }
    }

    /// Whether a failure of all reads ended them, so that a person may have to do something.
    fn waits_for_person(self) -> bool {
        let standing = self.standing.get_untracked();
        matches!(standing, LiveStanding::SignIn { .. } | LiveStanding::Unavailable(_))
    }

    fn is_retry_due(self) -> bool {
        self.retry.get_value().0.is_some_and(|at| at <= steady())
    }

    /// Plans when what failed as a whole is tried again, if it may pass by itself.
    fn plan_retry(self, error: &ReadError) {
        self.retry.update_value(|(at, failures)| {
            *at = error.may_pass().then(|| steady() + retry_pause(*failures));
            *failures += 1;
        });
    }

    /// Reads pass after pass.
    async fn read_here(self) -> Stop {
        let shortest = self.api.with_value(|api| i64::from(api.interval_seconds) * 1_000);
        loop {
            self.is_due.set_value(false);
            self.set_standing(LiveStanding::Reading);
            let begun = steady();
            if let Err(stop) = self.read_everything().await {
                self.show_gathered();
                return stop;
            }
            self.set_standing(LiveStanding::Resting);
            self.retry.set_value((None, 0));
            let ended = steady();
            let pause_until = ended + shortest.max(PAUSE_SHARE * (ended - begun));
            while steady() < pause_until && !self.is_due.get_value() {
                if !self.goes_on() {
                    return Stop::NotHere;
                }
                self.read_looks().await;
                pause(Duration::from_millis(STEP)).await;
            }
        }
    }

    async fn read_everything(self) -> Result<(), Stop> {
        let begun = clock::now();
        self.find_doubts().await;
        let mut pass = Pass::new(PassSettings::default(), self.last_read.get_value());
        let mut out = FuturesUnordered::new();
        let mut has_odd = false;
        let end = loop {
            if !self.goes_on() {
                return Err(Stop::NotHere);
            }
            self.read_looks().await;
            let in_sight = self.view.get_value().map(View::projects_in_sight);
            pass.set_in_sight(in_sight.unwrap_or_default());
            let until = match pass.next(steady()) {
                NextRead::Over(end) => break end,
                NextRead::Send(request) => {
                    out.push(async move {
                        let reply = self.ask(&request, self.authorization.get_value()).await;
                        (request, reply)
                    });
                    continue;
                }
                NextRead::Wait { until } => until,
            };
            if self.is_showing_due() {
                // Neither with the answer before nor with the next one in a single task of the browser.
                pause(Duration::ZERO).await;
                self.show_gathered();
                pause(Duration::ZERO).await;
                self.progress.set(pass.progress());
            }
            let shown_at = self.gathered.with_value(|gathered| !gathered.is_empty()).then(|| self.due_at());
            let soonest = until.into_iter().chain(shown_at).min();
            let step =
                soonest.map_or(STEP, |soonest| u64::try_from(soonest - steady()).unwrap_or(0).clamp(1, STEP));
            let step = Duration::from_millis(step);
            if out.is_empty() {
                pause(step).await;
            } else if let Some(Some((request, reply))) = within(step, out.next()).await {
                has_odd |= self.take(&mut pass, &request, &reply).await;
            }
        };
        self.finish(&pass, end, begun, has_odd)
    }

    /// Takes in an answer. Returns whether there was something in it that could not be read.
    async fn take(self, pass: &mut Pass, request: &ReadRequest, reply: &Reply) -> bool {
        let (now, jitter) = (steady(), clock::random());
        match request {
            ReadRequest::Components { id } => {
                let read = self.see(id, reply);
                let has_odd = read.as_ref().is_ok_and(|has_odd| *has_odd);
                pass.take_components(id, read.map(drop), now, jitter);
                has_odd
            }
            _ => {
                let page = match Answer::read(reply) {
                    Ok(answer) => Ok(read_in_pieces(&answer).await),
                    Err(error) => Err(error),
                };
                let has_odd = page.as_ref().is_ok_and(|page| !page.odd.is_empty());
                if let Ok(page) = &page {
                    let projects = page.projects.iter().map(|project| (project.id.clone(), project.clone()));
                    self.projects.update_value(|known| known.extend(projects));
                }
                pass.take_page(page.as_ref().map_err(Clone::clone), now, jitter);
                self.progress.set(pass.progress());
                has_odd
            }
        }
    }

    /// Takes in what an answer says of a project's tasks, and tells other pages. Returns whether something in it could
    /// not be read.
    fn see(self, id: &str, reply: &Reply) -> Result<bool, ReadError> {
        let components = Components::read(&Answer::read(reply)?)?;
        let now = clock::now();
        let seen = self.projects.with_value(|projects| {
            let manager = self.manager.get_value();
            let seen = |project| seen_tasks(project, &components, now, manager.as_deref());
            projects.get(id).map(seen).unwrap_or_default()
        });
        self.last_read.update_value(|last_read| {
            last_read.insert(id.to_owned(), steady());
        });
        self.gathered.update_value(|gathered| gathered.extend(seen));
        if self.lookups.asks() {
            // What settles a run follows what was read, here as in other pages.
            self.show_gathered();
            if let Some(runner) = self.runner.get_value() {
                self.lookups.take(runner, id, &components, now);
            }
        }
        Ok(!components.odd.is_empty())
    }

    /// Returns when the list takes in what is gathered.
    fn due_at(self) -> i64 {
        self.shown_at.get_value().saturating_add(GATHERED_FOR)
    }

    fn is_showing_due(self) -> bool {
        let gathered = self.gathered.with_value(Vec::len);
        gathered > 0 && (gathered >= GATHERED || self.due_at() <= steady())
    }

    /// Takes what was gathered into the list, and tells other pages.
    fn show_gathered(self) {
        let seen = self.gathered.try_update_value(std::mem::take).unwrap_or_default();
        if !seen.is_empty() {
            self.shown_at.set_value(steady());
            tell(&LiveNews::Seen(seen.clone()));
            self.tasks.see(seen);
        }
    }

    fn finish(self, pass: &Pass, end: PassEnd, begun: Moment, has_odd: bool) -> Result<(), Stop> {
        self.show_gathered();
        self.progress.set(pass.progress());
        if let Some(error) = pass.stopped_by() {
            return Err(Stop::Failure(error.clone()));
        }
        let failures: Vec<_> = pass.failures().filter(|failure| failure.is_final).collect();
        let of_list = failures.iter().find(|failure| matches!(failure.request, ReadRequest::Projects { .. }));
        if let Some(failure) = of_list.filter(|_| pass.progress().listed == 0) {
            return Err(Stop::Failure(failure.error.clone()));
        }
        for failure in &failures {
            if let ReadRequest::Components { id } = &failure.request {
                self.tasks.set_stale(id);
                tell(&LiveNews::Stale(id.clone()));
            }
        }
        // What could not be read may be what is missed.
        if end == PassEnd::Complete && !has_odd {
            self.tasks.set_missing(begun);
            tell(&LiveNews::Complete(begun));
            if let Some(runner) = self.runner.get_value() {
                let was_there = |id: &str| self.projects.with_value(|known| known.contains_key(id));
                let is_gone = |id: &str| was_there(id) && !pass.listed().any(|listed| listed == id);
                self.lookups.take_complete(runner, begun, is_gone);
            }
        }
        self.failures.set(failures);
        self.complete.set(Some(clock::now()));
        Ok(())
    }

    /// Reads the projects that are due because something was done.
    async fn read_looks(self) {
        let now = steady();
        let mut due = Vec::new();
        self.looks.update_value(|looks| {
            looks.retain(|(at, project)| {
                let is_due = *at <= now;
                if is_due && !due.contains(project) {
                    due.push(project.clone());
                }
                !is_due
            });
        });
        if !due.is_empty() {
            self.find_doubts().await;
        }
        for id in due {
            let request = ReadRequest::Components { id };
            let reply = self.ask(&request, self.authorization.get_value()).await;
            if let ReadRequest::Components { id } = &request {
                // The next pass tells what is wrong.
                let _ = self.see(id, &reply);
            }
            self.show_gathered();
        }
    }

    /// Finds the runs whose outcome is unknown, so that what is read next may tell of them.
    async fn find_doubts(self) {
        if let Some(runner) = self.runner.get_value() {
            self.lookups.find(runner).await;
        }
    }

    async fn ask(self, request: &ReadRequest, authorization: Option<String>) -> Reply {
        let (target, has_browser_credentials) =
            self.api.with_value(|api| (format!("{}?{}", api.path, request.query()), api.browser_credentials));
        let mut headers = vec![JSON_HEADER, GUARD_HEADER];
        headers.extend(authorization.as_deref().map(|value| (AUTHORIZATION, value)));
        let body = request.body();
        let outgoing = Outgoing {
            method: "POST",
            target: &target,
            headers: &headers,
            body: Some(&body),
            ignores_offline: false,
            has_browser_credentials,
        };
        fetch::send(&outgoing, self.settings.time_out.get_untracked(), &clock::unique()).await.reply
    }

    /// Says that this page reads, where that is due, and returns whether it goes on.
    fn goes_on(self) -> bool {
        let now = steady();
        if leaving::is_hidden() || !self.lease.with_value(|lease| lease.may_go_on(now)) {
            return false;
        }
        if now - self.said_at.get_value() >= SAY_AGAIN || self.said_at.get_value() == 0 {
            self.said_at.set_value(now);
            tell(&LiveNews::Reads(self.lease.with_value(|lease| lease.own().to_owned())));
        }
        true
    }

    fn leave(self) {
        self.said_at.set_value(0);
        tell(&LiveNews::Leaves(self.lease.with_value(|lease| lease.own().to_owned())));
    }

    fn set_standing(self, standing: LiveStanding) {
        if self.standing.with_untracked(|known| *known != standing) {
            self.standing.set(standing);
        }
    }
}

/// Reads a page of projects, and lets the browser do something else every few of them.
async fn read_in_pieces(answer: &Answer<'_>) -> ProjectPage {
    pause(Duration::ZERO).await;
    let mut reader = PageReader::new(answer);
    while reader.read_some(PIECE) {
        pause(Duration::ZERO).await;
    }
    reader.into_page()
}

/// The time of a clock that is never set, in milliseconds.
fn steady() -> i64 {
    clock::times().steady
}
