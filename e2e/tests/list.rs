//! The list as a whole: forgetting and bringing back, and taking it along.

use e2e::Directory;

use super::*;

const LEGACY: &str = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";

#[test]
fn forgetting_is_undone_and_never_sends_anything() {
    let list = format!(
        r#"{{"tasks": ["{FULL_IMPORT}", {{"name": "{INCR_SYNC}", "labels": ["orders"]}}, "{LEGACY}"]}}"#
    );
    play(Setup::with([incr_sync(State::Running)]).deploying(&list), |stage, console| {
        console.browser().resize(2400, 900);
        let all = [FULL_IMPORT, INCR_SYNC, LEGACY];
        console.expect_tasks(&all);
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();

        select(console, INCR_SYNC);
        select(console, LEGACY);
        console.click("Remove from list");
        console.expect_tasks(&[FULL_IMPORT]);
        console.expect_notice(
            "2 tasks removed from this browser's list. Nothing was sent; the host keeps what it has.",
        );
        console.click("Undo");
        console.expect_tasks(&all);
        console.expect_state(INCR_SYNC, "Stopped");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop confirmed");
        console.expect_cell(INCR_SYNC, "Labels", "orders");
        console.reload();
        console.expect_tasks(&all);
        console.expect_state(INCR_SYNC, "Stopped");

        select(console, INCR_SYNC);
        console.click("Remove from list");
        console.expect_tasks(&[FULL_IMPORT, LEGACY]);
        console.reload();
        console.expect_tasks(&[FULL_IMPORT, LEGACY]);
        // Whoever adds it again begins anew with it.
        console.add_tasks(&[INCR_SYNC]);
        console.expect_state(INCR_SYNC, "Unknown");
        assert_eq!(stage.state(INCR_SYNC), State::Stopped);
    });
}

#[test]
fn forget_is_not_delete() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        select(console, INCR_SYNC);
        let found = console.browser().eventually("the two buttons", || {
            let forget = console.browser().page()?.one(Role::Button, "Remove from list")?;
            let row = forget.run("return arguments[0].closest('[role=row]') !== null")?;
            Ok((row, forget.attribute("title")?))
        });
        let title = "Removes the tasks from this browser's list. Nothing is sent; the host keeps them.";
        assert_eq!(found, (json!(false), Some(title.to_owned())));
        let sheet = console.open_sheet("Delete", INCR_SYNC);
        sheet.expect_text(
            "Deletes the task at the host, with its configuration and its progress. This cannot be undone.",
        );
        sheet.fill("Type delete to confirm", "forget");
        console.browser().press(Key::Enter);
        stage.expect_received(&[]);
        assert_eq!(stage.state(INCR_SYNC), State::Stopped);
    });
}

#[test]
fn the_list_is_taken_along_and_brought_elsewhere() {
    let formula = "=HYPERLINK(\"http://evil.example\")";
    let list = json!({ "tasks": [
        { "name": INCR_SYNC, "labels": ["orders", "+1"] }, FULL_IMPORT, formula, "odd; \"x\", 任务"
    ] });
    let directory = Directory::new();
    play(Setup::with([]).deploying(&list.to_string()), |stage, console| {
        console.browser().save_in(&directory);
        console.click("Import and export");
        let sheet = console.sheet("Import and export");
        let save = |format: &str, file: &str| {
            sheet.click(&format!("Save as {format}"));
            console.browser().saved(&directory, file)
        };
        let text = save("Text", "tasks.txt");
        assert_eq!(text, format!("{INCR_SYNC}\n{FULL_IMPORT}\n{formula}\nodd; \"x\", 任务\n"));
        let table = save("CSV", "tasks.csv");
        assert!(table.starts_with('\u{feff}'), "{table}");
        assert!(table.contains("\n\"'=HYPERLINK(\"\"http://evil.example\"\")\",other,"), "{table}");
        let object = save("JSON", "tasks.json");
        let mut read: serde_json::Value = serde_json::from_str(&object).unwrap_or_default();
        let generator = read.as_object_mut().and_then(|read| read.remove("generator"));
        assert_eq!((generator, &read), (Some(json!("Connector Console 0.1.0")), &list), "{object}");
        sheet.click("Copy names");
        sheet.expect_said("status", "Copied");
        assert_eq!(console.browser().clipboard(), text);

        let elsewhere = stage.console();
        stage.deploy(Some("[]"));
        elsewhere.open("");
        for (file, content) in [("tasks.csv", table), ("tasks.json", object)] {
            elsewhere.click("Add tasks");
            let theirs = elsewhere.sheet("Add tasks");
            theirs.choose_file(&directory.write(file, content));
            theirs.expect_list(
                "Recognised",
                &[
                    &[INCR_SYNC, "orders", "+1", "Incr-Sync"],
                    &[FULL_IMPORT, "Full-Import"],
                    &[formula, "unrecognised name format"],
                    &["odd; \"x\", 任务", "unrecognised name format"],
                ],
            );
            theirs.fill("Task names", "");
            theirs.click("Cancel");
        }

        sheet.click("Close");
        console.expect_no_sheet();
        console.filter("component:full-import");
        console.expect_tasks(&[FULL_IMPORT]);
        directory.take("tasks.txt");
        console.click("Import and export");
        console.sheet("Import and export").tick("Only the tasks that the table shows");
        assert_eq!(save("Text", "tasks.txt"), format!("{FULL_IMPORT}\n"));
    });
}
