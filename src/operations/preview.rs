//! The exact calls of a plan, before they go.

use console_core::call::Call;
use console_core::plan::Plan;
use leptos::prelude::*;

use super::sheet::Editing;
use crate::browser::address;
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
#[component]
pub fn Preview() -> impl IntoView {
    let Editing { checked, .. } = expect_context::<Editing>();
    let plan = Memo::new(move |_| checked.with(|checked| checked.plan.clone()));
    let calls = move || match plan.get() {
        None => view! { <p class="hint">"The calls are shown here as soon as the form is filled in."</p> }
            .into_any(),
        Some(plan) => {
            let several = plan.calls().len() > 1;
            let kind = plan.kind();
            let items = plan.calls().iter().map(|call| {
                let step = several.then(|| words::step_name(call.endpoint(), kind));
                view! {
                    <li class="call">
                        {step.map(|step| view! { <span class="call-step">{step}</span> })}
                        <CallText call=call.without_secrets(HIDDEN) />
                    </li>
                }
            });
            view! {
                <ol class="calls" class:numbered=several>{items.collect_view()}</ol>
                <details class="curl">
                    <summary>"As curl"</summary>
                    <pre class="mono">{curl(&plan)}</pre>
                </details>
            }
            .into_any()
        }
    };
    view! {
        <section class="preview" aria-labelledby="preview-title">
            <h3 id="preview-title">"What will be sent"</h3>
            {calls}
        </section>
    }
}

/// A call: method, path and query, body.
#[component]
fn CallText(call: Call) -> impl IntoView {
    view! {
        <code class="request mono"><b>{Call::METHOD}</b>" "{call.target().to_owned()}</code>
        {call.body().map(|body| view! { <pre class="request-body mono">{body}</pre> })}
    }
}
