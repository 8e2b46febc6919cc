//! The steps of a project, its progress, and figures over time.

use serde_json::{Value, json};

use super::component::SeenTask;
use super::project::Project;
use super::times::{Times, hash};
use crate::name::Component;

/// The most points of a figure.
const MOST_POINTS: i64 = 1000;

/// A project with its tasks, to tell of its steps.
pub(super) struct Course<'a> {
    pub(super) project: &'a Project,
    pub(super) tasks: &'a [SeenTask],
    pub(super) times: Times,
}

impl Course<'_> {
    /// Returns the steps in their order.
    pub(super) fn steps(&self) -> Value {
        let names: &[&str] = match (self.project.kind.as_str(), self.project.status.as_str()) {
            (_, "INIT") => &["TRANSFER_PRECHECK"],
            (_, "RELEASED" | "DELETED") | ("VERIFY", _) => &[],
            ("SYNC", _) => &["TRANSFER_PRECHECK", "TRANSFER_INCR_LOG_PULL", "INCR_TRANSFER"],
            _ => &[
                "TRANSFER_PRECHECK",
                "STRUCT_TRANSFER",
                "TRANSFER_INCR_LOG_PULL",
                "FULL_TRANSFER",
                "INDEX_TRANSFER",
                "INCR_TRANSFER",
                "FULL_VERIFIER",
                "TRANSFER_APP_SWITCH",
            ],
        };
        let reverse = self.has_reverse().then_some("REVERSE_INCR_TRANSFER");
        let named = names.iter().copied().chain(reverse.filter(|_| !names.is_empty()));
        named.enumerate().map(|(place, name)| self.step(place, name)).collect()
    }

    fn step(&self, place: usize, name: &str) -> Value {
        let (status, progress) = self.status(name);
        let started = self.project.created + 600 * i64::try_from(place).unwrap_or(0);
        let finished = if status == "FINISHED" { self.times.local(started + 300) } else { Value::Null };
        let info = match name {
            "INCR_TRANSFER" | "REVERSE_INCR_TRANSFER" => json!({
                "incrTimestampCheckpoint": self.checkpoint(name != "INCR_TRANSFER"),
                "checkpointSampleTimestamp": self.times.sampled(),
                "enableIncrStatistics": true,
            }),
            "FULL_TRANSFER" => {
                let capacity = 10_000 + hash(&self.project.id);
                json!({
                    "processedRecords": capacity * progress / 100, "capacity": capacity,
                    "srcRps": 140, "srcRt": 7, "srcIops": 40_945, "dstRps": 138, "dstRt": 7, "dstIops": 40_110,
                    "srcRpsRef": 8000, "srcRtRef": 1, "dstRpsRef": 8000, "dstRtRef": 1, "srcIopsRef": 8_388_608,
                })
            }
            _ => Value::Null,
        };
        let failed = status == "FAILED";
        let error = |text: &str| if failed { Value::from(text) } else { Value::Null };
        json!({
            "order": place + 1,
            "name": name,
            "description": name.to_lowercase().replace('_', " "),
            "status": status,
            "extraInfo": {
                "errorDetails": null,
                "errorCode": error("CM-RESOIE000201"),
                "errorMsg": error("No available store."),
                "errorParam": null,
                "failedTime": if failed { self.times.local(self.times.now - 600) } else { Value::Null },
            },
            "startTime": if status == "INIT" { Value::Null } else { self.times.local(started) },
            "finishTime": finished,
            "progress": progress,
            "stepInfo": info,
        })
    }

    /// Returns the state of a step, and how much of it is done in percent.
    fn status(&self, name: &str) -> (&'static str, i64) {
        let project = self.project.status.as_str();
        match name {
            "INCR_TRANSFER" | "REVERSE_INCR_TRANSFER" => match project {
                "FAILED" => ("FAILED", 100),
                "SUSPEND" | "RELEASING" => ("SUSPEND", 100),
                "FINISHED" => ("FINISHED", 100),
                _ if name == "INCR_TRANSFER" && self.has_reverse() => ("FINISHED", 100),
                _ => ("MONITORING", 100),
            },
            "FULL_TRANSFER" if self.full_progress() < 100 => ("RUNNING", self.full_progress()),
            "FULL_VERIFIER" if self.project.verifies => ("RUNNING", 42),
            "FULL_VERIFIER" | "TRANSFER_APP_SWITCH" if !self.has_reverse() => ("INIT", 0),
            _ if project == "INIT" => ("INIT", 0),
            _ => ("FINISHED", 100),
        }
    }

    /// Returns how far the project is.
    pub(super) fn progress(&self) -> Value {
        let step = match (self.project.status.as_str(), self.has_reverse()) {
            ("INIT", _) => "TRANSFER_PRECHECK",
            _ if self.full_progress() < 100 => "FULL_TRANSFER",
            (_, true) => "REVERSE_INCR_TRANSFER",
            (_, false) => "INCR_TRANSFER",
        };
        json!({
            "projectId": self.project.id,
            "status": self.project.status,
            "alarmLevel": self.project.importance,
            "enableIncrSync": true,
            "currentStep": step,
            "incrSyncCheckpoint": self.checkpoint(false),
            "enableStructTransfer": self.project.kind == "MIGRATION",
            "enableFullTransfer": self.project.kind == "MIGRATION",
            "structTransferProgress": 100,
            "fullTransferProgress": self.full_progress(),
            "enableReverseIncrTransfer": self.has_reverse(),
            "reverseIncrTransferCheckpoint": self.checkpoint(true),
        })
    }

    /// Returns a figure over time, from `begin` to `end`. The delay ends where it is now.
    pub(super) fn figure(&self, metric: &str, reverse: bool, begin: i64, end: i64, points: i64) -> Value {
        let step = ((end - begin) / points.clamp(1, MOST_POINTS)).max(1);
        let chosen = || self.tasks.iter().filter(|task| task.task.reverse == reverse);
        let last = match metric {
            "DELAY" => chosen().filter_map(|task| task.delay(self.times)).max().unwrap_or(0),
            _ => chosen().map(|task| task.rate(self.times)).sum(),
        };
        let is_behind = metric == "DELAY" && last > 60;
        let count = (end - begin) / step;
        let value = |place: i64| {
            let at = begin + place * step;
            let jitter = (hash(&self.project.id) + at / 10 * 7).rem_euclid(1 + last.abs() / 10);
            // What is far behind fell behind in the last third of the time.
            let grown = (3 * place - 2 * count).max(0) * last / count.max(1);
            json!({ "timestamp": at, "value": if is_behind { grown } else { last - jitter } })
        };
        let values: Vec<_> = (0..=count).map(value).collect();
        json!([{ "name": null, "tags": null, "dataPoints": values }])
    }

    fn has_reverse(&self) -> bool {
        self.tasks.iter().any(|task| task.task.reverse)
    }

    pub(super) fn checkpoint(&self, reverse: bool) -> Option<i64> {
        let chosen = self.tasks.iter().filter(|task| task.task.reverse == reverse);
        chosen.filter_map(|task| task.checkpoint(self.times)).min()
    }

    fn full_progress(&self) -> i64 {
        let is_full = |task: &&SeenTask| task.task.component() == Some(Component::FullImport);
        self.tasks.iter().filter(is_full).map(SeenTask::progress).min().unwrap_or(100)
    }
}
