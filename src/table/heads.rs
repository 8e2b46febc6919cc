//! The table's header: what the columns are called, the order of the rows, and the ways to arrange the
//! columns with the mouse and the keyboard.

use console_core::table::columns::Columns;
use console_core::table::order::Column;
use console_core::table::selection::SelectionCoverage;
use leptos::{ev, prelude::*};

use crate::messages;
use crate::stores::settings::Settings;
use crate::stores::sheets::Sheets;
use crate::stores::table_view::TableView;
use browser::{dragging, focus, keyboard, roving, viewport};

/// By how many pixels a key makes a column wider or narrower.
const STEP: i32 = 16;

/// Shows the header's row. Its places and heads carry the attributes of [`roving`].
#[component]
pub fn Heads(
    /// The columns that are shown.
    columns: Memo<Vec<Column>>,
) -> impl IntoView {
    let view = expect_context::<TableView>();
    let coverage =
        Memo::new(move |_| view.rows(|rows| view.selection.with(|selection| selection.coverage(rows))));
    let on_click = move |_| {
        if coverage.get_untracked() == SelectionCoverage::All {
            view.selection.update(|selection| selection.clear());
        } else {
            view.select_all();
        }
    };
    let heads = move || {
        columns
            .get()
            .into_iter()
            .zip(1..)
            .map(|(column, place)| view! { <Head column place/> })
            .collect_view()
    };
    view! {
        <div class="row heads" role="row" aria-rowindex="1" data-row="0">
            <div class="cell select" role="columnheader">
                <input
                    type="checkbox"
                    class="tick"
                    tabindex="-1"
                    data-column="0"
                    aria-label=messages::table::SELECT_ALL_SHOWN
                    prop:checked=move || coverage.get() == SelectionCoverage::All
                    prop:indeterminate=move || coverage.get() == SelectionCoverage::Some
                    on:click=on_click
                />
            </div>
            {heads}
            <div class="cell actions" role="columnheader">
                <OrderHint/>
                {messages::table::OPERATIONS}
            </div>
        </div>
    }
}

/// Says that the rows stand in an older order, and offers to sort them. In a place of its own, so that nothing moves.
#[component]
pub fn OrderHint() -> impl IntoView {
    let view = expect_context::<TableView>();
    let is_older = Memo::new(move |_| view.is_order_older());
    let sort = move |_| {
        view.sort_anew();
        // The button goes.
        focus::move_to_grid();
    };
    view! {
        <span class="order-hint" role="status">
            <Show when=move || is_older.get()>
                <span>{messages::table::OLDER_ORDER}</span>
                <button type="button" title=messages::table::OLDER_ORDER_HINT on:click=sort>
                    {messages::table::SORT_ANEW}
                </button>
            </Show>
        </span>
    }
}

/// Shows the heading of a column: it sorts, and arranges the columns.
#[component]
fn Head(
    /// The column.
    column: Column,
    /// Its place in the header's row.
    place: usize,
) -> impl IntoView {
    let (view, settings, sheets) =
        (expect_context::<TableView>(), expect_context::<Settings>(), expect_context::<Sheets>());
    let key = move || view.order.with(|order| order.by().filter(|key| key.column == column));
    let then = move || view.order.with(|order| order.then().filter(|key| key.column == column));
    let sorted = move || key().map_or("none", |key| if key.descending { "descending" } else { "ascending" });
    // The tie-break has a smaller arrow.
    let arrow = move || match (key(), then()) {
        (Some(key), _) => {
            if key.descending {
                " ↓"
            } else {
                " ↑"
            }
        }
        (_, Some(key)) => {
            if key.descending {
                " ↓₂"
            } else {
                " ↑₂"
            }
        }
        _ => "",
    };
    // In pixels of the design, which is how widths are kept.
    let design = move |pixels: i32| view.viewport.with_untracked(|viewport| viewport.design_pixels(pixels));
    let arrange = move |change: &dyn Fn(&mut Columns)| {
        let mut columns = settings.columns.get_untracked();
        change(&mut columns);
        settings.set_columns(columns);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let Some(key) = keyboard::key(&event) else { return };
        let by = match &*key.name {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            _ => return,
        };
        if key.shift == key.command {
            return;
        }
        // Or else the grid would move the focus.
        event.prevent_default();
        event.stop_propagation();
        if key.shift {
            let width = design(viewport::width_of_cell(&event));
            arrange(&|columns| columns.set_width(column, width + by * STEP));
        } else {
            arrange(&|columns| *columns = columns.moved(column, by));
            focus::move_after_layout(format!("[{}={}]", roving::HEAD, column.link_word()));
        }
    };
    let sort = move |_| {
        view.sort_by(column);
        sheets.show_address(true);
    };
    let resize = move |event: ev::PointerEvent| {
        let start = viewport::width_of_cell(&event);
        dragging::follow(&event, move |moved| {
            arrange(&|columns| columns.set_width(column, design(start + moved)));
        });
    };
    let on_drop = move |event: ev::DragEvent| {
        let Some(dragged) = dragging::carried(&event) else { return };
        if let Ok(dragged) = dragged.parse() {
            event.prevent_default();
            arrange(&|columns| *columns = columns.dropped(dragged, column));
        }
    };
    view! {
        <div
            class="cell head-cell"
            role="columnheader"
            aria-sort=sorted
            on:dragover=|event| dragging::allow(&event)
            on:drop=on_drop
        >
            <button
                type="button"
                class="head"
                tabindex="-1"
                data-column=place.to_string()
                data-head=column.link_word()
                aria-description=messages::table::HEAD_KEYS
                title=messages::column_hint(column)
                draggable="true"
                on:keydown=on_key
                on:dragstart=move |event| dragging::carry(&event, column.link_word())
                on:click=sort
            >
                <span class="head-name">{messages::column(column)}</span>
                <span class="arrow" aria-hidden="true" prop:textContent=arrow></span>
            </button>
            <span
                class="grip"
                aria-hidden="true"
                on:pointerdown=resize
                on:dblclick=move |_| arrange(&|columns| columns.unset_width(column))
            ></span>
        </div>
    }
}
