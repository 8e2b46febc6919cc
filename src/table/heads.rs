//! The table's header: what the columns are called, the order of the rows, and the ways to arrange the
//! columns with the mouse and the keyboard.

use console_core::table::columns::Columns;
use console_core::table::order::Column;
use console_core::table::selection::Coverage;
use leptos::prelude::*;

use crate::components::{Node, all, el, styled};
use crate::messages;
use crate::stores::Console;
use browser::keyboard::{self, Key};
use browser::{dragging, element, roving};

/// By how many pixels a key makes a column wider or narrower.
const STEP: i32 = 16;

/// The header's row with these columns.
pub fn heads(console: Console, columns: &[Column]) -> Node {
    let view = console.view;
    let coverage =
        Memo::new(move |_| view.rows(|rows| view.selection.with(|selection| selection.coverage(rows))));
    let tick = el("input")
        .attr("type", "checkbox")
        .attr("class", "tick")
        .attr("tabindex", "-1")
        .attr(roving::COLUMN, "0")
        .attr("aria-label", "Select all tasks that are shown")
        .live_prop("checked", move || (coverage.get() == Coverage::All).into())
        .live_prop("indeterminate", move || (coverage.get() == Coverage::Some).into())
        .on_click(move || {
            if coverage.get_untracked() == Coverage::All {
                view.selection.update(|selection| selection.clear());
            } else {
                view.select_all();
            }
        });
    let select = styled("div", "cell select").attr("role", "columnheader").child(tick);
    let heads = columns.iter().enumerate().map(|(at, column)| head(console, *column, at + 1)).collect();
    let actions = styled("div", "cell actions").attr("role", "columnheader").text("Operations");
    styled("div", "row heads")
        .attr("role", "row")
        .attr("aria-rowindex", "1")
        .attr(roving::ROW, "0")
        .child(select)
        .node(all(heads))
        .child(actions)
        .build()
}

fn head(console: Console, column: Column, place: usize) -> Node {
    let Console { view, settings, .. } = console;
    let key = move || view.order.with(|order| order.by().filter(|key| key.column == column));
    let then = move || view.order.with(|order| order.then().filter(|key| key.column == column));
    let sorted = move || {
        Some(key().map_or("none", |key| if key.descending { "descending" } else { "ascending" }).to_owned())
    };
    // The tie-break has a smaller arrow.
    let arrow = move || match (key(), then()) {
        (Some(key), _) => if key.descending { " ↓" } else { " ↑" }.to_owned(),
        (_, Some(key)) => if key.descending { " ↓₂" } else { " ↑₂" }.to_owned(),
        _ => String::new(),
    };
    // In pixels of the design, which is how widths are kept.
    let sight = console.view.sight;
    let design = move |pixels: i32| sight.with_untracked(|sight| sight.design_pixels(pixels));
    let arrange = move |change: &dyn Fn(Columns) -> Columns| {
        settings.set_columns(change(settings.columns.get_untracked()));
    };
    let on_key = move |event: leptos::ev::Event| {
        let Some(Key { name: key, command: control, shift, .. }) = keyboard::key(&event) else { return };
        let by = match key.as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            _ => return,
        };
        if shift == control {
            return;
        }
        // Or else the grid would move the focus.
        event.prevent_default();
        event.stop_propagation();
        if shift {
            let width = design(element::width_of_cell(&event));
            arrange(&|mut columns: Columns| {
                columns.set_width(column, width + by * STEP);
                columns
            });
        } else {
            arrange(&|columns: Columns| columns.moved(column, by));
            element::focus_again(format!("[{}={}]", roving::HEAD, column.link_word()));
        }
    };
    let sort = el("button")
        .attr("type", "button")
        .attr("class", "head")
        .attr("tabindex", "-1")
        .attr(roving::COLUMN, place.to_string())
        .attr(roving::HEAD, column.link_word())
        .attr("aria-description", "Sorts. Shift with the left or right arrow makes the column narrower or wider, Control with them moves it.")
        .attr("title", messages::column_hint(column))
        .attr("draggable", "true")
        .on("keydown", on_key)
        .on("dragstart", move |event| dragging::carry(&event, column.link_word()))
        .on_click(move || {
            view.sort_by(column);
            console.show_address(true);
        })
        .child(styled("span", "head-name").text(messages::column(column)))
        .child(styled("span", "arrow").attr("aria-hidden", "true").live_text(arrow));
    let grip = styled("span", "grip")
        .attr("aria-hidden", "true")
        .on("pointerdown", move |event| {
            let start = element::width_of_cell(&event);
            dragging::follow(&event, move |moved| {
                arrange(&|mut columns: Columns| {
                    columns.set_width(column, design(start + moved));
                    columns
                });
            });
        })
        .on("dblclick", move |_| {
            arrange(&|mut columns: Columns| {
                columns.unset_width(column);
                columns
            });
        });
    styled("div", "cell head-cell")
        .attr("role", "columnheader")
        .live_attr("aria-sort", sorted)
        .on("dragover", |event| dragging::allow(&event))
        .on("drop", move |event| {
            let Some(dragged) = dragging::carried(&event) else { return };
            if let Ok(dragged) = dragged.parse() {
                event.prevent_default();
                arrange(&|columns: Columns| columns.dropped(dragged, column));
            }
        })
        .child(sort)
        .child(grip)
        .build()
}
