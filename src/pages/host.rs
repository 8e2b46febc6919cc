//! The question which host the address leads to.

use browser::{address, clock, element, local};
use console_core::interchange::deployment::DeploymentConfig;
use console_core::persistence::hosts::{HostAnswer, KnownHost, Resolution};
use console_core::text::odd_characters::visible;
use leptos::prelude::*;

use crate::messages;
use crate::stores::host;

/// The question which host it is, in place of the console.
#[component]
pub fn HostQuestion(
    /// The deployment's settings.
    config: DeploymentConfig,
) -> impl IntoView {
    element::remove_placeholder();
    let deployed = config.host_name;
    let hosts = host::read();
    let asked = deployed.clone();
    local::on_changed(move || {
        // Another page has the answer.
        if host::read().resolve(asked.as_deref()) != Resolution::Ask {
            address::reload();
        }
    });
    let failed = RwSignal::new(false);
    let new = deployed.as_deref();
    let another = (HostAnswer::Another, messages::another_host(new), messages::ANOTHER_HOST);
    let known = hosts.list().iter().enumerate().map(|(place, known)| {
        let label = messages::same_host(known.name(), new, place == 0);
        (HostAnswer::Known(place), label, messages::SAME_HOST)
    });
    let choices = std::iter::once(another).chain(known).map(|(answer, label, meaning)| {
        let deployed = deployed.clone();
        let choose = move |_| {
            let mut hosts = host::read();
            hosts.answer(deployed.as_deref(), answer, &format!("connector-console {}", clock::unique()));
            if host::keep(&hosts) { address::reload() } else { failed.set(true) }
        };
        view! {
            <li>
                <button type="button" on:click=choose>{visible(&label).into_owned()}</button>
                <span class="hint">{meaning}</span>
            </li>
        }
    });
    let choices = choices.collect_view();
    let last = hosts.last();
    let is_same = last.is_some_and(|last| last.deployed == deployed);
    let question = messages::host_question(last.and_then(KnownHost::name), new, is_same);
    view! {
        <main class="panic host-question">
            <h1>{messages::pages::WHICH_HOST}</h1>
            <p role="alert">{question}</p>
            <p>{messages::HOST_QUESTION}</p>
            <ul>{choices}</ul>
            <Show when=move || failed.get()>
                <p class="refusal" role="alert">{messages::HOST_NOT_KEPT}</p>
            </Show>
        </main>
    }
}
