//! The API page's sample requests, as it writes them, with the real curl against the real binary.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::binary::Running;

/// Runs a command line of the page, with the host filled in, and returns what curl printed.
fn run(host: &Running, command: &str) -> String {
    let version = Command::new("curl").arg("--version").output();
    assert!(version.is_ok(), "this test runs the real curl: install it (apt-get install curl)");
    let command = command.replace("${cm_host:port}", &host.address.to_string());
    let output = Command::new("sh").args(["-c", &command]).env("no_proxy", "*").output().unwrap();
    assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The page's sample response with its name filled in, less the white space outside of strings.
fn sample_response(name: &str) -> String {
    let page = r#"{
"errCode": null,
"errMsg": null,
"errorDetail": null,
"isSuccess": true,
"result": "NAME",
"retryable": null
}"#;
    page.replace('\n', "").replace("\": ", "\":").replace("NAME", name)
}

fn tasks(host: &Running) -> Vec<Value> {
    let json = run(host, "curl 'http://${cm_host:port}/simulator/tasks'");
    serde_json::from_str(&json).unwrap()
}

fn task(host: &Running, name: &str) -> Value {
    tasks(host).into_iter().find(|task| task["name"] == name).unwrap()
}

/// The name of the first Incr-Sync that is in the state.
fn incr_sync(host: &Running, state: &str) -> String {
    let tasks = tasks(host);
    let found = tasks.iter().find(|task| task["component"] == "incrSync" && task["state"] == state);
    found.unwrap()["name"].as_str().unwrap().to_owned()
}

#[test]
fn start() {
    let host = Running::start(&["--tasks", "40"]);
    let name = incr_sync(&host, "stopped");
    let command = r"curl -XPOST 'http://${cm_host:port}/connector/task/v2/resume?taskName=NAME'";
    assert_eq!(run(&host, &command.replace("NAME", &name)), sample_response(&name));
    assert_eq!(task(&host, &name)["state"], "running");
}

#[test]
fn stop() {
    let host = Running::start(&["--tasks", "40"]);
    let name = incr_sync(&host, "running");
    let command = r"curl -XPOST 'http://${cm_host:port}/connector/task/v2/stop?taskName=NAME'";
    assert_eq!(run(&host, &command.replace("NAME", &name)), sample_response(&name));
    assert_eq!(task(&host, &name)["state"], "stopped");
}

#[test]
fn update() {
    let host = Running::start(&["--tasks", "40"]);
    let name = incr_sync(&host, "abnormal");
    let command = r#"curl -XPOST 'http://${cm_host:port}/connector/task/v2/update?taskName=NAME&deleteParams=source.checkpoint' \
--header 'Content-Type: application/json' \
--data-raw '{
"source": {
"username":"test"
}
}'"#;
    let before = task(&host, &name);
    assert_eq!(run(&host, &command.replace("NAME", &name)), sample_response(&name));
    let after = task(&host, &name);
    let mut expected = before["configuration"].clone();
    expected["source"].as_object_mut().unwrap().remove("checkpoint").unwrap();
    expected["source"]["username"] = "test".into();
    assert_eq!(after["configuration"], expected);
    assert_eq!(after["state"], "abnormal");
}

#[test]
fn pull_back() {
    let host = Running::start(&["--tasks", "40"]);
    let name = incr_sync(&host, "running");
    let before = task(&host, &name);
    let subtopic = before["subtopics"][0].as_str().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let time = now - 3 * 24 * 3600;
    let fill = |command: &str| {
        let named = command.replace("NAME", &name).replace("{subtopic}", subtopic);
        named.replace("1676286000", &time.to_string())
    };
    let commands = [
        r"curl -XPOST 'http://${cm_host:port}/connector/task/v2/stop?taskName=NAME'",
        r#"curl -XPOST 'http://${cm_host:port}/connector/task/v2/update?taskName=NAME&deleteParams=source.checkpoint' \
--header 'Content-Type: application/json' \
--data-raw '{
"source": {
"checkpoint":"{\"{subtopic}\":\"1676286000\"}"
}
}'"#,
        r"curl -XPOST 'http://${cm_host:port}/connector/task/v2/resume?taskName=NAME&pullBackFlag=true'",
    ];
    for command in commands {
        assert_eq!(run(&host, &fill(command)), sample_response(&name), "{command}");
    }
    let after = task(&host, &name);
    assert_eq!(after["state"], "running");
    assert_eq!(after["configuration"]["source"]["checkpoint"], format!(r#"{{"{subtopic}":"{time}"}}"#));
    let position = after["position"][subtopic].as_u64().unwrap();
    assert!(time <= position && position < before["position"][subtopic].as_u64().unwrap(), "{position}");
}

#[test]
fn migrate() {
    let host = Running::start(&["--tasks", "40"]);
    let name = incr_sync(&host, "stopped");
    let command =
        r"curl -XPOST 'http://${cm_host:port}/connector/task/v2/migrate?taskName=NAME&ip=10.250.0.9'";
    let (stem, sequence) = name.rsplit_once(':').unwrap();
    let next = sequence.parse::<u64>().unwrap() + 1;
    let new = format!("10.250.0.9{}:{next:010}", &stem[stem.find('-').unwrap()..]);
    assert_eq!(run(&host, &command.replace("NAME", &name)), sample_response(&new));
    assert_eq!(task(&host, &new)["state"], "stopped");
    let again = run(&host, &command.replace("NAME", &name));
    assert!(again.contains(r#""isSuccess":false"#), "{again}");
}

#[test]
fn delete() {
    let host = Running::start(&["--tasks", "40"]);
    let name = incr_sync(&host, "stopped");
    let command = r"curl -XPOST 'http://${cm_host:port}/connector/task/v2/delete?taskName=NAME'";
    assert_eq!(run(&host, &command.replace("NAME", &name)), sample_response(&name));
    assert!(tasks(&host).iter().all(|task| task["name"] != name));
}
