//! What OMS knows of the tasks: read again and again by one of the browser's pages, and told to the others.
//!
//! Only documented reads are sent. The credentials of a person who signed in stay in this page's memory.

use std::collections::HashMap;
use std::convert::Infallible;
use std::rc::Rc;
use std::time::Duration;

use browser::fetch::{self, OutgoingRequest};
use browser::patience::{pause, within};
use browser::{clock, leaving, spawn_local};
use console_core::domain::call::{GUARD_HEADER, JSON_HEADER};
use console_core::domain::inventory::{Inventory, OmsTask, ProjectTasks};
use console_core::domain::outcome::Reply;
use console_core::domain::run::{CheckpointRead, Moment};
use console_core::domain::task_name::TaskName;
use console_core::interchange::deployment::{HostConfig, OpenApi};
use console_core::openapi::{
    AUTHORIZATION, Components, Connector, Lease, LiveNews, NextRead, OmsAnswer, PageReader, Pass, PassEnd,
    PassProgress, PassSettings, Project, ProjectPage, ReadError, ReadFailure, ReadRequest, SAY_AGAIN,
    basic_authorization, retry_pause, seen_of_project, seen_tasks,
};
use console_core::runner;
use futures::StreamExt;
use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;
use leptos::prelude::*;

use super::looks::LooksAhead;
use super::lookups::Lookups;
use super::runner::Runner;
use super::settings::Settings;
use super::steady;
use super::table_view::TableView;
use super::tasks::Tasks;
use super::tell;

/// How often it is looked whether there is something to do, in milliseconds.
const STEP: u64 = 500;
/// How much longer than a pass the pause behind it is at least: reads must not keep OMS busy.
const PAUSE_SHARE: i64 = 3;
/// How long answers are gathered before the list takes them in, in milliseconds: each time, the whole list is counted and
/// drawn again.
const GATHERED_FOR: i64 = 150;
/// The most tasks that are gathered.
const GATHERED: usize = 100;
/// How many projects are read from a page before the browser may do something else.
const PIECE: usize = 10;
/// How long a read may take at most, in seconds, so that what does not answer leaves its place to others soon.
const READ_TIME_OUT: u32 = 30;
/// How long the journal may take to tell which outcomes are unknown before it is read without.
const JOURNAL_PATIENCE: Duration = Duration::from_secs(2);
/// How many tasks of which it is known what OMS says are told before the browser may do something else.
const TOLD_AT_A_TIME: usize = 50;
/// How long a pull-back waits for the checkpoint before it goes on without.
const CHECKPOINT_PATIENCE: Duration = Duration::from_secs(4);

/// A status that reading can have.
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
    /// The page is hidden.
    Paused,
    /// OMS wants to know who reads.
    SignIn {
        /// Whether it takes the user and password no more with which somebody signed in here.
        has_expired: bool,
    },
    /// The reads are not there, or nobody may use them.
    Unavailable(ReadError),
}

/// A store of what OMS knows, which reads it.
#[derive(Clone, Copy)]
pub struct Live {
    api: StoredValue<OpenApi>,
    /// The address of the host's connector manager, where the deployment tells it.
    manager: StoredValue<Option<String>>,
    tasks: Tasks,
    settings: Settings,
    /// What the table shows: the projects on the screen are read first.
    view: StoredValue<Option<TableView>>,
    standing: RwSignal<LiveStanding>,
    progress: RwSignal<PassProgress>,
    /// When the last pass that read everything ended.
    complete: RwSignal<Option<Moment>>,
    failures: RwSignal<Vec<ReadFailure>>,
    /// The user who signed in.
    user: RwSignal<Option<String>>,
    /// Whether a read of this page's own was refused since it is not signed in.
    needs_sign_in: RwSignal<bool>,
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
    gathered: StoredValue<Vec<OmsTask>>,
    /// The projects of these that were read whole, and when that was asked for.
    gathered_whole: StoredValue<Vec<(String, Moment)>>,
    /// When the latest pass began in which everything was read.
    complete_since: StoredValue<Option<Moment>>,
    /// When the list took in last what was gathered.
    shown_at: StoredValue<i64>,
    /// Takes in what other pages tell, from when the part that does so is there.
    listener: StoredValue<Option<Listener>>,
    /// What is known of runs whose outcome is unknown.
    pub lookups: Lookups,
    /// What carries runs out, from when the reading has begun.
    runner: StoredValue<Option<Runner>>,
    looks: LooksAhead,
}

/// Takes in what another page tells.
type Listener = fn(Live, &str);

/// A set of the reads that are out.
type ReadsOut = FuturesUnordered<LocalBoxFuture<'static, Answered>>;

/// A result that a read had.
struct Answered {
    request: ReadRequest,
    asked: Asked,
    /// Whether it was sent because something was done, and not by a pass.
    is_look: bool,
    reply: Reply,
}

/// When a read was sent: what it tells is no newer.
#[derive(Clone, Copy)]
struct Asked {
    at: Moment,
    /// The same by a clock that is never set.
    steady: i64,
}

/// Why a page stops reading.
enum Stop {
    /// The page is hidden, or another one reads.
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
            needs_sign_in: RwSignal::new(false),
            authorization: StoredValue::new(None),
            lease: StoredValue::new(Lease::new(clock::unique())),
            said_at: StoredValue::new(0),
            retry: StoredValue::new((None, 0)),
            is_due: StoredValue::new(true),
            projects: StoredValue::new(HashMap::new()),
            last_read: StoredValue::new(HashMap::new()),
            gathered: StoredValue::new(Vec::new()),
            gathered_whole: StoredValue::new(Vec::new()),
            complete_since: StoredValue::new(None),
            shown_at: StoredValue::new(i64::MIN),
            listener: StoredValue::new(None),
            lookups: Lookups::new(tasks),
            runner: StoredValue::new(None),
            looks: LooksAhead::new(tasks),
        }
    }

    /// Returns whether the deployment wants it.
    pub fn is_wanted(self) -> bool {
        self.api.with_value(|api| api.read)
    }

    /// Returns the status of reading.
    pub fn standing(self) -> LiveStanding {
        self.standing.get()
    }

    /// Returns whether what OMS knows is read, here or by another page.
    pub fn reads(self) -> bool {
        matches!(
            self.standing.get(),
            LiveStanding::Reading | LiveStanding::Resting | LiveStanding::Elsewhere | LiveStanding::Paused
        )
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

    /// Who signed in here.
    pub fn user(self) -> Option<String> {
        self.user.get()
    }

    /// Returns whether OMS tells nothing as long as nobody signs in here.
    pub fn awaits_sign_in(self) -> bool {
        self.standing.with(|standing| matches!(standing, LiveStanding::SignIn { .. }))
    }

    /// Returns whether another page reads for this one, which OMS tells nothing itself.
    pub fn needs_sign_in(self) -> bool {
        self.needs_sign_in.get()
    }

    /// Reads for as long as the page stays. Comes with the part that loads later.
    pub fn begin(self, runner: Runner, view: TableView) {
        if !self.is_wanted() {
            return;
        }
        leaving::on_hidden(move || self.leave());
        self.view.set_value(Some(view));
        self.listener.set_value(Some(Self::take_in));
        self.runner.set_value(Some(runner));
        runner.read_checkpoints_with(Rc::new(move |task| Box::pin(self.checkpoint(task))));
        self.looks.follow(runner);
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
                self.looks.tell();
                if self.reads_here() {
                    spawn_local(async move { self.tell_all().await });
                }
            }
            LiveNews::Look(reason) => self.looks.begin(reason),
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
            LiveNews::Settled(run) => {
                if let Some(runner) = self.runner.get_value() {
                    let _ = runner::take_settled(&runner, &run);
                }
            }
            LiveNews::Unsettled(run, at, observation) => self.lookups.see(run, at, observation),
        }
    }

    /// Returns whether this page reads for the browser's others.
    fn reads_here(self) -> bool {
        matches!(self.standing.get_untracked(), LiveStanding::Reading | LiveStanding::Resting)
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

    /// Tries a user name and a password, and keeps them in memory if OMS takes them.
    ///
    /// # Errors
    /// Why OMS did not take them.
    pub async fn sign_in(self, user: &str, password: &str) -> Result<(), ReadError> {
        let encoded = fetch::base64(&format!("{user}:{password}")).ok_or(ReadError::Unauthorized)?;
        let header = basic_authorization(&encoded);
        let reply = self.ask(&ReadRequest::Projects { page: 1 }, Some(header.clone())).await;
        OmsAnswer::read(&reply)?;
        self.authorization.set_value(Some(header));
        self.user.set(Some(user.to_owned()));
        self.needs_sign_in.set(false);
        self.try_again();
        Ok(())
    }

    /// Forgets the user name and the password.
    pub fn sign_out(self) {
        self.authorization.set_value(None);
        self.user.set(None);
        self.standing.set(LiveStanding::SignIn { has_expired: false });
    }

    /// Reads everything again, now.
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

    /// Reads the components of a project now, asked for at a moment, and takes what they say of tasks into this page's
    /// list. Other pages are not told: each that shows the same would read again because of it.
    ///
    /// # Errors
    /// Why they could not be read.
    pub async fn look_at(self, id: &str, at: Moment) -> Result<Components, ReadError> {
        let components = self.read_project(id).await?;
        let manager = self.manager.get_value();
        if let Some(project) = self.tasks.with_untracked(|inventory| inventory.project(id)) {
            let whole = components.odd.is_empty().then(|| (id.to_owned(), at));
            self.tasks.see(seen_of_project(&project, &components, at, manager.as_deref()), whole.as_slice());
        }
        Ok(components)
    }

    /// Sends a read now, and returns what is made of its answer.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn read_now<T>(
        self,
        request: &ReadRequest,
        read: impl FnOnce(&OmsAnswer<'_>) -> T,
    ) -> Result<T, ReadError> {
        let authorization = self.authorization.get_value();
        if authorization.is_none()
            && let LiveStanding::SignIn { has_expired } = self.standing.get_untracked()
        {
            return Err(if has_expired { ReadError::Unauthorized } else { ReadError::NotSignedIn });
        }
        let reply = self.ask(request, authorization.clone()).await;
        match OmsAnswer::read(&reply) {
            Ok(answer) => Ok(read(&answer)),
            Err(error) => {
                if error.concerns_all() {
                    self.refuse(&error, authorization.as_deref());
                }
                Err(match error {
                    ReadError::Unauthorized if authorization.is_none() => ReadError::NotSignedIn,
                    other => other,
                })
            }
        }
    }

    fn has_to_sign_in(self) -> bool {
        matches!(self.standing.get_untracked(), LiveStanding::SignIn { .. })
    }

    /// Takes that OMS wants to know who reads, or takes what was sent no more, so that it is not sent again.
    fn refuse(self, error: &ReadError, sent: Option<&str>) {
        // Somebody may have signed in meanwhile. A page that others read for needs no user of its own.
        let is_outdated = self.authorization.with_value(|known| known.as_deref() != sent);
        let is_elsewhere = self.standing.with_untracked(|standing| *standing == LiveStanding::Elsewhere);
        if is_outdated {
            return;
        }
        let is_page = *error == ReadError::SignInPage;
        self.needs_sign_in.set(!is_page);
        if is_elsewhere && (is_page || sent.is_none()) {
            return;
        }
        if self.reads_here() {
            self.lose();
            self.leave();
        }
        self.wait_for_sign_in(error);
    }

    /// Waits until somebody has signed in: here, or at a gateway that asks for it with a page of its own.
    fn wait_for_sign_in(self, error: &ReadError) {
        if *error == ReadError::SignInPage {
            self.retry.set_value((None, 0));
            self.looks.clear();
            self.set_standing(LiveStanding::Unavailable(ReadError::SignInPage));
        } else {
            self.ask_to_sign_in();
        }
    }

    fn ask_to_sign_in(self) {
        let had_expired = self.standing.get_untracked() == LiveStanding::SignIn { has_expired: true };
        let has_expired = had_expired || self.user.get_untracked().is_some();
        self.retry.set_value((None, 0));
        self.authorization.set_value(None);
        self.user.set(None);
        self.looks.clear();
        self.set_standing(LiveStanding::SignIn { has_expired });
    }

    /// Marks all that is known as stale, here and in the other pages.
    fn lose(self) {
        self.tasks.set_all_stale();
        tell(&LiveNews::Lost);
    }

    /// Returns the keys that a task's checkpoint must have, as its configuration tells them now; none where that cannot
    /// be read.
    pub async fn checkpoint_keys(self, task: &TaskName) -> Vec<String> {
        let Some(project) = self.project_of(task) else { return Vec::new() };
        let components = self.read_project(&project).await.unwrap_or_default();
        components.connector(task).map(Connector::checkpoint_keys).unwrap_or_default()
    }

    /// Reads a task's checkpoint as it is now; nothing where OMS is not read.
    async fn checkpoint(self, task: TaskName) -> Option<CheckpointRead> {
        if self.waits_for_person() {
            return None;
        }
        let project = self.project_of(&task)?;
        let read = within(CHECKPOINT_PATIENCE, self.read_project(&project)).await;
        let components = read.and_then(Result::ok).unwrap_or_default();
        let checkpoint = components.connector(&task).and_then(|own| own.checkpoint);
        Some(CheckpointRead { at: clock::now(), checkpoint })
    }

    fn project_of(self, task: &TaskName) -> Option<String> {
        self.tasks.with_untracked(|inventory| inventory.project_of(task))
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
                    self.lose();
                }
                self.leave();
                match stop {
                    Stop::NotHere => {}
                    Stop::Failure(error) if error.concerns_all() => self.wait_for_sign_in(&error),
                    Stop::Failure(error) => {
                        self.plan_retry(&error);
                        self.set_standing(LiveStanding::Unavailable(error));
                    }
                }
            }
            pause(Duration::from_millis(STEP)).await;
        }
    }

    /// Returns whether a failure of all reads ended them, so that a person may have to do something.
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
        let mut out = ReadsOut::new();
        let stop = match self.read_pass_after_pass(&mut out).await {
            Err(stop) => stop,
            Ok(never) => match never {},
        };
        // Nothing comes of the reads that are out.
        self.looks.put_back();
        self.show_gathered();
        stop
    }

    async fn read_pass_after_pass(self, out: &mut ReadsOut) -> Result<Infallible, Stop> {
        let shortest = self.api.with_value(|api| i64::from(api.interval_seconds) * 1_000);
        loop {
            self.is_due.set_value(false);
            self.set_standing(LiveStanding::Reading);
            let begun = steady();
            self.read_everything(out).await?;
            self.set_standing(LiveStanding::Resting);
            self.retry.set_value((None, 0));
            let ended = steady();
            let pause_until = ended + shortest.max(PAUSE_SHARE * (ended - begun));
            while steady() < pause_until && !self.is_due.get_value() {
                self.go_on()?;
                self.send_looks(out).await;
                if let Some(answered) = next_answer(out, Duration::from_millis(STEP)).await {
                    self.take_look(&answered)?;
                }
            }
        }
    }

    async fn read_everything(self, out: &mut ReadsOut) -> Result<(), Stop> {
        let begun = clock::now();
        self.find_doubts().await;
        let mut pass = Pass::new(PassSettings::default(), self.last_read.get_value());
        let mut has_odd = false;
        let end = loop {
            self.go_on()?;
            self.send_looks(out).await;
            pass.set_beside(self.looks.out());
            let in_viewport = self.view.get_value().map(TableView::projects_in_viewport_untracked);
            pass.set_in_viewport(in_viewport.unwrap_or_default());
            let asked = Asked::now();
            let until = match pass.next(asked.steady) {
                NextRead::Over(end) => break end,
                NextRead::Send(request) => {
                    out.push(self.send(request, asked, false));
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
            let shown_at = self.has_gathered().then(|| self.due_at());
            let soonest = until.into_iter().chain(shown_at).min();
            let step =
                soonest.map_or(STEP, |soonest| u64::try_from(soonest - steady()).unwrap_or(0).clamp(1, STEP));
            match next_answer(out, Duration::from_millis(step)).await {
                Some(answered) if answered.is_look => self.take_look(&answered)?,
                Some(answered) => has_odd |= self.take(&mut pass, &answered).await,
                None => {}
            }
        };
        self.finish(&pass, end, begun, has_odd)
    }

    /// Sends the reads that are due because something was done.
    async fn send_looks(self, out: &ReadsOut) {
        let asked = Asked::now();
        let mut is_any_sent = false;
        while let Some(id) = self.looks.next(asked.steady) {
            out.push(self.send(ReadRequest::Components { id }, asked, true));
            is_any_sent = true;
        }
        if is_any_sent {
            self.find_doubts().await;
        }
    }

    fn send(self, request: ReadRequest, asked: Asked, is_look: bool) -> LocalBoxFuture<'static, Answered> {
        Box::pin(async move {
            let reply = self.ask(&request, self.authorization.get_value()).await;
            Answered { request, asked, is_look, reply }
        })
    }

    /// Takes in an answer to a read of a pass. Returns whether there was something in it that could not be read.
    async fn take(self, pass: &mut Pass, answered: &Answered) -> bool {
        let (now, jitter) = (steady(), clock::random());
        match &answered.request {
            ReadRequest::Components { id } => {
                let read = self.see(id, answered);
                let has_odd = read.as_ref().is_ok_and(|components| !components.odd.is_empty());
                pass.take_components(id, read.map(drop), now, jitter);
                has_odd
            }
            _ => {
                let page = match OmsAnswer::read(&answered.reply) {
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

    /// Takes in an answer to a read that was sent because something was done. The next pass tells what is wrong, unless
    /// that concerns every read.
    fn take_look(self, answered: &Answered) -> Result<(), Stop> {
        let ReadRequest::Components { id } = &answered.request else { return Ok(()) };
        let read = self.see(id, answered);
        self.looks.take(id, answered.asked.steady, read.as_ref().ok());
        self.show_gathered();
        match read {
            Err(error) if error.concerns_all() => Err(Stop::Failure(error)),
            _ => Ok(()),
        }
    }

    /// Takes in what an answer says of a project's tasks, and tells other pages.
    fn see(self, id: &str, answered: &Answered) -> Result<Components, ReadError> {
        let components = Components::read(&OmsAnswer::read(&answered.reply)?)?;
        let Asked { at, steady } = answered.asked;
        // What was asked for later may have been answered earlier.
        if self.last_read.with_value(|last_read| last_read.get(id).is_some_and(|last| *last > steady)) {
            return Ok(components);
        }
        let seen = self.projects.with_value(|projects| {
            let manager = self.manager.get_value();
            projects.get(id).map(|project| seen_tasks(project, &components, at, manager.as_deref()))
        });
        self.last_read.update_value(|last_read| {
            last_read.insert(id.to_owned(), steady);
        });
        if let Some(seen) = seen {
            self.gathered.update_value(|gathered| gathered.extend(seen));
            if components.odd.is_empty() {
                self.gathered_whole.update_value(|whole| whole.push((id.to_owned(), at)));
            }
        }
        if self.lookups.asks() {
            // What settles a run follows what was read, here as in other pages.
            self.show_gathered();
            if let Some(runner) = self.runner.get_value() {
                self.lookups.take(runner, id, &components, at);
            }
        }
        Ok(components)
    }

    /// Returns when the list takes in what is gathered.
    fn due_at(self) -> i64 {
        self.shown_at.get_value().saturating_add(GATHERED_FOR)
    }

    fn has_gathered(self) -> bool {
        let has_tasks = self.gathered.with_value(|gathered| !gathered.is_empty());
        has_tasks || self.gathered_whole.with_value(|whole| !whole.is_empty())
    }

    fn is_showing_due(self) -> bool {
        let is_full = self.gathered.with_value(|gathered| gathered.len() >= GATHERED);
        self.has_gathered() && (is_full || self.due_at() <= steady())
    }

    /// Takes what was gathered into the list, and tells other pages.
    fn show_gathered(self) {
        if !self.has_gathered() {
            return;
        }
        let tasks = self.gathered.try_update_value(std::mem::take).unwrap_or_default();
        let whole = self.gathered_whole.try_update_value(std::mem::take).unwrap_or_default();
        self.shown_at.set_value(steady());
        tell(&LiveNews::Seen { tasks: tasks.clone(), whole: whole.clone() });
        self.tasks.see(tasks, &whole);
    }

    fn finish(self, pass: &Pass, end: PassEnd, begun: Moment, has_odd: bool) -> Result<(), Stop> {
        // What fails or cannot be read elsewhere says nothing of these.
        let vanished = self.tasks.with_untracked(|inventory| pass.vanished(inventory.projects_seen()));
        self.gathered_whole.update_value(|whole| whole.extend(vanished.into_iter().map(|id| (id, begun))));
        self.show_gathered();
        self.progress.set(pass.progress());
        if let Some(error) = pass.stopped_by() {
            return Err(Stop::Failure(error.clone()));
        }
        let failures: Vec<_> = pass.failures().filter(|failure| failure.is_final).collect();
        let of_list = failures.iter().find(|failure| failure.is_of_list());
        if let Some(failure) = of_list.filter(|_| pass.progress().listed == 0) {
            return Err(Stop::Failure(failure.error.clone()));
        }
        let not_read = self.tasks.with_untracked(|inventory| pass.not_read(inventory.projects_seen()));
        if !not_read.is_empty() {
            self.tasks.set_stale(&not_read);
            tell(&LiveNews::Stale(not_read));
        }
        // What could not be read may be what is missed.
        if end == PassEnd::Complete && !has_odd {
            self.complete_since.set_value(Some(begun));
            self.tasks.set_missing(begun);
            tell(&LiveNews::Complete(begun));
            if let Some(runner) = self.runner.get_value() {
                let was_there = |id: &str| self.projects.with_value(|known| known.contains_key(id));
                let is_gone = |id: &str| was_there(id) && !pass.listed().any(|listed| listed == id);
                self.lookups.take_complete(runner, begun, is_gone);
            }
        } else {
            self.tasks.note_not_found();
        }
        tell(&LiveNews::Ended(failures.clone()));
        self.failures.set(failures);
        self.complete.set(Some(clock::now()));
        Ok(())
    }

    /// Finds the runs whose outcome is unknown, so that what is read next may tell of them.
    async fn find_doubts(self) {
        if let Some(runner) = self.runner.get_value() {
            let _ = within(JOURNAL_PATIENCE, self.lookups.find(runner)).await;
        }
    }

    async fn ask(self, request: &ReadRequest, authorization: Option<String>) -> Reply {
        let (target, has_browser_credentials) =
            self.api.with_value(|api| (format!("{}?{}", api.path, request.query()), api.browser_credentials));
        let mut headers = vec![JSON_HEADER, GUARD_HEADER];
        headers.extend(authorization.as_deref().map(|value| (AUTHORIZATION, value)));
        let body = request.body();
        let outgoing = OutgoingRequest {
            method: "POST",
            target: &target,
            headers: &headers,
            body: Some(&body),
            ignores_offline: false,
            has_browser_credentials,
        };
        let time_out = self.settings.time_out.get_untracked().min(READ_TIME_OUT);
        fetch::send(&outgoing, time_out, &clock::unique()).await.reply
    }

    /// Says that this page reads, where that is due, unless it is to stop.
    fn go_on(self) -> Result<(), Stop> {
        let now = steady();
        let may_go_on = self.lease.with_value(|lease| lease.may_go_on(now));
        if leaving::is_hidden() || !may_go_on || self.has_to_sign_in() {
            return Err(Stop::NotHere);
        }
        if now - self.said_at.get_value() >= SAY_AGAIN || self.said_at.get_value() == 0 {
            self.said_at.set_value(now);
            tell(&LiveNews::Reads(self.lease.with_value(|lease| lease.own().to_owned())));
        }
        Ok(())
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
async fn read_in_pieces(answer: &OmsAnswer<'_>) -> ProjectPage {
    pause(Duration::ZERO).await;
    let mut reader = PageReader::new(answer);
    while reader.read_some(PIECE) {
        pause(Duration::ZERO).await;
    }
    reader.into_page()
}

/// Returns the next answer to the reads that are out, if one comes within a time.
async fn next_answer(out: &mut ReadsOut, time: Duration) -> Option<Answered> {
    if out.is_empty() {
        pause(time).await;
        return None;
    }
    within(time, out.next()).await.flatten()
}

impl Asked {
    fn now() -> Self {
        Self { at: clock::now(), steady: steady() }
    }
}
