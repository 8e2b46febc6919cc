//! The table: tasks come in, are found, stay, and are shown as what they are called.

use super::*;

/// Names that break out of what they stand in, where a page is built carelessly; with a filter that finds each.
const HOSTILE: [(&str, &str); 5] = [
    ("quotes \"'` and a back\\slash", "back\\"),
    ("a&b=c#d%2Fe?f+g", "a&b=c#d%2Fe?f+g"),
    ("<img src=x onerror=alert(1)><!--", "<img"),
    ("👩‍💻 🇨🇳 任务 e\u{301}", "任务"),
    ("\u{202e}exe.gnp:\u{2066}عربي", "exe.gnp"),
];
/// The last of them as it is shown, so that it can pass for no other.
const SHOWN: &str = "⟨U+202E⟩exe.gnp:⟨U+2066⟩عربي";

/// How many rows are in the page, and how many there are for assistive technology.
const ROWS: &str = "
    const grid = document.querySelector('[role=grid]');
    return [grid.querySelectorAll('[role=row]').length, Number(grid.ariaRowCount)];
";

#[test]
fn pasted_names_are_added_and_stay() {
    play(
        Setup::with([incr_sync(State::Running), full_import(State::Running)]).unlisted(),
        |stage, console| {
            let legacy = "10.0.0.5-9000:p_48wfv693y1b4_dest-000-0:0000000001";
            console.add_tasks(&[INCR_SYNC, "", &format!("  {FULL_IMPORT}, "), legacy, INCR_SYNC]);
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, legacy]);
            console.expect_title(INCR_SYNC, "np_57fdqtrsqiao", "Incr-Sync");
            console.expect_title(FULL_IMPORT, "np_57fdqtrsqiao", "Full-Import");
            console.expect_notice("3 tasks");

            console.open_sheet("Stop", INCR_SYNC).submit();
            console.expect_state(INCR_SYNC, "Stopped");
            stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
            console.open("");
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT, legacy]);
            console.expect_state(INCR_SYNC, "Stopped");
            console.expect_state(FULL_IMPORT, "Unknown");
            console.expect_cell(INCR_SYNC, "Last operation", "Stop confirmed");
        },
    );
}

#[test]
fn a_filter_narrows_the_table_as_one_types_and_says_when_nothing_matches() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        let both = [INCR_SYNC, FULL_IMPORT];
        let finds = |filter: &str, found: &[&str]| {
            console.filter(filter);
            console.expect_tasks(found);
        };
        finds("full-import", &[FULL_IMPORT]);
        console.expect_notice("1 of 2 tasks");
        finds("incr_trans 0003", &[INCR_SYNC]);
        finds("component:incr-sync", &[INCR_SYNC]);
        finds("project:np_57* host:10.0.*", &both);
        finds("-incr", &[FULL_IMPORT]);
        finds("\"full_trans-1-0\"", &[FULL_IMPORT]);
        finds("state:stopped", &[]);

        console.filter("");
        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        sheet.click("Close");
        finds("state:stopped", &[INCR_SYNC]);
        finds("last:confirmed op:stop", &[INCR_SYNC]);
        finds("state:unknown", &[FULL_IMPORT]);

        // Letter by letter, with what could follow.
        console.filter("");
        console.browser().press("comp");
        console.expect_completions(&["component:"]);
        console.browser().press("onent:f");
        console.expect_completions(&["component:full-import"]);
        console.expect_tasks(&[FULL_IMPORT]);
        console.filter("project:np_5");
        console.expect_completions(&["project:np_57fdqtrsqiao"]);

        finds("elsewhere", &[]);
        console.expect_text("No task matches the filter");
        console.expect_notice("0 of 2 tasks");
        console.click("Clear the filter");
        console.expect_tasks(&both);
        console.expect_filter("");
    });
}

#[test]
fn counts_say_how_many_there_are_and_filter() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, _] = FOUR;
        console.expect_toggles(&[
            ("Unknown 4", false),
            ("Incr-Sync 2", false),
            ("Full-Import 1", false),
            ("Other 1", false),
        ]);
        console.click("Incr-Sync 2");
        console.expect_tasks(&[a, c]);
        console.expect_filter("component:incr-sync");
        console.expect_address("?q=component:incr-sync");
        // The counts of a group are those without its own part of the filter.
        let two = [("Unknown 2", false), ("Incr-Sync 2", true), ("Full-Import 1", false), ("Other 1", false)];
        console.expect_toggles(&two);
        console.click("Incr-Sync 2");
        console.expect_tasks(&FOUR);
        console.filter("np_aaaa");
        console.click("Full-Import 1");
        console.expect_tasks(&[b]);
    });
}

#[test]
fn back_and_forward_bring_filters_back() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, _] = FOUR;
        console.filter("np_aaaa");
        console.expect_address("?q=np_aaaa");
        console.filter("component:incr-sync \"np_\"");
        console.expect_tasks(&[a, c]);
        console.expect_address("?q=component:incr-sync%20%22np_%22");
        console.browser().back();
        console.expect_filter("np_aaaa");
        console.expect_tasks(&[b, c]);
        console.browser().back();
        console.expect_filter("");
        console.expect_tasks(&FOUR);
        console.browser().forward();
        console.browser().forward();
        console.expect_filter("component:incr-sync \"np_\"");
        console.expect_tasks(&[a, c]);
        console.reload();
        console.expect_filter("component:incr-sync \"np_\"");
        console.expect_tasks(&[a, c]);
    });
}

#[test]
fn ten_thousand_tasks_are_in_the_table_and_few_of_them_in_the_page() {
    let tasks = simulator::sample::tasks(10_000);
    let name = |index: usize| tasks[index].name.as_str();
    play(Setup::with(tasks.clone()), |_, console| {
        let browser = console.browser();
        let expect_few_rows = || {
            let rows = browser.run(ROWS, Vec::new()).unwrap_or_default();
            assert!(rows[0].as_i64().is_some_and(|rows| (10..80).contains(&rows)), "{rows}");
            assert_eq!(rows[1], 10_001);
        };
        console.expect_notice("10000 tasks");
        expect_few_rows();
        console.go_to_row(name(0));
        browser.press_with(Key::Control, Key::End);
        console.expect_focus(&format!("More {}", name(9_999)));
        let place =
            browser.eventually("the last row", || console.row(name(9_999))?.attribute("aria-rowindex"));
        assert_eq!(place.as_deref(), Some("10001"));
        expect_few_rows();

        // The row of the focus stays while others are looked at, and the next key goes on from it.
        browser.press_with(Key::Control, Key::Home);
        browser.press(Key::Right);
        console.expect_focus(name(0));
        for share in ["0.3", "0.6", "1"] {
            let script = format!("arguments[0].scrollTop = {share} * arguments[0].scrollHeight");
            browser.eventually("scrolling", || browser.page()?.one(Role::Grid, "Tasks")?.run(&script));
        }
        browser.eventually("the last row", || console.row(name(9_999)));
        console.expect_focus(name(0));
        expect_few_rows();
        browser.press(Key::Down);
        console.expect_focus(name(1));

        console.filter(name(8_765));
        console.expect_tasks(&[name(8_765)]);
    });
}

#[test]
fn a_hostile_name_is_text_everywhere_and_arrives_byte_for_byte() {
    let name = "x\"><img src=x onerror=alert(1)>&a=b#c%2F 任务 🙂";
    play(Setup::with([Task::new(name).state(State::Running)]).unlisted(), |stage, console| {
        console.add_tasks(&[name]);
        console.expect_tasks(&[name]);
        let calls = [Call::bare(
            "/connector/task/v2/stop?taskName=x%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E%26a%3Db%23c%252F%20%E4%BB%BB%E5%8A%A1%20%F0%9F%99%82",
        )];
        let sheet = console.open_sheet("Stop", name);
        sheet.expect_value("Task name", name);
        sheet.expect_preview(&calls);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        sheet.expect_fact("result", name);
        stage.expect_received(&calls);
        assert_eq!(stage.state(name), State::Stopped);
        console.reload();
        console.expect_state(name, "Stopped");
        let images = console.browser().run("return document.querySelectorAll('img').length", Vec::new());
        assert_eq!(images.ok(), Some(0.into()));
    });
}

#[test]
fn hostile_names_are_shown_selected_found_and_copied_as_they_are() {
    let names = HOSTILE.map(|(name, _)| name);
    let [first, second, third, _, last] = names;
    // What joins or crosses other characters is written out, too: another name might have it and look the same.
    let shown = [first, second, third, "👩⟨U+200D⟩💻 🇨🇳 任务 e⟨U+0301⟩", SHOWN];
    play(Setup::with(names.map(Task::new)), |_, console| {
        console.expect_tasks(&shown);
        let odd = [
            "",
            "",
            "",
            " (odd characters: U+200D (cannot be seen), U+0301 (a mark on another character))",
            " (odd characters: U+202E (cannot be seen), U+2066 (cannot be seen))",
        ];
        for (((name, filter), shown), odd) in HOSTILE.into_iter().zip(shown).zip(odd) {
            console.filter(filter);
            console.expect_tasks(&[shown]);
            let said = format!("{shown}{odd}");
            console.expect_told_name(shown, &said);
            console.browser().eventually("copying a name", || {
                console.row_menu(shown, &said)?.one(Role::Button, "Copy name")?.click()
            });
            console.browser().eventually("the copied name", || match console.browser().clipboard() {
                copied if copied == name => Ok(()),
                copied => NotYet::because(copied),
            });
        }
        console.filter("<img &");
        console.expect_tasks(&[]);
        console.filter("");
        console.tick("Select all tasks that are shown");
        console.expect_notice("5 selected");
        console.click("Copy names");
        console.expect_notice("Copied");
        assert_eq!(console.browser().clipboard(), names.join("\n"));
        console.open_sheet("Stop", SHOWN).expect_value("Task name", last);
        let images = console.browser().run("return document.querySelectorAll('img').length", Vec::new());
        assert_eq!(images.ok(), Some(0.into()));
    });
}

#[test]
fn what_happens_twice_is_announced_twice() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let listen = "
            window.heard = [];
            const status = [...document.querySelectorAll('.said[role=status]')].at(-1);
            new MutationObserver(() => window.heard.push(status.textContent.trim()))
                .observe(status, { subtree: true, childList: true, characterData: true });";
        console.browser().eventually("listening", || console.browser().run(listen, Vec::new()));
        for count in 1..4 {
            console.go_to_row(FOUR[0]);
            console.browser().press("c");
            console.browser().eventually("the announcements", || {
                let heard = console.browser().run("return window.heard", Vec::new())?;
                let expected = json!(vec!["Name copied"; count]);
                if heard == expected { Ok(()) } else { NotYet::because(heard.to_string()) }
            });
        }
    });
}

#[test]
fn a_long_name_is_cut_in_the_middle_and_whole_in_its_name_and_title() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        // Parts of the name that are cut, and those that are not.
        let cut = "return [...arguments[0].querySelectorAll('bdi')]
            .map(part => [part.textContent, part.scrollWidth > part.clientWidth])";
        console.browser().resize(1000, 800);
        console.browser().eventually("a name that is cut", || {
            let name = console.row(INCR_SYNC)?.all("[role=link]")?.remove(0);
            let expected = json!([
                ["10.0.0.5-9000:connector_v2:", true],
                ["np_57fdqtrsqiao-incr_trans-", true],
                ["1-0:0003000002", false]
            ]);
            let found = name.run(cut)?;
            if found == expected { Ok(()) } else { NotYet::because(found.to_string()) }
        });
        console.expect_whole_name(INCR_SYNC);
    });
}

#[test]
fn a_name_of_ten_thousand_characters_does_not_break_the_page() {
    let long = format!("10.0.0.5-9000:{}:0000000001", "任x".repeat(4_987));
    assert_eq!(long.chars().count(), 10_000 - 1);
    play(Setup::with([Task::new(&long), incr_sync(State::Running)]), |stage, console| {
        console.expect_tasks(&[&long, INCR_SYNC]);
        for task in [&long, INCR_SYNC] {
            let height = console
                .browser()
                .eventually("a row", || console.row(task)?.run("return arguments[0].offsetHeight"));
            assert_eq!(height, 52);
        }
        let fits = "return document.scrollingElement.scrollWidth <= innerWidth";
        assert_eq!(console.browser().run(fits, Vec::new()).ok(), Some(json!(true)));
        console.filter(&long[..14 + 4 * 1_000]);
        console.expect_tasks(&[&long]);
        console.filter("");

        let sheet = console.open_sheet("Start", &long);
        sheet.expect_value("Task name", &long);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        let encoded = "%E4%BB%BBx".repeat(4_987);
        let call =
            Call::bare(&format!("/connector/task/v2/resume?taskName=10.0.0.5-9000:{encoded}:0000000001"));
        stage.expect_received(&[call]);
        sheet.click("Close");
        console.open_sheet("Stop", INCR_SYNC).expect_value("Task name", INCR_SYNC);
    });
}

#[test]
fn an_empty_table_says_what_to_do_next() {
    play(Setup::with([]), |_, console| {
        console.expect_tasks(&[]);
        console.click("Add tasks…");
        let sheet = console.sheet("Add tasks");
        sheet.click("Add");
        sheet.expect_message("Task names", "Enter at least one task name.");
        sheet.fill("Task names", &format!("{INCR_SYNC}\nis a bit slow today"));
        sheet.expect_no_message("Task names");
        sheet.expect_text("Line 2: no task name in it.");
        sheet.click("Add");
        console.expect_tasks(&[INCR_SYNC]);
    });
}
