//! The fields of Update: the configuration as it is, the parameters to delete, and the values to set as a form and as
//! JSON.

mod as_it_is;
mod cell;
mod changes;
mod diagnosis;
mod documented;
mod json;
mod problem;
mod removals;
mod rows;
mod tree_line;
mod tree_state;

use console_core::domain::operation::OperationKind;
use leptos::prelude::*;

use self::as_it_is::AsItIs;
use self::changes::Changes;
use self::diagnosis::PasteDiagnosis;
use self::json::JsonField;
use self::removals::Removals;
use self::rows::Rows;
use super::checkpoint::LeftCheckpoint;
use super::stop_first::StopFirst;
use crate::components::CheckBox;
use crate::messages::{self, forms};
use crate::stores::documentation;
use crate::stores::editing::Editing;
use crate::stores::settings::Settings;
use crate::stores::tasks::Tasks;

/// Shows the fields of Update.
#[component]
pub fn UpdateFields() -> impl IntoView {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    editing.documentation.load(move || editing.check_documented());
    as_it_is::follow(editing);
    let begins_with_tree = untrack(|| as_it_is::is_read(editing, tasks));
    let trouble = move || {
        let why = editing.documentation.trouble()?;
        let text = messages::without_documentation(why.map(|why| (documentation::FILE, why)));
        Some(view! { <p class="hint" role="status" prop:textContent=text></p> })
    };
    view! {
        <StopFirst kind=OperationKind::Update/>
        <LeftCheckpoint/>
        <AsItIs/>
        <PasteDiagnosis/>
        <Removals first_focus=!begins_with_tree/>
        {trouble}
        <Values/>
        <Show when=move || editing.draft.with(|draft| draft.update.has_secrets())>
            <CheckBox
                id="show-secrets"
                label=forms::SHOW_SECRETS
                hint=forms::SHOW_SECRETS_HINT
                checked=editing.revealed
                on_change=move |ticked| editing.revealed.set(ticked)
            />
        </Show>
        <Changes/>
    }
}

/// Shows the values to set: the switch between the two views, and the one that is chosen.
#[component]
fn Values() -> impl IntoView {
    let settings = expect_context::<Settings>();
    // Only a change of the view makes it again.
    let is_form = Memo::new(move |_| settings.update_as_form.get());
    view! {
        <div class="values">
            <div class="values-head">
                <h3 id="values-title">{forms::VALUES}</h3>
                <div class="segments" role="radiogroup" aria-labelledby="values-title">
                    <ViewChoice id="update-as-form" label=forms::AS_FORM as_form=true/>
                    <ViewChoice id="update-as-json" label=forms::AS_JSON as_form=false/>
                </div>
            </div>
            {move || match is_form.get() {
                true => view! { <Rows/> }.into_any(),
                false => view! { <JsonField/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn ViewChoice(id: &'static str, label: &'static str, as_form: bool) -> impl IntoView {
    let settings = expect_context::<Settings>();
    view! {
        <span class="segment">
            <input
                type="radio"
                name="update-view"
                id=id
                prop:checked=move || settings.update_as_form.get() == as_form
                on:change=move |_| settings.set_update_as_form(as_form)
            />
            <label for=id>{label}</label>
        </span>
    }
}
