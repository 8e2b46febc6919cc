//! The form of an operation while it is filled in.

use std::sync::Arc;

use browser::storage::StorageError;
use browser::{clock, zones};
use console_core::domain::inventory::{Inventory, Reading, ReadingStanding, TaskRecord};
use console_core::domain::operation::OperationKind;
use console_core::domain::plan::Plan;
use console_core::domain::run::Moment;
use console_core::domain::task_name::{Component, TaskName};
use console_core::forms::difference::OmsConfiguration;
use console_core::forms::draft::{CheckedDraft, Draft, DraftContext, TimePlace, ZoneChange};
use console_core::forms::recheck::{Recheck, UnreadConfiguration};
use console_core::interchange::link::Link;
use console_core::openapi::Components;
use console_core::persistence::key_of;
use console_core::runner::RunRefusal;
use console_core::time::{EpochSeconds, MoveLimit, PointMove, TimeZone};
use leptos::prelude::*;

use super::documentation::Documentation;
use super::drafts::Drafts;
use super::host::Host;
use super::sheets::{SheetContent, Sheets};
use super::tasks::Tasks;

/// A task's configuration as OMS told it last.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenConfiguration {
    /// The task.
    pub task: TaskName,
    /// What OMS told.
    pub configuration: Arc<OmsConfiguration>,
    /// When the answer came.
    pub at: Moment,
}

/// A store of the form that is filled in: there is one sheet of an operation at a time. Each signal is one concern, so
/// that typing re-runs only what depends on it.
#[derive(Clone, Copy)]
pub struct Editing {
    /// The draft. Only [`Editing`] changes it, and keeps and checks it then.
    pub draft: ReadSignal<Draft>,
    write_draft: WriteSignal<Draft>,
    /// The result of the latest check. A check follows a change and never comes by itself: what is shown must not move
    /// before it is sent.
    pub checked: ReadSignal<CheckedDraft>,
    write_checked: WriteSignal<CheckedDraft>,
    /// The task that the draft names.
    pub task: Memo<Option<TaskName>>,
    /// The component of the task, where its name or OMS tells it.
    pub component: Memo<Option<Component>>,
    /// What OMS says of this task, where it still holds.
    pub reading: Memo<Option<Arc<Reading>>>,
    /// The draft that the next form is opened with, where another form has made it.
    prepared: StoredValue<Option<Draft>>,
    /// Whether sending was tried, so that every error is shown.
    pub tried: RwSignal<bool>,
    /// Whether secrets are shown.
    pub revealed: RwSignal<bool>,
    /// The reason why nothing was sent.
    pub refusal: RwSignal<Option<RunRefusal<StorageError>>>,
    zone_change: RwSignal<Option<ZoneChange>>,
    seen: RwSignal<Option<SeenConfiguration>>,
    /// The reason why the configuration is not known, or not as it is now.
    pub unread: RwSignal<Option<UnreadConfiguration>>,
    /// The status of the latest check before sending; nothing after a change of the draft.
    pub recheck: RwSignal<Option<Recheck>>,
    /// The drafts that are kept.
    pub drafts: Drafts,
    /// The documentation of the keys that an Update sets.
    pub documentation: Documentation,
    tasks: Tasks,
    host: Host,
}

impl Editing {
    /// Returns the name of the form's zone; nothing where it is not understood.
    pub fn zone_name(self) -> Option<String> {
        self.draft.with(|draft| TimeZone::parse(&draft.zone).ok()).map(|zone| zone.to_string())
    }

    /// Creates the store with an empty form.
    pub fn new(tasks: Tasks, host: Host) -> Self {
        let (draft, write_draft) = signal(Draft::new(OperationKind::Stop, "", ""));
        let (checked, write_checked) = signal(CheckedDraft::default());
        let task = Memo::new(move |_| draft.with(Draft::task_name));
        Self {
            draft,
            write_draft,
            checked,
            write_checked,
            task,
            component: Memo::new(move |_| {
                let task = task.get()?;
                tasks.with(|inventory| component(inventory, &task))
            }),
            reading: Memo::new(move |_| {
                let task = task.get()?;
                tasks.with(|inventory| current_reading(inventory, &task).cloned())
            }),
            prepared: StoredValue::new(None),
            tried: RwSignal::new(false),
            revealed: RwSignal::new(false),
            refusal: RwSignal::new(None),
            zone_change: RwSignal::new(None),
            seen: RwSignal::new(None),
            unread: RwSignal::new(None),
            recheck: RwSignal::new(None),
            drafts: Drafts::new(draft),
            documentation: Documentation::new(),
            tasks,
            host,
        }
    }

    /// Opens another form, with a draft of which a link would not carry all.
    pub fn open_another(self, sheets: Sheets, draft: Draft) {
        let link = draft.to_link();
        self.prepared.set_value(Some(draft));
        sheets.open(SheetContent::Operation(Box::new(link)));
    }

    /// Takes the draft that was prepared for the form that a link opens.
    pub fn take_prepared(self, link: &Link) -> Option<Draft> {
        self.prepared.write_value().take().filter(|draft| draft.to_link() == *link)
    }

    /// Fills the form with a draft in place of the present one; nothing was tried with it yet.
    pub fn restart(self, mut draft: Draft) {
        self.drafts.copy_open();
        draft.anchor(clock::present_untracked().now);
        self.write_draft.set(draft);
        self.recheck.set(None);
        self.note_base();
        self.check();
        self.tried.set(false);
        self.revealed.set(false);
        self.refusal.set(None);
        self.zone_change.set(None);
    }

    /// Changes the draft, checks it and keeps it as work in progress.
    pub fn change<R>(self, change: impl FnOnce(&mut Draft) -> R) -> R {
        let key = self.draft.with_untracked(key_of);
        let result = self.change_unkept(change);
        self.drafts.note_change(key);
        result
    }

    /// Changes the draft and checks it. It is not kept by that: nobody typed anything.
    pub fn change_unkept<R>(self, change: impl FnOnce(&mut Draft) -> R) -> R {
        let result = {
            let mut draft = self.write_draft.write();
            let result = change(&mut draft);
            draft.anchor(clock::present_untracked().now);
            result
        };
        if self.recheck.with_untracked(Option::is_some) {
            self.recheck.set(None);
        }
        self.note_base();
        self.check();
        result
    }

    /// Returns the configuration of the form's task as OMS told it last, if it did.
    pub fn configuration(self) -> Option<SeenConfiguration> {
        self.seen.get().filter(|seen| self.task.with(|task| task.as_ref() == Some(&seen.task)))
    }

    /// Takes in what was read of a task's project, and checks the draft against it.
    pub fn see(self, task: &TaskName, read: Result<&Components, UnreadConfiguration>) {
        match OmsConfiguration::of_task(task, read) {
            Ok(configuration) => {
                let at = clock::now();
                let configuration = Arc::new(configuration);
                self.unread.set(None);
                self.seen.set(Some(SeenConfiguration { task: task.clone(), configuration, at }));
                self.note_base();
                self.check();
            }
            Err(why) => self.unread.set(Some(why)),
        }
    }

    /// Has the draft note what the keys have that it begins to change.
    fn note_base(self) {
        let is_update = self.draft.with_untracked(|draft| draft.kind == OperationKind::Update);
        let Some(seen) = untrack(|| self.configuration()).filter(|_| is_update) else { return };
        let mut update = self.draft.with_untracked(|draft| draft.update.clone());
        if update.note_base(&seen.configuration) {
            self.write_draft.update(|draft| draft.update = update);
        }
    }

    /// Keeps the draft as work in progress, without a change.
    pub fn keep(self) {
        self.drafts.note_change(self.draft.with_untracked(key_of));
    }

    /// Checks the draft, after something that it is checked against has changed.
    pub fn check(self) {
        let checked = self.checked_now();
        self.write_checked.set(checked);
    }

    /// Checks an Update against the documentation as it is now. The other operations need none, and what they show must
    /// not move.
    pub fn check_documented(self) {
        if self.draft.with_untracked(|draft| draft.kind == OperationKind::Update) {
            self.check();
        }
    }

    /// Returns the plan if it may be sent and is the one that is shown. What was past or future when it was typed may
    /// be the other by now; another plan is shown first.
    pub fn plan_to_send(self) -> Option<Plan> {
        self.tried.set(true);
        let checked = self.checked_now();
        let plan = self.checked.with_untracked(|shown| {
            checked.sendable().filter(|plan| shown.plan.as_ref() == Some(*plan)).cloned()
        });
        self.write_checked.set(checked);
        plan
    }

    fn checked_now(self) -> CheckedDraft {
        let Self { draft, documentation, tasks, host, .. } = self;
        let waiting = |name: &TaskName| {
            tasks.with_untracked(|inventory| inventory.get(name)?.waiting_checkpoint().cloned())
        };
        let data_since =
            |name: &TaskName| tasks.with_untracked(|inventory| current_reading(inventory, name)?.data_since);
        let seen = untrack(|| self.configuration());
        let checked = documentation.with_untracked(|catalogue| {
            let surroundings = DraftContext {
                present: clock::present_untracked(),
                zone: &zones::BrowserZone::named,
                catalogue,
                configuration: seen.as_ref().map(|seen| &*seen.configuration),
                component: &|name| tasks.with_untracked(|inventory| component(inventory, name)),
                waiting: &waiting,
                data_since: &data_since,
            };
            draft.with_untracked(|draft| draft.check(&surroundings))
        });
        CheckedDraft { plan: checked.plan.map(|plan| plan.at(&host.connector())), ..checked }
    }

    /// Takes over a time that was typed or chosen.
    pub fn type_time(self, place: TimePlace, text: impl Into<String>) {
        self.zone_change.set(None);
        self.change(|draft| draft.type_time(place, text));
    }

    /// Moves a point in time by a pointer or a key, as far back as it can be: as if it had been typed in the form's zone.
    /// Where there is no time yet, it begins at `start`.
    pub fn move_point(self, place: TimePlace, by: PointMove, reach: MoveLimit, start: Option<EpochSeconds>) {
        let now = clock::present_untracked().now;
        let point = self.checked.with_untracked(|checked| Some(checked.points.at(place)?.zoned.instant));
        let Some(from) = point.or(start) else { return };
        if let Some(to) = by.apply(from, now, reach).filter(|to| Some(*to) != point) {
            self.zone_change.set(None);
            self.change(|draft| draft.move_time(place, to, zones::BrowserZone::named));
        }
    }

    /// Takes over a time zone that was typed. What it does to the times can be undone.
    pub fn type_zone(self, zone: String) {
        if self.zone_change.with_untracked(Option::is_none) {
            let before = self.checked.with_untracked(|checked| {
                self.draft.with_untracked(|draft| draft.before_zone_change(&checked.points))
            });
            self.zone_change.set(before);
        }
        self.change(|draft| draft.type_zone(zone));
    }

    /// Returns what the latest change of the time zone did, if the times are other instants by it.
    pub fn zone_change(self) -> Option<ZoneChange> {
        let change = self.zone_change.get()?;
        let is_moved =
            self.draft.with(|draft| self.checked.with(|checked| draft.has_moved(&change, &checked.points)));
        is_moved.then_some(change)
    }

    /// Writes the times so that they are the instants from before the change of the time zone.
    pub fn keep_instants(self, change: &ZoneChange) {
        self.zone_change.set(None);
        self.change(|draft| {
            if let Ok(Some(zone)) = draft.zone_rules(zones::BrowserZone::named) {
                draft.keep_instants(change, &zone);
            }
        });
    }

    /// Leaves the times as they are now.
    pub fn keep_local_times(self) {
        self.zone_change.set(None);
    }
}

/// Returns what OMS says of a task, where it was the latest that could be read.
fn current_reading<'a>(inventory: &'a Inventory, task: &TaskName) -> Option<&'a Arc<Reading>> {
    let reading = inventory.get(task)?.reading.as_ref()?;
    (reading.standing == ReadingStanding::Current).then_some(reading)
}

/// Returns the component of a task, where its name or OMS tells it.
fn component(inventory: &Inventory, task: &TaskName) -> Option<Component> {
    inventory.get(task).map_or_else(|| task.component(), TaskRecord::component)
}
