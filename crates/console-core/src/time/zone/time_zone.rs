//! Time zones as people name them, and the one question that is asked of their rules.

use std::fmt;

use super::abbreviation::abbreviation;
use super::name::{ZoneError, ZoneName, ZoneNameError};
use super::written_offset::whole_offset;
use crate::text::percent;
use crate::time::plain::plain_text;
use crate::time::{EpochSeconds, Offset};

/// A source that knows a zone's rules: `Intl.DateTimeFormat` in the browser, a library in the tests.
pub trait ZoneOffsets {
    /// Returns the zone's offset from UTC at an instant; `None` when it cannot be told.
    fn offset_at(&self, instant: EpochSeconds) -> Option<Offset>;
}

/// A time zone as a person names it. Displays as a text that is read as the same zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeZone {
    /// A fixed offset from UTC, such as `+08:00` or `UTC+8`. No browser is needed for its rules.
    Fixed(Offset),
    /// One of the names `Etc/GMT±N`, whose sign is the reverse of its offset: `Etc/GMT+8` is `-08:00`.
    Etc(Offset),
    /// A zone whose rules the browser knows, if it knows the name.
    Named(ZoneName),
}

/// A set of rules that a zone has: a fixed offset, or those that somebody else knows.
#[derive(Clone, Debug)]
pub enum ZoneRules<Z> {
    /// Always the same.
    Fixed(Offset),
    /// Those of a named zone.
    Named(Z),
}

impl<Z: ZoneOffsets> ZoneOffsets for ZoneRules<Z> {
    fn offset_at(&self, instant: EpochSeconds) -> Option<Offset> {
        match self {
            Self::Fixed(offset) => Some(*offset),
            Self::Named(zone) => zone.offset_at(instant),
        }
    }
}

impl TimeZone {
    /// Reads a zone as a person writes it, also percent-encoded or in full-width characters: a name in any case
    /// (`Asia/Shanghai`, `asia/hong kong`, `PRC`, `EST5EDT`), or an offset (`+08:00`, `+8`, `-0330`, `UTC+8`,
    /// `GMT+08:00`).
    ///
    /// # Errors
    /// For every other text. An abbreviation such as `CST` is refused although browsers take it: they choose one of
    /// the several zones that it means.
    pub fn parse(text: &str) -> Result<Self, ZoneError> {
        let mut text = text.to_owned();
        // Decoding only ever makes it shorter.
        while text.contains('%') {
            let decoded = percent::decode(&text);
            if decoded.len() >= text.len() {
                break;
            }
            text = decoded;
        }
        let length = text.chars().count();
        let plain = plain_text(&text).ok_or(ZoneError::Name(ZoneNameError::TooLong { length }))?;
        let lower = plain.to_ascii_lowercase();
        if let Some(offset) = etc_offset(&lower) {
            return Ok(Self::Etc(offset));
        }
        if let Some(result) = whole_offset(&lower) {
            return result.map(Self::Fixed);
        }
        let is_place = plain.contains('/');
        let name = if is_place { plain.replace(' ', "_") } else { plain };
        let name = ZoneName::new(&name).map_err(ZoneError::Name)?;
        if matches!(&*lower, "etc/unknown" | "factory" | "local" | "localtime") {
            return Err(ZoneError::Unknown);
        }
        match abbreviation(&lower) {
            Some(candidates) => Err(ZoneError::Abbreviation { candidates }),
            None => Ok(Self::Named(name)),
        }
    }

    /// Its rules; those of a named zone are looked up. `None` when it is not known there.
    pub fn rules<Z>(&self, named: impl Fn(&ZoneName) -> Option<Z>) -> Option<ZoneRules<Z>> {
        match self {
            Self::Fixed(offset) | Self::Etc(offset) => Some(ZoneRules::Fixed(*offset)),
            Self::Named(name) => named(name).map(ZoneRules::Named),
        }
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(offset) => offset.fmt(f),
            Self::Etc(offset) => {
                let hours = -offset.seconds_east() / 3600;
                write!(f, "Etc/GMT{}{}", if hours < 0 { '-' } else { '+' }, hours.abs())
            }
            Self::Named(name) => name.fmt(f),
        }
    }
}

/// Returns the offset of `etc/gmt+8` and its like.
fn etc_offset(lower: &str) -> Option<Offset> {
    let name = lower.strip_prefix("etc/gmt")?;
    let (west, digits) = match name.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, name.strip_prefix('-')?),
    };
    let is_plain = digits == "0" || !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    let furthest = if west > 0 { 12 } else { 14 };
    let hours = digits.parse::<i32>().ok().filter(|hours| is_plain && *hours <= furthest)?;
    Offset::new(-west * hours * 3600)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::abbreviation::ABBREVIATIONS;
    use super::*;

    fn fixed(text: &str) -> i32 {
        match TimeZone::parse(text) {
            Ok(TimeZone::Fixed(offset) | TimeZone::Etc(offset)) => offset.seconds_east(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn offsets_are_zones_in_every_usual_spelling() {
        for text in [
            "+08:00",
            "+8",
            "+08",
            "+0800",
            "+8:00",
            " +08:00 ",
            "UTC+8",
            "utc +08:00",
            "GMT+08:00",
            "UTC+08:00",
            "＋０８：００",
            "%2B08:00",
            "%252B08%3A00",
            "+08:00:00",
        ] {
            assert_eq!(fixed(text), 8 * 3600, "{text}");
        }
        for text in ["-0330", "-03:30", "−3:30", "UTC-3:30", "GMT–03:30"] {
            assert_eq!(fixed(text), -(3 * 3600 + 1800), "{text}");
        }
        assert_eq!((fixed("Z"), fixed("+00:00"), fixed("UTC+0"), fixed("-00:00")), (0, 0, 0, 0));
        assert_eq!(fixed("+5:45"), 5 * 3600 + 45 * 60);
    }

    #[test]
    fn the_sign_of_etc_names_is_reversed() {
        assert_eq!(fixed("Etc/GMT+8"), -8 * 3600);
        assert_eq!(fixed("etc/gmt-14"), 14 * 3600);
        assert_eq!(TimeZone::parse("ETC/gmt+8").unwrap().to_string(), "Etc/GMT+8");
        assert_eq!(fixed("GMT+8"), 8 * 3600);
        for unknown in ["Etc/GMT+13", "Etc/GMT-15", "Etc/GMT+08", "Etc/UTC"] {
            assert!(
                matches!(TimeZone::parse(unknown), Ok(TimeZone::Named(_))),
                "{unknown} is for the browser"
            );
        }
    }

    #[test]
    fn what_is_no_offset_is_said_to_be_none() {
        for text in ["+15", "+14:01", "-12:30", "-23:00", "+8:60", "+99:99"] {
            assert_eq!(TimeZone::parse(text), Err(ZoneError::OffsetOutOfRange), "{text}");
        }
        for text in ["08:00", "8", "0800", "UTC 8", "utc08:00", "gmt8"] {
            let eight = Offset::new(8 * 3600).unwrap();
            assert_eq!(TimeZone::parse(text), Err(ZoneError::Unsigned(eight)), "{text}");
        }
        for text in ["+", "+830", "+8:0", "+8h", "UTC+", "+08:00x", "+5.5"] {
            assert_eq!(TimeZone::parse(text), Err(ZoneError::NotAnOffset), "{text}");
        }
    }

    #[test]
    fn names_are_for_the_browser_to_know() {
        for (text, name) in [
            ("asia/shanghai", "asia/shanghai"),
            ("Asia%2FShanghai", "Asia/Shanghai"),
            ("Asia%252FShanghai", "Asia/Shanghai"),
            ("America/New York", "America/New_York"),
            ("Ａsia／Ｔokyo", "Asia/Tokyo"),
            ("PRC", "PRC"),
            ("EST5EDT", "EST5EDT"),
            ("GB-Eire", "GB-Eire"),
            ("Etc/UTC", "Etc/UTC"),
            ("GMT", "GMT"),
            ("Singapore", "Singapore"),
            ("HST", "HST"),
        ] {
            assert_eq!(TimeZone::parse(text), Ok(TimeZone::Named(ZoneName::new(name).unwrap())), "{text}");
        }
        assert_eq!(TimeZone::parse("Etc/Unknown"), Err(ZoneError::Unknown));
        assert_eq!(TimeZone::parse(""), Err(ZoneError::Name(ZoneNameError::Empty)));
        assert_eq!(TimeZone::parse("上海"), Err(ZoneError::Name(ZoneNameError::Character('上'))));
        assert!(matches!(
            TimeZone::parse(&"a".repeat(300)),
            Err(ZoneError::Name(ZoneNameError::TooLong { .. }))
        ));
    }

    #[test]
    fn abbreviations_are_refused_with_what_they_can_mean() {
        let candidates = |text: &str| match TimeZone::parse(text) {
            Err(ZoneError::Abbreviation { candidates }) => candidates,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(candidates("CST")[..2], ["Asia/Shanghai", "America/Chicago"]);
        for several in ["ist", "BST", "est", "EDT", "MST", "PST", "AST", "sst", "GST"] {
            assert!(candidates(several).len() > 1, "{several}");
        }
        assert_eq!(candidates("JST"), ["Asia/Tokyo"]);
        assert_eq!(candidates("xyz"), [""; 0]);
    }

    #[test]
    fn no_zone_that_jiff_knows_is_refused_unless_it_means_several() {
        for name in jiff::tz::db().available() {
            let name = name.as_str();
            match TimeZone::parse(name) {
                Ok(TimeZone::Named(_)) => {}
                Ok(TimeZone::Etc(offset)) => {
                    let there = jiff::tz::db().get(name).unwrap().to_offset(jiff::Timestamp::UNIX_EPOCH);
                    assert_eq!(offset.seconds_east(), there.seconds(), "{name}");
                }
                Ok(TimeZone::Fixed(Offset::UTC)) => {
                    assert!(["GMT0", "GMT+0", "GMT-0"].contains(&name), "{name}");
                }
                Err(ZoneError::Abbreviation { .. }) => assert!(["EST", "MST"].contains(&name), "{name}"),
                Err(ZoneError::Unknown) => assert!(["Factory", "localtime"].contains(&name), "{name}"),
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    #[test]
    fn every_candidate_is_a_zone() {
        for name in ABBREVIATIONS.iter().flat_map(|(_, candidates)| *candidates) {
            assert!(jiff::tz::db().get(name).is_ok(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_again_from_what_it_displays_as(text in "\\PC{0,12}|(utc|GMT|Etc/GMT)?[+-]?[0-9:]{0,6}|[A-Za-z/_%2F]{0,12}") {
            if let Ok(zone) = TimeZone::parse(&text) {
                prop_assert_eq!(TimeZone::parse(&zone.to_string()), Ok(zone));
            }
        }
    }
}
