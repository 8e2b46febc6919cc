//! What loads later than the table: the forms, the previews, the answers, the journal. Those who only look
//! never download it.
//!
//! The linker makes one module of everything; `cargo xtask dist` splits off what only [`Parts`] reaches. Built
//! without the feature `split`, by `trunk serve` or for tests, all is one module and is there at once.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;

use crate::app::Console;
use crate::help::help;
use crate::link;
use crate::operations::operation_sheet;
use crate::runs::{Runner, activity, history, run_sheet};
use crate::settings_sheet::settings_sheet;
use crate::sheets::Opened;
use crate::state::State;
use crate::tasks::{Tasks, add_tasks, arrange_columns, saved_views, task_list};
use crate::ui::{Node, nothing};

/// What has to be waited for.
type Waiting = Pin<Box<dyn Future<Output = ()>>>;

/// The ways into the part that loads later.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The sheet that is open.
    pub sheet: fn(Console, Callback<()>) -> Node,
    /// Shows what the address asks for.
    pub follow_link: fn(Console, &str),
    /// Writes what is shown into the address, as a new entry of the history or not.
    pub show_address: fn(Console, bool),
    /// What has to be said about runs and links.
    pub notices: fn(Console) -> Node,
    /// What is under way and what ended.
    pub activity: fn(Console) -> Node,
    /// Takes in the stored records of another form than the usual one.
    pub read_unusual: fn(Tasks),
    /// Takes over the runs that earlier pages left, from their texts.
    pub take_over: fn(Runner, Vec<String>) -> Waiting,
}

const PARTS: Parts = Parts {
    sheet,
    follow_link: link::follow,
    show_address: link::show_address,
    notices: link::notices,
    activity,
    read_unusual: Tasks::read_unusual,
    take_over: |runner, texts| Box::pin(runner.take_over(texts)),
};

fn sheet(console: Console, on_close: Callback<()>) -> Node {
    let Some(opened) = console.sheets.get() else { return nothing() };
    match opened {
        Opened::AddTasks => add_tasks(console, on_close),
        Opened::TaskList => task_list(console, on_close),
        Opened::Columns => arrange_columns(console, on_close),
        Opened::Views => saved_views(console, on_close),
        Opened::Help => help(console, on_close),
        Opened::Settings => settings_sheet(console, on_close),
        Opened::Operation(draft) => operation_sheet(console, draft, on_close),
        Opened::History(asked) => history(console, asked, on_close),
        Opened::Run(id) => run_sheet(console, id, on_close),
    }
}

/// The part could not be loaded: no connection, or the console was replaced on its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

/// The part, as far as it is there. A handle.
#[derive(Clone, Copy)]
pub struct Later(State<Option<Result<Parts, NotLoaded>>>);

impl Later {
    /// Not asked for yet.
    pub fn new() -> Self {
        Self(State::new(None))
    }

    /// How it stands, followed: nothing while it was not asked for or is on its way.
    pub fn get(self) -> Option<Result<Parts, NotLoaded>> {
        self.0.get()
    }

    /// The part if it is there by now.
    pub fn there(self) -> Option<Parts> {
        self.0.get_untracked()?.ok()
    }

    /// The part, loaded if it is not there yet. After a failure, the next call tries again.
    pub async fn load(self) -> Result<Parts, NotLoaded> {
        if let Some(parts) = self.there() {
            return Ok(parts);
        }
        let loaded = load().await;
        // Two may have waited for the same.
        if self.there().is_none() {
            self.0.set(Some(loaded));
        }
        loaded
    }
}

#[cfg(not(feature = "split"))]
async fn load() -> Result<Parts, NotLoaded> {
    Ok(PARTS)
}

#[cfg(feature = "split")]
async fn load() -> Result<Parts, NotLoaded> {
    split::parts().await
}

/// Where the module is cut. The macro writes the import that the split module replaces, which is why this
/// is the one place with unsafe code.
#[cfg(feature = "split")]
#[allow(unsafe_code)]
mod split {
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{NotLoaded, PARTS, Parts};

    impl From<SplitLoaderError> for NotLoaded {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split(sheets, fallible)]
    pub fn parts() -> Result<Parts, NotLoaded> {
        Ok(PARTS)
    }
}
