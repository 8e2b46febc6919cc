//! A believable set of tasks to try things with: mixed shapes, states and configurations, the same for the
//! same number and time. Hosts, projects, users and passwords are made up.

use std::time::Duration;

use crate::clock::Clock;
use crate::name::Component;
use crate::state::State;
use crate::task::Task;

mod errors;
mod fleet;
mod projects;

pub use fleet::fleet_at;
pub use projects::projects_at;

/// Where the tasks of the sample have their cluster manager.
const CM: &str = "http://10.1.0.2:8088";
/// How far back the Stores of the sample reach.
const RETENTION: Duration = Duration::from_secs(7 * 24 * 3600);

/// `count` tasks whose times fit the system's clock.
pub fn tasks(count: usize) -> Vec<Task> {
    tasks_at(count, Clock::system().now())
}

/// `count` tasks as they might be at `now`, in seconds since 1970 UTC. The first ones of a larger set are
/// those of a smaller one.
pub fn tasks_at(count: usize, now: i64) -> Vec<Task> {
    (0..).flat_map(|number| Link::new(number).tasks(now)).take(count).collect()
}

/// Returns the target of a project that synchronises to a message queue, by its number; `None` for one that migrates.
fn target(number: u64) -> Option<&'static str> {
    match number % 8 {
        1 => Some("KAFKA"),
        4 => Some("ROCKETMQ"),
        6 => Some("DATAHUB"),
        _ => None,
    }
}

/// A link that a project has, with one to four tasks.
struct Link {
    number: u64,
    id: String,
    dice: Dice,
}

impl Link {
    fn new(number: u64) -> Self {
        let mut dice = Dice(number);
        let prefix = if dice.one_in(4) { "p_" } else { "np_" };
        let id: String = (0..12).map(|_| dice.pick(LETTERS)).collect();
        Self { number, id: format!("{prefix}{id}"), dice }
    }

    fn tasks(mut self, now: i64) -> Vec<Task> {
        let host =
            format!("10.{}.{}.{}", self.number / 11_000 % 250, self.number / 55 % 200, 5 + self.number % 11);
        let id = self.id.clone();
        let mut name = |link: &str| {
            let (group, last) = (1 + self.dice.below(9), 1 + self.dice.below(4));
            format!("{host}-9000:{link}:{group:04}{last:06}")
        };
        let mut names = vec![name(&format!("connector_v2:{id}-incr_trans-1-0"))];
        if self.number.is_multiple_of(2) {
            names.push(name(&format!("connector_v2:{id}-full_trans-1-0")));
        }
        if self.number % 5 == 3 {
            names.push(name(&format!("connector_v2:{id}_reverse-incr_trans-1-0")));
        }
        // Names of older versions and of other parts of the system, which turn up in pasted lists.
        match self.number % 24 {
            5 => names.push(format!("{host}-9000:{id}_dest-000-0:0000000001")),
            14 => names.push(format!("{host}-90215:{id}-verify-1-0:0000000001")),
            23 => names.push(format!("{host}-7100:ORACLE_{id}_{}-1-0:0000000001", self.dice.pick(LETTERS))),
            _ => {}
        }
        let mut tasks: Vec<_> = names.iter().map(|name| self.task(name, now)).collect();
        // Some have more to do than they can.
        if self.number % 7 == 2 {
            let behind = [45, 400, 1200, 5400][usize::try_from(self.number / 7 % 4).unwrap_or(0)];
            let incr_sync = tasks.iter_mut().find(|task| task.component() == Some(Component::IncrSync));
            if let Some(task) = incr_sync.filter(|task| task.state == State::Running) {
                task.behind = behind;
                task.position.values_mut().for_each(|time| *time = now - behind);
            }
        }
        tasks
    }

    fn task(&mut self, name: &str, now: i64) -> Task {
        let task = Task::new(name).state(self.state(name)).retention(RETENTION);
        let (user, password) = (format!("oms_{}", self.number % 7), self.password());
        let task = task
            .set(
                "coordinator",
                "connectorJvmParam",
                self.dice.pick(&["-server -Xms4g -Xmx4g", "-server -Xms8g -Xmx8g"]),
            )
            .set("coordinator", "maxRecordCapacity", "16384")
            .set("coordinator", "bridgeQueueSize", self.dice.pick(&["256", "128", "32"]))
            .set("coordinator", "throttleRps", self.dice.pick(&["-1", "20000"]))
            .set("condition", "whiteCondition", r#"[{"name":"shop","all":false,"sub":[{"name":"orders"}]}]"#)
            .set("source", "username", &user)
            .set("source", "password", &password)
            .set("source", "dbType", self.dice.pick(&["OB_MYSQL", "OB_ORACLE", "MYSQL", "ORACLE"]))
            .set("sink", "username", &user)
            .set("sink", "password", &self.password())
            .set("sink", "workerNum", self.dice.pick(&["16", "32", "64"]));
        let task = match target(self.number) {
            Some("KAFKA") => task.set("sink", "servers", "10.1.4.61:9092,10.1.4.62:9092").set(
                "sink",
                "properties",
                r#"{"acks":"1","max.request.size":"1073741824"}"#,
            ),
            Some(_) => task.set("sink", "nameSvrAddr", "10.1.4.71:9876").set("sink", "tags", "default"),
            None => {
                let address = format!("10.1.0.{}:2883", 10 + self.number % 90);
                let url = format!("jdbc:mysql://{address}/shop?useUnicode=true&socketTimeout=50000");
                task.set("sink", "jdbcUrl", &url)
            }
        };
        let task = if task.state == State::Abnormal { errors::explained(task, self.number) } else { task };
        match task.component() {
            Some(Component::IncrSync) => self.incr_sync(task, name, now),
            Some(Component::FullImport) => task
                .copied(i64::try_from(self.number * 37 % 900).unwrap_or(0))
                .set("source", "workerNum", "16")
                .set("source", "sliceBatchSize", "2000")
                .set("source", "indexHint", "true"),
            None => task,
        }
    }

    /// Returns what an Incr-Sync has besides: subtopics, the Store's clients, and the checkpoint it began from.
    fn incr_sync(&mut self, task: Task, name: &str, now: i64) -> Task {
        let direction = if name.contains("_reverse-") { "_reverse" } else { "" };
        let partitions = if self.number % 9 == 4 { 2 } else { 1 };
        let through_log_proxy = self.number % 11 == 6;
        let subtopics: Vec<_> = match through_log_proxy {
            true => vec![format!("logproxy-client-{:04}{direction}", self.number)],
            false => {
                (0..partitions).map(|part| format!("{}{direction}_source-{part:03}-0", self.id)).collect()
            }
        };
        let begun = now - 3600 - self.dice.below(5 * 24 * 3600).cast_signed();
        let clients = subtopics.iter().map(|subtopic| {
            format!(r#"{{"clientId":"{subtopic}","subtopic":"{subtopic}","clusterManagerUrl":"{CM}"}}"#)
        });
        let times = subtopics.iter().map(|subtopic| format!(r#""{subtopic}":"{begun}""#));
        let task = match through_log_proxy {
            true => task.set("source", "client.id", &subtopics[0]).set(
                "source",
                "logproxy.address",
                &format!("10.1.0.{}:2983", 10 + self.number % 90),
            ),
            false => task.set("source", "clients", &format!("[{}]", clients.collect::<Vec<_>>().join(","))),
        };
        let mut task = task
            .set("source", "checkpoint", &format!("{{{}}}", times.collect::<Vec<_>>().join(",")))
            .subtopics(subtopics.iter().map(String::as_str));
        // Since it began it has caught up; a broken one has fallen behind.
        let behind = if task.state == State::Abnormal { 1800 } else { 2 };
        task.position = subtopics.into_iter().map(|subtopic| (subtopic, now - behind)).collect();
        task
    }

    fn state(&mut self, name: &str) -> State {
        let full_import = Component::of(name) == Some(Component::FullImport);
        match self.dice.below(20) {
            0..=1 => State::Stopped,
            2 => State::Abnormal,
            3..=12 if full_import => State::Finished,
            _ => State::Running,
        }
    }

    fn password(&mut self) -> String {
        let letters: String = (0..16).map(|_| self.dice.pick(LETTERS)).collect();
        format!("sample-{letters}")
    }
}

const LETTERS: &[&str] = &[
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u",
    "v", "w", "x", "y", "z", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
];

/// Numbers that look like chance and are the same each time: SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap_or(0)]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::name;

    const NOW: i64 = 1_676_300_000;

    #[test]
    fn a_hundred_thousand_names_are_unique() {
        let tasks = tasks_at(100_000, NOW);
        let names: BTreeSet<_> = tasks.iter().map(|task| &task.name).collect();
        assert_eq!(names.len(), 100_000);
    }

    #[test]
    fn a_small_set_is_the_beginning_of_a_large_one() {
        assert_eq!(tasks_at(30, NOW), tasks_at(300, NOW)[..30]);
    }

    #[test]
    fn there_is_something_of_everything_and_most_of_it_runs() {
        let tasks = tasks_at(40, NOW);
        let count = |matches: &dyn Fn(&Task) -> bool| tasks.iter().filter(|task| matches(task)).count();
        for state in [State::Stopped, State::Abnormal, State::Finished] {
            assert!(count(&|task| task.state == state) > 0, "{state:?}");
        }
        assert!(count(&|task| task.state == State::Running) > 20);
        assert!(count(&|task| task.component() == Some(Component::IncrSync)) > 20);
        assert!(count(&|task| task.component() == Some(Component::FullImport)) > 5);
        assert!(count(&|task| task.component().is_none()) > 0);
        assert!(count(&|task| task.name.contains("reverse")) > 0);
        assert!(count(&|task| task.subtopics.len() == 2) > 0);
        for task in &tasks {
            let finished = task.state == State::Finished;
            assert!(!finished || task.component() == Some(Component::FullImport), "{}", task.name);
        }
    }

    #[test]
    fn every_incr_sync_can_go_back_to_the_checkpoint_it_has() {
        for task in tasks_at(200, NOW) {
            if task.component() == Some(Component::IncrSync) {
                let position = task.position_to_start_from(NOW).unwrap();
                assert_eq!(position.into_keys().collect::<Vec<_>>(), task.subtopics);
                assert!(name::project(&task.name).is_some());
            }
        }
    }
}
