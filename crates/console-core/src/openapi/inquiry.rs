//! Whether reads show what a call was to do whose outcome is unknown.
//!
//! Each operation has its rule. What the rule does not find leaves the outcome unknown, whatever else was seen: a call
//! may be carried out late. OMS lags, so that only what was read a while after the call counts.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::component::Components;
use super::connector::{Connector, ConnectorState, unfolded};
use super::list::Direction;
use super::tree::JsonTree;
use super::value::OmsWord;
use crate::domain::call::{CallRecord, Endpoint};
use crate::domain::inventory::{LAG, pull_back_times};
use crate::domain::operation::OperationKind;
use crate::domain::run::{Evidence, KnownBefore, Moment, Run};
use crate::domain::secret::{holds_secret, mask_in_value};
use crate::domain::task_name::TaskName;
use crate::text::percent;
use crate::time::EpochSeconds;

/// How many reads in a row have to miss a task that was to be deleted. Those that follow each other within [`LAG`] tell
/// no more than one.
const ABSENCES: u32 = 2;

/// A call whose outcome is unknown, and what reads showed of it.
#[derive(Clone, Debug)]
pub struct Inquiry {
    run: Run,
    step: usize,
    sent: Moment,
    /// The id of the task's project, once it is known.
    project: Option<String>,
    absences: Absences,
}

/// A count of the reads in a row that missed the task.
#[derive(Clone, Copy, Debug, Default)]
struct Absences {
    counted: u32,
    /// When the latest of them was read.
    latest: Option<Moment>,
}

impl Absences {
    fn count(&mut self, is_absent: bool, at: Moment) {
        let is_soon = self.latest.is_some_and(|latest| at.0 < latest.0.saturating_add(LAG));
        match is_absent {
            false => *self = Self::default(),
            true if is_soon => {}
            true => *self = Self { counted: self.counted + 1, latest: Some(at) },
        }
    }
}

/// A finding that a read has of the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It shows what the call was to do.
    Confirmed(Evidence),
    /// It leaves the outcome unknown.
    Open(Observation),
}

/// An observation that was made last of a task whose call's outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Observation {
    /// It is there, in a state that OMS calls so.
    State(String),
    /// It is there.
    There,
    /// It is not there.
    Absent,
    /// It is gone, and another one may be its successor.
    Elsewhere(TaskName),
    /// These keys of its configuration are not as they were sent.
    Differs(Vec<String>),
    /// Its configuration is not told, or only in parts that were not sent.
    NotTold,
    /// How far it has come.
    Checkpoint(EpochSeconds),
}

impl Inquiry {
    /// Asks about a run whose outcome is unknown. The id of the task's project is what was read, else what its name
    /// tells, else that of the first project that is seen to have the task.
    pub fn of(run: Run, project: Option<&str>) -> Option<Self> {
        let step = run.unknown_step()?;
        let sent = run.steps[step].tries.last()?.sent;
        let project = project.or_else(|| Some(run.task.parts()?.project)).map(str::to_owned);
        Some(Self { run, step, sent, project, absences: Absences::default() })
    }

    /// Returns the run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Returns the step whose outcome is unknown.
    pub fn step(&self) -> usize {
        self.step
    }

    /// Returns the id of the task's project, as far as it is known.
    pub fn project(&self) -> Option<&str> {
        self.project.as_deref()
    }

    /// Returns whether what was read of a project tells of the task.
    pub fn is_about(&mut self, project: &str, components: &Components) -> bool {
        if self.project.is_none() {
            let has_task = components.connectors.iter().any(|connector| connector.name == self.run.task);
            self.project = has_task.then(|| project.to_owned());
        }
        self.project.as_deref() == Some(project)
    }

    /// Takes what was read of the project at a moment. `is_new` tells whether a name was not known before the call.
    pub fn take(
        &mut self,
        components: &Components,
        at: Moment,
        is_new: impl Fn(&TaskName, Moment) -> bool,
    ) -> Finding {
        let call = &self.run.steps[self.step].call;
        let own = components.connector(&self.run.task);
        // OMS may not have noticed yet.
        let is_after = at.0 >= self.sent.0.saturating_add(LAG);
        let confirmed =
            |evidence: Option<Evidence>, observation: Observation| match evidence.filter(|_| is_after) {
                Some(evidence) => Finding::Confirmed(evidence),
                None => Finding::Open(observation),
            };
        let Some(own) = own else {
            // What cannot be read may be the task.
            let is_gone = is_after && components.odd.is_empty();
            self.absences.count(is_gone, at);
            let follows = |other: &&Connector| self.may_follow(other) && is_new(&other.name, self.sent);
            let mut others = components.connectors.iter().filter(follows);
            let (other, further) = (others.next(), others.next());
            let Some(other) = other else {
                let is_deleted = call.endpoint == Endpoint::Delete && self.absences.counted >= ABSENCES;
                return confirmed(is_deleted.then_some(Evidence::Gone), Observation::Absent);
            };
            let is_moved = call.endpoint == Endpoint::Migrate
                && is_gone
                && further.is_none()
                && self.before().reverse.is_some()
                && is_at(other, call);
            let evidence = is_moved.then(|| Evidence::MovedTo(other.name.clone()));
            return confirmed(evidence, Observation::Elsewhere(other.name.clone()));
        };
        self.absences.count(false, at);
        match call.endpoint {
            Endpoint::Stop => confirmed(self.changed(own, ConnectorState::Stopped), state(own)),
            Endpoint::Resume => confirmed(self.changed(own, ConnectorState::Running), state(own)),
            Endpoint::Migrate | Endpoint::Delete => Finding::Open(Observation::There),
            Endpoint::Update => {
                let configured = configured(own, call);
                let observation = match (&configured, self.run.kind, own.checkpoint) {
                    (Configured::AsSent, ..) => Observation::There,
                    (_, OperationKind::PullBack, Some(at)) => Observation::Checkpoint(at),
                    (Configured::NotTold, ..) => Observation::NotTold,
                    (Configured::Differs(keys), ..) => Observation::Differs(keys.clone()),
                };
                match configured {
                    Configured::AsSent => confirmed(Some(Evidence::Configured), observation),
                    _ => confirmed(self.moved_back(own), observation),
                }
            }
        }
    }

    /// Takes that everything was read, the list of projects too, and the task's project was not there. Only a project
    /// that was there before tells anything.
    pub fn take_without_project(&mut self, begun: Moment) -> Finding {
        let is_after = begun.0 >= self.sent.0.saturating_add(LAG);
        self.absences.count(is_after, begun);
        let is_delete = self.run.steps[self.step].call.endpoint == Endpoint::Delete;
        match is_delete && self.absences.counted >= ABSENCES {
            true => Finding::Confirmed(Evidence::Gone),
            false => Finding::Open(Observation::Absent),
        }
    }

    fn may_follow(&self, other: &Connector) -> bool {
        let is_reverse = other.direction == Direction::Reverse;
        other.name.may_follow(&self.run.task)
            && self.before().reverse.is_none_or(|reverse| reverse == is_reverse)
    }

    fn before(&self) -> KnownBefore {
        self.run.steps[self.step].tries.last().map(|sent| sent.before).unwrap_or_default()
    }

    /// Returns whether a task that was known not to be in a state is in it now.
    fn changed(&self, own: &Connector, to: ConnectorState) -> Option<Evidence> {
        let was_running = self.before().running?;
        let is_in = own.state.as_ref().is_some_and(|state| state.is(&to));
        match to {
            ConnectorState::Running if is_in && !was_running => Some(Evidence::Running),
            ConnectorState::Stopped if is_in && was_running => Some(Evidence::Stopped),
            _ => None,
        }
    }

    /// Returns whether the checkpoint is at or before the point of a pull-back, and was behind it before: one that
    /// never was there tells nothing of the call, and a start would go on from an older checkpoint that was set once.
    fn moved_back(&self, own: &Connector) -> Option<Evidence> {
        let points = pull_back_times(&self.run)?;
        let point = points.into_iter().map(|(_, at)| at).min()?;
        self.before().checkpoint.filter(|before| *before > point)?;
        own.checkpoint.filter(|at| *at <= point).map(Evidence::MovedBack)
    }
}

fn state(own: &Connector) -> Observation {
    own.state.as_ref().map_or(Observation::There, |state| Observation::State(OmsWord::word(state)))
}

/// Returns whether a connector runs on the host that a Migrate names, if it names one.
fn is_at(connector: &Connector, call: &CallRecord) -> bool {
    let asked = call.target.split('&').find_map(|parameter| parameter.strip_prefix("ip="));
    let Some(asked) = asked.map(percent::decode) else { return true };
    let host = connector.name.parts().map(|parts| parts.host);
    host.is_some_and(|host| host.eq_ignore_ascii_case(&asked)) || connector.ip.as_deref() == Some(&*asked)
}

/// A comparison that a configuration allows with what an Update sent.
enum Configured {
    AsSent,
    /// These keys are not as they were sent.
    Differs(Vec<String>),
    NotTold,
}

/// Returns the scopes, keys and values of an Update, placeholders for secrets included.
fn sent_values(call: &CallRecord) -> Vec<(String, String, String)> {
    let Some(JsonTree::Object(scopes)) = call.body.as_deref().and_then(JsonTree::read) else {
        return Vec::new();
    };
    let mut values = Vec::new();
    for (scope, keys) in scopes {
        if let JsonTree::Object(keys) = keys {
            values.extend(keys.into_iter().map(|(key, value)| (scope.clone(), key, value.to_value())));
        }
    }
    values
}

/// Compares every key that was sent or deleted, but for those whose value is a secret or a mask.
fn configured(own: &Connector, call: &CallRecord) -> Configured {
    let Some(config) = &own.config else { return Configured::NotTold };
    let sent = sent_values(call);
    let (mut compared, mut differing) = (0, Vec::new());
    let mut compare = |scope: &str, key: &str, is_same: bool| {
        compared += 1;
        if !is_same {
            differing.push(format!("{scope}.{key}"));
        }
    };
    let is_hidden = |scope: &str, key: &str, value: &str| {
        holds_secret(scope, key, value) || mask_in_value(scope, key, value).is_some()
    };
    for (scope, key, value) in &sent {
        let seen = config.get(scope, key);
        let is_mask = seen.as_ref().is_some_and(|seen| is_hidden(scope, key, &seen.to_value()));
        if !is_mask && !is_hidden(scope, key, value) {
            let sent = unfolded(JsonTree::Text(value.clone()));
            compare(scope, key, seen.is_some_and(|seen| is_alike(&unfolded(seen), &sent)));
        }
    }
    let lists = call.target.split('&').filter_map(|parameter| parameter.strip_prefix("deleteParams="));
    for list in lists.map(percent::decode) {
        for (scope, key) in list.split(',').filter_map(|path| path.split_once('.')) {
            // The host deletes before it sets.
            if !sent.iter().any(|(other, name, _)| (&**other, &**name) == (scope, key)) {
                compare(scope, key, config.get(scope, key).is_none());
            }
        }
    }
    match (compared, differing.is_empty()) {
        (0, _) => Configured::NotTold,
        (_, true) => Configured::AsSent,
        (_, false) => Configured::Differs(differing),
    }
}

/// Returns whether two values are the same, be their numbers and booleans strings or not.
fn is_alike(one: &JsonTree, other: &JsonTree) -> bool {
    match (one, other) {
        (JsonTree::List(one), JsonTree::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_alike(one, other))
        }
        (JsonTree::Object(one), JsonTree::Object(others)) => {
            let is_there = |(name, value): &(String, JsonTree)| {
                others.iter().any(|(other, found)| other == name && is_alike(value, found))
            };
            one.len() == others.len() && one.iter().all(is_there)
        }
        (JsonTree::List(_) | JsonTree::Object(_), _) | (_, JsonTree::List(_) | JsonTree::Object(_)) => false,
        (one, other) => one.to_value() == other.to_value(),
    }
}
