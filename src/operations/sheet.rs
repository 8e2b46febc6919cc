//! The sheet of one operation. Form, calls and outcome are in the same place one after the other;
//! what is sent is the plan that is shown.

use console_core::domain::operation::OperationKind;
use console_core::forms::draft::{CheckedDraft, Draft, FormField};
use console_core::forms::recheck::Recheck;
use console_core::interchange::history::HistoryFilter;
use console_core::interchange::link::Link;
use leptos::{ev, prelude::*};

use super::checkpoint::follow_waiting;
use super::form::{DeleteFields, MigrateFields, StartFields};
use super::preview::{Preview, can_be_copied, commands};
use super::pull_back::{PullBackFields, ask_for_host_time};
use super::run_in_place::RunInPlace;
use super::subtopics::fill_in_subtopics;
use super::task_name::TaskNameField;
use super::unfit::Unfitting;
use super::update::UpdateFields;
use crate::components::{CopyButton, Sheet};
use crate::messages::{self, configuration, forms};
use crate::stores::FollowedLink;
use crate::stores::editing::Editing;
use crate::stores::host::Host;
use crate::stores::runner::Runner;
use crate::stores::sending::Sending;
use crate::stores::settings::Settings;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::tasks::Tasks;
use browser::{clock, event, field, focus, keyboard};

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

/// Shows the sheet from when the drafts of earlier pages were read.
#[component]
fn ReadySheet(link: Link, on_close: Callback<()>) -> impl IntoView {
    let (editing, runner) = (expect_context::<Editing>(), expect_context::<Runner>());
    let (tasks, sheets) = (expect_context::<Tasks>(), expect_context::<Sheets>());
    expect_context::<Host>().verify();
    let Some(asked) = asked_for(&link) else { return ().into_any() };
    let sending = Sending::open(editing, runner, tasks, expect_context(), expect_context(), asked);
    provide_context(sending);
    Effect::new(move || sheets.set_about(editing.task.get()));
    let kind = editing.draft.with_untracked(|draft| draft.kind);
    if kind == OperationKind::PullBack {
        fill_in_subtopics(editing);
        ask_for_host_time(editing);
    }
    follow_waiting(tasks, editing, kind);
    // What was typed is not lost where nothing of it was sent.
    Effect::new(move || {
        if sending.run().is_some_and(|id| runner.was_not_begun(&id)) {
            editing.keep();
        }
    });
    view! {
        <Sheet title=messages::name(kind) subtitle=move || task_name(editing) task=editing.task on_close>
            {move || match sending.run() {
                Some(id) => view! { <RunInPlace id on_close/> }.into_any(),
                None => view! { <Form kind on_close/> }.into_any(),
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

/// Returns the name of the task that the form is about; empty where it names none. Tracked.
fn task_name(editing: Editing) -> String {
    editing.task.with(|task| task.as_ref().map(ToString::to_string).unwrap_or_default())
}

/// Shows the form with the calls that it amounts to. It is no form element: there, Enter in any field presses the
/// button that sends.
#[component]
fn Form(kind: OperationKind, on_close: Callback<()>) -> impl IntoView {
    let (editing, settings) = (expect_context::<Editing>(), expect_context::<Settings>());
    let sending = expect_context::<Sending>();
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
        <div class="sheet-form" on:keydown=move |event| on_key(&event, sending)>
            <div class="sheet-body">
                <p class="explain">{messages::hint(kind)}</p>
                {move || sending.taken_up().map(|withheld| view! { <TakenUp withheld/> })}
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
            <Foot kind on_close/>
        </div>
    }
}

/// What a key does in a field. Enter goes on to the next one; it sends only where the word was typed that confirms.
/// With Control it sends from every field, and from the button that sends.
fn on_key(event: &ev::KeyboardEvent, sending: Sending) {
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
        sending.send();
    } else {
        focus::move_to_next_field(event);
    }
}

/// Says that the form is as it was left, but for its secrets if there were any, and offers an empty one.
#[component]
fn TakenUp(withheld: bool) -> impl IntoView {
    let sending = expect_context::<Sending>();
    view! {
        <div class="notice taken-up" role="status">
            <div>
                <p>{forms::TAKEN_UP}</p>
                {withheld.then(|| view! { <p>{forms::SECRETS_NOT_KEPT}</p> })}
            </div>
            <button type="button" on:click=move |_| sending.start_over()>{forms::START_OVER}</button>
        </div>
    }
}

/// Shows the buttons under the form.
#[component]
fn Foot(kind: OperationKind, on_close: Callback<()>) -> impl IntoView {
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
            <SendButton kind/>
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

/// Shows the button that sends.
#[component]
fn SendButton(kind: OperationKind) -> impl IntoView {
    let (editing, sending) = (expect_context::<Editing>(), expect_context::<Sending>());
    let (settings, sheets) = (expect_context::<Settings>(), expect_context::<Sheets>());
    let is_sendable = move || editing.checked.with(|checked| checked.sendable().is_some());
    let is_nothing = move || editing.checked.with(CheckedDraft::is_nothing_to_change);
    // Where there is nothing to fill in, the next Enter is for the button; never for the dangerous one, and not
    // where a link opened the sheet or it comes late.
    let is_complete = matches!(kind, OperationKind::Start | OperationKind::Stop)
        && sheets.is_awaited_untracked()
        && untrack(is_sendable);
    let is_dangerous = kind == OperationKind::Delete;
    let is_disabled = move || is_dangerous && !is_sendable() || is_nothing() || sending.is_barred();
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
                    sending.send();
                }
            }
        ></button>
    }
}
