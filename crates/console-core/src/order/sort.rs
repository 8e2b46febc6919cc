//! Sorting rows: all columns by one stable sort of numbers, a byte at a time. It is fast for long lists
//! of names that begin alike, and in the download once.

use std::mem;

use super::Column;
use crate::inventory::{Knowledge, StateCategory, TaskRecord};
use crate::task_name::Component;

/// Sorts by a column, or by when the tasks were added. What the column does not tell apart keeps its
/// order.
pub(super) fn by(tasks: &mut [&TaskRecord], column: Option<Column>, descending: bool) {
    // Texts that no record holds as they are needed, all in one: so many small ones would take longer
    // to allocate than to sort.
    let mut made = String::new();
    let mut ends = Vec::new();
    if let Some(column @ (Column::Host | Column::Labels)) = column {
        for task in &*tasks {
            if column == Column::Host {
                push_host_key(&mut made, task);
            } else {
                push_labels(&mut made, task);
            }
            ends.push(made.len());
        }
    }
    let mut rows = Vec::with_capacity(tasks.len());
    let mut texts = Vec::new();
    let mut start = 0;
    for (place, task) in tasks.iter().enumerate() {
        let number = match column {
            None => Some(task.rank),
            Some(Column::State) => state_number(task.knowledge),
            Some(Column::Component) => task.component().map(component_number),
            Some(Column::LastOperation) => task.last.map(|last| in_order(last.at.0)),
            Some(column) => {
                texts.push(match column {
                    Column::Name => task.name.as_str(),
                    Column::Project => task.name.parts().map_or("", |parts| parts.project),
                    _ => &made[mem::replace(&mut start, ends[place])..ends[place]],
                });
                None
            }
        };
        rows.push(Row { head: number.map_or(LAST, |number| turned(number, descending)), place });
    }
    let mut spare = rows.clone();
    if texts.is_empty() {
        sort_by_head(&mut rows, &mut spare);
    } else {
        sort_by_text(&mut rows, &mut spare, &Texts { texts, descending });
    }
    let before = tasks.to_vec();
    for (task, row) in tasks.iter_mut().zip(rows) {
        *task = before[row.place];
    }
}

/// A row while it is sorted.
#[derive(Clone, Copy)]
struct Row {
    /// The number that it is sorted by.
    head: u64,
    /// Where it stood before.
    place: usize,
}

/// The texts of all rows, by the rows' places; empty where the column says nothing.
struct Texts<'a> {
    texts: Vec<&'a str>,
    descending: bool,
}

impl<'a> Texts<'a> {
    /// The bytes of a row's text from a place on.
    fn rest(&self, row: Row, from: usize) -> &'a [u8] {
        self.texts[row.place].as_bytes().get(from..).unwrap_or_default()
    }

    /// The head of a row, cut from a place of its text on.
    fn head(&self, row: Row, from: usize) -> u64 {
        if self.texts[row.place].is_empty() {
            return LAST;
        }
        let mut head = [0; HEAD];
        for (place, byte) in head.iter_mut().zip(self.rest(row, from)) {
            *place = *byte;
        }
        turned(u64::from_be_bytes(head), self.descending)
    }

    /// How many bytes all rows begin with alike, if `known` are known to be; nothing if none differs.
    fn shared(&self, rows: &[Row], known: usize) -> Option<usize> {
        let (first, others) = rows.split_first()?;
        let first = self.rest(*first, known);
        let (mut shared, mut differs) = (first.len(), false);
        for other in others {
            let other = self.rest(*other, known);
            let alike = first[..shared].iter().zip(other).take_while(|(a, b)| a == b).count();
            differs |= alike < first.len().max(other.len());
            shared = alike;
        }
        differs.then_some(known + shared)
    }

    /// Whether a row must not stand before another one, if their texts are alike up to `known`.
    fn are_wrong(&self, before: Row, after: Row, known: usize) -> bool {
        if self.texts[before.place].is_empty() || self.texts[after.place].is_empty() {
            return !self.texts[after.place].is_empty();
        }
        let (before, after) = (self.rest(before, known), self.rest(after, known));
        if self.descending { before < after } else { before > after }
    }
}

/// The head of a row of whose task the column says nothing.
const LAST: u64 = u64::MAX;

/// The bytes of a text that make a head.
const HEAD: usize = size_of::<u64>();

/// Up to how many rows it is faster to compare whole texts.
const FEW: usize = 32;

/// Sorts by heads, a byte of them at a time from the last one on. `spare` is room for as many rows.
fn sort_by_head(rows: &mut [Row], spare: &mut [Row]) {
    if rows.is_sorted_by_key(|row| row.head) {
        return;
    }
    let mut differing = 0;
    for row in &*rows {
        differing |= row.head ^ rows[0].head;
    }
    for shift in (0..u64::BITS).step_by(8) {
        if differing >> shift & 0xff == 0 {
            continue;
        }
        let byte = |row: &Row| (row.head >> shift & 0xff) as usize;
        let mut places = [0; 256];
        for row in &*rows {
            places[byte(row)] += 1;
        }
        let mut before = 0;
        for place in &mut places {
            before += mem::replace(place, before);
        }
        for row in &*rows {
            let place = &mut places[byte(row)];
            spare[*place] = *row;
            *place += 1;
        }
        rows.copy_from_slice(&spare[..rows.len()]);
    }
}

/// Sorts by the few bytes behind what all texts share, then in the same way each group of rows in
/// which these bytes are equal.
fn sort_by_text(rows: &mut [Row], spare: &mut [Row], texts: &Texts<'_>) {
    let mut groups = vec![(0..rows.len(), 0)];
    while let Some((group, known)) = groups.pop() {
        let rows = &mut rows[group.clone()];
        if rows.len() <= FEW {
            insert_by_text(rows, known, texts);
            continue;
        }
        let Some(shared) = texts.shared(rows, known) else { continue };
        for row in &mut *rows {
            row.head = texts.head(*row, shared);
        }
        sort_by_head(rows, spare);
        let mut start = group.start;
        for equal in rows.chunk_by(|a, b| a.head == b.head) {
            if equal.len() > 1 {
                groups.push((start..start + equal.len(), shared + HEAD));
            }
            start += equal.len();
        }
    }
}

/// Sorts a few rows by their texts, which are alike up to `known`.
fn insert_by_text(rows: &mut [Row], known: usize, texts: &Texts<'_>) {
    for end in 1..rows.len() {
        let mut place = end;
        while place > 0 && texts.are_wrong(rows[place - 1], rows[place], known) {
            rows.swap(place - 1, place);
            place -= 1;
        }
    }
}

/// A number for the wanted direction; never that of the last rows, but from the greatest there is.
fn turned(number: u64, descending: bool) -> u64 {
    if descending { (LAST - 1).wrapping_sub(number) } else { number }
}

/// A number as one without a sign, of the same order.
fn in_order(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

fn state_number(knowledge: Knowledge) -> Option<u64> {
    match knowledge.category() {
        StateCategory::Running => Some(0),
        StateCategory::Stopped => Some(1),
        StateCategory::InDoubt => Some(2),
        StateCategory::Unknown => None,
    }
}

fn component_number(component: Component) -> u64 {
    match component {
        Component::FullImport => 0,
        Component::IncrSync => 1,
    }
}

/// Appends a host's address as a text whose order by bytes is that of the numbers in it: before each
/// stands how many digits it has.
fn push_host_key(key: &mut String, task: &TaskRecord) {
    let mut rest = task.name.parts().map_or("", |parts| parts.host);
    while let Some(digit) = rest.bytes().position(|byte| byte.is_ascii_digit()) {
        let (text, from_digit) = rest.split_at(digit);
        let end = from_digit.bytes().position(|byte| !byte.is_ascii_digit());
        let (number, more) = from_digit.split_at(end.unwrap_or(from_digit.len()));
        let number = number.trim_start_matches('0');
        key.push_str(text);
        key.push(char::from(b"0123456789"[number.len().min(9)]));
        key.push_str(number);
        rest = more;
    }
    key.push_str(rest);
}

/// Appends the labels, as they stand in their column.
fn push_labels(key: &mut String, task: &TaskRecord) {
    for (index, label) in task.labels.iter().enumerate() {
        if index > 0 {
            key.push_str(", ");
        }
        key.push_str(label);
    }
}
