//! Work in progress: what was typed into a form stays when its sheet is closed, until it is sent or given up.

use console_core::draft::Draft;

use crate::state::State;

/// How many forms are kept, the latest.
const MOST: usize = 50;

/// The forms that were begun. A handle.
#[derive(Clone, Copy)]
pub struct Kept(State<Vec<Draft>>);

impl Kept {
    /// Nothing begun yet.
    pub fn new() -> Self {
        Self(State::new(Vec::new()))
    }

    /// The form as it was left, if an empty one is asked for and one like it was begun.
    pub fn take_up(self, asked: &Draft) -> Option<Draft> {
        if *asked != Draft::new(asked.kind, &asked.task, &asked.zone) {
            return None;
        }
        let is_same = |kept: &&Draft| kept.kind == asked.kind && kept.task.trim() == asked.task.trim();
        self.0.with_untracked(|drafts| drafts.iter().find(is_same).cloned())
    }

    /// Keeps a form as it is now. A confirmation is not kept: it is typed anew each time.
    pub fn keep(self, draft: &Draft) {
        let draft = Draft { confirmation: String::new(), ..draft.clone() };
        self.0.update(|drafts| {
            drafts.retain(|kept| kept.kind != draft.kind || kept.task.trim() != draft.task.trim());
            if draft != Draft::new(draft.kind, &draft.task, &draft.zone) {
                drafts.push(draft);
            }
            let surplus = drafts.len().saturating_sub(MOST);
            drafts.drain(..surplus);
        });
    }

    /// Forgets a form.
    pub fn give_up(self, draft: &Draft) {
        let empty = Draft::new(draft.kind, &draft.task, &draft.zone);
        self.keep(&empty);
    }
}
