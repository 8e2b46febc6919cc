//! What a deployment sets for all who use it: `config.json` beside `index.html`.
//!
//! Every member may be left out; an empty file and `{}` set nothing. The schema is
//! `static/config.schema.json`. A member that is there and wrong is an error with its place, never a silent
//! default: whoever wrote `"readOnly": "yes"` must not get a console that sends. A member that nobody knows
//! is reported and does no harm.

use serde_json::value::RawValue;

use crate::config_map::{Members, Place, place_at};
use crate::time::ZoneName;

/// How long an answer is waited for unless the deployment says otherwise. Stops of half a minute are usual,
/// and the host itself waits up to 60 s for its Supervisor.
pub const USUAL_TIME_OUT_SECONDS: u32 = 120;

/// The time-outs that can be set, in seconds: below the first no stop would ever be confirmed, and nobody
/// waits longer than the last.
pub const TIME_OUTS: (u32, u32) = (10, 3_600);

/// The most characters of a host's name.
pub const LONGEST_NAME: usize = 60;

/// What a deployment sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentConfig {
    /// What the host is called, such as `Production, Hangzhou`.
    pub host_name: Option<String>,
    /// The colour that tells this host from others.
    pub host_colour: Option<HostColour>,
    /// Whether nothing may be sent that changes something.
    pub read_only: bool,
    /// How long an answer is waited for, in seconds.
    pub time_out_seconds: u32,
    /// The time zone that the forms begin with; nothing for the browser's own.
    pub time_zone: Option<ZoneName>,
}

/// The colours of hosts. Names, so that each can be drawn well on light and on dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostColour {
    /// `grey`
    Grey,
    /// `blue`
    Blue,
    /// `green`
    Green,
    /// `amber`
    Amber,
    /// `red`
    Red,
    /// `violet`
    Violet,
}

impl HostColour {
    /// All of them with their words.
    pub const ALL: [(Self, &str); 6] = [
        (Self::Grey, "grey"),
        (Self::Blue, "blue"),
        (Self::Green, "green"),
        (Self::Amber, "amber"),
        (Self::Red, "red"),
        (Self::Violet, "violet"),
    ];
}

/// A file that was read, with the members that nobody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// What it sets.
    pub config: DeploymentConfig,
    /// Members that nobody knows, such as misspelt ones, each with the place of its value.
    pub unknown: Vec<(String, Place)>,
}

/// What is wrong with a deployment's file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentError {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: DeploymentProblem,
}

/// The kinds of trouble with a deployment's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeploymentProblem {
    /// It is no JSON from here on.
    Syntax,
    /// It ends too early.
    CutOff,
    /// A value is not what it should be.
    Expected {
        /// The member, `host.name` for one within another; empty for the whole file.
        member: String,
        /// What should stand here.
        expected: Expected,
    },
    /// A member is there twice.
    Twice {
        /// The member.
        member: String,
    },
}

/// What should stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// `{…}`
    Object,
    /// `true` or `false`, without quotation marks.
    Flag,
    /// A text of at least one and at most [`LONGEST_NAME`] characters.
    Name,
    /// A word of [`HostColour::ALL`].
    Colour,
    /// A whole number within [`TIME_OUTS`].
    TimeOut,
    /// A time zone's name, such as `Asia/Shanghai`. Whether the browser knows it shows later.
    Zone,
}

impl Default for DeploymentConfig {
    fn default() -> Self {
        Self {
            host_name: None,
            host_colour: None,
            read_only: false,
            time_out_seconds: USUAL_TIME_OUT_SECONDS,
            time_zone: None,
        }
    }
}

impl DeploymentConfig {
    /// Reads the file.
    ///
    /// # Errors
    /// All that is wrong, in the order of the text; at least one.
    pub fn read(text: &str) -> Result<Read, Vec<DeploymentError>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader { text, read: Read::default(), errors: Vec::new() };
        if !text.trim().is_empty() {
            match serde_json::from_str::<&RawValue>(text) {
                Ok(document) => reader.members("", document, Reader::member),
                Err(error) => {
                    let problem =
                        if error.is_eof() { DeploymentProblem::CutOff } else { DeploymentProblem::Syntax };
                    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
                    let offset = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
                    reader.errors.push(DeploymentError { place: place_at(text, offset), problem });
                }
            }
        }
        if reader.errors.is_empty() { Ok(reader.read) } else { Err(reader.errors) }
    }
}

struct Reader<'a> {
    text: &'a str,
    read: Read,
    errors: Vec<DeploymentError>,
}

impl<'a> Reader<'a> {
    /// Goes through the members of an object, `within` another unless that is empty.
    fn members(&mut self, within: &str, value: &'a RawValue, member: fn(&mut Self, &str, &'a RawValue)) {
        let Ok(Members(members)) = serde_json::from_str::<Members<'a>>(value.get()) else {
            return self.report(value, within, Expected::Object);
        };
        for (index, (name, value)) in members.iter().enumerate() {
            let name = if within.is_empty() { name.clone() } else { format!("{within}.{name}") };
            if members[..index].iter().any(|(other, _)| *other == members[index].0) {
                let place = self.place(value);
                self.errors
                    .push(DeploymentError { place, problem: DeploymentProblem::Twice { member: name } });
            } else {
                member(self, &name, value);
            }
        }
    }

    fn member(&mut self, name: &str, value: &'a RawValue) {
        match name {
            "$schema" => {}
            "host" => self.members(name, value, Self::member_of_host),
            "readOnly" => match value.get() {
                "true" => self.read.config.read_only = true,
                "false" => self.read.config.read_only = false,
                _ => self.report(value, name, Expected::Flag),
            },
            "timeOutSeconds" => match value.get().parse() {
                Ok(seconds) if (TIME_OUTS.0..=TIME_OUTS.1).contains(&seconds) => {
                    self.read.config.time_out_seconds = seconds;
                }
                _ => self.report(value, name, Expected::TimeOut),
            },
            "timeZone" => {
                let zone = string(value).and_then(|zone| ZoneName::new(&zone).ok());
                match zone.filter(ZoneName::is_unambiguous) {
                    Some(zone) => self.read.config.time_zone = Some(zone),
                    None => self.report(value, name, Expected::Zone),
                }
            }
            _ => self.report_unknown(name, value),
        }
    }

    fn member_of_host(&mut self, name: &str, value: &'a RawValue) {
        match name {
            "host.name" => match string(value).map(|name| name.trim().to_owned()) {
                Some(name) if !name.is_empty() && name.chars().count() <= LONGEST_NAME => {
                    self.read.config.host_name = Some(name);
                }
                _ => self.report(value, name, Expected::Name),
            },
            "host.colour" => {
                let word = string(value).unwrap_or_default();
                match HostColour::ALL.into_iter().find(|(_, known)| *known == word) {
                    Some((colour, _)) => self.read.config.host_colour = Some(colour),
                    None => self.report(value, name, Expected::Colour),
                }
            }
            _ => self.report_unknown(name, value),
        }
    }

    fn report(&mut self, value: &RawValue, member: &str, expected: Expected) {
        let problem = DeploymentProblem::Expected { member: member.to_owned(), expected };
        self.errors.push(DeploymentError { place: self.place(value), problem });
    }

    fn report_unknown(&mut self, member: &str, value: &RawValue) {
        let place = self.place(value);
        self.read.unknown.push((member.to_owned(), place));
    }

    fn place(&self, value: &RawValue) -> Place {
        place_at(self.text, value.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr()))
    }
}

fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    const SCHEMA: &str = include_str!("../../../static/config.schema.json");
    const SHIPPED: &str = include_str!("../../../static/config.json");

    fn config(text: &str) -> DeploymentConfig {
        DeploymentConfig::read(text).unwrap().config
    }

    fn problems(text: &str) -> Vec<(usize, usize, DeploymentProblem)> {
        let errors = DeploymentConfig::read(text).unwrap_err();
        errors.into_iter().map(|error| (error.place.line, error.place.column, error.problem)).collect()
    }

    #[test]
    fn what_is_left_out_is_as_usual() {
        for text in ["", " \n", "\u{feff}{}", "{\"host\": {}}", SHIPPED] {
            assert_eq!(DeploymentConfig::read(text), Ok(Read::default()), "{text}");
        }
        let usual = DeploymentConfig::default();
        assert_eq!((usual.read_only, usual.time_out_seconds, usual.time_zone), (false, 120, None));
    }

    #[test]
    fn every_member_is_read() {
        let text = r#"{"$schema": "config.schema.json", "host": {"name": " 生产 ", "colour": "red"},
            "readOnly": true, "timeOutSeconds": 300, "timeZone": "Asia/Shanghai"}"#;
        let expected = DeploymentConfig {
            host_name: Some("生产".into()),
            host_colour: Some(HostColour::Red),
            read_only: true,
            time_out_seconds: 300,
            time_zone: Some(ZoneName::new("Asia/Shanghai").unwrap()),
        };
        assert_eq!(DeploymentConfig::read(text), Ok(Read { config: expected, unknown: vec![] }));
    }

    #[test]
    fn a_wrong_value_is_said_with_its_place_and_what_should_stand_there() {
        let text = "{\n \"host\": {\"name\": \"\", \"colour\": \"pink\"},\n \"readOnly\": \"yes\",\n \
                    \"timeOutSeconds\": 0.5, \"timeZone\": \"CST\",\n \"readOnly\": true\n}";
        let expected =
            |member: &str, expected| DeploymentProblem::Expected { member: member.into(), expected };
        assert_eq!(
            problems(text),
            [
                (2, 19, expected("host.name", Expected::Name)),
                (2, 33, expected("host.colour", Expected::Colour)),
                (3, 14, expected("readOnly", Expected::Flag)),
                (4, 20, expected("timeOutSeconds", Expected::TimeOut)),
                (4, 37, expected("timeZone", Expected::Zone)),
                (5, 14, DeploymentProblem::Twice { member: "readOnly".into() }),
            ]
        );
        for seconds in ["9", "3601", "-1", "1e2", "99999999999", "null", "\"120\""] {
            let text = format!("{{\"timeOutSeconds\": {seconds}}}");
            assert_eq!(problems(&text), [(1, 20, expected("timeOutSeconds", Expected::TimeOut))]);
        }
        assert_eq!(problems("[]"), [(1, 1, expected("", Expected::Object))]);
        assert_eq!(problems("{\"host\": \"prod\"}"), [(1, 10, expected("host", Expected::Object))]);
    }

    #[test]
    fn a_broken_file_says_where() {
        assert_eq!(problems("{\n \"host\": {\n"), [(3, 1, DeploymentProblem::CutOff)]);
        assert_eq!(problems("{\n \"readOnly\": yes}"), [(2, 14, DeploymentProblem::Syntax)]);
        assert_eq!(problems("<!doctype html>"), [(1, 1, DeploymentProblem::Syntax)]);
        assert_eq!(problems("{\"名\": 1,}"), [(1, 9, DeploymentProblem::Syntax)]);
    }

    #[test]
    fn a_member_that_nobody_knows_is_reported_and_does_no_harm() {
        let read = DeploymentConfig::read("{\"readonly\": true,\n \"host\": {\"color\": \"red\"}}").unwrap();
        assert_eq!(read.config, DeploymentConfig::default());
        let places = [
            ("readonly".to_owned(), Place { line: 1, column: 14 }),
            ("host.color".to_owned(), Place { line: 2, column: 20 }),
        ];
        assert_eq!(read.unknown, places);
    }

    #[test]
    fn the_schema_names_the_same_members_words_and_bounds() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let of = |path: &str| schema.pointer(path).unwrap_or_else(|| panic!("{path}"));
        let names = |path: &str| of(path).as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names("/properties"), ["$schema", "host", "readOnly", "timeOutSeconds", "timeZone"]);
        assert_eq!(names("/properties/host/properties"), ["colour", "name"]);
        let words: Vec<_> = HostColour::ALL.map(|(_, word)| Value::from(word)).into();
        assert_eq!(of("/properties/host/properties/colour/enum"), &Value::from(words));
        assert_eq!(of("/properties/host/properties/name/maxLength"), &Value::from(LONGEST_NAME));
        assert_eq!(of("/properties/timeOutSeconds/minimum"), &Value::from(TIME_OUTS.0));
        assert_eq!(of("/properties/timeOutSeconds/maximum"), &Value::from(TIME_OUTS.1));
        assert_eq!(of("/properties/timeOutSeconds/default"), &Value::from(USUAL_TIME_OUT_SECONDS));
        for path in ["/properties/host/examples/0", "/properties/timeZone/examples/0"] {
            let member = path.split('/').nth(2).unwrap();
            let file = serde_json::json!({ (member): of(path) }).to_string();
            assert_ne!(config(&file), DeploymentConfig::default(), "{file}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_with_a_place_inside_it(
            text in "\\PC{0,20}|[{}\":, \n\\[\\]a-z0-9]{0,40}|\\{\"(host|readOnly|timeZone|timeOutSeconds)\": [\"{}:a-z0-9\n]{0,9}\\}",
        ) {
            if let Err(errors) = DeploymentConfig::read(&text) {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!((1..=text.matches('\n').count() + 1).contains(&error.place.line));
                    prop_assert!((1..=text.chars().count() + 1).contains(&error.place.column));
                }
            }
        }
    }
}
