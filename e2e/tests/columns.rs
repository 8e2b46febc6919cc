//! Columns are hidden, moved and made wider, and stay so; filter, order and columns are saved as a view.

use super::*;

const ALL: [&str; 4] = ["State", "Task name", "Last operation", "Host"];

/// Waits until a column has this width.
#[track_caller]
fn expect_width(console: &Console, column: &str, width: i64) {
    console.browser().eventually("the width of a column", || {
        let found = console.width(column)?;
        if found == width { Ok(()) } else { NotYet::because(format!("{column}: {found}, not {width}")) }
    });
}

fn with_two_tasks(test: impl FnOnce(&Console)) {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |_, console| {
        console.expect_columns(&ALL);
        test(console);
    });
}

#[test]
fn with_the_mouse() {
    with_two_tasks(|console| {
        let browser = console.browser();
        expect_width(console, "Host", 112);
        browser.eventually("the edge of a heading", || {
            let grip = "return arguments[0].closest('[role=columnheader]').lastElementChild";
            browser.drag(&console.head("Host")?.find(grip, Vec::new())?, 40, 0)
        });
        expect_width(console, "Host", 152);
        browser.eventually("a heading onto another", || {
            browser.drag_onto(&console.head("Host")?, &console.head("State")?)
        });
        let moved = ["Host", "State", "Task name", "Last operation"];
        console.expect_columns(&moved);
        console.expect_cell(INCR_SYNC, "Host", "10.0.0.5");
        // Neither of them was a click.
        console.expect_sorted(None);
        console.reload();
        console.expect_columns(&moved);
        expect_width(console, "Host", 152);
    });
}

#[test]
fn an_edge_is_dragged_on_while_columns_drop_out_and_come_back() {
    with_two_tasks(|console| {
        let browser = console.browser();
        let drag = |steps: &[i64]| {
            browser.eventually("the edge of a heading", || {
                let grip = "return arguments[0].closest('[role=columnheader]').lastElementChild";
                browser.drag_in_steps(&console.head("State")?.find(grip, Vec::new())?, steps)
            });
        };
        browser.resize(1200, 900);
        console.expect_columns(&ALL);
        expect_width(console, "State", 156);
        drag(&[20, 80, 60, 60]);
        expect_width(console, "State", 376);
        console.expect_columns(&ALL[..3]);
        drag(&[20, -80, -60, -60, -40]);
        expect_width(console, "State", 156);
        console.expect_columns(&ALL);
        // What moves afterwards drags nothing.
        console.go_to_row(INCR_SYNC);
        expect_width(console, "State", 156);
        console.expect_sorted(None);
    });
}

#[test]
fn with_the_keyboard() {
    with_two_tasks(|console| {
        let press_with = |held: Key, key: Key| {
            console.browser().press_with(held, key);
            console.expect_focus("State");
        };
        console.go_to_row(INCR_SYNC);
        console.browser().press(Key::Up);
        console.expect_focus("State");
        expect_width(console, "State", 156);
        press_with(Key::Shift, Key::Right);
        press_with(Key::Shift, Key::Right);
        expect_width(console, "State", 188);
        press_with(Key::Shift, Key::Left);
        expect_width(console, "State", 172);
        press_with(Key::Control, Key::Right);
        console.expect_columns(&["Task name", "State", "Last operation", "Host"]);
        press_with(Key::Control, Key::Right);
        let moved = ["Task name", "Last operation", "State", "Host"];
        console.expect_columns(&moved);
        console.browser().press(Key::Right);
        console.expect_focus("Host");
        console.expect_sorted(None);
        console.reload();
        console.expect_columns(&moved);
        expect_width(console, "State", 172);
    });
}

#[test]
fn in_their_sheet() {
    with_two_tasks(|console| {
        console.click("Columns");
        let sheet = console.sheet("Columns");
        sheet.tick("Project");
        sheet.tick("Component");
        sheet.click("Move Host to the left");
        sheet.click("Move Host to the left");
        sheet.click("Move Host to the left");
        sheet.fill("Width of State in pixels", "200");
        console.browser().press(Key::Tab);
        sheet.click("Close");
        console.expect_no_sheet();
        let arranged = ["State", "Host", "Task name", "Last operation", "Component", "Project"];
        console.expect_columns(&arranged);
        expect_width(console, "State", 200);
        console.reload();
        console.expect_columns(&arranged);
        expect_width(console, "State", 200);

        console.click("Columns");
        console.sheet("Columns").click("Reset to defaults");
        console.sheet("Columns").click("Close");
        console.expect_columns(&ALL);
        expect_width(console, "State", 156);
    });
}

#[test]
fn a_view_brings_filter_order_and_columns_back_by_its_name() {
    with_two_tasks(|console| {
        let name = "Night <shift> & 任务";
        let is_shown = || {
            console.expect_filter("component:full-import");
            console.expect_tasks(&[FULL_IMPORT]);
            console.expect_sorted(Some(("Host", "descending")));
            console.expect_columns(&["State", "Task name", "Last operation", "Host", "Project"]);
        };
        console.click("Columns");
        console.sheet("Columns").tick("Project");
        console.sheet("Columns").click("Close");
        console.expect_no_sheet();
        console.filter("component:full-import");
        console.sort_by("Host");
        console.sort_by("Host");
        is_shown();
        console.click("Views");
        let sheet = console.sheet("Views");
        sheet.click("Save view");
        sheet.expect_message("View name", "Enter a name.");
        sheet.fill("View name", name);
        sheet.click("Save view");
        sheet.expect_button(&format!("Show {name}"));
        sheet.click("Close");
        console.expect_no_sheet();

        let go_elsewhere = || {
            console.click("Columns");
            console.sheet("Columns").click("Reset to defaults");
            console.sheet("Columns").click("Close");
            console.filter("");
            console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);
            console.expect_columns(&ALL);
            console.expect_address("?sort=-host");
        };
        go_elsewhere();
        console.choose_view(name);
        is_shown();
        go_elsewhere();
        console.reload();
        console.choose_view(name);
        is_shown();
        // A view is a place to come back to.
        console.browser().back();
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);

        console.click("Views");
        let sheet = console.sheet("Views");
        sheet.click(&format!("Remove {name}"));
        sheet.expect_text("No views yet.");
    });
}
