//! Times and zones of links, as tools and people write them: encoded twice, with a `+` that became a blank or a blank
//! that became a `+`. What is surely meant is understood. What is not understood is kept as it is, for the form to
//! show: a time or a zone that were left out would be filled in with something else.

use crate::domain::checkpoint::Subtopic;
use crate::text::percent;
use crate::time::{TimeInput, TimeInputError, TimeZone, parse_time_input};

/// A subtopic's own time in a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OwnTime {
    /// The time, as it is typed; local if it has no offset, then in the link's zone.
    pub at: String,
    /// The subtopic, if one is named. It holds no blank, so that the text before the last one is the time.
    pub subtopic: Option<Subtopic>,
}

/// Reads the zone of a link.
pub(super) fn zone(value: &str) -> String {
    let zone = TimeZone::parse(&with_lost_plus(&decoded(value)));
    zone.map_or_else(|_| value.trim().to_owned(), |zone| zone.to_string())
}

/// Reads the time of a link.
pub(super) fn time(value: &str) -> String {
    let understood = understood_time(value).or_else(|| understood_time(value.trim()));
    understood.unwrap_or_else(|| value.trim().to_owned())
}

/// Reads a time and a subtopic of a link, with a blank between them.
pub(super) fn own_time(value: &str) -> OwnTime {
    let decoded = decoded(value);
    let with_blanks = (!decoded.contains(' ')).then(|| decoded.replace('+', " "));
    let spellings = [Some(value), Some(&*decoded), with_blanks.as_deref()];
    for text in spellings.into_iter().flatten() {
        // An offset at the end belongs to the time. Digits alone are a subtopic's name.
        let is_offset = |last: &str| {
            let is_number = last.bytes().all(|byte| byte.is_ascii_digit());
            !is_number && matches!(TimeZone::parse(last), Ok(TimeZone::Fixed(_)))
        };
        if let Some((at, subtopic)) = text.rsplit_once(' ').filter(|(_, last)| !is_offset(last))
            && let (Some(at), Ok(subtopic)) = (understood_time(at), Subtopic::parse(subtopic))
        {
            return OwnTime { at, subtopic: Some(subtopic) };
        }
        if matches!(parse_time_input(text), Ok(TimeInput::Instant { .. } | TimeInput::Local { .. })) {
            return OwnTime { at: text.to_owned(), subtopic: None };
        }
    }
    let value = value.trim();
    match value.rsplit_once(' ').map(|(at, subtopic)| (at.trim(), Subtopic::parse(subtopic))) {
        Some((at, Ok(subtopic))) => OwnTime { at: at.to_owned(), subtopic: Some(subtopic) },
        _ => OwnTime { at: value.to_owned(), subtopic: None },
    }
}

fn understood_time(value: &str) -> Option<String> {
    let is_understood = |text: &String| !text.contains('%') && parse_time_input(text).is_ok();
    if is_understood(&value.to_owned()) {
        return Some(value.to_owned());
    }
    let decoded = decoded(value);
    let blanks = with_blanks(&decoded);
    let offset = with_lost_offset_sign(&blanks);
    [decoded, blanks, offset].into_iter().find(is_understood)
}

/// Undoes all encoding that is left.
fn decoded(value: &str) -> String {
    let mut text = value.to_owned();
    while text.contains('%') {
        let decoded = percent::decode(&text);
        if decoded.len() >= text.len() {
            break;
        }
        text = decoded;
    }
    text
}

/// Returns the text with blanks for `+`, as forms encode them. `2026-11-20+08:00` stays as it is: that can be a date
/// with an offset as well as a date with a time.
fn with_blanks(text: &str) -> String {
    if let Some((date, rest)) = text.split_once('+')
        && matches!(parse_time_input(date), Err(TimeInputError::DateWithoutTime(_)))
        && matches!(TimeZone::parse(&format!("+{rest}")), Ok(TimeZone::Fixed(_)))
        && rest.matches(':').count() < 2
    {
        return text.to_owned();
    }
    text.replace('+', " ")
}

/// Returns a local time with something behind it that must be an offset whose `+` became a blank.
fn with_lost_offset_sign(text: &str) -> String {
    match text.rsplit_once(' ') {
        Some((time, offset)) if matches!(parse_time_input(time.trim()), Ok(TimeInput::Local { .. })) => {
            format!("{}+{offset}", time.trim())
        }
        _ => text.to_owned(),
    }
}

/// Returns an offset whose `+` became a blank: ` 08:00`, `UTC 8`, `Etc/GMT 8`.
fn with_lost_plus(text: &str) -> String {
    let begins_with_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    match text.split_once(' ') {
        Some((before, rest))
            if begins_with_digit(rest.trim())
                && ["", "utc", "gmt", "etc/gmt"].contains(&&*before.to_ascii_lowercase()) =>
        {
            format!("{before}+{}", rest.trim())
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_understood_however_often_they_were_encoded() {
        for (value, meant) in [
            ("Asia/Shanghai", "Asia/Shanghai"),
            ("Asia%2FShanghai", "Asia/Shanghai"),
            ("Asia%252FShanghai", "Asia/Shanghai"),
            ("+08:00", "+08:00"),
            ("%2B08:00", "+08:00"),
            ("%252B08%3A00", "+08:00"),
            (" 08:00", "+08:00"),
            ("%2008:00", "+08:00"),
            ("UTC 8", "+08:00"),
            ("gmt 08:00", "+08:00"),
            ("Etc/GMT 8", "Etc/GMT+8"),
            ("America/New York", "America/New_York"),
            // Asked about, in the form.
            ("CST", "CST"),
            ("08:00", "08:00"),
            ("a b", "a b"),
            ("Asia%2Shanghai", "Asia%2Shanghai"),
        ] {
            let zone_of = zone(value);
            assert_eq!(zone_of, meant, "{value}");
            assert_eq!(zone(&zone_of), meant, "{value} once more");
        }
    }

    #[test]
    fn times_are_understood_however_they_were_encoded() {
        for (value, meant) in [
            ("2026-11-20 19:00", "2026-11-20 19:00"),
            ("2026-11-20%2019:00", "2026-11-20 19:00"),
            ("2026-11-20%252019%3A00", "2026-11-20 19:00"),
            ("2026-11-20+19:00", "2026-11-20 19:00"),
            ("2026-11-20+08:00:00", "2026-11-20 08:00:00"),
            ("2026-11-20T19:00:00 08:00", "2026-11-20T19:00:00+08:00"),
            ("2026-11-20+19:00:00+08:00", "2026-11-20 19:00:00+08:00"),
            ("2026-11-20T19:00:00%2B08:00", "2026-11-20T19:00:00+08:00"),
            ("2+hours+ago", "2 hours ago"),
            // Asked about, in the form.
            ("2026-11-20+08:00", "2026-11-20+08:00"),
            ("soon", "soon"),
            ("2026-11-20 19:00 CST", "2026-11-20 19:00 CST"),
        ] {
            let time_of = time(value);
            assert_eq!(time_of, meant, "{value}");
            assert_eq!(time(&time_of), meant, "{value} once more");
        }
    }

    #[test]
    fn own_times_are_told_from_their_subtopics() {
        for (value, at, subtopic) in [
            ("2026-11-20 19:00 t-1", "2026-11-20 19:00", Some("t-1")),
            ("2026-11-20T19:00:00 08:00 t-1", "2026-11-20T19:00:00+08:00", Some("t-1")),
            ("2026-11-20%2019:00%20t-1", "2026-11-20 19:00", Some("t-1")),
            ("2026-11-20+19:00:00+t-1", "2026-11-20 19:00:00", Some("t-1")),
            ("2026-11-20 19:00 Asia/Shanghai t-1", "2026-11-20 19:00 Asia/Shanghai", Some("t-1")),
            ("2026-11-20 19:00 0", "2026-11-20 19:00", Some("0")),
            ("soon t-1", "soon", Some("t-1")),
            ("2026-11-20 19:00", "2026-11-20 19:00", None),
            ("2026-11-20 19:00:00 +08:00", "2026-11-20 19:00:00 +08:00", None),
            ("1676286000", "1676286000", None),
            ("t-1", "t-1", None),
        ] {
            let own = own_time(value);
            let subtopic_of = own.subtopic.map(|subtopic| subtopic.to_string());
            assert_eq!((own.at.as_str(), subtopic_of.as_deref()), (at, subtopic), "{value}");
        }
    }
}
