//! The steps of a project, read while the sheet of one of its tasks is open.

use browser::spawn_local;
use console_core::domain::run::Moment;
use console_core::openapi::{
    OmsWord, ProjectProgress, ProjectStep, ReadError, ReadRequest, ServerTime, StepState,
};
use console_core::time::Offset;
use leptos::prelude::*;

use crate::components::{Marked, error_list, read_problem, time_in_zone};
use crate::messages::details;
use crate::stores::live::Live;
use crate::stores::settings::Settings;

/// Shows the steps of a project in their order, with the one that it is at.
#[component]
pub fn Steps(
    project: Memo<Option<String>>,
    /// When it was read last: the steps are read again then.
    read_at: Memo<Option<Moment>>,
    /// How far the server's local time is ahead of UTC.
    offset: Memo<Option<Offset>>,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let steps = RwSignal::new(None::<Result<Vec<ProjectStep>, ReadError>>);
    let progress = RwSignal::new(None::<ProjectProgress>);
    Effect::new(move || {
        read_at.get();
        let Some(id) = project.get() else { return };
        spawn_local(async move {
            let found = live.oms.read_now(&ReadRequest::Steps { id: id.clone() }, ProjectStep::read).await;
            // The sheet may be gone by now.
            let _ = steps.try_set(Some(found));
            let found = live.oms.read_now(&ReadRequest::Progress { id }, ProjectProgress::read).await;
            let _ = progress.try_set(found.ok().flatten());
        });
    });
    let current = Memo::new(move |_| progress.with(|progress| progress.as_ref()?.step.clone()));
    let list = move || {
        steps.with(|steps| match steps {
            None => view! { <p class="hint" role="status">{details::READING}</p> }.into_any(),
            Some(Err(error)) => view! { <div class="hint">{read_problem(None, error)}</div> }.into_any(),
            Some(Ok(steps)) if steps.is_empty() => {
                view! { <p class="hint">{details::NO_STEPS}</p> }.into_any()
            }
            Some(Ok(steps)) => {
                let (current, offset) = (current.get(), offset.get());
                let line = |step: &ProjectStep| step_line(step, current.as_deref(), offset);
                view! { <ol class="steps">{steps.iter().map(line).collect_view()}</ol> }.into_any()
            }
        })
    };
    view! { <h4>{details::STEPS}</h4>{list} }
}

fn step_line(step: &ProjectStep, current: Option<&str>, offset: Option<Offset>) -> AnyView {
    let zone = untrack(|| expect_context::<Settings>().zone());
    let time = |time: ServerTime| match (time.instant(offset), time) {
        (Some(at), _) => time_in_zone(at, &zone),
        (None, ServerTime::Local(local)) => details::server_time(local),
        (None, ServerTime::Instant(at)) => time_in_zone(at, &zone),
    };
    let times = details::step_times(step.started.map(time), step.finished.map(time));
    let is_current = current == Some(step.name.as_str());
    let has_failed = matches!(step.state, Some(OmsWord::Known(StepState::Failed)));
    view! {
        <li aria-current=is_current.then_some("step") class:failed=has_failed>
            <strong><Marked text=details::step_name(&step.name)/></strong>
            <span><Marked text=details::step_state(step)/></span>
            <span class="basis">{times}</span>
            {(!step.errors.is_empty()).then(|| error_list(&step.errors))}
        </li>
    }
    .into_any()
}
