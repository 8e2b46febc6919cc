//! The list of tasks as it is kept: many records to an entry, a line each.
//!
//! What opening a list costs the browser goes by the number of entries: a hundred thousand of them take it a
//! second, the same texts in a few hundred less than a tenth of that. A record's block is that of its rank, so
//! that a change to it touches one. Whoever changes a block reads it first and writes it in the same
//! transaction, and keeps every line that is not about the changed records, be it readable or not.
//!
//! Lines are told apart by looking for a member, not by reading them: what reads any JSON loads later than the
//! list.

use super::{task_from_text, task_to_text, text_behind};
use crate::domain::inventory::TaskRecord;
use crate::domain::task_name::TaskName;

/// How many ranks a block holds. About 40 kB of names of the usual shape: browsers put values beyond 64 kB into
/// files of their own, which are slower.
const SIZE: u64 = 250;

/// The key of what has no rank that can be found. It stands behind all others.
const OTHERS: &str = "others";

/// Lines of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Under which key the block is kept. Keys stand in the order of the ranks.
    pub key: String,
    /// Some of its lines, or all.
    pub lines: Vec<String>,
}

/// The texts of records, by the blocks that they belong to.
pub fn of_records(records: &[TaskRecord]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for record in records {
        push(&mut blocks, key(Some(record.rank)), task_to_text(record));
    }
    blocks
}

/// The blocks of texts that were kept one by one, as version 1 of the database did. Nothing is left out,
/// readable or not; a line break, which JSON has only between its parts, becomes a blank.
pub fn of_single(texts: Vec<String>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for text in texts {
        let text = if text.contains('\n') { text.replace('\n', " ") } else { text };
        push(&mut blocks, key(rank_of(&text)), text);
    }
    blocks
}

/// A block with changed lines in place of those of the same tasks, or behind all others. A kept line of a
/// higher rank is later than the changed one, and stays in place of it.
pub fn merged(kept: &str, changed: &[String]) -> String {
    let names: Vec<_> = changed.iter().map(|line| name_of(line)).collect();
    let mut written = vec![false; changed.len()];
    let mut lines = Vec::new();
    // Both are in the order of adding as a rule: the next one is looked for behind the one before.
    let mut next = 0;
    for line in kept.split('\n').filter(|line| !line.is_empty()) {
        let name = name_of(line);
        let found = if name.is_some() {
            let place = |from: &[Option<&str>]| from.iter().position(|other| *other == name);
            place(&names[next..]).map(|at| next + at).or_else(|| place(&names[..next]))
        } else {
            None
        };
        match found {
            None => lines.push(line),
            // The same task once more.
            Some(at) if written[at] => {}
            Some(at) => {
                let is_later = rank_of(line) > rank_of(&changed[at]);
                lines.push(if is_later { line } else { &changed[at] });
                (written[at], next) = (true, at);
            }
        }
    }
    for (line, written) in changed.iter().zip(written) {
        if !written {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// The key of the block that a record belongs to.
pub fn key_of(record: &TaskRecord) -> String {
    key(Some(record.rank))
}

/// Returns the record of a task in a block, the one of the highest rank if there are several.
pub fn record_in(block: &str, task: &TaskName) -> Option<TaskRecord> {
    let records = block.split('\n').filter_map(task_from_text);
    records.filter(|record| record.name == *task).max_by_key(|record| record.rank)
}

fn push(blocks: &mut Vec<Block>, key: String, line: String) {
    // Neighbours stand in the same block as a rule.
    match blocks.iter_mut().rev().find(|block| block.key == key) {
        Some(block) => block.lines.push(line),
        None => blocks.push(Block { key, lines: vec![line] }),
    }
}

/// The keys of ranks have as many digits as the greatest one needs.
fn key(rank: Option<u64>) -> String {
    rank.map_or_else(|| OTHERS.to_owned(), |rank| format!("{:017}", rank / SIZE))
}

/// The name that a line is about, as it stands there, with its escapes.
fn name_of(line: &str) -> Option<&str> {
    text_behind(line, r#""name":""#)
}

fn rank_of(line: &str) -> Option<u64> {
    let rank = line.split_once(r#""rank":"#)?.1;
    let end = rank.find(|c: char| !c.is_ascii_digit()).unwrap_or(rank.len());
    rank[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::inventory::{Inventory, Presence};
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

    #[test]
    fn every_single_text_of_the_first_consoles_gets_into_a_block() {
        let texts = [
            r#"{"added":1,"gone":false,"knowledge":null,"last":null,"name":"a","rank":7}"#,
            "no record",
            "{\n  \"name\": \"b\",\n  \"rank\":260\n}",
            r#"{"name":"\"rank\":1","added":1,"rank":18446744073709551615}"#,
        ];
        let blocks = of_single(texts.map(str::to_owned).to_vec());
        let lines = |key: &str| {
            let block = blocks.iter().find(|block| block.key == key);
            block.map(|block| block.lines.clone()).unwrap_or_default()
        };
        assert_eq!(lines("00000000000000000"), texts[..1]);
        assert_eq!(lines("00000000000000001"), [texts[2].replace('\n', " ")]);
        assert_eq!(lines("73786976294838206"), texts[3..]);
        assert_eq!(lines("others"), texts[1..2]);
        assert!(task_from_text(&lines("00000000000000000")[0]).is_some());
    }

    proptest! {
        #[test]
        fn what_was_written_in_turns_is_read_as_the_latest_of_each_task(
            writes in proptest::collection::vec(
                proptest::collection::vec(("[ab\"\\\\]{1,2}", 0u64..600, any::<bool>()), 1..5), 0..8),
        ) {
            let mut kept: Vec<Block> = Vec::new();
            let mut expected: Vec<TaskRecord> = Vec::new();
            for write in writes {
                let mut inventory = Inventory::default();
                for (name, rank, listed) in write {
                    let Ok(name) = TaskName::parse(&name) else { continue };
                    let mut record = TaskRecord::new(name, Moment(1), rank);
                    record.presence = if listed { Presence::Listed } else { Presence::Forgotten };
                    inventory.put(record);
                }
                for Block { key, lines } in of_records(inventory.records()) {
                    match kept.iter_mut().find(|block| block.key == key) {
                        Some(block) => {
                            let text = merged(&block.lines.join("\n"), &lines);
                            block.lines = text.split('\n').map(str::to_owned).collect();
                        }
                        None => kept.push(Block { key, lines }),
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
