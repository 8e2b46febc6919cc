//! What a deployment sets for all who use it: `config.json` beside `index.html`.
//!
//! Every member may be left out; an empty file and `{}` set nothing. The schema is
//! `static/config.schema.json`. A member that is wrong or unknown is an error with its place, never a silent
//! default: whoever wrote `"readOnly": "yes"` or `"readonly": true` must not get a console that sends.

use std::ops::RangeInclusive;

use serde::Deserialize;
use serde_json::value::RawValue;
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::interchange::curl;
use crate::text::json::Members;
use crate::text::place::{Place, offset_of, offset_of_error, place_at};
use crate::text::spelling;
use crate::time::{TimeZone, ZoneError};

/// How long an answer is waited for unless the deployment says otherwise. Stops of half a minute are usual,
/// and the host itself waits up to 60 s for its Supervisor.
pub const USUAL_TIME_OUT_SECONDS: u32 = 120;

/// The time-outs that can be set, in seconds: below the first no stop would ever be confirmed, and nobody
/// waits longer than the last.
pub const TIME_OUTS: RangeInclusive<u32> = 10..=3_600;

/// The most characters of a host's name.
pub const LONGEST_NAME: usize = 60;

/// All members, those of an object within the file with its name before them.
pub const MEMBERS: [&str; 13] = [
    "$schema",
    "host",
    "host.name",
    "host.colour",
    "readOnly",
    "timeOutSeconds",
    "timeZone",
    "curlBase",
    "openApi",
    "openApi.read",
    "openApi.path",
    "openApi.intervalSeconds",
    "openApi.browserCredentials",
];

/// The path of OMS's OpenAPI on the page's origin, unless the deployment says otherwise.
pub const USUAL_OPEN_API: &str = "/api/v2";

/// The shortest pauses between two reads of everything that can be set, in seconds.
pub const INTERVALS: RangeInclusive<u32> = 5..=3_600;

/// The shortest pause between two reads of everything unless the deployment says otherwise, in seconds.
pub const USUAL_INTERVAL_SECONDS: u32 = 30;

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
    pub time_zone: Option<TimeZone>,
    /// The address that copied curl commands go to; nothing for the console's own.
    pub curl_base: Option<curl::Base>,
    /// How what OMS knows is read.
    pub open_api: OpenApi,
}

/// How what OMS knows is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenApi {
    /// Whether it is read at all.
    pub read: bool,
    /// Its path on the page's origin.
    pub path: String,
    /// The shortest pause between two reads of everything, in seconds.
    pub interval_seconds: u32,
    /// Whether the browser adds the credentials that it has for the page: for gateways at which people sign in.
    pub browser_credentials: bool,
}

impl Default for OpenApi {
    fn default() -> Self {
        Self {
            read: true,
            path: USUAL_OPEN_API.into(),
            interval_seconds: USUAL_INTERVAL_SECONDS,
            browser_credentials: false,
        }
    }
}

/// The colours of hosts. Names, so that each can be drawn well on light and on dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
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
    /// JSON syntax error from here on.
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
    /// A member that the console does not know, such as a misspelt one.
    Unknown {
        /// The member.
        member: String,
        /// The known member that was probably meant.
        meant: Option<&'static str>,
    },
}

/// What should stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// `{…}`
    Object,
    /// A text in quotation marks.
    Text,
    /// `true` or `false`, without quotation marks.
    Flag,
    /// A text of at least one and at most [`LONGEST_NAME`] characters.
    Name,
    /// A word of [`HostColour`].
    Colour,
    /// A whole number within [`TIME_OUTS`].
    TimeOut,
    /// A time zone's name, such as `Asia/Shanghai`. Whether the browser knows it shows later.
    Zone {
        /// The zones that the abbreviation here is used for, if it is one.
        candidates: &'static [&'static str],
    },
    /// An address as [`curl::Base`] takes it.
    Address,
    /// A path from the origin's root, without a query.
    Path,
    /// A whole number within [`INTERVALS`].
    Interval,
}

impl Default for DeploymentConfig {
    fn default() -> Self {
        Self {
            host_name: None,
            host_colour: None,
            read_only: false,
            time_out_seconds: USUAL_TIME_OUT_SECONDS,
            time_zone: None,
            curl_base: None,
            open_api: OpenApi::default(),
        }
    }
}

impl DeploymentConfig {
    /// Reads the file.
    ///
    /// # Errors
    /// All that is wrong, in the order of the text; at least one.
    pub fn read(text: &str) -> Result<Self, Vec<DeploymentError>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader { text, config: Self::default(), errors: Vec::new() };
        if !text.trim().is_empty() {
            match serde_json::from_str::<&RawValue>(text) {
                Ok(document) => reader.members("", document),
                Err(error) => {
                    let problem =
                        if error.is_eof() { DeploymentProblem::CutOff } else { DeploymentProblem::Syntax };
                    reader.report(offset_of_error(text, &error), problem);
                }
            }
        }
        if reader.errors.is_empty() { Ok(reader.config) } else { Err(reader.errors) }
    }
}

/// A reader that goes on after an error, so that whoever mends the file hears of all at once. Serde's derived
/// readers stop at the first, and know only where they stopped.
struct Reader<'a> {
    text: &'a str,
    config: DeploymentConfig,
    errors: Vec<DeploymentError>,
}

impl<'a> Reader<'a> {
    /// Reads the members of an object, `within` another unless that is empty.
    fn members(&mut self, within: &'static str, object: &'a RawValue) {
        let members = self.expect(within, object, Expected::Object, json);
        let mut seen: Vec<String> = Vec::new();
        for (written, value) in members.into_iter().flat_map(|Members::<&RawValue>(members)| members) {
            let name: String = json(written).unwrap_or_default();
            let path = if within.is_empty() { name.clone() } else { format!("{within}.{name}") };
            if seen.contains(&path) {
                self.report(self.offset(value), DeploymentProblem::Twice { member: path });
                continue;
            }
            if !self.member((within, &name), &path, value) {
                let meant = spelling::nearest(&path, &MEMBERS);
                self.report(self.offset(written), DeploymentProblem::Unknown { member: path.clone(), meant });
            }
            seen.push(path);
        }
    }

    /// Takes in a member. Returns whether it is a known one.
    fn member(&mut self, member: (&str, &str), path: &str, value: &'a RawValue) -> bool {
        let text = |value| json::<String>(value);
        match member {
            ("", "$schema") => _ = self.expect(path, value, Expected::Text, text),
            ("", "host") => self.members("host", value),
            ("", "openApi") => self.members("openApi", value),
            ("openApi", "read") => {
                self.config.open_api.read =
                    self.expect(path, value, Expected::Flag, json).unwrap_or_default();
            }
            ("openApi", "path") => {
                let read = |value| text(value).filter(|path| is_path(path));
                self.config.open_api.path =
                    self.expect(path, value, Expected::Path, read).unwrap_or_default();
            }
            ("openApi", "intervalSeconds") => {
                let seconds = |value| json(value).filter(|seconds| INTERVALS.contains(seconds));
                self.config.open_api.interval_seconds =
                    self.expect(path, value, Expected::Interval, seconds).unwrap_or_default();
            }
            ("openApi", "browserCredentials") => {
                self.config.open_api.browser_credentials =
                    self.expect(path, value, Expected::Flag, json).unwrap_or_default();
            }
            ("host", "name") => {
                let name = |value| Some(text(value)?.trim().to_owned());
                let is_name = |name: &String| (1..=LONGEST_NAME).contains(&name.chars().count());
                self.config.host_name =
                    self.expect(path, value, Expected::Name, |value| name(value).filter(is_name));
            }
            ("host", "colour") => {
                self.config.host_colour =
                    self.expect(path, value, Expected::Colour, |value| text(value)?.parse().ok());
            }
            ("", "readOnly") => {
                self.config.read_only = self.expect(path, value, Expected::Flag, json).unwrap_or_default();
            }
            ("", "timeOutSeconds") => {
                let seconds = |value| json(value).filter(|seconds| TIME_OUTS.contains(seconds));
                self.config.time_out_seconds =
                    self.expect(path, value, Expected::TimeOut, seconds).unwrap_or_default();
            }
            ("", "timeZone") => {
                let zone = text(value).map(|zone| TimeZone::parse(&zone));
                let candidates = match zone {
                    Some(Err(ZoneError::Abbreviation { candidates })) => candidates,
                    _ => &[],
                };
                self.config.time_zone =
                    self.expect(path, value, Expected::Zone { candidates }, |_| zone?.ok());
            }
            ("", "curlBase") => {
                self.config.curl_base =
                    self.expect(path, value, Expected::Address, |value| curl::Base::parse(&text(value)?));
            }
            _ => return false,
        }
        true
    }

    /// Returns what is read of a value, or reports what was expected.
    fn expect<T>(
        &mut self,
        member: &str,
        value: &'a RawValue,
        expected: Expected,
        read: impl FnOnce(&'a RawValue) -> Option<T>,
    ) -> Option<T> {
        let read = read(value);
        if read.is_none() {
            let member = member.to_owned();
            self.report(self.offset(value), DeploymentProblem::Expected { member, expected });
        }
        read
    }

    fn report(&mut self, offset: usize, problem: DeploymentProblem) {
        self.errors.push(DeploymentError { place: place_at(self.text, offset), problem });
    }

    fn offset(&self, part: &RawValue) -> usize {
        offset_of(part.get(), self.text)
    }
}

/// Whether a text is a path on the page's own origin: no other host, no query, no way up.
fn is_path(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._~-".contains(c);
    text.starts_with('/') && text.chars().all(is_plain) && !text.contains("//") && !text.contains("..")
}

fn json<'a, T: Deserialize<'a>>(value: &'a RawValue) -> Option<T> {
    serde_json::from_str(value.get()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    const SCHEMA: &str = include_str!("../../../../static/config.schema.json");
    const SHIPPED: &str = include_str!("../../../../static/config.json");

    fn config(text: &str) -> DeploymentConfig {
        DeploymentConfig::read(text).unwrap()
    }

    fn problems(text: &str) -> Vec<(usize, usize, DeploymentProblem)> {
        let errors = DeploymentConfig::read(text).unwrap_err();
        errors.into_iter().map(|error| (error.place.line, error.place.column, error.problem)).collect()
    }

    #[test]
    fn what_is_left_out_is_as_usual() {
        for text in ["", " \n", "\u{feff}{}", "{\"host\": {}}", SHIPPED] {
            assert_eq!(DeploymentConfig::read(text), Ok(DeploymentConfig::default()), "{text}");
        }
        let usual = DeploymentConfig::default();
        assert_eq!((usual.read_only, usual.time_out_seconds, usual.time_zone), (false, 120, None));
    }

    #[test]
    fn every_member_is_read() {
        let text = r#"{"$schema": "config.schema.json", "host": {"name": " 生产 ", "colour": "red"},
            "readOnly": true, "timeOutSeconds": 300, "timeZone": "Asia/Shanghai", "curlBase": "http://cm:8088/",
            "openApi": {"read": false, "path": "/oms/api/v2", "intervalSeconds": 60, "browserCredentials": true}}"#;
        let expected = DeploymentConfig {
            host_name: Some("生产".into()),
            host_colour: Some(HostColour::Red),
            read_only: true,
            time_out_seconds: 300,
            time_zone: Some(TimeZone::parse("Asia/Shanghai").unwrap()),
            curl_base: curl::Base::parse("http://cm:8088"),
            open_api: OpenApi {
                read: false,
                path: "/oms/api/v2".into(),
                interval_seconds: 60,
                browser_credentials: true,
            },
        };
        assert_eq!(DeploymentConfig::read(text), Ok(expected));
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
                (
                    4,
                    37,
                    expected(
                        "timeZone",
                        Expected::Zone {
                            candidates: &["Asia/Shanghai", "America/Chicago", "America/Havana"]
                        }
                    )
                ),
                (5, 14, DeploymentProblem::Twice { member: "readOnly".into() }),
            ]
        );
        for seconds in ["9", "3601", "-1", "1e2", "99999999999", "null", "\"120\""] {
            let text = format!("{{\"timeOutSeconds\": {seconds}}}");
            assert_eq!(problems(&text), [(1, 20, expected("timeOutSeconds", Expected::TimeOut))]);
        }
        for zone in ["\"Mars/ Base?\"", "8", "\"XYZ\""] {
            let text = format!("{{\"timeZone\": {zone}}}");
            assert_eq!(problems(&text), [(1, 14, expected("timeZone", Expected::Zone { candidates: &[] }))]);
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
    fn an_unknown_member_is_an_error_with_its_place_and_what_was_meant() {
        let unknown = |member: &str, meant| DeploymentProblem::Unknown { member: member.into(), meant };
        assert_eq!(
            problems("{\"readonly\": true,\n \"host\": {\"color\": \"red\"}, \"Ümlaut\": {\"a\": 1}}"),
            [
                (1, 2, unknown("readonly", Some("readOnly"))),
                (2, 11, unknown("host.color", Some("host.colour"))),
                (2, 28, unknown("Ümlaut", None)),
            ]
        );
        for (written, meant) in [
            ("read_only", "readOnly"),
            ("READ-ONLY", "readOnly"),
            ("readOnly ", "readOnly"),
            ("raedOnly", "readOnly"),
            ("read\\u004fnly2", "readOnly"),
            ("timeoutSeconds", "timeOutSeconds"),
            ("timeout", "timeOutSeconds"),
            ("timezone", "timeZone"),
            ("zone", "timeZone"),
            ("hostName", "host.name"),
            ("colour", "host.colour"),
            ("schema", "$schema"),
            ("curl", "curlBase"),
        ] {
            let found = problems(&format!("{{\"{written}\": true}}"));
            assert!(
                matches!(&found[..], [(1, 2, DeploymentProblem::Unknown { meant: Some(found), .. })] if *found == meant),
                "{written}: {found:?}"
            );
        }
        assert_eq!(problems("{\"\": 1}"), [(1, 2, unknown("", None))]);
        assert_eq!(problems("{\"host.name\": \"A\"}"), [(1, 2, unknown("host.name", Some("host.name")))]);
    }

    #[test]
    fn an_address_for_curl_is_taken_or_refused() {
        let expected = DeploymentProblem::Expected { member: "curlBase".into(), expected: Expected::Address };
        for address in ["1", "\"\"", "\"cm:8088\"", "\"ftp://cm\"", "\"http://a:b@cm\""] {
            assert_eq!(problems(&format!("{{\"curlBase\": {address}}}")), [(1, 14, expected.clone())]);
        }
    }

    #[test]
    fn a_path_stays_on_the_pages_origin() {
        let expected =
            DeploymentProblem::Expected { member: "openApi.path".into(), expected: Expected::Path };
        for path in
            ["", "api", "//elsewhere/api", "/a/../b", "/api?Action=x", "http://x/api", "/a b", "/a//b"]
        {
            assert_eq!(
                problems(&format!("{{\"openApi\": {{\"path\": \"{path}\"}}}}")),
                [(1, 22, expected.clone())]
            );
        }
    }

    #[test]
    fn the_schema_names_the_same_members_words_and_bounds() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let of = |path: &str| schema.pointer(path).unwrap_or_else(|| panic!("{path}"));
        let names = |path: &str| of(path).as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(
            names("/properties"),
            ["$schema", "curlBase", "host", "openApi", "readOnly", "timeOutSeconds", "timeZone"]
        );
        assert_eq!(names("/properties/host/properties"), ["colour", "name"]);
        let within = |parent: &str| {
            let names = names(&format!("/properties/{parent}/properties")).into_iter();
            names.map(|name| format!("{parent}.{name}")).collect::<Vec<_>>()
        };
        let nested = ["host", "openApi"].into_iter().flat_map(within);
        let mut members: Vec<_> = names("/properties").into_iter().chain(nested).collect();
        members.sort();
        let mut known = MEMBERS;
        known.sort_unstable();
        assert_eq!(members, known);
        let words: Vec<_> =
            HostColour::VARIANTS.iter().map(|colour| Value::from(<&str>::from(*colour))).collect();
        assert_eq!(of("/properties/host/properties/colour/enum"), &Value::from(words));
        assert_eq!(of("/properties/host/properties/name/maxLength"), &Value::from(LONGEST_NAME));
        let interval = "/properties/openApi/properties/intervalSeconds";
        assert_eq!(of(&format!("{interval}/minimum")), &Value::from(*INTERVALS.start()));
        assert_eq!(of(&format!("{interval}/maximum")), &Value::from(*INTERVALS.end()));
        assert_eq!(of(&format!("{interval}/default")), &Value::from(USUAL_INTERVAL_SECONDS));
        assert_eq!(of("/properties/openApi/properties/path/default"), &Value::from(USUAL_OPEN_API));
        assert_eq!(of("/properties/timeOutSeconds/minimum"), &Value::from(*TIME_OUTS.start()));
        assert_eq!(of("/properties/timeOutSeconds/maximum"), &Value::from(*TIME_OUTS.end()));
        assert_eq!(of("/properties/timeOutSeconds/default"), &Value::from(USUAL_TIME_OUT_SECONDS));
        for path in [
            "/properties/host/examples/0",
            "/properties/timeZone/examples/0",
            "/properties/curlBase/examples/0",
        ] {
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

        #[test]
        fn a_member_of_another_name_never_passes(name in "[a-zA-Z$ _]{0,12}|[rR]ead[oO]nly", within in any::<bool>()) {
            let path = if within { format!("host.{name}") } else { name.clone() };
            let text = format!("{{\"{name}\": {{}}}}");
            let text = if within { format!("{{\"host\": {text}}}") } else { text };
            match DeploymentConfig::read(&text) {
                Ok(_) => prop_assert!(MEMBERS.contains(&path.as_str())),
                Err(errors) => prop_assert_eq!(errors.len(), 1),
            }
        }
    }
}
