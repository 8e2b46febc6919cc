//! How the grid is laid out: the heights of its rows, the columns that have room, and their widths.

use std::ops::Range;

use console_core::domain::inventory::TaskRecord;
use console_core::persistence::appearance::Density;
use console_core::table::order::Column;
use leptos::prelude::*;

use crate::messages;
use crate::stores::settings::Settings;
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use browser::viewport::Viewport;

/// Heights of a row in pixels of the design, as all of these numbers: where the browser's text is larger than usual,
/// they are larger, too.
const ROW: i32 = 52;
const ROW_COMPACT: i32 = 40;
const ROW_STACKED: i32 = 132;
/// Height of the header above the rows; it is not there where cells are stacked.
const HEADER: i32 = 33;
/// Below this width of the table its cells are stacked.
const STACKED_BELOW: i32 = 820;
/// What a row needs besides its columns: the box that selects it and the buttons. The style has the same numbers.
const BESIDE: i32 = 32 + 280;
/// The room between two columns, and around all of them with one gap more, in pixels of the page whatever the text;
/// the style has the same numbers.
const GAP: i32 = 12;
const AROUND: i32 = 12 + 8 + GAP;
/// Rows that are kept above and below the viewport, so that scrolling shows no gap.
const MARGIN: usize = 3;
/// From how many tasks the widths of columns are taken: more would take too long after each change.
const MEASURED: usize = 2_000;

/// The columns that become as wide as their longest text.
const MEASURED_COLUMNS: [Column; 6] =
    [Column::Project, Column::Host, Column::Region, Column::Subtopics, Column::State, Column::LastOperation];
/// How many characters a last operation has in one line at most: "Pull back outcome unknown".
const LAST_OPERATION: usize = 25;
/// How many characters the state's column has room for once it may say that nothing was read since.
const STALE_STATE: usize = 26;

/// Returns how many characters a task has in the columns that are measured.
fn lengths(task: &TaskRecord) -> [usize; MEASURED_COLUMNS.len()] {
    let count = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
    let subtopics = task.subtopics().iter().map(|subtopic| subtopic.chars().count() + 2).sum::<usize>();
    let state = if task.reading.is_some() { STALE_STATE } else { 0 };
    let last = task.last.map(|last| messages::last_operation(&last, task.undecided));
    let last = count(last.as_deref()).min(LAST_OPERATION);
    [count(task.project_title()), count(task.host()), count(task.region()), subtopics, state, last]
}

/// Returns whether the cells of a row stand one below the other.
pub fn is_stacked(viewport: &Viewport) -> bool {
    viewport.width < viewport.pixels(STACKED_BELOW)
}

/// A handle that lays out the grid.
#[derive(Clone, Copy)]
pub struct Layout {
    viewport: RwSignal<Viewport>,
    settings: Settings,
    /// The columns that have room, from left to right, and their widths as the style takes them.
    fitting: Memo<(Vec<Column>, String)>,
    /// The columns alone, for what does not follow their widths.
    pub columns: Memo<Vec<Column>>,
}

impl Layout {
    /// Lays out what is in the list for the viewport.
    pub fn new(tasks: Tasks, view: TableView, settings: Settings) -> Self {
        let viewport = view.viewport;
        let any_labels =
            Memo::new(move |_| tasks.with(|inventory| inventory.tasks().any(|task| !task.labels.is_empty())));
        let any_readings =
            Memo::new(move |_| tasks.with(|inventory| inventory.tasks().any(|task| task.reading.is_some())));
        // The columns of what only OMS tells come with the first of it.
        Effect::new(move || {
            let is_live = any_readings.get();
            if settings.columns.with(|columns| columns.is_live() != is_live) {
                settings.columns.update(|columns| columns.set_live(is_live));
            }
        });
        // How many characters the longest text of a column has, of as many tasks as are looked through at once.
        let longest = Memo::new(move |_| {
            tasks.with(|inventory| {
                let lengths = inventory.tasks().take(MEASURED).map(lengths);
                lengths.fold([0; MEASURED_COLUMNS.len()], |longest, lengths| {
                    std::array::from_fn(|column| longest[column].max(lengths[column]))
                })
            })
        });
        // Where cells are stacked the style picks its own columns.
        let fitting = Memo::new(move |_| {
            let mut columns = settings.columns.get();
            for (column, characters) in MEASURED_COLUMNS.into_iter().zip(longest.get()) {
                columns.widen_for(column, characters);
            }
            if !any_labels.get() {
                columns.set_shown(Column::Labels, false);
            }
            let (width, gap) = viewport.with(|viewport| {
                (viewport.design_pixels(viewport.width - AROUND), -viewport.design_pixels(-GAP))
            });
            let room = if viewport.with(is_stacked) { i32::MAX } else { width - BESIDE };
            let fitting = columns.fitting(room, gap);
            let template = columns.template(&fitting);
            (fitting, template)
        });
        let columns = Memo::new(move |_| fitting.with(|(columns, _)| columns.clone()));
        Self { viewport, settings, fitting, columns }
    }

    /// Returns the widths of the columns as the style takes them.
    pub fn template(self) -> String {
        self.fitting.with(|(_, template)| template.clone())
    }

    /// Returns the height of a row in pixels of the page. Tracked.
    pub fn row_height(self) -> i32 {
        let dense = self.settings.density.get() == Density::Compact;
        self.viewport.with(|viewport| {
            viewport.pixels(match (is_stacked(viewport), dense) {
                (true, _) => ROW_STACKED,
                (false, true) => ROW_COMPACT,
                (false, false) => ROW,
            })
        })
    }

    /// Returns the height of the header, which is not there where cells are stacked.
    pub fn header_height(self) -> Option<i32> {
        self.viewport.with_untracked(|viewport| (!is_stacked(viewport)).then(|| viewport.pixels(HEADER)))
    }

    /// Returns which of so many rows are in the page. Tracked.
    pub fn rows_in_page(self, all: usize) -> Range<usize> {
        let (viewport, height) = (self.viewport.get(), self.row_height());
        let rows = |pixels: i32| usize::try_from(pixels / height).unwrap_or(0);
        let first = rows(viewport.top).saturating_sub(MARGIN).min(all);
        first..(first + rows(viewport.height) + 1 + 2 * MARGIN).min(all)
    }
}
