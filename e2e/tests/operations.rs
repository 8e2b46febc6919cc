//! The six operations, each from the click in the table to the bytes at the host and back to the table.

use e2e::{Call, Setup, play};
use simulator::State;

use super::*;

#[test]
fn stop() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let calls = [Call::bare(
            "/connector/task/v2/stop?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002",
        )];
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.expect_preview(&calls);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&calls);
        assert_eq!(stage.state(INCR_SYNC), State::Stopped);
        console.expect_state(INCR_SYNC, "Stopped");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop confirmed");
    });
}
