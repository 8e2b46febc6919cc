//! The sheet of one operation. Form, calls and outcome are in the same place one after the other;
//! what is sent is the plan that is shown.

use std::time::Duration;

use console_core::domain::operation::OperationKind;
use console_core::domain::plan::Plan;
use console_core::domain::run::RunId;
use console_core::domain::task_name::TaskName;
use console_core::forms::draft::{CheckedDraft, Draft, FormField};
use console_core::interchange::history::HistoryFilter;
use console_core::interchange::link::Link;
use console_core::time::TimeZone;
use leptos::{ev, prelude::*};

use super::checkpoint::follow_waiting;
use super::form::{DeleteFields, MigrateFields, StartFields};
use super::preview::{Preview, can_be_copied, commands};
use super::pull_back::{PullBackFields, ask_for_host_time};
use super::run_in_place::RunInPlace;
use super::stop_first::is_for_running_task;
use super::subtopics::{fill_in_subtopics, remember_subtopics};
use super::task_name::{TaskNameField, is_dead_unconfirmed};
use super::unfit::{Unfitting, is_unfit};
use super::update::UpdateFields;
use crate::components::{CopyButton, Sheet};
use crate::messages::{self, configuration, forms};
use crate::stores::FollowedLink;
use crate::stores::editing::{Editing, Recheck, UnreadConfiguration};
use crate::stores::host::Host;
use crate::stores::live::Live;
use crate::stores::runner::Runner;
use crate::stores::settings::Settings;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::tasks::Tasks;
use browser::patience::within;
use browser::{clock, event, field, focus, keyboard, spawn_local};

/// How long the read before an Update may take: it only looks whether somebody else was faster.
const PATIENCE: Duration = Duration::from_secs(4);

/// What marks the button that sends.
const SENDS: &str = "data-sends";
/// The id of the hint that describes the button where it sends nothing.
const READ_ONLY: &str = "why-read-only";

/// Shows the sheet of an operation, its form filled in as far as the link goes. It opens when the drafts of earlier
/// pages were read.
#[component]
pub fn OperationSheet(
    /// The link that opens it.
    link: Link,
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    let drafts = expect_context::<Editing>().drafts;
    move || drafts.is_read().then(|| view! { <ReadySheet link=link.clone() on_close/> })
}

/// The state of the open sheet, besides its form.
#[derive(Clone, Copy)]
struct SheetState {
    /// The run that is shown in place of the form.
    run: RwSignal<Option<RunId>>,
    /// Whether secrets were left out of the draft that was taken up; none where no draft was.
    taken_up: RwSignal<Option<bool>>,
    /// The form that was asked for, where the run of another operation is shown in place of it.
    asked: StoredValue<Option<Draft>>,
}

/// Shows the sheet from when the drafts of earlier pages were read.
#[component]
fn ReadySheet(link: Link, on_close: Callback<()>) -> impl IntoView {
    let (editing, runner) = (expect_context::<Editing>(), expect_context::<Runner>());
    let (tasks, settings) = (expect_context::<Tasks>(), expect_context::<Settings>());
    expect_context::<Host>().verify();
    let Some(asked) = asked_for(&link) else { return ().into_any() };
    let sheet = open_form(editing, runner, tasks, asked);
    let sheets = expect_context::<Sheets>();
    Effect::new(move || sheets.set_about(editing.task.get()));
    let SheetState { run, taken_up, asked } = sheet;
    let kind = editing.draft.with_untracked(|draft| draft.kind);
    if kind == OperationKind::PullBack {
        fill_in_subtopics(editing);
        ask_for_host_time(editing);
    }
    follow_waiting(tasks, editing, kind);
    // What was typed is not lost where nothing of it was sent.
    Effect::new(move || {
        if run.get().is_some_and(|id| runner.was_not_begun(&id)) {
            editing.keep();
        }
    });
    let (live, sending) = (expect_context::<Live>(), Sending { editing, runner, settings, sheet });
    let send = Callback::new(move |()| sending.send(tasks, live));
    let back = Callback::new(move |stop_first| back_to_form(editing, runner, sheet, stop_first));
    view! {
        <Sheet title=messages::name(kind) subtitle=move || task_name(editing) task=editing.task on_close>
            {move || match run.get() {
                Some(id) => view! { <RunInPlace id asked on_back=back on_close/> }.into_any(),
                None => view! { <Form kind taken_up on_send=send on_close/> }.into_any(),
            }}
        </Sheet>
    }
    .into_any()
}

/// Returns the draft that a link asks for, and notes in the address how it was read. Nothing if the link opens no form.
fn asked_for(link: &Link) -> Option<Draft> {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    let (settings, sheets) = (expect_context::<Settings>(), expect_context::<Sheets>());
    let FollowedLink(followed) = expect_context();
    let prepared = editing.take_prepared(link);
    let mut draft = prepared.or_else(|| Draft::from_link(link, &untrack(|| settings.zone())))?;
    // What the list has is meant to the letter.
    draft.task_as_is |= link.tasks.first().is_some_and(|name| tasks.is_known_untracked(name));
    draft.anchor(clock::present_untracked().now);
    let contradicting = link.contradicting_times();
    if !contradicting.is_empty() {
        followed.update(|(_, notices)| notices.extend(contradicting));
    }
    let shown = draft.to_link();
    let was_read = shown.read_at != link.read_at;
    sheets.set_link(shown);
    // "2 hours ago" is what it is now after a reload, too.
    if was_read {
        sheets.show_address(false);
    }
    Some(draft)
}

/// Opens the form: with the run that waits for a decision, with the draft that was kept, or as it was asked for.
fn open_form(editing: Editing, runner: Runner, tasks: Tasks, asked: Draft) -> SheetState {
    let task = asked.task_name();
    let open_run = task.as_ref().and_then(|task| runner.open_run_of_untracked(task));
    // A run that waits for a decision comes before anything else on its task.
    let (asked, put_off) = match (&open_run, &task) {
        (Some((_, kind)), Some(task)) if *kind != asked.kind => {
            (Draft::new(*kind, task.as_str(), &asked.zone), Some(asked))
        }
        _ => (asked, None),
    };
    let kept = editing.drafts.take_up(&asked);
    let taken_up = RwSignal::new(kept.as_ref().map(|kept| kept.withheld));
    let stop_first = untrack(|| is_for_running_task(tasks, &asked));
    editing.restart(kept.map_or_else(|| Draft { stop_first, ..asked }, |kept| kept.draft));
    SheetState { run: RwSignal::new(open_run.map(|(id, _)| id)), taken_up, asked: StoredValue::new(put_off) }
}

/// What sending needs. A handle.
#[derive(Clone, Copy)]
struct Sending {
    editing: Editing,
    runner: Runner,
    settings: Settings,
    sheet: SheetState,
}

impl Sending {
    /// Sends the plan that is shown, if it may be sent. Where the configuration was read, it is read once more before.
    fn send(self, tasks: Tasks, live: Live) {
        let Self { editing, settings, .. } = self;
        let recheck = editing.recheck.get_untracked();
        if recheck == Some(Recheck::UnderWay) {
            return;
        }
        let is_barred = untrack(|| is_barred(tasks, editing));
        let plan = editing.plan_to_send().filter(|_| !is_barred);
        let Some(plan) = plan else { return };
        let is_update = plan.kind() == OperationKind::Update;
        let was_tried = matches!(recheck, Some(Recheck::Failed(_)));
        let is_wanted = is_update && !was_tried && untrack(|| !settings.is_read_only());
        let project = untrack(|| editing.configuration()).filter(|_| is_wanted).and_then(|seen| {
            let project = tasks.get(&seen.task)?.reading?.project.id.clone();
            Some((seen.task, project))
        });
        match project {
            Some((task, project)) => {
                editing.recheck.set(Some(Recheck::UnderWay));
                spawn_local(self.send_after_read(live, plan, task, project));
            }
            None => self.carry_out(&plan),
        }
    }

    /// Reads the task's project, and sends the plan if it is still what the form amounts to.
    async fn send_after_read(self, live: Live, plan: Plan, task: TaskName, project: String) {
        let Self { editing, sheet, .. } = self;
        let read = within(PATIENCE, live.read_project(&project)).await;
        // The sheet may be gone by now, or somebody typed on.
        let is_here = sheet.run.try_with_untracked(Option::is_none) == Some(true);
        if !is_here || editing.recheck.get_untracked() != Some(Recheck::UnderWay) {
            return;
        }
        let read = match &read {
            None => Err(UnreadConfiguration::Late),
            Some(read) => read.as_ref().map_err(|error| UnreadConfiguration::Failed(error.clone())),
        };
        editing.see(&task, read);
        editing.recheck.set(match editing.unread.get_untracked() {
            Some(why) => Some(Recheck::Failed(why)),
            None if editing.plan_to_send().as_ref() == Some(&plan) => None,
            None => Some(Recheck::Changed),
        });
        if editing.recheck.with_untracked(Option::is_none) {
            self.carry_out(&plan);
        }
    }

    fn carry_out(self, plan: &Plan) {
        let Self { editing, runner, settings, sheet } = self;
        let is_pull_back = plan.kind() == OperationKind::PullBack;
        let zone = editing.draft.with_untracked(|draft| draft.zone.clone());
        if is_pull_back && TimeZone::parse(&zone).is_ok() {
            settings.set_zone(&zone);
        }
        match runner.start(plan) {
            Ok(id) => {
                editing.drafts.give_up();
                sheet.taken_up.set(None);
                if is_pull_back {
                    remember_subtopics(editing);
                }
                sheet.run.set(Some(id));
            }
            Err(refusal) => editing.refusal.set(Some(refusal)),
        }
    }
}

/// Shows the form again in place of its run. Things may have changed: what was confirmed or chosen is asked for again.
fn back_to_form(editing: Editing, runner: Runner, sheet: SheetState, stop_first: bool) {
    if let Some(id) = sheet.run.get_untracked() {
        runner.dismiss(&id);
    }
    let mut draft = editing.draft.get_untracked();
    draft.withdraw_consents();
    draft.stop_first |= stop_first;
    editing.restart(draft);
    sheet.run.set(None);
}

/// Returns the name of the task that the form is about; empty where it names none. Tracked.
fn task_name(editing: Editing) -> String {
    editing.task.with(|task| task.as_ref().map(ToString::to_string).unwrap_or_default())
}

/// Shows the form with the calls that it amounts to. It is no form element: there, Enter in any field presses the
/// button that sends.
#[component]
fn Form(
    kind: OperationKind,
    taken_up: RwSignal<Option<bool>>,
    on_send: Callback<()>,
    on_close: Callback<()>,
) -> impl IntoView {
    let (editing, settings) = (expect_context::<Editing>(), expect_context::<Settings>());
    let fields = match kind {
        OperationKind::Stop => ().into_any(),
        OperationKind::Start => view! { <StartFields/> }.into_any(),
        OperationKind::Update => view! { <UpdateFields/> }.into_any(),
        OperationKind::PullBack => view! { <PullBackFields/> }.into_any(),
        OperationKind::Migrate => view! { <MigrateFields/> }.into_any(),
        OperationKind::Delete => view! { <DeleteFields/> }.into_any(),
    };
    let read_only = move || messages::read_only(settings.deployed_read_only);
    let refusal = move || {
        let text = editing.refusal.with(|refusal| refusal.as_ref().map(messages::refusal))?;
        Some(view! { <p class="refusal" role="alert" prop:textContent=text></p> })
    };
    let recheck = move || {
        let verb = forms::send(kind, false);
        let text = editing.recheck.with(|recheck| configuration::recheck(recheck.as_ref()?, verb))?;
        Some(view! { <p class="refusal" role="alert" prop:textContent=text></p> })
    };
    view! {
        <div class="sheet-form" on:keydown=move |event| on_key(&event, on_send)>
            <div class="sheet-body">
                <p class="explain">{messages::hint(kind)}</p>
                {move || taken_up.get().map(|withheld| view! { <TakenUp taken_up withheld/> })}
                <TaskNameField/>
                {fields}
                <Unfitting kind/>
                <Preview/>
                // The form is there all the same: what it shows can be copied and passed on.
                <Show when=move || settings.is_read_only()>
                    <p class="hint" id=READ_ONLY>{read_only()}</p>
                </Show>
                {recheck}
                {refusal}
            </div>
            <Foot kind on_send on_close/>
        </div>
    }
}

/// What a key does in a field. Enter goes on to the next one; it sends only where the word was typed that confirms.
/// With Control it sends from every field, and from the button that sends.
fn on_key(event: &ev::KeyboardEvent, send: Callback<()>) {
    let Some(key) = keyboard::key(event).filter(|_| !event.default_prevented()) else { return };
    // Another button is pressed for what it says.
    let is_sender = || event::attribute_at(event, SENDS).is_some();
    let in_field = field::is_input(event) || field::is_text_area(event) || field::is_choice(event);
    let sends = key.is_command("Enter") && (in_field || is_sender());
    let goes_on = key.is_plain("Enter") && field::is_input(event);
    if !sends && !goes_on {
        return;
    }
    event.prevent_default();
    if key.repeated {
        return;
    }
    if sends || event::is_from(event, messages::field_id(FormField::Confirmation)) {
        send.run(());
    } else {
        focus::move_to_next_field(event);
    }
}

/// Says that the form is as it was left, but for its secrets if there were any, and offers an empty one.
#[component]
fn TakenUp(taken_up: RwSignal<Option<bool>>, withheld: bool) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let start_over = move |_| {
        editing.drafts.give_up();
        editing.restart(editing.draft.with_untracked(Draft::emptied));
        taken_up.set(None);
    };
    view! {
        <div class="notice taken-up" role="status">
            <div>
                <p>{forms::TAKEN_UP}</p>
                {withheld.then(|| view! { <p>{forms::SECRETS_NOT_KEPT}</p> })}
            </div>
            <button type="button" on:click=start_over>{forms::START_OVER}</button>
        </div>
    }
}

/// Shows the buttons under the form.
#[component]
fn Foot(kind: OperationKind, on_send: Callback<()>, on_close: Callback<()>) -> impl IntoView {
    let (editing, settings) = (expect_context::<Editing>(), expect_context::<Settings>());
    let (sheets, host) = (expect_context::<Sheets>(), expect_context::<Host>());
    let link = move || {
        let link =
            editing.checked.with(|checked| editing.draft.with(|draft| draft.to_exact_link(&checked.points)));
        Some(host.address_of(link))
    };
    let show_history = move |_| {
        let tasks = editing.task.get_untracked().into_iter().collect();
        sheets.open(SheetContent::History(HistoryFilter { tasks, ..HistoryFilter::default() }));
    };
    view! {
        <div class="sheet-foot">
            <SendButton kind on_send/>
            <button type="button" on:click=move |_| on_close.run(())>{messages::CANCEL}</button>
            <div class="asides">
            <button class="quiet" type="button" title=forms::HISTORY_HINT on:click=show_history>
                {messages::HISTORY}
            </button>
            <CopyButton
                label=forms::COPY_AS_CURL
                text=move || commands(editing, settings)
                enabled=Signal::derive(move || can_be_copied(editing))
            />
            <CopyButton label=messages::COPY_LINK text=link enabled=Signal::stored(true)/>
            </div>
            <p class="hint send-key">{forms::SEND_KEY}</p>
        </div>
    }
}

/// Returns the button that sends.
/// Whether nothing may be sent because of what is known of the task: its name is dead, or its state does not allow it, and
/// the person has not said to act anyway.
fn is_barred(tasks: Tasks, editing: Editing) -> bool {
    is_dead_unconfirmed(tasks, editing) || is_unfit(tasks, editing)
}

#[component]
fn SendButton(kind: OperationKind, on_send: Callback<()>) -> impl IntoView {
    let (editing, tasks) = (expect_context::<Editing>(), expect_context::<Tasks>());
    let (settings, sheets) = (expect_context::<Settings>(), expect_context::<Sheets>());
    let is_sendable = move || editing.checked.with(|checked| checked.sendable().is_some());
    let is_nothing = move || editing.checked.with(CheckedDraft::is_nothing_to_change);
    // Where there is nothing to fill in, the next Enter is for the button; never for the dangerous one, and not
    // where a link opened the sheet or it comes late.
    let is_complete = matches!(kind, OperationKind::Start | OperationKind::Stop)
        && sheets.is_awaited_untracked()
        && untrack(is_sendable);
    let is_dangerous = kind == OperationKind::Delete;
    let is_disabled = move || is_dangerous && !is_sendable() || is_nothing() || is_barred(tasks, editing);
    let is_checking = move || editing.recheck.with(|recheck| *recheck == Some(Recheck::UnderWay));
    let label = move || match () {
        () if is_nothing() => messages::NOTHING_TO_CHANGE.to_owned(),
        () if is_checking() => configuration::checking(forms::send(kind, false)),
        () => forms::send(kind, editing.draft.with(|draft| draft.stop_first)).to_owned(),
    };
    view! {
        <button
            type="button"
            class=if is_dangerous { "primary dangerous" } else { "primary" }
            data-sends=""
            data-first-focus=is_complete.then_some("")
            disabled=is_disabled
            aria-disabled=move || (settings.is_read_only() || is_checking()).then_some("true")
            aria-describedby=move || settings.is_read_only().then_some(READ_ONLY)
            prop:textContent=label
            on:click=move |event| {
                // The second half of a double click was meant for what stood here before.
                if !event::is_repeated_click(&event) {
                    on_send.run(());
                }
            }
        ></button>
    }
}
