//! A row of the table: what is known of one task, and its six buttons.

use console_core::draft::Draft;
use console_core::inventory::{Knowledge, Standing, TaskState};
use console_core::operation::OperationKind;
use console_core::task_name::TaskName;
use leptos::prelude::*;

use crate::app::{Opened, Sheets, Zone};
use crate::browser::clock::Ticking;
use crate::tasks::Tasks;
use crate::ui::{Icon, Shape};
use crate::words;

/// How many characters at the end of a long name of unknown shape stay in sight.
const TAIL: usize = 28;

/// The row of a task.
#[component]
pub fn Row(
    /// The task.
    name: TaskName,
    /// Its place in the whole table, counted from 1, the header being the first.
    #[prop(into)]
    place: Signal<usize>,
) -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let sheets = expect_context::<Sheets>();
    let now = expect_context::<Ticking>();
    let of = name.clone();
    let record = Memo::new(move |_| tasks.get(&of));
    let knowledge =
        move || record.with(|record| record.as_ref().map_or(Knowledge::Nothing, |record| record.knowledge));
    let shape = Signal::derive(move || match knowledge() {
        Knowledge::After { state: TaskState::Running, .. } => Shape::Disc,
        Knowledge::After { state: TaskState::Stopped, .. } => Shape::Square,
        Knowledge::Nothing => Shape::Ring,
        Knowledge::InDoubt { .. } => Shape::Diamond,
    });
    let state_class = move || match knowledge() {
        Knowledge::After { state: TaskState::Running, .. } => "state good",
        Knowledge::After { state: TaskState::Stopped, .. } => "state still",
        Knowledge::Nothing => "state none",
        Knowledge::InDoubt { .. } => "state doubt",
    };
    let basis = Memo::new(move |_| words::state_basis(&knowledge(), now.get()));
    let last = move || record.with(|record| record.as_ref().and_then(|record| record.last));
    let last_class = move || match last().map(|last| last.standing) {
        Some(Standing::UnderWay) => "last busy",
        Some(Standing::Rejected) => "last bad",
        Some(Standing::Unknown) => "last doubt",
        _ => "last",
    };
    let last_age = Memo::new(move |_| last().map(|last| words::age(last.at, now.get())).unwrap_or_default());
    let this = name.clone();
    let selected = move || sheets.is_about(&this);
    let (head, tail) = cut(&name);
    let component = words::component(name.component());
    let actions = OperationKind::ALL.map(|kind| view! { <Action kind name=name.clone() /> });
    view! {
        <div role="row" class="row" class:chosen=selected aria-rowindex=place>
            <div role="gridcell" class="cell">
                <span class=state_class>
                    <Icon shape />
                    <span class="state-word">{move || words::state(&knowledge())}</span>
                    <span class="basis">{basis}</span>
                </span>
            </div>
            <div role="gridcell" class="cell name mono" title=name.to_string()>
                <span class="name-head">{head.to_owned()}</span>
                <span class="name-tail">{tail.to_owned()}</span>
            </div>
            <div role="gridcell" class="cell component">{component}</div>
            <div role="gridcell" class="cell">
                <span class=last_class>
                    {move || last().map(|last| words::last_operation(&last))}
                    <span class="basis">{last_age}</span>
                </span>
            </div>
            <div role="gridcell" class="cell actions">{actions}</div>
        </div>
    }
}

/// One of a row's six buttons.
#[component]
fn Action(kind: OperationKind, name: TaskName) -> impl IntoView {
    let sheets = expect_context::<Sheets>();
    let zone = expect_context::<Zone>();
    let reason = kind.barred_for(name.component()).map(words::barred);
    let label = format!("{} {name}", words::name(kind));
    let class = if kind == OperationKind::Delete { "action dangerous" } else { "action" };
    let open = move |_| {
        if reason.is_none() {
            sheets.open(Opened::Operation(Draft::new(kind, name.as_str(), &zone.get())));
        }
    };
    view! {
        <button
            type="button"
            class=class
            aria-label=label
            aria-disabled=reason.map(|_| "true")
            aria-description=reason
            title=reason
            on:click=open
        >
            {words::name(kind)}
        </button>
    }
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
