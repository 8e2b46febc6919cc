//! An outcome with all that the answer said, and what there is to do after it.

use console_core::domain::call::CallRecord;
use console_core::domain::codes::KnownCode;
use console_core::domain::inventory;
use console_core::domain::operation::OperationKind;
use console_core::domain::outcome::{Doubt, Outcome, Rejection, RejectionFields};
use console_core::domain::repeat::{RepeatOffer, RepeatRisk};
use console_core::domain::run::Run;
use console_core::forms::draft::Draft;

use crate::components::{self, El, Node, all, button, el, nothing, styled};
use crate::messages;
use crate::stores::Console;
use crate::stores::sheets::Opened;
use leptos::prelude::*;

/// What an answer says, as names and texts.
type Facts = Vec<(String, String)>;

/// An outcome with its reason and every field of its answer; for one of `several` calls also what is to be known
/// before it is sent again. With a single one, that stands beside the button.
pub fn outcome(outcome: &Outcome, call: &CallRecord, several: bool) -> Node {
    let before_repeating = || {
        let offer = RepeatOffer::MayHaveBeenDone(RepeatRisk::of(call));
        several.then(|| styled("p", "advice").text(messages::repeat_offer(offer, call.endpoint)).build())
    };
    match outcome {
        Outcome::Confirmed { result, others } => {
            // What is no string stands among the others.
            let is_other = others.iter().any(|(name, _)| name == "result");
            let result = (!is_other).then(|| fact("result", result.clone()));
            let facts = result.into_iter().chain(others.iter().cloned()).collect();
            styled("div", "outcome good").child(list(facts)).build()
        }
        Outcome::Rejected(rejection) => {
            let facts = match rejection {
                Rejection::ByHost { status, fields } => fields_of(*status, fields),
                Rejection::ByStatus { status, text } => raw(*status, text),
            };
            let code = KnownCode::of(rejection);
            styled("div", "outcome bad")
                .child(el("p").text(messages::rejection_summary(rejection)))
                .maybe(code.map(|code| styled("p", "advice").text(messages::code(code)).build()))
                .child(list(facts))
                .maybe(code.filter(|code| code.leaves_doubt()).and_then(|_| before_repeating()))
                .build()
        }
        Outcome::NotSent(why) => {
            styled("div", "outcome unsent").child(el("p").text(messages::not_sent(*why))).build()
        }
        Outcome::Unknown(doubt) => {
            let answer = match doubt {
                Doubt::UnclearAnswer { status, text } | Doubt::Contradiction { status, text, .. } => {
                    Some(list(raw(*status, text)).build())
                }
                _ => None,
            };
            styled("div", "outcome doubt")
                .child(el("p").text(messages::doubt(doubt)))
                .maybe(answer)
                .maybe(before_repeating())
                .build()
        }
    }
}

fn fact(name: &str, text: Option<String>) -> (String, String) {
    (name.to_owned(), text.unwrap_or_else(|| "none".into()))
}

fn fields_of(status: u16, fields: &RejectionFields) -> Facts {
    let mut facts = vec![fact("errCode", fields.code.clone()), fact("errMsg", fields.message.clone())];
    if fields.detail.is_empty() {
        facts.push(fact("errorDetail", None));
    }
    for (name, text) in &fields.detail {
        let name = if name.is_empty() { "errorDetail".to_owned() } else { format!("errorDetail.{name}") };
        facts.push((name, text.clone()));
    }
    let retryable = fields.retryable.map(|retryable| match retryable {
        true => "true: the same call may be tried again".to_owned(),
        false => "false".to_owned(),
    });
    // What is not understood stands among the others.
    if !fields.others.iter().any(|(name, _)| name == "retryable") {
        facts.push(fact("retryable", retryable));
    }
    facts.extend(fields.result.clone().map(|result| fact("result", Some(result))));
    facts.extend(fields.others.iter().cloned());
    facts.push(fact("HTTP status", Some(status.to_string())));
    facts
}

fn raw(status: u16, text: &str) -> Facts {
    let body = if text.is_empty() { "empty" } else { text };
    vec![fact("HTTP status", Some(status.to_string())), fact("Body", Some(body.to_owned()))]
}

fn list(facts: Facts) -> El {
    let entry = |(name, text): (String, String)| {
        all(vec![el("dt").text(name).build(), styled("dd", "answer mono").text(text).build()])
    };
    el("dl").node(all(facts.into_iter().map(entry).collect()))
}

/// What there is to do after a run that is over: a migrated task goes on under its new name.
pub fn afterwards(console: Console, run: &Run) -> Node {
    let (OperationKind::Migrate, Some((_, Outcome::Confirmed { result, .. }))) =
        (run.kind, run.latest_outcome())
    else {
        return nothing();
    };
    let place = styled("div", "afterwards");
    match inventory::new_name(&run.task, result.as_deref()) {
        Some(name) => {
            let draft =
                Draft::new(OperationKind::Start, name.as_str(), &console.settings.zone.get_untracked());
            let text = el("p")
                .text("The task goes on as ")
                .child(components::name(name.as_str()))
                .text(". It may have to be started there.");
            let start =
                button("", "Start it…").on_click(move || console.open(Opened::Operation(draft.clone())));
            place.child(text).child(start).build()
        }
        None => {
            let text =
                "The answer does not tell the task's new name. Look it up in OMS and add it to the list.";
            place.child(el("p").text(text)).build()
        }
    }
}
