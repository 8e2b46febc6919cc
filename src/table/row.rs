//! A row of the table: what is known of one task, and the operations that fit its state.
//!
//! Rows are copies of one pattern, and show another task whenever the table is filtered, sorted or scrolled; making
//! thirty of them anew would take longer than all else that a keystroke in the filter costs.

use std::ops::Range;

use console_core::domain::cut::cut;
use console_core::domain::inventory::{
    Inventory, Knowledge, LastOperation, Reading, ReadingStanding, Sighting, Standing, StateCategory,
    TaskRecord, TaskState,
};
use console_core::domain::operation::OperationKind;
use console_core::domain::run::Moment;
use console_core::domain::task_name::TaskName;
use console_core::table::filter::Field;
use console_core::table::order::Column;
use console_core::text::odd_characters::{OddCharacter, odd_characters, pieces};
use leptos::ev::Event;
use leptos::prelude::*;

use crate::components::open_or_say_why_not;
use crate::components::{Icon, Marked, Shape, piece_of};
use crate::messages;
use crate::stores::sheets::{Opened, Sheets};
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use crate::table::row_menu::RowMenuState;
use browser::element_handle::ElementHandle;
use browser::{element, roving};

/// How many places of a row can have the focus: the box that selects it, the name, the buttons of [`ACTIONS`], and
/// the one that opens the menu.
pub const PLACES: usize = MORE + 1;
/// What marks a text on which a click filters by a field.
const FILTERS: &str = "data-filter";
const TICK: usize = 0;
/// The name, which leads to what is known of the task.
pub const NAME: usize = 1;
const FIRST_ACTION: usize = 2;
const MORE: usize = FIRST_ACTION + ACTIONS.len();
/// The operations that have buttons in the row; all others are in the menu. Where the state is known, only one of
/// the first two is shown.
const ACTIONS: [OperationKind; 4] =
    [OperationKind::Start, OperationKind::Stop, OperationKind::Update, OperationKind::PullBack];

/// Returns the place of a task's row that is not shown in this state.
pub fn hidden_place(state: Option<TaskState>) -> Option<usize> {
    let pointless = state?.pointless();
    ACTIONS.iter().zip(FIRST_ACTION..).find(|(kind, _)| **kind == pointless).map(|(_, place)| place)
}

/// What a row shows.
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
    actions: Vec<(OperationKind, ElementHandle)>,
    /// Where a state comes from, and how long ago the latest operation was.
    ages: [String; 2],
    /// The class, the word, the flags with their hint, and the remarks of the state.
    state: [String; 5],
    /// Why each of the operations is not offered.
    not_offered: [Option<&'static str>; ACTIONS.len()],
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
    State,
    StateIcon,
    StateWord,
    Waiting,
    StateBasis,
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
    const ALL: [(Self, &str); 33] = [
        (Self::Tick, ".tick"),
        (Self::Title, ".cell.name"),
        (Self::TitleProject, ".title-project"),
        (Self::TitleComponent, ".title-component"),
        (Self::TitleDirection, ".title-direction"),
        (Self::Name, ".name-text"),
        (Self::NameHead, ".name-head"),
        (Self::NameMiddle, ".name-middle"),
        (Self::NameTail, ".name-tail"),
        (Self::State, ".state"),
        (Self::StateIcon, ".state > .icon"),
        (Self::StateWord, ".state-word"),
        (Self::Waiting, ".waiting"),
        (Self::StateBasis, ".state > .basis"),
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
    let actions =
        ACTIONS.iter().zip(FIRST_ACTION..).map(|(kind, place)| action(messages::name(*kind), place));
    view! {
        <div class="row">
            <div class="cell select" role="gridcell">
                <input
                    class="tick"
                    type="checkbox"
                    aria-label=messages::table::SELECT
                    tabindex="-1"
                    data-column=TICK.to_string()
                />
            </div>
            {cells}
            <div class="cell actions" role="gridcell">
                {actions.collect_view()}
                <button
                    class="action"
                    type="button"
                    tabindex="-1"
                    aria-expanded="false"
                    data-column=MORE.to_string()
                >
                    {messages::table::MORE}
                </button>
            </div>
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
                    <bdi class="title-project mono" data-filter=Field::Project.word()></bdi>
                    <span><span class="title-component"></span><span class="title-direction"></span></span>
                </div>
                <span class="name-text mono" tabindex="-1" data-column=NAME.to_string() role="link">
                    <bdi class="name-head"></bdi>
                    <bdi class="name-middle"></bdi>
                    <bdi class="name-tail"></bdi>
                </span>
            </div>
        }
        .into_any(),
        Column::State => view! {
            <div class="cell state" role="gridcell">
                <Icon shape=Shape::Dash/>
                <span class="state-word"></span>
                <span class="waiting"></span>
                <span class="basis"></span>
            </div>
        }
        .into_any(),
        Column::LastOperation => view! {
            <div class="cell last" role="gridcell">
                <span class="last-word"></span>
                <span class="basis"></span>
            </div>
        }
        .into_any(),
        Column::Component => plain("cell quiet component"),
        Column::Project => filtering("cell quiet mono project", Field::Project),
        Column::Host => filtering("cell quiet mono host", Field::Host),
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
        Column::Region => filtering("cell quiet region", Field::Region),
        Column::Subtopics => plain("cell quiet mono subtopics"),
        Column::ProjectType => plain("cell quiet project-type"),
        Column::ProjectState => plain("cell quiet project-state"),
    }
}

/// Returns a cell on whose text a click filters by it. The menu has the same for the keyboard.
fn filtering(class: &'static str, field: Field) -> AnyView {
    view! { <div class=class role="gridcell"><bdi data-filter=field.word()></bdi></div> }.into_any()
}

/// Returns one of a row's buttons.
fn action(label: &'static str, column: usize) -> AnyView {
    view! { <button class="action" type="button" tabindex="-1" data-column=column.to_string()>{label}</button> }
        .into_any()
}

impl GridRow {
    /// A copy of a pattern. No two of one page have the same number.
    pub fn new(pattern: &ElementHandle, number: usize) -> Option<Self> {
        let whole = pattern.copy()?;
        let found = |(part, selector): (RowPart, &str)| Some((part, whole.find(selector)?));
        let parts = RowPart::ALL.into_iter().filter_map(found).collect();
        let at = |place: usize| whole.find(&format!("[{}=\"{place}\"]", roving::COLUMN));
        let actions = ACTIONS.iter().zip(FIRST_ACTION..);
        let actions = actions.filter_map(|(kind, place)| Some((*kind, at(place)?))).collect();
        call_by_name(number, at);
        let (ages, state) = <([String; 2], [String; 5])>::default();
        Some(Self {
            whole,
            content: None,
            is_shown: false,
            parts,
            actions,
            ages,
            state,
            not_offered: Default::default(),
        })
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

    /// The task that it shows.
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
            // styled anew whenever it changes.
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
            self.show_actions(record.state());
        }
        // The column beside it says the same.
        let is_said = self.part(RowPart::LastWord).is_some() && record.is_state_of_last_operation();
        let known = if is_said { &Knowledge::Nothing } else { &record.knowledge };
        let basis = messages::state_source(known, content.sighting, content.successor.as_ref(), when);
        let ages = [basis, record.last.map(|last| when(last.at)).unwrap_or_default()];
        for (place, part) in [RowPart::StateBasis, RowPart::LastBasis].into_iter().enumerate() {
            if ages[place] != self.ages[place] {
                self.write(part, &ages[place]);
            }
        }
        self.ages = ages;
        if !is_known {
            self.show_not_offered(&content.record);
            self.show_state(&content.record, content.sighting);
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
            self.write_marked(place, name.as_str(), &odd, from..from + part.len());
            from += part.len();
        }
    }

    /// Marks the buttons of what is not offered, with the reason.
    fn show_not_offered(&mut self, record: &TaskRecord) {
        // When it is old, a click leads to the form all the same.
        let at = record.knowledge.since().unwrap_or(Moment(0));
        for ((kind, action), shown) in self.actions.iter().zip(&mut self.not_offered) {
            let why = record.not_offered(*kind, at).map(messages::not_offered);
            if why != *shown {
                action.set("aria-disabled", why.map(|_| "true"));
                action.set("aria-description", why);
                action.set("title", why);
                *shown = why;
            }
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
            (true, _) => "cell delay stale",
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

    /// Shows the buttons that fit a state.
    fn show_actions(&self, state: Option<TaskState>) {
        let pointless = state.map(TaskState::pointless);
        for (kind, action) in &self.actions {
            action.set("hidden", (pointless == Some(*kind)).then_some(""));
        }
        // The focus goes on to the button in its place.
        let [Some(start), Some(stop)] =
            [OperationKind::Start, OperationKind::Stop].map(|kind| self.action(kind))
        else {
            return;
        };
        match pointless {
            Some(OperationKind::Start) => start.hand_over_focus(stop),
            Some(_) => stop.hand_over_focus(start),
            None => {}
        }
    }

    fn action(&self, kind: OperationKind) -> Option<&ElementHandle> {
        self.actions.iter().find(|(own, _)| *own == kind).map(|(_, piece)| piece)
    }

    /// Shows the state, and what is to be known of it; where the knowledge comes from stands beside it.
    fn show_state(&mut self, record: &TaskRecord, sighting: Sighting) {
        let category = record.knowledge.category();
        let (shape, class) = match category {
            StateCategory::Running => (Shape::Disc, "cell state good"),
            StateCategory::Stopped => (Shape::Square, "cell state still"),
            StateCategory::Unknown => (Shape::Dash, "cell state none"),
            StateCategory::InDoubt => (Shape::Diamond, "cell state doubt"),
            StateCategory::Exception => (Shape::Diamond, "cell state bad"),
            StateCategory::Finished => (Shape::Tick, "cell state still"),
        };
        let is_read = matches!(record.knowledge, Knowledge::Read { .. });
        let is_stale = is_read && matches!(sighting, Sighting::Stale | Sighting::Missing);
        let waiting = record.waiting_checkpoint();
        let flags = waiting.map(|waiting| messages::waiting_checkpoint(waiting).to_owned());
        let flags = flags.into_iter().chain(messages::state_flags(record)).collect::<Vec<_>>();
        let state = [
            format!("{class}{}", if is_stale { " stale" } else { "" }),
            record.state_word().unwrap_or(messages::state(category)).to_owned(),
            flags.join(", "),
            waiting.map(messages::waiting_checkpoint_hint).unwrap_or_default().to_owned(),
            messages::state_remarks(record),
        ];
        // Nearly every read says the same again.
        if state == self.state {
            return;
        }
        let [class, word, flags, hint, remarks] = &state;
        let [hint, remarks] = [hint, remarks].map(|text| Some(text.as_str()).filter(|text| !text.is_empty()));
        self.set(RowPart::State, "class", Some(class));
        self.set(RowPart::StateIcon, "class", Some(shape.class()));
        self.write_text(RowPart::StateWord, word);
        self.set(RowPart::Waiting, "title", hint);
        self.write(RowPart::Waiting, flags);
        self.set(RowPart::State, "title", remarks);
        self.set(RowPart::State, "aria-description", remarks);
        self.state = state;
    }

    /// Shows what was done last, and how it stands; since when stands beside it.
    fn show_last_operation(&self, last: Option<LastOperation>, is_undecided: bool) {
        let class = match last.map(|last| last.standing) {
            Some(Standing::UnderWay) => "cell last busy",
            Some(Standing::Rejected) => "cell last bad",
            Some(Standing::Unknown) => "cell last doubt",
            Some(Standing::NotSent) => "cell last unsent",
            Some(
                Standing::Confirmed | Standing::SeenDone | Standing::CountedAsDone | Standing::Abandoned,
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
            if let Some(piece) = ElementHandle::of(label.into_any()) {
                cell.insert(&piece, None);
            }
        }
    }

    /// Writes a text, the odd characters in it marked.
    fn write_text(&self, part: RowPart, text: &str) {
        self.write_marked(part, text, &odd_characters(text), 0..text.len());
    }

    /// Writes a part of a text, the odd characters marked.
    fn write_marked(&self, part: RowPart, text: &str, odd: &[OddCharacter], range: Range<usize>) {
        let Some(place) = self.part(part) else { return };
        if odd.is_empty() {
            return place.write(text.get(range).unwrap_or_default());
        }
        place.write("");
        for piece in pieces(text, odd, range) {
            if let Some(piece) = ElementHandle::of(piece_of(&piece)) {
                place.insert(&piece, None);
            }
        }
    }
}

/// Whether a row says the same of two records but for their states: their names, and what OMS says, whenever it did.
fn is_read_alike(one: &TaskRecord, other: &TaskRecord) -> bool {
    let is_same = |one: &Reading, other: &Reading| *one == Reading { at: one.at, ..other.clone() };
    let readings = (one.reading.as_deref(), other.reading.as_deref());
    one.name == other.name
        && (one.reading == other.reading
            || matches!(readings, (Some(one), Some(other)) if is_same(one, other)))
}

/// Has the boxes and buttons of a row be called what they do and the name of the task, by pointing to both: the name
/// is written once, and the row of this number says which is meant. `at` finds what is at a place.
fn call_by_name(number: usize, at: impl Fn(usize) -> Option<ElementHandle>) {
    let name_id = format!("row-{number}-name");
    for place in 0..PLACES {
        let Some(element) = at(place) else { continue };
        if place == NAME {
            element.set("id", Some(&name_id));
            continue;
        }
        let id = format!("row-{number}-{place}");
        element.set("aria-labelledby", Some(&format!("{id} {name_id}")));
        element.set("id", Some(&id));
    }
}

/// What clicks on a row do.
#[derive(Clone, Copy)]
pub struct RowActions {
    view: TableView,
    tasks: Tasks,
    sheets: Sheets,
    menu: RowMenuState,
}

impl RowActions {
    /// Takes the stores from the context.
    pub fn from_context(menu: RowMenuState) -> Self {
        Self { view: expect_context(), tasks: expect_context(), sheets: expect_context(), menu }
    }

    /// Does what a click on a place of a task's row is for.
    pub fn act(self, task: &TaskName, index: usize, column: usize, event: &Event) {
        let view = self.view;
        match column {
            TICK => view.rows_untracked(|rows| {
                view.selection.update(|selection| match element::is_shift_held(event) {
                    true => selection.range(rows, index, index, true),
                    false => selection.toggle(task.clone()),
                });
            }),
            NAME => self.sheets.open(Opened::Details(task.clone())),
            MORE => self.menu.toggle(task, event),
            column => {
                let kind = column.checked_sub(FIRST_ACTION).and_then(|action| ACTIONS.get(action));
                if let Some(kind) = kind {
                    open_or_say_why_not(self.sheets, self.tasks, *kind, task);
                }
            }
        }
    }

    /// Filters by the part of a task's name that a click meant, if it meant one.
    pub fn filter_by_part(self, task: &TaskName, event: &Event) {
        let field: Option<Field> = element::attribute_at(event, FILTERS).and_then(|word| word.parse().ok());
        let value = |field: Field| {
            let of = |inventory: &Inventory| Some(field.part_of(inventory.get(task)?)?.to_owned());
            self.tasks.with_untracked(of)
        };
        if let Some((field, value)) = field.and_then(|field| Some((field, value(field)?))) {
            self.view.filter_by(field, &value);
            self.sheets.show_address(true);
        }
    }
}
