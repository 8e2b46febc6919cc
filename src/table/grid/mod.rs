//! The table itself: a header that stays, and only as many rows in the page as are in the viewport.

mod empty;
mod keys;
mod layout;
mod rows;
mod scrolling;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::{ev, html, prelude::*};

use self::empty::NoRows;
use self::keys::GridKeys;
use self::layout::Layout;
pub use self::layout::is_stacked;
use self::scrolling::Scrolling;
use super::heads::Heads;
use super::pool::Pool;
use super::row_actions::RowActions;
use super::row_menu::RowMenuState;
use crate::messages;
use crate::stores::settings::Settings;
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use browser::{focus, roving, viewport};

/// The sizes of the style's two texts.
const SMALL: f64 = 12.0;
const BODY: f64 = 13.0;

/// Shows the table of tasks.
#[component]
pub fn Grid(
    /// Whose menu is open.
    menu: RowMenuState,
    /// What shows that menu.
    children: Children,
) -> impl IntoView {
    let (tasks, view) = (expect_context::<Tasks>(), expect_context::<TableView>());
    let layout = Layout::new(tasks, view, expect_context::<Settings>());
    let scrolling = Scrolling::new(view, layout);
    let (grid, body) = (scrolling.grid, NodeRef::<html::Div>::new());
    let pool = Rc::new(RefCell::new(Pool::default()));
    rows::fill(layout, pool.clone(), grid, body);
    let actions = RowActions::from_context(menu, pool);
    let (on_press, on_click) = (actions.clone(), actions.clone());
    let keys = GridKeys { tasks, view, layout, scrolling, actions };
    let follow_focus = move |event: ev::FocusEvent| {
        view.hold_order(|hold| hold.focus = true);
        if let Some(grid) = grid.get_untracked() {
            roving::follow_focus(&grid, &event);
            view.focused.set(roving::place_of(&event));
        }
    };
    // Asked a frame later: it may have gone to a row's menu, which belongs to the grid. Where a person went to another
    // window, the page keeps it.
    let on_leave = move |_| {
        request_animation_frame(move || view.hold_order(|hold| hold.focus = focus::is_in_grid()));
    };
    view! {
        <TextSizes scrolling/>
        <div
            class="grid"
            node_ref=grid
            role="grid"
            aria-label=messages::table::TASKS
            aria-multiselectable="true"
            aria-rowcount=move || (view.count() + 1).to_string()
            style:--columns=move || layout.template()
            style:--row-height=move || format!("{}px", layout.row_height())
            on:scroll=move |_| {
                menu.close();
                scrolling.look();
            }
            on:keydown=move |event| keys.press(&event)
            on:focusin=follow_focus
            on:focusout=on_leave
            on:pointerenter=move |_| view.hold_order(|hold| hold.pointer = true)
            on:pointerleave=move |_| view.hold_order(|hold| hold.pointer = false)
        >
            <div class="grid-head" role="rowgroup"><Heads columns=layout.columns/></div>
            <div
                class="grid-body"
                node_ref=body
                role="rowgroup"
                style:--rows=move || view.count().to_string()
                on:pointerdown=move |event| on_press.press(&event)
                on:click=move |event| on_click.click(&event)
            ></div>
        </div>
        {children()}
        <Show when=move || view.count() == 0>
            <NoRows/>
        </Show>
    }
}

/// Measures how large the browser shows the style's two texts.
#[component]
fn TextSizes(
    /// What is looked at again when they change.
    scrolling: Scrolling,
) -> impl IntoView {
    let viewport = expect_context::<TableView>().viewport;
    let (small, normal) = (NodeRef::<html::Span>::new(), NodeRef::<html::Span>::new());
    let measure = move || {
        if let (Some(small), Some(normal)) = (small.get_untracked(), normal.get_untracked()) {
            let unit = viewport::measure_unit(&[(&small, SMALL), (&normal, BODY)]);
            viewport.update(|viewport| viewport.unit = unit);
            scrolling.look();
        }
    };
    Effect::new(move || {
        for text in [small, normal].into_iter().filter_map(|text| text.get()) {
            viewport::on_resize(&text, measure);
        }
    });
    view! {
        <div class="text-sizes" aria-hidden="true">
            <span class="small" node_ref=small>"0"</span>
            <span class="normal" node_ref=normal>"0"</span>
        </div>
    }
}
