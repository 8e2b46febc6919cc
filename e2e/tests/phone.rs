//! On a narrow screen.

use super::*;

#[test]
fn an_operation_on_a_phone() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        let fits = "return document.scrollingElement.scrollWidth <= innerWidth";
        console.browser().resize(390, 844);
        console.reload();
        assert_eq!(console.browser().run(fits, Vec::new()).ok(), Some(json!(true)));
        let sheet = console.open_sheet("Stop", FULL_IMPORT);
        assert_eq!(console.browser().run(fits, Vec::new()).ok(), Some(json!(true)));
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(
            "/connector/task/v2/stop?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-full_trans-1-0:0008000001",
        )]);
        sheet.click("Close");
        console.expect_no_sheet();
        console.expect_state(FULL_IMPORT, "Stopped");
    });
}
