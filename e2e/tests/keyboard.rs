//! Everything works without a mouse.

use super::*;

/// Presses Tab until the focus is on a button that begins so.
#[track_caller]
fn tab_to(console: &Console, name: &str) {
    let mut passed = Vec::new();
    for _ in 0..30 {
        let focused = console.browser().eventually("the focus", || console.browser().focused()?.name());
        if focused.starts_with(name) {
            return;
        }
        passed.push(focused);
        console.browser().press(Key::Tab);
    }
    panic!("Tab does not come to {name}, but to {passed:?}");
}

/// Presses the right arrow in the table until the focus is on a button that begins so.
#[track_caller]
fn arrow_to(console: &Console, name: &str) {
    for _ in 0..7 {
        let focused = console.browser().eventually("the focus", || console.browser().focused()?.name());
        if focused.starts_with(name) {
            return;
        }
        console.browser().press(Key::Right);
        console.browser().eventually("the focus to move", || {
            let now = console.browser().focused()?.name()?;
            if now == focused { NotYet::because(format!("it is still on {now}")) } else { Ok(()) }
        });
    }
    panic!("the right arrow does not come to {name}");
}

#[track_caller]
fn expect_focus(console: &Console, name: &str) {
    console.browser().eventually("the focus", || {
        let focused = console.browser().focused()?.name()?;
        if focused == name {
            Ok(())
        } else {
            NotYet::because(format!("it is on {focused:?}, not on {name:?}"))
        }
    });
}

#[test]
fn an_operation_without_a_mouse() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let button = format!("Stop {INCR_SYNC}");
        tab_to(console, INCR_SYNC);
        arrow_to(console, &button);
        console.browser().press(Key::Enter);
        let sheet = console.sheet("Stop");
        tab_to(console, "Stop");
        expect_focus(console, "Stop");
        console.browser().press(Key::Enter);
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        expect_focus(console, &button);
    });
}

#[test]
fn escape_closes_a_form_and_sends_nothing() {
    play(Setup::with([incr_sync(State::Running)]), |_, console| {
        tab_to(console, INCR_SYNC);
        for operation in ["Start", "Stop", "Update", "Pull back", "Migrate", "Delete"] {
            let button = format!("{operation} {INCR_SYNC}");
            arrow_to(console, &button);
            console.browser().press(Key::Space);
            console.sheet(operation);
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            expect_focus(console, &button);
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
        tab_to(console, &name(0));
        let press = |key: Key, row: usize| {
            console.browser().press(key);
            expect_focus(console, &name(row));
        };
        press(Key::Down, 1);
        press(Key::Down, 2);
        press(Key::Up, 1);
        console.browser().press(Key::Right);
        expect_focus(console, &format!("Start {}", name(1)));
        console.browser().press(Key::Down);
        expect_focus(console, &format!("Start {}", name(2)));
        press(Key::Left, 2);
        console.browser().press_with(Key::Control, Key::End);
        expect_focus(console, &format!("Delete {}", name(499)));
        press(Key::Home, 499);
        console.browser().press_with(Key::Control, Key::Home);
        expect_focus(console, &name(0));
        console.browser().press(Key::Tab);
        console.browser().press_with(Key::Shift, Key::Tab);
        expect_focus(console, &name(0));
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
        expect_focus(console, &format!("Delete {FULL_IMPORT}"));
    });
}
