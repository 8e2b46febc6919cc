//! A run that is not over is shown in place of the form that was asked for: with the reason, the choice to make, and
//! the way on.

use super::history::START_INCR_SYNC;
use super::operations::pull_back_calls;
use super::pull_back::fill_in;
use super::*;

/// Waits until these choices of the open sheet, and no others, are its loudest.
#[track_caller]
fn expect_primary(console: &Console, expected: &[&str]) {
    let script = "return [...document.querySelectorAll('dialog[open] .choices button.primary, dialog[open] .sheet-foot button.primary')]
        .map(button => button.textContent)";
    console.browser().eventually("the loudest buttons", || {
        let found = console.browser().run(script, Vec::new())?;
        if found == json!(expected) { Ok(()) } else { NotYet::because(found.to_string()) }
    });
}

/// Interrupts a pull-back at a call of the host's, and closes its sheet.
#[track_caller]
fn interrupt_a_pull_back(console: &Console, outcome: &str) {
    let sheet = fill_in(console);
    sheet.submit();
    sheet.expect_outcome(outcome);
    sheet.click("Close");
    console.expect_no_sheet();
}

#[test]
fn an_unfinished_run_says_why_it_is_there_and_leads_to_what_was_asked_for() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All failed", false).on(Endpoint::Update));
        interrupt_a_pull_back(console, "Rejected");
        console.open_sheet_of("Start", "Pull back", INCR_SYNC);
        let sheet = console.sheet("Pull back");
        let why = "This task has an unfinished Pull back, so it is shown in place of Start. Finish or abandon it first.";
        sheet.expect_said("status", why);
        expect_primary(console, &["Repeat this step"]);
        console.expect_focus("Repeat this step");
        // What is said of the outcome stays in its box.
        let overflows = "return [...document.querySelectorAll('dialog[open] .outcome')]
            .some(box => box.scrollHeight > box.clientHeight)";
        let overflows =
            console.browser().eventually("the box", || console.browser().run(overflows, Vec::new()));
        assert_eq!(overflows, json!(false));
        assert!(sheet.button("Continue to Start").is_err());
        console.browser().press(Key::Enter);
        sheet.expect_outcome("Confirmed");
        let mut received = pull_back_calls()[..2].to_vec();
        received.extend_from_slice(&pull_back_calls()[1..]);
        stage.expect_received(&received);
        console.expect_focus("Close");
        assert!(!sheet.text().is_ok_and(|text| text.contains("unfinished")));
        expect_primary(console, &["Continue to Start"]);
        assert!(sheet.button("Repeat with changes").is_err());
        sheet.click("Continue to Start");
        console.sheet("Start").expect_preview(&[Call::bare(START_INCR_SYNC)]);
        stage.expect_received(&received);
    });
}

#[test]
fn nothing_is_suggested_where_a_repetition_may_do_harm() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        console.browser().expect_error("502 (Bad Gateway)");
        stage.fault(Fault::respond(502, "text/html", "lost").on(Endpoint::Resume).applied(true));
        interrupt_a_pull_back(console, "Outcome unknown");
        // What a link asks for is not lost either.
        console.open(&format!("?task={INCR_SYNC}&op=migrate&ip=10.0.0.9"));
        let sheet = console.sheet("Pull back");
        sheet.expect_said(
            "status",
            "This task has an unfinished Pull back, so it is shown in place of Migrate.",
        );
        sheet.expect_button("Repeat this step");
        expect_primary(console, &[]);
        console.expect_focus("Close");
        sheet.click("Abandon");
        expect_primary(console, &["Continue to Migrate"]);
        sheet.click("Continue to Migrate");
        console.sheet("Migrate").expect_value("Destination IP", "10.0.0.9");
        stage.expect_received(&pull_back_calls());
    });
}

#[test]
fn a_link_does_not_put_the_focus_on_a_choice() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All failed", false).on(Endpoint::Update));
        interrupt_a_pull_back(console, "Rejected");
        console.open(&format!("?task={INCR_SYNC}&op=delete"));
        let sheet = console.sheet("Pull back");
        sheet.expect_said("status", "shown in place of Delete");
        expect_primary(console, &["Repeat this step"]);
        console.expect_focus("Close");
        stage.expect_received(&pull_back_calls()[..2]);
    });
}

#[test]
fn a_call_that_is_out_or_whose_answer_is_lost_is_told_apart() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::held(&gate).on(Endpoint::Stop).times(Times::Exactly(2)));
        console.open_sheet("Stop", INCR_SYNC).submit();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.sheet("Stop").click("Close");
        console.expect_no_sheet();
        let sheet = console.open_sheet_of("Start", "Stop", INCR_SYNC);
        sheet.expect_said("status", "Stop is under way on this task, so it is shown in place of Start.");
        expect_primary(console, &[]);
        console.open(&format!("?task={INCR_SYNC}&op=start"));
        let sheet = console.sheet("Stop");
        sheet.expect_said(
            "status",
            "The outcome of the last Stop on this task is unknown, so it is shown in place of Start.",
        );
        sheet.click("Continue to Start");
        console.sheet("Start").expect_preview(&[Call::bare(START_INCR_SYNC)]);
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        gate.release();
    });
}
