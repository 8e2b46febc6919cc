//! Words for times and ages.

use console_core::domain::run::Moment;
use console_core::forms::draft::{Draft, TimePlace, ZoneChange};
use console_core::forms::point::{Occurrence, Point, TimeInterpretation};
use console_core::text::odd_characters::visible;
use console_core::time::{
    AgePart, AgeUnit, DecidingClock, EpochSeconds, InstantNotation, Offset, RelativeDay, TimeZone, Zoned,
    age as core_age, format,
};

use browser::zones::OwnZone;

/// Returns how long ago a moment was: "just now", "3 min ago".
pub fn age(then: Moment, now: Moment) -> String {
    let seconds = then.seconds_until(now);
    if seconds < 5 {
        return "just now".into();
    }
    let (leading, _) = core_age(seconds);
    format!("{} {} ago", leading.count, unit(leading.unit))
}

fn unit(unit: AgeUnit) -> &'static str {
    match unit {
        AgeUnit::Day => "d",
        AgeUnit::Hour => "h",
        AgeUnit::Minute => "min",
        AgeUnit::Second => "s",
    }
}

/// Returns how long a delay is: "2 s", "4 min 31 s". Clocks that differ may make it negative.
pub fn delay(seconds: i64) -> String {
    let word = |part: AgePart| format!("{} {}", part.count, unit(part.unit));
    let (leading, next) = core_age(seconds);
    let sign = if seconds < 0 { "−" } else { "" };
    let next = next.map(|next| format!(" {}", word(next))).unwrap_or_default();
    format!("{sign}{}{next}", word(leading))
}

/// Returns a number with its thousands apart: "12,000,000".
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if number < 0 {
        text.push('−');
    }
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a position as short as it is plain, and in full, with how long ago it is. `time` is its date and time, of a
/// position of today without the date.
pub fn position(time: &str, at: Moment, now: Moment) -> [String; 2] {
    const MONTHS: i64 = 300 * 86_400;
    let is_of_this_year = at.seconds_until(now).abs() < MONTHS;
    // "2026-11-24 22:04:10"
    let short = time.split_at_checked(5).filter(|(_, rest)| is_of_this_year && rest.contains(' '));
    let short = short.map_or(time, |(_, rest)| rest);
    let seconds_ago = at.seconds_until(now);
    let ago = if seconds_ago < 0 { distance_from_now(seconds_ago) } else { age(at, now) };
    [short.to_owned(), format!("{time}, {ago}")]
}

/// That a call is out, and for how long.
pub fn waiting(seconds: i64) -> String {
    match seconds {
        0 => "waiting for the answer".to_owned(),
        seconds => format!("waiting for the answer, {seconds} s"),
    }
}

/// Returns a length of time in its two leading units: "2 hours 5 minutes".
pub fn distance(seconds: i64) -> String {
    let word = |part: AgePart| {
        let unit = match part.unit {
            AgeUnit::Day => "day",
            AgeUnit::Hour => "hour",
            AgeUnit::Minute => "minute",
            AgeUnit::Second => "second",
        };
        format!("{} {unit}{}", part.count, if part.count == 1 { "" } else { "s" })
    };
    let (leading, next) = core_age(seconds);
    next.map_or_else(|| word(leading), |next| format!("{} {}", word(leading), word(next)))
}

/// Returns how far from now a time is: "2 hours 5 minutes ago".
pub fn distance_from_now(seconds_ago: i64) -> String {
    match seconds_ago {
        0 => "now".to_owned(),
        1.. => format!("{} ago", distance(seconds_ago)),
        _ => format!("in {}", distance(seconds_ago)),
    }
}

/// Returns how the typed text was taken, where that needs saying.
pub fn reading(point: &Point, read_at: Option<EpochSeconds>) -> Option<String> {
    let taken = taken(point, read_at);
    let which = point.twice.map(|twice| match twice.chosen {
        Occurrence::Earlier => "The first of the two times, before the clock is put back.",
        Occurrence::Later => "The second of the two times, after the clock was put back.",
    });
    match (taken, which) {
        (Some(taken), Some(which)) => Some(format!("{taken} {which}")),
        (taken, which) => taken.or(which.map(str::to_owned)),
    }
}

fn taken(point: &Point, read_at: Option<EpochSeconds>) -> Option<String> {
    const DROPPED: &str = "fractions of a second were dropped";
    let dropped = |dropped: bool| if dropped { format!("; {DROPPED}") } else { String::new() };
    // When it was read, as the facts show times.
    let read_at = || {
        let zoned = read_at.and_then(|at| Zoned::new(at, point.zoned.offset));
        zoned.map(|zoned| format!(", {} {}", zoned.local, zoned.offset)).unwrap_or_default()
    };
    match point.reading {
        TimeInterpretation::Local { dropped_fraction: false } => None,
        TimeInterpretation::Local { dropped_fraction: true } => Some(format!("Local time; {DROPPED}.")),
        TimeInterpretation::InWrittenZone { dropped_fraction } => Some(format!(
            "Taken in the time zone written in it, not in the form's{}.",
            dropped(dropped_fraction)
        )),
        TimeInterpretation::OnDay { day, in_written_zone } => {
            let day = match day {
                RelativeDay::Latest => "Taken as the last time that it was this time of day",
                RelativeDay::Today => "The day when you typed it",
                RelativeDay::Yesterday => "The day before you typed it",
            };
            let zone = if in_written_zone { ", in the time zone written in it" } else { "" };
            Some(format!("{day}{zone} (typed{}). It stays this instant.", read_at()))
        }
        TimeInterpretation::Ago => Some(format!(
            "Counted back from the moment you typed it{}. It stays this instant; type it anew to count anew.",
            read_at()
        )),
        TimeInterpretation::Instant { offset, from } => Some(match from {
            InstantNotation::Rfc3339 { dropped_fraction } => {
                let offset = offset.unwrap_or(Offset::UTC);
                let dropped = dropped(dropped_fraction);
                format!(
                    "Taken with the offset {offset} written in it, not with the form's time zone{dropped}."
                )
            }
            InstantNotation::EpochSeconds { dropped_fraction: false } => "Read as epoch seconds.".into(),
            InstantNotation::EpochSeconds { dropped_fraction: true } => {
                format!("Read as epoch seconds; {DROPPED}.")
            }
            InstantNotation::EpochMilliseconds { dropped_millis: 0 } => {
                "Read as epoch milliseconds, converted to seconds.".into()
            }
            InstantNotation::EpochMilliseconds { dropped_millis } => {
                format!("Read as epoch milliseconds, converted to seconds; {dropped_millis} ms were dropped.")
            }
        }),
    }
}

/// What helps to fill in a time.
pub const TIME_HINT: &str =
    "2023-02-13 19:00:00, with or without an offset, yesterday 22:00, epoch seconds, or 2 hours ago.";

/// The check box for sending a time that is not past.
pub const ALLOW_FUTURE: &str = "Send it although it is not in the past";
/// What helps to decide about it.
pub const ALLOW_FUTURE_HINT: &str = "Only if you know that the clock named above is wrong.";
/// That a time is not past, and will be sent.
pub const NOT_PAST_ALLOWED: &str = "This is not in the past. It will be sent because you ticked so.";

/// Returns the id and the label of the field for a date and a time.
pub fn date_and_time(place: TimePlace) -> (String, String) {
    match place {
        TimePlace::Common => ("date-and-time".into(), "Date and time".into()),
        TimePlace::Own(index) => {
            (format!("date-and-time-{}", index + 1), format!("Date and time of subtopic {}", index + 1))
        }
    }
}

/// Whose clock tells what is past: "by the host's clock, which is 10 minutes behind this browser's".
pub fn by_clock(clock: DecidingClock) -> String {
    match clock {
        DecidingClock::Host { ahead: 0 } => "by the host's clock".into(),
        DecidingClock::Host { ahead } => {
            let side = if ahead < 0 { "behind" } else { "ahead of" };
            format!("by the host's clock, which is {} {side} this browser's", distance(ahead))
        }
        DecidingClock::Browser => "by this browser's clock, because the host did not tell its time".into(),
    }
}

/// That now is not what this browser's clock shows, or only that.
pub fn clock_note(clock: DecidingClock) -> Option<String> {
    match clock {
        DecidingClock::Host { ahead: 0 } => None,
        clock => Some(format!("Past or future is decided {}.", by_clock(clock))),
    }
}

/// Why there is no zone of the browser's to fill in, or why it may be wrong.
pub fn own_zone(own: &OwnZone) -> Option<String> {
    match own {
        OwnZone::Told(_) => None,
        OwnZone::SaysUtc => Some(
            "The browser reports UTC, which may be a default. Check that it is the zone you mean.".into(),
        ),
        OwnZone::SaysAsEverybody(name) => Some(format!(
            "This browser says that its time zone is {}. Browsers that resist fingerprinting say so wherever they are: choose the one you mean.",
            visible(name)
        )),
        OwnZone::NotTold => Some("This browser does not tell its time zone: choose the one you mean.".into()),
        OwnZone::Unusable(name) => Some(format!(
            "This browser's time zone, {}, cannot be relied on here: choose the one you mean.",
            visible(name)
        )),
    }
}

/// Returns what a zone is, where its name does not say so plainly.
pub fn zone_note(zone: &TimeZone) -> Option<String> {
    match zone {
        TimeZone::Named(_) => None,
        TimeZone::Fixed(offset) => Some(format!("{offset} from UTC, all year round.")),
        TimeZone::Etc(offset) if *offset == Offset::UTC => None,
        TimeZone::Etc(offset) => {
            let other =
                Offset::new(-offset.seconds_east()).map(|other| other.to_string()).unwrap_or_default();
            Some(format!(
                "{zone} is {offset} from UTC: in these names the sign is reversed. If you mean {other}, write {other}."
            ))
        }
    }
}

/// That a change of the zone has kept the local times, which are other instants now.
pub fn zone_change(draft: &Draft, change: &ZoneChange) -> String {
    let zone = visible(draft.zone.trim());
    let before = visible(change.from.trim());
    match change.instants.as_slice() {
        [(place, instant)] => {
            let text = draft.time(*place).map(|time| time.at.trim().to_owned()).unwrap_or_default();
            format!(
                "{} is now read in {zone}: another instant than before, when it was {} ({before}).",
                visible(&text),
                format::utc_text(*instant)
            )
        }
        _ => format!("The local times are now read in {zone}: other instants than before, in {before}."),
    }
}
