//! The toolbar above the table: the filter with its completions and counts, the saved views, and the ways
//! to the sheets of the list.

use std::iter;

use console_core::interchange::history::{HistoryFilter, OutcomeFilter, TimeFilter};
use console_core::table::columns::Columns;
use console_core::table::filter::{Filter, FilterField};
use console_core::table::order::Column;
use console_core::table::shown::rank_names;
use console_core::table::views::SavedView;
use console_core::text::odd_characters::visible;
use leptos::{ev, html, prelude::*};

use super::heads::OrderHint;
use crate::components::Select;
use crate::messages;
use crate::stores::palette::Palette;
use crate::stores::settings::Settings;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::table_view::{Goal, TableView};
use crate::stores::tasks::Tasks;
use browser::{field, focus, keyboard};

/// How many ways to go on with the filter are offered.
const COMPLETIONS: usize = 4;

/// Shows the toolbar, and the line of counts under it.
#[component]
pub fn Toolbar() -> impl IntoView {
    let (view, tasks, sheets) =
        (expect_context::<TableView>(), expect_context::<Tasks>(), expect_context::<Sheets>());
    let palette = expect_context::<Palette>();
    let count = Memo::new(move |_| messages::table::count(view.count(), tasks.count()));
    // Before somebody sorts by them.
    request_idle_callback(move || tasks.with_untracked(rank_names));
    // On a phone the rarer tools are not visible at first.
    let tools_open = RwSignal::new(false);
    view! {
        <div class="toolbar" role="toolbar" aria-label=messages::table::TOOLBAR>
            <FilterInput/>
            <div class="tools" class:open=move || tools_open.get()>
                <SavedViewChoice/>
                <OrderChoice/>
                <button class="stacked-only" type="button" on:click=move |_| view.select_all()>
                    {messages::table::SELECT_ALL}
                </button>
                <span class="push"></span>
                // Where the page's header has no room for it.
                <button class="find-tool" type="button" on:click=move |_| palette.open(view.current_task_untracked())>
                    {messages::pages::FIND}
                </button>
                <button class="columns-button" type="button" on:click=move |_| sheets.open(SheetContent::Columns)>
                    {messages::COLUMNS}
                </button>
                <button type="button" on:click=move |_| sheets.open(SheetContent::TaskList)>
                    {messages::IMPORT_AND_EXPORT}
                </button>
            </div>
            <button class="add" type="button" on:click=move |_| sheets.open(SheetContent::AddTasks)>
                {messages::ADD_TASKS}
            </button>
            <button
                class="stacked-only"
                type="button"
                aria-expanded=move || tools_open.get().to_string()
                on:click=move |_| tools_open.update(|open| *open = !*open)
            >
                {messages::table::TOOLS}
            </button>
        </div>
        <div class="counts">
            <span class="count" role="status" prop:textContent=move || count.get()></span>
            // Where cells are stacked there is no header to have it.
            <OrderHint/>
            <Show when=move || tasks.count() != 0>
                <FacetGroup label=messages::table::NEEDS_COUNTS field=FilterField::Needs/>
                <FacetGroup label=messages::table::READ_COUNTS field=FilterField::Read/>
                <FacetGroup label=messages::table::STATE_COUNTS field=FilterField::State/>
                <FacetGroup label=messages::table::COMPONENT_COUNTS field=FilterField::Component/>
                <FacetGroup label=messages::table::WAITING_COUNTS field=FilterField::Waiting/>
                <FailedLately/>
                <Completions/>
                <FilterAdvice/>
            </Show>
        </div>
    }
}

/// Shows the room of the toolbar and of the counts, while they are not there.
#[component]
pub fn ToolbarRoom() -> impl IntoView {
    view! {
        <div class="toolbar" aria-hidden="true">
            <input class="filter reserve" disabled/>
            <button class="reserve" type="button" disabled>{messages::ADD_TASKS}</button>
        </div>
        <div class="counts" aria-hidden="true">
            <button class="count-button reserve" type="button" disabled>{messages::COLUMNS}</button>
            <div class="advice"></div>
        </div>
    }
}

/// Shows the filter as it is typed.
#[component]
fn FilterInput() -> impl IntoView {
    let (view, sheets) = (expect_context::<TableView>(), expect_context::<Sheets>());
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            field::show_value(&field, &view.filter.get());
        }
    });
    let typed = move |event: &ev::Event, is_composing| {
        view.type_filter(event_target_value(event), is_composing, move || sheets.show_address(true));
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let Some(key) = keyboard::key(&event) else { return };
        // A browser would clear the field, and a sheet would close.
        let is_open = view.completions.with_untracked(|completions| !completions.is_empty());
        if is_open && key.is_plain("Escape") {
            event.prevent_default();
            view.completions.set(Vec::new());
        } else if (key.is_plain("ArrowDown") || key.is_plain("Enter"))
            && !key.repeated
            && view.count_untracked() != 0
        {
            event.prevent_default();
            sheets.show_address(true);
            view.goal.set(Some(Goal::First));
        }
    };
    view! {
        <input
            class="filter"
            node_ref=field
            id="filter"
            type="search"
            aria-label=messages::table::FILTER
            placeholder=messages::table::FILTER_HINT
            autocomplete="off"
            spellcheck="false"
            on:input=move |event| typed(&event, field::is_composing(&event))
            on:compositionend=move |event| typed(&event, false)
            on:keydown=on_key
        />
    }
}

/// Shows the order of the rows, where cells are stacked and there are no headings to click on.
#[component]
fn OrderChoice() -> impl IntoView {
    let (view, sheets) = (expect_context::<TableView>(), expect_context::<Sheets>());
    // What breaks ties has no place here.
    let chosen = Memo::new(move |_| {
        view.order.with(|order| order.to_string().split(',').next().unwrap_or_default().to_owned())
    });
    let settings = expect_context::<Settings>();
    let is_live = Memo::new(move |_| settings.columns.with(Columns::is_live));
    let options = move || {
        let columns = Column::ALL.iter().filter(move |column| is_live.get() || !column.is_live());
        let options = columns.flat_map(|column| {
            let (word, name) = (column.link_word(), messages::column(*column));
            [(word.to_owned(), format!("{name} ↑")), (format!("-{word}"), format!("{name} ↓"))]
        });
        iter::once((String::new(), messages::table::ORDER_OF_ADDING.to_owned())).chain(options)
    };
    let on_choose = move |order: String| {
        view.order_by(&order);
        sheets.show_address(true);
    };
    move || {
        view! {
            <Select
                attr:class="stacked-only"
                attr:aria-label=messages::table::ORDER
                options=options()
                chosen
                on_choose
            />
        }
    }
}

/// Shows the ways to go on with the filter. They are in the line of the counts, where nothing has to give way to them
/// and they lie over nothing. Not a datalist: with one, the search box would be a combo box.
#[component]
fn Completions() -> impl IntoView {
    let (view, sheets) = (expect_context::<TableView>(), expect_context::<Sheets>());
    let button = move |text: String| {
        let label = text.clone();
        let on_click = move |_| {
            view.type_filter(text.clone(), false, move || sheets.show_address(true));
            focus::move_to("filter");
        };
        view! {
            <button class="count-button completion mono" type="button" on:click=on_click prop:textContent=label></button>
        }
    };
    let buttons = move || view.completions.get().into_iter().take(COMPLETIONS).map(button).collect_view();
    view! {
        <Show when=move || view.completions.with(|completions| !completions.is_empty())>
            <div class="completions" role="group" aria-label=messages::table::COMPLETIONS>{buttons}</div>
        </Show>
    }
}

/// Shows the saved views to choose from, and the way to their sheet.
#[component]
fn SavedViewChoice() -> impl IntoView {
    let (view, settings, sheets) =
        (expect_context::<TableView>(), expect_context::<Settings>(), expect_context::<Sheets>());
    let names = Memo::new(move |_| {
        let name = |saved: &SavedView| saved.name.clone();
        settings.views().list().iter().map(name).collect::<Vec<_>>()
    });
    let on_change = move |event: ev::Event| {
        let name = event_target_value(&event);
        let saved = untrack(|| settings.views()).get(&name).cloned();
        if let Some(saved) = saved {
            view.show(&saved);
            sheets.show_address(true);
        }
        field::set_value(&event, "");
    };
    let option = |name: String| view! { <option value=name.clone() prop:textContent=name></option> };
    view! {
        <Show when=move || names.with(|names| !names.is_empty())>
            <select aria-label=messages::table::SAVED_VIEWS prop:value="" on:change=on_change>
                <option value="">{messages::table::CHOOSE_SAVED_VIEW}</option>
                {move || names.get().into_iter().map(option).collect_view()}
            </select>
        </Show>
        <button type="button" on:click=move |_| sheets.open(SheetContent::Views)>{messages::VIEWS}</button>
    }
}

/// Shows what is to be said about the filter, with what can be made of it.
#[component]
fn FilterAdvice() -> impl IntoView {
    let view = expect_context::<TableView>();
    let lines = move || {
        let line = |advice| {
            let text = visible(&messages::advice(&advice)).into_owned();
            let change = messages::change(&advice);
            view! {
                <p>
                    <span prop:textContent=text></span>
                    {change.map(|(label, filter)| view! { <ChangeFilter label filter/> })}
                </p>
            }
        };
        view.advice().into_iter().map(line).collect_view()
    };
    view! { <div class="advice" role="status">{lines}</div> }
}

/// Shows a button that puts another filter in place of the present one.
#[component]
pub fn ChangeFilter(
    /// The label.
    #[prop(into)]
    label: String,
    /// The other filter.
    filter: String,
) -> impl IntoView {
    let (view, sheets) = (expect_context::<TableView>(), expect_context::<Sheets>());
    let on_click = move |_| {
        view.set_filter(filter.clone());
        sheets.show_address(true);
        focus::move_to("filter");
    };
    view! { <button type="button" on:click=on_click prop:textContent=visible(&label).into_owned()></button> }
}

/// Shows the way to the failures of the last hour.
#[component]
fn FailedLately() -> impl IntoView {
    let sheets = expect_context::<Sheets>();
    let open = move |_| {
        let (ended, within) = (Some(OutcomeFilter::Failed), Some(TimeFilter::Hour));
        sheets.open(SheetContent::History(HistoryFilter { ended, within, ..HistoryFilter::default() }));
    };
    view! { <button class="count-button" type="button" on:click=open>{messages::runs::FAILED_LATELY}</button> }
}

/// Shows how many tasks there are with each value of a field.
#[component]
fn FacetGroup(
    /// The name of the group.
    label: &'static str,
    /// The field.
    field: FilterField,
) -> impl IntoView {
    let buttons = (0..field.values().len()).map(|at| view! { <FacetButton field at/> }).collect_view();
    view! { <div class="count-group" role="group" aria-label=label>{buttons}</div> }
}

/// Shows the button that filters by one of a field's values, while there is something to say about it. It stays the
/// same one while the filter is typed.
#[component]
fn FacetButton(
    /// The field.
    field: FilterField,
    /// The place of the value among those of the field.
    at: usize,
) -> impl IntoView {
    let (view, sheets) = (expect_context::<TableView>(), expect_context::<Sheets>());
    let value = field.values()[at];
    let facet = Memo::new(move |_| view.facet(field, at));
    let on_click = move |_| {
        let mut filter = view.filter.with_untracked(|text| Filter::parse(text));
        filter.toggle(field, value);
        view.set_filter(filter.to_text());
        sheets.show_address(true);
    };
    let count = move || facet.get().map_or(0, |facet| facet.count).to_string();
    view! {
        <Show when=move || facet.get().is_some_and(|facet| facet.count > 0 || facet.chosen)>
            <button
                class="count-button"
                type="button"
                aria-pressed=move || facet.get().map(|facet| facet.chosen.to_string())
                on:click=on_click
            >
                <span>{format!("{} ", messages::facet(value))}</span>
                <span class="number" prop:textContent=count></span>
            </button>
        </Show>
    }
}
