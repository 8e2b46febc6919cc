//! Outcomes that are unknown, and what reads of OMS show of them afterwards. Nothing is sent because of that.

use simulator::{HostEvent, ReadFailure};

use super::history::START_INCR_SYNC;
use super::operations::pull_back_calls;
use super::pull_back::fill_in;
use super::*;

const NEXT: &str = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003";
const CONFIRMED: &str = "Confirmed by reading";
/// How the latest operation stands in a row.
const IN_ROW: &str = "confirmed by reading";

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
        sheet.expect_said("status", "Stop: confirmed by reading");
        // The button that repeats it had the focus, and is not needed any more.
        console.expect_focus("Close");
        sheet.click("Close");
        console.expect_cell(INCR_SYNC, "Last operation", &format!("Stop {IN_ROW}"));
        console.filter("last:unknown");
        console.expect_tasks(&[]);
        console.filter("last:by-reading");
        console.expect_tasks(&[INCR_SYNC]);
        console.filter("");
        console.expect_address("");
        console.reload();
        console.expect_cell(INCR_SYNC, "Last operation", &format!("Stop {IN_ROW}"));
        let history = super::history::open_history(console);
        history.expect_text("Confirmed by reading");
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

/// A call that never arrives stays unknown however often OMS is read, with what was seen; nothing else is sent.
fn expect_still_unknown(
    (name, state): (&str, State),
    endpoint: Endpoint,
    fill_in: impl FnOnce(&Sheet<'_>),
    seen: &str,
    sent: &[Call],
) {
    play(read_task(state), |stage, console| {
        console.expect_state(INCR_SYNC, if state == State::Running { "Running" } else { "Stopped" });
        lose_answer(stage, console, endpoint, false);
        let sheet = console.open_sheet(name, INCR_SYNC);
        fill_in(&sheet);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        let_oms_notice(console);
        sheet.expect_text(&format!("Still unknown: {seen}"));
        // The next read of everything.
        sheet.expect_text("after the call.");
        sheet.click("Close");
        console.click("Read again");
        console.expect_text("1 project read from OMS");
        // A run of several steps waits for a decision.
        let outcome = if sent.len() > 1 { "interrupted" } else { "outcome unknown" };
        console.expect_cell(INCR_SYNC, "Last operation", &format!("{name} {outcome}"));
        console.filter("last:by-reading");
        console.expect_tasks(&[]);
        stage.expect_received(sent);
    });
}

#[test]
fn a_start_a_delete_and_a_migrate_that_never_arrived_stay_unknown() {
    let stopped = |name| (name, State::Stopped);
    let start = [Call::bare(START_INCR_SYNC)];
    expect_still_unknown(
        stopped("Start"),
        Endpoint::Resume,
        |_| (),
        "the task was last seen stopped, 3",
        &start,
    );
    let there = "the task was last seen in OMS, 3";
    expect_still_unknown(stopped("Migrate"), Endpoint::Migrate, |_| (), there, &[call("migrate")]);
    let confirm = |sheet: &Sheet<'_>| {
        sheet.fill("Type delete to confirm", "delete");
        sheet.tick("Act anyway");
    };
    expect_still_unknown(stopped("Delete"), Endpoint::Delete, confirm, there, &[call("delete")]);
}

#[test]
fn an_update_and_a_pull_back_that_never_arrived_stay_unknown() {
    let body = "{\n  \"sink\": {\n    \"workerNum\": \"32\"\n  }\n}";
    let update = [Call::json(&STOP_INCR_SYNC.replace("/stop?", "/update?"), body)];
    let fill = |sheet: &Sheet<'_>| sheet.fill("Configuration (JSON)", r#"{"sink":{"workerNum":"32"}}"#);
    let differs = "OMS did not show sink.workerNum as sent, 3";
    expect_still_unknown(("Update", State::Stopped), Endpoint::Update, fill, differs, &update);
    let fill = |sheet: &Sheet<'_>| {
        sheet.fill("Pull back to", "2023-02-13 19:00:00");
        sheet.fill("Time zone", "Asia/Shanghai");
        sheet.fill("Subtopic", SUBTOPIC);
        sheet.expect_preview(&pull_back_calls());
    };
    let behind = "the checkpoint was last seen at ";
    let [stop, update, _] = pull_back_calls();
    expect_still_unknown(("Pull back", State::Running), Endpoint::Update, fill, behind, &[stop, update]);
}

#[test]
fn a_start_is_confirmed_in_all_pages_whichever_of_them_reads() {
    play(read_task(State::Stopped).with_windows(), |stage, console| {
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
        sheet.tick("Act anyway");
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        let_oms_notice(console);
        sheet.expect_text("OMS did not list the task, 3");
        // Another pass.
        let_oms_notice(console);
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
        sheet.expect_text(", confirmed by reading");
        assert_eq!(stage.state(INCR_SYNC), State::Running);
    });
}

#[test]
fn a_pull_back_reads_the_checkpoint_again_and_is_watched_afterwards() {
    play(read_task(State::Running), |stage, console| {
        console.expect_state(INCR_SYNC, "Running");
        let sheet = fill_in(console);
        sheet.submit();
        stage.expect_received(&pull_back_calls());
        sheet.expect_outcome("Confirmed");
        sheet.expect_text("The checkpoint, read again before this step");
        sheet.expect_text("moved back");
        sheet.expect_text("Read from OMS");
        // Where it cannot be read, it goes on and says so.
        sheet.click("Close");
        stage.change_oms(|oms| oms.fail("np_57fdqtrsqiao", ReadFailure::Internal));
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        sheet.expect_text("The checkpoint could not be read again before this step");
        stage.expect_received(&[pull_back_calls(), pull_back_calls()].concat());
    });
}

#[test]
fn a_pull_back_to_a_point_behind_the_checkpoint_asks_before_it_sends() {
    let checkpoint = r#"{"np_57fdqtrsqiao_source-000-0":"1600000000"}"#;
    let behind = incr_sync(State::Running).set("source", "checkpoint", checkpoint);
    play(Setup::with([behind]).unlisted().with_oms(), |stage, console| {
        console.expect_state(INCR_SYNC, "Running");
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_said("alert", "Pull back is paused");
        sheet.expect_text("Nothing was sent: the checkpoint is at");
        let [stop, update, start] = pull_back_calls();
        stage.expect_received(std::slice::from_ref(&stop));
        console.reload();
        stage.expect_received(std::slice::from_ref(&stop));
        let sheet = console.sheet("Pull back");
        sheet.expect_text("Pull back is paused: the checkpoint is before the point");
        sheet.click("Send it now");
        stage.expect_received(&[stop, update, start]);
    });
}

#[test]
fn a_migrated_task_is_read_and_offered_to_start_only_where_it_does_not_run() {
    play(read_task(State::Stopped), |stage, console| {
        console.expect_state(INCR_SYNC, "Stopped");
        let sheet = console.open_sheet("Migrate", INCR_SYNC);
        sheet.expect_text("It is on 10.0.0.5 now.");
        // Among the hosts, it is marked, and cannot be taken.
        sheet.fill("Destination IP", "10.");
        console.browser().press(Key::Down);
        let chosen = "const field = document.activeElement;
            const chosen = document.getElementById(field.getAttribute('aria-activedescendant'));
            return [chosen?.textContent, chosen?.ariaDisabled, field.value]";
        let expect_chosen = |expected: serde_json::Value| {
            console.browser().eventually("the chosen host", || {
                let found = console.browser().run(chosen, Vec::new())?;
                if found == expected { Ok(()) } else { NotYet::because(format!("{found}")) }
            });
        };
        expect_chosen(json!(["10.0.0.5 — present host", "true", "10."]));
        console.browser().press(Key::Enter);
        expect_chosen(json!(["10.0.0.5 — present host", "true", "10."]));
        // Typed all the same, it is warned of.
        sheet.fill("Destination IP", "10.0.0.5");
        sheet.expect_text("It is on 10.0.0.5 already.");
        sheet.fill("Destination IP", "");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        sheet.expect_text("It does not run: stopped, read from OMS");
        sheet.expect_button("Start it");
        console.expect_focus("Start it");
        // Somebody else starts it.
        stage.happen(&HostEvent::State { task: NEXT.into(), state: State::Running });
        sheet.expect_text("It runs already, read from OMS");
        let text = console.browser().eventually("the sheet", || sheet.text());
        assert!(!text.contains("Start it"), "{text}");
        stage.expect_received(&[call("migrate")]);
    });
}

#[test]
fn a_task_that_oms_moved_by_itself_leads_to_its_successor() {
    play(read_task(State::Running), |stage, console| {
        console.expect_state(INCR_SYNC, "Running");
        let moved = stage.happen(&HostEvent::Migrate { task: INCR_SYNC.into(), ip: None });
        console.click("Read again");
        console.expect_text(&format!("probably moved: {moved}"));
        console.expect_state(&moved, "Running");
        console.choose_in_menu(INCR_SYNC, &format!("Probably moved: {moved}"));
        console.sheet("Details").click("Close");
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.expect_text("OMS does not list this task any more.");
        sheet.click(&format!("Stop {moved}…"));
        sheet.expect_value("Task name", &moved);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(&STOP_INCR_SYNC.replace(INCR_SYNC, &moved))]);
    });
}
