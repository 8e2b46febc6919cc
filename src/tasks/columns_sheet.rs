//! The sheet that arranges the table's columns: which are shown, in which order, how wide.

use console_core::table::columns::{Columns, NARROWEST, WIDEST};
use console_core::table::order::Column;
use leptos::prelude::*;

use crate::components::Sheet;
use crate::messages::{self, lists};
use crate::stores::settings::Settings;

/// The id of the reason why a column cannot be hidden.
const WHY_FIXED: &str = "why-fixed";

/// Arranges the columns; each change shows in the table at once and is stored.
#[component]
pub fn ArrangeColumns(on_close: Callback<()>) -> impl IntoView {
    let settings = expect_context::<Settings>();
    let order = Memo::new(move |_| {
        settings.columns.with(|columns| columns.all().map(|one| one.column).collect::<Vec<_>>())
    });
    view! {
        <Sheet title=messages::COLUMNS on_close>
            <div class="sheet-form">
                <div class="sheet-body">
                    <p class="explain">{lists::COLUMNS_HINT}</p>
                    <ul class="columns">
                        <For each=move || order.get() key=|column| column.link_word() let:column>
                            <ColumnLine column/>
                        </For>
                    </ul>
                </div>
                <div class="sheet-foot">
                    <button type="button" on:click=move |_| on_close.run(())>
                        {messages::CLOSE}
                    </button>
                    <button type="button" on:click=move |_| settings.set_columns(Columns::default())>
                        {lists::RESET_COLUMNS}
                    </button>
                </div>
            </div>
        </Sheet>
    }
}

#[component]
fn ColumnLine(column: Column) -> impl IntoView {
    let settings = expect_context::<Settings>();
    let name = messages::column(column);
    let arranged =
        Memo::new(move |_| settings.columns.with(|columns| columns.all().find(|one| one.column == column)));
    let is_shown = move || arranged.get().is_some_and(|one| one.shown);
    let change = move |change: &dyn Fn(&mut Columns)| {
        let mut columns = settings.columns.get_untracked();
        change(&mut columns);
        settings.set_columns(columns);
    };
    let on_width = move |event| {
        if let Ok(width) = event_target_value(&event).parse() {
            change(&|columns| columns.set_width(column, width));
        }
    };
    let move_button = move |sign: &'static str, by: i32| {
        view! {
            <button
                class="quiet"
                type="button"
                aria-label=lists::move_column(name, by < 0)
                disabled=move || !is_shown()
                on:click=move |_| change(&|columns| *columns = columns.moved(column, by))
            >
                {sign}
            </button>
        }
    };
    let id = format!("column-{}", column.link_word());
    let is_fixed = column == Column::Name;
    view! {
        <li>
            <input
                type="checkbox"
                id=id.clone()
                disabled=is_fixed
                aria-describedby=is_fixed.then_some(WHY_FIXED)
                prop:checked=is_shown
                on:change=move |event| change(&|columns| columns.set_shown(column, event_target_checked(&event)))
            />
            <label for=id>{name}</label>
            {is_fixed.then(|| view! { <span class="hint" id=WHY_FIXED>{lists::ALWAYS_SHOWN}</span> })}
            <span class="push"></span>
            <input
                type="number"
                min=NARROWEST.to_string()
                max=WIDEST.to_string()
                step="16"
                aria-label=lists::width_of(name)
                prop:value=move || arranged.get().map_or(0, |one| one.width()).to_string()
                on:change=on_width
            />
            {move_button("↑", -1)}
            {move_button("↓", 1)}
        </li>
    }
}
