//! How a run stands: each step with its call and what came of it, and the choices where it was
//! interrupted.

use console_core::draft::Draft;
use console_core::inventory;
use console_core::operation::OperationKind;
use console_core::outcome::{Doubt, Outcome, Rejection, RejectionFields};
use console_core::run::{Moment, Run, RunId, RunState, Step};
use leptos::prelude::*;

use super::Runner;
use crate::app::{Opened, Sheets, Zone};
use crate::browser::clock::Ticking;
use crate::ui::{Icon, Shape};
use crate::words;

/// The steps of a run and their outcomes.
#[component]
pub fn Progress(id: RunId) -> impl IntoView {
    let runner = expect_context::<Runner>();
    let of = id.clone();
    let run = Memo::new(move |_| runner.run(&of));
    let of = id.clone();
    let refusal = Memo::new(move |_| runner.refusal(&of));
    let steps = move || {
        run.get().map(|run| {
            let several = run.steps.len() > 1;
            let items = run.steps.iter().enumerate().map(|(index, step)| {
                view! { <StepView run=run.clone() index several step=step.clone() /> }
            });
            view! { <ol class="steps" class:numbered=several>{items.collect_view()}</ol> }
        })
    };
    // Announced as a whole, since the words in the steps are replaced piece by piece.
    let announced = move || run.get().map(|run| announcement(&run));
    let alarmed = Memo::new(move |_| run.get().and_then(|run| alarm(&run)));
    let stop = id.clone();
    let waits =
        Memo::new(move |_| run.get().is_some_and(|run| matches!(run.state(), RunState::Waiting { .. })));
    view! {
        <section class="progress" aria-label="What was sent">
            <p class="visually-hidden" role="status">{announced}</p>
            {steps}
            {move || alarmed.get().map(|text| view! { <p class="visually-hidden" role="alert">{text}</p> })}
            {move || refusal.get().map(|refusal| view! { <p class="refusal" role="alert">{words::refusal(&refusal)}</p> })}
            <Show when=move || waits.get()>
                <StopWaiting id=stop.clone() />
            </Show>
            <Afterwards run />
        </section>
    }
}

/// What a screen reader hears when something has changed for the better, or is under way.
fn announcement(run: &Run) -> String {
    match run.state() {
        RunState::Ready { .. } => String::new(),
        RunState::Waiting { step, .. } => {
            format!(
                "{} was sent, waiting for the answer",
                words::step_name(run.steps[step].call.endpoint, run.kind)
            )
        }
        RunState::Ended => match run.latest_outcome() {
            Some((_, outcome)) if outcome.is_confirmed() => format!("{}: Confirmed", words::name(run.kind)),
            _ => String::new(),
        },
        RunState::Abandoned { .. } => format!("{} was abandoned", words::name(run.kind)),
        RunState::Interrupted { .. } => String::new(),
    }
}

/// What a screen reader hears at once: a call that was rejected or whose outcome is unknown.
fn alarm(run: &Run) -> Option<String> {
    let outcome = match run.state() {
        RunState::Interrupted { outcome, .. } => outcome,
        RunState::Ended => run.latest_outcome()?.1,
        _ => return None,
    };
    (!outcome.is_confirmed()).then(|| format!("{}: {}", words::name(run.kind), words::outcome_word(outcome)))
}

/// One step: its call, and what came of it.
#[component]
fn StepView(run: Run, index: usize, several: bool, step: Step) -> impl IntoView {
    let waiting = match run.state() {
        RunState::Waiting { step, since } if step == index => Some(since),
        _ => None,
    };
    let shape = match (waiting, step.counted_done, step.outcome()) {
        (Some(_), _, _) => Shape::Turning,
        (_, Some(_), _) | (_, _, Some(Outcome::Confirmed { .. })) => Shape::Tick,
        (_, _, Some(Outcome::Rejected(_))) => Shape::Cross,
        (_, _, Some(Outcome::Unknown(_))) => Shape::Diamond,
        (_, _, None) => Shape::Dot,
    };
    let class = match (waiting, step.outcome()) {
        (Some(_), _) => "step busy",
        (_, Some(Outcome::Confirmed { .. })) => "step good",
        (_, Some(Outcome::Rejected(_))) => "step bad",
        (_, Some(Outcome::Unknown(_))) => "step doubt",
        (_, None) => "step",
    };
    let name = several.then(|| words::step_name(step.call.endpoint, run.kind));
    let tries = step.tries.len();
    let outcome = step.outcome().cloned().filter(|_| waiting.is_none());
    let took =
        step.tries.last().and_then(|sent| sent.outcome.as_ref().map(|(at, _)| sent.sent.seconds_until(*at)));
    view! {
        <li class=class>
            <div class="step-head">
                <Icon shape=Signal::stored(shape) />
                {name.map(|name| view! { <strong>{name}</strong> })}
                {waiting.map(|since| view! { <Clock since /> })}
                {outcome.as_ref().map(|outcome| view! { <strong class="outcome-word">{words::outcome_word(outcome)}</strong> })}
                {step.counted_done.map(|_| view! { <span>"counted as done by you"</span> })}
                {(tries > 1).then(|| view! { <span class="basis">{format!("sent {tries} times")}</span> })}
                {took.filter(|_| waiting.is_none()).map(|took| view! { <span class="basis">{format!("after {took} s")}</span> })}
            </div>
            <details class="sent" open=!several>
                <summary>"The call"</summary>
                <code class="request mono"><b>"POST"</b>" "{step.call.target.clone()}</code>
                {step.call.body.clone().map(|body| view! { <pre class="request-body mono">{body}</pre> })}
            </details>
            {outcome.map(|outcome| view! { <OutcomeView outcome endpoint=step.call.endpoint /> })}
        </li>
    }
}

/// The seconds that a call has been out for.
#[component]
fn Clock(since: Moment) -> impl IntoView {
    let now = expect_context::<Ticking>();
    let text = move || match since.seconds_until(now.get()) {
        0 => "waiting for the answer".to_owned(),
        seconds => format!("waiting for the answer, {seconds} s"),
    };
    view! { <span class="clock">{text}</span> }
}

/// An outcome with all that the answer said.
#[component]
pub fn OutcomeView(outcome: Outcome, endpoint: console_core::call::Endpoint) -> impl IntoView {
    match outcome {
        Outcome::Confirmed { result } => view! {
            <div class="outcome good">
                <dl>
                    <dt>"result"</dt>
                    <dd class="mono">{result.unwrap_or_else(|| "none".into())}</dd>
                </dl>
            </div>
        }
        .into_any(),
        Outcome::Rejected(rejection) => {
            let summary = words::rejection_summary(&rejection);
            let facts = match rejection {
                Rejection::ByHost { status, fields } => view! { <Fields status fields /> }.into_any(),
                Rejection::ByStatus { status, text } => view! { <RawAnswer status text /> }.into_any(),
            };
            view! { <div class="outcome bad"><p>{summary}</p>{facts}</div> }.into_any()
        }
        Outcome::Unknown(doubt) => {
            let why = words::doubt(&doubt);
            let answer = match doubt {
                Doubt::UnclearAnswer { status, text } => Some(view! { <RawAnswer status text /> }),
                _ => None,
            };
            view! {
                <div class="outcome doubt">
                    <p>{why}</p>
                    {answer}
                    <p class="advice">{words::words_before_repeating(endpoint)}</p>
                </div>
            }
            .into_any()
        }
    }
}

/// The fields of an envelope that refuses.
#[component]
fn Fields(status: u16, fields: RejectionFields) -> impl IntoView {
    let none = || "none".to_owned();
    let retryable = match fields.retryable {
        Some(true) => "true: the same call may be tried again",
        Some(false) => "false",
        None => "none",
    };
    let detail = if fields.detail.is_empty() { vec![(String::new(), none())] } else { fields.detail };
    let details = detail.into_iter().map(|(name, text)| {
        let name = if name.is_empty() { "errorDetail".to_owned() } else { format!("errorDetail.{name}") };
        view! {
            <dt>{name}</dt>
            <dd>{text}</dd>
        }
    });
    view! {
        <dl>
            <dt>"errCode"</dt>
            <dd class="mono">{fields.code.unwrap_or_else(none)}</dd>
            <dt>"errMsg"</dt>
            <dd>{fields.message.unwrap_or_else(none)}</dd>
            {details.collect_view()}
            <dt>"retryable"</dt>
            <dd>{retryable}</dd>
            {fields.result.map(|result| view! {
                <dt>"result"</dt>
                <dd class="mono">{result}</dd>
            })}
            <dt>"HTTP status"</dt>
            <dd class="mono">{status}</dd>
        </dl>
    }
}

/// An answer that is no envelope, as text.
#[component]
fn RawAnswer(status: u16, text: String) -> impl IntoView {
    view! {
        <dl>
            <dt>"HTTP status"</dt>
            <dd class="mono">{status}</dd>
            <dt>"Body"</dt>
            <dd>{if text.is_empty() {
                "empty".into_any()
            } else {
                view! { <pre class="mono">{text}</pre> }.into_any()
            }}</dd>
        </dl>
    }
}

#[component]
fn StopWaiting(id: RunId) -> impl IntoView {
    let runner = expect_context::<Runner>();
    view! {
        <div class="waiting">
            <p class="hint">
                "The host can take minutes. You may close this sheet; the call goes on. If you stop waiting, the host may still carry it out."
            </p>
            <button type="button" on:click=move |_| runner.stop_waiting(&id)>"Stop waiting"</button>
        </div>
    }
}

/// What there is to do after a run that is over.
#[component]
fn Afterwards(run: Memo<Option<Run>>) -> impl IntoView {
    let sheets = expect_context::<Sheets>();
    let zone = expect_context::<Zone>();
    move || {
        let run = run.get().filter(|run| run.kind == OperationKind::Migrate)?;
        let Some(Outcome::Confirmed { result }) = run.latest_outcome().map(|(_, outcome)| outcome.clone())
        else {
            return None;
        };
        Some(match inventory::new_name(&run.task, result.as_deref()) {
            Some(name) => {
                let draft = Draft::new(OperationKind::Start, name.as_str(), &zone.get());
                let start = move |_| sheets.open(Opened::Operation(draft.clone()));
                view! {
                    <div class="afterwards">
                        <p>
                            "The task goes on as " <span class="mono">{name.to_string()}</span>
                            ". It may have to be started there."
                        </p>
                        <button type="button" on:click=start>"Start it…"</button>
                    </div>
                }
                .into_any()
            }
            None => view! {
                <div class="afterwards">
                    <p>"The answer does not tell the task's new name. Look it up in OMS and add it to the list."</p>
                </div>
            }
            .into_any(),
        })
    }
}
