//! The fields of each operation's form.

use console_core::checkpoint::SubtopicError;
use console_core::draft::{self, Draft, Field, FieldError};
use console_core::operation::OperationKind;
use console_core::parameter::ParameterPathError;
use console_core::point::PointError;
use console_core::task_name::{Component, TaskName, TaskNameError};
use console_core::time::TimeInputError;
use leptos::prelude::*;

use super::pull_back::PullBackFields;
use super::sheet::Editing;
use crate::tasks::Tasks;
use crate::ui::TextField;
use crate::words;

/// The fields of an operation, the task's name first.
#[component]
pub fn Form(kind: OperationKind) -> impl IntoView {
    let own = match kind {
        OperationKind::Start => view! { <StartFields /> }.into_any(),
        OperationKind::Stop => ().into_any(),
        OperationKind::Update => view! { <UpdateFields /> }.into_any(),
        OperationKind::PullBack => view! { <PullBackFields /> }.into_any(),
        OperationKind::Migrate => view! { <MigrateFields /> }.into_any(),
        OperationKind::Delete => view! { <DeleteFields /> }.into_any(),
    };
    view! {
        <TaskNameField />
        {own}
    }
}

/// A text field of the draft, with the messages that belong to it. What is missing is not called an
/// error before sending was tried.
#[component]
pub fn DraftField(
    field: Field,
    id: &'static str,
    read: fn(&Draft) -> &String,
    write: fn(&mut Draft, String),
    #[prop(optional, into)] hint: String,
    #[prop(optional)] lines: u32,
    #[prop(optional)] list: &'static str,
    #[prop(optional)] mono: bool,
    #[prop(optional)] first_focus: bool,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let value = Signal::derive(move || editing.draft.with(|draft| read(draft).clone()));
    view! {
        <TextField
            id
            label=words::field_label(field)
            value
            on_input=move |typed| editing.draft.update(|draft| write(draft, typed))
            errors=editing.messages_at(field)
            hint
            lines
            list
            mono
            first_focus
        />
    }
}

impl Editing {
    /// The messages at a field.
    pub fn messages_at(self, field: Field) -> Signal<Vec<String>> {
        Signal::derive(move || {
            let tried = self.tried.get();
            self.checked.with(|checked| {
                let shown = checked.errors_at(field).filter(|error| tried || !is_missing(error));
                shown.map(words::field_error).collect()
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
            | FieldError::NothingToChange
            | FieldError::Confirmation
            | FieldError::Parameter(ParameterPathError::NoDot(_))
    )
}

#[component]
fn TaskNameField() -> impl IntoView {
    let tasks = expect_context::<Tasks>();
    let editing = expect_context::<Editing>();
    let is_new = move || {
        let name = editing.draft.with(|draft| TaskName::parse(&draft.task).ok());
        name.is_some_and(|name| !tasks.shows(&name))
    };
    let empty = editing.draft.with_untracked(|draft| draft.task.trim().is_empty());
    view! {
        <DraftField
            field=Field::TaskName
            id="task-name"
            read=|draft| &draft.task
            write=|draft, typed| draft.task = typed
            mono=true
            first_focus=empty
        />
        <Show when=is_new>
            <p class="hint beside">"This task is not in the list yet. It is added when the first call is sent."</p>
        </Show>
    }
}

#[component]
fn StartFields() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let component = Memo::new(move |_| {
        editing.draft.with(|draft| TaskName::parse(&draft.task).ok().and_then(|name| name.component()))
    });
    let unclear =
        move || (component.get().is_none()).then_some(" The name does not tell which component this is.");
    view! {
        <Show when=move || draft::offers_pull_back(component.get())>
            <Check
                id="pull-back-flag"
                label="Pull back"
                read=|draft| draft.pull_back
                write=|draft, ticked| draft.pull_back = ticked
            >
                "Only as the last step of a pull-back, after its checkpoint was set. Without it the task goes on from where it stopped."
                {unclear}
            </Check>
        </Show>
        <Show when=move || draft::offers_restart(component.get())>
            <Check
                id="restart-flag"
                label="Restart"
                read=|draft| draft.restart
                write=|draft, ticked| draft.restart = ticked
            >
                "Runs the import again from its beginning, on the original Checker. Without it the import goes on where it stopped."
                {move || (component.get() != Some(Component::FullImport)).then(unclear).flatten()}
            </Check>
        </Show>
    }
}

#[component]
fn Check(
    id: &'static str,
    label: &'static str,
    read: fn(&Draft) -> bool,
    write: fn(&mut Draft, bool),
    children: ChildrenFn,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let hint_id = format!("{id}-hint");
    view! {
        <div class="check">
            <input
                id=id
                type="checkbox"
                aria-describedby=hint_id.clone()
                prop:checked=move || editing.draft.with(read)
                on:change:target=move |event| editing.draft.update(|draft| write(draft, event.target().checked()))
            />
            <label for=id>{label}</label>
            <p class="hint" id=hint_id>{children()}</p>
        </div>
    }
}

#[component]
fn UpdateFields() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let nothing = move || {
        editing.checked.with(|checked| {
            checked.errors.iter().any(|(_, error)| matches!(error, FieldError::NothingToChange))
        })
    };
    view! {
        <DraftField
            field=Field::Delete
            id="delete-params"
            read=|draft| &draft.delete
            write=|draft, typed| draft.delete = typed
            hint="scope.key, several separated by commas. The host deletes these first."
            mono=true
            first_focus=true
        />
        <DraftField
            field=Field::Json
            id="config-json"
            read=|draft| &draft.json
            write=|draft, typed| draft.json = typed
            hint="What to set, as {\"scope\": {\"key\": \"value\"}}. Every value is a string."
            lines=9
            mono=true
        />
        <Show when=nothing>
            <p class="hint beside" role="status">"Nothing to change yet."</p>
        </Show>
    }
}

#[component]
fn MigrateFields() -> impl IntoView {
    view! {
        <DraftField
            field=Field::Ip
            id="destination-ip"
            read=|draft| &draft.ip
            write=|draft, typed| draft.ip = typed
            hint="Optional, IPv4 or IPv6. When it is empty the host chooses the machine."
            mono=true
            first_focus=true
        />
    }
}

#[component]
fn DeleteFields() -> impl IntoView {
    view! {
        <DraftField
            field=Field::Confirmation
            id="confirm-delete"
            read=|draft| &draft.confirmation
            write=|draft, typed| draft.confirmation = typed
            first_focus=true
        />
    }
}
