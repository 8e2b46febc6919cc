//! The page's header: where one is, which host it is about, and the ways to settings and help.

use console_core::interchange::deployment::HostConfig;
use console_core::interchange::history::HistoryFilter;
use leptos::prelude::*;

use crate::messages::{self, pages};
use crate::pages::HostName;
use crate::stores::palette::Palette;
use crate::stores::settings::Settings;
use crate::stores::sheets::{SheetContent, Sheets};
use crate::stores::table_view::TableView;

/// Shows the header of the page.
#[component]
pub fn Header(
    /// The deployment's hosts.
    hosts: Vec<HostConfig>,
) -> impl IntoView {
    let view = expect_context::<TableView>();
    let (settings, sheets, palette) =
        (expect_context::<Settings>(), expect_context::<Sheets>(), expect_context::<Palette>());
    let is_history = Memo::new(move |_| sheets.is_history());
    let open_history = move |_| sheets.open(SheetContent::History(HistoryFilter::default()));
    let open_tasks = move |_| {
        if sheets.is_open_untracked() {
            sheets.close();
        }
    };
    let current = move |is_here: bool| is_here.then_some("page");
    view! {
        <header class="top">
            <h1>{pages::CONSOLE}</h1>
            <nav aria-label=pages::NAVIGATION>
                <button
                    class="quiet"
                    type="button"
                    aria-current=move || current(!is_history.get())
                    on:click=open_tasks
                >
                    {pages::TASKS}
                </button>
                <button
                    class="quiet"
                    type="button"
                    aria-current=move || current(is_history.get())
                    on:click=open_history
                >
                    {messages::HISTORY}
                </button>
            </nav>
            <HostName hosts/>
            <Show when=move || settings.is_read_only()>
                <strong class="read-only">{pages::READ_ONLY}</strong>
            </Show>
            <span class="push"></span>
            <button class="quiet find" type="button" title=pages::FIND_HINT on:click=move |_| palette.open(view.current_task_untracked())>
                {pages::FIND}
            </button>
            <button class="quiet" type="button" on:click=move |_| sheets.open(SheetContent::Settings)>
                {pages::SETTINGS}
            </button>
            <button class="quiet" type="button" title=pages::HELP_HINT on:click=move |_| sheets.open(SheetContent::Help)>
                {pages::HELP}
            </button>
        </header>
    }
}
