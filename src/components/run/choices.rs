//! The choices that a person has on an interrupted run, and the repetition of a call that is over.

use browser::{event, focus};
use console_core::domain::run::{Choice, Run, RunId};
use leptos::prelude::*;

use crate::messages;
use crate::stores::runner::Runner;
use crate::stores::sheets::Sheets;

/// Shows the choices on a run; nothing while there is nothing to decide.
#[component]
pub fn Choices(id: RunId) -> impl IntoView {
    let runner = expect_context::<Runner>();
    move || {
        let run = runner.shown(&id).filter(|_| !runner.is_carrying_on(&id))?;
        if !run.choices().is_empty() {
            Some(offer(&run))
        } else if run.is_over() && !runner.is_overtaken(&run) {
            repetition(&run)
        } else {
            None
        }
    }
}

fn offer(run: &Run) -> AnyView {
    let suggested = run.suggested_choice();
    let choice = |&choice: &Choice| {
        let class = match choice {
            _ if suggested == Some(choice) => "primary",
            Choice::Abandon => "quiet",
            _ => "",
        };
        view! {
            <li>
                <ChoiceButton class label=messages::choice(choice, run).to_owned() run choice/>
                <span class="hint" prop:textContent=messages::choice_meaning(choice, run)></span>
            </li>
        }
    };
    let is_denied = (0..run.steps.len()).any(|step| run.is_denied(step));
    let status = format!("{}.", messages::run_standing(run));
    view! {
        <div class="choices" role="group" aria-label=messages::runs::CHOICES>
            <p>
                <strong>{messages::runs::STATUS}</strong>
                <span prop:textContent=status></span>
            </p>
            {is_denied.then(|| view! { <p>{messages::DENIED}</p> })}
            <ul>{run.choices().iter().map(choice).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// Offers to send a single call once more; nothing where that makes no sense.
fn repetition(run: &Run) -> Option<AnyView> {
    let (Some(offer), [step]) = (run.repeat(), &run.steps[..]) else { return None };
    let button = if step.call.withheld {
        view! { <p>{messages::runs::SECRET_WITHHELD}</p> }.into_any()
    } else {
        let class = if run.suggests_repeat() { "primary" } else { "" };
        view! { <ChoiceButton class label=messages::runs::repeat(run.kind) run choice=Choice::Repeat/> }
            .into_any()
    };
    let offer = messages::repeat_offer(offer, step.call.endpoint);
    let choices = view! {
        <div class="choices" role="group" aria-label=messages::runs::CHOICES>
            <p prop:textContent=offer></p>
            {button}
        </div>
    };
    Some(choices.into_any())
}

/// Shows the button of a choice; the one that is suggested takes the focus where a person has opened the sheet. It
/// ignores the second half of a double click: an answer may have come between the two, and put this button in the
/// place of the one that was meant.
#[component]
fn ChoiceButton<'a>(
    class: &'static str,
    label: String,
    run: &'a Run,
    choice: Choice,
) -> impl IntoView + use<> {
    let (runner, sheets) = (expect_context::<Runner>(), expect_context::<Sheets>());
    let (id, sendings) = (run.id.clone(), run.sendings());
    let takes_focus = class == "primary" && sheets.is_awaited_untracked();
    view! {
        <button
            class=class
            type="button"
            data-first-focus=takes_focus.then_some("")
            on:click=move |event| {
                if !event::is_repeated_click(&event) {
                    // This button goes away; without this the focus would be nowhere.
                    focus::move_after_layout("dialog[open] .sheet-foot [data-first-focus]".to_owned());
                    runner.choose(&id, choice, sendings);
                }
            }
            prop:textContent=label
        ></button>
    }
}
