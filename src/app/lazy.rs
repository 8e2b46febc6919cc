//! What loads later than the table, when the page is idle or a sheet is opened: the sheets, what shows only after a person
//! did something, and reading from OMS. What must not be missed is in the main part.
//!
//! The linker makes one module of everything; `cargo xtask dist` splits off what only [`part`] reaches. Built
//! without the feature `split`, by `trunk serve` or for tests, all is one module and is there at once.

use console_core::domain::secret::has_secrets;
use leptos::prelude::*;

use crate::messages;
use crate::operations::OperationSheet;
use crate::pages::{HelpSheet, LiveLine, PaletteDialog, SettingsSheet, SignInSheet};
use crate::runs::{Activity, Details, History, RunSheet};
use crate::stores::editing::Editing;
use crate::stores::live::Live;
use crate::stores::palette::Palette;
use crate::stores::runner::Runner;
use crate::stores::sheets::{Opened, Sheets};
use crate::stores::view::View;
use crate::table::{LinkNotices, SelectionBar, SelectionRoom};
use crate::tasks::{AddTasks, AddedNotice, ArrangeColumns, SavedViews, TaskList};
use browser::patience::when_idle;
use browser::spawn_local;

/// The open sheet.
#[component]
pub fn OpenSheet() -> impl IntoView {
    let sheets = expect_context::<Sheets>();
    let later = expect_context::<Later>();
    let palette = expect_context::<Palette>();
    Effect::new(move || {
        if sheets.is_open_now() || palette.get().is_some() {
            later.load();
        }
    });
    // Should this fail, nobody has to know: the first sheet that is opened tries again.
    when_idle(move || later.load());
    move || match later.get() {
        Some(Ok(part)) => (part.make_sheets)(),
        Some(Err(NotLoaded)) => {
            view! { <Show when=move || sheets.is_open_now()><SheetNotLoaded later/></Show> }.into_any()
        }
        None => ().into_any(),
    }
}

/// The line that says how the reading from OMS stands, from when the part is there.
#[component]
pub fn LiveRow() -> impl IntoView {
    let (live, runner) = (expect_context::<Live>(), expect_context::<Runner>());
    let view = expect_context::<View>();
    let later = expect_context::<Later>();
    let is_there = Memo::new(move |_| matches!(later.get(), Some(Ok(_))));
    let line = move || {
        is_there.get();
        later.get_untracked().and_then(Result::ok).map(|part| (part.make_live_line)(live, runner, view))
    };
    live.is_wanted().then(|| view! { <div class="live-row">{line}</div> })
}

/// What stands in place of a sheet whose part of the console could not be loaded.
#[component]
fn SheetNotLoaded(
    /// The part.
    later: Later,
) -> impl IntoView {
    let sheets = expect_context::<Sheets>();
    view! {
        <aside class="sheet not-loaded" aria-label=messages::pages::NOT_LOADED>
            <p role="alert">{messages::PART_NOT_LOADED}</p>
            <button class="primary" type="button" on:click=move |_| later.load()>{messages::pages::TRY_AGAIN}</button>
            <button type="button" on:click=move |_| sheets.close()>{messages::CLOSE}</button>
        </aside>
    }
}

/// The part that loads later.
#[derive(Clone, Copy)]
pub struct Part {
    /// Makes what shows the sheets.
    pub make_sheets: fn() -> AnyView,
    /// Makes what belongs to a place of the page.
    pub make_for: fn(Place) -> AnyView,
    /// Makes what says how the reading from OMS stands, and begins to read.
    pub make_live_line: fn(Live, Runner, View) -> AnyView,
    /// Tells whether there is a secret in a text.
    pub has_secrets: fn(&str) -> bool,
}

/// A place of the page for what is not needed before a person does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among the notices: what of a link was ignored, and what was added.
    Notices,
    /// Under the table: what is selected, and what is under way.
    Bars,
}

/// What belongs to a place of the page, from when the part is there.
#[component]
pub fn Slot(place: Place) -> impl IntoView {
    let later = expect_context::<Later>();
    let is_there = Memo::new(move |_| matches!(later.get(), Some(Ok(_))));
    move || {
        is_there.get();
        match later.get_untracked() {
            Some(Ok(part)) => (part.make_for)(place),
            _ if place == Place::Bars => view! { <SelectionRoom/> }.into_any(),
            _ => ().into_any(),
        }
    }
}

fn make_for(place: Place) -> AnyView {
    match place {
        Place::Notices => view! { <LinkNotices/><AddedNotice/> }.into_any(),
        Place::Bars => view! { <SelectionBar/><Activity/> }.into_any(),
    }
}

fn part() -> Part {
    Part {
        make_sheets: || view! { <LoadedSheets/> }.into_any(),
        make_for,
        make_live_line: |live, runner, view| {
            live.begin(runner, view);
            view! { <LiveLine/> }.into_any()
        },
        has_secrets,
    }
}

/// The open sheet, from when the part is there. What only sheets share stays while none is open.
#[component]
fn LoadedSheets() -> impl IntoView {
    let sheets = expect_context::<Sheets>();
    provide_context(Editing::new(expect_context(), expect_context()));
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

fn sheet(opened: Opened, on_close: Callback<()>) -> AnyView {
    match opened {
        Opened::AddTasks => view! { <AddTasks on_close/> }.into_any(),
        Opened::TaskList => view! { <TaskList on_close/> }.into_any(),
        Opened::Columns => view! { <ArrangeColumns on_close/> }.into_any(),
        Opened::Views => view! { <SavedViews on_close/> }.into_any(),
        Opened::Help => view! { <HelpSheet on_close/> }.into_any(),
        Opened::SignIn => view! { <SignInSheet on_close/> }.into_any(),
        Opened::Settings => view! { <SettingsSheet on_close/> }.into_any(),
        Opened::Operation(link) => view! { <OperationSheet link={*link} on_close/> }.into_any(),
        Opened::Details(task) => view! { <Details task on_close/> }.into_any(),
        Opened::History(asked) => view! { <History asked on_close/> }.into_any(),
        Opened::Run(id) => view! { <RunSheet id on_close/> }.into_any(),
    }
}

/// The part could not be loaded: no connection, or the console was replaced on its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

/// The part, as far as it is there. A handle.
#[derive(Clone, Copy)]
pub struct Later {
    loaded: RwSignal<Option<Result<Part, NotLoaded>>>,
    is_loading: StoredValue<bool>,
}

impl Later {
    /// Not asked for yet.
    pub fn new() -> Self {
        Self { loaded: RwSignal::new(None), is_loading: StoredValue::new(false) }
    }

    /// How it stands, followed: nothing while it was not asked for or is on its way.
    pub fn get(self) -> Option<Result<Part, NotLoaded>> {
        self.loaded.get()
    }

    /// How it stands now.
    pub fn get_untracked(self) -> Option<Result<Part, NotLoaded>> {
        self.loaded.get_untracked()
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
            self.is_loading.set_value(false);
            self.loaded.set(Some(loaded));
        });
    }
}

#[cfg(not(feature = "split"))]
async fn load() -> Result<Part, NotLoaded> {
    Ok(part())
}

#[cfg(feature = "split")]
async fn load() -> Result<Part, NotLoaded> {
    split::sheets().await
}

/// Where the module is cut. The macro writes the import that the split module replaces, which is why this
/// is the one place with unsafe code.
#[cfg(feature = "split")]
#[allow(unsafe_code)]
mod split {
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use crate::app::lazy::{NotLoaded, Part, part};

    impl From<SplitLoaderError> for NotLoaded {
        fn from(_: SplitLoaderError) -> Self {
            Self
        }
    }

    #[wasm_split(sheets, fallible)]
    pub fn sheets() -> Result<Part, NotLoaded> {
        Ok(part())
    }
}
