//! Selecting tasks, with the mouse and with the keyboard, and what can be done with what is selected.

use super::*;

#[track_caller]
fn click_box(console: &Console, task: &str) {
    console.browser().eventually("a row's box", || console.row_box(task)?.click());
}

/// Waits until the box in the header is ticked, cleared, or between.
#[track_caller]
fn expect_all_box(console: &Console, expected: &str) {
    console.browser().eventually("the box for all", || {
        let all = console.browser().page()?.one(Role::CheckBox, "Select all tasks that are shown")?;
        let state = all.run(
            "const all = arguments[0]; return all.indeterminate ? 'mixed' : all.checked ? 'ticked' : 'cleared'",
        )?;
        if state == expected { Ok(()) } else { NotYet::because(format!("{state}, not {expected}")) }
    });
}

#[test]
fn with_the_mouse_one_by_one_in_ranges_and_all() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, _] = FOUR;
        expect_all_box(console, "cleared");
        click_box(console, c);
        console.expect_selected(&[c]);
        console.expect_notice("1 selected");
        expect_all_box(console, "mixed");
        console
            .browser()
            .eventually("a range", || console.browser().click_with(Key::Shift, &console.row_box(a)?));
        console.expect_selected(&[a, b, c]);
        console.expect_notice("3 selected");
        click_box(console, b);
        console.expect_selected(&[a, c]);

        // All are those that are shown, and what the filter hides stays selected and is counted.
        console.filter("component:incr-sync");
        console.expect_tasks(&[a, c]);
        expect_all_box(console, "ticked");
        console.filter("component:full-import");
        console.expect_tasks(&[b]);
        console.expect_notice("2 selected, 2 of them not shown");
        // The box is about what is shown, and selects it.
        expect_all_box(console, "cleared");
        console.tick("Select all tasks that are shown");
        console.expect_selected(&[b]);
        console.expect_notice("1 selected");
        expect_all_box(console, "ticked");
        console.filter("");
        console.tick("Select all tasks that are shown");
        console.expect_selected(&FOUR);
        expect_all_box(console, "ticked");
        console.expect_notice("4 selected");
        console.tick("Select all tasks that are shown");
        console.expect_selected(&[]);
        expect_all_box(console, "cleared");
    });
}

#[test]
fn the_names_of_the_selected_are_copied() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [_, b, c, d] = FOUR;
        for task in [d, b, c] {
            click_box(console, task);
        }
        console.click("Copy names");
        console.expect_notice("Copied");
        // As they stand in the table, and not as they were selected.
        assert_eq!(console.browser().clipboard(), [b, c, d].join("\n"));
        console.click("Clear selection");
        console.expect_selected(&[]);
    });
}

#[test]
fn with_the_keyboard() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, d] = FOUR;
        let with = |held: Key, key: Key, selected: &[&str], focus: &str| {
            console.browser().press_with(held, key);
            console.expect_selected(selected);
            console.expect_focus(focus);
        };
        console.go_to_row(b);
        with(Key::Control, Key::Space, &[b], b);
        console.browser().press(Key::Down + Key::Down);
        console.expect_focus(d);
        with(Key::Control, Key::Space, &[b, d], d);
        with(Key::Control, Key::Space, &[b], d);
        with(Key::Shift, Key::Space, &[d], d);
        with(Key::Shift, Key::Up, &[c, d], c);
        with(Key::Shift, Key::Up, &[b, c, d], b);
        with(Key::Shift, Key::Down, &[c, d], c);
        with(Key::Shift, Key::PageUp, &[a, b, c, d], a);
        console.browser().press(Key::Escape);
        console.expect_selected(&[]);
        console.expect_focus(a);
        console.browser().press_with(Key::Control, "a");
        console.expect_selected(&FOUR);
        console.expect_notice("4 selected");
        console.expect_focus(a);
        // A sheet is closed first, the selection stays.
        console.browser().press("?");
        console.sheet("Help");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.expect_selected(&FOUR);
        console.browser().press(Key::Escape);
        console.expect_selected(&[]);
    });
}

#[test]
fn an_operations_key_is_for_the_one_task_that_is_selected() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, ..] = FOUR;
        click_box(console, b);
        console.focus("Help");
        console.browser().press("x");
        console.sheet("Stop").expect_value("Task name", b);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();

        // Which of two is meant nobody can know.
        click_box(console, a);
        console.expect_selected(&[a, b]);
        console.focus("Help");
        console.browser().press("x?");
        console.sheet("Help");
    });
}
