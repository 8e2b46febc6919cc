//! A row of the table: what is known of one task, and its six buttons.

use console_core::draft::Draft;
use console_core::inventory::{Knowledge, Standing, TaskRecord, TaskState};
use console_core::operation::OperationKind;
use console_core::task_name::TaskName;

use crate::app::{Console, Opened};
use crate::browser::roving;
use crate::ui::{El, Node, Shape, all, button, icon, nothing, styled};
use crate::words;

/// How many characters at the end of a long name of unknown shape stay in sight.
const TAIL: usize = 28;

/// How many places of a row can have the focus: the name and the six buttons.
pub const COLUMNS: usize = 1 + OperationKind::ALL.len();

/// The row of a task, the one of this index in the whole table.
pub fn row(console: Console, name: TaskName, index: usize) -> Node {
    let Console { tasks, sheets, .. } = console;
    let (head, tail) = cut(&name);
    let name_cell = cell("cell name mono")
        .attr("title", name.to_string())
        // Its two parts would be read with a blank between them.
        .attr("aria-label", name.to_string())
        .attr("tabindex", "-1")
        .attr(roving::COLUMN, "0")
        .child(styled("span", "name-head").text(head.to_owned()))
        .child(styled("span", "name-tail").text(tail.to_owned()));
    let component = cell("cell component").text(words::component(name.component()));
    let actions =
        OperationKind::ALL.iter().enumerate().map(|(at, kind)| action(console, *kind, &name, at + 1));
    let actions = actions.collect();
    let (of, of_last, about) = (name.clone(), name.clone(), name);
    let chosen = move || Some(if sheets.is_about(&about) { "row chosen".into() } else { "row".into() });
    styled("div", "row")
        .attr("role", "row")
        .live_attr("class", chosen)
        .attr("aria-rowindex", (index + 2).to_string())
        .attr(roving::ROW, index.to_string())
        .live_prop("style", move || format!("--row:{index}").into())
        .child(cell("cell").live(move || state(console, tasks.get(&of).as_ref())))
        .child(name_cell)
        .child(component)
        .child(cell("cell").live(move || last_operation(console, tasks.get(&of_last).as_ref())))
        .child(cell("cell actions").node(all(actions)))
        .build()
}

fn cell(class: &'static str) -> El {
    styled("div", class).attr("role", "gridcell")
}

/// The state with where the knowledge comes from.
fn state(console: Console, record: Option<&TaskRecord>) -> Node {
    let knowledge = record.map_or(Knowledge::Nothing, |record| record.knowledge);
    let (shape, class) = match knowledge {
        Knowledge::After { state: TaskState::Running, .. } => (Shape::Disc, "state good"),
        Knowledge::After { state: TaskState::Stopped, .. } => (Shape::Square, "state still"),
        Knowledge::Nothing => (Shape::Ring, "state none"),
        Knowledge::InDoubt { .. } => (Shape::Diamond, "state doubt"),
    };
    let basis = move || words::state_basis(&knowledge, console.now.get());
    styled("span", class)
        .child(icon(shape))
        .child(styled("span", "state-word").text(words::state(&knowledge)))
        .child(styled("span", "basis").live_text(basis))
        .build()
}

/// What was done last, how it stands, and since when.
fn last_operation(console: Console, record: Option<&TaskRecord>) -> Node {
    let Some(last) = record.and_then(|record| record.last) else { return nothing() };
    let class = match last.standing {
        Standing::UnderWay => "last busy",
        Standing::Rejected => "last bad",
        Standing::Unknown => "last doubt",
        Standing::Confirmed | Standing::CountedAsDone | Standing::Abandoned => "last",
    };
    let age = styled("span", "basis").live_text(move || words::age(last.at, console.now.get()));
    styled("span", class).text(words::last_operation(&last)).child(age).build()
}

/// One of a row's six buttons.
fn action(console: Console, kind: OperationKind, name: &TaskName, column: usize) -> Node {
    let barred = kind.barred_for(name.component()).map(words::barred);
    let class = if kind == OperationKind::Delete { "action dangerous" } else { "action" };
    let task = name.clone();
    button(class, words::name(kind))
        .attr("tabindex", "-1")
        .attr(roving::COLUMN, column.to_string())
        .attr("aria-label", format!("{} {name}", words::name(kind)))
        .maybe_attr("aria-disabled", barred.map(|_| "true"))
        .maybe_attr("aria-description", barred)
        .maybe_attr("title", barred)
        .on_click(move || {
            if barred.is_none() {
                let draft = Draft::new(kind, task.as_str(), &console.zone.get());
                console.sheets.open(Opened::Operation(draft));
            }
        })
        .build()
}

/// A name in two parts, the second of which is shown whole as long as it can be: from the project on
/// where the name has the usual shape, since that tells tasks apart.
fn cut(name: &TaskName) -> (&str, &str) {
    let text = name.as_str();
    if let Some(parts) = name.parts() {
        return text.split_at(text.rfind(parts.project).unwrap_or(0));
    }
    let characters = text.chars().count();
    if characters <= TAIL * 2 {
        return (text, "");
    }
    let at = text.char_indices().nth(characters - TAIL).map_or(text.len(), |(at, _)| at);
    text.split_at(at)
}
