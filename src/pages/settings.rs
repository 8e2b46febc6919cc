//! The sheet of settings: whether anything may be sent, how long an answer is waited for, single keys.

use std::sync::Arc;

use console_core::interchange::deployment::TIME_OUTS;
use leptos::prelude::*;

use crate::components::{Node, TextField, button, check_box, sheet, styled};
use crate::pages::help::single_keys;
use crate::stores::Console;

/// What a person can set in this browser; each change is kept at once.
pub fn settings_sheet(console: Console, on_close: Callback<()>) -> Node {
    let settings = console.settings;
    let typed = RwSignal::new(settings.time_out.get_untracked().to_string());
    let wrong = RwSignal::new(false);
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
        suggest: None,
        first_focus: false,
        mono: true,
    };
    let forced = settings.deployed_read_only.then(|| {
        styled("p", "hint")
            .text("The deployment sets this console to read only; it cannot be changed here.")
            .build()
    });
    let read_only = check_box(
        "read-only",
        "Read only",
        "Nothing is sent that changes something at the host, from any tab of this browser.",
        move || settings.read_only.get(),
        move |on| settings.set_read_only(on),
    );
    let body = styled("div", "sheet-form")
        .child(
            styled("div", "sheet-body")
                .maybe(host_name(console))
                .maybe(forced)
                .node(read_only)
                .node(time_out.build())
                .node(single_keys(console)),
        )
        .child(styled("div", "sheet-foot").child(
            button("primary", "Close").attr("data-first-focus", "").on_click(move || on_close.run(())),
        ));
    sheet("Settings", String::new, on_close, body.build())
}

/// What the host is called, where the deployment does not say it, and the way to another one.
fn host_name(console: Console) -> Option<Node> {
    let host = console.host;
    if host.is_named_by_deployment() {
        return None;
    }
    let name = TextField {
        id: "host-name".into(),
        label: "Host name".into(),
        hint: "What you call the host that this address leads to: it stands at the top of the page, in the history and in what is saved. The deployment gives it no name.",
        value: Box::new(move || host.name().unwrap_or_default()),
        on_input: Box::new(move |text| host.call(&text)),
        errors: Arc::new(Vec::new),
        lines: 0,
        suggest: None,
        first_focus: false,
        mono: false,
    };
    let other = button("", "This address leads to another host…")
        .attr("title", "What is known of the present host is put away; you are asked which host it is")
        .on_click(move || host.ask());
    Some(styled("div", "host-setting").node(name.build()).child(other).build())
}
