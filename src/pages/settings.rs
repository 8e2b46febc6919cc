//! The sheet of settings: whether anything may be sent, how long an answer is waited for, single keys.

use leptos::prelude::*;

use super::help::{CloseFoot, SingleKeys};
use crate::components::{CheckBox, Sheet, TextField};
use crate::messages;
use crate::stores::host::Host;
use crate::stores::settings::Settings;

/// What a person can set in this browser; each change is kept at once.
#[component]
pub fn SettingsSheet(
    /// Takes the sheet away.
    on_close: Callback<()>,
) -> impl IntoView {
    let (settings, host) = (expect_context::<Settings>(), expect_context::<Host>());
    let typed = RwSignal::new(settings.time_out.get_untracked().to_string());
    let wrong = RwSignal::new(false);
    let set_time_out = move |text: String| {
        wrong.set(!settings.set_time_out(&text));
        typed.set(text);
    };
    let errors = move || wrong.get().then(messages::pages::wrong_time_out).into_iter().collect::<Vec<_>>();
    let forced = settings
        .deployed_read_only
        .then(|| view! { <p class="hint">{messages::pages::READ_ONLY_FORCED}</p> });
    view! {
        <Sheet title=messages::pages::SETTINGS on_close>
            <div class="sheet-form">
                <div class="sheet-body">
                    {(!host.is_named_by_deployment()).then(|| view! { <HostSetting/> })}
                    {forced}
                    <CheckBox
                        id="read-only"
                        label=messages::pages::READ_ONLY
                        hint=messages::pages::READ_ONLY_HINT
                        checked=move || settings.read_only.get()
                        on_change=move |on| settings.set_read_only(on)
                    />
                    <TextField
                        id="time-out"
                        label=messages::pages::TIME_OUT
                        hint=messages::pages::TIME_OUT_HINT
                        value=typed
                        on_input=set_time_out
                        errors
                        mono=true
                    />
                    <SingleKeys/>
                </div>
                <CloseFoot on_close/>
            </div>
        </Sheet>
    }
}

/// What the host is called, where the deployment does not say it, and the way to another one.
#[component]
fn HostSetting() -> impl IntoView {
    let host = expect_context::<Host>();
    view! {
        <div class="host-setting">
            <TextField
                id="host-name"
                label=messages::pages::HOST_NAME
                hint=messages::pages::HOST_NAME_HINT
                value=move || host.name().unwrap_or_default()
                on_input=move |text: String| host.call(&text)
            />
            <button type="button" title=messages::pages::OTHER_HOST_HINT on:click=move |_| host.ask()>
                {messages::pages::OTHER_HOST}
            </button>
        </div>
    }
}
