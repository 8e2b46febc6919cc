//! The table itself: a header that stays, and only as many rows in the page as are in sight.

use console_core::grid_keys::{self, Extent};
use console_core::task_name::TaskName;
use leptos::prelude::*;

use super::row::{COLUMNS, row};
use crate::app::{Console, Opened};
use crate::browser::{element, roving};
use crate::ui::{ElementRef, Node, all, button, el, styled, when};

/// Heights of a row in pixels; the style has the same numbers.
const ROW: i32 = 40;
const ROW_STACKED: i32 = 124;
/// Height of the header above the rows; it is not there where cells are stacked.
const HEADER: i32 = 33;
/// Below this width of the table its cells are stacked; the style has the same number.
const STACKED_BELOW: i32 = 820;
/// Rows that are kept above and below what is in sight, so that scrolling shows no gap.
const MARGIN: usize = 6;

/// The table of tasks.
pub fn grid(console: Console) -> Node {
    let Console { view, sight, .. } = console;
    let scroller = ElementRef::new();
    let look = move || {
        if let Some(scroller) = scroller.get_untracked() {
            sight.set(element::sight(&scroller));
        }
    };
    Effect::new(move || {
        if let Some(scroller) = scroller.get() {
            element::on_resize(&scroller, look);
        }
    });

    let row_height = move || if sight.with(|sight| sight.width < STACKED_BELOW) { ROW_STACKED } else { ROW };
    // First and end of the rows in sight, and the row that has the focus, which stays in the page.
    let window = Memo::new(move |_| {
        let (sight, height) = (sight.get(), row_height());
        let all = view.rows.with(Vec::len);
        let rows = |pixels: i32| usize::try_from(pixels / height).unwrap_or(0);
        let first = rows(sight.top).saturating_sub(MARGIN).min(all);
        let count = rows(sight.height) + 1 + 2 * MARGIN;
        (first, (first + count).min(all), console.focused.get())
    });
    let rows = move || {
        let (first, end, focused) = window.get();
        view.rows.with(|rows| {
            let focused = focused.map(|place| place.row).filter(|row| !(first..end).contains(row));
            let shown = (first..end).chain(focused);
            shown.filter_map(|index| Some((index, rows.get(index)?.clone()))).collect::<Vec<_>>()
        })
    };
    Effect::new(move || {
        view.rows.track();
        window.track();
        request_animation_frame(move || {
            let Some(grid) = scroller.get_untracked() else { return };
            roving::keep_tab_stop(&grid, console.focused.get_untracked());
            // The row that had the focus may be gone, by a delete or by the filter.
            if element::is_focus_lost() && console.focused.get_untracked().is_some() {
                roving::focus_tab_stop(&grid);
            }
        });
    });
    let move_focus = move |event: leptos::ev::Event| {
        let (Some(grid), Some(from)) = (scroller.get_untracked(), roving::place_of(&event)) else { return };
        let Some((key, control)) = element::key(&event) else { return };
        let height = untrack(row_height);
        let seen = element::sight(&grid).height - HEADER;
        let page = usize::try_from(seen / height).unwrap_or(1);
        let extent = Extent { rows: view.rows.with_untracked(Vec::len), columns: COLUMNS, page };
        let Some(place) = grid_keys::moved(from, &key, control, extent) else { return };
        event.prevent_default();
        console.focused.set(Some(place));
        let header = if height == ROW { HEADER } else { 0 };
        element::scroll_into_sight(&grid, i32::try_from(place.row).unwrap_or(0) * height, height, header);
        look();
        // The row may have to be made first.
        request_animation_frame(move || {
            roving::focus(&grid, place);
        });
    };
    let follow_focus = move |event: leptos::ev::Event| {
        if let Some(grid) = scroller.get_untracked() {
            roving::follow_focus(&grid, &event);
            console.focused.set(roving::place_of(&event));
        }
    };
    let each_row = For(ForProps::builder()
        .each(rows)
        .key(|place: &(usize, TaskName)| place.clone())
        .children(move |(index, name): (usize, TaskName)| row(console, name, index))
        .build())
    .into_any();
    let heads = [
        ("State", "cell"),
        ("Task name", "cell"),
        ("Component", "cell component"),
        ("Last operation", "cell"),
        ("Operations", "cell actions"),
    ];
    let heads =
        heads.map(|(name, class)| styled("div", class).attr("role", "columnheader").text(name).build());
    let body = styled("div", "grid-body")
        .attr("role", "rowgroup")
        .live_prop("style", move || format!("--rows:{}", view.rows.with(Vec::len)).into())
        .node(each_row);
    let table = styled("div", "grid")
        .found_by(scroller)
        .attr("role", "grid")
        .attr("aria-label", "Tasks")
        .live_attr("aria-rowcount", move || Some((view.rows.with(Vec::len) + 1).to_string()))
        .on("scroll", move |_| look())
        .on("keydown", move_focus)
        .on("focusin", follow_focus)
        .child(styled("div", "grid-head").attr("role", "rowgroup").child(
            styled("div", "row heads").attr("role", "row").attr("aria-rowindex", "1").node(all(heads.into())),
        ))
        .child(body);
    all(vec![table.build(), when(move || view.rows.with(Vec::is_empty), move || empty(console))])
}

/// What stands in place of rows when there are none.
fn empty(console: Console) -> Node {
    let Console { view, sheets, .. } = console;
    let place = styled("div", "empty");
    if console.tasks.count() == 0 {
        let text = "Paste the names of the connectors that you look after. They stay in this browser; nothing is sent by adding them.";
        let add = button("primary", "Add tasks…").on_click(move || sheets.open(Opened::AddTasks));
        place.child(el("h2").text("No tasks yet")).child(el("p").text(text)).child(add).build()
    } else {
        let text = "Every term of the filter must hold for a task.";
        let clear = button("", "Clear the filter").on_click(move || view.filter.set(String::new()));
        place
            .child(el("h2").text("No task matches the filter"))
            .child(el("p").text(text))
            .child(clear)
            .build()
    }
}
