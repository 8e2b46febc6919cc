//! The panel of what is under way and what ended since the page was opened, seen while its sheet is closed.

use console_core::domain::inventory::{self, OperationStanding};
use console_core::domain::run::{Moment, Run, RunId, RunState};
use leptos::prelude::*;

use crate::components::run::status_icon;
use crate::components::{Icon, Marked, TextContent, time_teller};
use crate::messages::{self, runs};
use crate::stores::Now;
use crate::stores::runner::Runner;
use crate::stores::settings::Settings;
use crate::stores::sheets::{SheetContent, Sheets};

/// The most runs that are over and still listed.
const ENDED: usize = 4;
/// How many of those that are over are looked through: most of them were confirmed, and leave by themselves.
const LOOKED_THROUGH: usize = 64;
/// How many seconds a confirmed run stays.
const CONFIRMED_STAYS: i64 = 60;

/// Shows the panel; nothing while nothing was done. Runs that wait for a decision have notices instead.
#[component]
pub fn Activity() -> impl IntoView {
    let (runner, sheets) = (expect_context::<Runner>(), expect_context::<Sheets>());
    let now = expect_context::<Now>().0;
    // Each with whether it is over.
    let recent = Memo::new(move |_| {
        let runs = runner.recent(LOOKED_THROUGH).into_iter().filter(|run| !sheets.shows_run(run));
        runs.map(|run| (run.id.clone(), run.is_over(), leaves_at(&run))).collect::<Vec<_>>()
    });
    let listed = Memo::new(move |_| {
        let stays = |leaves_at: Option<Moment>| leaves_at.is_none_or(|at| now.get() < at);
        recent.with(|recent| {
            let mut ended = 0;
            let mut is_listed = |(_, is_over, leaves_at): &&(RunId, bool, Option<Moment>)| {
                ended += usize::from(*is_over && stays(*leaves_at));
                stays(*leaves_at) && (!is_over || ended <= ENDED)
            };
            recent.iter().filter(|run| is_listed(run)).map(|(id, ..)| id.clone()).collect::<Vec<_>>()
        })
    });
    let is_empty = Memo::new(move |_| listed.with(Vec::is_empty));
    let ended = move || {
        recent.with(|recent| {
            let ended = recent.iter().filter(|(_, is_over, _)| *is_over);
            ended.map(|(id, ..)| id.clone()).collect::<Vec<_>>()
        })
    };
    let has_several = Memo::new(move |_| {
        let listed = |id: &RunId| listed.with(|listed| listed.contains(id));
        ended().iter().filter(|id| listed(id)).count() > 1
    });
    let dismiss_all = move |_| untrack(ended).iter().for_each(|id| runner.put_away(id));
    view! {
        <Show when=move || !is_empty.get()>
            <section class="activity" aria-label=runs::ACTIVITY>
                <ul>
                    <For each=move || listed.get() key=RunId::clone let:id>
                        {move || runner.run(&id).map(|run| line(&run))}
                    </For>
                </ul>
                <Show when=move || has_several.get()>
                    <button class="quiet dismiss-all" type="button" on:click=dismiss_all>{runs::DISMISS_ALL}</button>
                </Show>
            </section>
        </Show>
    }
}

/// Returns when a run leaves by itself: a while after all of it was confirmed. Everything else waits for a person.
fn leaves_at(run: &Run) -> Option<Moment> {
    let is_confirmed = inventory::standing(run) == OperationStanding::Confirmed;
    is_confirmed.then(|| Moment(run.latest().0.saturating_add(CONFIRMED_STAYS * 1000)))
}

fn line(run: &Run) -> impl IntoView + use<> {
    let (runner, sheets) = (expect_context::<Runner>(), expect_context::<Sheets>());
    let (settings, now) = (expect_context::<Settings>(), expect_context::<Now>().0);
    let (shape, class) = status_icon(run);
    let (shown, dismissed, at) = (run.id.clone(), run.id.clone(), run.latest());
    let is_rejected = inventory::standing(run) == OperationStanding::Rejected;
    // A message may have a secret in it.
    let refusal = || runs::refusal_in_short(&run.clone().without_secrets());
    let refusal = is_rejected.then(refusal).flatten();
    let refusal = refusal
        .map(|text| view! { <span class="activity-reason" title=text.clone() prop:textContent=text></span> });
    view! {
        <li class=format!("activity-run {class}")>
            <Icon shape/>
            <strong>{messages::name(run.kind)}</strong>
            <span class="mono activity-task"><bdi dir="ltr"><Marked text=run.task.as_str()/></bdi></span>
            {status(run)}
            {refusal}
            {run.is_over().then(|| {
                let age = move || TextContent(time_teller(settings, now.get())(at));
                view! { <span class="basis" prop:textContent=age></span> }
            })}
            <button
                type="button"
                aria-label=runs::show(run)
                on:click=move |_| sheets.open(SheetContent::Run(shown.clone()))
            >
                {messages::SHOW}
            </button>
            {run.is_over().then(|| view! {
                <button
                    class="quiet"
                    type="button"
                    aria-label=runs::dismiss(run)
                    on:click=move |_| runner.put_away(&dismissed)
                >
                    {messages::DISMISS}
                </button>
            })}
        </li>
    }
}

/// Shows the word for a run's status, with a running clock while an answer is awaited.
fn status(run: &Run) -> AnyView {
    let now = expect_context::<Now>().0;
    match run.state() {
        RunState::Waiting { since, .. } => {
            let clock = move || TextContent(messages::waiting(since.seconds_until(now.get())));
            view! { <span class="clock" prop:textContent=clock></span> }.into_any()
        }
        RunState::Ready { .. } => view! { <span prop:textContent=runs::UNDER_WAY></span> }.into_any(),
        RunState::Abandoned { .. } => view! { <span prop:textContent=runs::ABANDONED></span> }.into_any(),
        RunState::Interrupted { .. } | RunState::Ended => {
            view! { <span class="outcome-word" prop:textContent=runs::status(run)></span> }.into_any()
        }
    }
}
