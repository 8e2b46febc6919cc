//! An Update of a configuration that was read: edited in place, sent as what differs, and held back by what others did.

use simulator::{HostEvent, OmsSettings, ReadFailure};

use super::*;

const PROJECT: &str = "np_57fdqtrsqiao";
const JSON: &str = "Configuration (JSON)";
const SEARCH: &str = "Search the configuration";
const URL: &str = "jdbc:mysql://10.1.0.1:2883/shop?useUnicode=true&socketTimeout=50000";

/// An Update of the Incr-Sync without what is deleted.
const UPDATE: &str =
    "/connector/task/v2/update?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";

fn task() -> Task {
    Task::new(INCR_SYNC)
        .state(State::Stopped)
        .subtopics([SUBTOPIC])
        .set("sink", "workerNum", "16")
        .set("sink", "jdbcUrl", URL)
        .set("sink", "password", "hunter2")
        .set("sink", "properties", r#"{"acks":"1","max.request.size":"1024"}"#)
        .set("coordinator", "shuffleMinBatchSize", "20")
}

/// Opens the sheet with the tree of what OMS tells.
fn with_tree(task: Task, test: impl FnOnce(&Stage, &Console, &Sheet<'_>)) {
    play(Setup::with([task]).unlisted().with_oms().with_windows(), |stage, console| {
        console.expect_state(INCR_SYNC, "Stopped");
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.expect_value("sink.workerNum", "16");
        test(stage, console, &sheet);
    });
}

/// Another tool sets a value.
fn set_elsewhere(stage: &Stage, key: &str, value: &str) {
    stage.happen(&HostEvent::Set {
        task: INCR_SYNC.into(),
        scope: "sink".into(),
        key: key.into(),
        value: Some(value.into()),
    });
}

#[test]
fn what_is_edited_in_place_is_sent_as_the_difference() {
    with_tree(task(), |stage, console, sheet| {
        console.expect_focus(SEARCH);
        sheet.fill(SEARCH, "sockettimeout");
        sheet.fill("sink.jdbcUrl?socketTimeout", "90000");
        sheet.fill(SEARCH, "acks");
        sheet.fill("sink.properties.acks", "all");
        sheet.fill(SEARCH, "");
        sheet.fill("sink.workerNum", "32");
        // By keys alone: a new key, and one that goes.
        sheet.click("Add to sink");
        console.browser().press("batchSize");
        console.browser().press(Key::Enter);
        console.expect_focus("sink.batchSize");
        console.browser().press("7");
        sheet.click("Delete coordinator.shuffleMinBatchSize");
        sheet.expect_text("5 keys change");
        sheet.expect_text("sink.jdbcUrl?socketTimeout: 50000 → 90000");
        sheet.expect_text("sink.batchSize: not set → 7");
        let body = r#"{
  "sink": {
    "jdbcUrl": "jdbc:mysql://10.1.0.1:2883/shop?useUnicode=true&socketTimeout=90000",
    "properties": "{\"acks\":\"all\",\"max.request.size\":\"1024\"}",
    "workerNum": "32",
    "batchSize": "7"
  }
}"#;
        sheet.expect_value(JSON, body);
        let call = Call::json(&format!("{UPDATE}&deleteParams=coordinator.shuffleMinBatchSize"), body);
        sheet.expect_preview(std::slice::from_ref(&call));
        sheet.click("Undo sink.batchSize");
        let body = body.replace(",\n    \"batchSize\": \"7\"", "");
        let call = Call::json(&call.target, &body);
        sheet.expect_preview(std::slice::from_ref(&call));
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[call]);
        let task = stage.task(INCR_SYNC);
        assert_eq!(task.value("sink", "password"), Some("hunter2"));
        assert_eq!(task.value("coordinator", "shuffleMinBatchSize"), None);
    });
}

#[test]
fn a_masked_value_is_never_sent_and_an_address_stays() {
    let url = "jdbc:mysql://10.1.0.1:2883/shop?password=hunter2&socketTimeout=50000";
    with_tree(task().set("sink", "jdbcUrl", url), |stage, _, sheet| {
        sheet.fill(SEARCH, "jdbcUrl");
        sheet.fill("sink.jdbcUrl?socketTimeout", "90000");
        sheet.expect_text("OMS hides this secret. Type it here, too");
        sheet.expect_text("Sent, it would overwrite the real one");
        sheet.submit();
        stage.expect_received(&[]);
        sheet.expect_value("sink.jdbcUrl?password", "");
        sheet.fill("sink.jdbcUrl?password", "s3cret");
        sheet.expect_of_field("sink.jdbcUrl (address)", "return arguments[0].readOnly", &json!(true));
        // Typed elsewhere, another address is refused as well.
        sheet.fill(JSON, r#"{"sink":{"jdbcUrl":"jdbc:mysql://10.9.9.9:2883/shop?password=s3cret"}}"#);
        sheet.expect_message(JSON, "OMS says that it must not be changed, so it is not sent");
        sheet.fill(
            JSON,
            r#"{"sink":{"jdbcUrl":"jdbc:mysql://10.1.0.1:2883/shop?password=s3cret","workerNum":"16"}}"#,
        );
        sheet.expect_no_message(JSON);
        sheet.expect_text("it is so already; not sent");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        let body =
            "{\n  \"sink\": {\n    \"jdbcUrl\": \"jdbc:mysql://10.1.0.1:2883/shop?password=s3cret\"\n  }\n}";
        stage.expect_received(&[Call::json(UPDATE, body)]);
    });
}

#[test]
fn what_somebody_else_changed_since_is_asked_about_before_anything_is_sent() {
    with_tree(task(), |stage, console, sheet| {
        sheet.fill("sink.workerNum", "32");
        sheet.fill("coordinator.shuffleMinBatchSize", "40");
        set_elsewhere(stage, "workerNum", "64");
        sheet.submit();
        sheet.expect_said("alert", "what would be sent is another thing now");
        sheet.expect_text("Somebody else changed sink.workerNum since you began: from “16” to “64”.");
        stage.expect_received(&[]);
        sheet.click("Take theirs: sink.workerNum");
        sheet.expect_value("sink.workerNum", "64");
        let body = "{\n  \"coordinator\": {\n    \"shuffleMinBatchSize\": \"40\"\n  }\n}";
        sheet.expect_preview(&[Call::json(UPDATE, body)]);

        // A draft that was kept knows what it was made from.
        sheet.fill("sink.workerNum", "32");
        sheet.click("Cancel");
        console.expect_no_sheet();
        console.reload();
        set_elsewhere(stage, "workerNum", "8");
        console.expect_text("1 project read from OMS");
        let again = console.open_sheet("Update", INCR_SYNC);
        again.expect_text("Somebody else changed sink.workerNum since you began: from “64” to “8”.");
        again.click("Keep mine: sink.workerNum");
        let body = r#"{
  "coordinator": {
    "shuffleMinBatchSize": "40"
  },
  "sink": {
    "workerNum": "32"
  }
}"#;
        again.expect_preview(&[Call::json(UPDATE, body)]);
        again.submit();
        again.expect_outcome("Confirmed");
        stage.expect_received(&[Call::json(UPDATE, body)]);
    });
}

#[test]
fn of_two_editors_the_later_one_is_asked_before_it_sends() {
    let body = |value: &str| format!("{{\n  \"sink\": {{\n    \"workerNum\": \"{value}\"\n  }}\n}}");
    with_tree(task(), |stage, console, sheet| {
        sheet.fill("sink.workerNum", "32");
        let browser = console.browser();
        browser.open_tab();
        console.open("");
        let other = console.open_sheet("Update", INCR_SYNC);
        other.fill("sink.workerNum", "64");
        other.submit();
        other.expect_outcome("Confirmed");
        let first = Call::json(UPDATE, &body("64"));
        stage.expect_received(std::slice::from_ref(&first));
        browser.go_to_first_tab();
        sheet.submit();
        sheet.expect_text("Somebody else changed sink.workerNum since you began: from “16” to “64”.");
        stage.expect_received(std::slice::from_ref(&first));
        sheet.click("Keep mine: sink.workerNum");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[first, Call::json(UPDATE, &body("32"))]);
    });
}

#[test]
fn where_it_cannot_be_read_again_the_console_says_that_it_was_not_checked() {
    with_tree(task(), |stage, _, sheet| {
        sheet.fill("sink.workerNum", "32");
        stage.change_oms(|oms| {
            oms.failing.insert(PROJECT.into(), ReadFailure::Forbidden);
        });
        sheet.submit();
        sheet.expect_said("alert", "whether somebody else changed it was not checked");
        stage.expect_received(&[]);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::json(UPDATE, "{\n  \"sink\": {\n    \"workerNum\": \"32\"\n  }\n}")]);
    });
}

#[test]
fn what_diagnose_proposes_becomes_changes() {
    with_tree(task(), |_, _, sheet| {
        sheet.click("Paste diagnose output");
        let output = "[INFO] diagnose\nconfig[coordinator.shuffleMinBatchSize]:20 to 40\nconfig[sink.workerNum]:4 to 64\nconfig[x";
        sheet.fill("Output of connector_utils.sh diagnose", output);
        sheet.expect_text("sink.workerNum: 4 → 64 (it is 16 now)");
        sheet.expect_text("1 line begins like a proposal and cannot be read.");
        sheet.click("Take over 2 changes");
        sheet.expect_value("sink.workerNum", "64");
        let body = r#"{
  "coordinator": {
    "shuffleMinBatchSize": "40"
  },
  "sink": {
    "workerNum": "64"
  }
}"#;
        sheet.expect_preview(&[Call::json(UPDATE, body)]);
    });
    // Nothing has to be read for that.
    play(Setup::with([task()]), |_, console| {
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.click("Paste diagnose output");
        sheet.fill("Output of connector_utils.sh diagnose", "config[sink.workerNum]:16 to 64");
        sheet.click("Take over 1 change");
        sheet.expect_value(JSON, "{\n  \"sink\": {\n    \"workerNum\": \"64\"\n  }\n}");
    });
}

#[test]
fn what_is_read_after_the_sheet_was_opened_moves_nothing_before_it_is_asked_for() {
    let stage = Stage::set(Setup::with([task()]).with_oms_as(OmsSettings::on()));
    let gate = stage.hold_reads(PROJECT);
    let console = stage.console();
    console.open(&format!("?op=update&task={INCR_SYNC}"));
    let sheet = console.sheet("Update");
    sheet.expect_text("OMS was not read for this task");
    sheet.fill(JSON, r#"{"sink":{"workerNum":"32"}}"#);
    gate.release();
    sheet.expect_text("1 key changes");
    sheet.click("Edit as it is");
    sheet.expect_value("sink.workerNum", "32");
    drop(console);
}

#[test]
fn what_an_edit_changes_is_in_sight_in_a_low_window() {
    with_tree(task(), |_, console, sheet| {
        let browser = console.browser();
        browser.resize(1280, 800);
        // The match, not the scope above it.
        sheet.fill(SEARCH, "workernum");
        sheet.focus(SEARCH);
        browser.press(Key::Enter);
        console.expect_focus("sink.workerNum");
        browser.select_all();
        browser.press("32");
        sheet.expect_text("sink.workerNum: 16 → 32");
        let script = "
            const box = element => element.getBoundingClientRect();
            const is_seen = element => {
                const { left, right, top, bottom } = box(element);
                const hit = y => element.contains(document.elementFromPoint((left + right) / 2, y));
                return hit(top + 2) && hit(bottom - 2);
            };
            return [document.querySelector('.changes li'), document.activeElement].map(is_seen)";
        browser.eventually("what changes, beside what is edited", || {
            let found = browser.run(script, Vec::new())?;
            if found == json!([true, true]) { Ok(()) } else { NotYet::because(found.to_string()) }
        });
    });
}

#[test]
fn of_many_changes_the_latest_is_in_sight() {
    // By the alphabet, or as they stand in the configuration, the latest is in the middle.
    let keys = ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"];
    let task = keys.into_iter().fold(task(), |task, key| task.set("sink", key, "1"));
    with_tree(task, |_, console, sheet| {
        console.browser().resize(1280, 800);
        let set = |key: &str, value: &str| {
            sheet.fill(SEARCH, key);
            sheet.fill(&format!("sink.{key}"), value);
            let script = "
                const list = document.querySelector('.changes ul').getBoundingClientRect();
                const own = [...document.querySelectorAll('.changes .change')]
                    .find(change => change.textContent.includes(arguments[0]))?.getBoundingClientRect();
                return own !== undefined && own.top >= list.top - 1 && own.bottom <= list.bottom + 1;";
            let change = json!(format!("sink.{key}: 1 → {value}"));
            console.browser().eventually("the latest change", || {
                match console.browser().run(script, vec![change.clone()])? {
                    serde_json::Value::Bool(true) => Ok(()),
                    _ => NotYet::because(format!("{change} is out of sight")),
                }
            });
        };
        keys.into_iter().for_each(|key| set(key, "2"));
        for key in ["a1", "a5", "a9", "a2"] {
            set(key, "3");
        }
    });
}
