//! The exact calls of a plan, before they go.

use console_core::domain::call::Call;
use console_core::domain::plan::Plan;
use console_core::domain::secret::HIDDEN;
use console_core::interchange::curl::{self, Sentences};

use crate::components::run::CallText;
use crate::components::{Node, all, copy_button_named, el, live, styled};
use crate::messages;
use crate::stores::editing::Editing;
use crate::stores::settings::Settings;
use browser::address;
use leptos::prelude::*;

/// All calls of a plan as curl commands, in their order. None while a secret is hidden: a command with
/// something else in its place would overwrite the real one.
pub fn curl(plan: &Plan, settings: Settings, editing: Editing) -> Option<String> {
    let (base, _) = base(settings);
    let calls = plan.calls();
    let about = messages::curl_about(calls.len(), &base);
    let sentences = Sentences { about: &about, stopped: messages::CURL_STOPPED };
    can_be_copied(plan, editing).then(|| match calls {
        [call] => curl::command(&base, call),
        calls => curl::script(&base, calls, settings.time_out.get(), sentences),
    })
}

/// The address that commands go to, and whether it is the console's own.
fn base(settings: Settings) -> (String, bool) {
    let named = settings.curl_base.with_untracked(|base| base.as_ref().map(|base| base.as_str().to_owned()));
    let is_own = named.is_none();
    (named.unwrap_or_else(address::origin), is_own)
}

fn can_be_copied(plan: &Plan, editing: Editing) -> bool {
    editing.is_revealed() || !plan.calls().iter().any(Call::has_secrets)
}

/// The calls as they will be sent, or a word on why there are none yet.
pub fn preview(settings: Settings, editing: Editing) -> Node {
    styled("section", "preview")
        .attr("aria-labelledby", "preview-title")
        .child(el("h3").attr("id", "preview-title").text("What will be sent"))
        .node(live(move || {
            editing.checked(|checked| match &checked.plan {
                None => styled("p", "hint")
                    .text("The calls are shown here as soon as the form is filled in.")
                    .build(),
                Some(plan) => calls(plan, settings, editing),
            })
        }))
        .build()
}

fn calls(plan: &Plan, settings: Settings, editing: Editing) -> Node {
    let several = plan.calls().len() > 1;
    let items = plan.calls().iter().enumerate().map(|(index, call)| {
        let head = several.then(|| {
            let step = messages::step_name(call.endpoint(), plan.kind());
            styled("div", "call-head")
                .child(styled("span", "call-step").text(step))
                .node(copy_call(index, step, settings, editing))
                .build()
        });
        let body = if editing.is_revealed() { call.body() } else { call.body_without_secrets(HIDDEN) };
        let call = view! { <CallText target=call.target().to_owned() body/> };
        styled("li", "call").maybe(head).node(call.into_any()).build()
    });
    let list = styled("ol", if several { "calls numbered" } else { "calls" }).node(all(items.collect()));
    let commands = curl(plan, settings, editing).map(|commands| {
        let (base, is_own) = base(settings);
        let text = styled("pre", "mono").text(commands);
        let address = styled("p", "hint").text(messages::curl_address(&base, is_own)).build();
        let details = styled("details", "curl").child(el("summary").text("As curl")).child(text).build();
        all(vec![address, details])
    });
    all([Some(list.build()), commands].into_iter().flatten().collect())
}

/// The button that copies one call of several.
fn copy_call(index: usize, step: &str, settings: Settings, editing: Editing) -> Node {
    let command = move || {
        editing.checked(|checked| {
            let plan = checked.plan.as_ref().filter(|plan| can_be_copied(plan, editing))?;
            plan.calls().get(index).map(|call| curl::command(&base(settings).0, call))
        })
    };
    copy_button_named("Copy", messages::copy_call(index + 1, step), command)
}
