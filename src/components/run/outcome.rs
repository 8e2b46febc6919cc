//! An outcome with all fields of its answer.

use console_core::domain::codes::KnownCode;
use console_core::domain::inventory::{self, OperationStanding};
use console_core::domain::outcome::{Doubt, Outcome, Rejection, RejectionFields};
use console_core::domain::run::Run;
use leptos::prelude::*;

use crate::components::IconShape;
use crate::messages::{self, runs};

/// A list of an answer's fields, as names and texts.
type Facts = Vec<(String, String)>;

/// Returns the icon of an outcome, and the class that colours it.
pub fn outcome_icon(outcome: &Outcome) -> (IconShape, &'static str) {
    match outcome {
        Outcome::Confirmed { .. } => (IconShape::Tick, "good"),
        Outcome::Rejected(_) => (IconShape::Cross, "bad"),
        Outcome::Unknown(_) => (IconShape::Diamond, "doubt"),
        Outcome::NotSent(_) => (IconShape::Barred, "unsent"),
    }
}

/// Returns the icon of a run's status, and the class that colours it.
pub fn status_icon(run: &Run) -> (IconShape, &'static str) {
    match inventory::standing(run) {
        OperationStanding::UnderWay => (IconShape::Turning, "busy"),
        OperationStanding::Confirmed => (IconShape::Tick, "good"),
        OperationStanding::Rejected => (IconShape::Cross, "bad"),
        OperationStanding::Unknown => (IconShape::Diamond, "doubt"),
        OperationStanding::NotSent => (IconShape::Barred, "unsent"),
        OperationStanding::MarkedAsDone | OperationStanding::SeenDone => (IconShape::Tick, ""),
        OperationStanding::Abandoned => (IconShape::Dot, ""),
    }
}

/// Shows an outcome with its reason and the fields of its answer. The risk of a repetition is told where the call may
/// have been carried out.
#[component]
pub fn OutcomeReport(outcome: Outcome, repeat_risk: Option<&'static str>) -> impl IntoView {
    let (_, class) = outcome_icon(&outcome);
    let (reason, advice, facts, may_be_done) = match &outcome {
        Outcome::Confirmed { result, others } => {
            // A result that is no string is among the others.
            let is_other = others.iter().any(|(name, _)| name == "result");
            let result = (!is_other).then(|| fact("result", result.clone()));
            (None, None, result.into_iter().chain(others.iter().cloned()).collect(), false)
        }
        Outcome::Rejected(rejection) => {
            let facts = match rejection {
                Rejection::ByHost { status, fields } => fields_of(*status, fields),
                Rejection::ByStatus { status, text } => raw(*status, text),
            };
            let code = KnownCode::of(rejection);
            let may_be_done = code.is_some_and(|code| code.leaves_doubt());
            (Some(messages::rejection_summary(rejection)), code.map(messages::code), facts, may_be_done)
        }
        Outcome::NotSent(why) => (Some(messages::not_sent(*why).to_owned()), None, Vec::new(), false),
        Outcome::Unknown(doubt) => {
            let facts = match doubt {
                Doubt::UnclearAnswer { status, text } | Doubt::Contradiction { status, text, .. } => {
                    raw(*status, text)
                }
                _ => Vec::new(),
            };
            (Some(messages::doubt(doubt)), None, facts, true)
        }
    };
    let repeat_risk = repeat_risk.filter(|_| may_be_done);
    view! {
        <div class=format!("outcome {class}")>
            {reason.map(|reason| view! { <p class="reason" prop:textContent=reason></p> })}
            {advice.map(|advice| view! { <p class="remedy" prop:textContent=advice></p> })}
            {(!facts.is_empty()).then(|| list(facts))}
            {repeat_risk.map(|risk| view! { <p class="remedy" prop:textContent=risk></p> })}
        </div>
    }
}

fn fact(name: &str, text: Option<String>) -> (String, String) {
    (name.to_owned(), text.unwrap_or_else(|| runs::NO_VALUE.to_owned()))
}

fn fields_of(status: u16, fields: &RejectionFields) -> Facts {
    let mut facts = vec![fact("errCode", fields.code.clone()), fact("errMsg", fields.message.clone())];
    if fields.detail.is_empty() {
        facts.push(fact("errorDetail", None));
    }
    // Also as one text: "CM-…: the message".
    let (code, message) = (fields.code.as_deref().unwrap_or(""), fields.message.as_deref().unwrap_or(""));
    let is_told = |text: &str| [code, message].contains(&text) || text == format!("{code}: {message}");
    let is_all_told = fields.detail.iter().all(|(_, text)| is_told(text));
    for (name, text) in fields.detail.iter().filter(|_| !is_all_told) {
        let name = if name.is_empty() { "errorDetail".to_owned() } else { format!("errorDetail.{name}") };
        facts.push((name, text.clone()));
    }
    // A value that is no boolean is among the others.
    if !fields.others.iter().any(|(name, _)| name == "retryable") {
        facts.push(fact("retryable", fields.retryable.map(|value| runs::retryable(value).to_owned())));
    }
    facts.extend(fields.result.clone().map(|result| fact("result", Some(result))));
    facts.extend(fields.others.iter().cloned());
    facts.push(fact(runs::HTTP_STATUS, Some(status.to_string())));
    facts
}

fn raw(status: u16, text: &str) -> Facts {
    let body = if text.is_empty() { runs::EMPTY_BODY } else { text };
    vec![fact(runs::HTTP_STATUS, Some(status.to_string())), fact(runs::BODY, Some(body.to_owned()))]
}

fn list(facts: Facts) -> impl IntoView + use<> {
    let entry = |(name, text): (String, String)| {
        view! {
            <dt prop:textContent=name></dt>
            <dd class="answer mono" prop:textContent=text></dd>
        }
    };
    view! { <dl>{facts.into_iter().map(entry).collect_view()}</dl> }
}
