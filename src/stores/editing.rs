//! What is typed into the sheet of an operation.

use browser::{clock, zones};
use console_core::domain::operation::OperationKind;
use console_core::domain::task_name::TaskName;
use console_core::forms::draft::{Checked, Draft, Surroundings, TimePlace, ZoneChange};

use super::documentation::Documentation;
use super::drafts::{Kept, key};
use super::runner::Refusal;
use super::state::State;
use super::tasks::Tasks;

/// What is typed into the sheet of an operation. A handle; there is one such sheet at a time.
#[derive(Clone, Copy)]
pub struct Editing {
    /// The form.
    pub edited: State<Edited>,
    /// The forms that were begun.
    pub drafts: Kept,
    /// What is documented of keys.
    pub documentation: Documentation,
    tasks: Tasks,
}

/// A form as it stands.
pub struct Edited {
    /// What is typed.
    pub draft: Draft,
    /// The task that the sheet was opened for.
    pub opened_for: String,
    /// What it amounted to when it was last changed. Not read anew by itself: what is shown must not move
    /// before it is sent.
    pub checked: Checked,
    /// Whether every error is shown, because sending was tried.
    pub tried: bool,
    /// Whether secrets are shown.
    pub revealed: bool,
    /// Why nothing was sent.
    pub refusal: Option<Refusal>,
    /// What the last change of the time zone did to the times, while that can be undone.
    pub zone_change: Option<ZoneChange>,
}

impl Edited {
    /// Returns a draft with what it amounts to.
    pub fn new(mut draft: Draft, editing: Editing) -> Self {
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

/// Returns what a draft amounts to now.
pub fn check(draft: &Draft, Editing { documentation, tasks, .. }: Editing) -> Checked {
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
        Self { edited: State::new(edited), drafts: Kept::new(), documentation: Documentation::new(), tasks }
    }

    /// The task that the sheet is about which was opened for this one, followed: its name may have been changed in
    /// the form.
    pub fn task_of(self, opened: &Draft) -> String {
        self.edited.with(|edited| {
            let draft = if edited.opened_for == opened.task { &edited.draft } else { opened };
            named(draft)
        })
    }

    /// Looks at the draft and follows it.
    pub fn draft<R>(self, look: impl FnOnce(&Draft) -> R) -> R {
        self.edited.with(|edited| look(&edited.draft))
    }

    /// Reads what is changed at a place of the draft, followed. A copy of the whole draft would have to be
    /// made otherwise, which may be long.
    pub fn read<R: Clone>(self, place: impl FnOnce(&mut Draft) -> &mut R) -> R {
        self.edited.with_place(|edited| place(&mut edited.draft).clone())
    }

    /// Looks at the draft as it is now.
    pub fn draft_now<R>(self, look: impl FnOnce(&Draft) -> R) -> R {
        self.edited.with_untracked(|edited| look(&edited.draft))
    }

    /// What is documented of the keys that an Update sets.
    pub fn documentation(self) -> Documentation {
        self.documentation
    }

    /// Looks at what the draft amounts to and follows it.
    pub fn checked<R>(self, look: impl FnOnce(&Checked) -> R) -> R {
        self.edited.with(|edited| look(&edited.checked))
    }

    /// Whether sending was tried, followed.
    pub fn was_tried(self) -> bool {
        self.edited.with(|edited| edited.tried)
    }

    /// Whether secrets are shown, followed.
    pub fn is_revealed(self) -> bool {
        self.edited.with(|edited| edited.revealed)
    }

    /// Shows or hides secrets.
    pub fn reveal(self, revealed: bool) {
        self.edited.update(|edited| edited.revealed = revealed);
    }

    /// Changes the draft.
    pub fn change<R>(self, change: impl FnOnce(&mut Draft) -> R) -> R {
        self.edited.update(|edited| {
            let before = key(&edited.draft);
            let result = change(&mut edited.draft);
            edited.draft.anchor(clock::present_untracked().now);
            edited.checked = check(&edited.draft, self);
            self.drafts.keep(&before, &edited.draft);
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
        self.edited.update(|edited| {
            if edited.zone_change.is_none() {
                edited.zone_change = edited.draft.before_zone_change(&edited.checked.points);
            }
        });
        self.change(|draft| draft.type_zone(zone));
    }

    /// What the last change of the time zone did, if the times are other instants by it; followed.
    pub fn zone_change(self) -> Option<ZoneChange> {
        self.edited.with(|edited| {
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
        self.edited.update(|edited| edited.zone_change = None);
    }

    /// Checks the draft again, after something that it is checked against has changed.
    pub fn check_again(self) {
        self.edited.update(|edited| edited.checked = check(&edited.draft, self));
    }

    /// Checks an Update again, with what is documented now. Nothing is documented for the other operations, and what
    /// they show must not move.
    pub fn check_documented(self) {
        if self.edited.with_untracked(|edited| edited.draft.kind == OperationKind::Update) {
            self.check_again();
        }
    }
}

/// Returns the name of the task that a form is about; empty where it names none.
pub fn named(draft: &Draft) -> String {
    draft.task_name().map_or_else(String::new, |name| name.to_string())
}
