//! What is under way while its sheet is closed: the title and the panel tell of it, leaving asks, and waiting can be
//! stopped.

use super::*;

/// Waits until the page's title is this.
#[track_caller]
fn expect_title(console: &Console, expected: &str) {
    console.browser().eventually("the page's title", || {
        let title = console.browser().run("return document.title", Vec::new())?;
        if title == expected { Ok(()) } else { NotYet::because(title.to_string()) }
    });
}

/// Returns whether leaving the page asks first.
#[track_caller]
pub fn asks_before_leaving(console: &Console) -> bool {
    let script = "const leaving = new Event('beforeunload', { cancelable: true });
        window.dispatchEvent(leaving);
        return leaving.defaultPrevented";
    let asks = console.browser().eventually("leaving", || console.browser().run(script, Vec::new()));
    asks == true
}

/// Waits until the panel has exactly these lines; of each the operation, the task and the word for how it stands.
#[track_caller]
fn expect_activity(console: &Console, expected: &[(&str, &str, &str)]) {
    let script = "return [...document.querySelectorAll('section[aria-label=Activity] li')].map(line =>
        ['strong', 'bdi', '.outcome-word, .clock'].map(part => line.querySelector(part)?.textContent.split(',')[0]))";
    console.browser().eventually("the activity panel", || {
        let found = console.browser().run(script, Vec::new())?;
        if found == json!(expected) { Ok(()) } else { NotYet::because(format!("{found}, not {expected:?}")) }
    });
}

#[test]
fn a_call_goes_on_while_its_sheet_is_closed_and_waiting_for_it_can_be_stopped() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        stage.fault(Fault::held(&gate).task(INCR_SYNC));
        expect_title(console, "Connector Console");
        assert!(!asks_before_leaving(console));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        expect_title(console, "(1 under way) Connector Console");
        // What the open sheet shows, the panel need not.
        expect_activity(console, &[]);
        sheet.click("Close");
        console.expect_no_sheet();
        let waiting = ("Stop", INCR_SYNC, "waiting for the answer");
        expect_activity(console, &[waiting]);
        expect_title(console, "(1 under way) Connector Console");
        assert!(asks_before_leaving(console));

        // Another task is not held up by it.
        let other = console.open_sheet("Stop", FULL_IMPORT);
        other.submit();
        other.expect_outcome("Confirmed");
        other.click("Close");
        let stop_other = STOP_INCR_SYNC.replace("incr_trans-1-0:0003000002", "full_trans-1-0:0008000001");
        let calls = [Call::bare(STOP_INCR_SYNC), Call::bare(&stop_other)];
        stage.expect_received(&calls);
        let confirmed = ("Stop", FULL_IMPORT, "Confirmed");
        expect_activity(console, &[confirmed, waiting]);
        expect_title(console, "(1 under way) Connector Console");

        console.click(&format!("Show Stop of {INCR_SYNC}"));
        let sheet = console.sheet("Stop");
        sheet.expect_text("waiting for the answer");
        expect_activity(console, &[confirmed]);
        sheet.click("Stop waiting");
        sheet.expect_outcome("Outcome unknown");
        sheet.expect_text("You stopped waiting for the answer. The host may still carry it out.");
        expect_title(console, "Connector Console");
        assert!(!asks_before_leaving(console));

        // What the host makes of it afterwards is not known, and not claimed.
        gate.release();
        assert_eq!(stage.state(INCR_SYNC), State::Stopped);
        sheet.click("Close");
        expect_activity(console, &[confirmed, ("Stop", INCR_SYNC, "Outcome unknown")]);
        console.click(&format!("Dismiss Stop of {FULL_IMPORT}"));
        expect_activity(console, &[("Stop", INCR_SYNC, "Outcome unknown")]);
        console.expect_state(INCR_SYNC, "In doubt");
        console.reload();
        console.expect_state(INCR_SYNC, "In doubt");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop outcome unknown");
        stage.expect_received(&calls);
    });
}

#[test]
fn an_answer_that_comes_while_the_sheet_is_closed_is_told() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-RESOAT000012", "Supervisor failed", true).hold(&gate));
        console.open_sheet("Stop", INCR_SYNC).submit();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.sheet("Stop").click("Close");
        expect_activity(console, &[("Stop", INCR_SYNC, "waiting for the answer")]);
        gate.release();
        expect_activity(console, &[("Stop", INCR_SYNC, "Rejected")]);
        console.expect_text("CM-RESOAT000012 · Supervisor failed");
        expect_title(console, "Connector Console");
        console.click(&format!("Show Stop of {INCR_SYNC}"));
        console.sheet("Stop").expect_fact("errCode", "CM-RESOAT000012");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

#[test]
fn the_row_that_is_marked_is_that_of_the_name_in_the_form() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |_, console| {
        let marked = |task: &str| {
            console.browser().eventually("the row that is marked", || {
                let marked = console.row(task)?.run("return arguments[0].classList.contains('chosen')")?;
                if marked == true { Ok(()) } else { NotYet::because(task.to_owned()) }
            });
        };
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        marked(INCR_SYNC);
        sheet.fill("Task name", FULL_IMPORT);
        marked(FULL_IMPORT);
    });
}

/// Sets the browser's clock ahead, and waits until the panel tells an age of this pattern.
#[track_caller]
fn let_pass(console: &Console, seconds: u32, age: &str) {
    let browser = console.browser();
    let script = format!("const before = Date.now; Date.now = () => before() + 1000 * {seconds}");
    browser.eventually("the clock", || browser.run(&script, Vec::new()));
    let told = "return [...document.querySelectorAll('.activity-run .basis')].map(age => age.textContent)
        .some(age => new RegExp(arguments[0]).test(age))";
    browser.eventually("the age of a run", || {
        let is_told = browser.run(told, vec![age.into()])?;
        if is_told == true { Ok(()) } else { NotYet::because(format!("no age is {age}")) }
    });
}

#[test]
fn what_was_confirmed_leaves_after_a_minute_and_the_rest_stays() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", false).task(FULL_IMPORT));
        for (task, outcome) in [(INCR_SYNC, "Confirmed"), (FULL_IMPORT, "Rejected")] {
            let sheet = console.open_sheet("Stop", task);
            sheet.submit();
            sheet.expect_outcome(outcome);
            sheet.click("Close");
            console.expect_no_sheet();
        }
        let (confirmed, rejected) = (("Stop", INCR_SYNC, "Confirmed"), ("Stop", FULL_IMPORT, "Rejected"));
        let_pass(console, 30, "^[34][0-9] s ago$");
        expect_activity(console, &[rejected, confirmed]);
        let_pass(console, 31, "^(1 min|[6-9][0-9] s) ago$");
        expect_activity(console, &[rejected]);
        let_pass(console, 3600, "^1 h");
        expect_activity(console, &[rejected]);
        stage.expect_received(&[STOP_INCR_SYNC, super::history::STOP_FULL_IMPORT].map(Call::bare));
    });
}

#[test]
fn all_that_is_over_is_dismissed_at_once_and_what_is_under_way_stays() {
    let gate = Gate::new();
    let third = Task::new(FOUR[0]).state(State::Running);
    play(Setup::with([incr_sync(State::Running), full_import(State::Running), third]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", false).task(FULL_IMPORT));
        stage.fault(Fault::held(&gate).task(FOUR[0]));
        for task in [INCR_SYNC, FULL_IMPORT, FOUR[0]] {
            let sheet = console.open_sheet("Stop", task);
            sheet.submit();
            sheet.expect_text(match task {
                INCR_SYNC => "Confirmed",
                FULL_IMPORT => "Rejected",
                _ => "waiting for the answer",
            });
            sheet.click("Close");
            console.expect_no_sheet();
        }
        let waiting = ("Stop", FOUR[0], "waiting for the answer");
        let over = [("Stop", FULL_IMPORT, "Rejected"), ("Stop", INCR_SYNC, "Confirmed")];
        expect_activity(console, &[waiting, over[0], over[1]]);
        console.click("Dismiss all");
        expect_activity(console, &[waiting]);
        // Nothing of it is lost.
        console.expect_cell(FULL_IMPORT, "Last operation", "Stop rejected");
        gate.release();
        expect_activity(console, &[("Stop", FOUR[0], "Confirmed")]);
        let stop_full_import = super::history::STOP_FULL_IMPORT;
        let stop_third = format!("/connector/task/v2/stop?taskName={}", FOUR[0]);
        stage.expect_received(&[STOP_INCR_SYNC, stop_full_import, &stop_third].map(Call::bare));
    });
}
