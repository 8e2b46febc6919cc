//! Nobody is shut out: axe-core finds nothing wrong with any screen or sheet, in light and dark, wide and on a
//! phone.

use super::*;

/// Plays a test at a desk and on a phone.
fn on_both_screens(setup: impl Fn() -> Setup, test: impl Fn(&Stage, &Console)) {
    for phone in [false, true] {
        play(setup(), |stage, console| {
            if phone {
                console.browser().be_a_phone(390, 844);
                console.reload();
            }
            test(stage, console);
        });
    }
}

/// Nothing is wrong with what the page shows now.
#[track_caller]
fn check(console: &Console, what: &str) {
    for dark in [false, true] {
        console.browser().prefer_dark(dark);
        let violations = console.browser().violations();
        let colours = if dark { "dark" } else { "light" };
        assert!(violations.is_empty(), "{what}, {colours}:\n{}", violations.join("\n"));
    }
}

/// Closes the sheet that is open.
#[track_caller]
fn close(console: &Console) {
    console.browser().press(Key::Escape);
    console.expect_no_sheet();
}

fn two_tasks() -> Setup {
    Setup::with([incr_sync(State::Running), full_import(State::Stopped)])
}

#[test]
fn what_is_wrong_is_found() {
    play(Setup::with([]), |_, console| {
        let spoil = "document.querySelector('main').insertAdjacentHTML('beforeend',
            `<button></button><p class=\"faint\">faint</p>`);
            document.querySelector('.faint').style.color = '#777';
            document.querySelector('.faint').style.background = '#888';";
        console.browser().eventually("spoiling the page", || console.browser().run(spoil, Vec::new()));
        let found = console.browser().violations();
        let rules: Vec<_> = found.iter().filter_map(|text| text.split(':').next()).collect();
        assert_eq!(rules, ["button-name", "color-contrast"], "{found:?}");
    });
}

#[test]
fn the_empty_table() {
    on_both_screens(|| Setup::with([]), |_, console| check(console, "the empty table"));
}

#[test]
fn the_table_and_what_stands_around_it() {
    on_both_screens(two_tasks, |stage, console| {
        check(console, "the table");
        console.filter("-");
        console.filter("elsewhere");
        console.expect_tasks(&[]);
        check(console, "nothing matches");
        console.filter("");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);

        let sheet = console.open_sheet("Stop", INCR_SYNC);
        sheet.submit();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&[Call::bare(STOP_INCR_SYNC)]);
        close(console);
        check(console, "what was done");
        for task in [INCR_SYNC, FULL_IMPORT] {
            console.browser().eventually("a row's box", || console.row_box(task)?.click());
        }
        console.expect_notice("2 selected");
        check(console, "the selection");
        console.click("Remove from list");
        console.expect_text("2 tasks removed");
        check(console, "what was forgotten");
        console.click("Undo");
        console.expect_tasks(&[INCR_SYNC, FULL_IMPORT]);

        console.open(&format!("?task={}&server=x&sort=nothing&op=drop", FOUR[0]));
        console.expect_notice("means nothing here");
        console.expect_notice("The link names a task");
        check(console, "notices about a link");
    });
}

#[test]
fn the_table_and_a_sheet_at_widths_between_phone_and_wall() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Stopped)]).with_oms(), |_, console| {
        console.expect_state(INCR_SYNC, "Running");
        for width in [1920, 1280, 1024, 820, 640] {
            console.browser().resize(width, 900);
            check(console, &format!("the table at {width}"));
            console.open_sheet("Pull back", INCR_SYNC);
            check(console, &format!("a pull-back at {width}"));
            close(console);
        }
    });
}

#[test]
fn the_menu_of_a_row_and_the_palette() {
    on_both_screens(two_tasks, |_, console| {
        console.browser().eventually("a row's menu", || console.row_menu(INCR_SYNC, INCR_SYNC));
        check(console, "the menu of a row");
        console.browser().press(Key::Escape);
        console.browser().press_with(Key::Control, "k");
        console.browser().press("st");
        check(console, "the palette");
        console.browser().press("nothing like it");
        console.expect_text("Nothing found.");
        check(console, "the palette without offers");
        console.browser().press(Key::Escape);
        console.choose_in_menu(FULL_IMPORT, "Details");
        console.sheet("Details");
        check(console, "Details, with an operation that does not apply");
        close(console);
        console.filter("needs:attention,");
        check(console, "a filter with completions");
    });
}

#[test]
fn rows_in_an_older_order() {
    on_both_screens(two_tasks, |stage, console| {
        console.open("?sort=state");
        let gate = Gate::new();
        stage.fault(Fault::held(&gate));
        console.open_sheet("Stop", FULL_IMPORT).submit();
        stage.expect_received(&[Call::bare(super::history::STOP_FULL_IMPORT)]);
        close(console);
        console.go_to_row(FULL_IMPORT);
        gate.release();
        console.expect_text("Order is out of date");
        check(console, "an older order");
        console.click("Sort now");
        console.expect_tasks(&[FULL_IMPORT, INCR_SYNC]);
    });
}

#[test]
fn the_sheets_of_the_list() {
    on_both_screens(two_tasks, |_, console| {
        console.click("Add tasks");
        let sheet = console.sheet("Add tasks");
        check(console, "Add tasks");
        sheet.click("Add");
        sheet.expect_message("Task names", "Enter at least one task name.");
        check(console, "Add tasks with nothing in it");
        sheet.fill("Task names", &format!("{INCR_SYNC}\n{}\nno\tname\n任务", FOUR[0]));
        sheet.expect_text("left out");
        check(console, "Add tasks with names");
        close(console);

        console.click_tool("Import and export");
        console.sheet("Import and export").expect_text("It names 2 tasks");
        check(console, "Import and export");
        close(console);

        console.click_tool("Views");
        let sheet = console.sheet("Views");
        check(console, "Views without any");
        sheet.click("Save view");
        sheet.expect_message("View name", "Enter a name.");
        sheet.fill("View name", "Nights");
        sheet.click("Save view");
        sheet.expect_button("Show Nights");
        check(console, "Views");
        close(console);
        check(console, "the table with saved views");

        console.click("Help");
        console.sheet("Help");
        check(console, "Help");
        close(console);

        console.click("Settings");
        let sheet = console.sheet("Settings");
        sheet.fill("Time-out in seconds", "soon");
        sheet.expect_message("Time-out in seconds", "whole number");
        sheet.tick("Read only");
        check(console, "Settings");
        close(console);
    });
}

#[test]
fn the_sheet_of_columns() {
    play(two_tasks(), |_, console| {
        console.click_tool("Columns");
        console.sheet("Columns").tick("Host");
        check(console, "Columns");
    });
}

#[test]
fn the_forms_of_the_operations() {
    on_both_screens(two_tasks, |_, console| {
        console.open_sheet("Start", INCR_SYNC).tick("Pull back");
        check(console, "Start");
        close(console);
        console.open_sheet("Start", FULL_IMPORT).tick("Restart");
        check(console, "Start of a Full-Import");
        close(console);
        console.open_sheet("Stop", INCR_SYNC);
        check(console, "Stop");
        close(console);

        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.expect_button("No changes");
        check(console, "Update with nothing in it");
        sheet.fill("Parameters to delete", "source.checkpoint, checkpoint");
        sheet.click("Add");
        sheet.fill("Configuration (JSON)", r#"{"sink": {"password": "secret", "workerNum": 16, "x": "y"}}"#);
        sheet.expect_button("Write \"16\"");
        check(console, "Update as JSON, with something wrong");
        sheet.choose("Form");
        sheet.expect_rows(&[["sink", "password", "secret"], ["sink", "workerNum", "16"], ["sink", "x", "y"]]);
        check(console, "Update as a form, with something wrong");
        sheet.click("Remove checkpoint");
        sheet.click("Write \"16\"");
        sheet.expect_text("(hidden)");
        check(console, "Update as a form");
        sheet.choose("JSON");
        check(console, "Update as JSON");
        sheet.fill("Configuration (JSON)", "{");
        sheet.choose("Form");
        check(console, "Update whose JSON cannot be shown as rows");
        sheet.choose("JSON");
        close(console);

        let sheet = console.open_sheet("Pull back", INCR_SYNC);
        sheet.submit();
        check(console, "Pull back with nothing in it");
        sheet.fill("Pull back to", "2023-02-13 19:00:00");
        sheet.fill("Time zone", "Asia/Shanghai");
        sheet.fill("Subtopic", SUBTOPIC);
        sheet.expect_fact("Epoch seconds", "1676286000");
        check(console, "Pull back");
        // Twice on that day.
        sheet.fill("Pull back to", "2023-11-05 01:30:00");
        sheet.fill("Time zone", "America/New_York");
        check(console, "Pull back to a time that the zone has twice");
        close(console);

        let sheet = console.open_sheet("Migrate", INCR_SYNC);
        sheet.fill("Destination IP", "10.0.0.999");
        sheet.submit();
        check(console, "Migrate to no address");
        sheet.fill("Destination IP", "10.0.0.9");
        check(console, "Migrate");
        close(console);
        let sheet = console.open_sheet("Delete", FULL_IMPORT);
        check(console, "Delete, not confirmed");
        sheet.fill("Type delete to confirm", "delete");
        check(console, "Delete");
    });
}

#[test]
fn the_outcomes() {
    on_both_screens(two_tasks, |stage, console| {
        let gate = Gate::new();
        stage.fault(Fault::held(&gate).on(Endpoint::Stop));
        stage.fault(Fault::reject("CM-RESOAT000012", "Supervisor failed", true).on(Endpoint::Stop));
        stage.fault(Fault::respond(502, "text/html", "<h1>Gateway trouble</h1>").on(Endpoint::Stop));
        let stop = |outcome: Option<&str>| {
            let sheet = console.open_sheet("Stop", INCR_SYNC);
            sheet.submit();
            match outcome {
                Some(outcome) => sheet.expect_outcome(outcome),
                None => sheet.expect_said("status", "waiting for the answer"),
            }
        };
        let stops = |count: usize| stage.expect_received(&vec![Call::bare(STOP_INCR_SYNC); count]);
        stop(None);
        stops(1);
        check(console, "waiting for the answer");
        gate.release();
        console.sheet("Stop").expect_outcome("Confirmed");
        check(console, "confirmed");
        close(console);
        stop(Some("Rejected"));
        stops(2);
        check(console, "rejected");
        close(console);
        check(console, "the table with a rejected operation");
        console.browser().expect_error("502 (Bad Gateway)");
        stop(Some("Outcome unknown"));
        stops(3);
        check(console, "unknown");
        close(console);
        check(console, "the table with an unknown outcome");
        console.click(&format!("Show Stop of {INCR_SYNC}"));
        console.sheet("Stop");
        check(console, "a run of the activity");
    });
}

#[test]
fn a_pull_back_that_was_interrupted() {
    on_both_screens(two_tasks, |stage, console| {
        stage.fault(Fault::reject("CM-RESOAT000012", "Supervisor failed", true).on(Endpoint::Update));
        let sheet = super::pull_back::fill_in(console);
        sheet.submit();
        sheet.expect_outcome("Rejected");
        stage.expect_received(&super::operations::pull_back_calls()[..2]);
        check(console, "the choices");
        close(console);
        console.expect_notice("was interrupted");
        check(console, "the notice");
    });
}

#[test]
fn the_history() {
    on_both_screens(two_tasks, |stage, console| {
        super::history::open_history(console).expect_said("status", "No matching runs in this browser.");
        check(console, "the empty history");
        close(console);
        super::history::one_of_each(stage, console);
        super::history::open_history(console).expect_said("status", "3 runs");
        check(console, "the history");
        super::history::filter_history(console, "nowhere");
        let sheet = console.sheet("History");
        sheet.expect_said("status", "No matching runs in this browser.");
        check(console, "the history, nothing found");
        super::history::filter_history(console, "CM-RESOAT000012");
        sheet.expect_said("status", "1 run");
        sheet.click(&format!("Show Stop of {FULL_IMPORT}"));
        console.sheet("Stop").expect_outcome("Rejected");
        check(console, "a run of the history");
        close(console);
        super::history::open_history_of(console, INCR_SYNC).expect_said("status", "2 runs");
        check(console, "the history of a task");
    });
}

#[test]
fn what_is_told_after_a_reload() {
    on_both_screens(two_tasks, |stage, console| {
        let gate = Gate::new();
        stage.fault(Fault::held(&gate));
        console.open_sheet("Stop", FULL_IMPORT).submit();
        let stop = STOP_INCR_SYNC.replace("incr_trans-1-0:0003000002", "full_trans-1-0:0008000001");
        stage.expect_received(&[Call::bare(&stop)]);
        console.open("");
        console.expect_notice("the page went away before the answer came");
        check(console, "the notice of a lost call");
        console.click("Review…");
        console.sheet("Stop").expect_outcome("Outcome unknown");
        check(console, "a lost call");
        gate.release();
    });
}

#[test]
fn a_call_whose_secret_is_gone() {
    on_both_screens(two_tasks, |stage, console| {
        stage.fault(Fault::reject("CM-RESOAT000012", "Supervisor failed", true));
        let sheet = super::secrets::update_with(console, INCR_SYNC, &[("sink", "password", "s3cr3t")]);
        sheet.submit();
        sheet.expect_text("fill in the form again");
        check(console, "no repeat without the secret");
        stage.expect_received(&[Call::json(
            &STOP_INCR_SYNC.replace("/stop?", "/update?"),
            "{\n  \"sink\": {\n    \"password\": \"s3cr3t\"\n  }\n}",
        )]);
    });
}

#[test]
fn what_the_deployment_sets() {
    let list = json!({ "tasks": [INCR_SYNC] }).to_string();
    on_both_screens(
        || two_tasks().deploying(&list),
        |stage, console| {
            // As long as a name may be.
            let name = "Production, Hangzhou, third room, second row, rack 7 or next";
            stage.configure(&json!({ "host": { "name": name } }).to_string());
            console.browser().reload();
            console.expect_text("Which host is it?");
            check(console, "the question which host it is");
            console.click(&format!("It is the host without a name, now called {name}"));
            console.expect_tasks(&[INCR_SYNC]);
            for colour in ["grey", "blue", "green", "amber", "red", "violet"] {
                let host = json!({ "name": name, "colour": colour });
                stage.configure(&json!({ "host": host, "readOnly": true }).to_string());
                console.reload();
                console.expect_text("Production, Hangzhou");
                check(console, &format!("a {colour} host that is read only"));
            }
            let sheet = console.open_sheet("Stop", INCR_SYNC);
            sheet.submit();
            sheet.expect_said("alert", "Nothing was sent");
            check(console, "a sheet that sends nothing");
            close(console);
            console.click("Settings");
            check(console, "Settings where the deployment sets read only");
            close(console);

            stage.configure("{\n  \"readOnly\": \"yes\",\n  \"timeOutSeconds\": 0}");
            console.browser().reload();
            console.expect_text("The deployment's config.json is wrong");
            check(console, "a broken config.json");
            stage.configure(&json!({ "host": { "name": name } }).to_string());
            console.reload();
            stage.expect_received(&[]);
        },
    );
}

#[test]
fn the_panic_screen() {
    on_both_screens(two_tasks, |_, console| {
        super::panic::provoke(console);
        console.expect_text("The console has stopped");
        check(console, "the panic screen");
        console.reload();
    });
}
