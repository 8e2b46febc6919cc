//! The table itself: a header that stays, and only as many rows in the page as are in sight.

use console_core::task_name::TaskName;
use leptos::{html, prelude::*};

use super::row::Row;
use crate::app::{Opened, Sheets, View};
use crate::browser::element::{self, Sight};

/// Heights of a row in pixels; the style has the same numbers.
const ROW: f64 = 40.0;
const ROW_STACKED: f64 = 124.0;
/// Below this width of the table its cells are stacked; the style has the same number.
const STACKED_BELOW: f64 = 640.0;
/// Rows that are kept above and below what is in sight, so that scrolling shows no gap.
const MARGIN: usize = 6;

/// The table of tasks.
#[component]
pub fn Grid() -> impl IntoView {
    let view = expect_context::<View>();
    let scroller = NodeRef::<html::Div>::new();
    // Until the page is laid out, as much as a large screen shows.
    let sight = RwSignal::new(Sight { top: 0.0, width: 1440.0, height: 1000.0 });
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

    let row_height = Memo::new(move |_| if sight.get().width < STACKED_BELOW { ROW_STACKED } else { ROW });
    let window = Memo::new(move |_| {
        let sight = sight.get();
        let all = view.rows.with(Vec::len);
        // Both are whole numbers of pixels divided by a row's height: small and not negative.
        let first = ((sight.top / row_height.get()) as usize).saturating_sub(MARGIN).min(all);
        let count = (sight.height / row_height.get()).ceil() as usize + 2 * MARGIN;
        (first, (first + count).min(all))
    });
    let rows = move || {
        let (first, end) = window.get();
        view.rows.with(|rows| rows.get(first..end).map(<[TaskName]>::to_vec).unwrap_or_default())
    };
    let all_height = move || format!("{}px", view.rows.with(Vec::len) as f64 * row_height.get());
    let offset = move || format!("translateY({}px)", window.get().0 as f64 * row_height.get());
    let heading = |name: &'static str, class: &'static str| {
        view! { <div role="columnheader" class=class>{name}</div> }
    };
    view! {
        <div
            role="grid"
            aria-label="Tasks"
            aria-rowcount=move || view.rows.with(Vec::len) + 1
            class="grid"
            node_ref=scroller
            on:scroll=move |_| look()
        >
            <div role="rowgroup" class="grid-head">
                <div role="row" class="row heads" aria-rowindex="1">
                    {heading("State", "cell")}
                    {heading("Task name", "cell")}
                    {heading("Component", "cell component")}
                    {heading("Last operation", "cell")}
                    {heading("Operations", "cell actions")}
                </div>
            </div>
            <div role="rowgroup" class="grid-body" style:height=all_height>
                <div class="grid-window" role="presentation" style:transform=offset>
                    <ForEnumerate each=rows key=|name| name.clone() let(index, name)>
                        <Row name place=Signal::derive(move || window.get().0 + index.get() + 2) />
                    </ForEnumerate>
                </div>
            </div>
        </div>
        <Show when=move || view.rows.with(Vec::is_empty)>
            <Empty />
        </Show>
    }
}

/// What stands in place of rows when there are none.
#[component]
fn Empty() -> impl IntoView {
    let view = expect_context::<View>();
    let sheets = expect_context::<Sheets>();
    let none_at_all = move || view.total.get() == 0;
    view! {
        <div class="empty">
            <Show
                when=none_at_all
                fallback=move || {
                    view! {
                        <h2>"No task matches the filter"</h2>
                        <p>"Every word of the filter must stand in a task's name, state or component."</p>
                        <button type="button" on:click=move |_| view.set_filter(String::new())>"Clear the filter"</button>
                    }
                }
            >
                <h2>"No tasks yet"</h2>
                <p>
                    "Paste the names of the connectors that you look after. They stay in this browser; nothing is sent by adding them."
                </p>
                <button type="button" class="primary" on:click=move |_| sheets.open(Opened::AddTasks)>
                    "Add tasks…"
                </button>
            </Show>
        </div>
    }
}
