//! The form of Update: parameters to delete, values as rows and as JSON, what is wrong with them and what puts
//! it right, and secrets.

use super::*;

const JSON: &str = "Configuration (JSON)";
const DELETE: &str = "Parameters to delete";
/// The list of what was added to the parameters to delete.
const DELETED: &str = "To be deleted";

/// An Update of the Incr-Sync without what is deleted.
const UPDATE: &str =
    "/connector/task/v2/update?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";

/// Opens the sheet for a task that stands still.
fn with_sheet(test: impl FnOnce(&Stage, &Console, &Sheet<'_>)) {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        test(stage, console, &console.open_sheet("Update", INCR_SYNC));
    });
}

/// Sends what is shown, which is this call.
#[track_caller]
fn send(stage: &Stage, sheet: &Sheet<'_>, call: Call) {
    sheet.expect_preview(std::slice::from_ref(&call));
    stage.expect_received(&[]);
    sheet.submit();
    sheet.expect_outcome("Confirmed");
    stage.expect_received(&[call]);
}

#[test]
fn values_made_in_the_form_arrive_with_every_character() {
    with_sheet(|stage, _, sheet| {
        sheet.choose("Form");
        sheet.click("Add a value");
        sheet.fill("Scope", "sink");
        sheet.fill("Key", "note");
        sheet.fill("Value", "a \"b\" \\ 任务 🙂 $(x) `y`\n</script>\t'");
        sheet.click("Add a value");
        // Most values go into one scope.
        sheet.fill("Key 2", "a.b");
        sheet.expect_rows(&[
            ["sink", "note", "a \"b\" \\ 任务 🙂 $(x) `y`\n</script>\t'"],
            ["sink", "a.b", ""],
        ]);
        sheet.click("Add a value");
        sheet.fill("Scope 3", "source");
        sheet.fill("Key 3", "username");
        sheet.fill("Value 3", "{\"not\": [\"a map\"]}");
        let body = r#"{
  "sink": {
    "note": "a \"b\" \\ 任务 🙂 $(x) `y`\n</script>\t'",
    "a.b": ""
  },
  "source": {
    "username": "{\"not\": [\"a map\"]}"
  }
}"#;
        sheet.choose("JSON");
        sheet.expect_value(JSON, body);
        send(stage, sheet, Call::json(UPDATE, body));
        let note = "a \"b\" \\ 任务 🙂 $(x) `y`\n</script>\t'";
        assert_eq!(stage.task(INCR_SYNC).value("sink", "note"), Some(note));
    });
}

#[test]
fn form_and_json_are_one_draft_and_changing_between_them_loses_nothing() {
    with_sheet(|stage, console, sheet| {
        sheet.fill(JSON, r#"{"sink":{"a":"\u0000","n":16},"":{"b":null,"b":"2"}}"#);
        sheet.choose("Form");
        sheet.expect_rows(&[["sink", "a", "\0"], ["sink", "n", "16"], ["", "b", "null"], ["", "b", "2"]]);
        sheet.choose("JSON");
        sheet.expect_value(JSON, r#"{"sink":{"a":"\u0000","n":16},"":{"b":null,"b":"2"}}"#);
        sheet.choose("Form");
        sheet.fill("Scope 3", "sink");
        sheet.fill("Value 2", "8");
        sheet.fill("Value 3", "1");
        sheet.click("Remove .b");
        let body = "{\n  \"sink\": {\n    \"a\": \"\\u0000\",\n    \"n\": \"8\",\n    \"b\": \"1\"\n  }\n}";
        sheet.expect_preview(&[Call::json(UPDATE, body)]);

        // What is no map is kept as it is, and found again at its place.
        let half = "{\"sink\": {\n  \"任\": \"1\" \"x\"";
        sheet.choose("JSON");
        sheet.fill(JSON, half);
        sheet.choose("Form");
        sheet.expect_rows(&[]);
        sheet.expect_said("status", "The JSON cannot be shown as rows");
        sheet.click("Line 2, column 12");
        sheet.expect_value(JSON, half);
        sheet.expect_of_field(JSON, "return arguments[0].selectionStart", &json!(22));
        console.expect_focus(JSON);

        // The view that was chosen last is the first one the next time, and the draft is as it was left.
        sheet.choose("Form");
        sheet.click("Cancel");
        console.expect_no_sheet();
        let again = console.open_sheet("Update", INCR_SYNC);
        again.expect_said("status", "The JSON cannot be shown as rows");
        again.choose("JSON");
        again.expect_value(JSON, half);
        stage.expect_received(&[]);
    });
}

#[test]
fn what_is_wrong_is_put_right_with_a_click() {
    with_sheet(|stage, console, sheet| {
        sheet.fill(DELETE, "source.checkpoint, sink.workerNum\tsource.checkpoint");
        console.browser().press(Key::Enter);
        sheet.expect_entries(DELETED, &["source.checkpoint", "sink.workerNum"]);
        sheet.fill(JSON, r#"{"sink":{"workerNum":16,"skip":[1, {"a":true}],"on":false}}"#);
        sheet.expect_message(
            JSON,
            "Line 1, column 22: sink.workerNum is a number; the API accepts only strings.",
        );
        sheet.click("Write \"16\"");
        sheet.expect_message(JSON, "sink.skip is an array");
        sheet.click("Write all 2 as strings");
        sheet.expect_no_message(JSON);
        sheet.expect_text("this key is among the parameters to delete, too");
        sheet.click("Do not delete it");
        sheet.expect_entries(DELETED, &["source.checkpoint"]);
        let body = r#"{
  "sink": {
    "workerNum": "16",
    "skip": "[1, {\"a\":true}]",
    "on": "false"
  }
}"#;
        send(stage, sheet, Call::json(&format!("{UPDATE}&deleteParams=source.checkpoint"), body));
    });
}

#[test]
fn parameters_to_delete_are_added_corrected_and_removed() {
    with_sheet(|stage, console, sheet| {
        // What is typed counts before it is added.
        sheet.fill(DELETE, "source.username");
        sheet.expect_preview(&[Call::bare(&format!("{UPDATE}&deleteParams=source.username"))]);
        sheet.click("Add");
        sheet.expect_value(DELETE, "");
        console.expect_focus(DELETE);
        console.browser().paste("checkpoint source.\nsink.unheard\r\nsource.username");
        console.browser().press(Key::Enter);
        sheet.expect_entries(DELETED, &["source.username", "checkpoint", "source.", "sink.unheard"]);
        sheet.expect_text("“checkpoint” has no scope. Write scope.key, such as source.checkpoint.");
        sheet.expect_text("“source.” has no key behind the dot.");
        sheet.expect_text("Undocumented key in this scope; sent anyway.");
        sheet.submit();
        stage.expect_received(&[]);
        sheet.click("Edit checkpoint");
        sheet.expect_value(DELETE, "checkpoint");
        sheet.fill(DELETE, "source.checkpoint");
        sheet.click("Remove source.");
        console.expect_focus("Remove sink.unheard");
        sheet.click("Remove sink.unheard");
        let call = Call::bare(&format!("{UPDATE}&deleteParams=source.username,source.checkpoint"));
        send(stage, sheet, call);
    });
}

#[test]
fn the_documentation_is_at_hand_and_forbids_nothing() {
    with_sheet(|stage, console, sheet| {
        let suggested = "const list = document.getElementById(arguments[0].getAttribute('aria-controls'));
            return [...list.children].map(option => option.textContent)";
        sheet.choose("Form");
        sheet.click("Add a value");
        let scopes = json!(["coordinator", "condition", "source", "sink"]);
        console.expect_focus("Scope");
        console.browser().press(Key::Down);
        sheet.expect_of_field("Scope", suggested, &scopes);
        console.browser().press(Key::Escape);
        sheet.fill("Scope", "sink");
        sheet.fill("Key", "workerNum");
        for text in
            ["jdbc: Threads that write to the target.", "kafka: Threads that write to Kafka", "default 16"]
        {
            sheet.expect_text(text);
        }
        sheet.choose_option("Plug-in of sink", "kafka");
        sheet.expect_text("default 4");
        assert!(!sheet.text().is_ok_and(|text| text.contains("jdbc: Threads")), "of another plug-in");
        // Keys of a Full-Import and of other plug-ins are not suggested.
        sheet.focus("Key");
        console.browser().press(Key::Down);
        let keys = sheet.read_field("Key", suggested);
        console.browser().press(Key::Escape);
        assert!(
            keys.contains(&"partitionMode".to_owned()) && !keys.contains(&"sysPassword".to_owned()),
            "{keys:?}"
        );
        sheet.fill("Value", "many");
        sheet.expect_text("The documentation has a whole number (threads) here. Sent as it is.");
        sheet.fill("Key", "partitionMode");
        sheet.click("HASH");
        sheet.expect_rows(&[["sink", "partitionMode", "HASH"]]);
        sheet.fill("Key", "mine");
        sheet.expect_text("Undocumented key in this scope");
        sheet.fill("Scope", "elsewhere");
        sheet.expect_text("Undocumented scope");
        send(stage, sheet, Call::json(UPDATE, "{\n  \"elsewhere\": {\n    \"mine\": \"HASH\"\n  }\n}"));
    });
}

#[test]
fn without_the_documentation_everything_else_works() {
    play(Setup::with([incr_sync(State::Stopped)]).without_documentation(), |stage, console| {
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.expect_said("status", "The list of documented keys could not be loaded");
        sheet.choose("Form");
        sheet.click("Add a value");
        sheet.fill("Scope", "sink");
        sheet.fill("Key", "unheard");
        sheet.fill("Value", "8");
        send(stage, &sheet, Call::json(UPDATE, "{\n  \"sink\": {\n    \"unheard\": \"8\"\n  }\n}"));
        assert!(!sheet.text().is_ok_and(|text| text.contains("documentation")));
    });
}

/// What is seen of the text in a field: hidden as a whole, or written elsewhere in its place.
const HIDES: &str = "
    const style = getComputedStyle(arguments[0]);
    return style.webkitTextSecurity === 'disc' || style.color === 'rgba(0, 0, 0, 0)';
";

#[test]
fn a_secret_is_hidden_as_it_is_typed_in_both_views() {
    with_sheet(|stage, console, sheet| {
        let unseen = |what: &str| {
            assert!(!sheet.text().is_ok_and(|text| text.contains("c4n4ry")), "{what} shows the secret");
        };
        sheet.fill(JSON, "{\"sink\": {\"a\": \"1\", \"password\": \"c4n4r");
        sheet.expect_of_field(JSON, HIDES, &json!(true));
        console.browser().press(Key::End);
        console.browser().press("y");
        sheet.expect_value(JSON, "{\"sink\": {\"a\": \"1\", \"password\": \"c4n4ry");
        // The rest stays readable, in its place.
        sheet.expect_text("{\"sink\": {\"a\": \"1\", \"password\": \"••••••");
        unseen("half a line of JSON");
        sheet.fill(JSON, r#"{"sink": {"password": 123456}}"#);
        sheet.expect_button("Write it as a string");
        assert!(!sheet.text().is_ok_and(|text| text.contains("123456")), "a message shows the secret");

        sheet.choose("Form");
        sheet.expect_of_field("Value", HIDES, &json!(true));
        sheet.fill("Value", "c4n4ry");
        sheet.expect_of_field("Value", HIDES, &json!(true));
        let is_password = "return arguments[0].type === 'password' || arguments[0].autocomplete !== 'off'";
        sheet.expect_of_field("Value", is_password, &json!(false));
        sheet.expect_text("(hidden)");
        unseen("the form");
        sheet.tick("Show secrets");
        sheet.expect_of_field("Value", HIDES, &json!(false));
        sheet.expect_text("c4n4ry");
        sheet.choose("JSON");
        sheet.expect_of_field(JSON, HIDES, &json!(false));
        sheet.tick("Show secrets");
        sheet.expect_of_field(JSON, HIDES, &json!(true));
        unseen("the JSON");

        // What interfaces show in place of a secret is refused, as a value and within one.
        for (key, value, message) in [
            ("password", "******", "sink.password is “******”, a mask shown in place of the real value."),
            ("password", "●●●●●●", "sink.password is “●●●●●●”, a mask shown in place of the real value."),
            (
                "password",
                "(not recorded)",
                "sink.password has “(not recorded)” in it, which this console shows",
            ),
            ("username", "(hidden)", "sink.username has “(hidden)” in it, which this console shows"),
            ("jdbcUrl", "jdbc:mysql://a:******@h", "sink.jdbcUrl has the mask “******” in it"),
            ("properties", "{\\\"token\\\":\\\"***\\\"}", "sink.properties has the mask “***” in it"),
        ] {
            sheet.fill(JSON, &format!("{{\n \"sink\": {{\"{key}\": \"{value}\"}}}}"));
            sheet.expect_message(JSON, message);
            sheet.expect_message(JSON, "Line 2, column");
        }
        sheet.choose("Form");
        sheet.expect_message("Value", "Sent, it would overwrite the real one");
        sheet.submit();
        stage.expect_received(&[]);
    });
}

#[test]
fn two_hundred_keys_at_once() {
    with_sheet(|stage, _, sheet| {
        let entries: Vec<_> = (0..200).map(|index| format!("\"key{index}\": \"value {index}\"")).collect();
        sheet.fill(JSON, &format!("{{\"sink\":{{{}}}}}", entries.join(",")));
        sheet.expect_no_message(JSON);
        sheet.choose("Form");
        sheet.fill("Value 200", "the last one");
        sheet.expect_value("Value", "value 0");
        let mut lines: Vec<_> = entries.iter().map(|entry| format!("    {entry}")).collect();
        lines[199] = "    \"key199\": \"the last one\"".to_owned();
        let body = format!("{{\n  \"sink\": {{\n{}\n  }}\n}}", lines.join(",\n"));
        send(stage, sheet, Call::json(UPDATE, &body));
    });
}

#[test]
fn texts_that_are_no_configuration_get_a_message_and_stay() {
    with_sheet(|stage, _, sheet| {
        let deep = format!("{}1{}", "[".repeat(1_000), "]".repeat(1_000));
        for (typed, message) in [
            ("{\"a\":".repeat(1_000), "this is not valid JSON"),
            (format!("{{\"sink\":{{\"a\":{deep}}}}}"), "sink.a is an array"),
            ("{\"sink\":{\"a\":\"1\"},\"sink\":{\"a\":\"1\"}}".into(), "the scope “sink” is defined twice."),
            ("{\"sink\":{\"a\":\"\\ud800\"}}".into(), "Line 1, column 14: this is not valid JSON"),
            ("{\"\\udc00\":{}}".into(), "this is not valid JSON"),
            ("{\"sink\":{\"\":\"1\"}}".into(), "a key in “sink” is empty."),
            ("x".repeat(5_000_000), "this text has 5 MB; more than 2 MB is no configuration of a task"),
            (format!("{{\"sink\":{{\"password\":\"{}\"}}}}", "x\\n".repeat(300_000)), ""),
        ] {
            sheet.fill_at_once(JSON, &typed);
            if message.is_empty() {
                sheet.expect_no_message(JSON);
            } else {
                sheet.expect_message(JSON, message);
                sheet.submit();
            }
            sheet.expect_of_field(
                JSON,
                "return arguments[0].value.length",
                &json!(typed.encode_utf16().count()),
            );
        }
        // A long text is hidden as a whole.
        sheet.expect_of_field(JSON, HIDES, &json!(true));
        sheet.fill_at_once(JSON, &format!("{{\"sink\":{{\"a\":{deep}}}}}"));
        sheet.click("Write it as a string");
        let body = format!("{{\n  \"sink\": {{\n    \"a\": \"{deep}\"\n  }}\n}}");
        send(stage, sheet, Call::json(UPDATE, &body));
    });
}

#[test]
fn an_update_from_the_keyboard_alone() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let browser = console.browser();
        console.go_to_row(INCR_SYNC);
        browser.press("u");
        let sheet = console.sheet("Update");
        console.expect_focus(DELETE);
        browser.press("source.checkpoint");
        browser.press(Key::Enter);
        sheet.expect_entries(DELETED, &["source.checkpoint"]);
        let until = |name: &str| {
            browser.eventually("the focus", || {
                let focused = browser.focused()?.name()?;
                if focused == name {
                    return Ok(());
                }
                browser.press(Key::Tab);
                NotYet::because(format!("it is on {focused:?}, not on {name:?}"))
            });
        };
        until("JSON");
        browser.press(Key::Left);
        console.expect_focus("Form");
        until("Add a value");
        browser.press(Key::Enter);
        for (field, typed) in [("Scope", "sink"), ("Key", "password"), ("Value", "8")] {
            console.expect_focus(field);
            browser.press(typed);
            browser.press(Key::Enter);
        }
        console.expect_focus("Add a value");
        browser.press(Key::Enter);
        console.expect_focus("Key 2");
        browser.press("workerNum");
        browser.press(Key::Enter);
        browser.press("a");
        browser.press_with(Key::Shift, Key::Enter);
        browser.press("b");
        sheet.expect_rows(&[["sink", "password", "8"], ["sink", "workerNum", "a\nb"]]);
        stage.expect_received(&[]);
        until("Remove sink.workerNum");
        browser.press(Key::Enter);
        console.expect_focus("Remove sink.password");
        until("Show secrets");
        browser.press(Key::Space);
        until("Update");
        browser.press(Key::Enter);
        sheet.expect_outcome("Confirmed");
        let body = "{\n  \"sink\": {\n    \"password\": \"8\"\n  }\n}";
        stage.expect_received(&[Call::json(&format!("{UPDATE}&deleteParams=source.checkpoint"), body)]);
    });
}

#[test]
fn a_task_that_runs_is_stopped_updated_and_started() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        console.open_sheet("Start", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Running");
        let of_task = UPDATE.split_once('?').map_or("", |(_, query)| query);
        let start = Call::bare(&format!("/connector/task/v2/resume?{of_task}"));
        stage.expect_received(std::slice::from_ref(&start));
        console.sheet("Start").click("Close");

        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.expect_text("the host updates only stopped or abnormal tasks");
        sheet.expect_check_boxes(&[("Stop, update, start", true)]);
        sheet.fill(JSON, "{\"sink\":{\"workerNum\":\"8\"}}");
        let update = Call::json(UPDATE, "{\n  \"sink\": {\n    \"workerNum\": \"8\"\n  }\n}");
        let three = [Call::bare(STOP_INCR_SYNC), update, start.clone()];
        sheet.expect_preview(&three);
        sheet.tick("Stop, update, start");
        sheet.expect_preview(&three[1..2]);
        sheet.tick("Stop, update, start");
        sheet.click("Update: stop, update, start");
        sheet.expect_outcome("Confirmed");
        sheet.expect_text("Stopped, updated and started");
        let [stop, update, again] = three;
        stage.expect_received(&[start, stop, update, again]);
        assert_eq!(stage.task(INCR_SYNC).value("sink", "workerNum"), Some("8"));
        console.expect_state(INCR_SYNC, "Running");
    });
}
