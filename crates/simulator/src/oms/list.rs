//! Projects as rows, and the pages of their list.

use serde_json::{Value, json};

use super::component::SeenTask;
use super::project::Project;
use super::settings::MOST_ROWS;
use super::steps::Course;
use super::times::{Times, hash};

/// A list of projects that is asked for.
pub(super) struct Wanted<'a>(pub(super) &'a Value);

impl Wanted<'_> {
    /// Returns the number of the page, and how many rows it has at most.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn page(&self) -> Result<(usize, usize), &'static str> {
        let number = |name: &str, default: usize| match self.0.get(name) {
            None | Some(Value::Null) => Some(default),
            Some(value) => value.as_u64().and_then(|number| usize::try_from(number).ok()),
        };
        match (number("pageNumber", 1), number("pageSize", 10)) {
            (Some(page @ 1..), Some(size @ 1..=MOST_ROWS)) => Ok((page, size)),
            (Some(_), Some(_)) => Err("pageNumber must be at least 1, pageSize from 1 to 150"),
            _ => Err("pageNumber and pageSize must be numbers"),
        }
    }

    /// Returns whether the project is among those asked for.
    pub(super) fn matches(&self, project: &Project) -> bool {
        let text = |name: &str| self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let is_in = |name: &str, value: &str| match self.0.get(name) {
            Some(Value::Array(values)) => values.is_empty() || values.iter().any(|other| other == value),
            _ => true,
        };
        let labels = match self.0.get("labelIds") {
            Some(Value::Array(ids)) => {
                ids.is_empty() || project.labels.iter().any(|label| ids.contains(&label_id(label).into()))
            }
            _ => true,
        };
        text("searchKey").is_none_or(|key| project.name.contains(key) || project.id.contains(key))
            && text("type").is_none_or(|kind| kind == project.kind)
            && is_in("status", &project.status)
            && is_in("sourceEndpointTypes", &project.source)
            && is_in("sinkEndpointTypes", &project.sink)
            && labels
    }

    /// Brings the projects into the order asked for, which is descending by default.
    pub(super) fn sort(&self, projects: &mut [Project], modified: impl Fn(&Project) -> i64) {
        let by_change = self.0.get("sortField").is_some_and(|field| field == "gmtModified");
        let time = |project: &Project| if by_change { modified(project) } else { project.created };
        projects.sort_by_cached_key(|project| (time(project), project.id.clone()));
        if self.0.get("order").is_none_or(|order| order != "asc") {
            projects.reverse();
        }
    }
}

/// Returns when OMS changed a project's record last.
pub(super) fn modified(project: &Project, now: i64) -> i64 {
    if project.is_over() { project.finished.unwrap_or(project.created) } else { now - 40 }
}

/// Returns a project as a row of a list, and as the answer about it alone.
pub(super) fn row(project: &Project, tasks: &[SeenTask], times: Times) -> Value {
    let course = Course { project, tasks, times };
    let is_migration = project.kind == "MIGRATION";
    let reads = tasks.iter().filter(|task| !task.task.reverse);
    let subtopics: Vec<_> = reads.flat_map(|task| task.task.position.keys()).collect();
    let kept = tasks.iter().map(|task| task.task.retention.as_secs() / 3600).max();
    let alarming = project.status == "RUNNING_ALARMING" || project.status == "FAILED";
    let has_reverse = tasks.iter().any(|task| task.task.reverse);
    let delay = tasks.iter().filter_map(|task| task.delay(times)).max();
    let mut row = json!({
        "id": project.id,
        "type": project.kind,
        "name": project.name,
        "labels": match project.labels.as_slice() {
            [] => Value::Null,
            names => names.iter().map(|name| label(name)).collect(),
        },
        "owner": project.owner,
        "importance": project.importance,
        "status": project.status,
        "gmtCreate": times.local(project.created),
        "gmtModified": times.local(modified(project, times.now)),
        "gmtStart": if project.status == "INIT" { Value::Null } else { times.local(project.created + 1900) },
        "gmtFinish": project.finished.map_or(Value::Null, |at| times.local(at)),
        "destConnId": null,
        "isMerging": project.status == "RUNNING_MERGING",
        "isModifying": project.status == "RUNNING_MODIFYING",
        "isSubProject": false,
        "sourceEndpointType": project.source,
        "sinkEndpointType": project.sink,
        "transferMapping": null,
        "commonTransferConfig": { "tableCategory": "ALL", "activeActive": false, "mqPartition": 0 },
        "enableStructTransfer": is_migration,
        "structTransferConfig": null,
        "enableFullTransfer": is_migration,
        "enableFullVerify": project.verifies,
        "fullTransferConfig": { "fullTransferSpeedMode": "NORMAL", "fullVerifySpeedMode": "NORMAL" },
        "enableIncrTransfer": true,
        "enableIncrVerify": false,
        "enableReverseIncrTransfer": has_reverse,
        "sourceConnectInfo": endpoint(project, "source", &project.source),
        "sinkConnectInfo": endpoint(project, "sink", &project.sink),
        "steps": course.steps(),
    });
    row["incrTransferConfig"] = json!({
        "startTimestamp": null,
        "recordTypeWhiteList": ["INSERT", "UPDATE", "DELETE", "DDL"],
        "storeLogKeptHour": kept,
        "enableSequencingWithinTxn": true,
        "incrSyncConcurrency": 64,
        "enableIncrSyncStatistics": true,
    });
    row["extraInfo"] = json!({
        "runningStep": null,
        "runningProgress": null,
        "monitoringIncr": true,
        "subtopics": subtopics,
        "reverseSubtopics": null,
        "sourceStoreKeptHour": kept,
        "syncDelay": delay,
        "syncDelaySampleTimestamp": times.sampled(),
        "maxConnectorCount": -1,
        "incrSyncTimestamp": course.checkpoint(false),
    });
    row["alarmStats"] = json!({
        "target": project.id,
        "alarming": alarming,
        "recentlyTriggerCount": alarming.then_some(3),
        "ruleToRecentlyTriggerCount": alarming.then(|| json!({ "oms_migration_delay": 3 })),
        "alarmContent": null,
    });
    row
}

fn endpoint(project: &Project, side: &str, kind: &str) -> Value {
    let number = hash(&format!("{side}{}", project.id));
    json!({
        "id": format!("c_{number:012}"),
        "endpointName": format!("{side}_{}", project.name),
        "endpointId": format!("e_{number:012}"),
        "endpointSide": null,
        "dbEngine": format!("{kind}_PUBLIC"),
        "username": "oms_reader",
        "timezone": "+08:00",
        "charset": "utf8mb4",
        "region": project.region,
        "owner": project.owner,
        "host": format!("10.1.{}.{}", number % 250, number / 250 % 250),
        "port": 3306,
    })
}

/// Returns a label as OMS writes it.
pub(super) fn label(name: &str) -> Value {
    json!({ "id": label_id(name), "name": name })
}

fn label_id(name: &str) -> String {
    format!("l_{:012}", hash(name))
}
