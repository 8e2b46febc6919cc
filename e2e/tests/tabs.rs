//! Two tabs on one list: each shows what was done in the other, and nothing that either writes is lost.

use super::*;

/// Notes when a text comes into the page.
const NOTE: &str = "
    const [text] = arguments;
    new MutationObserver((_, observer) => {
        if (!document.querySelector('[role=grid]').textContent.includes(text)) return;
        observer.disconnect();
        window.noted = performance.timeOrigin + performance.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });";

/// Presses the button of the open sheet, and notes when.
const PRESS: &str = "
    window.noted = performance.timeOrigin + performance.now();
    document.querySelector('dialog[open] button.primary').click();";

/// Presses the button of the open sheet as soon as another tab says so.
const PRESS_WITH_THE_OTHER: &str = "
    new BroadcastChannel('test').onmessage = () => document.querySelector('dialog[open] button.primary').click();";

/// Presses the button of the open sheet, and lets another tab do so at the same time.
const PRESS_BOTH: &str = "
    new BroadcastChannel('test').postMessage('now');
    document.querySelector('dialog[open] button.primary').click();";

#[track_caller]
fn run(console: &Console, script: &str, argument: &str) -> serde_json::Value {
    console.browser().eventually("a script", || console.browser().run(script, vec![json!(argument)]))
}

/// Waits until the table has these headings, operations left out.
#[track_caller]
fn expect_headings(console: &Console, expected: &[&str]) {
    let script = "return [...document.querySelectorAll('[role=columnheader] .head-name')].map(head => head.textContent)";
    console.browser().eventually("the headings", || {
        let found = console.browser().run(script, Vec::new())?;
        if found == json!(expected) { Ok(()) } else { NotYet::because(format!("{found}, not {expected:?}")) }
    });
}

#[test]
fn what_one_tab_does_the_other_shows() {
    play(
        Setup::with([incr_sync(State::Running), full_import(State::Running)]).unlisted().with_windows(),
        |stage, console| {
            let browser = console.browser();
            run(console, NOTE, INCR_SYNC);
            browser.open_tab();
            console.open("");
            console.click("Add tasks");
            console
                .sheet("Add tasks")
                .fill("Task names", &format!("task,labels\n{INCR_SYNC},orders\n{FULL_IMPORT},"));
            let begun = run(console, PRESS, "").as_f64();
            assert_eq!(begun, None);
            let begun = run(console, "return window.noted", "").as_f64();

            browser.go_to_first_tab();
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
            let shown = run(console, "return window.noted", "").as_f64();
            let took = begun.zip(shown).map_or(f64::INFINITY, |(begun, shown)| shown - begun);
            assert!(took < 1000.0, "the other tab shows the tasks after {took} ms");

            console.open_sheet("Stop", INCR_SYNC).submit();
            console.expect_state(INCR_SYNC, "Stopped");
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
            console.sheet("Stop").click("Close");
            select(console, FULL_IMPORT);
            console.click("Remove from list");
            console.expect_tasks(&[INCR_SYNC]);

            browser.go_to_last_tab();
            console.expect_tasks(&[INCR_SYNC]);
            console.expect_state(INCR_SYNC, "Stopped");
            console.expect_cell(INCR_SYNC, "Last operation", "Stop confirmed");
            console.add_tasks(&[FULL_IMPORT]);
            browser.go_to_first_tab();
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
        },
    );
}

#[test]
fn columns_and_views_are_the_same_in_all_tabs_and_the_order_in_the_next_one() {
    play(
        Setup::with([incr_sync(State::Running), full_import(State::Running)]).with_windows(),
        |_, console| {
            let browser = console.browser();
            browser.resize(2400, 900);
            browser.open_tab();
            console.open("");
            browser.resize(2400, 900);
            console.click("Columns");
            let sheet = console.sheet("Columns");
            sheet.tick("Component");
            sheet.click("Move Host to the left");
            sheet.click("Move Host to the left");
            sheet.click("Move Host to the left");
            sheet.click("Close");
            let arranged = ["State", "Host", "Task name", "Last operation", "Component"];
            expect_headings(console, &arranged);
            console.filter("full");
            console.expect_tasks(&[FULL_IMPORT]);
            console.click("Views");
            let sheet = console.sheet("Views");
            sheet.fill("View name", "imports");
            sheet.click("Save view");
            sheet.expect_text("q=full");
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            console.filter("");
            console.click("Component");
            console.expect_tasks(&[FULL_IMPORT, INCR_SYNC]);

            browser.go_to_first_tab();
            expect_headings(console, &arranged);
            // What the rows' order is in a tab is for that tab to say.
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
            console.click("Views");
            console.sheet("Views").click("Show imports");
            console.expect_tasks(&[FULL_IMPORT]);

            browser.open_tab();
            console.open("");
            console.expect_tasks(&[FULL_IMPORT, INCR_SYNC]);
            expect_headings(console, &arranged);
        },
    );
}

#[test]
fn nothing_is_lost_when_both_write_at_the_same_time() {
    // So many that the other tab is told to read the list anew.
    let names = |tab: &str| (0..300).map(|number| format!("{tab}-{number}")).collect::<Vec<_>>().join("\n");
    play(Setup::with([]).with_windows(), |_, console| {
        let browser = console.browser();
        let fill = |tab: &str| {
            console.click("Add tasks");
            let sheet = console.sheet("Add tasks");
            sheet.fill("Task names", &names(tab));
            sheet.expect_said("status", "300 tasks recognised.");
        };
        fill("first");
        run(console, PRESS_WITH_THE_OTHER, "");
        browser.open_tab();
        console.open("");
        fill("second");
        run(console, PRESS_BOTH, "");
        console.expect_notice("600 tasks");
        browser.go_to_first_tab();
        console.expect_notice("600 tasks");
        console.reload();
        console.expect_notice("600 tasks");
    });
}

#[test]
fn of_two_tabs_that_begin_on_one_task_at_the_same_moment_one_is_refused() {
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        let browser = console.browser();
        let gate = Gate::new();
        stage.fault(Fault::held(&gate).on(Endpoint::Stop));
        console.open_sheet("Stop", INCR_SYNC);
        run(console, PRESS_WITH_THE_OTHER, "");
        browser.open_tab();
        console.open("");
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        run(console, PRESS_BOTH, "");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        // Which of the two it is, is for the browser to say.
        let told = |refused: &Sheet<'_>| {
            refused.expect_said("alert", "Stop of this task is still running in another tab.");
        };
        let is_here = browser.eventually("what became of it", || {
            let text = sheet.text()?;
            match (text.contains("still running in another tab"), text.contains("Stop waiting")) {
                (true, false) => Ok(false),
                (false, true) => Ok(true),
                _ => NotYet::because(text),
            }
        });
        if !is_here {
            told(&sheet);
        }
        browser.go_to_first_tab();
        if is_here {
            told(&console.sheet("Stop"));
        }
        gate.release();
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        // Nothing was begun where it was refused, so nothing is interrupted there.
        if !is_here {
            browser.go_to_last_tab();
        }
        console.sheet("Stop").click("Close");
        console.expect_no_sheet();
        console.expect_state(INCR_SYNC, "Stopped");
        let text =
            browser.eventually("the page", || browser.run("return document.body.innerText", Vec::new()));
        assert!(!text.to_string().contains("was interrupted"), "{text}");
        console.open_sheet("Stop", INCR_SYNC).expect_preview(&[Call::bare(STOP_INCR_SYNC)]);
    });
}

#[test]
fn views_that_two_tabs_save_are_all_kept_and_removed_ones_stay_so() {
    play(Setup::with(FOUR.map(Task::new)).with_windows(), |_, console| {
        let browser = console.browser();
        let save = |name: &str| {
            console.click("Views");
            let sheet = console.sheet("Views");
            sheet.fill("View name", name);
            sheet.click("Save view");
            sheet.expect_button(&format!("Show {name}"));
        };
        let expect_views = |names: &[&str]| {
            browser.eventually("the views", || {
                let found = browser.run(
                    "return [...document.querySelectorAll('dialog[open] .view-name')].map(name => name.textContent)",
                    Vec::new(),
                )?;
                if found == json!(names) { Ok(()) } else { NotYet::because(found.to_string()) }
            });
        };
        // The tabs do not hear each other in time.
        browser.before_each_page("BroadcastChannel.prototype.postMessage = () => {}");
        console.reload();
        browser.open_tab();
        browser.before_each_page("BroadcastChannel.prototype.postMessage = () => {}");
        console.open("");
        browser.go_to_first_tab();
        save("first");
        browser.go_to_last_tab();
        save("second");
        expect_views(&["first", "second"]);
        browser.go_to_first_tab();
        console.reload();
        console.click("Views");
        expect_views(&["first", "second"]);
        for name in ["first", "second"] {
            console.sheet("Views").click(&format!("Remove {name}"));
        }
        console.sheet("Views").expect_text("No views yet.");
        browser.go_to_last_tab();
        save("third");
        expect_views(&["third"]);
    });
}

#[test]
fn a_removed_last_view_is_gone_in_every_tab() {
    play(Setup::with(FOUR.map(Task::new)).with_windows(), |_, console| {
        let browser = console.browser();
        console.click("Views");
        let sheet = console.sheet("Views");
        sheet.fill("View name", "only");
        sheet.click("Save view");
        sheet.expect_button("Show only");
        browser.open_tab();
        console.open("");
        console.click("Views");
        console.sheet("Views").click("Remove only");
        console.sheet("Views").expect_text("No views yet.");
        browser.go_to_first_tab();
        sheet.expect_text("No views yet.");
    });
}
