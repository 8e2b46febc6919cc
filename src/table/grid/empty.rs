//! What is shown where the table has no rows.

use console_core::table::filter::BlamedTerm;
use console_core::text::odd_characters::visible;
use leptos::prelude::*;

use crate::messages;
use crate::stores::live::Live;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use crate::table::toolbar::ChangeFilter;

/// Shows what is shown in place of rows when there are none.
#[component]
pub fn NoRows() -> impl IntoView {
    let (tasks, view, sheets) =
        (expect_context::<Tasks>(), expect_context::<TableView>(), expect_context::<Sheets>());
    let live = expect_context::<Live>();
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
                <Show when=move || live.oms.awaits_sign_in()>
                    <p>{messages::table::SIGN_IN_HINT}</p>
                    <button class="primary" type="button" on:click=move |_| sheets.open(SheetContent::SignIn)>
                        {messages::table::SIGN_IN_HERE}
                    </button>
                </Show>
                <button
                    class:primary=move || !live.oms.awaits_sign_in()
                    type="button"
                    on:click=move |_| sheets.open(SheetContent::AddTasks)
                >
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
    blame: Vec<BlamedTerm>,
) -> impl IntoView {
    if blame.is_empty() {
        return view! { <p prop:textContent=messages::NOTHING_HOLDS_ALL></p> }.into_any();
    }
    let line = |blame: BlamedTerm| {
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
