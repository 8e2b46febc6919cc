//! A row tells its task at a glance, offers what fits, and keeps the rest in its menu.

use e2e::{Element, Look};

use super::*;

const FAR: &str = "10.0.0.9-9000:connector_v2:np_far-incr_trans-1-0:0000000999";

/// Texts that are cut although they must not be: titles, states, what waits, and outcomes.
const CUT: &str = "
    const texts = document.querySelectorAll('.title-project, .title-component, .state-word, .waiting, .last-word');
    const cut = text => {
        const { right, top, bottom } = text.getBoundingClientRect();
        const [cell, row] = [text.closest('.cell'), text.closest('.row')].map(part => part.getBoundingClientRect());
        return text.scrollWidth > text.clientWidth + 1 || right > cell.right + 1 || top < row.top || bottom > row.bottom;
    };
    return [...texts].filter(text => text.checkVisibility()).filter(cut).map(text => text.textContent);
";

#[track_caller]
fn expect_run(console: &Console, what: &str, script: &str, expected: serde_json::Value) {
    console.browser().eventually(what, || {
        let found = console.browser().run(script, Vec::new())?;
        if found == expected { Ok(()) } else { NotYet::because(format!("{found}, not {expected}")) }
    });
}

/// The buttons of a row that are shown.
#[track_caller]
fn expect_buttons(console: &Console, task: &str, expected: &[&str]) {
    console.browser().eventually("the buttons of a row", || {
        let buttons = console.row(task)?.all(".action:not([hidden])")?;
        let shown = buttons.iter().map(Element::text).collect::<Look<Vec<_>>>()?;
        if shown == expected { Ok(()) } else { NotYet::because(format!("{shown:?}")) }
    });
}

#[test]
fn buttons_fit_the_state_and_the_focus_stays_in_the_row() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        expect_buttons(console, INCR_SYNC, &["Start", "Stop", "Update", "Pull back", "More"]);
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.sheet("Stop").expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        expect_buttons(console, INCR_SYNC, &["Start", "Update", "Pull back", "More"]);
        // The button that opened the sheet is gone; the one in its place has the focus.
        console.expect_focus(&format!("Start {INCR_SYNC}"));
        console.browser().press(Key::Right);
        console.expect_focus(&format!("Update {INCR_SYNC}"));
        console.browser().press(Key::Left);
        console.expect_focus(&format!("Start {INCR_SYNC}"));
        // What the row has no button for is in its menu.
        console.choose_in_menu(INCR_SYNC, "Stop");
        console.sheet("Stop");
    });
}

#[test]
fn the_menu_is_operated_by_keys() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        console.go_to_row(INCR_SYNC);
        console.browser().press(Key::End);
        let more = format!("More {INCR_SYNC}");
        console.expect_focus(&more);
        console.browser().press(Key::Enter);
        console.expect_focus("Migrate");
        console.browser().press(Key::Up);
        console.expect_focus("Delete");
        console.browser().press(Key::Escape);
        console.expect_focus(&more);
        console.browser().press(Key::Enter);
        console.expect_focus("Migrate");
        console.browser().press(Key::End);
        console.browser().press(Key::Enter);
        console.sheet("Delete").expect_value("Task name", INCR_SYNC);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.expect_focus(&more);
        stage.expect_received(&[]);
    });
}

#[test]
fn the_menu_says_why_and_begins_with_what_can_be_done() {
    play(Setup::with([full_import(State::Finished)]).unlisted().with_oms(), |stage, console| {
        console.expect_state(FULL_IMPORT, "Finished");
        console.browser().eventually("a menu", || console.row_menu(FULL_IMPORT, FULL_IMPORT));
        expect_run(
            console,
            "the reasons in the menu",
            "const grey = [...document.querySelectorAll('.row-menu [aria-disabled]')];
             return grey.length > 0 && grey.every(button => button.querySelector('.why').checkVisibility()
                 && button.innerText.includes(button.getAttribute('aria-description')))",
            json!(true),
        );
        console.expect_focus("Details");
        stage.expect_received(&[]);
    });
}

#[test]
fn the_menu_leads_on_copies_and_filters() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, d] = FOUR;
        console.choose_in_menu(a, "Details");
        console.sheet("Details");
        console.browser().press(Key::Escape);
        console.choose_in_menu(a, "History");
        console.sheet("History");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.choose_in_menu(b, "Copy name");
        console.expect_notice("Name copied");
        assert_eq!(console.browser().clipboard(), b);
        expect_run(
            console,
            "what was said, in sight",
            "return getComputedStyle(document.querySelector('.said')).opacity",
            "1".into(),
        );
        // A click on the project does the same as the menu.
        console.browser().eventually("a project", || console.row(b)?.all(".title-project")?[0].click());
        console.expect_tasks(&[b, c]);
        console.expect_filter("project:=np_aaaaaaaaaaaa");
        console.expect_address("?q=project:%3Dnp_aaaaaaaaaaaa");
        console.filter("");
        console.choose_in_menu(a, "Only project np_bbbbbbbbbbbb");
        console.expect_tasks(&[a]);
        console.filter("");
        console.expect_tasks(&FOUR);
        // A name of another shape has no parts to filter by.
        let labels =
            "return [...document.querySelectorAll('.row-menu button')].map(button => button.textContent)";
        console.browser().eventually("a menu", || console.row_menu(d, d));
        expect_run(
            console,
            "the menu of an odd name",
            labels,
            json!(["Migrate", "Details", "History", "Copy name", "Copy link", "Delete"]),
        );
        // It goes with a click beside it.
        console.filter("x");
        expect_run(console, "no menu", "return document.querySelectorAll('.row-menu').length", json!(0));
    });
}

#[test]
fn titles_and_outcomes_are_never_cut() {
    let long = "10.100.100.105-9000:connector_v2:np_57fdqtrsqiao_reverse_2-full_trans-1-0:0008000001";
    let longer =
        "10.0.0.5-9000:connector_v2:np_57fdqtrsqiao_reverse_of_another_one_2-full_trans-1-0:0008000001";
    let tasks = [incr_sync(State::Running), full_import(State::Running), Task::new(long), Task::new(longer)];
    play(Setup::with(tasks), |stage, console| {
        // An outcome beside a checkpoint that may wait.
        stage.fault(Fault::respond(502, "text/html", "<h1>Gateway trouble</h1>").on(Endpoint::Update));
        console.browser().expect_error("502 (Bad Gateway)");
        let sheet = super::pull_back::fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Outcome unknown");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.expect_cell(INCR_SYNC, "Last operation", "Pull back interrupted");
        console.expect_cell(INCR_SYNC, "State", "Stoppedcheckpoint may wait");
        stage.expect_received(&super::operations::pull_back_calls()[..2]);
        for width in [1920, 1440, 1280, 1024, 390] {
            console.browser().resize(width, 900);
            expect_run(console, &format!("nothing that is cut at {width}"), CUT, json!([]));
        }
    });
}

#[test]
fn a_rejection_is_in_its_row_also_where_its_column_has_no_room() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        stage.fault(Fault::reject("CM-SCHEOR000002", "All failed", false));
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.sheet("Stop").expect_outcome("Rejected");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.browser().press(Key::Escape);
        console.expect_cell(INCR_SYNC, "Last operation", "Stop rejected");
        console.expect_cell(INCR_SYNC, "State", "Unknown");
        console.browser().resize(840, 900);
        console.expect_cell(INCR_SYNC, "State", "UnknownStop rejected");
        expect_run(console, "nothing that is cut", CUT, json!([]));
        console.browser().resize(1440, 900);
        console.expect_cell(INCR_SYNC, "State", "Unknown");
    });
}

#[test]
fn what_needs_attention_comes_first_and_is_one_click_away() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        stage.fault(Fault::respond(502, "text/html", "<h1>Gateway trouble</h1>"));
        console.browser().expect_error("502 (Bad Gateway)");
        console.open_sheet("Stop", INCR_SYNC).submit();
        console.sheet("Stop").expect_outcome("Outcome unknown");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.click("Needs attention 1");
        console.expect_tasks(&[INCR_SYNC]);
        console.expect_address("?q=needs:attention");
        expect_run(
            console,
            "the first count",
            "return document.querySelector('.count-button').textContent",
            "Needs attention 1".into(),
        );
    });
}

#[test]
fn from_the_filter_to_the_rows() {
    play(Setup::with(FOUR.map(Task::new)), |_, console| {
        let [a, b, c, d] = FOUR;
        console.filter("component:full-import,other");
        console.expect_tasks(&[b, d]);
        console.browser().press(Key::Down);
        console.expect_focus(b);
        console.filter("np_bbbb");
        console.expect_tasks(&[a]);
        console.browser().press(Key::Enter);
        console.expect_focus(a);
        console.expect_address("?q=np_bbbb");
        console.filter("component:incr-sync,");
        console.expect_tasks(&[a, c]);
        console.expect_completions(&["component:incr-sync,full-import", "component:incr-sync,other"]);
    });
}

#[test]
fn a_link_leads_to_its_row() {
    let names: Vec<_> =
        (0..300).map(|n| format!("10.0.0.5-9000:connector_v2:np_near-incr_trans-1-0:{n:010}")).collect();
    let tasks = names.iter().map(String::as_str).chain([FAR]).map(Task::new);
    play(Setup::with(tasks), |_, console| {
        console.open(&format!("?task={FAR}"));
        let in_viewport = "
            const row = document.querySelector('.row.chosen')?.getBoundingClientRect();
            const grid = document.querySelector('[role=grid]').getBoundingClientRect();
            return row !== undefined && row.top >= grid.top && row.bottom <= grid.bottom + 1";
        expect_run(console, "the row of the link", in_viewport, json!(true));
    });
}

#[test]
fn the_page_is_small_and_a_phone_shows_a_task_at_once() {
    let names: Vec<_> =
        (0..60).map(|n| format!("10.0.0.5-9000:connector_v2:np_near-incr_trans-1-0:{n:010}")).collect();
    play(Setup::with(names.iter().map(String::as_str).map(Task::new)), |_, console| {
        console.browser().resize(1440, 900);
        expect_run(
            console,
            "few elements",
            "return document.querySelectorAll('*').length < 1100",
            json!(true),
        );
        console.browser().be_a_phone(390, 844);
        console.reload();
        let top = "return document.querySelector('.grid-body .row').getBoundingClientRect().top <= 160";
        expect_run(console, "the first task", top, json!(true));
    });
}

#[test]
fn why_an_operation_does_not_apply_is_told_to_fingers_and_keys() {
    play(Setup::with([full_import(State::Running)]), |stage, console| {
        let why = "Only Incr-Sync tasks can be pulled back; this is a Full-Import";
        console
            .browser()
            .eventually("a row's button", || console.row_button("Pull back", FULL_IMPORT)?.click());
        console.expect_notice(why);
        console.browser().press("p");
        console.expect_notice(why);
        console.choose_in_menu(FULL_IMPORT, "Details");
        let sheet = console.sheet("Details");
        sheet.expect_text(why);
        let told =
            "return document.getElementById(arguments[0].getAttribute('aria-describedby')).textContent";
        console.browser().eventually("the button", || {
            let button = sheet.button("Pull back")?;
            button.click()?;
            let found = button.run(told)?;
            if found == json!(format!("{why}.")) { Ok(()) } else { NotYet::because(found.to_string()) }
        });
        console.sheet("Details");
        stage.expect_received(&[]);
    });
}

#[test]
fn opening_a_sheet_moves_nothing() {
    let names: Vec<_> =
        (0..60).map(|n| format!("10.0.0.5-9000:connector_v2:np_near-incr_trans-1-0:{n:010}")).collect();
    play(Setup::with(names.iter().map(String::as_str).map(Task::new)), |_, console| {
        // Where everything is, and how much room there is for it: a scroll bar takes some.
        let places = "
            const parts = document.querySelectorAll('.head, .grid-body .row .cell, .count-button, .toolbar button');
            const places = [...parts].filter(part => part.checkVisibility()).map(part => {
                const { x, y, width, height } = part.getBoundingClientRect();
                return [x, y, width, height].map(Math.round);
            });
            const page = document.scrollingElement, grid = document.querySelector('[role=grid]');
            return [places, page.clientWidth, page.scrollWidth, page.scrollHeight, grid.clientWidth, grid.scrollWidth]";
        for width in [1920, 1440, 1280] {
            console.browser().resize(width, 900);
            console.expect_columns(&["State", "Task name", "Last operation", "Host"]);
            let before =
                console.browser().eventually("the places", || console.browser().run(places, Vec::new()));
            for operation in ["Update", "Details"] {
                console.open_sheet(operation, &names[2]);
                expect_run(console, &format!("the same places at {width}"), places, before.clone());
                console.browser().press(Key::Escape);
                console.expect_no_sheet();
            }
        }
    });
}

#[test]
fn the_focus_is_in_the_table_when_the_task_of_a_sheet_is_gone() {
    let setup = Setup::with([full_import(State::Finished), incr_sync(State::Running)]).unlisted().with_oms();
    play(setup, |stage, console| {
        console.expect_state(INCR_SYNC, "Running");
        console.choose_in_menu(FULL_IMPORT, "Delete");
        let sheet = console.sheet("Delete");
        sheet.fill("Type delete to confirm", "delete");
        sheet.tick("Act anyway");
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        console.browser().eventually("the focus", || {
            let script = "return document.activeElement.closest('[role=grid]') !== null";
            match console.browser().run(script, Vec::new())? {
                serde_json::Value::Bool(true) => Ok(()),
                _ => NotYet::because("it is not in the table"),
            }
        });
        stage.expect_received(&[Call::bare(
            &STOP_INCR_SYNC.replace("/stop?", "/delete?").replace(INCR_SYNC, FULL_IMPORT),
        )]);
    });
}
