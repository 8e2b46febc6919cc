//! Reading of single values, whatever type they come as.
//!
//! The answers are read from their text, part by part: a part that cannot be read then never spoils another, numbers
//! keep their digits, and what is not needed is skipped.

use std::str::FromStr;

use crate::text::json;
use crate::time::{CivilDateTime, EpochSeconds, Offset, TimeInput, parse_time_input};

/// A word of OMS: a documented one, or any other, kept as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OmsWord<T> {
    /// A documented word.
    Known(T),
    /// Any other.
    Other(String),
}

impl<T: FromStr> OmsWord<T> {
    fn read(text: String) -> Self {
        text.trim().parse().map_or(Self::Other(text), Self::Known)
    }
}

impl<T: Copy + Into<&'static str>> OmsWord<T> {
    /// Returns the word, as OMS documents it or as it came.
    pub fn word(&self) -> String {
        match self {
            Self::Known(word) => (*word).into().to_owned(),
            Self::Other(word) => word.clone(),
        }
    }
}

impl<T: PartialEq> OmsWord<T> {
    /// Returns whether it is this documented word.
    pub fn is(&self, known: &T) -> bool {
        matches!(self, Self::Known(word) if word == known)
    }
}

/// A time that OMS may write in its own local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerTime {
    /// A time with a zone, or a number of seconds.
    Instant(EpochSeconds),
    /// What a clock showed that nobody says the zone of.
    Local(CivilDateTime),
}

impl ServerTime {
    /// Returns when this was, given the server's offset. Nothing is assumed where the offset is not known.
    pub fn instant(self, offset: Option<Offset>) -> Option<EpochSeconds> {
        match self {
            Self::Instant(at) => Some(at),
            Self::Local(local) => offset?.instant_of(local),
        }
    }
}

/// An object of an answer, whose fields are found by their names in any case.
pub(super) struct AnswerFields<'a>(Vec<(String, &'a str)>);

impl<'a> AnswerFields<'a> {
    /// Reads an object, or a list with one object in it.
    pub fn read(json: &'a str) -> Option<Self> {
        let one = || match json::elements(json)?[..] {
            [one] => json::members(one),
            _ => None,
        };
        json::members(json).or_else(one).map(Self)
    }

    /// Returns whether a field is there, be it null.
    pub fn names(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
    }

    /// Returns the JSON text of a field that is there and not null. The name in its documented case wins.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let exact = self.0.iter().find(|(other, _)| other == name);
        let found = exact.or_else(|| self.0.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| *value).filter(|value| *value != "null")
    }

    /// Returns the text of a string, a number or a boolean, unless it is blank.
    pub fn text(&self, name: &str) -> Option<String> {
        text_of(self.get(name)?)
    }

    /// Returns a text without blanks around it, unless it is the word "null", which errors have.
    pub fn sentence(&self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        Some(text.trim()).filter(|text| *text != "null").map(str::to_owned)
    }

    /// Returns a documented word, or any other.
    pub fn word<T: FromStr>(&self, name: &str) -> Option<OmsWord<T>> {
        self.text(name).map(OmsWord::read)
    }

    /// Returns a number, from a number or a string.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.text(name)?.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Returns a whole number, from a number or a string. A fraction is dropped.
    pub fn integer(&self, name: &str) -> Option<i64> {
        // Up to here each whole number is a float of its own.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let whole = self.text(name)?.trim().parse().ok();
        whole.or_else(|| Some(self.number(name)?.trunc()).filter(|n| n.abs() <= EXACT).map(|n| n as i64))
    }

    /// Returns a boolean, from a boolean or a string.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.text(name)?.trim().to_ascii_lowercase().parse().ok()
    }

    /// Returns the elements of a list that are not null. A single value is a list of one, a blank string none.
    pub fn list(&self, name: &str) -> Vec<&'a str> {
        self.get(name).map(elements_of).unwrap_or_default()
    }

    /// Returns the texts of a list. A single string may name several, between commas.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let texts = self.list(name).into_iter().filter_map(text_of);
        let parts =
            texts.flat_map(|text| text.split(',').map(|part| part.trim().to_owned()).collect::<Vec<_>>());
        parts.filter(|part| !part.is_empty()).collect()
    }

    /// Returns a time that is in UTC by the documentation: a checkpoint, or seconds since 1970.
    pub fn utc(&self, name: &str) -> Option<EpochSeconds> {
        self.time(name)?.instant(Some(Offset::UTC))
    }

    /// Returns a time that may be local to the server.
    pub fn time(&self, name: &str) -> Option<ServerTime> {
        match parse_time_input(&self.text(name)?).ok()? {
            TimeInput::Instant { at, .. } => Some(ServerTime::Instant(at)),
            TimeInput::Local { at, .. } => Some(ServerTime::Local(at)),
            _ => None,
        }
    }
}

/// Returns the elements of a list that are not null. A single value is a list of one, a blank string none.
pub(super) fn elements_of(json: &str) -> Vec<&str> {
    let elements = json::elements(json).unwrap_or_else(|| vec![json]);
    let is_blank = |value: &str| value == "null" || value.starts_with('"') && text_of(value).is_none();
    elements.into_iter().filter(|value| !is_blank(value)).collect()
}

/// Returns the text of a string, a number or a boolean, unless it is blank.
pub(super) fn text_of(json: &str) -> Option<String> {
    let text = match json.as_bytes().first()? {
        b'{' | b'[' | b'n' => return None,
        b'"' => json::string(json),
        _ => json.to_owned(),
    };
    Some(text).filter(|text| text.contains(|c: char| !c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::EnumString;

    #[derive(Debug, PartialEq, EnumString)]
    #[strum(serialize_all = "UPPERCASE", ascii_case_insensitive)]
    enum State {
        Running,
    }

    fn with<T>(value: &str, read: impl Fn(&AnswerFields<'_>) -> T) -> T {
        read(&AnswerFields::read(&format!(r#"{{"a":{value}}}"#)).unwrap())
    }

    #[test]
    fn a_field_is_found_in_any_case_and_the_exact_one_wins() {
        let fields = AnswerFields::read(r#"{"NAME":"a","name":"b","IP":"c","Region":null}"#).unwrap();
        assert_eq!(fields.text("name").as_deref(), Some("b"));
        assert_eq!(fields.text("Name").as_deref(), Some("a"));
        assert_eq!(fields.text("ip").as_deref(), Some("c"));
        assert_eq!((fields.text("region"), fields.text("other")), (None, None));
    }

    #[test]
    fn a_list_of_one_is_read_as_the_object_in_it() {
        assert_eq!(AnswerFields::read(r#"[{"a":1}]"#).unwrap().integer("a"), Some(1));
        for other in ["[]", "[1]", r#"[{"a":1},{"a":2}]"#, "1", "null", ""] {
            assert!(AnswerFields::read(other).is_none(), "{other}");
        }
    }

    #[test]
    fn numbers_come_from_numbers_and_strings() {
        for (value, number) in
            [("2", 2), ("\"-3\"", -3), ("\" 151 \"", 151), ("2.9", 2), ("1e3", 1000), ("\"-0.5\"", 0)]
        {
            assert_eq!(with(value, |fields| fields.integer("a")), Some(number), "{value}");
        }
        assert_eq!(with("9007199254740993", |fields| fields.integer("a")), Some(9_007_199_254_740_993));
        assert_eq!(with("\"0.42\"", |fields| fields.number("a")), Some(0.42));
        for value in ["\"\"", "\"x\"", "true", "{}", "[]", "null", "1e400", "\"NaN\"", "\"inf\""] {
            assert_eq!(
                with(value, |fields| (fields.number("a"), fields.integer("a"))),
                (None, None),
                "{value}"
            );
        }
        assert_eq!(with("99999999999999999999", |fields| fields.integer("a")), None);
    }

    #[test]
    fn booleans_come_from_booleans_and_strings() {
        for (value, flag) in [
            ("true", Some(true)),
            ("\"true\"", Some(true)),
            ("\" FALSE\"", Some(false)),
            ("1", None),
            ("null", None),
            ("\"yes\"", None),
        ] {
            assert_eq!(with(value, |fields| fields.flag("a")), flag, "{value}");
        }
    }

    #[test]
    fn lists_may_be_missing_or_a_single_value() {
        let texts = |value: &str| with(value, |fields| fields.texts("a"));
        assert_eq!(texts(r#"["x","y",null,""]"#), ["x", "y"]);
        assert_eq!(texts("\"x\""), ["x"]);
        assert_eq!(texts("\"x, y\""), ["x", "y"]);
        assert_eq!(texts("7"), ["7"]);
        for value in ["null", "[]", "\"\"", "{}", "[[]]"] {
            assert!(texts(value).is_empty(), "{value}");
        }
        assert_eq!(elements_of(r#"["", "  ", "\n", "null", "x", null, {}]"#), ["\"null\"", "\"x\"", "{}"]);
        assert!(elements_of("\" \"").is_empty());
        assert_eq!(with(r#"{"b":1}"#, |fields| fields.list("a").len()), 1);
        assert_eq!(with("1", |fields| fields.list("b").len()), 0);
    }

    #[test]
    fn words_are_known_or_kept_as_they_came() {
        let word = |value: &str| with(value, |fields| fields.word::<State>("a"));
        assert_eq!(word("\"RUNNING\""), Some(OmsWord::Known(State::Running)));
        assert_eq!(word("\" running\\n\""), Some(OmsWord::Known(State::Running)));
        assert_eq!(word("\"MIGRATING\""), Some(OmsWord::Other("MIGRATING".into())));
        assert_eq!(word("7"), Some(OmsWord::Other("7".into())));
        assert_eq!((word("null"), word("\" \""), word("{}")), (None, None, None));
        assert!(word("\"running\"").unwrap().is(&State::Running));
    }

    #[test]
    fn checkpoints_are_utc_and_local_times_need_an_offset() {
        let at = Some(EpochSeconds::new(1_795_161_597).unwrap());
        let utc = |value: &str| with(value, |fields| fields.utc("a"));
        for value in [
            "\"2026-11-20T07:59:57\"",
            "\"2026-11-20 07:59:57.250\"",
            "1795161597",
            "\"1795161597\"",
            "1795161597000",
            "\"2026-11-20T07:59:57Z\"",
            "\"2026-11-20T15:59:57+08:00\"",
        ] {
            assert_eq!(utc(value), at, "{value}");
        }
        for value in
            ["null", "\"\"", "0", "-1", "{}", "true", "\"now\"", "\"12:00\"", "\"2026-13-20T00:00:00\""]
        {
            assert_eq!(utc(value), None, "{value}");
        }
        let local = with("\"2026-11-20T15:59:57\"", |fields| fields.time("a")).unwrap();
        assert_eq!(local.instant(Offset::new(8 * 3600)), at);
        assert_eq!(local.instant(None), None);
        assert_eq!(with("1795161597", |fields| fields.time("a")).unwrap().instant(None), at);
    }
}
