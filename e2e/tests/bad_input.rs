//! What cannot be sent: a message at its field, nothing sent, and nothing lost of what was typed.

use super::*;

/// Opens a sheet, lets a test type, and makes sure that nothing is sent by the click.
fn refuses(operation: &str, test: impl FnOnce(&Sheet<'_>)) {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet(operation, INCR_SYNC);
        test(&sheet);
        stage.expect_received(&[]);
    });
}

/// Types something, tries to send it, and finds the message and the text at the field.
#[track_caller]
fn refused_at(sheet: &Sheet<'_>, label: &str, typed: &str, message: &str) {
    sheet.fill(label, typed);
    sheet.submit();
    sheet.expect_message(label, message);
    sheet.expect_value(label, typed);
}

#[test]
fn a_configuration_that_is_not_one() {
    refuses("Update", |sheet| {
        for (typed, message) in [
            ("{\"source\":\n  {\"username\" \"test\"}}", "Line 2, column"),
            ("[1]", "Line 1, column 1: this is an array"),
            ("{\"source\":\"x\"}", "the scope “source” holds a string"),
            ("{\"sink\":{\"workerNum\":16}}", "sink.workerNum is a number; the API accepts only strings."),
            ("{\"sink\":{\"a\":true}}", "sink.a is a boolean"),
            ("{\"sink\":{\"a\":\"1\",\"a\":\"2\"}}", "sink.a is defined twice."),
            ("{\"sink\":{\"password\":\"******\"}}", "a mask shown in place of the real value"),
        ] {
            refused_at(sheet, "Configuration (JSON)", typed, message);
        }
        sheet.fill("Configuration (JSON)", "{\"sink\":{}}");
        let nothing = sheet.button("No changes").and_then(|button| button.is_enabled());
        assert_eq!(nothing.ok(), Some(false));
        // A message goes when its reason goes.
        sheet.fill("Configuration (JSON)", "{\"sink\":{\"workerNum\":\"16\"}}");
        sheet.expect_no_message("Configuration (JSON)");
        refused_at(sheet, "Parameters to delete", "checkpoint", "“checkpoint” has no scope.");
        refused_at(sheet, "Parameters to delete", "source.a,,.b", "has no scope before the dot");
    });
}

#[test]
fn an_address_that_is_not_one() {
    refuses("Migrate", |sheet| {
        for typed in ["10.0.0.999", "10.0.0", "oms-host", "10.0.0.9:8088", "fd00:::9"] {
            refused_at(sheet, "Destination IP", typed, "This is no IP address.");
        }
    });
}

#[test]
fn a_task_without_a_name() {
    refuses("Stop", |sheet| refused_at(sheet, "Task name", " ", "Enter the name of a task."));
}

#[test]
fn times_that_do_not_exist_or_have_not_come() {
    refuses("Pull back", |sheet| {
        sheet.fill("Subtopic", SUBTOPIC);
        sheet.fill("Time zone", "Europe/Berlin");
        for (typed, message) in [
            ("", "Enter the time to go back to."),
            ("2023-03-26 02:30:00", "This time does not exist in this zone"),
            ("2023-02-29 12:00:00", "month 2 of 2023 has 28 days"),
            ("2023-13-01 12:00:00", "There is no month 13."),
            ("2023-02-13 25:00:00", "There is no hour 25"),
            ("2023-02-13", "The time of day is missing."),
            ("yesterday", "The time of day is missing."),
            ("02/03/2026 12:00", "Write the year first"),
            ("the day before", "This cannot be read as a time."),
            ("9998-12-31 12:00:00", "is in the future"),
            ("1969-12-31 23:00:00", "is before 1970"),
            ("0002-01-01 00:00:00", "is before 1970"),
        ] {
            refused_at(sheet, "Pull back to", typed, message);
        }
        sheet.fill("Pull back to", "2023-02-13 19:00:00");
        sheet.expect_no_message("Pull back to");
        refused_at(sheet, "Time zone", "Mars/Base", "This browser knows no such time zone.");
        sheet.fill("Time zone", "Asia/Shanghai");
        refused_at(sheet, "Subtopic", "", "Enter the task's subtopic.");
        refused_at(sheet, "Subtopic", "{subtopic}", "This is a placeholder.");
    });
}

#[test]
fn a_time_that_a_zone_has_twice_is_asked_about() {
    let both = [
        ("2023-10-29 02:30:00 +02:00 = 2023-10-29 00:30:00Z", "1698539400"),
        ("2023-10-29 02:30:00 +01:00 = 2023-10-29 01:30:00Z", "1698543000"),
    ];
    for (choice, seconds) in both {
        play(Setup::with([incr_sync(State::Running)]), |stage, console| {
            let sheet = console.open_sheet("Pull back", INCR_SYNC);
            sheet.fill("Subtopic", SUBTOPIC);
            sheet.fill("Time zone", "Europe/Berlin");
            refused_at(&sheet, "Pull back to", "2023-10-29 02:30:00", "The zone has this time twice");
            stage.expect_received(&[]);
            sheet.click(choice);
            sheet.expect_fact("Epoch seconds", seconds);
            sheet.submit();
            sheet.expect_outcome("Confirmed");
            let task = "taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";
            let body = format!(
                "{{\n  \"source\": {{\n    \"checkpoint\": \"{{\\\"np_57fdqtrsqiao_source-000-0\\\":\\\"{seconds}\\\"}}\"\n  }}\n}}"
            );
            stage.expect_received(&[
                Call::bare(&format!("/connector/task/v2/stop?{task}")),
                Call::json(
                    &format!("/connector/task/v2/update?{task}&deleteParams=source.checkpoint"),
                    &body,
                ),
                Call::bare(&format!("/connector/task/v2/resume?{task}&pullBackFlag=true")),
            ]);
        });
    }
}
