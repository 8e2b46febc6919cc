//! The same build in other places: under a path, under the strict policy, and with nothing behind it.

use super::*;

#[test]
fn under_a_path() {
    // The server of every test sends the content security policy, so this is about both.
    for page in ["", "index.html"] {
        play(Setup::with([incr_sync(State::Running)]).under("/console/"), |stage, console| {
            console.open(&format!("{page}?task={INCR_SYNC}&op=stop"));
            assert!(console.browser().address().contains(&format!("/console/{page}?")));
            let sheet = console.sheet("Stop");
            sheet.submit();
            sheet.expect_outcome("Confirmed");
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
            console.reload();
            console.expect_state(INCR_SYNC, "Stopped");
            assert!(console.browser().address().contains(&format!("/console/{page}")));
        });
    }
}

#[test]
fn the_policy_is_sent_and_holds() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        console.browser().expect_error("Content Security Policy");
        let script = "const done = arguments[0];
            document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));
            const injected = document.createElement('script');
            injected.textContent = 'window.injected = true';
            document.body.append(injected);";
        let violated = console.browser().run_async(script, Vec::new()).ok();
        assert_eq!(violated, Some("script-src-elem".into()));
    });
}

#[test]
fn a_gateway_without_a_host() {
    play(Setup::with([incr_sync(State::Running)]).without_host(), |stage, console| {
        console.browser().expect_error("502 (Bad Gateway)");
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        sheet.expect_text("A gateway answered HTTP 502 in place of the host.");
        console.expect_state(INCR_SYNC, "In doubt");
        stage.expect_received(&[]);
    });
}

/// Has the deployment's list read again in the sheet that is open, and waits for what it says.
#[track_caller]
fn read_again(sheet: &Sheet<'_>, says: &str) {
    sheet.click("Read tasks.json again");
    sheet.expect_said("status", says);
}

#[test]
fn the_deployments_list_is_read_at_the_start_and_when_asked() {
    let legacy = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";
    let list =
        format!(r#"{{"tasks": ["{INCR_SYNC}", {{"name": "{FULL_IMPORT}", "labels": ["orders"]}}, 7]}}"#);
    let setup = Setup::with([incr_sync(State::Stopped), full_import(State::Running)]);
    play(setup.deploying(&list).over_a_line(), |stage, console| {
        console.browser().resize(2400, 900);
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        console.expect_cell(FULL_IMPORT, "Labels", "orders");
        console.click("Import and export");
        let sheet = console.sheet("Import and export");
        let left_out = "1 of its entries name no task and were left out.";
        sheet.expect_said(
            "status",
            &format!("It names 2 tasks; 2 of them new to the list or with new labels. {left_out}"),
        );
        read_again(
            &sheet,
            &format!("It names 2 tasks; 0 of them new to the list or with new labels. {left_out}"),
        );

        stage.deploy(Some(&format!(
            "[{{\"name\": \"{FULL_IMPORT}\", \"labels\": [\"prod\"]}},\n \"{legacy}\", \"{INCR_SYNC}\"]"
        )));
        read_again(&sheet, "It names 3 tasks; 2 of them new to the list or with new labels.");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, legacy]);
        console.expect_cell(FULL_IMPORT, "Labels", "ordersprod");
        sheet.click("Close");
        console.expect_no_sheet();
        assert!(
            stage.line().asked().iter().all(|asked| asked.starts_with("GET ") || asked == "POST /api/v2"),
            "{:?}",
            stage.line().asked()
        );

        // What was deleted or forgotten stays away.
        let sheet = console.open_sheet("Delete", INCR_SYNC);
        sheet.fill("Type delete to confirm", "delete");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        let delete = STOP_INCR_SYNC.replace("/stop?", "/delete?");
        stage.expect_received(&[Call::bare(&delete)]);
        sheet.click("Close");
        select(console, legacy);
        console.click("Remove from list");
        console.expect_tasks(&[FULL_IMPORT]);
        console.click("Import and export");
        read_again(
            &console.sheet("Import and export"),
            "It names 3 tasks; 0 of them new to the list or with new labels.",
        );
        console.expect_tasks(&[FULL_IMPORT]);
        console.reload();
        console.expect_tasks(&[FULL_IMPORT]);
    });
}

#[test]
fn a_broken_list_says_where_and_a_missing_one_is_none() {
    let broken = format!("{{\"tasks\": [\n  \"{INCR_SYNC}\"\n  \"{FULL_IMPORT}\"\n]}}");
    play(Setup::with([]).deploying(&broken), |stage, console| {
        console.expect_notice(
            "tasks.json beside the console is broken: line 3, column 3: JSON syntax error here. None of its \
             tasks was added.",
        );
        console.expect_tasks(&[]);
        stage.deploy(Some(&format!("{{\"connectors\": [\"{INCR_SYNC}\"]}}")));
        console.click("Read it again");
        console.expect_notice("line 1, column 1: this object has no “tasks”.");
        stage.deploy(Some(&broken.replace("\"\n  \"", "\",\n  \"")));
        console.click("Read it again");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);

        stage.deploy(None);
        console.browser().expect_error("404 (Not Found)");
        console.browser().expect_error("404 (Not Found)");
        console.reload();
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        console.click("Import and export");
        let sheet = console.sheet("Import and export");
        sheet.expect_said("status", "There is no tasks.json.");
        read_again(&sheet, "There is no tasks.json.");
    });
}

#[test]
fn a_wrong_config_keeps_the_console_from_starting_and_says_where_it_is_wrong() {
    let list = json!({ "tasks": [INCR_SYNC] }).to_string();
    let cases = [
        (
            "{\"readOnly\": \"yes\"}",
            &["Line 1, column 14: “readOnly” has to be true or false, without quotation marks."][..],
        ),
        (
            "{\n  \"timeOutSeconds\": 0,\n  \"host\": {\"colour\": \"pink\"}\n}",
            &[
                "Line 2, column 21: “timeOutSeconds” has to be a whole number of seconds from 10 to 3600.",
                "Line 3, column 22: “host.colour” has to be grey, blue, green, amber, red or violet.",
            ],
        ),
        ("{\"readOnly\": true,\n \"readOnly\": false}", &["Line 2, column 14: “readOnly” is defined twice."]),
        (
            "{\"readonly\": true,\n \"host\": {\"color\": \"red\"}}",
            &[
                "Line 1, column 2: “readonly” is not a known setting. Was “readOnly” meant?",
                "Line 2, column 11: “host.color” is not a known setting. Was “host.colour” meant?",
            ],
        ),
        ("{\"motto\": {}}", &["Line 1, column 2: “motto” is not a known setting. Known are: $schema, host,"]),
        (
            "{\"curlBase\": \"http://admin:secret@cm\"}",
            &["Line 1, column 14: “curlBase” has to be an address such as http://cm.example:8088"],
        ),
        ("{\"readOnly\": true", &["it ends too early."]),
        ("{\"readOnly\": true;}", &["Line 1, column 18: JSON syntax error here."]),
        ("[]", &["Line 1, column 1: must be an object, {…}."]),
        (
            "{\"hosts\": [{\"name\": \"A\"}, {\"colour\": \"red\"},\n {\"name\": \"a\"},\n \
             {\"name\": \"B\", \"connector\": \"/connector\"},\n \
             {\"name\": \"C\", \"connector\": \"http://cm:8088/connector/\"}],\n \"curlBase\": \"http://cm\"}",
            &[
                "Line 1, column 27: this host has no “name”; among several, each needs one.",
                "Line 2, column 2: another host is called “A” already.",
                "Line 3, column 2: this host has the same “hosts.connector” as A; each needs its own.",
                "Line 4, column 29: “hosts.connector” has to be a path on the console's own server, such as /connector/, not the address of another one.",
                "Line 5, column 2: “curlBase” is for a single host. Beside “hosts”, put it into the entry of a host.",
            ],
        ),
    ];
    play(Setup::with([incr_sync(State::Running)]).deploying(&list), |stage, console| {
        for (text, says) in cases {
            stage.configure(text);
            console.browser().reload();
            console.expect_text("The deployment's config.json is wrong");
            says.iter().for_each(|says| console.expect_text(says));
        }
        // Once it is mended, the page goes on.
        stage.configure("{}");
        console.click("Reload");
        console.expect_tasks(&[INCR_SYNC]);
        stage.expect_received(&[]);
    });
}
