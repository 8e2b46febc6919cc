//! The sheet of settings: whether anything may be sent, how long an answer is waited for, single keys.

use std::sync::Arc;

use console_core::deployment::TIME_OUTS;
use leptos::prelude::*;

use crate::app::Console;
use crate::browser::element;
use crate::state::State;
use crate::ui::{Node, TextField, button, el, sheet, styled};

/// What a person can set in this browser; each change is kept at once.
pub fn settings_sheet(console: Console, on_close: Callback<()>) -> Node {
    let settings = console.settings;
    let typed = State::new(settings.time_out.get_untracked().to_string());
    let wrong = State::new(false);
    let time_out = TextField {
        id: "time-out".into(),
        label: "Time-out in seconds".into(),
        hint: "How long an answer is waited for. The host may carry a call out after that, so its outcome is unknown then.",
        value: Box::new(move || typed.get()),
        on_input: Box::new(move |text| {
            wrong.set(!settings.set_time_out(&text));
            typed.set(text);
        }),
        errors: Arc::new(move || {
            let (least, most) = TIME_OUTS;
            let text = format!("Enter a whole number of seconds from {least} to {most}.");
            wrong.get().then_some(text).into_iter().collect()
        }),
        lines: 0,
        list: None,
        first_focus: false,
        mono: true,
    };
    let check = |id: &'static str,
                 label: &'static str,
                 hint: &'static str,
                 value: State<bool>,
                 set: fn(Console, bool)| {
        let input = el("input")
            .attr("type", "checkbox")
            .attr("id", id)
            .attr("aria-describedby", format!("{id}-hint"))
            .live_prop("checked", move || value.get().into())
            .on("change", move |event| set(console, element::is_ticked(&event)));
        styled("div", "check")
            .child(input)
            .child(el("label").attr("for", id).text(label))
            .child(styled("p", "hint").attr("id", format!("{id}-hint")).text(hint))
    };
    let forced = settings.deployed_read_only.then(|| {
        styled("p", "hint")
            .text("The deployment sets this console to read only; it cannot be changed here.")
            .build()
    });
    let read_only = check(
        "read-only",
        "Read only",
        "Nothing is sent that changes something at the host, from any tab of this browser.",
        settings.read_only,
        |console, on| console.settings.set_read_only(on),
    );
    let keys = check(
        "single-keys",
        "Single keys",
        "Switch them off if something you use presses keys by itself, such as speech input. Help lists them.",
        settings.shortcuts,
        |console, on| console.settings.set_shortcuts(on),
    );
    let body = styled("div", "sheet-form")
        .child(styled("div", "sheet-body").maybe(forced).child(read_only).node(time_out.build()).child(keys))
        .child(styled("div", "sheet-foot").child(
            button("primary", "Close").attr("data-first-focus", "").on_click(move || on_close.run(())),
        ));
    sheet("Settings", String::new, on_close, body.build())
}
