//! The history: what was done is found again with all that is known of it, and goes with its task.

use super::*;

/// What a line of the history says: the operation, how it stands, the task.
pub type Entry<'a> = (&'a str, &'a str, &'a str);

/// The Stop of the Full-Import.
pub const STOP_FULL_IMPORT: &str =
    "/connector/task/v2/stop?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-full_trans-1-0:0008000001";
/// The Start of the Incr-Sync.
pub const START_INCR_SYNC: &str =
    "/connector/task/v2/resume?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";

/// Opens the history of all tasks.
#[track_caller]
pub fn open_history(console: &Console) -> Sheet<'_> {
    console.click("History");
    console.sheet("History")
}

/// Opens the history of one task, from one of its forms.
#[track_caller]
pub fn open_history_of<'c>(console: &'c Console, task: &str) -> Sheet<'c> {
    console.open_sheet("Stop", task).click("History");
    console.sheet("History")
}

/// Waits until the history has exactly these entries, the latest first.
#[track_caller]
pub fn expect_entries(console: &Console, expected: &[Entry<'_>]) {
    let script = "return [...document.querySelectorAll('dialog[open] ul.history > li')].map(entry =>
        ['strong', '.outcome-word', 'bdi'].map(part => entry.querySelector(part).textContent))";
    console.browser().eventually("the entries of the history", || {
        let found = console.browser().run(script, Vec::new())?;
        if found == json!(expected) { Ok(()) } else { NotYet::because(format!("{found}, not {expected:?}")) }
    });
}

/// Types into the history's search box.
#[track_caller]
pub fn filter_history(console: &Console, text: &str) {
    let browser = console.browser();
    browser.eventually("the history's search box", || {
        browser.page()?.one(Role::SearchBox, "Filter the history")?.click()
    });
    browser.select_all();
    if text.is_empty() { browser.press(Key::Backspace) } else { browser.paste(text) }
}

/// Chooses what is listed.
#[track_caller]
fn choose(console: &Console, what: &str, name: &str) {
    console.browser().eventually("a choice", || {
        let options = console.browser().page()?.one(Role::ComboBox, what)?.all("option")?;
        let named = options.iter().find(|option| option.text().is_ok_and(|text| text == name));
        named.ok_or_else(|| NotYet(format!("there is no {name}")))?.click()
    });
}

/// Copies what the sheet shows as text and gives it.
#[track_caller]
pub fn copied(sheet: &Sheet<'_>, console: &Console) -> String {
    sheet.click("Copy as text");
    sheet.expect_said("status", "Copied");
    console.browser().clipboard()
}

/// A stop that was confirmed, one that was rejected, and a start of which nothing is known.
pub fn one_of_each(stage: &Stage, console: &Console) {
    console.browser().expect_error("502 (Bad Gateway)");
    stage.fault(Fault::reject("CM-RESOAT000012", "Supervisor failed", true).task(FULL_IMPORT));
    stage.fault(Fault::respond(502, "text/html", "<h1>Gateway trouble</h1>").on(Endpoint::Resume));
    for (operation, task, outcome) in [
        ("Stop", INCR_SYNC, "Confirmed"),
        ("Stop", FULL_IMPORT, "Rejected"),
        ("Start", INCR_SYNC, "Outcome unknown"),
    ] {
        let sheet = console.open_sheet(operation, task);
        sheet.submit();
        sheet.expect_outcome(outcome);
        sheet.click("Close");
        console.expect_no_sheet();
    }
    stage.expect_received(&[STOP_INCR_SYNC, STOP_FULL_IMPORT, START_INCR_SYNC].map(Call::bare));
}

/// The entries of these.
pub const ONE_OF_EACH: [Entry<'_>; 3] = [
    ("Start", "Outcome unknown", INCR_SYNC),
    ("Stop", "Rejected", FULL_IMPORT),
    ("Stop", "Confirmed", INCR_SYNC),
];

/// Both tasks, running.
pub fn two_tasks() -> Setup {
    Setup::with([incr_sync(State::Running), full_import(State::Running)])
}

#[test]
fn details_follow_what_is_done_while_they_are_open() {
    play(
        Setup::with([incr_sync(State::Running), full_import(State::Running)]).with_windows(),
        |stage, console| {
            let browser = console.browser();
            let expect_runs = |expected: &[[&str; 2]]| {
                let script = "return [...document.querySelectorAll('.detail-runs li')].map(run =>
                ['strong', '.outcome-word'].map(part => run.querySelector(part).textContent))";
                browser.eventually("the runs", || {
                    let found = browser.run(script, Vec::new())?;
                    if found == json!(expected) {
                        Ok(())
                    } else {
                        NotYet::because(format!("{found}, not {expected:?}"))
                    }
                });
            };
            let gate = Gate::new();
            stage.fault(Fault::held(&gate));
            console.open_sheet("Stop", INCR_SYNC).submit();
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
            browser.press(Key::Escape);
            console.choose_in_menu(INCR_SYNC, "Details");
            console.sheet("Details");
            expect_runs(&[["Stop", "Not over"]]);
            gate.release();
            expect_runs(&[["Stop", "Confirmed"]]);
            // What another tab does comes as well.
            browser.open_tab();
            console.open("");
            let sheet = console.open_sheet("Start", INCR_SYNC);
            sheet.submit();
            sheet.expect_outcome("Confirmed");
            let start = STOP_INCR_SYNC.replace("/stop?", "/resume?");
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC), Call::bare(&start)]);
            browser.go_to_first_tab();
            expect_runs(&[["Start", "Confirmed"], ["Stop", "Confirmed"]]);

            // Times are written as the settings say.
            console.click("Settings");
            console
                .sheet("Settings")
                .choose_option("Times in the table and the history", "Absolute: date and time");
            browser.press(Key::Escape);
            console.choose_in_menu(INCR_SYNC, "Details");
            let expect_absolute = |selector: &str, count: usize| {
                let times = "return [...document.querySelectorAll(arguments[0])]
                .map(time => /[0-9]{2}:[0-9]{2}:[0-9]{2}$/.test(time.textContent))";
                browser.eventually("absolute times", || {
                    let found = browser.run(times, vec![selector.into()])?;
                    if found == json!(vec![true; count]) {
                        Ok(())
                    } else {
                        NotYet::because(found.to_string())
                    }
                });
            };
            expect_absolute("dialog[open] .facts .basis", 2);
            // What the sheet shows, the panel need not.
            browser.press(Key::Escape);
            expect_absolute(".activity .basis", 1);
        },
    );
}

#[test]
fn every_run_is_found_again_and_shown_whole() {
    play(two_tasks(), |stage, console| {
        one_of_each(stage, console);
        for reloaded in [false, true] {
            if reloaded {
                console.reload();
            }
            let sheet = open_history(console);
            sheet.expect_said("status", "3 runs");
            expect_entries(console, &ONE_OF_EACH);
            filter_history(console, "supervisor FAILED");
            expect_entries(console, &ONE_OF_EACH[1..2]);
            filter_history(console, "np_57fdqtrsqiao-incr");
            expect_entries(console, &[ONE_OF_EACH[0], ONE_OF_EACH[2]]);
            choose(console, "Operation", "Stop");
            expect_entries(console, &ONE_OF_EACH[2..]);
            filter_history(console, "");
            expect_entries(console, &ONE_OF_EACH[1..]);
            choose(console, "Operation", "Migrate");
            sheet.expect_said("status", "No matching runs in this browser.");
            choose(console, "Operation", "All operations");
            expect_entries(console, &ONE_OF_EACH);
            sheet.click("Failed in the last hour");
            expect_entries(console, &ONE_OF_EACH[..2]);
            console.expect_address("?history&outcome=failed&within=1h");
            choose(console, "Outcome", "Confirmed");
            expect_entries(console, &ONE_OF_EACH[2..]);
            choose(console, "Outcome", "All outcomes");
            choose(console, "Time", "Last 7 days");
            expect_entries(console, &ONE_OF_EACH);
            sheet.expect_text("CM-RESOAT000012 · Supervisor failed");

            sheet.click(&format!("Show Stop of {FULL_IMPORT}"));
            let run = console.sheet("Stop");
            run.expect_text(STOP_FULL_IMPORT);
            run.expect_outcome("Rejected");
            run.expect_fact("errCode", "CM-RESOAT000012");
            run.expect_fact("errMsg", "Supervisor failed");
            run.click("Close");
            console.expect_no_sheet();

            let sheet = open_history_of(console, INCR_SYNC);
            sheet.expect_text(INCR_SYNC);
            expect_entries(console, &[ONE_OF_EACH[0], ONE_OF_EACH[2]]);
            sheet.click("Close");
            console.expect_no_sheet();
        }
        // Looking at it has sent nothing.
        stage.expect_received(&[STOP_INCR_SYNC, STOP_FULL_IMPORT, START_INCR_SYNC].map(Call::bare));
    });
}

#[test]
fn a_task_is_shown_with_what_is_known_and_what_was_done() {
    play(two_tasks(), |stage, console| {
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        console.open(&format!("?task={INCR_SYNC}&details"));
        let sheet = console.sheet("Details");
        sheet.expect_text("Stopped after Stop");
        sheet.expect_fact("Project", "np_57fdqtrsqiao");
        sheet.expect_fact("Component", "Incr-Sync");
        sheet.expect_text("Stop Confirmed");
        sheet.click("Start");
        let start = console.sheet("Start");
        start.expect_value("Task name", INCR_SYNC);
        start.click("Cancel");
        // From the row: with the keyboard, and with a click on the name.
        console.go_to_row(INCR_SYNC);
        console.browser().press(Key::Enter);
        console.sheet("Details").click("Close");
        console.expect_focus(INCR_SYNC);
        console.browser().eventually("a name", || console.row(INCR_SYNC)?.all("[role=link]")?[0].click());
        console.sheet("Details").expect_text("Stopped after Stop");
        console.expect_address(&format!("?task={INCR_SYNC}&details"));
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

#[test]
fn it_goes_on_under_a_new_name_and_stays_when_the_task_is_deleted() {
    let new_name = "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000003";
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let carry_out = |operation: &str, task: &str| {
            let sheet = console.open_sheet(operation, task);
            if operation == "Delete" {
                sheet.fill("Type delete to confirm", "delete");
            }
            sheet.submit();
            sheet.expect_outcome("Confirmed");
            sheet.click("Close");
            console.expect_no_sheet();
        };
        carry_out("Stop", INCR_SYNC);
        carry_out("Migrate", INCR_SYNC);
        carry_out("Start", new_name);
        let all = [
            ("Start", "Confirmed", new_name),
            ("Migrate", "Confirmed", INCR_SYNC),
            ("Stop", "Confirmed", INCR_SYNC),
        ];
        let sheet = open_history_of(console, new_name);
        expect_entries(console, &all);
        sheet.click("Close");

        carry_out("Stop", new_name);
        carry_out("Delete", new_name);
        console.expect_tasks(&[]);
        console.reload();
        console.expect_tasks(&[]);
        open_history(console);
        let deleted = [("Delete", "Confirmed", new_name), ("Stop", "Confirmed", new_name)];
        expect_entries(console, &[&deleted[..], &all[..]].concat());
        let call = |endpoint: &str, task: &str| {
            Call::bare(&format!("/connector/task/v2/{endpoint}?taskName={task}"))
        };
        stage.expect_received(&[
            call("stop", INCR_SYNC),
            call("migrate", INCR_SYNC),
            call("resume", new_name),
            call("stop", new_name),
            call("delete", new_name),
        ]);
    });
}

#[test]
fn what_another_tab_carries_out_is_listed_and_left_to_it() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        stage.fault(Fault::held(&gate).on(Endpoint::Stop));
        console.open_sheet("Stop", INCR_SYNC).submit();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.browser().open_tab();
        console.open("");
        let sheet = open_history(console);
        expect_entries(console, &[("Stop", "Not over", INCR_SYNC)]);
        sheet.click(&format!("Show Stop of {INCR_SYNC}"));
        console.sheet("Run").expect_text("another tab carries it out");
        gate.release();
        console.browser().go_to_first_tab();
        console.sheet("Stop").expect_outcome("Confirmed");
        console.browser().go_to_last_tab();
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        open_history(console);
        expect_entries(console, &[("Stop", "Confirmed", INCR_SYNC)]);
    });
}

#[test]
fn a_history_that_is_not_read_is_not_handed_out_as_an_empty_one() {
    play(two_tasks(), |stage, console| {
        one_of_each(stage, console);
        let unreadable = "
            const read = IDBObjectStore.prototype.getAll;
            IDBObjectStore.prototype.getAll = function (...query) {
                if (this.name === 'runs') throw new DOMException('not now', 'UnknownError');
                return read.apply(this, query);
            };";
        let can_be_saved = |expected: bool| {
            let sheet = open_history(console);
            sheet.expect_text(if expected { "3 runs" } else { "The history cannot be read" });
            for name in ["Copy as text", "Save as CSV", "Save as JSON"] {
                console.browser().eventually(name, || match sheet.button(name)?.is_enabled()? {
                    enabled if enabled == expected => Ok(()),
                    _ => NotYet::because(format!("it should be {expected}")),
                });
            }
        };
        can_be_saved(true);
        console.browser().before_each_page(unreadable);
        console.open("");
        can_be_saved(false);
    });
}

/// What of the header is out of sight, and whether the table can be reached.
const WRONG_WITH_THE_PAGE: &str = "
    const wrong = [];
    for (const part of document.querySelectorAll('header.top button:not(.find)')) {
        const { left, right, top, bottom } = part.getBoundingClientRect();
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        if (hit !== part) wrong.push(`${part.textContent} is under ${hit?.outerHTML.slice(0, 80)}`);
    }
    const rows = document.querySelector('[role=grid]').checkVisibility({ visibilityProperty: true });
    if (rows) wrong.push('the table is there, too');
    if (document.scrollingElement.scrollHeight > innerHeight) wrong.push('the page scrolls');
    return wrong;
";

#[test]
fn the_history_is_a_page_under_the_header_at_every_width() {
    for (width, height) in [(1440, 900), (1024, 768), (390, 844), (320, 256)] {
        play(two_tasks(), |_, console| {
            let browser = console.browser();
            if width < 500 {
                browser.be_a_phone(width, height);
            } else {
                browser.resize(width, height);
            }
            console.reload();
            console.choose_in_menu(INCR_SYNC, "History");
            console.sheet("History").expect_said("status", "No matching runs");
            browser.eventually("the page of the history", || {
                let wrong = browser.run(WRONG_WITH_THE_PAGE, Vec::new())?;
                if wrong == json!([]) { Ok(()) } else { NotYet::because(format!("{width}: {wrong:#}")) }
            });
            console.expect_focus("Filter the history");
            // Before it comes the header, not the table behind it.
            browser.press_with(Key::Shift, Key::Tab);
            console.expect_focus("Close");
            browser.press_with(Key::Shift, Key::Tab);
            console.expect_focus("Help");
            browser.press(Key::Escape);
            console.expect_no_sheet();
            console.go_to_row(INCR_SYNC);

            console.click("History");
            console.sheet("History");
            console.click("Tasks");
            console.expect_no_sheet();
            console.expect_focus("Tasks");
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
            // From a row and back to it.
            console.choose_in_menu(FULL_IMPORT, "History");
            console.sheet("History");
            browser.press(Key::Escape);
            console.expect_no_sheet();
            browser.eventually("the focus in the row", || {
                let row = console.row(FULL_IMPORT)?;
                let has_focus = row.run("return arguments[0].contains(document.activeElement)")?;
                if has_focus == json!(true) { Ok(()) } else { NotYet::because("elsewhere") }
            });
        });
    }
}
