//! The toolbar above the table: the filter with its completions and counts, the saved views, and the ways
//! to the sheets of the list.

use console_core::interchange::history::HistoryFilter;
use console_core::table::filter::{Field, Filter};
use console_core::table::order::Column;
use console_core::text::odd_characters::visible;
use leptos::prelude::*;

use crate::components::{El, ElementRef, Node, all, button, el, nothing, styled, when};
use crate::messages;
use crate::stores::Console;
use crate::stores::sheets::Opened;
use browser::{element, keyboard};

/// How many ways to go on with the filter are offered.
const COMPLETIONS: usize = 4;

/// The toolbar.
pub fn toolbar(console: Console) -> Node {
    let Console { view, tasks, .. } = console;
    let count = move || {
        let (shown, all) = (view.count(), tasks.count());
        let noun = if all == 1 { "task" } else { "tasks" };
        if shown == all { format!("{all} {noun}") } else { format!("{shown} of {all} {noun}") }
    };
    let field = ElementRef::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            element::show_value(&field, &view.filter.get());
        }
    });
    let typed = move |event: &leptos::ev::Event, is_composing| {
        view.type_filter(element::value_of(event), is_composing, move || console.show_address(true));
    };
    let filter = styled("input", "filter")
        .found_by(field)
        .attr("id", "filter")
        .attr("type", "search")
        .attr("aria-label", "Filter tasks")
        .attr("placeholder", "Filter tasks: words, state:stopped, project:np_…")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .on("input", move |event| typed(&event, element::is_composing(&event)))
        .on("compositionend", move |event| typed(&event, false))
        .on("keydown", move |event| {
            // A browser would clear the field, and a sheet would close.
            let is_open = view.completions.with_untracked(|completions| !completions.is_empty());
            if is_open && keyboard::key(&event).is_some_and(|key| key.is_plain("Escape")) {
                event.prevent_default();
                view.completions.set(Vec::new());
            }
        });
    let bar = styled("div", "toolbar")
        .attr("role", "toolbar")
        .attr("aria-label", "Table")
        .child(filter)
        .child(styled("span", "count").attr("role", "status").live_text(count))
        .live(move || views(console))
        .node(order(console))
        .child(button("stacked-only", "Select all").on_click(move || view.select_all()))
        .child(styled("span", "push"))
        .child(button("columns-button", "Columns").on_click(move || console.open(Opened::Columns)))
        .child(
            button("", "History").on_click(move || console.open(Opened::History(HistoryFilter::default()))),
        )
        .child(button("", "List").on_click(move || console.open(Opened::TaskList)))
        .child(button("add", "Add tasks").on_click(move || console.open(Opened::AddTasks)));
    all(vec![bar.build(), when(move || tasks.count() > 0, move || counts(console))])
}

/// The order of the rows, where cells are stacked and there are no headings to click on.
fn order(console: Console) -> Node {
    let view = console.view;
    let option = |value: String, text: String| {
        let of = value.clone();
        // What breaks ties has no place here.
        let chosen =
            move || view.order.with(|order| order.to_string().split(',').next() == Some(of.as_str()));
        el("option").attr("value", value).live_prop("selected", move || chosen().into()).text(text).build()
    };
    let mut options = vec![option(String::new(), "As they were added".to_owned())];
    for &column in Column::ALL {
        let (word, name) = (column.link_word(), messages::column(column));
        options.push(option(word.to_owned(), format!("{name} ↑")));
        options.push(option(format!("-{word}"), format!("{name} ↓")));
    }
    styled("select", "stacked-only")
        .attr("aria-label", "Order")
        .on("change", move |event| {
            view.order_by(&element::value_of(&event));
            console.show_address(true);
        })
        .node(all(options))
        .build()
}

/// How the filter could go on. In the line of the counts, where nothing has to give way to them and they lie
/// over nothing. Not a datalist: with one, the search box would be a combo box.
fn completions(console: Console) -> Node {
    let view = console.view;
    let completions = view.completions.get();
    if completions.is_empty() {
        return nothing();
    }
    let buttons = completions.into_iter().take(COMPLETIONS).map(|text| {
        let taken = text.clone();
        button("count-button completion mono", text)
            .on_click(move || {
                view.type_filter(taken.clone(), false, move || console.show_address(true));
                element::focus_by_id("filter");
            })
            .build()
    });
    styled("div", "completions")
        .attr("role", "group")
        .attr("aria-label", "Completions")
        .node(all(buttons.collect()))
        .build()
}

/// The saved views to choose from.
fn views(console: Console) -> Node {
    let settings = console.settings;
    let save = button("", "Views").on_click(move || console.open(Opened::Views));
    let names =
        settings.views.with(|views| views.list().iter().map(|saved| saved.name.clone()).collect::<Vec<_>>());
    if names.is_empty() {
        return save.build();
    }
    let options = names.into_iter().map(|name| el("option").attr("value", name.clone()).text(name).build());
    let first = el("option").attr("value", "").text("Saved views…").build();
    let select = el("select")
        .attr("aria-label", "Saved views")
        .live_prop("value", || "".into())
        .on("change", move |event| {
            let name = element::value_of(&event);
            let view = settings.views.with_untracked(|views| views.get(&name).cloned());
            if let Some(view) = view {
                console.view.show(&view);
                console.show_address(true);
            }
            element::set_value(&event, "");
        })
        .node(all(std::iter::once(first).chain(options).collect()));
    all(vec![select.build(), save.build()])
}

/// How many tasks there are by state and by component; a click filters.
fn counts(console: Console) -> Node {
    styled("div", "counts")
        .node(group(console, "State", Field::State))
        .node(group(console, "Component", Field::Component))
        .node(group(console, "Left behind", Field::Waiting))
        .live(move || completions(console))
        .child(styled("div", "advice").attr("role", "status").live(move || advice(console)))
        .build()
}

/// What is to be said about the filter, with what can be made of it.
fn advice(console: Console) -> Node {
    let lines = console.view.advice().into_iter().map(|advice| {
        let change =
            messages::change(&advice).map(|(label, text)| change_filter(console, label, text).build());
        el("p").text(visible(&messages::advice(&advice)).into_owned()).maybe(change).build()
    });
    all(lines.collect())
}

/// A button that puts another filter in place of the present one.
pub fn change_filter(console: Console, label: String, text: String) -> El {
    button("", visible(&label).into_owned()).on_click(move || {
        console.view.set_filter(text.clone());
        console.show_address(true);
        element::focus_by_id("filter");
    })
}

fn group(console: Console, label: &'static str, field: Field) -> Node {
    let buttons = (0..field.values().len()).map(|at| count(console, field, at));
    styled("div", "count-group")
        .attr("role", "group")
        .attr("aria-label", label)
        .node(all(buttons.collect()))
        .build()
}

/// The button for one of a field's values, while there is something to say about it. It stays the same one while
/// the filter is typed.
fn count(console: Console, field: Field, at: usize) -> Node {
    let view = console.view;
    let value = field.values()[at];
    let facet = move || view.facet(field, at);
    let make = move || {
        button("count-button", format!("{} ", messages::facet(value)))
            .live_attr("aria-pressed", move || facet().map(|facet| facet.chosen.to_string()))
            .child(
                styled("span", "number")
                    .live_text(move || facet().map_or(0, |facet| facet.count).to_string()),
            )
            .on_click(move || {
                let mut filter = view.filter.with_untracked(|text| Filter::parse(text));
                filter.toggle(field, value);
                view.set_filter(filter.to_text());
                console.show_address(true);
            })
            .build()
    };
    when(move || facet().is_some_and(|facet| facet.count > 0 || facet.chosen), make)
}
