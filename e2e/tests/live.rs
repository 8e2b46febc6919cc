//! What OMS knows: read by one of the browser's pages, shown in all of them, and said where it cannot be read.

use simulator::{HostEvent, Oddity, OmsSettings, Project, ReadFailure, SignIn};

use super::*;

const PROJECT: &str = "np_57fdqtrsqiao";
/// The Incr-Sync of another project.
const OTHER: &str = "10.0.0.6-9000:connector_v2:np_3nqkalshe1qj-incr_trans-1-0:0001000003";

fn two_tasks() -> Setup {
    Setup::with([incr_sync(State::Running), full_import(State::Stopped)]).unlisted()
}

/// Returns a task of another project.
fn other(state: State) -> Task {
    Task::new(OTHER).state(state).subtopics([SUBTOPIC])
}

/// Signs in with the form.
fn sign_in(console: &Console, user: &str, password: &str) {
    let sheet = console.sheet("Sign in");
    sheet.fill("User name", user);
    sheet.fill("Password", password);
    sheet.submit();
}

#[test]
fn tasks_and_states_come_from_oms_and_an_operation_is_followed() {
    play(two_tasks().with_oms(), |stage, console| {
        console.expect_tasks(&[FULL_IMPORT, INCR_SYNC]);
        console.expect_state(INCR_SYNC, "Running");
        console.expect_state(FULL_IMPORT, "Stopped");
        console.expect_cell(INCR_SYNC, "State", "Runningread ");
        console.expect_text("1 project read from OMS");

        // What is seen are the console's only calls: reads, and the stop that a person sends.
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        console.sheet("Stop").click("Close");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        let reads = stage.count_reads(&["DescribeProjectComponents", PROJECT]);
        stage.wait_for_reads(reads + 1);

        // What another tool does is seen with the next pass.
        stage.happen(&HostEvent::State { task: FULL_IMPORT.into(), state: State::Running });
        console.click("Read again");
        console.expect_state(FULL_IMPORT, "Running");
    });
}

#[test]
fn where_there_are_no_reads_the_console_says_so_and_works() {
    let setup = Setup::with([incr_sync(State::Running)]).with_oms_as(OmsSettings::default());
    play(setup, |stage, console| {
        console.expect_text("this server has no OpenAPI of OMS");
        console.expect_state(INCR_SYNC, "Unknown");
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.expect_state(INCR_SYNC, "Stopped");
        console.sheet("Stop").click("Close");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        stage.change_oms(|oms| *oms = OmsSettings::on());
        console.click("Try again");
        console.expect_text("1 project read from OMS");
    });
}

#[test]
fn a_wrong_or_expired_password_is_one_message_and_no_loop() {
    let oms = OmsSettings::on().user("reader", "s3cret-pässword");
    let in_time = Task::new(INCR_SYNC).state(State::Running).subtopics([SUBTOPIC]);
    let setup = Setup::with([in_time, other(State::Abnormal)]).unlisted();
    play(setup.with_oms_as(oms), |stage, console| {
        console.expect_text("OMS tells states only to users who are signed in");
        console.expect_tasks(&[]);
        let refused = stage.count_reads(&[]);
        console.click("Sign in to OMS…");
        sign_in(console, "reader", "wrong");
        console.sheet("Sign in").expect_said("alert", "The user name or the password is wrong");
        assert_eq!(stage.count_reads(&[]), refused + 1, "it is tried once, by a person");
        sign_in(console, "reader", "s3cret-pässword");
        console.expect_no_sheet();
        console.expect_state(INCR_SYNC, "Running");
        console.expect_text("reader");
        let kept = "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])";
        let kept = console.browser().eventually("what is kept", || console.browser().run(kept, Vec::new()));
        assert!(!kept.to_string().contains("s3cret"), "{kept}");

        stage.change_oms(|oms| {
            if let Some(user) = &mut oms.user {
                user.expired = true;
            }
        });
        console.click("Read again");
        console.expect_text("the password may have expired");
        // What was known stays, and says that it is old.
        console.expect_state(INCR_SYNC, "Running");
        console.expect_text("not since");
        // One notice says it of all; what needs attention is told as before.
        console.expect_notice("Nothing is read from OMS until you sign in");
        console.expect_text("The last complete read was");
        console.expect_state(OTHER, "Exception");
        console.filter("needs:attention");
        console.expect_tasks(&[OTHER]);
        stage.change_oms(|oms| {
            if let Some(user) = &mut oms.user {
                user.expired = false;
            }
        });
        console.click("Sign in…");
        sign_in(console, "reader", "s3cret-pässword");
        console.expect_no_sheet();
        console.filter("read:stale");
        console.expect_tasks(&[]);
    });
}

#[test]
fn a_sign_in_page_in_place_of_an_answer_is_recognised() {
    for page in [SignIn::Redirect, SignIn::Page] {
        let oms = OmsSettings { sign_in: Some(page), ..OmsSettings::on() };
        play(two_tasks().with_oms_as(oms), |stage, console| {
            console.expect_text("A page to sign in came in place of an answer");
            let line = "return document.querySelector('.live-line').textContent";
            let line = console.browser().eventually("the line", || console.browser().run(line, Vec::new()));
            assert!(!line.to_string().contains("Sign in…"), "our form is of no use there: {line}");
            stage.change_oms(|oms| oms.sign_in = None);
            console.click("Try again");
            console.expect_text("1 project read from OMS");
        });
    }
}

#[test]
fn a_page_for_which_another_one_reads_can_sign_in_as_well() {
    let oms = OmsSettings::on().user("reader", "s3cret-pässword");
    play(two_tasks().with_oms_as(oms).with_windows(), |_, console| {
        // Two windows are in sight at the same time.
        console.browser().before_each_page("Object.defineProperty(document, 'hidden', { get: () => false })");
        console.reload();
        console.click("Sign in…");
        sign_in(console, "reader", "s3cret-pässword");
        console.expect_state(INCR_SYNC, "Running");
        console.browser().open_tab();
        console.open("");
        console.expect_state(INCR_SYNC, "Running");
        console.expect_text("Another page of this browser reads from OMS for this one.");
        console.choose_in_menu(INCR_SYNC, "Details");
        console.sheet("Details").expect_said("alert", "Not signed in on this page");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.click("Sign in…");
        sign_in(console, "reader", "s3cret-pässword");
        console.expect_no_sheet();
        console.choose_in_menu(INCR_SYNC, "Details");
        console.sheet("Details").expect_fact("Subtopics", SUBTOPIC);
    });
}

#[test]
fn what_oms_says_of_a_failed_read_is_shown_in_full_with_its_id() {
    let oms = OmsSettings::on();
    play(two_tasks().with_oms_as(oms), |stage, console| {
        console.expect_state(INCR_SYNC, "Running");
        stage.change_oms(|oms| {
            oms.failing.insert(PROJECT.into(), ReadFailure::Detailed);
        });
        console.choose_in_menu(INCR_SYNC, "Details");
        let sheet = console.sheet("Details");
        sheet.expect_said("alert", "OMS refused.");
        sheet.expect_said("alert", "CM-RESOAT000011");
        sheet.expect_said("alert", "Why: The host is busy.");
        sheet.expect_said("alert", "What to do: ");
        sheet.expect_button("Copy request id");
    });
}

#[test]
fn what_cannot_be_read_is_named_and_keeps_its_last_state_as_stale() {
    let other = other(State::Running);
    play(Setup::with([incr_sync(State::Running), other]).unlisted().with_oms(), |stage, console| {
        console.expect_state(OTHER, "Running");
        console.expect_state(INCR_SYNC, "Running");
        stage.change_oms(|oms| {
            oms.failing.insert(PROJECT.into(), ReadFailure::Forbidden);
        });
        console.click("Read again");
        console.expect_text("1 project could not be read");
        let open = "document.querySelector('.live-failures').open = true";
        console.browser().eventually("the list", || console.browser().run(open, Vec::new()));
        console.expect_text(&format!("Project {PROJECT}: This user may not read here."));
        console.expect_state(INCR_SYNC, "Running");
        stage.change_oms(|oms| oms.failing.clear());
        console.click("Read again");
        console.expect_text("2 projects read from OMS");
    });
}

#[test]
fn details_show_what_oms_says_without_its_secrets() {
    let task = incr_sync(State::Running).set("sink", "password", "hunter2").set("sink", "workerNum", "16");
    play(Setup::with([task]).unlisted().with_oms(), |_, console| {
        console.expect_state(INCR_SYNC, "Running");
        console.choose_in_menu(INCR_SYNC, "Details");
        let sheet = console.sheet("Details");
        sheet.expect_fact("Subtopics", SUBTOPIC);
        sheet.expect_text("/logs/error.log");
        sheet.expect_fact("password", "hidden");
        sheet.fill("Search the configuration", "WORKER");
        sheet.expect_fact("workerNum", "16");
        let text = console.browser().eventually("the sheet", || sheet.text());
        assert!(!text.contains("hunter2") && !text.contains("password"), "{text}");
        // Reading goes on, and what was looked for stays.
        console.click("Read again");
        sheet.expect_value("Search the configuration", "WORKER");
    });
}

#[test]
fn what_details_read_is_in_the_row_too_in_the_same_words() {
    let task = Task::new(INCR_SYNC).state(State::Running).subtopics([SUBTOPIC]).behind(2);
    let config = json!({ "openApi": { "read": true, "intervalSeconds": 3_600 } });
    play(Setup::with([task]).unlisted().with_oms().configured(&config), |stage, console| {
        console.browser().resize(2400, 900);
        console.expect_state(INCR_SYNC, "Running");
        console.expect_text("1 project read from OMS");
        stage.happen(&HostEvent::FallBehind { task: INCR_SYNC.into(), seconds: 4_020 });
        stage.happen(&HostEvent::State { task: INCR_SYNC.into(), state: State::Stopped });
        console.choose_in_menu(INCR_SYNC, "Details");
        let sheet = console.sheet("Details");
        sheet.expect_fact("Delay", "1 h 7 min, over the limit of 15 min");
        console.expect_state(INCR_SYNC, "Stopped");
        let checkpoint = "
            const facts = [...document.querySelectorAll('dialog dt')];
            return facts.find(fact => fact.textContent === 'Checkpoint')?.nextElementSibling.textContent ?? ''";
        let told =
            console.browser().eventually("the checkpoint", || console.browser().run(checkpoint, Vec::new()));
        assert!(told.as_str().is_some_and(|told| told.contains(':')), "{told}");
        sheet.click("Close");
        console.expect_cell(INCR_SYNC, "Delay", "1 h 7 min");
    });
}

#[test]
fn details_draw_figures_over_time_and_list_the_steps_of_the_project() {
    let project = Project::new(PROJECT, 1_700_000_000).status("FAILED");
    let task = Task::new(INCR_SYNC).state(State::Running).subtopics([SUBTOPIC]).behind(400);
    play(Setup::with([task]).unlisted().projects([project]).with_oms(), |stage, console| {
        console.expect_state(INCR_SYNC, "Running");
        console.choose_in_menu(INCR_SYNC, "Details");
        let sheet = console.sheet("Details");
        sheet.expect_text("Incremental synchronisation");
        sheet.expect_text("CM-RESOIE000201");
        sheet.expect_text("Schema migration");
        let drawing = |name: &str| {
            let script = "
                const drawings = [...document.querySelectorAll('dialog svg[role=img]')];
                const named = drawings.map(svg => [
                    document.getElementById(svg.getAttribute('aria-labelledby')).textContent,
                    svg.querySelectorAll('.of-task').length > 0, svg.querySelectorAll('.of-project').length > 0,
                ]);
                return named.find(([text]) => text.includes(arguments[0])) ?? named;
            ";
            console.browser().eventually("a drawing", || {
                let found = console.browser().run(script, vec![json!(name)])?;
                match (&found[0], found[1] == json!(true), found[2] == json!(true)) {
                    (text, true, true) => Ok(text.as_str().unwrap_or_default().to_owned()),
                    _ => NotYet::because(found.to_string()),
                }
            })
        };
        let told = drawing("/s");
        assert!(
            told.starts_with("This task, as read by this page: lowest ") && told.contains(", highest "),
            "{told}"
        );
        assert!(told.contains("Its project in the last 6 h, as OMS keeps it: "), "{told}");
        drawing(" min");
        let rows = "
            const table = document.querySelector('dialog figure.plot details');
            table.open = true;
            const rows = [...table.querySelectorAll('tbody tr')];
            return rows.length > 70 && rows.some(row => /^\\d+ min/.test(row.cells[1].textContent));
        ";
        console.browser().eventually("the table", || match console.browser().run(rows, Vec::new())? {
            serde_json::Value::Bool(true) => Ok(()),
            rows => NotYet::because(rows.to_string()),
        });
        // Where OMS keeps no figures, there is what this page has read.
        stage.change_oms(|oms| oms.figures = false);
        sheet.click("Close");
        console.choose_in_menu(INCR_SYNC, "Details");
        sheet.expect_text("This task, as read by this page: lowest ");
    });
}

#[test]
fn changes_of_a_state_are_kept_across_a_reload() {
    play(two_tasks().with_oms(), |stage, console| {
        console.expect_state(INCR_SYNC, "Running");
        stage.happen(&HostEvent::State { task: INCR_SYNC.into(), state: State::Stopped });
        console.click("Read again");
        console.expect_state(INCR_SYNC, "Stopped");
        stage.change_oms(|oms| *oms = OmsSettings::default());
        console.reload();
        console.expect_state(INCR_SYNC, "Stopped");
        console.choose_in_menu(INCR_SYNC, "Details");
        let sheet = console.sheet("Details");
        sheet.expect_text("2 changes of state seen");
        let open = "
            document.querySelector('.state-changes').open = true;
            return [...document.querySelectorAll('.state-changes li')].map(line => line.textContent.split(' ')[0]);
        ";
        console.browser().eventually("the changes", || {
            let found = console.browser().run(open, Vec::new())?;
            if found == json!(["Stopped", "Running"]) { Ok(()) } else { NotYet::because(found.to_string()) }
        });
    });
}

#[test]
fn a_pull_back_knows_its_subtopics_and_how_far_it_can_go() {
    let task = incr_sync(State::Running).retention(Duration::from_secs(24 * 3600));
    play(Setup::with([task]).unlisted().with_oms(), |_, console| {
        console.expect_state(INCR_SYNC, "Running");
        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.expect_value("Subtopic", SUBTOPIC);
        sheet.fill("Pull back to", "2 days ago");
        sheet.expect_message("Pull back to", "OMS's Store has no data from before");
        sheet.fill("Pull back to", "2 hours ago");
        sheet.expect_no_message("Pull back to");

        // A link opens the form before anything was read.
        sheet.fill("Subtopic", "");
        console.open(&format!("?op=pullback&task={INCR_SYNC}"));
        console.sheet("Pull back").expect_value("Subtopic", SUBTOPIC);
    });
}

#[test]
fn rows_come_before_the_last_answer_and_whatever_types_it_has() {
    let other = other(State::Stopped);
    let oms = OmsSettings {
        oddities: [Oddity::Strings, Oddity::Singles, Oddity::Missing, Oddity::Strays].into(),
        ..OmsSettings::on()
    };
    let setup = Setup::with([incr_sync(State::Running), other]).unlisted().with_oms_as(oms);
    let stage = Stage::set(setup);
    let gate = stage.hold_reads(PROJECT);
    let console = stage.console();
    console.open("");
    console.expect_tasks(&[OTHER]);
    console.expect_state(OTHER, "Stopped");
    console.expect_text("Reading from OMS: 1 of 2 projects");
    gate.release();
    console.expect_tasks(&[OTHER, INCR_SYNC]);
    console.expect_text("2 projects read from OMS");
}

#[test]
fn one_page_reads_for_all_and_another_takes_over_when_it_is_gone() {
    play(two_tasks().with_oms().with_windows(), |stage, console| {
        let browser = console.browser();
        console.expect_text("1 project read from OMS");
        browser.open_tab();
        console.open("");
        // The first one is out of sight now, so that this one reads.
        console.expect_text("1 project read from OMS");
        console.expect_state(INCR_SYNC, "Running");
        stage.happen(&HostEvent::State { task: INCR_SYNC.into(), state: State::Stopped });
        console.click("Read again");
        console.expect_state(INCR_SYNC, "Stopped");
        browser.go_to_first_tab();
        console.expect_state(INCR_SYNC, "Stopped");
        console.expect_text("1 project read from OMS");
    });
}
