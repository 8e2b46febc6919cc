//! The exact calls of a plan, before they go.

use console_core::domain::call::{Call, Endpoint};
use console_core::domain::connector_path::ConnectorPath;
use console_core::domain::plan::Plan;
use console_core::domain::secret::HIDDEN;
use console_core::interchange::curl::{self, ScriptSentences};
use leptos::prelude::*;

use crate::components::CopyButton;
use crate::components::run::CallText;
use crate::messages::{self, forms};
use crate::stores::editing::Editing;
use crate::stores::settings::Settings;
use browser::address;

/// Shows the calls as they will be sent, or a hint while there are none.
#[component]
pub fn Preview() -> impl IntoView {
    let editing = expect_context::<Editing>();
    let endpoints = Memo::new(move |_| {
        editing.checked.with(|checked| {
            let calls = checked.plan.iter().flat_map(Plan::calls);
            calls.map(Call::endpoint).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="preview" aria-labelledby="preview-title">
            <h3 id="preview-title">{forms::PREVIEW}</h3>
            {move || match endpoints.get() {
                endpoints if endpoints.is_empty() => view! { <p class="hint">{forms::NO_CALLS_YET}</p> }.into_any(),
                endpoints => view! { <Calls endpoints/> <Commands/> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Calls(endpoints: Vec<Endpoint>) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let is_several = endpoints.len() > 1;
    let kind = editing.draft.with_untracked(|draft| draft.kind);
    let step = move |endpoint| is_several.then(|| messages::step_name(endpoint, kind));
    let items = endpoints.into_iter().enumerate();
    view! {
        <ol class=if is_several { "calls numbered" } else { "calls" }>
            {items.map(|(index, endpoint)| view! { <CallPreview index step=step(endpoint)/> }).collect_view()}
        </ol>
    }
}

/// Shows a call of the plan. It is rendered again only when the call itself has changed.
#[component]
fn CallPreview(
    index: usize,
    /// The name of its step, where there are several.
    step: Option<&'static str>,
) -> impl IntoView {
    let editing = expect_context::<Editing>();
    let shown = Memo::new(move |_| {
        let is_revealed = editing.revealed.get();
        with_call(editing, index, |call| {
            let body = if is_revealed { call.body() } else { call.body_without_secrets(HIDDEN) };
            (call.target().to_owned(), body)
        })
    });
    let head = step.map(|step| {
        view! {
            <div class="call-head">
                <span class="call-step">{step}</span>
                <CopyCall index step/>
            </div>
        }
    });
    view! {
        <li class="call">
            {head}
            {move || shown.get().map(|(target, body)| view! { <CallText target body/> })}
        </li>
    }
}

/// Shows the button that copies one call of several.
#[component]
fn CopyCall(index: usize, step: &'static str) -> impl IntoView {
    let (editing, settings) = (expect_context::<Editing>(), expect_context::<Settings>());
    let command = move || with_call(editing, index, |call| Base::of(settings).command(call));
    let text = Signal::derive(move || can_be_copied(editing).then(command).flatten());
    let enabled = Signal::derive(move || can_be_copied(editing));
    view! { <CopyButton label=forms::COPY name=messages::copy_call(index + 1, step) text enabled/> }
}

/// All calls as curl commands, to be unfolded.
#[component]
fn Commands() -> impl IntoView {
    let (editing, settings) = (expect_context::<Editing>(), expect_context::<Settings>());
    view! {
        <Show when=move || can_be_copied(editing)>
            {
                let Base { address, is_own } = Base::of(settings);
                view! { <p class="hint">{messages::curl_address(&address, is_own)}</p> }
            }
            <details class="curl">
                <summary>{forms::AS_CURL}</summary>
                <pre class="mono" prop:textContent=move || commands(editing, settings).unwrap_or_default()></pre>
            </details>
        </Show>
    }
}

/// Returns all calls of the plan as curl commands, in their order. Tracked.
pub fn commands(editing: Editing, settings: Settings) -> Option<String> {
    if !can_be_copied(editing) {
        return None;
    }
    let base = Base::of(settings);
    editing.checked.with(|checked| {
        let calls = checked.plan.as_ref()?.calls();
        let about = messages::curl_about(calls.len(), &base.address);
        let sentences = ScriptSentences { about: &about, stopped: messages::CURL_STOPPED };
        Some(match calls {
            [call] => base.command(call),
            calls => {
                let calls: Vec<_> = calls.iter().map(|call| base.led_to(call)).collect();
                curl::script(&base.address, &calls, settings.time_out.get(), sentences)
            }
        })
    })
}

/// Returns whether there are calls to copy. There are none while a secret is hidden: a command with a mask in its place
/// would overwrite the real one. Tracked.
pub fn can_be_copied(editing: Editing) -> bool {
    editing.checked.with(|checked| {
        let plan = checked.plan.as_ref();
        plan.is_some_and(|plan| editing.revealed.get() || !plan.calls().iter().any(Call::has_secrets))
    })
}

fn with_call<R>(editing: Editing, index: usize, read: impl FnOnce(&Call) -> R) -> Option<R> {
    editing.checked.with(|checked| checked.plan.as_ref()?.calls().get(index).map(read))
}

/// An address that commands go to.
struct Base {
    address: String,
    /// Whether it is the console's own, where the manager may have another path than at its own address.
    is_own: bool,
}

impl Base {
    fn of(settings: Settings) -> Self {
        let named =
            settings.curl_base.with_untracked(|base| base.as_ref().map(|base| base.as_str().to_owned()));
        let is_own = named.is_none();
        Self { address: named.unwrap_or_else(address::origin), is_own }
    }

    fn command(&self, call: &Call) -> String {
        curl::command(&self.address, &self.led_to(call))
    }

    /// Returns the call as it goes to this address.
    fn led_to(&self, call: &Call) -> Call {
        if self.is_own { call.clone() } else { call.clone().at(&ConnectorPath::default()) }
    }
}
