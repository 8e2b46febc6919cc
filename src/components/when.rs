//! Times in words: when a moment was, as the settings have times written, and the local time in a zone.

use browser::zones::{self, ZoneClock};
use console_core::domain::run::Moment;
use console_core::persistence::appearance::TimeDisplay;
use console_core::time::{EpochSeconds, TimeZone, Zoned, format};
use leptos::prelude::*;

use crate::messages;
use crate::stores::settings::Settings;

/// Returns what tells when a moment was: how long before `now`, or its date and time. Tracked.
pub fn time_teller(settings: Settings, now: Moment) -> impl Fn(Moment) -> String {
    let clock = match settings.times() {
        TimeDisplay::Absolute => settings.chosen_zone.with(|zone| ZoneClock::in_zone(zone.as_deref())),
        TimeDisplay::Relative => None,
    };
    move |at| clock.as_ref().map_or_else(|| messages::age(at, now), |clock| clock.text(at, now))
}

/// Returns what writes a position as short as it is plain, and in full: its date and time in the zone of the settings,
/// with how long ago that is. Tracked.
pub fn position_teller(settings: Settings, now: Moment) -> impl Fn(EpochSeconds) -> [String; 2] {
    let clock = settings.chosen_zone.with(|zone| ZoneClock::in_zone(zone.as_deref()));
    move |position| {
        let at = Moment(position.get().saturating_mul(1000));
        let time = clock.as_ref().map_or_else(|| format::utc_text(position), |clock| clock.text(at, now));
        messages::position(&time, at, now)
    }
}

/// Returns a time as local time with its offset in a zone, or as UTC where the zone is not understood.
pub fn time_in_zone(at: EpochSeconds, zone: &str) -> String {
    let rules = TimeZone::parse(zone).ok().and_then(|zone| zone.rules(zones::BrowserZone::named));
    match rules.as_ref().and_then(|rules| Zoned::in_zone(at, rules)) {
        Some(zoned) => format!("{} {}", zoned.local, zoned.offset),
        None => format::utc_text(at),
    }
}
