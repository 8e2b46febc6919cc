//! The cell of a row that says which state its task is in, and what is to be known of that.

use console_core::domain::inventory::{
    Knowledge, LastOperation, OperationStanding, Sighting, StateCategory, TaskRecord,
};
use leptos::prelude::*;

use crate::components::{Icon, IconShape, write_text};
use crate::messages;
use browser::element_handle::ElementHandle;

/// Returns what these cells are copies of.
pub fn state_pattern() -> AnyView {
    view! {
        <div class="cell state" role="gridcell">
            <Icon shape=IconShape::Dash/>
            <span class="state-word"></span>
            <span class="waiting"></span>
            <span class="basis"></span>
        </div>
    }
    .into_any()
}

/// A cell that shows the state in a row.
pub struct StateCell {
    cell: ElementHandle,
    icon: ElementHandle,
    word: ElementHandle,
    waiting: ElementHandle,
    basis: ElementHandle,
    /// The class, the word, the flags with their hint, and the remarks that it shows.
    shown: [String; 5],
}

impl StateCell {
    /// Finds it in a row, if its column is shown.
    pub fn of(row: &ElementHandle) -> Option<Self> {
        let cell = row.find(".state")?;
        let [icon, word, waiting, basis] =
            [".icon", ".state-word", ".waiting", ".basis"].map(|part| cell.find(part));
        Some(Self {
            icon: icon?,
            word: word?,
            waiting: waiting?,
            basis: basis?,
            cell,
            shown: Default::default(),
        })
    }

    /// Shows where the state comes from.
    pub fn show_basis(&self, basis: &str) {
        self.basis.write(basis);
    }

    /// Shows the state, and what is to be known of it; also that the last operation failed, where no column says so.
    pub fn show(&mut self, record: &TaskRecord, sighting: Sighting, last: Option<LastOperation>) {
        let category = record.knowledge.category();
        let (shape, class) = match category {
            StateCategory::Running => (IconShape::Disc, "cell state good"),
            StateCategory::Stopped => (IconShape::Square, "cell state still"),
            StateCategory::Unknown => (IconShape::Dash, "cell state none"),
            StateCategory::InDoubt => (IconShape::Diamond, "cell state doubt"),
            StateCategory::Exception => (IconShape::Diamond, "cell state bad"),
            StateCategory::Finished => (IconShape::Tick, "cell state still"),
        };
        let is_read = matches!(record.knowledge, Knowledge::Read { .. });
        let is_stale = is_read && matches!(sighting, Sighting::Stale | Sighting::Missing);
        let waiting = record.waiting_checkpoint();
        let has_failed = |last: &LastOperation| {
            record.undecided
                || matches!(last.standing, OperationStanding::Rejected | OperationStanding::NotSent)
        };
        let failed = last.filter(has_failed).map(|last| messages::last_operation(&last, record.undecided));
        let flags = waiting.map(|waiting| messages::waiting_checkpoint(waiting).to_owned());
        let flags = failed.into_iter().chain(flags).chain(messages::state_flags(record)).collect::<Vec<_>>();
        let state = [
            format!("{class}{}", if is_stale { " stale" } else { "" }),
            record.state_word().unwrap_or(messages::state(category)).to_owned(),
            flags.join(", "),
            waiting.map(messages::waiting_checkpoint_hint).unwrap_or_default().to_owned(),
            messages::state_remarks(record),
        ];
        // Nearly every read says the same again.
        if state == self.shown {
            return;
        }
        let [class, word, flags, hint, remarks] = &state;
        let [hint, remarks] = [hint, remarks].map(|text| Some(text.as_str()).filter(|text| !text.is_empty()));
        self.cell.set("class", Some(class));
        self.icon.set("class", Some(shape.class()));
        write_text(&self.word, word);
        self.waiting.set("title", hint);
        self.waiting.write(flags);
        self.cell.set("title", remarks);
        self.cell.set("aria-description", remarks);
        self.shown = state;
    }
}
