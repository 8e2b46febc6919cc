//! Operations that do not fit the state that OMS told: not offered with the reason, and a person acts anyway where that
//! state is old.

use simulator::{Project, ReadFailure};

use super::*;

const PROJECT: &str = "np_57fdqtrsqiao";
const START_INCR_SYNC: &str =
    "/connector/task/v2/resume?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002";

#[test]
fn what_does_not_fit_the_state_is_not_offered_and_a_person_acts_anyway_where_it_is_stale() {
    let tasks = [incr_sync(State::Running), full_import(State::Finished)];
    play(Setup::with(tasks).unlisted().with_oms(), |stage, console| {
        console.expect_text("1 project read from OMS");
        console.expect_state(FULL_IMPORT, "Finished");
        console.choose_in_menu(INCR_SYNC, "Start");
        console.expect_text("OMS says that the task runs already");
        console.expect_no_sheet();
        // A link leads to the form, which sends nothing as long as the state is known.
        console.open(&format!("?op=start&task={INCR_SYNC}"));
        let sheet = console.sheet("Start");
        sheet.expect_said("alert", "OMS says that the task runs already (read ");
        sheet.expect_text("So this is not sent.");
        sheet.expect_preview(&[Call::bare(START_INCR_SYNC)]);
        let is_disabled = "return arguments[0].disabled";
        let disabled = || sheet.button("Start").and_then(|button| button.run(is_disabled));
        assert_eq!(console.browser().eventually("the button", disabled), json!(true));

        stage.change_oms(|oms| {
            oms.failing.insert(PROJECT.into(), ReadFailure::Forbidden);
        });
        sheet.click("Close");
        console.expect_no_sheet();
        console.click("Read again");
        console.expect_cell(INCR_SYNC, "State", "Runninglast read ");
        console.choose_in_menu(INCR_SYNC, "Start");
        let sheet = console.sheet("Start");
        sheet.tick("Act anyway");
        sheet.submit();
        // The host knows better.
        sheet.expect_outcome("Rejected");
        stage.expect_received(&[Call::bare(START_INCR_SYNC)]);
    });
}

#[test]
fn a_delete_in_a_running_project_says_so_and_is_left_to_a_person() {
    let task = "10.0.0.5-9000:connector_v2:np_1-incr_trans-1-0:0000000001";
    let paused = "10.0.0.5-9000:connector_v2:np_2-incr_trans-1-0:0000000002";
    let tasks = [task, paused].map(|name| Task::new(name).state(State::Stopped));
    let mut at_rest = Project::new("np_2", 0);
    at_rest.status = "SUSPEND".into();
    play(Setup::with(tasks).projects([at_rest]).unlisted().with_oms(), |stage, console| {
        console.expect_state(task, "Stopped");
        let sheet = console.open_sheet("Delete", task);
        sheet.fill("Type delete to confirm", "delete");
        sheet.expect_said(
            "alert",
            "OMS's own console deletes a component only while its project does not run",
        );
        let is_disabled = "return arguments[0].disabled";
        let disabled = || sheet.button("Delete").and_then(|button| button.run(is_disabled));
        assert_eq!(console.browser().eventually("the button", disabled), json!(true));
        sheet.tick("Act anyway");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        sheet.click("Close");
        console.expect_no_sheet();

        let sheet = console.open_sheet("Delete", paused);
        sheet.fill("Type delete to confirm", "delete");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        let delete = |name: &str| Call::bare(&format!("/connector/task/v2/delete?taskName={name}"));
        stage.expect_received(&[delete(task), delete(paused)]);
    });
}
