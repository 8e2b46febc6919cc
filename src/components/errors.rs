//! Errors that OMS tells, in full, and why it told nothing.

use console_core::openapi::{ErrorDetail, ReadError};
use leptos::prelude::*;

use super::{CopyButton, Marked};
use crate::messages::{details, live};

/// Returns a heading and a list of errors; nothing where there are none.
pub fn errors(errors: &[ErrorDetail]) -> Option<AnyView> {
    (!errors.is_empty()).then(|| view! { <h4>{details::ERRORS}</h4>{error_list(errors)} }.into_any())
}

/// Returns a list of errors, each with all that OMS says of it.
pub fn error_list(errors: &[ErrorDetail]) -> AnyView {
    let error = |error: &ErrorDetail| {
        let lines = details::error_lines(error).into_iter().map(|text| view! { <p><Marked text/></p> });
        let copy = error.request_id.clone().map(|id| {
            view! { <CopyButton label=details::COPY_REQUEST text=Signal::stored(Some(id))/> }
        });
        view! { <li>{lines.collect_view()}{copy}</li> }
    };
    view! { <ul class="live-errors">{errors.iter().map(error).collect_view()}</ul> }.into_any()
}

/// Returns why a read told nothing, after a text where there is one, with all that OMS says of it.
pub fn read_problem(what: Option<String>, error: &ReadError) -> AnyView {
    let problem = live::read_problem(error);
    let text = what.map_or_else(|| problem.clone(), |what| format!("{what}: {problem}"));
    let told = error.refusal().map(|refusal| refusal.error()).filter(|told| *told != ErrorDetail::default());
    view! { <p><Marked text/></p>{told.map(|told| error_list(&[told]))} }.into_any()
}
