//! The times of a pull-back: which zone and whose clock they are meant by, and that they stay what they are.

use super::operations::pull_back_calls;
use super::*;

/// What stands in the field "Date and time".
const DATE_AND_TIME: &str = "return document.getElementById('date-and-time').value";

fn pull_back(setup: Setup, test: impl FnOnce(&Stage, &Console, &Sheet<'_>)) {
    play(setup, |stage, console| {
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Subtopic", SUBTOPIC);
        test(stage, console, &sheet);
    });
}

fn running() -> Setup {
    Setup::with([incr_sync(State::Running)])
}

fn expect_date_and_time(console: &Console, expected: &str) {
    console.browser().eventually("the date and time", || {
        let found = console.browser().run(DATE_AND_TIME, Vec::new())?;
        // Browsers leave out seconds that are zero.
        let found = found.as_str().unwrap_or_default().to_owned();
        if found == expected || format!("{found}:00") == expected {
            Ok(())
        } else {
            NotYet::because(format!("{found:?}, not {expected:?}"))
        }
    });
}

/// Puts a value into the field "Date and time", as a person does who picks it.
fn pick(console: &Console, value: &str) {
    let script = "const field = document.getElementById('date-and-time');
        field.value = arguments[0];
        field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    console.browser().eventually("picking", || console.browser().run(script, vec![value.into()]));
}

fn epoch_seconds(sheet: &Sheet<'_>) -> String {
    let text = sheet.text().unwrap_or_default();
    let after = text.split_once("Epoch seconds").map(|(_, after)| after.trim_start()).unwrap_or_default();
    after.chars().take_while(char::is_ascii_digit).collect()
}

#[test]
fn a_link_whose_zone_is_not_understood_asks_for_it() {
    play(running(), |stage, console| {
        for (zone, field, message) in [
            ("", "", "none is given"),
            ("&zone=Asia/Shanghia", "Asia/Shanghia", "knows no such time zone"),
            ("&zone=CST", "CST", "means several time zones: Asia/Shanghai, America/Chicago"),
            ("&zone=08:00", "08:00", "write +08:00 or -08:00"),
        ] {
            let query =
                format!("?task={INCR_SYNC}&op=pullback&at=2023-02-13%2019:00:00{zone}&subtopic={SUBTOPIC}");
            console.open(&query);
            let sheet = console.sheet("Pull back");
            sheet.expect_value("Pull back to", "2023-02-13 19:00:00");
            sheet.expect_value("Time zone", field);
            sheet.expect_message("Time zone", message);
            sheet.submit();
            sheet.expect_message("Time zone", message);
        }
        for (zone, field) in [
            ("+08:00", "+08:00"),
            ("%252B08:00", "+08:00"),
            ("%2008:00", "+08:00"),
            ("Asia%252FShanghai", "Asia/Shanghai"),
        ] {
            let query = format!(
                "?task={INCR_SYNC}&op=pullback&at=2023-02-13%2019:00:00&zone={zone}&subtopic={SUBTOPIC}"
            );
            console.open(&query);
            let sheet = console.sheet("Pull back");
            sheet.expect_value("Time zone", field);
            sheet.expect_preview(&pull_back_calls());
        }
        stage.expect_received(&[]);
    });
}

#[test]
fn offsets_and_names_in_any_case_are_zones_and_say_what_they_are() {
    pull_back(running(), |_, console, sheet| {
        sheet.fill("Pull back to", "2023-02-13 19:00:00");
        sheet.fill("Time zone", "2023");
        sheet.expect_message("Time zone", "There is no such offset");
        for (zone, shown) in [
            ("+08:00", "+08:00"),
            ("+8", "+08:00"),
            ("UTC+8", "+08:00"),
            ("gmt+08:00", "+08:00"),
            ("asia/shanghai", "asia/shanghai"),
            ("PRC", "PRC"),
            ("Etc/GMT-8", "Etc/GMT-8"),
        ] {
            sheet.fill("Time zone", zone);
            sheet.expect_no_message("Time zone");
            sheet.expect_fact(shown, "2023-02-13 19:00:00 +08:00");
            sheet.expect_preview(&pull_back_calls());
        }
        sheet.fill("Time zone", "Etc/GMT+8");
        sheet.expect_fact("Etc/GMT+8", "2023-02-13 19:00:00 -08:00");
        sheet.expect_text("the sign is reversed");
        sheet.fill("Time zone", "EST5EDT");
        sheet.expect_fact("EST5EDT", "2023-02-13 19:00:00 -05:00");
        sheet.fill("Time zone", "-0330");
        sheet.expect_fact("-03:30", "2023-02-13 19:00:00 -03:30");
        assert_eq!(console.browser().violations(), Vec::<String>::new());
    });
}

#[test]
fn a_relative_time_stays_the_instant_that_it_was() {
    const NOW: i64 = 1_700_000_000;
    play(running().at(NOW), |stage, console| {
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Time zone", "UTC");
        sheet.click("1 h ago");
        sheet.expect_value("Pull back to", "1 h ago");
        sheet.expect_fact("How long ago", "1 hour ago");
        sheet.fill("Pull back to", "2 hours ago");
        sheet.expect_text("Counted back from the moment you typed it");
        let typed = epoch_seconds(&sheet);
        assert!(typed.starts_with("16999"), "{typed}");
        let copied = |sheet: &Sheet<'_>| {
            sheet.click("Copy link");
            console.browser().eventually("the link", || {
                let link = console.browser().clipboard();
                if link.contains("at=") { Ok(link) } else { NotYet::because(link) }
            })
        };
        let link = copied(&sheet);

        // The host's clock goes on, and is heard again when the page is loaded anew.
        stage.advance(600);
        console.reload();
        let sheet = console.sheet("Pull back");
        sheet.expect_value("Pull back to", "2 hours ago");
        sheet.expect_fact("Epoch seconds", &typed);
        sheet.expect_text("2 hours 10 minutes ago");
        sheet.fill("Subtopic", SUBTOPIC);
        sheet.expect_fact("Epoch seconds", &typed);
        sheet.click("Cancel");
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.expect_fact("Epoch seconds", &typed);

        sheet.fill("Pull back to", "2 hour ago");
        sheet.fill("Pull back to", "2 hours ago");
        sheet.expect_fact("How long ago", "2 hours ago");
        assert_ne!(epoch_seconds(&sheet), typed, "typed anew it is another time");

        console.open(link.trim_start_matches(console.address()));
        console.sheet("Pull back").expect_fact("Epoch seconds", &typed);

        // A link that somebody wrote: it is what it was when it was opened.
        console.open(&format!("?task={INCR_SYNC}&op=pullback&at=2%20hours%20ago"));
        let sheet = console.sheet("Pull back");
        sheet.expect_fact("How long ago", "2 hours ago");
        let opened = epoch_seconds(&sheet);
        stage.advance(600);
        console.reload();
        let sheet = console.sheet("Pull back");
        sheet.expect_text("2 hours 10 minutes ago");
        sheet.expect_fact("Epoch seconds", &opened);
    });
}

/// Returns the epoch seconds of the browser's clock, so far from now.
fn by_browser(console: &Console, seconds_ahead: i64) -> String {
    let now = console
        .browser()
        .eventually("the time", || console.browser().run("return Math.floor(Date.now() / 1000)", Vec::new()));
    (now.as_i64().unwrap_or_default() + seconds_ahead).to_string()
}

#[test]
fn the_hosts_clock_decides_what_is_past_when_the_browsers_is_slow() {
    pull_back(running().ahead_by(600), |_, console, sheet| {
        let past = by_browser(console, 300);
        sheet.fill("Pull back to", &past);
        sheet.expect_fact("Epoch seconds", &past);
        sheet.expect_text("by the host's clock, which is 10 minutes ahead of this browser's");
        sheet.expect_no_message("Pull back to");
    });
}

#[test]
fn the_hosts_clock_decides_what_is_future_when_the_browsers_is_fast() {
    const ALLOW: &str = "Send it although it is not in the past";
    pull_back(running().ahead_by(-600), |stage, console, sheet| {
        sheet.fill("Pull back to", &by_browser(console, -300));
        let by_host = "by the host's clock, which is 10 minutes behind this browser's";
        sheet.expect_message("Pull back to", by_host);
        sheet.submit();
        sheet.expect_message("Pull back to", by_host);
        stage.expect_received(&[]);

        sheet.tick(ALLOW);
        sheet.expect_no_message("Pull back to");
        sheet.expect_text("It will be sent because you ticked so.");
        // It was said of this time, not of every other.
        sheet.fill("Pull back to", &by_browser(console, -301));
        sheet.expect_message("Pull back to", by_host);
        sheet.expect_check_boxes(&[(ALLOW, false)]);
        sheet.tick(ALLOW);
        sheet.submit();
        sheet.expect_text("checkpoint");
        let update = stage.simulator.log().wait_for(1, Duration::from_secs(20)).unwrap_or_default();
        assert!(!update.is_empty());
        sheet.expect_text("Rejected");
        let calls: Vec<_> = stage.simulator.log().all().iter().map(Call::of).collect();
        stage.expect_received(&calls);
    });
}

#[test]
fn the_text_and_the_date_and_time_are_one() {
    pull_back(running(), |_, console, sheet| {
        sheet.fill("Time zone", "Asia/Shanghai");
        sheet.fill("Pull back to", "2023-02-13T11:00:00Z");
        expect_date_and_time(console, "2023-02-13T19:00:00");
        pick(console, "2023-02-13T18:30:05");
        sheet.expect_value("Pull back to", "2023-02-13 18:30:05");
        sheet.expect_fact("Asia/Shanghai", "2023-02-13 18:30:05 +08:00");
        expect_date_and_time(console, "2023-02-13T18:30:05");
        sheet.fill("Pull back to", "soon");
        expect_date_and_time(console, "");
        sheet.click("15 min ago");
        sheet.expect_text("15 minutes");
        sheet.expect_no_message("Pull back to");
        for (text, message) in [
            ("02/03/2026 19:00", "which number is the day"),
            ("2026-11-20 19:00 CST", "means several time zones"),
            ("20261120190000", "Do you mean 2026-11-20 19:00:00"),
        ] {
            sheet.fill("Pull back to", text);
            sheet.expect_message("Pull back to", message);
        }
    });
}

#[test]
fn the_other_of_two_times_can_still_be_chosen_and_an_instant_kept() {
    const EARLIER: &str = "2023-10-29 02:30:00 +02:00 = 2023-10-29 00:30:00Z";
    const LATER: &str = "2023-10-29 02:30:00 +01:00 = 2023-10-29 01:30:00Z";
    pull_back(running(), |_, console, sheet| {
        sheet.fill("Time zone", "Europe/Berlin");
        sheet.fill("Pull back to", "2023-10-29 02:30");
        let expect_pressed = |name: &str| {
            console.browser().eventually("the chosen time", || {
                let pressed = sheet.button(name)?.attribute("aria-pressed")?;
                if pressed.as_deref() == Some("true") {
                    Ok(())
                } else {
                    NotYet::because(format!("{pressed:?}"))
                }
            });
        };
        sheet.click(LATER);
        sheet.expect_fact("Epoch seconds", "1698543000");
        expect_pressed(LATER);
        sheet.click(EARLIER);
        sheet.expect_fact("Epoch seconds", "1698539400");
        expect_pressed(EARLIER);

        sheet.fill("Pull back to", "2023-02-13 12:00:00");
        sheet.fill("Time zone", "America/New_York");
        sheet.expect_fact("Epoch seconds", "1676307600");
        sheet.expect_text("2023-02-13 12:00:00 is now read in America/New_York: another instant than before");
        sheet.click("Keep the instant");
        sheet.expect_value("Pull back to", "2023-02-13 06:00:00");
        sheet.expect_fact("Epoch seconds", "1676286000");
    });
}

#[test]
fn a_browser_that_does_not_know_its_zone_is_given_none() {
    play(running(), |_, console| {
        console.browser().before_each_page(
            "const told = Intl.DateTimeFormat.prototype.resolvedOptions;
             Intl.DateTimeFormat.prototype.resolvedOptions = function () {
                 return { ...told.call(this), timeZone: window.name || undefined };
             };",
        );
        console.reload();
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.expect_value("Time zone", "");
        sheet.expect_text("This browser does not tell its time zone");
        sheet.fill("Pull back to", "2023-02-13 11:00");
        sheet.expect_message("Time zone", "none is given");
        sheet.fill("Pull back to", "1676286000");
        sheet.expect_no_message("Time zone");
        sheet.expect_fact("UTC", "2023-02-13 11:00:00Z");
        // Nothing is to be taken up again.
        sheet.click("Cancel");
        console.open_sheet("Pull back", INCR_SYNC).click("Start over");

        let tell = |zone: &str| {
            console.browser().eventually("a zone", || {
                console.browser().run("window.name = arguments[0]", vec![zone.into()])
            });
            console.reload();
            console.open(&format!("?task={INCR_SYNC}&op=pullback"));
            console.sheet("Pull back")
        };
        let zone = json!({ "timezoneId": "UTC" });
        console.browser().devtools("Emulation.setTimezoneOverride", zone);
        tell("UTC").expect_text("The browser reports UTC, which may be a default.");
        let sheet = tell("Asia/Tokyo");
        sheet.expect_text("This browser's time zone, Asia/Tokyo, cannot be relied on here");
        sheet.expect_value("Time zone", "");
        let zone = json!({ "timezoneId": "America/Chicago" });
        console.browser().devtools("Emulation.setTimezoneOverride", zone);
        tell("CST6CDT").expect_value("Time zone", "CST6CDT");
    });
}
