//! A row of the table: what is known of one task.
//!
//! Rows are copies of one pattern, and show another task whenever the table is filtered, sorted or scrolled; making
//! thirty of them again would take longer than all else that a keystroke in the filter costs.

use console_core::domain::cut::cut;
use console_core::domain::inventory::{
    Knowledge, LastOperation, OperationStanding, Reading, ReadingStanding, Sighting, TaskRecord,
};
use console_core::domain::run::Moment;
use console_core::domain::task_name::TaskName;
use console_core::table::filter::FilterField;
use console_core::table::order::Column;
use console_core::text::odd_characters::odd_characters;
use leptos::prelude::*;

use crate::components::{Marked, write_marked, write_text};
use crate::messages;
use crate::table::row_buttons::{RowButtons, RowPlace, button_cell, call_by_name};
use crate::table::state_cell::{StateCell, state_pattern};
use browser::element_handle::ElementHandle;
use browser::roving;

/// A set of facts that a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowContent {
    /// The index of the task in the whole table.
    pub index: usize,
    /// The task.
    pub record: TaskRecord,
    /// Whether it is selected.
    pub selected: bool,
    /// Whether the open sheet is about it.
    pub chosen: bool,
    /// Whether the reads of OMS found it.
    pub sighting: Sighting,
    /// The task that it probably goes on as, where OMS does not list it any more.
    pub successor: Option<TaskName>,
    /// How far it has come, in short and in full; empty where that is not shown.
    pub position: [String; 2],
}

/// A row of the page, shown or set aside for later.
pub struct GridRow {
    /// The whole of it.
    pub whole: ElementHandle,
    /// What it shows, or showed when it was set aside; nothing before the first time.
    pub content: Option<RowContent>,
    /// Whether it is seen.
    is_shown: bool,
    /// What is written to, as far as its columns are shown.
    parts: Vec<(RowPart, ElementHandle)>,
    buttons: RowButtons,
    /// The state's cell, where that column is shown.
    state: Option<StateCell>,
    /// Where a state comes from, and how long ago the latest operation was.
    ages: [String; 2],
}

/// A part of a row that is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowPart {
    Tick,
    Title,
    TitleProject,
    TitleComponent,
    TitleDirection,
    Name,
    NameHead,
    NameMiddle,
    NameTail,
    Last,
    LastWord,
    LastBasis,
    Component,
    Project,
    Host,
    Labels,
    Delay,
    DelayText,
    DelayLimit,
    Position,
    Rate,
    Progress,
    ProgressText,
    ProgressDone,
    Region,
    Subtopics,
    ProjectType,
    ProjectState,
}

impl RowPart {
    /// Each with the selector that finds it in a row.
    const ALL: [(Self, &str); 28] = [
        (Self::Tick, ".tick"),
        (Self::Title, ".cell.name"),
        (Self::TitleProject, ".title-project"),
        (Self::TitleComponent, ".title-component"),
        (Self::TitleDirection, ".title-direction"),
        (Self::Name, ".name-text"),
        (Self::NameHead, ".name-head"),
        (Self::NameMiddle, ".name-middle"),
        (Self::NameTail, ".name-tail"),
        (Self::Last, ".last"),
        (Self::LastWord, ".last-word"),
        (Self::LastBasis, ".last > .basis"),
        (Self::Component, ".component"),
        (Self::Project, ".project > bdi"),
        (Self::Host, ".host > bdi"),
        (Self::Labels, ".labels"),
        (Self::Delay, ".delay"),
        (Self::DelayText, ".delay-text"),
        (Self::DelayLimit, ".delay > .basis"),
        (Self::Position, ".position"),
        (Self::Rate, ".rate"),
        (Self::Progress, ".progress-cell"),
        (Self::ProgressText, ".progress-text"),
        (Self::ProgressDone, ".progress-done"),
        (Self::Region, ".region > bdi"),
        (Self::Subtopics, ".subtopics"),
        (Self::ProjectType, ".project-type"),
        (Self::ProjectState, ".project-state"),
    ];
}

/// Returns what rows with these columns are copies of.
pub fn pattern(columns: &[Column]) -> AnyView {
    let cells = columns.iter().map(|column| column_cell(*column)).collect_view();
    view! {
        <div class="row">
            <div class="cell select" role="gridcell">
                <input
                    class="tick"
                    type="checkbox"
                    aria-label=messages::table::SELECT
                    tabindex="-1"
                    data-column=RowPlace::Tick.column().to_string()
                />
            </div>
            {cells}
            {button_cell()}
        </div>
    }
    .into_any()
}

fn column_cell(column: Column) -> AnyView {
    let plain = |class: &'static str| view! { <div class=class role="gridcell"></div> }.into_any();
    match column {
        // Its parts would be read with a blank between them, if it had no name of its own.
        Column::Name => view! {
            <div class="cell name" role="gridcell">
                <div class="title">
                    <bdi class="title-project mono" data-filter=FilterField::Project.word()></bdi>
                    <span><span class="title-component"></span><span class="title-direction"></span></span>
                </div>
                <span class="name-text mono" tabindex="-1" data-column=RowPlace::Name.column().to_string() role="link">
                    <bdi class="name-head"></bdi>
                    <bdi class="name-middle"></bdi>
                    <bdi class="name-tail"></bdi>
                </span>
            </div>
        }
        .into_any(),
        Column::State => state_pattern(),
        Column::LastOperation => view! {
            <div class="cell last" role="gridcell">
                <span class="last-word"></span>
                <span class="basis"></span>
            </div>
        }
        .into_any(),
        Column::Component => plain("cell quiet component"),
        Column::Project => filtering("cell quiet mono project", FilterField::Project),
        Column::Host => filtering("cell quiet mono host", FilterField::Host),
        Column::Labels => plain("cell quiet labels"),
        Column::Delay => view! {
            <div class="cell delay" role="gridcell">
                <span class="delay-text" data-label=messages::column(Column::Delay)></span>
                <span class="basis"></span>
            </div>
        }
        .into_any(),
        Column::Checkpoint => plain("cell quiet mono position"),
        Column::Rate => plain("cell quiet rate"),
        Column::Progress => view! {
            <div class="cell progress-cell" role="gridcell">
                <span class="progress-text"></span>
                <span class="progress-bar" aria-hidden="true"><span class="progress-done"></span></span>
            </div>
        }
        .into_any(),
        Column::Region => filtering("cell quiet region", FilterField::Region),
        Column::Subtopics => plain("cell quiet mono subtopics"),
        Column::ProjectType => plain("cell quiet project-type"),
        Column::ProjectState => plain("cell quiet project-state"),
    }
}

/// Returns a cell on whose text a click filters by it. The menu has the same for the keyboard.
fn filtering(class: &'static str, field: FilterField) -> AnyView {
    view! { <div class=class role="gridcell"><bdi data-filter=field.word()></bdi></div> }.into_any()
}

impl GridRow {
    /// Returns a copy of a pattern. No two of one page have the same number.
    pub fn new(pattern: &ElementHandle, number: usize) -> Option<Self> {
        let whole = pattern.copy()?;
        let found = |(part, selector): (RowPart, &str)| Some((part, whole.find(selector)?));
        let parts = RowPart::ALL.into_iter().filter_map(found).collect();
        call_by_name(&whole, number);
        let (buttons, state) = (RowButtons::of(&whole), StateCell::of(&whole));
        Some(Self { whole, content: None, is_shown: false, parts, buttons, state, ages: Default::default() })
    }

    fn part(&self, part: RowPart) -> Option<&ElementHandle> {
        self.parts.iter().find(|(own, _)| *own == part).map(|(_, element)| element)
    }

    fn write(&self, part: RowPart, text: &str) {
        if let Some(element) = self.part(part) {
            element.write(text);
        }
    }

    fn set(&self, part: RowPart, name: &str, value: Option<&str>) {
        if let Some(element) = self.part(part) {
            element.set(name, value);
        }
    }

    /// Returns the task that it shows.
    pub fn task(&self) -> Option<&TaskName> {
        self.content.as_ref().map(|content| &content.record.name)
    }

    /// Shows it no more. It stays where it is, with all that it holds, neither seen nor read out.
    pub fn set_aside(&mut self) {
        if !self.is_shown {
            return;
        }
        self.is_shown = false;
        self.whole.set("class", Some("row spare"));
        for name in ["role", "aria-rowindex", "aria-selected", roving::ROW] {
            self.whole.set(name, None);
        }
    }

    /// Shows a task as it is now; `when` tells when a moment was.
    pub fn show(&mut self, content: RowContent, when: &dyn Fn(Moment) -> String) {
        let before = self.content.take();
        let as_whole = before.as_ref().filter(|_| self.is_shown);
        let before = before.as_ref();
        let record = &content.record;
        if !self.is_shown {
            self.is_shown = true;
            self.whole.set("role", Some("row"));
        }
        if as_whole.is_none_or(|before| before.index != content.index) {
            self.whole.set("aria-rowindex", Some(&(content.index + 2).to_string()));
            self.whole.set(roving::ROW, Some(&(content.index + 1).to_string()));
            // The place itself, and not a number that the style makes a place of: all that is in a row would be
            // styled again whenever it changes.
            self.whole.style(&format!("top:calc({} * var(--height))", content.index));
        }
        if as_whole.is_none_or(|before| before.selected != content.selected) {
            self.whole.set("aria-selected", Some(if content.selected { "true" } else { "false" }));
        }
        if as_whole.is_none_or(|before| before.chosen != content.chosen) {
            self.whole.set("class", Some(if content.chosen { "row chosen" } else { "row" }));
        }
        // A click ticks the box by itself.
        if let Some(tick) = self.part(RowPart::Tick) {
            tick.tick(content.selected);
        }
        if before.is_none_or(|before| before.record.name != record.name) {
            self.show_name(&record.name);
        }
        if before.is_none_or(|before| !is_read_alike(&before.record, record)) {
            self.show_project(record);
            self.show_reading(record);
        }
        let is_known = |before: &RowContent| before.record == *record && before.sighting == content.sighting;
        let is_known = before.is_some_and(is_known);
        if before.is_none_or(|before| before.position != content.position) {
            self.write(RowPart::Position, &content.position[0]);
            self.set(RowPart::Position, "title", Some(&content.position[1]));
        }
        let last = |record: &TaskRecord| (record.last, record.undecided);
        if before.is_none_or(|before| last(&before.record) != last(record)) {
            self.show_last_operation(record.last, record.undecided);
        }
        if before.map(|before| before.record.labels.as_slice()).unwrap_or_default() != record.labels {
            self.show_labels(&record.labels);
        }
        if before.map(|before| before.record.state()) != Some(record.state()) {
            self.buttons.show_fitting(record.state());
        }
        // The column beside it says the same.
        let has_last = self.part(RowPart::LastWord).is_some();
        let is_said = has_last && record.is_state_of_last_operation();
        let known = if is_said { &Knowledge::Nothing } else { &record.knowledge };
        let basis = messages::state_source(known, content.sighting, content.successor.as_ref(), when);
        let ages = [basis, record.last.map(|last| when(last.at)).unwrap_or_default()];
        let [basis, last] = &ages;
        if *basis != self.ages[0]
            && let Some(state) = &self.state
        {
            state.show_basis(basis);
        }
        if *last != self.ages[1] {
            self.write(RowPart::LastBasis, last);
        }
        self.ages = ages;
        if !is_known {
            self.buttons.show_not_offered(&content.record);
            if let Some(state) = &mut self.state {
                let last = content.record.last.filter(|_| !has_last);
                state.show(&content.record, content.sighting, last);
            }
        }
        self.content = Some(content);
    }

    /// Shows everything that only the name says.
    fn show_name(&self, name: &TaskName) {
        let odd = odd_characters(name.as_str());
        let spoken = if odd.is_empty() { None } else { Some(messages::spoken(name.as_str())) };
        let spoken = spoken.as_deref().unwrap_or(name.as_str());
        self.set(RowPart::Name, "title", Some(spoken));
        self.set(RowPart::Name, "aria-label", Some(spoken));
        self.set(RowPart::Name, "data-odd", (!odd.is_empty()).then_some(""));
        let mut from = 0;
        for (place, part) in
            [RowPart::NameHead, RowPart::NameMiddle, RowPart::NameTail].into_iter().zip(cut(name))
        {
            if let Some(place) = self.part(place) {
                write_marked(place, name.as_str(), &odd, from..from + part.len());
            }
            from += part.len();
        }
    }

    /// Shows what the name says or OMS: the project by its name where there is one, the component, the host.
    fn show_project(&self, record: &TaskRecord) {
        let component = record.component();
        let word = messages::component_and_direction(component, record.is_reverse());
        self.write(RowPart::Component, &word);
        let is_told = component.is_some();
        self.write(RowPart::TitleComponent, if is_told { messages::component(component) } else { "" });
        self.write(RowPart::TitleDirection, messages::direction(is_told && record.is_reverse()));
        let (project, host) = (record.project_title().unwrap_or(""), record.host().unwrap_or(""));
        // A name of another shape stands alone.
        self.set(
            RowPart::Title,
            "class",
            Some(if project.is_empty() { "cell name alone" } else { "cell name" }),
        );
        let id = record.project_id().filter(|_| record.project_name().is_some());
        for part in [RowPart::TitleProject, RowPart::Project] {
            self.write_text(part, project);
            self.set(part, "title", id);
        }
        self.set(RowPart::Host, "title", Some(host));
        self.write_text(RowPart::Host, host);
    }

    /// Shows the figures that only OMS tells.
    fn show_reading(&self, record: &TaskRecord) {
        let reading = record.reading.as_deref();
        let is_stale = reading.is_some_and(|reading| reading.standing != ReadingStanding::Current);
        let late = record.late();
        let class = match (is_stale, late.is_some()) {
            (true, true) => "cell delay stale late",
            (true, false) => "cell delay stale",
            (false, true) => "cell delay late",
            (false, false) => "cell delay",
        };
        self.set(RowPart::Delay, "class", Some(class));
        let delay = reading.and_then(|reading| reading.delay);
        self.write(RowPart::DelayText, &delay.map(messages::delay).unwrap_or_default());
        self.write(
            RowPart::DelayLimit,
            &late.map(|(_, limit)| messages::over_limit(limit)).unwrap_or_default(),
        );
        let rate = reading.and_then(|reading| reading.rate);
        self.write(RowPart::Rate, &rate.map(messages::rate).unwrap_or_default());
        let progress = reading.and_then(|reading| reading.progress);
        self.write(RowPart::ProgressText, &progress.map(messages::percent).unwrap_or_default());
        self.set(
            RowPart::Progress,
            "class",
            Some(if progress.is_some() { "cell progress-cell" } else { "cell" }),
        );
        if let Some(done) = self.part(RowPart::ProgressDone) {
            done.style(&format!("inline-size:{}%", progress.unwrap_or(0).clamp(0, 100)));
        }
        self.write_text(RowPart::Region, record.region().unwrap_or(""));
        let subtopics = record.subtopics().join(", ");
        self.set(RowPart::Subtopics, "title", Some(&subtopics));
        self.write_text(RowPart::Subtopics, &subtopics);
        let kind = record.project_type().map(str::to_ascii_lowercase);
        self.write_text(RowPart::ProjectType, kind.as_deref().unwrap_or(""));
        self.write_text(RowPart::ProjectState, record.project_state().unwrap_or(""));
    }

    /// Shows what was done last, and its status; since when stands beside it.
    fn show_last_operation(&self, last: Option<LastOperation>, is_undecided: bool) {
        let class = match last.map(|last| last.standing) {
            Some(OperationStanding::UnderWay) => "cell last busy",
            Some(OperationStanding::Rejected) => "cell last bad",
            Some(OperationStanding::Unknown) => "cell last doubt",
            Some(OperationStanding::NotSent) => "cell last unsent",
            Some(
                OperationStanding::Confirmed
                | OperationStanding::SeenDone
                | OperationStanding::MarkedAsDone
                | OperationStanding::Abandoned,
            )
            | None => "cell last",
        };
        self.set(RowPart::Last, "class", Some(class));
        self.write(
            RowPart::LastWord,
            &last.map(|last| messages::last_operation(&last, is_undecided)).unwrap_or_default(),
        );
    }

    fn show_labels(&self, labels: &[String]) {
        let Some(cell) = self.part(RowPart::Labels) else { return };
        cell.write("");
        for label in labels {
            let label = view! { <bdi class="label"><Marked text=label.clone()/></bdi> };
            if let Some(element) = ElementHandle::of(label.into_any()) {
                cell.insert(&element, None);
            }
        }
    }

    /// Writes a text, the odd characters in it marked.
    fn write_text(&self, part: RowPart, text: &str) {
        if let Some(place) = self.part(part) {
            write_text(place, text);
        }
    }
}

/// Returns whether a row says the same of two records but for their states: their names, and what OMS says, whenever
/// it did.
fn is_read_alike(one: &TaskRecord, other: &TaskRecord) -> bool {
    let is_same = |one: &Reading, other: &Reading| *one == Reading { at: one.at, ..other.clone() };
    let readings = (one.reading.as_deref(), other.reading.as_deref());
    one.name == other.name
        && (one.reading == other.reading
            || matches!(readings, (Some(one), Some(other)) if is_same(one, other)))
}
