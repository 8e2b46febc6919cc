//! A pull-back that is interrupted: its status, the three choices, and the same after a reload.

use super::operations::pull_back_calls;
use super::*;

/// Fills the sheet in for the API page's example.
pub fn fill_in<'c>(console: &'c Console) -> Sheet<'c> {
    let sheet = console.open_sheet("Pull back", INCR_SYNC);
    sheet.fill("Pull back to", "2023-02-13 19:00:00");
    sheet.fill("Time zone", "Asia/Shanghai");
    sheet.fill("Subtopic", SUBTOPIC);
    sheet.expect_preview(&pull_back_calls());
    sheet
}

fn expect_choices(sheet: &Sheet<'_>) {
    for choice in ["Repeat this step", "Mark as done and continue", "Abandon"] {
        sheet.expect_button(choice);
    }
}

/// Returns the calls at these places of the plan.
fn calls<const N: usize>(places: [usize; N]) -> [Call; N] {
    places.map(|place| pull_back_calls()[place].clone())
}

#[test]
fn a_rejected_step_can_be_repeated() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", true).on(Endpoint::Update));
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.expect_text("stopped; checkpoint not changed; not started");
        expect_choices(&sheet);
        stage.expect_received(&calls([0, 1]));
        console.expect_state(INCR_SYNC, "Stopped");
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back interrupted");

        sheet.click("Repeat this step");
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&calls([0, 1, 1, 2]));
        assert_eq!(stage.applied(), [true, false, true, true]);
        console.expect_state(INCR_SYNC, "Running");
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back confirmed");
    });
}

#[test]
fn a_step_whose_answer_was_lost_can_be_marked_as_done() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        console.browser().expect_error("502 (Bad Gateway)");
        stage.fault(Fault::respond(502, "text/html", "lost").on(Endpoint::Update).applied(true));
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        sheet.expect_text("stopped; checkpoint maybe set; not started");
        expect_choices(&sheet);
        stage.expect_received(&calls([0, 1]));

        sheet.click("Mark as done and continue");
        sheet.expect_text("Marked as done by you");
        stage.expect_received(&calls([0, 1, 2]));
        console.expect_state(INCR_SYNC, "Running");
        let checkpoint = r#"{"np_57fdqtrsqiao_source-000-0":"1676286000"}"#;
        assert_eq!(stage.task(INCR_SYNC).value("source", "checkpoint"), Some(checkpoint));
        assert_eq!(stage.state(INCR_SYNC), State::Running);
    });
}

#[test]
fn an_interrupted_run_can_be_abandoned() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", false).on(Endpoint::Update));
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.click("Abandon");
        sheet.expect_said("status", "Pull back was abandoned");
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back abandoned");
        console.expect_state(INCR_SYNC, "Stopped");
        stage.expect_received(&calls([0, 1]));

        // It is over: nothing waits after a reload, and the task is free for another operation.
        console.reload();
        console.sheet("Pull back").click("Cancel");
        console.open_sheet("Start", INCR_SYNC).submit();
        console.expect_cell(INCR_SYNC, "Last operation", "Start confirmed");
        let start = Call::bare(
            "/connector/task/v2/resume?taskName=10.0.0.5-9000:connector_v2:np_57fdqtrsqiao-incr_trans-1-0:0003000002",
        );
        stage.expect_received(&[calls([0, 1]).as_slice(), &[start]].concat());
    });
}

#[test]
fn a_first_step_that_fails_leaves_the_task_as_it_was() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All processes failed", true).on(Endpoint::Stop));
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.expect_text("not stopped; checkpoint not changed; not started");
        stage.expect_received(&calls([0]));
    });
}

#[test]
fn a_last_step_that_fails_says_that_the_checkpoint_is_set() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-RESOIE000201", "No available Store", false).on(Endpoint::Resume));
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        sheet.expect_text("stopped; checkpoint set; not started");
        stage.expect_received(&calls([0, 1, 2]));
        sheet.click("Repeat this step");
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&calls([0, 1, 2, 2]));
    });
}

/// Reloads the page while the second call is out, and goes on from there.
fn interrupted_by_a_reload(decide: impl FnOnce(&Stage, &Console, &Sheet<'_>)) {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let gate = Gate::new();
        stage.fault(Fault::held(&gate).on(Endpoint::Update));
        fill_in(console).submit();
        stage.expect_received(&calls([0, 1]));
        console.reload();
        // The address still names the sheet, which says the status; a notice does when it is closed.
        console.sheet("Pull back").expect_text("stopped; checkpoint maybe set; not started.");
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back interrupted");
        console.browser().press(Key::Escape);
        console.expect_notice("was interrupted: stopped; checkpoint maybe set; not started.");
        console.click("Resolve…");
        let sheet = console.sheet("Pull back");
        sheet.expect_text("The page was closed or reloaded before the answer came.");
        expect_choices(&sheet);
        stage.expect_received(&calls([0, 1]));
        decide(stage, console, &sheet);
    });
}

#[test]
fn after_a_reload_the_step_can_be_repeated() {
    interrupted_by_a_reload(|stage, console, sheet| {
        sheet.click("Repeat this step");
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&calls([0, 1, 1, 2]));
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back confirmed");
    });
}

#[test]
fn after_a_reload_the_step_can_be_marked_as_done() {
    interrupted_by_a_reload(|stage, console, sheet| {
        sheet.click("Mark as done and continue");
        console.expect_state(INCR_SYNC, "Running");
        stage.expect_received(&calls([0, 1, 2]));
    });
}

#[test]
fn after_a_reload_the_run_can_be_abandoned() {
    interrupted_by_a_reload(|stage, console, sheet| {
        sheet.click("Abandon");
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back abandoned");
        console.reload();
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back abandoned");
        stage.expect_received(&calls([0, 1]));
    });
}

#[test]
fn a_task_with_several_subtopics_is_pulled_back_in_all_of_them() {
    let task =
        incr_sync(State::Running).subtopics(["np_57fdqtrsqiao_source-000-0", "np_57fdqtrsqiao_source-001-0"]);
    play(Setup::with([task]), |stage, console| {
        let sheet = fill_in(console);
        sheet.click("Add subtopic");
        sheet.fill("Subtopic 2", "np_57fdqtrsqiao_source-001-0");
        let body = r#"{
  "source": {
    "checkpoint": "{\"np_57fdqtrsqiao_source-000-0\":\"1676286000\",\"np_57fdqtrsqiao_source-001-0\":\"1676286000\"}"
  }
}"#;
        let [stop, update, start] = pull_back_calls();
        let expected = [stop, Call::json(&update.target, body), start];
        sheet.expect_preview(&expected);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&expected);
    });
}

#[test]
fn a_subtopic_that_was_used_before_is_offered_for_one_that_is_close() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&pull_back_calls());
        for typed in [format!("{SUBTOPIC}请看"), format!("{SUBTOPIC}:请看"), SUBTOPIC.replace('0', "０")]
        {
            console.open(&format!("?task={INCR_SYNC}&op=pullback&at=1676286000"));
            let sheet = console.sheet("Pull back");
            sheet.expect_value("Subtopic", SUBTOPIC);
            sheet.fill_at_once("Subtopic", &typed);
            sheet.expect_text("Do you mean:");
            sheet.click(SUBTOPIC);
            sheet.expect_value("Subtopic", SUBTOPIC);
        }
    });
}

#[test]
fn subtopics_go_back_to_the_common_time_or_to_one_of_their_own() {
    const SECOND: &str = "np_57fdqtrsqiao_source-001-0";
    const THIRD: &str = "np_57fdqtrsqiao_source-002-0";
    let task = incr_sync(State::Running).subtopics([SUBTOPIC, SECOND, THIRD]);
    play(Setup::with([task]), |stage, console| {
        let sheet = fill_in(console);
        sheet.expect_check_boxes(&[]);
        sheet.click("Add subtopic");
        sheet.fill("Subtopic 2", SECOND);
        sheet.click("Add subtopic");
        sheet.fill("Subtopic 3", THIRD);
        sheet.tick("Subtopic 2 goes back to a time of its own");
        sheet.tick("Subtopic 3 goes back to a time of its own");
        sheet.fill("Pull subtopic 2 back to", "soon");
        sheet.expect_message("Pull subtopic 2 back to", "time");
        sheet.expect_no_message("Pull back to");
        sheet.fill("Pull subtopic 2 back to", "2023-02-13T10:00:00Z");
        sheet.expect_fact("Epoch seconds", "1676282400");
        sheet.expect_fact("Asia/Shanghai", "2023-02-13 18:00:00 +08:00");
        // What was typed stays while it is not used.
        sheet.fill("Pull subtopic 3 back to", "1676286001");
        sheet.tick("Subtopic 3 goes back to a time of its own");
        sheet.tick("Subtopic 3 goes back to a time of its own");
        sheet.expect_value("Pull subtopic 3 back to", "1676286001");
        let body = r#"{
  "source": {
    "checkpoint": "{\"np_57fdqtrsqiao_source-000-0\":\"1676286000\",\"np_57fdqtrsqiao_source-001-0\":\"1676282400\",\"np_57fdqtrsqiao_source-002-0\":\"1676286001\"}"
  }
}"#;
        let [stop, update, start] = pull_back_calls();
        let expected = [stop, Call::json(&update.target, body), start];
        sheet.expect_preview(&expected);
        assert_eq!(console.browser().violations(), Vec::<String>::new());

        // The link opens the same form, with the same times.
        sheet.click("Copy link");
        let link = console.browser().eventually("the link", || {
            let link = console.browser().clipboard();
            if link.contains("ownat=") { Ok(link) } else { NotYet::because(link) }
        });
        console.open(link.trim_start_matches(console.address()));
        let sheet = console.sheet("Pull back");
        sheet.expect_preview(&expected);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&expected);
    });
}

#[test]
fn a_subtopics_own_time_that_the_zone_has_twice_is_asked_about_at_its_place() {
    let task = incr_sync(State::Running).subtopics([SUBTOPIC, "np_57fdqtrsqiao_source-001-0"]);
    play(Setup::with([task]), |_, console| {
        let sheet = fill_in(console);
        sheet.fill("Time zone", "Europe/Berlin");
        sheet.click("Add subtopic");
        sheet.tick("Subtopic 2 goes back to a time of its own");
        sheet.fill("Pull subtopic 2 back to", "2023-10-29 02:30");
        sheet.expect_message("Pull subtopic 2 back to", "twice");
        sheet.click("2023-10-29 02:30:00 +01:00 = 2023-10-29 01:30:00Z");
        sheet.expect_no_message("Pull subtopic 2 back to");
        sheet.expect_fact("Epoch seconds", "1698543000");
        // In another zone it is another question.
        sheet.fill("Time zone", "Europe/Paris");
        sheet.expect_message("Pull subtopic 2 back to", "twice");
        sheet.fill("Pull subtopic 2 back to", "2023-03-26 02:30");
        sheet.expect_message("Pull subtopic 2 back to", "does not exist in this zone");
    });
}

#[test]
fn a_double_click_on_a_choice_takes_it_once() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(
            Fault::reject("CM-SCHEOR000002", "All processes failed", true)
                .on(Endpoint::Update)
                .times(Times::Always),
        );
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_text("stopped; checkpoint not changed; not started");
        let repeat = || console.browser().double_click(&sheet.button("Repeat this step")?);
        console.browser().eventually("the choice", repeat);
        sheet.expect_text("sent 2 times");
        sheet.expect_outcome("Rejected");
        stage.expect_received(&calls([0, 1, 1]));
    });
}

#[test]
fn a_refusal_after_a_lost_answer_leaves_the_doubt() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        console.browser().expect_error("502 (Bad Gateway)");
        stage.fault(Fault::respond(502, "text/html", "lost").on(Endpoint::Resume).applied(true));
        let sheet = fill_in(console);
        sheet.submit();
        sheet.expect_text("stopped; checkpoint set; maybe started");
        sheet.click("Repeat this step");
        sheet.expect_outcome("Rejected");
        sheet.expect_text("stopped; checkpoint set; maybe started");
        stage.expect_received(&calls([0, 1, 2, 2]));
        assert_eq!(stage.state(INCR_SYNC), State::Running);
    });
}

#[test]
fn another_tab_leaves_a_run_to_the_tab_that_carries_it_out() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Running)]).with_windows(), |stage, console| {
        stage.fault(Fault::held(&gate).on(Endpoint::Stop));
        fill_in(console).submit();
        stage.expect_received(&calls([0]));

        console.browser().open_tab();
        console.open("");
        let sheet = console.open_sheet("Delete", INCR_SYNC);
        sheet.fill("Type delete to confirm", "delete");
        sheet.click("Delete");
        sheet.expect_text("Nothing was sent: Pull back of this task is still running in another tab.");
        stage.expect_received(&calls([0]));

        gate.release();
        console.browser().go_to_first_tab();
        console.expect_state(INCR_SYNC, "Running");
        stage.expect_received(&calls([0, 1, 2]));
    });
}
