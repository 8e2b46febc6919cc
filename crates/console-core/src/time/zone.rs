//! Time zones as people name them, and the one question that is asked of their rules.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::input::{plain_text, whole_offset};
use super::{EpochSeconds, Offset};
use crate::text::percent;

/// What knows a zone's rules: `Intl.DateTimeFormat` in the browser, a library in the tests.
pub trait ZoneOffsets {
    /// The zone's offset from UTC at an instant; `None` when it cannot be told.
    fn offset_at(&self, instant: EpochSeconds) -> Option<Offset>;
}

/// The name of a time zone, such as `Asia/Shanghai`, `EST5EDT` or `UTC`. It is well formed; whether there is such
/// a zone only the browser knows. The case is kept as given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ZoneName(String);

/// Why a text is no zone name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneNameError {
    /// Nothing there.
    Empty,
    /// Longer than [`ZoneName::MAX_LENGTH`].
    TooLong {
        /// Its length in characters.
        length: usize,
    },
    /// A character that is in no zone's name.
    Character(char),
}

impl fmt::Display for ZoneNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty zone name"),
            Self::TooLong { length } => write!(f, "zone name of {length} characters"),
            Self::Character(character) => write!(f, "zone name with {character:?}"),
        }
    }
}

impl std::error::Error for ZoneNameError {}

impl ZoneName {
    /// The most characters in a name; the longest in use has 32.
    pub const MAX_LENGTH: usize = 64;

    /// The zone of this name, blanks around it removed.
    ///
    /// # Errors
    /// When it is empty, too long or has characters other than ASCII letters, digits and `/ _ - +`.
    pub fn new(name: &str) -> Result<Self, ZoneNameError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(ZoneNameError::Empty);
        }
        let foreign = |character: &char| {
            !character.is_ascii_alphanumeric() && !matches!(character, '/' | '_' | '-' | '+')
        };
        if let Some(character) = name.chars().find(foreign) {
            return Err(ZoneNameError::Character(character));
        }
        if name.len() > Self::MAX_LENGTH {
            return Err(ZoneNameError::TooLong { length: name.len() });
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ZoneName {
    type Error = ZoneNameError;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::new(&name)
    }
}

impl From<ZoneName> for String {
    fn from(name: ZoneName) -> Self {
        name.0
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
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

/// Why a text names no time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneError {
    /// It is no zone name.
    Name(ZoneNameError),
    /// An abbreviation, which is not the name of one zone.
    Abbreviation {
        /// The zones that it is used for; none where that is not known.
        candidates: &'static [&'static str],
    },
    /// An offset without a sign.
    Unsigned(Offset),
    /// An offset that is further from UTC than any in use.
    OffsetOutOfRange,
    /// Written like an offset, but none.
    NotAnOffset,
    /// Well formed, but the browser knows no such zone.
    Unknown,
}

/// The rules of a zone: a fixed offset, or those that somebody else knows.
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

/// The offset of `etc/gmt+8` and its like.
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

/// The zones that an abbreviation is used for. `None` for what is no abbreviation: a word of more than five letters,
/// or a short one that the zone database has as a name of one zone.
fn abbreviation(lower: &str) -> Option<&'static [&'static str]> {
    const NAMES: [&str; 20] = [
        "utc", "gmt", "uct", "zulu", "prc", "roc", "rok", "gb", "nz", "cet", "eet", "met", "wet", "hst",
        "cuba", "eire", "iran", "egypt", "japan", "libya",
    ];
    let is_word = lower.len() <= 5 && lower.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_word || NAMES.contains(&lower) {
        return None;
    }
    let found = ABBREVIATIONS.iter().find(|(words, _)| words.split(' ').any(|word| word == lower));
    Some(found.map_or(&[], |(_, candidates)| *candidates))
}

/// Abbreviations, and the zones that they are used for.
const ABBREVIATIONS: [(&str, &[&str]); 51] = [
    ("cst", &["Asia/Shanghai", "America/Chicago", "America/Havana"]),
    ("cdt", &["America/Chicago", "America/Havana"]),
    ("ct", &["America/Chicago", "Asia/Shanghai"]),
    ("ist", &["Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"]),
    ("idt", &["Asia/Jerusalem"]),
    ("bst", &["Europe/London", "Asia/Dhaka", "Pacific/Bougainville"]),
    ("est", &["America/New_York", "America/Panama", "Australia/Sydney"]),
    ("edt", &["America/New_York", "Australia/Sydney"]),
    ("et", &["America/New_York"]),
    ("mst", &["America/Denver", "America/Phoenix", "Asia/Kuala_Lumpur"]),
    ("mdt mt", &["America/Denver"]),
    ("pst", &["America/Los_Angeles", "Asia/Manila", "Pacific/Pitcairn"]),
    ("pdt pt", &["America/Los_Angeles"]),
    ("ast", &["America/Halifax", "Asia/Riyadh", "America/Anchorage"]),
    ("adt", &["America/Halifax"]),
    ("akst akdt", &["America/Anchorage"]),
    ("sst", &["Asia/Singapore", "Pacific/Pago_Pago", "Pacific/Guadalcanal"]),
    ("gst", &["Asia/Dubai", "Atlantic/South_Georgia"]),
    ("amt", &["America/Manaus", "Asia/Yerevan"]),
    ("ect", &["America/Guayaquil", "Europe/Paris"]),
    ("act", &["Australia/Darwin", "America/Rio_Branco"]),
    ("art", &["America/Argentina/Buenos_Aires", "Africa/Cairo"]),
    ("agt", &["America/Argentina/Buenos_Aires"]),
    ("nst", &["America/St_Johns", "Pacific/Auckland"]),
    ("ndt cnt", &["America/St_Johns"]),
    ("wst", &["Australia/Perth", "Pacific/Apia"]),
    ("net", &["Asia/Yerevan"]),
    ("plt pkt", &["Asia/Karachi"]),
    ("pnt", &["America/Phoenix"]),
    ("prt", &["America/Puerto_Rico"]),
    ("iet", &["America/Indiana/Indianapolis"]),
    ("mit", &["Pacific/Apia"]),
    ("bet brt", &["America/Sao_Paulo"]),
    ("ctt", &["Asia/Shanghai"]),
    ("jst", &["Asia/Tokyo"]),
    ("kst", &["Asia/Seoul"]),
    ("hkt", &["Asia/Hong_Kong"]),
    ("sgt", &["Asia/Singapore"]),
    ("myt", &["Asia/Kuala_Lumpur"]),
    ("pht", &["Asia/Manila"]),
    ("wib", &["Asia/Jakarta"]),
    ("ict", &["Asia/Bangkok"]),
    ("vst", &["Asia/Ho_Chi_Minh"]),
    ("msk", &["Europe/Moscow"]),
    ("cest", &["Europe/Berlin", "Europe/Paris"]),
    ("eest", &["Europe/Athens", "Europe/Helsinki"]),
    ("west", &["Europe/Lisbon", "Atlantic/Canary"]),
    ("aest aedt aet", &["Australia/Sydney", "Australia/Brisbane"]),
    ("acst acdt", &["Australia/Adelaide", "Australia/Darwin"]),
    ("awst", &["Australia/Perth"]),
    ("nzst nzdt", &["Pacific/Auckland"]),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_in_use_are_names() {
        let names = ["Asia/Shanghai", "UTC", "Etc/GMT+8", "America/Argentina/Buenos_Aires", "Etc/GMT-14"];
        for name in names {
            assert_eq!(ZoneName::new(name).unwrap().as_str(), name);
        }
        assert_eq!(ZoneName::new(" Asia/Tokyo\n").unwrap().to_string(), "Asia/Tokyo");
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        assert_eq!(ZoneName::new(" "), Err(ZoneNameError::Empty));
        assert_eq!(ZoneName::new("Asia/Shang hai"), Err(ZoneNameError::Character(' ')));
        assert_eq!(ZoneName::new("上海"), Err(ZoneNameError::Character('上')));
        assert_eq!(ZoneName::new("../<b>"), Err(ZoneNameError::Character('.')));
        assert!(ZoneName::new(&"a".repeat(64)).is_ok());
        assert_eq!(ZoneName::new(&"a".repeat(65)), Err(ZoneNameError::TooLong { length: 65 }));
    }

    #[test]
    fn json_has_the_bare_name_and_reading_checks_it() {
        let name = ZoneName::new("Asia/Shanghai").unwrap();
        assert_eq!(serde_json::to_string(&name).unwrap(), r#""Asia/Shanghai""#);
        assert_eq!(serde_json::from_str::<ZoneName>(r#""Asia/Shanghai""#).unwrap(), name);
        assert!(serde_json::from_str::<ZoneName>(r#""""#).is_err());
    }

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
            assert_eq!(TimeZone::parse(text), Ok(TimeZone::Named(ZoneName(name.into()))), "{text}");
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
