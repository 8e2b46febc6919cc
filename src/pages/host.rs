//! The questions which host the address leads to, and which of several a link is about.

use browser::{address, clock, document, local};
use console_core::interchange::deployment::DeploymentConfig;
use console_core::interchange::link::{Link, UnclearHost, with_host};
use console_core::persistence::hosts::{DeployedHost, HostAnswer, HostMatch, KnownHost};
use console_core::text::odd_characters::visible;
use leptos::prelude::*;

use super::host_name::host_class;
use crate::messages;
use crate::stores::host;

/// Shows the choice of a host, in place of the console: the address does not say which of them it is about, or names
/// one that there is not.
#[component]
pub fn HostChoice(
    /// The deployment's settings.
    config: DeploymentConfig,
    /// Why it is not clear.
    unclear: UnclearHost,
) -> impl IntoView {
    document::remove_placeholder();
    let query = address::query();
    // Only a link that names no host can be meant for the one that is chosen.
    let rest = if unclear == UnclearHost::NotNamed { query.trim_start_matches('?') } else { "" };
    let link = Link::parse(rest).0;
    let asked = link.operation.filter(|_| link.opens_form()).map(|kind| {
        let task = link.tasks.first().map(|task| visible(task.as_str()).into_owned());
        view! { <p>{messages::link_asks_for(kind, task.as_deref())}</p> }
    });
    let choices = config.hosts.into_iter().map(|host| {
        let query = with_host(rest, host.name.as_deref());
        let name = host.name.as_deref().map_or(messages::NAMELESS_HOST.into(), visible).into_owned();
        view! {
            <li>
                <a href=address::with_query(&query) class=host_class(host.colour)>{name}</a>
                {host.read_only.then(|| view! { <span class="hint">{messages::pages::READ_ONLY}</span> })}
            </li>
        }
    });
    let choices = choices.collect_view();
    view! {
        <main class="panic host-question">
            <h1>{messages::pages::WHICH_HOST}</h1>
            <p role="alert">{messages::unclear_host(&unclear, rest.is_empty())}</p>
            {asked}
            <ul>{choices}</ul>
        </main>
    }
}

/// Shows the question which host it is, in place of the console.
#[component]
pub fn HostQuestion(
    /// The deployment's settings.
    config: DeploymentConfig,
    /// The host that it is about, by its place among the deployment's.
    place: usize,
) -> impl IntoView {
    document::remove_placeholder();
    let deployed = config.hosts[place].name.clone();
    let others = host::others(&config, place);
    let hosts = host::read();
    let (asked, besides) = (deployed.clone(), others.clone());
    local::on_changed(move || {
        // Another page has the answer.
        let asked = DeployedHost { name: asked.as_deref(), others: &besides };
        if host::read().resolve(asked) != HostMatch::Ask {
            go_on(asked.name);
        }
    });
    let failed = RwSignal::new(false);
    let new = deployed.as_deref();
    let another = (HostAnswer::Another, messages::another_host(new), messages::ANOTHER_HOST);
    let about = DeployedHost { name: new, others: &others };
    let may_be = |(_, known): &(usize, &KnownHost)| about.may_be(known);
    let known = hosts.list().iter().enumerate().filter(may_be).map(|(place, known)| {
        let label = messages::same_host(known.name(), new, place == 0);
        (HostAnswer::Known(place), label, messages::SAME_HOST)
    });
    let choices = std::iter::once(another).chain(known).map(|(answer, label, meaning)| {
        let (deployed, others) = (deployed.clone(), others.clone());
        let choose = move |_| {
            let mut hosts = host::read();
            hosts.answer(
                DeployedHost { name: deployed.as_deref(), others: &others },
                answer,
                &format!("connector-console {}", clock::unique()),
            );
            if host::keep(&hosts) { go_on(deployed.as_deref()) } else { failed.set(true) }
        };
        view! {
            <li>
                <button type="button" on:click=choose>{visible(&label).into_owned()}</button>
                <span class="hint">{meaning}</span>
            </li>
        }
    });
    let choices = choices.collect_view();
    // Of several, the question is about one that was used and may be this one.
    let last = hosts.list().iter().find(|known| about.may_be(known));
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

/// Reloads the page, for the host that it was asked about.
fn go_on(name: Option<&str>) {
    address::go_to(&address::with_query(&with_host(&address::query(), name)));
}
