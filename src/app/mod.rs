//! The shell: the page's frame, the address, the keys, and what loads later.

mod header;
mod lazy;
mod link_follower;
mod router;
mod shortcuts;

use browser::patience::painted;
use browser::{clock, document, keyboard, spawn_local};
use console_core::interchange::deployment::HostConfig;
use console_core::interchange::link::Link;
use leptos::prelude::*;

pub use self::lazy::Later;
use self::lazy::{PageSlot, Slot};
use self::router::Router;
use crate::messages;
use crate::stores::announcements::Announcements;
use crate::stores::host::Host;
use crate::stores::live::Live;
use crate::stores::palette::Palette;
use crate::stores::runner::Runner;
use crate::stores::settings::Settings;
use crate::stores::sheets::Sheets;
use crate::stores::table_view::TableView;
use crate::stores::tasks::Tasks;
use crate::stores::{FollowedLink, Now};
use crate::table::{Grid, RowMenuState, is_stacked};

/// Shows the whole page.
#[component]
pub fn App(
    /// The list of tasks.
    tasks: Tasks,
    /// What carries runs out.
    runner: Runner,
    /// What is kept in this browser.
    settings: Settings,
    /// The host that all of this is about.
    host: Host,
    /// What OMS knows.
    live: Live,
    /// The deployment's hosts.
    hosts: Vec<HostConfig>,
    /// The second part of the console.
    later: Later,
) -> impl IntoView {
    document::remove_placeholder();
    settings.follow_appearance();
    let view = TableView::new(tasks, settings);
    let (sheets, palette) = (Sheets::new(), Palette::new());
    let followed = FollowedLink(RwSignal::new((Link::default(), Vec::new())));
    let now = Now(clock::ticking());
    provide_context(tasks);
    provide_context(runner);
    provide_context(sheets);
    provide_context(view);
    provide_context(settings);
    provide_context(host);
    provide_context(live);
    provide_context(followed);
    provide_context(now);
    provide_context(palette);
    provide_context(Announcements::new());
    provide_context(later);
    Router::from_context().start();

    Effect::new(move || {
        document::set_title(&messages::pages::title(host.name().as_deref(), runner.under_way()))
    });

    let menu = RowMenuState::new();
    // Also those that are pressed before the second part is there.
    keyboard::count_presses();
    // The rows come first.
    spawn_local(async move {
        painted().await;
        later.load();
    });
    // What a person opens is a reason to try again where that has failed.
    Effect::new(move || {
        if sheets.is_open() || palette.get().is_some() || menu.is_open() {
            later.load();
        }
    });
    view! {
        <Slot place=PageSlot::Header(hosts)/>
        <div class="work">
            <main class:stacked=move || view.viewport.with(is_stacked)>
                <Slot place=PageSlot::Notices/>
                <Slot place=PageSlot::Tools/>
                <Grid menu><Slot place=PageSlot::RowMenu(menu)/></Grid>
                <Slot place=PageSlot::Bars/>
                {live.oms.is_wanted().then(|| view! { <div class="live-row"><Slot place=PageSlot::LiveLine/></div> })}
            </main>
            <Slot place=PageSlot::Sheet/>
        </div>
        <Slot place=PageSlot::Drop/>
    }
}
