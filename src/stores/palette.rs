//! Whether the palette is open.

use console_core::domain::task_name::TaskName;
use leptos::prelude::*;

/// A store of whether the palette is open, which finds tasks and actions.
#[derive(Clone, Copy)]
pub struct Palette(RwSignal<Option<PaletteOpening>>);

/// A record of what the palette was opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteOpening {
    /// The current task.
    pub task: Option<TaskName>,
}

impl Palette {
    /// It is closed.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Opens it for the current task.
    pub fn open(self, task: Option<TaskName>) {
        self.0.set(Some(PaletteOpening { task }));
    }

    /// Closes it.
    pub fn close(self) {
        self.0.set(None);
    }

    /// Returns whether it is open and with what.
    pub fn get(self) -> Option<PaletteOpening> {
        self.0.get()
    }
}
