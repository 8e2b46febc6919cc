//! The host at the top of the page, and the way to the deployment's other ones.

use browser::address;
use browser::{focus, keyboard};
use console_core::interchange::deployment::{HostColour, HostConfig};
use console_core::interchange::link::with_host;
use console_core::text::odd_characters::visible;
use leptos::prelude::*;
use leptos::{ev, html};

use crate::messages;
use crate::stores::host::Host;

/// Shows the host's name as the deployment gives it, in its colour, or as a person does; and the address that calls
/// go to. Where there are several hosts, the name opens the list of them.
#[component]
pub fn HostName(
    /// The deployment's hosts.
    hosts: Vec<HostConfig>,
) -> impl IntoView {
    let host = expect_context::<Host>();
    let name = Memo::new(move |_| host.name().map(|name| visible(&name).into_owned()));
    let class = StoredValue::new(host_class(host.colour()));
    let shown = match hosts.len() {
        1 => view! {
            <Show when=move || name.with(Option::is_some)>
                <strong class=class.get_value() prop:textContent=move || name.get()></strong>
            </Show>
        }
        .into_any(),
        _ => view! { <Hosts hosts/> }.into_any(),
    };
    view! {
        {shown}
        <span class="host mono" title=messages::pages::ADDRESS_HINT>{address::origin()}</span>
    }
}

/// Shows the name of the host, which opens the list of all. They are links, so that another one can be opened in
/// another tab; following one leaves the page, and with it all that is in its memory.
#[component]
fn Hosts(hosts: Vec<HostConfig>) -> impl IntoView {
    let host = expect_context::<Host>();
    let is_open = RwSignal::new(false);
    let (root, button) = (NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    let on_key = move |event: ev::KeyboardEvent| {
        if keyboard::key(&event).is_some_and(|key| key.name == "Escape") && is_open.get_untracked() {
            event.prevent_default();
            event.stop_propagation();
            is_open.set(false);
            if let Some(button) = button.get_untracked() {
                focus::give_back(&button);
            }
        }
    };
    let on_leave = move |event: ev::FocusEvent| {
        if let Some(root) = root.get_untracked()
            && !focus::goes_into(&event, &[&root])
        {
            is_open.set(false);
        }
    };
    let hosts = StoredValue::new(hosts);
    let list = move || {
        let links = hosts
            .with_value(|hosts| hosts.iter().map(|other| host_link(other, host.is_at(other))).collect_view());
        view! { <ul class="host-list">{links}</ul> }
    };
    view! {
        <div class="hosts" node_ref=root on:keydown=on_key on:focusout=on_leave>
            <button
                type="button"
                class=format!("{} chooser", host_class(host.colour()))
                title=messages::OTHER_HOSTS
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                node_ref=button
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                prop:textContent=move || host.name().map(|name| visible(&name).into_owned()).unwrap_or_default()
            ></button>
            <Show when=move || is_open.get()>{list}</Show>
        </div>
    }
}

fn host_link(host: &HostConfig, is_current: bool) -> impl IntoView + use<> {
    let name = host.name.clone().unwrap_or_default();
    let address = address::with_query(&with_host("", host.name.as_deref()));
    view! {
        <li>
            <a href=address aria-current=is_current.then_some("page")>
                <span class=host_class(host.colour)>{visible(&name).into_owned()}</span>
                {host.read_only.then(|| view! { <span class="hint">{messages::pages::READ_ONLY}</span> })}
            </a>
        </li>
    }
}

/// Returns the class by which the style draws a host's name.
pub fn host_class(colour: Option<HostColour>) -> String {
    format!("host-name {}", <&str>::from(colour.unwrap_or(HostColour::Grey)))
}
