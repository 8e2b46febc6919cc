//! The address and the table: showing what a link asks for, writing what is shown into the address, and what
//! has to be said about links and about runs that wait for a decision.

use console_core::cut::visible;
use console_core::draft::Draft;
use console_core::history::HistoryFilter;
use console_core::inventory::{Entry, Source};
use console_core::link::Link;
use console_core::run::{Run, RunId};

use crate::app::Console;
use crate::browser::{address, clock};
use crate::runs::room_notice;
use crate::sheets::Opened;
use crate::ui::{Node, all, button, el, nothing, styled};
use crate::words;

/// Shows what an address asks for; nothing is sent by it.
pub fn follow(console: Console, query: &str) {
    let (mut link, notices) = Link::parse(query);
    if link.history.is_none() {
        console.view.select(&link);
    }
    let zone = console.settings.zone.get_untracked();
    let mut was_read = false;
    let opened = if let Some(id) = &link.run {
        Some(Opened::Run(id.clone()))
    } else if let Some(text) = link.history.take() {
        let tasks = std::mem::take(&mut link.tasks);
        Some(Opened::History(HistoryFilter {
            tasks,
            operation: link.operation,
            text,
            ..HistoryFilter::default()
        }))
    } else {
        let draft = Draft::from_link(&link, &zone).map(|mut draft| {
            draft.anchor(clock::present_untracked().now);
            was_read = draft.to_link().read_at != link.read_at;
            draft
        });
        draft.map(Opened::Operation)
    };
    console.sheets.set(opened);
    // "2 hours ago" is what it is now after a reload, too.
    if was_read {
        show_address(console, false);
    }
    // Those that go from the list later on were taken out by whoever looks at it, and are not asked about.
    link.tasks.retain(|name| !console.tasks.shows(name));
    console.followed.set((link, notices));
}

/// Writes what is shown into the address, as a new entry of the history or in place of the present one.
pub fn show_address(console: Console, new_entry: bool) {
    let link = console.sheets.with_untracked(|opened| match opened {
        Some(Opened::Operation(draft)) => draft.to_link(),
        Some(Opened::History(asked)) => of_history(asked),
        Some(Opened::Run(id)) => of_run(id),
        _ => Link::default(),
    });
    address::show(&console.view.with_view(link).to_query(), new_entry);
}

/// The link that opens the history as it is shown.
pub fn of_history(shown: &HistoryFilter) -> Link {
    Link {
        tasks: shown.tasks.clone(),
        operation: shown.operation,
        history: Some(shown.text.clone()),
        ..Link::default()
    }
}

/// The link that opens a run.
pub fn of_run(id: &RunId) -> Link {
    Link { run: Some(id.clone()), ..Link::default() }
}

/// The notices about runs and links. Dismissing one empties what it comes from.
pub fn notices(console: Console) -> Node {
    let runs = el("div")
        .live(move || {
            let runs = console.runner.undecided();
            // The one in the open sheet is decided there.
            let elsewhere = runs.iter().filter(|run| !console.sheets.is_about(&run.task));
            all(elsewhere.map(|run| undecided(console, run)).collect())
        })
        .live(move || {
            let runs = console.runner.lost();
            let elsewhere = runs.iter().filter(|run| !console.sheets.is_about(&run.task));
            all(elsewhere.map(|run| lost(console, run)).collect())
        })
        .node(room_notice(console))
        .live(move || parts_ignored(console))
        .live(move || not_in_list(console));
    runs.attr("class", "notices").build()
}

fn lost(console: Console, run: &Run) -> Node {
    let draft = Draft::new(run.kind, run.task.as_str(), &console.settings.zone.get_untracked());
    let text = el("p")
        .text(format!("{} of ", words::name(run.kind)))
        .child(styled("span", "mono").text(visible(run.task.as_str()).into_owned()))
        .text(": the page went away before the answer came. Outcome unknown.");
    let id = run.id.clone();
    let look = button("", "Look…").on_click(move || console.open(Opened::Operation(draft.clone())));
    let dismiss = button("quiet", "Dismiss").on_click(move || console.runner.dismiss(&id));
    styled("div", "notice doubt").attr("role", "status").child(text).child(look).child(dismiss).build()
}

fn undecided(console: Console, run: &Run) -> Node {
    let standing = words::run_standing(run);
    let draft = Draft::new(run.kind, run.task.as_str(), &console.settings.zone.get_untracked());
    let text = el("p")
        .text(format!("{} of ", words::name(run.kind)))
        .child(styled("span", "mono").text(visible(run.task.as_str()).into_owned()))
        .text(format!(" was interrupted: {standing}."));
    let decide = button("", "Decide…").on_click(move || console.open(Opened::Operation(draft.clone())));
    styled("div", "notice doubt").attr("role", "status").child(text).child(decide).build()
}

fn parts_ignored(console: Console) -> Node {
    let followed = console.followed;
    let texts = followed.with(|(_, notices)| notices.iter().map(words::link_notice).collect::<Vec<_>>());
    if texts.is_empty() {
        return nothing();
    }
    let texts = texts.into_iter().map(|text| el("p").text(text).build()).collect();
    styled("div", "notice")
        .attr("role", "status")
        .child(el("div").node(all(texts)))
        .child(button("quiet", "Dismiss").on_click(move || followed.update(|(_, notices)| notices.clear())))
        .build()
}

fn not_in_list(console: Console) -> Node {
    let followed = console.followed;
    let names = followed.with(|(link, _)| {
        link.tasks.iter().filter(|name| !console.tasks.shows(name)).cloned().collect::<Vec<_>>()
    });
    if names.is_empty() {
        return nothing();
    }
    let what = if names.len() == 1 { "a task that is" } else { "tasks that are" };
    let list = names
        .iter()
        .map(|name| styled("li", "mono").text(visible(name.as_str()).into_owned()).build())
        .collect();
    let text = format!("The link names {what} not in your list. Add to the list?");
    styled("div", "notice")
        .attr("role", "status")
        .child(el("div").child(el("p").text(text)).child(el("ul").node(all(list))))
        .child(button("", "Add to the list").on_click(move || {
            let entries: Vec<_> = names.iter().cloned().map(Entry::from).collect();
            console.tasks.add(&entries, Source::Person);
        }))
        .child(button("quiet", "Dismiss").on_click(move || followed.update(|(link, _)| link.tasks.clear())))
        .build()
}
