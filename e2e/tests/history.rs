//! The history: what is forgotten when there is no more room, and that it is said before.

use e2e::Stored;

use super::*;

/// A run of a Stop that is over, as it is kept.
fn stop(id: &str, task: &str, reply: serde_json::Value) -> serde_json::Value {
    json!({
        "id": id, "task": task, "kind": "stop", "begun": 1_676_286_000_000_u64, "abandoned": null, "over": true,
        "steps": [{
            "endpoint": "/connector/task/v2/stop", "target": format!("/connector/task/v2/stop?taskName={task}"),
            "body": null, "withheld": false, "counted": null,
            "tries": [{ "sent": 1_676_286_000_000_u64, "answered": 1_676_286_001_000_u64, "reply": reply }],
        }],
    })
}

#[test]
fn what_is_forgotten_is_announced_and_is_the_oldest_that_leaves_nothing_in_doubt() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        let mut stored = Stored::read(console);
        stored.add_run(&stop("000000000000-0", "in doubt", json!({ "lack": "network" })));
        let confirmed = json!({ "status": 200, "body": "{\"isSuccess\":true}" });
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
        console.click("Look at the history");
        let sheet = console.sheet("History");
        sheet.expect_text("The next to go, unless they are saved first:");
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
