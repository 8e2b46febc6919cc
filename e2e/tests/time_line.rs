//! The points in a pull-back's picture: moved by keys and by a pointer, they are what is typed.

use super::*;

/// Opens a pull-back to this time in this zone, and puts the focus on its point in the picture.
#[track_caller]
fn point_at<'c>(console: &'c Console, time: &str, zone: &str) -> Sheet<'c> {
    let sheet = console.sheet("Pull back");
    sheet.fill("Time zone", zone);
    sheet.fill("Pull back to", time);
    let slider =
        || console.browser().page()?.all("[role=slider]")?.pop().ok_or(NotYet("no point".to_owned()));
    console.browser().eventually("the point", || slider()?.run("arguments[0].focus()"));
    sheet
}

/// Waits until the focused point tells this, but for how long ago that is, and its field holds the text.
#[track_caller]
fn expect_point(console: &Console, sheet: &Sheet<'_>, told: &str, typed: &str) {
    console.browser().eventually("the point", || {
        let focused = console.browser().focused()?;
        let (role, name) = (focused.role()?, focused.name()?);
        let value = focused.attribute("aria-valuetext")?.unwrap_or_default();
        if role == "slider" && name == "Pull back to" && value.starts_with(told) {
            Ok(())
        } else {
            NotYet::because(format!("{role} {name:?} tells {value:?}, not {told:?}"))
        }
    });
    sheet.expect_value("Pull back to", typed);
}

#[test]
fn keys_move_a_point_by_minutes_and_hours_as_if_its_time_were_typed() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let browser = console.browser();
        console.open_sheet("Pull back", INCR_SYNC).fill("Subtopic", SUBTOPIC);
        let sheet = point_at(console, "2023-02-13 19:00:30", "Asia/Shanghai");
        let expect = |clock: &str, day: &str| {
            let typed = format!("{day} {clock}");
            expect_point(console, &sheet, &format!("{typed}, Asia/Shanghai (UTC+08:00), "), &typed);
            sheet.expect_fact("Asia/Shanghai", &format!("{typed} +08:00"));
        };
        expect("19:00:30", "2023-02-13");
        for (held, key, clock) in [
            (None, Key::Left, "18:59:30"),
            (None, Key::Down, "18:58:30"),
            (None, Key::Right, "18:59:30"),
            (None, Key::Up, "19:00:30"),
            (Some(Key::Shift), Key::Right, "20:00:30"),
            (Some(Key::Shift), Key::Left, "19:00:30"),
            (None, Key::PageUp, "20:00:30"),
            (None, Key::PageDown, "19:00:30"),
        ] {
            match held {
                Some(held) => browser.press_with(held, key),
                None => browser.press(key),
            }
            expect(clock, "2023-02-13");
        }
        sheet.expect_preview(&{
            let mut calls = super::operations::pull_back_calls();
            calls[1].body = calls[1].body.take().map(|body| body.replace("1676286000", "1676286030"));
            calls
        });
        browser.press(Key::End);
        sheet.expect_no_message("Pull back to");
        browser.press(Key::Right);
        browser.press(Key::PageUp);
        sheet.expect_no_message("Pull back to");
        browser.press(Key::Home);
        sheet.expect_fact("How long ago", "5 days ago");
        stage.expect_received(&[]);
    });
}

#[test]
fn times_that_a_zone_skips_or_has_twice_are_passed_as_instants() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        let browser = console.browser();
        console.open_sheet("Pull back", INCR_SYNC).fill("Subtopic", SUBTOPIC);
        let sheet = point_at(console, "2023-03-26 01:59:00", "Europe/Berlin");
        browser.press(Key::Right);
        let told = "2023-03-26 03:00:00, Europe/Berlin (UTC+02:00), ";
        expect_point(console, &sheet, told, "2023-03-26 03:00:00");

        point_at(console, "2023-10-29 01:59:00", "Europe/Berlin");
        for (key, local, offset) in [
            (Key::Right, "2023-10-29 02:00:00", "+02:00"),
            (Key::PageUp, "2023-10-29 02:00:00", "+01:00"),
            (Key::Left, "2023-10-29 02:59:00", "+02:00"),
        ] {
            browser.press(key);
            let told = format!("{local}, Europe/Berlin (UTC{offset}), ");
            expect_point(console, &sheet, &told, &format!("{}{offset}", local.replace(' ', "T")));
            sheet.expect_no_message("Pull back to");
        }
        browser.press(Key::PageUp);
        browser.press(Key::PageUp);
        expect_point(console, &sheet, "2023-10-29 03:59:00, ", "2023-10-29 03:59:00");
    });
}

#[test]
fn a_pointer_drags_a_point_to_whole_minutes_and_never_beyond_now() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let browser = console.browser();
        console.open_sheet("Pull back", INCR_SYNC).fill("Subtopic", SUBTOPIC);
        let sheet = point_at(console, "2 h ago", "Asia/Shanghai");
        let ago = || {
            browser.eventually("the point", || {
                let point = browser.page()?.all("[role=slider]")?.remove(0);
                let now = point.attribute("aria-valuenow")?.unwrap_or_default();
                now.parse::<i64>().map(|seconds| -seconds).map_err(|error| NotYet(error.to_string()))
            })
        };
        let drag = |steps: &[i64]| {
            browser.eventually("a drag", || {
                browser.drag_in_steps(&browser.page()?.all("[role=slider]")?.remove(0), steps)
            });
        };
        // A hand that trembles moves nothing.
        drag(&[1, -1]);
        sheet.expect_value("Pull back to", "2 h ago");
        drag(&[-20, -20, -20]);
        browser.eventually("a time of whole minutes", || {
            let typed = browser.run("return document.getElementById('pull-back-to').value", Vec::new())?;
            let typed = typed.as_str().unwrap_or_default();
            if typed.ends_with(":00") { Ok(()) } else { NotYet::because(typed.to_owned()) }
        });
        let further = ago();
        assert!((3 * 3600..24 * 3600).contains(&further), "{further}");
        assert_eq!(browser.eventually("the focus", || browser.focused()?.role()), "slider");
        drag(&[30]);
        assert!((3600..further).contains(&ago()), "{} after {further}", ago());
        drag(&[50, 50, 35]);
        assert!((1..=120).contains(&ago()), "{}", ago());
        sheet.expect_no_message("Pull back to");
        drag(&[-100, -200, -500]);
        assert!((ago() - 120 * 3600).abs() <= 60, "{}", ago());
        stage.expect_received(&[]);
    });
}

#[test]
fn each_time_has_a_point_of_its_own() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Time zone", "Asia/Shanghai");
        sheet.fill("Pull back to", "2023-02-13 19:00");
        sheet.click("Add subtopic");
        sheet.tick("Subtopic 2 goes back to a time of its own");
        sheet.fill("Pull subtopic 2 back to", "2023-02-14 19:00");
        let moved = |name: &str, script: &str| {
            console.browser().eventually("a point", || {
                let points = console.browser().page()?.all("[role=slider]")?;
                let named = points.iter().find(|point| point.name().is_ok_and(|found| found == name));
                named.ok_or_else(|| NotYet(format!("no point is called {name}")))?.run(script)
            })
        };
        moved("Pull subtopic 2 back to", "arguments[0].focus()");
        console.browser().press(Key::Right);
        sheet.expect_value("Pull subtopic 2 back to", "2023-02-14 19:01:00");
        sheet.expect_value("Pull back to", "2023-02-13 19:00");
        moved("Pull back to", "arguments[0].focus()");
        console.browser().press(Key::PageDown);
        sheet.expect_value("Pull back to", "2023-02-13 18:00:00");
        sheet.expect_value("Pull subtopic 2 back to", "2023-02-14 19:01:00");
    });
}

#[test]
fn labels_never_stand_on_each_other() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        console.open_sheet("Pull back", INCR_SYNC).fill("Subtopic", SUBTOPIC);
        let sheet = console.sheet("Pull back");
        sheet.fill("Time zone", "Asia/Shanghai");
        let wrong = "
            const line = document.querySelector('.time-line').closest('.point').getBoundingClientRect();
            const labels = [...document.querySelectorAll('.time-line .mark:not(.point-mark) > span')]
                .map(label => [label.textContent, label.getBoundingClientRect()])
                .sort(([, one], [, other]) => one.left - other.left);
            const wrong = labels.filter(([, { left, right }]) => left < line.left || right > line.right);
            for (let at = 1; at < labels.length; at++)
                if (labels[at][1].left < labels[at - 1][1].right + 2) wrong.push(labels[at]);
            return [labels.length, wrong.map(([text]) => text)];
        ";
        for width in [1440, 390] {
            console.browser().resize(width, 900);
            for time in ["2 h ago", "110 h ago", "30 d ago", "2023-02-13 19:00:00", "1970-01-02 00:00:00"] {
                sheet.fill("Pull back to", time);
                console.browser().eventually("the labels", || {
                    let found = console.browser().run(wrong, Vec::new())?;
                    let expected = json!([3, []]);
                    if found == expected {
                        Ok(())
                    } else {
                        NotYet::because(format!("{width}, {time}: {found}"))
                    }
                });
            }
        }
    });
}

#[test]
fn point_and_bands_are_seen_where_the_system_sets_the_colours() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        console.open_sheet("Pull back", INCR_SYNC).fill("Subtopic", SUBTOPIC);
        point_at(console, "2 h ago", "Asia/Shanghai");
        let features = json!([{ "name": "forced-colors", "value": "active" }]);
        console.browser().devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
        let seen = "
            const ground = getComputedStyle(document.querySelector('.time-line').closest('dialog')).backgroundColor;
            const point = getComputedStyle(document.querySelector('.point-mark'), '::before').backgroundColor;
            const bands = [...document.querySelectorAll('.kept')].map(band => getComputedStyle(band).borderTopWidth);
            return [matchMedia('(forced-colors: active)').matches, point !== ground, ...bands];
        ";
        console.browser().eventually("what is seen", || {
            let found = console.browser().run(seen, Vec::new())?;
            let expected = json!([true, true, "1px", "1px"]);
            if found == expected { Ok(()) } else { NotYet::because(found.to_string()) }
        });
    });
}
