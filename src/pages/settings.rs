//! The sheet of settings: whether anything may be sent, how long an answer is waited for, zone, appearance, single keys.

use browser::zones;
use console_core::persistence::appearance::{Density, Theme, TimeDisplay};
use console_core::time::TimeZone;
use leptos::prelude::*;
use strum::VariantArray;

use super::help::{CloseFoot, SingleKeys};
use crate::components::{CheckBox, Select, Sheet, TextField};
use crate::messages;
use crate::stores::host::Host;
use crate::stores::settings::Settings;

/// Shows what a person can set in this browser; each change is kept at once.
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
                    <ZoneSetting/>
                    <LabelledSelect
                        id="times"
                        label=messages::pages::TIMES
                        options=TimeDisplay::VARIANTS.iter().map(|&it| (it.into(), messages::pages::times(it)))
                        chosen=Signal::derive(move || settings.times().into())
                        on_choose=move |word: String| settings.set_times(word.parse().unwrap_or_default())
                    />
                    <LabelledSelect
                        id="theme"
                        label=messages::pages::THEME
                        options=Theme::VARIANTS.iter().map(|&it| (it.into(), messages::pages::theme(it)))
                        chosen=Signal::derive(move || settings.theme.get().into())
                        on_choose=move |word: String| settings.set_theme(word.parse().unwrap_or_default())
                    />
                    <LabelledSelect
                        id="density"
                        label=messages::pages::DENSITY
                        options=Density::VARIANTS.iter().map(|&it| (it.into(), messages::pages::density(it)))
                        chosen=Signal::derive(move || settings.density.get().into())
                        on_choose=move |word: String| settings.set_density(word.parse().unwrap_or_default())
                    />
                    <SingleKeys/>
                </div>
                <CloseFoot on_close/>
            </div>
        </Sheet>
    }
}

/// Shows the zone that a pull-back's times are meant in unless its form says otherwise. Empty, it is the deployment's
/// or the browser's own.
#[component]
fn ZoneSetting() -> impl IntoView {
    let settings = expect_context::<Settings>();
    let chosen = untrack(|| if settings.is_zone_browsers() { String::new() } else { settings.zone() });
    let typed = RwSignal::new(chosen);
    let error = move || {
        let text = typed.get();
        let zone = TimeZone::parse(&text);
        let is_known = zone.is_ok_and(|zone| zone.rules(zones::BrowserZone::named).is_some());
        (!is_known && !text.trim().is_empty()).then(|| messages::pages::WRONG_ZONE.to_owned())
    };
    let set = move |text: String| {
        typed.set(text);
        match untrack(|| (error(), typed.get())) {
            (None, text) if text.trim().is_empty() => settings.unset_zone(),
            (None, text) => settings.set_zone(&text),
            (Some(_), _) => {}
        }
    };
    view! {
        <TextField
            id="default-zone"
            label=messages::pages::ZONE
            hint=messages::pages::ZONE_HINT
            value=typed
            on_input=set
            errors=Signal::derive(move || error().into_iter().collect::<Vec<_>>())
            suggestions=Signal::derive(zones::all)
            mono=true
        />
    }
}

/// Shows a choice of one of several values, by their words, with its label.
#[component]
fn LabelledSelect(
    id: &'static str,
    label: &'static str,
    /// The words, each with its text.
    options: impl Iterator<Item = (&'static str, &'static str)>,
    chosen: Signal<&'static str>,
    #[prop(into)] on_choose: Callback<String>,
) -> impl IntoView {
    let options = options.map(|(word, text)| (word.to_owned(), text.to_owned()));
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <Select attr:id=id options chosen=Signal::derive(move || chosen.get().to_owned()) on_choose/>
        </div>
    }
}

/// Shows what the host is called, where the deployment does not say it, and the way to another one.
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
