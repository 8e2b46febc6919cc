//! The notices about runs under the table.

use console_core::domain::run::Run;
use leptos::prelude::*;

use super::room::RoomNotice;
use crate::components::Name;
use crate::messages::{self, runs};
use crate::stores::runner::Runner;
use crate::stores::sheets::Sheets;

/// Shows the notices about runs that wait for a decision, about those whose answer was lost, and about the history's
/// room.
#[component]
pub fn RunNotices() -> impl IntoView {
    let (runner, sheets) = (expect_context::<Runner>(), expect_context::<Sheets>());
    // The open sheet tells of the run of its task itself.
    let elsewhere = move |mut runs: Vec<Run>| {
        runs.retain(|run| !(sheets.is_open() && sheets.is_about(&run.task)));
        runs
    };
    view! {
        <div class="notices below">
            <For
                each=move || elsewhere(runner.undecided())
                key=|run| (run.id.clone(), runs::interrupted(run))
                let:run
            >
                <RunNotice text=runs::interrupted(&run) button=runs::DECIDE run/>
            </For>
            <For each=move || elsewhere(runner.lost()) key=|run| run.id.clone() let:run>
                <RunNotice text=runs::lost(&run) button=runs::LOOK run can_dismiss=true/>
            </For>
            <RoomNotice/>
        </div>
    }
}

/// Shows a notice about a run, whose button opens the sheet of its operation. The text stands around the task's name.
#[component]
fn RunNotice(
    run: Run,
    text: (String, String),
    button: &'static str,
    #[prop(optional)] can_dismiss: bool,
) -> impl IntoView {
    let (runner, sheets) = (expect_context::<Runner>(), expect_context::<Sheets>());
    let (before, after) = text;
    let (kind, task) = (run.kind, run.task.clone());
    view! {
        <div class="notice doubt" role="status">
            <p>{before} <Name text=run.task.as_str()/> {after}</p>
            <button type="button" on:click=move |_| sheets.open_form(kind, &task)>{button}</button>
            {can_dismiss.then(|| view! {
                <button class="quiet" type="button" on:click=move |_| runner.dismiss(&run.id)>
                    {messages::DISMISS}
                </button>
            })}
        </div>
    }
}
