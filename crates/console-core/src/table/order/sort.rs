//! What rows are sorted by in each column: numbers, or texts.

use std::mem;

use fast_text::{SortKeys, order_of_numbers};

use super::column::Column;
use crate::domain::inventory::{Knowledge, OMS_RANKS, StateCategory, TaskRecord};
use crate::domain::task_name::{Component, TaskName};

/// Tells where a task's name stands among all names.
pub type NameRank<'a> = &'a dyn Fn(&TaskRecord) -> Option<u32>;

/// Sorts by a column, or by when the tasks were added. What the column does not tell apart keeps its
/// order. `name_rank` stands for the texts of names, or for the ranks.
pub(super) fn by(
    tasks: &mut [&TaskRecord],
    column: Option<Column>,
    descending: bool,
    name_rank: Option<NameRank<'_>>,
) {
    let places = match (column, name_rank) {
        (None, None) => ordered(tasks, descending, |task| Some(task.rank)),
        (None | Some(Column::Name), Some(rank)) => {
            ordered(tasks, descending, |task| rank(task).map(u64::from))
        }
        (Some(column), _) if is_text(column) => {
            let mut keys = SortKeys::default();
            for task in &*tasks {
                push_text(&mut keys, task, column);
                keys.end();
            }
            keys.order(descending)
        }
        (Some(column), _) => ordered(tasks, descending, |task| number(task, column)),
    };
    let before = tasks.to_vec();
    for (task, place) in tasks.iter_mut().zip(places) {
        *task = before[place as usize];
    }
}

/// Returns the places of tasks in the order of their numbers.
fn ordered(tasks: &[&TaskRecord], descending: bool, number: impl Fn(&TaskRecord) -> Option<u64>) -> Vec<u32> {
    let numbers: Vec<_> = tasks.iter().map(|task| number(task)).collect();
    order_of_numbers(&numbers, descending)
}

/// Returns the number that a task is sorted by in a column of numbers.
fn number(task: &TaskRecord, column: Column) -> Option<u64> {
    let reading = task.reading.as_deref();
    match column {
        Column::Delay => reading?.delay.map(in_order),
        Column::Checkpoint => reading?.checkpoint.map(|at| in_order(at.get())),
        Column::Rate => reading?.rate.map(in_order),
        Column::Progress => reading?.progress.map(in_order),
        Column::State => state_number(task.knowledge),
        Column::Component => task.component().map(component_number),
        Column::LastOperation => task.last.map(|last| in_order(last.at.0)),
        _ => None,
    }
}

/// Appends the text that a task is sorted by in a column of texts; none where the column says nothing.
fn push_text(keys: &mut SortKeys, task: &TaskRecord, column: Column) {
    let reading = task.reading.as_deref();
    match column {
        Column::Name => push_name(keys, &task.name),
        Column::Project => keys.push_natural(task.project_title().unwrap_or_default()),
        Column::Host => keys.push_natural(task.host().unwrap_or_default()),
        Column::Region => keys.push_natural(reading.and_then(|it| it.region.as_deref()).unwrap_or_default()),
        Column::ProjectType => keys.push_natural(task.project_type().unwrap_or_default()),
        Column::ProjectState => keys.push_natural(task.project_state().unwrap_or_default()),
        Column::Subtopics => push_list(keys, reading.map(|it| it.subtopics.as_slice()).unwrap_or_default()),
        _ => push_list(keys, &task.labels),
    }
}

/// Returns for each record where its name stands among all of them, the same for names that sorting does not tell
/// apart.
pub fn name_ranks(records: &[TaskRecord]) -> Vec<u32> {
    ranks(records, |keys, record| push_name(keys, &record.name))
}

/// Returns for each record where it stands among those that OMS brought, by project and component, behind all others;
/// nothing where OMS brought none.
pub fn oms_ranks(records: &[TaskRecord]) -> Vec<u32> {
    if !records.iter().any(|record| record.rank >= OMS_RANKS) {
        return Vec::new();
    }
    ranks(records, |keys, record| {
        if record.rank < OMS_RANKS {
            // Before every name, and as added among themselves.
            return keys.push("\0");
        }
        let (machine, rest) = record.name.split_behind_machine();
        keys.push(rest);
        keys.push(machine);
    })
}

fn ranks(records: &[TaskRecord], push: fn(&mut SortKeys, &TaskRecord)) -> Vec<u32> {
    let mut keys = SortKeys::with_capacity(records.len(), NAME);
    for record in records {
        push(&mut keys, record);
        keys.end();
    }
    let mut ranks = vec![0; records.len()];
    let mut rank = 0;
    let mut before: &[u8] = &[];
    for place in keys.order(false) {
        let text = keys.get(place as usize);
        rank += u32::from(text != mem::replace(&mut before, text));
        ranks[place as usize] = rank;
    }
    ranks
}

/// About as long is a name, in the form in which it is sorted.
const NAME: usize = 80;

/// Returns whether a column is sorted by its texts.
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

/// Returns a number as one without a sign, of the same order.
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

/// Appends a name. In one of the usual shape only the machine has numbers that count; what follows is taken as it
/// is, which is faster.
fn push_name(keys: &mut SortKeys, name: &TaskName) {
    let (machine, rest) = name.split_behind_machine();
    keys.push_natural(machine);
    keys.push(rest);
}

/// Appends texts that stand in a column one after the other.
fn push_list(keys: &mut SortKeys, texts: &[String]) {
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            keys.push(", ");
        }
        keys.push_natural(text);
    }
}
