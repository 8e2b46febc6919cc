//! A fault in the console itself: the page says so, gives the text to pass on, and a reload finds what was journalled.

use super::*;

/// Has the browser refuse the console something that it never refuses: making the sheet that is opened next.
#[track_caller]
pub fn provoke(console: &Console) {
    let script = "const make = Document.prototype.createElement;
        Document.prototype.createElement = function (name, ...more) {
            if (name.toLowerCase() === 'dialog') throw new Error('planted');
            return make.call(this, name, ...more);
        };";
    let browser = console.browser();
    browser.expect_error("panicked at");
    browser.expect_error("unreachable");
    browser.eventually("planting a fault", || browser.run(script, Vec::new()));
    console.click("Help");
}

#[test]
fn it_is_told_and_a_reload_finds_what_was_journalled() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::held(&gate));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        sheet.click("Close");
        console.expect_no_sheet();
        provoke(console);
        console.expect_text("The console has stopped");
        console.expect_text("What was sent to the host may still be carried out there.");
        // It can be read, and is not squeezed into a column.
        let width = "return document.querySelector('main.panic h1').offsetWidth";
        let width = console.browser().eventually("the screen", || console.browser().run(width, Vec::new()));
        assert!(width.as_u64().is_some_and(|width| width > 500), "{width}");
        // The text to pass on names the version and the place.
        console.expect_text("Connector Console 0.");
        console.expect_text("panicked at");
        console
            .browser()
            .eventually("the way on", || console.browser().page()?.all("main.panic a")?.remove(0).click());
        console.expect_notice("the page went away before the answer came. Outcome unknown.");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop outcome unknown");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        gate.release();
    });
}
