//! The components of a project: its connectors, Stores and Full-Verifications.

use serde_json::{Value, json};

use super::configuration::{MASK, configuration};
use super::project::{Project, Store};
use super::settings::OmsSettings;
use super::times::{Times, hash};
use crate::name::{self, Component};
use crate::state::State;
use crate::task::Task;

/// How long ago a checkpoint was reached when OMS asks for it, in seconds.
const SAVING: i64 = 2;

/// A task as OMS sees it.
pub(super) struct SeenTask {
    pub(super) task: Task,
    /// Its name, the former one while it migrates.
    pub(super) name: String,
    pub(super) status: &'static str,
}

impl SeenTask {
    /// Looks at a task, and at nothing where it is gone. OMS learns of changes late.
    pub(super) fn look(task: Task, now: i64, settings: &OmsSettings) -> Option<Self> {
        if let Some(change) = &task.change {
            let passed = now - change.at;
            let between = match task.state {
                State::Running => "STARTING",
                State::Stopped if change.name != task.name => "MIGRATING",
                State::Stopped => "STOPPING",
                _ => word(change.state),
            };
            let name = change.name.clone();
            if passed < settings.lag_seconds {
                let status = word(change.state);
                return Some(Self { name, status, task });
            }
            if passed < settings.lag_seconds + settings.settle_seconds {
                return Some(Self { name, status: between, task });
            }
        }
        let is_there = task.state != State::Deleted;
        is_there.then(|| Self { name: task.name.clone(), status: word(task.state), task })
    }

    /// Returns the point that it has reached, as OMS asked for it last.
    pub(super) fn checkpoint(&self, times: Times) -> Option<i64> {
        let reached = self.task.position.values().min().copied()?;
        // A running one went on since then, and saves its checkpoint a little later.
        let since = if self.task.state == State::Running { times.now - times.sampled() + SAVING } else { 0 };
        Some(reached - since)
    }

    /// Returns when OMS asked for its checkpoint last: one that does not run tells no new ones.
    fn sampled(&self, times: Times) -> i64 {
        let stopped = self.task.change.as_ref().filter(|_| self.task.state != State::Running);
        stopped.map_or(times.sampled(), |change| change.at.min(times.sampled()))
    }

    /// Returns by how many seconds it is behind.
    pub(super) fn delay(&self, times: Times) -> Option<i64> {
        self.checkpoint(times).map(|checkpoint| times.now - checkpoint)
    }

    /// Returns how many records it writes per second.
    pub(super) fn rate(&self, times: Times) -> i64 {
        let most = 20 + hash(&self.name) % 2000;
        if self.task.state == State::Running { most - times.wobble(&self.name, most / 5) } else { 0 }
    }

    /// Returns how much a Full-Import has done, in percent.
    pub(super) fn progress(&self) -> i64 {
        if self.task.state == State::Finished { 100 } else { self.task.copied / 10 }
    }

    fn is_full_import(&self) -> bool {
        self.task.component() == Some(Component::FullImport)
    }

    fn connector(&self, project: &Project, times: Times) -> Value {
        let change = self.task.change.as_ref().map(|change| change.at);
        let created = project.created + 60;
        let mut entry = json!({
            "region": project.region,
            "name": self.name,
            "ip": name::host(&self.name),
            "identity": project.id,
            "status": self.status,
            "config": configuration(&self.task),
            "gmtCreate": times.local(created),
            "gmtModify": times.local(change.unwrap_or(created)),
            "errorDetails": self.errors(),
        });
        if self.is_full_import() {
            entry["type"] = "FULL_TRANS".into();
            entry["progress"] = self.progress().into();
        } else {
            entry["type"] = "INCR_TRANS".into();
            // A client of LogProxy is no subtopic.
            let reads_stores = self.task.value("source", "client.id").is_none();
            let subtopics = self.task.position.keys().filter(|_| reads_stores);
            entry["subtopics"] = subtopics.cloned().collect();
            entry["checkpoint"] = self.checkpoint(times).map_or(Value::Null, |at| times.utc(at));
            entry["tps"] = self.rate(times).into();
            entry["delay"] = self.delay(times).into();
            entry["checkpointSampleTimestamp"] = self.sampled(times).into();
        }
        entry
    }

    fn errors(&self) -> Value {
        if self.status != word(State::Abnormal) {
            return Value::Null;
        }
        json!([self.task.error.clone().unwrap_or_else(|| {
            let points = self.task.position.iter().next();
            let (subtopic, point) = points.map_or(("", 0), |(subtopic, point)| (subtopic.as_str(), *point));
            let message = format!("No available store. SubTopic: [{subtopic}], checkpoint: [{point}]");
            error_detail("CM-RESOIE000201", &message, "No Store of this subtopic holds the requested point.")
        })])
    }
}

/// Returns an object of `errorDetails`. API page: Responses.
pub(super) fn error_detail(code: &str, message: &str, reason: &str) -> Value {
    json!({
        "code": code,
        "level": "FATAL",
        "message": message,
        "extraContext": null,
        "messageMcmsKey": code,
        "messageMcmsContext": {},
        "reason": reason,
        "reasonMcmsKey": null,
        "reasonMcmsContext": {},
        "proposal": "Restart the Store or create one that begins earlier.",
        "proposalMcmsKey": null,
        "proposalMcmsContext": {},
        "upstreamErrorDetail": null,
    })
}

fn word(state: State) -> &'static str {
    match state {
        State::Running => "RUNNING",
        State::Stopped => "STOPPED",
        State::Abnormal => "EXCEPTION",
        State::Finished => "FINISHED",
        State::Deleted => "DELETED",
    }
}

/// Returns the answer about the components of a project.
pub(super) fn components(project: &Project, tasks: &[SeenTask], times: Times) -> Value {
    let list = |entries: Vec<Value>| if entries.is_empty() { Value::Null } else { entries.into() };
    let connectors = |is_full_import, reverse| {
        let chosen = tasks.iter().filter(|task| {
            !is_verification(task) && (task.is_full_import(), task.task.reverse) == (is_full_import, reverse)
        });
        list(chosen.map(|task| task.connector(project, times)).collect())
    };
    let all = project.stores.clone();
    let all = all.unwrap_or_else(|| {
        let readers = tasks.iter().map(|seen| &seen.task);
        Store::of_tasks(readers.filter(|task| task.value("source", "client.id").is_none()), project.is_over())
    });
    let stores = |reverse| {
        let chosen = all.iter().enumerate().filter(|(_, store)| store.reverse == reverse);
        list(chosen.map(|(place, store)| store_entry(place, store, project, tasks, times)).collect())
    };
    // There is no list for the Full-Imports of the way back.
    json!({
        "storeList": stores(false),
        "reverseStoreList": stores(true),
        "fullVerifyComponents": list(verifications(project, tasks)),
        "fullImportComponents": connectors(true, false),
        "incrSyncComponents": connectors(false, false),
        "reverseIncrSyncComponents": connectors(false, true),
    })
}

fn store_entry(place: usize, store: &Store, project: &Project, tasks: &[SeenTask], times: Times) -> Value {
    let is_active = store.status == "ACTIVE";
    let (begin, end) = (times.now - store.begins_ago, times.now - store.ends_ago);
    let place = i64::try_from(place).unwrap_or(0);
    let sequence = 1 + hash(&project.id) % 9000 * 100 + place;
    let port = 7100 + place;
    let topic = store.subtopic.trim_end_matches("-0").trim_end_matches("-1");
    let reads = |task: &&SeenTask| {
        task.task.state == State::Running && task.task.position.contains_key(&store.subtopic)
    };
    // A stopped one was heard last when it reached its end.
    let heartbeat = if is_active { times.now - 4 } else { end };
    let kind = match project.source.as_str() {
        "MYSQL" | "TIDB" => "MySQL",
        "ORACLE" => "Oracle",
        _ => "OceanBase",
    };
    json!({
        "name": format!("{}-{port}:{}:{sequence:010}", store.ip, store.subtopic),
        "ip": store.ip,
        "type": kind,
        "region": project.region,
        "topic": topic,
        "subtopic": store.subtopic,
        "tps": if is_active { 5 + times.wobble(&store.subtopic, 40) } else { 0 },
        "delay": if is_active { 0 } else { store.ends_ago },
        "gmt": heartbeat + 2,
        "conn": tasks.iter().filter(reads).count(),
        "status": store.status,
        "errorDetails": null,
        "toSwitch": false,
        "port": 17000 + 2 * place,
        "storePort": port,
        "beginCheckpoint": times.utc(begin),
        "endCheckpoint": times.utc(end),
        "config": {
            "deliver2store.topic": topic,
            "deliver2store.subTopic": store.subtopic,
            "deliver2store.subId": format!("{sequence:010}"),
            "deliver2store.master.password": MASK,
            "deliver2store.master.username": "oms_reader",
            "store.clearer.period": "3600",
            "store.clearer.outdated": store.kept.to_string(),
        },
        // It is also there when all is well.
        "errMsg": format!("DRC_500:Store {}.{sequence:010} started successfully\n", store.subtopic),
        "gmtCreate": times.local(project.created + 30),
        "gmtModified": times.local(heartbeat + 1),
        "latelyHeartbeatTimeSec": heartbeat,
    })
}

fn is_verification(seen: &SeenTask) -> bool {
    seen.name.contains("-verify-")
}

fn verifications(project: &Project, tasks: &[SeenTask]) -> Vec<Value> {
    let entry = |name: &str, status: &str, share: &str, percent: i64| {
        json!({
            "region": project.region,
            "name": name,
            "inconsistentQuantity": 3,
            "consistentQuantity": 92_195,
            "progress": share,
            "recordProgress": percent,
            "status": status,
            "errorDetails": null,
            "ip": name::host(name),
            "taskId": name.rsplit(':').next(),
            "config": { "task.type": "verify", "datasource.master.password": MASK },
        })
    };
    let named = tasks.iter().filter(|task| is_verification(task));
    let mut entries: Vec<_> = named.map(|task| entry(&task.name, "DONE", "1.0", 100)).collect();
    if project.verifies {
        let name = |place| format!("10.0.0.5-8000:{}-verify-{place}-0:000000000{place}", project.id);
        entries.push(entry(&name(1), "DONE", "1.0", 100));
        entries.push(entry(&name(2), "RUNNING", "0.42", 42));
    }
    entries
}
