//! The history as it is kept: what is forgotten when there is no more room, and links to what is there.

use e2e::Stored;

use super::*;

/// Returns a run of a Stop that is over, as it is kept.
fn stop(id: &str, task: &str, reply: serde_json::Value) -> serde_json::Value {
    json!({
        "id": id, "task": task, "kind": "stop", "begun": 1_676_286_000_000_u64,
        "steps": [{
            "call": { "endpoint": "stop", "target": format!("/connector/task/v2/stop?taskName={task}") },
            "tries": [{ "sent": 1_676_286_000_000_u64, "reply": [1_676_286_001_000_u64, reply] }],
        }],
    })
}

#[test]
fn what_is_forgotten_is_announced_and_is_the_oldest_that_leaves_nothing_in_doubt() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        let mut stored = Stored::read(console);
        stored.add_run(&stop("000000000000-0", "in doubt", json!("networkError")));
        let confirmed = json!({ "answer": { "status": 200, "body": "{\"isSuccess\":true}" } });
        stored.add_run(&stop("000000000000-1", "the first to go", confirmed.clone()));
        for number in 2..4_999 {
            stored.add_run(&stop(&format!("000000000001-{number:04}"), "another", confirmed.clone()));
        }
        stored.write(console);
        console.open("");
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        console.expect_notice("The history is full: each new run takes the place of an old one.");
        console.browser().press(Key::Escape);
        console.click("Open the history");
        let sheet = console.sheet("History");
        sheet.expect_text("Save what you want to keep. Deleted next:");
        sheet.expect_text("\nStop of the first to go, ");
        sheet.expect_button("Save all as JSON");
        assert_eq!(console.browser().violations(), Vec::<String>::new());
        console.browser().press(Key::Escape);
        assert!(Stored::read(console).contains("the first to go"));

        console.open_sheet("Stop", FULL_IMPORT).submit();
        console.expect_state(FULL_IMPORT, "Stopped");
        let stored = console.browser().eventually("forgetting", || {
            let stored = Stored::read(console);
            if stored.contains("the first to go") { NotYet::because("it is there") } else { Ok(stored) }
        });
        assert!(stored.contains("in doubt") && stored.runs() == 5_000);
        let stop_full_import = STOP_INCR_SYNC.replace(INCR_SYNC, FULL_IMPORT);
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC), Call::bare(&stop_full_import)]);
    });
}

/// Returns what is copied by a sheet's button.
#[track_caller]
fn copied_link(console: &Console, sheet: &Sheet<'_>, part: &str) -> String {
    sheet.click("Copy link");
    let link = console.browser().eventually("the link", || {
        let link = console.browser().clipboard();
        if link.contains(part) { Ok(link) } else { NotYet::because(link) }
    });
    link.trim_start_matches(console.address()).to_owned()
}

#[test]
fn what_the_history_shows_and_each_run_of_it_has_a_link() {
    let setup = Setup::with([incr_sync(State::Running), full_import(State::Running)]).unlisted();
    play(setup, |stage, console| {
        console.add_tasks(&[INCR_SYNC, FULL_IMPORT]);
        for task in [INCR_SYNC, FULL_IMPORT] {
            console.open_sheet("Stop", task).submit();
            console.expect_state(task, "Stopped");
            console.browser().press(Key::Escape);
        }
        let stop_full_import = STOP_INCR_SYNC.replace(INCR_SYNC, FULL_IMPORT);
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC), Call::bare(&stop_full_import)]);

        console.click("History");
        let sheet = console.sheet("History");
        sheet.expect_text("2 runs");
        sheet.choose_option("Operation", "Stop");
        console.expect_address("?op=stop&history");
        sheet.click("Copy as text");
        console.browser().eventually("the runs as text", || {
            let text = console.browser().clipboard();
            if text.matches("operation: stop").count() == 2 { Ok(()) } else { NotYet::because(text) }
        });
        let query = copied_link(console, &sheet, "op=stop");
        assert_eq!(query, "?op=stop&history");

        // Of one task, with one of its words.
        let query = format!("?task={}&op=stop&history=TASKNAME", FULL_IMPORT.replace(':', "%3A"));
        console.open(&query);
        let sheet = console.sheet("History");
        sheet.expect_text("1 run");
        sheet.click(&format!("Show Stop of {FULL_IMPORT}"));
        let sheet = console.sheet("Stop");
        sheet.expect_text("Confirmed");
        let run = copied_link(console, &sheet, "run=");
        console.expect_address(&run);
        console.reload();
        console.sheet("Stop").expect_text("Confirmed");
        console.browser().back();
        console.sheet("History").expect_text("1 run");

        let elsewhere = stage.console();
        elsewhere.open(&query);
        elsewhere.sheet("History").expect_said("status", "No matching runs in this browser.");
        elsewhere.open(&run);
        let sheet = elsewhere.sheet("Run");
        sheet.expect_said("status", "This run is not in this browser.");
        sheet.click("Close");
        elsewhere.expect_address("");
        elsewhere.open("?run=%3Cimg%20src%3Dx%3E&history=%3Cimg%20src%3Dx%3E");
        elsewhere.expect_notice("The link's run=“<img src=x>” is not valid and was ignored.");
        elsewhere.sheet("History").expect_said("status", "No matching runs in this browser.");
    });
}
