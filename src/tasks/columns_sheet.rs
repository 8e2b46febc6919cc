//! The sheet that arranges the table's columns: which are shown, in which order, how wide.

use console_core::table::columns::{Columns, NARROWEST, WIDEST};
use console_core::table::order::Column;
use leptos::prelude::*;

use crate::components::{Node, all, button, el, sheet, styled};
use crate::messages;
use crate::stores::Console;
use browser::element;

/// Arranges the columns; each change shows in the table at once and is kept.
pub fn arrange_columns(console: Console, on_close: Callback<()>) -> Node {
    let settings = console.settings;
    let order = Memo::new(move |_| {
        settings.columns.with(|columns| columns.all().iter().map(|one| one.column).collect::<Vec<_>>())
    });
    let rows = For(ForProps::builder()
        .each(move || order.get())
        .key(|column: &Column| column.link_word())
        .children(move |column: Column| line(console, column))
        .build())
    .into_any();
    let reset = button("", "As at first").on_click(move || settings.set_columns(Columns::default()));
    let hint = "In the table itself: drag a heading to move its column and its edge to make it wider; on a heading, Control with an arrow key moves the column, Shift with one changes its width. Columns for which there is no room are left out from the right.";
    let body = styled("div", "sheet-form")
        .child(
            styled("div", "sheet-body")
                .child(styled("p", "explain").text(hint))
                .child(styled("ul", "columns").node(rows)),
        )
        .child(
            styled("div", "sheet-foot")
                .child(button("primary", "Close").on_click(move || on_close.run(())))
                .child(reset),
        );
    sheet("Columns", String::new, on_close, body.build())
}

fn line(console: Console, column: Column) -> Node {
    let settings = console.settings;
    let name = messages::column(column);
    let arranged = move || {
        settings.columns.with(|columns| columns.all().iter().find(|one| one.column == column).copied())
    };
    let change = move |change: &dyn Fn(&mut Columns)| {
        let mut columns = settings.columns.get_untracked();
        change(&mut columns);
        settings.set_columns(columns);
    };
    let id = format!("column-{}", column.link_word());
    let shown = el("input")
        .attr("type", "checkbox")
        .attr("id", id.clone())
        .maybe_attr("disabled", (column == Column::Name).then_some(""))
        .live_prop("checked", move || arranged().is_some_and(|one| one.shown).into())
        .on("change", move |event| change(&|columns| columns.set_shown(column, element::is_ticked(&event))));
    let width = el("input")
        .attr("type", "number")
        .attr("min", NARROWEST.to_string())
        .attr("max", WIDEST.to_string())
        .attr("step", "16")
        .attr("aria-label", format!("Width of {name} in pixels"))
        .live_prop("value", move || arranged().map_or(0, |one| one.width()).into())
        .on("change", move |event| {
            if let Ok(width) = element::value_of(&event).parse() {
                change(&|columns| columns.set_width(column, width));
            }
        });
    let mover = |sign: &'static str, by: i32, word: &str| {
        button("quiet", sign)
            .attr("aria-label", format!("Move {name} {word}"))
            .live_attr("disabled", move || (!arranged().is_some_and(|one| one.shown)).then(String::new))
            .on_click(move || change(&|columns| *columns = columns.moved(column, by)))
    };
    let buttons = vec![mover("↑", -1, "to the left").build(), mover("↓", 1, "to the right").build()];
    el("li")
        .child(shown)
        .child(el("label").attr("for", id).text(name))
        .child(styled("span", "push"))
        .child(width)
        .node(all(buttons))
        .build()
}
