//! What the table shows of what OMS tells: figures, names of projects, and what is no longer sure.

use simulator::{Component, HostEvent, OmsSettings, Project, ReadFailure, Store};

use super::*;

const PROJECT: &str = "np_57fdqtrsqiao";
/// The Incr-Sync of another project, more than an hour behind.
const LATE: &str = "10.0.0.6-9000:connector_v2:np_3nqkalshe1qj-incr_trans-1-0:0001000003";

/// Returns an Incr-Sync that keeps up.
fn current() -> Task {
    Task::new(INCR_SYNC).state(State::Running).subtopics([SUBTOPIC])
}

fn late() -> Task {
    Task::new(LATE).state(State::Running).subtopics([SUBTOPIC]).behind(3_905)
}

fn shop() -> Project {
    Project { name: "shop".into(), region: "cn-hangzhou".into(), ..Project::new(PROJECT, 1_700_000_000) }
}

fn setup(project: Project) -> Setup {
    let tasks = [current(), full_import(State::Running).copied(450), late()];
    Setup::with(tasks).unlisted().projects([project]).with_oms()
}

#[test]
fn columns_come_with_what_oms_tells_and_rows_are_found_by_it() {
    play(setup(shop()), |_, console| {
        console.browser().resize(2_400, 900);
        console.expect_columns(&["State", "Task name", "Delay", "Checkpoint", "Last operation", "Host"]);
        console.expect_title(INCR_SYNC, "shop", "Incr-Sync");
        console.expect_cell(LATE, "Delay", "1 h 5 minover 15 min");
        console.click("Columns");
        let sheet = console.sheet("Columns");
        sheet.tick("Progress");
        sheet.tick("Region");
        sheet.tick("Project type");
        sheet.tick("Project state");
        sheet.click("Close");
        console.expect_no_sheet();
        // It goes on meanwhile.
        console.expect_cell(FULL_IMPORT, "Progress", "4");
        console.expect_cell(INCR_SYNC, "Project type", "migration");
        console.expect_cell(INCR_SYNC, "Project state", "running");
        console.expect_cell(INCR_SYNC, "Region", "cn-hangzhou");
        console.filter("delay>300");
        console.expect_tasks(&[LATE]);
        console.filter("project:shop component:incr-sync");
        console.expect_tasks(&[INCR_SYNC]);
        console.filter("-project-state:suspended type:migration project:shop delay<=5min");
        console.expect_tasks(&[INCR_SYNC]);
        console.filter("region:hangzhou delay<=5min");
        console.expect_tasks(&[INCR_SYNC]);
        console.filter("delay>soon");
        console.expect_text("delay is compared with seconds");
        console.filter("component:incr-sync");
        console.sort_by("Delay");
        console.expect_tasks(&[INCR_SYNC, LATE]);
        console.sort_by("Delay");
        console.expect_tasks(&[LATE, INCR_SYNC]);
        console.reload();
        console.expect_cell(LATE, "Delay", "1 h 5 min");
        console.expect_sorted(Some(("Delay", "descending")));
    });
}

#[test]
fn what_is_no_longer_sure_is_marked() {
    let setup = setup(shop()).deploying(r#"{"tasks": ["odd-7"]}"#);
    play(setup, |stage, console| {
        console.expect_cell("odd-7", "State", "Unknownnot in OMS");
        console.filter("read:absent");
        console.expect_tasks(&["odd-7"]);
        console.filter("");
        console.expect_cell(INCR_SYNC, "State", "Runningread ");
        stage.change_oms(|oms| {
            oms.failing.insert(PROJECT.into(), ReadFailure::Forbidden);
        });
        stage.happen(&HostEvent::State { task: LATE.into(), state: State::Deleted });
        console.click("Read again");
        console.expect_cell(INCR_SYNC, "State", "Runninglast read ");
        console.filter("read:stale component:incr-sync");
        console.expect_tasks(&[INCR_SYNC]);
        // A pass that misses nothing tells what is gone.
        stage.change_oms(|oms| *oms = OmsSettings::on());
        console.click("Read again");
        console.filter("");
        console.expect_cell(INCR_SYNC, "State", "Runningread ");
        console.expect_cell(LATE, "State", "Runningnot in OMS any more");
        console.filter("read:missing");
        console.expect_tasks(&[LATE]);
    });
}

#[test]
fn a_task_that_runs_while_its_project_does_not_is_marked() {
    play(setup(shop().status("SUSPEND")), |_, console| {
        console.expect_cell(INCR_SYNC, "State", "Runningproject suspended");
        console.filter("needs:attention component:incr-sync project:shop");
        console.expect_tasks(&[INCR_SYNC]);
    });
}

#[test]
fn a_task_that_runs_without_an_active_store_is_marked() {
    let store =
        |status: &str| Store { status: status.into(), ..Store::new(SUBTOPIC, "10.0.0.5", 7 * 24 * 3600) };
    let down = shop().store(store("UNEXPECTED_EXIT"));
    play(setup(down.clone()), |stage, console| {
        console.expect_cell(INCR_SYNC, "State", "RunningStore down");
        console.filter("needs:attention project:shop");
        console.expect_tasks(&[INCR_SYNC]);
        console.choose_in_menu(INCR_SYNC, "Details");
        let sheet = console.sheet("Details");
        sheet.expect_text("No Store of a subtopic that it reads is active.");
        sheet.click("Close");
        // One that does not run needs none.
        stage.happen(&HostEvent::State { task: INCR_SYNC.into(), state: State::Stopped });
        console.click("Read again");
        console.expect_tasks(&[]);
    });
    // One Store of the subtopic is enough.
    play(setup(down.store(store("ACTIVE"))), |_, console| {
        console.expect_cell(INCR_SYNC, "State", "Runningread ");
    });
}

#[test]
fn a_full_import_of_any_name_is_what_oms_says_it_is() {
    const NAME: &str = "orders-first-copy";
    let task = Task::new(NAME).of(PROJECT, Component::FullImport);
    let setup = Setup::with([current(), task]).unlisted().projects([shop()]).with_oms();
    play(setup, |stage, console| {
        console.expect_title(NAME, "shop", "Full-Import");
        console.filter("component:full-import");
        console.expect_tasks(&[NAME]);
        let sheet = console.open_sheet("Start", NAME);
        sheet.tick("Restart");
        sheet.submit();
        console.expect_state(NAME, "Running");
        stage.expect_received(&[Call::bare(&format!(
            "/connector/task/v2/resume?taskName={NAME}&restartFlag=true"
        ))]);
    });
}

#[test]
fn what_is_on_the_screen_is_read_first() {
    const ACTION: &str = "DescribeProjectComponents";
    const ALL: usize = 12;
    // So many reads are out together, and their order on the way is the browser's.
    const TOGETHER: usize = 4;
    let name =
        |number: usize| format!("10.0.0.7-9000:connector_v2:np_{number:012}-incr_trans-1-0:0001000003");
    let tasks = (0..ALL).map(|number| Task::new(&name(number)).state(State::Running).subtopics([SUBTOPIC]));
    play(Setup::with(tasks).unlisted().with_oms(), |stage, console| {
        let reads = |least: usize| {
            console.browser().eventually("the reads", || {
                let reads = stage.reads_of(ACTION);
                if reads.len() < least { Err(NotYet(format!("{} reads", reads.len()))) } else { Ok(reads) }
            })
        };
        // Without a filter, both would be among the last.
        for (pass, number) in [11, 10].into_iter().enumerate() {
            let before = ALL * (pass + 1);
            reads(before);
            console.expect_text("12 projects read from OMS");
            console.filter(&format!("np_{number:012}"));
            console.expect_tasks(&[&name(number)]);
            console.click("Read again");
            let first = reads(before + TOGETHER)[before..before + TOGETHER].join(" ");
            assert!(first.contains(&format!("np_{number:012}")), "{first}");
        }
    });
}

#[test]
fn a_phones_card_has_the_delay() {
    play(setup(shop()), |_, console| {
        console.expect_state(LATE, "Running");
        console.browser().be_a_phone(390, 844);
        console.reload();
        console.expect_cell(LATE, "Delay", "1 h 5 min");
        let wrong = "
            const cells = [...document.querySelectorAll('.row:not(.spare) > .cell')];
            const shown = cells.filter(cell => cell.getClientRects().length);
            const seen = shown.some(cell => cell.classList.contains('delay'));
            const checked = shown.filter(cell => cell.matches('.state, .delay, .last'));
            return [seen, checked.some(cell => cell.scrollWidth > cell.clientWidth + 1)];
        ";
        console.browser().eventually("the cards", || {
            let found = console.browser().run(wrong, Vec::new())?;
            if found == json!([true, false]) { Ok(()) } else { NotYet::because(found.to_string()) }
        });
    });
}
