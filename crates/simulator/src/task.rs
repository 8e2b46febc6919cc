//! One task: what it is, and what each operation does to it. Pure; time comes in as an argument.

use std::time::Duration;

use serde_json::Value;

use crate::checkpoint::{self, CheckpointError, Position};
use crate::endpoint::Endpoint;
use crate::name::{self, Component};
use crate::operation::{Operation, ScopedKey};
use crate::refusal::Refusal;
use crate::state::{Configuration, State};

/// How long the Store keeps its log unless a task says otherwise: OMS' own default for synchronisation.
pub const DEFAULT_RETENTION: Duration = Duration::from_secs(24 * 3600);

/// How many seconds of changes a running Incr-Sync gets through in one second, until it has caught up.
const CATCH_UP: i64 = 60;

/// One connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The name that requests call it by.
    pub name: String,
    /// What it is doing.
    pub state: State,
    /// What `update` changes.
    pub configuration: Configuration,
    /// What a checkpoint may name.
    pub subtopics: Vec<String>,
    /// How far back the Store's log reaches.
    pub retention: Duration,
    /// How far an Incr-Sync has got; empty for others, and until the task is given to a simulator.
    pub position: Position,
    /// How many seconds a running Incr-Sync stays behind the present when it has caught up. Negative where its
    /// source's clock is ahead.
    pub behind: i64,
    /// How much a Full-Import has copied, in thousandths. A running one copies a thousandth each second.
    pub copied: i64,
    /// The project that it belongs to; `None` where the name shows none.
    pub project: Option<String>,
    /// The component that it is where its name does not show one.
    pub unnamed_component: Option<Component>,
    /// Whether it leads from the project's target back to its source.
    pub reverse: bool,
    /// What OMS says is wrong with an abnormal one, in place of the usual words.
    pub error: Option<Value>,
    /// The time for which `position` and `copied` hold, in seconds since 1970 UTC.
    as_of: i64,
    /// The last change of its state or name.
    pub(crate) change: Option<Change>,
}

/// A change of a task's state or name, which others see late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// When it was, in seconds since 1970 UTC.
    pub(crate) at: i64,
    /// The state before it.
    pub(crate) state: State,
    /// The name before it.
    pub(crate) name: String,
}

impl Task {
    /// Returns a stopped task without configuration. If the name shows a project, it has that project's first
    /// subtopic.
    pub fn new(name: &str) -> Self {
        let subtopics = name::project(name).map(|project| format!("{project}_source-000-0"));
        let project = name::project(name).map(|link| link.trim_end_matches("_reverse"));
        Self {
            name: name.to_owned(),
            state: State::Stopped,
            configuration: Configuration::new(),
            subtopics: subtopics.into_iter().collect(),
            retention: DEFAULT_RETENTION,
            position: Position::new(),
            behind: 0,
            copied: 0,
            project: project.map(|link| link.split("_dest").next().unwrap_or(link).to_owned()),
            unnamed_component: None,
            reverse: name.contains("_reverse-"),
            error: None,
            as_of: 0,
            change: None,
        }
    }

    /// Returns the same in another state.
    #[must_use]
    pub fn state(mut self, state: State) -> Self {
        self.state = state;
        self
    }

    /// Returns the same with one configuration value set.
    #[must_use]
    pub fn set(mut self, scope: &str, key: &str, value: &str) -> Self {
        self.configuration.entry(scope.to_owned()).or_default().insert(key.to_owned(), value.to_owned());
        self
    }

    /// Returns the same with these subtopics and no others.
    #[must_use]
    pub fn subtopics<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        self.subtopics = names.into_iter().map(str::to_owned).collect();
        self
    }

    /// Returns the same with a Store that keeps its log for so long.
    #[must_use]
    pub fn retention(mut self, retention: Duration) -> Self {
        self.retention = retention;
        self
    }

    /// Returns the same, so many seconds behind the present.
    #[must_use]
    pub fn behind(mut self, seconds: i64) -> Self {
        self.behind = seconds;
        self
    }

    /// Returns the same with so many thousandths copied.
    #[must_use]
    pub fn copied(mut self, thousandths: i64) -> Self {
        self.copied = thousandths;
        self
    }

    /// Returns the same on the way back from the project's target to its source.
    #[must_use]
    pub fn reverse(mut self) -> Self {
        self.reverse = true;
        self
    }

    /// Returns the same with what OMS says is wrong, an object as in `errorDetails`.
    #[must_use]
    pub fn error(mut self, detail: Value) -> Self {
        self.error = Some(detail);
        self
    }

    /// Returns the same as a component of a project, which a name of another shape does not show.
    #[must_use]
    pub fn of(mut self, project: &str, component: Component) -> Self {
        self.project = Some(project.to_owned());
        self.unnamed_component = Some(component);
        self
    }

    /// Returns the component that it is, as its name shows or as was said; `None` where neither tells.
    pub fn component(&self) -> Option<Component> {
        Component::of(&self.name).or(self.unnamed_component)
    }

    /// Returns a configuration value.
    pub fn value(&self, scope: &str, key: &str) -> Option<&str> {
        self.configuration.get(scope)?.get(key).map(String::as_str)
    }

    /// Gives a new task its first position: what its configuration says, and `now` for the rest.
    pub(crate) fn settle(&mut self, now: i64) {
        self.as_of = now;
        if self.component() == Some(Component::IncrSync) {
            let said = self.value("source", "checkpoint").and_then(|text| checkpoint::parse(text).ok());
            let said = said.unwrap_or_default();
            for subtopic in &self.subtopics {
                let time = said.get(subtopic).copied().unwrap_or(now - self.behind);
                self.position.entry(subtopic.clone()).or_insert(time);
            }
        }
    }

    /// Brings the position to where it is at `now`: a running Incr-Sync catches up with the present and
    /// then keeps pace with it.
    pub(crate) fn advance(&mut self, now: i64) {
        let passed = (now - self.as_of).max(0);
        if self.state == State::Running {
            for time in self.position.values_mut() {
                let most = (now - self.behind).max(*time);
                *time = time.saturating_add(passed.saturating_mul(CATCH_UP)).min(most);
            }
            // Somebody has to say that it is finished.
            self.copied = self.copied.saturating_add(passed).min(999);
        }
        self.as_of = now;
    }

    /// Carries out an operation. After a refusal the task may be half changed: try it on a copy.
    pub(crate) fn carry_out(&mut self, operation: &Operation, now: i64) -> Result<(), Refusal> {
        self.advance(now);
        match operation {
            Operation::Resume { pull_back, restart } => self.resume(*pull_back, *restart, now),
            Operation::Stop => self.stop(),
            Operation::Update { delete, set } => self.update(delete, set),
            Operation::Migrate { ip } => {
                self.require(Endpoint::Migrate, &[State::Stopped, State::Abnormal])?;
                self.name = name::migrated(&self.name, *ip);
                // What broke down was the process on the host that it has left.
                self.state = State::Stopped;
                Ok(())
            }
            Operation::Delete => {
                self.require(Endpoint::Delete, &[State::Stopped, State::Abnormal, State::Finished])?;
                self.state = State::Deleted;
                Ok(())
            }
        }
    }

    /// Moves an Incr-Sync back to where it is so far behind the present, which the position is of.
    pub(crate) fn fall_behind(&mut self, seconds: i64) {
        self.behind = seconds;
        self.position.values_mut().for_each(|time| *time = self.as_of - seconds);
    }

    /// Notes what the task was before an operation or an event, if anything that others see is different.
    pub(crate) fn note_change(&mut self, before: &Self, now: i64) {
        if (self.state, &self.name) != (before.state, &before.name) {
            self.change = Some(Change { at: now, state: before.state, name: before.name.clone() });
        }
    }

    /// API page: Start a connector. Without the flags a start goes on from where the task was.
    fn resume(&mut self, pull_back: bool, restart: bool, now: i64) -> Result<(), Refusal> {
        match self.component() {
            Some(component @ Component::FullImport) if pull_back => {
                return Err(Refusal::FlagOfOtherComponent("pullBackFlag", component));
            }
            Some(component @ Component::IncrSync) if restart => {
                return Err(Refusal::FlagOfOtherComponent("restartFlag", component));
            }
            _ => {}
        }
        match self.state {
            State::Finished if !restart => return Err(Refusal::FinishedNeedsRestart),
            State::Running | State::Deleted => {
                return Err(Refusal::WrongState(Endpoint::Resume, self.state));
            }
            State::Stopped | State::Abnormal | State::Finished => {}
        }
        if pull_back {
            match self.position_to_start_from(now) {
                Ok(position) => self.position.extend(position),
                // A task of unknown shape need not have a checkpoint to go back to.
                Err(CheckpointError::Missing) if self.component().is_none() => {}
                Err(cause) => return Err(Refusal::NoStore(cause)),
            }
        }
        if restart {
            self.copied = 0;
        }
        self.state = State::Running;
        Ok(())
    }

    /// Returns the position that the configuration's checkpoint gives, if the task can start from it at `now`.
    pub(crate) fn position_to_start_from(&self, now: i64) -> Result<Position, CheckpointError> {
        let begin = now - i64::try_from(self.retention.as_secs()).unwrap_or(now);
        checkpoint::to_start_from(self.value("source", "checkpoint"), &self.subtopics, begin..=now)
    }

    /// Stopping what is stopped is harmless, so that a stop may be repeated.
    fn stop(&mut self) -> Result<(), Refusal> {
        self.require(Endpoint::Stop, &[State::Running, State::Stopped, State::Abnormal])?;
        self.state = State::Stopped;
        Ok(())
    }

    /// API page: Update a connector. Deletes first, then sets: that is what lets the page's pull-back delete
    /// the checkpoint and set it in one request.
    fn update(&mut self, delete: &[ScopedKey], set: &Configuration) -> Result<(), Refusal> {
        self.require(Endpoint::Update, &[State::Stopped, State::Abnormal])?;
        for ScopedKey { scope, key } in delete {
            if let Some(values) = self.configuration.get_mut(scope) {
                values.remove(key);
            }
        }
        for (scope, values) in set {
            self.configuration.entry(scope.clone()).or_default().extend(values.clone());
        }
        Ok(())
    }

    fn require(&self, endpoint: Endpoint, states: &[State]) -> Result<(), Refusal> {
        if states.contains(&self.state) { Ok(()) } else { Err(Refusal::WrongState(endpoint, self.state)) }
    }
}
