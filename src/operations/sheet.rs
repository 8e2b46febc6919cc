//! The sheet of one operation. Form, calls and outcome stand in the same place one after the other;
//! what is sent is the plan that is shown.

use console_core::domain::operation::OperationKind;
use console_core::domain::run::RunId;
use console_core::forms::draft::{Checked, Draft, Field, SubtopicDraft};
use console_core::interchange::history::HistoryFilter;
use console_core::time::{DecidingClock, TimeZone};
use leptos::prelude::*;

use super::checkpoint;
use super::form::form;
use super::preview::{curl, preview};
use super::task_name::is_held_back;
use crate::components::run::{Choices, Progress};
use crate::components::{ElementRef, Node, button, copy_button, el, live, nothing, sheet, styled, when};
use crate::messages;
use crate::stores::Console;
use crate::stores::drafts::key;
use crate::stores::editing::{Edited, Editing, check, named};
use crate::stores::settings::Settings;
use crate::stores::sheets::Opened;
use crate::stores::subtopics;
use browser::{address, clock, element, fetch, keyboard, spawn_local};

/// The sheet of an operation, its form filled in as far as the draft goes. `on_close` takes it away. It opens when
/// what was typed before the page was loaded is known.
pub fn operation_sheet(console: Console, draft: Draft, on_close: Callback<()>) -> Node {
    let kept = console.sheets.editing.drafts;
    live(move || match kept.is_read() {
        true => untrack(|| sheet_of(console, draft.clone(), on_close)),
        false => nothing(),
    })
}

fn sheet_of(console: Console, draft: Draft, on_close: Callback<()>) -> Node {
    console.host.verify();
    let runner = console.runner;
    let opened_for = draft.task.clone();
    let task = draft.task_name();
    let open_run = task.as_ref().and_then(|task| runner.open_run_of(task));
    // A run that waits for a decision comes before anything else on its task.
    let draft = match &open_run {
        Some((_, kind)) if *kind != draft.kind => Draft::new(*kind, &named(&draft), &draft.zone),
        _ => draft,
    };
    let begun = console.sheets.editing.drafts.take_up(&draft);
    let taken_up = RwSignal::new(begun.as_ref().map(|begun| begun.withheld));
    let draft = begun.map_or(draft, |begun| begun.draft);
    let kind = draft.kind;
    let shown_run = RwSignal::new(open_run.map(|(id, _)| id));
    let editing = console.sheets.editing;
    editing.edited.set(Edited { opened_for, ..Edited::new(draft, editing) });
    if kind == OperationKind::PullBack {
        fill_in_subtopics(editing);
        ask_for_host_time(editing);
    }

    let begin = move || {
        let plan = editing.edited.update(|edited| {
            edited.tried = true;
            // What was past or future when it was typed may be the other by now. Another plan is shown first.
            let shown = edited.checked.plan.take();
            edited.checked = check(&edited.draft, editing);
            edited.checked.sendable().filter(|plan| shown.as_ref() == Some(*plan)).cloned()
        });
        let Some(plan) = plan.filter(|_| untrack(|| !is_held_back(console, editing))) else { return };
        let zone = editing.edited.with_untracked(|edited| edited.draft.zone.clone());
        if kind == OperationKind::PullBack && TimeZone::parse(&zone).is_ok() {
            console.settings.set_zone(&zone);
        }
        match runner.start(&plan) {
            Ok(id) => {
                editing.edited.with_untracked(|edited| editing.drafts.give_up(&edited.draft));
                taken_up.set(None);
                if kind == OperationKind::PullBack {
                    remember_subtopics(editing);
                }
                shown_run.set(Some(id));
            }
            Err(refusal) => editing.edited.update(|edited| edited.refusal = Some(refusal)),
        }
    };
    let again = Callback::new(move |()| {
        if let Some(id) = shown_run.get_untracked() {
            runner.dismiss(&id);
        }
        editing.edited.update(|edited| {
            let mut draft = edited.draft.clone();
            draft.confirmation.clear();
            draft.allows_future = false;
            draft.under_old_name = false;
            // Chosen anew: things may have changed.
            draft.left = None;
            let opened_for = std::mem::take(&mut edited.opened_for);
            *edited = Edited { opened_for, ..Edited::new(draft, editing) };
        });
        shown_run.set(None);
    });
    checkpoint::follow(console, editing, kind);
    // What was typed is not lost where nothing of it was sent.
    Effect::new(move |_| {
        if shown_run.get().is_some_and(|id| runner.was_not_begun(&id)) {
            untrack(|| editing.draft(|draft| editing.drafts.keep(&key(draft), draft)));
        }
    });
    let settings = console.settings;
    let editor = move || {
        let refusal = live(move || match editing.edited.with(|edited| edited.refusal.clone()) {
            Some(refusal) => {
                styled("p", "refusal").attr("role", "alert").text(messages::refusal(&refusal)).build()
            }
            None => nothing(),
        });
        // No form element: there, Enter in any field presses the button that sends.
        styled("div", "sheet-form")
            .on("keydown", move |event| on_key(&event, begin))
            .child(
                styled("div", "sheet-body")
                    .child(styled("p", "explain").text(messages::hint(kind)))
                    .live(move || {
                        taken_up
                            .get()
                            .map_or_else(nothing, |withheld| start_over(editing, taken_up, withheld))
                    })
                    .node(form(console, editing, kind))
                    .node(preview(settings, editing))
                    .node(when(move || settings.is_read_only(), move || read_only(settings)))
                    .node(refusal),
            )
            .node(foot(console, editing, kind, begin, on_close))
            .build()
    };
    let content = live(move || match shown_run.get() {
        Some(id) => run_in_place(console, id, again, on_close),
        None => editor(),
    });
    let subtitle = move || editing.draft(named);
    sheet(messages::name(kind), subtitle, on_close, content)
}

/// What a key does in a field. Enter goes on to the next one; it sends only where the word was typed that confirms.
/// With Control it sends from everywhere.
fn on_key(event: &leptos::ev::Event, begin: impl Fn()) {
    let Some(key) = keyboard::key(event).filter(|_| !event.default_prevented()) else { return };
    let in_field = element::is_input(event) || element::is_text_area(event) || element::is_choice(event);
    let sends = key.is_command("Enter") && in_field;
    let goes_on = key.is_plain("Enter") && element::is_input(event);
    if !sends && !goes_on {
        return;
    }
    event.prevent_default();
    if key.repeated {
        return;
    }
    if sends || element::is_from(event, messages::field_id(Field::Confirmation)) {
        begin();
    } else {
        element::focus_next_field(event);
    }
}

/// Says why nothing can be sent. The form is there all the same: what it shows can be copied and passed on.
fn read_only(settings: Settings) -> Node {
    let text = messages::read_only(settings.deployed_read_only);
    styled("p", "hint").attr("id", READ_ONLY).text(text).build()
}

/// What the button that sends is described by where it sends nothing.
const READ_ONLY: &str = "why-read-only";

/// Says that the form is as it was left, but for its secrets if there were any, and offers an empty one.
fn start_over(editing: Editing, taken_up: RwSignal<Option<bool>>, withheld: bool) -> Node {
    let start_over = button("", "Start over").on_click(move || {
        editing.edited.update(|edited| {
            editing.drafts.give_up(&edited.draft);
            let Draft { kind, task, zone, task_as_is, .. } = &edited.draft;
            let empty = Draft { task_as_is: *task_as_is, ..Draft::new(*kind, task, zone) };
            *edited = Edited::new(empty, editing);
        });
        taken_up.set(None);
    });
    let secrets = withheld.then(|| el("p").text("Secrets are not kept: type them again.").build());
    let text = el("div").child(el("p").text("As you left it; nothing of this was sent.")).maybe(secrets);
    styled("div", "notice taken-up").attr("role", "status").child(text).child(start_over).build()
}

/// Asks for the host's time if it is not known: no answer told it, or the machine slept since.
fn ask_for_host_time(editing: Editing) {
    if clock::present_untracked().clock == DecidingClock::Browser {
        spawn_local(async move {
            // Any answer tells it; this file is small, and asked for in any case at the start.
            let _ = fetch::read_beside("config.json").await;
            // Another sheet may be open by now.
            if editing.edited.with_untracked(|edited| edited.draft.kind == OperationKind::PullBack) {
                editing.check_again();
            }
        });
    }
}

/// Fills in the subtopics that were remembered for the task, unless something stands there.
fn fill_in_subtopics(editing: Editing) {
    spawn_local(async move {
        let task = editing.edited.with_untracked(|edited| named(&edited.draft));
        let remembered = subtopics::remembered(&task).await;
        let fits = editing.edited.with_untracked(|edited| {
            let draft = &edited.draft;
            // Another sheet may be open by now.
            draft.kind == OperationKind::PullBack
                && named(draft) == task
                && draft.subtopics.iter().all(|subtopic| subtopic.name.trim().is_empty())
        });
        if fits && !remembered.is_empty() {
            // Not kept as work in progress: nobody typed anything.
            editing.edited.update(|edited| {
                edited.draft.subtopics = remembered.into_iter().map(SubtopicDraft::of).collect();
                edited.checked = check(&edited.draft, editing);
            });
        }
    });
}

/// Remembers the subtopics as they are read, for the next pull-back of the task.
fn remember_subtopics(editing: Editing) {
    let (task, subtopics) = editing.edited.with_untracked(|edited| {
        let read = edited.draft.subtopics.iter().flat_map(|subtopic| subtopic.read());
        let names = read.flat_map(|read| read.names).map(|name| name.to_string());
        (named(&edited.draft), names.collect::<Vec<_>>())
    });
    spawn_local(async move { subtopics::remember(&task, &subtopics).await });
}

/// The buttons under the form.
fn foot(
    console: Console,
    editing: Editing,
    kind: OperationKind,
    begin: impl Fn() + 'static,
    on_close: Callback<()>,
) -> Node {
    let settings = console.settings;
    let commands = move || {
        editing.checked(|checked| checked.plan.as_ref().and_then(|plan| curl(plan, settings, editing)))
    };
    let link = move || {
        let link = editing.checked(|checked| editing.draft(|draft| draft.to_exact_link(&checked.points)));
        Some(address::with_query(&link.to_query()))
    };
    let history =
        button("quiet", "History").attr("title", "What was done on this task").on_click(move || {
            let task = editing.edited.with_untracked(|edited| edited.draft.task_name());
            let asked = HistoryFilter { tasks: task.into_iter().collect(), ..HistoryFilter::default() };
            console.open(Opened::History(asked));
        });
    let sendable = move || editing.checked(|checked| checked.sendable().is_some());
    // Where there is nothing to fill in, the next Enter is for the button; never for the dangerous one, and not
    // where a link opened the sheet or it comes late.
    let complete = matches!(kind, OperationKind::Start | OperationKind::Stop)
        && console.sheets.is_awaited()
        && untrack(sendable);
    let dangerous = kind == OperationKind::Delete;
    let is_nothing = move || editing.checked(Checked::is_nothing_to_change);
    let send = el("button")
        .attr("type", "button")
        .attr("class", if dangerous { "primary dangerous" } else { "primary" })
        .maybe_attr("data-first-focus", complete.then_some(""))
        .live_attr("disabled", move || {
            (dangerous && !sendable() || is_nothing() || is_held_back(console, editing)).then(String::new)
        })
        .live_attr("aria-disabled", move || settings.is_read_only().then(|| "true".to_owned()))
        .live_attr("aria-describedby", move || settings.is_read_only().then(|| READ_ONLY.to_owned()))
        .live_text(move || {
            if is_nothing() { messages::NOTHING_TO_CHANGE } else { messages::name(kind) }.to_owned()
        })
        .on("click", move |event| {
            // The second half of a double click was meant for what stood here before.
            if !element::is_repeated_click(&event) {
                begin();
            }
        });
    styled("div", "sheet-foot")
        .child(send)
        .child(button("", "Cancel").on_click(move || on_close.run(())))
        .child(styled("span", "push"))
        .child(history)
        .node(copy_button("Copy as cURL", commands))
        .node(copy_button("Copy link", link))
        .build()
}

/// The run in place of the form.
fn run_in_place(console: Console, id: RunId, on_again: Callback<()>, on_close: Callback<()>) -> Node {
    let body = ElementRef::new();
    // The button that was pressed is gone; without this the focus would be nowhere.
    Effect::new(move || {
        if let Some(body) = body.get() {
            element::focus_within(&body, "[data-first-focus]");
        }
    });
    let of = id.clone();
    let again = when(
        move || {
            let run = console.runner.run(&of);
            // A task that is gone under this name has no form any more.
            let is_not_begun = console.runner.was_not_begun(&of);
            run.is_some_and(|run| is_not_begun || run.is_over() && console.tasks.shows(&run.task))
        },
        move || button("", "Back to the form").on_click(move || on_again.run(())).build(),
    );
    // It stands where the button stood that began the run: the second half of a double click is not
    // meant for it.
    let close = button("", "Close").attr("data-first-focus", "").on("click", move |event| {
        if !element::is_repeated_click(&event) {
            on_close.run(());
        }
    });
    styled("div", "sheet-form")
        .found_by(body)
        .child(styled("div", "sheet-body").node(view! { <Progress id=id.clone()/> }.into_any()))
        .node(view! { <Choices id/> }.into_any())
        .child(styled("div", "sheet-foot").child(close).node(again))
        .build()
}
