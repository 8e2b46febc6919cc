//! The six operations, each from the click in the table to the bytes at the host and back to the table. What
//! is expected is written out by hand from the API page, with names filled in.

use super::*;

/// The Incr-Sync in a query.
const OF_INCR_SYNC: &str = "taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";
/// The Full-Import in a query.
const OF_FULL_IMPORT: &str = "taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-full_trans-1-0:0008000001";

/// Nothing is sent before the click, and what is sent is what was shown.
#[track_caller]
fn carry_out(stage: &Stage, sheet: &Sheet<'_>, calls: &[Call]) {
    sheet.expect_preview(calls);
    stage.expect_received(&[]);
    sheet.submit();
    sheet.expect_outcome("Confirmed");
    stage.expect_received(calls);
}

#[test]
fn start() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Start", INCR_SYNC);
        sheet.expect_check_boxes(&[("Pull back", false)]);
        let call = Call::bare(&format!("/connector/task/v2/resume?{OF_INCR_SYNC}"));
        carry_out(stage, &sheet, &[call]);
        assert_eq!(stage.state(INCR_SYNC), State::Running);
        console.expect_state(INCR_SYNC, "Running");
        console.expect_cell(INCR_SYNC, "Last operation", "Start confirmed");
    });
}

#[test]
fn start_an_incr_sync_as_the_last_step_of_a_pull_back() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Start", INCR_SYNC);
        sheet.tick("Pull back");
        sheet.expect_check_boxes(&[("Pull back", true)]);
        let call = Call::bare(&format!("/connector/task/v2/resume?{OF_INCR_SYNC}&pullBackFlag=true"));
        carry_out(stage, &sheet, &[call]);
        assert_eq!(stage.state(INCR_SYNC), State::Running);
    });
}

#[test]
fn start_a_full_import_again_from_its_beginning() {
    play(Setup::with([full_import(State::Finished)]), |stage, console| {
        let sheet = console.open_sheet("Start", FULL_IMPORT);
        sheet.expect_check_boxes(&[("Restart", false)]);
        let plain = [Call::bare(&format!("/connector/task/v2/resume?{OF_FULL_IMPORT}"))];
        sheet.expect_preview(&plain);
        sheet.tick("Restart");
        let call = Call::bare(&format!("/connector/task/v2/resume?{OF_FULL_IMPORT}&restartFlag=true"));
        carry_out(stage, &sheet, &[call]);
        assert_eq!(stage.state(FULL_IMPORT), State::Running);
        console.expect_state(FULL_IMPORT, "Running");
    });
}

#[test]
fn stop() {
    for (task, of_task) in
        [(incr_sync(State::Running), OF_INCR_SYNC), (full_import(State::Running), OF_FULL_IMPORT)]
    {
        let name = task.name.clone();
        play(Setup::with([task]), |stage, console| {
            let sheet = console.open_sheet("Stop", &name);
            carry_out(stage, &sheet, &[Call::bare(&format!("/connector/task/v2/stop?{of_task}"))]);
            assert_eq!(stage.state(&name), State::Stopped);
            console.expect_state(&name, "Stopped");
            console.expect_cell(&name, "Last operation", "Stop confirmed");
        });
    }
}

#[test]
fn update_deletes_and_sets() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.fill("Parameters to delete", "source.checkpoint");
        sheet.fill(
            "Configuration (JSON)",
            r#"{"source": {"username":"test", "logproxy.address":"10.1.0.10:2983"}, "sink": {"workerNum":"16"}}"#,
        );
        let body = r#"{
  "source": {
    "username": "test",
    "logproxy.address": "10.1.0.10:2983"
  },
  "sink": {
    "workerNum": "16"
  }
}"#;
        let target = format!("/connector/task/v2/update?{OF_INCR_SYNC}&deleteParams=source.checkpoint");
        carry_out(stage, &sheet, &[Call::json(&target, body)]);
        let task = stage.task(INCR_SYNC);
        assert_eq!(task.value("source", "checkpoint"), None);
        assert_eq!(task.value("source", "username"), Some("test"));
        assert_eq!(task.value("source", "logproxy.address"), Some("10.1.0.10:2983"));
        assert_eq!(task.value("sink", "workerNum"), Some("16"));
        console.expect_cell(INCR_SYNC, "Last operation", "Update confirmed");
    });
}

#[test]
fn update_that_only_deletes_has_no_body() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.fill("Parameters to delete", "source.checkpoint, source.logproxy.address");
        let target = "deleteParams=source.checkpoint,source.logproxy.address";
        let call = Call::bare(&format!("/connector/task/v2/update?{OF_INCR_SYNC}&{target}"));
        carry_out(stage, &sheet, &[call]);
        assert_eq!(stage.task(INCR_SYNC).value("source", "checkpoint"), None);
    });
}

#[test]
fn update_that_only_sets_names_nothing_to_delete() {
    play(Setup::with([full_import(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Update", FULL_IMPORT);
        sheet.fill("Configuration (JSON)", r#"{"sink":{"workerNum":"32"}}"#);
        let body = "{\n  \"sink\": {\n    \"workerNum\": \"32\"\n  }\n}";
        let call = Call::json(&format!("/connector/task/v2/update?{OF_FULL_IMPORT}"), body);
        carry_out(stage, &sheet, &[call]);
        assert_eq!(stage.task(FULL_IMPORT).value("sink", "workerNum"), Some("32"));
    });
}

#[test]
fn a_value_arrives_with_every_character_that_was_typed() {
    play(Setup::with([full_import(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Update", FULL_IMPORT);
        sheet.fill(
            "Configuration (JSON)",
            r#"{"sink":{"note":"a \"b\" \\ 任务 🙂 \u0000 $(x) `y` \n</script>"}}"#,
        );
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        let body = "{\n  \"sink\": {\n    \"note\": \"a \\\"b\\\" \\\\ 任务 🙂 \\u0000 $(x) `y` \\n</script>\"\n  }\n}";
        stage.expect_received(&[Call::json(&format!("/connector/task/v2/update?{OF_FULL_IMPORT}"), body)]);
        let note = "a \"b\" \\ 任务 🙂 \0 $(x) `y` \n</script>";
        assert_eq!(stage.task(FULL_IMPORT).value("sink", "note"), Some(note));
    });
}

/// Returns the three calls of the API page's example, to 2023-02-13 19:00:00 at +08:00.
pub fn pull_back_calls() -> [Call; 3] {
    let body = r#"{
  "source": {
    "checkpoint": "{\"np_57fdqtrsqiao_source-000-0\":\"1676286000\"}"
  }
}"#;
    let update = format!("/connector/task/v2/update?{OF_INCR_SYNC}&deleteParams=source.checkpoint");
    [
        Call::bare(&format!("/connector/task/v2/stop?{OF_INCR_SYNC}")),
        Call::json(&update, body),
        Call::bare(&format!("/connector/task/v2/resume?{OF_INCR_SYNC}&pullBackFlag=true")),
    ]
}

#[test]
fn pull_back() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Pull back to", "2023-02-13 19:00:00");
        sheet.fill("Time zone", "Asia/Shanghai");
        sheet.fill("Subtopic", SUBTOPIC);
        sheet.expect_fact("Asia/Shanghai", "2023-02-13 19:00:00 +08:00");
        sheet.expect_fact("UTC", "2023-02-13 11:00:00Z");
        sheet.expect_fact("Epoch seconds", "1676286000");
        carry_out(stage, &sheet, &pull_back_calls());
        let task = stage.task(INCR_SYNC);
        assert_eq!(task.state, State::Running);
        let checkpoint = r#"{"np_57fdqtrsqiao_source-000-0":"1676286000"}"#;
        assert_eq!(task.value("source", "checkpoint"), Some(checkpoint));
        console.expect_state(INCR_SYNC, "Running");
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back confirmed");
    });
}

#[test]
fn the_same_moment_can_be_named_in_other_ways() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Subtopic", SUBTOPIC);
        let same = [
            ("2023-02-13 06:00:00", "America/New_York"),
            ("2023-02-13 16:45", "Asia/Kathmandu"),
            ("2023-02-13T11:00:00Z", "Asia/Tokyo"),
            ("1676286000", "America/New_York"),
            ("1676286000000", "Europe/Berlin"),
        ];
        for (time, zone) in same {
            sheet.fill("Time zone", zone);
            sheet.fill("Pull back to", time);
            sheet.expect_preview(&pull_back_calls());
        }
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&pull_back_calls());
        sheet.click("Close");
        let again = console.open_sheet("Pull back", INCR_SYNC);
        again.expect_value("Time zone", "Europe/Berlin");
    });
}

#[test]
fn a_full_import_is_not_offered_to_be_pulled_back() {
    play(Setup::with([full_import(State::Running)]), |_, console| {
        console.browser().eventually("the button that does not apply", || {
            let button = console.row_button("Pull back", FULL_IMPORT)?;
            let reason = button.attribute("aria-description")?.unwrap_or_default();
            let disabled = button.attribute("aria-disabled")?.unwrap_or_default();
            button.click()?;
            match (disabled.as_str(), reason.contains("Only Incr-Sync tasks can be pulled back")) {
                ("true", true) => Ok(()),
                _ => NotYet::because(format!("disabled: {disabled}, reason: {reason}")),
            }
        });
        console.expect_no_sheet();
    });
}

#[test]
fn migrate_where_the_host_chooses() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Migrate", INCR_SYNC);
        carry_out(stage, &sheet, &[Call::bare(&format!("/connector/task/v2/migrate?{OF_INCR_SYNC}"))]);
        let new_name = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003";
        console.expect_tasks(&[new_name]);
        assert_eq!(stage.simulator.names(), [new_name]);
        sheet.expect_text(new_name);
        // The call is shown before it goes.
        let start = format!("/connector/task/v2/resume?taskName={new_name}");
        sheet.expect_text(&format!("POST {start}"));
        let migrate = Call::bare(&format!("/connector/task/v2/migrate?{OF_INCR_SYNC}"));
        stage.expect_received(std::slice::from_ref(&migrate));
        sheet.click("Start it");
        console.sheet("Start").expect_outcome("Confirmed");
        console.expect_state(new_name, "Running");
        stage.expect_received(&[migrate, Call::bare(&start)]);
    });
}

#[test]
fn migrate_to_an_address() {
    for (ip, in_query, new_name) in [
        ("10.0.0.9", "10.0.0.9", "10.0.0.9-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003"),
        ("fd00::9", "fd00::9", "fd00::9-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003"),
    ] {
        play(Setup::with([incr_sync(State::Abnormal), full_import(State::Running)]), |stage, console| {
            let sheet = console.open_sheet("Migrate", INCR_SYNC);
            sheet.fill("Destination IP", ip);
            let call = Call::bare(&format!("/connector/task/v2/migrate?{OF_INCR_SYNC}&ip={in_query}"));
            carry_out(stage, &sheet, &[call]);
            console.expect_tasks(&[new_name, FULL_IMPORT]);
            console.expect_cell(new_name, "Last operation", "Migrate confirmed");
            console.reload();
            console.expect_cell(new_name, "Last operation", "Migrate confirmed");
        });
    }
}

#[test]
fn a_rejection_because_the_task_runs_leads_on_to_a_stop_before_it() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let migrate = Call::bare(&format!("/connector/task/v2/migrate?{OF_INCR_SYNC}&ip=10.0.0.9"));
        let stop = Call::bare(&format!("/connector/task/v2/stop?{OF_INCR_SYNC}"));
        let sheet = console.open_sheet("Migrate", INCR_SYNC);
        sheet.fill("Destination IP", "10.0.0.9");
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.expect_text("Migrate was rejected");
        stage.expect_received(std::slice::from_ref(&migrate));
        // The calls are shown before they go, and the address is still there.
        sheet.click("Stop, then migrate…");
        sheet.expect_value("Destination IP", "10.0.0.9");
        sheet.expect_preview(&[stop.clone(), migrate.clone()]);
        stage.expect_received(std::slice::from_ref(&migrate));
        sheet.click("Migrate: stop, then migrate");
        sheet.expect_outcome("Confirmed");
        sheet.expect_text("Stopped and migrated");
        stage.expect_received(&[migrate.clone(), stop, migrate]);
        console.expect_tasks(&["10.0.0.9-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003"]);
    });
}

#[test]
fn a_task_that_is_known_to_run_is_stopped_first_and_the_button_says_so() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let [start, stop, delete] = ["resume", "stop", "delete"]
            .map(|path| Call::bare(&format!("/connector/task/v2/{path}?{OF_INCR_SYNC}")));
        let sheet = console.open_sheet("Start", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        for (operation, op, sequence) in [
            ("Update", "update", "Stop, update, start"),
            ("Migrate", "migrate", "Stop, then migrate"),
            ("Delete", "delete", "Stop, then delete"),
        ] {
            console.open(&format!("?task={INCR_SYNC}&op={op}"));
            let sheet = console.sheet(operation);
            sheet.expect_check_boxes(&[(sequence, true)]);
            // The button of an Update says so once there is something to change.
            if operation != "Update" {
                sheet.expect_button(&format!("{operation}: {}", sequence.to_lowercase()));
            }
        }
        let sheet = console.sheet("Delete");
        sheet.expect_preview(&[stop.clone(), delete.clone()]);
        sheet.fill("Type delete to confirm", "delete");
        sheet.click("Delete: stop, then delete");
        sheet.expect_outcome("Confirmed");
        sheet.expect_text("Stopped and deleted");
        stage.expect_received(&[start, stop, delete]);
        assert_eq!(stage.state(INCR_SYNC), State::Deleted);
        console.expect_tasks(&[]);
    });
}

#[test]
fn a_rejected_delete_leads_on_to_a_stop_before_it_and_is_confirmed_anew() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let [stop, delete] =
            ["stop", "delete"].map(|path| Call::bare(&format!("/connector/task/v2/{path}?{OF_INCR_SYNC}")));
        console.open(&format!("?task={INCR_SYNC}&op=delete"));
        let sheet = console.sheet("Delete");
        sheet.expect_check_boxes(&[]);
        sheet.fill("Type delete to confirm", "delete");
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.click("Stop, then delete…");
        sheet.expect_value("Type delete to confirm", "");
        sheet.expect_preview(&[stop.clone(), delete.clone()]);
        stage.expect_received(std::slice::from_ref(&delete));
        sheet.fill("Type delete to confirm", "delete");
        sheet.click("Delete: stop, then delete");
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[delete.clone(), stop, delete]);
        assert_eq!(stage.state(INCR_SYNC), State::Deleted);
    });
}

#[test]
fn what_was_done_is_told_in_words() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Pull back to", "2023-02-13 19:00:00");
        sheet.fill("Time zone", "Asia/Shanghai");
        sheet.fill("Subtopic", SUBTOPIC);
        sheet.submit();
        sheet.expect_text("Pulled back to 2023-02-13 19:00:00 +08:00 Asia/Shanghai");
        stage.expect_received(&pull_back_calls());
        // It can be pulled back further, from what was typed.
        sheet.click("Repeat with changes");
        sheet.expect_value("Pull back to", "2023-02-13 19:00:00");
        sheet.expect_value("Subtopic", SUBTOPIC);
        stage.expect_received(&pull_back_calls());
    });
}

#[test]
fn delete() {
    play(Setup::with([incr_sync(State::Stopped), full_import(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Delete", INCR_SYNC);
        for typed in ["", "delet", "Delete it"] {
            sheet.fill("Type delete to confirm", typed);
            assert_eq!(
                sheet.button("Delete").and_then(|button| button.is_enabled()).ok(),
                Some(false),
                "{typed:?}"
            );
        }
        sheet.fill("Type delete to confirm", "delete");
        carry_out(stage, &sheet, &[Call::bare(&format!("/connector/task/v2/delete?{OF_INCR_SYNC}"))]);
        assert_eq!(stage.state(INCR_SYNC), State::Deleted);
        console.expect_tasks(&[FULL_IMPORT]);
        console.reload();
        console.expect_tasks(&[FULL_IMPORT]);
    });
}

#[test]
fn a_double_click_sends_once() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        console.browser().eventually("the button", || console.browser().double_click(&sheet.button("Stop")?));
        console.expect_cell(INCR_SYNC, "Last operation", "Stop confirmed");
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(&format!("/connector/task/v2/stop?{OF_INCR_SYNC}"))]);
    });
}

#[test]
fn while_a_call_is_out_a_second_operation_on_the_task_is_refused() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::held(&gate).on(Endpoint::Stop));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        let stop = [Call::bare(&format!("/connector/task/v2/stop?{OF_INCR_SYNC}"))];
        stage.expect_received(&stop);
        sheet.expect_said("status", "waiting for the answer");
        sheet.click("Close");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop under way");
        // The sheet shows what is under way instead of a form.
        console.browser().eventually("a row's button", || console.row_button("Start", INCR_SYNC)?.click());
        console.sheet("Stop").expect_text("waiting for the answer");
        gate.release();
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&stop);
    });
}

#[test]
fn a_secret_is_sent_but_neither_shown_nor_copied_unless_it_is_revealed() {
    const CANARY: &str = "c4n4ry'\"";
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.fill("Configuration (JSON)", r#"{"sink": {"password": "c4n4ry'\""}}"#);
        sheet.expect_text("(hidden)");
        console.browser().eventually("no command to copy", || {
            match sheet.button("Copy as cURL")?.attribute("disabled")? {
                Some(_) => Ok(()),
                None => NotYet::because("it can be copied".to_owned()),
            }
        });
        sheet.tick("Show secrets");
        sheet.expect_text("c4n4ry");
        sheet.click("Copy as cURL");
        sheet.expect_said("status", "Copied");
        assert!(console.browser().clipboard().contains("c4n4ry"));
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        assert_eq!(stage.task(INCR_SYNC).value("sink", "password"), Some(CANARY));
        let body = "{\n  \"sink\": {\n    \"password\": \"c4n4ry'\\\"\"\n  }\n}";
        stage.expect_received(&[Call::json(&format!("/connector/task/v2/update?{OF_INCR_SYNC}"), body)]);
        assert!(!sheet.text().is_ok_and(|text| text.contains("c4n4ry")), "the record shows the secret");
        assert!(!console.browser().address().contains("c4n4ry"));
        let kept = console.browser().run_async(EVERYTHING_KEPT, Vec::new());
        let kept = kept.ok().and_then(|kept| kept.as_str().map(str::to_owned)).unwrap_or_default();
        assert!(kept.contains("/connector/task/v2/update"), "the run is in the journal: {kept}");
        assert!(!kept.contains("c4n4ry"), "the journal keeps the secret: {kept}");
    });
}

/// All texts that the console keeps in this browser.
const EVERYTHING_KEPT: &str = "
    const done = arguments[arguments.length - 1];
    const open = indexedDB.open('connector-console');
    open.onsuccess = async () => {
        const database = open.result;
        const all = name => new Promise(resolve => {
            const request = database.transaction(name).objectStore(name).getAll();
            request.onsuccess = () => resolve(JSON.stringify(request.result));
        });
        const texts = await Promise.all([...database.objectStoreNames].map(all));
        database.close();
        done(texts.join());
    };
";
