//! The address and the table: showing what a link asks for, writing what is shown into the address, and what
//! has to be said about links and about runs that wait for a decision.

use console_core::domain::inventory::{Entry, Fate, Source};
use console_core::domain::operation::OperationKind;
use console_core::domain::run::{Run, RunId};
use console_core::domain::secret;
use console_core::domain::task_name::TaskName;
use console_core::forms::draft::Draft;
use console_core::interchange::history::HistoryFilter;
use console_core::interchange::link::Link;

use crate::app::Console;
use crate::browser::{address, clock};
use crate::runs::room_notice;
use crate::sheets::Opened;
use crate::ui::{self, Node, all, button, el, nothing, styled};
use crate::words;

/// Shows what an address asks for; nothing is sent by it.
pub fn follow(console: Console, query: &str) {
    let (mut link, mut notices) = Link::parse(query);
    if !link.opens_form() {
        let known = |name: &TaskName| console.tasks.is_known(name);
        notices.extend(link.read_tasks(known));
    }
    if link.history.is_none() {
        console.view.select(&link);
    }
    let zone = console.settings.zone.get_untracked();
    let mut was_read = false;
    let is_form = link.opens_form();
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
            // What the list has is meant to the letter.
            draft.task_as_is |= link.tasks.first().is_some_and(|name| console.tasks.is_known(name));
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
    if is_form {
        // How its name was read, and what is to be said of it, stands in the form.
        link.read_tasks(|name| console.tasks.is_known(name));
        link.tasks.retain(|name| !console.tasks.shows(name));
    }
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

/// The link that opens the history as it is shown, but for a text that holds a secret.
pub fn of_history(shown: &HistoryFilter) -> Link {
    let text = Some(shown.text.clone()).filter(|text| !secret::has_secrets(text));
    Link {
        tasks: shown.tasks.clone(),
        operation: shown.operation,
        history: Some(text.unwrap_or_default()),
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
        .child(ui::name(run.task.as_str()))
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
        .child(ui::name(run.task.as_str()))
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
    let operation = followed.with(|(link, _)| link.operation);
    let (gone, new): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| fate_of(console, name).is_some());
    let gone = gone.into_iter().map(|name| dead(console, operation, name)).collect();
    if new.is_empty() {
        return all(gone);
    }
    let what = if new.len() == 1 { "a task that is" } else { "tasks that are" };
    let list = new.iter().map(|name| el("li").child(ui::name(name.as_str())).build()).collect();
    let text = format!("The link names {what} not in your list. Add to the list?");
    let dismissed = new.clone();
    let notice = styled("div", "notice")
        .attr("role", "status")
        .child(el("div").child(el("p").text(text)).child(el("ul").node(all(list))))
        .child(button("", "Add to the list").on_click(move || {
            let entries: Vec<_> = new.iter().cloned().map(Entry::from).collect();
            console.tasks.add(&entries, Source::Person);
        }))
        .child(button("quiet", "Dismiss").on_click(move || dismiss(console, &dismissed)))
        .build();
    all(vec![all(gone), notice])
}

/// Says no more about these tasks of a link.
fn dismiss(console: Console, names: &[TaskName]) {
    console.followed.update(|(link, _)| link.tasks.retain(|name| !names.contains(name)));
}

fn fate_of(console: Console, name: &TaskName) -> Option<Fate> {
    console.tasks.with(|inventory| inventory.fate(name))
}

/// What became of a task of a link that is gone under its name, and the way to its successor.
fn dead(console: Console, operation: Option<OperationKind>, name: TaskName) -> Node {
    let Some(fate) = fate_of(console, &name) else { return nothing() };
    let told = fate.clone();
    let text = el("p")
        .text("The link names ")
        .child(ui::name(name.as_str()))
        .text(". ")
        .child(el("span").live_text(move || words::fate(&told, console.now.get())));
    let (dismissed, followed) = (name.clone(), name.clone());
    let successor = fate.now.map(|now| {
        let what = operation.map_or("Select", words::name);
        let label = format!("{what} {}", words::spoken(now.as_str()));
        let go_on = move || {
            match operation {
                Some(kind) => {
                    let zone = console.settings.zone.get_untracked();
                    console.open(Opened::Operation(Draft::new(kind, now.as_str(), &zone)));
                }
                None => console.view.selection.update(|selection| selection.only(now.clone())),
            }
            dismiss(console, std::slice::from_ref(&followed));
        };
        button("", label).on_click(go_on).build()
    });
    let add = move || {
        console.tasks.add(&[Entry::from(name.clone())], Source::Person);
    };
    styled("div", "notice doubt")
        .attr("role", "status")
        .child(text)
        .maybe(successor)
        .child(button("quiet", "Add it all the same").on_click(add))
        .child(
            button("quiet", "Dismiss").on_click(move || dismiss(console, std::slice::from_ref(&dismissed))),
        )
        .build()
}
