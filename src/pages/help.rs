//! The sheet that says how the console is operated: the keys, the filter's terms.

use console_core::table::shortcuts;
use leptos::prelude::*;

use crate::components::{Node, all, button, check_box, el, sheet, styled};
use crate::messages;
use crate::stores::Console;

/// How the console is operated, and the switch for single keys.
pub fn help(console: Console, on_close: Callback<()>) -> Node {
    let single = shortcuts::ALL.iter().map(|(key, action)| (*key, messages::action(*action)));
    let body = styled("div", "sheet-form")
        .child(
            styled("div", "sheet-body")
                .node(single_keys(console))
                .node(table(single.collect()))
                .child(styled("p", "hint").text("Operations are opened for the row that has the focus, else for the task that is selected alone. Nothing is sent before the button in the sheet is pressed."))
                .child(el("h3").text("In the table"))
                .node(table(messages::GRID_KEYS.to_vec()))
                .child(el("h3").text("In the filter"))
                .node(table(messages::FILTER_TERMS.to_vec())),
        )
        .child(
            styled("div", "sheet-foot")
                .child(button("primary", "Close").attr("data-first-focus", "").on_click(move || on_close.run(()))),
        );
    sheet("Help", String::new, on_close, body.build())
}

/// The switch for single keys, which stands among the settings, too.
pub fn single_keys(console: Console) -> Node {
    let settings = console.settings;
    let hint = "Switch them off if something you use presses keys by itself, such as speech input.";
    let on = move || settings.shortcuts.get();
    check_box("shortcuts", "Single keys", hint, on, move |on| settings.set_shortcuts(on))
}

fn table(lines: Vec<(&'static str, &'static str)>) -> Node {
    let lines = lines.into_iter().map(|(key, does)| {
        el("div").child(el("dt").child(el("kbd").text(key))).child(el("dd").text(does)).build()
    });
    styled("dl", "keys").node(all(lines.collect())).build()
}
