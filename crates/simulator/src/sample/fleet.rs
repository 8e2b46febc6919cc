//! A fleet as large as the largest seen, to measure with.

use super::{Dice, LETTERS, RETENTION};
use crate::oms::Project;
use crate::state::State;
use crate::task::Task;

/// `count` projects with `tasks` tasks as they might be at `now`, in seconds since 1970 UTC; the tasks are spread
/// evenly, first Incr-Syncs and Full-Imports in turn.
pub fn fleet_at(count: usize, tasks: usize, now: i64) -> (Vec<Project>, Vec<Task>) {
    let mut fleet = (Vec::new(), Vec::new());
    for number in 0..count {
        let mut dice = Dice(0xf1ee_7000 + number as u64);
        let letters: String = (0..7).map(|_| dice.pick(LETTERS)).collect();
        let id = format!("np_{letters}{number:05}");
        let host = format!("10.{}.{}.{}", 20 + number / 200, number / 20 % 10, 5 + number % 20);
        let created = now - 90 * 24 * 3600 + i64::try_from(number).unwrap_or(0);
        let mut project = Project::new(&id, created);
        project.name = format!("fleet_{number:03}");
        project.importance = dice.pick(&["HIGH", "MEDIUM", "LOW"]).into();
        fleet.0.push(project);
        let share = tasks / count.max(1) + usize::from(number < tasks % count.max(1));
        for place in 0..share {
            let (link, sub_id) = (["incr_trans", "full_trans"][place % 2], 1 + place / 2);
            let name =
                format!("{host}-9000:connector_v2:{id}-{link}-{sub_id}-0:{:010}", 1 + number * 10 + place);
            let state = match dice.below(40) {
                0 => State::Stopped,
                1 => State::Abnormal,
                _ if place % 2 == 1 && dice.below(10) > 0 => State::Finished,
                _ => State::Running,
            };
            let task = Task::new(&name).state(state).retention(RETENTION).copied(400);
            let task = if dice.one_in(20) { task.behind(600) } else { task };
            fleet.1.push(
                task.set("coordinator", "connectorJvmParam", "-server -Xms8g -Xmx8g")
                    .set("source", "username", "oms_reader")
                    .set("source", "password", "sample")
                    .set("sink", "jdbcUrl", "jdbc:mysql://10.1.0.10:2883/shop?socketTimeout=50000")
                    .set("sink", "workerNum", "64"),
            );
        }
    }
    fleet
}
