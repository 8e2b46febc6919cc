//! What is kept in the browser and cannot be read as usual: a clear choice, and nothing lost that can be read.

use e2e::Stored;

use super::*;

/// The button that asks again before it deletes everything.
const DELETE_ALL: &str = "Delete the list, the history and the settings";

/// Copies what can be read, and gives it.
#[track_caller]
fn copied(console: &Console, button: &str) -> String {
    console.click(button);
    console.browser().eventually("copying", || {
        let text = console.browser().clipboard();
        if text.contains("name") { Ok(text) } else { NotYet::because(text) }
    })
}

#[test]
fn a_damaged_record_is_left_as_it_is_and_all_others_are_shown() {
    let legacy = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]).unlisted(), |_, console| {
        console.add_tasks(&[INCR_SYNC, legacy, FULL_IMPORT]);
        console.expect_tasks(&[INCR_SYNC, legacy, FULL_IMPORT]);
        let (stored, damaged) = Stored::read(console).damaged(legacy);
        stored.write(console);

        console.open("");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        console.expect_notice(
            "1 entry of the stored list cannot be read: damaged, or written by a newer version. They are left as \
             they are; all others are shown.",
        );
        assert!(copied(console, "Copy what is stored").contains(&damaged));
        // The list goes on as if nothing were wrong.
        console.add_tasks(&["one more"]);
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, "one more"]);
        console.reload();
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, "one more"]);
        assert!(Stored::read(console).contains(&damaged));
    });
}

#[test]
fn a_list_of_the_first_version_is_taken_over() {
    let record = |name: &str, rank: u64, knowledge: serde_json::Value, gone: bool| {
        json!({ "name": name, "added": 1_676_000_000_000_u64 + rank, "rank": rank, "knowledge": knowledge,
                "last": null, "gone": gone })
    };
    let stopped = json!({ "state": "stopped", "by": "stop", "at": 1_676_286_000_000_u64 });
    let stored = Stored::of_version_one(&[
        record("say \"hi\"\\任务", 2, json!(null), false),
        record(INCR_SYNC, 3, stopped, false),
        record(FULL_IMPORT, 1, json!(null), false),
        record("deleted", 4, json!(null), true),
    ]);
    play(Setup::with([incr_sync(State::Stopped), full_import(State::Running)]), |stage, console| {
        stored.write(console);
        console.open("");
        let tasks = [FULL_IMPORT, "say \"hi\"\\任务", INCR_SYNC];
        console.expect_tasks(&tasks);
        console.expect_state(INCR_SYNC, "Stopped");
        console.open_sheet("Start", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Running");
        let task = INCR_SYNC;
        stage.expect_received(&[Call::bare(&format!("/connector/task/v2/resume?taskName={task}"))]);
        console.reload();
        console.expect_tasks(&tasks);
        console.expect_state(INCR_SYNC, "Running");
    });
}

#[test]
fn runs_that_the_second_version_kept_wait_for_their_decision_and_keep_their_task_busy() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", true).on(Endpoint::Update));
        pull_back::fill_in(console).submit();
        console.sheet("Pull back").expect_outcome("Rejected");
        stage.expect_received(&operations::pull_back_calls()[..2]);
        Stored::read(console).of_version_two().write(console);

        console.open("");
        console.expect_notice("was interrupted: stopped; checkpoint not changed; not started.");
        console.click("Decide…");
        let sheet = console.sheet("Pull back");
        sheet.click("Repeat this step");
        sheet.expect_outcome("Confirmed");
        let [stop, update, start] = operations::pull_back_calls();
        stage.expect_received(&[stop, update.clone(), update, start]);
        console.reload();
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back confirmed");
    });
}

#[test]
fn what_a_newer_version_wrote_is_read_and_never_written() {
    play(Setup::with([incr_sync(State::Running)]).unlisted(), |stage, console| {
        console.add_tasks(&[INCR_SYNC]);
        console.expect_tasks(&[INCR_SYNC]);
        let stored = Stored::read(console).of_the_future();
        stored.write(console);

        console.open("");
        console.expect_tasks(&[INCR_SYNC]);
        console.expect_notice(
            "What changes cannot be kept in this browser, so nothing can be sent: a newer version of this console \
             has written what is stored, and this one leaves it as it is.",
        );
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.add_tasks(&[FULL_IMPORT]);
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        assert!(copied(console, "Copy what can be read").contains(INCR_SYNC));
        stage.expect_received(&[]);
        assert_eq!(Stored::read(console), stored);

        console.click("Start anew…");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        console.click("Reload");
        console.expect_tasks(&[INCR_SYNC]);
        assert_eq!(Stored::read(console), stored);
    });
}

#[test]
fn a_database_without_a_part_shows_what_it_has_and_can_be_begun_anew() {
    play(Setup::with([incr_sync(State::Running)]).unlisted(), |stage, console| {
        console.add_tasks(&[INCR_SYNC]);
        console.expect_tasks(&[INCR_SYNC]);
        Stored::read(console).without_journal().write(console);

        console.open("");
        console.expect_tasks(&[INCR_SYNC]);
        console.expect_notice("so nothing can be sent: a part of the stored database is missing.");
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        assert!(copied(console, "Copy what can be read").contains(INCR_SYNC));
        stage.expect_received(&[]);

        // A double click asks, and does not answer.
        let start = || console.browser().page()?.one(Role::Button, "Start anew…");
        console.browser().eventually("the way out", || console.browser().double_click(&start()?));
        console
            .browser()
            .eventually("the question", || console.browser().page()?.one(Role::Button, DELETE_ALL));
        assert!(Stored::read(console).contains(INCR_SYNC));
        console.click(DELETE_ALL);
        console.expect_tasks(&[]);
        console.add_tasks(&[INCR_SYNC]);
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.reload();
        console.expect_state(INCR_SYNC, "Stopped");
    });
}
