//! The list of tasks as it is kept: many records to an entry, a line each.
//!
//! What opening a list costs the browser goes by the number of entries: a hundred thousand of them take it a
//! second, the same texts in a few hundred less than a tenth of that. A record's block is that of its rank, so
//! that a change to it touches one. Whoever changes a block reads it first and writes it in the same
//! transaction, and keeps every line that is not about the changed records, be it readable or not.

use std::borrow::Cow;

use serde::Deserialize;

use super::{task_from_text, task_to_text};
use crate::domain::inventory::TaskRecord;
use crate::domain::task_name::TaskName;

/// How many ranks a block holds. About 40 kB of names of the usual shape: browsers put values beyond 64 kB into
/// files of their own, which are slower.
pub const SIZE: usize = 250;

/// Lines of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordBlock {
    /// Under which key the block is kept. Keys stand in the order of the ranks.
    pub key: String,
    /// Some of its lines, or all.
    pub lines: Vec<String>,
}

/// Returns the texts of records, by the blocks that they belong to.
pub fn of_records(records: &[TaskRecord]) -> Vec<RecordBlock> {
    let mut blocks = Vec::new();
    for record in records {
        push(&mut blocks, key_of(record), task_to_text(record));
    }
    blocks
}

/// Returns a block with changed lines in place of those of the same tasks, or behind all others. A kept line of a
/// higher rank is later than the changed one, and stays in place of it.
pub fn merged(kept: &str, changed: &[String]) -> String {
    merged_with(kept, changed, |_, changed| Cow::Borrowed(changed))
}

/// Returns a block with what OMS told of tasks: their kept lines keep all else, see [`TaskRecord::stored_beside`].
pub fn merged_seen(kept: &str, seen: &[String]) -> String {
    merged_with(kept, seen, |kept, seen| {
        let both =
            task_from_text(kept).zip(task_from_text(seen)).filter(|(kept, seen)| kept.rank == seen.rank);
        both.map_or(Cow::Borrowed(seen), |(kept, seen)| task_to_text(&seen.stored_beside(&kept)).into())
    })
}

/// Returns a block with changed lines, each as `beside` makes it of the kept line and of the changed one.
fn merged_with<'a>(
    kept: &'a str,
    changed: &'a [String],
    beside: impl Fn(&'a str, &'a str) -> Cow<'a, str>,
) -> String {
    let heads: Vec<_> = changed.iter().map(|line| Head::of(line)).collect();
    let mut written = vec![false; changed.len()];
    let mut lines = Vec::new();
    // Both are in the order of adding as a rule: the next one is looked for behind the one before.
    let mut next = 0;
    for line in kept.split('\n').filter(|line| !line.is_empty()) {
        let found = Head::of(line).and_then(|own| {
            let is_same =
                |other: &Option<Head<'_>>| other.as_ref().is_some_and(|other| other.name == own.name);
            let after = heads[next..].iter().position(is_same).map(|at| next + at);
            let at = after.or_else(|| heads[..next].iter().position(is_same))?;
            let is_later = heads[at].as_ref().is_some_and(|changed| own.rank > changed.rank);
            Some((at, is_later))
        });
        match found {
            None => lines.push(Cow::Borrowed(line)),
            // The same task once more.
            Some((at, _)) if written[at] => {}
            Some((at, is_later)) => {
                lines.push(if is_later { line.into() } else { beside(line, &changed[at]) });
                (written[at], next) = (true, at);
            }
        }
    }
    for (line, written) in changed.iter().zip(written) {
        if !written {
            lines.push(Cow::Borrowed(line));
        }
    }
    lines.join("\n")
}

/// Returns the key of the block that a record belongs to. Keys have as many digits as the greatest rank needs.
pub fn key_of(record: &TaskRecord) -> String {
    format!("{:017}", record.rank / SIZE as u64)
}

/// Returns the record of a task in a block, the one of the highest rank if there are several.
pub fn record_in(block: &str, task: &TaskName) -> Option<TaskRecord> {
    let records = block.split('\n').filter_map(task_from_text);
    records.filter(|record| record.name == *task).max_by_key(|record| record.rank)
}

fn push(blocks: &mut Vec<RecordBlock>, key: String, line: String) {
    // Neighbours stand in the same block as a rule.
    match blocks.iter_mut().rev().find(|block| block.key == key) {
        Some(block) => block.lines.push(line),
        None => blocks.push(RecordBlock { key, lines: vec![line] }),
    }
}

/// The identity of the record of a line.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    rank: u64,
}

impl<'a> Head<'a> {
    fn of(line: &'a str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::inventory::{Inventory, Knowledge, OmsTaskState, Presence};
    use crate::domain::run::Moment;
    use crate::domain::task_name::TaskName;
    use crate::persistence::task_from_text;

    fn record(name: &str, rank: u64) -> TaskRecord {
        TaskRecord::new(TaskName::parse(name).unwrap(), Moment(1), rank)
    }

    fn line(name: &str, rank: u64) -> String {
        task_to_text(&record(name, rank))
    }

    #[test]
    fn a_changed_record_takes_the_place_of_its_line_and_a_new_one_comes_last() {
        let kept = [line("a", 1), line("a \"b\" \\", 2), line("c", 3)].join("\n");
        let mut changed = record("a \"b\" \\", 2);
        changed.presence = Presence::Forgotten;
        let changed = [line("d", 4), task_to_text(&changed)];
        let expected = [&line("a", 1), &changed[1], &line("c", 3), &changed[0]];
        assert_eq!(merged(&kept, &changed).split('\n').collect::<Vec<_>>(), expected);
        assert_eq!(merged("", &changed), changed.join("\n"));
    }

    #[test]
    fn what_was_seen_changes_a_kept_line_and_does_not_replace_it() {
        let mut kept = record("a", 1);
        kept.labels = vec!["prod".into()];
        let mut seen = record("a", 1);
        seen.knowledge = Knowledge::Read { state: OmsTaskState::Running, at: Moment(9) };
        let merged = merged_seen(&task_to_text(&kept), &[task_to_text(&seen), line("b", 2)]);
        let records: Vec<_> = merged.split('\n').filter_map(task_from_text).collect();
        assert_eq!((&records[0].labels, records[0].knowledge), (&kept.labels, seen.knowledge));
        assert_eq!((records.len(), records[1].name.as_str()), (2, "b"));
        assert_eq!(merged_seen("", &[line("a", 1)]), line("a", 1));
        assert_eq!(merged_seen(&line("a", 9), &[line("a", 1)]), line("a", 9));
    }

    #[test]
    fn lines_that_nobody_can_read_stay_as_they_are() {
        let kept = ["{\"name\":\"a\",\"later\":{\"x\":1},\"rank\":1}", "\u{1}…", "{\"name\":\"b"].join("\n");
        let new = line("c", 2);
        assert_eq!(merged(&kept, std::slice::from_ref(&new)), format!("{kept}\n{new}"));
        assert_eq!(
            merged(&kept, &[line("a", 1)]),
            kept.replacen(kept.split('\n').next().unwrap(), &line("a", 1), 1)
        );
    }

    #[test]
    fn a_record_that_was_added_anew_is_not_replaced_by_what_an_older_page_knows() {
        assert_eq!(merged(&line("a", 9), &[line("a", 1)]), line("a", 9));
        assert_eq!(merged(&line("a", 1), &[line("a", 9)]), line("a", 9));
    }

    proptest! {
        #[test]
        fn what_was_written_in_turns_is_read_as_the_latest_of_each_task(
            writes in proptest::collection::vec(
                proptest::collection::vec(("[ab\"\\\\]{1,2}", 0u64..600, any::<bool>()), 1..5), 0..8),
        ) {
            let mut kept: Vec<RecordBlock> = Vec::new();
            let mut expected: Vec<TaskRecord> = Vec::new();
            for write in writes {
                let mut inventory = Inventory::default();
                for (name, rank, listed) in write {
                    let Ok(name) = TaskName::parse(&name) else { continue };
                    let mut record = TaskRecord::new(name, Moment(1), rank);
                    record.presence = if listed { Presence::Listed } else { Presence::Forgotten };
                    inventory.put(record);
                }
                for RecordBlock { key, lines } in of_records(inventory.records()) {
                    match kept.iter_mut().find(|block| block.key == key) {
                        Some(block) => {
                            let text = merged(&block.lines.join("\n"), &lines);
                            block.lines = text.split('\n').map(str::to_owned).collect();
                        }
                        None => kept.push(RecordBlock { key, lines }),
                    }
                }
                for record in inventory.records() {
                    match expected.iter_mut().find(|known| known.name == record.name) {
                        Some(known) if known.rank > record.rank => {}
                        Some(known) => *known = record.clone(),
                        None => expected.push(record.clone()),
                    }
                }
            }
            let read = kept.iter().flat_map(|block| &block.lines).filter_map(|line| task_from_text(line));
            let read = Inventory::from_records(read.collect());
            prop_assert_eq!(read.records().len(), expected.len());
            for record in &expected {
                prop_assert_eq!(read.get(&record.name), Some(record));
            }
        }
    }
}
