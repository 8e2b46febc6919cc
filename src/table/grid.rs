//! The table itself: a header that stays, and only as many rows in the page as are in sight.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use console_core::domain::inventory::TaskRecord;
use console_core::domain::task_name::TaskName;
use console_core::persistence::appearance::Density;
use console_core::table::filter::Blame;
use console_core::table::grid_keys::{self, CellPosition, Choosing, Extent};
use console_core::table::order::Column;
use console_core::text::odd_characters::visible;
use leptos::{ev, html, prelude::*};

use super::heads::Heads;
use super::pool::Pool;
use super::row::{NAME, PLACES, RowActions, RowContent, hidden_place};
use super::row_menu::RowMenuState;
use super::toolbar::ChangeFilter;
use crate::components::{position_teller, time_teller};
use crate::messages;
use crate::stores::Now;
use crate::stores::settings::Settings;
use crate::stores::sheets::{Opened, Sheets};
use crate::stores::table_view::{Goal, TableView};
use crate::stores::tasks::Tasks;
use browser::element::Viewport;
use browser::element_handle::ElementHandle;
use browser::keyboard::{self, KeyPress};
use browser::{element, roving};

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
/// The sizes of the style's two texts.
const SMALL: f64 = 12.0;
const BODY: f64 = 13.0;
/// The room between two columns, and around all of them with one gap more, in pixels of the page whatever the text;
/// the style has the same numbers.
const GAP: i32 = 12;
const AROUND: i32 = 12 + 8 + GAP;
/// Rows that are kept above and below what is in sight, so that scrolling shows no gap.
const MARGIN: usize = 3;
/// From how many tasks the widths of columns are taken: more would take too long after each change.
const MEASURED: usize = 2_000;

/// The columns that become as wide as their longest text.
const MEASURED_COLUMNS: [Column; 5] =
    [Column::Project, Column::Host, Column::Region, Column::Subtopics, Column::State];
/// How many characters the state's column has room for once it may say that nothing was read since.
const STALE_STATE: usize = 26;

/// Returns how many characters a task has in the columns that are measured.
fn lengths(task: &TaskRecord) -> [usize; MEASURED_COLUMNS.len()] {
    let count = |text: Option<&str>| text.map_or(0, |text| text.chars().count());
    let subtopics = task.subtopics().iter().map(|subtopic| subtopic.chars().count() + 2).sum::<usize>();
    let state = if task.reading.is_some() { STALE_STATE } else { 0 };
    [count(task.project_title()), count(task.host()), count(task.region()), subtopics, state]
}

/// Whether the cells of a row stand one below the other.
pub fn is_stacked(viewport: &Viewport) -> bool {
    viewport.width < viewport.pixels(STACKED_BELOW)
}

/// The table of tasks.
#[component]
pub fn Grid(
    /// Whose menu is open.
    menu: RowMenuState,
    /// What shows that menu.
    children: Children,
) -> impl IntoView {
    let (tasks, view, sheets) =
        (expect_context::<Tasks>(), expect_context::<TableView>(), expect_context::<Sheets>());
    let (settings, now) = (expect_context::<Settings>(), expect_context::<Now>());
    let actions = RowActions::from_context(menu);
    let (viewport, focused) = (view.viewport, view.focused);
    let (scroller, body) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    let (small, normal) = (NodeRef::<html::Span>::new(), NodeRef::<html::Span>::new());
    let look = move || {
        if let Some(scroller) = scroller.get_untracked() {
            let unit = viewport.with_untracked(|viewport| viewport.unit);
            viewport.set(element::viewport(&scroller, unit));
        }
    };
    let measure = move || {
        if let (Some(small), Some(normal)) = (small.get_untracked(), normal.get_untracked()) {
            let unit = element::measure_unit(&[(&small, SMALL), (&normal, BODY)]);
            viewport.update(|viewport| viewport.unit = unit);
            look();
        }
    };
    Effect::new(move || {
        if let Some(scroller) = scroller.get() {
            element::on_resize(&scroller, look);
        }
    });
    Effect::new(move || {
        for text in [small, normal].into_iter().filter_map(|text| text.get()) {
            element::on_resize(&text, measure);
        }
    });

    let is_stacked = move || viewport.with(is_stacked);
    let row_height = move || {
        let dense = settings.density.get() == Density::Compact;
        viewport.with(|viewport| {
            viewport.pixels(match (self::is_stacked(viewport), dense) {
                (true, _) => ROW_STACKED,
                (false, true) => ROW_COMPACT,
                (false, false) => ROW,
            })
        })
    };
    let any_labels =
        Memo::new(move |_| tasks.with(|inventory| inventory.tasks().any(|task| !task.labels.is_empty())));
    let any_last =
        Memo::new(move |_| tasks.with(|inventory| inventory.tasks().any(|task| task.last.is_some())));
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
    // The columns that have room, from left to right, and their widths. Where cells are stacked the style picks its own.
    let layout = Memo::new(move |_| {
        let mut columns = settings.columns.get();
        for (column, characters) in MEASURED_COLUMNS.into_iter().zip(longest.get()) {
            columns.widen_for(column, characters);
        }
        if !any_labels.get() {
            columns.set_shown(Column::Labels, false);
        }
        // The name has the room until there is something to show.
        if !any_last.get() {
            columns.narrow(Column::LastOperation);
        }
        let (width, gap) = viewport.with(|viewport| {
            (viewport.design_pixels(viewport.width - AROUND), -viewport.design_pixels(-GAP))
        });
        let room = if is_stacked() { i32::MAX } else { width - BESIDE };
        let fitting = columns.fitting(room, gap);
        let template = columns.template(&fitting);
        (fitting, template)
    });
    let columns = Memo::new(move |_| layout.with(|(columns, _)| columns.clone()));
    let in_sight = move |all: usize| {
        let (viewport, height) = (viewport.get(), row_height());
        let rows = |pixels: i32| usize::try_from(pixels / height).unwrap_or(0);
        let first = rows(viewport.top).saturating_sub(MARGIN).min(all);
        first..(first + rows(viewport.height) + 1 + 2 * MARGIN).min(all)
    };
    let pool = Rc::new(RefCell::new(Pool::default()));
    let (shown, held) = (pool.clone(), RefCell::new(None));
    Effect::new(move || {
        let (Some(grid), Some(body)) = (scroller.get(), body.get()) else { return };
        let now = now.0.get();
        let columns = columns.get();
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
            let in_sight = in_sight(rows.len());
            view.rows_in_sight.set_value(in_sight.clone());
            contents(tasks, view, sheets, rows, in_sight, focused, &position)
        });
        let body = ElementHandle::from(body);
        let when = time_teller(settings, now);
        if shown.borrow_mut().show(&body, &columns, contents, &when) {
            request_animation_frame(move || {
                roving::keep_tab_stop(&grid, focused.get_untracked());
                // The row that had the focus may be gone, by a delete or by the filter.
                if element::is_focus_lost() && focused.get_untracked().is_some() {
                    roving::focus_tab_stop(&grid);
                }
                // A row that goes with the focus in it tells nobody.
                view.hold_order(|hold| hold.focus &= element::is_focus_in_grid());
            });
        }
    });
    let header_height = move || viewport.with_untracked(|viewport| viewport.pixels(HEADER));
    // Where the focus goes as soon as there is a row for it.
    let awaited = StoredValue::new(None::<CellPosition>);
    let scroll_to = move |place: CellPosition| {
        let Some(grid) = scroller.get_untracked() else { return };
        focused.set(Some(place));
        if let Some(index) = place.task() {
            let height = untrack(row_height);
            let header = if untrack(is_stacked) { 0 } else { header_height() };
            let top = i32::try_from(index).unwrap_or(0).saturating_mul(height);
            element::scroll_into_sight(&grid, top, height, header);
        }
        look();
    };
    let go_to = move |place: CellPosition| {
        let Some(grid) = scroller.get_untracked() else { return };
        scroll_to(place);
        // At once where it can be: the next key may come before the next frame.
        if !roving::focus(&grid, place) {
            // The row has to be made first.
            awaited.set_value(Some(place));
            request_animation_frame(move || {
                roving::focus(&grid, place);
                awaited.set_value(None);
            });
        }
    };
    Effect::new(move || {
        let Some(goal) = view.goal.get() else { return };
        let index = view.rows(|rows| match &goal {
            Goal::First => (!rows.is_empty()).then_some(0),
            Goal::Task(task) | Goal::Name(task) => rows.iter().position(|name| name == task),
        });
        let Some(place) = index.map(|index| CellPosition::of_task(index, NAME)) else { return };
        view.goal.set(None);
        // The rows have their places by then.
        request_animation_frame(move || match goal {
            Goal::First | Goal::Name(_) => go_to(place),
            Goal::Task(_) => scroll_to(place),
        });
    });
    // One of two buttons of a row may be hidden.
    let shown_place = move |from: CellPosition, to: CellPosition| {
        let state = |name: &TaskName| tasks.with_untracked(|inventory| inventory.get(name)?.state());
        let name = to.task().and_then(|index| view.rows_untracked(|rows| rows.get(index).cloned()));
        grid_keys::past_hidden(from, to, hidden_place(name.as_ref().and_then(state)))
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let from = awaited.get_value().or_else(|| roving::place_of(&event));
        let (Some(grid), Some(from)) = (scroller.get_untracked(), from) else { return };
        let Some(KeyPress { name: key, command: control, shift, .. }) = keyboard::key(&event) else { return };
        // A name is no button that a browser would press.
        if let ("Enter", false, NAME, Some(task)) = (key.as_str(), control || shift, from.column, from.task())
        {
            event.prevent_default();
            if let Some(name) = view.rows_untracked(|rows| rows.get(task).cloned()) {
                actions.act(&name, task, NAME, &event);
            }
            return;
        }
        let height = untrack(row_height);
        let seen = element::viewport(&grid, 1.0).height - header_height();
        let extent = Extent {
            rows: view.rows_untracked(<[TaskName]>::len),
            row_places: PLACES,
            head_places: if untrack(is_stacked) { 0 } else { columns.with_untracked(Vec::len) + 1 },
            page: usize::try_from(seen / height).unwrap_or(1),
        };
        if let Some(choosing) = grid_keys::selecting(from, &key, control, shift, extent) {
            event.prevent_default();
            choose(view, from, choosing);
            if let Choosing::Extend(to) = choosing {
                go_to(to);
            }
        } else if !shift && let Some(place) = grid_keys::moved(from, &key, control, extent) {
            event.prevent_default();
            go_to(shown_place(from, place));
        }
    };
    let follow_focus = move |event: ev::FocusEvent| {
        view.hold_order(|hold| hold.focus = true);
        if let Some(grid) = scroller.get_untracked() {
            roving::follow_focus(&grid, &event);
            focused.set(roving::place_of(&event));
        }
    };
    // Asked a frame later: it may have gone to a row's menu, which belongs to the grid. Where a person went to another
    // window, the page keeps it.
    let on_leave = move |_| {
        request_animation_frame(move || view.hold_order(|hold| hold.focus = element::is_focus_in_grid()));
    };
    let (pressed, at_press, at_click) = (Rc::new(RefCell::new(None)), pool.clone(), pool);
    let press = pressed.clone();
    let on_press = move |event: ev::PointerEvent| {
        *press.borrow_mut() = roving::row_of(&event)
            .and_then(CellPosition::task)
            .and_then(|index| at_press.borrow().task(index));
    };
    let on_click = move |event: ev::MouseEvent| {
        let row = roving::row_of(&event)
            .and_then(CellPosition::task)
            .and_then(|index| Some((index, at_click.borrow().task(index)?)));
        let Some((index, task)) = row else { return };
        // The row may have come to show another task since the button was pressed on it.
        if element::is_pointed(&event) && pressed.borrow().as_ref() != Some(&task) {
            event.prevent_default();
            return;
        }
        match roving::place_of(&event) {
            Some(place) => actions.act(&task, index, place.column, &event),
            None => actions.filter_by_part(&task, &event),
        }
    };
    let template = move || layout.with(|(_, template)| template.clone());
    view! {
        <div class="text-sizes" aria-hidden="true">
            <span class="small" node_ref=small>"0"</span>
            <span class="normal" node_ref=normal>"0"</span>
        </div>
        <div
            class="grid"
            node_ref=scroller
            role="grid"
            aria-label=messages::table::TASKS
            aria-multiselectable="true"
            aria-rowcount=move || (view.count() + 1).to_string()
            style:--columns=template
            style:--row-height=move || format!("{}px", row_height())
            on:scroll=move |_| {
                menu.close();
                look();
            }
            on:keydown=on_key
            on:focusin=follow_focus
            on:focusout=on_leave
            on:pointerenter=move |_| view.hold_order(|hold| hold.pointer = true)
            on:pointerleave=move |_| view.hold_order(|hold| hold.pointer = false)
        >
            <div class="grid-head" role="rowgroup"><Heads columns/></div>
            <div
                class="grid-body"
                node_ref=body
                role="rowgroup"
                style:--rows=move || view.count().to_string()
                on:pointerdown=on_press
                on:click=on_click
            ></div>
        </div>
        {children()}
        <Show when=move || view.count() == 0>
            <NoRows/>
        </Show>
    }
}

/// The place that has the focus now: where its task stands, else where it was, as long as there is such a row. `held`
/// is where it was the last time, and its task.
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

/// What the rows in sight show, and the row that has the focus, which stays in the page.
fn contents(
    tasks: Tasks,
    view: TableView,
    sheets: Sheets,
    rows: &[TaskName],
    in_sight: Range<usize>,
    focused: Option<usize>,
    position: &dyn Fn(&TaskRecord) -> [String; 2],
) -> Vec<RowContent> {
    let apart = |wanted: bool| {
        let focused = focused.filter(|index| *index < rows.len() && !in_sight.contains(index));
        focused.filter(|index| (*index < in_sight.start) == wanted)
    };
    let indices = apart(true).into_iter().chain(in_sight.clone()).chain(apart(false));
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

/// Selects what a key asks for.
fn choose(view: TableView, from: CellPosition, choosing: Choosing) {
    let Some(index) = from.task() else {
        if choosing == Choosing::All {
            view.select_all();
        }
        return;
    };
    view.rows_untracked(|rows| {
        let Some(name) = rows.get(index) else { return };
        view.selection.update(|selection| match choosing {
            Choosing::Only => selection.only(name.clone()),
            Choosing::Toggle => selection.toggle(name.clone()),
            Choosing::Extend(to) => selection.range(rows, index, to.task().unwrap_or(index), false),
            Choosing::All => selection.all(rows),
        });
    });
}

/// What stands in place of rows when there are none.
#[component]
fn NoRows() -> impl IntoView {
    let (tasks, view, sheets) =
        (expect_context::<Tasks>(), expect_context::<TableView>(), expect_context::<Sheets>());
    let no_match = move || {
        view! {
            <h2>{messages::table::NO_MATCH}</h2>
            {move || view! { <Blamed blame=view.blame()/> }}
            <ChangeFilter label=messages::table::CLEAR_FILTER filter=String::new()/>
        }
    };
    view! {
        <div class="empty">
            <Show when=move || tasks.count() == 0 fallback=no_match>
                <h2>{messages::table::NO_TASKS}</h2>
                <p>{messages::table::NO_TASKS_HINT}</p>
                <button class="primary" type="button" on:click=move |_| sheets.open(Opened::AddTasks)>
                    {messages::table::ADD_TASKS_HERE}
                </button>
            </Show>
        </div>
    }
}

/// Why a filter shows nothing, with a button for each term that is to blame.
#[component]
fn Blamed(
    /// The terms to blame, if single ones are.
    blame: Vec<Blame>,
) -> impl IntoView {
    if blame.is_empty() {
        return view! { <p prop:textContent=messages::NOTHING_HOLDS_ALL></p> }.into_any();
    }
    let line = |blame: Blame| {
        let text = visible(&messages::blame(&blame)).into_owned();
        view! {
            <li>
                <span prop:textContent=text></span>
                <ChangeFilter label=messages::remove_term(&blame.term) filter=blame.rest/>
            </li>
        }
    };
    view! { <ul class="blame">{blame.into_iter().map(line).collect_view()}</ul> }.into_any()
}
