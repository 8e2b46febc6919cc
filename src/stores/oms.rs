//! How OMS is asked: where, in whose name, and whether it answers.
//!
//! Only documented reads are sent. The credentials of a person who signed in stay in this page's memory.

use std::time::Duration;

use browser::clock;
use browser::fetch::{self, OutgoingRequest};
use browser::patience::within;
use console_core::domain::call::{GUARD_HEADER, JSON_HEADER};
use console_core::domain::outcome::Reply;
use console_core::domain::run::CheckpointRead;
use console_core::domain::task_name::TaskName;
use console_core::interchange::deployment::OpenApi;
use console_core::openapi::{
    AUTHORIZATION, Components, Connector, OmsAnswer, ReadError, ReadRequest, basic_authorization,
};
use leptos::prelude::*;

use super::settings::Settings;
use super::tasks::Tasks;

/// How long a read may take at most, in seconds, so that what does not answer leaves its place to others soon.
const READ_TIME_OUT: u32 = 30;
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

/// A store that asks OMS, one read at a time, and knows whether it can.
#[derive(Clone, Copy)]
pub struct Oms {
    api: StoredValue<OpenApi>,
    tasks: Tasks,
    settings: Settings,
    standing: RwSignal<LiveStanding>,
    /// The user who signed in.
    user: RwSignal<Option<String>>,
    /// Whether a read of this page's own was refused since it is not signed in.
    needs_sign_in: RwSignal<bool>,
    /// The header that the user's name and password make.
    authorization: StoredValue<Option<String>>,
}

impl Oms {
    /// Nothing is asked yet.
    pub fn new(api: &OpenApi, tasks: Tasks, settings: Settings) -> Self {
        let standing = if api.read { LiveStanding::NotBegun } else { LiveStanding::Off };
        Self {
            api: StoredValue::new(api.clone()),
            tasks,
            settings,
            standing: RwSignal::new(standing),
            user: RwSignal::new(None),
            needs_sign_in: RwSignal::new(false),
            authorization: StoredValue::new(None),
        }
    }

    /// Returns whether the deployment wants it.
    pub fn is_wanted(self) -> bool {
        self.api.with_value(|api| api.read)
    }

    /// Returns the shortest pause between two passes, in milliseconds.
    pub(super) fn shortest_pause(self) -> i64 {
        self.api.with_value(|api| i64::from(api.interval_seconds) * 1_000)
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

    /// Tries a user name and a password, and keeps them in memory if OMS takes them.
    ///
    /// # Errors
    /// Why OMS did not take them.
    pub async fn sign_in(self, user: &str, password: &str) -> Result<(), ReadError> {
        let encoded = fetch::base64(&format!("{user}:{password}")).ok_or(ReadError::Unauthorized)?;
        let header = basic_authorization(&encoded);
        let reply = self.ask_as(&ReadRequest::Projects { page: 1 }, Some(header.clone())).await;
        OmsAnswer::read(&reply)?;
        self.authorization.set_value(Some(header));
        self.user.set(Some(user.to_owned()));
        self.needs_sign_in.set(false);
        self.standing.set(LiveStanding::NotBegun);
        Ok(())
    }

    /// Forgets the user name and the password.
    pub fn sign_out(self) {
        self.authorization.set_value(None);
        self.user.set(None);
        self.standing.set(LiveStanding::SignIn { has_expired: false });
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
        read: impl FnOnce(&OmsAnswer<'_>) -> T,
    ) -> Result<T, ReadError> {
        let authorization = self.authorization.get_value();
        if authorization.is_none()
            && let LiveStanding::SignIn { has_expired } = self.standing.get_untracked()
        {
            return Err(if has_expired { ReadError::Unauthorized } else { ReadError::NotSignedIn });
        }
        let reply = self.ask_as(request, authorization.clone()).await;
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

    /// Takes that OMS wants to know who reads, or takes what was sent no more, so that it is not sent again.
    fn refuse(self, error: &ReadError, sent: Option<&str>) {
        // Somebody may have signed in meanwhile.
        if self.authorization.with_value(|known| known.as_deref() != sent) {
            return;
        }
        let is_page = *error == ReadError::SignInPage;
        self.needs_sign_in.set(!is_page);
        // A page that others read for needs no user of its own.
        let is_elsewhere = self.standing.with_untracked(|standing| *standing == LiveStanding::Elsewhere);
        if !is_elsewhere || !is_page && sent.is_some() {
            self.wait_for_sign_in(error);
        }
    }

    /// Waits until somebody has signed in: here, or at a gateway that asks for it with a page of its own.
    pub(super) fn wait_for_sign_in(self, error: &ReadError) {
        if *error == ReadError::SignInPage {
            self.set_standing(LiveStanding::Unavailable(ReadError::SignInPage));
            return;
        }
        let had_expired = self.standing.get_untracked() == LiveStanding::SignIn { has_expired: true };
        let has_expired = had_expired || self.user.get_untracked().is_some();
        self.authorization.set_value(None);
        self.user.set(None);
        self.set_standing(LiveStanding::SignIn { has_expired });
    }

    /// Returns the keys that a task's checkpoint must have, as its configuration tells them now; none where that cannot
    /// be read.
    pub async fn checkpoint_keys(self, task: &TaskName) -> Vec<String> {
        let Some(project) = self.project_of(task) else { return Vec::new() };
        let components = self.read_project(&project).await.unwrap_or_default();
        components.connector(task).map(Connector::checkpoint_keys).unwrap_or_default()
    }

    /// Reads a task's checkpoint as it is now; nothing where OMS is not read.
    pub async fn checkpoint(self, task: &TaskName) -> Option<CheckpointRead> {
        if !self.is_wanted() || self.waits_for_person() {
            return None;
        }
        let project = self.project_of(task)?;
        let read = within(CHECKPOINT_PATIENCE, self.read_project(&project)).await;
        let components = read.and_then(Result::ok).unwrap_or_default();
        let checkpoint = components.connector(task).and_then(|own| own.checkpoint);
        Some(CheckpointRead { at: clock::now(), checkpoint })
    }

    fn project_of(self, task: &TaskName) -> Option<String> {
        self.tasks.with_untracked(|inventory| inventory.project_of(task))
    }

    /// Returns whether a failure of all reads ended them, so that a person may have to do something.
    pub(super) fn waits_for_person(self) -> bool {
        let standing = self.standing.get_untracked();
        matches!(standing, LiveStanding::SignIn { .. } | LiveStanding::Unavailable(_))
    }

    /// Sends a read in the name of the person who signed in.
    pub(super) async fn ask(self, request: &ReadRequest) -> Reply {
        self.ask_as(request, self.authorization.get_value()).await
    }

    async fn ask_as(self, request: &ReadRequest, authorization: Option<String>) -> Reply {
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

    pub(super) fn standing_untracked(self) -> LiveStanding {
        self.standing.get_untracked()
    }

    /// Notes the status of reading.
    pub(super) fn set_standing(self, standing: LiveStanding) {
        if self.standing.with_untracked(|known| *known != standing) {
            self.standing.set(standing);
        }
    }
}
