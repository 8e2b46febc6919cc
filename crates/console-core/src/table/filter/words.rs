//! The words of the columns that have only a few of them. A term finds out once in which of them it
//! stands, so that a record costs it no more than a comparison of bits.

use super::field::{Field, NEVER};
use crate::domain::inventory::{Knowledge, LastOperation, Standing, StateCategory, TaskRecord};
use crate::domain::operation::OperationKind;
use crate::domain::task_name::Component;

/// The component of a task whose name does not tell it.
const OTHER: &str = "other";

/// How many cells with words of their own there are.
pub(crate) const COUNT: usize = 23;

/// For each bit its column and its words: first the field's value, then what else the table shows.
const CELLS: [(Field, &[&str]); COUNT] = [
    (Field::State, &["running"]),
    (Field::State, &["stopped"]),
    (Field::State, &["unknown"]),
    (Field::State, &["in-doubt", "in doubt"]),
    (Field::Component, &["incr-sync"]),
    (Field::Component, &["full-import"]),
    (Field::Component, &[OTHER]),
    (Field::Last, &["under-way", "under way"]),
    (Field::Last, &["confirmed"]),
    (Field::Last, &["rejected"]),
    (Field::Last, &["unknown"]),
    (Field::Last, &["marked-as-done", "marked as done", "counted-as-done"]),
    (Field::Last, &["abandoned"]),
    (Field::Last, &[NEVER]),
    (Field::Operation, &["start"]),
    (Field::Operation, &["stop"]),
    (Field::Operation, &["update"]),
    (Field::Operation, &["pullback", "pull back", "pull-back"]),
    (Field::Operation, &["migrate"]),
    (Field::Operation, &["delete"]),
    (Field::Operation, &[NEVER]),
    (Field::Waiting, &["checkpoint", "checkpoint waits"]),
    (Field::Last, &["not-sent", "not sent"]),
];

/// The bits of the component's column.
pub(super) const COMPONENTS: u32 = 0b111 << 4;

/// The bits whose words hold what is looked for, of a column or of all of them. What no column shows
/// (`other`, `none`) is found in its own column only.
pub(super) fn bits(field: Option<Field>, fits: impl Fn(&str) -> bool) -> u32 {
    let mut bits = 0;
    for (bit, (column, words)) in CELLS.iter().enumerate() {
        let looked_at = match field {
            Some(field) => field == *column,
            None => words[0] != NEVER && words[0] != OTHER,
        };
        if looked_at && words.iter().any(|word| fits(word)) {
            bits |= 1 << bit;
        }
    }
    bits
}

/// The value of its field that a bit stands for.
pub(super) fn value(bit: u32) -> &'static str {
    CELLS[bit.trailing_zeros() as usize].1[0]
}

/// The bit of a task's state.
pub(crate) fn state(category: StateCategory) -> u32 {
    match category {
        StateCategory::Running => 1,
        StateCategory::Stopped => 1 << 1,
        StateCategory::Unknown => 1 << 2,
        StateCategory::InDoubt => 1 << 3,
    }
}

/// The bit of a task's component.
pub(crate) fn component(component: Option<Component>) -> u32 {
    match component {
        Some(Component::IncrSync) => 1 << 4,
        Some(Component::FullImport) => 1 << 5,
        None => 1 << 6,
    }
}

/// The bit of how the latest operation stands.
pub(crate) fn standing(last: Option<LastOperation>) -> u32 {
    let Some(last) = last else { return 1 << 13 };
    match last.standing {
        Standing::UnderWay => 1 << 7,
        Standing::Confirmed => 1 << 8,
        Standing::Rejected => 1 << 9,
        Standing::Unknown => 1 << 10,
        Standing::CountedAsDone => 1 << 11,
        Standing::Abandoned => 1 << 12,
        Standing::NotSent => 1 << 22,
    }
}

/// The bit of a checkpoint that waits; none where none does.
pub(crate) fn waiting(record: &TaskRecord) -> u32 {
    if record.waiting_checkpoint().is_some() { 1 << 21 } else { 0 }
}

fn operation(kind: OperationKind) -> u32 {
    match kind {
        OperationKind::Start => 1 << 14,
        OperationKind::Stop => 1 << 15,
        OperationKind::Update => 1 << 16,
        OperationKind::PullBack => 1 << 17,
        OperationKind::Migrate => 1 << 18,
        OperationKind::Delete => 1 << 19,
    }
}

/// The bits of all columns but the component's, which takes long to find out.
pub(super) fn of(record: &TaskRecord) -> u32 {
    let latest = record.last.map_or(1 << 20, |last| operation(last.kind));
    state(record.knowledge.category()) | standing(record.last) | latest | waiting(record)
}

/// The bit of the operation that a state comes from, which stands beside it.
pub(super) fn basis(knowledge: Knowledge) -> u32 {
    knowledge.basis().map_or(0, |(by, _)| operation(by))
}
