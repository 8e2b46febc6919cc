//! The tasks that all pages show: the simulator's sample of names, a fifth of them with a state that is
//! known, and what has to be in the table after each step of the measurement.

use console_core::domain::inventory::{Knowledge, LastOperation, OperationStanding, TaskRecord, TaskState};
use console_core::domain::operation::OperationKind;
use console_core::domain::run::Moment;
use console_core::domain::task_name::{Component, TaskName};
use console_core::persistence::block::{self, RecordBlock};
use console_core::table::order::Order;
use serde_json::{Value, json};

/// Letters that stand in names alone, in no other column of any of the pages. A word that begins with one finds
/// the same tasks in all of them.
const LETTERS: [char; 4] = ['h', 'q', 'x', 'z'];
/// How long the words are that are typed.
const WORD: usize = 8;
/// Every so many tasks there is one whose state is known.
const KNOWN: usize = 5;
const MINUTE: i64 = 60_000;

/// A number of tasks.
pub struct Sample {
    records: Vec<TaskRecord>,
}

impl Sample {
    /// So many tasks as they might be at `now`, in milliseconds since 1970 UTC. Without states they are stored in a
    /// form that other editions of the console read, too.
    pub fn new(count: usize, now: i64, with_states: bool) -> Self {
        let tasks = simulator::sample::tasks_at(count, now / 1_000);
        let record = |(index, task): (usize, &simulator::Task)| {
            let name = TaskName::parse(&task.name)
                .unwrap_or_else(|error| panic!("the sample has a name that is none, {}: {error}", task.name));
            let mut record = TaskRecord::new(name, Moment(now), index as u64);
            if index.is_multiple_of(KNOWN) {
                let number = index / KNOWN;
                let (kind, state) = match number % 2 {
                    0 => (OperationKind::Stop, TaskState::Stopped),
                    _ => (OperationKind::Start, TaskState::Running),
                };
                // Multiples of one prime by another: all different, and in no order that a sort could profit from.
                let at = Moment(now - (number as i64 + 7) * 7_919 % 20_011 * MINUTE);
                if with_states {
                    record.knowledge = Knowledge::After { state, by: kind, at };
                }
                record.last = Some(LastOperation { kind, standing: OperationStanding::Confirmed, at });
            }
            record
        };
        Self { records: tasks.iter().enumerate().map(record).collect() }
    }

    /// Returns how many tasks there are.
    pub fn count(&self) -> usize {
        self.records.len()
    }

    /// Returns what the console keeps of them: JSON of pairs of key and text.
    pub fn stored(&self) -> Vec<u8> {
        let pair = |block: RecordBlock| json!([block.key, block.lines.join("\n")]);
        Value::from_iter(block::of_records(&self.records).into_iter().map(pair)).to_string().into_bytes()
    }

    /// Returns what the other pages fetch: JSON with a member for each column.
    pub fn columns(&self) -> Vec<u8> {
        let columns = |record: &TaskRecord| {
            let parts = record.name.parts();
            let component = match record.component() {
                Some(Component::IncrSync) => "Incr-Sync",
                Some(Component::FullImport) => "Full-Import",
                None => "",
            };
            let (state, by) = match record.knowledge {
                Knowledge::After { state: TaskState::Stopped, .. } => ("Stopped", "Stop"),
                Knowledge::After { state: TaskState::Running, .. } => ("Running", "Start"),
                Knowledge::InDoubt { .. } => ("In doubt", ""),
                _ => ("Unknown", ""),
            };
            let last = record.last.map(|last| format!("{:?} confirmed", last.kind));
            json!({
                "name": record.name.as_str(),
                "component": component,
                "project": parts.map_or("", |parts| parts.project),
                "host": parts.map_or("", |parts| parts.host),
                "state": state,
                "by": by,
                "last": last,
                "at": record.last.map(|last| last.at.0),
            })
        };
        Value::from_iter(self.records.iter().map(columns)).to_string().into_bytes()
    }

    /// Words to type, each a part of some task's project, from all over the list.
    pub fn words(&self, count: usize) -> Vec<String> {
        let word = |record: &TaskRecord| {
            let (_, id) = record.name.parts()?.project.split_once('_')?;
            let start = id.find(LETTERS)?;
            id.get(start..start + WORD).map(str::to_owned)
        };
        let step = self.count().div_ceil(count.max(1));
        let from_here = |place: usize| self.records[place * step..].iter().find_map(word);
        (0..count).filter_map(from_here).collect()
    }

    /// Returns how many tasks have this in their names.
    pub fn with(&self, text: &str) -> usize {
        self.records.iter().filter(|record| record.name.as_str().contains(text)).count()
    }

    /// Returns which tasks may be the topmost when the table is sorted by name, for each direction: by the numbers in
    /// the names, as the console has it, or by characters.
    pub fn tops_by_name(&self) -> Value {
        let names = self.records.iter().map(|record| record.name.as_str());
        let top = |order: &str| {
            let mut records: Vec<_> = self.records.iter().collect();
            Order::parse(order).unwrap_or_default().sort(&mut records);
            records[0].name.as_str()
        };
        json!({
            "none": self.first(),
            "ascending": [names.clone().min(), Some(top("name"))],
            "descending": [names.max(), Some(top("-name"))],
        })
    }

    /// Returns the same for the time of the last operation. Some tables begin with the tasks that have none, in the
    /// order in which they were added or in that of their names.
    pub fn tops_by_last_operation(&self) -> Value {
        let known = self.records.iter().filter_map(|record| Some((record.last?.at.0, record.name.as_str())));
        let without = self.records.iter().filter(|record| record.last.is_none());
        let names = without.map(|record| record.name.as_str());
        let earliest = known.clone().min().map(|(_, name)| name);
        let latest = known.max().map(|(_, name)| name);
        json!({
            "none": self.first(),
            "ascending": [earliest, names.clone().next(), names.clone().min(), names.max()],
            "descending": [latest],
        })
    }

    fn first(&self) -> [&str; 1] {
        [self.records[0].name.as_str()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_773_427_200_000;

    #[test]
    fn a_word_is_rare_from_its_first_letter_on() {
        let sample = Sample::new(1_000, NOW, true);
        let words = sample.words(6);
        assert_eq!(words.len(), 6);
        for word in words {
            let left: Vec<_> = (1..=WORD).map(|end| sample.with(&word[..end])).collect();
            assert!(left[0] < 500 && left[WORD - 1] >= 1, "{word}: {left:?}");
            assert!(left.is_sorted_by(|earlier, later| earlier >= later), "{word}: {left:?}");
        }
    }

    #[test]
    fn a_fifth_has_a_state_and_each_a_time_of_its_own() {
        let sample = Sample::new(100_000, NOW, true);
        let mut times: Vec<_> = sample.records.iter().filter_map(|record| Some(record.last?.at)).collect();
        times.sort_unstable();
        times.dedup();
        assert_eq!(times.len(), 20_000);
    }

    #[test]
    fn every_direction_puts_another_task_on_top() {
        for count in [100, 10_000] {
            let sample = Sample::new(count, NOW, true);
            for tops in [sample.tops_by_name(), sample.tops_by_last_operation()] {
                let tops = |direction: &str| tops[direction].as_array().cloned().unwrap_or_default();
                for (one, other) in
                    [("none", "ascending"), ("none", "descending"), ("ascending", "descending")]
                {
                    assert!(!tops(one).is_empty() && !tops(other).is_empty());
                    assert!(
                        tops(one).iter().all(|name| !tops(other).contains(name)),
                        "{count}: {one}, {other}"
                    );
                }
            }
        }
    }
}
