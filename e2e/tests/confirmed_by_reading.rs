//! Outcomes that are unknown, and what reads of OMS show of them afterwards. Nothing is sent because of that.

use super::history::START_INCR_SYNC;
use super::operations::pull_back_calls;
use super::pull_back::fill_in;
use super::*;

const NEXT: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003";
const CONFIRMED: &str = "Confirmed by reading";
/// How the latest operation stands in a row.
const IN_ROW: &str = "outcome unknown, confirmed by reading";

fn read_task(state: State) -> Setup {
    Setup::with([incr_sync(state), full_import(State::Stopped)]).unlisted().with_oms()
}

/// Sets the browser's clock ahead of what OMS may lag.
#[track_caller]
fn let_oms_notice(console: &Console) {
    let script = "const before = Date.now; Date.now = () => before() + 30000";
    console.browser().eventually("the clock", || console.browser().run(script, Vec::new()));
}

/// The next call is carried out or not, and its answer is lost either way.
fn lose_answer(stage: &Stage, console: &Console, endpoint: Endpoint, applied: bool) {
    console.browser().expect_error("502 (Bad Gateway)");
    let lost = Fault::respond(502, "text/html", "lost").on(endpoint).applied(applied);
    stage.fault(lost.times(Times::Once));
}

fn call(endpoint: &str) -> Call {
    Call::bare(&STOP_INCR_SYNC.replace("/stop?", &format!("/{endpoint}?")))
}

#[test]
fn a_stop_whose_answer_was_lost() {
    play(read_task(State::Running), |stage, console| {
        console.expect_state(INCR_SYNC, "Running");
        lose_answer(stage, console, Endpoint::Stop, true);
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        sheet.expect_text("Still unknown: the task was last seen stopped");
        sheet.expect_text("It may take OMS 20 s to notice.");
        let_oms_notice(console);
        sheet.expect_text(CONFIRMED);
        sheet.expect_text("OMS shows the task stopped.");
        sheet.expect_said("status", "Stop: outcome unknown, confirmed by reading");
        sheet.click("Close");
        console.expect_cell(INCR_SYNC, "Last operation", &format!("Stop {IN_ROW}"));
        console.filter("last:unknown");
        console.expect_tasks(&[]);
        console.filter("last:by-reading");
        console.expect_tasks(&[INCR_SYNC]);
        console.filter("");
        console.reload();
        console.expect_cell(INCR_SYNC, "Last operation", &format!("Stop {IN_ROW}"));
        let history = super::history::open_history(console);
        history.expect_text("Outcome unknown · confirmed by reading");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

#[test]
fn a_stop_that_never_arrived_stays_unknown_and_says_what_was_seen() {
    play(read_task(State::Running), |stage, console| {
        console.expect_state(INCR_SYNC, "Running");
        lose_answer(stage, console, Endpoint::Stop, false);
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        let_oms_notice(console);
        sheet.expect_text("Still unknown: the task was last seen running, 3");
        sheet.expect_text("after the call.");
        sheet.expect_text("Repeating Stop is harmless");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop outcome unknown");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

#[test]
fn a_start_is_confirmed_in_all_pages_whichever_of_them_reads() {
    play(read_task(State::Stopped), |stage, console| {
        console.expect_state(INCR_SYNC, "Stopped");
        lose_answer(stage, console, Endpoint::Resume, true);
        let sheet = console.open_sheet("Start", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        let browser = console.browser();
        browser.open_tab();
        console.open("");
        let_oms_notice(console);
        console.expect_cell(INCR_SYNC, "Last operation", &format!("Start {IN_ROW}"));
        browser.go_to_first_tab();
        sheet.expect_text(CONFIRMED);
        sheet.expect_text("OMS shows the task running.");
        stage.expect_received(&[Call::bare(START_INCR_SYNC)]);
    });
}

#[test]
fn a_migrate_is_confirmed_after_a_reload_and_its_new_name_is_known() {
    play(read_task(State::Stopped), |stage, console| {
        console.expect_state(INCR_SYNC, "Stopped");
        lose_answer(stage, console, Endpoint::Migrate, true);
        console.open_sheet("Migrate", INCR_SYNC).submit();
        console.sheet("Migrate").expect_outcome("Outcome unknown");
        console.open("");
        let_oms_notice(console);
        console.click("Read again");
        console.expect_tasks(&[FULL_IMPORT, NEXT]);
        console.expect_cell(NEXT, "Last operation", &format!("Migrate {IN_ROW}"));
        console.expect_state(NEXT, "Stopped");
        console.open(&format!("?task={INCR_SYNC}"));
        console.expect_text("Migrated here to");
        stage.expect_received(&[call("migrate")]);
    });
}

#[test]
fn a_delete_is_confirmed_by_two_reads_and_not_by_one() {
    play(read_task(State::Stopped), |stage, console| {
        console.expect_state(INCR_SYNC, "Stopped");
        lose_answer(stage, console, Endpoint::Delete, true);
        let sheet = console.open_sheet("Delete", INCR_SYNC);
        sheet.fill("Type delete to confirm", "delete");
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        let_oms_notice(console);
        sheet.expect_text("OMS did not list the task");
        sheet.expect_text(CONFIRMED);
        sheet.click("Close");
        console.expect_tasks(&[FULL_IMPORT]);
        stage.expect_received(&[call("delete")]);
    });
}

#[test]
fn an_update_is_confirmed_by_its_keys_and_a_pull_back_goes_on_with_a_click() {
    play(read_task(State::Stopped), |stage, console| {
        console.expect_state(INCR_SYNC, "Stopped");
        lose_answer(stage, console, Endpoint::Update, true);
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.fill("Configuration (JSON)", r#"{"sink":{"workerNum":"32"}}"#);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        let_oms_notice(console);
        sheet.expect_text(CONFIRMED);
        sheet.expect_text("OMS shows the configuration as it was sent.");
        sheet.click("Close");

        lose_answer(stage, console, Endpoint::Update, true);
        let sheet = fill_in(console);
        sheet.submit();
        let [stop, update, start] = pull_back_calls();
        let first = Call::json(
            &STOP_INCR_SYNC.replace("/stop?", "/update?"),
            "{\n  \"sink\": {\n    \"workerNum\": \"32\"\n  }\n}",
        );
        let mut received = vec![first, stop, update];
        stage.expect_received(&received);
        let_oms_notice(console);
        sheet.expect_text(CONFIRMED);
        sheet.expect_text("checkpoint set (as read from OMS)");
        stage.expect_received(&received);
        sheet.click("Continue");
        received.push(start);
        stage.expect_received(&received);
        sheet.expect_text("Pull back: the outcome is unknown, confirmed by reading");
        assert_eq!(stage.state(INCR_SYNC), State::Running);
    });
}
