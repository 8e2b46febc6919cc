//! The second part of the console, which loads when the table is there: all that acts on it. The first part reads the list
//! and the settings, and shows the rows; following links, taking over the runs of pages that are gone, the tools around
//! the table, the sheets and reading from OMS are in the second.
//!
//! The linker makes one module of everything; `cargo xtask dist` splits off what only [`part`] reaches. Built
//! without the feature `split`, by `trunk serve` or for tests, all is one module and is there at once.

use std::pin::Pin;
use std::time::Duration;

use console_core::domain::secret::has_secrets;
use console_core::interchange::deployment::HostConfig;
use leptos::prelude::*;

use super::header::Header;
use super::link_follower::LinkFollower;
use super::shortcuts::Shortcuts;
use crate::messages;
use crate::operations::OperationSheet;
use crate::pages::{HelpSheet, LiveLine, PaletteDialog, SettingsSheet, SignInNotice, SignInSheet};
use crate::runs::{Activity, Details, History, RunNotices, RunSheet};
use crate::stores::editing::Editing;
use crate::stores::live::Live;
use crate::stores::runner::Runner;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::table::{
    LinkNotices, Notices, RowMenu, RowMenuState, SelectionBar, SelectionRoom, Toolbar, ToolbarRoom,
};
use crate::tasks::{AddTasks, AddedNotice, ArrangeColumns, DropZone, SavedViews, TaskList};
use browser::patience::{Latch, within};
use browser::spawn_local;
use browser::storage::StorageError;

/// How long the journal is waited for before what acts on tasks is shown without it. Nothing is sent until it was read.
const PATIENCE: Duration = Duration::from_secs(5);

/// A place of the page for what the second part shows.
#[derive(Clone)]
pub enum PageSlot {
    /// Above all else: the page's header.
    Header(Vec<HostConfig>),
    /// Above the table: what has to be said of the list and a link.
    Notices,
    /// Above the table: the filter, the counts, and the ways to the sheets of the list.
    Tools,
    /// Over the table: the menu of a row.
    RowMenu(RowMenuState),
    /// Under the table, where it moves no row: what is selected, under way, to be decided, or was added.
    Bars,
    /// Under the table: the status of reading from OMS.
    LiveLine,
    /// Beside the table, or over it: the open sheet.
    Sheet,
    /// Over the whole page: where files are dropped.
    Drop,
}

/// Shows what belongs to a place of the page, from when the part is there.
#[component]
pub fn Slot(
    /// The place.
    place: PageSlot,
) -> impl IntoView {
    let later = expect_context::<Later>();
    move || match (later.get(), &place) {
        (Some(Ok(part)), _) => (part.fill)(place.clone()),
        (Some(Err(NotLoaded)), PageSlot::Notices) => view! { <PartNotLoaded later/> }.into_any(),
        (Some(Err(NotLoaded)), PageSlot::Sheet) => view! { <SheetNotLoaded later/> }.into_any(),
        (_, PageSlot::Header(_)) => view! { <HeaderRoom/> }.into_any(),
        (_, PageSlot::Tools) => view! { <ToolbarRoom/> }.into_any(),
        (_, PageSlot::Bars) => view! { <SelectionRoom/> }.into_any(),
        _ => ().into_any(),
    }
}

/// Shows the page's header until the part is there: its name, and its height.
#[component]
fn HeaderRoom() -> impl IntoView {
    view! {
        <header class="top">
            <h1>{messages::pages::CONSOLE}</h1>
            <nav><button class="quiet reserve" type="button" disabled>{messages::pages::TASKS}</button></nav>
        </header>
    }
}

/// Says that the part could not be loaded, and loads it again.
#[component]
fn PartNotLoaded(
    /// The part.
    later: Later,
) -> impl IntoView {
    view! {
        <div class="notices">
            <div class="notice bad" role="alert">
                <p>{messages::REST_NOT_LOADED}</p>
                <button type="button" on:click=move |_| later.load()>{messages::pages::TRY_AGAIN}</button>
            </div>
        </div>
    }
}

/// Shows what is shown in place of a sheet whose part of the console could not be loaded.
#[component]
fn SheetNotLoaded(
    /// The part.
    later: Later,
) -> impl IntoView {
    let sheets = expect_context::<Sheets>();
    view! {
        <Show when=move || sheets.is_open()>
            <aside class="sheet not-loaded" aria-label=messages::pages::NOT_LOADED>
                <p role="alert">{messages::PART_NOT_LOADED}</p>
                <button class="primary" type="button" on:click=move |_| later.load()>{messages::pages::TRY_AGAIN}</button>
                <button type="button" on:click=move |_| sheets.close()>{messages::CLOSE}</button>
            </aside>
        </Show>
    }
}

/// A table of what the part that loads later can do.
#[derive(Clone, Copy)]
pub struct SecondPart {
    /// Makes what belongs to a place of the page.
    pub fill: fn(PageSlot) -> AnyView,
    /// Opens and selects what an address names.
    pub follow_link: fn(LinkFollower, &str),
    /// Tells whether there is a secret in a text.
    pub has_secrets: fn(&str) -> bool,
    /// Reads the journal, and takes over the runs of pages that are gone.
    pub recover: fn(Runner, bool) -> Recovery,
}

/// A future that reads the journal.
pub type Recovery = Pin<Box<dyn Future<Output = Result<(), StorageError>>>>;

fn fill(place: PageSlot) -> AnyView {
    match place {
        PageSlot::Header(hosts) => view! { <Header hosts/> }.into_any(),
        PageSlot::Notices => view! { <Notices/><SignInNotice/><LinkNotices/> }.into_any(),
        PageSlot::Tools => view! { <Toolbar/> }.into_any(),
        PageSlot::RowMenu(menu) => view! { <RowMenu menu/> }.into_any(),
        PageSlot::Bars => view! { <SelectionBar/><Activity/><RunNotices/><AddedNotice/> }.into_any(),
        PageSlot::LiveLine => {
            expect_context::<Live>().begin(expect_context());
            view! { <LiveLine/> }.into_any()
        }
        PageSlot::Sheet => view! { <OpenSheet/> }.into_any(),
        PageSlot::Drop => view! { <DropZone/> }.into_any(),
    }
}

fn part() -> SecondPart {
    SecondPart {
        fill,
        follow_link: LinkFollower::follow,
        has_secrets,
        recover: |runner, was_lost| Box::pin(runner.recover(was_lost)),
    }
}

/// Shows the open sheet. What only sheets share stays while none is open.
#[component]
fn OpenSheet() -> impl IntoView {
    let sheets = expect_context::<Sheets>();
    provide_context(Editing::new(expect_context(), expect_context()));
    Shortcuts::from_context().listen();
    let on_close = Callback::new(move |()| sheets.close());
    let open_sheet = move || match sheets.get() {
        None => ().into_any(),
        Some(opened) => sheet(opened, on_close),
    };
    view! {
        {open_sheet}
        <PaletteDialog/>
    }
}

fn sheet(opened: SheetContent, on_close: Callback<()>) -> AnyView {
    match opened {
        SheetContent::AddTasks => view! { <AddTasks on_close/> }.into_any(),
        SheetContent::TaskList => view! { <TaskList on_close/> }.into_any(),
        SheetContent::Columns => view! { <ArrangeColumns on_close/> }.into_any(),
        SheetContent::Views => view! { <SavedViews on_close/> }.into_any(),
        SheetContent::Help => view! { <HelpSheet on_close/> }.into_any(),
        SheetContent::SignIn => view! { <SignInSheet on_close/> }.into_any(),
        SheetContent::Settings => view! { <SettingsSheet on_close/> }.into_any(),
        SheetContent::Operation(link) => view! { <OperationSheet link={*link} on_close/> }.into_any(),
        SheetContent::Details(task) => view! { <Details task on_close/> }.into_any(),
        SheetContent::History(asked) => view! { <History asked on_close/> }.into_any(),
        SheetContent::Run(id) => view! { <RunSheet id on_close/> }.into_any(),
    }
}

/// An error that says the part could not be loaded: no connection, or the console was replaced on its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

/// A handle that loads the second part.
#[derive(Clone, Copy)]
pub struct Later {
    loaded: RwSignal<Option<Result<SecondPart, NotLoaded>>>,
    is_loading: StoredValue<bool>,
    /// The part, from when it has come.
    part: StoredValue<Option<SecondPart>>,
    has_come: StoredValue<Latch, LocalStorage>,
    journal_known: StoredValue<Latch, LocalStorage>,
}

impl Later {
    /// Not asked for yet.
    pub fn new() -> Self {
        Self {
            loaded: RwSignal::new(None),
            is_loading: StoredValue::new(false),
            part: StoredValue::new(None),
            has_come: StoredValue::new_local(Latch::new()),
            journal_known: StoredValue::new_local(Latch::new()),
        }
    }

    /// Returns the state of loading; nothing while it was not asked for or is on its way.
    pub fn get(self) -> Option<Result<SecondPart, NotLoaded>> {
        self.loaded.get()
    }

    /// Returns the state of loading now.
    pub fn get_untracked(self) -> Option<Result<SecondPart, NotLoaded>> {
        self.loaded.get_untracked()
    }

    /// Waits for the part to read the journal with; what it shows comes after that.
    pub async fn come(self) -> Option<SecondPart> {
        let has_come = self.has_come.get_value();
        has_come.released().await;
        self.part.get_value()
    }

    /// Notes that the journal is known as far as it can be, so that no form opens over a run that waits for a decision.
    pub fn set_journal_known(self) {
        self.journal_known.with_value(Latch::release);
    }

    /// Loads the part, unless it is there or on its way. After a failure, the next call tries again.
    pub fn load(self) {
        let is_there = self.loaded.with_untracked(|loaded| matches!(loaded, Some(Ok(_))));
        if is_there || self.is_loading.get_value() {
            return;
        }
        self.is_loading.set_value(true);
        self.loaded.set(None);
        spawn_local(async move {
            let loaded = load().await;
            if let Ok(part) = loaded {
                self.part.set_value(Some(part));
                self.has_come.with_value(Latch::release);
                let journal_known = self.journal_known.get_value();
                within(PATIENCE, journal_known.released()).await;
            }
            self.is_loading.set_value(false);
            self.loaded.set(Some(loaded));
        });
    }
}

#[cfg(not(feature = "split"))]
async fn load() -> Result<SecondPart, NotLoaded> {
    Ok(part())
}

#[cfg(feature = "split")]
async fn load() -> Result<SecondPart, NotLoaded> {
    split::second_part().await
}

/// Where the module is cut. The macro writes the import that the split module replaces, which is why this
/// is the one place with unsafe code.
#[cfg(feature = "split")]
#[allow(unsafe_code)]
mod split {
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use crate::app::lazy::{NotLoaded, SecondPart, part};

    impl From<SplitLoaderError> for NotLoaded {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split(later, fallible)]
    pub fn second_part() -> Result<SecondPart, NotLoaded> {
        Ok(part())
    }
}
