use std::process::Command;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::domain::call::Endpoint;
use crate::domain::config_map::ConfigMap;
use crate::domain::task_name::TaskName;

const SENTENCES: ScriptSentences<'_> = ScriptSentences { about: "For a POSIX shell.", stopped: "It's over." };

fn call(name: &str) -> Call {
    Call::new(Endpoint::Update, &TaskName::parse(name).unwrap())
}

/// Returns the arguments that a real shell hands to curl, call by call. Each call is answered with success.
fn arguments(commands: &str) -> Vec<Vec<String>> {
    let curl = r#"curl() { printf '%s\0' "$@" '' >&3; printf '%s' '{"isSuccess":true} HTTP 200'; }"#;
    let script = format!("exec 3>&1 >/dev/null\n{curl}\n{commands}");
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = String::from_utf8(output.stdout).unwrap();
    let calls = output.split("\0\0").filter(|call| !call.is_empty());
    calls.map(|call| call.split('\0').map(str::to_owned).collect()).collect()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_command_reads_like_the_api_pages() {
    let set = ConfigMap::of("source", "username", "test".into());
    assert_eq!(
        command("http://cm:8088", &call("a:b").with_body(set)),
        "curl -XPOST 'http://cm:8088/connector/task/v2/update?taskName=a:b' \\\n  \
         --header 'Content-Type: application/json' \\\n  \
         --header 'X-Requested-With: connector-console' \\\n  \
         --data-raw '{\"source\":{\"username\":\"test\"}}'"
    );
}

#[test]
fn a_body_has_nothing_that_a_prompt_or_a_terminal_changes() {
    let set = ConfigMap::of("s", "k", "it's!\n\t\"a \\ b\\\\\" \u{7f}订😀".into());
    let command = command("http://cm", &call("a").with_body(set));
    let body = r#"{"s":{"k":"it\u0027s\u0021\n\t\"a \\ b\\\\\" \u007f\u8ba2\ud83d\ude00"}}"#;
    assert!(command.ends_with(&format!("--data-raw '{body}'")), "{command}");
}

#[test]
fn a_script_has_each_call_and_the_sentences() {
    let calls = [call("a"), call("b").with("ip", "10.0.0.1")];
    let script = script("http://cm", &calls, 45, SENTENCES);
    assert!(script.starts_with(": 'For a POSIX shell.'\n(\n"), "{script}");
    assert!(script.contains("--max-time 45 "), "{script}");
    assert!(script.contains(r"printf '%s\n' 'It'\''s over.' >&2"), "{script}");
    let sent = arguments(&script);
    let targets: Vec<_> = sent.iter().map(|sent| sent[sent.len() - 3].as_str()).collect();
    let expected = calls.each_ref().map(|call| format!("http://cm{}", call.target()));
    assert_eq!(targets, expected);
}

#[test]
fn an_address_is_taken_as_far_as_it_is_one() {
    for (text, base) in [
        ("http://cm:8088", "http://cm:8088"),
        (" HTTPS://CM.example/oms/ ", "https://CM.example/oms"),
        ("http://10.0.0.5:1/", "http://10.0.0.5:1"),
        ("http://[2001:db8::1]:8088", "http://[2001:db8::1]:8088"),
    ] {
        assert_eq!(BaseUrl::parse(text).unwrap().as_str(), base);
    }
    for text in [
        "",
        "cm",
        "cm:8088",
        "//cm",
        "ftp://cm",
        "http:/cm",
        "http://",
        "http:///x",
        "http://:80",
        "http://cm:",
        "http://cm:0",
        "http://cm:65536",
        "http://cm:+1",
        "http://cm:a",
        "http://a:b@cm",
        "http://a@cm",
        "http://cm?x",
        "http://cm/x?y=1",
        "http://cm#x",
        "http://cm/a b",
        "http://cm/'",
        "http://cm/$(id)",
        "http://[::1",
        "http://[cm]",
        "http://[::1]x",
        "http://cm/!",
        "http://cm\nhttp://b",
        "http://主机",
    ] {
        assert_eq!(BaseUrl::parse(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_real_shell_hands_on_exactly_what_is_sent(
        name in "[^\u{0}]{1,30}",
        key in "\\PC{1,5}",
        value in "\\PC*|[\u{0}-\u{7f}]*|['!\"$`\\\\\n#;&|<>(){}*?~ ]*",
    ) {
        if let Ok(name) = TaskName::parse(&name) {
            let set = ConfigMap::of("source", &key, value);
            let calls = [call(name.as_str()).with_body(set), call(name.as_str())];
            let alone = command("http://cm:8088", &calls[0]);
            for (text, count) in [(&alone, 1), (&script("http://cm:8088", &calls, 120, SENTENCES), 2)] {
                prop_assert!(text.is_ascii() && !text.contains('!'), "{}", text);
                let sent = arguments(text);
                prop_assert_eq!(sent.len(), count);
                let words = &sent[0][sent[0].len() - 8..];
                prop_assert_eq!(&words[0], "-XPOST");
                prop_assert_eq!(&words[1], &format!("http://cm:8088{}", calls[0].target()));
                prop_assert_eq!(&words[6], "--data-raw");
                prop_assert_eq!(json(&words[7]), json(&calls[0].body().unwrap()));
            }
        }
    }
}
