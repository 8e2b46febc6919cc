//! A text field of a draft.

use console_core::domain::checkpoint::SubtopicError;
use console_core::domain::task_name::TaskNameError;
use console_core::forms::draft::{FieldError, FormField};
use console_core::forms::point::PointError;
use console_core::time::TimeInputError;
use leptos::prelude::*;

use crate::components::TextField;
use crate::messages;
use crate::stores::editing::Editing;

/// Shows a text field of the draft, with its label and the messages about what was typed.
#[component]
pub fn DraftField(
    /// The field.
    field: FormField,
    /// The id of the input, where the field's own is not unique.
    #[prop(optional, into)]
    id: Option<String>,
    /// What helps to fill it in; may be empty.
    #[prop(optional)]
    hint: &'static str,
    /// The text in it.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what was typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// The texts to suggest.
    #[prop(optional, into)]
    suggestions: Option<Signal<Vec<String>>>,
    /// Tells what is to be said of a suggestion that cannot be taken.
    #[prop(optional)]
    barred: Option<Callback<String, Option<&'static str>>>,
    /// Whether it takes the focus when its sheet opens.
    #[prop(optional)]
    first_focus: bool,
    /// Whether its text is set in the font of names and numbers.
    #[prop(default = true)]
    mono: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| messages::field_id(field).to_owned());
    let label = messages::field_label(field);
    let errors = messages_at(expect_context::<Editing>(), field);
    view! {
        <TextField id label hint value on_input errors nostrip:suggestions=suggestions barred first_focus mono/>
    }
}

/// Returns the messages at a field. What is missing is not called an error before sending was tried.
pub fn messages_at(editing: Editing, field: FormField) -> Signal<Vec<String>> {
    let messages = Memo::new(move |_| {
        let is_tried = editing.tried.get();
        editing.checked.with(|checked| {
            let shown = checked.errors_at(field).filter(|error| is_tried || !is_missing(error));
            shown.map(messages::field_error).collect::<Vec<_>>()
        })
    });
    messages.into()
}

/// Returns whether an error only says that something is still to be typed.
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
