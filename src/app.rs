//! The shell: the page's frame, and the handles that every part of it gets.

use console_core::domain::run::Moment;
use console_core::interchange::deployment::DeploymentConfig;
use console_core::interchange::link::{Link, LinkNotice};
use console_core::table::grid_keys::Place;
use leptos::prelude::*;

use crate::browser::element::Sight;
use crate::browser::{address, clock, element};
use crate::deployment;
use crate::host::Host;
use crate::keys;
use crate::link;
use crate::notices::notices;
use crate::parts::Later;
use crate::runs::{Runner, activity};
use crate::settings::Settings;
use crate::sheets::{Opened, Sheets};
use crate::state::State;
use crate::tasks::{Tasks, drop_zone, grid, is_stacked, selection_bar, toolbar};
use crate::ui::{Node, all, button, el, live, nothing, styled};
use crate::view::View;

/// The handles that every view gets.
#[derive(Clone, Copy)]
pub struct Console {
    /// The list of tasks.
    pub tasks: Tasks,
    /// What carries runs out.
    pub runner: Runner,
    /// The sheet that is open.
    pub sheets: Sheets,
    /// What the table shows.
    pub view: View,
    /// What is kept in this browser.
    pub settings: Settings,
    /// The host that all of this is about.
    pub host: Host,
    /// What loads later.
    pub later: Later,
    /// The link that was followed, and what was ignored in it.
    pub followed: State<(Link, Vec<LinkNotice>)>,
    /// The time.
    pub now: State<Moment>,
    /// Which part of the table is in sight.
    pub sight: State<Sight>,
    /// Which place of the table had the focus last.
    pub focused: State<Option<Place>>,
}

/// The whole page.
pub fn app(tasks: Tasks, runner: Runner, settings: Settings, host: Host, config: &DeploymentConfig) -> Node {
    element::remove_placeholder();
    let view = View::new(tasks, settings);
    let (sheets, later) = (Sheets::new(tasks), Later::new());
    let followed = State::new((Link::default(), Vec::new()));
    let sight = State::new(Sight::LARGE);
    let (now, focused) = (clock::ticking(), State::new(None));
    let console =
        Console { tasks, runner, sheets, view, settings, host, later, followed, now, sight, focused };

    console.follow_address(true);
    address::on_moved(move || console.follow_address(false));
    keys::listen(console);

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
        .live_attr("class", move || sight.with(is_stacked).then(|| "stacked".to_owned()))
        .node(notices(console))
        .node(toolbar(console))
        .node(grid(console))
        .node(selection_bar(console))
        .node(activity(console));
    let work = styled("div", "work").child(table).node(console.sheet()).build();
    all(vec![top.build(), work, drop_zone(console)])
}

impl Console {
    /// Shows what the address asks for; nothing is sent by it.
    fn follow_address(self, first: bool) {
        let query = address::query();
        let (mut view, is_all) = Link::view_of(&query);
        if first {
            self.view.complete_link(&mut view);
        }
        self.view.follow(&view);
        link::follow(self, &query);
        if is_all && first {
            // The order may be the one that was kept, which Back has to find.
            self.show_address(false);
        }
    }

    /// Writes what is shown into the address, as a new entry of the history or in place of the present one.
    pub fn show_address(self, new_entry: bool) {
        link::show_address(self, new_entry);
    }
}
