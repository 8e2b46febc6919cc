//! What this browser knows belongs to a host: another host behind the same address is asked about, and nothing of the
//! two is mixed.

use std::fs;

use super::history::{expect_entries, open_history};
use super::*;

/// Ships a deployment that gives its host this name, or none.
fn name_host(stage: &Stage, name: Option<&str>) {
    let config = name.map_or_else(|| json!({}), |name| json!({ "host": { "name": name } }));
    stage.configure(&config.to_string());
}

/// Loads the page anew, which then asks.
#[track_caller]
fn expect_question(console: &Console, text: &str) {
    console.browser().reload();
    console.expect_text(text);
    // Nothing that is known is shown before it is answered.
    let shown = console
        .browser()
        .eventually("the page", || console.browser().run("return document.body.innerText", Vec::new()));
    assert!(!shown.to_string().contains(INCR_SYNC), "{shown}");
}

fn two_hosts(test: impl FnOnce(&Stage, &Console)) {
    let list = json!({ "tasks": [INCR_SYNC] }).to_string();
    play(Setup::with([incr_sync(State::Running)]).deploying(&list).with_windows(), |stage, console| {
        name_host(stage, Some("A"));
        console.browser().reload();
        console.click("It is the host without a name, now called A");
        console.expect_tasks(&[INCR_SYNC]);
        console.add_tasks(&["only-at-a"]);
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        test(stage, console);
    });
}

#[test]
fn another_host_begins_with_nothing_known_and_the_first_one_comes_back() {
    two_hosts(|stage, console| {
        name_host(stage, Some("B"));
        expect_question(console, "This address led to A before. Now it says B.");
        console.click("B is another host");
        // Only what the deployment lists.
        console.expect_tasks(&[INCR_SYNC]);
        console.expect_state(INCR_SYNC, "Unknown");
        open_history(console);
        console.expect_text("No matching runs in this browser.");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.reload();
        console.expect_state(INCR_SYNC, "Unknown");

        // Both are known by their names from now on.
        name_host(stage, Some("A"));
        console.reload();
        console.expect_notice("This address led to B before. Now it says A");
        console.expect_tasks(&[INCR_SYNC, "only-at-a"]);
        console.expect_state(INCR_SYNC, "Stopped");
        let sheet = open_history(console);
        expect_entries(console, &[("Stop", "Confirmed", INCR_SYNC)]);
        sheet.click(&format!("Show Stop of {INCR_SYNC}"));
        console.sheet("Stop").click("Copy as text");
        let text = console.browser().clipboard();
        assert!(text.contains("\nhost: A (http://"), "{text}");
    });
}

#[test]
fn a_host_that_was_renamed_keeps_what_is_known() {
    two_hosts(|stage, console| {
        name_host(stage, Some("B"));
        expect_question(console, "This address led to A before. Now it says B.");
        console.click("A was renamed to B");
        console.expect_tasks(&[INCR_SYNC, "only-at-a"]);
        console.expect_state(INCR_SYNC, "Stopped");
        console.reload();
        console.expect_state(INCR_SYNC, "Stopped");
        open_history(console);
        expect_entries(console, &[("Stop", "Confirmed", INCR_SYNC)]);
    });
}

#[test]
fn a_tab_that_is_still_about_the_other_host_sends_nothing() {
    two_hosts(|stage, console| {
        let browser = console.browser();
        let sheet = console.open_sheet("Start", INCR_SYNC);
        name_host(stage, Some("B"));
        browser.open_tab();
        browser.go(console.address());
        console.expect_text("This address led to A before. Now it says B.");

        // Not even while the question stands.
        browser.go_to_first_tab();
        console.expect_notice("This address leads to another host now, or may");
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        browser.go_to_last_tab();
        console.click("B is another host");
        console.expect_state(INCR_SYNC, "Unknown");
        browser.go_to_first_tab();
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        console.expect_state(INCR_SYNC, "Stopped");

        // What is done in one is not told to the other, since it is about another task.
        browser.go_to_last_tab();
        let start = console.open_sheet("Start", INCR_SYNC);
        start.submit();
        start.expect_outcome("Confirmed");
        console.expect_state(INCR_SYNC, "Running");
        let called = STOP_INCR_SYNC.replace("/stop?", "/resume?");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC), Call::bare(&called)]);
        browser.go_to_first_tab();
        console.expect_state(INCR_SYNC, "Stopped");
    });
}

#[test]
fn a_tab_that_stays_open_notices_that_the_deployment_names_another_host() {
    two_hosts(|stage, console| {
        name_host(stage, Some("B"));
        let sheet = console.open_sheet("Start", INCR_SYNC);
        console.expect_notice("This address leads to another host now, or may");
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        console.browser().press(Key::Escape);
        console.click("Reload");
        console.expect_text("This address led to A before. Now it says B.");
        console.click("B is another host");
        console.expect_state(INCR_SYNC, "Unknown");
    });
}

#[test]
fn a_tab_that_stays_open_notices_that_the_deployment_names_no_host_any_more() {
    two_hosts(|stage, console| {
        let _ = fs::remove_file(stage.files().path().join("config.json"));
        let sheet = console.open_sheet("Start", INCR_SYNC);
        console.expect_notice("This address leads to another host now, or may");
        sheet.submit();
        sheet.expect_said("alert", "Nothing was sent");
        console.browser().press(Key::Escape);
        console.click("Reload");
        console.expect_text("Now the deployment gives its host no name.");
        console.click("It is another host");
        console.expect_state(INCR_SYNC, "Unknown");
        console.browser().ignore_errors();
    });
}

#[test]
fn where_the_deployment_gives_no_name_a_person_can() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.click("Settings");
        let sheet = console.sheet("Settings");
        sheet.fill("Host name", "the old one");
        console.expect_text("the old one");
        sheet.click("This address leads to another host…");
        console.expect_text("This address led to the old one before.");
        console.click("It is another host");
        console.expect_state(INCR_SYNC, "Unknown");
        console.click("Settings");
        console.sheet("Settings").click("This address leads to another host…");
        console.click("It is the old one");
        console.expect_state(INCR_SYNC, "Stopped");
        console.expect_text("the old one");
    });
}
