use proptest::prelude::*;
use serde_json::Value;

use super::*;

const SCHEMA: &str = include_str!("../../../../../static/config.schema.json");
const SHIPPED: &str = include_str!("../../../../../static/config.json");
const EXAMPLE: &str = include_str!("../../../../../deploy/examples/config.json");

fn config(text: &str) -> DeploymentConfig {
    DeploymentConfig::read(text).unwrap()
}

fn problems(text: &str) -> Vec<(usize, usize, DeploymentProblem)> {
    let errors = DeploymentConfig::read(text).unwrap_err();
    errors.into_iter().map(|error| (error.place.line, error.place.column, error.problem)).collect()
}

#[test]
fn the_example_is_right() {
    assert_eq!(DeploymentConfig::read(EXAMPLE).unwrap().names(), ["Production, Hangzhou"]);
}

#[test]
fn what_is_left_out_is_as_usual() {
    for text in ["", " \n", "\u{feff}{}", "{\"host\": {}}", SHIPPED] {
        assert_eq!(DeploymentConfig::read(text), Ok(DeploymentConfig::default()), "{text}");
    }
    let usual = DeploymentConfig::default();
    assert_eq!((usual.hosts.len(), usual.time_out_seconds, usual.time_zone), (1, 120, None));
    let host = &usual.hosts[0];
    assert_eq!((host.read_only, host.connector.to_string()), (false, "/connector/".to_owned()));
}

#[test]
fn every_member_is_read() {
    let text = r#"{"$schema": "config.schema.json", "host": {"name": " 生产 ", "colour": "red"},
        "readOnly": true, "timeOutSeconds": 300, "timeZone": "Asia/Shanghai", "curlBase": "http://cm:8088/",
        "connector": "/cm", "clusterManagerUrl": "http://10.0.0.1:8088", "storeRetentionHours": 48,
        "openApi": {"read": false, "path": "/oms/api/v2", "intervalSeconds": 60, "browserCredentials": true}}"#;
    let expected = DeploymentConfig {
        hosts: vec![HostConfig {
            name: Some("生产".into()),
            colour: Some(HostColour::Red),
            read_only: true,
            connector: ConnectorPath::parse("/cm/").unwrap(),
            curl_base: curl::BaseUrl::parse("http://cm:8088"),
            cluster_manager: curl::BaseUrl::parse("http://10.0.0.1:8088"),
            retention_hours: Some(48),
            open_api: OpenApi {
                read: false,
                path: "/oms/api/v2".into(),
                interval_seconds: 60,
                browser_credentials: true,
            },
        }],
        time_out_seconds: 300,
        time_zone: Some(TimeZone::parse("Asia/Shanghai").unwrap()),
    };
    assert_eq!(DeploymentConfig::read(text), Ok(expected));
}

#[test]
fn several_hosts_have_members_of_their_own() {
    let text = r#"{"timeOutSeconds": 60, "hosts": [
        {"name": "Hangzhou", "colour": "red", "connector": "/hangzhou/connector/",
         "openApi": {"path": "/hangzhou/api/v2", "intervalSeconds": 60}, "readOnly": true},
        {"name": "Shanghai", "openApi": {"read": false}},
        {"name": "Test", "connector": "/test/connector", "curlBase": "http://test:8088"}
    ]}"#;
    let read = config(text);
    assert_eq!(read.names(), ["Hangzhou", "Shanghai", "Test"]);
    assert_eq!(read.time_out_seconds, 60);
    let paths: Vec<_> =
        read.hosts.iter().map(|host| (host.connector.to_string(), host.open_api.path.as_str())).collect();
    assert_eq!(
        paths,
        [
            ("/hangzhou/connector/".to_owned(), "/hangzhou/api/v2"),
            ("/connector/".to_owned(), "/api/v2"),
            ("/test/connector/".to_owned(), "/api/v2"),
        ]
    );
    let read_only: Vec<_> = read.hosts.iter().map(|host| host.read_only).collect();
    assert_eq!(read_only, [true, false, false]);
    // At the top it holds for all of them.
    let all = config(&text.replacen("{", "{\"readOnly\": true,", 1));
    assert!(all.hosts.iter().all(|host| host.read_only));
    assert_eq!(all.hosts[2].curl_base, curl::BaseUrl::parse("http://test:8088"));
}

#[test]
fn hosts_that_could_be_taken_for_each_other_are_refused() {
    let shared = |member, other: &str| DeploymentProblem::Shared { member, other: other.into() };
    let beside = |member: &str| DeploymentProblem::BesideHosts { member: member.into() };
    let expected = |member: &str, expected| DeploymentProblem::Expected { member: member.into(), expected };
    let b = r#"{"name": "B", "connector": "/b/connector/", "openApi": {"path": "/b/api/v2"}}"#;
    for (text, problem) in [
        (r#"{"hosts": [{"name": "b"}, $B]}"#, (27, shared("hosts.name", "b"))),
        (
            r#"{"hosts": [{"name": "A", "connector": "/b/connector"}, $B]}"#,
            (56, shared("hosts.connector", "A")),
        ),
        (
            r#"{"hosts": [{"name": "A", "openApi": {"path": "/b/api/v2/"}}, $B]}"#,
            (62, shared("hosts.openApi.path", "A")),
        ),
        (r#"{"hosts": [{"colour": "red"}, $B]}"#, (12, DeploymentProblem::Nameless)),
        (r#"{"hosts": [{"name": " "}, $B]}"#, (21, expected("hosts.name", ExpectedValue::Name))),
        (r#"{"hosts": [$B], "host": {"name": "A"}}"#, (92, beside("host"))),
        (r#"{"connector": "/a/connector", "hosts": [$B]}"#, (2, beside("connector"))),
        (r#"{"hosts": [$B], "openApi": {"read": false}}"#, (92, beside("openApi"))),
        (r#"{"hosts": []}"#, (11, expected("hosts", ExpectedValue::Hosts))),
        (r#"{"hosts": {"A": {}}}"#, (11, expected("hosts", ExpectedValue::Hosts))),
        (r#"{"hosts": ["A"]}"#, (12, expected("hosts", ExpectedValue::Object))),
        (
            r#"{"hosts": [{"name": "A", "connector": "http://cm:8088/connector/"}]}"#,
            (39, expected("hosts.connector", ExpectedValue::ConnectorPath)),
        ),
        (
            r#"{"hosts": [{"name": "A", "openApi": {"path": "//oms/api"}}]}"#,
            (46, expected("hosts.openApi.path", ExpectedValue::Path)),
        ),
        (
            r#"{"hosts": [{"name": "A", "colour": "pink"}]}"#,
            (36, expected("hosts.colour", ExpectedValue::Colour)),
        ),
        (
            r#"{"hosts": [{"name": "A", "color": "red"}]}"#,
            (26, DeploymentProblem::Unknown { member: "hosts.color".into(), meant: Some("hosts.colour") }),
        ),
        (
            r#"{"hosts": [{"name": "A", "storeRetentionHours": 0}]}"#,
            (49, expected("hosts.storeRetentionHours", ExpectedValue::Retention)),
        ),
    ] {
        let found = problems(&text.replace("$B", b));
        let found: Vec<_> = found.into_iter().map(|(_, column, problem)| (column, problem)).collect();
        assert_eq!(found, [problem], "{text}");
    }
    // Where nothing is read, no task can be shown as another host's.
    let off = r#"{"hosts": [{"name": "A", "openApi": {"path": "/b/api/v2", "read": false}}, $B]}"#;
    assert_eq!(config(&off.replace("$B", b)).hosts.len(), 2);
}

#[test]
fn all_that_is_wrong_is_said_in_the_order_of_the_text() {
    let text = r#"{"hosts": [{"name": "A"}, {"name": "A"}, {"connector": 1}], "host": {}, "zone": 1}"#;
    let lines: Vec<_> = problems(text).into_iter().map(|(_, column, _)| column).collect();
    assert_eq!(lines, [27, 42, 56, 61, 73]);
}

#[test]
fn a_wrong_value_is_said_with_its_place_and_what_should_stand_there() {
    let text = "{\n \"host\": {\"name\": \"\", \"colour\": \"pink\"},\n \"readOnly\": \"yes\",\n \
                \"timeOutSeconds\": 0.5, \"timeZone\": \"CST\",\n \"readOnly\": true\n}";
    let expected = |member: &str, expected| DeploymentProblem::Expected { member: member.into(), expected };
    assert_eq!(
        problems(text),
        [
            (2, 19, expected("host.name", ExpectedValue::Name)),
            (2, 33, expected("host.colour", ExpectedValue::Colour)),
            (3, 14, expected("readOnly", ExpectedValue::Flag)),
            (4, 20, expected("timeOutSeconds", ExpectedValue::TimeOut)),
            (
                4,
                37,
                expected(
                    "timeZone",
                    ExpectedValue::Zone {
                        candidates: &["Asia/Shanghai", "America/Chicago", "America/Havana"]
                    }
                )
            ),
            (5, 14, DeploymentProblem::Twice { member: "readOnly".into() }),
        ]
    );
    for seconds in ["9", "3601", "-1", "1e2", "99999999999", "null", "\"120\""] {
        let text = format!("{{\"timeOutSeconds\": {seconds}}}");
        assert_eq!(problems(&text), [(1, 20, expected("timeOutSeconds", ExpectedValue::TimeOut))]);
    }
    for zone in ["\"Mars/ Base?\"", "8", "\"XYZ\""] {
        let text = format!("{{\"timeZone\": {zone}}}");
        assert_eq!(problems(&text), [(1, 14, expected("timeZone", ExpectedValue::Zone { candidates: &[] }))]);
    }
    assert_eq!(problems("[]"), [(1, 1, expected("", ExpectedValue::Object))]);
    assert_eq!(problems("{\"host\": \"prod\"}"), [(1, 10, expected("host", ExpectedValue::Object))]);
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
    let expected =
        DeploymentProblem::Expected { member: "curlBase".into(), expected: ExpectedValue::Address };
    for address in ["1", "\"\"", "\"cm:8088\"", "\"ftp://cm\"", "\"http://a:b@cm\""] {
        assert_eq!(problems(&format!("{{\"curlBase\": {address}}}")), [(1, 14, expected.clone())]);
    }
}

#[test]
fn a_path_stays_on_the_pages_origin() {
    let expected =
        DeploymentProblem::Expected { member: "openApi.path".into(), expected: ExpectedValue::Path };
    for path in ["", "api", "//elsewhere/api", "/a/../b", "/api?Action=x", "http://x/api", "/a b", "/a//b"] {
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
    // Parts that are the same for one host and for several stand apart.
    let referred = |path: &str| of(path).get("$ref").and_then(Value::as_str).map(|to| to[1..].to_owned());
    let mut members = Vec::new();
    let mut objects = vec![(String::new(), "/properties".to_owned())];
    while let Some((before, path)) = objects.pop() {
        for name in names(&path) {
            let member = format!("{before}{name}");
            let place = format!("{path}/{name}");
            let place = referred(&place).unwrap_or(place);
            let inner = if of(&place).get("items").is_some() { format!("{place}/items") } else { place };
            if of(&inner).get("properties").is_some() {
                objects.push((format!("{member}."), format!("{inner}/properties")));
            }
            members.push(member);
        }
    }
    members.sort();
    let mut known = MEMBERS;
    known.sort_unstable();
    assert_eq!(members, known);
    let words: Vec<_> =
        HostColour::VARIANTS.iter().map(|colour| Value::from(<&str>::from(*colour))).collect();
    assert_eq!(of("/$defs/colour/enum"), &Value::from(words));
    assert_eq!(of("/$defs/name/maxLength"), &Value::from(LONGEST_NAME));
    assert_eq!(of("/properties/hosts/maxItems"), &Value::from(MOST_HOSTS));
    assert_eq!(of("/properties/hosts/minItems"), &Value::from(1));
    for (place, bounds, usual) in [
        ("/$defs/openApi/properties/intervalSeconds", INTERVALS, Some(USUAL_INTERVAL_SECONDS)),
        ("/properties/timeOutSeconds", TIME_OUTS, Some(USUAL_TIME_OUT_SECONDS)),
        ("/$defs/storeRetentionHours", RETENTIONS, None),
    ] {
        assert_eq!(of(&format!("{place}/minimum")), &Value::from(*bounds.start()));
        assert_eq!(of(&format!("{place}/maximum")), &Value::from(*bounds.end()));
        assert_eq!(of(place).get("default"), usual.map(Value::from).as_ref());
    }
    assert_eq!(of("/$defs/openApi/properties/path/default"), &Value::from(USUAL_OPEN_API));
    assert_eq!(of("/$defs/connector/default"), &Value::from(ConnectorPath::default().to_string()));
    for member in
        ["host", "timeZone", "curlBase", "clusterManagerUrl", "storeRetentionHours", "connector", "hosts"]
    {
        let place = format!("/properties/{member}");
        let example = format!("{}/examples/0", referred(&place).unwrap_or(place));
        let file = serde_json::json!({ (member): of(&example) }).to_string();
        assert_ne!(config(&file), DeploymentConfig::default(), "{file}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_place_inside_it(
        text in "\\PC{0,20}|[{}\":, \n\\[\\]a-z0-9]{0,40}|\\{\"(host|hosts|readOnly|timeZone|timeOutSeconds)\": [\"{}:a-z0-9\n]{0,9}\\}",
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
            Ok(_) => prop_assert!(MEMBERS.contains(&path.as_str()), "{path}"),
            Err(errors) => prop_assert_eq!(errors.len(), 1),
        }
    }
}
