//! Only a deliberate act sends: a click or a key on the button that names the operation, Control and Enter in the
//! form, Enter behind the word that confirms. And what a person opened last stays.

use e2e::SECOND_PART;

use super::operations::pull_back_calls;
use super::starting::keep_nothing;
use super::*;

/// How many fields a sheet has that can be used, and the focus on one of them.
const FOCUS: &str = "
    const fields = [...arguments[0].querySelectorAll('input, select, textarea')].filter(field => field.checkVisibility());
    fields[arguments[1]]?.focus();
    return fields.length";

/// A key that goes to an input method, or to the page, in the element that has the focus: as browsers tell of it.
const KEY: &str = "
    const [key, options] = arguments;
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options });
    (document.activeElement ?? document.body).dispatchEvent(event);
    return event.defaultPrevented";

/// Returns the links to all sheets, filled in as far as a link goes: operation, task, the rest.
fn filled_in() -> Vec<(&'static str, String)> {
    let task = |name: &str| format!("?task={name}");
    vec![
        ("Start", format!("{}&op=start&pullback", task(INCR_SYNC))),
        ("Start", format!("{}&op=start&restart", task(FULL_IMPORT))),
        ("Stop", format!("{}&op=stop", task(INCR_SYNC))),
        ("Update", format!("{}&op=update&delete=source.username", task(INCR_SYNC))),
        (
            "Pull back",
            format!(
                "{}&op=pullback&at=2023-02-13T19:00:00%2B08:00&zone=Asia/Shanghai&subtopic={SUBTOPIC}",
                task(INCR_SYNC)
            ),
        ),
        ("Migrate", format!("{}&op=migrate&ip=10.0.0.7", task(INCR_SYNC))),
        ("Delete", format!("{}&op=delete", task(INCR_SYNC))),
    ]
}

/// Puts the focus on a field of the sheet, by its place. Returns how many there are.
#[track_caller]
fn focus_field(console: &Console, sheet: &str, place: u64) -> u64 {
    console.browser().eventually("a field", || {
        let dialog = console.browser().page()?.one(Role::Dialog, sheet)?;
        Ok(dialog.run_with(FOCUS, vec![json!(place)])?.as_u64().unwrap_or_default())
    })
}

/// Presses Enter, Enter with Shift, and Enter once more in each field of the open sheet.
#[track_caller]
fn press_enter_everywhere(console: &Console, sheet: &str) {
    let count = focus_field(console, sheet, 0);
    assert!(count > 0, "{sheet} has no fields");
    for place in 0..count {
        focus_field(console, sheet, place);
        console.browser().press(Key::Enter);
        focus_field(console, sheet, place);
        console.browser().press_with(Key::Shift, Key::Enter);
        console.browser().press(Key::Enter);
    }
}

/// Has a key pressed as an input method's, in each way that browsers tell of it, and checks that the page left it alone.
#[track_caller]
fn compose(console: &Console, key: &str) {
    for options in [
        json!({ "isComposing": true }),
        json!({ "keyCode": 229 }),
        json!({ "keyCode": 229, "ctrlKey": true }),
    ] {
        let taken = console.browser().run(KEY, vec![json!(key), options.clone()]).map_err(|error| error.0);
        assert_eq!(taken, Ok(json!(false)), "{key} {options}");
    }
}

#[test]
fn enter_in_no_field_sends() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Stopped)]), |stage, console| {
        for (operation, link) in filled_in() {
            console.open(&link);
            let sheet = console.sheet(operation);
            sheet.expect_value("Task name", if link.contains(FULL_IMPORT) { FULL_IMPORT } else { INCR_SYNC });
            press_enter_everywhere(console, operation);
            if operation == "Update" {
                sheet.fill("Configuration (JSON)", r#"{"sink": {"password": "p"}}"#);
                sheet.tick("Show secrets");
                press_enter_everywhere(console, operation);
                sheet.choose("Form");
                press_enter_everywhere(console, operation);
            }
            // It is still the form.
            sheet.expect_button("Cancel");
        }
        stage.expect_received(&[]);
    });
}

#[test]
fn enter_goes_on_to_the_next_field() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        let press = |key: Key, expected: &str| {
            console.browser().press(key);
            console.expect_focus(expected);
        };
        console.open_sheet("Pull back", INCR_SYNC);
        console.expect_focus("Pull back to");
        press(Key::Enter, "Date and time");
        console.browser().press(Key::Escape);
        console.expect_no_sheet();
        let sheet = console.open_sheet("Update", INCR_SYNC);
        console.expect_focus("Parameters to delete");
        sheet.fill("Parameters to delete", "source.username");
        press(Key::Enter, "Parameters to delete");
        sheet.expect_entries("To be deleted", &["source.username"]);
        // There is nothing to add any more.
        console.browser().press(Key::Enter);
        console.browser().eventually("the next field", || match &*console.browser().focused()?.name()? {
            "Parameters to delete" => NotYet::because("the focus is where it was"),
            _ => Ok(()),
        });
        stage.expect_received(&[]);
    });
}

#[test]
fn control_and_enter_send_from_a_field_once() {
    let gate = Gate::new();
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        stage.fault(Fault::held(&gate).on(Endpoint::Stop));
        let (_, link) = filled_in().swap_remove(4);
        console.open(&link);
        let sheet = console.sheet("Pull back");
        sheet.focus("Subtopic");
        // Held down, composing, or with another key: no.
        for options in [
            json!({ "ctrlKey": true, "repeat": true }),
            json!({ "ctrlKey": true, "isComposing": true }),
            json!({ "ctrlKey": true, "keyCode": 229 }),
            json!({ "ctrlKey": true, "altKey": true }),
            json!({ "ctrlKey": true, "shiftKey": true }),
        ] {
            let run = || console.browser().run(KEY, vec![json!("Enter"), options.clone()]);
            console.browser().eventually("a key", run);
        }
        sheet.expect_button("Cancel");
        stage.expect_received(&[]);
        console.browser().press_with(Key::Control, Key::Enter);
        sheet.expect_said("status", "waiting for the answer");
        console.browser().press_with(Key::Control, Key::Enter);
        gate.release();
        sheet.expect_outcome("Confirmed");
        stage.expect_received(&pull_back_calls());
        console.browser().press_with(Key::Control, Key::Enter);
        stage.expect_received(&pull_back_calls());
    });
}

#[test]
fn control_and_enter_do_not_delete_without_the_word() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Delete", INCR_SYNC);
        for field in ["Task name", "Type delete to confirm"] {
            sheet.focus(field);
            console.browser().press_with(Key::Control, Key::Enter);
            console.browser().press(Key::Enter);
        }
        sheet.fill("Type delete to confirm", "delet");
        console.browser().press(Key::Enter);
        sheet.expect_button("Cancel");
        stage.expect_received(&[]);
    });
}

#[test]
fn a_link_does_not_put_the_focus_on_the_button_that_sends() {
    play(Setup::with([incr_sync(State::Running), full_import(State::Running)]), |stage, console| {
        let not_on_the_button = |operation: &str| {
            console.sheet(operation).expect_value("Task name", INCR_SYNC);
            console.expect_focus("Task name");
            console.browser().press(Key::Enter);
        };
        for (operation, op) in [("Stop", "stop"), ("Start", "start")] {
            console.open(&format!("?task={INCR_SYNC}&op={op}"));
            not_on_the_button(operation);
            console.reload();
            not_on_the_button(operation);
        }
        // Back and Forward are no clicks in the row either.
        console.open("");
        console.open_sheet("Stop", INCR_SYNC);
        console.expect_focus("Stop");
        console.browser().back();
        console.expect_no_sheet();
        console.browser().forward();
        not_on_the_button("Stop");
        stage.expect_received(&[]);
    });
}

#[test]
fn what_belongs_to_an_input_method_is_left_alone() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        // Beside the page, and over it.
        for (width, added) in [(1600, "Scope"), (1000, "Scope 2")] {
            console.browser().resize(width, 900);
            let sheet = console.open_sheet("Update", INCR_SYNC);
            sheet.fill("Parameters to delete", "source.username");
            compose(console, "Escape");
            compose(console, "Enter");
            sheet.expect_value("Parameters to delete", "source.username");
            sheet.choose("Form");
            sheet.click("Add a value");
            console.expect_focus(added);
            compose(console, "Enter");
            compose(console, "Escape");
            console.expect_focus(added);
            sheet.click("Cancel");
            console.expect_no_sheet();
        }
        for (button, field) in [("Views", "View name"), ("Add tasks", "Task names")] {
            console.click(button);
            console.expect_focus(field);
            compose(console, "Escape");
            compose(console, "Enter");
            console.expect_focus(field);
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
        }
        console.go_to_row(INCR_SYNC);
        for key in ["x", "d", "?", "/", "ArrowRight", "ArrowDown", "End", "Escape"] {
            compose(console, key);
        }
        console.expect_focus(INCR_SYNC);
        console.expect_no_sheet();
        console.browser().press("x");
        console.sheet("Stop");
        stage.expect_received(&[]);
    });
}

/// A real composition in Chromium: Escape drops it, and the sheet stays.
#[test]
fn escape_ends_a_composition_and_not_the_sheet() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        for width in [1600, 1000] {
            console.browser().resize(width, 900);
            let sheet = console.open_sheet("Migrate", INCR_SYNC);
            console.expect_focus("Destination IP");
            let composed = json!({ "text": "shi", "selectionStart": 3, "selectionEnd": 3 });
            console.browser().devtools("Input.imeSetComposition", composed);
            sheet.expect_value("Destination IP", "shi");
            let key = |kind: &str| json!({ "type": kind, "key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 229 });
            console.browser().devtools("Input.dispatchKeyEvent", key("rawKeyDown"));
            console.browser().devtools("Input.dispatchKeyEvent", key("keyUp"));
            sheet.expect_button("Cancel");
            console.browser().devtools("Input.insertText", json!({ "text": "" }));
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
        }
        stage.expect_received(&[]);
    });
}

/// Waits until exactly these suggestions are open; none if there are none.
#[track_caller]
fn expect_suggestions(console: &Console, expected: &[&str]) {
    let script = "return [...document.querySelectorAll('[role=listbox] [role=option]')]
        .filter(option => option.checkVisibility()).map(option => option.textContent)";
    console.browser().eventually("the suggestions", || {
        let found = console.browser().run(script, Vec::new())?;
        if found == json!(expected) { Ok(()) } else { NotYet::because(format!("{found}, not {expected:?}")) }
    });
}

#[test]
fn escape_closes_an_open_list_first_and_enter_takes_what_is_chosen_there() {
    play(Setup::with([incr_sync(State::Running)]), |stage, console| {
        for width in [1600, 1000] {
            console.browser().resize(width, 900);
            let sheet = console.open_sheet("Pull back", INCR_SYNC);
            sheet.fill("Time zone", "asia/sh");
            expect_suggestions(console, &["Asia/Shanghai"]);
            compose(console, "Escape");
            expect_suggestions(console, &["Asia/Shanghai"]);
            console.browser().press(Key::Escape);
            expect_suggestions(console, &[]);
            sheet.expect_value("Time zone", "asia/sh");
            console.browser().press(Key::Down);
            sheet.fill("Time zone", "asia/sh");
            console.browser().press(Key::Down + Key::Enter);
            sheet.expect_value("Time zone", "Asia/Shanghai");
            expect_suggestions(console, &[]);
            console.expect_focus("Time zone");
            // With nothing chosen, Enter is for the form.
            sheet.fill("Time zone", "asia/sh");
            console.browser().press(Key::Enter);
            expect_suggestions(console, &[]);
            console.browser().eventually("the next field", || {
                match &*console.browser().focused()?.name()? {
                    "Time zone" => NotYet::because("the focus is where it was"),
                    _ => Ok(()),
                }
            });
            console.browser().press(Key::Escape);
            console.expect_no_sheet();
        }
        // The filter's completions are such a list, too.
        console.browser().resize(1600, 900);
        console.open_sheet("Stop", INCR_SYNC);
        console.filter("state:st");
        console.expect_completions(&["state:stopped"]);
        console.browser().press(Key::Escape);
        console.expect_completions(&[]);
        console.expect_filter("state:st");
        console.sheet("Stop").expect_button("Cancel");
        stage.expect_received(&[]);
    });
}

#[test]
fn a_suggestion_is_taken_with_the_mouse_and_added() {
    play(Setup::with([incr_sync(State::Stopped)]), |stage, console| {
        let sheet = console.open_sheet("Update", INCR_SYNC);
        sheet.fill("Parameters to delete", "sink.workerN");
        expect_suggestions(console, &["sink.workerNum"]);
        let click = "document.querySelector('[role=option]').click()";
        console.browser().eventually("a suggestion", || console.browser().run(click, Vec::new()));
        sheet.expect_value("Parameters to delete", "sink.workerNum");
        console.browser().press(Key::Enter);
        sheet.expect_entries("To be deleted", &["sink.workerNum"]);
        sheet.choose("Form");
        sheet.click("Add a value");
        console.expect_focus("Scope");
        console.browser().press("sin");
        expect_suggestions(console, &["sink"]);
        console.browser().press(Key::Down + Key::Enter);
        console.expect_focus("Scope");
        console.browser().press(Key::Enter);
        console.expect_focus("Key");
        console.browser().press("workerN");
        expect_suggestions(console, &["workerNum"]);
        console.browser().press(Key::Down + Key::Enter + Key::Enter);
        console.expect_focus("Value");
        sheet.expect_rows(&[["sink", "workerNum", ""]]);
        stage.expect_received(&[]);
    });
}

#[test]
fn what_a_person_opened_last_stays_when_the_sheets_come_late() {
    let setup = Setup::with([incr_sync(State::Running), full_import(State::Running)]).over_a_line();
    play(setup, |stage, console| {
        let gate = Gate::new();
        keep_nothing(console.browser());
        stage.line().hold(SECOND_PART, &gate);
        console.browser().go(&format!("{}?task={INCR_SYNC}&op=stop", console.address()));
        console.browser().eventually("a row's button", || console.row_button("Stop", FULL_IMPORT)?.click());
        // It does not come at once, and a key pressed meanwhile is not meant for it.
        console.browser().press("n");
        gate.release();
        console.sheet("Stop").expect_value("Task name", FULL_IMPORT);
        console.browser().press(Key::Enter);
        console.sheet("Stop").expect_button("Cancel");
        stage.expect_received(&[]);
    });
}

#[test]
fn back_while_the_sheets_are_loading_leaves_none() {
    play(Setup::with([incr_sync(State::Running)]).over_a_line(), |stage, console| {
        let gate = Gate::new();
        keep_nothing(console.browser());
        stage.line().hold(SECOND_PART, &gate);
        console.browser().go(console.address());
        console.browser().eventually("a row's button", || console.row_button("Stop", INCR_SYNC)?.click());
        console.browser().back();
        console.expect_address("");
        gate.release();
        console.open_sheet("Start", INCR_SYNC);
        stage.expect_received(&[]);
    });
}
