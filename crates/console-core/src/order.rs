//! The order of the table's rows: by one column, another one as tie-break, and the order in which tasks
//! were added where nothing else decides.
//!
//! All columns are sorted by one sort of numbers: it is fast for long lists of names that begin alike,
//! and it is in the download once.

use std::fmt;

use crate::inventory::{Knowledge, TaskRecord, TaskState};
use crate::task_name::Component;

/// A column that rows can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Running, stopped, in doubt.
    State,
    /// The whole name, character by character.
    Name,
    /// By the alphabet: Full-Import, Incr-Sync.
    Component,
    /// The project's id, character by character.
    Project,
    /// The host's address, numbers in it by their value: `10.0.0.9` before `10.0.0.10`.
    Host,
    /// When the latest operation last moved, the earliest first.
    LastOperation,
}

impl Column {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 6] =
        [Self::State, Self::Name, Self::Component, Self::Project, Self::Host, Self::LastOperation];

    /// The word that stands for it in a link's `sort=`.
    pub fn link_word(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Name => "name",
            Self::Component => "component",
            Self::Project => "project",
            Self::Host => "host",
            Self::LastOperation => "last",
        }
    }
}

/// A column with its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The column.
    pub column: Column,
    /// Whether the greatest comes first. Tasks of which the column says nothing come last either way.
    pub descending: bool,
}

/// The order of the rows. By default the one in which the tasks were added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    by: Option<Key>,
    /// Only where there is a first key, and never its column.
    then: Option<Key>,
}

/// Why a text is no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderError {
    /// There is no such column.
    UnknownColumn,
    /// A column stands twice.
    Repeated,
    /// There are more than two columns.
    TooMany,
}

impl Order {
    /// Reads a link's `sort=`: up to two columns, separated by a comma, the first one first; `-` before
    /// a column makes it descend. Case and surrounding blanks do not matter; nothing is the default.
    pub fn parse(text: &str) -> Result<Self, OrderError> {
        let mut order = Self::default();
        if text.trim().is_empty() {
            return Ok(order);
        }
        for part in text.split(',') {
            let part = part.trim();
            let (descending, word) = part.strip_prefix('-').map_or((false, part), |word| (true, word));
            let column = Column::ALL.into_iter().find(|column| column.link_word().eq_ignore_ascii_case(word));
            let key = Key { column: column.ok_or(OrderError::UnknownColumn)?, descending };
            match (order.by, order.then) {
                (None, _) => order.by = Some(key),
                (Some(by), None) if by.column == key.column => return Err(OrderError::Repeated),
                (Some(_), None) => order.then = Some(key),
                (Some(_), Some(_)) => return Err(OrderError::TooMany),
            }
        }
        Ok(order)
    }

    /// What rows are sorted by; nothing in the default order.
    pub fn by(self) -> Option<Key> {
        self.by
    }

    /// The tie-break.
    pub fn then(self) -> Option<Key> {
        self.then
    }

    /// The order after a click on a column's header: ascending, descending, then the default again. A
    /// column that rows were sorted by before becomes the tie-break.
    #[must_use]
    pub fn clicked(self, column: Column) -> Self {
        let key = |descending| Some(Key { column, descending });
        match self.by {
            Some(by) if by.column == column && by.descending => Self::default(),
            Some(by) if by.column == column => Self { by: key(true), then: self.then },
            by => Self { by: key(false), then: by },
        }
    }

    /// Sorts tasks. Those that the order does not tell apart stand as they were added.
    pub fn sort(self, records: &mut [&TaskRecord]) {
        // The sort is stable: what is sorted by before is the tie-break of what is sorted by after.
        sort_by(records, None, false);
        for key in [self.then, self.by].into_iter().flatten() {
            sort_by(records, Some(key.column), key.descending);
        }
    }
}

impl fmt::Display for Order {
    /// Writes a link's `sort=`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (comma, key) in [("", self.by), (",", self.then)] {
            if let Some(key) = key {
                let sign = if key.descending { "-" } else { "" };
                write!(f, "{comma}{sign}{}", key.column.link_word())?;
            }
        }
        Ok(())
    }
}

/// Sorts by a column, or by when the tasks were added.
fn sort_by(records: &mut [&TaskRecord], column: Option<Column>, descending: bool) {
    let hosts: Vec<_> = match column {
        Some(Column::Host) => records.iter().map(|record| host_key(record)).collect(),
        _ => Vec::new(),
    };
    let rows = records.iter().enumerate().map(|(place, record)| {
        let (number, text) = match column {
            None => (Some(record.rank), ""),
            Some(Column::State) => (state_number(record.knowledge), ""),
            Some(Column::Component) => (record.component().map(component_number), ""),
            Some(Column::LastOperation) => (record.last.map(|last| in_order(last.at.0)), ""),
            Some(Column::Name) => (None, record.name.as_str()),
            Some(Column::Project) => (None, record.name.parts().map_or("", |parts| parts.project)),
            Some(Column::Host) => (None, hosts[place].as_str()),
        };
        Row { head: number.map_or(LAST, |number| turned(number, descending)), text, record }
    });
    let mut rows: Vec<_> = rows.collect();
    match column {
        Some(Column::Name | Column::Project | Column::Host) => sort_by_text(&mut rows, descending),
        _ => sort_by_head(&mut rows),
    }
    let sorted: Vec<_> = rows.iter().map(|row| row.record).collect();
    records.copy_from_slice(&sorted);
}

/// A row while it is sorted.
struct Row<'a, 'r> {
    /// The number that it is sorted by.
    head: u64,
    /// The text that heads are cut from. Holds no NUL; empty where the column says nothing.
    text: &'a str,
    record: &'r TaskRecord,
}

/// The head of a row of whose task the column says nothing.
const LAST: u64 = u64::MAX;

/// The bytes of a text that make a head.
const HEAD: usize = size_of::<u64>();

fn sort_by_head(rows: &mut [Row<'_, '_>]) {
    rows.sort_by_key(|row| row.head);
}

/// Sorts by the few bytes behind what all texts share, then in the same way each group of rows in
/// which these bytes are equal.
fn sort_by_text(rows: &mut [Row<'_, '_>], descending: bool) {
    let mut groups = vec![(0..rows.len(), 0)];
    while let Some((group, known)) = groups.pop() {
        let rows = &mut rows[group.clone()];
        let Some(shared) = shared(rows, known) else { continue };
        for row in &mut *rows {
            row.head = if row.text.is_empty() { LAST } else { turned(head(row.text, shared), descending) };
        }
        sort_by_head(rows);
        let mut start = group.start;
        for equal in rows.chunk_by(|a, b| a.head == b.head) {
            groups.push((start..start + equal.len(), shared + HEAD));
            start += equal.len();
        }
    }
}

/// How many bytes all texts begin with alike, if `known` are known to be; nothing if no text differs.
fn shared(rows: &[Row<'_, '_>], known: usize) -> Option<usize> {
    let (first, others) = rows.split_first()?;
    let first = first.text.as_bytes().get(known..)?;
    let (mut shared, mut differs) = (first.len(), false);
    for other in others {
        let other = other.text.as_bytes().get(known..)?;
        let alike = first[..shared].iter().zip(other).take_while(|(a, b)| a == b).count();
        differs |= alike < first.len().max(other.len());
        shared = alike;
    }
    differs.then_some(known + shared)
}

/// The bytes of a text from a place on, as a number of the same order.
fn head(text: &str, from: usize) -> u64 {
    let mut head = [0; HEAD];
    for (place, byte) in head.iter_mut().zip(text.as_bytes().get(from..).unwrap_or_default()) {
        *place = *byte;
    }
    u64::from_be_bytes(head)
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
    match knowledge {
        Knowledge::After { state: TaskState::Running, .. } => Some(0),
        Knowledge::After { state: TaskState::Stopped, .. } => Some(1),
        Knowledge::InDoubt { .. } => Some(2),
        Knowledge::Nothing => None,
    }
}

fn component_number(component: Component) -> u64 {
    match component {
        Component::FullImport => 0,
        Component::IncrSync => 1,
    }
}

/// A host's address as a text whose order by characters is that of the numbers in it: before each
/// stands how many digits it has.
fn host_key(record: &TaskRecord) -> String {
    let mut rest = record.name.parts().map_or("", |parts| parts.host);
    let mut key = String::with_capacity(2 * rest.len());
    while let Some(digit) = rest.find(|character: char| character.is_ascii_digit()) {
        let (text, from_digit) = rest.split_at(digit);
        let more = from_digit.trim_start_matches(|character: char| character.is_ascii_digit());
        let number = from_digit[..from_digit.len() - more.len()].trim_start_matches('0');
        let digits = number.len().min(9);
        key.push_str(text);
        key.push(char::from(b"0123456789"[digits]));
        key.push_str(number);
        rest = more;
    }
    key.push_str(rest);
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{LastOperation, Standing};
    use crate::operation::OperationKind;
    use crate::run::Moment;
    use crate::task_name::TaskName;
    use proptest::prelude::*;

    fn record(name: &str, rank: u64) -> TaskRecord {
        TaskRecord::new(TaskName::parse(name).unwrap(), Moment(0), rank)
    }

    /// A task with parts. Ranks go against the alphabet, so that no order comes about by itself.
    fn task(host: &str, project: &str, component: &str, rank: u64) -> TaskRecord {
        record(&format!("{host}-9000:connector_v2:{project}-{component}_trans-1-0:{rank:010}"), rank)
    }

    fn ranks(order: &str, records: &[TaskRecord]) -> Vec<u64> {
        let mut sorted: Vec<_> = records.iter().collect();
        Order::parse(order).unwrap().sort(&mut sorted);
        sorted.iter().map(|record| record.rank).collect()
    }

    #[test]
    fn the_default_is_the_order_of_adding() {
        let records = [record("a", 3), record("c", 1), record("b", 2)];
        assert_eq!(ranks("", &records), [1, 2, 3]);
        assert_eq!(ranks("name", &records), [3, 2, 1]);
        assert_eq!(ranks("-name", &records), [1, 2, 3]);
    }

    #[test]
    fn hosts_are_sorted_by_their_numbers() {
        let hosts = ["10.0.0.9", "10.0.0.10", "10.0.0.100", "10.0.1.0", "10.0.1.1", "db", "db-9", "db-10"];
        let mut records: Vec<_> =
            hosts.iter().zip(1..).map(|(host, rank)| task(host, "p_1", "incr", rank)).collect();
        records.reverse();
        assert_eq!(ranks("host", &records), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(ranks("-host", &records), [8, 7, 6, 5, 4, 3, 2, 1]);
    }

    #[test]
    fn a_task_of_which_a_column_says_nothing_comes_last_either_way() {
        let mut records = [
            record("odd", 1),
            task("b", "p_2", "incr", 2),
            task("a", "p_3", "full", 3),
            record("10.0.0.5-7100:odd", 4),
        ];
        let last = |at| Some(LastOperation { kind: OperationKind::Stop, standing: Standing::Confirmed, at });
        (records[1].last, records[2].last) = (last(Moment(-5)), last(Moment(7)));
        let at = Moment(0);
        let by = OperationKind::Stop;
        records[1].knowledge = Knowledge::After { state: TaskState::Stopped, by, at };
        records[2].knowledge = Knowledge::InDoubt { by, at };
        for column in ["state", "project", "last", "-host", "-component"] {
            assert_eq!(ranks(column, &records), [2, 3, 1, 4], "{column}");
        }
        for column in ["-state", "-project", "-last", "host", "component"] {
            assert_eq!(ranks(column, &records), [3, 2, 1, 4], "{column}");
        }
    }

    #[test]
    fn the_second_column_decides_between_equals() {
        let records = [
            task("h", "p_b", "incr", 1),
            task("h", "p_a", "incr", 2),
            task("h", "p_c", "full", 3),
            task("h", "p_a", "incr", 4),
        ];
        assert_eq!(ranks("component,project", &records), [3, 2, 4, 1]);
        assert_eq!(ranks("-component,-project", &records), [1, 2, 4, 3]);
        assert_eq!(ranks("component", &records), [3, 1, 2, 4]);
    }

    #[test]
    fn a_header_goes_through_three_states_and_leaves_a_tie_break() {
        let mut order = Order::parse("-state").unwrap();
        for expected in ["name,-state", "-name,-state", "", "name"] {
            order = order.clicked(Column::Name);
            assert_eq!(order.to_string(), expected);
        }
        assert_eq!(Order::parse("name,-state").unwrap().clicked(Column::State).to_string(), "state,name");
    }

    #[test]
    fn a_links_text_is_an_order_or_says_why_not() {
        let order = Order::parse(" State , -NAME ").unwrap();
        assert_eq!(order.by(), Some(Key { column: Column::State, descending: false }));
        assert_eq!(order.then(), Some(Key { column: Column::Name, descending: true }));
        assert_eq!(Order::parse(" "), Ok(Order::default()));
        for (text, error) in [
            ("rank", OrderError::UnknownColumn),
            ("state,", OrderError::UnknownColumn),
            ("--state", OrderError::UnknownColumn),
            ("state,-state", OrderError::Repeated),
            ("state,name,host", OrderError::TooMany),
        ] {
            assert_eq!(Order::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn names_that_begin_alike_are_sorted_to_their_ends() {
        let long = |length| record(&"n".repeat(length), length as u64);
        let records: Vec<_> = [9_000, 7, 8, 1, 10_000, 9, 16, 17].map(long).into();
        assert_eq!(ranks("name", &records), [1, 7, 8, 9, 16, 17, 9_000, 10_000]);
        assert_eq!(ranks("-name", &records), [10_000, 9_000, 17, 16, 9, 8, 7, 1]);
    }

    fn order() -> impl Strategy<Value = Order> {
        let key = |descending| {
            ["state", "name", "component", "project", "host", "last"]
                .map(|word| format!("{descending}{word}"))
        };
        let words: Vec<_> = ["", "-"].into_iter().flat_map(key).collect();
        proptest::sample::subsequence(words, 0..=2)
            .prop_shuffle()
            .prop_filter_map("a column stands once", |words| Order::parse(&words.join(",")).ok())
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            if let Ok(order) = Order::parse(&text) {
                prop_assert_eq!(Order::parse(&order.to_string()), Ok(order));
            }
        }

        #[test]
        fn an_order_survives_a_link(order in order(), column in proptest::sample::select(&Column::ALL[..])) {
            prop_assert_eq!(Order::parse(&order.to_string()), Ok(order));
            let clicked = order.clicked(column);
            prop_assert_eq!(Order::parse(&clicked.to_string()), Ok(clicked));
        }

        #[test]
        fn names_are_sorted_as_texts(names in proptest::collection::vec("[ab🙂é]{1,20}", 0..40), descending in any::<bool>()) {
            let records: Vec<_> = names.iter().zip(0..).map(|(name, rank)| record(name, rank)).collect();
            let mut expected: Vec<_> = records.iter().collect();
            expected.sort_by(|a, b| if descending { b.name.cmp(&a.name) } else { a.name.cmp(&b.name) });
            let mut sorted: Vec<_> = records.iter().collect();
            Order::parse(if descending { "-name" } else { "name" }).unwrap().sort(&mut sorted);
            prop_assert_eq!(sorted, expected);
        }

        #[test]
        fn nothing_is_lost_and_equals_stand_as_added(
            order in order(),
            tasks in proptest::collection::vec((0u8..3, 0u8..3, any::<bool>(), 0i64..3), 0..40),
        ) {
            let records: Vec<_> = tasks.iter().zip(0..).map(|((host, project, incr, at), rank)| {
                let (host, project) = (format!("10.0.0.{host}"), format!("p_{project}"));
                let mut record = task(&host, &project, if *incr { "incr" } else { "full" }, rank);
                record.last = (*at > 0).then_some(LastOperation {
                    kind: OperationKind::Start, standing: Standing::Confirmed, at: Moment(*at),
                });
                record
            }).collect();
            let mut sorted: Vec<_> = records.iter().rev().collect();
            order.sort(&mut sorted);
            let mut found: Vec<_> = sorted.iter().map(|record| record.rank).collect();
            let keys = |record: &TaskRecord| [order.by(), order.then()].map(|key| key.map(|key| {
                let parts = record.name.parts().unwrap();
                match key.column {
                    Column::State => String::new(),
                    Column::Name => record.name.to_string(),
                    Column::Component => format!("{:?}", parts.component),
                    Column::Project => parts.project.to_owned(),
                    Column::Host => parts.host.to_owned(),
                    Column::LastOperation => record.last.map_or(String::new(), |last| last.at.0.to_string()),
                }
            }));
            for pair in sorted.windows(2) {
                prop_assert!(keys(pair[0]) != keys(pair[1]) || pair[0].rank < pair[1].rank);
            }
            for (index, record) in sorted.iter().enumerate() {
                let seen = sorted[..index].iter().rposition(|other| keys(other)[0] == keys(record)[0]);
                prop_assert!(seen.is_none_or(|place| place + 1 == index), "equals stand together");
            }
            found.sort_unstable();
            prop_assert_eq!(found, (0..records.len() as u64).collect::<Vec<_>>());
        }
    }
}
