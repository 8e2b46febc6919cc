//! What a run has done, in words.

use browser::zones;
use console_core::domain::inventory::pull_back_times;
use console_core::domain::run::Run;
use console_core::time::{EpochSeconds, TimeZone, Zoned, format};

use crate::messages::{self, runs};

/// Returns what a run has done, or how it has ended, with times in a zone; nothing while it goes on.
pub fn headline(run: &Run, zone: &str) -> Option<String> {
    let to = pull_back_times(run).map(|times| pull_back_goal(times, zone));
    runs::headline(run, to.as_deref())
}

/// Returns the times of subtopics in a zone, which is named where they have one time.
fn pull_back_goal(times: Vec<(String, EpochSeconds)>, zone: &str) -> String {
    match times.split_first() {
        Some(((_, first), others)) if others.iter().all(|(_, at)| at == first) => {
            let text = time_in_zone(*first, zone);
            if text.ends_with('Z') { text } else { format!("{text} {zone}") }
        }
        _ => messages::checkpoint_times(
            times.into_iter().map(|(subtopic, at)| (subtopic, time_in_zone(at, zone))).collect(),
        ),
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
