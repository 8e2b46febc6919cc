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
        for width in [1440, 390] {
            console.browser().resize(width, 900);
            for time in ["2 h ago", "110 h ago", "30 d ago", "2023-02-13 19:00:00", "1970-01-02 00:00:00"] {
                sheet.fill("Pull back to", time);
                expect_apart(console, &format!("{width}, {time}"));
            }
        }
    });
}

/// Waits until no label of the picture stands on another or beside the picture; there are three.
#[track_caller]
fn expect_apart(console: &Console, what: &str) {
    let wrong = "
        const line = document.querySelector('.time-line').closest('.point').getBoundingClientRect();
        const labels = [...document.querySelectorAll('.time-line .mark:not(.point-mark) > span')]
            .map(label => [label.textContent, label.getBoundingClientRect()])
            .sort(([, one], [, other]) => one.left - other.left);
        const wrong = labels.filter(([, { left, right }]) => left < line.left || right > line.right);
        const overlap = (one, other) => other.left < one.right + 2 && other.top < one.bottom && one.top < other.bottom;
        for (const [at, [text, one]] of labels.entries())
            if (labels.slice(at + 1).some(([, other]) => overlap(one, other))) wrong.push([text]);
        return [labels.length, wrong.map(([text]) => text)];
    ";
    console.browser().eventually("the labels", || {
        let found = console.browser().run(wrong, Vec::new())?;
        if found == json!([3, []]) { Ok(()) } else { NotYet::because(format!("{what}: {found}")) }
    });
}

#[test]
fn labels_of_what_was_read_never_stand_on_each_other() {
    for (retention, behind) in [(24 * 3600, 0), (24 * 3600, 80_000), (600, 300), (400 * 24 * 3600, 9_000)] {
        let task = read_task(retention, behind);
        play(Setup::with([task]).unlisted().with_oms(), |_, console| {
            console.expect_state(INCR_SYNC, "Running");
            let sheet = console.open_sheet("Pull back", INCR_SYNC);
            sheet.fill("Time zone", "Asia/Shanghai");
            sheet.expect_text("The Store has data from ");
            for width in [1440, 390] {
                console.browser().resize(width, 900);
                for time in ["", "5 min ago", "700 d ago"] {
                    sheet.fill("Pull back to", time);
                    expect_apart(console, &format!("{retention} {behind} {width}, {time}"));
                }
            }
        });
    }
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

/// Returns a task that is so many seconds behind, and whose Store keeps its log for so many.
fn read_task(retention: u64, behind: i64) -> Task {
    let task = Task::new(INCR_SYNC).state(State::Running).subtopics([SUBTOPIC]);
    task.retention(Duration::from_secs(retention)).behind(behind)
}

/// Returns how many seconds before now the point of the picture is, and what it says.
fn told(console: &Console) -> (i64, String) {
    console.browser().eventually("the point", || {
        let point =
            console.browser().page()?.all("[role=slider]")?.pop().ok_or(NotYet("no point".to_owned()))?;
        let told = point.attribute("aria-valuetext")?.unwrap_or_default();
        let now = point.attribute("aria-valuenow")?.unwrap_or_default();
        now.parse::<i64>().map(|seconds| (-seconds, told)).map_err(|error| NotYet(error.to_string()))
    })
}

#[test]
fn a_point_is_set_on_the_line_from_the_stores_beginning_and_not_before() {
    const STORED: i64 = 25 * 3600 + 1_800;
    let task = read_task(STORED.unsigned_abs(), 1_800);
    play(Setup::with([task]).unlisted().with_oms(), |stage, console| {
        let browser = console.browser();
        console.expect_state(INCR_SYNC, "Running");
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Time zone", "UTC");
        sheet.expect_text("The Store has data from ");
        // The first key begins where the task is.
        let (ago, text) = told(console);
        assert!((1_795..1_900).contains(&ago) && text == "No time is chosen yet.", "{ago} {text}");
        sheet.expect_value("Pull back to", "");
        browser.eventually("the point", || {
            browser.page()?.all("[role=slider]")?.remove(0).run("arguments[0].focus()")
        });
        browser.press(Key::PageDown);
        sheet.expect_fact("How long ago", "1 hour 30 minutes ago");
        sheet.expect_text("rows are replayed, about 1 h");
        // The line ends where the Store begins, and a point a little behind that: the Store clears its log meanwhile.
        for key in [Key::Home, Key::Left, Key::PageDown, Key::Home] {
            browser.press(key);
            sheet.expect_fact("How long ago", "1 day 1 hour ago");
            sheet.expect_no_message("Pull back to");
        }
        browser.press(Key::End);
        sheet.expect_text("later than the task's checkpoint");
        // A pointer sets it anywhere, and before the beginning at the beginning.
        let click = |share: f64| {
            let script = "
                document.querySelector('.time-line').scrollIntoView({ block: 'center' });
                const line = document.querySelector('.time-line').getBoundingClientRect();
                const at = document.elementFromPoint(line.left + line.width * arguments[0], line.top + 12);
                const place = { bubbles: true, clientX: line.left + line.width * arguments[0] };
                at.dispatchEvent(new MouseEvent('click', place));
            ";
            browser.eventually("a click", || browser.run(script, vec![json!(share)]));
        };
        click(0.5);
        let (middle, _) = told(console);
        assert!((3_600..STORED / 2).contains(&middle), "{middle}");
        sheet.expect_no_message("Pull back to");
        click(0.02);
        browser.eventually("the beginning", || match told(console).0 {
            ago if (60..=180).contains(&(STORED - ago)) => Ok(()),
            ago => NotYet::because(ago.to_string()),
        });
        sheet.expect_no_message("Pull back to");
        stage.expect_received(&[]);
    });
}

#[test]
fn what_is_typed_before_the_stores_beginning_is_refused_with_ways_out() {
    let task = read_task(25 * 3600 + 1_800, 0);
    play(Setup::with([task]).unlisted().with_oms(), |stage, console| {
        console.expect_state(INCR_SYNC, "Running");
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Time zone", "UTC");
        sheet.fill("Pull back to", "3 days ago");
        sheet.expect_message("Pull back to", "OMS's Store has no data from before");
        sheet.expect_text("add a Store for the subtopic");
        sheet.expect_text("store.clearer.outdated");
        sheet.expect_button(&format!("Copy {SUBTOPIC}"));
        sheet.submit();
        stage.expect_received(&[]);
        sheet.expect_text("since the Store clears its log meanwhile");
        sheet.click("Take the earliest time that the Store has");
        sheet.expect_no_message("Pull back to");
        sheet.expect_fact("How long ago", "1 day 1 hour ago");
        let text = console.browser().eventually("the sheet", || sheet.text());
        assert!(!text.contains("add a Store"), "{text}");
    });
}

/// Waits until the picture says this of how long Stores keep the log.
#[track_caller]
fn expect_retention(console: &Console, said: &str) {
    let script = "return document.querySelector('.time-line')?.ariaLabel ?? ''";
    console.browser().eventually("what the picture says", || {
        let label = console.browser().run(script, Vec::new())?;
        if label.to_string().contains(said) { Ok(()) } else { NotYet::because(label.to_string()) }
    });
}

#[test]
fn the_picture_says_whether_stores_have_a_point_and_how_that_is_known() {
    play(Setup::with([read_task(24 * 3600, 0)]).unlisted().with_oms(), |_, console| {
        console.expect_state(INCR_SYNC, "Running");
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Time zone", "UTC");
        sheet.fill("Pull back to", "2 hours ago");
        expect_retention(console, "2 hours before now, within what the Store has");
    });
    let config = json!({ "storeRetentionHours": 48 });
    play(Setup::with([incr_sync(State::Running)]).configured(&config), |_, console| {
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.fill("Subtopic", SUBTOPIC);
        sheet.fill("Time zone", "UTC");
        sheet.fill("Pull back to", "2 hours ago");
        expect_retention(console, "within the 48 hours that Stores of this host keep");
        // Nobody has asked the Store: it is told, and not refused.
        sheet.fill("Pull back to", "3 days ago");
        expect_retention(console, "beyond the 48 hours that Stores of this host keep");
        sheet.expect_no_message("Pull back to");
    });
}
