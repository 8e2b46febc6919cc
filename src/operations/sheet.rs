//! The sheet of one operation. Form, calls and outcome stand in the same place one after the other;
//! what is sent is the plan that is shown.

use console_core::draft::{Checked, Draft, Surroundings};
use console_core::operation::OperationKind;
use console_core::run::RunId;
use console_core::task_name::TaskName;
use leptos::prelude::*;

use super::form::Form;
use super::preview::Preview;
use crate::app::Zone;
use crate::browser::{address, clock, element, zones};
use crate::runs::{Choices, Progress, Refusal, Runner};
use crate::ui::{CopyButton, Sheet};
use crate::words;

/// What the parts of a sheet share. A handle.
#[derive(Clone, Copy)]
pub struct Editing {
    /// What is typed.
    pub draft: RwSignal<Draft>,
    /// What it amounts to.
    pub checked: Memo<Checked>,
    /// Whether every error is shown, because sending was tried.
    pub tried: RwSignal<bool>,
}

/// The sheet of an operation.
#[component]
pub fn OperationSheet(
    /// What the form begins with.
    draft: Draft,
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    let runner = expect_context::<Runner>();
    let zone = expect_context::<Zone>();
    let kind = draft.kind;
    let task = TaskName::parse(&draft.task).ok();
    let shown_run = RwSignal::new(task.as_ref().and_then(|task| runner.unfinished_of(task)));
    let refused = RwSignal::new(None::<Refusal>);
    let draft = RwSignal::new(draft);
    // Read when something is typed, and then left alone: what is shown must not move before it is sent.
    let checked = Memo::new(move |_| {
        draft
            .with(|draft| draft.check(&Surroundings { now: clock::now_seconds(), zone: &zones::Zone::named }))
    });
    let editing = Editing { draft, checked, tried: RwSignal::new(false) };
    provide_context(editing);

    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        editing.tried.set(true);
        let Some(plan) = checked.with_untracked(|checked| checked.sendable().cloned()) else { return };
        zone.remember(&draft.with_untracked(|draft| draft.zone.clone()));
        match runner.start(&plan) {
            Ok(id) => {
                refused.set(None);
                shown_run.set(Some(id));
            }
            Err(refusal) => refused.set(Some(refusal)),
        }
    };
    let again = move |()| {
        editing.tried.set(false);
        draft.update(|draft| draft.confirmation.clear());
        shown_run.set(None);
    };
    let subtitle = Signal::derive(move || draft.with(|draft| draft.task.trim().to_owned()));
    let body = move || match shown_run.get() {
        Some(id) => view! { <RunBody id on_again=Callback::new(again) on_close /> }.into_any(),
        None => view! {
            <form class="sheet-form" novalidate on:submit=begin>
                <div class="sheet-body">
                    <p class="explain">{words::hint(kind)}</p>
                    <Form kind />
                    <Preview />
                    {move || refused.get().map(|refusal| {
                        view! { <p class="refusal" role="alert">{words::refusal(&refusal)}</p> }
                    })}
                </div>
                <Foot kind on_close />
            </form>
        }
        .into_any(),
    };
    view! {
        <Sheet title=words::name(kind) subtitle on_close>
            {body}
        </Sheet>
    }
}

/// The buttons under the form.
#[component]
fn Foot(kind: OperationKind, on_close: Callback<()>) -> impl IntoView {
    let Editing { draft, checked, .. } = expect_context::<Editing>();
    let curl =
        Signal::derive(move || checked.with(|checked| checked.plan.as_ref().map(super::preview::curl)));
    let link = Signal::derive(move || Some(address::with_query(&draft.with(Draft::to_link).to_query())));
    let class = if kind == OperationKind::Delete { "primary dangerous" } else { "primary" };
    let disabled =
        move || kind == OperationKind::Delete && checked.with(|checked| checked.sendable().is_none());
    // Where there is nothing to fill in, the next Enter is for the button; never for the dangerous one.
    let complete = matches!(kind, OperationKind::Start | OperationKind::Stop)
        && checked.with_untracked(|checked| checked.sendable().is_some());
    view! {
        <footer class="sheet-foot">
            <button type="submit" class=class disabled=disabled data-first-focus=complete.then_some("")>{words::name(kind)}</button>
            <button type="button" on:click=move |_| on_close.run(())>"Cancel"</button>
            <span class="push"></span>
            <CopyButton label="Copy as cURL" text=curl />
            <CopyButton label="Copy link" text=link />
        </footer>
    }
}

/// The run in place of the form.
#[component]
fn RunBody(id: RunId, on_again: Callback<()>, on_close: Callback<()>) -> impl IntoView {
    let runner = expect_context::<Runner>();
    let of = id.clone();
    let chosen = id.clone();
    let body = NodeRef::<leptos::html::Div>::new();
    // The button that was pressed is gone; without this the focus would be nowhere.
    Effect::new(move || {
        if let Some(body) = body.get() {
            element::focus_within(&body, "[data-first-focus]");
        }
    });
    let over = Memo::new(move |_| runner.run(&of).is_none_or(|run| run.is_over()));
    view! {
        <div class="sheet-form" node_ref=body>
            <div class="sheet-body">
                <Progress id />
            </div>
            <Choices id=chosen />
            <footer class="sheet-foot">
                <button type="button" data-first-focus="" on:click=move |_| on_close.run(())>"Close"</button>
                <Show when=move || over.get()>
                    <button type="button" on:click=move |_| on_again.run(())>
                        "Back to the form"
                    </button>
                </Show>
            </footer>
        </div>
    }
}
