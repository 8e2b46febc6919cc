//! Single keys that do something wherever the focus is; which ones is `console_core::shortcuts`' to say.

use console_core::domain::task_name::TaskName;
use console_core::forms::draft::Draft;
use console_core::table::shortcuts::{self, Action, Press, Situation};

use crate::stores::Console;
use crate::stores::sheets::Opened;
use browser::keyboard::{self, Pressed};
use browser::{clipboard, element, spawn_local};
use leptos::prelude::*;

/// Listens for as long as the page stays.
pub fn listen(console: Console) {
    keyboard::listen(move |pressed: &Pressed| {
        let situation = Situation {
            enabled: console.settings.shortcuts.get_untracked(),
            in_text_field: pressed.is_typed(),
            in_sheet: pressed.is_in_dialog() || keyboard::is_page_covered(),
        };
        let key = pressed.name();
        let press = Press {
            key: &key,
            modified: pressed.is_modified(),
            shift: pressed.is_shifted(),
            repeated: pressed.is_repeated(),
            composing: pressed.is_composing(),
        };
        let action = shortcuts::action(press, situation);
        if action.is_some_and(|action| carry_out(console, action)) {
            pressed.use_up();
        }
    });
}

/// Does what a key is for; whether there was something to do.
fn carry_out(console: Console, action: Action) -> bool {
    let Console { sheets, view, .. } = console;
    match action {
        Action::FocusFilter => element::focus_by_id("filter"),
        Action::AddTasks => {
            console.open(Opened::AddTasks);
            true
        }
        Action::Help => {
            console.open(Opened::Help);
            true
        }
        Action::Operation(kind) => {
            let Some(task) = task(console).filter(|task| kind.barred_for(task.component()).is_none()) else {
                return false;
            };
            let zone = console.settings.zone.get_untracked();
            console.open(Opened::Operation(Draft::new(kind, task.as_str(), &zone)));
            true
        }
        Action::CopyName => {
            let Some(task) = task(console) else { return false };
            spawn_local(async move {
                let copied = clipboard::copy(task.as_str()).await;
                console.tasks.say(if copied { "Name copied" } else { "The browser did not allow copying" });
            });
            true
        }
        Action::ClearSelection => {
            // An open sheet is closed first, by a listener of its own.
            let any = view.selection.with_untracked(|selection| !selection.is_empty());
            let clears = any && !sheets.is_open();
            if clears {
                view.selection.update(|selection| selection.clear());
            }
            clears
        }
    }
}

/// The task that is meant: the one in whose row the focus is, else the one that is selected alone.
fn task(console: Console) -> Option<TaskName> {
    let view = console.view;
    let focused = view.focused.get_untracked().filter(|_| element::is_focus_in_grid());
    let in_row = focused.and_then(|place| place.task());
    view.rows_untracked(|rows| {
        in_row.and_then(|index| rows.get(index).cloned()).or_else(|| {
            let selected = view.selection.with_untracked(|selection| selection.names_in(rows));
            <[TaskName; 1]>::try_from(selected).ok().map(|[name]| name)
        })
    })
}
