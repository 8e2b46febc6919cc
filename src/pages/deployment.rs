//! The screen that says what is wrong with the deployment's file, and the host as the deployment names it.

use console_core::interchange::deployment::HostColour;
use console_core::text::odd_characters::visible;
use leptos::prelude::*;

use crate::messages;
use crate::stores::deployment::{Broken, FILE};
use crate::stores::host::Host;
use browser::{address, element};

/// The screen in place of the console.
#[component]
pub fn DeploymentScreen(
    /// What is wrong.
    broken: Broken,
) -> impl IntoView {
    element::remove_placeholder();
    let said = match broken {
        Broken::Unavailable(why) => view! {
            <h1>{messages::SETTINGS_NOT_READ}</h1>
            <p>{messages::unavailable(FILE, why)}</p>
            <p>{messages::WITHOUT_SETTINGS}</p>
        }
        .into_any(),
        Broken::Wrong(errors) => {
            let lines = errors.iter().map(|error| view! { <li>{messages::deployment_error(error)}</li> });
            view! {
                <h1>{messages::pages::SETTINGS_WRONG}</h1>
                <p>{messages::pages::SETTINGS_WRONG_HINT}</p>
                <ul>{lines.collect_view()}</ul>
            }
            .into_any()
        }
    };
    view! {
        <main class="panic">
            <div role="alert">{said}</div>
            <button class="primary" type="button" on:click=move |_| address::reload()>{messages::table::RELOAD}</button>
        </main>
    }
}

/// The host's name as the deployment gives it, in its colour, or as a person does; and the address that calls go to.
#[component]
pub fn HostName(
    /// The name that the deployment gives it.
    deployed: Option<String>,
    /// The colour that the deployment gives it.
    colour: Option<HostColour>,
) -> impl IntoView {
    let host = expect_context::<Host>();
    let colour: &str = colour.unwrap_or(HostColour::Grey).into();
    let class = format!("host-name {}", if deployed.is_some() { colour } else { "grey" });
    let name =
        Memo::new(move |_| deployed.clone().or_else(|| host.name().map(|name| visible(&name).into_owned())));
    view! {
        <Show when=move || name.with(Option::is_some)>
            <strong class=class.clone() prop:textContent=move || name.get()></strong>
        </Show>
        <span class="host mono" title=messages::pages::ADDRESS_HINT>{address::origin()}</span>
    }
}
