//! How many clicks it takes: what is done at two in the morning takes few.

use std::time::Instant;

use super::history::{expect_entries, one_of_each, two_tasks};
use super::*;

#[test]
fn from_first_sight_to_a_confirmed_operation() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let clicks = Clicks::count(console.browser());
        let begun = Instant::now();
        console.reload();
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        let took = begun.elapsed();
        clicks.expect(2);
        assert!(took < Duration::from_secs(20), "{took:?}");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

#[test]
fn to_the_failures_of_the_last_hour() {
    play(two_tasks(), |stage, console| {
        one_of_each(stage, console);
        let clicks = Clicks::count(console.browser());
        console.click("Failed in the last hour");
        console.sheet("History");
        expect_entries(
            console,
            &[("Start", "Outcome unknown", INCR_SYNC), ("Stop", "Rejected", FULL_IMPORT)],
        );
        clicks.expect(1);
    });
}

#[test]
fn to_migrate_a_task_and_go_on() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let of = STOP_INCR_SYNC.split_once('?').map(|(_, of)| of).unwrap_or_default();
        let new_name = "10.0.0.9-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003";
        let clicks = Clicks::count(console.browser());
        let sheet = console.open_sheet("Migrate", INCR_SYNC);
        // The field has the focus.
        console.expect_focus("Destination IP");
        console.browser().paste("10.0.0.9");
        sheet.submit();
        sheet.click("Start it");
        console.sheet("Start").expect_outcome("Confirmed");
        // The row's menu, Migrate in it, Migrate, Start it.
        clicks.expect(4);
        stage.expect_received(&[
            Call::bare(&format!("/connector/task/v2/migrate?{of}&ip=10.0.0.9")),
            Call::bare(&format!("/connector/task/v2/resume?taskName={new_name}")),
        ]);
    });
}
