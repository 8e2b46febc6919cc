//! The progress of a run: each step with its call and its outcome.

use console_core::domain::call::Call;
use console_core::domain::inventory::{
    self, Knowledge, OperationStanding, StateCategory, WATCHED_FOR, Watch, pull_back_times,
};
use console_core::domain::operation::{Operation, OperationKind};
use console_core::domain::outcome::Outcome;
use console_core::domain::plan::Plan;
use console_core::domain::repeat::{RepeatOffer, RepeatRisk};
use console_core::domain::run::{Attempt, Moment, Run, RunId, RunState};
use console_core::domain::task_name::TaskName;
use console_core::time::{EpochSeconds, format};
use leptos::{ev, prelude::*};

use super::outcome::{OutcomeReport, outcome_icon};
use crate::components::{Icon, IconShape, Name, TextContent, time_in_zone};
use crate::messages::{self, runs};
use crate::stores::Now;
use crate::stores::host::Host;
use crate::stores::live::Live;
use crate::stores::runner::Runner;
use crate::stores::settings::Settings;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::tasks::Tasks;
use browser::event;

/// Shows the steps of a run and their outcomes, announced as they come.
#[component]
pub fn Progress(id: RunId) -> impl IntoView {
    let runner = expect_context::<Runner>();
    let id = StoredValue::new(id);
    let run = Memo::new(move |_| id.with_value(|id| runner.shown(id)));
    let text_of = move |read: fn(&Run) -> String| run.with(|run| run.as_ref().map(read).unwrap_or_default());
    let alarm = Memo::new(move |_| text_of(runs::alarm));
    let refusal = move || id.with_value(|id| runner.refusal(id));
    let is_waiting = Memo::new(move |_| {
        run.with(|run| matches!(run.as_ref().map(Run::state), Some(RunState::Waiting { .. })))
    });
    let is_unwritten = Memo::new(move |_| id.with_value(|id| runner.is_unwritten(id)));
    let settings = expect_context::<Settings>();
    let headline = Memo::new(move |_| run.with(|run| headline(run.as_ref()?, &untrack(|| settings.zone()))));
    let migrated = Memo::new(move |_| run.with(|run| run.as_ref().and_then(inventory::migrated)));
    view! {
        <section class="progress" aria-label=runs::PROGRESS>
            // Announced as a whole, since the words in the steps are replaced piece by piece.
            <p
                class="visually-hidden"
                role="status"
                prop:textContent=move || TextContent(text_of(runs::announcement))
            ></p>
            {move || headline.get().map(|text| view! { <h3 class="headline" prop:textContent=text></h3> })}
            {move || run.with(|run| run.as_ref().map(steps))}
            {move || Some(alarm.get()).filter(|alarm| !alarm.is_empty()).map(|alarm| view! {
                <p class="visually-hidden" role="alert" prop:textContent=alarm></p>
            })}
            {move || refusal().map(|refusal| view! {
                <p class="refusal" role="alert" prop:textContent=messages::refusal(&refusal)></p>
            })}
            <Show when=move || is_unwritten.get()>
                <p class="refusal" role="alert">{runs::UNWRITTEN}</p>
            </Show>
            <Show when=move || is_waiting.get()>
                <div class="waiting">
                    <p class="hint">{runs::WAITING_HINT}</p>
                    <button type="button" on:click=move |_| id.with_value(|id| runner.stop_waiting(id))>
                        {runs::STOP_WAITING}
                    </button>
                </div>
            </Show>
            {move || run.with(|run| run.as_ref().and_then(watched))}
            <ProbablyMoved run/>
            {move || migrated.get().map(|new_name| view! { <Migrated new_name/> })}
        </section>
    }
}

/// Returns what a run has done, or how it has ended, with times in a zone; nothing while it goes on.
fn headline(run: &Run, zone: &str) -> Option<String> {
    let to = pull_back_times(run).map(|times| pull_back_goal(times, zone));
    runs::headline(run, to.as_deref())
}

/// Returns the times of subtopics in a zone, which is named where they have one time.
fn pull_back_goal(times: Vec<(String, EpochSeconds)>, zone: &str) -> String {
    match times.split_first() {
        Some(((_, first), others)) if others.iter().all(|(_, at)| at == first) => {
            let text = time_in_zone(*first, zone);
            if text.ends_with('Z') { text } else { format!("{text} {zone}") }
        }
        _ => messages::checkpoint_times(
            times.into_iter().map(|(subtopic, at)| (subtopic, time_in_zone(at, zone))).collect(),
        ),
    }
}

fn steps(run: &Run) -> impl IntoView + use<> {
    let class = if run.steps.len() > 1 { "steps numbered" } else { "steps" };
    let steps = (0..run.steps.len()).map(|index| step(run, index)).collect_view();
    view! { <ol class=class>{steps}</ol> }
}

/// One step: its call and its outcome.
fn step(run: &Run, index: usize) -> impl IntoView + use<> {
    let now = expect_context::<Now>().0;
    let step = &run.steps[index];
    let waiting = match run.state() {
        RunState::Waiting { step, since } if step == index => Some(since),
        _ => None,
    };
    let known = step.outcome().filter(|_| waiting.is_none());
    let settled = step.settled().cloned().filter(|_| waiting.is_none());
    let is_marked = step.marked_done.is_some() && settled.is_none();
    let (shape, class) = match &known {
        _ if waiting.is_some() => (IconShape::Turning, "busy"),
        _ if is_marked || settled.is_some() => (IconShape::Tick, ""),
        Some(outcome) => outcome_icon(outcome),
        None => (IconShape::Dot, ""),
    };
    let several = run.steps.len() > 1;
    let word = known.as_ref().map(messages::outcome_word);
    let overruling = match settled {
        Some(_) => Some(runs::CONFIRMED_BY_READING),
        None => is_marked.then_some(messages::MARKED),
    };
    let answer = word.filter(|_| is_marked).map(runs::overruled);
    let word = overruling.or(word);
    let latest = step.tries.last();
    let took = known.as_ref().zip(latest).and_then(|(outcome, sent)| took(outcome, sent));
    let guessed = latest.and_then(|sent| sent.guessed_encoding).map(messages::guessed_encoding);
    let sendings = step.tries.iter().filter(|sent| !sent.was_not_sent()).count();
    let repeated = (sendings > 1).then(|| runs::times_sent(sendings));
    let repeat_risk = several.then(|| {
        let offer = RepeatOffer::MayHaveBeenDone(RepeatRisk::of(&step.call));
        messages::repeat_offer(offer, step.call.endpoint)
    });
    // What the answer would have advised is out of date by then.
    let is_confirmed = settled.is_some() || known.as_ref().is_some_and(Outcome::is_confirmed);
    let aside = |text: String| view! { <span class="basis" prop:textContent=text></span> };
    view! {
        <li class=format!("step {class}")>
            <div class="step-head">
                <Icon shape/>
                {several.then(|| view! { <strong>{messages::step_name(step.call.endpoint, run.kind)}</strong> })}
                {waiting.map(|since| {
                    let text = move || messages::waiting(since.seconds_until(now.get()));
                    view! { <span class="clock" prop:textContent=move || TextContent(text())></span> }
                })}
                {word.map(|word| view! { <strong class="outcome-word" prop:textContent=word></strong> })}
                {answer.map(aside)}
                {repeated.map(aside)}
                {took.map(aside)}
            </div>
            {known.clone().filter(|_| !is_confirmed).map(|outcome| view! { <OutcomeReport outcome repeat_risk/> })}
            <details class="sent" open=!several && !is_confirmed>
                <summary>{if is_confirmed { runs::CALL_AND_ANSWER } else { runs::CALL }}</summary>
                <CallText target=step.call.target.clone() body=step.call.body.clone()/>
                {(step.tries.len() > 1).then(|| attempts(&step.tries))}
                {known.filter(|_| is_confirmed).map(|outcome| view! { <OutcomeReport outcome repeat_risk/> })}
            </details>
            {step.checked.map(|read| {
                let zone = untrack(|| expect_context::<Settings>().zone());
                let held_up = inventory::held_up(run).filter(|(of, _)| *of == read).map(|(_, point)| {
                    let at = read.checkpoint.map(|at| time_in_zone(at, &zone)).unwrap_or_default();
                    runs::held_up(&at, &time_in_zone(point, &zone))
                });
                let text = move || {
                    runs::checked(read, &messages::age(read.at, now.get()), |at| time_in_zone(at, &zone))
                };
                view! {
                    <p class="hint" prop:textContent=move || TextContent(text())></p>
                    {held_up.map(|text| view! { <p class="remedy" prop:textContent=text></p> })}
                }
            })}
            {settled.map(|settled| {
                let zone = untrack(|| expect_context::<Settings>().zone());
                let text = move || {
                    let age = messages::age(settled.at, now.get());
                    runs::settled(&settled, &age, |at| time_in_zone(at, &zone))
                };
                view! { <p class="settled" prop:textContent=move || TextContent(text())></p> }
            })}
            {(run.unknown_step() == Some(index)).then(|| {
                let sent = latest.map_or(run.begun, |latest| latest.sent);
                view! { <StillUnknown run=run.id.clone() sent/> }
            })}
            {guessed.map(|text| view! { <p class="hint" prop:textContent=text></p> })}
        </li>
    }
}

/// Shows what was seen last in OMS of a task whose call's outcome is unknown.
#[component]
fn StillUnknown(run: RunId, sent: Moment) -> impl IntoView {
    let live = expect_context::<Live>();
    let zone = untrack(|| expect_context::<Settings>().zone());
    move || {
        let (at, observation) = live.lookups.seen(&run).filter(|(at, _)| *at >= sent)?;
        let text = runs::still_unknown(&observation, sent.seconds_until(at), |at| time_in_zone(at, &zone));
        Some(view! { <p class="hint" prop:textContent=text></p> })
    }
}

/// Returns how long an answer took; nothing for what was not sent.
fn took(outcome: &Outcome, sent: &Attempt) -> Option<String> {
    let (answered, _) = sent.reply.as_ref().filter(|_| !matches!(outcome, Outcome::NotSent(_)))?;
    Some(runs::took(outcome, sent.sent.millis_until(*answered)))
}

/// Every sending of a call, with what became of it.
fn attempts(tries: &[Attempt]) -> impl IntoView + use<> {
    let attempt = |(index, sent): (usize, &Attempt)| {
        let at = EpochSeconds::new(sent.sent.0 / 1000).map(format::utc_text).unwrap_or_default();
        let outcome = sent.reply.as_ref().map(|(_, reply)| Outcome::of(reply));
        let word = outcome.as_ref().map(messages::outcome_word);
        let took = outcome.as_ref().and_then(|outcome| took(outcome, sent));
        let text = [Some(runs::attempt(index + 1, &at)), word.map(str::to_owned), took];
        let text = text.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! { <li prop:textContent=text></li> }
    };
    view! { <ul class="attempts">{tries.iter().enumerate().map(attempt).collect_view()}</ul> }
}

/// Shows a call: method, path and query, body.
#[component]
pub fn CallText(target: String, body: Option<String>) -> impl IntoView {
    view! {
        <code class="request mono">
            <b>{Call::METHOD}</b>
            <span prop:textContent=format!(" {target}")></span>
        </code>
        {body.map(|body| view! { <pre class="request-body mono" prop:textContent=body></pre> })}
    }
}

/// Shows what OMS tells of a task that was pulled back, for a while; nothing for other runs, or where OMS is not read.
fn watched(run: &Run) -> Option<AnyView> {
    let is_done = matches!(
        inventory::standing(run),
        OperationStanding::Confirmed | OperationStanding::MarkedAsDone | OperationStanding::SeenDone
    );
    if run.kind != OperationKind::PullBack || !run.is_over() || !is_done {
        return None;
    }
    let (tasks, live) = (expect_context::<Tasks>(), expect_context::<Live>());
    let now = expect_context::<Now>().0;
    let zone = untrack(|| expect_context::<Settings>().zone());
    let (started, task) = (run.latest(), run.task.clone());
    let before = run.steps.iter().find_map(|step| step.checked);
    let watch = Memo::new(move |_| {
        tasks.with(|inventory| {
            let reading = inventory.get(&task)?.reading.as_ref()?;
            Watch::since(started, before, reading, inventory.trend(&task))
        })
    });
    let text = move || {
        if !live.oms.reads() || started.millis_until(now.get()) > WATCHED_FOR {
            return String::new();
        }
        match watch.get() {
            Some(watch) => {
                runs::watched(&watch, &messages::age(watch.at, now.get()), |at| time_in_zone(at, &zone))
            }
            None => runs::NOT_WATCHED_YET.to_owned(),
        }
    };
    Some(view! { <p class="watched" prop:textContent=move || TextContent(text())></p> }.into_any())
}

/// Shows the task that a missing one probably goes on as, where a run of the missing one waits.
#[component]
fn ProbablyMoved(run: Memo<Option<Run>>) -> impl IntoView {
    let (tasks, sheets) = (expect_context::<Tasks>(), expect_context::<Sheets>());
    let successor = Memo::new(move |_| {
        let (task, kind) = run.with(|run| {
            run.as_ref().filter(|run| !run.choices().is_empty()).map(|run| (run.task.clone(), run.kind))
        })?;
        let found =
            tasks.with(|inventory| Some(inventory.probable_successor(inventory.get(&task)?)?.name.clone()));
        Some((found?, kind))
    });
    move || {
        let (task, kind) = successor.get()?;
        let text = runs::probably_moved(task.as_str());
        let label = messages::forms::operation_on(kind, task.as_str());
        Some(view! {
            <div class="notice doubt" role="status">
                <p prop:textContent=text></p>
                <button type="button" on:click=move |_| sheets.open_form(kind, &task) prop:textContent=label></button>
            </div>
        })
    }
}

/// Shows the way on from a task that was migrated.
#[component]
fn Migrated(new_name: Option<TaskName>) -> impl IntoView {
    let content = match new_name {
        Some(task) => view! { <MigratedTo task/> }.into_any(),
        None => view! { <p>{runs::NEW_NAME_UNKNOWN}</p> }.into_any(),
    };
    view! { <div class="afterwards">{content}</div> }
}

/// Shows the new name of a migrated task, with whether it runs, as far as OMS told, and its Start where it does not.
#[component]
fn MigratedTo(task: TaskName) -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let now = expect_context::<Now>().0;
    let name = task.clone();
    let read = Memo::new(move |_| {
        let knowledge = tasks.get(&name)?.knowledge;
        match knowledge {
            Knowledge::Read { at, .. } => Some((knowledge.category(), at)),
            _ => None,
        }
    });
    let text = task.to_string();
    let sentence = move || {
        let (before, after) = if read.get().is_some() { runs::MIGRATED_READ } else { runs::MIGRATED };
        view! { <p>{before} <Name text=text.clone()/> {after}</p> }
    };
    let runs_already = Memo::new(move |_| matches!(read.get(), Some((StateCategory::Running, _))));
    let state = move || {
        let (category, at) = read.get()?;
        let age = move || {
            let word = messages::state(category);
            let runs = category == StateCategory::Running;
            TextContent(runs::state_after_migrate(word, runs, &messages::age(at, now.get())))
        };
        Some(view! { <p prop:textContent=age></p> })
    };
    view! {
        {sentence}
        {state}
        <Show when=move || !runs_already.get()>
            <StartMigrated task=task.clone()/>
        </Show>
    }
}

/// Starts a migrated task by the call that is shown, as long as nothing else is to be decided; else leads to the form.
#[component]
fn StartMigrated(task: TaskName) -> impl IntoView {
    let (runner, sheets) = (expect_context::<Runner>(), expect_context::<Sheets>());
    let (tasks, settings) = (expect_context::<Tasks>(), expect_context::<Settings>());
    let start = Plan::new(&task, &Operation::Start { pull_back: false, restart: false });
    let plan = StoredValue::new(start.at(&expect_context::<Host>().connector()));
    let name = task.clone();
    let is_plain = Memo::new(move |_| {
        !settings.is_read_only() && tasks.get(&name).is_some_and(|record| record.awaits_start_after_migrate())
    });
    let refused = RwSignal::new(None);
    let start = move |event: ev::MouseEvent| {
        // The second half of a double click was meant for what stood here before.
        if event::is_repeated_click(&event) {
            return;
        }
        match plan.with_value(|plan| runner.start(plan)) {
            Ok(id) => sheets.open(SheetContent::Run(id)),
            Err(refusal) => refused.set(Some(messages::refusal(&refusal))),
        }
    };
    let task = StoredValue::new(task);
    let open_form = move |_| task.with_value(|task| sheets.open_form(OperationKind::Start, task));
    let way_on = move || match is_plain.get() {
        true => {
            let target = plan.with_value(|plan| plan.calls().iter().map(Call::target).collect::<String>());
            view! {
                <CallText target body=None/>
                <button class="primary" type="button" on:click=start>{runs::START_NOW}</button>
            }
            .into_any()
        }
        false => {
            view! { <button type="button" on:click=open_form>{runs::START_MIGRATED}</button> }.into_any()
        }
    };
    view! {
        {way_on}
        {move || refused.get().map(|text| view! { <p class="refusal" role="alert" prop:textContent=text></p> })}
    }
}
