//! The browser's clock, and numbers that nobody else has.

use std::time::Duration;

use console_core::run::Moment;
use console_core::time::EpochSeconds;
use leptos::prelude::set_interval;

use crate::state::State;

/// The time now.
pub fn now() -> Moment {
    // Whole milliseconds since 1970 fit both types by far.
    Moment(js_sys::Date::now() as i64)
}

/// The time now in whole seconds. A clock outside the years 1 to 9999 counts as standing at 1970.
pub fn now_seconds() -> EpochSeconds {
    EpochSeconds::new(now().0.div_euclid(1000)).unwrap_or(EpochSeconds::MIN)
}

/// A text that no other page of this browser makes: the time, then some random digits. Texts made
/// later sort behind those made earlier.
pub fn unique() -> String {
    let random = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    format!("{:012x}-{random:08x}", now().0)
}

/// The time now, brought up to date every second for as long as the page stays: for ages and running
/// clocks.
pub fn ticking() -> State<Moment> {
    let time = State::new(now());
    set_interval(move || time.set(now()), Duration::from_secs(1));
    time
}
