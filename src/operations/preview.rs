//! The exact calls of a plan, before they go.

use console_core::plan::Plan;

use super::sheet::Editing;
use crate::browser::address;
use crate::runs::request;
use crate::ui::{Node, all, el, live, styled};
use crate::words;

/// What stands on the screen in place of a secret.
const HIDDEN: &str = "(hidden)";

/// All calls of a plan as curl commands, in their order.
pub fn curl(plan: &Plan) -> String {
    let origin = address::origin();
    let commands =
        plan.calls().iter().map(|call| console_core::curl::command(&origin, &call.without_secrets(HIDDEN)));
    commands.collect::<Vec<_>>().join("\n")
}

/// The calls as they will be sent, or a word on why there are none yet.
pub fn preview(editing: Editing) -> Node {
    styled("section", "preview")
        .attr("aria-labelledby", "preview-title")
        .child(el("h3").attr("id", "preview-title").text("What will be sent"))
        .node(live(move || {
            editing.checked(|checked| match &checked.plan {
                None => styled("p", "hint")
                    .text("The calls are shown here as soon as the form is filled in.")
                    .build(),
                Some(plan) => calls(plan),
            })
        }))
        .build()
}

fn calls(plan: &Plan) -> Node {
    let several = plan.calls().len() > 1;
    let items = plan.calls().iter().map(|call| {
        let step = several.then(|| {
            styled("span", "call-step").text(words::step_name(call.endpoint(), plan.kind())).build()
        });
        let shown = call.without_secrets(HIDDEN);
        styled("li", "call").maybe(step).node(request(shown.target(), shown.body())).build()
    });
    let list = styled("ol", if several { "calls numbered" } else { "calls" }).node(all(items.collect()));
    let commands = styled("details", "curl")
        .child(el("summary").text("As curl"))
        .child(styled("pre", "mono").text(curl(plan)));
    all(vec![list.build(), commands.build()])
}
