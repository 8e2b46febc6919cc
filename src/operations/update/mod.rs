//! The fields of Update: the parameters to delete, and the values to set as a form and as JSON.

mod documented;
mod json;
mod problem;
mod removals;
mod rows;

use console_core::domain::inventory::TaskState;
use console_core::domain::task_name::Component;
use console_core::forms::draft::Draft;
use leptos::prelude::*;

use super::checkpoint;
use crate::components::{Node, check_box, el, live, nothing, styled, when};
use crate::stores::Console;
use crate::stores::documentation::Documentation;
use crate::stores::editing::Editing;
use crate::stores::settings::Settings;

/// What the parts of the form share. A handle.
#[derive(Clone, Copy)]
struct Form {
    editing: Editing,
    settings: Settings,
    documentation: Documentation,
    /// What the task's name says of its component.
    component: Memo<Option<Component>>,
}

impl Form {
    /// Whether values to set are shown as a form, followed; else as JSON.
    fn is_form(self) -> bool {
        self.settings.update_as_form.get()
    }
}

/// The fields.
pub fn update_fields(console: Console, editing: Editing) -> Vec<Node> {
    let documentation = editing.documentation();
    documentation.load(move || editing.check_documented());
    let component = Memo::new(move |_| editing.draft(|draft| draft.task_name()?.component()));
    let form = Form { editing, settings: console.settings, documentation, component };
    vec![
        stop_and_start(console, editing),
        checkpoint::left_by_update(console, editing),
        removals::removals(form),
        live(move || {
            documentation
                .trouble()
                .map_or_else(nothing, |text| styled("p", "hint").attr("role", "status").text(text).build())
        }),
        values(form),
        when(
            move || editing.draft(|draft| draft.update.has_secrets()),
            move || {
                let hint = "Hidden here, but sent. Shown, they stand in the form, in the calls below and in the curl command.";
                let shown = move || editing.is_revealed();
                check_box("show-secrets", "Show secrets", hint, shown, move |ticked| editing.reveal(ticked))
            },
        ),
    ]
}

/// The way to an Update of a task that runs.
fn stop_and_start(console: Console, editing: Editing) -> Node {
    let believed_running = move || {
        let name = editing.draft(Draft::task_name);
        let record = name.and_then(|name| console.tasks.get(&name));
        record.and_then(|record| record.state()) == Some(TaskState::Running)
    };
    let ticked = move || editing.draft(|draft| draft.stop_and_start);
    when(
        move || believed_running() || ticked(),
        move || {
            let hint = "The task runs as far as this console knows, and the host updates only tasks that are stopped or abnormal. The three calls go one after the other; if one fails, nothing more is sent and you decide.";
            check_box("stop-and-start", "Stop, update, start", hint, ticked, move |ticked| {
                editing.change(|draft| draft.stop_and_start = ticked);
            })
        },
    )
}

/// What to set: the switch between the two views, and the one that is chosen.
fn values(form: Form) -> Node {
    let choice = move |id: &'static str, label: &'static str, as_form: bool| {
        let input = el("input")
            .attr("type", "radio")
            .attr("name", "update-view")
            .attr("id", id)
            .live_prop("checked", move || (form.is_form() == as_form).into())
            .on("change", move |_| form.settings.set_update_as_form(as_form));
        styled("span", "segment").child(input).child(el("label").attr("for", id).text(label))
    };
    // Only a change of the view makes it anew.
    let is_form = Memo::new(move |_| form.is_form());
    let segments = styled("div", "segments")
        .attr("role", "radiogroup")
        .attr("aria-labelledby", "values-title")
        .child(choice("update-as-form", "Form", true))
        .child(choice("update-as-json", "JSON", false));
    let title = el("h3").attr("id", "values-title").text("Values to set");
    styled("div", "values")
        .child(styled("div", "values-head").child(title).child(segments))
        .node(live(move || if is_form.get() { rows::form_view(form) } else { json::json_view(form) }))
        .build()
}
