//! The field for the output of `connector_utils.sh diagnose`, and what it proposes.

use console_core::forms::diagnosis::{Diagnosis, Proposal};
use leptos::prelude::*;

use crate::components::{Marked, TextField};
use crate::messages::configuration as words;
use crate::stores::editing::Editing;
use browser::focus;

/// The field, in the page.
const OUTPUT: &str = "diagnose-output";

/// Shows the button that shows the field, and the field with what was found in its text.
#[component]
pub fn PasteDiagnosis() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let open = move |_| {
        is_open.set(true);
        focus::move_after_layout(format!("#{OUTPUT}"));
    };
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <button class="paste-diagnosis" type="button" on:click=open>{words::PASTE_DIAGNOSIS}</button>
            }
        >
            <Output is_open/>
        </Show>
    }
}

#[component]
fn Output(is_open: RwSignal<bool>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let typed = RwSignal::new(String::new());
    let diagnosis = Memo::new(move |_| typed.with(|typed| Diagnosis::read(typed)));
    let line = move |Proposal { parameter, from, to }: Proposal| {
        let present = untrack(|| editing.configuration())
            .and_then(|seen| Some(seen.configuration.get(parameter.scope(), parameter.key())?.to_value()));
        let differs = present.filter(|present| *present != from).map(|present| words::is_now(&present));
        view! {
            <li class="change mono">
                <span class="change-place"><Marked text=format!("{parameter}:")/></span>
                " "
                <del><Marked text=from/></del>
                " "
                <span role="img" aria-label=words::BECOMES>"→"</span>
                " "
                <ins><Marked text=to/></ins>
                {differs.map(|text| view! { <span class="basis">" (" {text} ")"</span> })}
            </li>
        }
    };
    let proposals = move || diagnosis.with(|diagnosis| diagnosis.proposals.clone());
    let count = move || diagnosis.with(|diagnosis| diagnosis.proposals.len());
    let is_empty = move || count() == 0 && typed.with(|typed| !typed.trim().is_empty());
    let take_over = move |_| {
        editing.change(|draft| {
            for Proposal { parameter, to, .. } in diagnosis.get_untracked().proposals {
                draft.update.set_value(parameter.scope(), parameter.key(), to);
            }
        });
        is_open.set(false);
        focus::move_after_layout(".paste-diagnosis".to_owned());
    };
    view! {
        <div class="diagnosis">
            <TextField
                id=OUTPUT
                label=words::DIAGNOSIS
                hint=words::DIAGNOSIS_HINT
                value=typed
                on_input=move |text| typed.set(text)
                lines=4
                mono=true
            />
            <ul aria-label=words::DIAGNOSIS>{move || proposals().into_iter().map(line).collect_view()}</ul>
            <div role="status">
                <Show when=is_empty><p class="hint">{words::NO_PROPOSAL}</p></Show>
                {move || diagnosis.with(words::unreadable).map(|text| view! { <p class="hint">{text}</p> })}
            </div>
            <div class="buttons">
                <Show when=move || { count() > 0 }>
                    <button type="button" prop:textContent=move || words::take_over(count()) on:click=take_over></button>
                </Show>
                <button class="quiet" type="button" on:click=move |_| is_open.set(false)>
                    {crate::messages::CANCEL}
                </button>
            </div>
        </div>
    }
}
