//! The browser's clock, and numbers that nobody else has.

use std::time::Duration;

use console_core::domain::run::Moment;
use console_core::time::{BrowserTime, DecidingClock, HostClock, PresentTime};
use leptos::prelude::*;

/// Returns the time now.
pub fn now() -> Moment {
    // Whole milliseconds since 1970 fit both types by far.
    Moment(js_sys::Date::now() as i64)
}

thread_local! {
    /// What the latest answer told about the host's clock.
    static HOST: ArcRwSignal<Option<HostClock>> = ArcRwSignal::new(None);
}

/// Both clocks of the browser.
pub fn times() -> BrowserTime {
    let wall = now().0;
    let steady = web_sys::window().and_then(|window| window.performance()).map(|clock| clock.now() as i64);
    BrowserTime { wall, steady: steady.unwrap_or(wall) }
}

/// Learns the host's time from the header fields of an answer. `sent` is when the request went out.
pub fn learn_host_time(header: impl Fn(&str) -> Option<String>, sent: BrowserTime) {
    // What a cache kept has a date of long ago.
    if header("age").is_some_and(|age| age.trim() != "0") {
        return;
    }
    let heard = header("date").and_then(|date| HostClock::heard(&date, sent, times()));
    if let Some(heard) = heard {
        HOST.with(|host| {
            host.update(|known| *known = Some(known.map_or(heard, |known| known.or_newer(heard))))
        });
    }
}

/// Returns the time now, by the host's clock if it is known, tracked.
pub fn present() -> PresentTime {
    HOST.with(|host| PresentTime::new(host.get(), times()))
}

/// Returns the time now, by the host's clock if it is known.
pub fn present_untracked() -> PresentTime {
    HOST.with(|host| PresentTime::new(host.get_untracked(), times()))
}

/// Returns a time of the browser's clock as the clock shows it that decides what is past, tracked.
pub fn by_deciding_clock(moment: Moment) -> Moment {
    match present().clock {
        DecidingClock::Host { ahead } => Moment(moment.0.saturating_add(ahead.saturating_mul(1000))),
        DecidingClock::Browser => moment,
    }
}

/// Returns a random number from 0 to 1.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Returns a text that no other page of this browser makes: the time, then some random digits. Texts made
/// later sort behind those made earlier.
pub fn unique() -> String {
    let random = (random() * f64::from(u32::MAX)) as u32;
    format!("{:012x}-{random:08x}", now().0)
}

/// Returns the time now, brought up to date every second for as long as the page stays: for ages and running
/// clocks.
pub fn ticking() -> RwSignal<Moment> {
    let time = RwSignal::new(now());
    set_interval(move || time.set(now()), Duration::from_secs(1));
    time
}
