//! The question which host the address leads to.

use browser::{address, clock, element, local};
use console_core::interchange::deployment::DeploymentConfig;
use console_core::persistence::hosts::{HostAnswer, KnownHost, Resolution};
use console_core::text::odd_characters::visible;

use crate::components::{Node, all, button, el, nothing, styled};
use crate::messages;
use crate::stores::host;
use crate::stores::state::State;

/// The question which host it is, in place of the console.
pub fn host_question(config: &DeploymentConfig) -> Node {
    element::remove_placeholder();
    let deployed = config.host_name.clone();
    let hosts = host::read();
    let asked = deployed.clone();
    local::on_changed(move || {
        // Another page has the answer.
        if host::read().resolve(asked.as_deref()) != Resolution::Ask {
            address::reload();
        }
    });
    let failed = State::new(false);
    let choice = |answer: HostAnswer, label: String, meaning: &'static str| {
        let deployed = deployed.clone();
        let choose = move || {
            let mut hosts = host::read();
            hosts.answer(deployed.as_deref(), answer, &format!("connector-console {}", clock::unique()));
            if host::keep(&hosts) { address::reload() } else { failed.set(true) }
        };
        el("li")
            .child(button("", visible(&label).into_owned()).on_click(choose))
            .child(styled("span", "hint").text(meaning))
            .build()
    };
    let new = deployed.as_deref();
    let mut choices = vec![choice(HostAnswer::Another, messages::another_host(new), messages::ANOTHER_HOST)];
    for (place, known) in hosts.list().iter().enumerate() {
        let label = messages::same_host(known.name(), new, place == 0);
        choices.push(choice(HostAnswer::Known(place), label, messages::SAME_HOST));
    }
    let last = hosts.last();
    let before = last.and_then(KnownHost::name);
    let is_same = last.is_some_and(|last| last.deployed == deployed);
    styled("main", "panic host-question")
        .child(el("h1").text("Which host is it?"))
        .child(el("p").attr("role", "alert").text(messages::host_question(before, new, is_same)))
        .child(el("p").text(messages::HOST_QUESTION))
        .child(el("ul").node(all(choices)))
        .live(move || match failed.get() {
            true => styled("p", "refusal").attr("role", "alert").text(messages::HOST_NOT_KEPT).build(),
            false => nothing(),
        })
        .build()
}
