//! Words for times and ages.

use console_core::point::{Occurrence, Reading};
use console_core::run::Moment;
use console_core::time::{AgePart, AgeUnit, Offset, Written, age as core_age};

/// How long ago a moment was: "just now", "3 min ago".
pub fn age(then: Moment, now: Moment) -> String {
    let seconds = then.seconds_until(now);
    if seconds < 5 {
        return "just now".into();
    }
    let (leading, _) = core_age(seconds).leading();
    format!("{} {} ago", leading.count, leading.unit)
}

/// That a call is out, and for how long.
pub fn waiting(seconds: i64) -> String {
    match seconds {
        0 => "waiting for the answer".to_owned(),
        seconds => format!("waiting for the answer, {seconds} s"),
    }
}

/// A length of time in its two leading units: "2 hours 5 minutes".
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
    let (leading, next) = core_age(seconds).leading();
    match next {
        Some(next) if next.count > 0 => format!("{} {}", word(leading), word(next)),
        _ => word(leading),
    }
}

/// How the typed text was taken, where that needs saying.
pub fn reading(reading: Reading) -> Option<String> {
    const DROPPED: &str = "fractions of a second were dropped";
    match reading {
        Reading::Local { dropped_fraction: false } => None,
        Reading::Local { dropped_fraction: true } => Some(format!("Local time; {DROPPED}.")),
        Reading::Chosen(Occurrence::Earlier) => {
            Some("The first of the two times, before the clock is put back.".into())
        }
        Reading::Chosen(Occurrence::Later) => {
            Some("The second of the two times, after the clock was put back.".into())
        }
        Reading::Ago => Some("Counted back from the moment you typed it.".into()),
        Reading::Instant { offset, from } => Some(match from {
            Written::Rfc3339 { dropped_fraction } => {
                let offset = offset.unwrap_or(Offset::UTC);
                let dropped = if dropped_fraction { format!("; {DROPPED}") } else { String::new() };
                format!(
                    "Taken with the offset {offset} written in it, not with the form's time zone{dropped}."
                )
            }
            Written::EpochSeconds { dropped_fraction: false } => "Read as epoch seconds.".into(),
            Written::EpochSeconds { dropped_fraction: true } => format!("Read as epoch seconds; {DROPPED}."),
            Written::EpochMilliseconds { dropped_millis: 0 } => {
                "Read as epoch milliseconds, converted to seconds.".into()
            }
            Written::EpochMilliseconds { dropped_millis } => {
                format!("Read as epoch milliseconds, converted to seconds; {dropped_millis} ms were dropped.")
            }
        }),
    }
}
