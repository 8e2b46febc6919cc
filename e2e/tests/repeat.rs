//! Sending a call once more: offered where it may help, with what a second time would do, and one call a click.

use super::history::{filter_history, open_history};
use super::*;

/// The Migrate of the Incr-Sync.
const MIGRATE_INCR_SYNC: &str = "/connector/task/v2/migrate?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";

/// Waits until the sheet offers the next step, with exactly this sentence and these buttons.
#[track_caller]
pub fn expect_offer(console: &Console, sentence: &str, buttons: &[&str]) {
    let script = "const group = document.querySelector('dialog[open] [role=group][aria-label=\"Next step\"]');
        return group && [group.querySelector('p').textContent, [...group.querySelectorAll('button')].map(it => it.textContent)]";
    console.browser().eventually("the offer to repeat", || {
        let found = console.browser().run(script, Vec::new())?;
        if found == json!([sentence, buttons]) { Ok(()) } else { NotYet::because(found.to_string()) }
    });
}

/// Makes sure that the sheet, which shows an outcome by now, offers nothing to repeat.
#[track_caller]
fn expect_no_offer(console: &Console) {
    let groups = "return document.querySelectorAll('dialog[open] [role=group]').length";
    let found = console.browser().run(groups, Vec::new()).map_err(|error| error.0);
    assert_eq!(found, Ok(json!(0)));
}

/// Clicks the button of this name as the first or the second half of a double click.
#[track_caller]
fn half_click(console: &Console, name: &str, half: u8) {
    let script = "arguments[0].dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: arguments[1] }))";
    console.browser().eventually("half a double click", || {
        console.browser().page()?.one(Role::Button, name)?.run_with(script, vec![json!(half)])
    });
}

fn stops(count: usize) -> Vec<Call> {
    vec![Call::bare(STOP_INCR_SYNC); count]
}

#[test]
fn a_rejected_call_is_repeated_where_the_host_says_that_it_may_be() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let failed = Fault::reject("CM-RESOAT000012", "Supervisor failed", "true");
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", true).times(Times::Exactly(2)));
        stage.fault(failed);
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        let offer = "The host says that the same call may be tried again.";
        expect_offer(console, offer, &["Repeat Stop"]);
        stage.expect_received(&stops(1));
        sheet.click("Repeat Stop");
        sheet.expect_text("sent 2 times");
        expect_offer(console, offer, &["Repeat Stop"]);
        stage.expect_received(&stops(2));
        // With this code something may have been done, so the sentence is another one.
        sheet.click("Repeat Stop");
        sheet.expect_text("sent 3 times");
        sheet.expect_outcome("Rejected");
        expect_offer(console, "Repeating Stop is harmless: a stopped task stays stopped.", &["Repeat Stop"]);
        stage.expect_received(&stops(3));
        sheet.click("Repeat Stop");
        sheet.expect_outcome("Confirmed");
        sheet.expect_text("sent 4 times");
        expect_no_offer(console);
        stage.expect_received(&stops(4));
        assert_eq!(stage.applied(), [false, false, false, true]);
        console.expect_state(INCR_SYNC, "Stopped");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop confirmed");
    });
}

/// Has the host lose a Stop in this tab, and Start confirmed in another one, which tells of it or not.
#[track_caller]
fn start_after_a_lost_stop(stage: &Stage, console: &Console, telling: bool) {
    let browser = console.browser();
    browser.expect_error("502 (Bad Gateway)");
    stage.fault(Fault::respond(502, "text/html", "lost").on(Endpoint::Stop).applied(true));
    let sheet = console.open_sheet("Stop", INCR_SYNC);
    sheet.submit();
    sheet.expect_outcome("Outcome unknown");
    expect_offer(console, "Repeating Stop is harmless: a stopped task stays stopped.", &["Repeat Stop"]);
    browser.open_tab();
    console.open("");
    if !telling {
        let script = "BroadcastChannel.prototype.postMessage = () => {}";
        browser.eventually("a silent tab", || browser.run(script, Vec::new()));
    }
    let sheet = console.open_sheet("Start", INCR_SYNC);
    sheet.submit();
    sheet.expect_outcome("Confirmed");
    stage.expect_received(&[Call::bare(STOP_INCR_SYNC), start()]);
    browser.go_to_first_tab();
}

fn start() -> Call {
    Call::bare(&STOP_INCR_SYNC.replace("/stop?", "/resume?"))
}

#[test]
fn what_another_tab_has_overtaken_is_not_offered_again() {
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        start_after_a_lost_stop(stage, console, true);
        console.browser().eventually("no offer to repeat", || {
            let groups = "return document.querySelectorAll('dialog[open] [role=group]').length";
            let found = console.browser().run(groups, Vec::new())?;
            if found == json!(0) { Ok(()) } else { NotYet::because(found.to_string()) }
        });
    });
}

#[test]
fn what_another_tab_has_overtaken_unheard_is_not_sent() {
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        start_after_a_lost_stop(stage, console, false);
        let sheet = console.sheet("Stop");
        sheet.click("Repeat Stop");
        sheet.expect_said("alert", "Nothing was sent: Start was done on this task since then");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC), start()]);
        assert_eq!(stage.state(INCR_SYNC), State::Running);
    });
}

#[test]
fn every_attempt_is_listed_with_what_became_of_it() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let browser = console.browser();
        browser.expect_error("502 (Bad Gateway)");
        stage.fault(Fault::respond(502, "text/html", "lost").applied(false).times(Times::Once));
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", true).times(Times::Once));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        for outcome in ["Rejected", "Confirmed"] {
            sheet.click("Repeat Stop");
            sheet.expect_outcome(outcome);
        }
        stage.expect_received(&stops(3));
        let expect_attempts = || {
            let script = "return [...document.querySelectorAll('dialog[open] .attempts li')].map(attempt =>
                attempt.textContent.replace(/, [^·]*/, ' ').replace(/ [0-9.]+ m?s$/, ' time'))";
            browser.eventually("the attempts", || {
                let found = browser.run(script, Vec::new())?;
                let expected = json!([
                    "Attempt 1 · Outcome unknown · after time",
                    "Attempt 2 · Rejected · in time",
                    "Attempt 3 · Confirmed · in time",
                ]);
                if found == expected { Ok(()) } else { NotYet::because(found.to_string()) }
            });
        };
        expect_attempts();
        sheet.click("Close");
        // The history keeps them.
        console.reload();
        open_history(console).click(&format!("Show Stop of {INCR_SYNC}"));
        console.sheet("Stop");
        expect_attempts();
    });
}

#[test]
fn a_call_that_the_host_refuses_for_good_is_not_offered_again() {
    let for_good = [json!(false), json!(null), json!("no"), json!(1)];
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        for (already, retryable) in for_good.into_iter().enumerate() {
            stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", retryable));
            sheet.submit();
            sheet.expect_outcome("Rejected");
            expect_no_offer(console);
            stage.expect_received(&stops(already + 1));
            sheet.click("Edit and retry");
        }
    });
}

#[test]
fn an_unknown_outcome_is_repeated_behind_what_a_second_time_would_do() {
    let offers = [
        ("Stop", State::Running, "Repeating Stop is harmless: a stopped task stays stopped."),
        ("Delete", State::Stopped, "Repeating Delete is harmless: a deleted task cannot be deleted twice."),
        (
            "Start",
            State::Stopped,
            "If the task has started already, nobody says what the host makes of a second start: look at its \
             state before you repeat.",
        ),
        (
            "Migrate",
            State::Stopped,
            "Do not repeat Migrate before you have looked in OMS: if it was carried out, the old name is dead and \
             the task lives under a new one.",
        ),
    ];
    for (operation, state, sentence) in offers {
        play(Setup::with([incr_sync(state)]), |stage, console| {
            console.browser().expect_error("502 (Bad Gateway)");
            stage.fault(Fault::respond(502, "text/html", "lost").applied(false));
            let sheet = console.open_sheet(operation, INCR_SYNC);
            if operation == "Delete" {
                sheet.fill("Type delete to confirm", "delete");
            }
            sheet.submit();
            sheet.expect_outcome("Outcome unknown");
            let again = format!("Repeat {operation}");
            expect_offer(console, sentence, &[&again]);
            let path = if operation == "Start" { "resume" } else { operation };
            let call = STOP_INCR_SYNC.replace("/stop?", &format!("/{}?", path.to_lowercase()));
            stage.expect_received(&[Call::bare(&call)]);
            sheet.click(&again);
            sheet.expect_outcome("Confirmed");
            stage.expect_received(&vec![Call::bare(&call); 2]);
        });
    }
}

#[test]
fn after_a_reload_an_unknown_outcome_can_still_be_repeated() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        stage.fault(Fault::held(&gate).applied(false));
        console.open_sheet("Migrate", INCR_SYNC).submit();
        stage.expect_received(&[Call::bare(MIGRATE_INCR_SYNC)]);
        console.reload();
        console.sheet("Migrate").expect_outcome("Outcome unknown");
        stage.expect_received(&[Call::bare(MIGRATE_INCR_SYNC)]);
        gate.release();
        console.click("Repeat Migrate");
        console.sheet("Migrate").expect_outcome("Confirmed");
        stage.expect_received(&vec![Call::bare(MIGRATE_INCR_SYNC); 2]);
        console.expect_tasks(&[&INCR_SYNC.replace("0003000002", "0003000003")]);
    });
}

#[test]
fn a_double_click_repeats_once_however_fast_the_host_is() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        let refusal = Fault::reject("CM-SCHEOR000002", "All processes failed", true);
        stage.fault(refusal.task(INCR_SYNC).times(Times::Always));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        let repeat = || console.browser().double_click(&sheet.button("Repeat Stop")?);
        console.browser().eventually("a double click", repeat);
        sheet.expect_text("sent 2 times");
        sheet.expect_outcome("Rejected");
        stage.expect_received(&stops(2));

        // The answer comes between the two halves, and the button stands there anew.
        half_click(console, "Repeat Stop", 1);
        sheet.expect_text("sent 3 times");
        sheet.expect_button("Repeat Stop");
        half_click(console, "Repeat Stop", 2);
        // Something else that takes longer than a call would have taken.
        console.browser().press(Key::Escape);
        let other = console.open_sheet("Stop", FULL_IMPORT);
        other.submit();
        other.expect_outcome("Confirmed");
        let stop_other = STOP_INCR_SYNC.replace("incr_trans-1-0:0003000002", "full_trans-1-0:0008000001");
        stage.expect_received(&[stops(3), vec![Call::bare(&stop_other)]].concat());
    });
}

#[test]
fn what_a_later_run_has_overtaken_is_not_offered_again() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", true));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.click("Edit and retry");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        sheet.click("Close");
        stage.expect_received(&stops(2));
        for reloaded in [false, true] {
            if reloaded {
                console.reload();
            }
            let history = open_history(console);
            filter_history(console, "CM-SCHEOR000002");
            history.expect_said("status", "1 run");
            history.click(&format!("Show Stop of {INCR_SYNC}"));
            let run = console.sheet("Stop");
            run.expect_outcome("Rejected");
            expect_no_offer(console);
            run.click("Close");
            console.expect_no_sheet();
        }
        stage.expect_received(&stops(2));
    });
}

#[test]
fn after_a_reload_the_latest_run_of_the_history_is_offered_again() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", true));
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.sheet("Stop").expect_outcome("Rejected");
        console.open("");
        open_history(console).click(&format!("Show Stop of {INCR_SYNC}"));
        stage.expect_received(&stops(1));
        console.click("Repeat Stop");
        console.sheet("Stop").expect_outcome("Confirmed");
        stage.expect_received(&stops(2));
        console.expect_state(INCR_SYNC, "Stopped");
    });
}

#[test]
fn a_call_with_a_secret_is_not_offered_again_once_the_secret_is_gone() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        stage.fault(Fault::reject("CM-RESOAT000012", "Supervisor failed", true));
        let sheet = super::secrets::update_with(console, INCR_SYNC, &[("sink", "password", "s3cr3t")]);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.expect_text("to send it again, fill in the form again");
        assert!(sheet.button("Repeat Update").is_err());
        sheet.expect_button("Edit and retry");
        stage.expect_received(&[Call::json(
            &STOP_INCR_SYNC.replace("/stop?", "/update?"),
            "{\n  \"sink\": {\n    \"password\": \"s3cr3t\"\n  }\n}",
        )]);
    });
}
