//! The places of a row that can have the focus, and its buttons among them: those that fit the task's state.

use console_core::domain::inventory::{TaskRecord, TaskState};
use console_core::domain::operation::OperationKind;
use console_core::domain::run::Moment;
use leptos::prelude::*;

use crate::messages;
use browser::element_handle::ElementHandle;
use browser::roving;

/// A place of a row that can have the focus. Its column is its number among [`ALL`](Self::ALL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowPlace {
    /// The box that selects the task.
    Tick,
    /// The name, which leads to what is known of the task.
    Name,
    /// The button of an operation. All other operations are in the menu.
    Operation(OperationKind),
    /// The button that opens the menu.
    More,
}

impl RowPlace {
    /// The places from left to right. Where the state is known, only one of Start and Stop is shown.
    pub const ALL: [Self; 7] = [
        Self::Tick,
        Self::Name,
        Self::Operation(OperationKind::Start),
        Self::Operation(OperationKind::Stop),
        Self::Operation(OperationKind::Update),
        Self::Operation(OperationKind::PullBack),
        Self::More,
    ];

    /// Returns the place in a column.
    pub fn at(column: usize) -> Option<Self> {
        Self::ALL.get(column).copied()
    }

    /// Returns the column of this place.
    pub fn column(self) -> usize {
        Self::ALL.iter().position(|place| *place == self).unwrap_or_default()
    }

    /// Returns the column that is not shown in the row of a task in this state.
    pub fn hidden(state: Option<TaskState>) -> Option<usize> {
        let pointless = Self::Operation(state?.pointless());
        Self::ALL.iter().position(|place| *place == pointless)
    }

    /// Returns the selector of this place in a row.
    fn selector(self) -> String {
        format!("[{}=\"{}\"]", roving::COLUMN, self.column())
    }
}

/// Returns the operations that have buttons in a row.
fn operations() -> impl Iterator<Item = OperationKind> {
    RowPlace::ALL.into_iter().filter_map(|place| match place {
        RowPlace::Operation(kind) => Some(kind),
        RowPlace::Tick | RowPlace::Name | RowPlace::More => None,
    })
}

/// Returns the cell of buttons.
pub fn button_cell() -> AnyView {
    let operation = |kind: OperationKind| {
        view! {
            <button
                class="action"
                type="button"
                tabindex="-1"
                data-column=RowPlace::Operation(kind).column().to_string()
            >
                {messages::name(kind)}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="cell actions" role="gridcell">
            {operations().map(operation).collect_view()}
            <button
                class="action"
                type="button"
                tabindex="-1"
                aria-expanded="false"
                data-column=RowPlace::More.column().to_string()
            >
                {messages::table::MORE}
            </button>
        </div>
    }
    .into_any()
}

/// A group of a row's buttons that stand for operations.
pub struct RowButtons(Vec<RowButton>);

struct RowButton {
    kind: OperationKind,
    element: ElementHandle,
    /// Why it is shown as not offered.
    barred: Option<&'static str>,
}

impl RowButtons {
    /// Finds them in a row.
    pub fn of(row: &ElementHandle) -> Self {
        let button = |kind: OperationKind| {
            let element = row.find(&RowPlace::Operation(kind).selector())?;
            Some(RowButton { kind, element, barred: None })
        };
        Self(operations().filter_map(button).collect())
    }

    /// Shows those that fit a state.
    pub fn show_fitting(&self, state: Option<TaskState>) {
        let pointless = state.map(TaskState::pointless);
        for button in &self.0 {
            button.element.set("hidden", (pointless == Some(button.kind)).then_some(""));
        }
        // The focus goes on to the button in its place.
        let [Some(start), Some(stop)] =
            [OperationKind::Start, OperationKind::Stop].map(|kind| self.get(kind))
        else {
            return;
        };
        match pointless {
            Some(OperationKind::Start) => start.hand_over_focus(stop),
            Some(_) => stop.hand_over_focus(start),
            None => {}
        }
    }

    fn get(&self, kind: OperationKind) -> Option<&ElementHandle> {
        self.0.iter().find(|button| button.kind == kind).map(|button| &button.element)
    }

    /// Marks those of what is not offered, with the reason.
    pub fn show_not_offered(&mut self, record: &TaskRecord) {
        // When it is old, a click leads to the form all the same.
        let at = record.knowledge.since().unwrap_or(Moment(0));
        for button in &mut self.0 {
            let why = record.not_offered(button.kind, at).map(messages::not_offered);
            if why != button.barred {
                button.element.set("aria-disabled", why.map(|_| "true"));
                button.element.set("aria-description", why);
                button.element.set("title", why);
                button.barred = why;
            }
        }
    }
}

/// Has the boxes and buttons of a row be called what they do and the name of the task, by pointing to both: the name
/// is written once, and the row of this number says which is meant.
pub fn call_by_name(row: &ElementHandle, number: usize) {
    let name_id = format!("row-{number}-name");
    for place in RowPlace::ALL {
        let Some(element) = row.find(&place.selector()) else { continue };
        if place == RowPlace::Name {
            element.set("id", Some(&name_id));
            continue;
        }
        let id = format!("row-{number}-{}", place.column());
        element.set("aria-labelledby", Some(&format!("{id} {name_id}")));
        element.set("id", Some(&id));
    }
}
