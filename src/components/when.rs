//! When a moment was, as the settings have times written.

use browser::zones::Clock;
use console_core::domain::run::Moment;
use console_core::persistence::appearance::Times;
use leptos::prelude::*;

use crate::messages;
use crate::stores::settings::Settings;

/// Returns what tells when a moment was: how long before `now`, or its date and time. Tracked.
pub fn time_teller(settings: Settings, now: Moment) -> impl Fn(Moment) -> String {
    let clock = match settings.times() {
        Times::Absolute => settings.chosen_zone.with(|zone| Clock::in_zone(zone.as_deref())),
        Times::Relative => None,
    };
    move |at| clock.as_ref().map_or_else(|| messages::age(at, now), |clock| clock.text(at, now))
}
