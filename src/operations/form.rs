//! The fields of each operation's form.

use std::sync::Arc;

use console_core::domain::checkpoint::SubtopicError;
use console_core::domain::operation::OperationKind;
use console_core::domain::task_name::TaskNameError;
use console_core::forms::draft::{self, Draft, Field, FieldError};
use console_core::forms::point::PointError;
use console_core::time::TimeInputError;
use leptos::prelude::*;

use super::checkpoint;
use super::pull_back::pull_back_fields;
use super::task_name::task_name;
use super::update::update_fields;
use crate::components::{Node, TextField, all, check_box, live, when};
use crate::messages;
use crate::stores::Console;
use crate::stores::editing::Editing;

/// The fields of an operation, the task's name first.
pub fn form(console: Console, editing: Editing, kind: OperationKind) -> Node {
    let mut fields = task_name(console, editing);
    match kind {
        OperationKind::Stop => {}
        OperationKind::Start => fields.extend(flags(console, editing)),
        OperationKind::Update => fields.extend(update_fields(console, editing)),
        OperationKind::PullBack => fields.extend(pull_back_fields(console, editing)),
        OperationKind::Migrate => fields.push(
            TextField {
                hint: "Optional, IPv4 or IPv6. When it is empty the host chooses the machine.",
                first_focus: true,
                ..editing.field(Field::Ip, |draft| &mut draft.ip)
            }
            .build(),
        ),
        OperationKind::Delete => fields.push(
            TextField {
                first_focus: true,
                mono: false,
                ..editing.field(Field::Confirmation, |draft| &mut draft.confirmation)
            }
            .build(),
        ),
    }
    all(fields)
}

impl Editing {
    /// A text field of the draft, with the messages that belong to it.
    pub fn field(self, field: Field, part: fn(&mut Draft) -> &mut String) -> TextField {
        let read = move || self.read(part);
        TextField {
            id: messages::field_id(field).into(),
            label: messages::field_label(field),
            hint: "",
            value: Box::new(read),
            on_input: Box::new(move |typed| self.change(|draft| *part(draft) = typed)),
            errors: self.messages_at(field),
            lines: 0,
            suggest: None,
            first_focus: false,
            mono: true,
        }
    }

    /// The messages at a field. What is missing is not called an error before sending was tried.
    pub fn messages_at(self, field: Field) -> Arc<dyn Fn() -> Vec<String> + Send + Sync> {
        Arc::new(move || {
            let tried = self.was_tried();
            self.checked(|checked| {
                let shown = checked.errors_at(field).filter(|error| tried || !is_missing(error));
                shown.map(messages::field_error).collect()
            })
        })
    }
}

/// Whether an error only says that something is still to be typed.
fn is_missing(error: &FieldError) -> bool {
    matches!(
        error,
        FieldError::TaskName(TaskNameError::Empty)
            | FieldError::Point(PointError::Input(TimeInputError::Empty))
            | FieldError::Subtopic(SubtopicError::Empty)
            | FieldError::CheckpointWaits
            | FieldError::NothingToChange
            | FieldError::Confirmation
    )
}

/// The flags of Start, each only where the component may take it.
fn flags(console: Console, editing: Editing) -> Vec<Node> {
    let component = Memo::new(move |_| editing.draft(|draft| draft.task_name()?.component()));
    let component = move || component.get();
    let waiting = Memo::new(move |_| checkpoint::waiting(console.tasks, editing));
    let pull_back = "Only as the last step of a pull-back, after its checkpoint was set. Without it the task goes on from where it stopped.";
    let restart = "Only for a Full-Import: runs it again from its beginning, on the original Checker. Without it the import goes on where it stopped.";
    let flag = move |id, label, hint, part: fn(&mut Draft) -> &mut bool| {
        let ticked = move || editing.read(part);
        check_box(id, label, hint, ticked, move |ticked| editing.change(|draft| *part(draft) = ticked))
    };
    vec![
        when(
            move || draft::offers_pull_back(component()),
            move || {
                live(move || match waiting.get() {
                    Some(waiting) => checkpoint::choice(console, editing, &waiting),
                    None => flag("pull-back-flag", "Pull back", pull_back, |draft| &mut draft.pull_back),
                })
            },
        ),
        when(
            move || draft::offers_restart(component()),
            move || flag("restart-flag", "Restart", restart, |draft| &mut draft.restart),
        ),
    ]
}
