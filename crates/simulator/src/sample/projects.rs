//! The projects of the sample's tasks, and some that have no tasks.

use super::{Dice, Link, target};
use crate::oms::{Project, Store};
use crate::state::State;
use crate::task::Task;

/// A day in seconds.
const DAY: i64 = 24 * 3600;

/// Returns the projects of [`super::tasks_at`] with the same arguments, and five more in which nothing works.
pub fn projects_at(count: usize, now: i64) -> Vec<Project> {
    let mut projects = Vec::new();
    let mut left = count;
    for number in 0.. {
        if left == 0 {
            break;
        }
        let link = Link::new(number);
        let id = link.id.clone();
        let tasks: Vec<_> = link.tasks(now).into_iter().take(left).collect();
        left -= tasks.len();
        projects.push(project(number, &id, &tasks, now));
    }
    let without_tasks = [
        ("np_6k5p8a6n3b1y", "new_not_started", "MIGRATION", "INIT", 1),
        ("np_6k60t5h2x8dq", "old_released", "MIGRATION", "RELEASED", 180),
        ("p_48a7k2m5v1xo", "legacy_since_322", "SYNC", "FINISHED", 900),
        ("np_6k4t3e8v1m7c", "shop_verified_again", "MIGRATION", "RUNNING", 20),
        ("np_6k7e2v9d4cxq", "shop_verify_only", "VERIFY", "RUNNING", 3),
    ];
    projects.extend(without_tasks.map(|(id, name, kind, status, days)| {
        let mut project = Project::new(id, now - days * DAY).status(status);
        (project.name, project.kind) = (name.to_owned(), kind.to_owned());
        project.verifies = id == "np_6k4t3e8v1m7c";
        project.finished = matches!(status, "RELEASED" | "FINISHED").then_some(now - days * DAY / 2);
        project
    }));
    projects
}

fn project(number: u64, id: &str, tasks: &[Task], now: i64) -> Project {
    // Dice of its own: those of the tasks go on as they did.
    let mut dice = Dice(number ^ 0x0e5e_ed00);
    let source = tasks.first().and_then(|task| task.value("source", "dbType")).unwrap_or("MYSQL");
    let (kind, sink) = match target(number) {
        Some(sink) => ("SYNC", sink),
        None => ("MIGRATION", if source.ends_with("ORACLE") { "OB_ORACLE" } else { "OB_MYSQL" }),
    };
    let area = dice.pick(&["shop", "pay", "crm", "erp", "iot", "hr", "logistics"]);
    let mut project = Project::new(id, now - (5 + dice.below(300).cast_signed()) * DAY);
    project.name = format!("{area}_{}_to_{}_{number}", source.to_lowercase(), sink.to_lowercase());
    (project.kind, project.source, project.sink) = (kind.into(), source.into(), sink.into());
    project.importance = dice.pick(&["HIGH", "MEDIUM", "LOW", "LOW", "LOW", "IGNORE"]).into();
    project.region = dice.pick(&["default", "default", "cn-hangzhou", "cn-beijing"]).into();
    project.owner = dice.pick(&["admin", "liwei", "zhangmin"]).into();
    let labels = ["prod", "payments", "nightly"];
    project.labels = labels.into_iter().filter(|_| dice.one_in(3)).map(str::to_owned).collect();
    let at_random = ["SUSPEND", "RELEASING", "RUNNING_MODIFYING", "RUNNING_ALARMING", "RUNNING_MERGING"];
    project.status = match dice.below(15) {
        // Tasks of suspended and releasing projects that run should not.
        place @ 0..=4 => at_random[usize::try_from(place).unwrap_or(0)].into(),
        _ if tasks.iter().any(|task| task.state == State::Abnormal) => "FAILED".into(),
        _ if tasks.iter().all(|task| task.state == State::Stopped) => "SUSPEND".into(),
        _ => "RUNNING".into(),
    };
    if number % 6 == 1 {
        // Two Stores for one subtopic: the older one ended when the younger one began.
        let first =
            tasks.iter().find_map(|task| task.subtopics.first().filter(|_| !task.position.is_empty()));
        let mut stores = Store::of_tasks(tasks, false);
        let ended = first.map(|subtopic| Store {
            status: dice.pick(&["STOP", "UNEXPECTED_EXIT"]).into(),
            begins_ago: 9 * DAY,
            ends_ago: 7 * DAY - 3600,
            ..Store::new(subtopic, "10.0.0.9", 9 * DAY)
        });
        stores.extend(ended);
        project.stores = Some(stores);
    }
    project
}
