//! The browser's storage, held by another tab, deleted, cleared and silent: the page is there within seconds and says
//! so, nothing is sent that was not written down, and all goes on by itself when it can.

use e2e::{NO_CONSOLE, Stored};

use super::*;

/// Holds a connection of an older version, as a tab does that does not let go of it.
const HOLD_OLDER: &str = "
    const done = arguments[0];
    const removing = indexedDB.deleteDatabase('connector-console');
    removing.onsuccess = () => {
        const opening = indexedDB.open('connector-console', 1);
        opening.onsuccess = () => { window.held = opening.result; done(null); };
    };";

/// Holds a connection, and has the database deleted as soon as it is let go of.
const HOLD_AND_DELETE: &str = "
    const done = arguments[0];
    const opening = indexedDB.open('connector-console');
    opening.onsuccess = () => {
        window.held = opening.result;
        indexedDB.deleteDatabase('connector-console').onblocked = () => done(null);
    };";

/// Holds all stores, as a tab does whose writing does not come to an end.
const HOLD_STORES: &str = "
    const done = arguments[0];
    const opening = indexedDB.open('connector-console');
    opening.onsuccess = () => {
        const names = [...opening.result.objectStoreNames];
        const store = opening.result.transaction(names, 'readwrite').objectStore(names[0]);
        const goOn = () => { if (!window.released) store.count().onsuccess = goOn; };
        window.held = { close: () => { window.released = true; } };
        goOn();
        done(null);
    };";

/// Lets go of what is held.
const RELEASE: &str = "window.held.close();";

/// Deletes the database, and tells how that ended.
const DELETE: &str = "
    const done = arguments[0];
    const removing = indexedDB.deleteDatabase('connector-console');
    removing.onblocked = () => done('blocked');
    removing.onsuccess = () => done('deleted');";

/// Marks the open sheet, to tell later whether it is the same element.
const MARK_SHEET: &str = "document.querySelector('dialog, [role=dialog]').marked = true;";
const SHEET_IS_MARKED: &str = "return !!document.querySelector('dialog, [role=dialog]').marked;";

#[track_caller]
fn run(console: &Console, script: &str) -> serde_json::Value {
    console.browser().eventually("a script", || console.browser().run_async(script, Vec::new()))
}

#[track_caller]
fn release(console: &Console) {
    console.browser().go_to_first_tab();
    console.browser().eventually("letting go", || console.browser().run(RELEASE, Vec::new()).map(drop));
    console.browser().go_to_last_tab();
}

/// Waits until nothing is wrong with the storage.
#[track_caller]
fn expect_recovered(console: &Console) {
    console.browser().eventually("the storage", || {
        let said = console.browser().run("return document.querySelector('main').innerText", Vec::new())?;
        match said.as_str() {
            Some(text) if !text.contains("cannot be stored") => Ok(()),
            _ => NotYet::because(said.to_string()),
        }
    });
}

/// Holds the storage in a tab of its own and opens the console in another one: it is there, says why it keeps nothing,
/// and sends nothing; once the storage is let go of, what was done is kept, and it sends.
fn held_by(hold: &str, says: &str) {
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        let browser = console.browser();
        console.expect_tasks(&[INCR_SYNC]);
        browser.go(&format!("{}{NO_CONSOLE}", console.address()));
        assert_eq!(run(console, hold), serde_json::Value::Null);
        browser.open_tab();
        console.open("");
        console.expect_notice(says);
        // Reading goes on, with what the deployment ships and what a person adds.
        console.expect_tasks(&[INCR_SYNC]);
        console.add_tasks(&["one more"]);
        console.expect_tasks(&[INCR_SYNC, "one more"]);
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent, because it is not known yet");
        sheet.expect_said("alert", says);
        stage.expect_received(&[]);

        browser.eventually("marking the sheet", || browser.run(MARK_SHEET, Vec::new()).map(drop));
        release(console);
        expect_recovered(console);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        // It was not made anew under the person's hands.
        let is_marked = browser.eventually("the mark", || browser.run(SHEET_IS_MARKED, Vec::new()));
        assert_eq!(is_marked, json!(true));
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.reload();
        console.expect_tasks(&[INCR_SYNC, "one more"]);
        console.expect_state(INCR_SYNC, "Stopped");
    });
}

#[test]
fn an_older_tab_that_keeps_the_storage_is_named_and_waited_for() {
    held_by(HOLD_OLDER, "another tab of this console, of an older version, keeps the storage");
}

#[test]
fn a_deletion_that_waits_for_another_tab_is_waited_for() {
    held_by(HOLD_AND_DELETE, "the browser's storage does not answer");
}

#[test]
fn a_tab_that_holds_what_is_stored_keeps_nobody_from_looking() {
    held_by(HOLD_STORES, "the browser's storage does not answer");
}

#[test]
fn a_storage_that_is_cleared_under_the_page_is_written_again() {
    play(Setup::with([incr_sync(State::Running)]).unlisted(), |stage, console| {
        let browser = console.browser();
        let clear = || {
            let origin = browser.run("return location.origin", Vec::new()).unwrap_or_default();
            browser.devtools(
                "Storage.clearDataForOrigin",
                json!({ "origin": origin, "storageTypes": "indexeddb" }),
            );
        };
        console.add_tasks(&[INCR_SYNC, FULL_IMPORT]);
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        clear();
        let kept = |what: &str| {
            browser.eventually("what is kept", || match Stored::read(console).contains(what) {
                true => Ok(()),
                false => NotYet::because(format!("{what} is not kept")),
            });
        };
        kept(INCR_SYNC);
        expect_recovered(console);

        // While a call is out, too: what it came to is found again.
        let gate = Gate::new();
        stage.fault(Fault::held(&gate).on(Endpoint::Stop));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_text("Stop waiting");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        clear();
        kept("\"kind\":\"stop\"");
        gate.release();
        sheet.expect_outcome("Confirmed");
        console.reload();
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        console.expect_state(INCR_SYNC, "Stopped");
    });
}

#[test]
fn a_database_that_another_tab_deletes_is_let_go_of_and_begun_anew() {
    play(Setup::with([incr_sync(State::Running)]).unlisted().with_windows(), |stage, console| {
        let browser = console.browser();
        browser.open_tab();
        browser.go(&format!("{}{NO_CONSOLE}", console.address()));
        browser.go_to_first_tab();
        console.add_tasks(&[INCR_SYNC]);
        console.expect_tasks(&[INCR_SYNC]);
        browser.go_to_last_tab();
        assert_eq!(run(console, DELETE), json!("deleted"));
        browser.go_to_first_tab();
        // Deleted by a person, in another tab: it does not come back from here.
        console.expect_tasks(&[]);
        expect_recovered(console);
        console.add_tasks(&[INCR_SYNC]);
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.reload();
        console.expect_state(INCR_SYNC, "Stopped");
    });
}
