//! A row of the table: what is known of one task, and its six buttons.

use console_core::cut::{cut, visible};
use console_core::draft::Draft;
use console_core::inventory::{Knowledge, Standing, TaskRecord, TaskState};
use console_core::link::Link;
use console_core::operation::OperationKind;
use console_core::order::Column;
use console_core::task_name::TaskName;

use crate::app::Console;
use crate::browser::{address, clipboard, element, roving, spawn_local};
use crate::sheets::Opened;
use crate::ui::{El, Node, Shape, all, button, icon, nothing, styled};
use crate::words;

/// How many places of a row can have the focus: the box that selects it, the name, what copies the name and
/// the link, and the six buttons.
pub const PLACES: usize = 4 + OperationKind::ALL.len();

/// The row of a task, the one of this index in the whole table, with these columns.
pub fn row(console: Console, name: TaskName, index: usize, columns: &[Column]) -> Node {
    let Console { sheets, view, .. } = console;
    let cells = columns.iter().map(|column| column_cell(console, *column, &name));
    let cells = cells.collect();
    let actions = OperationKind::ALL.iter().enumerate();
    let actions = actions.map(|(at, kind)| action(console, *kind, &name, at + 4)).collect();
    let (about, selected, chosen) = (name.clone(), name.clone(), name.clone());
    let class = move || Some(if sheets.is_about(&about) { "row chosen".into() } else { "row".into() });
    let is_selected = move || view.selection.with(|selection| selection.is_selected(&selected));
    let ticked = is_selected.clone();
    let tick = styled("input", "tick")
        .attr("type", "checkbox")
        .attr("tabindex", "-1")
        .attr(roving::COLUMN, "0")
        .attr("aria-label", format!("Select {}", visible(name.as_str())))
        .live_prop("checked", move || ticked().into())
        .on("click", move |event| {
            let shift = element::is_shift_held(&event);
            view.rows_untracked(|rows| {
                view.selection.update(|selection| match shift {
                    true => selection.range(rows, index, index, true),
                    false => selection.toggle(chosen.clone()),
                });
            });
        });
    styled("div", "row")
        .attr("role", "row")
        .live_attr("class", class)
        .live_attr("aria-selected", move || Some(is_selected().to_string()))
        .attr("aria-rowindex", (index + 2).to_string())
        .attr(roving::ROW, (index + 1).to_string())
        .live_prop("style", move || format!("--row:{index}").into())
        .child(cell("cell select").child(tick))
        .node(all(cells))
        .child(cell("cell actions").node(all(actions)))
        .build()
}

fn cell(class: &'static str) -> El {
    styled("div", class).attr("role", "gridcell")
}

fn column_cell(console: Console, column: Column, name: &TaskName) -> Node {
    let tasks = console.tasks;
    let of = name.clone();
    let parts = name.parts();
    match column {
        Column::Name => name_cell(console, name),
        Column::State => {
            cell("cell state-cell").live(move || state(console, tasks.get(&of).as_ref())).build()
        }
        Column::LastOperation => {
            cell("cell last-cell").live(move || last_operation(console, tasks.get(&of).as_ref())).build()
        }
        Column::Component => cell("cell quiet").text(words::component(name.component())).build(),
        Column::Project => {
            let project = parts.map_or("", |parts| parts.project).to_owned();
            cell("cell quiet mono").attr("title", project.clone()).text(project).build()
        }
        Column::Host => cell("cell quiet mono").text(parts.map_or("", |parts| parts.host).to_owned()).build(),
        Column::Labels => cell("cell quiet labels").live(move || labels(tasks.get(&of).as_ref())).build(),
    }
}

/// The name, cut in the middle where there is no room, and what copies it.
fn name_cell(console: Console, name: &TaskName) -> Node {
    let [head, middle, tail] = cut(name).map(|part| visible(part).into_owned());
    let shown = visible(name.as_str()).into_owned();
    let (copied, linked) = (name.clone(), name.clone());
    let link = move || {
        let link = Link { tasks: vec![linked.clone()], ..Link::default() };
        address::with_query(&link.to_query())
    };
    let whole = styled("span", "name-text mono")
        .attr("title", shown.clone())
        // Its two parts would be read with a blank between them.
        .attr("aria-label", shown)
        .attr("role", "text")
        .attr("tabindex", "-1")
        .attr(roving::COLUMN, "1")
        .child(styled("bdi", "name-head").text(head))
        .child(styled("bdi", "name-middle").text(middle))
        .child(styled("bdi", "name-tail").text(tail));
    cell("cell name")
        .child(whole)
        .node(copier(console, "Copy name", "2", "Name copied", move || copied.to_string(), name))
        .node(copier(console, "Copy link", "3", "Link copied", link, name))
        .build()
}

/// One of the two small buttons that copy.
fn copier(
    console: Console,
    what: &'static str,
    column: &'static str,
    done: &'static str,
    text: impl Fn() -> String + 'static,
    name: &TaskName,
) -> Node {
    let class = if column == "2" { "quiet copier name-copier" } else { "quiet copier link-copier" };
    styled("button", class)
        .attr("type", "button")
        .attr("tabindex", "-1")
        .attr(roving::COLUMN, column)
        .attr("title", what)
        .attr("aria-label", format!("{what} {}", visible(name.as_str())))
        .child(styled("span", "icon copy-icon").attr("aria-hidden", "true"))
        .on_click(move || {
            let text = text();
            spawn_local(async move {
                let copied = clipboard::copy(&text).await;
                console.tasks.say(if copied { done } else { "The browser did not allow copying" });
            });
        })
        .build()
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

fn labels(record: Option<&TaskRecord>) -> Node {
    let labels = record.map(|record| record.labels.as_slice()).unwrap_or_default();
    all(labels.iter().map(|label| styled("bdi", "label").text(visible(label).into_owned()).build()).collect())
}

/// One of a row's six buttons.
fn action(console: Console, kind: OperationKind, name: &TaskName, column: usize) -> Node {
    let barred = kind.barred_for(name.component()).map(words::barred);
    let class = if kind == OperationKind::Delete { "action dangerous" } else { "action" };
    let task = name.clone();
    button(class, words::name(kind))
        .attr("tabindex", "-1")
        .attr(roving::COLUMN, column.to_string())
        .attr("aria-label", format!("{} {}", words::name(kind), visible(name.as_str())))
        .maybe_attr("aria-disabled", barred.map(|_| "true"))
        .maybe_attr("aria-description", barred)
        .maybe_attr("title", barred)
        .on_click(move || {
            if barred.is_none() {
                let draft = Draft::new(kind, task.as_str(), &console.settings.zone.get_untracked());
                console.open(Opened::Operation(draft));
            }
        })
        .build()
}
