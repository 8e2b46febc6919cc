//! The rows of the grid: those in the viewport show their tasks, and the focus stays with its task wherever that stands.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use console_core::domain::inventory::TaskRecord;
use console_core::domain::task_name::TaskName;
use console_core::table::grid_keys::CellPosition;
use console_core::table::order::Column;
use leptos::{html, prelude::*};

use super::layout::Layout;
use crate::components::{position_teller, time_teller};
use crate::stores::Now;
use crate::stores::settings::Settings;
use crate::stores::sheets::Sheets;
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use crate::table::pool::Pool;
use crate::table::row::RowContent;
use browser::element_handle::ElementHandle;
use browser::{focus, roving};

/// Has the rows in the viewport show what is known of their tasks, from now on.
pub fn fill(layout: Layout, pool: Rc<RefCell<Pool>>, grid: NodeRef<html::Div>, body: NodeRef<html::Div>) {
    let (tasks, view, sheets) =
        (expect_context::<Tasks>(), expect_context::<TableView>(), expect_context::<Sheets>());
    let (settings, now) = (expect_context::<Settings>(), expect_context::<Now>());
    let (focused, held) = (view.focused, RefCell::new(None));
    Effect::new(move || {
        let (Some(grid), Some(body)) = (grid.get(), body.get()) else { return };
        let now = now.0.get();
        let columns = layout.columns.get();
        let position = columns.contains(&Column::Checkpoint).then(|| position_teller(settings, now));
        let contents = view.rows(|rows| {
            let place = follow_task(&mut held.borrow_mut(), focused.get(), rows);
            if place != focused.get_untracked() {
                focused.set(place);
            }
            let position = |record: &TaskRecord| {
                let checkpoint = record.reading.as_ref().and_then(|reading| reading.checkpoint);
                position.as_ref().zip(checkpoint).map(|(position, at)| position(at)).unwrap_or_default()
            };
            let focused = place.and_then(CellPosition::task);
            let in_page = layout.rows_in_page(rows.len());
            view.rows_in_page.set_value(in_page.clone());
            contents(tasks, view, sheets, rows, in_page, focused, &position)
        });
        let body = ElementHandle::from(body);
        let when = time_teller(settings, now);
        if pool.borrow_mut().show(&body, &columns, contents, &when) {
            request_animation_frame(move || {
                roving::keep_tab_stop(&grid, focused.get_untracked());
                // The row that had the focus may be gone, by a delete or by the filter.
                if focus::is_lost() && focused.get_untracked().is_some() {
                    roving::focus_tab_stop(&grid);
                }
                // A row that goes with the focus in it tells nobody.
                view.hold_order(|hold| hold.focus &= focus::is_in_grid());
            });
        }
    });
}

/// Returns the place that has the focus now: where its task stands, else where it was, as long as there is such a
/// row. `held` is where it was the last time, and its task.
fn follow_task(
    held: &mut Option<(CellPosition, TaskName)>,
    place: Option<CellPosition>,
    rows: &[TaskName],
) -> Option<CellPosition> {
    let mut place = place?;
    let Some(mut index) = place.task() else { return Some(place) };
    if let Some((before, task)) = held
        && *before == place
        && rows.get(index) != Some(task)
        && let Some(found) = rows.iter().position(|name| name == task)
    {
        index = found;
    }
    index = index.min(rows.len().saturating_sub(1));
    place = CellPosition::of_task(index, place.column);
    // Without rows it waits for them.
    if let Some(task) = rows.get(index) {
        *held = Some((place, task.clone()));
    }
    Some(place)
}

/// Returns what the rows in the viewport show, and the row that has the focus, which stays in the page.
fn contents(
    tasks: Tasks,
    view: TableView,
    sheets: Sheets,
    rows: &[TaskName],
    in_viewport: Range<usize>,
    focused: Option<usize>,
    position: &dyn Fn(&TaskRecord) -> [String; 2],
) -> Vec<RowContent> {
    let apart = |wanted: bool| {
        let focused = focused.filter(|index| *index < rows.len() && !in_viewport.contains(index));
        focused.filter(|index| (*index < in_viewport.start) == wanted)
    };
    let indices = apart(true).into_iter().chain(in_viewport.clone()).chain(apart(false));
    tasks.with(|inventory| {
        view.selection.with(|selection| {
            let content = |index: usize| {
                let record = inventory.get(&rows[index])?.clone();
                let (selected, chosen) = (selection.is_selected(&record.name), sheets.is_about(&record.name));
                let (sighting, position) = (inventory.sighting(&record), position(&record));
                let successor = inventory.probable_successor(&record).map(|found| found.name.clone());
                Some(RowContent { index, record, selected, chosen, sighting, successor, position })
            };
            indices.filter_map(content).collect()
        })
    })
}
