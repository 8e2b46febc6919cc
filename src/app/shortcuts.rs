//! Single keys that do something wherever the focus is; which ones is `console_core::table::shortcuts`' to say.

use console_core::interchange::history::HistoryFilter;
use console_core::table::shortcuts::{self, ShortcutAction, ShortcutContext};

use crate::components::{OperationOpener, copy_and_say};
use crate::messages;
use crate::stores::announcements::Announcements;
use crate::stores::palette::Palette;
use crate::stores::settings::Settings;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::table_view::TableView;
use browser::{dialog, event, focus, keyboard};
use leptos::{ev, prelude::*};

/// A handle for what single keys do.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    announcements: Announcements,
    opener: OperationOpener,
    view: TableView,
    sheets: Sheets,
    settings: Settings,
    palette: Palette,
}

impl Shortcuts {
    /// Takes the stores from the context.
    pub fn from_context() -> Self {
        Self {
            announcements: expect_context(),
            opener: OperationOpener::from_context(),
            view: expect_context(),
            sheets: expect_context(),
            settings: expect_context(),
            palette: expect_context(),
        }
    }

    /// Listens for as long as the page stays.
    pub fn listen(self) {
        window_event_listener(ev::keydown, move |event| {
            let Some(press) = keyboard::key(&event).filter(|_| !event.default_prevented()) else { return };
            let situation = ShortcutContext {
                enabled: self.settings.shortcuts.get_untracked(),
                in_text_field: event::is_in_text_field(&event),
                in_sheet: event::is_in_dialog(&event) || dialog::is_page_covered(),
            };
            let action = shortcuts::action(&press, situation);
            if action.is_some_and(|action| self.carry_out(action)) {
                event.prevent_default();
            }
        });
    }

    /// Does what a key is for; whether there was something to do.
    fn carry_out(self, action: ShortcutAction) -> bool {
        let Self { sheets, view, .. } = self;
        match action {
            ShortcutAction::FocusFilter => focus::move_to("filter"),
            ShortcutAction::AddTasks => {
                sheets.open(SheetContent::AddTasks);
                true
            }
            ShortcutAction::History => {
                sheets.open(SheetContent::History(HistoryFilter::default()));
                true
            }
            ShortcutAction::Palette => {
                self.palette.open(sheets.task_untracked().or_else(|| view.current_task_untracked()));
                true
            }
            ShortcutAction::Help => {
                sheets.open(SheetContent::Help);
                true
            }
            ShortcutAction::Operation(kind) => {
                let Some(task) = view.current_task_untracked() else { return false };
                self.opener.open(kind, &task);
                true
            }
            ShortcutAction::CopyName => {
                let Some(task) = view.current_task_untracked() else { return false };
                copy_and_say(self.announcements, task.to_string(), messages::table::NAME_COPIED);
                true
            }
            ShortcutAction::ClearSelection => {
                // An open sheet is closed first, by a listener of its own.
                let any = view.selection.with_untracked(|selection| !selection.is_empty());
                let clears = any && !sheets.is_open_untracked();
                if clears {
                    view.selection.update(|selection| selection.clear());
                }
                clears
            }
        }
    }
}
