//! The sheet of one operation. Form, calls and outcome stand in the same place one after the other;
//! what is sent is the plan that is shown.

use console_core::domain::operation::OperationKind;
use console_core::domain::run::RunId;
use console_core::domain::task_name::TaskName;
use console_core::forms::draft::{Checked, Draft, Field, SubtopicDraft, Surroundings, TimePlace, ZoneChange};
use console_core::interchange::history::HistoryFilter;
use console_core::time::{DecidingClock, TimeZone};
use leptos::prelude::*;

use super::checkpoint;
use super::form::form;
use super::kept::{Kept, key};
use super::preview::{curl, preview};
use super::subtopics;
use super::task_name::is_held_back;
use super::update::Documentation;
use crate::app::Console;
use crate::browser::{address, clock, element, fetch, keyboard, spawn_local, zones};
use crate::runs::{Refusal, choices, progress};
use crate::settings::Settings;
use crate::sheets::Opened;
use crate::state::State;
use crate::tasks::Tasks;
use crate::ui::{ElementRef, Node, button, copy_button, el, live, nothing, sheet, styled, when};
use crate::words;

/// What is typed into the sheet of an operation. A handle; there is one such sheet at a time.
#[derive(Clone, Copy)]
pub struct Editing(State<Edited>, Kept, Documentation, Tasks);

struct Edited {
    draft: Draft,
    /// The task that the sheet was opened for.
    opened_for: String,
    /// What it amounted to when it was last changed. Not read anew by itself: what is shown must not move
    /// before it is sent.
    checked: Checked,
    /// Whether every error is shown, because sending was tried.
    tried: bool,
    /// Whether secrets are shown.
    revealed: bool,
    /// Why nothing was sent.
    refusal: Option<Refusal>,
    /// What the last change of the time zone did to the times, while that can be undone.
    zone_change: Option<ZoneChange>,
}

impl Edited {
    fn new(mut draft: Draft, editing: Editing) -> Self {
        draft.anchor(clock::present_untracked().now);
        let checked = check(&draft, editing);
        Self {
            checked,
            opened_for: draft.task.clone(),
            draft,
            tried: false,
            revealed: false,
            refusal: None,
            zone_change: None,
        }
    }
}

fn check(draft: &Draft, Editing(_, _, documentation, tasks): Editing) -> Checked {
    let waiting = |name: &TaskName| {
        tasks.with_untracked(|inventory| inventory.get(name)?.waiting_checkpoint().cloned())
    };
    documentation.with_untracked(|catalogue| {
        draft.check(&Surroundings {
            present: clock::present_untracked(),
            zone: &zones::Zone::named,
            catalogue,
            waiting: &waiting,
        })
    })
}

impl Editing {
    /// Nothing typed yet.
    pub fn new(tasks: Tasks) -> Self {
        // Not checked: this is there before the rules for it are loaded.
        let (draft, checked) = (Draft::new(OperationKind::Stop, "", ""), Checked::default());
        let edited = Edited {
            draft,
            opened_for: String::new(),
            checked,
            tried: false,
            revealed: false,
            refusal: None,
            zone_change: None,
        };
        Self(State::new(edited), Kept::new(), Documentation::new(), tasks)
    }

    /// The task that the sheet is about which was opened for this one, followed: its name may have been changed in
    /// the form.
    pub fn task_of(self, opened: &Draft) -> String {
        self.0.with(|edited| {
            let draft = if edited.opened_for == opened.task { &edited.draft } else { opened };
            named(draft)
        })
    }

    /// Looks at the draft and follows it.
    pub fn draft<R>(self, look: impl FnOnce(&Draft) -> R) -> R {
        self.0.with(|edited| look(&edited.draft))
    }

    /// Reads what is changed at a place of the draft, followed. A copy of the whole draft would have to be
    /// made otherwise, which may be long.
    pub fn read<R: Clone>(self, place: impl FnOnce(&mut Draft) -> &mut R) -> R {
        self.0.with_place(|edited| place(&mut edited.draft).clone())
    }

    /// Looks at the draft as it is now.
    pub fn draft_now<R>(self, look: impl FnOnce(&Draft) -> R) -> R {
        self.0.with_untracked(|edited| look(&edited.draft))
    }

    /// What is documented of the keys that an Update sets.
    pub fn documentation(self) -> Documentation {
        self.2
    }

    /// Looks at what the draft amounts to and follows it.
    pub fn checked<R>(self, look: impl FnOnce(&Checked) -> R) -> R {
        self.0.with(|edited| look(&edited.checked))
    }

    /// Whether sending was tried, followed.
    pub fn was_tried(self) -> bool {
        self.0.with(|edited| edited.tried)
    }

    /// Whether secrets are shown, followed.
    pub fn is_revealed(self) -> bool {
        self.0.with(|edited| edited.revealed)
    }

    /// Shows or hides secrets.
    pub fn reveal(self, revealed: bool) {
        self.0.update(|edited| edited.revealed = revealed);
    }

    /// Changes the draft.
    pub fn change<R>(self, change: impl FnOnce(&mut Draft) -> R) -> R {
        self.0.update(|edited| {
            let before = key(&edited.draft);
            let result = change(&mut edited.draft);
            edited.draft.anchor(clock::present_untracked().now);
            edited.checked = check(&edited.draft, self);
            self.1.keep(&before, &edited.draft);
            result
        })
    }

    /// Takes a time that was typed or chosen.
    pub fn type_time(self, place: TimePlace, text: impl Into<String>) {
        self.forget_zone_change();
        self.change(|draft| draft.type_time(place, text));
    }

    /// Takes a time zone that was typed. What it does to the times can be undone.
    pub fn type_zone(self, zone: String) {
        self.0.update(|edited| {
            if edited.zone_change.is_none() {
                edited.zone_change = edited.draft.before_zone_change(&edited.checked.points);
            }
        });
        self.change(|draft| draft.type_zone(zone));
    }

    /// What the last change of the time zone did, if the times are other instants by it; followed.
    pub fn zone_change(self) -> Option<ZoneChange> {
        self.0.with(|edited| {
            let moved = |change: &&ZoneChange| edited.draft.has_moved(change, &edited.checked.points);
            edited.zone_change.as_ref().filter(moved).cloned()
        })
    }

    /// Writes the times so that they are the instants from before the change of the time zone.
    pub fn keep_instants(self, change: &ZoneChange) {
        self.forget_zone_change();
        self.change(|draft| {
            if let Ok(Some(zone)) = draft.zone_rules(zones::Zone::named) {
                draft.keep_instants(change, &zone);
            }
        });
    }

    /// Leaves the times as they are now.
    pub fn forget_zone_change(self) {
        self.0.update(|edited| edited.zone_change = None);
    }

    /// Checks the draft again, after something that it is checked against has changed.
    pub fn check_again(self) {
        self.0.update(|edited| edited.checked = check(&edited.draft, self));
    }

    /// Checks an Update again, with what is documented now. Nothing is documented for the other operations, and what
    /// they show must not move.
    pub fn check_documented(self) {
        if self.0.with_untracked(|edited| edited.draft.kind == OperationKind::Update) {
            self.check_again();
        }
    }
}

/// The sheet of an operation, its form filled in as far as the draft goes. `on_close` takes it away. It opens when
/// what was typed before the page was loaded is known.
pub fn operation_sheet(console: Console, draft: Draft, on_close: Callback<()>) -> Node {
    let kept = console.sheets.editing.1;
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
    let begun = console.sheets.editing.1.take_up(&draft);
    let taken_up = RwSignal::new(begun.as_ref().map(|begun| begun.withheld));
    let draft = begun.map_or(draft, |begun| begun.draft);
    let kind = draft.kind;
    let shown_run = RwSignal::new(open_run.map(|(id, _)| id));
    let editing = console.sheets.editing;
    editing.0.set(Edited { opened_for, ..Edited::new(draft, editing) });
    if kind == OperationKind::PullBack {
        fill_in_subtopics(editing);
        ask_for_host_time(editing);
    }

    let begin = move || {
        let plan = editing.0.update(|edited| {
            edited.tried = true;
            // What was past or future when it was typed may be the other by now. Another plan is shown first.
            let shown = edited.checked.plan.take();
            edited.checked = check(&edited.draft, editing);
            edited.checked.sendable().filter(|plan| shown.as_ref() == Some(*plan)).cloned()
        });
        let Some(plan) = plan.filter(|_| untrack(|| !is_held_back(console, editing))) else { return };
        let zone = editing.0.with_untracked(|edited| edited.draft.zone.clone());
        if kind == OperationKind::PullBack && TimeZone::parse(&zone).is_ok() {
            console.settings.set_zone(&zone);
        }
        match runner.start(&plan) {
            Ok(id) => {
                editing.0.with_untracked(|edited| editing.1.give_up(&edited.draft));
                taken_up.set(None);
                if kind == OperationKind::PullBack {
                    remember_subtopics(editing);
                }
                shown_run.set(Some(id));
            }
            Err(refusal) => editing.0.update(|edited| edited.refusal = Some(refusal)),
        }
    };
    let again = Callback::new(move |()| {
        if let Some(id) = shown_run.get_untracked() {
            runner.dismiss(&id);
        }
        editing.0.update(|edited| {
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
            untrack(|| editing.draft(|draft| editing.1.keep(&key(draft), draft)));
        }
    });
    let settings = console.settings;
    let editor = move || {
        let refusal = live(move || match editing.0.with(|edited| edited.refusal.clone()) {
            Some(refusal) => {
                styled("p", "refusal").attr("role", "alert").text(words::refusal(&refusal)).build()
            }
            None => nothing(),
        });
        // No form element: there, Enter in any field presses the button that sends.
        styled("div", "sheet-form")
            .on("keydown", move |event| on_key(&event, begin))
            .child(
                styled("div", "sheet-body")
                    .child(styled("p", "explain").text(words::hint(kind)))
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
    sheet(words::name(kind), subtitle, on_close, content)
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
    if sends || element::is_from(event, words::field_id(Field::Confirmation)) {
        begin();
    } else {
        element::focus_next_field(event);
    }
}

/// Says why nothing can be sent. The form is there all the same: what it shows can be copied and passed on.
fn read_only(settings: Settings) -> Node {
    let text = words::read_only(settings.deployed_read_only);
    styled("p", "hint").attr("id", READ_ONLY).text(text).build()
}

/// What the button that sends is described by where it sends nothing.
const READ_ONLY: &str = "why-read-only";

/// Says that the form is as it was left, but for its secrets if there were any, and offers an empty one.
fn start_over(editing: Editing, taken_up: RwSignal<Option<bool>>, withheld: bool) -> Node {
    let start_over = button("", "Start over").on_click(move || {
        editing.0.update(|edited| {
            editing.1.give_up(&edited.draft);
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
            if editing.0.with_untracked(|edited| edited.draft.kind == OperationKind::PullBack) {
                editing.check_again();
            }
        });
    }
}

/// Fills in the subtopics that were remembered for the task, unless something stands there.
fn fill_in_subtopics(editing: Editing) {
    spawn_local(async move {
        let task = editing.0.with_untracked(|edited| named(&edited.draft));
        let remembered = subtopics::remembered(&task).await;
        let fits = editing.0.with_untracked(|edited| {
            let draft = &edited.draft;
            // Another sheet may be open by now.
            draft.kind == OperationKind::PullBack
                && named(draft) == task
                && draft.subtopics.iter().all(|subtopic| subtopic.name.trim().is_empty())
        });
        if fits && !remembered.is_empty() {
            // Not kept as work in progress: nobody typed anything.
            editing.0.update(|edited| {
                edited.draft.subtopics = remembered.into_iter().map(SubtopicDraft::of).collect();
                edited.checked = check(&edited.draft, editing);
            });
        }
    });
}

/// The name of the task of a draft, empty if there is none.
fn named(draft: &Draft) -> String {
    draft.task_name().map_or_else(String::new, |name| name.to_string())
}

/// Remembers the subtopics as they are read, for the next pull-back of the task.
fn remember_subtopics(editing: Editing) {
    let (task, subtopics) = editing.0.with_untracked(|edited| {
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
            let task = editing.0.with_untracked(|edited| edited.draft.task_name());
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
        .live_text(move || if is_nothing() { words::NOTHING_TO_CHANGE } else { words::name(kind) }.to_owned())
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
        .child(styled("div", "sheet-body").node(progress(console, id.clone())))
        .node(choices(console.runner, id))
        .child(styled("div", "sheet-foot").child(close).node(again))
        .build()
}
