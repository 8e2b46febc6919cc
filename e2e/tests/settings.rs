//! What a person sets: it takes effect at once, is kept, and other tabs follow.

use super::history::open_history;
use super::*;

/// Waits until the page's root carries these marks for the style, and the page's ground is dark or is not.
#[track_caller]
fn expect_look(console: &Console, theme: Option<&str>, density: Option<&str>, is_dark: bool) {
    let script = "const root = document.documentElement;
        const ground = getComputedStyle(root).getPropertyValue('--ground').trim();
        return [root.dataset.theme ?? null, root.dataset.density ?? null, ground !== '#ffffff']";
    console.browser().eventually("how the page looks", || {
        let found = console.browser().run(script, Vec::new())?;
        let expected = json!([theme, density, is_dark]);
        if found == expected { Ok(()) } else { NotYet::because(format!("{found}, not {expected}")) }
    });
}

#[track_caller]
fn open_settings(console: &Console) -> Sheet<'_> {
    console.click("Settings");
    console.sheet("Settings")
}

#[test]
fn theme_and_density_are_kept_and_followed_by_other_tabs() {
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |_, console| {
        let browser = console.browser();
        browser.prefer_dark(false);
        expect_look(console, None, None, false);
        let sheet = open_settings(console);
        sheet.choose_option("Theme", "Dark");
        expect_look(console, Some("dark"), None, true);
        sheet.choose_option("Density", "Compact");
        expect_look(console, Some("dark"), Some("compact"), true);

        browser.open_tab();
        console.open("");
        expect_look(console, Some("dark"), Some("compact"), true);
        let sheet = open_settings(console);
        sheet.choose_option("Density", "Comfortable");
        sheet.choose_option("Theme", "Light");
        expect_look(console, Some("light"), None, false);
        browser.go_to_first_tab();
        expect_look(console, Some("light"), None, false);
        // So do the lists of the sheet that is open there.
        let chosen = "return ['theme', 'density'].map(id => document.getElementById(id).value)";
        browser.eventually("what is chosen", || {
            let found = browser.run(chosen, Vec::new())?;
            if found == json!(["light", "comfortable"]) { Ok(()) } else { NotYet::because(found.to_string()) }
        });
        browser.prefer_dark(true);
        expect_look(console, Some("light"), None, false);
        console.sheet("Settings").choose_option("Theme", "System");
        expect_look(console, None, None, true);
        browser.prefer_dark(false);
        expect_look(console, None, None, false);
    });
}

#[test]
fn the_theme_is_there_before_the_console_is() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        let browser = console.browser();
        open_settings(console).choose_option("Theme", "Dark");
        expect_look(console, Some("dark"), None, true);
        // What the page looks like while it says that it is loading.
        browser.before_each_page(
            "new MutationObserver((_, observer) => {
                if (!document.documentElement?.dataset.theme) return;
                window.early = document.getElementById('boot')?.isConnected === true;
                observer.disconnect();
            }).observe(document, { attributes: true, childList: true, subtree: true });",
        );
        console.reload();
        expect_look(console, Some("dark"), None, true);
        let early = browser.eventually("the look", || browser.run("return window.early", Vec::new()));
        assert_eq!(early, json!(true));
    });
}

#[test]
fn the_history_has_the_times_that_were_chosen() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        sheet.click("Close");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        let expect_ages = |expected: bool| {
            let history = open_history(console);
            history.expect_said("status", "1 run");
            console.browser().eventually("the times", || {
                let times = "return document.querySelector('dialog[open] .run-times').textContent";
                let times = console.browser().run(times, Vec::new())?;
                let times = times.as_str().unwrap_or_default();
                let has_age = times.contains(" ago") || times.contains("just now");
                let has_date = times.starts_with("20");
                if has_date && has_age == expected { Ok(()) } else { NotYet::because(times.to_owned()) }
            });
            history.click("Close");
        };
        expect_ages(true);
        open_settings(console).choose_option("Times in the table and the history", "Absolute: date and time");
        console.browser().press(Key::Escape);
        expect_ages(false);
        console.reload();
        expect_ages(false);
    });
}

#[test]
fn a_pull_back_begins_with_the_default_time_zone() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        let zone_of_form = |zone: &str| {
            let sheet = console.open_sheet("Pull back", INCR_SYNC);
            sheet.expect_value("Time zone", zone);
            sheet.click("Cancel");
            console.expect_no_sheet();
        };
        let sheet = open_settings(console);
        sheet.fill("Default time zone", "Mars/Base");
        sheet.expect_message("Default time zone", "This browser knows no such time zone.");
        sheet.fill("Default time zone", "Asia/Tokyo");
        sheet.expect_no_message("Default time zone");
        sheet.click("Close");
        console.expect_no_sheet();
        zone_of_form("Asia/Tokyo");
        console.reload();
        zone_of_form("Asia/Tokyo");
        open_settings(console).expect_value("Default time zone", "Asia/Tokyo");
        console.sheet("Settings").click("Close");
        let sheet = open_settings(console);
        sheet.fill("Default time zone", "");
        sheet.expect_no_message("Default time zone");
        sheet.click("Close");
        let own = "return Intl.DateTimeFormat().resolvedOptions().timeZone";
        let own = console.browser().eventually("the zone", || console.browser().run(own, Vec::new()));
        zone_of_form(own.as_str().unwrap_or_default());
        console.reload();
        zone_of_form(own.as_str().unwrap_or_default());
    });
}
