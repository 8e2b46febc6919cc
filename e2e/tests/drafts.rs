//! Work in progress: what was typed into a form is there again when the page is loaded anew, but for secrets and
//! confirmations.

use e2e::Stored;

use super::*;

const JSON: &str = "Configuration (JSON)";
const AS_LEFT: &str = "Restored as you left it; nothing was sent.";

/// Waits until this text is kept, which it is a little after it was typed.
#[track_caller]
fn expect_kept(console: &Console, text: &str) {
    console.browser().eventually("keeping what was typed", || {
        if Stored::read(console).contains(text) { Ok(()) } else { NotYet::because("it is not kept yet") }
    });
}

/// Types into a sheet, loads the page anew, and looks at the sheet again.
#[track_caller]
fn reloaded<'c>(
    console: &'c Console,
    operation: &str,
    task: &str,
    fill: impl FnOnce(&Sheet<'_>),
) -> Sheet<'c> {
    let sheet = console.open_sheet(operation, task);
    fill(&sheet);
    // As soon as the last letter is there.
    console.reload();
    let sheet = console.sheet(operation);
    sheet.expect_said("status", AS_LEFT);
    sheet
}

#[test]
fn each_form_is_as_it_was_when_the_page_is_loaded_anew() {
    play(Setup::with([incr_sync(State::Stopped), full_import(State::Stopped)]), |stage, console| {
        let sheet = reloaded(console, "Start", FULL_IMPORT, |sheet| sheet.tick("Restart"));
        sheet.expect_check_boxes(&[("Restart", true)]);
        console.browser().press(Key::Escape);

        let broken = "{\"sink\": {\"任务\": 16,";
        let sheet = reloaded(console, "Update", INCR_SYNC, |sheet| {
            sheet.fill("Parameters to delete", "source.a, no dot");
            sheet.fill(JSON, broken);
        });
        sheet.expect_value(JSON, broken);
        sheet.expect_message(JSON, "Line 1");
        sheet.expect_text("source.a");
        sheet.expect_text("“dot” has no scope.");
        console.browser().press(Key::Escape);

        let sheet = reloaded(console, "Pull back", INCR_SYNC, |sheet| {
            sheet.fill("Pull back to", "yesterday?");
            sheet.fill("Time zone", "Europe/Berlin");
            sheet.fill("Subtopic", SUBTOPIC);
            sheet.click("Add subtopic");
        });
        sheet.expect_value("Pull back to", "yesterday?");
        sheet.expect_value("Time zone", "Europe/Berlin");
        sheet.expect_value("Subtopic", SUBTOPIC);
        sheet.expect_value("Subtopic 2", "");
        console.browser().press(Key::Escape);

        let sheet = reloaded(console, "Migrate", INCR_SYNC, |sheet| sheet.fill("Destination IP", "10.0.0."));
        sheet.expect_value("Destination IP", "10.0.0.");

        // Given up is given up.
        sheet.click("Start over");
        sheet.expect_value("Destination IP", "");
        console.reload();
        console.sheet("Migrate").expect_value("Destination IP", "");
        stage.expect_received(&[]);
    });
}

#[test]
fn a_form_that_was_sent_is_empty_after_a_reload() {
    play(Setup::with([full_import(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Start", FULL_IMPORT);
        sheet.tick("Restart");
        expect_kept(console, "\"restart\":true");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(&format!(
            "{}&restartFlag=true",
            STOP_INCR_SYNC.replace(INCR_SYNC, FULL_IMPORT).replace("/stop?", "/resume?")
        ))]);
        console.reload();
        console.sheet("Start").expect_check_boxes(&[("Restart", false)]);
    });
}

#[test]
fn secrets_and_confirmations_are_typed_again() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Delete", INCR_SYNC);
        sheet.fill("Type delete to confirm", "delet");
        console.browser().press(Key::Escape);
        let sheet = console.open_sheet("Update", INCR_SYNC);
        for typed in [
            r#"{"sink":{"workerNum":"8","password":"c4n4ry"#,
            r#"{"sink":{"workerNum":"8","password":"c4n4ry","properties":"{\"sasl.jaas.config\":\"c4n4ry\"}"}}"#,
        ] {
            sheet.fill(JSON, typed);
            expect_kept(console, "\"withheld\":true");
            assert!(!Stored::read(console).contains("c4n4ry"));
        }
        let script = "return JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + location.href";
        let elsewhere =
            console.browser().eventually("other places", || console.browser().run(script, Vec::new()));
        assert!(!elsewhere.to_string().contains("c4n4ry"));
        console.reload();
        let sheet = console.sheet("Update");
        sheet.expect_said("status", "Secrets are not stored: type them again.");
        sheet.expect_text("workerNum");
        assert!(!Stored::read(console).contains("c4n4ry"));
        console.browser().press(Key::Escape);
        console.open_sheet("Delete", INCR_SYNC).expect_value("Type delete to confirm", "");
        stage.expect_received(&[]);
    });
}

#[test]
fn two_tabs_keep_each_others_forms() {
    play(
        Setup::with([incr_sync(State::Stopped), full_import(State::Stopped)]).with_windows(),
        |_, console| {
            console.open_sheet("Migrate", INCR_SYNC).fill("Destination IP", "10.0.0.1");
            expect_kept(console, "10.0.0.1");
            console.browser().open_tab();
            console.open("");
            console.open_sheet("Start", FULL_IMPORT).tick("Restart");
            expect_kept(console, "\"restart\":true");
            console.browser().go_to_first_tab();
            console.sheet("Migrate").fill("Destination IP", "10.0.0.2");
            expect_kept(console, "10.0.0.2");
            console.reload();
            console.sheet("Migrate").expect_value("Destination IP", "10.0.0.2");
            console.browser().press(Key::Escape);
            console.open_sheet("Start", FULL_IMPORT).expect_check_boxes(&[("Restart", true)]);
        },
    );
}
