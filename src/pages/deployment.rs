//! The screen that says what is wrong with the deployment's file.

use leptos::prelude::*;

use crate::messages;
use crate::stores::deployment::{DeploymentFailure, FILE};
use browser::{address, document};

/// Shows the screen in place of the console.
#[component]
pub fn DeploymentScreen(
    /// What is wrong.
    broken: DeploymentFailure,
) -> impl IntoView {
    document::remove_placeholder();
    let said = match broken {
        DeploymentFailure::Unavailable(why) => view! {
            <h1>{messages::SETTINGS_NOT_READ}</h1>
            <p>{messages::unavailable(FILE, why)}</p>
            <p>{messages::WITHOUT_SETTINGS}</p>
        }
        .into_any(),
        DeploymentFailure::Wrong(errors) => {
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
