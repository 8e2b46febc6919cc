//! The order of the rows: by every column, with the column before as tie-break, in the address and after a
//! reload.

use super::*;

#[test]
fn each_heading_sorts_both_ways_and_the_third_click_ends_it() {
    let tasks = FOUR.map(|name| match name == FOUR[2] {
        true => Task::new(name).state(State::Running),
        false => Task::new(name).state(State::Stopped),
    });
    play(Setup::with(tasks), |stage, console| {
        let carry_out = |operation: &str, task: &str| {
            let sheet = console.open_sheet(operation, task);
            sheet.submit();
            sheet.expect_outcome("Confirmed");
            sheet.click("Close");
            console.expect_no_sheet();
        };
        let [a, b, c, d] = FOUR;
        carry_out("Stop", c);
        carry_out("Start", a);
        // Of d no column knows anything but its name, and it comes last either way.
        console.tick_columns(&["Component", "Project"]);
        let orders = [
            ("State", [a, c, b, d], [c, a, b, d]),
            ("Task name", [c, a, b, d], [d, b, a, c]),
            ("Last operation", [c, a, b, d], [a, c, b, d]),
            ("Component", [b, a, c, d], [a, c, b, d]),
            ("Project", [b, c, a, d], [a, b, c, d]),
            ("Host", [a, c, b, d], [b, a, c, d]),
        ];
        for (column, ascending, descending) in orders {
            console.sort_by(column);
            console.expect_sorted(Some((column, "ascending")));
            console.expect_tasks(&ascending);
            console.sort_by(column);
            console.expect_sorted(Some((column, "descending")));
            console.expect_tasks(&descending);
            console.sort_by(column);
            console.expect_sorted(None);
            console.expect_tasks(&FOUR);
        }
        let call = |operation: &str, task: &str| {
            Call::bare(&format!("/connector/task/v2/{operation}?taskName={task}"))
        };
        stage.expect_received(&[call("stop", c), call("resume", a)]);
    });
}

#[test]
fn the_column_before_is_the_tie_break_and_both_stay() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, d] = FOUR;
        let is_sorted = || {
            console.expect_sorted(Some(("Component", "ascending")));
            console.expect_tasks(&[b, c, a, d]);
        };
        console.tick_columns(&["Component"]);
        console.sort_by("Task name");
        console.sort_by("Component");
        is_sorted();
        console.expect_address("?sort=component,name");

        console.browser().back();
        console.expect_sorted(Some(("Task name", "ascending")));
        console.browser().forward();
        is_sorted();
        console.reload();
        is_sorted();
        // The next visit, without a link.
        console.open("");
        is_sorted();
        console.open("?sort=-host");
        console.expect_sorted(Some(("Host", "descending")));
        console.expect_tasks(&[b, a, c, d]);
    });
}

#[test]
fn a_heading_sorts_with_the_keyboard() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, d] = FOUR;
        console.go_to_row(a);
        console.browser().press(Key::Up);
        console.expect_focus("State");
        console.browser().press(Key::Right);
        console.expect_focus("Task name");
        console.browser().press(Key::Enter);
        console.expect_tasks(&[c, a, b, d]);
        console.expect_focus("Task name");
        console.browser().press(Key::Space);
        console.expect_sorted(Some(("Task name", "descending")));
        console.expect_tasks(&[d, b, a, c]);
        console.expect_focus("Task name");
    });
}

#[test]
fn rows_stand_still_while_a_person_is_at_them() {
    play(Setup::with(FOUR.map(|name| Task::new(name).state(State::Running))), |stage, console| {
        let [a, b, c, d] = FOUR;
        let stop = |task: &str| Call::bare(&format!("/connector/task/v2/stop?taskName={task}"));
        // The answer comes while the focus is in the row.
        let stop_meanwhile = |task: &str, calls: &[Call]| {
            let gate = Gate::new();
            stage.fault(Fault::held(&gate).task(task));
            console.open_sheet("Stop", task).submit();
            stage.expect_received(calls);
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
            console.go_to_row(task);
            gate.release();
            console.expect_state(task, "Stopped");
            console.expect_text("Order is out of date");
        };
        console.sort_by("State");
        console.expect_sorted(Some(("State", "ascending")));
        stop_meanwhile(c, &[stop(c)]);
        console.expect_tasks(&FOUR);
        console.click("Sort now");
        console.expect_tasks(&[c, a, b, d]);
        console.expect_focus(c);

        stop_meanwhile(d, &[stop(c), stop(d)]);
        console.expect_tasks(&[c, a, b, d]);
        // Both the pointer and the focus leave.
        console.filter("");
        console.expect_tasks(&[c, d, a, b]);
        let hint = "return document.querySelector('.order-hint').textContent";
        console.browser().eventually("no hint", || {
            let found = console.browser().run(hint, Vec::new())?;
            if found == json!("") { Ok(()) } else { NotYet::because(found.to_string()) }
        });
    });
}
