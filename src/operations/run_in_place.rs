//! The run of an operation in the place of its form: how it goes, what can be decided, and the ways on.

use console_core::domain::inventory;
use console_core::domain::operation::OperationKind;
use console_core::domain::repeat::Revision;
use console_core::domain::run::{Run, RunId};
use leptos::{ev, html, prelude::*};

use crate::components::run::{Choices, Progress};
use crate::messages::{self, forms, runs};
use crate::stores::runner::Runner;
use crate::stores::sending::Sending;
use crate::stores::sheets::Sheets;
use crate::stores::tasks::Tasks;
use browser::{event, focus, keyboard};

/// Shows the run in place of the form.
#[component]
pub fn RunInPlace(id: RunId, on_close: Callback<()>) -> impl IntoView {
    let (runner, tasks) = (expect_context::<Runner>(), expect_context::<Tasks>());
    let sending = expect_context::<Sending>();
    let kind_asked = sending.kind_put_off();
    let body = NodeRef::<html::Div>::new();
    // The button that was pressed is gone; without this the focus would be nowhere.
    Effect::new(move || {
        if let Some(body) = body.get() {
            focus::move_into(&body, "[data-first-focus]");
        }
    });
    let of = id.clone();
    let leads_on = Memo::new(move |_| {
        let run = runner.shown(&of).filter(|_| !runner.is_carrying_on(&of));
        run.is_some_and(|run| {
            run.suggests_repeat()
                || run.suggested_choice().is_some()
                || run.wants_stop_first()
                || awaits_start(tasks, &run)
        })
    });
    // The way on takes the focus when the answer comes, unless a person has done something since the call was sent.
    let pressed = StoredValue::new(keyboard::presses());
    Effect::new(move |before: Option<bool>| {
        let leads_on = leads_on.get();
        if !leads_on {
            pressed.set_value(keyboard::presses());
            // A way on that reads have made needless may have had it.
            if before == Some(true) {
                focus::rescue_after_layout("dialog[open] .sheet-foot [data-first-focus]");
            }
        } else if before == Some(false) && pressed.get_value() == keyboard::presses() {
            focus::move_after_layout("dialog[open] .sheet-form button.primary".to_owned());
        }
        leads_on
    });
    let of = id.clone();
    let stop_first = move || {
        let is_wanted = |run: &Run| kind_asked.is_none() && run.is_over() && run.wants_stop_first();
        let run = runner.run(&of).filter(is_wanted)?;
        let (label, _) = forms::stop_first(run.kind)?;
        // They stand where the button stood that began the run: the second half of a double click is not meant for them.
        let on_click = move |event: ev::MouseEvent| {
            if !event::is_repeated_click(&event) {
                sending.back_to_form(true);
            }
        };
        Some(view! { <button class="primary" type="button" on:click=on_click>{label}"…"</button> })
    };
    let of = id.clone();
    let revise = move || {
        let run = runner.run(&of).filter(|_| kind_asked.is_none())?;
        let label = if runner.was_not_begun(&of) {
            forms::BACK_TO_FORM
        } else {
            // A task that is gone under this name has no form any more.
            match run.revision().filter(|_| tasks.shows(&run.task))? {
                Revision::Retry => forms::BACK_TO_FORM,
                Revision::Variation => forms::REPEAT_WITH_CHANGES,
            }
        };
        Some(view! { <button type="button" on:click=move |_| sending.back_to_form(false)>{label}</button> })
    };
    let close = move |event: ev::MouseEvent| {
        if !event::is_repeated_click(&event) {
            on_close.run(());
        }
    };
    view! {
        <div class="sheet-form" node_ref=body>
            <div class="sheet-body">
                {kind_asked.map(|kind| view! { <PutOff id=id.clone() kind/> })}
                <Progress id=id.clone()/>
            </div>
            <Choices id=id.clone()/>
            <div class="sheet-foot">
                {stop_first}
                <ContinueToAsked id/>
                <button type="button" data-first-focus="" on:click=close>{messages::CLOSE}</button>
                {revise}
            </div>
        </div>
    }
}

/// Returns whether a plain Start of what a run has migrated is the way on. Tracked.
fn awaits_start(tasks: Tasks, run: &Run) -> bool {
    let new_name = inventory::migrated(run).flatten();
    new_name.and_then(|name| tasks.get(&name)).is_some_and(|record| record.awaits_start_after_migrate())
}

/// Shows the reason why a run is shown in place of the form that was asked for, while there is one.
#[component]
fn PutOff(id: RunId, kind: OperationKind) -> impl IntoView {
    let runner = expect_context::<Runner>();
    move || {
        let run = runner.run(&id)?;
        let is_lost = runner.lost().iter().any(|lost| lost.id == id);
        let why = if is_lost {
            runs::lost_in_place_of(run.kind, kind)
        } else if run.is_over() {
            return None;
        } else if run.choices().is_empty() || runner.is_carrying_on(&id) {
            runs::under_way_in_place_of(run.kind, kind)
        } else {
            runs::unfinished_in_place_of(run.kind, kind)
        };
        Some(view! { <div class="notice doubt" role="status"><p prop:textContent=why></p></div> })
    }
}

/// Shows the way on to the form that was asked for, once the run in its place is over.
#[component]
fn ContinueToAsked(id: RunId) -> impl IntoView {
    let (runner, sending) = (expect_context::<Runner>(), expect_context::<Sending>());
    let sheets = expect_context::<Sheets>();
    let is_over = Memo::new(move |_| runner.run(&id).is_some_and(|run| run.is_over()));
    let go_on = move |event: ev::MouseEvent| {
        if !event::is_repeated_click(&event) {
            sending.open_put_off(sheets);
        }
    };
    move || {
        let kind = sending.kind_put_off().filter(|_| is_over.get())?;
        let label = runs::continue_to(kind);
        Some(view! { <button class="primary" type="button" on:click=go_on prop:textContent=label></button> })
    }
}
