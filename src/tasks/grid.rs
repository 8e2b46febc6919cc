//! The table itself: a header that stays, and only as many rows in the page as are in sight.

use console_core::task_name::TaskName;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::row::row;
use crate::app::{Console, Opened};
use crate::browser::element;
use crate::ui::{ElementRef, Node, all, button, el, styled, when};

/// Heights of a row in pixels; the style has the same numbers.
const ROW: i32 = 40;
const ROW_STACKED: i32 = 124;
/// Below this width of the table its cells are stacked; the style has the same number.
const STACKED_BELOW: i32 = 640;
/// Rows that are kept above and below what is in sight, so that scrolling shows no gap.
const MARGIN: usize = 6;

/// The table of tasks.
pub fn grid(console: Console) -> Node {
    let view = console.view;
    let scroller = ElementRef::new();
    let sight = console.sight;
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
    // First and end of the rows in the page, and their height.
    let window = Memo::new(move |_| {
        let (sight, height) = (sight.get(), row_height());
        let all = view.rows.with(Vec::len);
        let rows = |pixels: i32| usize::try_from(pixels / height).unwrap_or(0);
        let first = rows(sight.top).saturating_sub(MARGIN).min(all);
        let count = rows(sight.height) + 1 + 2 * MARGIN;
        (first, (first + count).min(all), height)
    });
    let rows = move || {
        let (first, end, _) = window.get();
        view.rows.with(|rows| {
            let shown = rows.get(first..end).unwrap_or_default();
            shown.iter().cloned().enumerate().map(|(index, name)| (first + index, name)).collect::<Vec<_>>()
        })
    };
    // As a property: the content security policy forbids the attribute.
    let style = move |rows: usize, declare: &str, end: &str| {
        let (_, _, height) = window.get();
        let pixels = i64::try_from(rows).unwrap_or(0) * i64::from(height);
        JsValue::from(format!("{declare}{pixels}px{end}"))
    };
    let each_row = For(ForProps::builder()
        .each(rows)
        .key(|place: &(usize, TaskName)| place.clone())
        .children(move |(index, name): (usize, TaskName)| row(console, name, index + 2))
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
        .live_prop("style", move || style(view.rows.with(Vec::len), "height:", ""))
        .child(
            styled("div", "grid-window")
                .attr("role", "presentation")
                .live_prop("style", move || style(window.get().0, "transform:translateY(", ")"))
                .node(each_row),
        );
    let table = styled("div", "grid")
        .found_by(scroller)
        .attr("role", "grid")
        .attr("aria-label", "Tasks")
        .live_attr("aria-rowcount", move || Some((view.rows.with(Vec::len) + 1).to_string()))
        .on("scroll", move |_| look())
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
        let text = "Every word of the filter must stand in a task's name, state or component.";
        let clear = button("", "Clear the filter").on_click(move || view.filter.set(String::new()));
        place
            .child(el("h2").text("No task matches the filter"))
            .child(el("p").text(text))
            .child(clear)
            .build()
    }
}
