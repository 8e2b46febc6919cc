//! The sheet of one run: its progress, and what can be decided.

use console_core::domain::run::{Run, RunId};
use console_core::interchange::history;
use leptos::prelude::*;

use crate::components::run::{Choices, OddName, Progress};
use crate::components::{CopyButton, Sheet, TextContent, time_teller};
use crate::messages::{self, runs};
use crate::stores::Now;
use crate::stores::host::Host;
use crate::stores::runner::Runner;
use crate::stores::settings::Settings;
use crate::stores::sheets::SheetContent;
use browser::spawn_local;

/// Shows the sheet of a run of this page, or of one that is looked for in the journal.
#[component]
pub fn RunSheet(
    /// The run.
    id: RunId,
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    let runner = expect_context::<Runner>();
    if let Some(run) = untrack(|| runner.shown(&id)) {
        return view! { <ShownRun run on_close/> }.into_any();
    }
    let found = RwSignal::new(None);
    spawn_local(async move {
        let run = runner.history().await.map(|runs| {
            let run = runs.iter().find(|run| run.id == id)?;
            runner.adopt(&run.task, &runs);
            Some(run.clone())
        });
        // The sheet may be gone by now.
        let _ = found.try_set(Some(run));
    });
    let shown = move || match found.get()? {
        Ok(Some(run)) if run.is_over() => Some(view! { <ShownRun run on_close/> }.into_any()),
        Ok(Some(_)) => Some(view! { <AbsentRun why=runs::RUNS_ELSEWHERE on_close/> }.into_any()),
        Ok(None) => Some(view! { <AbsentRun why=runs::NOT_HERE on_close/> }.into_any()),
        Err(error) => {
            Some(view! { <AbsentRun why=messages::unreadable_history(&error) on_close/> }.into_any())
        }
    };
    shown.into_any()
}

/// Shows the sheet in place of a run that cannot be shown.
#[component]
fn AbsentRun(
    /// Why it cannot be shown.
    #[prop(into)]
    why: String,
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    view! {
        <Sheet title=runs::RUN on_close>
            <div class="sheet-form">
                <div class="sheet-body"><p role="status" prop:textContent=why></p></div>
                <div class="sheet-foot">
                    <button type="button" data-first-focus="" on:click=move |_| on_close.run(())>
                        {messages::CLOSE}
                    </button>
                </div>
            </div>
        </Sheet>
    }
}

/// Shows a run with its choices.
#[component]
fn ShownRun(
    /// The run, as it was when the sheet was opened.
    run: Run,
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    let (runner, host) = (expect_context::<Runner>(), expect_context::<Host>());
    let (settings, now) = (expect_context::<Settings>(), expect_context::<Now>().0);
    let Run { id, task, begun, kind, .. } = run;
    let key = StoredValue::new(id.clone());
    let ticket = move || {
        let run = untrack(|| runner.shown(&key.get_value()))?;
        Some(history::ticket(&run, &host.described_untracked()))
    };
    let is_there = move || runner.run(&key.get_value()).is_some();
    let link = move || Some(host.address_of(SheetContent::Run(key.get_value()).to_link()));
    let name = task.to_string();
    view! {
        <Sheet title=messages::name(kind) subtitle=Signal::stored(name) task=Signal::stored(Some(task.clone())) on_close>
            <div class="sheet-form">
                <div class="sheet-body">
                    <OddName name=task/>
                    <p class="hint" prop:textContent=move || TextContent(runs::begun(&time_teller(settings, now.get())(begun)))></p>
                    <Progress id=id.clone()/>
                </div>
                <Choices id/>
                <div class="sheet-foot">
                    <button type="button" data-first-focus="" on:click=move |_| on_close.run(())>
                        {messages::CLOSE}
                    </button>
                    <span class="push"></span>
                    <CopyButton label=messages::COPY_LINK text=link/>
                    <CopyButton label=runs::COPY_AS_TEXT text=ticket enabled=Signal::derive(is_there)/>
                </div>
            </div>
        </Sheet>
    }
}
