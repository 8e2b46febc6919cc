//! The shell: the page's frame, the address, the keys, and what loads later.

mod lazy;
mod router;
mod shortcuts;

use browser::{clock, element};
use console_core::interchange::deployment::DeploymentConfig;
use console_core::interchange::link::Link;
use leptos::prelude::*;

use crate::components::{Node, all, button, el, live, nothing, styled};
use crate::pages::deployment;
use crate::runs::{Activity, RunNotices};
use crate::stores::host::Host;
use crate::stores::runner::Runner;
use crate::stores::settings::Settings;
use crate::stores::sheets::{Opened, Sheets};
use crate::stores::tasks::Tasks;
use crate::stores::view::View;
use crate::stores::{Console, FollowedLink, Now};
use crate::table::{grid, is_stacked, link_notices, notices, selection_bar, toolbar};
use crate::tasks::drop_zone;

/// The whole page.
pub fn app(tasks: Tasks, runner: Runner, settings: Settings, host: Host, config: &DeploymentConfig) -> Node {
    element::remove_placeholder();
    let view = View::new(tasks, settings);
    let sheets = Sheets::new(tasks);
    let followed = FollowedLink(RwSignal::new((Link::default(), Vec::new())));
    let now = Now(clock::ticking());
    provide_context(tasks);
    provide_context(runner);
    provide_context(sheets);
    provide_context(view);
    provide_context(settings);
    provide_context(host);
    provide_context(followed);
    provide_context(now);
    let console = Console { tasks, runner, sheets, view, settings, host, followed, now };
    sheets.write_address_with(Callback::new(move |new_entry| router::show_address(sheets, view, new_entry)));

    router::follow_address(console, true);
    browser::address::on_moved(move || router::follow_address(console, false));
    shortcuts::listen(console);

    Effect::new(move || {
        let title = "Connector Console";
        match runner.under_way() {
            0 => element::set_title(title),
            count => element::set_title(&format!("({count} under way) {title}")),
        }
    });

    let help = button("quiet", "Help").attr("title", "Keys and help (?)");
    let settings_button = button("quiet", "Settings").on_click(move || console.open(Opened::Settings));
    let read_only = live(move || match settings.is_read_only() {
        true => styled("strong", "read-only").text("Read only").build(),
        false => nothing(),
    });
    let top = styled("header", "top")
        .child(el("h1").text("Connector Console"))
        .node(deployment::host(config, host))
        .node(read_only)
        .child(styled("span", "push"))
        .child(settings_button)
        .child(help.on_click(move || console.open(Opened::Help)));
    let table = el("main")
        .live_attr("class", move || view.sight.with(is_stacked).then(|| "stacked".to_owned()))
        .node(notices(console))
        .node(view! { <RunNotices/> }.into_any())
        .node(link_notices(console))
        .node(toolbar(console))
        .node(grid(console))
        .node(selection_bar(console))
        .node(view! { <Activity/> }.into_any());
    let work = styled("div", "work").child(table).node(lazy::sheets(console)).build();
    all(vec![top.build(), work, drop_zone(console)])
}
