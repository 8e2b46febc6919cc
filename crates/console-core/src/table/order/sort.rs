//! Sorting rows: all columns by one stable sort of numbers, a byte at a time. It is fast for long lists
//! of names that begin alike, and in the download once.

use std::mem;

use super::column::Column;
use crate::domain::inventory::{Knowledge, StateCategory, TaskRecord};
use crate::domain::task_name::{Component, TaskName};

/// Tells where a task's name stands among all names.
pub type NameRank<'a> = &'a dyn Fn(&TaskRecord) -> Option<u32>;

/// Sorts by a column, or by when the tasks were added. What the column does not tell apart keeps its
/// order. `name_rank` stands for the texts of names.
pub(super) fn by(
    tasks: &mut [&TaskRecord],
    column: Option<Column>,
    descending: bool,
    name_rank: Option<NameRank<'_>>,
) {
    let name_rank = name_rank.filter(|_| column == Some(Column::Name));
    // The texts that are compared, all in one: so many small ones would take longer to allocate than to sort.
    let mut made = Vec::new();
    let mut ends = Vec::new();
    if let Some(column) = column.filter(|column| is_text(*column) && name_rank.is_none()) {
        for task in &*tasks {
            let reading = task.reading.as_deref();
            match column {
                Column::Name => push_name(&mut made, &task.name),
                Column::Project => push_natural(&mut made, task.project_title().unwrap_or_default()),
                Column::Host => push_natural(&mut made, task.host().unwrap_or_default()),
                Column::Region => {
                    push_natural(&mut made, reading.and_then(|it| it.region.as_deref()).unwrap_or_default());
                }
                Column::ProjectType => push_natural(&mut made, task.project_type().unwrap_or_default()),
                Column::ProjectState => push_natural(&mut made, task.project_state().unwrap_or_default()),
                Column::Subtopics => {
                    push_list(&mut made, reading.map(|it| it.subtopics.as_slice()).unwrap_or_default());
                }
                _ => push_list(&mut made, &task.labels),
            }
            ends.push(made.len());
        }
    }
    let mut rows = Vec::with_capacity(tasks.len());
    let mut texts = Vec::new();
    let mut start = 0;
    for (place, task) in tasks.iter().enumerate() {
        let reading = task.reading.as_deref();
        let number = match column {
            None => Some(task.rank),
            Some(Column::Name) if let Some(rank) = name_rank => rank(task).map(u64::from),
            Some(column) if is_text(column) => {
                texts.push(&made[mem::replace(&mut start, ends[place])..ends[place]]);
                None
            }
            Some(Column::Delay) => reading.and_then(|it| it.delay).map(in_order),
            Some(Column::Checkpoint) => reading.and_then(|it| it.checkpoint).map(|at| in_order(at.get())),
            Some(Column::Rate) => reading.and_then(|it| it.rate).map(in_order),
            Some(Column::Progress) => reading.and_then(|it| it.progress).map(in_order),
            Some(Column::State) => state_number(task.knowledge),
            Some(Column::Component) => task.component().map(component_number),
            Some(Column::LastOperation) => task.last.map(|last| in_order(last.at.0)),
            Some(_) => None,
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

/// Returns for each record where its name stands among all of them, the same for names that sorting does not tell
/// apart.
pub fn name_ranks(records: &[TaskRecord]) -> Vec<u32> {
    let mut made = Vec::with_capacity(NAME * records.len());
    let ends: Vec<_> = records
        .iter()
        .map(|record| {
            push_name(&mut made, &record.name);
            made.len()
        })
        .collect();
    let start = |place: usize| place.checked_sub(1).map_or(0, |before| ends[before]);
    let texts = ends.iter().enumerate().map(|(place, end)| &made[start(place)..*end]).collect();
    let texts = Texts { texts, descending: false };
    let mut rows: Vec<_> = (0..records.len()).map(|place| Row { head: 0, place }).collect();
    let mut spare = rows.clone();
    sort_by_text(&mut rows, &mut spare, &texts);
    let mut ranks = vec![0; records.len()];
    let mut rank = 0;
    let mut before: &[u8] = &[];
    for row in rows {
        let text = texts.texts[row.place];
        rank += u32::from(text != mem::replace(&mut before, text));
        ranks[row.place] = rank;
    }
    ranks
}

/// Whether a column is sorted by its texts.
fn is_text(column: Column) -> bool {
    matches!(
        column,
        Column::Name
            | Column::Project
            | Column::Host
            | Column::Labels
            | Column::Region
            | Column::Subtopics
            | Column::ProjectType
            | Column::ProjectState
    )
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
    texts: Vec<&'a [u8]>,
    descending: bool,
}

impl<'a> Texts<'a> {
    /// The bytes of a row's text from a place on.
    fn rest(&self, row: Row, from: usize) -> &'a [u8] {
        self.texts[row.place].get(from..).unwrap_or_default()
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

/// About as long is a name, in the form in which it is sorted.
const NAME: usize = 80;

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
        StateCategory::Exception => Some(3),
        StateCategory::Finished => Some(4),
        StateCategory::Unknown => None,
    }
}

fn component_number(component: Component) -> u64 {
    match component {
        Component::FullImport => 0,
        Component::IncrSync => 1,
    }
}

/// Appends a text in such a form that the order by bytes is that of the numbers in it.
fn push_natural(key: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    while let Some(digit) = rest.iter().position(u8::is_ascii_digit) {
        let (text, from_digit) = rest.split_at(digit);
        let end = from_digit.iter().position(|byte| !byte.is_ascii_digit());
        let (digits, more) = from_digit.split_at(end.unwrap_or(from_digit.len()));
        key.extend_from_slice(text);
        push_number(key, digits);
        rest = more;
    }
    key.extend_from_slice(rest);
}

/// Appends a number: a digit that says how many bytes follow, and the bytes. An address is so short that way that
/// nearly all are told apart by their first eight bytes.
fn push_number(key: &mut Vec<u8>, digits: &[u8]) {
    /// So many digits always fit into eight bytes.
    const MOST: usize = 19;
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let digits = &digits[zeros..];
    if digits.len() > MOST {
        key.push(b'9');
        key.extend_from_slice(&digits.len().to_be_bytes());
        return key.extend_from_slice(digits);
    }
    let value = digits.iter().fold(0, |value, digit| 10 * value + u64::from(digit - b'0'));
    let unused = value.leading_zeros() / 8;
    key.push(b'8' - unused as u8);
    key.extend_from_slice(&value.to_be_bytes()[unused as usize..]);
}

/// Appends a name. In one of the usual shape only the machine has numbers that count; what follows is taken as it
/// is, which is faster.
fn push_name(key: &mut Vec<u8>, name: &TaskName) {
    let (machine, rest) = name.split_behind_machine();
    push_natural(key, machine);
    key.extend_from_slice(rest.as_bytes());
}

/// Appends texts that stand in a column one after the other.
fn push_list(key: &mut Vec<u8>, texts: &[String]) {
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            key.extend_from_slice(b", ");
        }
        push_natural(key, text);
    }
}
