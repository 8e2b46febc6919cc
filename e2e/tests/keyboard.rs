//! Everything works without a mouse.

use super::*;

/// The first place of the table, which Tab comes to.
const FIRST: &str = "Select all tasks that are shown";

/// Presses Tab until the focus is on the element of this name.
#[track_caller]
fn tab_to(console: &Console, name: &str) {
    let mut passed = Vec::new();
    for _ in 0..30 {
        let focused = console.browser().eventually("the focus", || console.browser().focused()?.name());
        if focused == name {
            return;
        }
        passed.push(focused);
        console.browser().press(Key::Tab);
    }
    panic!("Tab does not come to {name}, but to {passed:?}");
}

/// Goes from outside to the name in the first row.
#[track_caller]
fn enter_the_table(console: &Console, name: &str) {
    tab_to(console, FIRST);
    console.browser().press(Key::Down);
    console.expect_focus(&format!("Select {name}"));
    console.browser().press(Key::Right);
    console.expect_focus(name);
}

#[test]
fn an_operation_without_a_mouse() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        enter_the_table(console, INCR_SYNC);
        for place in ["Start", "Stop"] {
            console.browser().press(Key::Right);
            console.expect_focus(&format!("{place} {INCR_SYNC}"));
        }
        console.browser().press(Key::Enter);
        let sheet = console.sheet("Stop");
        // Nothing is to be filled in.
        console.expect_focus("Stop");
        console.browser().press(Key::Enter);
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.expect_focus("Close");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        // The task is stopped: the button in the place of Stop.
        console.expect_focus(&format!("Start {INCR_SYNC}"));
    });
}

#[test]
fn escape_closes_a_sheet_sends_nothing_and_gives_the_focus_back() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        enter_the_table(console, INCR_SYNC);
        let sheets = [
            ("Start", "Start"),
            ("Stop", "Stop"),
            ("Update", "Parameters to delete"),
            ("Pull back", "Pull back to"),
        ];
        for (operation, first) in sheets {
            let button = format!("{operation} {INCR_SYNC}");
            console.browser().press(Key::Right);
            console.expect_focus(&button);
            console.browser().press(Key::Space);
            console.sheet(operation);
            console.expect_focus(first);
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            console.expect_focus(&button);
        }
        let more = format!("More {INCR_SYNC}");
        for (operation, first) in [("Migrate", "Destination IP"), ("Delete", "Type delete to confirm")] {
            console.choose_in_menu(INCR_SYNC, operation);
            console.expect_focus(first);
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            console.expect_focus(&more);
        }
        for (button, first) in [("Add tasks", "Task names"), ("Views", "View name"), ("Help", "Close")] {
            console.focus(button);
            console.browser().press(Key::Enter);
            console.expect_focus(first);
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            console.expect_focus(button);
        }
    });
}

#[test]
fn enter_in_a_field_sends_the_form_and_so_does_nothing_while_it_is_not_filled_in() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Delete", INCR_SYNC);
        console.browser().press(Key::Enter);
        sheet.fill("Type delete to confirm", "delete");
        stage.expect_received(&[]);
        console.browser().press(Key::Enter);
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(
            "/connector/task/v2/delete?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002",
        )]);
    });
}

#[test]
fn the_table_is_one_tab_stop_and_its_rows_are_walked_with_arrows() {
    let tasks = simulator::sample::tasks(500);
    let name = |index: usize| tasks[index].name.clone();
    play(Setup::with(tasks.clone()), |_, console| {
        let press = |key: Key, name: &str| {
            console.browser().press(key);
            console.expect_focus(name);
        };
        let press_with_control = |key: Key, name: &str| {
            console.browser().press_with(Key::Control, key);
            console.expect_focus(name);
        };
        enter_the_table(console, &name(0));
        press(Key::Down, &name(1));
        press(Key::Down, &name(2));
        press(Key::Up, &name(1));
        press(Key::End, &format!("More {}", name(1)));
        press(Key::Down, &format!("More {}", name(2)));
        press(Key::Home, &format!("Select {}", name(2)));
        press_with_control(Key::End, &format!("More {}", name(499)));
        press(Key::Home, &format!("Select {}", name(499)));
        press_with_control(Key::Home, &format!("Select {}", name(0)));

        // The headings are a row above the first.
        press(Key::Up, FIRST);
        press(Key::Right, "State");
        press(Key::Right, "Task name");
        press(Key::Down, &format!("Start {}", name(0)));
        press(Key::Left, &name(0));
        console.browser().press(Key::Tab);
        console.browser().press_with(Key::Shift, Key::Tab);
        console.expect_focus(&name(0));

        // A screen on and back again.
        console.browser().press(Key::PageDown);
        let further = console.browser().eventually("another row", || {
            let focused = console.browser().focused()?.name()?;
            let place = (0..tasks.len()).find(|index| tasks[*index].name == focused);
            place.filter(|place| *place > 10).ok_or(NotYet(focused))
        });
        assert!(further < 30, "{further} rows are more than a screen");
        press(Key::PageUp, &name(0));
    });
}

#[test]
fn the_focus_goes_with_its_task_when_the_order_changes() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, d] = FOUR;
        console.sort_by("Task name");
        console.expect_tasks(&[c, a, b, d]);
        console.go_to_row(a);
        console.browser().back();
        console.expect_tasks(&FOUR);
        console.expect_focus(a);
        console.browser().press(Key::Down);
        console.expect_focus(b);
    });
}

#[test]
fn the_focus_stays_in_the_table_when_its_row_goes() {
    play(Setup::with([incr_sync(State::Stopped), full_import(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Delete", INCR_SYNC);
        sheet.fill("Type delete to confirm", "delete");
        console.browser().press(Key::Enter);
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(
            "/connector/task/v2/delete?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002",
        )]);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.expect_focus(&format!("More {FULL_IMPORT}"));
    });
}

#[test]
fn a_single_key_opens_what_it_is_for_and_the_focus_comes_back() {
    play(Setup::with([full_import(State::Stopped), incr_sync(State::Running)]), |_, console| {
        let press = |key: &str| console.browser().press(key);
        console.go_to_row(INCR_SYNC);
        let operations = [
            ("s", "Start"),
            ("x", "Stop"),
            ("u", "Update"),
            ("p", "Pull back"),
            ("m", "Migrate"),
            ("d", "Delete"),
        ];
        for (key, operation) in operations {
            press(key);
            console.sheet(operation).expect_value("Task name", INCR_SYNC);
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            console.expect_focus(INCR_SYNC);
        }
        for (key, sheet) in [("a", "Add tasks"), ("?", "Help")] {
            press(key);
            console.sheet(sheet);
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            console.expect_focus(INCR_SYNC);
        }
        press("c");
        console.expect_notice("Name copied");
        assert_eq!(console.browser().clipboard(), INCR_SYNC);
        press("/");
        console.expect_focus("Filter tasks");

        // What does not apply to the row's component is not opened.
        console.go_to_row(FULL_IMPORT);
        press("p");
        press("x");
        console.sheet("Stop").expect_value("Task name", FULL_IMPORT);
    });
}

#[test]
fn single_keys_are_letters_where_one_types_and_nothing_where_they_are_switched_off() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        let go_to_filter = || {
            console.browser().press("/");
            console.expect_focus("Filter tasks");
        };
        console.go_to_row(INCR_SYNC);
        console.browser().press_with(Key::Control, "x");
        console.browser().press_with(Key::Alt, "x");
        go_to_filter();
        console.browser().press("x?ad/");
        console.expect_filter("x?ad/");
        console.filter("");
        console.expect_tasks(&[INCR_SYNC]);
        console.expect_no_sheet();

        console.go_to_row(INCR_SYNC);
        console.browser().press("?");
        let help = console.sheet("Help");
        help.expect_check_boxes(&[("Single keys", true)]);
        help.tick("Single keys");
        help.expect_check_boxes(&[("Single keys", false)]);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        let nothing_opens = || {
            console.go_to_row(INCR_SYNC);
            console.browser().press("xd/?ac");
            // What comes after them has been done, so they have been, too.
            console.browser().press(Key::Right);
            console.expect_focus(&format!("Start {INCR_SYNC}"));
            console.expect_no_sheet();
        };
        nothing_opens();
        console.reload();
        nothing_opens();

        console.click("Help");
        console.sheet("Help").tick("Single keys");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.go_to_row(INCR_SYNC);
        go_to_filter();
    });
}
