//! What a run leaves behind on its task: a checkpoint that was set and not started from, a step that a person marked as
//! done, an answer that came while another tab opened.

use super::history::{START_INCR_SYNC, expect_entries, open_history};
use super::operations::pull_back_calls;
use super::pull_back::fill_in;
use super::*;

const PULL_BACK: &str = "Pull back: resume from the new checkpoint (pullBackFlag)";
const GO_ON: &str = "Resume from the saved progress";

/// Holds a page back when it asks other tabs whose the runs are that wait: until `proceed` is called, nobody hears it,
/// and it goes on waiting.
const HOLD_TAKE_OVER: &str = "
    const post = BroadcastChannel.prototype.postMessage;
    const later = window.setTimeout.bind(window);
    let held = [];
    BroadcastChannel.prototype.postMessage = function (text) {
        if (!held || !String(text).startsWith('whose:')) return post.call(this, text);
        held.push(() => post.call(this, text));
    };
    window.setTimeout = (act, delay, ...rest) => {
        if (!held || held.length === 0) return later(act, delay, ...rest);
        window.proceed = () => {
            const asking = held;
            held = null;
            asking.forEach(ask => ask());
            later(act, delay, ...rest);
        };
        return 0;
    };";

/// What a row says beside the state of its task.
#[track_caller]
fn expect_basis(console: &Console, task: &str, text: &str) {
    console.browser().eventually("what stands beside a state", || {
        let found = console.row(task)?.text()?;
        if found.contains(text) { Ok(()) } else { NotYet::because(found) }
    });
}

/// A pull-back whose start was rejected, and which was given up then.
#[track_caller]
fn abandon_a_pull_back(stage: &Stage, console: &Console) {
    stage.fault(Fault::reject("CM-RESOIE000201", "no store", false).on(Endpoint::Resume).times(Times::Once));
    let sheet = fill_in(console);
    sheet.submit();
    sheet.expect_outcome("Rejected");
    sheet.click("Abandon");
    console.expect_cell(INCR_SYNC, "Last operation", "Pull back abandoned");
    sheet.click("Close");
    console.expect_no_sheet();
    stage.expect_received(&pull_back_calls());
}

#[test]
fn an_abandoned_pull_back_is_asked_about_at_the_next_start() {
    play(
        Setup::with([incr_sync(State::Running), full_import(State::Running)]).with_windows(),
        |stage, console| {
            abandon_a_pull_back(stage, console);
            expect_basis(console, INCR_SYNC, "checkpoint waits");
            console.reload();
            expect_basis(console, INCR_SYNC, "checkpoint waits");
            console.filter("waiting:checkpoint");
            console.expect_tasks(&[INCR_SYNC]);
            console.filter("");

            // In another tab, too. Nothing is chosen, and nothing can be sent.
            console.browser().open_tab();
            console.open("");
            let sheet = console.open_sheet("Start", INCR_SYNC);
            sheet.expect_text("A checkpoint was set to 2023-02-13");
            sheet.expect_text("and not started from.");
            sheet.submit();
            sheet.expect_text("Choose what becomes of the new checkpoint");
            stage.expect_received(&pull_back_calls());

            // Without the flag it stays.
            sheet.choose(GO_ON);
            sheet.expect_preview(&[Call::bare(START_INCR_SYNC)]);
            sheet.submit();
            sheet.expect_outcome("Confirmed");
            let mut received = pull_back_calls().to_vec();
            received.push(Call::bare(START_INCR_SYNC));
            stage.expect_received(&received);
            expect_basis(console, INCR_SYNC, "checkpoint waits");
            console.open(&format!("?task={INCR_SYNC}&op=start"));
            sheet.expect_text("The task was started without it");
            sheet.choose(PULL_BACK);
            let flagged = Call::bare(&format!("{START_INCR_SYNC}&pullBackFlag=true"));
            sheet.expect_preview(std::slice::from_ref(&flagged));
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            console.open_sheet("Stop", INCR_SYNC).submit();
            console.expect_state(INCR_SYNC, "Stopped");
            received.push(Call::bare(STOP_INCR_SYNC));
            stage.expect_received(&received);

            // A link that asks for the flag chooses it.
            console.open(&format!("?task={INCR_SYNC}&op=start&pullback"));
            let sheet = console.sheet("Start");
            sheet.expect_preview(std::slice::from_ref(&flagged));
            sheet.submit();
            sheet.expect_outcome("Confirmed");
            received.push(flagged);
            stage.expect_received(&received);
            console.filter("waiting:checkpoint");
            console.expect_tasks(&[]);
            console.filter("");

            // Where nothing waits there is the check box.
            console.open(&format!("?task={INCR_SYNC}&op=start"));
            sheet.tick("Pull back");
            console.browser().go_to_first_tab();
            console.filter("-waiting:checkpoint");
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        },
    );
}

#[test]
fn a_start_that_is_open_follows_what_another_tab_leaves_behind() {
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        let browser = console.browser();
        let start = console.open_sheet("Start", INCR_SYNC);
        start.expect_preview(&[Call::bare(START_INCR_SYNC)]);
        browser.open_tab();
        browser.go(console.address());
        abandon_a_pull_back(stage, console);
        browser.go_to_first_tab();
        // What would be sent is asked about, and is no longer shown as if it were certain.
        start.expect_text("A checkpoint was set to 2023-02-13");
        start.expect_preview(&[]);
        start.choose(PULL_BACK);
        start.expect_preview(&[Call::bare(&format!("{START_INCR_SYNC}&pullBackFlag=true"))]);
    });
}

#[test]
fn an_update_of_the_checkpoint_is_remembered_and_goes_on_with_a_migrated_task() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.fill("Configuration (JSON)", r#"{"source":{"checkpoint":"{\"x\":\"1676286000\"}"}}"#);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        expect_basis(console, INCR_SYNC, "checkpoint waits");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        let sheet = console.open_sheet("Migrate", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        let new_name = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003";
        console.expect_state(new_name, "Unknown");
        expect_basis(console, new_name, "may have to be started");
        expect_basis(console, new_name, "checkpoint waits");
        sheet.click("Start it…");
        console.sheet("Start").choose(PULL_BACK);
        let counts = "return [...document.querySelectorAll('[role=group][aria-label=State] button .number')]
            .reduce((sum, number) => sum + Number(number.textContent), 0)";
        let sum = console.browser().eventually("the counts", || console.browser().run(counts, Vec::new()));
        assert_eq!(sum, 1);
        let update = STOP_INCR_SYNC.replace("/stop?", "/update?");
        let body = "{\n  \"source\": {\n    \"checkpoint\": \"{\\\"x\\\":\\\"1676286000\\\"}\"\n  }\n}";
        let migrate = STOP_INCR_SYNC.replace("/stop?", "/migrate?");
        stage.expect_received(&[Call::json(&update, body), Call::bare(&migrate)]);
    });
}

#[test]
fn an_update_that_starts_the_task_says_that_its_start_leaves_the_checkpoint() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        console.open_sheet("Start", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Running");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        stage.expect_received(&[Call::bare(START_INCR_SYNC)]);
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.fill("Configuration (JSON)", r#"{"source":{"checkpoint":"{\"x\":\"1676286000\"}"}}"#);
        sheet.expect_check_boxes(&[("Stop, update, start", true), ("Resume from the saved progress", false)]);
        sheet.expect_text("sends no pullBackFlag");
        sheet.click("Update: stop, update, start");
        sheet.expect_text("Choose what becomes of the new checkpoint");
        sheet.click("Pull back instead…");
        let sheet = console.sheet("Pull back");
        sheet.expect_value("Pull back to", "1676286000");
        sheet.expect_value("Subtopic", "x");
        stage.expect_received(&[Call::bare(START_INCR_SYNC)]);
    });
}

#[test]
fn a_step_that_a_person_marked_as_done_is_told_as_such() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("X", "no", false).on(Endpoint::Stop).times(Times::Once));
        stage.fault(Fault::reject("X", "no", false).on(Endpoint::Update).times(Times::Once));
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.click("Mark as done and continue");
        sheet.expect_text("Marked as done by you");
        console.expect_state(INCR_SYNC, "Stopped");
        expect_basis(console, INCR_SYNC, "as marked by you");
        stage.fault(Fault::reject("X", "no", false).on(Endpoint::Resume).times(Times::Once));
        sheet.click("Mark as done and continue");
        sheet.expect_text(
            "stopped (marked as done by you); checkpoint set (marked as done by you); not started",
        );
        sheet.click("Mark as done and continue");
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back marked as done");
        console.expect_state(INCR_SYNC, "Running");
        expect_basis(console, INCR_SYNC, "as marked by you");
        sheet.expect_said("status", "Pull back: Marked as done by you");
        sheet.click("Close");
        console.expect_no_sheet();
        open_history(console);
        expect_entries(console, &[("Pull back", "Marked as done by you", INCR_SYNC)]);
        stage.expect_received(&pull_back_calls());
    });
}

#[test]
fn an_answer_that_comes_while_another_tab_opens_is_not_lost() {
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        let browser = console.browser();
        let gate = Gate::new();
        stage.fault(Fault::held(&gate).on(Endpoint::Stop));
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        // The other tab reads what waits, and asks whose it is only once the answer is there.
        browser.open_tab();
        browser.before_each_page(HOLD_TAKE_OVER);
        browser.go(console.address());
        browser.eventually("reading what waits", || {
            match browser.run("return !!window.proceed", Vec::new())? {
                held if held == true => Ok(()),
                held => NotYet::because(held.to_string()),
            }
        });
        browser.go_to_first_tab();
        gate.release();
        sheet.expect_outcome("Confirmed");
        console.expect_state(INCR_SYNC, "Stopped");
        browser.go_to_last_tab();
        browser.eventually("going on", || browser.run("window.proceed()", Vec::new()));
        console.expect_state(INCR_SYNC, "Stopped");
        console.expect_cell(INCR_SYNC, "Last operation", "Stop confirmed");
        browser.go_to_first_tab();
        console.sheet("Stop").expect_outcome("Confirmed");
        console.expect_state(INCR_SYNC, "Stopped");
        console.reload();
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}
