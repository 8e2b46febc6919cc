//! The question what a start does about a checkpoint that was set and not started from.

use console_core::domain::inventory::{WaitingCheckpoint, checkpoint_times};
use console_core::domain::operation::OperationKind;
use console_core::forms::draft::{Draft, FormField, SubtopicDraft, TimeDraft};
use console_core::time::EpochSeconds;
use leptos::prelude::*;

use super::field::messages_at;
use crate::components::{CheckBox, time_in_zone, time_teller};
use crate::messages::{self, forms};
use crate::stores::Now;
use crate::stores::editing::Editing;
use crate::stores::settings::Settings;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::tasks::Tasks;

/// Returns the checkpoint that waits for the task of the form. Tracked.
pub fn waiting(tasks: Tasks, editing: Editing) -> Option<WaitingCheckpoint> {
    let name = editing.task.get()?;
    tasks.with(|inventory| inventory.get(&name)?.waiting_checkpoint().cloned())
}

/// For Start: the choice between the checkpoint that waits and the saved progress. Neither is chosen at first.
#[component]
pub fn CheckpointChoice(waiting: WaitingCheckpoint) -> impl IntoView {
    let (editing, settings) = (expect_context::<Editing>(), expect_context::<Settings>());
    let (sheets, now) = (expect_context::<Sheets>(), expect_context::<Now>());
    let zone = untrack(|| settings.zone());
    let explained = messages::checkpoint_waits(&waiting, &value(&waiting, &zone));
    let (set, without) = (waiting.set, waiting.started_without);
    let since = move || messages::checkpoint_since(set, without, time_teller(settings, now.0.get()));
    let run = waiting.run.clone();
    let left = waiting.run.0.clone();
    view! {
        <div class="checkpoint-choice notice doubt" role="radiogroup" aria-labelledby="checkpoint-waits">
            <p id="checkpoint-waits">{explained}</p>
            <p class="hint" prop:textContent=since></p>
            <Choice
                id="checkpoint-pull-back"
                label=forms::FROM_CHECKPOINT_LABEL
                hint=messages::FROM_CHECKPOINT
                checked=move || editing.draft.with(|draft| draft.pull_back)
                on_choose=move |()| editing.change(|draft| (draft.pull_back, draft.left) = (true, None))
            />
            <Choice
                id="checkpoint-leave"
                label=forms::FROM_PROGRESS_LABEL
                hint=messages::FROM_PROGRESS
                checked=move || editing.draft.with(|draft| !draft.pull_back && draft.left.is_some())
                on_choose=move |()| {
                    editing.change(|draft| (draft.pull_back, draft.left) = (false, Some(left.clone())));
                }
            />
            <button class="quiet" type="button" on:click=move |_| sheets.open(SheetContent::Run(run.clone()))>
                {forms::SHOW_RUN}
            </button>
            <CheckpointErrors/>
        </div>
    }
}

#[component]
fn Choice(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_choose: Callback<()>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="check">
            <input
                type="radio"
                name="checkpoint-choice"
                id=id
                aria-describedby=hint_id.clone()
                prop:checked=move || checked.get()
                on:change=move |_| on_choose.run(())
            />
            <label for=id>{label}</label>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
}

/// For an Update that starts the task afterwards: that its start does not take up the checkpoint, and the way to a
/// pull-back, which does.
#[component]
pub fn LeftCheckpoint() -> impl IntoView {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    let sheets = expect_context::<Sheets>();
    let left = Memo::new(move |_| editing.checked.with(|checked| checked.left.clone()));
    let is_left = move || left.with(|left| left.is_some() && editing.draft.with(|draft| draft.left == *left));
    let leave = move |ticked: bool| {
        let chosen = left.get_untracked().filter(|_| ticked);
        editing.change(|draft| draft.left = chosen);
    };
    let pull_back = move |_| {
        // What the update sets, else what waited before.
        let value = left.get_untracked().filter(|left| checkpoint_times(left).is_some());
        let waiting = || untrack(|| waiting(tasks, editing)).map(|waiting| waiting.value);
        let value = value.or_else(waiting).unwrap_or_default();
        let draft = editing.draft.with_untracked(|draft| pull_back_to(&value, draft));
        editing.open_another(sheets, draft);
    };
    view! {
        <Show when=move || left.with(Option::is_some)>
            <div class="checkpoint-choice notice doubt">
                <p>{messages::UPDATE_LEAVES_CHECKPOINT}</p>
                <CheckBox
                    id="checkpoint-leave"
                    label=forms::FROM_PROGRESS_LABEL
                    hint=messages::FROM_PROGRESS
                    checked=is_left
                    on_change=leave
                />
                <button type="button" on:click=pull_back>{forms::PULL_BACK_INSTEAD}</button>
                <CheckpointErrors/>
            </div>
        </Show>
    }
}

/// Shows what has to be chosen yet, once sending was tried.
#[component]
fn CheckpointErrors() -> impl IntoView {
    let messages = messages_at(expect_context::<Editing>(), FormField::Checkpoint);
    view! {
        <div class="field-errors" aria-live="polite">
            {move || messages.get().into_iter().map(|text| view! { <p prop:textContent=text></p> }).collect_view()}
        </div>
    }
}

/// Checks the form again when another run or tab changes what waits, for as long as the sheet is open.
pub fn follow_waiting(tasks: Tasks, editing: Editing, kind: OperationKind) {
    if matches!(kind, OperationKind::Start | OperationKind::Update) {
        let known = Memo::new(move |_| waiting(tasks, editing));
        Effect::new(move |before: Option<Option<WaitingCheckpoint>>| {
            let now = known.get();
            if before.is_some_and(|before| before != now) {
                editing.check();
            }
            now
        });
    }
}

/// Returns the value of a checkpoint for people: each time with its offset where it is what the API page shows.
fn value(waiting: &WaitingCheckpoint, zone: &str) -> String {
    let Some(times) = waiting.times() else { return waiting.value.clone() };
    messages::checkpoint_times(
        times.into_iter().map(|(subtopic, at)| (subtopic, time_in_zone(at, zone))).collect(),
    )
}

/// Returns the pull-back that goes where a checkpoint does, as far as that can be read.
fn pull_back_to(value: &str, from: &Draft) -> Draft {
    let mut draft = Draft::new(OperationKind::PullBack, &from.task, &from.zone);
    if let Some(times) = checkpoint_times(value) {
        let first = times.first().map(|(_, at)| *at);
        draft.time = TimeDraft::typed(first.map(|at| at.to_string()).unwrap_or_default());
        let subtopic = |(name, at): (String, EpochSeconds)| {
            let subtopic = SubtopicDraft::of(name);
            if Some(at) == first { subtopic } else { subtopic.with_own(at.to_string()) }
        };
        draft.subtopics = times.into_iter().map(subtopic).collect();
    }
    draft
}
