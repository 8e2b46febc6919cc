//! Reads that are slow, late, refused or never answered, and pages that read for others.

use simulator::{HostEvent, OmsSettings, ReadFailure};

use super::*;

const PROJECT: &str = "np_57fdqtrsqiao";
/// The Incr-Sync of another project.
const OTHER: &str = "10.0.0.6-9000:connector_v2:np_3nqkalshe1qj-incr_trans-1-0:0001000003";
const COMPONENTS: &str = "DescribeProjectComponents";

fn two_projects() -> Setup {
    let other = Task::new(OTHER).state(State::Running).subtopics([SUBTOPIC]);
    Setup::with([incr_sync(State::Running), other]).unlisted()
}

#[track_caller]
fn run(console: &Console, script: &str) -> serde_json::Value {
    console.browser().eventually("a script", || console.browser().run(script, Vec::new()))
}

/// Stops the first task.
#[track_caller]
fn stop(stage: &Stage, console: &Console) {
    console.open_sheet("Stop", INCR_SYNC).submit();
    console.expect_state(INCR_SYNC, "Stopped");
    console.sheet("Stop").click("Close");
    stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
}

#[test]
fn an_answer_tells_of_the_time_when_it_was_asked_for() {
    play(two_projects().with_oms(), |stage, console| {
        console.expect_text("2 projects read from OMS");
        let set_ahead = "window.ahead = 0; const now = Date.now; Date.now = () => now() + window.ahead;";
        run(console, set_ahead);
        let gate = stage.hold_reads(PROJECT);
        let reads = stage.count_reads(&[COMPONENTS, PROJECT]);
        console.click("Read again");
        console.browser().eventually("the read", || {
            match stage.count_reads(&[COMPONENTS, PROJECT]) > reads {
                true => Ok(()),
                false => NotYet::because("it was not sent"),
            }
        });
        stop(stage, console);
        // The answer comes when OMS would know of the stop, and is from before.
        run(console, "
            window.ahead = 21_000;
            window.states = new Set();
            const note = () => [...document.querySelectorAll('[role=row]')]
                .filter(row => row.textContent.includes('np_57fdqtrsqiao'))
                .forEach(row => window.states.add(row.textContent.includes('Running')));
            note();
            new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
        ");
        gate.release();
        console.expect_text("2 projects read from OMS");
        console.expect_state(INCR_SYNC, "Stopped");
        assert_eq!(run(console, "return [...window.states]"), json!([false]));
    });
}

#[test]
fn a_project_that_does_not_answer_after_an_operation_holds_nothing_up() {
    play(two_projects().with_oms(), |stage, console| {
        console.expect_text("2 projects read from OMS");
        let gate = stage.hold_reads(PROJECT);
        let reads = stage.count_reads(&[]);
        stop(stage, console);
        stage.wait_for_reads(reads + 1);
        stage.happen(&HostEvent::State { task: OTHER.into(), state: State::Stopped });
        console.click("Read again");
        console.expect_state(OTHER, "Stopped");
        gate.release();
        console.expect_text("2 projects read from OMS");
        console.expect_state(INCR_SYNC, "Stopped");
    });
}

#[test]
fn a_password_that_expired_is_sent_no_more_whichever_read_it_was_refused_for() {
    for by_details in [true, false] {
        let oms = OmsSettings::on().user("reader", "s3cret");
        play(two_projects().with_oms_as(oms), |stage, console| {
            console.click("Sign in…");
            let sheet = console.sheet("Sign in");
            sheet.fill("User name", "reader");
            sheet.fill("Password", "s3cret");
            sheet.submit();
            console.expect_text("2 projects read from OMS");
            stage.change_oms(|oms| {
                if let Some(user) = &mut oms.user {
                    user.expired = true;
                }
            });
            let details = || {
                console.choose_in_menu(INCR_SYNC, "Details");
                let sheet = console.sheet("Details");
                sheet.expect_said("alert", "The user name or the password is wrong");
                sheet.click("Close");
            };
            if by_details {
                details()
            } else {
                stop(stage, console)
            }
            console.expect_text("the password may have expired");
            let reads = stage.count_reads(&[]);
            details();
            assert_eq!(stage.count_reads(&[]), reads, "it is not sent again");
        });
    }
}

#[test]
fn what_a_list_that_ends_early_does_not_name_is_stale() {
    let oms = OmsSettings { most_rows: 1, ..OmsSettings::on() };
    play(two_projects().with_oms_as(oms), |stage, console| {
        console.expect_text("2 projects read from OMS");
        stage.change_oms(|oms| oms.fail("ListProjects 2", ReadFailure::Forbidden));
        console.click("Read again");
        console.expect_text("The list of projects could not be read to its end");
        console.filter("read:stale");
        console.expect_tasks(&[INCR_SYNC]);
        stage.change_oms(|oms| oms.failing.clear());
        console.filter("");
        console.click("Read again");
        console.expect_state(INCR_SYNC, "Runningread ");
        console.expect_state(OTHER, "Runningread ");
    });
}

#[test]
fn a_task_that_vanished_is_marked_although_another_project_fails() {
    let oms = OmsSettings::on().failing("np_3nqkalshe1qj", ReadFailure::Forbidden);
    let tasks =
        [incr_sync(State::Running), full_import(State::Running), Task::new(OTHER).state(State::Running)];
    play(Setup::with(tasks).unlisted().with_oms_as(oms), |stage, console| {
        console.expect_text("1 project could not be read");
        stage.happen(&HostEvent::State { task: FULL_IMPORT.into(), state: State::Deleted });
        console.click("Read again");
        console.expect_cell(FULL_IMPORT, "State", "Runningnot in OMS any more");
        console.expect_cell(INCR_SYNC, "State", "Runningread ");
    });
}

#[test]
fn a_page_hears_what_another_one_knows_and_takes_over_when_that_one_crashes() {
    let oms = OmsSettings::on().failing("np_3nqkalshe1qj", ReadFailure::Forbidden);
    play(two_projects().with_oms_as(oms).with_windows(), |stage, console| {
        let browser = console.browser();
        console.expect_text("1 project could not be read");
        console.expect_state(INCR_SYNC, "Runningread ");
        let passes = stage.count_reads(&["ListProjects"]);
        browser.open_window();
        console.open("");
        console.expect_text("Another page of this browser reads from OMS");
        console.expect_text("1 project could not be read");
        console.expect_state(INCR_SYNC, "Runningread ");
        console.choose_in_menu(INCR_SYNC, "Details");
        console.sheet("Details").expect_fact("Subtopics", SUBTOPIC);
        console.sheet("Details").click("Close");
        assert_eq!(stage.count_reads(&["ListProjects"]), passes, "what is known is not read anew");

        browser.go_to_first_tab();
        browser.crash();
        stage.change_oms(|oms| oms.failing.clear());
        console.expect_text("2 projects read from OMS");
        console.expect_state(OTHER, "Runningread ");
        assert_eq!(stage.count_reads(&["ListProjects"]), passes + 1);
    });
}

#[test]
fn where_reads_are_slow_rows_go_on_appearing_and_say_how_old_they_are() {
    const ALL: usize = 12;
    let name =
        |number: usize| format!("10.0.0.7-9000:connector_v2:np_9{number:011}-incr_trans-1-0:0001000003");
    let others = (1..ALL).map(|number| Task::new(&name(number)).state(State::Running).subtopics([SUBTOPIC]));
    let tasks = [incr_sync(State::Running)].into_iter().chain(others);
    let oms = OmsSettings { latency_ms: 2700, ..OmsSettings::on() };
    play(Setup::with(tasks).unlisted().with_oms_as(oms), |stage, console| {
        let count =
            || run(console, "return document.querySelectorAll('[role=grid] [role=row]').length").as_u64();
        console.expect_state(INCR_SYNC, "Runningread ");
        let first = count();
        assert!(first < Some(ALL as u64), "the pass is under way");
        stop(stage, console);
        console.expect_text("12 projects read from OMS");
        assert!(count() > first);
        console.expect_state(INCR_SYNC, "Stopped");
        for number in 1..ALL {
            console.expect_state(&name(number), "Runningread ");
        }
        // Reads are as old as their requests: longer ago than the answers by what they took.
        run(console, "const now = Date.now; Date.now = () => now() + 30_000;");
        let ages = "
            const cells = [...document.querySelectorAll('[role=grid] [role=row]')].map(row => row.textContent);
            return cells.flatMap(text => text.match(/Running *read (\\d+) s ago/)?.slice(1).map(Number) ?? []);
        ";
        console.browser().eventually("the ages", || {
            let found = console.browser().run(ages, Vec::new())?;
            let ages: Vec<_> =
                found.as_array().into_iter().flatten().filter_map(|age| age.as_u64()).collect();
            match ages.len() == ALL - 1 && ages.iter().all(|age| *age >= 32) {
                true => Ok(()),
                false => NotYet::because(found.to_string()),
            }
        });
        // A read after the operation is shown as soon as it is there.
        console.expect_cell(INCR_SYNC, "State", "Stoppedread ");
    });
}
