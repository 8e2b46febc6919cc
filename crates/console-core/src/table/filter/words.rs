//! The words of the columns that have only a few of them. A term finds out once in which of them it
//! stands, so that a record costs it no more than a comparison of bits.

use strum::VariantArray;

use super::field::{FORWARD, FilterField, NEVER};
use crate::domain::inventory::{
    Knowledge, LastOperation, OperationStanding, ReadingStanding, StateCategory, TaskRecord,
};
use crate::domain::operation::OperationKind;
use crate::domain::task_name::Component;

/// The component of a task whose name does not tell it.
const OTHER: &str = "other";

/// The first bit of each column but the state's, whose bits come first. Within a column the bits stand in the order of
/// its enum, and what has no variant comes last.
const COMPONENT: usize = StateCategory::VARIANTS.len();
const LAST: usize = COMPONENT + 3;
const OPERATION: usize = LAST + OperationStanding::VARIANTS.len() + 1;
const WAITING: usize = OPERATION + OperationKind::VARIANTS.len() + 1;
const NEEDS: usize = WAITING + 1;
const DIRECTION: usize = NEEDS + 1;
const READ: usize = DIRECTION + 2;

/// How many cells with words of their own there are.
pub(crate) const COUNT: usize = READ + 3;

/// For each bit its column and its words: first the field's value, then what else the table shows.
const CELLS: [(FilterField, &[&str]); COUNT] = [
    (FilterField::State, &["running"]),
    (FilterField::State, &["stopped"]),
    (FilterField::State, &["in-doubt", "in doubt"]),
    (FilterField::State, &["unknown"]),
    (FilterField::State, &["exception"]),
    (FilterField::State, &["finished"]),
    (FilterField::Component, &["incr-sync"]),
    (FilterField::Component, &["full-import"]),
    (FilterField::Component, &[OTHER]),
    (FilterField::Last, &["under-way", "under way"]),
    (FilterField::Last, &["confirmed"]),
    (FilterField::Last, &["rejected"]),
    (FilterField::Last, &["unknown"]),
    (FilterField::Last, &["by-reading", "by reading"]),
    (FilterField::Last, &["marked-as-done", "marked as done", "counted-as-done"]),
    (FilterField::Last, &["abandoned"]),
    (FilterField::Last, &["not-sent", "not sent"]),
    (FilterField::Last, &[NEVER]),
    (FilterField::Operation, &["start"]),
    (FilterField::Operation, &["stop"]),
    (FilterField::Operation, &["update"]),
    (FilterField::Operation, &["pullback", "pull back", "pull-back"]),
    (FilterField::Operation, &["migrate"]),
    (FilterField::Operation, &["delete"]),
    (FilterField::Operation, &[NEVER]),
    (FilterField::Waiting, &["checkpoint", "checkpoint waits"]),
    (FilterField::Needs, &["attention"]),
    (FilterField::Direction, &[FORWARD]),
    (FilterField::Direction, &["reverse"]),
    (FilterField::Read, &["stale"]),
    (FilterField::Read, &["missing"]),
    (FilterField::Read, &["absent"]),
];

/// The bits of the component's column.
pub(super) const COMPONENTS: u32 = (1 << LAST) - (1 << COMPONENT);

/// Returns the bits whose words hold what is looked for, of a column or of all of them. What no column shows
/// (`other`, `none`, `attention`, `forward`, `stale`) is found in its own column only.
pub(super) fn bits(field: Option<FilterField>, fits: impl Fn(&str) -> bool) -> u32 {
    let mut bits = 0;
    for (bit, (column, words)) in CELLS.iter().enumerate() {
        let looked_at = match field {
            Some(field) => field == *column,
            None => {
                !matches!(words[0], NEVER | OTHER | FORWARD)
                    && !matches!(column, FilterField::Needs | FilterField::Read)
            }
        };
        if looked_at && words.iter().any(|word| fits(word)) {
            bits |= 1 << bit;
        }
    }
    bits
}

/// Returns the value of its field that a bit stands for.
pub(super) fn value(bit: u32) -> &'static str {
    CELLS[bit.trailing_zeros() as usize].1[0]
}

/// Returns the bit of a task's state.
pub(crate) fn state(category: StateCategory) -> u32 {
    1 << category as usize
}

/// Returns the bit of a task's component.
pub(crate) fn component(component: Option<Component>) -> u32 {
    1 << component.map_or(LAST - 1, |component| COMPONENT + component as usize)
}

/// Returns the bit of the status of the latest operation.
pub(crate) fn standing(last: Option<LastOperation>) -> u32 {
    1 << last.map_or(OPERATION - 1, |last| LAST + last.standing as usize)
}

/// Returns the bit of a checkpoint that waits; none where none does.
pub(crate) fn waiting(record: &TaskRecord) -> u32 {
    u32::from(record.waiting_checkpoint().is_some()) << WAITING
}

/// Returns the bit of a task that needs a person's attention; none for any other.
pub(crate) fn needs(record: &TaskRecord) -> u32 {
    u32::from(record.needs_attention()) << NEEDS
}

fn operation(kind: Option<OperationKind>) -> u32 {
    1 << kind.map_or(WAITING - 1, |kind| OPERATION + kind as usize)
}

/// Returns the bits of all columns but the component's, which takes long to find out.
pub(super) fn of(record: &TaskRecord) -> u32 {
    let latest = operation(record.last.map(|last| last.kind));
    let own = state(record.knowledge.category()) | standing(record.last) | latest | waiting(record);
    own | needs(record) | direction(record) | read(record)
}

/// Returns the bit of the direction; none where it is not known.
fn direction(record: &TaskRecord) -> u32 {
    record.reading.as_ref().map_or(0, |reading| 1 << (DIRECTION + usize::from(reading.is_reverse)))
}

/// Returns the bit of whether what OMS says is no longer sure, or OMS does not know the task; none where it is sure,
/// or was not read.
pub(crate) fn read(record: &TaskRecord) -> u32 {
    let is_found = !record.not_found;
    match record.reading.as_ref().map(|reading| reading.standing) {
        Some(ReadingStanding::Stale | ReadingStanding::Lost) => 1 << READ,
        Some(ReadingStanding::Missing) => 1 << (READ + 1),
        Some(ReadingStanding::Current) => 0,
        None if is_found => 0,
        // An earlier page may have read it.
        None if matches!(record.knowledge, Knowledge::Read { .. }) => 1 << (READ + 1),
        None => 1 << (READ + 2),
    }
}

/// Returns the bit of the operation that a state comes from, which stands beside it.
pub(super) fn basis(knowledge: Knowledge) -> u32 {
    knowledge.basis().map_or(0, |(by, _)| operation(Some(by)))
}
