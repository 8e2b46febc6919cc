//! What has to be said above the table: a list that is not kept, runs that wait for a decision, parts
//! of a link that were ignored, and tasks of a link that are not in the list.

use console_core::draft::Draft;
use console_core::inventory::Source;
use console_core::link::{Link, LinkNotice};
use console_core::run::Run;

use crate::app::{Console, Opened};
use crate::state::State;
use crate::ui::{Node, all, button, el, nothing, styled};
use crate::words;

/// The link that was followed, and what was ignored in it.
pub type Followed = State<(Link, Vec<LinkNotice>)>;

/// The notices. Dismissing one empties what it comes from.
pub fn notices(console: Console, followed: Followed) -> Node {
    styled("div", "notices")
        .live(move || not_kept(console))
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
        .live(move || parts_ignored(followed))
        .live(move || not_in_list(console, followed))
        .build()
}

fn not_kept(console: Console) -> Node {
    let Some(error) = console.tasks.trouble() else { return nothing() };
    let why = words::storage_error(&error);
    let text = format!(
        "The list of tasks cannot be kept in this browser: {why}. It is gone when this page is closed."
    );
    styled("div", "notice bad").attr("role", "alert").child(el("p").text(text)).build()
}

fn lost(console: Console, run: &Run) -> Node {
    let draft = Draft::new(run.kind, run.task.as_str(), &console.zone.get());
    let text = el("p")
        .text(format!("{} of ", words::name(run.kind)))
        .child(styled("span", "mono").text(run.task.to_string()))
        .text(": the page went away before the answer came. Outcome unknown.");
    let id = run.id.clone();
    let look = button("", "Look…").on_click(move || console.sheets.open(Opened::Operation(draft.clone())));
    let dismiss = button("quiet", "Dismiss").on_click(move || console.runner.dismiss(&id));
    styled("div", "notice doubt").attr("role", "status").child(text).child(look).child(dismiss).build()
}

fn undecided(console: Console, run: &Run) -> Node {
    let standing = words::run_standing(run);
    let draft = Draft::new(run.kind, run.task.as_str(), &console.zone.get());
    let text = el("p")
        .text(format!("{} of ", words::name(run.kind)))
        .child(styled("span", "mono").text(run.task.to_string()))
        .text(format!(" was interrupted: {standing}."));
    let decide =
        button("", "Decide…").on_click(move || console.sheets.open(Opened::Operation(draft.clone())));
    styled("div", "notice doubt").attr("role", "status").child(text).child(decide).build()
}

fn parts_ignored(followed: Followed) -> Node {
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

fn not_in_list(console: Console, followed: Followed) -> Node {
    let names = followed.with(|(link, _)| {
        link.tasks.iter().filter(|name| console.tasks.get(name).is_none()).cloned().collect::<Vec<_>>()
    });
    if names.is_empty() {
        return nothing();
    }
    let what = if names.len() == 1 { "a task that is" } else { "tasks that are" };
    let list = names.iter().map(|name| styled("li", "mono").text(name.to_string()).build()).collect();
    let text = format!("The link names {what} not in your list. Add to the list?");
    styled("div", "notice")
        .attr("role", "status")
        .child(el("div").child(el("p").text(text)).child(el("ul").node(all(list))))
        .child(button("", "Add to the list").on_click(move || {
            console.tasks.add(&names, Source::Person);
        }))
        .child(button("quiet", "Dismiss").on_click(move || followed.update(|(link, _)| link.tasks.clear())))
        .build()
}
