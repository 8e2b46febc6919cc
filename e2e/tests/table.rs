//! The table: tasks come in, are found, stay, and are shown as what they are called.

use super::*;

#[test]
fn pasted_names_are_added_and_stay() {
    play(
        Setup::with([incr_sync(State::Running), full_import(State::Running)]).unlisted(),
        |stage, console| {
            let legacy = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";
            console.add_tasks(&[INCR_SYNC, "", &format!("  {FULL_IMPORT}, "), legacy, INCR_SYNC]);
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, legacy]);
            console.expect_cell(INCR_SYNC, "Component", "Incr-Sync");
            console.expect_cell(FULL_IMPORT, "Component", "Full-Import");
            console.expect_notice("3 tasks");

            console.open_sheet("Stop", INCR_SYNC).submit();
            console.expect_state(INCR_SYNC, "Stopped");
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
            console.open("");
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, legacy]);
            console.expect_state(INCR_SYNC, "Stopped");
            console.expect_state(FULL_IMPORT, "Unknown");
            console.expect_cell(INCR_SYNC, "Last operation", "Stop confirmed");
        },
    );
}

#[test]
fn a_filter_narrows_the_table_and_says_when_nothing_matches() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |_, console| {
        console.filter("full-import");
        console.expect_tasks(&[FULL_IMPORT]);
        console.expect_notice("1 of 2 tasks");
        console.filter("incr_trans 0003");
        console.expect_tasks(&[INCR_SYNC]);
        console.filter("elsewhere");
        console.expect_tasks(&[]);
        console.click("Clear the filter");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
    });
}

#[test]
fn a_hostile_name_is_text_everywhere_and_arrives_byte_for_byte() {
    let name = "\"><img src=x onerror=alert(1)>&a=b#c%2F 任务 🙂";
    play(Setup::with([Task::new(name).state(State::Running)]).unlisted(), |stage, console| {
        console.add_tasks(&[name]);
        console.expect_tasks(&[name]);
        let calls = [Call::bare(
            "/connector/task/v2/stop?taskName=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E%26a%3Db%23c%252F%20%E4%BB%BB%E5%8A%A1%20%F0%9F%99%82",
        )];
        let sheet = console.open_sheet("Stop", name);
        sheet.expect_value("Task name", name);
        sheet.expect_preview(&calls);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        sheet.expect_fact("result", name);
        stage.expect_received(&calls);
        assert_eq!(stage.state(name), State::Stopped);
        console.reload();
        console.expect_state(name, "Stopped");
        let images = console.browser().run("return document.querySelectorAll('img').length", Vec::new());
        assert_eq!(images.ok(), Some(0.into()));
    });
}

#[test]
fn a_name_of_ten_thousand_characters_does_not_break_the_page() {
    let long = format!("10.0.0.5-9000:{}:0000000001", "任x".repeat(4_987));
    assert_eq!(long.chars().count(), 10_000 - 1);
    play(Setup::with([Task::new(&long), incr_sync(State::Running)]), |stage, console| {
        console.expect_tasks(&[&long, INCR_SYNC]);
        let heights = "const rows = [...document.querySelectorAll('[role=grid] [role=row]')].slice(1);
            return [document.scrollingElement.scrollWidth <= innerWidth, ...rows.map(row => row.offsetHeight)]";
        let found = console.browser().run(heights, Vec::new()).ok();
        assert_eq!(found, Some(json!([true, 40, 40])));

        let sheet = console.open_sheet("Start", &long);
        sheet.expect_value("Task name", &long);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        let encoded = "%E4%BB%BBx".repeat(4_987);
        let call =
            Call::bare(&format!("/connector/task/v2/resume?taskName=10.0.0.5-9000:{encoded}:0000000001"));
        stage.expect_received(&[call]);
        console.open_sheet("Stop", INCR_SYNC).expect_value("Task name", INCR_SYNC);
    });
}

#[test]
fn an_empty_table_says_what_to_do_next() {
    play(Setup::with([]), |_, console| {
        console.expect_tasks(&[]);
        console.click("Add tasks…");
        let sheet = console.sheet("Add tasks");
        sheet.click("Add");
        sheet.expect_message("Task names", "Enter at least one task name.");
        sheet.fill("Task names", "任务\nno\tname");
        sheet.expect_message("Task names", "Line 2 holds a control character");
        sheet.click("Add");
        console.expect_tasks(&["任务"]);
    });
}
